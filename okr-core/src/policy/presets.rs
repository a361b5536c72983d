//! Presets: the data files of `okr-core/presets`, by name.

use super::{Policy, read};
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::words::nearest;

/// Name and text of every preset, by name; listed by the build script.
const PRESETS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/presets.rs"));

pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    PRESETS.iter().map(|(name, _)| *name)
}

pub(super) fn load(name: &str) -> Result<Policy> {
    match PRESETS.iter().find(|(known, _)| *known == name) {
        // Its own text stands on the engine's defaults, so that no preset can be its own base.
        Some(("default", _)) => Ok(Policy::default()),
        Some((_, text)) => read::from_json(text),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Error {
    let help = match meant(name).as_slice() {
        [] => {
            "`default`, `google` and `viva_goals` are some of the presets; okr-core/docs/presets.md lists all of them"
                .to_owned()
        }
        [one] => format!("did you mean {}?", quoted(one)),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| quoted(name)).collect();
            format!("did you mean {} or {}?", first.join(", "), quoted(last))
        }
    };
    Error::new(
        ErrorCode::UnknownPolicy,
        "",
        format!("found the policy {}, expected the name of a preset", quoted(name)),
        help,
    )
}

/// The names that may be meant: the nearest by its letters, else a few that the name is a part of, or that are a part
/// of it.
fn meant(name: &str) -> Vec<&'static str> {
    /// The shortest part that says anything.
    const SHORTEST: usize = 3;
    /// The longest name worth a look.
    const LONGEST: usize = 64;
    /// The most names to offer.
    const MOST: usize = 3;
    let plain = name.to_lowercase().replace([' ', '-', '.'], "_");
    if let Some(near) = nearest(&plain, names()) {
        return vec![near];
    }
    if !(SHORTEST..=LONGEST).contains(&plain.len()) {
        return Vec::new();
    }
    names().filter(|known| known.contains(&plain) || plain.contains(known)).take(MOST).collect()
}
