//! The C face beside Rust, and one of its numbers beside a plain C function. README.md beside this file says what is measured.
//!
//! `cargo bench --bench c`. It builds the library as hosts do, compiles `c/side_by_side.c` with it, and asks that program in
//! turns with the engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on should stop")]
#![allow(dead_code, reason = "the modules are shared with the other benchmarks, which use more of them")]

mod side_by_side;

use okr_core::model::CheckIn;
use okr_core::{Change, Date, Event, Scorecard, Scoring, Workspace};
use side_by_side::document::{iso, write};
use side_by_side::documents::load;
use side_by_side::measure::{median, timed};
use side_by_side::organisation::{AS_OF, Organisation};
use side_by_side::table::{head, line, thousands};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Turns of each, before the median.
const ROUNDS: usize = 15;

fn main() {
    if std::env::args().any(|argument| argument == "--bench") {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c-bench");
        std::fs::create_dir_all(&folder).expect("target/ can be written to");
        let program = compile(&folder);
        [10_000, 100_000].into_iter().for_each(|size| compare(&folder, &program, size));
    } else {
        println!("Times are measured by `cargo bench --bench c`; that it runs at all is not tested.");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?} ends with {status}");
}

/// The program, with the static library as a release has it.
fn compile(folder: &Path) -> PathBuf {
    let target = folder.join("target");
    let mut cargo = Command::new(env!("CARGO"));
    run(cargo.current_dir(root()).args(["build", "--release", "-p", "okr-ffi", "--target-dir"]).arg(&target));
    let program = folder.join("side_by_side");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args(["-std=gnu11", "-O2", "-Wall", "-Werror", "-I"]).arg(root().join("include"));
    compiler.args(["side_by_side.c", "plain.c"].map(|name| root().join("benches/c").join(name)));
    compiler.arg(target.join("release/libokr.a")).args(["-lpthread", "-ldl", "-lm", "-o"]).arg(&program);
    run(&mut compiler);
    program
}

/// The program at work.
struct Asked(Child);

impl Asked {
    fn ask(&mut self, what: &str) -> f64 {
        writeln!(self.0.stdin.as_mut().unwrap(), "{what}").expect("the program listens");
        let mut answer = String::new();
        // The answer is one line, so that nothing is left in the buffer.
        BufReader::new(self.0.stdout.as_mut().unwrap()).read_line(&mut answer).expect("the program answers");
        answer.trim().parse().expect("a number")
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // It ends when nobody asks any more.
        self.0.stdin.take();
        let _ = self.0.wait();
    }
}

fn compare(folder: &Path, program: &Path, size: usize) {
    let path = folder.join(format!("{size}.json"));
    std::fs::write(&path, write(&Organisation::synthetic(size))).expect("target/ can be written to");
    let mut command = Command::new(program);
    command.arg(&path).arg(iso(AS_OF)).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut c = Asked(command.spawn().expect("the program starts"));
    let mut rust = Rust::new(load(&std::fs::read_to_string(&path).unwrap()));

    head(&format!("C, {} key results", thousands(size)));
    race(&mut c, "one number by row", "ns", 1.0, "number", "plain C", |c| c.ask("plain"));
    race(&mut c, "a new scorecard", "ms", 1e6, "score", "Rust", |_| rust.score());
    race(&mut c, "a scorecard used again", "ms", 1e6, "fill", "Rust", |_| rust.fill());
    race(&mut c, "check-in and refresh", "us", 1e3, "check-in", "Rust", |_| rust.check_in());
}

/// One line: what C costs beside another, in turns.
fn race(
    c: &mut Asked,
    what: &str,
    unit: &str,
    scale: f64,
    asked: &str,
    rival: &str,
    mut other: impl FnMut(&mut Asked) -> f64,
) {
    c.ask(asked);
    other(c);
    let turns: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (c.ask(asked), other(c))).collect();
    let [ours, theirs] =
        [turns.iter().map(|turn| turn.0).collect(), turns.iter().map(|turn| turn.1).collect()].map(median);
    line(what, unit, ours / scale, rival, theirs / scale);
}

/// The same in Rust.
struct Rust {
    workspace: Workspace,
    card: Scorecard,
    as_of: Date,
    id: String,
    value: f64,
}

impl Rust {
    fn new(workspace: Workspace) -> Rust {
        let as_of: Date = iso(AS_OF).parse().expect("a date");
        let card = workspace.score(as_of);
        let count = card.key_result_progress().values().len();
        let id = card.key_result_at(count / 2).expect("a row").id().to_owned();
        Rust { workspace, card, as_of, id, value: 0.25 }
    }

    fn score(&self) -> f64 {
        timed(|| self.workspace.score(self.as_of)).0
    }

    fn fill(&mut self) -> f64 {
        timed(|| self.workspace.score_into(&Scoring::as_of(self.as_of), &mut self.card)).0
    }

    fn check_in(&mut self) -> f64 {
        self.value = 1.0 - self.value;
        timed(|| {
            let check_in = CheckIn::new(self.as_of, self.value).confidence(0.5);
            let change: Change = self.workspace.apply(&Event::check_in(&self.id, check_in)).expect("it fits");
            self.workspace.refresh(&mut self.card, &change);
        })
        .0
    }
}
