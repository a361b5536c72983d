//! Setters of plain values, all of one style.

/// Declares setters: each takes the value and hands it back with one field stated, or with one more entry of a list.
macro_rules! setters {
    ($ty:ty, |$this:ident| { $($(#[$doc:meta])* $name:ident($($arg:ty)?) => $set:expr),* $(,)? }) => {
        impl $ty {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(self, $($name: $arg)?) -> Self {
                    let mut $this = self;
                    $set;
                    $this
                }
            )*
        }
    };
}
pub(super) use setters;
