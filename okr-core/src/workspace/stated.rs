//! What check-ins state, and whether the measure in force on their date takes it.

use super::definition::{Amendments, Definition};
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::model::{MeasureKind, Value};

/// What a check-in may state, or does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    Number,
    Done,
    /// Only confidence or a note.
    Nothing,
}

impl Takes {
    /// What a measure takes; `None` where the policy's `with_own` says so.
    pub(crate) fn of(kind: MeasureKind, with_own: Option<bool>) -> Option<Takes> {
        match kind {
            MeasureKind::Binary => Some(Takes::Done),
            MeasureKind::FromChildren => with_own.map(|own| if own { Takes::Number } else { Takes::Nothing }),
            kind if kind.takes_values() => Some(Takes::Number),
            _ => Some(Takes::Nothing),
        }
    }

    pub(crate) fn stated(value: Value) -> Takes {
        match value {
            Value::Number(_) => Takes::Number,
            Value::Done(_) => Takes::Done,
        }
    }
}

/// Reports a value that its measure does not take, at the check-in.
pub(crate) fn value_not_for(kind: MeasureKind, takes: Takes, stated: Takes, field: &'static str, r: &mut Reader) {
    let expected = match takes {
        Takes::Number => "a number",
        Takes::Done => "true or false",
        Takes::Nothing => "no value, only confidence or a note",
    };
    let found = match (takes, stated) {
        (Takes::Nothing, _) => "a value",
        (_, Takes::Done) => "true or false",
        _ => "a number",
    };
    r.find_at(
        field,
        ErrorCode::ValueNotForKind,
        format!("found {found} beside the measure {}, expected {expected}", quoted(kind.as_str())),
        format!("write {expected}"),
    );
}

/// What the check-ins of one key result state, as far as it must be known once they are all in.
#[derive(Default)]
pub(crate) struct Said {
    /// Where, counted from the first check-in, values turn from numbers into true or false or back.
    turns: Vec<(usize, Takes)>,
    last: Option<Takes>,
    /// Whether the bulk way cannot take them: one has no value, or one so large that differences may overflow.
    pub(crate) careful: bool,
    /// Whether the date of one could not be read.
    pub(crate) undated: bool,
}

impl Said {
    /// Nothing yet, with the memory of what was said before.
    pub(crate) fn clear(&mut self) {
        self.turns.clear();
        (self.last, self.careful, self.undated) = (None, false, false);
    }

    #[inline]
    pub(crate) fn say(&mut self, place: usize, stated: Takes) {
        if self.last != Some(stated) {
            self.last = Some(stated);
            self.turns.push((place, stated));
        }
    }

    /// Whether all values are what a measure takes: known without looking at them again.
    pub(crate) fn suits(&self, takes: Option<Takes>) -> bool {
        match self.turns[..] {
            [] => true,
            [(_, stated)] => takes == Some(stated),
            _ => false,
        }
    }

    /// What each check-in states, in the order given; `None` for one without a value.
    fn each<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = Option<Takes>> + 'a {
        let mut turns = self.turns.iter().peekable();
        let mut now = None;
        values.iter().enumerate().map(move |(place, value)| {
            if let Some((_, stated)) = turns.next_if(|(at, _)| *at == place) {
                now = Some(*stated);
            }
            now.filter(|_| !value.is_nan())
        })
    }

    /// Reports every value that the measure in force on its date does not take, and answers the places of those on which
    /// the policy decides. The check-ins are in the order given; the reader is at the key result.
    pub(crate) fn check(
        &self,
        (on, values): (&[Date], &[f64]),
        first: Definition,
        amendments: Amendments<'_>,
        r: &mut Reader,
    ) -> Vec<u32> {
        let in_force = InForce::new(first, amendments);
        let mut undecided = Vec::new();
        for ((place, date), stated) in on.iter().enumerate().zip(self.each(values)) {
            let (Some(stated), (kind, takes)) = (stated, in_force.on(*date)) else { continue };
            match takes {
                Some(takes) if takes == stated => {}
                None if stated == Takes::Number => undecided.push(place as u32),
                takes => r.at(Segment::Key("check_ins"), |r| {
                    r.at(Segment::Index(place), |r| {
                        value_not_for(kind, takes.unwrap_or(Takes::Number), stated, "value", r);
                    });
                }),
            }
        }
        undecided
    }
}

/// What a key result's measures take, each from a date on.
pub(crate) struct InForce {
    first: (MeasureKind, Option<Takes>),
    later: Vec<(Date, (MeasureKind, Option<Takes>))>,
}

impl InForce {
    pub(crate) fn new(first: Definition, amendments: Amendments<'_>) -> Self {
        let takes = |definition: Definition| (definition.kind, Takes::of(definition.kind, definition.with_own));
        let changes = amendments.definitions(first).filter(|(_, amendment, _)| amendment.measure.is_some());
        InForce {
            first: takes(first),
            later: changes.map(|(_, amendment, definition)| (amendment.on, takes(definition))).collect(),
        }
    }

    /// The kind in force on a date and what it takes.
    pub(crate) fn on(&self, date: Date) -> (MeasureKind, Option<Takes>) {
        let before = self.later.partition_point(|(on, _)| *on <= date);
        before.checked_sub(1).and_then(|at| self.later.get(at)).map_or(self.first, |(_, takes)| *takes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_check_in_states_is_known_from_the_turns() {
        use Takes::{Done, Number};
        let stated = [None, Some(Number), None, Some(Done), Some(Done), Some(Number)];
        let mut said = Said::default();
        let mut values = Vec::new();
        for (place, stated) in stated.iter().enumerate() {
            values.push(if stated.is_some() { 1.0 } else { f64::NAN });
            stated.iter().for_each(|stated| said.say(place, *stated));
        }
        assert_eq!(said.each(&values).collect::<Vec<_>>(), stated);
        assert_eq!(said.turns.len(), 3);
        assert!(!said.suits(Some(Number)) && !said.suits(Some(Done)));
    }
}
