//! Statuses of members on the way to one (S4).

use crate::policy::{StatusPolicy, StatusRollup};
use crate::score::{Reason, Status, Verdict, ratio};

/// What members show; means of their numbers are made elsewhere.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// Place of the worst in the policy's order.
    worst: usize,
    first: Option<Status>,
    agree: bool,
}

impl Shown {
    pub(super) const NOTHING: Shown = Shown { worst: usize::MAX, first: None, agree: true };

    pub(super) fn add(&mut self, status: Status, rules: &StatusPolicy) {
        if let Some(at) = rules.order.iter().position(|listed| *listed == status) {
            self.worst = self.worst.min(at);
        }
        self.agree &= self.first.is_none_or(|first| first == status);
        self.first = self.first.or(Some(status));
    }

    pub(super) fn merge(&mut self, other: &Shown) {
        self.worst = self.worst.min(other.worst);
        self.agree &= other.agree && self.first.is_none_or(|first| other.first.is_none_or(|other| other == first));
        self.first = self.first.or(other.first);
    }

    /// What they come to; `by_mean` is asked where the policy takes a mean. `None` where it takes none of this.
    pub(super) fn verdict(&self, rules: &StatusPolicy, by_mean: impl FnOnce() -> Verdict) -> Option<Verdict> {
        if rules.rollup == StatusRollup::Own {
            return None;
        }
        let shared = self.first.filter(|_| self.agree);
        Some(match (shared, rules.rollup) {
            (Some(status), _) if rules.agreed.contains(&status) => Verdict::plain(status, Reason::Unanimous),
            (_, StatusRollup::Worst) => {
                Verdict::plain(rules.order.get(self.worst).copied().unwrap_or(Status::None), Reason::Worst)
            }
            (_, StatusRollup::Unanimous) => Verdict::plain(shared.unwrap_or(Status::None), Reason::Unanimous),
            _ => by_mean(),
        })
    }
}

/// The number of a member under a mean; NaN where it has none.
pub(super) fn number_of(rules: &StatusPolicy, status: Status, progress: f64, expected: f64) -> f64 {
    match rules.rollup {
        StatusRollup::MeanPoints => rules.points.get(&status).copied().unwrap_or(f64::NAN),
        StatusRollup::MeanRatio => {
            let ratio = ratio(progress, expected);
            rules.ratio_cap.map_or(ratio, |cap| if ratio > cap { cap } else { ratio })
        }
        _ => f64::NAN,
    }
}
