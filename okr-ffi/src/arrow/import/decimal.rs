//! Numbers that the machine does not compute with: decimals and 16-bit floats.

/// The float nearest to `digits · 10^−scale`.
pub(super) fn decimal(digits: i128, scale: i32) -> f64 {
    const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;
    // Both exact, so that their quotient is rounded once.
    if digits.unsigned_abs() <= EXACT && (0..=22).contains(&scale) {
        return digits as f64 / 10f64.powi(scale);
    }
    // Reading text rounds once too, whatever the exponent.
    format!("{digits}e{}", -i64::from(scale)).parse().unwrap_or(f64::NAN)
}

/// A 16-bit float (sign, 5 bits of exponent, 10 of fraction), exactly.
pub(super) fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if bits >> 15 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_float() {
        assert_eq!(decimal(12_345, 2), 123.45);
        assert_eq!(decimal(-1, 1), -0.1);
        assert_eq!(decimal(7, -3), 7000.0);
        assert_eq!(decimal(99_999_999_999_999_999_999_999_999_999_999_999_999, 38), 1.0);
        assert_eq!(decimal(123_456_789_012_345_678_901_234_567_890, 10), 12_345_678_901_234_567_890.123_456_789_0);
        assert_eq!(decimal(1, 10_000), 0.0);
    }

    #[test]
    fn halves_are_exact() {
        for (bits, number) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x7bff, 65504.0), (0x0001, 2f64.powi(-24)), (0x0400, 2f64.powi(-14))]
        {
            assert_eq!(half(bits), number);
        }
        assert!(half(0x7e00).is_nan() && half(0xfc00) == f64::NEG_INFINITY && half(0x8000).is_sign_negative());
    }
}
