//! From JSON to a workspace that can be scored, and back; and what it holds in memory.

use super::heap;
use super::measure::{ROUNDS, median, timed};
use super::organisation::Organisation;
use super::structs::Document;
use super::table::{figure, line};
use okr_core::{Limits, Workspace};

pub(crate) fn load(text: &str) -> Workspace {
    Workspace::from_json_with(text, &Limits::large()).expect("a document of our own making")
}

fn read(text: &str) -> Document {
    serde_json::from_str(text).expect("a document of our own making")
}

/// What one way of loading took: nanoseconds to load and to drop, bytes held and bytes at the peak.
#[derive(Default)]
struct Loading {
    load: Vec<f64>,
    drop: Vec<f64>,
    held: usize,
    peak: usize,
}

impl Loading {
    /// Into memory that is touched for the first time, every time.
    fn once<T>(&mut self, load: impl FnOnce() -> T) {
        heap::give_back();
        heap::forget_peak();
        let before = heap::live();
        let (time, loaded) = timed(load);
        self.load.push(time);
        (self.held, self.peak) = (heap::live() - before, heap::peak() - before);
        let returned = timed(|| {
            drop(loaded);
            heap::give_back();
        });
        self.drop.push(returned.0);
    }
}

pub(crate) fn compare(organisation: &Organisation, text: &str) {
    assert_complete(organisation, text);
    let count = organisation.key_results.len() as f64;
    let (mut okr, mut structs) = (Loading::default(), Loading::default());
    for _ in 0..ROUNDS {
        okr.once(|| load(text));
        structs.once(|| read(text));
    }
    let each = |times: &[f64]| median(times.to_vec()) / count;
    let unit = "ns a key result";
    line("C  JSON to a ready workspace", unit, each(&okr.load), "serde_json structs", each(&structs.load));
    line("C  dropping it, memory given back", unit, each(&okr.drop), "serde_json structs", each(&structs.drop));
    let bytes = text.len() as f64;
    line(
        "C  peak heap, loading",
        "a document byte",
        okr.peak as f64 / bytes,
        "serde_json structs",
        structs.peak as f64 / bytes,
    );
    line(
        "G  held by the workspace",
        "bytes a key result",
        okr.held as f64 / count,
        "serde_json structs",
        structs.held as f64 / count,
    );
    figure("G  the document", "bytes a key result", bytes / count);

    let (workspace, document) = (load(text), read(text));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        heap::give_back();
        ours.push(timed(|| workspace.to_json()).0);
        heap::give_back();
        theirs.push(timed(|| serde_json::to_string(&document).expect("structs always print")).0);
    }
    line("C  to canonical JSON", unit, median(ours) / count, "serde_json structs", median(theirs) / count);
}

/// Nothing is lost on the way: the printed document, read by the rival, has the values that were made.
fn assert_complete(organisation: &Organisation, text: &str) {
    let sum = |document: &Document| -> (usize, f64) {
        let key_results = document.objectives.iter().flat_map(|objective| &objective.key_results);
        let check_ins = key_results.flat_map(|key_result| &key_result.check_ins);
        check_ins.fold((0, 0.0), |(count, sum), check_in| (count + 1, sum + check_in.value.number()))
    };
    let made = organisation.check_ins.len();
    let printed = read(&load(text).to_json());
    let given = read(text);
    assert_eq!(sum(&printed), sum(&given), "check-ins after printing");
    assert_eq!(sum(&given).0, made, "check-ins in the document");
}
