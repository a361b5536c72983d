//! Bytes at random, and documents cut short or damaged: refused or read, never a panic; and whatever reads is scored,
//! explained, reported and printed.

use okr_core::{Date, Limits, Policy, Workspace};

const ORGANISATION: &str = include_str!("../../okr-core/examples/organisation.json");
const EVERYTHING: &str = include_str!("../documents/everything.json");

/// Numbers that look random and are the same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// Reads, and does everything that can be done with what reads. Answers whether it read.
fn survives(bytes: &[u8]) -> bool {
    let workspace = match Workspace::from_slice(bytes, &Limits::default()) {
        Ok(workspace) => workspace,
        Err(error) => {
            assert!(!error.findings().is_empty() && error.findings().len() <= 1001);
            return false;
        }
    };
    for date in ["2026-11-15", "2027-02-01"] {
        let date: Date = date.parse().unwrap();
        let card = workspace.score(date);
        let report = card.to_json(&workspace).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok());
        for row in card.objectives() {
            assert!(row.progress().is_none_or(f64::is_finite));
            assert!(workspace.explain(&card, row.id()).is_ok());
        }
        for row in card.key_results() {
            assert!(row.progress().is_none_or(f64::is_finite));
            assert!(workspace.explain(&card, row.id()).is_ok());
        }
    }
    let printed = workspace.to_json();
    let again = Workspace::from_json(&printed).unwrap_or_else(|error| panic!("{error} in its own print: {printed}"));
    assert_eq!(again.to_json(), printed);
    true
}

#[test]
fn random_bytes() {
    let mut dice = Dice(1);
    for length in 0..2000 {
        let bytes: Vec<u8> = (0..length % 257).map(|_| dice.next() as u8).collect();
        survives(&bytes);
    }
    // Bytes that JSON is made of go deeper.
    for _ in 0..5000 {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"okr\"",
            "1",
            "\"objectives\"",
            "\"id\"",
            "\"\"",
            "-",
            "e9",
            "0.",
            "null",
            "true",
            "\\u",
            "\u{feff}",
            " ",
        ];
        let text: String = (0..dice.below(40)).map(|_| dice.of(&pieces)).collect();
        survives(text.as_bytes());
    }
}

#[test]
fn every_document_cut_short() {
    let compact = serde_json::from_str::<serde_json::Value>(EVERYTHING).unwrap().to_string();
    for end in 0..compact.len() {
        assert!(!survives(&compact.as_bytes()[..end]), "cut at {end}");
    }
    let mut dice = Dice(2);
    for _ in 0..300 {
        let end = dice.below(ORGANISATION.trim_end().len() - 1);
        assert!(!survives(&ORGANISATION.as_bytes()[..end]), "cut at {end}");
    }
}

/// Where values of a document begin and end: numbers and texts, without their quotes.
fn scalars(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                found.push((start + 1, at.min(bytes.len())));
                at += 1;
            }
            b'-' | b'0'..=b'9' => {
                while at < bytes.len() && matches!(bytes[at], b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') {
                    at += 1;
                }
                found.push((start, at));
            }
            _ => at += 1,
        }
    }
    found
}

/// One blow to a document: bytes changed, taken out, doubled or moved, or a value put in another's place.
fn damaged(text: &str, scalars: &[(usize, usize)], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + dice.below(3) {
        let length = bytes.len();
        let at = dice.below(length);
        let span = (at, (at + 1 + dice.below(40)).min(length));
        match dice.below(10) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(span.0..span.1)),
            2 => {
                let piece = bytes[span.0..span.1].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => bytes
                .splice(at..at, dice.of(&["0", "-", "}", "]", ",", "\"", "null", "{}", "[[", "\\"]).bytes())
                .for_each(drop),
            // The others keep it JSON as a rule, so that more of what is damaged reads.
            4..=6 => {
                let (one, other) = (scalars[dice.below(scalars.len())], scalars[dice.below(scalars.len())]);
                let value = text.as_bytes()[other.0..other.1].to_vec();
                if one.1 <= bytes.len() {
                    bytes.splice(one.0..one.1, value);
                }
            }
            _ => {
                let (start, end) = scalars[dice.below(scalars.len())];
                let number = text.as_bytes()[start].is_ascii_digit() && !text[start..end].contains('-');
                let values: &[&str] = if number {
                    &[
                        "0",
                        "-1",
                        "1e308",
                        "-1e308",
                        "1e-308",
                        "5e-324",
                        "0.5",
                        "1",
                        "100",
                        "9007199254740993",
                        "0.1",
                        "1.7976931348623157e308",
                    ]
                } else {
                    &[
                        "",
                        "2026-10-01",
                        "2999-12-31",
                        "1900-01-01",
                        "+20%",
                        "-1e308",
                        "9000mo",
                        "1d",
                        "closed",
                        "default",
                        "worst",
                        "\u{301}",
                    ]
                };
                if end <= bytes.len() {
                    bytes.splice(start..end, dice.of(values).bytes());
                }
            }
        }
    }
    bytes
}

#[test]
fn damaged_documents() {
    let mut read = 0;
    for (seed, text) in [(3, ORGANISATION), (4, EVERYTHING)] {
        let text = serde_json::from_str::<serde_json::Value>(text).unwrap().to_string();
        let scalars = scalars(&text);
        let mut dice = Dice(seed);
        for _ in 0..2000 {
            read += usize::from(survives(&damaged(&text, &scalars, &mut dice)));
        }
    }
    assert!(read > 200, "only {read} damaged documents read, so that little was scored");
}

#[test]
fn damaged_policies() {
    let text = Policy::preset("google").unwrap().to_json();
    let scalars = scalars(&text);
    let workspace = Workspace::from_json(ORGANISATION).unwrap();
    let date: Date = "2026-11-15".parse().unwrap();
    let mut dice = Dice(5);
    let mut read = 0;
    for _ in 0..2000 {
        let bytes = damaged(&text, &scalars, &mut dice);
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let Ok(policy) = Policy::from_json(text) else { continue };
        read += 1;
        let card = workspace.score_with(&policy, date).unwrap();
        assert!(card.to_json(&workspace).is_ok());
        assert!(card.objectives().all(|row| row.progress().is_none_or(f64::is_finite)));
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy, "a policy reads back from its own print");
    }
    assert!(read > 100, "only {read} damaged policies read");
}
