//! A validator of as much of JSON Schema as our schemas use; a keyword it does not know is a failure, not a blank.

use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

pub(crate) struct Validator {
    root: Value,
    /// Fields met so far, with the definition they belong to.
    met: RefCell<BTreeSet<(String, String)>>,
}

/// What does not fit, each with its place.
type Complaints = Vec<String>;

impl Validator {
    pub(crate) fn new(root: Value) -> Self {
        Validator { root, met: RefCell::default() }
    }

    pub(crate) fn check(&self, instance: &Value) -> Complaints {
        let mut complaints = Complaints::new();
        self.value("", &self.root, instance, "", &mut complaints);
        complaints
    }

    #[track_caller]
    pub(crate) fn accepts(&self, what: &str, instance: &Value) {
        let complaints = self.check(instance);
        assert!(complaints.is_empty(), "{what}:\n{}", complaints.join("\n"));
    }

    /// Every field of every definition, as definition and name; the whole schema goes by no name.
    pub(crate) fn fields(&self) -> BTreeSet<(String, String)> {
        let definitions = self.root["$defs"].as_object().into_iter().flatten();
        let named = definitions.map(|(name, schema)| (name.clone(), schema)).chain([(String::new(), &self.root)]);
        let fields = |(name, schema): (String, &Value)| -> Vec<(String, String)> {
            let options = schema["anyOf"].as_array().into_iter().flatten();
            let fields = options.chain([schema]).filter_map(|schema| schema["properties"].as_object()).flatten();
            fields.map(|(field, _)| (name.clone(), field.clone())).collect()
        };
        named.flat_map(fields).collect()
    }

    /// The fields that no instance checked so far had.
    pub(crate) fn unmet(&self) -> Vec<(String, String)> {
        self.fields().difference(&self.met.borrow()).cloned().collect()
    }

    fn value(&self, name: &str, schema: &Value, instance: &Value, at: &str, complaints: &mut Complaints) {
        let keywords = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return complaints.push(format!("{at}: nothing may stand here")),
            other => other.as_object().expect("a schema is an object, true or false"),
        };
        for (keyword, says) in keywords {
            self.keyword(name, keywords, keyword, says, instance, at, complaints);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one step of a recursion over two trees")]
    fn keyword(
        &self,
        name: &str,
        keywords: &Map<String, Value>,
        keyword: &str,
        says: &Value,
        instance: &Value,
        at: &str,
        complaints: &mut Complaints,
    ) {
        let mut expect = |holds: bool, what: String| {
            if !holds {
                complaints.push(format!("{at}: found {instance}, expected {what}"));
            }
        };
        match keyword {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = says.as_str().and_then(|to| to.strip_prefix("#/$defs/")).expect("a reference to $defs");
                let definition = self.root["$defs"].get(name).unwrap_or_else(|| panic!("no definition {name}"));
                self.value(name, definition, instance, at, complaints);
            }
            "type" => {
                let types: Vec<&str> = match says {
                    Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                expect(types.iter().any(|of| is_of(instance, of)), format!("{types:?}"));
            }
            "const" => expect(instance == says, says.to_string()),
            "enum" => expect(says.as_array().is_some_and(|all| all.contains(instance)), says.to_string()),
            "minimum" => expect(instance.as_f64().is_none_or(|x| x >= says.as_f64().unwrap()), format!("≥ {says}")),
            "maximum" => expect(instance.as_f64().is_none_or(|x| x <= says.as_f64().unwrap()), format!("≤ {says}")),
            "minItems" => expect(size(instance).is_none_or(|n| n >= says.as_u64().unwrap()), format!("{says} items")),
            "maxItems" => expect(size(instance).is_none_or(|n| n <= says.as_u64().unwrap()), format!("{says} items")),
            "uniqueItems" => {
                let items = instance.as_array().map_or(&[][..], Vec::as_slice);
                let again = |at: usize| items[..at].contains(&items[at]);
                expect(!(0..items.len()).any(again), "items that differ".to_owned());
            }
            "pattern" => {
                let pattern = says.as_str().unwrap();
                expect(instance.as_str().is_none_or(|text| fits(pattern, text)), pattern.to_owned());
            }
            "anyOf" | "oneOf" => {
                let fitting = says.as_array().unwrap().iter().filter(|option| {
                    let mut complaints = Complaints::new();
                    self.value(name, option, instance, at, &mut complaints);
                    complaints.is_empty()
                });
                let count = fitting.count();
                let holds = if keyword == "anyOf" { count > 0 } else { count == 1 };
                expect(holds, format!("{keyword} of its options, {count} fit"));
            }
            "prefixItems" => {
                let items = instance.as_array().into_iter().flatten().zip(says.as_array().unwrap());
                for (index, (item, says)) in items.enumerate() {
                    self.value(name, says, item, &format!("{at}/{index}"), complaints);
                }
            }
            "items" => {
                let first = keywords.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (index, item) in instance.as_array().into_iter().flatten().enumerate().skip(first) {
                    self.value(name, says, item, &format!("{at}/{index}"), complaints);
                }
            }
            "required" => {
                for field in says.as_array().unwrap().iter().filter_map(Value::as_str) {
                    expect(!instance.is_object() || instance.get(field).is_some(), format!("the field {field}"));
                }
            }
            "properties" => {
                for (field, value) in instance.as_object().into_iter().flatten() {
                    if let Some(schema) = says.get(field) {
                        self.met.borrow_mut().insert((name.to_owned(), field.clone()));
                        self.value(name, schema, value, &format!("{at}/{field}"), complaints);
                    }
                }
            }
            "additionalProperties" => {
                let known = keywords.get("properties");
                for (field, value) in instance.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| known.get(field).is_none()) {
                        self.value(name, says, value, &format!("{at}/{field}"), complaints);
                    }
                }
            }
            other => panic!("teach the validator the keyword {other}"),
        }
    }
}

