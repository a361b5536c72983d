//! Memory held by what only some rows state: texts, lists, and changes over time.

use super::events::{Event, EventKind};
use super::frame::{CycleRow, Frame, GroupRow, KpiRow, ObjectiveMore, Prose};
use super::history::{History, KeyResultRules, ObjectiveRules, Remark};
use crate::model::{Amendment, Initiative, Lifecycle, Measure, PolicyPatch, StateChange, StatusOverride};

/// Bytes of a list and of what its entries hold.
fn list<T>(items: &Vec<T>, held: impl Fn(&T) -> usize) -> usize {
    items.capacity() * size_of::<T>() + items.iter().map(held).sum::<usize>()
}

fn text(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, String::capacity)
}

fn nothing<T>(_: &T) -> usize {
    0
}

fn prose(prose: &Prose) -> usize {
    text(&prose.description)
        + list(&prose.contributors, String::capacity)
        + list(&prose.tags, String::capacity)
        + list(&prose.silence, nothing)
        + text(&prose.continues)
        + prose.extra.as_ref().map_or(0, |extra| extra.as_str().len())
}

fn measure(measure: &Measure) -> usize {
    list(&measure.items, |item| item.id.capacity() + text(&item.title))
        + list(&measure.points, |point| text(&point.label))
        + text(&measure.unit)
}

fn initiative(initiative: &Initiative) -> usize {
    initiative.id.capacity() + initiative.title.capacity() + text(&initiative.key_result)
}

fn more(more: &ObjectiveMore) -> usize {
    list(&more.initiatives, initiative)
        + list(&more.initiatives_by_id, nothing)
        + more.measure.as_ref().map_or(0, measure)
}

/// As long as its fields are as text.
fn patch(patch: &PolicyPatch) -> usize {
    crate::document::print::to_json(patch).len()
}

fn kpi(kpi: &KpiRow) -> usize {
    kpi.healthy.as_ref().map_or(0, measure)
        + list(&kpi.given, nothing)
        + list(&kpi.on, nothing)
        + list(&kpi.value, nothing)
}

fn remark(remark: &Remark) -> usize {
    text(&remark.note) + text(&remark.by)
}

fn amendment(amendment: &Amendment) -> usize {
    let new = amendment.measure.as_ref().map_or(0, |new| size_of::<Measure>() + measure(new));
    text(&amendment.reason) + text(&amendment.by) + new
}

fn state(state: &Lifecycle) -> usize {
    match state {
        Lifecycle::Always(_) => 0,
        Lifecycle::Changes(changes) | Lifecycle::Until(_, changes) => list(changes, change),
    }
}

fn overrides(overrides: &Vec<StatusOverride>) -> usize {
    list(overrides, forced)
}

fn key_result_rules(rules: &KeyResultRules) -> usize {
    rules.measure.as_ref().map_or(0, |own| size_of::<Measure>() + measure(own))
        + list(&rules.plan, nothing)
        + list(&rules.plan_by_date, nothing)
        + list(&rules.amendments, amendment)
        + list(&rules.amendments_by_date, nothing)
        + state(&rules.state)
        + overrides(&rules.overrides)
}

fn objective_rules(rules: &ObjectiveRules) -> usize {
    state(&rules.state)
        + overrides(&rules.overrides)
        + list(&rules.on, nothing)
        + list(&rules.value, nothing)
        + list(&rules.remarks, remark)
}

fn change(change: &StateChange) -> usize {
    text(&change.reason) + text(&change.by)
}

fn forced(entry: &StatusOverride) -> usize {
    text(&entry.by) + text(&entry.reason)
}

impl Event {
    /// Bytes of memory that it holds besides itself: ids, notes and authors, and a new measure.
    ///
    /// ```
    /// use okr_core::{Date, Event, model::CheckIn};
    ///
    /// let event = Event::check_in("users", CheckIn::new(Date::new(2026, 11, 16)?, 160.0));
    /// assert!(event.heap_bytes() >= "users".len());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn heap_bytes(&self) -> usize {
        let held = match &self.kind {
            EventKind::CheckIn(check_in) => text(&check_in.note) + text(&check_in.by),
            EventKind::Amendment(stated) => amendment(stated),
            EventKind::State(stated) => change(stated),
            EventKind::Override(stated) => forced(stated),
        };
        self.of.capacity() + text(&self.by) + held
    }
}

impl Frame {
    /// Bytes held beside ids, titles, columns, links and graph.
    pub(super) fn sparse_bytes(&self) -> usize {
        self.organisation.capacity()
            + list::<CycleRow>(&self.cycles, nothing)
            + list::<GroupRow>(&self.teams, nothing)
            + list::<GroupRow>(&self.people, nothing)
            + list(&self.kpis, kpi)
            + list(&self.prose, prose)
            + list(&self.more, more)
            + list(&self.patches, patch)
    }
}

impl History {
    /// Bytes held beside the columns.
    pub(super) fn sparse_bytes(&self) -> usize {
        list(&self.remarks, remark)
            + list(&self.key_result_rules, key_result_rules)
            + list(&self.objective_rules, objective_rules)
    }
}
