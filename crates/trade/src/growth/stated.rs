//! The growth two stated balances imply, and what another end would imply.

use serde::Serialize;
use triffin_basis::{BasisError, Bilingual, Decimal, Slip, slip};

use super::{compound, multiple, refusal};
use crate::Exact;

/// The compound growth between two balances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Growth {
    /// The first balance.
    pub start: Exact,
    /// The last balance.
    pub end: Exact,
    /// Years between them.
    pub years: u32,
    /// How many times the first balance the last one is.
    pub multiple: f64,
    /// Compound yearly growth as a share: 0.229 for 22.9 % a year.
    pub compound: f64,
    /// What the rate cannot show.
    pub caution: Bilingual,
}

/// The growth from the same start to another end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// The other last balance.
    pub end: Exact,
    /// Compound yearly growth to it, as a share.
    pub compound: f64,
    /// The slip of scale suspected between the two ends.
    pub slip: Option<Slip>,
}

/// `g = (B_n / B_0)^(1/n) − 1`
///
/// `start`, `end`: balances in one unit and of one sign, `years` apart.
///
/// Unit: a share a year. Sign: positive when the balance, surplus or deficit,
/// grew in size. Errors with `E-TRADE-GROWTH` when the sign changes, the start
/// is about zero or there are no years between.
///
/// Source: document 002, introduction and §三.2; textbook compound growth.
pub fn growth(
    start: impl Into<Exact>,
    end: impl Into<Exact>,
    years: u32,
) -> Result<Growth, BasisError> {
    let (start, end) = (start.into(), end.into());
    Ok(Growth {
        start,
        end,
        years,
        multiple: multiple(start, end)?,
        compound: compound(start, end, f64::from(years))?,
        caution: Bilingual::new(
            "a growth rate cannot see a slip of scale that both ends share: \
             check each end against a second source",
            "两端共有的数量级错误，增速看不出来：请用另一来源核对每一端",
        ),
    })
}

impl Growth {
    /// The same growth to another end, with the slip of scale suspected between
    /// the two ends: 41,900 beside 4,190 is a suspected ×10.
    ///
    /// Errors as [`growth`] does, and with `E-TRADE-GROWTH` when an end has
    /// more than 28 digits.
    pub fn with_end(&self, end: impl Into<Exact>) -> Result<Alternative, BasisError> {
        let end = end.into();
        let slip = match (decimal(self.end), decimal(end)) {
            (Some(stated), Some(other)) => slip::suspect(stated, other)?,
            _ => {
                let (en, zh) = ("balances of at most 28 digits", "至多28位数字的差额");
                return Err(refusal(self.end, end, en, zh));
            }
        };
        let compound = compound(self.start, end, f64::from(self.years))?;
        Ok(Alternative {
            end,
            compound,
            slip,
        })
    }
}

fn decimal(amount: Exact) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(amount.digits(), u32::from(amount.scale())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    /// S1.19: 30.4 to 41,900 over 35 years is 22.9 % a year; to 4,190 it is
    /// 15.1 %, and the two ends are a suspected ×10 apart.
    #[test]
    fn s1_19_another_end_shows_its_rate_and_the_suspected_slip() {
        let stated = growth(exact("30.4"), exact("41900"), 35).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * stated.compound), "22.9");
        let other = stated.with_end(exact("4190")).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * other.compound), "15.1");
        assert_eq!(other.slip.map(|slip| slip.power), Some(1));
        assert_eq!(stated.with_end(exact("41000")).unwrap().slip, None);
    }

    /// S1.19: 77 times in 15 years is 33.6 % a year, 1.134^19 is 10.9 times.
    #[test]
    fn s1_19_multiples_and_rates_agree() {
        let stated = growth(Decimal::ONE, Decimal::from(77), 15).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * stated.compound), "33.6");
        let times = growth(exact("1"), exact("10.9"), 19).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * times.compound), "13.4");
    }

    #[test]
    fn no_years_and_a_change_of_sign_are_refused() {
        for (start, end, years) in [("1", "2", 0), ("-1", "2", 3), ("0", "2", 3)] {
            let refusal = growth(exact(start), exact(end), years).unwrap_err();
            assert_eq!(refusal.code(), "E-TRADE-GROWTH");
        }
        let deficit = growth(exact("-10"), exact("-20"), 1).unwrap();
        assert!((deficit.compound - 1.0).abs() < 1e-12);
        assert!(deficit.with_end(exact("20")).is_err());
    }

    proptest! {
        #[test]
        fn compounding_the_rate_gives_the_multiple(
            start in 1i64..1_000_000_000, end in 1i64..1_000_000_000, years in 1u32..80,
        ) {
            let grown = growth(Decimal::from(start), Decimal::from(end), years).unwrap();
            let back = (1.0 + grown.compound).powi(years as i32);
            prop_assert!((back / grown.multiple - 1.0).abs() < 1e-9);
        }
    }
}
