//! R7: rows of cycles, teams and people.

use crate::world::{DAY, at, document, objective, printed, score, under, with};
use serde_json::{Value, json};

/// The example of R7: Product has 0.6 (weight 2) and 0.3, its sub-team Search 0.9.
fn teams() -> Value {
    let row =
        |id: &str, fraction: f64, fields: Value| with(objective(id, json!([at(&format!("{id}k"), fraction)])), fields);
    let rows = json!([
        row("a", 0.6, json!({"team": "product", "weight": 2, "owner": "ana"})),
        row("b", 0.3, json!({"owner": "ben"})),
        row("c", 0.9, json!({"team": "search", "owner": "ana"})),
    ]);
    with(
        document(rows),
        json!({
            "teams": [{"id": "product", "name": "Product"}, {"id": "search", "parent": "product"}, {"id": "empty"}],
            "people": [{"id": "ana", "name": "Ana", "team": "search"}, {"id": "ben", "team": "product"}]
        }),
    )
}

#[test]
fn r7_a_team_has_its_own_and_its_sub_teams_objectives() {
    let card = score(&teams(), DAY);
    let product = card.row("teams", "product");
    printed(&product["progress"], 0.6);
    assert_eq!((&product["objectives"], &product["name"]), (&json!(3), &json!("Product")));
    printed(&card.row("teams", "search")["progress"], 0.9);
    assert_eq!(card.row("teams", "search")["name"], "search", "the id, where there is no name");
    let empty = card.row("teams", "empty");
    assert_eq!((&empty["progress"], &empty["status"], &empty["objectives"]), (&Value::Null, &json!("none"), &json!(0)));
    assert_eq!(card.objective("b")["team"], "product", "the owner's team, where it has none");
}

#[test]
fn r7_a_mean_of_means_counts_each_sub_team_once() {
    let card = under(json!({"rollup": {"team_mean": "means"}}), &teams());
    printed(&card.row("teams", "product")["progress"], 0.7);
    printed(&card.row("teams", "search")["progress"], 0.9);
    // A sub-team without a number is left out.
    let mut document = teams();
    document["teams"][2]["parent"] = json!("product");
    printed(&under(json!({"rollup": {"team_mean": "means"}}), &document).row("teams", "product")["progress"], 0.7);
}

#[test]
fn r7_a_person_has_what_they_own() {
    let card = score(&teams(), DAY);
    printed(&card.row("people", "ana")["progress"], (2.0 * 0.6 + 0.9) / 3.0);
    printed(&card.row("people", "ben")["progress"], 0.3);
}

#[test]
fn r7_a_cycle_has_what_names_it_and_not_what_names_its_nested_ones() {
    let mut document = teams();
    document["objectives"][2]["cycle"] = json!("2026");
    let card = score(&document, DAY);
    printed(&card.row("cycles", "Q4")["progress"], 0.5);
    printed(&card.row("cycles", "2026")["progress"], 0.9);
    printed(&card.row("cycles", "Q4")["expected"], 0.4945);
    assert_eq!(card.row("cycles", "Q4")["status"], "on_track");
    // The columns of an objective are those of its cycle's row.
    let (a, b) = (card.objective("a"), card.objective("b"));
    printed(&a["weight"], 0.6667);
    printed(&b["weight"], 0.3333);
    printed(&a["contribution"], 0.4);
    assert_eq!((&a["counted"], &a["left_out"]), (&json!(true), &Value::Null));
}

#[test]
fn r7_teams_and_people_look_at_what_is_running() {
    let card = score(&teams(), "2027-01-15");
    assert_eq!(
        (&card.row("teams", "product")["progress"], &card.row("teams", "product")["objectives"]),
        (&Value::Null, &json!(0))
    );
    assert_eq!(card.row("people", "ana")["progress"], Value::Null);
    printed(&card.row("cycles", "Q4")["progress"], 0.6);
    let mut open = teams();
    for row in open["objectives"].as_array_mut().unwrap() {
        row.as_object_mut().unwrap().remove("cycle");
    }
    printed(&score(&open, "2027-01-15").row("teams", "product")["progress"], 0.6);
}

