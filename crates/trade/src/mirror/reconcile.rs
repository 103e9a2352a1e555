//! One figure out of two reports (S11.3): a mean by reliability.

use serde::Serialize;
use triffin_basis::{BasisError, Flag};

use crate::Exact;
use crate::exact::AMOUNT_SCALE;
use crate::mirror::gap::Reports;

/// How much each report counts; the two add up to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Weights {
    /// Weight of the exporter's report.
    pub exporter: Exact,
    /// Weight of the importer's report.
    pub importer: Exact,
}

impl Weights {
    /// Both reports alike: the default where reliability cannot be estimated.
    pub const EQUAL: Weights = Weights {
        exporter: Exact::new(5, 1),
        importer: Exact::new(5, 1),
    };

    /// `w_x = d_m² / (d_x² + d_m²)`, `w_m = 1 − w_x`
    ///
    /// Weights by inverse variance, with the distance each reporter adds to its
    /// mirror ratios in the place of the standard deviation of its reports:
    /// who is twice as far off counts a quarter.
    ///
    /// Inputs: distances in log points, both positive. Output: shares rounded
    /// to six decimals, which add up to one exactly; equal when a distance is
    /// not a positive number.
    ///
    /// Source: R. Stone, D. Champernowne and J. Meade, The Precision of
    /// National Income Estimates, Review of Economic Studies 9(2), 1942; G.
    /// Gaulier and S. Zignago, BACI, CEPII WP 2010-23, for distances of mirror
    /// flows as the measure of reliability.
    pub fn of_distances(exporter: f64, importer: f64) -> Self {
        let (x, m) = (exporter * exporter, importer * importer);
        let share = m / (x + m);
        if !(share.is_finite() && x > 0.0 && m > 0.0) {
            return Self::EQUAL;
        }
        let millionths = (share * 1e6).round() as i128;
        Self {
            exporter: Exact::new(millionths, AMOUNT_SCALE),
            importer: Exact::new(1_000_000 - millionths, AMOUNT_SCALE),
        }
    }
}

/// A figure for a flow, and how it was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// The value, without the freight that is known to be in the importer's.
    pub value: Exact,
    /// `estimated` out of two reports; `mirror` out of one, which then stands
    /// for that of the side that does not report.
    pub flag: Flag,
}

/// `estimate = w_x X + w_m (M − freight)`
///
/// The mean of the two reports of a flow, each on the exporter's valuation.
/// With one report it is that report, a mirror of the one that is not there,
/// and flagged so. None when there is no report.
/// Choices between reports by percentile, or of the larger or smaller one, as
/// some compilers make, cannot arise: with two reports both count by their
/// weights, with one there is nothing to choose.
///
/// Inputs: `freight` as measured in the importer's report; zero where it holds
/// none or none is known. Unit: that of the reports, six decimals. Errors with
/// `E-TRADE-OVERFLOW`.
///
/// Source: G. Gaulier and S. Zignago, BACI, CEPII WP 2010-23; order of
/// fall-backs after Harvard Growth Lab, comtrade-mirroring.
pub fn estimate(
    reports: &Reports,
    freight: Exact,
    weights: &Weights,
) -> Result<Option<Estimate>, BasisError> {
    let mirrored = reports
        .importer
        .map(|importer| importer.minus(freight))
        .transpose()?;
    let (value, flag) = match (reports.exporter, mirrored) {
        (Some(exporter), Some(mirrored)) => {
            // X + w (M − X): one rounding, and never outside the two.
            let apart = mirrored.minus(exporter)?;
            let moved = apart.times(weights.importer, AMOUNT_SCALE)?;
            (exporter.plus(moved)?, Flag::Estimated)
        }
        (Some(exporter), None) => (exporter, Flag::Mirror),
        (None, Some(mirrored)) => (mirrored, Flag::Mirror),
        (None, None) => return Ok(None),
    };
    Ok(Some(Estimate { value, flag }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(n: i128) -> Option<Exact> {
        Some(Exact::whole(n))
    }

    #[test]
    fn who_is_twice_as_far_off_counts_a_quarter() {
        let weights = Weights::of_distances(0.2, 0.1);
        assert_eq!(weights.exporter, "0.2".parse().unwrap());
        assert_eq!(weights.importer, "0.8".parse().unwrap());
        let trade = Reports {
            exporter: whole(100),
            importer: whole(116),
        };
        let six = Exact::whole(6);
        let told = estimate(&trade, six, &weights).unwrap().unwrap();
        assert_eq!(
            (told.value, told.flag),
            (Exact::whole(108), Flag::Estimated)
        );
        for odd in [(0.0, 0.1), (f64::NAN, 0.1), (0.1, f64::INFINITY)] {
            assert_eq!(Weights::of_distances(odd.0, odd.1), Weights::EQUAL);
        }
    }

    #[test]
    fn one_report_is_taken_as_the_mirror_of_the_other() {
        let alone = |exporter, importer| {
            let trade = Reports { exporter, importer };
            estimate(&trade, Exact::whole(6), &Weights::EQUAL).unwrap()
        };
        let mirror = alone(None, whole(106)).unwrap();
        assert_eq!(
            (mirror.value, mirror.flag),
            (Exact::whole(100), Flag::Mirror)
        );
        let other = alone(whole(90), None).unwrap();
        assert_eq!((other.value, other.flag), (Exact::whole(90), Flag::Mirror));
        assert_eq!(alone(None, None), None);
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_its_reports(x in any::<u32>(), m in any::<u32>(), d in 0.001f64..9.0, e in 0.001f64..9.0) {
            let weights = Weights::of_distances(d, e);
            prop_assert_eq!(weights.exporter.plus(weights.importer).unwrap(), Exact::whole(1));
            let (x, m) = (Exact::whole(x.into()), Exact::whole(m.into()));
            let trade = Reports { exporter: Some(x), importer: Some(m) };
            let told = estimate(&trade, Exact::ZERO, &weights).unwrap().unwrap().value;
            prop_assert!(x.min(m) <= told && told <= x.max(m));
            // The second derivation: the weighted sum, up to a rounding.
            let sum = x.times(weights.exporter, 6).unwrap().plus(m.times(weights.importer, 6).unwrap()).unwrap();
            prop_assert!(sum.minus(told).unwrap().magnitude() <= Exact::new(2, 6));
        }
    }
}
