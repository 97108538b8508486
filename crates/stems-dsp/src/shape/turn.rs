//! Angles of complex numbers and back, logarithms and back, by polynomials: a tenth of the time of the exact functions, the same bits on
//! every machine, and off by less than a noise can show.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use realfft::num_complex::Complex32;

/// The angle of a number, within 2e-5 of a radian (Abramowitz & Stegun 4.4.47); 0 of zero.
pub(super) fn angle(z: Complex32) -> f32 {
    let (x, y) = (z.re.abs(), z.im.abs());
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    if high <= 0.0 {
        return 0.0;
    }
    let t = low / high;
    let s = t * t;
    let part =
        t * (0.999_866 + s * (-0.330_299_5 + s * (0.180_141 + s * (-0.085_133 + s * 0.020_835_1))));
    let first = if x < y { FRAC_PI_2 - part } else { part };
    let upper = if z.re < 0.0 { PI - first } else { first };
    if z.im < 0.0 { -upper } else { upper }
}

/// The number of length 1 at an angle, within 1e-5 of a radian.
pub(super) fn direction(angle: f32) -> Complex32 {
    let turns = angle / TAU;
    // The nearest whole number, without a call: added to 1.5 · 2²³ nothing is left behind the point.
    let whole = (turns + 12_582_912.0) - 12_582_912.0;
    let rest = (turns - whole) * TAU;
    let z = Complex32::new(sine(FRAC_PI_2 - rest.abs()), sine(rest));
    // One step of Newton towards length 1: along a spectrum many of them are multiplied.
    z * (1.5 - 0.5 * z.norm_sqr())
}

/// The direction of a complex number; 1 for zero.
pub(super) fn unit(z: Complex32) -> Complex32 {
    // Twice normalised: powers of faint bins would be too small for single precision.
    let most = z.re.abs().max(z.im.abs());
    if most < f32::MIN_POSITIVE {
        return Complex32::new(1.0, 0.0);
    }
    let z = z * (1.0 / most);
    if z.re.is_finite() && z.im.is_finite() {
        z * (1.0 / z.norm_sqr().sqrt())
    } else {
        Complex32::new(1.0, 0.0)
    }
}

/// The natural logarithm of a number above zero, within 1e-4.
pub(super) fn logarithm(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    // The part between 0.707 and 1.414, and how often it was doubled.
    let twos = (bits.wrapping_sub(0x3f35_04f3) as i32) >> 23;
    let rest = f32::from_bits(bits.wrapping_sub((twos << 23) as u32));
    let t = (rest - 1.0) / (rest + 1.0);
    let s = t * t;
    twos as f32 * std::f32::consts::LN_2 + 2.0 * t * (1.0 + s * (0.333_333 + s * 0.2))
}

/// The exponential of a number between −8 and 8, within 2e-6 of itself.
pub(super) fn exponential(x: f32) -> f32 {
    let twos = x * std::f32::consts::LOG2_E;
    let whole = (twos + 12_582_912.0) - 12_582_912.0;
    let t = (twos - whole) * std::f32::consts::LN_2;
    let part = 1.0
        + t * (1.0
            + t * (0.5
                + t * (0.166_666_67 + t * (0.041_666_67 + t * (0.008_333_33 + t * 0.001_388_9)))));
    part * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// The sine of an angle between −π and π.
fn sine(x: f32) -> f32 {
    let x = if x.abs() <= FRAC_PI_2 { x } else { PI.copysign(x) - x };
    let s = x * x;
    x * (0.999_996_6 + s * (-0.166_648_24 + s * (0.008_306_29 - s * 0.000_183_63)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_and_directions_are_what_they_are() {
        for at in -6_000..6_000_i16 {
            let wanted = f32::from(at) * 0.001_57;
            let z = direction(wanted);
            assert!((z.norm_sqr() - 1.0).abs() < 1e-6, "{wanted}");
            let exact = Complex32::new(libm::cosf(wanted), libm::sinf(wanted));
            assert!((z - exact).norm_sqr() < 1e-10, "{wanted}: {z}");
            let off = angle(exact * 3e-9) - libm::atan2f(exact.im, exact.re);
            assert!(off.abs() < 2e-5, "{wanted}: {off}");
        }
        assert_eq!(angle(Complex32::default()), 0.0);
    }

    #[test]
    fn logarithms_and_exponentials_are_what_they_are() {
        for at in -800..800_i16 {
            let x = libm::expf(f32::from(at) * 0.1);
            assert!((logarithm(x) - libm::logf(x)).abs() < 1e-4, "{x}");
            let x = f32::from(at) * 0.01;
            assert!((exponential(x) / libm::expf(x) - 1.0).abs() < 2e-6, "{x}");
        }
    }
}
