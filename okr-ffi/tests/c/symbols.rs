//! The shared library: it exports the functions of the header and nothing else, and programs run with it, those of older
//! headers too.

use crate::header::{functions, program_of};
use crate::tools::{Program, expect_success, folder, header, libraries, root, tool};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The names of a header's functions, sorted.
fn declared(header: &Path) -> Vec<String> {
    let text = fs::read_to_string(header).unwrap();
    let mut names: Vec<String> = functions(&text).into_iter().map(|function| function.name).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_is_exported_is_what_is_declared() {
    let Some(mut nm) = tool("nm") else { return };
    let printed = expect_success(nm.args(["-D", "--defined-only"]).arg(libraries().join("libokr.so")));
    let mut exported: Vec<&str> = printed.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    exported.sort_unstable();
    assert_eq!(exported, declared(&header()));
}

#[test]
fn programs_run_with_the_shared_library() {
    let folder = folder("shared");
    let library = libraries().join("libokr.so");
    let Some(program) = (Program { library, ..Program::new("surface.c") }).compile(&folder) else { return };
    let mut command = Command::new(program);
    command.env("LD_LIBRARY_PATH", libraries()).arg(root().join("okr-core/examples/organisation.json"));
    assert_eq!(expect_success(&mut command), "fine\n");
}

/// The oldest header whose programs still run: replaced only together with `OKR_ABI_VERSION`.
fn oldest() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c/baseline/okr.h")
}

/// The constants of a header with their values.
fn constants(text: &str) -> Vec<&str> {
    let is_constant = |line: &&str| line.starts_with("OKR_") && line.contains(" = ");
    text.lines().map(str::trim).filter(is_constant).map(|line| line.trim_end_matches(',')).collect()
}

/// The structures of a header that are no handles, without what is said of them.
fn structures(text: &str) -> Vec<String> {
    let starts = text.match_indices("typedef struct okr_").map(|(at, _)| &text[at..]);
    let whole = starts.filter(|rest| rest.find('{') < rest.find(';')).map(|rest| &rest[..rest.find('}').unwrap()]);
    whole
        .map(|one| one.lines().filter(|line| !line.trim_start().starts_with(['*', '/'])).map(str::trim).collect())
        .collect()
}

#[test]
fn nothing_that_older_programs_use_has_changed() {
    let (old, new) = (fs::read_to_string(oldest()).unwrap(), fs::read_to_string(header()).unwrap());
    let version =
        |text: &str| text.lines().find(|line| line.starts_with("#define OKR_ABI_VERSION")).unwrap().to_owned();
    assert_eq!(version(&old), version(&new), "a new binary interface needs its first header in tests/c/baseline");
    let declarations: Vec<String> = functions(&new).into_iter().map(|function| function.declaration).collect();
    for function in functions(&old) {
        assert!(declarations.contains(&function.declaration), "changed or gone: {}", function.declaration);
    }
    for constant in constants(&old) {
        assert!(constants(&new).contains(&constant), "changed or gone: {constant}");
    }
    assert_eq!(structures(&old).len(), 3, "{:?}", structures(&old));
    for structure in structures(&old) {
        assert!(structures(&new).contains(&structure), "changed or gone: {structure}");
    }
}

#[test]
fn a_program_of_the_oldest_header_runs() {
    let folder = folder("baseline");
    let source = folder.join("program.c");
    let text = fs::read_to_string(oldest()).unwrap();
    fs::write(&source, program_of(&text)).unwrap();
    // Found beside the source, before the one of today.
    fs::copy(oldest(), folder.join("okr.h")).unwrap();
    let library = libraries().join("libokr.so");
    let Some(program) = (Program { source, library, ..Program::new("") }).compile(&folder) else { return };
    let printed = expect_success(Command::new(program).env("LD_LIBRARY_PATH", libraries()));
    assert!(text.contains(&format!("It prints \"{}\".", printed.trim_end())), "{printed}");
}
