//! The parts of the runner that need no engine.

use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::Input;
use crate::vectors_support::load::Entry;
use crate::vectors_support::profile::{Profile, Profiles};
use crate::vectors_support::{Outcome, dotted, kinds, same_place};
use serde_json::{Map, Value, json};

/// The profile of an example of a product `p`.
fn profile(product: Value, rules: Value, kind: &str, input: Value) -> Profile {
    let table = json!({"products": {"p": product}, "rules": rules}).to_string();
    let entry = Entry {
        product: "p".to_owned(),
        kind: kind.to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        ..Entry::default()
    };
    Profiles::read(&table).expect("a table").of(&entry)
}

fn by(preset: &str) -> Profile {
    profile(json!({"preset": preset}), json!({}), "status", json!({}))
}

mod clock {
    use super::*;
    use crate::vectors_support::clock::*;

    fn of(value: serde_json::Value) -> Clock {
        Clock::of(Input::of(&value).expect("an object"))
    }

    #[test]
    fn dates_days_and_positions_say_when() {
        let dated = of(json!({"start": "2023-04-01", "end": "2023-04-30", "today": "2023-04-15"}));
        assert_eq!((dated.today.days() - dated.start.days(), dated.stated), (14, true));
        let counted = of(json!({"day": 45, "total_days": 90}));
        assert_eq!(
            (counted.today.days() - counted.start.days() + 1, counted.end.days() - counted.start.days() + 1),
            (45, 90)
        );
        assert_eq!(counted.day_count, Some("inclusive"));
        assert_eq!(of(json!({"position": "last_day"})).today, Clock::any().end);
        assert!(of(json!({"start": "2026-01-01", "end": "2026-01-01", "now": "2026-02-15"})).empty);
        assert_eq!(of(json!({"period_start": "2025-01-01", "period_end_exclusive": "2026-01-01", "now": "2025-02-03T00:00:00Z"})).end.to_string(), "2026-01-01");
        assert_eq!(of(json!({"start": 5, "target": 7})), Clock::any());
    }
}

mod compare {
    use super::*;
    use crate::vectors_support::compare::*;

    fn one(key: &str, value: Value, facts: Facts, profile: &Profile) -> Verdict {
        let expected = Map::from_iter([(key.to_owned(), value)]);
        let found = verdicts(&expected, &facts, profile, true);
        found.into_iter().next().map_or(Verdict::Unknown, |(_, verdict)| verdict)
    }

    fn holds(key: &str, value: Value, got: f64, product: Value) -> bool {
        let profile = profile(product, json!({}), "kr_progress", json!({}));
        matches!(one(key, value, Facts::default().with("progress", got), &profile), Verdict::Holds)
    }

    #[test]
    fn binary_noise_does_not_decide_a_half() {
        assert_eq!(round(-37.5, 0), -37.0);
        assert_eq!(round(0.425 * 100.0, 0), 43.0);
        assert_eq!(round(1.005, 2), 1.01);
        assert_eq!(round(33.34, 0), 33.0);
    }

    #[test]
    fn endings_of_keys_steer_the_comparison() {
        let plain = || json!({"preset": "default"});
        assert!(holds("progress_pct", json!(50), 0.5, plain()));
        assert!(!holds("progress_pct", json!(33), 1.0 / 3.0, plain()));
        assert!(holds("progress_pct_displayed", json!(33), 1.0 / 3.0, plain()));
        assert!(holds("progress_pct_displayed", json!(56), 0.566038, json!({"preset": "workfront"})));
        assert!(!holds("progress_pct_displayed", json!(4), 0.0375, json!({"preset": "upraise"})));
        assert!(holds("progress_pct_exact", json!(56.6038), 30.0 / 53.0, plain()));
        assert!(holds("progress_pct", json!(66.6667), 2.0 / 3.0, plain()), "cut to four decimals");
        assert!(holds("progress_pct_gt", json!(49), 0.5, plain()));
        assert!(!holds("progress_pct_le", json!(49), 0.5, plain()));
    }

