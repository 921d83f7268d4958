//! Student's t distribution: how often chance gives such a difference, and how wide an interval must be.

use statrs::function::beta::beta_reg;

/// How often a t distributed number is at least as far from 0 as this one. `degrees` are degrees of freedom, above 0.
pub(super) fn two_sided_t_p(t: f64, degrees: f64) -> f64 {
    if t.is_infinite() { 0.0 } else { beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t)) }
}

/// How far from 0 a t distributed number lies in this share of all cases: the half width of an interval in standard errors.
/// By halving on the incomplete beta function, until nothing lies between.
pub(super) fn t_within(share: f64, degrees: f64) -> f64 {
    let is_within = |t: f64| 1.0 - two_sided_t_p(t, degrees) < share;
    let (mut low, mut high) = (0.0, 1.0);
    while is_within(high) && high < 1e9 {
        high *= 2.0;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if is_within(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // t(0.975) of SciPy 1.17, as in every table.
        for (degrees, expected) in
            [(1.0, 12.706_204_736_432_095), (4.0, 2.776_445_105_198_075), (10.0, 2.228_138_851_986_269)]
        {
            let found = t_within(0.95, degrees);
            assert!((found - expected).abs() < 1e-9 * expected, "{degrees}: {found}");
            assert!((two_sided_t_p(found, degrees) - 0.05).abs() < 1e-12);
        }
    }

    #[test]
    fn nothing_is_as_far_off_as_infinity() {
        assert!(two_sided_t_p(f64::INFINITY, 4.0) < f64::MIN_POSITIVE);
        assert!((two_sided_t_p(0.0, 4.0) - 1.0).abs() < 1e-12);
    }
}