#[test]
fn r7_members_are_left_out_by_their_state_and_weight() {
    let mut document = teams();
    document["objectives"][1]["state"] = json!("cancelled");
    document["objectives"][2]["weight"] = json!(0);
    let card = score(&document, DAY);
    printed(&card.row("cycles", "Q4")["progress"], 0.6);
    assert_eq!(card.row("cycles", "Q4")["objectives"], 1);
    assert_eq!(
        (&card.objective("b")["left_out"], &card.objective("c")["left_out"]),
        (&json!("cancelled"), &json!("zero_weight"))
    );
}

#[test]
fn r7_members_enter_as_contributed_and_the_mean_is_always_weighted() {
    let mut document = teams();
    document["objectives"][0]["key_results"][0] = at("ak", 1.4);
    let open = json!({"clamp": {"contributed": {"max": 1.2}}, "rollup": {"mean": "minimum"}});
    let card = under(open, &document);
    assert_eq!(card.objective("a")["progress"], 1);
    printed(&card.row("cycles", "Q4")["progress"], (2.0 * 1.2 + 0.3 + 0.9) / 4.0);
}

#[test]
fn r7_the_status_of_a_group_is_that_of_its_numbers_alone() {
    // Neither grace at the start nor a final status after the end.
    let mut early = teams();
    early["objectives"][0]["key_results"][0]["check_ins"] = json!([{"on": "2026-10-02", "value": 0.0}]);
    early["objectives"][1]["key_results"][0]["check_ins"] = json!([{"on": "2026-10-02", "value": 0.0}]);
    early["objectives"][2]["key_results"][0]["check_ins"] = json!([{"on": "2026-10-02", "value": 0.0}]);
    let card = score(&early, "2026-10-03");
    assert_eq!(
        (&card.objective("a")["status"], &card.row("cycles", "Q4")["status"]),
        (&json!("on_track"), &json!("off_track"))
    );
    let card = score(&teams(), "2027-01-15");
    assert_eq!(
        (&card.objective("a")["status"], &card.row("cycles", "Q4")["status"]),
        (&json!("missed"), &json!("off_track"))
    );
}

#[test]
fn s2_a_group_is_called_what_the_band_or_the_policy_calls_its_status() {
    let bands = json!([{"at_least": 0.5, "status": "on_track", "label": "green"}, {"status": "off_track"}]);
    let labels = json!({"off_track": "red", "on_track": "never read", "none": "silent"});
    let policy = json!({"source": "progress", "bands": bands, "labels": labels});
    let card = under(json!({"status": policy.clone()}), &teams());
    let label = |list: &str, id: &str| card.row(list, id)["label"].clone();
    assert_eq!([label("cycles", "Q4"), label("teams", "product")], [json!("green"), json!("green")]);
    let mut low = teams();
    low["objectives"].as_array_mut().unwrap().remove(2);
    let card = under(json!({"status": {"source": "progress", "bands": policy["bands"].clone()}}), &low);
    assert_eq!(card.row("cycles", "Q4")["label"], "green", "(2 · 0.6 + 0.3) / 3 = 0.5");
    let card = under(json!({"status": policy}), &low);
    assert_eq!(card.row("teams", "search")["label"], "silent", "no objective counts");
    assert_eq!(under(json!({}), &teams()).row("cycles", "Q4")["label"], Value::Null);
}

#[test]
fn r7_confidence_as_the_source_is_the_weighted_mean_of_those_that_have_one() {
    let mut document = teams();
    document["objectives"][0]["check_ins"] = json!([{"on": "2026-11-01", "confidence": 0.95}]);
    document["objectives"][1]["check_ins"] = json!([{"on": "2026-11-01", "confidence": 0.8}]);
    let card = under(json!({"status": {"source": "confidence"}}), &document);
    assert_eq!(card.row("cycles", "Q4")["status"], "on_track", "(2 · 0.95 + 0.8) / 3 = 0.9");
    assert_eq!(card.row("teams", "search")["status"], "none");
}
