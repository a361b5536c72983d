//! Documents in files.

use crate::read::type_name;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where a file is, as an argument: text, or what has a path.
pub(crate) struct Place(pub(crate) PathBuf);

impl<'a, 'py> FromPyObject<'a, 'py> for Place {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = PathBuf::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
            let told = "expected a path as str or os.PathLike; `okr.loads` reads JSON from bytes";
            return Err(PyTypeError::new_err(format!("found {}, {told}", type_name(&value))));
        }
        value.extract().map(Place)
    }
}

/// Whether something given as JSON reads as the name of a file: one line that ends like one, and no bracket.
pub(crate) fn is_named(source: &[u8]) -> bool {
    let is_line = source.len() < 4096 && !source.iter().any(|byte| b"{[\"\n".contains(byte));
    is_line && source.trim_ascii().to_ascii_lowercase().ends_with(b".json")
}

/// A file's bytes, as far as a reader needs them to say that they are too many: some files never end.
pub(crate) fn bytes_of(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What Python raises for a file that could not be read or written.
pub(crate) fn failed(path: &Path, error: &io::Error) -> PyErr {
    match error.raw_os_error() {
        // Python picks the class by the number: FileNotFoundError, PermissionError and so on.
        Some(number) => {
            let told = error.to_string();
            let plain = told.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, plain, path.as_os_str().to_owned()))
        }
        None => PyValueError::new_err(error.to_string()),
    }
}

/// Puts a file of these bytes in the place of what is there, once they are on the disk. Links are followed; what is no
/// file, such as a pipe, is written to.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = match fs::metadata(&place) {
        Ok(before) if !before.is_file() => return File::options().write(true).open(&place)?.write_all(bytes),
        Ok(before) => Some(before.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let (beside, mut file) = new_beside(&place)?;
    let written = file.write_all(bytes).and_then(|()| match before {
        Some(before) => file.set_permissions(before),
        None => Ok(()),
    });
    let done = written.and_then(|()| file.sync_all()).and_then(|()| fs::rename(&beside, &place));
    if done.is_err() {
        // What went wrong first is told.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// A new file in the same folder, so that it can take the other's place in one step.
fn new_beside(place: &Path) -> io::Result<(PathBuf, File)> {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    if place.file_name().is_none() {
        // The system says what is wrong with it.
        File::options().write(true).open(place)?;
    }
    loop {
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let beside = place.with_file_name(format!(".okr-{}-{turn}", std::process::id()));
        match File::options().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return Ok((beside, opened?)),
        }
    }
}
