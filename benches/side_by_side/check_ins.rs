//! One check-in at a random key result, by its id, and everything that follows from it.

use super::measure::{ROUNDS, median, timed};
use super::organisation::{AS_OF, Kind, Organisation};
use super::passes::{assert_same, date};
use super::random::Random;
use super::table::{figure, line};
use super::tight::Tight;
use okr_core::model::CheckIn;
use okr_core::{Date, Event, Scorecard, Scoring, Workspace};
use std::collections::HashMap;

/// Check-ins a round, at the most; few key results get one in ten each round.
const MANY: usize = 10_000;

struct Planned {
    row: usize,
    id: String,
    kind: Kind,
    value: f64,
}

fn many(organisation: &Organisation) -> usize {
    (organisation.key_results.len() / 10).min(MANY)
}

/// Draws check-ins that all change something: values strictly inside the range, and verdicts turned over.
struct Plan<'a> {
    organisation: &'a Organisation,
    values: Vec<f64>,
    random: Random,
}

impl<'a> Plan<'a> {
    fn new(organisation: &'a Organisation) -> Self {
        let rows = 0..organisation.key_results.len();
        let values = rows.map(|row| organisation.value_on(row, AS_OF).unwrap_or_default()).collect();
        Plan { organisation, values, random: Random::new(1) }
    }

    fn round(&mut self) -> Vec<Planned> {
        (0..many(self.organisation)).map(|_| self.one()).collect()
    }

    fn one(&mut self) -> Planned {
        let row = self.random.below(self.organisation.key_results.len());
        let key_result = &self.organisation.key_results[row];
        let met = self.values[row] >= key_result.target;
        let value = match key_result.kind {
            Kind::Move => {
                let share = self.random.between(0.02, 0.98);
                key_result.baseline + share * (key_result.target - key_result.baseline)
            }
            Kind::AtLeast if met => key_result.target * self.random.between(0.5, 0.99),
            Kind::AtLeast => key_result.target * self.random.between(1.01, 1.5),
            Kind::Binary => f64::from(u8::from(!met)),
        };
        self.values[row] = value;
        Planned { row, id: self.organisation.key_result_id(row), kind: key_result.kind, value }
    }
}

impl Planned {
    fn event(&self, on: Date) -> Event {
        Event::check_in(
            &self.id,
            match self.kind {
                Kind::Binary => CheckIn::new(on, self.value == 1.0),
                Kind::Move | Kind::AtLeast => CheckIn::new(on, self.value),
            },
        )
    }
}

fn apply(workspace: &mut Workspace, card: &mut Scorecard, event: &Event) {
    let change = workspace.apply(event).expect("a check-in that fits its key result");
    workspace.refresh(card, &change);
}

pub(crate) fn compare(organisation: &Organisation, workspace: &mut Workspace) {
    let as_of = date(AS_OF);
    let many = many(organisation);
    let mut plan = Plan::new(organisation);
    let mut tight = Tight::new(organisation, AS_OF);
    tight.pass();
    let mut mapped = tight.clone();
    let rows = 0..organisation.key_results.len();
    let map: HashMap<String, usize> =
        rows.map(|row| (organisation.key_result_id(row), tight.key_result(row))).collect();

    for (what, scoring) in
        [("progress only", Scoring::as_of(as_of).progress_only()), ("whole scorecard", Scoring::as_of(as_of))]
    {
        let mut card = Scorecard::default();
        workspace.score_into(&scoring, &mut card);
        let (mut ready, mut made, mut by_number, mut by_map) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut recomputed = 0;
        // The first round warms up and does not count.
        for round in 0..=ROUNDS {
            let planned = plan.round();
            let events: Vec<Event> = planned.iter().map(|check_in| check_in.event(as_of)).collect();
            let ready_time = timed(|| events.iter().for_each(|event| apply(workspace, &mut card, event))).0;
            let (number_time, rows) = timed(|| {
                planned.iter().map(|check_in| tight.check_in_by_row(check_in.row, check_in.value)).sum::<usize>()
            });
            let by_id = |check_in: &Planned| mapped.check_in(map[check_in.id.as_str()], check_in.value);
            let map_time = timed(|| planned.iter().map(by_id).sum::<usize>()).0;

            let planned = plan.round();
            let made_time = timed(|| planned.iter().for_each(|plan| apply(workspace, &mut card, &plan.event(as_of)))).0;
            for check_in in &planned {
                tight.check_in_by_row(check_in.row, check_in.value);
                mapped.check_in(map[check_in.id.as_str()], check_in.value);
            }
            if round > 0 {
                ready.push(ready_time);
                made.push(made_time);
                by_number.push(number_time);
                by_map.push(map_time);
                recomputed += rows;
            }
        }
        assert_same(organisation, &card, &tight);
        assert_as_if_scored_anew(organisation, workspace, scoring, &card);
        tight.assert_as_if_passed_anew();

        let each = |times: Vec<f64>| median(times) / many as f64;
        let (ready, made, by_number, by_map) = (each(ready), each(made), each(by_number), each(by_map));
        line(&format!("B  check-in by id, {what}"), "ns", ready, "tight rows, number table", by_number);
        line(&format!("B  check-in by id, {what}"), "ns", ready, "tight rows, map by text id", by_map);
        line(
            &format!("B  the same, event made in the clock, {what}"),
            "ns",
            made,
            "tight rows, map by text id",
            by_map,
        );
        figure("B  objectives recomputed a check-in", "mean", recomputed as f64 / (ROUNDS * many) as f64);
    }
}

/// A refreshed scorecard is the scorecard: every number has the bits that a full pass gives it.
fn assert_as_if_scored_anew(organisation: &Organisation, workspace: &Workspace, scoring: Scoring, card: &Scorecard) {
    let mut anew = Scorecard::default();
    workspace.score_into(&scoring, &mut anew);
    let bits = |number: Option<f64>| number.map(f64::to_bits);
    for row in 0..organisation.objectives.len() {
        let id = organisation.objective_id(row);
        let (one, other) = (card.objective(&id).expect("a row"), anew.objective(&id).expect("a row"));
        assert_eq!(bits(one.progress()), bits(other.progress()), "{id}: progress");
        assert_eq!(bits(one.expected()), bits(other.expected()), "{id}: expected");
        assert_eq!(one.status(), other.status(), "{id}: status");
    }
    for row in 0..organisation.key_results.len() {
        let id = organisation.key_result_id(row);
        let (one, other) = (card.key_result(&id).expect("a row"), anew.key_result(&id).expect("a row"));
        assert_eq!(bits(one.progress()), bits(other.progress()), "{id}: progress");
        assert_eq!(one.status(), other.status(), "{id}: status");
    }
}
