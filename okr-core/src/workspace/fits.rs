//! Whether what is read fits what reads it, at every date: kinds and units as amendments change them (A5, R1).

use super::check::link_path;
use super::frame::{Frame, Link, Node};
use super::history::{History, KeyResultRules};
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, quoted};
use crate::model::{Combine, MeasureKind, Role};
use crate::policy::{Holds, Units};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A key result as others read it, from a date on.
#[derive(Clone, Copy)]
struct Form<'a> {
    from: Date,
    /// The amendment that made it so.
    amendment: Option<u32>,
    kind: MeasureKind,
    unit: Option<&'a str>,
    of: Option<Combine>,
}

/// What does not fit, and the amendment with which it begins; the first measures do not fit where there is none.
pub(crate) struct Misfit {
    code: ErrorCode,
    /// Row of the key result, and index of the amendment.
    amendment: Option<(u32, u32)>,
    message: String,
    help: &'static str,
}

/// The forms of a key result, one a date, and where among those that matter the unit changes.
struct Timeline<'a> {
    forms: Vec<Form<'a>>,
    /// The first that matters from each on; none where there is none.
    next: Vec<Option<usize>>,
    /// For each that matters the next one with another unit.
    unlike: Vec<Option<usize>>,
}

impl<'a> Timeline<'a> {
    fn new(forms: Vec<Form<'a>>, matters: impl Fn(&Form<'a>) -> bool) -> Self {
        let (mut next, mut unlike) = (vec![None; forms.len()], vec![None; forms.len()]);
        let mut later: Option<usize> = None;
        for (at, form) in forms.iter().enumerate().rev() {
            if matters(form) {
                unlike[at] =
                    later.and_then(|later| if forms[later].unit == form.unit { unlike[later] } else { Some(later) });
                later = Some(at);
            }
            next[at] = later;
        }
        Timeline { forms, next, unlike }
    }

    /// The first form that matters, in force from a date on and before another, with another unit; and since when.
    fn first_unlike(&self, unit: Option<&str>, from: Date, until: Option<Date>) -> Option<(Date, Form<'a>)> {
        let at = self.forms.partition_point(|form| form.from <= from).saturating_sub(1);
        let first = self.next.get(at).copied().flatten()?;
        let found = if self.forms[first].unit == unit { self.unlike[first]? } else { first };
        let date = self.forms[found].from.max(from);
        until.is_none_or(|until| date < until).then_some((date, self.forms[found]))
    }

    /// Each form that matters, with the day on which it ends.
    fn spans(&self) -> impl Iterator<Item = (Form<'a>, Option<Date>)> {
        let matter = (0..self.forms.len()).filter(|at| self.next[*at] == Some(*at));
        matter.map(|at| (self.forms[at], self.forms.get(at + 1).map(|form| form.from)))
    }

    /// When two timelines first differ in unit while both matter, and how they stand then.
    fn apart(&self, other: &Timeline<'a>) -> Option<(Date, Form<'a>, Form<'a>)> {
        // By the shorter of the two, so that a long one costs many links nothing.
        if self.forms.len() > other.forms.len() {
            return other.apart(self).map(|(date, theirs, own)| (date, own, theirs));
        }
        self.spans().find_map(|(own, until)| {
            let (date, theirs) = other.first_unlike(own.unit, own.from, until)?;
            Some((date, own, theirs))
        })
    }
}

/// As what a key result is looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It adds up others.
    Reader,
    /// Its value is added up by a key result.
    Source,
    /// Its value is added up by an objective, which may count no hold measures, or none with a unit of another.
    Member { no_holds: bool, without_unit: bool },
    /// It is linked to.
    Link,
}

/// An objective that adds up values: the unit of its measure, and what its policy counts (R1).
#[derive(Clone, Copy)]
pub(crate) struct Summing<'a> {
    pub(crate) unit: Option<&'a str>,
    pub(crate) holds: Holds,
    pub(crate) units: Units,
}

/// Key results as others read them.
pub(crate) struct Forms<'a> {
    pub(crate) frame: &'a Frame,
    history: &'a History,
    /// Rules that a key result is about to get.
    amended: Option<(u32, &'a KeyResultRules)>,
    /// Those of key results with amendments, however many links they have.
    known: RefCell<BTreeMap<(u32, Part), Rc<Timeline<'a>>>>,
}

impl<'a> Forms<'a> {
    pub(crate) fn new(frame: &'a Frame, history: &'a History, amended: Option<(u32, &'a KeyResultRules)>) -> Self {
        Forms { frame, history, amended, known: RefCell::default() }
    }

    fn rules(&self, row: u32) -> Option<&'a KeyResultRules> {
        let amended = self.amended.filter(|(amended, _)| *amended == row).map(|(_, rules)| rules);
        amended.or_else(|| self.history.rules_of_key_result(row))
    }

    fn is_amended(&self, row: u32) -> bool {
        self.rules(row).is_some_and(|rules| !rules.amendments.is_empty())
    }

