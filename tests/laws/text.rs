//! The laws of numbers and documents as text (N2, N3).

use crate::config;
use crate::support::engine::{date, score_text, workspace};
use crate::support::random::{Case, cases, documents};
use okr_core::{ErrorCode, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The number tokens of a JSON text.
fn numbers(text: &str) -> Vec<String> {
    let (mut found, mut token) = (Vec::new(), String::new());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c == '"' {
            quoted = true;
        } else if c.is_ascii_digit() || (!token.is_empty() && ".eE+-".contains(c)) || (token.is_empty() && c == '-') {
            token.push(c);
            continue;
        }
        if !token.is_empty() {
            found.push(std::mem::take(&mut token));
        }
    }
    found
}

/// The digits that matter.
fn digits(token: &str) -> String {
    let mantissa = token.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // Zeros at either end only say where the point is.
    digits.trim_matches('0').to_owned()
}

#[test]
fn tokens_and_their_digits_are_found() {
    assert_eq!(numbers(r#"{"a\"1": [-0.50, 3, "7"], "b": 1.20e-7}"#), ["-0.50", "3", "1.20e-7"]);
    assert_eq!(["0.50", "100", "1.20e-7", "0"].map(digits), ["5", "1", "12", ""]);
    assert!(check("[0.1, -2.5, 1e300, 100]").is_ok());
    for longer in ["0.10000000000000001", "-0.0", "1e999"] {
        assert!(check(&format!("[{longer}]")).is_err(), "{longer}");
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    for token in numbers(text) {
        let x: f64 = token.parse().expect("a number");
        prop_assert!(x.is_finite(), "{token}");
        prop_assert!(!token.starts_with('-') || x < 0.0, "{token} is a negative zero");
        // Several texts of the least length may read back to the same bits; any of them will do.
        prop_assert_eq!(digits(&token).len(), digits(&format!("{x:e}")).len(), "{} is not the shortest text", token);
    }
    Ok(())
}

fn extreme() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO,
        prop::sample::select(vec![f64::MAX, f64::MIN, 5e-324, -5e-324, 1e300, -0.0, 0.1 + 0.2, 1.0 / 3.0]),
    ]
}

proptest! {
    #![proptest_config(config(400, "text"))]

    /// N2, N3, invariant 12: no NaN, no infinity and no -0.0 in a scorecard; every number is the shortest text of its bits.
    #[test]
    fn numbers_of_scorecards(case in cases()) {
        check(&score_text(&case.document, case.policy.as_ref(), &case.as_of).expect("a valid case"))?;
    }

    /// N2, N3, invariants 9 and 12: the same with numbers from the ends of what a float can hold.
    #[test]
    fn extreme_numbers(
        (b, t) in (extreme(), extreme()), values in prop::collection::vec(extreme(), 1..4),
        (w, x) in (extreme(), extreme()), aggregate in prop::sample::select(vec!["last", "sum", "mean", "min", "max"]),
        kind in prop::sample::select(vec!["move", "ratio", "inverse", "at_least", "at_most", "tracked"]),
    ) {
        let check_ins: Vec<Value> = values.iter().enumerate().map(|(i, v)| json!({"on": format!("2026-01-0{}", i + 1), "value": v})).collect();
        let mut measure = json!({"kind": kind, "aggregate": aggregate});
        if kind == "move" {
            prop_assume!(b != t);
            measure["baseline"] = json!(b);
        }
        if kind != "tracked" {
            measure["target"] = json!(t);
        }
        let mut sum = json!({"kind": "from_children", "baseline": b, "target": t, "of": "sum"});
        if b == t {
            sum["target"] = json!(if b == 1.0 { 2.0 } else { 1.0 });
        }
        let open = json!({"min": null, "max": null});
        let policy = json!({"base": "default", "clamp": {"shown": open, "contributed": open}});
        let document = json!({"okr": 1, "name": "W", "policy": policy,
            "cycles": [{"id": "q", "start": "2026-01-01", "end": "2026-03-31"}],
            "objectives": [
                {"id": "o", "title": "O", "cycle": "q", "weight": w.abs(), "key_results": [
                    {"id": "k", "title": "K", "weight": x.abs(), "measure": measure, "check_ins": check_ins,
                     "aligned_to": [{"to": "s", "weight": w.abs()}]},
                    {"id": "l", "title": "K", "weight": w.abs(), "measure": {"kind": "move", "target": 1},
                     "check_ins": [{"on": "2026-01-01", "value": values[0]}], "aligned_to": [{"to": "s"}]}]},
                {"id": "p", "title": "O", "cycle": "q", "weight": x.abs(), "key_results": [{"id": "s", "title": "K", "measure": sum}]}]});
        let text = score_text(&document, None, "2026-02-01").expect("a valid document");
        check(&text)?;
    }

    /// N2: printing is canonical: what was printed prints the same again, and scores the same.
    #[test]
    fn printing_is_idempotent(case in documents()) {
        let Case { document, as_of, .. } = case;
        let first = workspace(&document).expect("a valid document");
        let text = first.to_json();
        let second = Workspace::from_json(&text).expect("what was printed can be read");
        prop_assert_eq!(&second.to_json(), &text);
        let third = Workspace::from_document(&first.to_document()).expect("its own document");
        prop_assert_eq!(&third.to_json(), &text);
        let card = |workspace: &Workspace| crate::support::engine::text(workspace, &workspace.score(date(&as_of)));
        let (before, after): (Value, Value) = (serde_json::from_str(&card(&first)).unwrap(), serde_json::from_str(&card(&second)).unwrap());
        prop_assert_eq!(crate::support::leaves::leaves(&before), crate::support::leaves::leaves(&after));
        check(&text)?;
    }
}

/// N3, invariant 12: a number beyond 64 bits is a typed error with its path.
#[test]
fn infinite_numbers_are_refused() {
    let text = r#"{"okr": 1, "name": "W", "objectives": [{"id": "o", "title": "O", "key_results": [
        {"id": "k", "title": "K", "measure": {"kind": "move", "target": 1e999}}]}]}"#;
    let error = Workspace::from_json(text).expect_err("1e999 is no number");
    assert_eq!((error.code(), error.path()), (ErrorCode::NotFinite, "/objectives/0/key_results/0/measure/target"));
}
