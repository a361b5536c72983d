//! The headers in every dialect, without a warning.

use crate::tools::{STRICT, compiler, expect_success, folder, header, root, skipped, source};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What projects ask for besides, of whose warnings a header must not be part. Not `-Wc++-compat`: an enum of a fixed width
/// has one name as tag and as type, which in C++ is its type.
const STRICTER: [&str; 6] =
    ["-Wshadow", "-Wundef", "-Wconversion", "-Wsign-conversion", "-Wcast-qual", "-fsyntax-only"];

/// Compilers of C besides the usual one, where C23 may be found that the usual one does not know yet.
const OTHER_COMPILERS: [&str; 9] =
    ["clang", "gcc-16", "gcc-15", "gcc-14", "gcc-13", "clang-21", "clang-20", "clang-19", "clang-18"];

/// Whether a compiler knows a standard, and takes a text under it.
fn knows(mut compiler: Command, standard: &str, is_cpp: bool, text: &str, folder: &Path) -> bool {
    let source = folder.join(if is_cpp { "known.cpp" } else { "known.c" });
    fs::write(&source, format!("{text}\nint main(void) {{ return 0; }}\n")).unwrap();
    compiler.arg(format!("-std={standard}")).arg("-fsyntax-only").arg(source);
    compiler.output().is_ok_and(|output| output.status.success())
}

/// Compiles a file that does nothing but include a header, twice.
fn compile(header: &Path, standards: &[&str], is_cpp: bool) {
    let folder = folder(&format!("{}-{}", header.file_name().unwrap().display(), standards[0]));
    if compiler(is_cpp).is_none() {
        return;
    }
    // A standard goes by another name where the compiler is older than it.
    let is_known = |standard: &&&str| knows(compiler(is_cpp).unwrap(), standard, is_cpp, "", &folder);
    let Some(standard) = standards.iter().find(is_known) else {
        return skipped(&format!("the compiler knows no {standards:?}"));
    };
    compile_with(compiler(is_cpp).unwrap(), header, standard, is_cpp, &folder);
}

/// The same with a given compiler and standard.
fn compile_with(mut compiler: Command, header: &Path, standard: &str, is_cpp: bool, folder: &Path) {
    let source = folder.join(if is_cpp { "include.cpp" } else { "include.c" });
    let name = header.file_name().unwrap().to_str().unwrap();
    fs::write(
        &source,
        format!("#include \"{name}\"\n#include \"{name}\"\nint main(void) {{ return OKR_STATUS_OK; }}\n"),
    )
    .unwrap();
    compiler.arg(format!("-std={standard}")).args(STRICT).args(STRICTER).arg("-I").arg(root().join("include"));
    let output = compiler.arg(&source).output().unwrap();
    assert!(output.status.success(), "{standard}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn c99_takes_it() {
    compile(&header(), &["c99"], false);
}

#[test]
fn c11_takes_it() {
    compile(&header(), &["c11"], false);
}

#[test]
fn c17_takes_it() {
    compile(&header(), &["c17", "c18"], false);
}

/// A compiler that is older than the standard compiles the header by a draft of it, which has no enums of a given width: the
/// branch of the header that does takes one that is newer.
#[test]
fn c23_takes_it() {
    compile(&header(), &["c23", "c2x"], false);
    let folder = folder("c23");
    let itself = "#if __STDC_VERSION__ < 202311L\n#error a draft\n#endif";
    let usual = compiler(false).map(|compiler| compiler.get_program().to_owned());
    let all = usual.into_iter().chain(OTHER_COMPILERS.map(OsString::from));
    let with_standard = all.flat_map(|name| ["c23", "c2x"].map(|standard| (name.clone(), standard)));
    let mut found =
        with_standard.filter(|(name, standard)| knows(Command::new(name), standard, false, itself, &folder)).peekable();
    if found.peek().is_none() {
        return skipped("no compiler here is as new as C23: the branch of the header for it is not compiled");
    }
    for (name, standard) in found {
        compile_with(Command::new(name), &header(), standard, false, &folder);
    }
}

#[test]
fn cpp17_takes_it() {
    compile(&header(), &["c++17"], true);
}

#[test]
fn cpp20_takes_it() {
    compile(&header(), &["c++20", "c++2a"], true);
}

#[test]
fn the_wrapper_takes_cpp17_and_later() {
    let wrapper = root().join("include/okr.hpp");
    compile(&wrapper, &["c++17"], true);
    compile(&wrapper, &["c++23", "c++2b"], true);
}

/// What is a template warns only where it is used.
#[test]
fn the_wrapper_is_used_without_a_warning() {
    let Some(mut compiler) = compiler(true) else { return };
    compiler.arg("-std=c++17").args(STRICT).args(STRICTER).arg("-Wold-style-cast");
    expect_success(compiler.arg("-I").arg(root().join("include")).arg(source("wrapper.cpp")));
}
