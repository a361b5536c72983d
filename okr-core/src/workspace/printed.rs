//! The document as it is now, printed straight from the columns, so that it never stands in memory as values.
//!
//! Fields come in the order of the format and defaults are left out, as the types of the model print themselves.

use super::Workspace;
use super::frame::{Link, Node};
use super::history::Remark;
use super::names::NONE;
use super::to_document::Links;
use crate::date::Date;
use crate::model::{Document, LinkKind, Value, is_default};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// An object in the making.
struct Fields<M>(M);

impl<M: SerializeMap> Fields<M> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn optional<T: Serialize>(&mut self, name: &'static str, value: Option<T>) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| self.put(name, &value))
    }

    fn unless_default<T: Serialize + Default + PartialEq>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
    ) -> Result<(), M::Error> {
        self.optional(name, value.filter(|value| !is_default(*value)))
    }

    fn list<T: Serialize>(&mut self, name: &'static str, items: &[T]) -> Result<(), M::Error> {
        if items.is_empty() { Ok(()) } else { self.put(name, items) }
    }

    /// A list of what is put together as it is printed.
    fn each<T: Serialize>(
        &mut self,
        name: &'static str,
        items: impl ExactSizeIterator<Item = T> + Clone,
    ) -> Result<(), M::Error> {
        if items.len() == 0 { Ok(()) } else { self.put(name, &Each(items)) }
    }
}

struct Each<I>(I);

impl<T: Serialize, I: ExactSizeIterator<Item = T> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

pub(super) struct Printed<'a>(pub(super) &'a Workspace);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Document { okr, name, policy, confidence_scale: _, cycles, teams, people, kpis, objectives: _ } =
            self.0.heading();
        let links = Links::new(self.0.frame());
        let place = |row: &u32| Place { workspace: self.0, links: &links, row: *row };
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("okr", &okr)?;
        fields.unless_default("name", Some(&name))?;
        fields.unless_default("policy", Some(&policy))?;
        fields.list("cycles", &cycles)?;
        fields.list("teams", &teams)?;
        fields.list("people", &people)?;
        fields.list("kpis", &kpis)?;
        fields.each("objectives", self.0.frame().objective_order.iter().map(|row| PrintedObjective(place(row))))?;
        fields.0.end()
    }
}

/// A row and what must be known to print it.
#[derive(Clone, Copy)]
struct Place<'a> {
    workspace: &'a Workspace,
    links: &'a Links,
    row: u32,
}

impl<'a> Place<'a> {
    fn links(self, node: Node) -> impl ExactSizeIterator<Item = PrintedLink<'a>> + Clone {
        let frame = self.workspace.frame();
        self.links.of(node).iter().map(|at| PrintedLink(self.workspace, &frame.links[*at as usize]))
    }
}

struct PrintedObjective<'a>(Place<'a>);

impl Serialize for PrintedObjective<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Place { workspace, row, .. } = self.0;
        let (frame, at) = (workspace.frame(), row as usize);
        let (columns, texts) = (&frame.objectives, &frame.texts);
        let more = frame.more(row);
        let rules = workspace.history.rules_of_objective(row);
        let prose = frame.prose_of(columns.prose[at]);
        let key_results = frame.key_results_as_given(row);
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("id", frame.objective_id(row))?;
        fields.put("title", texts.get(columns.title[at]))?;
        fields.optional("description", prose.and_then(|prose| prose.description.as_ref()))?;
        fields.optional("cycle", frame.cycle_names.stated(texts, columns.cycle[at]))?;
        fields.optional("team", frame.team_names.stated(texts, columns.team[at]))?;
        fields.optional("owner", frame.person_id(columns.owner[at]))?;
        fields.list("contributors", prose.map_or(&[], |prose| &prose.contributors))?;
        fields.optional("ambition", columns.ambition[at])?;
        fields.optional("weight", stated(columns.weight[at]))?;
        fields.optional("start", more.and_then(|more| more.start))?;
        fields.optional("due", more.and_then(|more| more.due))?;
        fields.each("aligned_to", self.0.links(Node::Objective(row)))?;
        fields.each("key_results", key_results.iter().map(|row| PrintedKeyResult(Place { row: *row, ..self.0 })))?;
        fields.list("initiatives", more.map_or(&[], |more| &more.initiatives))?;
        fields.optional("measure", more.and_then(|more| more.measure.as_ref()))?;
        fields.list("check_ins", &workspace.own_check_ins(row))?;
        fields.unless_default("state", rules.map(|rules| &rules.state))?;
        fields.list("overrides", rules.map_or(&[], |rules| &rules.overrides))?;
        fields.optional("policy", frame.patch(row))?;
        fields.list("tags", prose.map_or(&[], |prose| &prose.tags))?;
        fields.list("silence", prose.map_or(&[], |prose| &prose.silence))?;
        fields.optional("continues", prose.and_then(|prose| prose.continues.as_ref()))?;
        fields.optional("extra", prose.and_then(|prose| prose.extra.as_ref()))?;
        fields.0.end()
    }
}

