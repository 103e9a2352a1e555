//! S7.3: a market under a duty: what the seller gets, what the importer pays, what the buyer pays.

use triffin_basis::BasisError;

use super::bertrand::Rivals;
use super::case::{Case, Choice, Plant, Product, Wanted};
use super::demand::{Alternative, Demand, Linear, Logit};
pub use super::outcome::{Good, Market, Outcome, Sale};
use super::quota::{Quota, Settled};
use crate::mechanisms::refusal::shape;

/// p: Σ_k ∂q_k/∂p_j·(p_k − c_k) + q_j = 0, c_j = c⁰_j + Δ[v_j·(1 + t_j)]
///
/// A firm makes each product where customs value and duty together are least,
/// pays the duty on its customs value, and sets retail prices against its
/// rivals; what lies between duty-paid cost and marginal cost (freight,
/// distribution) stays per unit. A firm said to match moves its prices as the others
/// do on average. Under a tariff quota the last unit pays the rate
/// beyond it, the rate within it, or a premium between where imports just fill it.
/// Marginal costs before are those at which the prices seen are best answers.
///
/// Inputs: a case: products with retail prices, plants with customs values,
/// demand, duties and a quota.
///
/// Unit: currency and units of the case; rates as shares of customs value. Sign: a rise is positive.
///
/// Errors: `E-TARIFF-NO-SOLUTION` where prices imply impossible margins or none are found, `E-TARIFF-SHAPE` where demand lacks products.
///
/// Source: Flaaen, Hortaçsu and Tintelnot 2020, American Economic Review 110(7); Berry, Levinsohn and Pakes 1999 for the mechanism; document 000, lines 234–238.
///
/// ```
/// use triffin_tariff::mechanisms::partial::{case::Case, library, market::market};
/// let made = market(&Case::read(library::text("washers-2016")?)?)?;
/// assert!(made.goods()[0].retail < 0.02);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn market(case: &Case) -> Result<Market, BasisError> {
    let firms = Firms::of(case)?;
    let Some(quota) = &case.quota else {
        return firms.market(0.0, None);
    };
    let terms = quota.terms()?;
    let settled = terms.settle(|rate| {
        let made = firms.after(rate)?;
        Ok(firms.covered(&made, rate))
    })?;
    firms.market(settled.marginal, Some((terms, settled)))
}

/// The firms of a case, and what they paid before.
struct Firms<'a> {
    case: &'a Case,
    rivals: Rivals,
    demand: Demand,
    /// Retail prices before.
    retail: Vec<f64>,
    /// Marginal costs before, duty and distribution included.
    costs: Vec<f64>,
    /// Where each product was made, and the duty on it.
    plants: Vec<(&'a Plant, f64)>,
}

impl<'a> Firms<'a> {
    fn of(case: &'a Case) -> Result<Self, BasisError> {
        let retail: Vec<f64> = case.product.iter().map(|product| product.retail).collect();
        let demand = demand(case, &retail)?;
        let label = |names: Vec<String>| -> Vec<usize> {
            let place = |name: &String| {
                names
                    .iter()
                    .position(|known| known == name)
                    .unwrap_or_default()
            };
            names.iter().map(place).collect()
        };
        let owner = label(
            case.product
                .iter()
                .map(|product| product.firm.clone())
                .collect(),
        );
        let group = match case.joint_pricing {
            true => owner.clone(),
            false => (0..retail.len()).collect(),
        };
        let mut rivals = Rivals::new(owner, group, retail.clone(), demand.clone())?;
        if !case.matching.is_empty() {
            let matches = |product: &Product| case.matching.contains(&product.firm);
            rivals = rivals.matching(&case.product.iter().map(matches).collect::<Vec<bool>>())?;
        }
        let costs = rivals.costs()?;
        let plants = case
            .product
            .iter()
            .map(|product| cheapest(product, |plant| rate_before(case, product, plant)))
            .collect::<Result<_, BasisError>>()?;
        let firms = Self {
            case,
            rivals,
            demand,
            retail,
            costs,
            plants,
        };
        firms.distribution()?;
        Ok(firms)
    }

    /// What lies between duty-paid and marginal cost must not be below nothing.
    fn distribution(&self) -> Result<(), BasisError> {
        let each = self.case.product.iter().zip(&self.costs).zip(&self.plants);
        for ((product, cost), (plant, rate)) in each {
            if *cost < plant.customs * (1.0 + rate) {
                return Err(too_dear(product, *cost, plant.customs * (1.0 + rate)));
            }
        }
        Ok(())
    }

    /// Where each product is made after, and the duty on its last unit.
    fn moved(&self, marginal: f64) -> Result<Vec<(&'a Plant, f64)>, BasisError> {
        let products = self.case.product.iter();
        products
            .map(|product| cheapest(product, |plant| self.rate_after(product, plant, marginal)))
            .collect()
    }

    fn rate_after(&self, product: &Product, plant: &Plant, marginal: f64) -> f64 {
        let duties = self
            .case
            .duty
            .iter()
            .filter(|duty| duty.falls_on(product, &plant.origin));
        let quota = self
            .case
            .quota
            .as_ref()
            .filter(|quota| quota.falls_on(product, &plant.origin));
        duties.map(|duty| duty.after).sum::<f64>() + quota.map_or(0.0, |_| marginal)
    }

