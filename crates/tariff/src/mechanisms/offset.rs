//! S7.4: what the exchange rate takes back of a duty.

use triffin_basis::BasisError;

use super::country::{Duty, Elasticities, Trade};
use super::refusal::{finite, shape};

/// What a duty and the currency that answers it do to trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offset {
    /// θ·τ·c, the rise of the home currency in logs.
    pub appreciation: f64,
    /// Change of imports at customs value, in home money.
    pub imports: f64,
    /// Change of exports, in home money.
    pub exports: f64,
    /// Change of exports less change of imports.
    pub balance: f64,
    /// The change without the currency, that of [`naive`](super::naive::naive).
    pub naive: f64,
    /// Part of the naive improvement taken back; none where there is none.
    pub taken_back: Option<f64>,
    /// The offset share at which the balance does not move; none where no
    /// appreciation can bring that about.
    pub neutral_share: Option<f64>,
}

/// dlnE = θ·τ·c; ΔM = −[ε_m(τ·c − dlnE) + dlnE]·M, ΔX = −ε_x·dlnE·X
///
/// The currency of a country that levies a duty rises by a part θ of it. Imports
/// then cost less by the rise, so that buyers face τ·c − dlnE, and exports cost
/// buyers abroad more by the rise. World prices of imports are given in foreign
/// money, those of exports in home money. The balance stays where it was at
/// θ* = ε_m·M/(ε_x·X + (ε_m − 1)·M): with ε_x·X = M, that is 1.
///
/// Inputs: trade of a year, the duty, elasticities without sign, θ as a share of
/// the duty (none: θ = 0; all: θ = 1; a reserve currency has a larger one).
///
/// Unit: that of trade, in home money. Sign: an appreciation of the home currency is positive; an improvement of the balance is positive.
///
/// Errors: `E-TARIFF-NUMBER` for an offset share that is no number.
///
/// Source: document 000, lines 242–254 (mechanism two); Lerner 1936 for the limit.
///
/// ```
/// use triffin_tariff::mechanisms::country::{Duty, Elasticities, Trade};
/// use triffin_tariff::mechanisms::offset::offset;
/// let (trade, duty) = (Trade::new(100.0, 100.0)?, Duty::new(0.1, 1.0)?);
/// let made = offset(&trade, &duty, &Elasticities::new(1.5, 1.0)?, 1.0)?;
/// assert!(made.balance.abs() < 1e-9);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn offset(
    trade: &Trade,
    duty: &Duty,
    elasticities: &Elasticities,
    theta: f64,
) -> Result<Offset, BasisError> {
    let theta = finite(("the offset share", "抵消份额"), theta)?;
    let (eps_m, eps_x) = (elasticities.import, elasticities.export);
    let (m, x) = (trade.imports, trade.exports);
    let faced = duty.average();
    let rise = theta * faced;
    let imports = -(eps_m * (faced - rise) + rise) * m;
    let exports = -eps_x * rise * x;
    let naive = faced * eps_m * m;
    let balance = exports - imports;
    let slope = eps_x * x + (eps_m - 1.0) * m;
    Ok(Offset {
        appreciation: rise,
        imports,
        exports,
        balance,
        naive,
        taken_back: (naive != 0.0).then(|| 1.0 - balance / naive),
        neutral_share: (slope > 0.0).then(|| eps_m * m / slope),
    })
}

/// A seller to the country, by its weight and what the counterfactual changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seller {
    /// m_i, its part of imports in the baseline.
    pub weight: f64,
    /// ln ĉ_i, change of its unit cost.
    pub cost: f64,
    /// ln[(1 + τ'_i)/(1 + τ_i)], change of the duty on it.
    pub duty: f64,
}

/// How far the relative unit cost follows the duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeCost {
    /// s = ln ĉ_home − Σ m_i·ln ĉ_i; a real appreciation is positive.
    pub rise: f64,
    /// Σ m_i·ln[(1 + τ'_i)/(1 + τ_i)].
    pub duty: f64,
    /// s over the duty; none where no duty changes.
    pub share: Option<f64>,
}

/// s = ln ĉ_home − Σ m_i·ln ĉ_i; θ = s ÷ Σ m_i·ln[(1 + τ'_i)/(1 + τ_i)]
///
/// The offset in general equilibrium: the rise of the unit cost at home relative
/// to those it buys from, as a share of the duty. It is a ratio of prices and so
/// depends on no numeraire.
///
/// Inputs: change of the unit cost at home in logs; sellers, whose weights are
/// scaled to add up to one.
///
/// Unit: shares of one. Sign: a real appreciation of the country that levies is positive.
///
/// Errors: `E-TARIFF-SHAPE` without a seller of positive weight, `E-TARIFF-NUMBER` for what is no number.
///
/// Source: project specification of tariffs (relative unit cost); Lerner 1936.
///
/// ```
/// use triffin_tariff::mechanisms::offset::{Seller, relative_cost};
/// let sellers = [Seller { weight: 1.0, cost: -0.02, duty: 0.1 }];
/// let made = relative_cost(0.03, &sellers)?;
/// assert!((made.share.unwrap_or_default() - 0.5).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn relative_cost(home: f64, sellers: &[Seller]) -> Result<RelativeCost, BasisError> {
    let home = finite(("the unit cost at home", "本国单位成本"), home)?;
    let mean = weighted(sellers)?;
    let rise = home - mean.cost;
    Ok(RelativeCost {
        rise,
        duty: mean.duty,
        share: (mean.duty != 0.0).then(|| rise / mean.duty),
    })
}

