//! Balances with partners (S1.18): balance, cover ratio, share of the total.

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;
use crate::balance::BalanceRow;

/// One partner's line of a bilateral balance table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BilateralRow {
    /// Exports, imports, balance and cover ratio with the partner.
    #[serde(flatten)]
    pub row: BalanceRow,
    /// The share a document states, to hold against the one computed.
    pub stated_share: Option<f64>,
}

/// `share = B_bilateral / B_total`, on one coverage.
///
/// Both balances in one unit, of one coverage and window; a share of 0.256 is
/// 25.6 %. None when the total is zero. Errors with `E-TRADE-SHARE` when the
/// two have opposite signs: a surplus is no share of a deficit.
///
/// Source: 000, table of US–China trade balances.
pub fn share(bilateral: Exact, total: Exact) -> Result<Option<f64>, BasisError> {
    if bilateral.signum() * total.signum() < 0 {
        return Err(BasisError::new(
            "E-TRADE-SHARE",
            format!("a balance of {bilateral} is no share of {total}"),
            format!("差额 {bilateral} 不是 {total} 的份额"),
        )
        .between("balance", bilateral, total)
        .expected("two surpluses or two deficits", "同为顺差或同为逆差")
        .remedy("Compare the amounts instead", "请直接比较金额"));
    }
    Ok(bilateral.ratio(total))
}

/// The line of one partner within `total`.
///
/// Errors with `E-TRADE-OVERFLOW`.
pub fn row(
    partner: &str,
    exports: Option<Exact>,
    imports: Option<Exact>,
    total: &BalanceRow,
    stated_share: Option<f64>,
) -> Result<BilateralRow, BasisError> {
    Ok(BilateralRow {
        row: BalanceRow::new(partner, exports, imports)?.within(total),
        stated_share,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S1.18: −2332 of −9096 is 25.6 %, not the 32 % stated.
    #[test]
    fn s1_18_2332_is_25_6_per_cent_of_9096() {
        let total = BalanceRow::new("total", Some(Exact::ZERO), Some(Exact::whole(9096))).unwrap();
        let usa = row(
            "CHN",
            Some(Exact::whole(1957)),
            Some(Exact::whole(4289)),
            &total,
            Some(0.32),
        )
        .unwrap();
        let share_of_total = usa.row.share_of_total.unwrap();
        assert_eq!(format!("{:.1}", 100.0 * share_of_total), "25.6");
        assert_eq!(
            share(Exact::whole(-2332), Exact::whole(-9096)).unwrap(),
            Some(share_of_total)
        );
        assert_eq!(
            share(Exact::whole(5), Exact::whole(-9)).unwrap_err().code(),
            "E-TRADE-SHARE"
        );
    }
}
