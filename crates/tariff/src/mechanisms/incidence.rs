//! S7.6: who pays a duty: the foreign seller, the importer, the consumer.

use triffin_basis::BasisError;

use super::offset::{Seller, weighted};
use super::refusal::{at_least_zero, duty, finite, positive, supply, unsolved};

/// ε_s/(ε_s + |ε_d|)
///
/// The part of a small duty that buyers pay under perfect competition: all of it
/// where supply is endless, none where supply is fixed.
///
/// Inputs: elasticity of what foreigners sell to the country (endless allowed) and
/// of its demand, without sign. Shares of 80–90 % mean ε_s/|ε_d| of 4 to 9.
///
/// Unit: a share of one. Sign: paid by buyers is positive; sellers pay the rest.
///
/// Errors: `E-TARIFF-NEGATIVE` for an elasticity below zero, `E-TARIFF-NO-SOLUTION` where both are zero.
///
/// Source: Dalton 1922; document 000, line 272 (80–90 %).
///
/// ```
/// use triffin_tariff::mechanisms::incidence::consumer_share;
/// assert!((consumer_share(9.0, 1.0)? - 0.9).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn consumer_share(eps_s: f64, eps_d: f64) -> Result<f64, BasisError> {
    let eps_s = supply(("the supply elasticity", "供给弹性"), eps_s)?;
    let eps_d = at_least_zero(("the demand elasticity", "需求弹性"), eps_d)?;
    match (eps_s.is_infinite(), eps_s + eps_d > 0.0) {
        (true, _) => Ok(1.0),
        (false, true) => Ok(eps_s / (eps_s + eps_d)),
        (false, false) => Err(neither_answers()),
    }
}

/// ε_s/|ε_d| = k/(1 − k), what a consumer share k says of the elasticities.
///
/// # Errors
/// `E-TARIFF-SHARE` outside 0 to 1. A share of one asks for endless supply.
pub fn elasticity_ratio(share: f64) -> Result<f64, BasisError> {
    let k = super::refusal::share(("the consumer share", "消费者份额"), share)?;
    Ok(k / (1.0 - k))
}

fn neither_answers() -> BasisError {
    unsolved(
        (
            "neither supply nor demand answers to the price, so that no price is found",
            "供给与需求都不随价格变动，价格无从确定",
        ),
        0,
        ("Give one elasticity above zero", "请给出一个大于零的弹性"),
    )
}

/// How an importer sets the retail price when the price at the border moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Margin {
    /// Perfect competition: the margin is the cost of distribution and stays.
    Perfect,
    /// The margin stays the same per cent of the price at the border.
    ConstantMarkup,
    /// The importer takes this share of the rise on itself.
    Absorbs(f64),
    /// A monopolist facing a straight demand curve passes on one half.
    LinearMonopoly,
}

impl Margin {
    /// Rise of the retail price for one more at the border.
    fn pass_through(self, border: f64, retail: f64) -> Result<f64, BasisError> {
        Ok(match self {
            Self::Perfect => 1.0,
            Self::ConstantMarkup => retail / border,
            Self::Absorbs(part) => {
                1.0 - super::refusal::share(("the share absorbed", "自行吸收的份额"), part)?
            }
            Self::LinearMonopoly => 0.5,
        })
    }
}

/// A market before a duty is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Market {
    /// Customs value of a unit.
    pub customs: f64,
    /// Retail price of a unit; at least the duty-paid price.
    pub retail: f64,
    /// Duty before, as a share of the customs value.
    pub before: f64,
    /// Duty after.
    pub after: f64,
    /// ε_s, of foreign supply; endless where the price is given.
    pub supply: f64,
    /// ε_d, of demand at retail, without sign.
    pub demand: f64,
}

/// The three prices of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// What the foreign seller gets.
    pub customs: f64,
    /// With the duty.
    pub duty_paid: f64,
    /// What the consumer pays.
    pub retail: f64,
}

/// Who pays the change of a duty, each as a share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burden {
    /// Prices before.
    pub before: Prices,
    /// Prices after.
    pub after: Prices,
    /// Change of the duty on a unit.
    pub duty: f64,
    /// The seller's: fall of the customs value.
    pub seller: f64,
    /// The importer's: fall of its margin; negative where it gains.
    pub importer: f64,
    /// The consumer's: rise of the retail price.
    pub consumer: f64,
    /// Change of quantity, as a share.
    pub quantity: f64,
}

