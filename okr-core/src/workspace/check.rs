//! Whether a draft holds together: references, links and circles; and what its policy asks of it.

use super::draft::Draft;
use super::fits::Forms;
use super::frame::{Frame, Link, Node};
use super::names::{NONE, Names};
use super::policies::Policies;
use super::windows::{check_windows, cycle_days};
use crate::date::Date;
use crate::document::reader::Reader;
use crate::error::{ErrorCode, Finding, Findings, quoted};
use crate::graph::{Directed, Edge};
use crate::model::LinkKind;
use std::collections::{BTreeMap, BTreeSet};

/// Candidates looked at for a misspelt id; more would make many errors slow.
const SUGGESTED_FROM: usize = 2000;

/// Reports what does not hold together, and answers the contributes links by row.
pub(crate) fn check(draft: &Draft, policies: &Policies, r: &mut Reader) -> Vec<Edge> {
    check_groups(&draft.frame, r);
    check_owners(draft, r);
    let edges = check_links(draft, policies, r);
    check_windows(draft, r);
    edges
}

/// Reports a reference to something that does not exist.
fn dangling(path: String, names: &Names, frame: &Frame, symbol: u32, what: &str, r: &mut Reader) {
    if symbol == NONE || names.definition(symbol).is_some() {
        return;
    }
    dangling_text(path, names, frame, names.text(&frame.texts, symbol), what, r);
}

fn dangling_text(path: String, names: &Names, frame: &Frame, id: &str, what: &str, r: &mut Reader) {
    if r.only_counts() {
        return;
    }
    let near = r.nearest(id, names.defined_ids(&frame.texts).take(SUGGESTED_FROM));
    let help =
        near.map_or_else(|| format!("define {what} with that id"), |near| format!("did you mean {}?", quoted(near)));
    r.push(Finding::new(
        ErrorCode::DanglingReference,
        path,
        format!("found {}, expected the id of {what}", quoted(id)),
        help,
    ));
}

fn check_groups(frame: &Frame, r: &mut Reader) {
    for (index, cycle) in frame.cycles.iter().enumerate() {
        dangling(format!("/cycles/{index}/within"), &frame.cycle_names, frame, cycle.within, "a cycle", r);
    }
    for (index, team) in frame.teams.iter().enumerate() {
        dangling(format!("/teams/{index}/parent"), &frame.team_names, frame, team.parent, "a team", r);
    }
    for (index, person) in frame.people.iter().enumerate() {
        dangling(format!("/people/{index}/team"), &frame.team_names, frame, person.parent, "a team", r);
    }
    let cycles: Vec<u32> = frame.cycles.iter().map(|cycle| cycle.within).collect();
    check_nesting("cycles", "within", &cycles, &frame.cycle_names, frame, r);
    let teams: Vec<u32> = frame.teams.iter().map(|team| team.parent).collect();
    check_nesting("teams", "parent", &teams, &frame.team_names, frame, r);
}

/// Reports things nested in a circle; `parents` holds the symbol of each one's parent.
fn check_nesting(key: &str, field: &str, parents: &[u32], names: &Names, frame: &Frame, r: &mut Reader) {
    let parent_of = |row: u32| names.definition(parents[row as usize]);
    let edges: Vec<(u32, u32)> =
        (0..parents.len() as u32).filter_map(|row| parent_of(row).map(|parent| (row, parent))).collect();
    if let Err(circle) = Directed::new(parents.len(), &edges).levels() {
        let path = format!("/{key}/{}/{field}", circle.first().copied().unwrap_or_default());
        let ids = circle.iter().map(|row| names.text(&frame.texts, row_symbol(frame, key, *row)));
        let message = format!("found {key} nested in a circle: {}, expected no way back", loop_text(ids));
        r.push(Finding::new(ErrorCode::ParentCycle, path, message, "remove one of these links"));
    }
}

fn row_symbol(frame: &Frame, key: &str, row: u32) -> u32 {
    let at = row as usize;
    if key == "teams" {
        frame.teams.get(at).map_or(NONE, |team| team.name)
    } else {
        frame.cycles.get(at).map_or(NONE, |cycle| cycle.name)
    }
}

/// A circle in words, closed by its first id; long ones are cut in the middle.
fn loop_text<'a>(ids: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let count = ids.len();
    let mut words: Vec<String> = ids.take(SHOWN).map(quoted).collect();
    let first = words.first().cloned().unwrap_or_default();
    if count > SHOWN {
        words.push(format!("… {} more", count - SHOWN));
    }
    words.push(first);
    words.join(" → ")
}

