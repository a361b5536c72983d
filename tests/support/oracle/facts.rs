//! What holds on the date: states (S1, T3), closing (T6), amendments, windows (T5), intervals (T3), check-ins (T2).

use super::time::{Day, Interval, Window, date};
use super::{NOTHING, Node, Oracle, list, number, text};
use serde_json::Value;

/// A check-in or a KPI's reading that counts.
#[derive(Clone, Copy)]
pub struct CheckIn<'a> {
    pub on: Day,
    pub stated: &'a Value,
}

impl CheckIn<'_> {
    pub fn value(&self) -> Option<f64> {
        match &self.stated["value"] {
            Value::Bool(done) => Some(if *done { 1.0 } else { 0.0 }),
            value => value.as_f64(),
        }
    }
}

/// The facts in force for a key result, or for an objective's own measure.
#[derive(Clone)]
pub struct Facts<'a> {
    pub node: Node,
    pub cutoff: Day,
    pub window: Window,
    pub measure: Value,
    pub weight: Option<f64>,
    pub weight_amended: bool,
    /// The own start, for R4.
    pub own_start: Option<Day>,
    /// Visible and read, by date, then document order.
    pub check_ins: Vec<CheckIn<'a>>,
    /// The latest confidence stated, converted.
    pub confidence: Option<f64>,
}