    /// What a key result is before all amendments.
    fn first(&self, row: u32) -> Form<'a> {
        let (columns, at) = (&self.frame.key_results, row as usize);
        let measure = self.rules(row).and_then(|rules| rules.measure.as_deref());
        Form {
            from: Date::BEFORE_ALL,
            amendment: None,
            kind: columns.kind[at],
            unit: self.frame.unit_text(columns.unit[at]),
            of: measure.and_then(|measure| measure.of),
        }
    }

    /// What a key result is over time, one form a date.
    fn of(&self, row: u32) -> Vec<Form<'a>> {
        let rules = self.rules(row);
        let mut forms = vec![self.first(row)];
        for index in rules.map_or(&[][..], |rules| &rules.amendments_by_date) {
            let amendment = rules.and_then(|rules| rules.amendments.get(*index as usize));
            let Some((on, measure)) = amendment.and_then(|a| Some((a.on, a.measure.as_deref()?))) else { continue };
            // Of several on one date the last holds; the others never do.
            forms.pop_if(|last| last.from == on);
            let unit = measure.unit.as_deref();
            forms.push(Form { from: on, amendment: Some(*index), kind: measure.kind, unit, of: measure.of });
        }
        forms
    }

    fn timeline(&self, row: u32, part: Part, matters: impl Fn(&Form<'a>) -> bool) -> Rc<Timeline<'a>> {
        let known = self.known.borrow().get(&(row, part)).map(Rc::clone);
        known.unwrap_or_else(|| {
            let timeline = Rc::new(Timeline::new(self.of(row), matters));
            if self.is_amended(row) {
                self.known.borrow_mut().insert((row, part), Rc::clone(&timeline));
            }
            timeline
        })
    }

    /// Whether a key result is a member of objectives at all.
    fn is_member(&self, row: u32) -> bool {
        self.rules(row).is_none_or(|rules| rules.role != Role::Guardrail)
    }

    /// What is linked to a key result that it cannot add up; `of` is the policy's word where the measure states none.
    pub(crate) fn misfit_of_source(&self, from: Node, to: u32, of: Option<Combine>) -> Option<Misfit> {
        let adds_up = |form: &Form<'_>| {
            let of = form.of.or(of);
            form.kind == MeasureKind::FromChildren && of.is_some_and(|of| of != Combine::Progress)
        };
        let is_amended = self.is_amended(to);
        if !is_amended && !adds_up(&self.first(to)) {
            return None;
        }
        let Node::KeyResult(row) = from else { return self.not_allowed(from, to, adds_up) };
        if !is_amended && !self.is_amended(row) && self.first(row).unit == self.first(to).unit {
            return None;
        }
        let reader = self.timeline(to, Part::Reader, adds_up);
        let source = self.timeline(row, Part::Source, |_| true);
        let (date, source, reader) = source.apart(&reader)?;
        let begun = |form: Form<'_>, row: u32| form.amendment.filter(|_| form.from == date).map(|index| (row, index));
        let amendment = begun(source, row).or(begun(reader, to));
        let (found, expected) = (unit_name(source.unit), unit_name(reader.unit));
        let message = match amendment {
            None => format!("found values in {found} added to values in {expected}, expected one unit"),
            Some(_) => format!(
                "found values of {} in {found} added to those of {} in {expected} from {date} on, expected one unit",
                quoted(self.frame.key_result_id(row)),
                quoted(self.frame.key_result_id(to))
            ),
        };
        let help = "convert one of them, or use `of: progress`";
        Some(Misfit { code: ErrorCode::UnitMismatch, amendment, message, help })
    }

    /// An objective linked to a key result that adds up values.
    fn not_allowed(&self, from: Node, to: u32, adds_up: impl Fn(&Form<'a>) -> bool) -> Option<Misfit> {
        let reader = self.timeline(to, Part::Reader, adds_up);
        let form = reader.forms.get(reader.next.first().copied().flatten()?)?;
        let message = match form.amendment {
            None => "found an objective linked to a key result that sums or averages values, expected key results"
                .to_owned(),
            Some(_) => format!(
                "found the objective {} linked to {}, which sums or averages values from {} on, expected key results",
                quoted(self.frame.node_id(from)),
                quoted(self.frame.key_result_id(to)),
                form.from
            ),
        };
        let amendment = form.amendment.map(|index| (to, index));
        let help = "link key results, or use `of: progress`";
        Some(Misfit { code: ErrorCode::SourceNotAllowed, amendment, message, help })
    }

    /// A member's values that an objective cannot add up in its unit.
    pub(crate) fn misfit_of_member(&self, row: u32, objective: Summing<'_>) -> Option<Misfit> {
        if !self.is_member(row) {
            return None;
        }
        let unit = objective.unit;
        let no_holds = objective.holds == Holds::None;
        // Of those with a unit only such count then as fit.
        let without_unit = objective.units == Units::Same && unit.is_some();
        let timeline = self.timeline(row, Part::Member { no_holds, without_unit }, |form| {
            form.kind != MeasureKind::Tracked
                && !(no_holds && form.kind.is_hold())
                && !(without_unit && form.unit.is_some())
        });
        let (_, form) = timeline.first_unlike(unit, Date::BEFORE_ALL, None)?;
        let amendment = form.amendment.map(|index| (row, index));
        let from = amendment.map_or_else(String::new, |_| format!(" from {} on", form.from));
        Some(Misfit { amendment, ..wrong_unit(form.unit, unit, &from) })
    }

    /// The warning about a link that is not read in the end, whatever was before.
    pub(crate) fn unread_link(&self, link: &Link, to: u32) -> Option<Finding> {
        let timeline = self.timeline(to, Part::Link, |form| form.kind == MeasureKind::FromChildren);
        // Forms up to the last that reads it, and then those that do not any more.
        let read = timeline.next.partition_point(Option::is_some);
        let message = match timeline.forms.get(read)?.amendment.filter(|_| read > 0) {
            Some(_) => format!(
                "found a contributes link to a key result that is not computed from its children any more from {} on; it is only shown then",
                timeline.forms[read].from
            ),
            None => "found a contributes link to a key result that is not computed from its children; it is only shown"
                .to_owned(),
        };
        let help = "link to its objective, or use the measure from_children";
        Some(Finding::new(ErrorCode::LinkNotRead, link_path(self.frame, link, "to"), message, help))
    }
}

impl Misfit {
    fn field(&self) -> &'static str {
        if self.code == ErrorCode::UnitMismatch { "/measure/unit" } else { "/measure" }
    }

    /// Where an amendment brings it, with `told` the amendments that have been faulted already; else at the path given.
    pub(crate) fn report(self, frame: &Frame, path: String, told: &mut BTreeSet<(u32, u32)>, r: &mut Reader) {
        let path = match self.amendment {
            None => path,
            Some(amendment) if !told.insert(amendment) => return,
            Some((row, index)) => {
                format!("{}/amendments/{index}{}", frame.pointer(Node::KeyResult(row)), self.field())
            }
        };
        r.push(Finding::new(self.code, path, self.message, self.help));
    }

    /// At the amendment of an event, which is where the reader is.
    pub(crate) fn report_here(self, r: &mut Reader) {
        if self.code == ErrorCode::UnitMismatch {
            r.at(Segment::Key("measure"), |r| r.find_at("unit", self.code, self.message, self.help));
        } else {
            r.find_at("measure", self.code, self.message, self.help);
        }
    }
}

