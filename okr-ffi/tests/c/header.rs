//! The header: it is the one that cbindgen makes, and says of every function what its callers must know.

use crate::tools::{Program, expect_success, folder, header, root};
use okr_core::{CarryOver, Event, Limits};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

fn committed() -> String {
    fs::read_to_string(header()).expect("include/okr.h; OKR_BLESS=1 makes it")
}

#[test]
fn it_is_the_one_that_the_sources_make() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut made = Vec::new();
    cbindgen::generate(package).expect("cbindgen reads the sources").write(&mut made);
    let made = String::from_utf8(made).unwrap();
    if env::var_os("OKR_BLESS").is_some() {
        fs::write(header(), &made).unwrap();
    }
    // Not with `assert_eq`: two headers in one message help nobody.
    let committed = fs::read_to_string(header()).unwrap_or_default();
    let differs = made.lines().zip(committed.lines()).position(|(made, kept)| made != kept);
    assert!(
        made == committed,
        "include/okr.h is stale from line {:?}; run `OKR_BLESS=1 cargo test -p okr-ffi --test c header`",
        differs.map(|at| at + 1)
    );
}

/// A function of the header: its documentation and its declaration on one line.
pub(crate) struct Function {
    pub(crate) name: String,
    documentation: String,
    pub(crate) declaration: String,
}

impl Function {
    /// The names of its parameters.
    fn parameters(&self) -> Vec<&str> {
        let (_, list) = self.declaration.split_once('(').unwrap();
        let list = list.trim_end_matches(");");
        list.split(',').filter_map(|one| one.rsplit([' ', '*']).next()).filter(|name| *name != "void").collect()
    }
}

/// All functions of the header, in its order.
pub(crate) fn functions(text: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for part in text.split("\n/**\n").skip(1) {
        let (documentation, rest) = part.split_once("*/").unwrap();
        let declaration = rest.split_inclusive(';').next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        let Some((head, _)) = declaration.split_once('(') else { continue };
        if ["typedef", "#", "enum"].iter().any(|other| declaration.starts_with(other)) {
            continue;
        }
        let name = head.rsplit([' ', '*']).next().unwrap().to_owned();
        found.push(Function { name, documentation: documentation.to_owned(), declaration });
    }
    found
}

#[test]
fn every_function_says_what_its_callers_must_know() {
    let text = committed();
    let functions = functions(&text);
    let (_, declarations) = text.rsplit_once("extern \"C\" {\n").expect("the functions");
    assert_eq!(functions.len(), declarations.matches(");\n").count(), "all of them are documented");
    for function in &functions {
        let Function { name, documentation, declaration } = function;
        let says = |what: &str| assert!(documentation.contains(what), "{name} does not say `{what}`");
        says("- Threads: ");
        says("- Since 0.");
        for parameter in function.parameters() {
            says(&format!("`{parameter}`"));
        }
        if declaration.starts_with("okr_status okr_") && declaration.contains("**err)") {
            says("- Errors: ");
            says("(`okr_error_free`); may be NULL");
        } else if !declaration.starts_with("void ") {
            says("- Returns ");
        }
        if declaration.contains("**out") || declaration.contains("**change") {
            says("owned by the caller (`okr_");
        }
        let reads_under_limits = declaration.contains("const okr_limits *");
        let takes_a_flag = declaration.contains("const okr_cancel *") && !declaration.contains("okr_limits *");
        if declaration.starts_with("okr_status ") && (reads_under_limits || takes_a_flag) {
            says("`OKR_STATUS_CANCELLED`");
        }
        if name.ends_with("_free") {
            says("NULL is harmless");
        }
    }
}

#[test]
fn what_it_speaks_of_is_there() {
    let text = committed();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c| !is_word(c)).collect();
    let mut spoken: Vec<&str> = words.iter().filter(|word| word.starts_with("OKR_STATUS_")).copied().collect();
    spoken.sort_unstable();
    spoken.dedup();
    for status in spoken {
        assert!(text.contains(&format!("  {status} = ")), "{status} is no status");
    }
    let names: Vec<String> = functions(&text).into_iter().map(|function| function.name).collect();
    let quoted: Vec<&str> =
        text.split('`').filter(|part| part.starts_with("okr_") && part.chars().all(is_word)).collect();
    assert!(quoted.len() > 50, "{}", quoted.len());
    for name in quoted {
        let is_type = [format!("struct {name} "), format!("enum {name}\n"), format!(" {name};")];
        assert!(names.iter().any(|known| known == name) || is_type.iter().any(|one| text.contains(one)), "{name}");
    }
}

/// The JSON that the documentation of a function shows.
fn shown(text: &str, name: &str) -> Vec<String> {
    let functions = functions(text);
    let function = functions.iter().find(|function| function.name == name).unwrap();
    let prose: Vec<&str> = function.documentation.lines().map(|line| line.trim_start_matches([' ', '*'])).collect();
    prose.join(" ").split('`').filter(|part| part.starts_with(['{', '['])).map(str::to_owned).collect()
}

#[test]
fn the_json_that_it_shows_is_read() {
    let text = committed();
    let events: Vec<Event> =
        shown(&text, "okr_workspace_apply").iter().map(|event| Event::from_json(event).unwrap()).collect();
    let kinds: Vec<String> = events.iter().map(|event| format!("{:?}", event.kind)).collect();
    for (kind, at) in ["CheckIn(", "Amendment(", "State(", "Override("].iter().zip(0..) {
        assert!(kinds[at].starts_with(kind), "{kinds:?}");
    }
    let lists = shown(&text, "okr_workspace_carry_over");
    let carries = CarryOver::list_from_json(&lists[0], &Limits::default()).unwrap();
    assert_eq!(carries, [CarryOver::new("habit", "habit-q1", "Q1").key_result("dau", "dau-q1")]);
}

#[test]
fn every_name_has_the_prefix() {
    let text = committed();
    for line in text.lines().filter(|line| line.starts_with("#define ")) {
        let name = line.split_whitespace().nth(1).unwrap();
        assert!(name.starts_with("OKR_") || name.starts_with("ARROW_"), "{line}");
    }
    for function in functions(&text) {
        assert!(function.name.starts_with("okr_"), "{}", function.name);
    }
}

/// The program at the top of a header.
pub(crate) fn program_of(text: &str) -> String {
    let comment = text.split("*/").next().unwrap();
    let lines = comment.lines().filter_map(|line| {
        let line = line.strip_prefix(" *").unwrap_or_default();
        if line.is_empty() { Some("") } else { line.strip_prefix("     ") }
    });
    let program: Vec<&str> = lines.skip_while(|line| !line.starts_with("#include")).collect();
    let end = program.iter().position(|line| *line == "}").expect("the end of main");
    program[..=end].join("\n") + "\n"
}

#[test]
fn it_begins_with_a_program_that_does_what_it_says() {
    let folder = folder("program");
    let source = folder.join("program.c");
    fs::write(&source, program_of(&committed())).unwrap();
    let program = Program { source, standard: "c99", ..Program::new("") };
    let Some(program) = program.compile(&folder) else { return };
    let printed = expect_success(&mut Command::new(program));
    assert!(committed().contains(&format!("It prints \"{}\".", printed.trim_end())), "{printed}");
}

#[test]
fn the_readme_shows_the_same_program() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let block = readme.split("```c\n").nth(1).and_then(|rest| rest.split("```\n").next()).expect("a program in C");
    assert!(block == program_of(&committed()), "copy the program of include/okr.h to README.md");
}
