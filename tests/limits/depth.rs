//! Nesting: 64 levels, whatever the place; deeper is refused without using the stack.

use crate::measure::{least, on_a_stack_of};
use okr_core::{ErrorCode, Limits, Workspace};
use std::time::Duration;

/// Places that take any JSON, or skip it, with the levels that stand around them.
const PLACES: [(&str, &str, usize); 6] = [
    (r#"{"okr":1,"objectives":[{"id":"o","title":"O","extra":"#, "}]}", 3),
    (
        r#"{"okr":1,"objectives":[{"id":"o","title":"O","key_results":[{"id":"k","title":"K","measure":{"kind":"binary"},"extra":"#,
        "}]}]}",
        5,
    ),
    (r#"{"okr":1,"unheard_of":"#, "}", 1),
    (r#"{"okr":1,"policy":{"unheard_of":"#, "}}", 2),
    (r#"{"okr":1,"name":"#, "}", 1),
    (r#"{"okr":1,"objectives":[{"id":"o","title":"O","state":"#, "}]}", 3),
];

fn lists(levels: usize) -> String {
    "[".repeat(levels) + &"]".repeat(levels)
}

fn objects(levels: usize) -> String {
    r#"{"a":"#.repeat(levels) + "0" + &"}".repeat(levels)
}

fn code(text: &str) -> Option<ErrorCode> {
    // The limit ends reading: what was found before it is listed first.
    let error = Workspace::from_json(text).err()?;
    error.findings().iter().map(|finding| finding.code).find(|code| *code == ErrorCode::TooDeep).or(Some(error.code()))
}

#[test]
fn sixty_four_levels_pass_and_one_more_does_not() {
    on_a_stack_of(512, || {
        for (before, after, around) in PLACES {
            for levels in 63..=66 {
                for nested in [lists(levels - around), objects(levels - around)] {
                    let found = code(&format!("{before}{nested}{after}"));
                    let too_deep = found == Some(ErrorCode::TooDeep);
                    assert_eq!(too_deep, levels > 64, "{levels} levels at {before}: {found:?}");
                }
            }
        }
    });
}

#[test]
fn the_limit_can_be_moved_as_far_as_the_stack_allows() {
    on_a_stack_of(512, || {
        let (before, after, around) = PLACES[0];
        for (depth, highest) in [(10, 10), (120, 120), (100_000, 120)] {
            let mut limits = Limits::default();
            limits.depth = depth;
            let read = |levels: usize| {
                Workspace::from_json_with(&format!("{before}{}{after}", lists(levels - around)), &limits)
                    .map_err(|error| error.code())
            };
            assert!(read(highest).is_ok(), "{highest} levels under a limit of {depth}");
            assert_eq!(read(highest + 1).err(), Some(ErrorCode::TooDeep), "{} levels under {depth}", highest + 1);
        }
    });
}

#[test]
fn depth_bombs_end_at_once_without_using_the_stack() {
    for levels in [100_000, 10_000_000] {
        for (before, after, _) in PLACES {
            for nested in ["[", r#"{"a":"#] {
                let text = format!("{before}{}{after}", nested.repeat(levels));
                on_a_stack_of(512, move || {
                    let time = least(|| assert_eq!(code(&text), Some(ErrorCode::TooDeep)));
                    assert!(time < Duration::from_millis(20), "{levels} levels take {time:?}");
                });
            }
        }
        let whole = "[".repeat(levels);
        assert_eq!(on_a_stack_of(512, move || code(&whole)), Some(ErrorCode::TooDeep));
    }
}

#[test]
fn a_policy_document_has_the_same_limit() {
    on_a_stack_of(512, || {
        let read = |levels: usize| {
            let error = okr_core::Policy::from_json(&format!(r#"{{"notes":{}}}"#, lists(levels - 1))).unwrap_err();
            error.findings().iter().any(|finding| finding.code == ErrorCode::TooDeep)
        };
        assert_eq!([63, 64, 65, 66, 100_000].map(read), [false, false, true, true, true]);
    });
}
