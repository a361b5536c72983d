//! Ids and texts: one arena for all text, and a table a space from id to symbol.
//!
//! A symbol is given out when an id is first seen, in a definition or in a reference; what is referenced and never
//! defined is found at the end. Hashing is keyed at random, so that no choice of ids can slow the table down.

use super::id_hash::IdHash;
use crate::tables::are_same;
use std::hint::black_box;

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

    /// A part of what was added as one text.
    pub(crate) fn part(self, start: usize, len: usize) -> Span {
        Span { start: self.start + start as u32, len: len as u32 }
    }
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

    /// The first byte of a text, if there is one.
    #[inline]
    fn first(&self, span: Span) -> Option<u8> {
        self.0.as_bytes().get(span.start as usize).copied()
    }

    #[inline]
    pub(crate) fn get(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.0.get(start..start + span.len as usize).unwrap_or_default()
    }

    /// Whether a text is one that somebody looks for.
    #[inline]
    fn is(&self, span: Span, id: &str) -> bool {
        let start = span.start as usize;
        let bytes = self.0.as_bytes().get(start..start + span.len as usize);
        bytes.is_some_and(|bytes| are_same(bytes, id.as_bytes()))
    }

    /// Makes room for so many more bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
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

/// A place in the table. With bits of the hash and the place of the text beside the symbol, looking for an id costs one
/// look at the table and, where the bits agree, one at the text.
#[derive(Clone, Copy, Debug)]
struct Slot {
    tag: u32,
    /// In a settled space what it was defined as.
    symbol: u32,
    span: Span,
}

/// Where an id of a settled space leads that was never defined: not free, and no row.
const NOTHING: u32 = NONE - 1;

impl Slot {
    const FREE: Slot = Slot { tag: 0, symbol: NONE, span: Span::EMPTY };
}

/// One space of ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// A power of two of them, at most three quarters taken. An id lies where the highest bits of its tag say, or behind.
    slots: Vec<Slot>,
    hash: IdHash,
    spans: Vec<Span>,
    /// What each symbol was defined as, [`NONE`] while it is only referred to.
    defined: Vec<u32>,
    settled: bool,
}

impl Names {
    /// The symbol of an id, new where it was not seen before.
    pub(crate) fn intern(&mut self, texts: &mut Texts, id: &str) -> u32 {
        debug_assert!(!self.settled, "nothing is added to a settled space");
        self.reserve(1);
        self.intern_tagged(texts, self.tag(id), id)
    }

