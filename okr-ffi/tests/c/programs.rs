//! Programs in C that use every part of the interface, right and wrong: plainly, under valgrind, and with the sanitizers.

use crate::header::{Function, functions};
use crate::items::uncommented;
use crate::tools::{
    Program, expect_success, folder, header, libraries, provoking_library, root, skipped, source, told, tool,
};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A program, what it is called with, and whether it needs the library with provoked bugs.
struct Case {
    name: &'static str,
    arguments: Vec<PathBuf>,
    provokes: bool,
}

/// All programs; those that go on for as long as they are told do so for `much`, a hundred where nothing slows them down.
fn cases(much: u32) -> Vec<Case> {
    let organisation = || vec![root().join("okr-core/examples/organisation.json")];
    let rounds = vec![(much / 5).to_string().into()];
    // Enough of them for looks at the flag in the middle.
    let objectives = vec![(400 + much * 40).to_string().into()];
    vec![
        Case { name: "stack.c", arguments: vec![], provokes: false },
        Case { name: "layout.c", arguments: vec![], provokes: false },
        Case { name: "surface.c", arguments: organisation(), provokes: false },
        Case { name: "misuse.c", arguments: vec![], provokes: false },
        Case { name: "bugs.c", arguments: vec![], provokes: true },
        Case { name: "events.c", arguments: vec![], provokes: false },
        Case { name: "tables.c", arguments: vec![], provokes: false },
        Case { name: "wrapper.cpp", arguments: vec![], provokes: false },
        Case { name: "threads.c", arguments: [organisation(), rounds].concat(), provokes: false },
        Case { name: "cancel.c", arguments: objectives, provokes: false },
        Case { name: "random.c", arguments: vec![(much * 10).to_string().into(), "7".into()], provokes: true },
    ]
}

/// Compiles each program with flags and runs it with a tool before it.
fn run_all(name: &str, much: u32, flags: &[&str], before: impl Fn() -> Option<Command>) {
    for case in cases(much) {
        let folder = folder(&format!("{name}-{}", case.name));
        let library = if case.provokes { provoking_library() } else { libraries().join("libokr.a") };
        let standard = if case.name.ends_with(".cpp") { "c++17" } else { "c11" };
        let program = Program { standard, flags, library, ..Program::new(case.name) };
        let Some(program) = program.compile(&folder) else { continue };
        let mut command = match before() {
            Some(mut command) => {
                command.arg(&program);
                command
            }
            None => Command::new(&program),
        };
        let printed = expect_success(command.args(&case.arguments));
        assert!(printed.ends_with("fine\n"), "{printed}");
    }
}

#[test]
fn they_run() {
    run_all("plain", 100, &[], || None);
}

#[test]
fn valgrind_has_nothing_to_say() {
    if tool("valgrind").is_none() {
        return;
    }
    let valgrind = || {
        let mut valgrind = Command::new("valgrind");
        valgrind.args([
            "-q",
            "--error-exitcode=9",
            "--leak-check=full",
            "--show-leak-kinds=definite,indirect,possible",
        ]);
        valgrind.args(["--errors-for-leak-kinds=definite,indirect,possible", "--fair-sched=yes"]);
        Some(valgrind)
    };
    run_all("valgrind", 5, &[], valgrind);
}

#[test]
fn sanitizers_have_nothing_to_say() {
    let folder = folder("sanitized");
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    let source = folder.join("empty.c");
    std::fs::write(&source, "int main(void) { return 0; }\n").unwrap();
    let Some(mut compiler) = crate::tools::compiler(false) else { return };
    let has_them = compiler.args(flags).arg(&source).arg("-o").arg(folder.join("empty")).output().unwrap();
    if !has_them.status.success() {
        return skipped("the compiler has no sanitizers");
    }
    run_all("sanitized", 50, &flags, || None);
}

#[test]
fn any_sequence_of_calls_is_taken() {
    let folder = folder("random");
    let program = Program { library: provoking_library(), ..Program::new("random.c") };
    let Some(program) = program.compile(&folder) else { return };
    // A hundred thousand sequences, a seed a run: a failure names it. What bugs leave on the console would take longer than all.
    for seed in ["1", "2", "3", "4"] {
        expect_success(Command::new(&program).args(["25000", seed]).env("RUST_BACKTRACE", "0"));
    }
}

#[test]
fn sequences_are_of_all_functions() {
    let program = ["random.c", "hands.h"].map(|name| fs::read_to_string(source(name)).unwrap()).concat();
    let program = uncommented(&program);
    let functions = functions(&fs::read_to_string(header()).unwrap());
    assert!(functions.len() > 100, "{}", functions.len());
    for Function { name, .. } in functions {
        // With its bracket, so that no longer name is taken for it; none begins with the end of another.
        assert!(program.contains(&format!("{name}(")), "{name} is to be called in random.c");
    }
}

/// What the header says of memory: the program ends, and says so. It is given little, by the shell.
#[test]
#[cfg(unix)]
fn without_memory_the_program_ends() {
    use std::os::unix::process::ExitStatusExt;
    const ABORTED: i32 = 6;
    let folder = folder("memory");
    let Some(program) = Program::new("memory.c").compile(&folder) else { return };
    let shell = |then: &str| {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -v 131072 && {then}")).arg("sh").arg(&program);
        shell.env("RUST_BACKTRACE", "0").output().unwrap()
    };
    if !shell("true").status.success() {
        return skipped("the shell cannot limit memory (ulimit -v)");
    }
    let output = shell("ulimit -c 0; exec \"$1\"");
    assert_eq!(output.status.signal(), Some(ABORTED), "{}", told(&output));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "one was read\n");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("memory allocation of ") && said.contains(" bytes failed\n"), "{said}");
}
