//! Ids and texts: one arena for all text, and a table a space from id to symbol.
//!
//! A symbol is given out when an id is first seen, in a definition or in a reference; what is referenced and never
//! defined is found at the end. Hashing is keyed at random, so that no choice of ids can slow the table down.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::{BuildHasher, RandomState};

/// "Nothing", in columns of 32-bit indices.
pub(crate) const NONE: u32 = u32::MAX;

/// A text in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    len: u32,
}

impl Span {
    pub(crate) const EMPTY: Span = Span { start: 0, len: 0 };
    /// A text that is not stated, as opposed to an empty one.
    pub(crate) const ABSENT: Span = Span { start: 0, len: u32::MAX };
}

/// All text, one piece after the other. The limits keep it below 4 GiB.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(String);

impl Texts {
    pub(crate) fn add(&mut self, text: &str) -> Span {
        let start = self.0.len();
        self.0.push_str(text);
        match (u32::try_from(start), u32::try_from(text.len())) {
            (Ok(start), Ok(len)) if start.checked_add(len).is_some() => Span { start, len },
            // Unreachable below the limit of 4 GiB − 1; empty rather than wrong.
            _ => Span::EMPTY,
        }
    }

    pub(crate) fn add_optional(&mut self, text: Option<&str>) -> Span {
        text.map_or(Span::ABSENT, |text| self.add(text))
    }

    #[inline]
    pub(crate) fn get(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.0.get(start..start + span.len as usize).unwrap_or_default()
    }

    pub(crate) fn optional(&self, span: Span) -> Option<&str> {
        (span != Span::ABSENT).then(|| self.get(span))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.0.capacity()
    }
}

/// A known id in the table: where its text is lies beside its symbol, which saves a look-up that misses the cache.
#[derive(Clone, Copy, Debug)]
struct Known {
    span: Span,
    /// Its symbol; in a settled space what it was defined as.
    leads_to: u32,
}

/// One space of ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    table: HashTable<Known>,
    hasher: RandomState,
    spans: Vec<Span>,
    /// What each symbol was defined as, [`NONE`] while it is only referred to.
    defined: Vec<u32>,
    settled: bool,
}

impl Names {
    /// The symbol of an id, new where it was not seen before.
    pub(crate) fn intern(&mut self, texts: &mut Texts, id: &str) -> u32 {
        debug_assert!(!self.settled, "nothing is added to a settled space");
        let hash = self.hasher.hash_one(id);
        let hasher = &self.hasher;
        let same = |known: &Known| texts.get(known.span) == id;
        match self.table.entry(hash, same, |known| hasher.hash_one(texts.get(known.span))) {
            Entry::Occupied(found) => found.get().leads_to,
            Entry::Vacant(free) => {
                let symbol = self.spans.len() as u32;
                let span = texts.add(id);
                free.insert(Known { span, leads_to: symbol });
                self.spans.push(span);
                self.defined.push(NONE);
                symbol
            }
        }
    }

    /// Makes room for as many ids.
    pub(crate) fn reserve(&mut self, texts: &Texts, ids: usize) {
        let hasher = &self.hasher;
        self.table.reserve(ids, |known| hasher.hash_one(texts.get(known.span)));
    }

    /// The symbol of a reference that may be absent.
    pub(crate) fn intern_optional(&mut self, texts: &mut Texts, id: Option<&str>) -> u32 {
        id.map_or(NONE, |id| self.intern(texts, id))
    }

    /// What an id was defined as.
    #[inline]
    pub(crate) fn find(&self, texts: &Texts, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        let known = self.table.find(hash, |known| texts.get(known.span) == id)?;
        match self.settled {
            true => Some(known.leads_to).filter(|definition| *definition != NONE),
            false => self.definition(known.leads_to),
        }
    }

    /// What a symbol was defined as.
    #[inline]
    pub(crate) fn definition(&self, symbol: u32) -> Option<u32> {
        self.defined.get(symbol as usize).copied().filter(|definition| *definition != NONE)
    }

    /// Says what a symbol is; `false` where it was said before.
    pub(crate) fn define(&mut self, symbol: u32, definition: u32) -> bool {
        match self.defined.get_mut(symbol as usize) {
            Some(slot) if *slot == NONE => {
                *slot = definition;
                true
            }
            _ => false,
        }
    }

    /// Rewrites every definition, after things were put in another order.
    pub(crate) fn redefine(&mut self, new: impl Fn(u32) -> u32) {
        for slot in &mut self.defined {
            if *slot != NONE {
                *slot = new(*slot);
            }
        }
    }

    /// Leads from ids straight to what they were defined as, which saves every look-up a step through memory. Nothing is
    /// added afterwards.
    pub(crate) fn settle(&mut self) {
        if !std::mem::replace(&mut self.settled, true) {
            for known in self.table.iter_mut() {
                known.leads_to = self.defined.get(known.leads_to as usize).copied().unwrap_or(NONE);
            }
        }
    }

    #[inline]
    pub(crate) fn text<'a>(&self, texts: &'a Texts, symbol: u32) -> &'a str {
        self.spans.get(symbol as usize).map_or("", |span| texts.get(*span))
    }

    /// Every id that was defined, for suggestions.
    pub(crate) fn defined_ids<'a>(&'a self, texts: &'a Texts) -> impl Iterator<Item = &'a str> {
        self.spans
            .iter()
            .zip(&self.defined)
            .filter(|(_, definition)| **definition != NONE)
            .map(|(span, _)| texts.get(*span))
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn shrink(&mut self) {
        self.spans.shrink_to_fit();
        self.defined.shrink_to_fit();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.table.allocation_size()
            + self.spans.capacity() * size_of::<Span>()
            + self.defined.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_seen_twice_have_one_symbol() {
        let (mut texts, mut names) = (Texts::default(), Names::default());
        let a = names.intern(&mut texts, "a");
        let b = names.intern(&mut texts, "b");
        assert_eq!((names.intern(&mut texts, "a"), a == b), (a, false));
        assert_eq!(names.find(&texts, "a"), None);
        assert!(names.define(a, 7) && !names.define(a, 8));
        assert_eq!(names.find(&texts, "a"), Some(7));
        assert_eq!(names.text(&texts, b), "b");
        names.settle();
        assert_eq!((names.find(&texts, "a"), names.find(&texts, "b")), (Some(7), None));
    }
}
