//! Texts one behind the other with offsets between them: the layout of Arrow's `utf8` and `large_utf8`.

/// Where each text starts, and where the last one ends: narrow while that fits.
#[derive(Debug)]
pub(super) enum Offsets {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

/// Texts in one buffer.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) offsets: Offsets,
    pub(super) bytes: Vec<u8>,
}

impl Packed {
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Packed {
        Self::within(texts, i32::MAX as usize)
    }

    /// The same with another limit to narrow offsets, so that tests need no two gigabytes.
    fn within<'a>(texts: impl Iterator<Item = &'a str>, narrow: usize) -> Packed {
        let mut packed = Packed { offsets: Offsets::Narrow(vec![0]), bytes: Vec::new() };
        for text in texts {
            packed.bytes.extend_from_slice(text.as_bytes());
            let end = packed.bytes.len();
            if let Offsets::Narrow(offsets) = &packed.offsets
                && end > narrow
            {
                packed.offsets = Offsets::Wide(offsets.iter().map(|at| i64::from(*at)).collect());
            }
            match &mut packed.offsets {
                Offsets::Narrow(offsets) => offsets.push(end as i32),
                Offsets::Wide(offsets) => offsets.push(end as i64),
            }
        }
        packed
    }

    /// A text; none beyond the last.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = at.checked_add(1)?;
        let (start, end) = match &self.offsets {
            Offsets::Narrow(offsets) => (*offsets.get(at)? as usize, *offsets.get(end)? as usize),
            Offsets::Wide(offsets) => (*offsets.get(at)? as usize, *offsets.get(end)? as usize),
        };
        // It was put in as a text.
        str::from_utf8(self.bytes.get(start..end)?).ok()
    }

    pub(super) fn len(&self) -> usize {
        match &self.offsets {
            Offsets::Narrow(offsets) => offsets.len() - 1,
            Offsets::Wide(offsets) => offsets.len() - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_grow_wide_where_narrow_ones_do_not_reach() {
        let packed = Packed::within(["ab", "", "cde"].into_iter(), 4);
        assert!(matches!(&packed.offsets, Offsets::Wide(offsets) if offsets == &[0, 2, 2, 5]));
        let packed = Packed::within(["ab", "", "cd"].into_iter(), 4);
        assert!(matches!(&packed.offsets, Offsets::Narrow(offsets) if offsets == &[0, 2, 2, 4]));
        assert_eq!([0, 1, 2, 3, usize::MAX].map(|at| packed.get(at)), [Some("ab"), Some(""), Some("cd"), None, None]);
        assert_eq!((packed.len(), packed.bytes.as_slice()), (3, b"abcd".as_slice()));
    }
}
