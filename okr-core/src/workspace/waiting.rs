//! Ids that wait to be looked up together, which costs less than one by one.

/// Ids in the order in which they were seen, each with what is to become of its symbol.
#[derive(Debug)]
pub(crate) struct Waiting<T> {
    text: String,
    /// Where each id ends in the text.
    items: Vec<(u32, T)>,
}

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Waiting { text: String::new(), items: Vec::new() }
    }
}

impl<T> Waiting<T> {
    pub(crate) fn push(&mut self, id: &str, item: T) {
        self.text.push_str(id);
        self.items.push((self.text.len() as u32, item));
    }

    /// Whether there are enough of them to be worth it.
    pub(crate) fn is_full(&self) -> bool {
        self.items.len() >= 2048
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        let mut start = 0;
        self.items.iter().map(move |(end, _)| {
            let id = self.text.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            id
        })
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|(_, item)| item)
    }
}
