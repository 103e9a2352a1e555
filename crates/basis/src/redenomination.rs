//! When a money was counted anew.

use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::Currency;
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
