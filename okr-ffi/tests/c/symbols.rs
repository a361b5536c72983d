//! The shared library: it exports the functions of the header and nothing else, and programs run with it, those of older
//! headers too.

use crate::header::{functions, program_of};
use crate::items::{items, missing};
use crate::tools::{Program, expect_success, folder, header, libraries, root, source, tool};
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

/// The oldest header whose programs still run. Until the first release that is the present one; after it, this is replaced only
/// together with `OKR_ABI_VERSION`.
pub(crate) fn oldest() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c/baseline/okr.h")
}

#[test]
fn nothing_that_older_programs_use_has_changed() {
    let (old, new) = (fs::read_to_string(oldest()).unwrap(), fs::read_to_string(header()).unwrap());
    let missing = missing(&old, &new);
    assert!(
        missing.is_empty(),
        "changed or gone, which takes a new OKR_ABI_VERSION and tests/c/baseline: {missing:#?}"
    );
}

/// The program of the layout says of every type that crosses by value how large it is, and of every field where it stands.
#[test]
fn the_layout_of_everything_is_held() {
    let layout = fs::read_to_string(source("layout.c")).unwrap();
    let mut fields = 0;
    for item in items(&fs::read_to_string(header()).unwrap()) {
        let declaration = item.split_once("] ").unwrap().1;
        let name =
            |head: &str| declaration.strip_prefix(head).map(|rest| rest.split([' ', ';']).next().unwrap().to_owned());
        if let Some(name) = name("enum ").or(name("typedef int32_t ")) {
            assert!(layout.contains(&format!("SIZE({name}, 4)")), "{name}");
        }
        let Some((_, body)) = declaration.split_once('{').filter(|_| !declaration.starts_with("enum ")) else {
            continue;
        };
        let name = name("typedef struct ").or(name("struct ").map(|name| format!("struct {name}"))).unwrap();
        assert!(layout.contains(&format!("SIZE({name}, ")), "{name}");
        for field in body.split('}').next().unwrap().split(';').map(str::trim).filter(|field| !field.is_empty()) {
            // A callback is called by the name in its first parentheses.
            let field = field.split_once("(*").map_or(field, |(_, called)| called.split(')').next().unwrap());
            let field = field.rsplit([' ', '*']).next().unwrap();
            assert!(layout.contains(&format!("FIELD({name}, {field}, ")), "{name}.{field}");
            fields += 1;
        }
    }
    assert_eq!(fields, 7 + 9 + 10 + 5);
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
