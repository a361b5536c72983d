//! JSON itself, as a host's own data: what the grammar allows is read and printed back, what it forbids is refused.

use crate::refused;
use okr_core::{ErrorCode, Limits, Workspace};

fn with(value: &str) -> String {
    format!(r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","extra":{value}}}]}}"#)
}

/// Values that are JSON, and what they are printed as.
const ALLOWED: &[(&str, &str)] = &[
    ("[]", "[]"),
    ("{}", "{}"),
    ("[[]]", "[[]]"),
    ("[ ]", "[]"),
    ("\t\n\r [\n1\t,\r2 ]", "[1,2]"),
    ("[null,1,\"1\",{}]", "[null,1,\"1\",{}]"),
    ("true", "true"),
    ("false", "false"),
    ("\"\"", "\"\""),
    ("\"asd\"", "\"asd\""),
    ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""),
    ("\"\\u0060\\u012a\\u12AB\"", "\"`Īካ\""),
    ("\"\\ud83c\\udfaf\"", "\"🎯\""),
    ("\"\\uDBFF\\uDFFF\"", "\"\u{10ffff}\""),
    ("\"\\u0000\"", "\"\\u0000\""),
    ("\"\\u2028\u{2029}\"", "\"\u{2028}\u{2029}\""),
    ("\"\u{7f}\u{feff}\u{fffd}\"", "\"\u{7f}\u{feff}\u{fffd}\""),
    ("{\"\":0}", "{\"\":0}"),
    ("{\"a\":[],\"b\":{}}", "{\"a\":[],\"b\":{}}"),
    ("{\"foo\\u0000bar\":42}", "{\"foo\\u0000bar\":42}"),
    ("0", "0"),
    ("-0", "0"),
    ("-0.0", "0"),
    ("1e0", "1"),
    ("1E+2", "100"),
    ("123e-2", "1.23"),
    ("1.5", "1.5"),
    ("-1", "-1"),
    ("9007199254740991", "9007199254740991"),
    ("1e-400", "0"),
    ("-1e-400", "0"),
    ("5e-324", "5e-324"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("0.1", "0.1"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("2.2250738585072011e-308", "2.225073858507201e-308"),
];

#[test]
fn what_the_grammar_allows_is_read_and_printed() {
    for (value, printed) in ALLOWED {
        let workspace = Workspace::from_json(&with(value)).unwrap_or_else(|error| panic!("{value}: {error}"));
        let text = workspace.to_json();
        let expected = if *value == "null" { String::new() } else { format!("\"extra\":{printed}") };
        assert!(text.contains(&expected), "{value} is printed in {text}");
        assert_eq!(Workspace::from_json(&text).unwrap().to_json(), text);
    }
}

/// Values that are not JSON.
const FORBIDDEN: &[&str] = &[
    "",
    "[",
    "]",
    "[1,]",
    "[,1]",
    "[1,,2]",
    "[1 2]",
    "[\"a\" \"b\"]",
    "[1:2]",
    "[1",
    "[\"",
    "[\"a",
    "{",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,}",
    "{,}",
    "{\"a\" 1}",
    "{\"a\"::1}",
    "{'a':1}",
    "{a:1}",
    "{1:1}",
    "{null:1}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1}}",
    "[1]]",
    "[[1]",
    "'a'",
    "`a`",
    "\"\\x00\"",
    "\"\\a\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u123g\"",
    "\"\\uD800\"",
    "\"\\uD800\\u0041\"",
    "\"\\uDC00\"",
    "\"\\uDC00\\uD800\"",
    "\"\\uD800\\uD800\"",
    "\"\\\"",
    "\"\t\"",
    "\"\n\"",
    "\"\u{0}\"",
    "\"\u{1f}\"",
    "01",
    "-01",
    "1.",
    ".1",
    "-.1",
    "+1",
    "--1",
    "1e",
    "1e+",
    "1eE2",
    "1.e1",
    "0x10",
    "1_000",
    "-",
    "-a",
    "1a",
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "inf",
    "True",
    "TRUE",
    "nul",
    "nulll",
    "truefalse",
    "undefined",
    "/**/1",
    "1//x",
    "#1",
    "[1] trailing",
    "\u{a0}1",
    "\u{2060}1",
    "\u{feff}1",
    "\u{ff11}",
    "&quot;a&quot;",
    "<a/>",
    "a",
    "*",
    "1,2",
    "\\u0031",
];

#[test]
fn what_the_grammar_forbids_is_refused() {
    for value in FORBIDDEN {
        let error = refused(&with(value), &Limits::default());
        let codes: Vec<ErrorCode> = error.findings().iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&ErrorCode::InvalidJson), "{value:?}: {error}");
        assert!(error.message().contains("line "), "{value:?}: {error}");
    }
}

#[test]
fn a_byte_order_mark_is_not_json() {
    assert_eq!(refused("\u{feff}{\"okr\":1}", &Limits::default()).code(), ErrorCode::InvalidJson);
}

#[test]
fn numbers_survive_to_the_bit() {
    // Every power of two, its neighbours, and decimals of every length, as values of check-ins.
    let mut numbers: Vec<f64> = (-1074..1024).map(|exponent| 2f64.powi(exponent)).collect();
    numbers.extend((0..2000).map(|n| f64::from_bits(0x3fb9_9999_9999_999a + n)));
    numbers.extend((0..2000u64).map(|n| f64::from_bits(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) & 0x7fef_ffff_ffff_ffff)));
    let check_ins: Vec<String> = numbers.iter().map(|x| format!(r#"{{"on":"2026-10-01","value":{x:e}}}"#)).collect();
    let text = format!(
        r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","key_results":[{{"id":"k","title":"K","measure":{{"kind":"tracked"}},"check_ins":[{}]}}]}}]}}"#,
        check_ins.join(",")
    );
    let read = |text: &str| -> Vec<u64> {
        let document: serde_json::Value = serde_json::from_str(text).unwrap();
        let check_ins = document["objectives"][0]["key_results"][0]["check_ins"].as_array().unwrap().clone();
        check_ins.iter().map(|check_in| check_in["value"].as_f64().unwrap().to_bits()).collect()
    };
    let printed = Workspace::from_json(&text).unwrap().to_json();
    assert_eq!(read(&printed), numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
    assert_eq!(Workspace::from_json(&printed).unwrap().to_json(), printed);
}

#[test]
fn whole_numbers_beyond_2_to_the_53_are_read_as_the_nearest_number() {
    for (stated, printed) in
        [("9007199254740993", "9007199254740992"), ("123456789012345678901234567890", "1.2345678901234568e+29")]
    {
        let text = with("0").replace(r#""title":"O""#, &format!(r#""title":"O","weight":{stated}"#));
        let workspace = Workspace::from_json(&text).unwrap();
        assert!(workspace.to_json().contains(&format!("\"weight\":{printed}")), "{}", workspace.to_json());
    }
    for version in ["9007199254740993", "18446744073709551617", "1.0000000001", "-1"] {
        assert_eq!(
            refused(&format!(r#"{{"okr":{version}}}"#), &Limits::default()).code(),
            ErrorCode::UnsupportedVersion
        );
    }
}
