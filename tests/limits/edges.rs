//! Each limit: at the limit a document passes, one over fails with its code and path, and nothing behind the crossing is
//! read at all.

use crate::measure::least;
use crate::refused;
use okr_core::model::{Amendment, CheckIn, Measure, MilestoneItem, State, StateChange};
use okr_core::{Date, Error, ErrorCode, Event, Limits, Workspace};
use std::time::Duration;

/// A limit, a document with so many of the thing, and the place where one too many stands.
struct Edge {
    name: &'static str,
    set: fn(&mut Limits, usize),
    document: fn(usize) -> String,
    path: fn(usize) -> String,
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn top(key: &str, items: &str) -> String {
    format!(r#"{{"okr":1,"{key}":[{items}]}}"#)
}

/// An objective whose only key result has these fields.
fn key_result(fields: &str) -> String {
    top(
        "objectives",
        &format!(
            r#"{{"id":"o","title":"O","key_results":[{{"id":"k","title":"K","measure":{{"kind":"move","target":9}},{fields}}}]}}"#
        ),
    )
}

const EDGES: &[Edge] = &[
    Edge {
        name: "cycles",
        set: |limits, n| limits.records = n,
        document: |n| top("cycles", &list(n, |i| format!(r#"{{"id":"{i}","start":"2026-01-01","end":"2026-12-31"}}"#))),
        path: |n| format!("/cycles/{n}"),
    },
    Edge {
        name: "policies",
        set: |limits, n| limits.policies = n,
        document: |n| {
            let row = |i: usize| format!(r#"{{"id":"{i}","title":"O","policy":{{"status":{{"grace":0.1{i:05}5}}}}}}"#);
            top("objectives", &list(n, row))
        },
        path: |n| format!("/objectives/{n}/policy"),
    },
    Edge {
        name: "teams",
        set: |limits, n| limits.records = n,
        document: |n| top("teams", &list(n, |i| format!(r#"{{"id":"{i}"}}"#))),
        path: |n| format!("/teams/{n}"),
    },
    Edge {
        name: "people",
        set: |limits, n| limits.records = n,
        document: |n| top("people", &list(n, |i| format!(r#"{{"id":"{i}"}}"#))),
        path: |n| format!("/people/{n}"),
    },
    Edge {
        name: "kpis",
        set: |limits, n| limits.records = n,
        document: |n| top("kpis", &list(n, |i| format!(r#"{{"id":"{i}"}}"#))),
        path: |n| format!("/kpis/{n}"),
    },
    Edge {
        name: "objectives",
        set: |limits, n| limits.objectives = n,
        document: |n| top("objectives", &list(n, |i| format!(r#"{{"id":"{i}","title":"O"}}"#))),
        path: |n| format!("/objectives/{n}"),
    },
    Edge {
        name: "key results, over all objectives",
        set: |limits, n| limits.key_results = n,
        document: |n| {
            let row = |i| format!(r#"{{"id":"k{i}","title":"K","measure":{{"kind":"binary"}}}}"#);
            top("objectives", &list(n, |i| format!(r#"{{"id":"{i}","title":"O","key_results":[{}]}}"#, row(i))))
        },
        path: |n| format!("/objectives/{n}/key_results/0"),
    },
    Edge {
        name: "check-ins",
        set: |limits, n| limits.check_ins = n,
        document: |n| {
            key_result(&format!(r#""check_ins":[{}]"#, list(n, |i| format!(r#"{{"on":"2026-10-01","value":{i}}}"#))))
        },
        path: |n| format!("/objectives/0/key_results/0/check_ins/{n}"),
    },
    Edge {
        name: "check-ins of objectives",
        set: |limits, n| limits.check_ins = n,
        document: |n| {
            let check_ins = list(n, |i| format!(r#"{{"on":"2026-10-01","value":{i}}}"#));
            top("objectives", &format!(r#"{{"id":"o","title":"O","check_ins":[{check_ins}]}}"#))
        },
        path: |n| format!("/objectives/0/check_ins/{n}"),
    },
    Edge {
        name: "KPI readings",
        set: |limits, n| limits.check_ins = n,
        document: |n| {
            let readings = list(n, |i| format!(r#"{{"on":"2026-10-01","value":{i}}}"#));
            top("kpis", &format!(r#"{{"id":"n","readings":[{readings}]}}"#))
        },
        path: |n| format!("/kpis/0/readings/{n}"),
    },
    Edge {
        name: "tags",
        set: |limits, n| limits.others = n,
        document: |n| {
            top("objectives", &format!(r#"{{"id":"o","title":"O","tags":[{}]}}"#, list(n, |i| format!("\"{i}\""))))
        },
        path: |n| format!("/objectives/0/tags/{n}"),
    },
    Edge {
        name: "milestones",
        set: |limits, n| limits.others = n,
        document: |n| {
            let items = list(n, |i| format!(r#"{{"id":"{i}"}}"#));
            top(
                "objectives",
                &format!(r#"{{"id":"o","title":"O","measure":{{"kind":"milestones","items":[{items}]}}}}"#),
            )
        },
        path: |n| format!("/objectives/0/measure/items/{n}"),
    },
    Edge {
        name: "amendments",
        set: |limits, n| limits.others = n,
        document: |n| key_result(&format!(r#""amendments":[{}]"#, list(n, |_| r#"{"on":"2026-10-01"}"#.to_owned()))),
        path: |n| format!("/objectives/0/key_results/0/amendments/{n}"),
    },
    Edge {
        name: "entries of the host's own data",
        set: |limits, n| limits.others = n,
        document: |n| {
            top("objectives", &format!(r#"{{"id":"o","title":"O","extra":[{}]}}"#, list(n, |i| i.to_string())))
        },
        path: |n| format!("/objectives/0/extra/{n}"),
    },
];

#[test]
fn each_count_holds_at_its_edge() {
    for edge in EDGES {
        for limit in [0, 1, 2, 7, 100] {
            let mut limits = Limits::default();
            (edge.set)(&mut limits, limit);
            let at = (edge.document)(limit);
            assert!(Workspace::from_json_with(&at, &limits).is_ok(), "{limit} {} pass", edge.name);
            let error = refused(&(edge.document)(limit + 1), &limits);
            assert_eq!(
                (error.code(), error.path()),
                (ErrorCode::TooMany, (edge.path)(limit).as_str()),
                "{} {}: {error}",
                limit + 1,
                edge.name
            );
            assert!(error.message().contains(&format!("the limit is {limit}")), "{}: {error}", edge.name);
        }
    }
}

#[test]
fn nothing_behind_the_crossing_is_read() {
    for edge in EDGES {
        let mut limits = Limits::default();
        (edge.set)(&mut limits, 10);
        // What follows the eleventh is no JSON at all, and would be said if it were read.
        let over = (edge.document)(5000);
        let error = refused(&over[..over.len() / 2], &limits);
        assert_eq!(error.findings().len(), 1, "{}: {:?}", edge.name, error.findings());
        assert_eq!((error.code(), error.path()), (ErrorCode::TooMany, (edge.path)(10).as_str()), "{}", edge.name);
    }
}

#[test]
fn far_over_a_count_is_refused_as_fast_as_one_over() {
    for edge in EDGES {
        let mut limits = Limits::default();
        (edge.set)(&mut limits, 10);
        let far = (edge.document)(100_000);
        let time = least(|| assert_eq!(refused(&far, &limits).code(), ErrorCode::TooMany));
        assert!(time < Duration::from_millis(20), "100,000 {} take {time:?}", edge.name);
    }
}

/// So many links, each from an objective of its own, into `into` tops.
fn links(count: usize, into: usize) -> String {
    let tops = list(into, |i| format!(r#"{{"id":"t{i}","title":"T"}}"#));
    let from = list(count, |i| format!(r#"{{"id":"{i}","title":"O","aligned_to":[{{"to":"t{}"}}]}}"#, i % into));
    top("objectives", &format!("{tops},{from}"))
}

#[test]
fn links_and_fan_in_hold_at_their_edges() {
    let mut limits = Limits::default();
    limits.links = 10;
    assert!(Workspace::from_json_with(&links(10, 2), &limits).is_ok());
    let error = refused(&links(11, 2), &limits);
    assert_eq!((error.code(), error.path()), (ErrorCode::TooMany, "/objectives/12/aligned_to/0"), "{error}");
    let mut limits = Limits::default();
    limits.fan_in = 10;
    assert!(Workspace::from_json_with(&links(20, 2), &limits).is_ok());
    let error = refused(&links(21, 2), &limits);
    assert_eq!((error.code(), error.path()), (ErrorCode::TooMany, "/objectives/0"), "{error}");
    assert!(error.message().contains("the limit is 10"), "{error}");
}

#[test]
fn the_widest_allowed_fan_in_is_averaged_within_the_bound_of_a_sum() {
    // Ten thousand members, each 0.1 or 0.3: the mean of the exact fractions, to a few units of the last place.
    const MEMBERS: usize = 10_000;
    let member = |i: usize| {
        let value = if i.is_multiple_of(2) { 0.1 } else { 0.3 };
        format!(
            r#"{{"id":"o{i}","title":"O","aligned_to":[{{"to":"top"}}],"key_results":[{{"id":"k{i}","title":"K",
                "measure":{{"kind":"ratio","target":1}},"check_ins":[{{"on":"2026-10-01","value":{value}}}]}}]}}"#
        )
    };
    let text = top("objectives", &format!(r#"{{"id":"top","title":"T"}},{}"#, list(MEMBERS, member)));
    let workspace = Workspace::from_json(&text).unwrap();
    let progress = workspace.score("2026-11-15".parse().unwrap()).objective("top").unwrap().progress().unwrap();
    assert!((progress - 0.2).abs() < 1e-12, "{progress}");
}

#[test]
fn the_defaults_are_those_of_the_documentation() {
    let limits = Limits::default();
    assert_eq!((limits.bytes, limits.depth, limits.text, limits.id), (64 << 20, 64, 64 << 10, 255));
    assert_eq!((limits.records, limits.objectives, limits.key_results), (1_000_000, 1_000_000, 1_000_000));
    assert_eq!((limits.links, limits.fan_in), (4_000_000, 100_000));
    assert_eq!((limits.check_ins, limits.others), (10_000_000, 4_000_000));
    let large = Limits::large();
    assert_eq!(large.bytes, u32::MAX as usize);
    for count in
        [large.records, large.objectives, large.key_results, large.links, large.fan_in, large.check_ins, large.others]
    {
        assert_eq!(count, 100_000_000);
    }
}

#[test]
fn bytes_are_counted_before_anything_is_read() {
    let limits = Limits::default();
    let mut spaces = " ".repeat(65 << 20);
    let time = least(|| assert_eq!(refused(&spaces, &limits).code(), ErrorCode::TooLarge));
    assert!(time < Duration::from_millis(5), "65 MiB take {time:?}");
    let of_bytes = |bytes: &[u8]| -> Error { Workspace::from_slice(bytes, &limits).unwrap_err() };
    // Not even UTF-8 is looked for in bytes over the limit.
    let noise = vec![0xff; 65 << 20];
    let time = least(|| assert_eq!(of_bytes(&noise).code(), ErrorCode::TooLarge));
    assert!(time < Duration::from_millis(5), "65 MiB take {time:?}");
    spaces.truncate(limits.bytes - 9);
    spaces.push_str(r#"{"okr":1}"#);
    assert!(Workspace::from_json(&spaces).is_ok(), "exactly at the limit");
    spaces.insert(0, ' ');
    let error = refused(&spaces, &limits);
    assert_eq!((error.code(), error.path()), (ErrorCode::TooLarge, ""), "{error}");
    assert!(error.message().contains("67108865 bytes") && error.message().contains("67108864"), "{error}");
}

/// A check-in or a change of state of the key result.
fn event(index: usize, check_in: bool) -> Event {
    let on = Date::new(2026, 1, 1 + index as u32).unwrap();
    if check_in {
        Event::check_in("k", CheckIn::new(on, index as f64))
    } else {
        Event::state("k", StateChange::new(on, State::Active))
    }
}

#[test]
fn events_keep_to_the_limits_of_their_workspace() {
    for check_in in [true, false] {
        let mut limits = Limits::default();
        (limits.check_ins, limits.others) = (3, 3);
        let document = key_result(r#""check_ins":[{"on":"2025-12-31","value":1}],"tags":["a"]"#);
        let mut workspace = Workspace::from_json_with(&document, &limits).unwrap();
        let taken = (0..9).map(|index| workspace.apply(&event(index, check_in))).take_while(Result::is_ok).count();
        assert_eq!(taken, 2, "one is in the document");
        let refused = workspace.apply(&event(9, check_in)).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::TooMany, "/kind"));
        assert!(workspace.apply(&event(9, !check_in)).is_ok(), "the other limit is another");
        let milestones = Measure::milestones([MilestoneItem::new("a", "A"), MilestoneItem::new("b", "B")]);
        let amendment = Event::amendment("k", Amendment::new(Date::new(2026, 2, 1).unwrap()).measure(milestones));
        assert_eq!(workspace.apply(&amendment).unwrap_err().code(), ErrorCode::TooMany, "with what is in it");
        let mut copy = workspace.clone();
        assert!(copy.apply(&event(10, check_in)).is_err());
        Workspace::from_json_with(&workspace.to_json(), &limits).unwrap();
    }
}
