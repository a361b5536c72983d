//! The full roll-up: every key result and every objective, beside the tight loop and the first draft.

use super::document::iso;
use super::measure::{Evict, ROUNDS, median, race, timed};
use super::naive::Naive;
use super::organisation::{AS_OF, Organisation, PAST};
use super::table::line;
use super::tight::Tight;
use okr_core::{Date, Scorecard, Scoring, Workspace};
use std::hint::black_box;

/// How far two ways of adding up the same numbers may differ.
const CLOSE: f64 = 1e-9;
/// Nobody waits for the first draft at a large size more often than this shows.
const NAIVE_ROUNDS: usize = 3;

pub(crate) fn date(day: u16) -> Date {
    iso(day).parse().expect("a date of the cycle")
}

pub(crate) fn compare(organisation: &Organisation, workspace: &Workspace) {
    let mut tight = Tight::new(organisation, AS_OF);
    let as_of = date(AS_OF);
    let (whole, progress) = (Scoring::as_of(as_of), Scoring::as_of(as_of).progress_only());
    let (mut card, mut narrow) = (Scorecard::default(), Scorecard::default());
    tight.pass();
    workspace.score_into(&whole, &mut card);
    workspace.score_into(&progress, &mut narrow);
    assert_same(organisation, &card, &tight);
    assert_same(organisation, &narrow, &tight);

    let count = organisation.key_results.len() as f64;
    let [narrow_time, whole_time, tight_time] = race([
        &mut || workspace.score_into(&progress, &mut narrow),
        &mut || {
            workspace.score_into(&whole, &mut card);
            read_teams(workspace, &card);
        },
        &mut || tight.pass(),
    ]);
    assert_same(organisation, &narrow, &tight);
    assert_same(organisation, &card, &tight);
    let loop_time = tight_time / count;
    line("A  progress only", "ns a key result", narrow_time / count, "tight loop", loop_time);
    line("A  whole scorecard, teams read", "ns a key result", whole_time / count, "tight loop", loop_time);

    let mut past = Tight::new(organisation, PAST);
    let [past_time, tight_time] =
        race([&mut || workspace.score_into(&Scoring::as_of(date(PAST)).progress_only(), &mut narrow), &mut || {
            past.pass()
        }]);
    assert_same(organisation, &narrow, &past);
    line("A  progress only, a past day", "ns a key result", past_time / count, "tight loop", tight_time / count);

    let mut days = (PAST - 8..=PAST).map(date).cycle();
    let mut next = || days.next().unwrap_or(as_of);
    let [moving_time, tight_time] =
        race([&mut || workspace.score_into(&Scoring::as_of(next()).progress_only(), &mut narrow), &mut || {
            tight.pass()
        }]);
    line(
        "A  progress only, another date each time",
        "ns a key result",
        moving_time / count,
        "tight loop",
        tight_time / count,
    );

    let (narrow_cold, whole_cold, tight_cold) = cold(workspace, &mut tight);
    line(
        "A  cold, progress only, new scorecard",
        "ns a key result",
        narrow_cold / count,
        "tight loop",
        tight_cold / count,
    );
    line("A  cold, whole, new scorecard", "ns a key result", whole_cold / count, "tight loop", tight_cold / count);

    let naive = Naive::new(organisation);
    let naive_time = (0..NAIVE_ROUNDS).map(|_| timed(|| drop(black_box(naive.pass()))).0).collect();
    assert_naive(organisation, &card, &naive);
    line("A  progress only", "ns a key result", narrow_time / count, "maps by id", median(naive_time) / count);
}

fn read_teams(workspace: &Workspace, card: &Scorecard) {
    let sum: f64 = card.teams(workspace).into_iter().flatten().filter_map(|team| team.progress).sum();
    black_box(sum);
}

/// Out of empty caches into new memory; dropping the results is not counted on either side.
fn cold(workspace: &Workspace, tight: &mut Tight) -> (f64, f64, f64) {
    let mut evict = Evict::new();
    let as_of = date(AS_OF);
    let (mut narrow, mut whole, mut loops) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        evict.run();
        let (time, card) = timed(|| {
            let mut card = Scorecard::default();
            workspace.score_into(&Scoring::as_of(as_of).progress_only(), &mut card);
            card
        });
        narrow.push(time);
        drop(card);
        evict.run();
        let (time, card) = timed(|| {
            let card = workspace.score(as_of);
            read_teams(workspace, &card);
            card
        });
        whole.push(time);
        drop(card);
        tight.forget();
        evict.run();
        loops.push(timed(|| tight.fresh_pass()).0);
    }
    (median(narrow), median(whole), median(loops))
}

/// Every objective and key result agrees with the tight loop, and so do their sums.
pub(crate) fn assert_same(organisation: &Organisation, card: &Scorecard, tight: &Tight) {
    let (mut ours, mut theirs) = (0.0, 0.0);
    for row in 0..organisation.objectives.len() {
        let id = organisation.objective_id(row);
        let score = tight.score_of(row);
        match card.objective(&id).expect("every objective has a row").progress() {
            Some(progress) => {
                assert!((progress - score).abs() <= CLOSE, "{id}: {progress} and {score}");
                (ours, theirs) = (ours + progress, theirs + score);
            }
            None => assert!(score.is_nan(), "{id}: nothing and {score}"),
        }
    }
    for row in 0..organisation.key_results.len() {
        let id = organisation.key_result_id(row);
        let progress = card.key_result(&id).and_then(|row| row.progress()).expect("every key result has progress");
        let other = tight.progress_of(row);
        assert!((progress - other).abs() <= CLOSE, "{id}: {progress} and {other}");
    }
    assert!((ours - theirs).abs() <= CLOSE * organisation.objectives.len() as f64, "sums: {ours} and {theirs}");
}

fn assert_naive(organisation: &Organisation, card: &Scorecard, naive: &Naive) {
    let scores = naive.pass();
    for row in 0..organisation.objectives.len() {
        let id = organisation.objective_id(row);
        let ours = card.objective(&id).and_then(|row| row.progress());
        let score = scores.get(id.as_str()).copied().flatten();
        let same = match (ours, score) {
            (Some(ours), Some(score)) => (ours - score).abs() <= CLOSE,
            (ours, score) => ours.is_none() && score.is_none(),
        };
        assert!(same, "{id}: {ours:?} and {score:?}");
    }
}