    /// The symbols of ids, in their order. They are looked up side by side, step by step: waiting for memory, which is
    /// most of the work in a large table, is then done for many of them at a time.
    pub(crate) fn intern_all<'a>(&mut self, texts: &mut Texts, ids: impl Iterator<Item = &'a str> + Clone) -> Vec<u32> {
        let tags: Vec<u32> = ids.clone().map(|id| self.tag(id)).collect();
        self.reserve(tags.len());
        let mut symbols = self.known(texts, ids.clone(), &tags);
        for ((symbol, id), tag) in symbols.iter_mut().zip(ids).zip(tags) {
            if *symbol == NONE {
                *symbol = self.intern_tagged(texts, tag, id);
            }
        }
        symbols
    }

    /// Enters ids that were never seen; `definition` says what each is. Symbols follow each other, and the answer is the
    /// first of them; nothing where one was seen before.
    pub(crate) fn define_all(&mut self, texts: &Texts, ids: &[Span], definition: impl Fn(usize) -> u32) -> Option<u32> {
        let first = self.spans.len() as u32;
        let tags: Vec<u32> = ids.iter().map(|span| self.tag(texts.get(*span))).collect();
        self.expect(tags.len());
        // The places are asked for before the first of them is needed, so that memory is waited for once and not for each.
        for tag in &tags {
            black_box(self.slots.get(self.home(*tag)).map(|slot| slot.tag));
        }
        for (at, (span, tag)) in ids.iter().zip(tags).enumerate() {
            let place = self.place(texts, tag, texts.get(*span));
            let slot = self.slots.get_mut(place).filter(|slot| slot.symbol == NONE)?;
            *slot = Slot { tag, symbol: self.spans.len() as u32, span: *span };
            self.spans.push(*span);
            self.defined.push(definition(at));
        }
        Some(first)
    }

    /// What ids were defined as, in their order, [`NONE`] for those that were not; side by side.
    pub(crate) fn find_all<'a>(
        &self,
        texts: &Texts,
        ids: impl Iterator<Item = &'a str> + Clone,
    ) -> impl Iterator<Item = u32> {
        let tags: Vec<u32> = ids.clone().map(|id| self.tag(id)).collect();
        let mut symbols = self.known(texts, ids.clone(), &tags);
        for (symbol, id) in symbols.iter_mut().zip(ids) {
            if *symbol == NONE {
                *symbol = self.slots.get(self.place(texts, self.tag(id), id)).map_or(NONE, |slot| slot.symbol);
            }
        }
        symbols.into_iter().map(|symbol| self.definition(symbol).unwrap_or(NONE))
    }

    /// The symbols of ids that stand where they are looked for first, [`NONE`] of others.
    fn known<'a>(&self, texts: &Texts, ids: impl Iterator<Item = &'a str>, tags: &[u32]) -> Vec<u32> {
        let at = |place: usize| self.slots.get(place).copied().unwrap_or(Slot::FREE);
        let mut slots: Vec<Slot> = tags.iter().map(|tag| at(self.home(*tag))).collect();
        for (slot, tag) in slots.iter_mut().zip(tags).filter(|(slot, tag)| slot.symbol != NONE && slot.tag != **tag) {
            *slot = at(self.seek(*tag, self.home(*tag)));
        }
        let firsts: Vec<Option<u8>> = slots.iter().map(|slot| texts.first(slot.span)).collect();
        let is_known = |slot: &Slot, first: Option<u8>, id: &str| {
            slot.symbol != NONE && first == id.bytes().next() && texts.is(slot.span, id)
        };
        let each = slots.iter().zip(firsts).zip(ids);
        each.map(|((slot, first), id)| if is_known(slot, first, id) { slot.symbol } else { NONE }).collect()
    }

    /// As [`intern`](Names::intern), with room for one more.
    fn intern_tagged(&mut self, texts: &mut Texts, tag: u32, id: &str) -> u32 {
        let place = self.place(texts, tag, id);
        match self.slots.get_mut(place) {
            Some(free) if free.symbol == NONE => {
                let (symbol, span) = (self.spans.len() as u32, texts.add(id));
                *free = Slot { tag, symbol, span };
                self.spans.push(span);
                self.defined.push(NONE);
                symbol
            }
            Some(taken) => taken.symbol,
            None => NONE,
        }
    }

    #[inline]
    fn tag(&self, id: &str) -> u32 {
        self.hash.of(id)
    }

    /// Where an id with that tag lies if that place is not taken by another one.
    #[inline]
    fn home(&self, tag: u32) -> usize {
        let bits = self.slots.len().max(1).trailing_zeros();
        tag.checked_shr(32 - bits).unwrap_or(0) as usize
    }

    /// The next place, from one on, that is free or taken by an id with that tag.
    #[inline]
    fn seek(&self, tag: u32, from: usize) -> usize {
        let mut place = from;
        while self.slots.get(place).is_some_and(|slot| slot.symbol != NONE && slot.tag != tag) {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }

    /// The place of an id: its own, or the free one where it would go. Always inlined: one look-up is so short that a call
    /// within it is felt.
    #[inline(always)]
    fn place(&self, texts: &Texts, tag: u32, id: &str) -> usize {
        let mut place = self.home(tag);
        while let Some(slot) = self.slots.get(place)
            && slot.symbol != NONE
            && !(slot.tag == tag && texts.is(slot.span, id))
        {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }

    /// Makes room for as many more ids.
    pub(crate) fn reserve(&mut self, ids: usize) {
        let wanted = self.spans.len() + ids;
        if wanted <= self.slots.len() / 4 * 3 {
            return;
        }
        let size = (wanted.div_ceil(3) * 4).next_power_of_two().max(8);
        let old = std::mem::replace(&mut self.slots, vec![Slot::FREE; size]);
        // The old order is about the new one, so that the table is rewritten from its start to its end.
        for slot in old.into_iter().filter(|slot| slot.symbol != NONE) {
            let mut place = self.home(slot.tag);
            while self.slots[place].symbol != NONE {
                place = (place + 1) & (size - 1);
            }
            self.slots[place] = slot;
        }
    }

    /// Makes room for as many more ids, all of them new.
    pub(crate) fn expect(&mut self, ids: usize) {
        self.reserve(ids);
        self.spans.reserve(ids);
        self.defined.reserve(ids);
    }

    /// The symbol of a reference that may be absent.
    pub(crate) fn intern_optional(&mut self, texts: &mut Texts, id: Option<&str>) -> u32 {
        id.map_or(NONE, |id| self.intern(texts, id))
    }

    /// What an id was defined as.
    #[inline]
    pub(crate) fn find(&self, texts: &Texts, id: &str) -> Option<u32> {
        let place = self.place(texts, self.tag(id), id);
        let symbol = self.slots.get(place)?.symbol;
        if self.settled { Some(symbol).filter(|row| *row < NOTHING) } else { self.definition(symbol) }
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
            for slot in self.slots.iter_mut().filter(|slot| slot.symbol != NONE) {
                slot.symbol = self.defined.get(slot.symbol as usize).copied().unwrap_or(NONE).min(NOTHING);
            }
        }
    }

    #[inline]
    pub(crate) fn text<'a>(&self, texts: &'a Texts, symbol: u32) -> &'a str {
        self.spans.get(symbol as usize).map_or("", |span| texts.get(*span))
    }

    /// The id of a symbol, or of [`NONE`].
    pub(crate) fn stated<'a>(&self, texts: &'a Texts, symbol: u32) -> Option<&'a str> {
        (symbol != NONE).then(|| self.text(texts, symbol))
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
        self.slots.capacity() * size_of::<Slot>()
            + self.spans.capacity() * size_of::<Span>()
            + self.defined.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::waiting::Waiting;
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

    #[test]
    fn many_ids_keep_their_symbols_while_the_table_grows() {
        let (mut texts, mut names, mut waiting) = (Texts::default(), Names::default(), Waiting::default());
        assert_eq!(names.find(&texts, "0"), None);
        (0..5000).for_each(|number: u32| waiting.push(&(number % 3000).to_string(), ()));
        let symbols = names.intern_all(&mut texts, waiting.ids());
        let found: Vec<u32> = names.find_all(&texts, waiting.ids()).collect();
        assert!(found.iter().all(|found| *found == NONE));
        assert!(symbols.iter().zip(0..).all(|(symbol, number)| *symbol == number % 3000));
        for number in 0..3000 {
            assert_eq!(names.intern(&mut texts, &number.to_string()), number);
            assert!(names.define(number, number) && names.find(&texts, &number.to_string()) == Some(number));
        }
        assert_eq!((names.len(), names.find(&texts, "3000")), (3000, None));
        assert!(names.find_all(&texts, waiting.ids()).eq((0..5000).map(|number| number % 3000)));
        assert!(names.find_all(&texts, ["3000", "7", ""].into_iter()).eq([NONE, 7, NONE]));
        let [new, other, last, known] = ["3000", "3001", "x", "7"].map(|id| texts.add(id));
        let mut define_all = |ids: &[Span]| names.define_all(&texts, ids, |at| at as u32 + 8);
        assert_eq!(
            (define_all(&[new, other]), define_all(&[last, last]), define_all(&[known])),
            (Some(3000), None, None)
        );
        assert_eq!((names.find(&texts, "3000"), names.find(&texts, "3001")), (Some(8), Some(9)));
    }
}