fn is_of(instance: &Value, of: &str) -> bool {
    match of {
        "null" => instance.is_null(),
        "boolean" => instance.is_boolean(),
        "string" => instance.is_string(),
        "array" => instance.is_array(),
        "object" => instance.is_object(),
        "number" => instance.is_number(),
        "integer" => instance.as_f64().is_some_and(|x| x.fract() == 0.0),
        other => panic!("no type {other}"),
    }
}

fn size(instance: &Value) -> Option<u64> {
    instance.as_array().map(|items| items.len() as u64)
}

/// The patterns of our schemas, by hand.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern {
        "^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" => {
            let shape = "9999-99-99".bytes().zip(text.bytes());
            let shaped = shape.into_iter().all(|(of, c)| if of == b'9' { c.is_ascii_digit() } else { c == of });
            let number = |digits: &str| digits.parse::<u32>().unwrap();
            text.len() == 10
                && shaped
                && (1900..=2999).contains(&number(&text[..4]))
                && (1..=12).contains(&number(&text[5..7]))
                && (1..=31).contains(&number(&text[8..]))
        }
        "^0*([1-9][0-9]{0,2}|[1-8][0-9]{3}|9000)(d|w|mo)$" => {
            let (count, unit) = text.split_at(text.len() - after_digits(text).len());
            ["d", "w", "mo"].contains(&unit) && count.parse().is_ok_and(|count: u64| (1..=9000).contains(&count))
        }
        r"^[+-][0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?%?$" => {
            let Some(number) = text.strip_suffix('%').unwrap_or(text).strip_prefix(['+', '-']) else { return false };
            let mantissa = after_digits(number);
            let power = mantissa.strip_prefix('.').map_or(mantissa, after_digits);
            let digits = |text: &str| !text.is_empty() && after_digits(text).is_empty();
            let power_fits = power
                .strip_prefix(['e', 'E'])
                .map_or(power.is_empty(), |power| digits(power.strip_prefix(['+', '-']).unwrap_or(power)));
            mantissa.len() < number.len() && power_fits
        }
        other => panic!("teach the validator the pattern {other}"),
    }
}

fn after_digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}

#[test]
fn it_finds_what_does_not_fit() {
    let schema = serde_json::json!({
        "type": "object", "additionalProperties": false, "required": ["a"],
        "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"type": ["integer", "null"], "minimum": 0}, "c": {"oneOf": [{"type": "number"}, {"const": 1}]}},
        "$defs": {"A": {"type": "array", "minItems": 1, "items": {"enum": ["x", "y"]}}}
    });
    let validator = Validator::new(schema);
    validator.accepts("all of it", &serde_json::json!({"a": ["x"], "b": null, "c": 2}));
    let wrong = [
        serde_json::json!([]),
        serde_json::json!({}),
        serde_json::json!({"a": []}),
        serde_json::json!({"a": ["z"]}),
        serde_json::json!({"a": ["x"], "b": -1}),
        serde_json::json!({"a": ["x"], "b": 1.5}),
        serde_json::json!({"a": ["x"], "c": 1}),
        serde_json::json!({"a": ["x"], "d": 1}),
    ];
    for instance in wrong {
        assert_eq!(validator.check(&instance).len(), 1, "{instance}: {:?}", validator.check(&instance));
    }
    assert_eq!(validator.unmet(), []);
}