    #[test]
    fn a_product_that_rounds_prints_by_its_preset() {
        assert!(holds("progress_pct", json!(43), 0.425, json!({"preset": "leantime", "rounded": true})));
        assert!(holds("progress_pct", json!(43), 0.425, json!({"preset": "leantime", "rounded": ["kr_progress"]})));
        assert!(!holds("progress_pct", json!(43), 0.425, json!({"preset": "leantime", "rounded": ["score"]})));
        assert!(holds("progress_ratio", json!(0.41), 0.41 + 1e-4, json!({"preset": "hayrulla", "rounded": true})));
    }

    #[test]
    fn null_is_not_zero_and_a_defect_is_no_number() {
        let profile = by("default");
        let progress = |value: Value| Facts::default().with("progress", value);
        assert!(matches!(one("progress_pct", json!(0), progress(Value::Null), &profile), Verdict::Differs { .. }));
        assert!(matches!(one("progress_pct", json!("NaN"), progress(json!(0)), &profile), Verdict::Defect(_)));
        assert!(matches!(one("mood", json!(1), Facts::default(), &profile), Verdict::Unknown));
    }

    #[test]
    fn lists_are_compared_by_position_with_the_decimals_of_the_longest() {
        let facts = || Facts::default().with("contributions", json!([0.826446, 0.165289, 0.008264]));
        let verdict = |list: Value| one("contribution_pct_displayed", list, facts(), &by("default"));
        assert!(matches!(verdict(json!([82.6, 16.5, 0.8])), Verdict::Holds));
        assert!(matches!(verdict(json!([82.6, 16.5])), Verdict::Differs { .. }));
    }

    #[test]
    fn words_are_the_presets_own_and_else_those_of_the_table() {
        let facts = |label: &str, status: &str| Facts::default().with("status", label).with("engine_status", status);
        let verdict =
            |word: &str, label: &str, status: &str| one("status", json!(word), facts(label, status), &by("viva_goals"));
        assert!(matches!(verdict("at_risk", "At Risk", "off_track"), Verdict::Holds));
        assert!(
            matches!(verdict("at_risk", "Behind", "at_risk"), Verdict::Differs { .. }),
            "its own word for another status"
        );
        assert!(matches!(verdict("done", "Closed", "achieved"), Verdict::Holds), "no word of its own");
    }

    #[test]
    fn a_number_on_a_limit_may_be_below_it_in_binary_floats() {
        let facts = |x: f64, zone: &str| Facts::default().with("progress", x).with("label", zone);
        let verdict = |x: f64, got: &str, zone: &str| one("zone", json!(zone), facts(x, got), &by("puzzle"));
        assert!(matches!(verdict(0.7, "Target", "COMMIT"), Verdict::Defect(_)));
        assert!(matches!(verdict(0.71, "Target", "COMMIT"), Verdict::Differs { .. }));
    }
}

mod input {
    use super::*;
    use crate::vectors_support::input::*;

    #[test]
    fn the_first_name_of_the_right_kind_wins() {
        let value = json!({"start": "2026-01-01", "start_value": 3, "current": null, "value": 4});
        let input = Input::of(&value).expect("an object");
        assert_eq!(input.number(&["start", "start_value"]), Some(3.0), "a date is no metric");
        assert_eq!(input.date(&["start"]).map(|date| date.to_string()), Some("2026-01-01".to_owned()));
        assert_eq!(input.number(&["current", "value"]), Some(4.0));
    }

    #[test]
    fn moments_are_read_as_days() {
        assert_eq!(date(&json!("2025-07-02T12:00:00Z")).map(|date| date.to_string()), Some("2025-07-02".to_owned()));
        assert_eq!(date(&json!("soon")), None);
        assert_eq!(date(&json!("zwölfter März")), None);
    }
}

mod load {
    use crate::vectors_support::load::*;

