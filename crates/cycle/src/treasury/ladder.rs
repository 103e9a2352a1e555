//! When a debt matures: shares of it by year.

use triffin_basis::{BasisError, Decimal};

use super::number::Number;
use super::refusal;

/// Shares of a debt that mature in year 1, 2, …; together one.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    shares: Vec<f64>,
}

/// The most years a ladder reaches.
const LONGEST: u32 = 200;

impl Ladder {
    /// Shares by year as given; together one.
    ///
    /// # Errors
    /// `E-CYCLE-SHARE` for a share outside 0 to 1 or a sum other than one.
    pub fn of(shares: &[Number]) -> Result<Self, BasisError> {
        let name = ("the maturing share", "到期份额");
        let mut sum = Decimal::ZERO;
        for share in shares {
            refusal::share(name, share)?;
            sum += share.value();
        }
        if sum != Decimal::ONE {
            let name = ("the sum of the maturing shares", "到期份额之和");
            return Err(refusal::no_share(name, sum));
        }
        Ok(Self {
            shares: shares.iter().map(Number::to_f64).collect(),
        })
    }

    /// A share m in the first year and the rest in equal parts over the years
    /// 2 … N, N chosen so that the average maturity comes closest to the one stated.
    ///
    /// Debt of year k is taken to mature in its middle, k − ½ years from now:
    /// average = m·½ + (1 − m)·((2 + N)/2 − ½).
    ///
    /// # Errors
    /// `E-CYCLE-SHARE` for a share outside 0 to 1, `E-CYCLE-RANGE` for an
    /// average that such a ladder cannot have.
    pub fn from_average(first: &Number, months: Decimal) -> Result<Self, BasisError> {
        refusal::share(("the maturing share", "到期份额"), first)?;
        let m = first.to_f64();
        if m >= 1.0 {
            return Ok(Self { shares: vec![1.0] });
        }
        let years = f64::try_from(months).unwrap_or(f64::NAN) / 12.0;
        let last = 2.0 * ((years - m / 2.0) / (1.0 - m)) - 1.0;
        let longest = f64::from(LONGEST);
        if !(1.5..=longest).contains(&last) {
            let name = ("average maturity in months", "平均期限（月）");
            let (low, high) = (Decimal::from(6), Decimal::from(1_200));
            return Err(refusal::outside(name, months, low, high));
        }
        let later = (last.round() - 1.0).max(1.0);
        let mut shares = vec![m];
        shares.extend(std::iter::repeat_n((1.0 - m) / later, later as usize));
        Ok(Self { shares })
    }

    /// Shares by year.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// Average maturity in months, each year's debt maturing in its middle.
    pub fn average_months(&self) -> f64 {
        let years = self.shares.iter().zip(0_u32..);
        12.0 * years
            .map(|(share, year)| share * (f64::from(year) + 0.5))
            .sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// JEC, May and June 2025: 32 % within a year, 71 months on average.
    #[test]
    fn the_published_share_and_average_make_a_ladder_of_sixteen_years() {
        let ladder =
            Ladder::from_average(&Number::read("32%").unwrap(), Decimal::from(71)).unwrap();
        assert_eq!(ladder.shares().len(), 16);
        assert!((ladder.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(
            (ladder.average_months() - 71.0).abs() < 3.0,
            "{}",
            ladder.average_months()
        );
    }

    #[test]
    fn shares_must_make_one_and_an_average_must_be_possible() {
        let read = |text: &str| Number::read(text).unwrap();
        assert_eq!(
            Ladder::of(&[read("0.5"), read("0.4")]).unwrap_err().code(),
            "E-CYCLE-SHARE"
        );
        assert!(Ladder::of(&[read("50%"), read("50%")]).is_ok());
        assert_eq!(
            Ladder::from_average(&read("32%"), Decimal::ONE)
                .unwrap_err()
                .code(),
            "E-CYCLE-RANGE"
        );
        assert_eq!(
            Ladder::from_average(&read("100%"), Decimal::ONE)
                .unwrap()
                .shares(),
            [1.0]
        );
    }
}
