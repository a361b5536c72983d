//! The example program as a user meets it: what it prints, to whom, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod programs;

use programs::{Outcome, example, run, run_with};
use serde_json::Value;

/// One objective with a key result at 50 %.
const PLAIN: &str = r#"{"okr": 1, "name": "Acme",
    "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}],
    "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": [
        {"id": "users", "title": "Double the users", "measure": {"kind": "move", "baseline": 100, "target": 200},
         "check_ins": [{"on": "2026-11-09", "value": 150}]}]}]}"#;

/// An objective that nothing counts towards: a warning.
const DOUBTFUL: &str = r#"{"okr": 1, "objectives": [{"id": "empty", "title": "Nothing in it"}]}"#;

/// Five mistakes of different kinds in one document.
const WRONG: &str = r#"{"okr": 1, "nmae": "Acme", "objectives": [
    {"id": "a", "title": "A", "aligned_to": [{"to": "nowhere"}]},
    {"id": "a", "title": "B", "key_results": [
        {"id": "k", "title": "K", "weight": -1, "measure": {"kind": "move", "target": 1},
         "check_ins": [{"on": "2026-02-30", "value": 1}]}]}]}"#;

fn score(arguments: &[&str]) -> Outcome {
    run(example("score").args(arguments))
}

fn score_text(text: &str, arguments: &[&str]) -> Outcome {
    run_with(example("score").arg("-").args(arguments), text.as_bytes())
}

