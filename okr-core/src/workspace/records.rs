//! Cycles, teams, people and KPIs enter a workspace in the making.

use super::draft::Draft;
use super::frame::{CycleRow, GroupRow, KpiRow};
use super::measures::check_measure;
use super::names::{Names, Texts};
use super::values::{check_finite, check_id, check_order, duplicate_id};
use super::windows::{UNREAD, stated_date};
use crate::date::{Date, Interval};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::model::{Cycle, Kpi, Person, Team};

/// Gives an id its meaning in its space.
fn define(names: &mut Names, texts: &mut Texts, id: &str, definition: u32, r: &mut Reader) -> u32 {
    let usable = check_id(id, r);
    let symbol = names.intern(texts, id);
    if !names.define(symbol, definition) && usable {
        duplicate_id(id, r);
    }
    symbol
}

impl Draft {
    pub(crate) fn cycle(&mut self, cycle: &Cycle, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.cycle_names, &mut frame.texts, &cycle.id, frame.cycles.len() as u32, r);
        let start = stated_date(Some(cycle.start), "start", r).unwrap_or(UNREAD);
        let end = stated_date(Some(cycle.end), "end", r).unwrap_or(UNREAD);
        if start != UNREAD && end != UNREAD {
            check_order(start, end, "end", r);
        }
        let title = frame.texts.add_optional(cycle.name.as_deref());
        let within = frame.cycle_names.intern_optional(&mut frame.texts, cycle.within.as_deref());
        frame.cycles.push(CycleRow {
            name,
            title,
            start,
            end,
            within,
            every: cycle.check_in_every,
            interval: Interval::WEEK,
        });
    }

    pub(crate) fn team(&mut self, team: &Team, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.team_names, &mut frame.texts, &team.id, frame.teams.len() as u32, r);
        let title = frame.texts.add_optional(team.name.as_deref());
        let parent = frame.team_names.intern_optional(&mut frame.texts, team.parent.as_deref());
        frame.teams.push(GroupRow { name, title, parent });
    }

    pub(crate) fn person(&mut self, person: &Person, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.person_names, &mut frame.texts, &person.id, frame.people.len() as u32, r);
        let title = frame.texts.add_optional(person.name.as_deref());
        let parent = frame.team_names.intern_optional(&mut frame.texts, person.team.as_deref());
        frame.people.push(GroupRow { name, title, parent });
    }

    pub(crate) fn kpi(&mut self, kpi: &Kpi, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.kpi_names, &mut frame.texts, &kpi.id, frame.kpis.len() as u32, r);
        if let Some(healthy) = &kpi.healthy {
            r.at(Segment::Key("healthy"), |r| {
                check_measure(healthy, r);
                if !healthy.kind.is_hold() && !r.is_unread("kind") {
                    r.find_at(
                        "kind",
                        ErrorCode::FieldNotForKind,
                        format!("found {}, expected at_least, at_most or between", quoted(healthy.kind.as_str())),
                        "say how the KPI is healthy with a bound",
                    );
                }
            });
        }
        r.enter(Segment::Key("readings"));
        for (index, reading) in kpi.readings.iter().enumerate() {
            r.at(Segment::Index(index), |r| check_finite("value", Some(reading.value), r));
        }
        r.leave();
        let given: Vec<(Date, f64)> = kpi.readings.iter().map(|reading| (reading.on, reading.value + 0.0)).collect();
        let mut sorted = given.clone();
        sorted.sort_by_key(|reading| reading.0);
        frame.kpis.push(KpiRow {
            name,
            title: frame.texts.add_optional(kpi.name.as_deref()),
            unit: frame.texts.add_optional(kpi.unit.as_deref()),
            healthy: kpi.healthy.clone(),
            given,
            on: sorted.iter().map(|reading| reading.0).collect(),
            value: sorted.iter().map(|reading| reading.1).collect(),
        });
    }
}
