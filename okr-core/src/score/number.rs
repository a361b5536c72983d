//! Comparing, rounding and showing numbers (N1–N3).

use crate::policy::{Absent, Display, Edges, Rounding};

/// A fraction meets a limit from this far below it on.
const TOLERANCE: f64 = 5e-10;

/// A measured value is on a bound within this share of the bound.
const RELATIVE: f64 = 1e-12;

/// Whether a fraction meets a limit (N1).
#[inline(always)]
pub(crate) fn meets(x: f64, limit: f64) -> bool {
    x >= lowest(limit)
}

/// The smallest fraction that meets a limit.
#[inline(always)]
pub(crate) fn lowest(limit: f64) -> f64 {
    limit - TOLERANCE
}

/// Whether a fraction lies above a limit: the strict mirror of [`meets`] (N1).
#[inline(always)]
pub(crate) fn exceeds(x: f64, limit: f64) -> bool {
    x > limit + TOLERANCE
}

/// Whether a measured value counts as lying on a finite bound (N1).
pub(crate) fn same(v: f64, bound: f64) -> bool {
    at_or_above(v, bound) && at_or_above(-v, -bound)
}

/// Whether a measured value is at or above a finite bound (N1).
#[inline(always)]
pub(crate) fn at_or_above(v: f64, bound: f64) -> bool {
    v >= lowered(bound)
}

/// The smallest value that counts as at or above a bound.
#[inline(always)]
pub(crate) fn lowered(bound: f64) -> f64 {
    bound - RELATIVE * bound.abs()
}

/// A number that may leave: finite, without a negative zero (N3). The flag says whether it was too large.
#[inline(always)]
pub(crate) fn saturated(x: f64) -> (f64, bool) {
    let cut = x.clamp(-f64::MAX, f64::MAX);
    (cut + 0.0, cut != x)
}

/// Rounded to a multiple of a step, half away from zero, starting from nine decimals so that 0.35 is seen as it is written.
pub(crate) fn round_to(x: f64, step: f64) -> f64 {
    let steps = x / step;
    let tidy = (steps * 1e9).round() / 1e9;
    let rounded = if tidy.is_finite() { tidy } else { steps };
    rounded.round() * step
}

/// The power of two that brings a weight just below one; exact, so that scaling changes no bit of a mean (N4).
#[inline]
pub(crate) fn scale_for(largest: f64) -> f64 {
    const BIAS: i64 = 1022;
    if largest.is_nan() || largest <= 0.0 {
        return 1.0;
    }
    let exponent = ((largest.to_bits() >> 52) & 0x7ff) as i64 - BIAS;
    match 1023 - exponent {
        // Weights near the end of the range: the scale itself is below the smallest normal number.
        low @ ..1 => f64::from_bits(1 << (51 + low)),
        // Weights below the smallest normal number stay small, which no mean notices.
        bits => f64::from_bits((bits.min(2046) as u64) << 52),
    }
}

impl Display {
    /// A fraction as a percentage (N2): its digits rounded as this policy says, starting from nine decimals; under
    /// [`Edges::Exact`] 0 and 100 only where the fraction is exactly that. Every finite fraction has its decimals;
    /// infinities are `∞` and `-∞`, and where there is no number it is `–` or 0, as [`Display::absent`] says.
    ///
    /// ```
    /// let mut display = okr_core::Policy::default().display;
    /// assert_eq!(display.percent(2.0 / 3.0), "67");
    /// assert_eq!(display.percent(0.996), "99");
    /// assert_eq!(display.percent(0.0001), "1");
    /// display.decimals = 2;
    /// assert_eq!(display.percent(-2.5), "-250.00");
    /// assert_eq!(display.percent(None), "–");
    /// ```
    pub fn percent(&self, fraction: impl Into<Option<f64>>) -> String {
        match fraction.into().filter(|fraction| !fraction.is_nan()) {
            Some(fraction) => self.digits(fraction),
            None if self.absent == Absent::Zero => self.digits(0.0),
            None => "–".to_owned(),
        }
    }

    fn digits(&self, fraction: f64) -> String {
        /// From here on fractions are whole numbers of hundreds, which need no rounding.
        const WHOLE: f64 = 1e20;
        let decimals = u32::from(self.decimals.min(Display::MOST_DECIMALS));
        if fraction.is_infinite() {
            return if fraction > 0.0 { "∞" } else { "-∞" }.to_owned();
        }
        if fraction.abs() > WHOLE {
            let zeros = "0".repeat(decimals as usize);
            return format!("{fraction:.0}00{}{zeros}", if decimals > 0 { "." } else { "" });
        }
        let unit = 10_i128.pow(7 - decimals);
        let nanos = nanos(fraction);
        let whole = 10_i128.pow(2 + decimals);
        let shown = match self.rounding.drop(nanos, unit) {
            shown if self.edges == Edges::Rounded => shown,
            0 if nanos != 0 => nanos.signum(),
            shown if shown == whole && nanos < whole * unit => whole - 1,
            shown if shown == whole && nanos > whole * unit => whole + 1,
            shown => shown,
        };
        let scale = 10_i128.pow(decimals);
        let sign = if shown < 0 { "-" } else { "" };
        let (units, rest) = (shown.abs() / scale, shown.abs() % scale);
        if decimals == 0 {
            format!("{sign}{units}")
        } else {
            format!("{sign}{units}.{rest:0width$}", width = decimals as usize)
        }
    }
}

