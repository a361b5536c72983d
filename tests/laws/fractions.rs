//! The laws of a single fraction (P1, P4, P7, P11) and of expected progress (E1).

use crate::config;
use crate::support::{engine, leaves::key_results};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Raw and progress of one key result.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    raw: f64,
    progress: f64,
}

fn document(measure: Value, value: Value, policy: Value) -> Value {
    json!({"okr": 1, "name": "W", "policy": policy,
           "cycles": [{"id": "q", "start": "2026-01-01", "end": "2026-03-31"}],
           "objectives": [{"id": "o", "title": "O", "cycle": "q", "key_results": [
               {"id": "k", "title": "K", "measure": measure, "check_ins": [{"on": "2026-02-01", "value": value}]}]}]})
}

fn fraction(measure: Value, value: f64) -> Fraction {
    let text = engine::score_text(&document(measure, json!(value), json!("default")), None, "2026-03-01");
    let card: Value = serde_json::from_str(&text.expect("a valid document")).expect("JSON");
    let row = key_results(&card).next().expect("a row");
    Fraction { raw: row["raw"].as_f64().expect("raw"), progress: row["progress"].as_f64().expect("progress") }
}

fn moved(b: f64, t: f64, v: f64) -> Fraction {
    fraction(json!({"kind": "move", "baseline": b, "target": t}), v)
}

/// Any finite number, small and huge ones too.
fn finite() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        3 => -1000.0..1000.0,
        2 => POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO,
        1 => (-20..20_i32).prop_map(f64::from),
        1 => prop::sample::select(vec![f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1.7e308, -0.0]),
    ]
}

fn small() -> impl Strategy<Value = f64> {
    (-1_000_000..1_000_000_i32).prop_map(f64::from)
}

