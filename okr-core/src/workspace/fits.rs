//! Whether what is read fits what reads it, at every date: kinds and units as amendments change them (A5, R1).

use super::check::link_path;
use super::frame::{Frame, Link, Node};
use super::history::{History, KeyResultRules};
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, quoted};
use crate::model::{Combine, MeasureKind, Role};
use std::collections::BTreeSet;

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

/// Key results as others read them.
#[derive(Clone, Copy)]
pub(crate) struct Forms<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) history: &'a History,
    /// Rules that a key result is about to get.
    pub(crate) amended: Option<(u32, &'a KeyResultRules)>,
}

impl<'a> Forms<'a> {
    fn rules(&self, row: u32) -> Option<&'a KeyResultRules> {
        let amended = self.amended.filter(|(amended, _)| *amended == row).map(|(_, rules)| rules);
        amended.or_else(|| self.history.rules_of_key_result(row))
    }

    /// What a key result is over time, one form a date.
    fn of(&self, row: u32) -> Vec<Form<'a>> {
        let (columns, at) = (&self.frame.key_results, row as usize);
        let rules = self.rules(row);
        let mut forms = vec![Form {
            from: Date::BEFORE_ALL,
            amendment: None,
            kind: columns.kind[at],
            unit: self.frame.unit_text(columns.unit[at]),
            of: rules.and_then(|rules| rules.measure.as_ref()).and_then(|measure| measure.of),
        }];
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

    /// Whether a key result is a member of objectives at all.
    fn is_member(&self, row: u32) -> bool {
        self.rules(row).is_none_or(|rules| rules.role != Role::Guardrail)
    }

    /// What is linked to a key result that it cannot add up; `of` is the policy's word where the measure states none.
    pub(crate) fn misfit_of_source(&self, from: Node, to: u32, of: Option<Combine>) -> Option<Misfit> {
        let readers = self.of(to);
        let adds_up = |form: &&Form<'_>| {
            let of = form.of.or(of);
            form.kind == MeasureKind::FromChildren && of.is_some_and(|of| of != Combine::Progress)
        };
        let row = match from {
            Node::KeyResult(row) => row,
            Node::Objective(_) => {
                return readers.iter().find(adds_up).map(|reader| Misfit {
                    code: ErrorCode::SourceNotAllowed,
                    amendment: reader.amendment.map(|index| (to, index)),
                    message: match reader.amendment {
                        None => "found an objective linked to a key result that sums or averages values, expected key results".to_owned(),
                        Some(_) => format!(
                            "found the objective {} linked to {}, which sums or averages values from {} on, expected key results",
                            quoted(self.frame.node_id(from)),
                            quoted(self.frame.key_result_id(to)),
                            reader.from
                        ),
                    },
                    help: "link key results, or use `of: progress`",
                });
            }
        };
        let sources = self.of(row);
        let dates: BTreeSet<Date> = readers.iter().chain(&sources).map(|form| form.from).collect();
        let on = |forms: &[Form<'a>], date: Date| forms.iter().rev().find(|form| form.from <= date).copied();
        dates.into_iter().find_map(|date| {
            let (reader, source) = (on(&readers, date)?, on(&sources, date)?);
            if reader.unit == source.unit || !adds_up(&&reader) {
                return None;
            }
            let begun = |form: Form<'_>, row: u32| {
                form.amendment.filter(|_| form.from == date).map(|index| (row, index))
            };
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
        })
    }

    /// A member's values that an objective cannot add up in its unit.
    pub(crate) fn misfit_of_member(&self, row: u32, unit: Option<&str>) -> Option<Misfit> {
        if !self.is_member(row) {
            return None;
        }
        let forms = self.of(row);
        let form = forms.iter().find(|form| form.kind != MeasureKind::Tracked && form.unit != unit)?;
        let amendment = form.amendment.map(|index| (row, index));
        let from = amendment.map_or_else(String::new, |_| format!(" from {} on", form.from));
        Some(Misfit { amendment, ..wrong_unit(form.unit, unit, &from) })
    }

    /// The warning about a link that is not read in the end, whatever was before.
    pub(crate) fn unread_link(&self, link: &Link, to: u32) -> Option<Finding> {
        let forms = self.of(to);
        let is_read = |form: &Form<'_>| form.kind == MeasureKind::FromChildren;
        let read_until = forms.iter().rposition(is_read);
        let message = match read_until {
            Some(last) if last + 1 == forms.len() => return None,
            Some(last) => format!(
                "found a contributes link to a key result that is not computed from its children any more from {} on; it is only shown then",
                forms[last + 1].from
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