fn check_owners(draft: &Draft, r: &mut Reader) {
    let frame = &draft.frame;
    // The usual case costs one look a space: everything that was seen was defined.
    let all_defined = |names: &Names| (0..names.len() as u32).all(|symbol| names.definition(symbol).is_some());
    let known =
        [&frame.cycle_names, &frame.team_names, &frame.person_names, &frame.kpi_names].into_iter().all(all_defined);
    let columns = &frame.objectives;
    for row in 0..columns.len() {
        let node = Node::Objective(row as u32);
        if !known {
            let path = |field: &str| format!("{}/{field}", frame.pointer(node));
            dangling(path("cycle"), &frame.cycle_names, frame, columns.cycle[row], "a cycle", r);
            dangling(path("team"), &frame.team_names, frame, columns.team[row], "a team", r);
            dangling(path("owner"), &frame.person_names, frame, columns.owner[row], "a person", r);
        }
        check_contributors(frame, node, columns.prose[row], r);
        for (index, initiative) in
            frame.more(row as u32).into_iter().flat_map(|more| more.initiatives.iter().enumerate())
        {
            let Some(id) = &initiative.key_result else { continue };
            let own = frame.node(id).is_some_and(
                |node| matches!(node, Node::KeyResult(k) if frame.key_results.objective[k as usize] == row as u32),
            );
            if !own {
                let path = format!("{}/initiatives/{index}/key_result", frame.pointer(node));
                dangling_text(path, &frame.nodes, frame, id, "a key result of this objective", r);
            }
        }
    }
    if known && draft.history.key_result_rules.is_empty() && frame.prose.is_empty() {
        return;
    }
    let columns = &frame.key_results;
    let mut readings = 0;
    for row in 0..columns.len() {
        let node = Node::KeyResult(row as u32);
        if let Some(rules) = draft.history.rules_of_key_result(row as u32)
            && let Some(kpi) = frame.kpi_names.definition(rules.kpi).and_then(|kpi| frame.kpis.get(kpi as usize))
        {
            let before = readings;
            readings += kpi.on.len();
            check_readings(before, readings, node, frame, r);
        }
        if !known {
            let path = |field: &str| format!("{}/{field}", frame.pointer(node));
            dangling(path("owner"), &frame.person_names, frame, columns.owner[row], "a person", r);
            if let Some(rules) = draft.history.rules_of_key_result(row as u32) {
                dangling(path("kpi"), &frame.kpi_names, frame, rules.kpi, "a KPI", r);
            }
        }
        check_contributors(frame, node, columns.prose[row], r);
    }
}

/// KPI readings count once for each key result that reads them, because each reads all of them.
fn check_readings(before: usize, readings: usize, node: Node, frame: &Frame, r: &mut Reader) {
    let limit = r.limits.check_ins;
    if (before..readings).contains(&limit) {
        let path = format!("{}/kpi", frame.pointer(node));
        let message = format!("found {readings} readings that key results read of KPIs, the limit is {limit}");
        r.push(Finding::new(ErrorCode::TooMany, path, message, "name the KPI in fewer key results, or split it"));
    }
}

fn check_contributors(frame: &Frame, node: Node, prose: u32, r: &mut Reader) {
    for (index, id) in frame.prose_of(prose).into_iter().flat_map(|prose| prose.contributors.iter().enumerate()) {
        if frame.person_names.find(&frame.texts, id).is_none() {
            let path = format!("{}/contributors/{index}", frame.pointer(node));
            dangling_text(path, &frame.person_names, frame, id, "a person", r);
        }
    }
}

/// Checks every link, and answers those that contribute.
fn check_links(draft: &Draft, policies: &Policies, r: &mut Reader) -> Vec<Edge> {
    let frame = &draft.frame;
    let mut edges = Vec::new();
    let mut sideways = Vec::new();
    // Amendments that brought what cannot be added up: each is told once, however many links it concerns.
    let mut told = BTreeSet::new();
    let forms = draft.forms();
    let mut pairs: Vec<(u32, u32, u32)> = Vec::with_capacity(frame.links.len());
    for (at, link) in frame.links.iter().enumerate() {
        let Some(to) = frame.nodes.definition(link.to).map(Node::from_code) else {
            dangling(link_path(frame, link, "to"), &frame.nodes, frame, link.to, "an objective or key result", r);
            continue;
        };
        pairs.push((link.from.code(), to.code(), at as u32));
        match link.kind {
            LinkKind::Contributes => {
                check_contribution(draft, policies, &forms, link, to, &mut told, r);
                edges.push(Edge { from: link.from, to, weight: link.weight });
            }
            LinkKind::DependsOn => sideways.push((link.from, to)),
            LinkKind::Supports => {}
        }
    }
    check_pairs(frame, pairs, r);
    check_fan_in(frame, &edges, r);
    check_circle(frame, &sideways, LinkKind::DependsOn, r);
    check_circle(frame, &with_own_objectives(frame, &edges), LinkKind::Contributes, r);
    edges
}

