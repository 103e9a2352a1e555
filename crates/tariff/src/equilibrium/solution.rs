//! An equilibrium.

/// What every amount of money is measured in.
///
/// Real quantities, shares and ratios of prices do not depend on it; wages,
/// prices, revenue and balances do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Numeraire {
    /// World value added keeps its value: Σₙ w'ₙL'ₙ = Σₙ wₙLₙ.
    #[default]
    WorldValueAdded,
    /// The wage of one region (its position) does not change.
    Wage(usize),
}

/// An equilibrium: changes against the state it was solved from, and the
/// levels that follow.
///
/// Changes are factors (1.02 is +2 %). Numbers of a region n and a sector j
/// stand at n × sectors + j, numbers of a flow in the order of the world's
/// flows. Money is in the currency of the data and the numeraire named.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Solution {
    /// ŵₙ: wage.
    pub wage: Vec<f64>,
    /// L̂ₙ: employment; one where labour supply is fixed.
    pub labour: Vec<f64>,
    /// L̂ₙʲ: employment of the sector, by region × sector; one where none is.
    pub sector_labour: Vec<f64>,
    /// ĉₙʲ: unit cost, by region × sector.
    pub cost: Vec<f64>,
    /// P̂ₙʲ: price of the sector's goods to the buyer, by region × sector;
    /// one where nothing is bought.
    pub price: Vec<f64>,
    /// P̂ₙ = Πⱼ (P̂ₙʲ)^αₙʲ: price of final expenditure.
    pub price_index: Vec<f64>,
    /// w'ₙL'ₙ: value added, level.
    pub value_added: Vec<f64>,
    /// I'ₙ = w'ₙL'ₙ + R'ₙ + D'ₙ: final expenditure, level. (In the
    /// endogenous closure the part of D' that selling earns is in w'L'.)
    pub income: Vec<f64>,
    /// R'ₙ: tariff revenue, level.
    pub revenue: Vec<f64>,
    /// D'ₙ: deficit, imports less exports before duty, level.
    pub deficit: Vec<f64>,
    /// Xₙʲ': expenditure, duty included, level, by region × sector.
    pub expenditure: Vec<f64>,
    /// Yₙʲ': sales before duty, level, by region × sector.
    pub output: Vec<f64>,
    /// Expenditure by flow, duty included, level.
    pub flows: Vec<f64>,
    /// τ' in force, by flow.
    pub tariffs: Vec<f64>,
    /// Largest relative miss of any equation, evaluated anew.
    pub residual: f64,
    /// Sweeps through all equations it took.
    pub iterations: usize,
    /// What money is measured in.
    pub numeraire: Numeraire,
}

impl Solution {
    /// Î/P̂: the factor of real income of each region against `before`, the
    /// state this was solved from.
    pub fn real_income(&self, before: &Solution) -> Vec<f64> {
        let now = self.income.iter().zip(&self.price_index);
        let pairs = now.zip(&before.income);
        pairs.map(|((now, price), was)| now / was / price).collect()
    }

    /// ŵ/P̂: the factor of real wages.
    pub fn real_wage(&self) -> Vec<f64> {
        let pairs = self.wage.iter().zip(&self.price_index);
        pairs.map(|(wage, price)| wage / price).collect()
    }

    /// `next`, solved from this, with its changes against what this was
    /// solved from.
    pub(super) fn then(&self, next: Solution) -> Self {
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect();
        Self {
            wage: product(&self.wage, &next.wage),
            labour: product(&self.labour, &next.labour),
            sector_labour: product(&self.sector_labour, &next.sector_labour),
            cost: product(&self.cost, &next.cost),
            price: product(&self.price, &next.price),
            price_index: product(&self.price_index, &next.price_index),
            residual: self.residual.max(next.residual),
            iterations: self.iterations + next.iterations,
            ..next
        }
    }

    /// The same equilibrium with money measured in `numeraire`: what changes
    /// are the wage, cost and price factors and all levels, and by the same
    /// factor.
    pub fn in_numeraire(&self, numeraire: Numeraire) -> Self {
        let factor = self.factor(numeraire);
        let times = |list: &[f64]| list.iter().map(|x| x * factor).collect();
        Self {
            wage: times(&self.wage),
            cost: times(&self.cost),
            price: times(&self.price),
            price_index: times(&self.price_index),
            value_added: times(&self.value_added),
            income: times(&self.income),
            revenue: times(&self.revenue),
            deficit: times(&self.deficit),
            expenditure: times(&self.expenditure),
            output: times(&self.output),
            flows: times(&self.flows),
            numeraire,
            ..self.clone()
        }
    }

    /// What money of this solution is multiplied by to be in `numeraire`.
    fn factor(&self, numeraire: Numeraire) -> f64 {
        match numeraire {
            Numeraire::WorldValueAdded => {
                // Levels before are w'L' / (ŵ L̂), and their sum is held.
                let pairs = self.value_added.iter().zip(&self.wage).zip(&self.labour);
                let before: f64 = pairs.map(|((now, wage), labour)| now / wage / labour).sum();
                before / self.value_added.iter().sum::<f64>()
            }
            Numeraire::Wage(n) => self.wage.get(n).map_or(f64::NAN, |wage| 1.0 / wage),
        }
    }

    /// Imports by flow before duty, M' = X'/(1 + τ').
    pub fn imports(&self) -> Vec<f64> {
        let pairs = self.flows.iter().zip(&self.tariffs);
        pairs.map(|(value, rate)| value / (1.0 + rate)).collect()
    }
}

/// A baseline and what a shock makes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The equilibrium at base tariffs; its changes are against the data.
    pub baseline: Solution,
    /// The equilibrium after the shock; its changes are against `baseline`.
    pub counterfactual: Solution,
    /// How far the baseline is from the data.
    pub distance: Distance,
}

/// How far a baseline is from the data it was solved from.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Distance {
    /// Largest |ŵₙ − 1|.
    pub wage: f64,
    /// The region it is of.
    pub region: usize,
    /// Σ|X' − X| / ΣX over all flows.
    pub flows: f64,
}
