//! Demand for several products at once: a choice between alternatives, or straight lines.

use triffin_basis::BasisError;

use crate::mechanisms::refusal::{positive, shape, share};

/// Quantities as a function of all prices.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// Buyers choose one of several alternatives, or none.
    Logit(Logit),
    /// Quantities move in proportion to prices.
    Linear(Linear),
}

impl Demand {
    /// q(p), one quantity a product.
    pub fn quantities(&self, prices: &[f64]) -> Vec<f64> {
        match self {
            Self::Logit(logit) => logit.quantities(prices),
            Self::Linear(linear) => linear.quantities(prices),
        }
    }

    /// ∂q_j/∂p_k, row after row.
    pub fn slopes(&self, prices: &[f64]) -> Vec<f64> {
        match self {
            Self::Logit(logit) => logit.slopes(prices),
            Self::Linear(linear) => linear.slopes.clone(),
        }
    }
}

/// What one alternative takes of each product, and how many chose it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Units of each product in it.
    pub takes: Vec<f64>,
    /// Buyers who chose it.
    pub buyers: f64,
}

/// s_a = exp(δ_a − α·p_a)/(1 + Σ_b exp(δ_b − α·p_b)), p_a = Σ_j C_aj·p_j
///
/// An alternative may hold several products, which are then complements: who
/// takes a washer and its dryer pays the sum of both prices.
///
/// Source: McFadden 1974; Berry 1994 for δ from shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Logit {
    alpha: f64,
    buyers: f64,
    delta: Vec<f64>,
    takes: Vec<Vec<f64>>,
}

impl Logit {
    /// The demand that gives the quantities seen at the prices seen, with a
    /// mean own-price elasticity of the alternatives (without sign, weighted by
    /// buyers) and a share of buyers who take none.
    ///
    /// # Errors
    /// `E-TARIFF-SHAPE` without alternatives or where one takes none of the
    /// products, `E-TARIFF-NEGATIVE` for buyers, prices or an elasticity of zero
    /// or below, `E-TARIFF-SHARE` for a share of none that is not between 0 and 1.
    pub fn calibrated(
        prices: &[f64],
        alternatives: &[Alternative],
        none: f64,
        elasticity: f64,
    ) -> Result<Self, BasisError> {
        let none = share(("the share that buys none", "不购买者的份额"), none)?;
        positive(("the share that buys none", "不购买者的份额"), none)?;
        positive(("the share that buys", "购买者的份额"), 1.0 - none)?;
        let elasticity = positive(("the own-price elasticity", "自身价格弹性"), elasticity)?;
        let mut bought = 0.0;
        for each in alternatives {
            bought += positive(
                ("the buyers of an alternative", "某选项的购买者"),
                each.buyers,
            )?;
            if each.takes.len() != prices.len() || each.takes.iter().all(|units| *units == 0.0) {
                return Err(no_alternative(each.takes.len()));
            }
        }
        if alternatives.is_empty() {
            return Err(no_alternative(0));
        }
        let buyers = bought / (1.0 - none);
        let cost = |each: &Alternative| dot(&each.takes, prices);
        let mean: f64 = alternatives
            .iter()
            .map(|each| each.buyers / bought * cost(each) * (1.0 - each.buyers / buyers))
            .sum();
        let alpha = elasticity / positive(("the prices", "价格"), mean)?;
        let delta = alternatives
            .iter()
            .map(|each| (each.buyers / buyers / none).ln() + alpha * cost(each));
        Ok(Self {
            alpha,
            buyers,
            delta: delta.collect(),
            takes: alternatives.iter().map(|each| each.takes.clone()).collect(),
        })
    }

    /// The share of each alternative.
    fn shares(&self, prices: &[f64]) -> Vec<f64> {
        let value = |(delta, takes): (&f64, &Vec<f64>)| delta - self.alpha * dot(takes, prices);
        let values: Vec<f64> = self.delta.iter().zip(&self.takes).map(value).collect();
        // Taking the largest off keeps every power in range.
        let most = values.iter().copied().fold(0.0, f64::max);
        let all = (-most).exp() + values.iter().map(|value| (value - most).exp()).sum::<f64>();
        values
            .iter()
            .map(|value| (value - most).exp() / all)
            .collect()
    }

    fn quantities(&self, prices: &[f64]) -> Vec<f64> {
        let shares = self.shares(prices);
        (0..prices.len())
            .map(|j| self.buyers * self.mean(&shares, |takes| at(takes, j)))
            .collect()
    }

    /// −αN·[Σ_a C_aj·C_ak·s_a − Σ_a C_aj·s_a · Σ_a C_ak·s_a]
    fn slopes(&self, prices: &[f64]) -> Vec<f64> {
        let (shares, n) = (self.shares(prices), prices.len());
        let mean: Vec<f64> = (0..n)
            .map(|j| self.mean(&shares, |takes| at(takes, j)))
            .collect();
        (0..n * n)
            .map(|place| {
                let (j, k) = (place / n, place % n);
                let both = self.mean(&shares, |takes| at(takes, j) * at(takes, k));
                -self.alpha * self.buyers * (both - at(&mean, j) * at(&mean, k))
            })
            .collect()
    }

    fn mean(&self, shares: &[f64], of: impl Fn(&[f64]) -> f64) -> f64 {
        shares
            .iter()
            .zip(&self.takes)
            .map(|(s, takes)| s * of(takes))
            .sum()
    }
}

