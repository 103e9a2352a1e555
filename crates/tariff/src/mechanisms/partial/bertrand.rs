//! Firms that set the prices of several products, each against the others.

use faer::Mat;
use faer::linalg::solvers::Solve;
use triffin_basis::BasisError;

use super::demand::Demand;
use crate::mechanisms::refusal::{positive, shape, unsolved};

/// Who owns which product, which prices move as one, and what is demanded.
#[derive(Clone, Debug, PartialEq)]
pub struct Rivals {
    owner: Vec<usize>,
    /// The group of each product: prices of a group keep their proportions.
    group: Vec<usize>,
    groups: usize,
    prices: Vec<f64>,
    demand: Demand,
    /// Groups whose prices move as those of the others do on average.
    matching: Vec<bool>,
}

/// Newton steps before the search is given up.
const STEPS: usize = 200;
/// Excess of marginal over nothing, relative to revenue, at which prices are found.
const FOUND: f64 = 1e-12;

impl Rivals {
    /// Rivals at the prices seen. Products of one `group` have prices that move
    /// in proportion and must have one owner; groups and owners are any labels.
    ///
    /// # Errors
    /// `E-TARIFF-SHAPE` where lists differ in length or a group has two owners,
    /// `E-TARIFF-NEGATIVE` for a price of zero or below.
    pub fn new(
        owner: Vec<usize>,
        group: Vec<usize>,
        prices: Vec<f64>,
        demand: Demand,
    ) -> Result<Self, BasisError> {
        let n = prices.len();
        if n == 0 || owner.len() != n || group.len() != n || demand.slopes(&prices).len() != n * n {
            return Err(shape(
                format!("{n} prices, {} owners, {} groups", owner.len(), group.len()),
                format!("{n} 个价格、{} 个所有者、{} 个组", owner.len(), group.len()),
                n,
            ));
        }
        for price in &prices {
            positive(("a retail price", "零售价"), *price)?;
        }
        let mut known: Vec<(usize, usize)> = Vec::new();
        let mut places = Vec::with_capacity(n);
        for (label, owner) in group.iter().zip(&owner) {
            let place = known.iter().position(|(known, _)| known == label);
            if place.is_some_and(|place| known.get(place).is_some_and(|(_, other)| other != owner))
            {
                return Err(two_owners());
            }
            places.push(place.unwrap_or(known.len()));
            if place.is_none() {
                known.push((*label, *owner));
            }
        }
        Ok(Self {
            owner,
            group: places,
            groups: known.len(),
            prices,
            demand,
            matching: vec![false; known.len()],
        })
    }

    /// The same rivals, where the products marked are priced by matching: their
    /// prices move by the mean per cent of the others', weighted by revenue, and
    /// not as a best answer (price leadership).
    ///
    /// # Errors
    /// `E-TARIFF-SHAPE` where all products match, or other than one mark a product.
    pub fn matching(mut self, marked: &[bool]) -> Result<Self, BasisError> {
        if marked.len() != self.prices.len() || marked.iter().all(|marked| *marked) {
            return Err(no_leader(marked.len()));
        }
        for (group, marked) in self.group.iter().zip(marked) {
            self.matching[*group] |= marked;
        }
        match self.matching.iter().all(|matching| *matching) {
            true => Err(no_leader(marked.len())),
            false => Ok(self),
        }
    }

