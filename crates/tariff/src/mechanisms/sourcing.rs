//! S7.2: who sells instead: imports by origin when a duty falls on some of them.

use triffin_basis::BasisError;

use super::refusal::{at_least_zero, duty, positive, shape, supply, unsolved};

/// An origin before the duty changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// What it sells, at customs value.
    pub sales: f64,
    /// Duty on it before, as a share of the customs value.
    pub before: f64,
    /// Duty on it after.
    pub after: f64,
    /// ε_s, elasticity of what it offers; endless where its price is given.
    pub supply: f64,
    /// Most it can sell, as a multiple of the quantity before; none for no bound.
    pub capacity: Option<f64>,
}

impl Origin {
    /// An origin whose price is given and that can sell any quantity.
    pub fn at_given_price(sales: f64, before: f64, after: f64) -> Self {
        Self {
            sales,
            before,
            after,
            supply: f64::INFINITY,
            capacity: None,
        }
    }

    /// ln[(1 + τ')/(1 + τ)]
    fn rise(&self) -> f64 {
        (1.0 + self.after).ln() - (1.0 + self.before).ln()
    }
}

/// What stays where the total does not answer to its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Quantity at the prices of before, as customs count it.
    Units,
    /// The use buyers have of all origins together (index of a constant elasticity).
    Index,
}

/// How buyers choose between origins, and how much they buy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taste {
    /// σ, elasticity of substitution between origins, above one.
    pub sigma: f64,
    /// η, elasticity of the total to its price, without sign; zero keeps the total.
    pub eta: f64,
    /// What the total counts.
    pub total: Total,
}

/// An origin after the duty changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sold {
    /// Part of imports at customs value before.
    pub share_before: f64,
    /// Part of imports at customs value after.
    pub share_after: f64,
    /// ĉ, price at the border before the duty, after ÷ before.
    pub price: f64,
    /// Price with the duty, after ÷ before.
    pub duty_paid: f64,
    /// Quantity, after ÷ before.
    pub quantity: f64,
    /// Customs value after.
    pub sales: f64,
    /// Whether it sells all it can.
    pub full: bool,
}

/// Imports by origin, and together.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourcing {
    /// Origins, in the order given.
    pub origins: Vec<Sold>,
    /// P̂, the price index with the duty, after ÷ before.
    pub price: f64,
    /// Q̂ = P̂^(−η), the total, after ÷ before.
    pub quantity: f64,
    /// What moved from one origin to another.
    pub diversion: Diversion,
}

/// What origins with a higher duty lose and the others gain, at customs value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diversion {
    /// Change of imports from origins whose duty rose.
    pub target: f64,
    /// Change of imports from all others.
    pub others: f64,
    /// The others' change over the targets' loss; none where they lose nothing or there are no others.
    pub diverted: Option<f64>,
}

/// Σ_{i∉target} ΔM_i ÷ |Σ_{i∈target} ΔM_i|
///
/// The part of what the taxed origins lose that the others gain.
///
/// Inputs: imports by origin before and after, in one unit, and which were taxed.
///
/// # Errors
/// `E-TARIFF-SHAPE` where the three lists differ in length or are empty.
pub fn diverted(before: &[f64], after: &[f64], target: &[bool]) -> Result<Diversion, BasisError> {
    if before.is_empty() || before.len() != after.len() || before.len() != target.len() {
        return Err(shape(
            format!(
                "{} origins before, {} after, {} marked",
                before.len(),
                after.len(),
                target.len()
            ),
            format!(
                "之前 {} 个来源、之后 {} 个、标记 {} 个",
                before.len(),
                after.len(),
                target.len()
            ),
            before.len(),
        ));
    }
    let change = |wanted: bool| -> f64 {
        let pairs = before.iter().zip(after).zip(target);
        pairs
            .filter(|(_, target)| **target == wanted)
            .map(|((before, after), _)| after - before)
            .sum()
    };
    let others_sell = target.contains(&false);
    let (target, others) = (change(true), change(false));
    Ok(Diversion {
        target,
        others,
        diverted: (target < 0.0 && others_sell).then(|| others / -target),
    })
}

