//! Numbers as Live prints them: never an exponent, as many digits as the type carries.

/// A single-precision number: whole ones without a point, others with 9 significant digits, 10 below one.
///
/// Checked on every number of the corpus from Live 10 on. Not-a-number becomes `0`, infinities the largest number there is.
pub fn print_f32(x: f32) -> String {
    let x = if x.is_nan() { 0.0 } else { x.clamp(f32::MIN, f32::MAX) };
    print(f64::from(x), if x.abs() < 1.0 { 10 } else { 9 })
}

/// A double-precision number: whole ones without a point, others with 17 significant digits, 18 below one.
///
/// Not-a-number becomes `0`, infinities the largest number there is.
pub fn print_f64(x: f64) -> String {
    let x = if x.is_nan() { 0.0 } else { x.clamp(f64::MIN, f64::MAX) };
    print(x, if x.abs() < 1.0 { 18 } else { 17 })
}

/// A switch: `true` or `false`.
pub const fn print_bool(x: bool) -> &'static str {
    if x { "true" } else { "false" }
}

/// Whether `text` is a number in the form that Live writes: sign, digits, point, no exponent.
pub fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// `x`, finite, in fixed notation with `significant` digits; exact ties go to the even digit.
///
/// So does Live on macOS and, from Live 11 on, on Windows; Live 10 on Windows rounded ties up.
fn print(x: f64, significant: usize) -> String {
    if x == x.trunc() {
        return format!("{x:.0}");
    }
    // The exponent of the first digit, as it is after rounding.
    let rounded = format!("{:.*e}", significant - 1, x.abs());
    let exponent: i64 = rounded.split_once('e').and_then(|(_, it)| it.parse().ok()).unwrap_or(0);
    let places = (significant as i64 - 1).saturating_sub(exponent);
    let text = format!("{x:.*}", usize::try_from(places).unwrap_or(0));
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn single_numbers_look_as_in_lives_files() {
        let table: &[(f32, &str)] = &[
            (1.995_262_4, "1.99526238"),
            (0.000_316_227_76, "0.0003162277571"),
            (0.000_001_192_092_9, "0.000001192092896"),
            (120.0, "120"),
            (333.333_34, "333.333344"),
            (-0.0, "-0"),
            (3.402_823_3e38, "340282326356119256160033759537265639424"),
            (0.1, "0.1000000015"),
            (f32::NAN, "0"),
        ];
        for (number, text) in table {
            assert_eq!(print_f32(*number), *text);
        }
    }

    #[test]
    fn double_numbers_look_as_in_lives_files() {
        assert_eq!(print_f64(3.895_833_333_333_333_5), "3.8958333333333335");
        assert_eq!(print_f64(0.2), "0.200000000000000011");
        assert_eq!(print_f64(-63_072_000.0), "-63072000");
        assert_eq!(print_f64(0.03125), "0.03125");
    }

    #[test]
    fn a_number_between_two_goes_to_the_even_digit() {
        // 2^-15 is 0.000030517578125: eleven digits, the last a five.
        assert_eq!(print_f32(2f32.powi(-15)), "0.00003051757812");
    }

    proptest! {
        /// What is printed reads back as the very same number.
        #[test]
        fn printing_loses_nothing(single in proptest::num::f32::NORMAL, double in -1e15..1e15f64) {
            prop_assert_eq!(print_f32(single).parse::<f32>().unwrap(), single);
            prop_assert_eq!(print_f64(double).parse::<f64>().unwrap(), double);
            prop_assert!(is_plain(&print_f32(single)) && is_plain(&print_f64(double)));
        }
    }
}
