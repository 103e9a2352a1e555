//! How far apart two reports of one flow are: `|ln(M/X)|`.

/// Reports below this many units of their currency are not compared: rounding
/// and thresholds make their ratio.
///
/// Source: Harvard Growth Lab, comtrade-mirroring, least value 1,000 dollars.
pub const LEAST: f64 = 1_000.0;

/// Distances below this are no disagreement: about five per cent.
///
/// Source: Harvard Growth Lab, comtrade-mirroring, `|ln ratio| < 0.05`.
pub const EQUAL: f64 = 0.05;

/// `d = |ln(M/X)|`, and zero below 0.05
///
/// The distance between two reports of one flow, the same whoever reports more.
/// None when a report is below 1,000 units of the currency.
///
/// Inputs: X and M in one currency, both without freight.
/// Unit: log points; 0.1 is about ten per cent. Sign: never negative.
///
/// Source: G. Gaulier and S. Zignago, BACI: International Trade Database at the
/// Product-Level, CEPII WP 2010-23 (absolute log ratio of mirror flows);
/// Harvard Growth Lab, comtrade-mirroring (both limits).
///
/// ```
/// use triffin_trade::mirror::distance::distance;
/// let d = distance(100_000.0, 110_000.0).unwrap();
/// assert!((d - 1.1f64.ln()).abs() < 1e-12);
/// assert_eq!(distance(100_000.0, 102_000.0), Some(0.0));
/// assert_eq!(distance(100_000.0, 900.0), None);
/// ```
pub fn distance(exporter: f64, importer: f64) -> Option<f64> {
    let d = log_ratio(exporter, importer)?.abs();
    Some(if d < EQUAL { 0.0 } else { d })
}

/// `ln(M/X)`
///
/// How much more the importer reports, in log points. None as for
/// [`distance`].
///
/// Unit: log points. Sign: positive when the importer reports more.
///
/// ```
/// use triffin_trade::mirror::distance::log_ratio;
/// assert_eq!(log_ratio(5_000.0, 5_000.0), Some(0.0));
/// assert!(log_ratio(100_000.0, 106_000.0).unwrap() > 0.058);
/// assert_eq!(log_ratio(900.0, 106_000.0), None);
/// ```
pub fn log_ratio(exporter: f64, importer: f64) -> Option<f64> {
    let counts = exporter >= LEAST && importer >= LEAST;
    let ratio = (importer / exporter).ln();
    (counts && ratio.is_finite()).then_some(ratio)
}

/// `w = ln(max(X, M))`
///
/// What a flow counts for: a large flow more than a small one, in proportion to
/// its digits, so that the many small flows do not drown the few large ones and
/// the large do not decide alone. None as for [`distance`].
///
/// Unit: none. Source: own choice, in the place of the weights of CEPII WP
/// 2010-23, whose form is not published in its abstract.
pub fn weight(exporter: f64, importer: f64) -> Option<f64> {
    distance(exporter, importer).map(|_| exporter.max(importer).ln())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_distance_is_the_same_from_both_ends(x in 1.0f64..1e12, m in 1.0f64..1e12, k in 1.0f64..1e3) {
            prop_assert_eq!(distance(x, m).is_some(), x >= LEAST && m >= LEAST);
            let (there, back) = (distance(x, m), distance(m, x));
            if let (Some(there), Some(back)) = (there, back) {
                prop_assert!((there - back).abs() < 1e-9);
                prop_assert!(weight(x, m) >= Some(LEAST.ln()));
                // Another unit of money moves no distance.
                let scaled = distance(k * x, k * m);
                prop_assert!((scaled.unwrap_or(9.0) - there).abs() < 1e-9 || (there - EQUAL).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn odd_numbers_are_no_distance() {
        for (x, m) in [
            (0.0, 5e3),
            (5e3, -5e3),
            (f64::NAN, 5e3),
            (5e3, f64::INFINITY),
        ] {
            assert_eq!(distance(x, m), None, "{x} {m}");
        }
    }
}
