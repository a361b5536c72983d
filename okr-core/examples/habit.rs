//! The program of the README: a document, its numbers, why they are so, and a check-in.

use okr_core::model::CheckIn;
use okr_core::{Date, Event, Scorecard, Workspace};

const DOCUMENT: &str = r#"{
  "okr": 1,
  "cycles": [{"id": "2026-Q4", "start": "2026-10-01", "end": "2026-12-31"}],
  "objectives": [{
    "id": "habit", "title": "Make the product a daily habit", "cycle": "2026-Q4",
    "key_results": [
      {"id": "dau", "title": "Daily active users +20%", "weight": 2,
       "measure": {"kind": "move", "baseline": 10000, "target": "+20%"},
       "check_ins": [{"on": "2026-10-12", "value": 10300}, {"on": "2026-11-09", "value": 10900}]},
      {"id": "nps", "title": "NPS from 30 to 50",
       "measure": {"kind": "move", "baseline": 30, "target": 50},
       "check_ins": [{"on": "2026-11-09", "value": 36}]}
    ]
  }]
}"#;

fn main() -> okr_core::Result<()> {
    let mut workspace = Workspace::from_json(DOCUMENT)?;
    let date = Date::new(2026, 11, 15)?;
    let mut card = workspace.score(date);
    print(&workspace, &card);

    for line in workspace.explain(&card, "habit")?.lines {
        let (id, weight) = (line.id.unwrap_or_default(), line.weight.unwrap_or_default());
        let added = line.contribution.unwrap_or_default();
        println!("  {id} weighs {weight:.4} and adds {added:.4}, by rule {}", line.rule);
    }

    let change = workspace.apply(&Event::check_in("nps", CheckIn::new(date, 44.0)))?;
    workspace.refresh(&mut card, &change);
    print(&workspace, &card);
    Ok(())
}

fn print(workspace: &Workspace, card: &Scorecard) {
    let percent = |x: Option<f64>| x.map_or("nothing".to_owned(), |x| workspace.policy().display.percent(x) + "%");
    for objective in card.objectives() {
        let (progress, expected) = (percent(objective.progress()), percent(objective.expected()));
        println!("{}: {progress}, {expected} expected, {}", objective.title(), objective.status());
    }
}