    #[test]
    fn ids_name_their_product() {
        assert_eq!(product("viva_goals.status-behind-33-32"), "viva_goals");
        assert_eq!(product("lopes-andre-okrs-tracker-044"), "lopes-andre-okrs-tracker");
    }

    #[test]
    fn what_cannot_be_read_is_listed_and_the_rest_is_kept() {
        let file = read(
            "x".to_owned(),
            r#"[{"id": "a.b"}, 3, {"id": "a.c", "kind": "score", "input": {}, "expected": {"score": 1}}]"#,
            false,
        );
        assert_eq!((file.entries.len(), file.unread.len()), (1, 2));
        assert_eq!(read("x".to_owned(), "{", false).unread.len(), 1);
        assert_eq!(read("x".to_owned(), "{}", false).unread.len(), 1);
    }

    #[test]
    fn a_matrix_is_one_assertion_a_product() {
        let text = r#"[{"id": "m-1", "kind": "kr_progress_matrix", "input": {"target": 1}, "expected": {"a": 1, "b_zone": "FAIL"}}]"#;
        let file = read("x".to_owned(), text, true);
        let keys: Vec<_> = file
            .entries
            .iter()
            .map(|e| (e.id.as_str(), e.kind.as_str(), e.expected.keys().next().map(String::as_str)))
            .collect();
        assert_eq!(keys, [("m-1/a", "kr_progress", Some("progress_pct")), ("m-1/b_zone", "kr_progress", Some("zone"))]);
    }
}

mod runner {
    use super::*;

    #[test]
    fn pointers_read_as_dotted_paths() {
        assert_eq!(dotted("/objectives/0/key_results/2/title"), "objectives[0].key_results[2].title");
        assert_eq!(dotted(""), "");
    }

    #[test]
    fn a_place_is_a_row_and_a_field() {
        assert!(same_place("objectives[0].key_results[0].state[0].score", "objectives[0].keyResults[0].score"));
        assert!(!same_place("objectives[0].key_results[1].score", "objectives[0].keyResults[0].score"));
        assert!(!same_place("objectives[0].title", "objectives[0].keyResults[0].title"));
    }

    #[test]
    fn no_kind_is_both_supported_and_not() {
        for (kind, reason) in kinds::UNSUPPORTED {
            assert!(kinds::handler(kind).is_none(), "{kind}");
            assert!(!reason.is_empty());
        }
    }
}

mod profile {
    use super::*;
    use crate::vectors_support::profile::Profiles;

    #[test]
    fn bands_are_scaled_and_get_a_status_from_their_label_or_place() {
        let bands = json!({"scale": [0, 100], "list": [{"label": "on_track", "at_least": 95}, {"label": "behind", "at_least": 85}, {"label": "at_risk"}]});
        let expected = json!([
            {"label": "on_track", "status": "on_track", "at_least": 0.95},
            {"label": "behind", "status": "at_risk", "at_least": 0.85},
            {"label": "at_risk", "status": "off_track"},
        ]);
        assert_eq!(by("cascade").compile(&bands), expected);
        let colours = json!({"list": [{"label": "green", "at_least": 0.7}, {"label": "red"}]});
        assert_eq!(by("cascade").compile(&colours)[1]["status"], "off_track");
    }

    #[test]
    fn an_example_chooses_a_preset_by_its_kind_by_a_key_and_by_the_rule_it_names() {
        let product = json!({"preset": "oslo", "when": [{"kind": "score", "preset": "oslo_ui"}, {"key": "edition", "is": "old", "preset": "ally"}]});
        let rules = json!({"theirs": {"preset": "doerr"}, "rollup:none": {"policy": {"rollup": {"of": "children"}}}});
        let preset = |kind: &str, input: Value| profile(product.clone(), rules.clone(), kind, input).preset;
        assert_eq!(preset("status", json!({})), "oslo");
        assert_eq!(preset("score", json!({})), "oslo_ui");
        assert_eq!(preset("status", json!({"edition": "Old"})), "ally");
        assert_eq!(preset("status", json!({"edition": "new"})), "oslo");
        assert_eq!(preset("status", json!({"policy": "theirs"})), "doerr");
        assert_eq!(
            preset("score", json!({"policy": "theirs"})),
            "oslo_ui",
            "what the product says of a kind is nearer"
        );
        let rule = profile(product.clone(), rules.clone(), "status", json!({"rollup": "none", "curve": "none"}));
        assert_eq!(rule.document(), json!({"base": "oslo", "rollup": {"of": "children"}}));
        assert_eq!(rule.unknown, ["none"]);
    }

