//! What a product's words mean and which preset counts for it: `products.json` for one example.

use super::input::Input;
use super::load::Entry;
use super::words::{COLOURS, RULE_KEYS, RULE_PARTS, STATUSES, TYPE_KEYS, meaning, plain};
use okr_core::policy::{Bands, Final};
use okr_core::{Policy, Status};
use serde_json::{Map, Value, json};

/// The preset of one example, what its own words add to it, and its product's vocabulary.
pub(crate) struct Profile {
    /// The product's name in the table, or as the example gives it.
    pub(crate) product: String,
    /// The preset's name.
    pub(crate) preset: String,
    /// The preset with what the example itself states on top: a policy document.
    document: Value,
    /// The same, read.
    pub(crate) policy: Policy,
    vocabulary: Map<String, Value>,
    measure: Map<String, Value>,
    kind: String,
    /// Rules that the example names and nobody knows.
    pub(crate) unknown: Vec<String>,
}

/// All products and all words for rules.
pub(crate) struct Profiles(Value);

impl Profiles {
    /// Reads the table; every preset it names must exist.
    pub(crate) fn read(text: &str) -> Result<Profiles, String> {
        let table: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let entries = ["products", "rules"].iter().filter_map(|group| table[*group].as_object()).flatten();
        for (name, entry) in entries {
            let choices = entry["when"].as_array().into_iter().flatten().chain([entry]);
            for preset in choices.filter_map(|choice| choice["preset"].as_str()) {
                Policy::preset(preset).map_err(|error| format!("{name}: {error}"))?;
            }
        }
        Ok(Profiles(table))
    }

    /// A product by its name, by the name of its column, or by the longest known beginning of its name.
    fn product(&self, name: &str) -> Option<(&String, &Value)> {
        let products = self.0["products"].as_object()?;
        let column = |(_, product): &(&String, &Value)| {
            product["columns"].as_array().is_some_and(|names| names.contains(&json!(name)))
        };
        let beginning = || {
            let known = products.iter().filter(|(known, _)| name.starts_with(known.as_str()));
            known.max_by_key(|(known, _)| known.len())
        };
        products.get_key_value(name).or_else(|| products.iter().find(column)).or_else(beginning)
    }

    /// The names of the rules that an example states, as the table knows them: by key and word, by word, or by a part
    /// of the word.
    fn named(&self, input: Input<'_>, unknown: &mut Vec<String>) -> Vec<&Value> {
        let rules = &self.0["rules"];
        let mut found = Vec::new();
        for key in RULE_KEYS {
            for word in input.words(&[key]) {
                let part = || RULE_PARTS.iter().find(|(part, _)| word.contains(part)).map(|(_, rule)| *rule);
                let rule = rules.get(format!("{key}:{word}")).or_else(|| rules.get(&word));
                match rule.or_else(|| rules.get(part()?)) {
                    Some(rule) => found.push(rule),
                    None => unknown.push(word),
                }
            }
        }
        found
    }

    /// The profile of an example: the preset that its product takes for it, else the one its rules name; on top what
    /// its rules say.
    pub(crate) fn of(&self, entry: &Entry) -> Profile {
        let input = Input(&entry.input);
        let mut profile = Profile { kind: entry.kind.clone(), ..Profile::default() };
        let known = self.product(&entry.product);
        profile.product = known.map_or(&entry.product, |(name, _)| name).clone();
        let product = known.and_then(|(_, product)| product.as_object()).cloned().unwrap_or_default();
        let rules = self.named(input, &mut profile.unknown);
        let chosen = product.get("when").and_then(Value::as_array).into_iter().flatten();
        let chosen =
            chosen.filter(|choice| applies(choice, entry)).filter_map(|choice| choice["preset"].as_str()).next_back();
        let by_rule = rules.iter().filter_map(|rule| rule["preset"].as_str()).next_back();
        let own = product.get("preset").and_then(Value::as_str);
        profile.preset = chosen.or(by_rule).or(own).unwrap_or("default").to_owned();
        profile.vocabulary = product;
        let mut document = json!({"base": profile.preset});
        let types = profile.vocabulary.get("types").and_then(Value::as_object).cloned().unwrap_or_default();
        for rule in rules {
            merge(&mut document, &rule["policy"]);
            lay(&mut profile.measure, rule["measure"].as_object());
            lay(&mut profile.vocabulary, rule.as_object());
        }
        for word in input.words(TYPE_KEYS) {
            lay(&mut profile.measure, types.get(&word).and_then(Value::as_object));
        }
        match Policy::from_json(&document.to_string()) {
            Ok(policy) => profile.policy = policy,
            Err(error) => profile.unknown.push(error.to_string()),
        }
        profile.document = document;
        profile
    }
}