struct PrintedKeyResult<'a>(Place<'a>);

impl Serialize for PrintedKeyResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Place { workspace, row, .. } = self.0;
        let (frame, at) = (workspace.frame(), row as usize);
        let (columns, texts) = (&frame.key_results, &frame.texts);
        let rules = workspace.history.rules_of_key_result(row);
        let prose = frame.prose_of(columns.prose[at]);
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("id", frame.key_result_id(row))?;
        fields.put("title", texts.get(columns.title[at]))?;
        fields.optional("description", prose.and_then(|prose| prose.description.as_ref()))?;
        fields.optional("owner", frame.person_id(columns.owner[at]))?;
        fields.list("contributors", prose.map_or(&[], |prose| &prose.contributors))?;
        fields.unless_default("role", rules.map(|rules| &rules.role))?;
        fields.optional("ambition", rules.and_then(|rules| rules.ambition))?;
        fields.optional("weight", stated(columns.weight[at]))?;
        match rules.and_then(|rules| rules.measure.as_deref()) {
            Some(measure) => fields.put("measure", measure)?,
            None => fields.put("measure", &PrintedMeasure(workspace, row))?,
        }
        fields.optional("kpi", frame.kpi_names.stated(texts, rules.map_or(NONE, |rules| rules.kpi)))?;
        fields.optional("start", rules.and_then(|rules| rules.start))?;
        fields.optional("due", rules.and_then(|rules| rules.due))?;
        fields.optional("check_in_every", rules.and_then(|rules| rules.every))?;
        fields.list("plan", rules.map_or(&[], |rules| &rules.plan))?;
        fields.each("aligned_to", self.0.links(Node::KeyResult(row)))?;
        fields.each("check_ins", check_ins(workspace, row))?;
        fields.list("amendments", rules.map_or(&[], |rules| &rules.amendments))?;
        fields.unless_default("state", rules.map(|rules| &rules.state))?;
        fields.list("overrides", rules.map_or(&[], |rules| &rules.overrides))?;
        fields.list("tags", prose.map_or(&[], |prose| &prose.tags))?;
        fields.list("silence", prose.map_or(&[], |prose| &prose.silence))?;
        fields.optional("continues", prose.and_then(|prose| prose.continues.as_ref()))?;
        fields.optional("extra", prose.and_then(|prose| prose.extra.as_ref()))?;
        fields.0.end()
    }
}

/// A measure of which the columns hold all there is to say.
struct PrintedMeasure<'a>(&'a Workspace, u32);

impl Serialize for PrintedMeasure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PrintedMeasure(workspace, row) = *self;
        let columns = &workspace.frame.key_results;
        let (baseline, target) = workspace.stated_numbers(row);
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("kind", &columns.kind[row as usize])?;
        fields.optional("baseline", baseline)?;
        fields.optional("target", target)?;
        fields.optional("unit", workspace.frame.unit_text(columns.unit[row as usize]))?;
        fields.0.end()
    }
}

struct PrintedLink<'a>(&'a Workspace, &'a Link);

impl Serialize for PrintedLink<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PrintedLink(workspace, link) = *self;
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("to", workspace.frame.nodes.text(&workspace.frame.texts, link.to))?;
        fields.unless_default::<LinkKind>("kind", Some(&link.kind))?;
        fields.optional("weight", stated(link.weight))?;
        fields.0.end()
    }
}

