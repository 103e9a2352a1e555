//! A counterfactual region by region, as tables print it.

use super::solve::Counterfactual;
use crate::equilibrium::Solution;

/// What money and prices are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unit {
    /// World value added keeps its value.
    #[default]
    WorldValueAdded,
    /// The mean of consumer prices, by expenditure, keeps its value:
    /// Σ Eₙ P̂ₙ = Σ Eₙ.
    ///
    /// Source: Ignatenko, Lashkaripour, Macedoni and Simonovska 2025.
    ConsumerPrices,
    /// The wage of one region (its position) keeps its value.
    Wage(usize),
}

/// One region; changes in percent of the baseline unless named otherwise.
/// Trade is before duty, without purchases at home.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub region: String,
    /// Wage. Depends on the unit.
    pub wage: f64,
    /// Consumer prices. Depends on the unit.
    pub price_index: f64,
    /// Goods that income buys.
    pub real_income: f64,
    /// Wage over consumer prices.
    pub real_wage: f64,
    /// Utility: goods less the cost of working.
    pub welfare: f64,
    /// The same as the paper prints it; see [`super::Welfare::printed`].
    pub welfare_printed: f64,
    /// Labour.
    pub employment: f64,
    /// Sales abroad. Depends on the unit.
    pub exports: f64,
    /// Purchases abroad. Depends on the unit.
    pub imports: f64,
    /// Exports over value added.
    pub exports_to_gdp: f64,
    /// Imports over value added.
    pub imports_to_gdp: f64,
    /// Exports less imports, level. Depends on the unit.
    pub balance: f64,
    /// Change of the deficit, in percent of its size before: below zero is
    /// a smaller deficit or a larger surplus; `None` where trade balanced.
    pub deficit: Option<f64>,
    /// Duty, level. Depends on the unit.
    pub tariff_revenue: f64,
    /// Duty in percent of expenditure before. Depends on the unit.
    pub revenue_to_expenditure: f64,
}

/// Exports and imports.
type Trade = (f64, f64);

impl Counterfactual {
    /// One row a region, money in `unit`.
    ///
    /// A wage of a region that does not exist is world value added.
    pub fn table(&self, unit: Unit) -> Vec<Row> {
        let scale = self.scale(unit);
        let was = self.trade(&self.outcome.baseline);
        let now = self.trade(&self.outcome.counterfactual);
        let pairs = was.into_iter().zip(now).enumerate();
        pairs
            .map(|(region, trade)| self.row(region, scale, trade))
            .collect()
    }

    /// The change of world trade (duty included) over world value added, in
    /// percent.
    pub fn world_trade_to_gdp(&self) -> f64 {
        let abroad = |solution: &Solution| -> f64 {
            let cells = self.cells().zip(&solution.flows);
            cells
                .filter(|((m, i), _)| m != i)
                .map(|(_, value)| value)
                .sum()
        };
        let world = |solution: &Solution| solution.value_added.iter().sum::<f64>();
        let (before, after) = (&self.outcome.baseline, &self.outcome.counterfactual);
        percent(abroad(after) / world(after), abroad(before) / world(before))
    }

    /// By what money in world value added is multiplied to be in `unit`.
    fn scale(&self, unit: Unit) -> f64 {
        let (before, after) = (&self.outcome.baseline, &self.outcome.counterfactual);
        match unit {
            Unit::WorldValueAdded => 1.0,
            Unit::ConsumerPrices => {
                let pairs = before.expenditure.iter().zip(&after.price_index);
                let now: f64 = pairs.map(|(spent, price)| spent * price).sum();
                before.expenditure.iter().sum::<f64>() / now
            }
            Unit::Wage(region) => after.wage.get(region).map_or(1.0, |wage| 1.0 / wage),
        }
    }

    fn row(&self, region: usize, scale: f64, (was, now): (Trade, Trade)) -> Row {
        let (before, after) = (&self.outcome.baseline, &self.outcome.counterfactual);
        let (made, made_now) = (before.value_added[region], after.value_added[region]);
        let worth = &self.welfare[region];
        let deficit = before.deficit[region];
        let traded = was.0 + was.1;
        let moved = scale * after.deficit[region] - deficit;
        Row {
            region: self.economy.regions()[region].clone(),
            wage: percent(scale * after.wage[region], 1.0),
            price_index: percent(scale * after.price_index[region], 1.0),
            real_income: percent(worth.real_income, 1.0),
            real_wage: percent(worth.real_wage, 1.0),
            welfare: percent(worth.utility, 1.0),
            welfare_printed: percent(worth.printed, 1.0),
            employment: percent(after.labour[region], 1.0),
            exports: percent(scale * now.0, was.0),
            imports: percent(scale * now.1, was.1),
            exports_to_gdp: percent(now.0 / made_now, was.0 / made),
            imports_to_gdp: percent(now.1 / made_now, was.1 / made),
            balance: -scale * after.deficit[region],
            deficit: (deficit.abs() > BALANCED * traded).then(|| 100.0 * moved / deficit.abs()),
            tariff_revenue: scale * after.revenue[region],
            revenue_to_expenditure: 100.0 * scale * after.revenue[region]
                / before.expenditure[region],
        }
    }

    /// Exports and imports of every region, before duty.
    fn trade(&self, solution: &Solution) -> Vec<Trade> {
        let mut trade = vec![(0.0, 0.0); self.economy.regions().len()];
        for ((importer, exporter), value) in self.cells().zip(solution.imports()) {
            if importer != exporter {
                trade[exporter].0 += value;
                trade[importer].1 += value;
            }
        }
        trade
    }

    /// Importer and exporter of every flow of the solutions.
    fn cells(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let n = self.economy.regions().len();
        let all = (0..n * n).map(move |cell| (cell / n, cell % n));
        let traded = self.outcome.baseline.flows.len() < n * n;
        all.filter(move |(m, i)| !traded || self.economy.flows()[m * n + i] != 0.0)
    }
}

/// A deficit this small beside trade is one of rounding.
const BALANCED: f64 = 1e-9;

fn percent(now: f64, was: f64) -> f64 {
    100.0 * (now / was - 1.0)
}
