//! S6.14: a debt that pays its interest by new debt.

use triffin_basis::BasisError;

use super::ladder::Ladder;
use super::refusal;

/// The most years a path reaches.
pub const LONGEST: u32 = 500;

/// A debtor at the start. Money is in one currency at scale one.
#[derive(Clone, Debug, PartialEq)]
pub struct Debtor {
    /// Debt at the start.
    pub debt: f64,
    /// Output of the year before the first; none where ratios are not asked.
    pub output: Option<f64>,
    /// Average rate on the debt at the start, a share of one.
    pub rate: f64,
    /// Rate at which debt is issued from now on.
    pub new_rate: f64,
    /// Deficit before interest of the first year; it grows with output.
    pub primary: f64,
    /// Growth of output a year.
    pub growth: f64,
    /// When the debt matures; new debt is issued along it.
    pub ladder: Ladder,
}

/// A year of the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Years from the start; 0 is the start.
    pub year: u32,
    /// Debt at its end.
    pub debt: f64,
    /// Interest paid in it.
    pub interest: f64,
    /// Interest over the debt at its start: the average rate; at year 0 that of the next year.
    pub rate: f64,
    /// Deficit before interest.
    pub primary: f64,
    /// What was refinanced in it.
    pub refinanced: f64,
    /// Debt over output of the year.
    pub ratio: Option<f64>,
    /// Surplus before interest that would have kept the ratio, over output.
    pub stabilising: Option<f64>,
    /// i − g: average rate less growth.
    pub above_growth: f64,
}

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// The ratio to output rises without end: new debt costs more than output grows.
    Explosive,
    /// The ratio stays where it is.
    Stable,
    /// The ratio ends at a level of its own.
    Settling,
    /// The debt is paid down to nothing.
    Vanishing,
}

impl Course {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Course::Explosive => "explosive",
            Course::Stable => "stable",
            Course::Settling => "settling",
            Course::Vanishing => "vanishing",
        }
    }
}

/// D_{t+1} = D_t·(1 + i_t) + PD_t; i_t = Σ tranches·rates ÷ D_t, tranches reprice as they mature
///
/// Each year the tranche that matures, the interest and the primary deficit
/// are financed by new debt at the current rate, laid out along the ladder.
/// The average rate therefore moves to the current one only as old debt
/// matures. The primary deficit and output grow at one rate.
///
/// Unit: that of the debt; rates and ratios shares of one. Sign: a primary deficit is positive.
///
/// Errors: `E-CYCLE-COUNT` for no or more than 500 years, `E-CYCLE-OVERFLOW`
/// where the path leaves the numbers.
///
/// Source: document 003, lines 70–76 (the credit card); O. Blanchard, Public Debt and Low Interest Rates, AER
/// 109(4), 2019, section I, for the debt dynamics; US Congress Joint Economic Committee (2025) for the ladder.
pub fn snowball(debtor: &Debtor, years: u32) -> Result<Vec<Year>, BasisError> {
    if !(1..=LONGEST).contains(&years) {
        return Err(refusal::count(("years", "年数"), years, LONGEST));
    }
    let shares = debtor.ladder.shares();
    let mut book = Book::new(debtor);
    let mut path = vec![book.opening(debtor)];
    for year in 1..=years {
        let next = book.step(debtor, shares, year);
        if !next.debt.is_finite() {
            return Err(refusal::too_large(("the debt", "债务")));
        }
        path.push(next);
    }
    Ok(path)
}

/// Tranches by years to maturity: amount and rate.
struct Book {
    tranches: Vec<(f64, f64)>,
    output: Option<f64>,
    primary: f64,
}

impl Book {
    fn new(debtor: &Debtor) -> Self {
        let of = |share: &f64| (share * debtor.debt, debtor.rate);
        Self {
            tranches: debtor.ladder.shares().iter().map(of).collect(),
            output: debtor.output,
            primary: debtor.primary,
        }
    }

    fn debt(&self) -> f64 {
        self.tranches.iter().map(|(amount, _)| amount).sum()
    }

    fn opening(&self, debtor: &Debtor) -> Year {
        Year {
            year: 0,
            debt: debtor.debt,
            interest: 0.0,
            rate: debtor.rate,
            primary: 0.0,
            refinanced: 0.0,
            ratio: self.output.map(|output| debtor.debt / output),
            stabilising: None,
            above_growth: debtor.rate - debtor.growth,
        }
    }

    fn step(&mut self, debtor: &Debtor, shares: &[f64], year: u32) -> Year {
        let opening = self.debt();
        let interest: f64 = self.tranches.iter().map(|(a, rate)| a * rate).sum();
        let matured = self.tranches.remove(0).0;
        self.tranches.push((0.0, debtor.new_rate));
        let issued = matured + interest + self.primary;
        for ((amount, rate), share) in self.tranches.iter_mut().zip(shares) {
            let added = issued * share;
            let total = *amount + added;
            if total != 0.0 {
                *rate = (*amount * *rate + added * debtor.new_rate) / total;
            }
            *amount = total;
        }
        let primary = self.primary;
        self.primary *= 1.0 + debtor.growth;
        self.output = self.output.map(|output| output * (1.0 + debtor.growth));
        let rate = if opening == 0.0 {
            debtor.new_rate
        } else {
            interest / opening
        };
        Year {
            year,
            debt: self.debt(),
            interest,
            rate,
            primary,
            refinanced: matured,
            ratio: self.output.map(|output| self.debt() / output),
            stabilising: self
                .output
                .map(|output| opening * (rate - debtor.growth) / output),
            above_growth: rate - debtor.growth,
        }
    }
}