pub(crate) fn link_path(frame: &Frame, link: &Link, field: &str) -> String {
    format!("{}/aligned_to/{}/{field}", frame.pointer(link.from), link.index)
}

/// A5 and A4, for one contributes link.
fn check_contribution(
    draft: &Draft,
    policies: &Policies,
    forms: &Forms<'_>,
    link: &Link,
    to: Node,
    told: &mut BTreeSet<(u32, u32)>,
    r: &mut Reader,
) {
    let frame = &draft.frame;
    if let (Node::KeyResult(from), Node::Objective(to)) = (link.from, to)
        && frame.key_results.objective[from as usize] == to
    {
        let message = "found a link from a key result to its own objective, expected none: it is part of it already";
        r.push(Finding::new(ErrorCode::DuplicateLink, link_path(frame, link, "to"), message, "remove the link"));
    }
    if let Node::KeyResult(to) = to {
        check_source(draft, policies, forms, link, to, told, r);
    }
    let is_known = matches!(to, Node::Objective(_)) || draft.is_read(to);
    let doubts = link_doubts(forms, link, to);
    doubts.filter(|doubt| is_known || doubt.code != ErrorCode::LinkNotRead).for_each(|doubt| r.push(doubt));
}

fn cycle_of(frame: &Frame, node: Node) -> Option<(Date, Date)> {
    let objective = match node {
        Node::Objective(row) => row,
        Node::KeyResult(row) => frame.key_results.objective[row as usize],
    };
    frame.cycle_of(objective).and_then(cycle_days)
}

/// Whether a key result can read what is linked to it, at every date.
fn check_source(
    draft: &Draft,
    policies: &Policies,
    forms: &Forms<'_>,
    link: &Link,
    to: u32,
    told: &mut BTreeSet<(u32, u32)>,
    r: &mut Reader,
) {
    if !draft.is_read(Node::KeyResult(to)) || !draft.is_read(link.from) {
        return;
    }
    let frame = &draft.frame;
    let of = policies.of(frame.key_results.objective[to as usize]).map(|asked| asked.of);
    if let Some(misfit) = forms.misfit_of_source(link.from, to, of) {
        misfit.report(frame, link_path(frame, link, "to"), told, r);
    }
}

/// What is doubtful about a contributes link.
fn link_doubts(forms: &Forms<'_>, link: &Link, to: Node) -> impl Iterator<Item = Finding> {
    let unread = match to {
        Node::KeyResult(to) => forms.unread_link(link, to),
        Node::Objective(_) => None,
    };
    unread.into_iter().chain(no_overlap(forms.frame, link, to))
}

/// A4.
fn no_overlap(frame: &Frame, link: &Link, to: Node) -> Option<Finding> {
    let (source, target) = (cycle_of(frame, link.from)?, cycle_of(frame, to)?);
    if source.1 >= target.0 && target.1 >= source.0 {
        return None;
    }
    let message = format!(
        "found a link from {}–{} to {}–{}, expected periods that overlap",
        source.0, source.1, target.0, target.1
    );
    let path = link_path(frame, link, "to");
    Some(Finding::new(ErrorCode::NoOverlap, path, message, "link within overlapping cycles"))
}

/// What is doubtful about a document that holds together: all of it is about links, in their order.
pub(crate) fn doubts(forms: &Forms<'_>) -> Findings {
    let mut found = Findings::default();
    for link in forms.frame.links.iter().filter(|link| link.kind == LinkKind::Contributes) {
        if let Some(to) = forms.frame.nodes.definition(link.to).map(Node::from_code) {
            link_doubts(forms, link, to).for_each(|finding| found.push(finding));
        }
    }
    found
}

