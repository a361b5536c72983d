//! The parts of the runner that need no engine.

use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::Input;
use crate::vectors_support::load::Entry;
use crate::vectors_support::profile::{Profile, Profiles};
use crate::vectors_support::{Outcome, dotted, kinds};
use serde_json::{Map, Value, json};

fn profile(layer: Value) -> Profile {
    Profiles::read(&json!({"default": layer}).to_string())
        .map_or_else(|_| Profile::default(), |profiles| profiles.of(&Entry::default()))
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
        assert!(counted.inclusive);
        assert_eq!(of(json!({"position": "last_day"})).today, Clock::any().end);
        assert!(of(json!({"start": "2026-01-01", "end": "2026-01-01", "now": "2026-02-15"})).empty);
        assert_eq!(of(json!({"period_start": "2025-01-01", "period_end_exclusive": "2026-01-01", "now": "2025-02-03T00:00:00Z"})).end.to_string(), "2026-01-01");
        assert_eq!(of(json!({"start": 5, "target": 7})), Clock::any());
    }
}

mod compare {
    use super::*;
    use crate::vectors_support::compare::*;

    fn one(key: &str, value: Value, facts: Facts, layer: Value) -> Verdict {
        let expected = Map::from_iter([(key.to_owned(), value)]);
        let found = verdicts(&expected, &facts, &profile(layer), true);
        found.into_iter().next().map_or(Verdict::Unknown, |(_, verdict)| verdict)
    }

    fn holds(key: &str, value: Value, got: f64, how: Value) -> bool {
        matches!(one(key, value, Facts::default().with("progress", got), json!({"how": how})), Verdict::Holds)
    }

    #[test]
    fn digits_are_dropped_as_named_and_binary_noise_does_not_decide() {
        assert_eq!(round(-37.5, 0, Mode::HalfUp), -37.0);
        assert_eq!(round(-37.5, 0, Mode::HalfAway), -38.0);
        assert_eq!(round(0.425 * 100.0, 0, Mode::HalfUp), 43.0);
        assert_eq!(round(1.005, 2, Mode::HalfUp), 1.01);
        assert_eq!(round(0.29 * 100.0, 0, Mode::Truncate), 29.0);
        assert_eq!(round(33.34, 0, Mode::Ceil), 34.0);
        assert_eq!(round(2.5, 0, Mode::HalfDown), 2.0);
    }

    #[test]
    fn endings_of_keys_steer_the_comparison() {
        assert!(holds("progress_pct", json!(50), 0.5, json!({})));
        assert!(!holds("progress_pct", json!(33), 1.0 / 3.0, json!({})));
        assert!(holds("progress_pct_displayed", json!(33), 1.0 / 3.0, json!({})));
        assert!(holds("progress_pct_displayed", json!(56), 0.566038, json!({"display": {"mode": "truncate"}})));
        assert!(!holds("progress_pct_displayed", json!(4), 0.0375, json!({"display": {"decimals": 2}})));
        assert!(holds("progress_pct_exact", json!(56.6038), 30.0 / 53.0, json!({})));
        assert!(holds("progress_pct", json!(66.6667), 2.0 / 3.0, json!({})), "cut to four decimals");
        assert!(holds("progress_pct_gt", json!(49), 0.5, json!({})));
        assert!(!holds("progress_pct_le", json!(49), 0.5, json!({})));
        assert!(holds("progress_pct", json!(43), 0.425, json!({"round": {"percent": 0}})));
    }

    #[test]
    fn null_is_not_zero_and_a_defect_is_no_number() {
        assert!(matches!(
            one("progress_pct", json!(0), Facts::default().with("progress", Value::Null), json!({})),
            Verdict::Differs { .. }
        ));
        assert!(matches!(
            one("progress_pct", json!("NaN"), Facts::default().with("progress", 0.0), json!({})),
            Verdict::Defect
        ));
        assert!(matches!(one("mood", json!(1), Facts::default(), json!({})), Verdict::Unknown));
    }

    #[test]
    fn lists_are_compared_by_position_with_the_decimals_of_the_longest() {
        let facts = || Facts::default().with("contributions", json!([0.826446, 0.165289, 0.008264]));
        assert!(matches!(
            one("contribution_pct_displayed", json!([82.6, 16.5, 0.8]), facts(), json!({})),
            Verdict::Holds
        ));
        assert!(matches!(
            one("contribution_pct_displayed", json!([82.6, 16.5]), facts(), json!({})),
            Verdict::Differs { .. }
        ));
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
    fn no_kind_is_both_supported_and_not() {
        for (kind, reason) in kinds::UNSUPPORTED {
            assert!(kinds::handler(kind).is_none(), "{kind}");
            assert!(!reason.is_empty());
        }
    }
}

mod profile {
    use super::*;
    use crate::vectors_support::profile::*;

    #[test]
    fn bands_are_scaled_and_get_a_status_from_their_label_or_place() {
        let behind = profile(json!({"names": {"at_risk": "behind", "off_track": "at_risk"}}));
        let bands = json!({"scale": [0, 100], "list": [{"label": "on_track", "at_least": 95}, {"label": "behind", "at_least": 85}, {"label": "at_risk"}]});
        let expected = json!([
            {"label": "on_track", "status": "on_track", "at_least": 0.95},
            {"label": "behind", "status": "at_risk", "at_least": 0.85},
            {"label": "at_risk", "status": "off_track"},
        ]);
        assert_eq!(behind.compile(&bands), expected);
        let colours = json!({"round_to": 0.1, "list": [{"label": "green", "at_least": 0.7}, {"label": "red"}]});
        assert_eq!(behind.compile(&colours)["list"][1]["status"], "off_track");
    }

    #[test]
    fn later_layers_win_field_by_field_and_bands_as_a_whole() {
        let mut below = json!({"policy": {"a": 1, "b": {"c": 1}}, "bands": {"round_to": 1, "list": []}});
        merge(&mut below, &json!({"policy": {"b": {"d": 2}}, "bands": {"list": [1]}, "why": "a remark"}));
        assert_eq!(below, json!({"policy": {"a": 1, "b": {"c": 1, "d": 2}}, "bands": {"list": [1]}}));
    }
}

mod report {
    use super::*;
    use crate::vectors_support::report::*;

    #[test]
    fn the_last_line_is_the_sum_and_a_file_that_cannot_be_read_fails() {
        let mut report = Report::default();
        report.add("a", vec![("a.1".to_owned(), "score".to_owned(), Outcome::Passed)], &["not JSON".to_owned()]);
        report.add("b", vec![("b.1".to_owned(), "enum".to_owned(), Outcome::Unsupported("words".to_owned()))], &[]);
        let text = report.text();
        assert!(text.contains("a: 1 passed, 1 failed, 0 unsupported"));
        assert!(text.contains("  enum: words (1)"));
        assert_eq!(text.lines().last(), Some("vectors: 1 passed, 1 failed, 1 unsupported"));
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
