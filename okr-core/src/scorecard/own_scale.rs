//! An objective on the scale of its own measure, however it is counted (R1).

use super::objective::Source;
use super::terms::{Pass, Terms};
use crate::model::MeasureKind;
use crate::score::progress::along;

/// Where an objective stands on its own scale.
#[derive(Default)]
pub(crate) struct OwnScale<'a> {
    pub(crate) value: Option<f64>,
    pub(crate) baseline: Option<f64>,
    pub(crate) target: Option<f64>,
    pub(crate) unit: Option<&'a str>,
}

impl<'a> Pass<'a> {
    /// Counted by its measure or by hand, it has the value of that; else its progress is put on the scale.
    pub(crate) fn own_scale(&self, row: u32, source: Source, (value, progress): (f64, f64)) -> OwnScale<'a> {
        let stated = self.frame.more(row).and_then(|more| more.measure.as_ref());
        let terms = match stated {
            Some(measure) => Terms::of_measure(measure, self.frame.objective_window(row)),
            None if source == Source::Manual => Terms::by_hand(self.frame.objective_window(row)),
            None => return OwnScale::default(),
        };
        let value = match (source, terms.kind) {
            (Source::OwnMeasure | Source::SumOfValues | Source::Manual, _) => value,
            (_, MeasureKind::Move | MeasureKind::FromChildren | MeasureKind::Ratio) if !progress.is_nan() => {
                along(terms.baseline, terms.target, progress).clamp(-f64::MAX, f64::MAX) + 0.0
            }
            _ => f64::NAN,
        };
        let baseline = if terms.kind == MeasureKind::Ratio { f64::NAN } else { terms.baseline };
        let number = |x: f64| Some(x).filter(|x| !x.is_nan());
        OwnScale { value: number(value), baseline: number(baseline), target: number(terms.target), unit: terms.unit }
    }
}