/// explosive ⇔ y > g and D·(y − g) + PD > 0, or y = g and PD > 0, once all debt carries y
///
/// Above growth, the ratio rises without end unless a primary surplus covers
/// the difference; at growth and without a primary deficit it is stable; below
/// growth it settles. While old debt still carries its old rate the path may
/// point the other way, so the test is made at the end of the ladder.
///
/// Unit: a verdict.
///
/// Errors: none.
///
/// Source: O. Blanchard, Public Debt and Low Interest Rates, AER 109(4), 2019, section I.
pub fn course(debtor: &Debtor) -> Course {
    let shares = debtor.ladder.shares();
    let mut book = Book::new(debtor);
    for year in (1_u32..).take(shares.len()) {
        book.step(debtor, shares, year);
    }
    let gap = debtor.new_rate - debtor.growth;
    let pressure = book.debt() * gap + book.primary;
    let nothing = 1e-12 * book.debt().abs().max(f64::MIN_POSITIVE);
    let unmoved = debtor.rate == debtor.new_rate;
    if gap < -1e-12 || (gap.abs() <= 1e-12 && debtor.primary == 0.0 && !unmoved) {
        Course::Settling
    } else if pressure > nothing {
        Course::Explosive
    } else if pressure < -nothing {
        Course::Vanishing
    } else {
        Course::Stable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::number::Number;
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn debtor(rate: f64, new_rate: f64, growth: f64, primary: f64) -> Debtor {
        Debtor {
            debt: 28.0,
            output: Some(28.0),
            rate,
            new_rate,
            primary,
            growth,
            ladder: Ladder::from_average(&Number::read("32%").unwrap(), Decimal::from(71)).unwrap(),
        }
    }

    #[test]
    fn s6_14_at_the_rate_of_growth_and_without_a_primary_deficit_the_ratio_is_stable() {
        let steady = debtor(0.04, 0.04, 0.04, 0.0);
        for year in snowball(&steady, 100).unwrap() {
            assert!((year.ratio.unwrap() - 1.0).abs() < 1e-12, "{year:?}");
        }
        assert_eq!(course(&steady), Course::Stable);
        let above = debtor(0.04, 0.05, 0.04, 0.0);
        let path = snowball(&above, 100).unwrap();
        assert!(
            path.windows(2)
                .skip(1)
                .all(|two| two[1].ratio > two[0].ratio)
        );
        assert_eq!(course(&above), Course::Explosive);
    }

    /// The first year pays the old rate, the second the new one on a third of the debt.
    #[test]
    fn a_new_rate_arrives_as_old_debt_matures() {
        let path = snowball(&debtor(0.03, 0.05, 0.0, 0.0), 30).unwrap();
        assert!((path[1].rate - 0.03).abs() < 1e-15);
        let second = (0.68 * 0.03 + (0.32 + 0.03) * 0.05) / 1.03;
        assert!((path[2].rate - second).abs() < 1e-12, "{}", path[2].rate);
        assert!(
            path.windows(2)
                .skip(1)
                .all(|two| two[1].rate >= two[0].rate - 1e-15)
        );
        // The last old debt pays in year 16; from year 17 on all carries the new rate.
        assert!(path[16].rate < 0.05 - 1e-6 && (path[17].rate - 0.05).abs() < 1e-12);
    }

    #[test]
    fn a_primary_surplus_that_covers_the_gap_keeps_the_ratio() {
        // pb = d (i − g)/(1 + g), of output: held for every year of the path.
        let kept = debtor(0.05, 0.05, 0.03, -28.0 * 0.02);
        let last = *snowball(&kept, 50).unwrap().last().unwrap();
        assert!((last.ratio.unwrap() - 1.0).abs() < 1e-9, "{last:?}");
        assert_eq!(
            course(&debtor(0.05, 0.05, 0.03, -28.0 * 0.05)),
            Course::Vanishing
        );
        assert_eq!(snowball(&kept, 0).unwrap_err().code(), "E-CYCLE-COUNT");
    }

    proptest! {
        /// The stated recursion holds for every year, whatever the tranches.
        #[test]
        fn debt_grows_by_interest_and_primary_deficit(i in 0.0..0.1f64, y in 0.0..0.1f64, g in 0.0..0.1f64, p in -1.0..2.0f64) {
            for two in snowball(&debtor(i, y, g, p), 40).unwrap().windows(2) {
                let next = two[0].debt * (1.0 + two[1].rate) + two[1].primary;
                prop_assert!((two[1].debt - next).abs() < 1e-9 * next.abs().max(1.0));
            }
        }

        /// With one rate throughout the ladder does not matter: D (1 + i)^t.
        #[test]
        fn one_rate_compounds(i in 0.0..0.1f64) {
            let last = *snowball(&debtor(i, i, 0.0, 0.0), 40).unwrap().last().unwrap();
            let closed = 28.0 * (1.0 + i).powi(40);
            prop_assert!((last.debt - closed).abs() < 1e-9 * closed);
        }
    }
}
