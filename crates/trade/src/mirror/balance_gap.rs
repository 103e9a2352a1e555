//! The gap of a balance that two countries report (S11.1).

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;

/// How far apart two reports of one balance are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BalanceGap {
    /// The partner's deficit less the own surplus.
    pub gap: Exact,
    /// The gap over the own surplus; none when that is zero.
    pub of_own: Option<f64>,
    /// The gap over the partner's deficit; none when that is zero.
    pub of_partner: Option<f64>,
}

/// `gap = D_partner − S_own`
///
/// The deficit a partner reports less the surplus the economy itself reports,
/// both as positive numbers when they are a deficit and a surplus. It is a gap
/// of balances: the two gaps of flows added up, `(M_b − X_a) + (M_a − X_b)`,
/// and not the gap of either. A share of it names its denominator, because the
/// same gap is 18 % of one report and 22 % of the other. Errors with
/// `E-TRADE-OVERFLOW`.
///
/// Unit: that of the two balances. Sign: positive when the partner reports the
/// larger imbalance.
///
/// Source: 000, third point on distorted deficits (2024: 3,610 and 2,950); 002
/// for 2018 (3,230 and 4,190).
pub fn balance_gap(own_surplus: Exact, partner_deficit: Exact) -> Result<BalanceGap, BasisError> {
    let gap = partner_deficit.minus(own_surplus)?;
    Ok(BalanceGap {
        gap,
        of_own: gap.ratio(own_surplus),
        of_partner: gap.ratio(partner_deficit),
    })
}

/// The neighbours between which a gap changes its sign, keys in order.
///
/// A gap that turns is a change of who reports more: causes that explained one
/// sign do not explain the other.
pub fn turns<K: Clone>(gaps: &[(K, Exact)]) -> Vec<(K, K)> {
    let signed: Vec<_> = gaps.iter().filter(|(_, gap)| !gap.is_zero()).collect();
    signed
        .windows(2)
        .filter(|pair| pair[0].1.signum() != pair[1].1.signum())
        .map(|pair| (pair[0].0.clone(), pair[1].0.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mirror::gap::Reports;

    /// S11.1: 3610 and 2950 are 660 apart, 18 % of one and 22 % of the other;
    /// in 2018 the gap had the other sign.
    #[test]
    fn s11_1_the_gap_of_2024_is_660_and_has_turned_since_2018() {
        let of = |own, partner| balance_gap(Exact::whole(own), Exact::whole(partner)).unwrap();
        let (before, after) = (of(3230, 4190), of(3610, 2950));
        assert_eq!(before.gap, Exact::whole(960));
        assert_eq!(after.gap, Exact::whole(-660));
        let per_cent = |share: Option<f64>| format!("{:.1}", 100.0 * share.unwrap());
        assert_eq!(per_cent(after.of_own), "-18.3");
        assert_eq!(per_cent(after.of_partner), "-22.4");
        let series = [(2018, before.gap), (2021, Exact::ZERO), (2024, after.gap)];
        assert_eq!(turns(&series), [(2018, 2024)]);
        assert!(turns(&series[..2]).is_empty());
    }

    proptest! {
        /// The gap of the balance is the gaps of the two flows added up.
        #[test]
        fn a_gap_of_balances_is_two_gaps_of_flows(flows in any::<[u32; 4]>()) {
            let [x_a, m_a, x_b, m_b] = flows.map(|n| Exact::whole(n.into()));
            let gap = |exporter, importer| {
                let trade = Reports { exporter: Some(exporter), importer: Some(importer) };
                trade.gap().unwrap().unwrap()
            };
            let surplus = x_a.minus(m_a).unwrap();
            let deficit = m_b.minus(x_b).unwrap();
            let both = gap(x_a, m_b).plus(gap(x_b, m_a)).unwrap();
            prop_assert_eq!(balance_gap(surplus, deficit).unwrap().gap, both);
        }
    }
}
