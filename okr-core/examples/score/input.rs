//! Where documents and policies come from: files, standard input, presets, and the bundled organisation.

use crate::arguments::Options;
use crate::problems::Problem;
use okr_core::{Limits, Policy, Workspace};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The organisation that is scored where no file is named.
const BUNDLED: &str = include_str!("../organisation.json");

/// The date it is scored as of, fixed so that the output stays the same.
pub(crate) const BUNDLED_DATE: &str = "2026-11-21";

/// The document asked for, checked.
pub(crate) fn workspace(options: &Options) -> Result<Workspace, Problem> {
    let limits = Limits::default();
    match &options.file {
        None => Workspace::from_json(BUNDLED).map_err(|error| Problem::found("the bundled organisation", error)),
        Some(file) => {
            let name = if file == "-" { "standard input".into() } else { file.to_string_lossy() };
            let bytes = bytes(file, limits.bytes).map_err(|error| Problem::File(name.to_string(), error))?;
            Workspace::from_slice(&bytes, &limits).map_err(|error| Problem::found(&name, error))
        }
    }
}

/// A preset by name, or a policy from a file.
pub(crate) fn policy(option: &'static str, name: &str) -> Result<Policy, Problem> {
    let is_preset = Policy::presets().any(|preset| preset == name);
    let is_path = Path::new(name).exists() || name.contains(['/', '\\', '.']);
    if is_preset || !is_path {
        return Policy::preset(name).map_err(|error| Problem::Option(option, error));
    }
    let read = bytes(OsStr::new(name), Limits::default().bytes).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
    });
    let text = read.map_err(|error| Problem::File(name.to_owned(), error))?;
    Policy::from_json(&text).map_err(|error| Problem::found(name, error))
}

/// A file, or standard input; one byte above the limit at most, which is enough for the library to refuse it.
fn bytes(file: &OsStr, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = limit as u64 + 1;
    if file == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
