//! Runs other products' published examples through the engine: reading (`load`), what their words mean (`words`,
//! `input`, `profile`), the document an example becomes (`clock`, `measure`, `engine`, `kinds`), and whether the answer
//! is the published one (`facts`, `compare`, `report`).

pub(crate) mod clock;
pub(crate) mod compare;
pub(crate) mod engine;
pub(crate) mod facts;
pub(crate) mod input;
pub(crate) mod kinds;
pub(crate) mod load;
pub(crate) mod measure;
pub(crate) mod profile;
pub(crate) mod report;
#[rustfmt::skip] // tables read better in lines of words than one word a line
pub(crate) mod words;

pub(crate) use report::Report;

use compare::Verdict;
use engine::Stop;
use facts::Facts;
use input::Input;
use kinds::Case;
use load::{Entry, Flaw};
use profile::{Profile, Profiles};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What became of one example.
pub(crate) enum Outcome {
    Passed,
    /// It is, after what the product makes of its data was written into the document.
    Converted,
    Failed(Vec<String>),
    /// Nothing to compute, or a kind that no engine should answer.
    NotComputable(String),
    /// A computable kind whose answer is not the engine's, by a difference that is declared.
    Declared(String),
    /// The product's answer is a defect, and how the engine's differs from it.
    Defect {
        reason: String,
        here: Vec<String>,
    },
}

/// Who computes an example: its product and the preset that stands for it.
pub(crate) struct Known {
    pub(crate) product: String,
    pub(crate) preset: String,
}

/// What the products' words mean.
pub(crate) struct Rules(Profiles);

impl Rules {
    /// Reads `products.json` of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Rules, String> {
        let name = "products.json";
        let text = std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        Profiles::read(&text).map(Rules)
    }
}

/// Runs every file of a folder.
pub(crate) fn run(folder: &Path, rules: &Rules) -> Report {
    let mut report = Report::default();
    for file in load::folder(folder) {
        for entry in &file.entries {
            let profile = rules.0.of(entry);
            let known = Known { product: profile.product.clone(), preset: profile.preset.clone() };
            let converts = profile.converts();
            let found = match outcome(entry, profile) {
                Outcome::Passed if converts && !is_reproduced(entry, rules) => Outcome::Converted,
                found => found,
            };
            report.add(entry, &known, found);
        }
        report.unread(&file.name, &file.unread);
    }
    report
}

/// Whether the answer is the published one from the example's data as they are.
fn is_reproduced(entry: &Entry, rules: &Rules) -> bool {
    matches!(outcome(entry, rules.0.of(entry).without_conversions()), Outcome::Passed)
}

fn outcome(entry: &Entry, profile: Profile) -> Outcome {
    let declared = kinds::UNSUPPORTED.iter().find(|(kind, _)| *kind == entry.kind).map(|(_, reason)| *reason);
    if let Some(reason) =
        declared.or_else(|| (!entry.computable).then_some("a record of the source, with nothing to derive"))
    {
        return Outcome::NotComputable(reason.to_owned());
    }
    let Some(handler) = kinds::handler(&entry.kind) else {
        return Outcome::NotComputable("a kind this runner does not know".to_owned());
    };
    let unknown = profile.unknown.first().map(|rule| format!("a rule this runner does not know: {rule}"));
    let case = Case { entry, input: Input(&entry.input), profile };
    let answer =
        catch_unwind(AssertUnwindSafe(|| handler(&case))).unwrap_or_else(|_| Err(Stop::Broken("a panic".to_owned())));
    let found = match answer {
        Ok(facts) => judged(&case, &facts),
        Err(Stop::Unsupported(reason)) => Outcome::Declared(reason),
        Err(Stop::Refused { codes, paths, message }) => refused(&case, &codes, &paths, message),
        Err(Stop::Broken(message)) => Outcome::Failed(vec![message]),
    };
    let Outcome::Failed(found) = found else { return found };
    match (entry.flaw, case.profile.declared(), unknown) {
        (Some(Flaw::Bug), ..) => Outcome::Defect { reason: "a bug of that product".to_owned(), here: found },
        (_, Some(reason), _) => Outcome::Declared(reason.to_owned()),
        (.., Some(rule)) => Outcome::Declared(rule),
        _ => Outcome::Failed(found),
    }
}