/// q̂_i = λ·(κ_i·ĉ_i)^(−σ), λ: Σ s_i·q̂_i = P̂^(−η), P̂^(1−σ) = Σ π_i·(κ_i·ĉ_i)^(1−σ)
///
/// Buyers shift from the origins a duty makes dearer to the others, with a
/// constant elasticity of substitution. κ is the change of 1 + τ, ĉ that of the
/// price an origin asks: it follows its supply elasticity, and where an origin
/// sells all it can the price rises until buyers ask no more. The total answers
/// to the price index with η; with η = 0 it stays as it was. Where the total is
/// that of units (s, shares at customs value), what the taxed lose at given prices
/// the others sell; where it is the index of use (π, shares with the duty), λ is
/// P̂^(σ−η) and units may add up to more.
///
/// Inputs: origins with sales at customs value; tastes. A home producer is an
/// origin without a duty.
///
/// Unit: sales in the unit given; prices and quantities as after ÷ before. Sign: a loss of imports is negative.
///
/// Errors: `E-TARIFF-SHAPE` without an origin that sells, `E-TARIFF-NEGATIVE` for σ of one and below, `E-TARIFF-NO-SOLUTION` where capacities cannot hold a total that must stay.
///
/// Source: Armington 1969; Francois and Hall 2009 for finite supply; document 000, lines 227–241 (mechanism one).
///
/// ```
/// use triffin_tariff::mechanisms::sourcing::{Origin, Taste, Total, source};
/// let taxed = Origin::at_given_price(60.0, 0.0, 0.52);
/// let other = Origin::at_given_price(40.0, 0.0, 0.0);
/// let made = source(&[taxed, other], Taste { sigma: 4.0, eta: 0.0, total: Total::Units })?;
/// assert!(made.origins[0].share_after < 0.6 && made.price > 1.0);
/// assert!((made.diversion.diverted.unwrap_or_default() - 1.0).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn source(origins: &[Origin], taste: Taste) -> Result<Sourcing, BasisError> {
    checked(origins, taste)?;
    let paid: Vec<f64> = origins
        .iter()
        .map(|origin| origin.sales * (1.0 + origin.before))
        .collect();
    let all: f64 = paid.iter().sum();
    let sales: f64 = origins.iter().map(|origin| origin.sales).sum();
    let market = Market {
        origins,
        units: origins.iter().map(|origin| origin.sales / sales).collect(),
        shares: paid.iter().map(|paid| paid / all).collect(),
        taste,
    };
    let lambda = market.clear()?;
    let (price, sold) = (market.index(lambda), market.sold(lambda));
    let before: Vec<f64> = origins.iter().map(|origin| origin.sales).collect();
    let after: Vec<f64> = sold.iter().map(|sold| sold.sales).collect();
    let target: Vec<bool> = origins.iter().map(|origin| origin.rise() > 0.0).collect();
    Ok(Sourcing {
        diversion: diverted(&before, &after, &target)?,
        origins: sold,
        price: price.exp(),
        quantity: (-taste.eta * price).exp(),
    })
}

fn checked(origins: &[Origin], taste: Taste) -> Result<(), BasisError> {
    positive(
        (
            "the elasticity between origins less one",
            "来源间替代弹性减一",
        ),
        taste.sigma - 1.0,
    )?;
    at_least_zero(("the elasticity of the total", "总量弹性"), taste.eta)?;
    for origin in origins {
        at_least_zero(("the sales of an origin", "来源的销售额"), origin.sales)?;
        duty(("the duty before", "原税率"), origin.before)?;
        duty(("the duty after", "新税率"), origin.after)?;
        supply(
            ("the supply elasticity of an origin", "来源的供给弹性"),
            origin.supply,
        )?;
        if let Some(capacity) = origin.capacity {
            positive(("the capacity of an origin", "来源的产能"), capacity)?;
        }
    }
    match origins.iter().any(|origin| origin.sales > 0.0) {
        true => Ok(()),
        false => Err(shape(
            "no origin sells anything".to_owned(),
            "没有任何来源有销售".to_owned(),
            origins.len(),
        )),
    }
}

