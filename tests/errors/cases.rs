//! The cases of `tests/errors/*.json`: a document or a piece of one, what is done with it, and everything that is found.
//!
//! `text` is a document as it stands and `document` one as JSON. `objective`, `key_result` and `measure` are set into a
//! small document around them, `policy` into either. `limits` states other limits. A document that loads is given the
//! `event`, or scored (`score`: `as_of`, perhaps `policy`), or an id of it is explained (`explain`); `policy_document`
//! is read for itself. `findings` lists all that is found, in any order; hints only where a case names one.

use okr_core::{Date, Error, Event, Finding, Limits, Policy, Severity, Workspace};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    about: String,
    text: Option<String>,
    document: Option<Value>,
    objective: Option<Map<String, Value>>,
    key_result: Option<Map<String, Value>>,
    measure: Option<Value>,
    policy: Option<Value>,
    policy_document: Option<Value>,
    #[serde(default)]
    limits: Map<String, Value>,
    event: Option<Event>,
    score: Option<Score>,
    explain: Option<String>,
    findings: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Score {
    as_of: String,
    policy: Option<Value>,
}

/// One finding; `found`, `expected` and `help` are parts of its message and help.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    code: String,
    #[serde(default = "error")]
    severity: String,
    path: String,
    #[serde(default)]
    found: String,
    #[serde(default)]
    expected: String,
    #[serde(default)]
    help: String,
}

fn error() -> String {
    "error".to_owned()
}

/// What became of a case.
pub(crate) struct Outcome {
    /// Whether something was refused.
    pub(crate) refused: bool,
    pub(crate) findings: Vec<Finding>,
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        Outcome { refused: true, findings: error.findings().to_vec() }
    }
}

pub(crate) fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let read = |path: &std::path::PathBuf| -> Vec<Case> {
        let text = std::fs::read_to_string(path).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files.iter().flat_map(read).collect()
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        &self.about
    }

    pub(crate) fn run(&self) -> Outcome {
        self.outcome().unwrap_or_else(Outcome::from)
    }

    fn outcome(&self) -> Result<Outcome, Error> {
        if let Some(policy) = &self.policy_document {
            Policy::from_json(&policy.to_string())?;
            return Ok(Outcome { refused: false, findings: Vec::new() });
        }
        let mut workspace = Workspace::from_json_with(&self.document(), &limits(&self.limits))?;
        let mut findings = workspace.findings().to_vec();
        if let Some(event) = &self.event {
            let before = workspace.to_json();
            if let Err(error) = workspace.apply(event) {
                assert_eq!(workspace.to_json(), before, "{}: a refused event changes nothing", self.about);
                return Err(error);
            }
        }
        if let Some(Score { as_of, policy }) = &self.score {
            let as_of: Date = as_of.parse()?;
            let card = match policy {
                Some(policy) => workspace.score_with(&Policy::from_json(&policy.to_string())?, as_of)?,
                None => workspace.score(as_of),
            };
            findings = card.report(&workspace)?.findings;
        }
        if let Some(id) = &self.explain {
            let card = workspace.score(Date::new(2026, 11, 15)?);
            workspace.explain(&card, id)?;
        }
        Ok(Outcome { refused: false, findings })
    }

    fn document(&self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let mut document = self.document.clone().unwrap_or_else(|| json!({"okr": 1, "objectives": [self.objective()]}));
        if let Some(policy) = &self.policy {
            document["policy"] = policy.clone();
        }
        document.to_string()
    }

    fn objective(&self) -> Value {
        let mut objective = json!({"id": "o", "title": "O"});
        match &self.objective {
            Some(fields) => set(&mut objective, fields),
            None => {
                objective["start"] = json!("2026-10-01");
                objective["due"] = json!("2026-12-31");
                objective["key_results"] = json!([self.key_result()]);
            }
        }
        objective
    }

    fn key_result(&self) -> Value {
        let mut key_result = json!({"id": "k", "title": "K", "measure": {"kind": "move", "target": 10}});
        set(&mut key_result, self.key_result.as_ref().unwrap_or(&Map::new()));
        if let Some(measure) = &self.measure {
            key_result["measure"] = measure.clone();
        }
        key_result
    }

    /// What is wrong with the outcome, in words; nothing if it is right.
    pub(crate) fn verdict(&self) -> Option<String> {
        let Outcome { refused, findings } = self.run();
        let mut wrong = Vec::new();
        let hints = self.findings.iter().any(|expected| expected.severity == "hint");
        let mut left: Vec<&Finding> =
            findings.iter().filter(|finding| hints || finding.severity != Severity::Hint).collect();
        for expected in &self.findings {
            match left.iter().position(|finding| expected.is(finding)) {
                Some(at) => {
                    left.remove(at);
                }
                None => wrong.push(format!(
                    "  missing  {}[{}] {:?} with {:?} {:?} {:?}",
                    expected.severity, expected.code, expected.path, expected.found, expected.expected, expected.help
                )),
            }
        }
        wrong.extend(left.iter().map(|finding| format!("  not said {}", told(finding))));
        wrong.extend(findings.iter().flat_map(complaints));
        let errors = self.findings.iter().any(|expected| expected.severity == "error");
        if errors != refused {
            wrong.push(format!("  refused: {refused}, while errors are the only reason to refuse"));
        }
        (!wrong.is_empty()).then(|| format!("{}\n{}", self.about, wrong.join("\n")))
    }
}