fn judged(case: &Case<'_>, facts: &Facts) -> Outcome {
    let mut failures = Vec::new();
    let mut unknown = Vec::new();
    let mut defect = None;
    for (key, verdict) in compare::verdicts(&case.entry.expected, facts, &case.profile, case.entry.from_code) {
        match verdict {
            Verdict::Holds => {}
            Verdict::Defect(reason) => defect = Some(reason),
            Verdict::Unknown => unknown.push(key),
            Verdict::Differs { expected: Value::String(word), .. } if word == "rejected" => {
                return Outcome::Declared("the product refuses input that the engine takes".to_owned());
            }
            Verdict::Differs { got, expected } => failures.push(format!("{key}: got {got}, expected {expected}")),
        }
    }
    match defect {
        _ if !failures.is_empty() => Outcome::Failed(failures),
        Some(reason) => Outcome::Defect { reason: reason.to_owned(), here: Vec::new() },
        None if case.entry.expected.keys().all(|key| words::RECORDS.contains(&key.as_str())) => {
            Outcome::NotComputable("nothing to compare".to_owned())
        }
        None if !unknown.is_empty() => {
            Outcome::Declared(format!("asks for what the engine does not say: {}", unknown.join(", ")))
        }
        None => Outcome::Passed,
    }
}

/// A refused document is the answer where the example expects a refusal. The wording is the product's own.
fn refused(case: &Case<'_>, codes: &[String], paths: &[String], message: String) -> Outcome {
    let dotted: Vec<String> = paths.iter().map(|path| dotted(path)).collect();
    let mut defect = false;
    for (key, value) in &case.entry.expected {
        let text = value.as_str().unwrap_or_default();
        let holds = match key.as_str() {
            "valid" | "accepted" | "allowed" => value == &Value::Bool(false),
            "error" | "errors" => !value.is_null() && value != &Value::Bool(false),
            "error_path" | "path" => dotted.iter().any(|path| same_place(path, text)),
            _ if ["error", "rejected"].contains(&text) => true,
            _ if ["NaN", "Infinity", "-Infinity"].contains(&text) || key == "is_nan" && value == &Value::Bool(true) => {
                defect = true;
                true
            }
            _ => false,
        };
        if !holds {
            return Outcome::Failed(vec![format!(
                "{key}: refused ({}): {message}, expected {value}",
                codes.join(", ")
            )]);
        }
    }
    if defect {
        Outcome::Defect { reason: compare::NO_NUMBER.to_owned(), here: vec![message] }
    } else {
        Outcome::Passed
    }
}

/// Whether two paths name the same field of the same row: `objectives[0].keyResults[0].score`, wherever in the row the
/// document states it.
pub(crate) fn same_place(path: &str, stated: &str) -> bool {
    let parts = |path: &str| -> (Vec<String>, Option<String>) {
        let words = path.split('.').map(|part| part.replace("keyResults", "key_results")).collect::<Vec<_>>();
        let rows = words.iter().filter(|word| word.starts_with("objectives") || word.starts_with("key_results"));
        (rows.cloned().collect(), words.last().cloned())
    };
    parts(path) == parts(stated)
}

/// A JSON pointer as a dotted path: `/objectives/0/title` is `objectives[0].title`.
pub(crate) fn dotted(pointer: &str) -> String {
    pointer.split('/').filter(|part| !part.is_empty()).fold(String::new(), |path, part| match part.parse::<usize>() {
        Ok(index) => format!("{path}[{index}]"),
        Err(_) if path.is_empty() => part.to_owned(),
        Err(_) => format!("{path}.{part}"),
    })
}
