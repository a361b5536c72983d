//! A product's way of counting: the layers of `policies.json` that apply to one example, laid over each other.

use super::input::Input;
use super::load::Entry;
use super::words::{COLOURS, RULE_KEYS, RULE_PARTS, STATUSES, TYPE_KEYS, meaning, plain};
use serde_json::{Map, Value, json};

/// The layers that apply to one example.
#[derive(Default)]
pub(crate) struct Profile {
    merged: Value,
    /// Rules that the example names and nobody knows.
    pub(crate) unknown: Vec<String>,
}

/// All ways of counting.
pub(crate) struct Profiles(Value);

impl Profiles {
    pub(crate) fn read(text: &str) -> Result<Profiles, String> {
        serde_json::from_str(text).map(Profiles).map_err(|error| error.to_string())
    }

    fn layer<'a>(&'a self, group: &str, name: &str) -> Option<&'a Value> {
        self.0.get(group)?.get(name)
    }

    /// A product by its name, its column's name, or the longest known beginning of its name.
    fn product(&self, name: &str) -> Option<&Value> {
        let known = |name: &str| self.layer("products", name);
        let alias = |name: &str| self.layer("aliases", name).and_then(Value::as_str).and_then(known);
        let beginning = || {
            let names = self.0.get("products")?.as_object()?;
            let found =
                names.iter().filter(|(known, _)| name.starts_with(known.as_str())).max_by_key(|(known, _)| known.len());
            found.map(|(_, layer)| layer)
        };
        known(name).or_else(|| alias(name)).or_else(beginning)
    }

    /// The layers of an example: default, the rules and types it names, its product's own, and its product's for its
    /// kind and for what it names.
    pub(crate) fn of(&self, entry: &Entry) -> Profile {
        let input = Input(&entry.input);
        let product = self.product(&entry.product);
        let mut profile = Profile { merged: json!({}), unknown: Vec::new() };
        profile.lay(self, self.0.get("default"));
        profile.lay(self, self.layer("kinds", &entry.kind));
        let mut named = Vec::new();
        for name in input.words(RULE_KEYS) {
            let own =
                product.is_some_and(|product| product.pointer("/rules").and_then(|rules| rules.get(&name)).is_some());
            let listed = self.layer("rules", &name).is_some() || own;
            let part = || RULE_PARTS.iter().find(|(part, _)| name.contains(part)).map(|(_, rule)| (*rule).to_owned());
            match if listed { Some(name.clone()) } else { part() } {
                Some(rule) => named.push(rule),
                None => profile.unknown.push(name),
            }
        }
        for name in &named {
            profile.lay(self, self.layer("rules", name));
        }
        profile.lay(self, product);
        if let Some(product) = product {
            profile.lay(self, product.pointer("/kinds").and_then(|kinds| kinds.get(&entry.kind)));
            for (group, names) in [("types", input.words(TYPE_KEYS)), ("rules", named)] {
                for name in names {
                    profile.lay(self, product.get(group).and_then(|layers| layers.get(&name)));
                }
            }
        }
        profile
    }
}

impl Profile {
    fn lay(&mut self, all: &Profiles, layer: Option<&Value>) {
        let Some(layer) = layer else { return };
        for name in layer.get("use").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            self.lay(all, all.layer("fragments", name));
        }
        merge(&mut self.merged, layer);
    }

    /// A word of the way of building documents or reading results.
    pub(crate) fn how(&self, key: &str) -> Option<&Value> {
        self.merged.get("how")?.get(key)
    }

    pub(crate) fn how_text(&self, key: &str) -> Option<&str> {
        self.how(key)?.as_str()
    }

    pub(crate) fn how_number(&self, key: &str) -> Option<f64> {
        self.how(key)?.as_f64()
    }

    /// Fields that every measure of the right kind carries.
    pub(crate) fn measure_fields(&self) -> Option<&Map<String, Value>> {
        self.merged.get("measure")?.as_object()
    }

    /// The template of a metric type that this product means differently.
    pub(crate) fn metric(&self, word: &str) -> Option<&str> {
        self.how("metrics")?.get(word)?.as_str()
    }

    /// A list of bands in the product's own scale.
    pub(crate) fn bands(&self, name: &str) -> Option<Value> {
        self.merged.get(name).map(|bands| self.compile(bands))
    }

    /// The engine's status for a product's word.
    pub(crate) fn status(&self, word: &str) -> Option<&str> {
        let own = self.merged.get("names").and_then(Value::as_object);
        let own = own.and_then(|names| {
            names.iter().find(|(_, name)| name.as_str().is_some_and(|name| plain(name) == plain(word)))
        });
        own.map(|(status, _)| status.as_str()).or_else(|| meaning(STATUSES, word))
    }

    /// The product's word for the engine's status.
    pub(crate) fn name<'a>(&'a self, status: &'a str) -> &'a str {
        self.merged.get("names").and_then(|names| names.get(status)).and_then(Value::as_str).unwrap_or(status)
    }

    /// Bands from the product's scale to fractions; each gets the engine's status of its label, else of its place.
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
            let place = if at == 0 {
                "on_track"
            } else if at == last {
                "off_track"
            } else {
                "at_risk"
            };
            let stated = band.get("status").and_then(Value::as_str);
            let colour = COLOURS.contains(&plain(label).as_str());
            let status = stated.or_else(|| self.status(label).filter(|_| !colour)).unwrap_or(place);
            let mut compiled = json!({"label": label, "status": status});
            for limit in ["at_least", "above"] {
                if let Some(x) = band.get(limit).and_then(Value::as_f64) {
                    compiled[limit] = json!((x - low) / (high - low));
                }
            }
            compiled
        };
        let list: Vec<Value> = list.iter().enumerate().map(band).collect();
        match bands.get("round_to").and_then(Value::as_f64) {
            Some(step) => json!({"round_to": step / (high - low), "list": list}),
            None => Value::Array(list),
        }
    }

    /// The policy document: the merged patch with bands compiled and statuses named.
    pub(crate) fn policy(&self) -> Value {
        let mut policy = self.merged.get("policy").cloned().unwrap_or_else(|| json!({}));
        for (name, path) in [("bands", "bands"), ("final_bands", "final"), ("rollup_bands", "rollup_bands")] {
            if let Some(bands) = self.bands(name) {
                set(&mut policy, &["status", path], bands);
            }
        }
        if let Some(names) = self.merged.get("names") {
            set(&mut policy, &["status", "labels"], names.clone());
        }
        policy
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

/// Lays one value over another: objects field by field, all else (and every list of bands and of names) whole.
pub(crate) fn merge(into: &mut Value, from: &Value) {
    const WHOLE: [&str; 5] = ["bands", "final_bands", "rollup_bands", "names", "points"];
    const NEVER: [&str; 5] = ["kinds", "types", "rules", "use", "why"];
    let (Some(object), Some(fields)) = (into.as_object_mut(), from.as_object()) else {
        *into = from.clone();
        return;
    };
    for (key, value) in fields.iter().filter(|(key, _)| !NEVER.contains(&key.as_str())) {
        match object.get_mut(key) {
            Some(present) if present.is_object() && value.is_object() && !WHOLE.contains(&key.as_str()) => {
                merge(present, value)
            }
            _ => {
                object.insert(key.clone(), value.clone());
            }
        }
    }
}
