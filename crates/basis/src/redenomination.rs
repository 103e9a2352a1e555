//! When a money was counted anew.

use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::Currency;
use crate::number::exact_mul;
use crate::table::rows;

pub(crate) const REDENOMINATIONS: &str = include_str!("../data/redenominations.csv");

/// How one currency came to replace another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplacementKind {
    /// The money of one economy counted in a new unit.
    Redenomination,
    /// An economy took up the currency of a wider area at a fixed rate.
    Adoption,
}

/// One replacement of a currency: from `date` on, 1 `new` = `factor` `old`.
///
/// A value in `old` divided by `factor` is the same value in `new`. The two
/// currencies are one code where it stayed in use, as `VES` did in 2021.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redenomination {
    /// The currency replaced.
    pub old: Currency,
    /// The currency that replaced it.
    pub new: Currency,
    /// The first day of the new currency.
    pub date: Date,
    /// Units of `old` in one unit of `new`.
    pub factor: Decimal,
    /// How the one came to replace the other.
    pub kind: ReplacementKind,
    /// The law, regulation or institution that set the factor.
    pub source: &'static str,
}

impl Redenomination {
    /// V_new = V_old ÷ factor
    ///
    /// Rounded to 28 digits, half to even, where the quotient has more;
    /// `None` past the largest decimal.
    ///
    /// Unit: units of `old` in, of `new` out.
    ///
    /// Source: the law or institution in [`source`](Redenomination::source).
    pub fn in_new(&self, old: Decimal) -> Option<Decimal> {
        old.checked_div(self.factor)
    }

    /// V_old = V_new × factor, exact; `None` when the product does not fit.
    ///
    /// Unit: units of `new` in, of `old` out.
    pub fn in_old(&self, new: Decimal) -> Option<Decimal> {
        exact_mul(new, self.factor)
    }

    pub(crate) fn counts_anew(&self) -> bool {
        self.kind == ReplacementKind::Redenomination
    }
}

/// Every replacement known, as the table lists them.
pub fn redenominations() -> &'static [Redenomination] {
    static TABLE: LazyLock<Vec<Redenomination>> = LazyLock::new(load);
    &TABLE
}

fn load() -> Vec<Redenomination> {
    let read = rows(REDENOMINATIONS).filter_map(|row| {
        let kind = match row.cell(4) {
            "adoption" => ReplacementKind::Adoption,
            _ => ReplacementKind::Redenomination,
        };
        Some(Redenomination {
            old: row.value(0)?,
            new: row.value(1)?,
            date: row.value(2)?,
            factor: row.value(3)?,
            kind,
            source: row.cell(5),
        })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::assert_table;
    use proptest::prelude::*;

    #[test]
    fn every_row_is_read() {
        assert_table::<Currency>(REDENOMINATIONS, 6, &[0, 1]);
        assert_table::<Date>(REDENOMINATIONS, 6, &[2]);
        assert_table::<Decimal>(REDENOMINATIONS, 6, &[3]);
        assert_eq!(redenominations().len(), rows(REDENOMINATIONS).count());
        for change in redenominations() {
            assert!(change.factor > Decimal::ZERO);
            assert!(!change.source.is_empty());
        }
        let kinds = rows(REDENOMINATIONS).map(|row| row.cell(4));
        assert!(
            kinds
                .into_iter()
                .all(|kind| ["redenomination", "adoption"].contains(&kind))
        );
    }

    #[test]
    fn a_mark_and_a_lira_in_euro_are_those_of_the_regulation() {
        let change = |code: &str| {
            let of_code = |change: &&Redenomination| change.old.code() == code;
            redenominations().iter().find(of_code).unwrap()
        };
        let cents = |value: Decimal| value.round_dp(2).to_string();
        // Council Regulation (EC) 2866/98 and the Bundesbank's table: DM 100.
        assert_eq!(
            cents(change("DEM").in_new(Decimal::ONE_HUNDRED).unwrap()),
            "51.13"
        );
        assert_eq!(
            cents(change("ITL").in_new(Decimal::from(10_000)).unwrap()),
            "5.16"
        );
        assert_eq!(
            change("TRL").in_new(Decimal::from(1_500_000)),
            Some(Decimal::new(15, 1))
        );
    }

    proptest! {
        #[test]
        fn a_new_value_goes_to_the_old_unit_and_back(cents in any::<i32>(), which in 0usize..80) {
            let change = &redenominations()[which];
            let value = Decimal::new(i64::from(cents), 2);
            let old = change.in_old(value).unwrap();
            prop_assert_eq!(change.in_new(old), Some(value));
        }
    }

    #[test]
    fn a_currency_is_replaced_once() {
        let mut ended: Vec<Currency> = redenominations()
            .iter()
            .filter(|change| change.old != change.new)
            .map(|change| change.old)
            .collect();
        let count = ended.len();
        ended.sort();
        ended.dedup();
        assert_eq!(ended.len(), count);
    }

    #[test]
    fn the_euro_rates_have_six_significant_figures_and_one_for_each_adopting_currency() {
        let euro: Vec<&Redenomination> = redenominations()
            .iter()
            .filter(|change| change.new.code() == "EUR" && change.kind == ReplacementKind::Adoption)
            .collect();
        // 21 member states of 2026: Belgium's and Luxembourg's francs apart.
        assert_eq!(euro.len(), 21);
        for change in euro {
            let digits = change.factor.mantissa().to_string().len();
            assert_eq!(digits, 6, "{}", change.old);
        }
    }
}