    /// Marginal costs at which the prices seen are the best answers
    ///
    /// Products whose prices move as one have one condition between them; they
    /// are taken to earn the same margin per cent. A margin below zero is that of a
    /// product sold at a loss for the sake of another.
    ///
    /// # Errors
    /// `E-TARIFF-NO-SOLUTION` where a margin would be a price or more: the
    /// elasticity is too low for anyone to set this price.
    pub fn costs(&self) -> Result<Vec<f64>, BasisError> {
        let quantities = self.demand.quantities(&self.prices);
        let slopes = self.demand.slopes(&self.prices);
        let n = self.prices.len();
        let mut matrix = Mat::<f64>::zeros(self.groups, self.groups);
        let mut right = Mat::<f64>::zeros(self.groups, 1);
        for (j, k) in (0..n * n).map(|place| (place / n, place % n)) {
            if self.owner[j] == self.owner[k] {
                matrix[(self.group[j], self.group[k])] +=
                    self.prices[j] * slopes[k * n + j] * self.prices[k];
            }
        }
        for j in 0..n {
            right[(self.group[j], 0)] -= self.prices[j] * quantities[j];
        }
        let margins = matrix.partial_piv_lu().solve(&right);
        (0..n)
            .map(|j| {
                let margin = margins[(self.group[j], 0)];
                match margin < 1.0 {
                    true => Ok(self.prices[j] * (1.0 - margin)),
                    false => Err(no_margin(margin)),
                }
            })
            .collect()
    }

    /// Prices at which no firm gains by another, given marginal costs
    ///
    /// # Errors
    /// `E-TARIFF-SHAPE` for other than one cost a product, `E-TARIFF-NO-SOLUTION`
    /// where no such prices are found or a price found is no best answer.
    pub fn prices(&self, costs: &[f64]) -> Result<Vec<f64>, BasisError> {
        if costs.len() != self.prices.len() {
            return Err(shape(
                format!("{} costs for {} products", costs.len(), self.prices.len()),
                format!("{} 个成本对应 {} 种产品", costs.len(), self.prices.len()),
                costs.len(),
            ));
        }
        let scale: f64 = self
            .prices
            .iter()
            .zip(self.demand.quantities(&self.prices))
            .map(|(p, q)| p * q)
            .sum();
        let mut factors = vec![1.0; self.groups];
        let mut excess = self.excess(&factors, costs);
        for _ in 0..STEPS {
            if size(&excess) <= FOUND * scale {
                return self.best(&factors, costs);
            }
            let step = self.newton(&factors, &excess, costs);
            let Some((next, left)) = self.shorter(&factors, &step, &excess, costs) else {
                break;
            };
            (factors, excess) = (next, left);
        }
        // Rounding may leave a little more than was asked for.
        match size(&excess) <= 1e3 * FOUND * scale {
            true => self.best(&factors, costs),
            false => Err(not_found(size(&excess) / scale)),
        }
    }

    /// Retail prices where each group's factor is applied.
    fn at(&self, factors: &[f64]) -> Vec<f64> {
        let each = self.prices.iter().zip(&self.group);
        each.map(|(price, group)| price * factors[*group]).collect()
    }

    /// Σ_{j∈g} p⁰_j·[q_j + Σ_{k of the owner} ∂q_k/∂p_j·(p_k − c_k)], nothing at a best answer.
    fn excess(&self, factors: &[f64], costs: &[f64]) -> Vec<f64> {
        let prices = self.at(factors);
        let (quantities, slopes) = (self.demand.quantities(&prices), self.demand.slopes(&prices));
        let n = prices.len();
        let mut excess = vec![0.0; self.groups];
        for j in 0..n {
            let mut gain = quantities[j];
            for k in (0..n).filter(|k| self.owner[*k] == self.owner[j]) {
                gain += slopes[k * n + j] * (prices[k] - costs[k]);
            }
            excess[self.group[j]] += self.prices[j] * gain;
        }
        self.match_others(factors, &mut excess);
        excess
    }

    /// For a group that matches, how far its factor is from the others' mean, in revenue.
    fn match_others(&self, factors: &[f64], excess: &mut [f64]) {
        if !self.matching.contains(&true) {
            return;
        }
        let quantities = self.demand.quantities(&self.prices);
        let (mut sum, mut weight, mut all) = (0.0, 0.0, 0.0);
        for ((price, quantity), group) in self.prices.iter().zip(quantities).zip(&self.group) {
            all += price * quantity;
            if !self.matching[*group] {
                sum += price * quantity * factors[*group];
                weight += price * quantity;
            }
        }
        for (group, excess) in excess.iter_mut().enumerate() {
            if self.matching[group] {
                *excess = all * (sum / weight - factors[group]);
            }
        }
    }

