//! The engine and the naive oracle agree on random workspaces, policies and dates.
//!
//! `OKR_ORACLE_CASES` sets how many seeded cases run (20,000 by default), `OKR_ORACLE_SEED` the first seed: the line
//! printed on a disagreement runs that one case again.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod support;

use okr_core::{LeftOut, Reason, Status};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use support::compare::{Comparison, compare};
use support::random::{Case, cases, seeded};
use support::shrink::shrink;

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a whole number"))
}

/// What kind of difference it is: its column, so that a smaller case stays with the same matter.
fn column(difference: &str) -> &str {
    let path = difference.split(':').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

fn differences(case: &Case) -> Vec<String> {
    // Without a part the document may be one that the oracle need not understand.
    catch_unwind(AssertUnwindSafe(|| compare(case).differences)).unwrap_or_default()
}

/// One line that runs the case again, what differs, and the smallest case that differs in the same column.
fn report(seed: u64, case: &Case, found: &Comparison) -> String {
    let kind = column(&found.differences[0]).to_owned();
    let same = |case: &Case| differences(case).iter().any(|told| !told.starts_with("refused") && column(told) == kind);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let least = if same(case) { shrink(case, &same) } else { case.clone() };
    let told = differences(&least).join("\n  ");
    std::panic::set_hook(hook);
    format!("OKR_ORACLE_SEED={seed} OKR_ORACLE_CASES=1 cargo test --test oracle seeded\n  {told}\n  {least:?}")
}

#[test]
fn seeded_cases_agree() {
    let (first, count) = (from_environment("OKR_ORACLE_SEED", 0), from_environment("OKR_ORACLE_CASES", 20_000));
    let wanted_failures = from_environment("OKR_ORACLE_FAILURES", 1) as usize;
    let next = AtomicU64::new(first);
    let [numbers, words, skipped] = [const { AtomicUsize::new(0) }; 3];
    let failures = std::sync::Mutex::new(Vec::new());
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count || failures.lock().expect("no panic").len() >= wanted_failures {
                return;
            }
            let case = seeded(seed);
            let comparison = compare(&case);
            numbers.fetch_add(comparison.numbers, Ordering::Relaxed);
            words.fetch_add(comparison.words, Ordering::Relaxed);
            skipped.fetch_add(comparison.skipped, Ordering::Relaxed);
            if !comparison.differences.is_empty() {
                failures.lock().expect("no panic").push((seed, case, comparison));
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(4);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    let failures = failures.into_inner().expect("no panic");
    // Of several disagreements in one column the first stands for all.
    let mut columns = BTreeSet::new();
    let first_of_column =
        |(_, _, found): &&(u64, Case, Comparison)| columns.insert(column(&found.differences[0]).to_owned());
    let told: Vec<String> = failures
        .iter()
        .filter(first_of_column)
        .map(|(seed, case, found)| report(*seed, case, found))
        .inspect(|t| println!("{t}"))
        .collect();
    assert!(told.is_empty(), "the engine and the oracle disagree:\n{}", told.join("\n"));
    let [numbers, words, skipped] = [numbers, words, skipped].map(AtomicUsize::into_inner);
    println!("{count} cases agree: {numbers} numbers, {words} words, {skipped} words skipped");
    assert!(skipped * 100 <= words, "too many words skipped to trust the run");
}

/// Every preset counts as the specification says its fields do: on random workspaces the oracle, which reads the fields
/// alone, gives the same numbers.
#[test]
fn every_preset_agrees() {
    for (at, name) in okr_core::Policy::presets().enumerate() {
        let policy = okr_core::Policy::preset(name).expect("a preset");
        let mut stated = serde_json::to_value(&policy).expect("a policy is JSON");
        let fields = stated.as_object_mut().expect("an object");
        ["title", "notes", "sources"].iter().for_each(|field| drop(fields.remove(*field)));
        for seed in 0..40 {
            let case = Case { policy: Some(stated.clone()), ..seeded(1_000 * at as u64 + seed) };
            let found = compare(&case);
            assert!(found.differences.is_empty(), "{name}: {}", report(seed, &case, &found));
        }
    }
}

/// What a column says in the scorecards of the first cases.
fn words_of(cards: &[serde_json::Value], column: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for objective in cards.iter().flat_map(|card| card["objectives"].as_array().into_iter().flatten()) {
        let rows = objective["key_results"].as_array().into_iter().flatten().chain([objective]);
        words.extend(rows.filter_map(|row| row[column].as_str().map(str::to_owned)));
    }
    words
}

/// S1, S6, R4: random cases reach every status, every reason, every way of being left out and of not being scored.
#[test]
fn random_cases_reach_everything() {
    let cards: Vec<serde_json::Value> =
        (0..4_000).map(|seed| support::engine::score(&seeded(seed)).expect("a valid case")).collect();
    let reaches = |column: &str, expected: &[&str]| {
        let found = words_of(&cards, column);
        let missing: Vec<&str> = expected.iter().copied().filter(|word| !found.contains(*word)).collect();
        assert!(missing.is_empty(), "no random case has a {column} of {missing:?}");
    };
    reaches("status", &Status::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>());
    reaches("status_reason", &Reason::ALL.iter().map(|reason| reason.as_str()).collect::<Vec<_>>());
    let left_out = LeftOut::ALL.iter().filter(|reason| **reason != LeftOut::Counted);
    reaches("left_out", &left_out.map(|reason| reason.as_str()).collect::<Vec<_>>());
    let told: Vec<&str> = cards
        .iter()
        .flat_map(|card| card["findings"].as_array().into_iter().flatten())
        .filter(|finding| finding["code"] == "not_scorable")
        .filter_map(|finding| finding["message"].as_str())
        .collect();
    for words in [
        "two different numbers",
        "without `zero_at`",
        "the objective",
        "in another unit among",
        "of its own",
        "no measure",
        "members' values",
    ] {
        assert!(told.iter().any(|told| told.contains(words)), "no random case is not scored for {words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/proptest-regressions/oracle.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_cases_agree(case in cases()) {
        let comparison = compare(&case);
        prop_assert!(comparison.differences.is_empty(), "{}", comparison.differences.join("\n"));
    }
}