    /// Retail prices after, where the last unit under the quota pays `marginal`.
    fn after(&self, marginal: f64) -> Result<Vec<f64>, BasisError> {
        let moved = self.moved(marginal)?;
        let paid = |(plant, rate): &(&Plant, f64)| plant.customs * (1.0 + rate);
        let costs: Vec<f64> = self
            .costs
            .iter()
            .zip(self.plants.iter().zip(&moved))
            .map(|(cost, (before, after))| cost + paid(after) - paid(before))
            .collect();
        self.rivals.prices(&costs)
    }

    /// Units under the quota at these retail prices.
    fn covered(&self, retail: &[f64], marginal: f64) -> f64 {
        let Some(quota) = &self.case.quota else {
            return 0.0;
        };
        let units = self.demand.quantities(retail);
        let made = self.moved(marginal).unwrap_or_default();
        let each = self.case.product.iter().zip(units).zip(made);
        each.filter(|((product, _), (plant, _))| quota.falls_on(product, &plant.origin))
            .map(|((_, units), _)| units)
            .sum()
    }

    fn market(&self, marginal: f64, quota: Option<(Quota, Settled)>) -> Result<Market, BasisError> {
        let retail = self.after(marginal)?;
        let moved = self.moved(marginal)?;
        let (before, after) = (
            self.demand.quantities(&self.retail),
            self.demand.quantities(&retail),
        );
        let average = quota.as_ref().map_or(0.0, |(_, settled)| settled.average);
        let products = self
            .case
            .product
            .iter()
            .enumerate()
            .map(|(place, product)| {
                // proof: every list has one entry a product, as the case was checked.
                let sale = |(plant, rate): (&Plant, f64),
                            collected: f64,
                            retail: &[f64],
                            units: &[f64]| Sale {
                    origin: plant.origin.clone(),
                    customs: plant.customs,
                    duty: plant.customs * rate,
                    collected: plant.customs * collected,
                    retail: retail[place],
                    units: units[place],
                };
                let (old, new) = (self.plants[place], moved[place]);
                let collected = self.rate_after(product, new.0, average);
                Outcome {
                    name: product.name.clone(),
                    firm: product.firm.clone(),
                    good: product.good.clone(),
                    before: sale(old, old.1, &self.retail, &before),
                    after: sale(new, collected, &retail, &after),
                }
            });
        Ok(Market {
            products: products.collect(),
            quota: quota.map(|(_, settled)| settled),
        })
    }
}

fn rate_before(case: &Case, product: &Product, plant: &Plant) -> f64 {
    let duties = case
        .duty
        .iter()
        .filter(|duty| duty.falls_on(product, &plant.origin));
    duties.map(|duty| duty.before).sum()
}

/// The plant with the least customs value and duty together, the first of equals.
fn cheapest(product: &Product, rate: impl Fn(&Plant) -> f64) -> Result<(&Plant, f64), BasisError> {
    let paid = |plant: &Plant| plant.customs * (1.0 + rate(plant));
    let least = product
        .plant
        .iter()
        .min_by(|a, b| paid(a).total_cmp(&paid(b)));
    least.map(|plant| (plant, rate(plant))).ok_or_else(|| {
        shape(
            format!("{} has no plant", product.name),
            format!("{} 没有产地", product.name),
            &product.name,
        )
    })
}

fn demand(case: &Case, retail: &[f64]) -> Result<Demand, BasisError> {
    match &case.demand {
        Wanted::Logit { elasticity, none } => {
            let alternatives = case
                .choice
                .iter()
                .map(|choice| alternative(case, choice))
                .collect::<Result<Vec<_>, BasisError>>()?;
            Logit::calibrated(retail, &alternatives, *none, *elasticity).map(Demand::Logit)
        }
        Wanted::Linear { elasticities } => {
            let units: Vec<f64> = case
                .product
                .iter()
                .map(|product| product.units.unwrap_or_default())
                .collect();
            if elasticities.iter().any(|row| row.len() != retail.len()) {
                return Err(shape(
                    format!(
                        "{} products need as many elasticities in each row",
                        retail.len()
                    ),
                    format!("{} 种产品需要每行同样多的弹性", retail.len()),
                    retail.len(),
                ));
            }
            Linear::calibrated(retail, &units, &elasticities.concat()).map(Demand::Linear)
        }
    }
}

fn alternative(case: &Case, choice: &Choice) -> Result<Alternative, BasisError> {
    let mut takes = vec![0.0; case.product.len()];
    for name in &choice.takes {
        let place = case.place(name)?;
        if let Some(units) = takes.get_mut(place) {
            *units += 1.0;
        }
    }
    Ok(Alternative {
        takes,
        buyers: choice.buyers,
    })
}

fn too_dear(product: &Product, cost: f64, paid: f64) -> BasisError {
    let name = &product.name;
    BasisError::new(
        "E-TARIFF-CASE",
        format!("{name} costs {paid} at the border, more than the {cost} at which its retail price is a best answer"),
        format!("{name} 的完税成本 {paid} 高于其零售价所隐含的边际成本 {cost}"),
    )
    .value(paid)
    .expected(format!("{cost} or less"), format!("不高于 {cost}"))
    .remedy(
        "Give a lower customs value, a higher retail price or a higher elasticity",
        "请给出更低的海关价格、更高的零售价或更高的弹性",
    )
}

#[cfg(test)]
#[path = "market_tests.rs"]
mod tests;