/// A file of this test, below the target folder.
fn file(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn is_indented_below(out: &str, parent: &str, child: &str) -> bool {
    let indent = |title: &str| {
        let found = out.lines().enumerate().find(|(_, line)| line.contains(title));
        let (at, line) = found.unwrap_or_else(|| panic!("no line with {title}"));
        (at, line.len() - line.trim_start().len())
    };
    let (parent, child) = (indent(parent), indent(child));
    parent.0 < child.0 && parent.1 < child.1
}

#[test]
fn without_arguments_it_scores_the_bundled_organisation_as_of_a_fixed_date() {
    let outcome = score(&[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert_eq!(outcome.err, "");
    assert!(outcome.out.starts_with("Larkfield, as of 2026-11-21, counted by the policy `default`\n"));
    assert!(outcome.out.contains("without --as-of its date stays 2026-11-21"));
    assert_eq!(score(&["--as-of", "2026-11-21"]).out, outcome.out);
    assert_ne!(score(&["--as-of", "2026-10-31"]).out, outcome.out);
}

#[test]
fn the_table_is_a_tree_of_objectives_with_their_key_results() {
    let out = score(&[]).out;
    let company = "▸ Become the leading field-service platform";
    let team = "▸ Improve sales performance in the EMEA region";
    let person = "▸ Win our first circle of customers in the Nordics";
    assert!(is_indented_below(&out, company, team) && is_indented_below(&out, team, person));
    assert!(is_indented_below(&out, team, "· Increase quarterly revenue by 25%"));
    assert!(is_indented_below(&out, person, "· Sign 6 customers in Sweden and Denmark"));
    // The second parent of an objective says that it counts there too.
    assert!(out.contains("↳ Improve product quality, 48%, shown elsewhere"));
    assert!(out.contains("supports: Improve sales performance in the EMEA region"));
    assert!(out.contains("depends on: Improve product quality"));
    assert!(out.contains("held back by a guardrail: Keep the average discount at 12% or less"));
    for part in ["\ncycles", "\nteams", "\nKPIs", "\nfindings: 3 hints\n"] {
        assert!(out.contains(part), "no {part:?}");
    }
}

#[test]
fn lines_keep_to_the_width_and_text_survives_it() {
    for width in [80, 100, 120, 160] {
        let outcome = run(example("score").env("COLUMNS", width.to_string()));
        let longest = outcome.out.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(width), "{longest:?} columns of {width}");
        assert!(outcome.out.contains("Larkfield"));
    }
    for width in ["0", "7", "40", "63", "99999", "wide"] {
        assert_eq!(run(example("score").env("COLUMNS", width)).code, Some(0), "COLUMNS={width}");
    }
    assert_eq!(run(example("score").env("COLUMNS", "100")).out, score(&[]).out);
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let escape = '\u{1b}';
    assert!(!score(&[]).out.contains(escape));
    assert!(run(example("score").env("CLICOLOR_FORCE", "1")).out.contains(escape));
    assert!(!run(example("score").env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")).out.contains(escape));
}

#[test]
fn text_of_a_document_cannot_command_the_terminal() {
    let text = PLAIN.replace("Double the users", r"Double\u001b[2J the \u202eusers\n");
    let outcome = score_text(&text, &["--as-of", "2026-11-16"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert!(!outcome.out.contains(['\u{1b}', '\u{202e}']));
    assert!(outcome.out.contains("Double\u{fffd}[2J the \u{fffd}users"));
}

#[test]
fn a_document_comes_from_a_file_or_from_standard_input() {
    let piped = score_text(PLAIN, &["--as-of", "2026-11-16"]);
    assert_eq!(piped.code, Some(0), "{}", piped.err);
    assert!(piped.out.starts_with("Acme, as of 2026-11-16"));
    assert!(piped.out.contains(" 50% "));
    let filed = score(&[&file("plain.json", PLAIN), "--as-of=2026-11-16"]);
    assert_eq!((filed.code, filed.out), (Some(0), piped.out));
}

#[test]
fn without_a_date_a_document_is_scored_as_of_today() {
    let day = || chrono::Local::now().date_naive().to_string();
    let (before, outcome, after) = (day(), score_text(PLAIN, &["--format", "json"]), day());
    let card: Value = serde_json::from_str(&outcome.out).unwrap();
    let date = card["as_of"].as_str().unwrap();
    assert!(date == before || date == after, "{date}");
}

#[test]
fn an_unusable_document_is_answered_with_everything_that_is_wrong() {
    let outcome = score_text(WRONG, &[]);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    for part in [
        "error[unknown_field] /nmae: ",
        "did you mean `name`?",
        "error[dangling_reference] /objectives/0/aligned_to/0",
        "error[duplicate_id] /objectives/1/id",
        "error[negative_weight] /objectives/1/key_results/0/weight",
        "error[bad_date] /objectives/1/key_results/0/check_ins/0/on",
        "standard input: 5 errors; nothing was scored",
    ] {
        assert!(outcome.err.contains(part), "no {part:?} in\n{}", outcome.err);
    }
}

#[test]
fn an_alignment_in_a_circle_names_it() {
    let text = r#"{"okr": 1, "objectives": [
        {"id": "a", "title": "A", "aligned_to": [{"to": "b"}]},
        {"id": "b", "title": "B", "aligned_to": [{"to": "a"}]}]}"#;
    let outcome = score_text(text, &[]);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.contains("error[alignment_cycle]"), "{}", outcome.err);
}

#[test]
fn text_that_is_no_json_is_refused() {
    for text in ["", "{", "{\"okr\": 1,}", "nonsense", "{\"okr\": 1} {}", "[]", "\u{0}"] {
        let outcome = score_text(text, &[]);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{text:?}");
        assert!(outcome.err.contains("error[") && outcome.err.contains("nothing was scored"), "{}", outcome.err);
    }
    let outcome = run_with(example("score").arg("-"), b"{\"okr\": 1, \"name\": \"\xff\"}");
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("error[invalid_utf8]"), "{}", outcome.err);
}

#[test]
fn warnings_leave_a_document_usable() {
    for arguments in [&["--as-of", "2026-11-16"][..], &["--format", "json"], &["--explain", "empty"]] {
        let outcome = score_text(DOUBTFUL, arguments);
        assert_eq!((outcome.code, outcome.err.as_str()), (Some(1), ""), "{arguments:?}");
        assert!(outcome.out.contains("empty"));
    }
    assert!(score_text(DOUBTFUL, &[]).out.contains("warning empty: "));
}

#[test]
fn json_is_the_whole_scorecard() {
    let outcome = score(&["--format", "json"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    let card: Value = serde_json::from_str(&outcome.out).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        sorted(keys(&card)),
        sorted(words(
            "okr_scorecard workspace as_of policy objectives kpis teams people cycles findings unlisted_findings"
        ))
    );
    let shared = "id title owner progress raw expected status status_reason label grade confidence score manual_score \
                  override counted left_out weight contribution ambition value baseline target unit";
    let objective = format!("{shared} cycle team guardrails key_results");
    let key_result = format!("{shared} role stale_days");
    let first = &card["objectives"][0];
    assert_eq!(sorted(keys(first)), sorted(words(&objective)));
    assert_eq!(sorted(keys(&first["key_results"][0])), sorted(words(&key_result)));
    assert_eq!(sorted(keys(&card["kpis"][0])), sorted(words("id name value unit state")));
    for group in ["teams", "people", "cycles"] {
        assert_eq!(sorted(keys(&card[group][0])), sorted(words("id name progress expected status label objectives")));
    }
    assert_eq!(sorted(keys(&card["findings"][0])), sorted(words("code severity path message help")));
    assert_eq!((&card["workspace"], &card["as_of"]), (&"Larkfield".into(), &"2026-11-21".into()));
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

#[test]
fn another_policy_is_a_preset_or_a_file() {
    let google = score(&["--policy", "google"]);
    assert_eq!(google.code, Some(0), "{}", google.err);
    assert!(google.out.contains("counted by the policy `google`"));
    let strict = r#"{"name": "weakest", "base": "google", "rollup": {"mean": "minimum"}, "display": {"decimals": 1}}"#;
    let weakest = score(&["--policy", &file("weakest.json", strict)]);
    assert_eq!(weakest.code, Some(0), "{}", weakest.err);
    assert!(weakest.out.contains("counted by the policy `weakest`") && weakest.out.contains(" 45.5%"));
    let wrong = score(&["--policy", &file("wrong.json", r#"{"rolup": {}, "display": {"decimals": 99}}"#)]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("error[unknown_field] /rolup") && wrong.err.contains("2 errors"), "{}", wrong.err);
    let unknown = score(&["--policy", "gogle"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("did you mean `google`?"), "{}", unknown.err);
}

#[test]
fn a_comparison_lists_what_another_policy_changes_and_by_which_field() {
    let outcome = score(&["--compare-policy", "viva_goals"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    assert!(outcome.out.starts_with("Larkfield, as of 2026-11-21: from the policy `default` to `viva_goals`\n"));
    for part in
        ["\nmeasure.strict ", "false → true", "▸ Increase user engagement", "weights.rule with weights.total (R3): "]
    {
        assert!(outcome.out.contains(part), "no {part:?} in\n{}", outcome.out);
    }
    let json = score(&[
        "--policy",
        "google",
        "--compare-policy",
        &file("alike.json", r#"{"base": "google"}"#),
        "--format",
        "json",
    ]);
    let change: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        (&change["before"], &change["after"], &change["rows"]),
        (&"google".into(), &"google".into(), &Value::Array(vec![]))
    );
    assert!(score(&["--compare-policy", "default"]).out.contains("No progress, status, score or grade changes."));
    let unknown = score(&["--compare-policy", "viva_golas"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(
        unknown.err.contains("--compare-policy") && unknown.err.contains("did you mean `viva_goals`?"),
        "{}",
        unknown.err
    );
    // What the other policy cannot count is said, and is a warning.
    let own = score(&["--compare-policy", &file("own.json", r#"{"rollup": {"of": "own_measure"}}"#)]);
    assert!(own.code == Some(1) && own.out.contains("\nwarning /objectives/"), "{:?} {}", own.code, own.out);
    let both = score(&["--compare-policy", "google", "--explain", "emea-sales"]);
    assert!(both.code == Some(2) && both.err.contains("expected one of them"), "{}", both.err);
    for (width, policy) in ["40", "80", "100", "160"].into_iter().flat_map(|w| [(w, "google"), (w, "viva_goals")]) {
        let out = run(example("score").env("COLUMNS", width).args(["--compare-policy", policy])).out;
        let longest = out.lines().map(|line| line.chars().count()).max();
        assert!(longest <= width.parse().ok(), "{longest:?} columns of {width}, {policy}");
    }
}

#[test]
fn an_explanation_adds_up() {
    let outcome = score(&["--explain", "emea-sales", "--format", "json"]);
    let why: Value = serde_json::from_str(&outcome.out).unwrap();
    let sum: f64 = why["lines"].as_array().unwrap().iter().map(|line| line["contribution"].as_f64().unwrap()).sum();
    assert!((sum - why["progress"].as_f64().unwrap()).abs() <= 1e-12);
    let told = score(&["--explain", "emea-sales"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    for part in [
        "status    at risk: a guardrail is not met",
        "0.333333 × 0.650000 = 0.216667",
        "left out\nKeep the average discount at 12% or less (discounts): guardrail",
    ] {
        assert!(told.out.contains(part), "no {part:?} in\n{}", told.out);
    }
    assert!(
        told.out.lines().any(|line| line.starts_with("progress") && line.ends_with("0.568935   0.560440")),
        "{}",
        told.out
    );
}

#[test]
fn an_explanation_keeps_to_the_width() {
    for (width, policy) in ["40", "60", "76", "100", "160"].into_iter().flat_map(|w| [(w, "default"), (w, "ally")]) {
        let out = run(example("score").env("COLUMNS", width).args(["--policy", policy, "--explain", "emea-sales"])).out;
        let longest = out.lines().map(|line| line.chars().count()).max();
        assert!(longest <= width.parse().ok(), "{longest:?} columns of {width}, {policy}");
        assert!(out.contains("0.560440"), "{out}");
    }
}

#[test]
fn a_status_goes_by_the_word_of_the_policy_alone() {
    let out = score(&["--policy", "viva_goals"]).out;
    assert!(out.contains("16 objectives: 1 Closed, 5 On Track, 7 Behind, 1 At Risk"), "{out}");
    let team = out.lines().find(|line| line.starts_with("Larkfield (13)")).unwrap();
    assert!(team.ends_with("  Behind") && !out.contains("at risk, "), "{out}");
    let why = score(&["--policy", "viva_goals", "--explain", "emea-sales"]).out;
    let reason = "status    Behind: progress minus expected is -0.0296 (at least -0.25 and below 0)\n";
    assert!(why.contains(reason), "{why}");
    let change = score(&["--compare-policy", "viva_goals"]).out;
    assert!(change.contains("(S2): 76% Behind\n") && !change.contains("at risk, Behind"), "{change}");
}

#[test]
fn a_reason_is_true_and_whole() {
    let told = |policy: &str, more: &str, as_of: &str| {
        let text = PLAIN.replace("\"name\"", &format!("\"policy\": {policy}, \"name\"")).replace("150}]", more);
        let outcome = score_text(&text, &["--as-of", as_of, "--explain", "users"]);
        assert!(matches!(outcome.code, Some(0 | 1)), "{}", outcome.err);
        outcome.out
    };
    let forced = r#"150}], "overrides": [{"on": "2026-11-10", "status": "at_risk", "by": "ada", "until": "2026-11-30", "reason": "too good"}]"#;
    for (policy, more, as_of, reason) in [
        (
            r#"{"check_ins": {"grace": "3d"}}"#,
            "150}]",
            "2026-11-19",
            "overdue since 2026-11-18, the next due on 2026-11-25\n",
        ),
        (
            r#"{"status": {"stale": "flag"}}"#,
            "190}]",
            "2026-11-27",
            "on track: progress over expected is 1.4368 (at least 0.9); no check-in for 18 days\n",
        ),
        ("{}", "190}]", "2026-11-27", "at risk: no check-in for 18 days\n"),
        ("{}", forced, "2026-11-19", "at risk: set by ada until 2026-11-30, computed on track: too good\n"),
        (r#"{"status": {"source": "stated"}}"#, "150}]", "2026-11-19", "none: nobody has stated a status\n"),
    ] {
        let out = told(policy, more, as_of);
        assert!(out.contains(reason), "no {reason:?} in\n{out}");
    }
}

#[test]
fn everything_in_the_bundled_organisation_can_be_explained() {
    let card: Value = serde_json::from_str(&score(&["--format", "json"]).out).unwrap();
    for objective in card["objectives"].as_array().unwrap() {
        let key_result = &objective["key_results"][0];
        for id in [&objective["id"], &key_result["id"]] {
            let outcome = score(&["--explain", id.as_str().unwrap()]);
            assert_eq!(outcome.code, Some(0), "{id}: {}", outcome.err);
        }
    }
    let unknown = score(&["--explain", "emea-salse"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("did you mean `emea-sales`?"), "{}", unknown.err);
}

#[test]
fn wrong_arguments_are_answered_with_the_usage() {
    for arguments in [&["--bogus"][..], &["--format", "xml"], &["--format"], &["one.json", "two.json"]] {
        let outcome = score(arguments);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.err.starts_with("error: ") && outcome.err.contains("Usage: score"), "{}", outcome.err);
    }
    let date = score(&["--as-of", "2026-02-30"]);
    assert_eq!((date.code, date.out.as_str()), (Some(2), ""));
    assert!(date.err.starts_with("error[bad_date] --as-of: "), "{}", date.err);
    let missing = score(&["no-such-file.json"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.starts_with("error: no-such-file.json: "), "{}", missing.err);
}

#[test]
fn help_names_every_option() {
    let help = score(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    for option in [
        "FILE",
        "--as-of",
        "--policy",
        "--format",
        "--explain",
        "--compare-policy",
        "NO_COLOR",
        "COLUMNS",
        "Exit status",
    ] {
        assert!(help.out.contains(option), "no {option}");
    }
    assert_eq!(score(&["-h"]).out, help.out);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_problem() {
    use std::process::Stdio;
    let mut child =
        example("score").args(["--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn the_shortest_documents_have_a_scorecard() {
    let outcome = score_text(r#"{"okr": 1}"#, &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert!(outcome.out.contains("0 objectives") && outcome.out.contains("findings: none"));
}

#[test]
fn deep_alignment_is_shown_without_recursion() {
    let link = |at: usize| if at == 0 { String::new() } else { format!(r#""aligned_to": [{{"to": "o{}"}}],"#, at - 1) };
    let objectives: Vec<String> = (0..20_000)
        .map(|at| format!(r#"{{"id": "o{at}", "title": "Objective {at}", {} "silence": ["no_members"]}}"#, link(at)))
        .collect();
    let text = format!(r#"{{"okr": 1, "objectives": [{}]}}"#, objectives.join(","));
    let outcome = score_text(&text, &[]);
    assert!(matches!(outcome.code, Some(0 | 1)), "{:?} {}", outcome.code, outcome.err);
    assert!(outcome.out.contains("▸ Objective 19999"));
}
