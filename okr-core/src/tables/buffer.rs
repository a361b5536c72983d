//! Values in one piece of memory, one's own or somebody else's.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Values that lie one behind the other, or a text: in memory of their own, or where somebody else holds them, who is let
/// go with the last clone. Reads as the slice or text itself.
///
/// ```
/// use okr_core::tables::Buffer;
/// use std::sync::Arc;
///
/// let held = Arc::new(vec![1.0, 2.0]);
/// let shared: Buffer<[f64]> = Buffer::shared(held.clone());
/// assert!(std::ptr::eq(&*shared, held.as_slice()));
/// assert_eq!(shared, vec![1.0, 2.0].into());
/// ```
pub struct Buffer<T: ?Sized + ToOwned> {
    own: T::Owned,
    /// Where they lie, if not there.
    shared: Option<Arc<dyn AsRef<T> + Send + Sync>>,
}

impl<T: ?Sized + ToOwned<Owned: Default>> Buffer<T> {
    /// What somebody else holds, where it lies. They must answer the same every time they are asked.
    pub fn shared(held: Arc<dyn AsRef<T> + Send + Sync>) -> Buffer<T> {
        Buffer { own: T::Owned::default(), shared: Some(held) }
    }

    /// The values for writing: copied first where they are somebody else's.
    pub fn to_mut(&mut self) -> &mut T::Owned {
        if let Some(held) = self.shared.take() {
            self.own = (*held).as_ref().to_owned();
        }
        &mut self.own
    }
}

impl<T: ?Sized + ToOwned> Deref for Buffer<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match &self.shared {
            Some(held) => (**held).as_ref(),
            None => self.own.borrow(),
        }
    }
}

impl<T> From<Vec<T>> for Buffer<[T]>
where
    T: Clone,
{
    fn from(own: Vec<T>) -> Self {
        Buffer { own, shared: None }
    }
}

impl From<String> for Buffer<str> {
    fn from(own: String) -> Self {
        Buffer { own, shared: None }
    }
}

impl<T: ?Sized + ToOwned<Owned: Default>> Default for Buffer<T> {
    fn default() -> Self {
        Buffer { own: T::Owned::default(), shared: None }
    }
}

impl<T: ?Sized + ToOwned<Owned: Clone>> Clone for Buffer<T> {
    fn clone(&self) -> Self {
        Buffer { own: self.own.clone(), shared: self.shared.clone() }
    }
}

impl<T: ?Sized + ToOwned + fmt::Debug> fmt::Debug for Buffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Values count, not where they lie.
impl<T: ?Sized + ToOwned + PartialEq> PartialEq for Buffer<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + ToOwned + Eq> Eq for Buffer<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_is_copied_for_writing_and_let_go() {
        let held = Arc::new("ab".to_owned());
        let mut text: Buffer<str> = Buffer::shared(held.clone());
        let other = text.clone();
        text.to_mut().push('c');
        assert_eq!((&*text, &*other, held.as_str()), ("abc", "ab", "ab"));
        assert_eq!(Arc::strong_count(&held), 2);
        drop(other);
        assert_eq!(Arc::strong_count(&held), 1);
        text.to_mut().push('d');
        assert_eq!(text, "abcd".to_owned().into());
    }
}