impl Expected {
    fn is(&self, finding: &Finding) -> bool {
        self.code == finding.code.as_str()
            && self.severity == finding.severity.as_str()
            && self.path == finding.path
            && [&self.found, &self.expected].iter().all(|part| finding.message.contains(part.as_str()))
            && finding.help.contains(&self.help)
    }
}

/// What every finding owes its reader: what was found, for an error also what was expected, and a help.
pub(crate) fn complaints(finding: &Finding) -> Vec<String> {
    let says = |words: &[&str]| words.iter().any(|word| finding.message.contains(word));
    let mut wrong = Vec::new();
    if !says(&["found"]) {
        wrong.push("says not what was found");
    }
    if finding.severity == Severity::Error && !says(&["expected", "the limit is"]) {
        wrong.push("says not what was expected");
    }
    if finding.help.trim().is_empty() {
        wrong.push("has no help");
    }
    if ["::", "progress_only", "`Cancel`", "`Limits`"].iter().any(|word| finding.help.contains(word)) {
        wrong.push("helps in Rust, to callers from anywhere");
    }
    if finding.severity != finding.code.severity() {
        wrong.push("has another severity than its code");
    }
    if [&finding.message, &finding.help].iter().any(|text| text.chars().any(char::is_control)) {
        wrong.push("echoes control characters");
    }
    if finding.message.chars().count() > 600 || finding.path.chars().count() > 600 {
        wrong.push("is too long to read");
    }
    wrong.into_iter().map(|wrong| format!("  {wrong}: {}", told(finding))).collect()
}

pub(crate) fn told(finding: &Finding) -> String {
    format!(
        "{}[{}] {:?}: {:?} ({:?})",
        finding.severity.as_str(),
        finding.code,
        finding.path,
        finding.message,
        finding.help
    )
}

fn set(object: &mut Value, fields: &Map<String, Value>) {
    for (key, value) in fields {
        object[key] = value.clone();
    }
}

fn limits(stated: &Map<String, Value>) -> Limits {
    let mut limits = Limits::default();
    for (field, value) in stated {
        let value = value.as_u64().unwrap() as usize;
        match field.as_str() {
            "bytes" => limits.bytes = value,
            "depth" => limits.depth = value,
            "text" => limits.text = value,
            "id" => limits.id = value,
            "objectives" => limits.objectives = value,
            other => panic!("no case states the limit {other} yet"),
        }
    }
    limits
}