proptest! {
    #![proptest_config(config(512, "fractions"))]

    /// P1, invariant 9: the target reads 1 and the baseline +0, exactly; progress stays in 0..1 and raw is finite.
    #[test]
    fn ends_of_a_move((b, t, v) in (finite(), finite(), finite())) {
        prop_assume!(b != t);
        let (at_target, at_baseline, between) = (moved(b, t, t), moved(b, t, b), moved(b, t, v));
        prop_assert_eq!((at_target.raw.to_bits(), at_target.progress.to_bits()), (1.0_f64.to_bits(), 1.0_f64.to_bits()));
        prop_assert_eq!((at_baseline.raw.to_bits(), at_baseline.progress.to_bits()), (0, 0));
        prop_assert!((0.0..=1.0).contains(&between.progress) && between.raw.is_finite(), "{between:?}");
    }

    /// P1, invariant 10: a value nearer to the target, or beyond it, never reads less.
    #[test]
    fn moves_are_monotone((b, t) in (finite(), finite()), (v, w) in (finite(), finite())) {
        prop_assume!(b != t);
        let (near, far) = if t > b { (v.max(w), v.min(w)) } else { (v.min(w), v.max(w)) };
        let (near, far) = (moved(b, t, near), moved(b, t, far));
        prop_assert!(near.raw >= far.raw && near.progress >= far.progress, "{near:?} {far:?}");
    }

    /// P1, invariant 11: a mirrored move, or one scaled by a power of two, reads the same to the bit.
    #[test]
    fn moves_have_no_direction((b, t, v) in (small(), small(), small()), exponent in -60..60_i32) {
        prop_assume!(b != t);
        let by = 2.0_f64.powi(exponent);
        let straight = moved(b, t, v);
        prop_assert_eq!(straight.raw.to_bits(), moved(-b, -t, -v).raw.to_bits());
        prop_assert_eq!(straight.raw.to_bits(), moved(b * by, t * by, v * by).raw.to_bits());
    }

    /// P1, invariant 11: mirrored, at any magnitude.
    #[test]
    fn mirrored_moves((b, t, v) in (finite(), finite(), finite())) {
        prop_assume!(b != t);
        prop_assert_eq!(moved(b, t, v).raw.to_bits(), moved(-b, -t, -v).raw.to_bits());
    }

    /// P1, invariant 11: shifted, or scaled by anything, a move reads the same within rounding.
    #[test]
    fn shifted_and_scaled_moves((b, t, v, shift) in (small(), small(), small(), small()), by in 0.001..1000.0) {
        prop_assume!(b != t);
        let straight = moved(b, t, v).raw;
        prop_assert_eq!(straight.to_bits(), moved(b + shift, t + shift, v + shift).raw.to_bits());
        let (from_zero, scaled) = (moved(0.0, t - b, v - b).raw, moved(0.0, (t - b) * by, (v - b) * by).raw);
        prop_assert!(from_zero.to_bits().abs_diff(scaled.to_bits()) <= 4, "{from_zero} {scaled}");
    }

    /// P4: a credit never falls as the value improves, and a met bound is worth 1 or more.
    #[test]
    fn holds_are_monotone((t, gap, v, w) in (1.0..100.0, 1.0..50.0, -200.0..200.0, -200.0..200.0), kind in 0..6_usize) {
        let credit = ["binary", "linear", "distance"][kind % 3];
        let rising = kind < 3;
        let mut measure = json!({"kind": if rising { "at_least" } else { "at_most" }, "target": t, "credit": credit});
        if credit == "linear" {
            measure["zero_at"] = json!(if rising { t - gap } else { t + gap });
        }
        let (better, worse) = if rising { (f64::max(v, w), f64::min(v, w)) } else { (f64::min(v, w), f64::max(v, w)) };
        prop_assert!(fraction(measure.clone(), better).raw >= fraction(measure.clone(), worse).raw);
        let met = if rising { better >= t } else { better <= t };
        prop_assert!(!met || fraction(measure.clone(), better).raw >= 1.0);
        prop_assert_eq!(fraction(measure, t).raw, 1.0);
    }

    /// P7: levels never fall as the value goes their way, and stay within their scores.
    #[test]
    fn levels_are_monotone(
        mut scores in prop::collection::vec(0.0..=1.0, 2..6), v in -2.0..8.0, w in -2.0..8.0, falling: bool, linear: bool,
    ) {
        scores.sort_by(f64::total_cmp);
        if falling {
            scores.reverse();
        }
        let points: Vec<Value> = scores.iter().enumerate().map(|(at, score)| json!({"at": at, "score": score})).collect();
        let measure = json!({"kind": "levels", "points": points, "between": if linear { "linear" } else { "stepped" }});
        let rising = scores.windows(2).all(|pair| pair[0] <= pair[1]);
        let (near, far) = if rising { (f64::max(v, w), f64::min(v, w)) } else { (f64::min(v, w), f64::max(v, w)) };
        let (near, far) = (fraction(measure.clone(), near).raw, fraction(measure, far).raw);
        let most = scores.iter().copied().fold(0.0, f64::max);
        prop_assert!(near >= far && (0.0..=most).contains(&near), "{near} {far}");
    }

    /// P11: progress is raw cut to the shown range, whatever the range.
    #[test]
    fn shown_is_a_clamp(v in -3.0..3.0, min in prop::option::of(-2.0..0.0), max in prop::option::of(0.0..2.0)) {
        let policy = json!({"base": "default", "clamp": {"shown": {"min": min, "max": max}}});
        let document = document(json!({"kind": "move", "target": 1}), json!(v), policy);
        let card: Value = serde_json::from_str(&engine::score_text(&document, None, "2026-03-01").unwrap()).unwrap();
        let row = key_results(&card).next().unwrap();
        let (raw, progress) = (row["raw"].as_f64().unwrap(), row["progress"].as_f64().unwrap());
        let cut = raw.max(min.unwrap_or(f64::NEG_INFINITY)).min(max.unwrap_or(f64::INFINITY));
        prop_assert_eq!(progress.to_bits(), (cut + 0.0).to_bits());
    }

    /// E1, E2: expected progress never falls with time and runs from 0 to 1, under every curve and both day counts.
    #[test]
    fn expected_grows(
        curve in prop::sample::select(vec!["linear", "front_loaded", "back_loaded", "s_curve", "steps"]),
        count in prop::sample::select(vec!["exclusive", "inclusive"]),
        step in prop::sample::select(vec!["1mo", "2w", "1d", "45d"]),
        days in prop::collection::vec(-10..110_i64, 2..6),
    ) {
        let policy = json!({"base": "default", "expected": {"curve": curve, "day_count": count, "step": step}});
        let document = document(json!({"kind": "move", "target": 1}), json!(0.5), policy);
        let mut days = days;
        days.extend([-1, 89]);
        days.sort_unstable();
        let mut last = 0.0;
        for day in days {
            let as_of = (engine::date("2026-01-01").days() as i64 + day) as i32;
            let as_of = okr_core::Date::from_days(as_of).expect("a date").to_string();
            let card: Value = serde_json::from_str(&engine::score_text(&document, None, &as_of).unwrap()).unwrap();
            let expected = key_results(&card).next().unwrap()["expected"].as_f64().unwrap();
            prop_assert!((last..=1.0).contains(&expected), "{last} then {expected}");
            prop_assert!(day >= 0 || expected == 0.0);
            prop_assert!(day < 89 || expected == 1.0);
            last = expected;
        }
    }
}

/// P1, N3, invariants 9 and 10: a huge value beside a tiny way saturates on its own side.
#[test]
fn tiny_ways_saturate_on_their_own_side() {
    for (tiny, huge) in [(5e-324, 1.7e308), (5e-324, f64::MAX), (1e-310, 1e308), (-5e-324, 1.7e308)] {
        let (towards, away) = (moved(0.0, tiny, huge.copysign(tiny)), moved(0.0, tiny, -huge.copysign(tiny)));
        assert_eq!((towards.raw, towards.progress), (f64::MAX, 1.0), "from 0 to {tiny}");
        assert_eq!((away.raw, away.progress), (f64::MIN, 0.0), "from 0 to {tiny}");
        let (towards, away) = (moved(tiny, 0.0, -huge.copysign(tiny)), moved(tiny, 0.0, huge.copysign(tiny)));
        assert_eq!((towards.raw, towards.progress), (f64::MAX, 1.0), "from {tiny} to 0");
        assert_eq!((away.raw, away.progress), (f64::MIN, 0.0), "from {tiny} to 0");
    }
}