    #[test]
    fn a_table_that_names_no_preset_is_refused() {
        let broken = |table: Value| Profiles::read(&table.to_string()).is_err();
        assert!(broken(json!({"products": {"p": {"preset": "nobody"}}})));
        assert!(broken(
            json!({"products": {"p": {"preset": "oslo", "when": [{"kind": "score", "preset": "nobody"}]}}})
        ));
    }

    #[test]
    fn the_table_states_words_and_no_way_of_counting() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/products.json"));
        let table: Value = serde_json::from_str(&text.expect("a file")).expect("a table");
        let policy = serde_json::to_value(okr_core::Policy::default()).expect("a policy");
        let blocks: Vec<&String> = policy.as_object().expect("fields").keys().collect();
        for (name, product) in table["products"].as_object().expect("products") {
            let fields = product.as_object().expect("an object");
            assert!(fields.contains_key("preset") && !fields.contains_key("policy"), "{name}");
            assert!(!fields.keys().any(|field| blocks.contains(&field)), "{name} states a policy field");
        }
    }
}

mod report {
    use super::*;
    use crate::vectors_support::Known;
    use crate::vectors_support::report::*;

    #[test]
    fn the_last_line_is_the_sum_and_a_file_that_cannot_be_read_fails() {
        let mut report = Report::default();
        let known = |product: &str| Known { product: product.to_owned(), preset: "default".to_owned() };
        let entry = |kind: &str| Entry { id: "x".to_owned(), kind: kind.to_owned(), ..Entry::default() };
        report.add(&entry("score"), &known("a"), Outcome::Passed);
        report.add(&entry("enum"), &known("b"), Outcome::NotComputable("words".to_owned()));
        report.add(&entry("score"), &known("b"), Outcome::Declared("otherwise".to_owned()));
        report.unread("b", &["not JSON".to_owned()]);
        assert_eq!((report.computable, report.share()), (2, 50.0));
        let b = &report.products["b"];
        assert_eq!((b.examples, b.reproduced, b.contradicted, b.declared, b.failed), (2, 0, 0, 2, 0));
        let text = report.text();
        assert!(text.contains("enum: words (1)"));
        assert_eq!(text.lines().last(), Some("vectors: 1 passed, 1 failed, 2 unsupported"));
    }
}

mod words {
    use crate::vectors_support::words::*;

    #[test]
    fn one_word_means_one_thing_in_a_table() {
        for table in [METRICS, DIRECTIONS, AMBITIONS, STATES, STATUSES] {
            let mut seen = std::collections::BTreeMap::new();
            for (meaning, words) in table {
                for word in *words {
                    assert!(seen.insert(*word, *meaning).is_none(), "{word} stands twice");
                    assert_eq!(plain(word), *word, "{word} is not in its plain form");
                }
            }
        }
    }

    #[test]
    fn an_output_key_asks_for_one_fact() {
        let mut seen = std::collections::BTreeSet::new();
        for key in OUTPUTS.iter().flat_map(|(_, keys, _)| *keys) {
            assert!(seen.insert(*key), "{key} stands twice");
        }
    }

    #[test]
    fn words_are_compared_without_case_spaces_and_hyphens() {
        assert_eq!(meaning(DIRECTIONS, "INCREASE"), Some("increase"));
        assert_eq!(meaning(STATUSES, "ON TRACK"), Some("on_track"));
        assert_eq!(meaning(STATUSES, "surprised"), None);
    }
}
