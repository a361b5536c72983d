//! Which of several check-ins counts (V1), and shares of those that held (P4).

use super::pace::{Window, begun};
use super::progress::{Bounds, Hold};
use crate::date::{Date, Interval};
use crate::model::{Aggregate, Read};

/// The visible check-ins of a row: dates ascending, values NaN where none is stated.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visible<'a> {
    pub(crate) on: &'a [Date],
    pub(crate) value: &'a [f64],
}

impl<'a> Visible<'a> {
    /// What is dated up to and including the cutoff (T2).
    pub(crate) fn until(on: &'a [Date], value: &'a [f64], cutoff: Date) -> Self {
        let end = on.partition_point(|date| *date <= cutoff);
        Visible { on: &on[..end], value: &value[..end] }
    }

    /// What is dated from a day on.
    pub(crate) fn since(self, first: Option<Date>) -> Self {
        let start = first.map_or(0, |first| self.on.partition_point(|date| *date < first));
        Visible { on: &self.on[start..], value: &self.value[start..] }
    }

    /// What is dated inside a window; unknown ends are open.
    pub(crate) fn inside(self, window: Window) -> Self {
        let from = self.since(window.start);
        let end = window.end.map_or(from.on.len(), |end| from.on.partition_point(|date| *date <= end));
        Visible { on: &from.on[..end], value: &from.value[..end] }
    }

    fn values(self) -> impl DoubleEndedIterator<Item = f64> + Clone + 'a {
        self.value.iter().copied().filter(|value| !value.is_nan())
    }

    fn dated(self) -> impl DoubleEndedIterator<Item = (Date, f64)> + 'a {
        self.on.iter().copied().zip(self.value.iter().copied()).filter(|(_, value)| !value.is_nan())
    }

    pub(crate) fn latest(self) -> Option<f64> {
        self.values().next_back()
    }

    /// The date of the last check-in of any kind.
    pub(crate) fn last_on(self) -> Option<Date> {
        self.on.last().copied()
    }

    /// The value that counts (V1); `None` where there is none. `hold` is given for hold measures.
    pub(crate) fn aggregate(self, rule: Aggregate, window: Window, seed: f64, hold: Option<&Bounds>) -> Option<f64> {
        if rule == Aggregate::Last {
            return self.latest();
        }
        let inside = self.inside(window);
        inside.latest()?;
        let count = inside.values().count() as f64;
        let value = match rule {
            Aggregate::Last => inside.latest()?,
            Aggregate::Sum => inside.values().fold(seed, |sum, value| sum + value),
            Aggregate::Mean => mean(inside.values(), count),
            Aggregate::Min => inside.values().fold(f64::INFINITY, f64::min),
            Aggregate::Max => inside.values().fold(f64::NEG_INFINITY, f64::max),
            Aggregate::Count => count,
            Aggregate::Worst => match hold {
                Some(bounds) => worst(inside.values(), bounds)?,
                None => inside.latest()?,
            },
        };
        Some(value.clamp(-f64::MAX, f64::MAX) + 0.0)
    }

    /// The share of verdicts that held (P4); `None` where there is no check-in, or no period yet.
    pub(crate) fn share(
        self,
        read: Read,
        bounds: &Bounds,
        window: Window,
        every: Interval,
        cutoff: Date,
    ) -> Option<f64> {
        self.latest()?;
        let (Some(start), false) = (window.start, read == Read::ShareOfCheckIns) else {
            let met = self.values().filter(|value| bounds.met(*value)).count();
            return Some(met as f64 / self.values().count() as f64);
        };
        let end = window.end.unwrap_or(cutoff);
        let until = if read == Read::ShareOfWindow { end } else { cutoff.min(end) };
        let periods = begun(start, every, until);
        let mut met = 0;
        let mut period = 0;
        // The last period may reach beyond the window's end.
        for (on, value) in self.since(window.start).dated().rev() {
            let at = begun(start, every, on);
            if at != period && at <= periods {
                period = at;
                met += u32::from(bounds.met(value));
            }
        }
        (periods > 0).then(|| f64::from(met) / f64::from(periods))
    }

    /// How a hold measure stands by its latest check-in.
    pub(crate) fn hold(self, bounds: &Bounds) -> Option<Hold> {
        self.latest().map(|value| bounds.state(value))
    }
}

/// The mean, cut to the range of its values, so that equal values give themselves.
fn mean(values: impl Iterator<Item = f64> + Clone, count: f64) -> f64 {
    let (low, high) =
        values.clone().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let sum: f64 = values.clone().sum();
    // Values near the largest number there is are divided before they are added.
    let mean = if sum.is_finite() { sum / count } else { values.map(|value| value / count).sum() };
    mean.clamp(low, high)
}

/// The value farthest on the wrong side, the earliest of equals.
fn worst(values: impl Iterator<Item = f64>, bounds: &Bounds) -> Option<f64> {
    let mut found: Option<(f64, f64)> = None;
    for value in values {
        let miss = bounds.miss(value);
        if found.is_none_or(|(largest, _)| miss > largest) {
            found = Some((miss, value));
        }
    }
    found.map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MeasureKind;

    fn days(days: &[i32]) -> Vec<Date> {
        days.iter().map(|day| Date::from_days(*day).unwrap()).collect()
    }

    #[test]
    fn v1_each_aggregate_reads_the_window() {
        let on = days(&[1, 10, 11, 20, 40]);
        let value = [100.0, 3.0, f64::NAN, 5.0, 9.0];
        let window = Window { start: Some(on[1]), end: Some(on[3]) };
        let visible = Visible::until(&on, &value, on[4]);
        let read = |rule| visible.aggregate(rule, window, 2.0, None);
        assert_eq!(read(Aggregate::Last), Some(9.0));
        assert_eq!(read(Aggregate::Sum), Some(10.0));
        assert_eq!(read(Aggregate::Mean), Some(4.0));
        assert_eq!(
            (read(Aggregate::Min), read(Aggregate::Max), read(Aggregate::Count)),
            (Some(3.0), Some(5.0), Some(2.0))
        );
        assert_eq!(Visible::until(&on, &value, on[0]).aggregate(Aggregate::Sum, window, 2.0, None), None);
    }

    #[test]
    fn p4_shares_count_one_verdict_a_period() {
        let on = days(&[0, 3, 8, 22]);
        let value = [4.5, 9.0, 4.2, 4.1];
        let bounds = Bounds { kind: MeasureKind::Between, low: 4.0, high: 5.0, strict: false, risk_at: None };
        let window = Window { start: Some(on[0]), end: Date::from_days(34).ok() };
        let visible = Visible::until(&on, &value, on[3]);
        let read = |read| visible.share(read, &bounds, window, Interval::WEEK, on[3]);
        assert_eq!(read(Read::ShareOfCheckIns), Some(0.75));
        assert_eq!(read(Read::ShareOfElapsed), Some(0.5));
        assert_eq!(read(Read::ShareOfWindow), Some(0.4));
    }
}
