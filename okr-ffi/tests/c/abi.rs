//! The binary interface as abidiff of libabigail sees it: types, sizes and values, where the other tests read text.

use crate::header::functions;
use crate::symbols::oldest;
use crate::tools::{compiler, expect_success, folder, header, told, tool};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A library with the functions of a header, which do nothing. Its debug information has all their types; in C++, because an
/// enum has its constants there, and in C before 2023 it is an integer.
fn library_of(header: &str, folder: &Path, name: &str) -> Option<PathBuf> {
    let (library, source) = (folder.join(format!("lib{name}.so")), folder.join(format!("{name}.cc")));
    let bodies: Vec<String> = functions(header)
        .iter()
        .map(|function| format!("{} {{ __builtin_trap(); }}\n", function.declaration.trim_end_matches(';')))
        .collect();
    fs::write(&source, format!("{header}\nextern \"C\" {{\n{}}}\n", bodies.concat())).unwrap();
    let mut compiler = compiler(true)?;
    compiler.args(["-std=c++17", "-g", "-fno-eliminate-unused-debug-types", "-shared", "-fPIC", "-o"]);
    expect_success(compiler.arg(&library).arg(source));
    Some(library)
}

/// What programs of an older header would notice of a newer one, as abidiff prints it; nothing without the tools.
fn noticed(old: &str, new: &str, folder: &Path) -> Option<String> {
    let mut abidiff: Command = tool("abidiff")?;
    // New functions break nobody.
    abidiff.args(["--no-added-syms", "--non-reachable-types"]);
    let output = abidiff.arg(library_of(old, folder, "old")?).arg(library_of(new, folder, "new")?).output().unwrap();
    // Bits of the exit code: 1 and 2 say that it failed, 4 that something changed, 8 that it breaks programs.
    let code = output.status.code().unwrap();
    assert!(code & 3 == 0, "{code}: {}", told(&output));
    Some(if code == 0 { String::new() } else { told(&output) })
}

#[test]
fn abidiff_sees_nothing_that_breaks_older_programs() {
    let [old, new] = [oldest(), header()].map(|path| fs::read_to_string(path).unwrap());
    let Some(noticed) = noticed(&old, &new, &folder("abi")) else { return };
    assert!(noticed.is_empty(), "it takes a new OKR_ABI_VERSION and tests/c/baseline: {noticed}");
}

#[test]
fn abidiff_sees_what_would_break_them() {
    let old = fs::read_to_string(header()).unwrap();
    for (at, (from, to, is_seen)) in [
        ("OKR_STATUS_BAD_TABLE = -7,", "OKR_STATUS_BAD_TABLE = -9,", true),
        ("OKR_TABLE_CHECK_INS = 2,", "OKR_TABLE_CHECK_INS = 77,", true),
        ("  int64_t null_count;", "  int32_t null_count;", true),
        ("typedef int32_t okr_date;", "typedef int64_t okr_date;", true),
        ("double okr_key_result_value(", "float okr_key_result_value(", true),
        ("OKR_STATUS_BAD_TABLE = -7,", "OKR_STATUS_BAD_TABLE = -7,\n OKR_STATUS_NEW = -9,", false),
        ("typedef int32_t okr_date;", "typedef int32_t okr_date;\ntypedef int32_t okr_time;", false),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(old.contains(from), "{from}");
        let new = old.replace(from, to);
        let Some(noticed) = noticed(&old, &new, &folder(&format!("abi-{at}"))) else { return };
        assert_eq!(!noticed.is_empty(), is_seen, "{from}: {noticed}");
    }
}
