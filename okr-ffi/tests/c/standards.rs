//! The headers in every dialect, without a warning.

use crate::tools::{STRICT, compiler, expect_success, folder, header, root, skipped, source};
use std::fs;
use std::path::Path;

/// What projects ask for besides, of whose warnings a header must not be part. Not `-Wc++-compat`: an enum of a fixed width
/// has one name as tag and as type, which in C++ is its type.
const STRICTER: [&str; 6] =
    ["-Wshadow", "-Wundef", "-Wconversion", "-Wsign-conversion", "-Wcast-qual", "-fsyntax-only"];

/// Whether a compiler knows a standard.
fn knows(standard: &str, is_cpp: bool, folder: &Path) -> bool {
    let empty = folder.join(if is_cpp { "empty.cpp" } else { "empty.c" });
    fs::write(&empty, "int main(void) { return 0; }\n").unwrap();
    let mut compiler = compiler(is_cpp).unwrap();
    compiler.arg(format!("-std={standard}")).arg("-fsyntax-only").arg(empty);
    compiler.output().unwrap().status.success()
}

/// Compiles a file that does nothing but include a header, twice.
fn compile(header: &Path, standards: &[&str], is_cpp: bool) {
    let folder = folder(&format!("{}-{}", header.file_name().unwrap().display(), standards[0]));
    if compiler(is_cpp).is_none() {
        return;
    }
    // A standard goes by another name where the compiler is older than it.
    let Some(standard) = standards.iter().find(|standard| knows(standard, is_cpp, &folder)) else {
        return skipped(&format!("the compiler knows no {standards:?}"));
    };
    let source = folder.join(if is_cpp { "include.cpp" } else { "include.c" });
    let name = header.file_name().unwrap().to_str().unwrap();
    fs::write(
        &source,
        format!("#include \"{name}\"\n#include \"{name}\"\nint main(void) {{ return OKR_STATUS_OK; }}\n"),
    )
    .unwrap();
    let mut compiler = compiler(is_cpp).unwrap();
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

#[test]
fn c23_takes_it() {
    compile(&header(), &["c23", "c2x"], false);
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