/// Origins with their shares at customs value and with the duty.
struct Market<'a> {
    origins: &'a [Origin],
    units: Vec<f64>,
    shares: Vec<f64>,
    taste: Taste,
}

impl Market<'_> {
    /// ln ĉ_i where demand is λ·price^(−σ), and whether the origin sells all it can.
    fn asked(&self, origin: &Origin, lambda: f64) -> (f64, bool) {
        let sigma = self.taste.sigma;
        let free = match origin.supply.is_infinite() {
            true => 0.0,
            false => (lambda - sigma * origin.rise()) / (origin.supply + sigma),
        };
        let full = origin
            .capacity
            .map(|most| (lambda - most.ln()) / sigma - origin.rise());
        match full {
            Some(scarce) if scarce > free => (scarce, true),
            _ => (free, false),
        }
    }

    /// ln(κ_i·ĉ_i), the price with the duty.
    fn cost(&self, origin: &Origin, lambda: f64) -> f64 {
        self.asked(origin, lambda).0 + origin.rise()
    }

    /// ln P̂
    fn index(&self, lambda: f64) -> f64 {
        let power = 1.0 - self.taste.sigma;
        let part =
            |(origin, share): (&Origin, &f64)| share * (power * self.cost(origin, lambda)).exp();
        let sum: f64 = self.origins.iter().zip(&self.shares).map(part).sum();
        sum.ln() / power
    }

    /// Logs of what is asked over what the price allows, which rises with λ.
    fn excess(&self, lambda: f64) -> f64 {
        let (sigma, eta, index) = (self.taste.sigma, self.taste.eta, self.index(lambda));
        match self.taste.total {
            Total::Index => lambda - (sigma - eta) * index,
            Total::Units => {
                let part = |(origin, share): (&Origin, &f64)| {
                    share * (lambda - sigma * self.cost(origin, lambda)).exp()
                };
                let sum: f64 = self.origins.iter().zip(&self.units).map(part).sum();
                sum.ln() + eta * index
            }
        }
    }

    /// ln λ at which buyers take the total their price allows.
    fn clear(&self) -> Result<f64, BasisError> {
        let (mut low, mut high) = (-1.0, 1.0);
        while self.excess(low) > 0.0 && low > -300.0 {
            low *= 2.0;
        }
        while self.excess(high) < 0.0 && high < 300.0 {
            high *= 2.0;
        }
        if self.excess(low) > 0.0 || self.excess(high) < 0.0 {
            return Err(no_room());
        }
        loop {
            let middle = 0.5 * (low + high);
            // The halves meet when no double lies between them.
            if middle <= low || middle >= high {
                return Ok(middle);
            }
            match self.excess(middle) > 0.0 {
                true => high = middle,
                false => low = middle,
            }
        }
    }

    fn sold(&self, lambda: f64) -> Vec<Sold> {
        let sigma = self.taste.sigma;
        let before: f64 = self.origins.iter().map(|origin| origin.sales).sum();
        let each = self.origins.iter().map(|origin| {
            let (cost, full) = self.asked(origin, lambda);
            let quantity = (lambda - sigma * (cost + origin.rise())).exp();
            Sold {
                share_before: origin.sales / before,
                share_after: 0.0,
                price: cost.exp(),
                duty_paid: (cost + origin.rise()).exp(),
                quantity,
                sales: origin.sales * cost.exp() * quantity,
                full,
            }
        });
        let mut sold: Vec<Sold> = each.collect();
        let after: f64 = sold.iter().map(|sold| sold.sales).sum();
        for sold in &mut sold {
            sold.share_after = sold.sales / after;
        }
        sold
    }
}

fn no_room() -> BasisError {
    unsolved(
        (
            "the origins together cannot sell what is asked at any price",
            "各来源的产能合计不足，任何价格都无法满足需求",
        ),
        "capacity",
        (
            "Raise a capacity, or give the total an elasticity above zero",
            "请提高产能，或给出大于零的总量弹性",
        ),
    )
}

#[cfg(test)]
#[path = "sourcing_tests.rs"]
mod tests;
