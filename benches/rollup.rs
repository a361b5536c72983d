//! The engine side by side with what it is held against, in one process and in turns. README.md beside this file says
//! what is measured, how, and how to read the ratios.
//!
//! `cargo bench --bench rollup`, or with a part of a heading: `cargo bench --bench rollup -- check-in`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot go on should stop and say why")]

mod side_by_side;

use side_by_side::organisation::Organisation;
use side_by_side::table::{head, thousands};
use side_by_side::{adverse, check_ins, document, documents, heap, passes, tables};

#[global_allocator]
static HEAP: heap::Counting = heap::Counting;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Started by `cargo test`, it only checks that the results agree.
const SMALL: [usize; 1] = [1_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let measuring = arguments.iter().any(|argument| argument == "--bench");
    let filters: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let wanted = |heading: &str| filters.is_empty() || filters.iter().any(|filter| heading.contains(filter));
    let sizes = match std::env::var("OKR_BENCH_SIZES") {
        Ok(list) => list
            .split([',', ' '])
            .filter(|size| !size.is_empty())
            .map(|size| size.replace('_', "").parse().expect("OKR_BENCH_SIZES is a list of numbers"))
            .collect(),
        Err(_) if measuring => SIZES.to_vec(),
        Err(_) => SMALL.to_vec(),
    };

    heap::no_hoarding();
    for size in sizes {
        compare(&Organisation::synthetic(size), &wanted);
    }
    compare(&adverse::organisation(), &wanted);
}

fn compare(organisation: &Organisation, wanted: &dyn Fn(&str) -> bool) {
    let text = document::write(organisation);
    println!(
        "\n{}: {} key results, {} objectives, {} links, {} check-ins, {:.1} MB",
        organisation.name,
        thousands(organisation.key_results.len()),
        thousands(organisation.objectives.len()),
        thousands(organisation.links()),
        thousands(organisation.check_ins.len()),
        text.len() as f64 / 1e6
    );
    if wanted("document") {
        head("document");
        documents::compare(organisation, &text);
    }
    if wanted("tables") {
        head("tables");
        tables::compare(organisation, &text);
    }
    if !wanted("roll-up") && !wanted("check-in") {
        return;
    }
    let mut workspace = documents::load(&text);
    drop(text);
    if wanted("roll-up") {
        head("roll-up");
        passes::compare(organisation, &workspace);
    }
    if wanted("check-in") {
        head("check-in");
        check_ins::compare(organisation, &mut workspace);
    }
}
