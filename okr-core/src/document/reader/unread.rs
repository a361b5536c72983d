//! What was stated and could not be read, so that nothing that follows from it is reported as well.

use std::collections::BTreeSet;

/// JSON pointers of what could not be read, and of what is missing where it must be stated. Empty as a rule.
#[derive(Default)]
pub(super) struct Unread(BTreeSet<String>);

impl Unread {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn note(&mut self, pointer: String) {
        self.0.insert(pointer);
    }

    /// Whether it is part of something that could not be read, or has a part that could not.
    pub(super) fn touches(&self, pointer: &str) -> bool {
        let within = pointer.match_indices('/').map(|(at, _)| &pointer[..at]).chain([pointer]);
        within.into_iter().any(|outer| self.0.contains(outer)) || self.first_below(pointer).is_some()
    }

    pub(super) fn contains(&self, pointer: &str) -> bool {
        self.0.contains(pointer)
    }

    /// Forgets it and all its parts.
    pub(super) fn forget(&mut self, pointer: &str) {
        self.0.remove(pointer);
        while let Some(part) = self.first_below(pointer) {
            self.0.remove(&part);
        }
    }

    fn first_below(&self, pointer: &str) -> Option<String> {
        let start = format!("{pointer}/");
        self.0.range(start.clone()..).next().filter(|part| part.starts_with(&start)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(pointers: &[&str]) -> Unread {
        Unread(pointers.iter().map(|pointer| (*pointer).to_owned()).collect())
    }

    #[test]
    fn a_place_is_touched_by_what_is_around_it_and_below_it() {
        let unread = unread(&["/a/b", "/a/b-c", "/a/b0", "/d/0/id"]);
        for (pointer, touched) in [
            ("/a", true),
            ("/a/b", true),
            ("/a/b/c/0", true),
            ("/a/c", false),
            ("/d/0", true),
            ("/d/0/i", false),
            ("/d/1", false),
        ] {
            assert_eq!(unread.touches(pointer), touched, "{pointer}");
        }
    }

    #[test]
    fn a_place_is_forgotten_with_its_parts() {
        let mut unread = unread(&["/a/1", "/a/1/b", "/a/1/c", "/a/10", "/a/1-"]);
        unread.forget("/a/1");
        assert_eq!(unread.0.into_iter().collect::<Vec<_>>(), ["/a/1-", "/a/10"]);
    }
}
