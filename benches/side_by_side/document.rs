//! An organisation as the JSON document that the engine reads.

use super::organisation::{CheckIn, KeyResult, Kind, LAST_DAY, Organisation};
use super::random::Random;
use std::fmt::{self, Write};

const WORDS: [&str; 13] = [
    "grow", "reduce", "customer", "revenue", "churn", "latency", "uptime", "launch", "region", "team", "quality",
    "cost", "signup",
];
pub(crate) const UNITS: [&str; 5] = ["%", "EUR", "ms", "count", "pts"];
const MONTHS: [u16; 6] = [31, 28, 31, 30, 31, 30];

/// The date of a day counted from the cycle's start, as ISO text; for the first half of 2025.
pub(crate) fn iso(day: u16) -> String {
    let (mut month, mut left) = (0, 6 + day);
    while left > MONTHS[month] {
        left -= MONTHS[month];
        month += 1;
    }
    let month = month + 1;
    format!("2025-{month:02}-{left:02}")
}

pub(crate) fn write(organisation: &Organisation) -> String {
    let mut text = String::with_capacity(organisation.check_ins.len() * 40 + organisation.key_results.len() * 320);
    let mut writer = Writer { organisation, text: &mut text, dates: (0..=LAST_DAY).map(iso).collect() };
    // Writing into a String cannot fail.
    let _ = writer.document();
    text
}

struct Writer<'a> {
    organisation: &'a Organisation,
    text: &'a mut String,
    dates: Vec<String>,
}

impl Writer<'_> {
    fn document(&mut self) -> fmt::Result {
        let organisation = self.organisation;
        let (start, end) = (&self.dates[0], &self.dates[usize::from(LAST_DAY)]);
        write!(self.text, r#"{{"okr":1,"name":"{}","#, organisation.name)?;
        write!(self.text, r#""cycles":[{{"id":"2025-Q1","start":"{start}","end":"{end}"}}],"teams":["#)?;
        for team in 0..organisation.teams() {
            let comma = if team == 0 { "" } else { "," };
            write!(self.text, r#"{comma}{{"id":"t{team}""#)?;
            if team > 0 {
                write!(self.text, r#","parent":"t{}""#, (team - 1) / 5)?;
            }
            self.text.push('}');
        }
        self.text.push_str(r#"],"people":["#);
        for person in 0..organisation.people() {
            let comma = if person == 0 { "" } else { "," };
            write!(self.text, r#"{comma}{{"id":"u{person}","team":"t{}"}}"#, person % organisation.teams())?;
        }
        self.text.push_str("],\"objectives\":[\n");
        for row in 0..organisation.objectives.len() {
            self.text.push_str(if row == 0 { "" } else { ",\n" });
            self.objective(row)?;
        }
        self.text.push_str("\n]}\n");
        Ok(())
    }

    fn objective(&mut self, row: usize) -> fmt::Result {
        let organisation = self.organisation;
        let objective = &organisation.objectives[row];
        let mut random = Random::new(objective.number as u64);
        let id = organisation.objective_id(row);
        write!(self.text, r#"{{"id":"{id}","title":"{}","cycle":"2025-Q1","#, title(&mut random))?;
        // Half of them name their team; the others have their owner's.
        if random.below(2) == 0 {
            write!(self.text, r#""team":"t{}","#, random.below(organisation.teams()))?;
        }
        write!(self.text, r#""owner":"u{}","#, random.below(organisation.people()))?;
        if !objective.parents.is_empty() {
            self.text.push_str(r#""aligned_to":["#);
            for (place, parent) in objective.parents.iter().enumerate() {
                let comma = if place == 0 { "" } else { "," };
                write!(self.text, r#"{comma}{{"to":"{}""#, organisation.objective_id(parent.objective))?;
                self.weight(parent.weight)?;
                self.text.push('}');
            }
            self.text.push_str("],");
        }
        self.text.push_str(r#""key_results":["#);
        for key_result in objective.key_results.clone() {
            self.text.push_str(if key_result == objective.key_results.start { "\n" } else { ",\n" });
            self.key_result(key_result)?;
        }
        self.text.push_str("]}");
        Ok(())
    }

    fn weight(&mut self, weight: f64) -> fmt::Result {
        if weight == 1.0 { Ok(()) } else { write!(self.text, r#","weight":{weight}"#) }
    }

    fn key_result(&mut self, row: usize) -> fmt::Result {
        let organisation = self.organisation;
        let key_result = &organisation.key_results[row];
        let mut random = Random::new(!(key_result.number as u64));
        let (id, title) = (organisation.key_result_id(row), title(&mut random));
        let owner = random.below(organisation.people());
        // Now and then the keys come in another order, as other people's programs write them.
        let usual = random.below(16) != 0;
        if usual {
            write!(self.text, r#"{{"id":"{id}","title":"{title}","owner":"u{owner}""#)?;
            self.weight(key_result.weight)?;
            self.measure(key_result)?;
            self.check_ins(key_result)?;
        } else {
            write!(self.text, r#"{{"title":"{title}""#)?;
            self.check_ins(key_result)?;
            self.measure(key_result)?;
            self.weight(key_result.weight)?;
            write!(self.text, r#","owner":"u{owner}","id":"{id}""#)?;
        }
        self.text.push('}');
        Ok(())
    }

    fn measure(&mut self, key_result: &KeyResult) -> fmt::Result {
        let unit = UNITS[key_result.number % UNITS.len()];
        let KeyResult { baseline, target, .. } = key_result;
        match key_result.kind {
            Kind::Move if *baseline == 0.0 => {
                write!(self.text, r#","measure":{{"kind":"move","target":{target},"unit":"{unit}"}}"#)
            }
            Kind::Move => {
                write!(
                    self.text,
                    r#","measure":{{"kind":"move","baseline":{baseline},"target":{target},"unit":"{unit}"}}"#
                )
            }
            Kind::AtLeast => {
                write!(self.text, r#","measure":{{"kind":"at_least","target":{target},"unit":"{unit}"}}"#)
            }
            Kind::Binary => write!(self.text, r#","measure":{{"kind":"binary"}}"#),
        }
    }

    fn check_ins(&mut self, key_result: &KeyResult) -> fmt::Result {
        if key_result.check_ins.is_empty() {
            return Ok(());
        }
        self.text.push_str(r#","check_ins":["#);
        for (place, CheckIn { day, value }) in
            self.organisation.check_ins[key_result.check_ins.clone()].iter().enumerate()
        {
            let comma = if place == 0 { "" } else { "," };
            let on = &self.dates[usize::from(*day)];
            match key_result.kind {
                Kind::Binary => write!(self.text, r#"{comma}{{"on":"{on}","value":{}}}"#, *value == 1.0)?,
                _ => write!(self.text, r#"{comma}{{"on":"{on}","value":{value}}}"#)?,
            }
        }
        self.text.push(']');
        Ok(())
    }
}

/// Five words; one title in sixteen needs escapes or is not ASCII.
pub(crate) fn title(random: &mut Random) -> String {
    let words: Vec<&str> = (0..5).map(|_| random.pick(&WORDS)).collect();
    let words = words.join(" ");
    match random.below(32) {
        0 => format!("{words} \\\"now\\\" in M\\u00fcnchen"),
        1 => format!("{words} für Größe"),
        _ => words,
    }
}
