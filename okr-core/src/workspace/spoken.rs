//! Texts that come in as values of the model: none is longer than the limit, as the reader sees to in JSON.

use crate::document::reader::{Reader, Segment};
use crate::model::{
    Alignment, Amendment, CheckIn, Cycle, Document, Initiative, Json, KeyResult, Kpi, LevelPoint, Lifecycle, Measure,
    MilestoneItem, Objective, Person, StateChange, StatusOverride, Team,
};

/// What has texts of its own or in its parts.
pub(crate) trait Spoken {
    /// Ends reading at a text that is longer than the limit.
    fn check_texts(&self, r: &mut Reader);
}

/// The fields that are texts or have some; what is read apart, such as the check-ins of a key result, is checked there.
macro_rules! spoken {
    ($($ty:ty: $($field:ident),*;)*) => { $(impl Spoken for $ty {
        fn check_texts(&self, r: &mut Reader) {
            $(at(Segment::Key(stringify!($field)), &self.$field, r);)*
        }
    })* };
}

spoken! {
    Cycle: id, name, within;
    Team: id, name, parent;
    Person: id, name, team;
    Kpi: id, name, unit, healthy;
    Alignment: to;
    Initiative: id, title, key_result;
    CheckIn: note, by;
    Amendment: reason, by, measure;
    StateChange: reason, by;
    StatusOverride: by, reason;
    MilestoneItem: id, title;
    LevelPoint: label;
    Measure: items, points, unit;
    KeyResult: id, title, description, owner, contributors, measure, kpi, aligned_to, amendments, state,
        overrides, tags, continues, extra;
    Objective: id, title, description, cycle, team, owner, contributors, aligned_to, initiatives, measure, check_ins,
        state, overrides, tags, continues, extra;
    Document: name;
}

fn at(segment: Segment, part: &impl Spoken, r: &mut Reader) {
    if !r.is_stopped() {
        r.at(segment, |r| part.check_texts(r));
    }
}

impl Spoken for String {
    fn check_texts(&self, r: &mut Reader) {
        r.takes_text(self);
    }
}

impl Spoken for Json {
    fn check_texts(&self, r: &mut Reader) {
        self.check(r);
    }
}

impl<T: Spoken> Spoken for Option<T> {
    fn check_texts(&self, r: &mut Reader) {
        if let Some(part) = self {
            part.check_texts(r);
        }
    }
}

impl<T: Spoken> Spoken for Box<T> {
    fn check_texts(&self, r: &mut Reader) {
        T::check_texts(self, r);
    }
}

impl<T: Spoken> Spoken for Vec<T> {
    fn check_texts(&self, r: &mut Reader) {
        self.iter().enumerate().for_each(|(index, part)| at(Segment::Index(index), part, r));
    }
}

impl Spoken for Lifecycle {
    fn check_texts(&self, r: &mut Reader) {
        // A word at the head of the list takes the first place.
        let first = usize::from(matches!(self, Lifecycle::Until(..)));
        let changes = self.parts().1.iter().enumerate();
        changes.for_each(|(index, change)| at(Segment::Index(first + index), change, r));
    }
}