/// Reports pairs linked twice; the links of one source follow each other.
fn check_pairs(frame: &Frame, mut pairs: Vec<(u32, u32, u32)>, r: &mut Reader) {
    let mut twice = Vec::new();
    for links in pairs.chunk_by_mut(|a, b| a.0 == b.0) {
        links.sort_unstable();
        twice.extend(links.windows(2).filter(|pair| pair[0].1 == pair[1].1).map(|pair| pair[1]));
    }
    twice.sort_unstable();
    for (_, _, at) in twice {
        let link = &frame.links[at as usize];
        let message =
            format!("found a second link to {}, expected one a pair", quoted(frame.nodes.text(&frame.texts, link.to)));
        r.push(Finding::new(ErrorCode::DuplicateLink, link_path(frame, link, "to"), message, "keep one of them"));
    }
}

fn check_fan_in(frame: &Frame, edges: &[Edge], r: &mut Reader) {
    if edges.len() <= r.limits.fan_in {
        return;
    }
    let mut targets: Vec<u32> = edges.iter().map(|edge| edge.to.code()).collect();
    targets.sort_unstable();
    let limit = r.limits.fan_in;
    for group in targets.chunk_by(|a, b| a == b).filter(|group| group.len() > limit) {
        let path = frame.pointer(Node::from_code(group[0]));
        let message = format!("found {} links into one row, the limit is {limit}", group.len());
        r.push(Finding::new(ErrorCode::TooMany, path, message, "raise the limit, or put objectives in between"));
    }
}

/// Contributes links, and the way from every key result that reads something to its own objective (A1).
fn with_own_objectives(frame: &Frame, edges: &[Edge]) -> Vec<(Node, Node)> {
    let mut pairs: Vec<(Node, Node)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let nested: BTreeSet<u32> = edges
        .iter()
        .filter_map(|edge| match edge.to {
            Node::KeyResult(row) => Some(row),
            Node::Objective(_) => None,
        })
        .collect();
    pairs.extend(
        nested
            .into_iter()
            .map(|row| (Node::KeyResult(row), Node::Objective(frame.key_results.objective[row as usize]))),
    );
    pairs
}

fn check_circle(frame: &Frame, pairs: &[(Node, Node)], kind: LinkKind, r: &mut Reader) {
    let objectives = frame.objectives.len() as u32;
    let number = |node: Node| match node {
        Node::Objective(row) => row,
        Node::KeyResult(row) => objectives + row,
    };
    let node =
        |number: u32| if number < objectives { Node::Objective(number) } else { Node::KeyResult(number - objectives) };
    if pairs.is_empty() {
        return;
    }
    let edges: Vec<(u32, u32)> = pairs.iter().map(|(from, to)| (number(*from), number(*to))).collect();
    let nodes = objectives as usize
        + if pairs.iter().any(|pair| touches_key_result(*pair)) { frame.key_results.len() } else { 0 };
    if let Err(circle) = Directed::new(nodes, &edges).levels() {
        let circle: Vec<Node> = circle.into_iter().map(node).collect();
        let code = if kind == LinkKind::DependsOn { ErrorCode::DependencyCycle } else { ErrorCode::AlignmentCycle };
        let message = format!(
            "found {} links in a circle: {}, expected no way back",
            kind.as_str(),
            loop_text(circle.iter().map(|node| frame.node_id(*node)))
        );
        let path = link_on(frame, &circle, kind).map_or_else(String::new, |link| link_path(frame, link, "to"));
        r.push(Finding::new(code, path, message, "remove one of these links, or make it `supports`"));
    }
}

/// A link of a circle, from as early a node of it as has one: a key result leads to its own objective without.
fn link_on<'a>(frame: &'a Frame, circle: &[Node], kind: LinkKind) -> Option<&'a Link> {
    let steps: BTreeMap<Node, (usize, Node)> = circle
        .iter()
        .zip(circle.iter().cycle().skip(1))
        .enumerate()
        .map(|(at, (from, to))| (*from, (at, *to)))
        .collect();
    let place = |link: &Link| {
        let (at, to) = steps.get(&link.from).filter(|_| link.kind == kind)?;
        (frame.nodes.definition(link.to) == Some(to.code())).then_some(*at)
    };
    frame.links.iter().filter_map(|link| Some((place(link)?, link))).min_by_key(|(at, _)| *at).map(|(_, link)| link)
}

fn touches_key_result((from, to): (Node, Node)) -> bool {
    matches!(from, Node::KeyResult(_)) || matches!(to, Node::KeyResult(_))
}
