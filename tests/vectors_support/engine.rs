//! The only door to the engine: a document in, a scorecard out, both as JSON.

use okr_core::{Date, Workspace};
use serde_json::{Value, json};
use std::cell::RefCell;

/// Why an example gives no numbers.
pub(crate) enum Stop {
    /// Nothing of the engine's answers it.
    Unsupported(String),
    /// The engine refuses the document: codes, and the whole message.
    Refused { codes: Vec<String>, paths: Vec<String>, message: String },
    /// The runner built something the engine's report does not answer.
    Broken(String),
}

pub(crate) fn unsupported<T>(reason: &str) -> Result<T, Stop> {
    Err(Stop::Unsupported(reason.to_owned()))
}

/// A document as it came to the engine, and the date it was asked about.
pub(crate) type Asked = (String, Date);

thread_local! {
    static ASKED: RefCell<Option<Vec<Asked>>> = const { RefCell::new(None) };
}

/// Every document that comes to the engine meanwhile, for those who score them another way.
#[allow(dead_code, reason = "most programs that share this do not listen")]
pub(crate) fn overheard(run: impl FnOnce()) -> Vec<Asked> {
    ASKED.set(Some(Vec::new()));
    run();
    ASKED.take().unwrap_or_default()
}

/// A document in the making.
pub(crate) struct Document {
    pub(crate) policy: Value,
    pub(crate) cycle: Option<(Date, Date)>,
    /// Further cycles.
    pub(crate) cycles: Vec<Value>,
    pub(crate) confidence_scale: Option<(f64, f64)>,
    pub(crate) objectives: Vec<Value>,
    pub(crate) teams: Vec<Value>,
    pub(crate) kpis: Vec<Value>,
}

impl Document {
    pub(crate) fn new(policy: Value, cycle: Option<(Date, Date)>) -> Self {
        Document {
            policy,
            cycle,
            cycles: Vec::new(),
            confidence_scale: None,
            objectives: Vec::new(),
            teams: Vec::new(),
            kpis: Vec::new(),
        }
    }

    /// Adds an objective with its key results and further fields.
    pub(crate) fn objective(&mut self, id: &str, key_results: Vec<Value>, fields: Value) {
        let mut objective = json!({"id": id, "title": id, "key_results": key_results});
        if self.cycle.is_some() {
            objective["cycle"] = json!("cycle");
        }
        for (key, value) in fields.as_object().into_iter().flatten() {
            objective[key] = value.clone();
        }
        self.objectives.push(objective);
    }

    fn json(&self) -> Value {
        let mut document = json!({"okr": 1, "name": "vectors", "policy": self.policy, "objectives": self.objectives});
        if let Some((start, end)) = self.cycle {
            let cycle =
                json!({"id": "cycle", "start": start.to_string(), "end": end.to_string(), "check_in_every": "1w"});
            document["cycles"] = json!([&[cycle], self.cycles.as_slice()].concat());
        }
        if let Some((low, high)) = self.confidence_scale {
            document["confidence_scale"] = json!([low, high]);
        }
        for (key, list) in [("teams", &self.teams), ("kpis", &self.kpis)] {
            if !list.is_empty() {
                document[key] = json!(list);
            }
        }
        document
    }

    /// What became of the check-in of a key result that is due on a day.
    pub(crate) fn due(&self, id: &str, as_of: Date, on: Date) -> Result<&'static str, Stop> {
        let workspace = self.workspace(as_of)?;
        let broken = |error: okr_core::Error| Stop::Broken(error.to_string());
        let due = workspace.due_check_ins(&workspace.score(as_of), id).map_err(broken)?;
        let found = due.iter().find(|due| due.on == on).map(|due| due.state.as_str());
        found.ok_or_else(|| Stop::Unsupported("no check-in is due that day".to_owned()))
    }

    /// The scorecard as of a date.
    pub(crate) fn score(&self, as_of: Date) -> Result<Card, Stop> {
        let workspace = self.workspace(as_of)?;
        let broken = |error: okr_core::Error| Stop::Broken(error.to_string());
        let card = workspace.score(as_of).to_json(&workspace).map_err(broken)?;
        serde_json::from_str(&card)
            .map(Card)
            .map_err(|error| Stop::Broken(format!("the scorecard is no JSON: {error}")))
    }

    /// The document, read.
    pub(crate) fn workspace(&self, as_of: Date) -> Result<Workspace, Stop> {
        let text = self.json().to_string();
        if std::env::var_os("OKR_VECTORS_SHOW").is_some() {
            println!("    document as of {as_of}: {text}");
        }
        ASKED.with_borrow_mut(|asked| asked.iter_mut().for_each(|asked| asked.push((text.clone(), as_of))));
        Workspace::from_json(&text).map_err(|error| {
            let findings = error.findings();
            Stop::Refused {
                codes: findings.iter().map(|finding| finding.code.to_string()).collect(),
                paths: findings.iter().map(|finding| finding.path.to_string()).collect(),
                message: error.to_string(),
            }
        })
    }
}

/// A scorecard.
pub(crate) struct Card(Value);

impl Card {
    fn row<'a>(list: Option<&'a Value>, id: &str) -> Option<&'a Value> {
        list?.as_array()?.iter().find(|row| row["id"] == id)
    }

    pub(crate) fn objective(&self, id: &str) -> Result<&Value, Stop> {
        Self::row(self.0.get("objectives"), id).ok_or_else(|| Stop::Broken(format!("no row of objective {id}")))
    }

    pub(crate) fn key_result(&self, id: &str) -> Result<&Value, Stop> {
        let objectives = self.0["objectives"].as_array().into_iter().flatten();
        let found = objectives.filter_map(|objective| Self::row(objective.get("key_results"), id)).next();
        found.ok_or_else(|| Stop::Broken(format!("no row of key result {id}")))
    }

    /// A row of `teams`, `cycles` or `kpis`.
    pub(crate) fn group(&self, list: &str, id: &str) -> Result<&Value, Stop> {
        Self::row(self.0.get(list), id).ok_or_else(|| Stop::Broken(format!("no row of {id} in {list}")))
    }
}