/// (c₀ − c) + (m₀ − m) + (r − r₀) = t·c − t₀·c₀
///
/// Foreign seller, importer and consumer bear the whole change of the duty; the
/// treasury receives it and bears nothing. Prices are those at which
/// constant-elasticity supply meets demand, exactly and not for a small duty.
///
/// Inputs: the market, and the rule by which the importer sets its margin: under
/// perfect competition its share is zero.
///
/// Unit: shares of the change of the duty on a unit. Sign: who loses is positive.
///
/// Errors: `E-TARIFF-NEGATIVE` for a price of zero or a retail price under the duty-paid one, `E-TARIFF-RATE` for a duty of −100 %, `E-TARIFF-NO-SOLUTION` where neither side answers or the duty does not change.
///
/// Source: Dalton 1922; Weyl and Fabinger 2013 for the margin; document 000, line 272.
///
/// ```
/// use triffin_tariff::mechanisms::incidence::{Margin, Market, burden};
/// let market = Market { customs: 100.0, retail: 100.0, before: 0.0, after: 0.1, supply: 8.0, demand: 2.0 };
/// let made = burden(&market, Margin::Perfect)?;
/// assert!((made.seller + made.importer + made.consumer - 1.0).abs() < 1e-12);
/// assert_eq!(made.importer, 0.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn burden(market: &Market, margin: Margin) -> Result<Burden, BasisError> {
    let before = checked(market)?;
    let rho = margin.pass_through(before.duty_paid, before.retail)?;
    let retail =
        |customs: f64| before.retail + rho * (customs * (1.0 + market.after) - before.duty_paid);
    let customs = clearing(market, &before, retail)?;
    let after = Prices {
        customs,
        duty_paid: customs * (1.0 + market.after),
        retail: retail(customs),
    };
    let paid = market.after * after.customs - market.before * before.customs;
    if paid == 0.0 {
        return Err(unsolved(
            ("the duty on a unit does not change", "单位税额没有变化"),
            market.after,
            (
                "Give a duty after that differs from the one before",
                "请给出与之前不同的税率",
            ),
        ));
    }
    let kept = before.retail - before.duty_paid - (after.retail - after.duty_paid);
    let importer = match rho == 1.0 {
        true => 0.0,
        false => kept / paid,
    };
    Ok(Burden {
        duty: paid,
        seller: (before.customs - after.customs) / paid,
        importer,
        consumer: (after.retail - before.retail) / paid,
        quantity: (after.retail / before.retail).powf(-market.demand) - 1.0,
        before,
        after,
    })
}

fn checked(market: &Market) -> Result<Prices, BasisError> {
    let customs = positive(("the customs value", "海关价格"), market.customs)?;
    let before = duty(("the duty before", "原税率"), market.before)?;
    duty(("the duty after", "新税率"), market.after)?;
    consumer_share(market.supply, market.demand)?;
    let duty_paid = customs * (1.0 + before);
    let over = finite(("the retail price", "零售价"), market.retail)? - duty_paid;
    at_least_zero(
        (
            "the retail price less the duty-paid price",
            "零售价减完税价",
        ),
        over,
    )?;
    Ok(Prices {
        customs,
        duty_paid,
        retail: market.retail,
    })
}

/// The customs value at which supply meets demand: excess supply in logs rises
/// with it, so that the root between two bounds is the only one.
fn clearing(
    market: &Market,
    before: &Prices,
    retail: impl Fn(f64) -> f64,
) -> Result<f64, BasisError> {
    if market.supply.is_infinite() {
        return Ok(before.customs);
    }
    let excess = |x: f64| {
        let price = retail(before.customs * x.exp());
        match price > 0.0 {
            true => market.supply * x + market.demand * (price / before.retail).ln(),
            false => f64::NEG_INFINITY,
        }
    };
    let (mut low, mut high) = (-1.0, 1.0);
    while excess(low) > 0.0 && low > -700.0 {
        low *= 2.0;
    }
    while excess(high) < 0.0 && high < 700.0 {
        high *= 2.0;
    }
    if excess(low) > 0.0 || excess(high) < 0.0 {
        return Err(neither_answers());
    }
    // Sixty halvings reach the last digit of a double.
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        match excess(middle) > 0.0 {
            true => high = middle,
            false => low = middle,
        }
    }
    Ok(before.customs * (0.5 * (low + high)).exp())
}

/// 1 + [Σ m_i·ln ĉ_i − ln n̂] ÷ Σ m_i·ln[(1 + τ'_i)/(1 + τ_i)]
///
/// The buyers' share in general equilibrium, with prices in units of a numeraire
/// n: what sellers get falls by what they bear. The share depends on the
/// numeraire (home wage, world value added, foreign wages), so that it is printed.
///
/// Inputs: sellers with weights and log changes; ln n̂, the change of the numeraire.
///
/// Unit: a share of one. Sign: paid by buyers is positive; above one where sellers' prices rise.
///
/// Errors: `E-TARIFF-SHAPE` without a seller, `E-TARIFF-NO-SOLUTION` where no duty changes.
///
/// Source: project specification of tariffs (pass-through by numeraire).
pub fn buyer_share(sellers: &[Seller], numeraire: f64) -> Result<f64, BasisError> {
    let numeraire = finite(("the numeraire", "计价单位"), numeraire)?;
    let mean = weighted(sellers)?;
    if mean.duty == 0.0 {
        return Err(unsolved(
            (
                "no duty on the country's imports changes",
                "该国进口税率没有变化",
            ),
            0,
            (
                "Name the importer that levies the duty",
                "请指明加税的进口国",
            ),
        ));
    }
    Ok(1.0 + (mean.cost - numeraire) / mean.duty)
}

#[cfg(test)]
#[path = "incidence_tests.rs"]
mod tests;