impl Rounding {
    /// How many units are left of a number of billionths.
    fn drop(self, nanos: i128, unit: i128) -> i128 {
        match self {
            Rounding::HalfAway => (2 * nanos + unit * nanos.signum()) / (2 * unit),
            Rounding::HalfUp => (2 * nanos + unit).div_euclid(2 * unit),
            Rounding::Floor => nanos.div_euclid(unit),
            Rounding::Truncate => nanos / unit,
        }
    }
}

/// A fraction up to 1e20 in billionths, to the nearest. The whole part is exact, which a product would not be.
fn nanos(fraction: f64) -> i128 {
    const NANO: f64 = 1e9;
    if fraction.abs() < 1e6 {
        return (fraction * NANO).round() as i128;
    }
    fraction.trunc() as i128 * NANO as i128 + (fraction.fract() * NANO).round() as i128
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_a_fraction_just_below_its_limit_meets_it() {
        assert!(meets((9.0 - 8.3) / (9.3 - 8.3), 0.7));
        assert!(!meets(0.6999, 0.7));
        assert!(!exceeds(0.7, 0.7) && exceeds(0.7001, 0.7));
        assert!(same(0.1 + 0.2, 0.3) && !same(0.3, 0.300001));
    }

    #[test]
    fn n2_rounding_sees_decimals_as_they_are_written() {
        assert_eq!(round_to(0.35, 0.1), 0.4);
        assert_eq!(round_to(-0.35, 0.1), -0.4);
        let display = |decimals, rounding| Display { decimals, rounding, ..Display::default() };
        assert_eq!(display(0, Rounding::Truncate).percent(30.0 / 53.0), "56");
        assert_eq!(display(0, Rounding::HalfAway).percent(0.425), "43");
        assert_eq!(display(2, Rounding::HalfAway).percent(80.0 / 70.0), "114.29");
        assert_eq!(display(0, Rounding::HalfAway).percent(-0.125), "-13");
        assert_eq!(display(0, Rounding::HalfAway).percent(1.0), "100");
        assert_eq!(display(0, Rounding::HalfAway).percent(1.004), "101");
        assert_eq!(display(0, Rounding::HalfAway).percent(0.0), "0");
    }

    #[test]
    fn n2_each_rounding_has_its_side() {
        let shown = |rounding, x: f64| Display { rounding, edges: Edges::Rounded, ..Display::default() }.percent(x);
        let of = |x: f64| {
            [Rounding::HalfAway, Rounding::HalfUp, Rounding::Floor, Rounding::Truncate]
                .map(|rounding| shown(rounding, x))
        };
        assert_eq!(of(0.125), ["13", "13", "12", "12"]);
        assert_eq!(of(-0.125), ["-13", "-12", "-13", "-12"]);
        assert_eq!(of(-0.126), ["-13", "-13", "-13", "-12"]);
        assert_eq!(of(0.997), ["100", "100", "99", "99"]);
        assert_eq!(of(-0.003), ["0", "0", "-1", "0"]);
    }

    #[test]
    fn n2_nothing_shows_as_a_dash_or_as_zero() {
        let display = Display { decimals: 1, absent: Absent::Zero, ..Display::default() };
        assert_eq!(
            [display.percent(None), display.percent(f64::NAN), display.percent(Some(0.5))],
            ["0.0", "0.0", "50.0"]
        );
        assert_eq!(Display::default().percent(None), "–");
    }

    #[test]
    fn n2_every_fraction_has_its_decimals_and_every_number_a_text() {
        let display = |decimals| Display { decimals, ..Display::default() };
        assert_eq!(display(7).percent(1.0 / 3.0), "33.3333333");
        assert_eq!(display(2).percent(1e8 + 0.125), "10000000012.50");
        assert_eq!(display(2).percent(-1e15), "-100000000000000000.00");
        assert_eq!(display(1).percent(1e21), "100000000000000000000000.0");
        assert_eq!(display(0).percent(f64::MAX), format!("{:.0}00", f64::MAX));
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(|x| display(2).percent(x)), ["–", "∞", "-∞"]);
    }

    #[test]
    fn n3_nothing_infinite_leaves() {
        assert_eq!(saturated(f64::INFINITY), (f64::MAX, true));
        assert_eq!(saturated(-0.0).0.to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn n4_scales_are_powers_of_two() {
        for w in [1.0, 3.0, 1e300, 1e-300, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
            let scale = scale_for(w);
            assert!(scale.to_bits().count_ones() == 1 || scale.to_bits() & ((1 << 52) - 1) == 0, "{w}");
            assert!(scale > 0.0 && w * scale <= 1.0, "{w}");
        }
    }
}
