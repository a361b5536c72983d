//! The laws of every mean (R2, R3, R8), on objectives whose members have exactly known progress.

use crate::config;
use crate::support::{engine, leaves::objective};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A member: its weight and its progress, which is exact because it moves from 0 to 1.
type Member = (f64, f64);

fn key_result(id: &str, (weight, progress): Member) -> Value {
    json!({"id": id, "title": "K", "weight": weight, "measure": {"kind": "move", "baseline": 0, "target": 1},
           "check_ins": [{"on": "2026-02-01", "value": progress}]})
}

fn document(policy: Value, objectives: Vec<Value>) -> Value {
    json!({"okr": 1, "name": "W", "policy": policy,
           "cycles": [{"id": "q", "start": "2026-01-01", "end": "2026-03-31"}], "objectives": objectives})
}

fn row(id: &str, members: &[Member]) -> Value {
    let named = |(place, member): (usize, &Member)| key_result(&format!("{id}-{place:02}"), *member);
    let key_results: Vec<Value> = members.iter().enumerate().map(named).collect();
    json!({"id": id, "title": "O", "cycle": "q", "key_results": key_results})
}

fn policy(mean: &str) -> Value {
    json!({"base": "default", "rollup": {"mean": mean}})
}

/// The progress of the objective `o`.
fn progress_of(document: &Value) -> Option<f64> {
    let text = engine::score_text(document, None, "2026-03-01").expect("a valid document");
    let card: Value = serde_json::from_str(&text).expect("JSON");
    objective(&card, "o")["progress"].as_f64()
}

fn mean_of(mean: &str, members: &[Member]) -> Option<f64> {
    progress_of(&document(policy(mean), vec![row("o", members)]))
}

fn bits(x: Option<f64>) -> Option<u64> {
    x.map(f64::to_bits)
}

/// How many floats lie between two numbers of one sign.
fn ulps(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.001..1000.0, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(1e-300), 1 => Just(1e300)]
}

fn plain_weight() -> impl Strategy<Value = f64> {
    prop_oneof![0.01..100.0, (1..5_u8).prop_map(f64::from)]
}

fn progress() -> impl Strategy<Value = f64> {
    prop_oneof![6 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(0.1), 1 => Just(f64::MIN_POSITIVE)]
}

fn means() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("weighted"), 1 => Just("minimum")]
}

fn members() -> impl Strategy<Value = Vec<Member>> {
    prop::collection::vec((weight(), progress()), 1..9)
}

fn plain_members() -> impl Strategy<Value = Vec<Member>> {
    prop::collection::vec((plain_weight(), progress()), 1..6)
}

