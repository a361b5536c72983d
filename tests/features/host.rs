//! A program whose build turns on what any crate may turn on in serde_json: numbers as text, and keys as they come.
//! Prints what becomes of each text on standard input, a list of texts in JSON.

mod outcome;

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number: Value = serde_json::from_str("0.10")?;
    assert_eq!(number.to_string(), "0.10", "arbitrary_precision is on");
    assert_eq!(json!({"b": 1, "a": 2}).to_string(), r#"{"b":1,"a":2}"#, "preserve_order is on");
    let texts: Vec<String> = serde_json::from_reader(std::io::stdin())?;
    let outcomes: Vec<Vec<String>> = texts.iter().map(|text| outcome::outcome(text)).collect();
    serde_json::to_writer(std::io::stdout(), &outcomes)?;
    Ok(())
}