/// q = q₀ + S·(p − p₀), S_jk = ε_jk·q₀_j/p₀_k
///
/// Cross elasticities above zero are substitutes, below zero complements.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    prices: Vec<f64>,
    quantities: Vec<f64>,
    slopes: Vec<f64>,
}

impl Linear {
    /// The straight lines through the quantities and prices seen, with the
    /// elasticities given row after row: of the quantity of the row to the price
    /// of the column, with their sign.
    ///
    /// # Errors
    /// `E-TARIFF-SHAPE` where tables differ in size, `E-TARIFF-NEGATIVE` where a
    /// price or quantity is zero or an own elasticity is not below zero.
    pub fn calibrated(
        prices: &[f64],
        quantities: &[f64],
        elasticities: &[f64],
    ) -> Result<Self, BasisError> {
        let n = prices.len();
        if n == 0 || quantities.len() != n || elasticities.len() != n * n {
            return Err(shape(
                format!("{n} products and {} elasticities", elasticities.len()),
                format!("{n} 种产品与 {} 个弹性", elasticities.len()),
                elasticities.len(),
            ));
        }
        for value in prices.iter().chain(quantities) {
            positive(("a price or quantity", "价格或数量"), *value)?;
        }
        for own in elasticities.iter().step_by(n + 1) {
            positive(
                (
                    "an own-price elasticity without its sign",
                    "自身价格弹性（取绝对值）",
                ),
                -own,
            )?;
        }
        let slope = |place: usize| {
            at(elasticities, place) * at(quantities, place / n) / at(prices, place % n)
        };
        Ok(Self {
            prices: prices.to_vec(),
            quantities: quantities.to_vec(),
            slopes: (0..n * n).map(slope).collect(),
        })
    }

    fn quantities(&self, prices: &[f64]) -> Vec<f64> {
        let n = self.prices.len();
        let moved: Vec<f64> = prices
            .iter()
            .zip(&self.prices)
            .map(|(p, p0)| p - p0)
            .collect();
        let rows = self.slopes.chunks_exact(n);
        let each = self.quantities.iter().zip(rows);
        each.map(|(q, row)| q + dot(row, &moved)).collect()
    }
}

fn at(list: &[f64], place: usize) -> f64 {
    list.get(place).copied().unwrap_or_default()
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn no_alternative(size: usize) -> BasisError {
    shape(
        "an alternative takes none of the products".to_owned(),
        "某选项不含任何产品".to_owned(),
        size,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs() -> (Vec<f64>, Vec<Alternative>) {
        let each = |takes: [f64; 4], buyers: f64| Alternative {
            takes: takes.to_vec(),
            buyers,
        };
        let alternatives = vec![
            each([1.0, 1.0, 0.0, 0.0], 30.0),
            each([1.0, 0.0, 0.0, 0.0], 10.0),
            each([0.0, 0.0, 1.0, 1.0], 40.0),
            each([0.0, 0.0, 1.0, 0.0], 20.0),
        ];
        (vec![700.0, 750.0, 650.0, 600.0], alternatives)
    }

    #[test]
    fn what_was_seen_comes_back() {
        let (prices, alternatives) = pairs();
        let logit = Logit::calibrated(&prices, &alternatives, 0.2, 3.0).unwrap();
        let seen = [40.0, 30.0, 60.0, 40.0];
        for (q, seen) in logit.quantities(&prices).iter().zip(seen) {
            assert!((q - seen).abs() < 1e-10);
        }
        assert!(Logit::calibrated(&prices, &[], 0.2, 3.0).is_err());
        assert!(Logit::calibrated(&prices, &alternatives, 0.0, 3.0).is_err());
        assert!(Logit::calibrated(&prices, &alternatives, 1.0, 3.0).is_err());
        assert!(Logit::calibrated(&prices[..3], &alternatives, 0.2, 3.0).is_err());
    }

    #[test]
    fn a_pair_makes_complements_and_brands_stay_substitutes() {
        let (prices, alternatives) = pairs();
        let logit = Logit::calibrated(&prices, &alternatives, 0.2, 3.0).unwrap();
        let slopes = logit.slopes(&prices);
        assert!(slopes[1] < 0.0 && slopes[2] > 0.0);
    }

    #[test]
    fn straight_lines_hold_their_elasticities() {
        let lines =
            Linear::calibrated(&[10.0, 20.0], &[5.0, 8.0], &[-2.0, 0.5, -0.3, -1.5]).unwrap();
        let moved = lines.quantities(&[10.1, 20.0]);
        assert!((moved[0] / 5.0 - 0.98).abs() < 1e-12 && (moved[1] / 8.0 - 0.997).abs() < 1e-12);
        assert!(Linear::calibrated(&[10.0], &[5.0], &[0.5]).is_err());
        assert!(Linear::calibrated(&[10.0], &[5.0], &[]).is_err());
    }

    proptest! {
        /// Second derivation of the slopes: differences of quantities.
        #[test]
        fn slopes_are_those_of_the_quantities(p in prop::collection::vec(400.0..900.0f64, 4), k in 0usize..4) {
            let (prices, alternatives) = pairs();
            let logit = Logit::calibrated(&prices, &alternatives, 0.3, 2.5).unwrap();
            let slopes = logit.slopes(&p);
            let (mut up, mut down) = (p.clone(), p.clone());
            up[k] += 1e-3;
            down[k] -= 1e-3;
            let (up, down) = (logit.quantities(&up), logit.quantities(&down));
            for j in 0..4 {
                prop_assert!((slopes[j * 4 + k] - (up[j] - down[j]) / 2e-3).abs() < 1e-7);
            }
        }
    }
}
