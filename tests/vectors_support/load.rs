//! Reading the files: a broken file or entry is reported and never stops the rest.

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// How a source is wrong.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Flaw {
    /// What is expected is what the product gives, against its own rule.
    Bug,
    /// What is expected follows the rule; the page prints something else.
    Contradiction,
}

/// One published example, or one product's column of an example that lists several.
#[derive(Default)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) kind: String,
    pub(crate) input: Map<String, Value>,
    pub(crate) expected: Map<String, Value>,
    pub(crate) computable: bool,
    /// The rule in words, and what the page prints.
    pub(crate) note: String,
    /// How the source is wrong by its own account, where the file says so.
    pub(crate) flaw: Option<Flaw>,
    /// From code: numbers may be cut to three or four decimals.
    pub(crate) from_code: bool,
}

/// A file with what could be read of it.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) entries: Vec<Entry>,
    /// What could not be read.
    pub(crate) unread: Vec<String>,
}

/// The files of a folder with the sub-folders `vendors` and `oss`, by name.
pub(crate) fn folder(root: &Path) -> Vec<File> {
    ["vendors", "oss"]
        .iter()
        .flat_map(|part| names(&root.join(part)).into_iter().map(|path| file(part, &path)))
        .collect()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|ext| ext == "json"));
    found.sort();
    found
}

fn file(part: &str, path: &Path) -> File {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = format!("{part}/{stem}");
    match fs::read_to_string(path) {
        Ok(text) => read(name, &text, part == "oss"),
        Err(error) => File { name, entries: Vec::new(), unread: vec![format!("not readable: {error}")] },
    }
}

/// The entries of a file's text.
pub(crate) fn read(name: String, text: &str, from_code: bool) -> File {
    let list = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(list)) => list,
        Ok(_) => return File { name, entries: Vec::new(), unread: vec!["not a list".to_owned()] },
        Err(error) => return File { name, entries: Vec::new(), unread: vec![format!("not JSON: {error}")] },
    };
    let mut file = File { name, entries: Vec::new(), unread: Vec::new() };
    for (at, value) in list.iter().enumerate() {
        match entry(value, from_code) {
            Some(found) => file.entries.extend(columns(found)),
            None => file.unread.push(format!("entry {at} has no id, kind or expected")),
        }
    }
    file
}

fn entry(value: &Value, from_code: bool) -> Option<Entry> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let set = |key: &str| value.get(key).and_then(Value::as_bool) == Some(true);
    let object = |key: &str| value.get(key).and_then(Value::as_object).cloned();
    let id = text("id")?;
    let computable = value.get("computable").and_then(Value::as_bool) != Some(false);
    Some(Entry {
        product: product(&id).to_owned(),
        kind: text("kind")?,
        input: object("input").unwrap_or_default(),
        expected: object("expected").or_else(|| (!computable).then(Map::new))?,
        computable,
        note: text("note").unwrap_or_default(),
        flaw: if set("bug") {
            Some(Flaw::Bug)
        } else if set("contradiction") {
            Some(Flaw::Contradiction)
        } else {
            None
        },
        from_code,
        id,
    })
}

/// The product an id names: `viva_goals.case` or `puzzle-okr-044`.
pub(crate) fn product(id: &str) -> &str {
    match id.split_once('.') {
        Some((product, _)) => product,
        None => id.rsplit_once('-').map_or(id, |(product, _)| product),
    }
}

/// An example that lists what several products compute from one input becomes one entry a product.
fn columns(entry: Entry) -> Vec<Entry> {
    let Some(kind) = entry.kind.strip_suffix("_matrix") else {
        return vec![entry];
    };
    let column = |(product, value): (&String, &Value)| {
        let key = if product.ends_with("_zone") { "zone" } else { "progress_pct" };
        Entry {
            id: format!("{}/{product}", entry.id),
            product: product.clone(),
            kind: kind.to_owned(),
            input: entry.input.clone(),
            expected: Map::from_iter([(key.to_owned(), value.clone())]),
            computable: entry.computable,
            note: entry.note.clone(),
            flaw: entry.flaw,
            from_code: entry.from_code,
        }
    };
    entry.expected.iter().map(column).collect()
}