fn check_ins(workspace: &Workspace, row: u32) -> impl ExactSizeIterator<Item = PrintedCheckIn<'_>> + Clone {
    let history = &workspace.history;
    let is_done = workspace.is_done_on(row);
    history.runs[row as usize].range().map(move |at| PrintedCheckIn {
        on: history.on[at],
        value: history.value[at],
        is_done: is_done(history.on[at]),
        remark: history.remark_at(at),
    })
}

struct PrintedCheckIn<'a> {
    on: Date,
    /// NaN where none is stated.
    value: f64,
    /// Whether the value is true or false.
    is_done: bool,
    remark: Option<&'a Remark>,
}

impl Serialize for PrintedCheckIn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("on", &self.on)?;
        let value = |value: f64| if self.is_done { Value::Done(value != 0.0) } else { Value::Number(value) };
        fields.optional("value", stated(self.value).map(value))?;
        if let Some(remark) = self.remark {
            fields.optional("confidence", remark.confidence)?;
            fields.optional("note", remark.note.as_ref())?;
            fields.optional("by", remark.by.as_ref())?;
        }
        fields.0.end()
    }
}

/// A number of a column, where NaN stands for none.
fn stated(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

#[cfg(test)]
mod tests {
    use crate::Workspace;
    use crate::document::print;

    #[test]
    fn columns_print_as_the_values_that_they_stand_for() {
        let text = r#"{"okr":1,"name":"All of it","cycles":[{"id":"Q4","start":"2026-10-01","end":"2026-12-31"}],
            "teams":[{"id":"a"},{"id":"b","parent":"a"}],"people":[{"id":"ana","team":"b"}],
            "kpis":[{"id":"nps","readings":[{"on":"2026-10-05","value":34}]}],
            "objectives":[
                {"id":"o","title":"\"O\"","description":"d","cycle":"Q4","team":"b","owner":"ana","contributors":["ana"],
                 "ambition":"aspirational","weight":2,"start":"2026-10-02","due":"2026-12-30","aligned_to":[{"to":"p","weight":0.5}],
                 "key_results":[
                    {"id":"k2","title":"K2","measure":{"kind":"binary"},"check_ins":[{"on":"2026-10-09","value":true}]},
                    {"id":"k1","title":"K1","description":"d","owner":"ana","contributors":["ana"],"ambition":"committed","weight":3,
                     "measure":{"kind":"move","baseline":1.5,"target":10,"unit":"ms"},"kpi":"nps","start":"2026-10-03","due":"2026-12-29",
                     "check_in_every":"2w","plan":[{"on":"2026-11-01","value":4}],"aligned_to":[{"to":"p","kind":"supports"}],
                     "check_ins":[{"on":"2026-10-10","value":2,"confidence":0.5,"note":"n","by":"ana"},{"on":"2026-10-08","confidence":0.25}],
                     "amendments":[{"on":"2026-11-02","target":12,"reason":"r"}],
                     "state":[{"on":"2026-11-03","state":"postponed"}],
                     "overrides":[{"status":"at_risk","on":"2026-11-04","by":"ana","reason":"r"}],
                     "tags":["t"],"silence":["no_overlap"],"continues":"k0","extra":{"b":[1,null],"a":"x"}},
                    {"id":"k3","title":"K3","role":"guardrail","measure":{"kind":"at_least","target":99.5,"risk_at":99,"unit":"%"}}],
                 "initiatives":[{"id":"i","title":"I","key_result":"k1","done_on":"2026-10-20"}],
                 "measure":{"kind":"move","target":5},"check_ins":[{"on":"2026-10-11","value":3}],
                 "state":"draft","overrides":[{"status":"at_risk","on":"2026-11-04","by":"ana","reason":"r"}],
                 "policy":{"rollup":{"of":"own_measure"}},"tags":["t"],"silence":["no_overlap"],"continues":"n","extra":7},
                {"id":"p","title":"P"}]}"#;
        let workspace = Workspace::from_json(text).unwrap();
        assert_eq!(workspace.to_json(), print::to_json(&workspace.to_document()));
        assert_eq!(Workspace::from_json(&workspace.to_json()).unwrap().to_document(), workspace.to_document());
    }
}
