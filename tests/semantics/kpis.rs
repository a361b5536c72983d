//! K1: KPIs.

use crate::world::{DAY, at, one, printed, score, with};
use serde_json::{Value, json};

fn with_kpi(fields: Value) -> Value {
    with(
        one(json!([at("k", 0.5)])),
        json!({"kpis": [with(json!({"id": "nps", "name": "NPS", "unit": "points"}), fields)]}),
    )
}

fn readings(values: &[(&str, f64)]) -> Value {
    crate::world::check_ins(values)
}

#[test]
fn k1_a_kpi_shows_its_latest_reading_and_whether_it_is_healthy() {
    let healthy = json!({"kind": "at_least", "target": 30, "risk_at": 25});
    let row = |values: &[(&str, f64)], on: &str| {
        let card = score(&with_kpi(json!({"healthy": healthy, "readings": readings(values)})), on);
        let row = card.row("kpis", "nps").clone();
        (row["value"].clone(), row["state"].clone())
    };
    let two: &[(&str, f64)] = &[("2026-10-05", 34.0), ("2026-11-02", 29.0)];
    assert_eq!(row(two, "2026-10-31"), (json!(34), json!("healthy")));
    assert_eq!(row(two, DAY), (json!(29), json!("unhealthy")), "near is not met");
    assert_eq!(row(two, "2026-10-04"), (Value::Null, json!("no_reading")));
    assert_eq!(row(&[("2026-10-05", 30.0)], DAY), (json!(30), json!("healthy")));
}

#[test]
fn k1_without_a_rule_it_is_healthy_and_it_counts_nowhere() {
    let card = score(&with_kpi(json!({"readings": readings(&[("2026-10-05", -3.0)])})), DAY);
    assert_eq!(
        card.row("kpis", "nps"),
        &json!({"id": "nps", "name": "NPS", "value": -3, "unit": "points", "state": "healthy"})
    );
    printed(&card.objective("o")["progress"], 0.5);
}

#[test]
fn k1_of_one_date_the_last_reading_holds() {
    let card = score(
        &with_kpi(json!({"readings": readings(&[("2026-11-02", 1.0), ("2026-11-02", 2.0), ("2026-10-02", 3.0)])})),
        DAY,
    );
    assert_eq!(card.row("kpis", "nps")["value"], 2);
}
