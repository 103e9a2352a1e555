//! The date a record counts by (S1.6): `B_t(basis i) − B_t(basis j)`.

use serde::Serialize;
use triffin_basis::{BasisError, Timing};

use crate::balance::BalanceRow;
use crate::{Exact, Selection};

/// The same question by another date.
pub fn by_date(selection: &Selection, timing: Timing) -> Selection {
    Selection {
        timing,
        ..selection.clone()
    }
}

/// The balance by two date bases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// The date basis compared.
    pub timing: Timing,
    /// Its balance.
    pub balance: Option<Exact>,
    /// Its balance less the one asked for: what the choice of date moves.
    pub shift: Option<Exact>,
}

/// `shift = B_t(date i) − B_t(date asked)`
///
/// What counting by other dates would do to a balance: one row a date basis.
/// Over a window that holds all dates of every record the shift is nothing. A
/// side that is not there counts as nothing moved out of the window. Errors
/// with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the balances. Sign: positive when the other date raises the
/// balance.
///
/// Source: 001, fourth layer of alignment.
pub fn shifts(
    asked: &BalanceRow,
    others: &[(Timing, BalanceRow)],
) -> Result<Vec<Shift>, BasisError> {
    let net = |row: &BalanceRow| {
        let side = |amount: Option<Exact>| amount.unwrap_or(Exact::ZERO);
        side(row.exports).minus(side(row.imports))
    };
    let there = |row: &BalanceRow| row.exports.is_some() || row.imports.is_some();
    let base = net(asked)?;
    others
        .iter()
        .map(|(timing, row)| {
            let shift = there(row).then(|| net(row)?.minus(base)).transpose()?;
            Ok(Shift {
                timing: *timing,
                balance: row.balance,
                shift,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S1.6: an export shipped in the window and declared after it.
    #[test]
    fn s1_6_a_late_declaration_shifts_the_balance_of_the_window() {
        let row = |exports| {
            BalanceRow::new("total", Some(Exact::whole(exports)), Some(Exact::whole(40))).unwrap()
        };
        let nothing = BalanceRow::new("total", None, None).unwrap();
        let others = [(Timing::Shipped, row(57)), (Timing::Settled, nothing)];
        let shifts = shifts(&row(50), &others).unwrap();
        assert_eq!(shifts[0].shift, Some(Exact::whole(7)));
        assert_eq!(shifts[0].balance, Some(Exact::whole(17)));
        assert_eq!(shifts[1].shift, None);
    }
}