/// Values in another unit than that in which they are added up.
pub(crate) fn wrong_unit(found: Option<&str>, expected: Option<&str>, from: &str) -> Misfit {
    let (found, expected) = (unit_name(found), unit_name(expected));
    Misfit {
        code: ErrorCode::UnitMismatch,
        amendment: None,
        message: format!("found values in {found} added up in {expected}{from}, expected one unit"),
        help: "convert one of them, or count by progress",
    }
}

fn unit_name(unit: Option<&str>) -> String {
    unit.map_or_else(|| "no unit".to_owned(), quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: i32 = 4;
    /// Each day's form: none, or whether it matters and its unit.
    const CHOICES: [Option<(bool, &str)>; 5] =
        [None, Some((true, "a")), Some((true, "b")), Some((false, "a")), Some((true, "c"))];

    fn day(day: i32) -> Date {
        Date::from_days(day).unwrap()
    }

    /// One of all timelines of a few days.
    fn timeline(number: usize) -> Timeline<'static> {
        let form = |from, matters, unit| Form {
            from,
            amendment: None,
            kind: if matters { MeasureKind::FromChildren } else { MeasureKind::Move },
            unit: Some(unit),
            of: None,
        };
        let mut forms = vec![form(Date::BEFORE_ALL, number.is_multiple_of(2), "a")];
        let mut rest = number / 2;
        for at in 0..DAYS {
            if let Some((matters, unit)) = CHOICES[rest % CHOICES.len()] {
                forms.push(form(day(at), matters, unit));
            }
            rest /= CHOICES.len();
        }
        Timeline::new(forms, |form| form.kind == MeasureKind::FromChildren)
    }

    /// Day by day.
    fn apart(one: &Timeline<'_>, other: &Timeline<'_>) -> Option<Date> {
        let on = |timeline: &Timeline<'_>, date: Date| {
            let form = *timeline.forms.iter().rev().find(|form| form.from <= date)?;
            (form.kind == MeasureKind::FromChildren).then(|| form.unit.map(str::to_owned))
        };
        let mut dates = [Date::BEFORE_ALL].into_iter().chain((0..DAYS).map(day));
        dates.find(|date| on(one, *date).zip(on(other, *date)).is_some_and(|(one, other)| one != other))
    }

    #[test]
    fn timelines_differ_from_the_first_day_on_which_they_do() {
        let count = 2 * CHOICES.len().pow(DAYS as u32);
        for one in (0..count).step_by(3) {
            for other in (0..count).step_by(7) {
                let (one, other) = (timeline(one), timeline(other));
                assert_eq!(one.apart(&other).map(|(date, ..)| date), apart(&one, &other));
            }
        }
    }
}