proptest! {
    #![proptest_config(config(512, "means"))]

    /// R8, invariant 1: a mean lies between its smallest and its largest counted member, to the bit.
    #[test]
    fn bounded(mean in means(), members in members()) {
        let counted: Vec<f64> = members.iter().filter(|(w, _)| *w > 0.0).map(|(_, p)| *p).collect();
        let least = counted.iter().copied().fold(f64::INFINITY, f64::min);
        let most = counted.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match mean_of(mean, &members) {
            Some(mean) => prop_assert!(least <= mean && mean <= most, "{least} {mean} {most}"),
            None => prop_assert!(counted.is_empty()),
        }
    }

    /// R8, invariant 2: equal members give their own number, to the bit.
    #[test]
    fn idempotent(mean in means(), weights in prop::collection::vec(plain_weight(), 1..9), p in progress()) {
        let members: Vec<Member> = weights.into_iter().map(|w| (w, p)).collect();
        prop_assert_eq!(bits(mean_of(mean, &members)), bits(Some(p)));
    }

    /// R8: a single member passes through, to the bit.
    #[test]
    fn a_single_member_passes_through(mean in means(), w in prop_oneof![plain_weight(), Just(1e300), Just(1e-300)], p in progress()) {
        prop_assert_eq!(bits(mean_of(mean, &[(w, p)])), bits(Some(p)));
    }

    /// R8, invariant 3: raising a member never lowers the mean.
    #[test]
    fn monotone(mean in means(), members in members(), which in any::<prop::sample::Index>(), raised in progress()) {
        let before = mean_of(mean, &members);
        let mut after = members;
        let which = which.index(after.len());
        after[which].1 = after[which].1.max(raised);
        prop_assert!(mean_of(mean, &after) >= before);
    }

    /// R8, invariant 4: the order in the document changes no bit.
    #[test]
    fn symmetric(mean in means(), members in members(), order in any::<u64>()) {
        let straight = document(policy(mean), vec![row("o", &members)]);
        let mut turned = straight.clone();
        let key_results = turned["objectives"][0]["key_results"].as_array_mut().unwrap();
        let length = key_results.len();
        key_results.rotate_left(order as usize % length);
        key_results[length / 2..].reverse();
        prop_assert_eq!(bits(progress_of(&straight)), bits(progress_of(&turned)));
    }

    /// R8, invariant 5: all weights times a power of two change no bit; times anything, no more than rounding.
    #[test]
    fn homogeneous(mean in means(), members in plain_members(), exponent in -40..40_i32, factor in 0.01..100.0) {
        let scaled = |by: f64| -> Vec<Member> { members.iter().map(|(w, p)| (w * by, *p)).collect() };
        let before = mean_of(mean, &members);
        prop_assert_eq!(bits(before), bits(mean_of(mean, &scaled(2.0_f64.powi(exponent)))));
        let after = mean_of(mean, &scaled(factor)).unwrap();
        prop_assert!(ulps(before.unwrap(), after) <= 4 + 2 * members.len() as u64, "{before:?} {after}");
    }

    /// R8, invariant 6: a member of weight 0 changes no bit, and with nothing else there is no number.
    #[test]
    fn deaf_to_zero_weights(mean in means(), members in members(), at in any::<prop::sample::Index>(), p in progress()) {
        let mut more = row("o", &members);
        let key_results = more["key_results"].as_array_mut().unwrap();
        let place = at.index(key_results.len() + 1);
        // Ids that come first, in the middle and last in canonical order.
        let id = ["0", "o-00x", "z"][place % 3];
        key_results.insert(place, key_result(id, (0.0, p)));
        let with = progress_of(&document(policy(mean), vec![more]));
        prop_assert_eq!(bits(mean_of(mean, &members)), bits(with));
        prop_assert_eq!(mean_of(mean, &[(0.0, p), (0.0, 1.0)]), None);
    }

    /// R8, invariant 7: every member once more with the same weight changes nothing but rounding.
    #[test]
    fn replication(mean in means(), members in plain_members()) {
        let before = mean_of(mean, &members).unwrap();
        let twice: Vec<Member> = members.iter().chain(&members).copied().collect();
        let after = mean_of(mean, &twice).unwrap();
        prop_assert!(ulps(before, after) <= 4 + 2 * members.len() as u64, "{before} {after}");
    }

    /// R8, invariant 8: contributing objectives whose links weigh what their members weigh together give the flat mean.
    #[test]
    fn decomposition(left in plain_members(), right in plain_members()) {
        let flat: Vec<Member> = left.iter().chain(&right).copied().collect();
        let child = |id: &str, members: &[Member]| {
            let mut child = row(id, members);
            let weight: f64 = members.iter().map(|(w, _)| w).sum();
            child["aligned_to"] = json!([{"to": "o", "weight": weight}]);
            child
        };
        let tree = vec![child("a", &left), row("o", &[]), child("b", &right)];
        let (flat, tree) = (mean_of("weighted", &flat).unwrap(), progress_of(&document(policy("weighted"), tree)).unwrap());
        prop_assert!((flat - tree).abs() <= 1e-14 * flat.max(1e-290), "{flat} {tree}");
    }

    /// R8: the laws hold under every weight rule, which only makes the weights.
    #[test]
    fn bounded_under_every_rule(rule in prop::sample::select(vec!["relative", "equal", "evenly", "in_ratio", "last", "by_size"]), members in members()) {
        let policy = json!({"base": "default", "weights": {"rule": rule}});
        let least = members.iter().map(|(_, p)| *p).fold(f64::INFINITY, f64::min);
        let most = members.iter().map(|(_, p)| *p).fold(f64::NEG_INFINITY, f64::max);
        if let Some(mean) = progress_of(&document(policy, vec![row("o", &members)])) {
            prop_assert!(least <= mean && mean <= most, "{least} {mean} {most}");
        }
    }
}