impl<'a> Oracle<'a> {
    /// The entry of the state list in force at as_of; a bare word, alone or at the head of the list, is none.
    pub fn state_entry(&self, node: Node) -> Option<&'a Value> {
        let entries = list(self.stated(node), "state").iter().filter(|entry| entry.is_object());
        let visible = entries.filter(|e| date(e, "on").expect("a date") <= self.as_of);
        // The last of several on the latest date.
        visible.max_by_key(|e| date(e, "on"))
    }

    pub fn state(&self, node: Node) -> &'a str {
        let stated = &self.stated(node)["state"];
        let since_ever = stated.as_str().or(stated[0].as_str()).unwrap_or("active");
        self.state_entry(node).map_or(since_ever, |entry| text(entry, "state"))
    }

    /// Its own or, for a key result, its objective's closing (T6).
    pub fn is_closed(&self, node: Node) -> bool {
        self.state(node) == "closed" || self.state(Node::Objective(self.home(node))) == "closed"
    }

    /// The state entry by which a node is closed itself.
    pub fn closing(&self, node: Node) -> &'a Value {
        if self.state(node) == "closed" { self.state_entry(node).unwrap_or(&NOTHING) } else { &NOTHING }
    }

    /// G2: why a node is closed; a key result may be closed by its objective.
    pub fn closing_reason(&self, node: Node) -> &'a str {
        let closed_itself = self.state(node) == "closed";
        text(self.closing(if closed_itself { node } else { Node::Objective(self.home(node)) }), "reason")
    }

    /// T6: as_of, or the day of the closing.
    pub fn cutoff(&self, node: Node) -> Day {
        let own = date(self.closing(node), "on").unwrap_or(self.as_of);
        match node {
            Node::Objective(_) => own,
            Node::KeyResult(k) => own.min(self.cutoff(Node::Objective(self.key_results[k].0))),
        }
    }

    pub fn cycle(&self, id: &str) -> Option<&'a Value> {
        list(self.document, "cycles").iter().find(|cycle| text(cycle, "id") == id)
    }

    /// T5: own start and due, else the cycle's.
    pub fn objective_window(&self, o: usize) -> Window {
        let stated = self.objectives[o];
        let cycle = self.cycle(text(stated, "cycle")).unwrap_or(&NOTHING);
        Window {
            start: date(stated, "start").or(date(cycle, "start")),
            end: date(stated, "due").or(date(cycle, "end")),
        }
    }

    /// T3: the key result's interval, else the cycle's, else the nearest enclosing cycle's, else a week.
    pub fn interval(&self, node: Node) -> Interval {
        let mut stated = self.stated(node)["check_in_every"].as_str();
        let mut cycle = self.cycle(text(self.objectives[self.home(node)], "cycle"));
        while let (None, Some(c)) = (stated, cycle) {
            stated = c["check_in_every"].as_str();
            cycle = self.cycle(text(c, "within"));
        }
        stated.map_or(Interval::Days(7), Interval::parse)
    }

    pub fn key_result_facts(&self, k: usize) -> Facts<'a> {
        let (o, stated) = self.key_results[k];
        let node = Node::KeyResult(k);
        let cutoff = self.cutoff(node);
        let mut measure = stated["measure"].clone();
        let mut weight = number(stated, "weight");
        let (mut start, mut due) = (date(stated, "start"), date(stated, "due"));
        let (mut weight_amended, mut read_from) = (false, None);
        let mut amendments: Vec<&Value> = list(stated, "amendments").iter().collect();
        amendments.retain(|a| date(a, "on").expect("a date") <= cutoff);
        amendments.sort_by_key(|a| date(a, "on"));
        for amendment in amendments {
            let before = (measure["kind"].clone(), measure["unit"].clone());
            if amendment["measure"].is_object() {
                measure = amendment["measure"].clone();
            }
            for field in ["baseline", "target"] {
                if !amendment[field].is_null() {
                    measure[field] = amendment[field].clone();
                }
            }
            if (measure["kind"].clone(), measure["unit"].clone()) != before {
                read_from = date(amendment, "on");
            }
            if let Some(amended) = number(amendment, "weight") {
                (weight, weight_amended) = (Some(amended), true);
            }
            start = date(amendment, "start").or(start);
            due = date(amendment, "due").or(due);
        }
        let inherited = self.objective_window(o);
        // Own check-ins count from the first visible one; until then the KPI's readings stand for them.
        let mut all = visible(list(stated, "check_ins"), cutoff);
        if let (true, Some(kpi)) = (all.is_empty(), stated["kpi"].as_str()) {
            let kpi = list(self.document, "kpis").iter().find(|row| text(row, "id") == kpi);
            all = visible(list(kpi.expect("a KPI"), "readings"), cutoff);
        }
        let confidence = self.confidence_in(&all);
        let check_ins = all.into_iter().filter(|c| read_from.is_none_or(|from| c.on >= from)).collect();
        Facts {
            node,
            cutoff,
            window: Window { start: start.or(inherited.start), end: due.or(inherited.end) },
            measure,
            weight,
            weight_amended,
            own_start: start,
            check_ins,
            confidence,
        }
    }

    pub fn objective_facts(&self, o: usize) -> Facts<'a> {
        let (stated, node) = (self.objectives[o], Node::Objective(o));
        let cutoff = self.cutoff(node);
        let check_ins = visible(list(stated, "check_ins"), cutoff);
        Facts {
            node,
            cutoff,
            window: self.objective_window(o),
            measure: stated["measure"].clone(),
            weight: number(stated, "weight"),
            weight_amended: false,
            own_start: date(stated, "start"),
            confidence: self.confidence_in(&check_ins),
            check_ins,
        }
    }

    /// C1, C2: the last one stated, on the scale 0 to 1.
    fn confidence_in(&self, check_ins: &[CheckIn<'a>]) -> Option<f64> {
        let scale = list(self.document, "confidence_scale");
        let bound = |place: usize, default: f64| scale.get(place).and_then(Value::as_f64).unwrap_or(default);
        let (low, high) = (bound(0, 0.0), bound(1, 1.0));
        check_ins.iter().rev().find_map(|c| number(c.stated, "confidence")).map(|c| (c - low) / (high - low))
    }
}

/// T2, T3: what is dated by the cut-off, by date, then document order.
fn visible(stated: &[Value], cutoff: Day) -> Vec<CheckIn<'_>> {
    let mut visible: Vec<CheckIn<'_>> = stated
        .iter()
        .map(|stated| CheckIn { on: date(stated, "on").expect("a date"), stated })
        .filter(|check_in| check_in.on <= cutoff)
        .collect();
    visible.sort_by_key(|check_in| check_in.on);
    visible
}