impl Default for Profile {
    fn default() -> Self {
        Profile {
            product: String::new(),
            preset: "default".to_owned(),
            document: json!({"base": "default"}),
            policy: Policy::default(),
            vocabulary: Map::new(),
            measure: Map::new(),
            kind: String::new(),
            unknown: Vec::new(),
        }
    }
}

/// Whether a product counts this example by another preset: by its kind, by a key it states, or by what that key says.
fn applies(choice: &Value, entry: &Entry) -> bool {
    let stated = |key: &str| entry.input.get(key).filter(|value| !value.is_null());
    let says = |found: &Value| match (&choice["is"], found) {
        (Value::Null, _) => true,
        (Value::String(word), Value::String(found)) => plain(word) == plain(found),
        (word, found) => word == found,
    };
    let kind = choice["kind"].as_str().is_none_or(|kind| kind == entry.kind);
    kind && choice["key"].as_str().is_none_or(|key| stated(key).is_some_and(says))
}

fn lay(into: &mut Map<String, Value>, from: Option<&Map<String, Value>>) {
    into.extend(from.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
}

impl Profile {
    /// Whether its vocabulary says how data become others before the engine sees them, and not only what words mean.
    pub(crate) fn converts(&self) -> bool {
        self.vocabulary.iter().any(|(key, value)| is_conversion(key, value))
    }

    /// The same without what changes data.
    pub(crate) fn without_conversions(mut self) -> Profile {
        self.vocabulary.retain(|key, value| !is_conversion(key, value));
        self
    }

    /// What the product's vocabulary, or the rule that the example names, says under this name.
    pub(crate) fn how(&self, key: &str) -> Option<&Value> {
        self.vocabulary.get(key)
    }

    pub(crate) fn how_text(&self, key: &str) -> Option<&str> {
        self.how(key)?.as_str()
    }

    pub(crate) fn how_number(&self, key: &str) -> Option<f64> {
        self.how(key)?.as_f64()
    }

    /// Fields that the rules and types named by the example put on every measure of the right kind.
    pub(crate) fn measure_fields(&self) -> &Map<String, Value> {
        &self.measure
    }

    /// How check-ins become one value where the measure says nothing itself.
    pub(crate) fn sums(&self) -> bool {
        self.measure.get("aggregate") == Some(&json!("sum"))
    }

    /// The template of a metric type that this product means differently.
    pub(crate) fn metric(&self, word: &str) -> Option<&str> {
        self.how("metrics")?.get(word)?.as_str()
    }

    /// Whether the product's number of this kind is the one it prints, rounded.
    pub(crate) fn rounded(&self) -> bool {
        match self.how("rounded") {
            Some(Value::Array(kinds)) => kinds.contains(&json!(self.kind)),
            stated => stated == Some(&json!(true)),
        }
    }

    /// Why this product's answers of this kind may differ from the engine's.
    pub(crate) fn declared(&self) -> Option<&str> {
        self.how("declared")?.get(&self.kind)?.as_str()
    }

    /// The policy document of the example.
    pub(crate) fn document(&self) -> Value {
        self.document.clone()
    }

    /// The band lists of the preset that name statuses.
    fn status_bands(&self) -> Vec<&Bands> {
        let status = &self.policy.status;
        let last = if let Final::Bands(bands) = &status.last { Some(bands) } else { None };
        [Some(&status.bands), last, Some(&status.rollup_bands)].into_iter().flatten().collect()
    }

    /// The status that the preset itself calls by this word, in its labels or bands.
    pub(crate) fn own_status(&self, word: &str) -> Option<Status> {
        let word = plain(word);
        let called =
            || self.policy.status.labels.iter().filter(|(_, label)| plain(label) == word).map(|(status, _)| *status);
        let bands = || {
            let bands = self.status_bands().into_iter().flat_map(|bands| &bands.list);
            let named = bands.filter(|band| band.label.as_deref().is_some_and(|label| plain(label) == word));
            named.filter_map(|band| band.status).next()
        };
        // What has no status may go by the word of one.
        called().find(|status| *status != Status::None).or_else(bands).or_else(|| called().next())
    }

    /// The engine's status for a product's word.
    pub(crate) fn status(&self, word: &str) -> Option<&'static str> {
        self.own_status(word).map(Status::as_str).or_else(|| meaning(STATUSES, word))
    }

    /// The preset's word for the engine's status; none where nothing is said of what has none.
    pub(crate) fn name(&self, status: &str) -> Option<String> {
        let label = self.policy.status.labels.iter().find(|(known, _)| known.as_str() == status);
        label.map(|(_, label)| label.clone()).or_else(|| (status != "none").then(|| status.to_owned()))
    }

    /// Bands that an example states, from its own scale to fractions; each gets the engine's status of its label, else
    /// of its place.
    pub(crate) fn compile(&self, bands: &Value) -> Value {
        let scale = bands.get("scale").and_then(super::input::numbers).unwrap_or_default();
        let (low, high) = match scale.as_slice() {
            [Some(low), Some(high)] => (*low, *high),
            _ => (0.0, 1.0),
        };
        let list = bands.get("list").and_then(Value::as_array).cloned().unwrap_or_default();
        let last = list.len().saturating_sub(1);
        let band = |(at, band): (usize, &Value)| {
            let label = band.get("label").and_then(Value::as_str).unwrap_or_default();
            let place = match at {
                0 => "on_track",
                at if at == last => "off_track",
                _ => "at_risk",
            };
            let colour = COLOURS.contains(&plain(label).as_str());
            let status = self.status(label).filter(|_| !colour).unwrap_or(place);
            let mut compiled = json!({"label": label, "status": status});
            for limit in ["at_least", "above"] {
                if let Some(x) = band.get(limit).and_then(Value::as_f64) {
                    compiled[limit] = json!((x - low) / (high - low));
                }
            }
            compiled
        };
        Value::Array(list.iter().enumerate().map(band).collect())
    }
}

/// Sets a field, making the objects on the way.
pub(crate) fn set(value: &mut Value, path: &[&str], to: Value) {
    let Some((first, rest)) = path.split_first() else {
        *value = to;
        return;
    };
    if !value.is_object() {
        *value = json!({});
    }
    if let Some(object) = value.as_object_mut() {
        set(object.entry((*first).to_owned()).or_insert(Value::Null), rest, to);
    }
}

/// Lays one policy document over another, field by field.
fn merge(into: &mut Value, from: &Value) {
    let (Some(object), Some(fields)) = (into.as_object_mut(), from.as_object()) else { return };
    for (key, value) in fields {
        match object.get_mut(key) {
            Some(present) if present.is_object() && value.is_object() => merge(present, value),
            _ => {
                object.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Entries of a vocabulary that do arithmetic on an example's data, or write in what it does not state.
fn is_conversion(key: &str, value: &Value) -> bool {
    const DATA: [&str; 3] = ["zero_weight", "all_zero_weights", "missing_value"];
    const METRICS: [&str; 3] = ["distance_covered", "over_range", "ratio_or_zero"];
    DATA.contains(&key) || key == "metric" && value.as_str().is_some_and(|metric| METRICS.contains(&metric))
}
