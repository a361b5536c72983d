//! The engine's scorecard beside the oracle's: numbers within 1e-9, words exactly.

use super::engine;
use super::oracle::Oracle;
use super::random::Case;
use serde_json::Value;

/// What a comparison found.
#[derive(Default)]
pub struct Comparison {
    pub differences: Vec<String>,
    pub numbers: usize,
    pub words: usize,
    /// Words not compared, because a number lies on the edge of a tolerance.
    pub skipped: usize,
}

/// Scores a case both ways. A document that the engine refuses is a difference too: random documents are valid.
pub fn compare(case: &Case) -> Comparison {
    let mut comparison = Comparison::default();
    match engine::score(case) {
        Ok(card) => {
            let oracle = Oracle::new(&case.document, case.policy.as_ref(), &case.as_of).scorecard();
            comparison.rows("", &card, &oracle);
        }
        Err(refusal) => comparison.differences.push(format!("refused {refusal}")),
    }
    comparison
}

fn equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * 1.0_f64.max(a.abs()).max(b.abs())
}

impl Comparison {
    /// Every field of the oracle's row is compared; the engine may say more.
    fn rows(&mut self, path: &str, engine: &Value, oracle: &Value) {
        let near = oracle["near"] == Value::Bool(true);
        for (field, expected) in oracle.as_object().expect("a row") {
            let path = format!("{path}/{field}");
            match (field.as_str(), expected) {
                ("near", _) => {}
                ("guardrails", _) => self.leaf(&path, &engine[field], expected, near),
                (_, Value::Array(rows)) => self.list(&path, &engine[field], rows),
                (_, Value::Object(_)) if engine[field].is_object() => self.rows(&path, &engine[field], expected),
                _ => self.leaf(&path, &engine[field], expected, near),
            }
        }
    }

    fn list(&mut self, path: &str, engine: &Value, oracle: &[Value]) {
        let length = engine.as_array().map_or(0, Vec::len);
        if length != oracle.len() {
            self.differences.push(format!("{path}: {length} rows, expected {}", oracle.len()));
            return;
        }
        for (place, row) in oracle.iter().enumerate() {
            self.rows(&format!("{path}/{}", row["id"].as_str().unwrap_or("?")), &engine[place], row);
        }
    }

    fn leaf(&mut self, path: &str, engine: &Value, oracle: &Value, near: bool) {
        let same = match (engine.as_f64(), oracle.as_f64()) {
            (Some(a), Some(b)) => {
                self.numbers += 1;
                equal(a, b)
            }
            _ if near => {
                self.skipped += 1;
                true
            }
            _ => {
                self.words += 1;
                engine == oracle
            }
        };
        if !same {
            self.differences.push(format!("{path}: {engine}, expected {oracle}"));
        }
    }
}
