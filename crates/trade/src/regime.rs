//! Customs regimes and the boundary they draw (S1.5).

use serde::Serialize;
use triffin_basis::BasisError;

use crate::balance::{BalanceRow, BalanceTable};
use crate::classification::UNSTATED;
use crate::{Exact, Selection};

/// A boundary: the regimes that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Boundary {
    /// Only these; empty is all, those not stated included.
    pub include: Vec<String>,
    /// Without these.
    pub exclude: Vec<String>,
}

impl Boundary {
    /// Whether a record of `regime` is inside.
    pub fn holds(&self, regime: Option<&str>) -> bool {
        let listed = |list: &[String]| regime.is_some_and(|r| list.iter().any(|l| l == r));
        (self.include.is_empty() || listed(&self.include)) && !listed(&self.exclude)
    }
}

impl From<&Selection> for Boundary {
    fn from(selection: &Selection) -> Self {
        Self {
            include: selection.include.clone(),
            exclude: selection.exclude.clone(),
        }
    }
}

/// `ΔB(A→B) = B(boundary B) − B(boundary A)` from a balance by regime.
///
/// In the unit of the table; positive when boundary B raises the balance; a
/// regime without a side counts nothing on it. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the table. Sign: positive when boundary B raises the balance.
///
/// Source: 001, third layer of alignment.
pub fn boundary_effect(
    by_regime: &BalanceTable,
    from: &Boundary,
    to: &Boundary,
) -> Result<Exact, BasisError> {
    let net = |boundary: &Boundary| {
        by_regime
            .parts
            .iter()
            .filter(|row| boundary.holds((row.key != UNSTATED).then_some(row.key.as_str())))
            .try_fold(Exact::ZERO, |sum, row| sum.plus(balance_of(row)?))
    };
    net(to)?.minus(net(from)?)
}

fn balance_of(row: &BalanceRow) -> Result<Exact, BasisError> {
    let side = |amount: Option<Exact>| amount.unwrap_or(Exact::ZERO);
    side(row.exports).minus(side(row.imports))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Axis;
    use crate::balance::table;

    fn row(key: &str, exports: i128, imports: i128) -> BalanceRow {
        let side = |n| Some(Exact::whole(n));
        BalanceRow::new(key, side(exports), side(imports)).unwrap()
    }

    fn without(regime: &str) -> Boundary {
        Boundary {
            exclude: vec![regime.into()],
            ..Boundary::default()
        }
    }

    /// S1.5: leaving processing out moves the balance by its own balance, and
    /// the regimes add up to the whole.
    #[test]
    fn s1_5_a_boundary_moves_the_balance_by_what_it_leaves_out() {
        let parts = vec![
            row("general", 50, 45),
            row("processing", 40, 20),
            row(UNSTATED, 3, 1),
        ];
        let table = table(row("total", 93, 66), parts, Axis::Regime).unwrap();
        assert_eq!(table.unallocated, None);
        let all = Boundary::default();
        let effect = |from: &Boundary, to: &Boundary| boundary_effect(&table, from, to).unwrap();
        assert_eq!(effect(&all, &without("processing")), Exact::whole(-20));
        assert_eq!(effect(&without("processing"), &all), Exact::whole(20));
        let only = Boundary {
            include: vec!["general".into()],
            ..Boundary::default()
        };
        assert_eq!(effect(&all, &only), Exact::whole(-22));
    }
}
