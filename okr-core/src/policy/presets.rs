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
    let help = nearest(name, names()).map_or_else(
        || format!("the presets are {}", names().collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean {}?", quoted(near)),
    );
    Error::new(
        ErrorCode::UnknownPolicy,
        "",
        format!("found the policy {}, expected the name of a preset", quoted(name)),
        help,
    )
}