    /// ∂excess/∂factor by differences on both sides.
    fn jacobian(&self, factors: &[f64], costs: &[f64]) -> Mat<f64> {
        let columns: Vec<Vec<f64>> = (0..self.groups)
            .map(|place| {
                let h = 1e-6 * factors[place];
                let moved = |by: f64| {
                    let mut moved = factors.to_vec();
                    moved[place] += by;
                    self.excess(&moved, costs)
                };
                let (up, down) = (moved(h), moved(-h));
                up.iter()
                    .zip(&down)
                    .map(|(up, down)| (up - down) / (2.0 * h))
                    .collect()
            })
            .collect();
        Mat::from_fn(self.groups, self.groups, |row, column| columns[column][row])
    }

    fn newton(&self, factors: &[f64], excess: &[f64], costs: &[f64]) -> Vec<f64> {
        let right = Mat::from_fn(self.groups, 1, |row, _| -excess[row]);
        let step = self.jacobian(factors, costs).partial_piv_lu().solve(&right);
        (0..self.groups).map(|row| step[(row, 0)]).collect()
    }

    /// The longest of ever shorter steps that brings the excess down and leaves prices positive.
    fn shorter(
        &self,
        factors: &[f64],
        step: &[f64],
        excess: &[f64],
        costs: &[f64],
    ) -> Option<(Vec<f64>, Vec<f64>)> {
        let mut length = 1.0;
        while length > 1e-10 {
            let next: Vec<f64> = factors
                .iter()
                .zip(step)
                .map(|(f, s)| f + length * s)
                .collect();
            if next.iter().all(|factor| *factor > 0.0) {
                let left = self.excess(&next, costs);
                if size(&left) < size(excess) {
                    return Some((next, left));
                }
            }
            length *= 0.5;
        }
        None
    }

    /// The prices found, where each firm's own condition falls in its own price
    /// and nobody sells less than nothing.
    fn best(&self, factors: &[f64], costs: &[f64]) -> Result<Vec<f64>, BasisError> {
        let jacobian = self.jacobian(factors, costs);
        let prices = self.at(factors);
        let sold = self
            .demand
            .quantities(&prices)
            .iter()
            .all(|quantity| *quantity >= 0.0);
        match sold && (0..self.groups).all(|place| jacobian[(place, place)] < 0.0) {
            true => Ok(prices),
            false => Err(no_best()),
        }
    }
}

fn size(excess: &[f64]) -> f64 {
    let most = excess
        .iter()
        .fold(0.0, |most: f64, each| most.max(each.abs()));
    match excess.iter().any(|each| each.is_nan()) {
        true => f64::INFINITY,
        false => most,
    }
}

fn no_leader(products: usize) -> BasisError {
    shape(
        "every firm matches the prices of others, and none sets them".to_owned(),
        "所有企业都跟随定价，无人主动定价".to_owned(),
        products,
    )
}

fn two_owners() -> BasisError {
    shape(
        "products priced as one belong to two firms".to_owned(),
        "联合定价的产品属于两家企业".to_owned(),
        2,
    )
}

fn no_margin(margin: f64) -> BasisError {
    unsolved(
        (
            "no firm would set these prices: the margin they imply is a price or more",
            "没有企业会定出这样的价格：隐含的利润率达到或超过价格本身",
        ),
        margin,
        (
            "Give a higher own-price elasticity",
            "请给出更高的自身价格弹性",
        ),
    )
}

fn not_found(left: f64) -> BasisError {
    unsolved(
        (
            "no prices are found at which no firm gains by another",
            "找不到各企业都不愿改动的价格",
        ),
        left,
        ("Give a smaller change of costs", "请给出较小的成本变动"),
    )
}

fn no_best() -> BasisError {
    unsolved(
        (
            "the prices found are no best answer of every firm",
            "所得价格并非每家企业的最优选择",
        ),
        "second-order condition",
        (
            "Give a smaller change of costs or another demand",
            "请给出较小的成本变动或另一种需求",
        ),
    )
}

#[cfg(test)]
#[path = "bertrand_tests.rs"]
mod tests;