/// Means of costs and duties over sellers, by their weights.
pub(crate) struct Mean {
    pub cost: f64,
    pub duty: f64,
}

/// The means, and a refusal of weights that are none.
pub(crate) fn weighted(sellers: &[Seller]) -> Result<Mean, BasisError> {
    let (mut weight, mut cost, mut duty) = (0.0, 0.0, 0.0);
    for seller in sellers {
        let w =
            super::refusal::at_least_zero(("the weight of a seller", "卖方权重"), seller.weight)?;
        weight += w;
        cost += w * finite(("the unit cost of a seller", "卖方单位成本"), seller.cost)?;
        duty += w * finite(("the duty on a seller", "对卖方的税率"), seller.duty)?;
    }
    if weight <= 0.0 {
        return Err(shape(
            "no seller has a weight".to_owned(),
            "没有任何卖方有权重".to_owned(),
            sellers.len(),
        ));
    }
    Ok(Mean {
        cost: cost / weight,
        duty: duty / weight,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::naive::naive;
    use proptest::prelude::*;

    fn country(m: f64, x: f64) -> (Trade, Duty) {
        (Trade::new(m, x).unwrap(), Duty::new(0.2, 0.6).unwrap())
    }

    #[test]
    fn s7_4_no_offset_is_naive_and_a_full_one_is_nothing() {
        let (trade, duty) = country(100.0, 80.0);
        let eps = Elasticities::new(1.3, 100.0 / 80.0).unwrap();
        let none = offset(&trade, &duty, &eps, 0.0).unwrap();
        assert_eq!(none.balance, naive(100.0, &duty, 1.3).unwrap());
        let all = offset(&trade, &duty, &eps, 1.0).unwrap();
        assert!(all.balance.abs() < 1e-12 && all.imports < 0.0);
        assert!((all.imports - all.exports).abs() < 1e-12);
        assert!((all.neutral_share.unwrap() - 1.0).abs() < 1e-12);
        assert!((all.taken_back.unwrap() - 1.0).abs() < 1e-12);
    }

    proptest! {
        /// Second derivation: both markets in levels, home money, differentiated numerically.
        #[test]
        fn s7_4_the_balance_is_that_of_both_markets(m in 1.0..9e2f64, x in 1.0..9e2f64, a in 0.0..3.0f64, b in 0.0..3.0f64, theta in -0.5..1.5f64) {
            let h = 1e-6;
            let trade = Trade::new(m, x).unwrap();
            let made = offset(&trade, &Duty::new(h, 1.0).unwrap(), &Elasticities::new(a, b).unwrap(), theta).unwrap();
            let rise = theta * h;
            let bought = m * (-rise).exp() * (-a * (h - rise)).exp();
            let sold = x * (-b * rise).exp();
            let change = (sold - bought) - (x - m);
            prop_assert!((made.balance - change).abs() < 1e-9 * (m + x));
        }

        /// At the neutral share the balance does not move.
        #[test]
        fn s7_4_the_neutral_share_leaves_the_balance(m in 1.0..9e2f64, x in 1.0..9e2f64, a in 0.1..3.0f64, b in 0.1..3.0f64) {
            let trade = Trade::new(m, x).unwrap();
            let (duty, eps) = (Duty::new(0.1, 1.0).unwrap(), Elasticities::new(a, b).unwrap());
            if let Some(share) = offset(&trade, &duty, &eps, 0.0).unwrap().neutral_share {
                let made = offset(&trade, &duty, &eps, share).unwrap();
                prop_assert!(made.balance.abs() < 1e-9 * (1.0 + share) * (m + x));
            }
        }

        /// A numeraire scales every cost by one factor and cancels.
        #[test]
        fn s7_4_the_relative_cost_has_no_numeraire(home in -0.2..0.2f64, a in -0.2..0.2f64, b in -0.2..0.2f64, w in 0.01..1.0f64, n in -3.0..3.0f64) {
            let at = |n: f64| relative_cost(home + n, &[Seller { weight: w, cost: a + n, duty: 0.1 }, Seller { weight: 1.0, cost: b + n, duty: 0.0 }]).unwrap();
            prop_assert!((at(n).rise - at(0.0).rise).abs() < 1e-12);
        }
    }

    #[test]
    fn without_sellers_or_without_a_duty_no_share_is_made_up() {
        assert_eq!(
            relative_cost(0.0, &[]).unwrap_err().code(),
            "E-TARIFF-SHAPE"
        );
        let free = [Seller {
            weight: 1.0,
            cost: 0.1,
            duty: 0.0,
        }];
        assert_eq!(relative_cost(0.2, &free).unwrap().share, None);
    }
}
