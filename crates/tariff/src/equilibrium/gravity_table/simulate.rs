//! A change of trade costs, through resistances to prices and trade.

use triffin_basis::BasisError;

use super::resistance::{Resistances, resistances};
use super::results::Results;
use super::table::{GravityTable, Row};
use crate::equilibrium::one_sector::{Economy, Parameters, Policy, counterfactual};
use crate::equilibrium::{Closure, Solution};

/// What incomes do while prices adjust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Incomes {
    /// Shares of output and expenditure are held at the baseline while
    /// resistances are solved; factory-gate prices pᵢ = Πᵢ/Π'ᵢ follow, and
    /// output and expenditure move with them: the published tool.
    ///
    /// Source: Herman, gegravity 0.3, `OneSectorGE`.
    #[default]
    Held,
    /// Prices, output, expenditure and resistances are solved together, the
    /// ratio of expenditure to output held up to the shift that keeps the
    /// world's deficits at zero.
    ///
    /// Source: Larch and Yotov 2016, equations 28–32.
    Move,
}

impl Incomes {
    /// The name in outputs and scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Move => "move",
        }
    }
}

/// The elasticity, the unit of prices and what incomes do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// σ > 1: elasticity of substitution between origins.
    pub sigma: f64,
    /// The importer whose inward resistance is one before and after: the
    /// numeraire.
    pub reference: usize,
    /// What incomes do.
    pub incomes: Incomes,
}

/// Solves the world at the costs `before` and `after` (t^(1−σ) by pair).
///
/// # Errors
///
/// `E-TARIFF-SIGMA`, `E-TARIFF-SHAPE`, `E-TARIFF-GRAVITY-RESISTANCE`; where
/// incomes move, those of the one-sector world.
///
/// ```
/// use triffin_tariff::equilibrium::gravity_table::{GravityTable, Incomes, Setting, simulate};
/// let regions = ["A".to_owned(), "B".to_owned()];
/// let table = GravityTable::square(&regions, &[80.0, 20.0, 20.0, 180.0])?;
/// let setting = Setting { sigma: 5.0, reference: 0, incomes: Incomes::Held };
/// let results = simulate(&table, &[1.0, 0.1, 0.1, 1.0], &[1.0, 0.2, 0.2, 1.0], &setting)?;
/// assert!(results.countries[0].foreign_exports > 0.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn simulate(
    table: &GravityTable,
    before: &[f64],
    after: &[f64],
    setting: &Setting,
) -> Result<Results, BasisError> {
    let solve = |costs: &[f64]| resistances(table, costs, setting.sigma, setting.reference);
    let (baseline, conditional) = (solve(before)?, solve(after)?);
    let state = match setting.incomes {
        Incomes::Held => held(table, &baseline, conditional.clone(), setting.sigma),
        Incomes::Move => moved(table, before, after, &baseline, setting)?,
    };
    let trade = |table: &GravityTable, costs: &[f64], solved: &Resistances| {
        modelled(table.output(), table.expenditure(), costs, solved)
    };
    let was = trade(table, before, &baseline);
    let now = modelled(&state.output, &state.expenditure, after, &state.resistances);
    Ok(Results::new(
        table,
        &baseline,
        &conditional,
        &state,
        (was, now),
    ))
}

/// The world after the change.
pub(super) struct State {
    /// pᵢ, one before.
    pub(super) price: Vec<f64>,
    pub(super) output: Vec<f64>,
    pub(super) expenditure: Vec<f64>,
    pub(super) resistances: Resistances,
}

fn held(table: &GravityTable, baseline: &Resistances, now: Resistances, sigma: f64) -> State {
    let powers = now.outward_power.iter().zip(&baseline.outward_power);
    let price: Vec<f64> = powers
        .map(|(now, was)| (now / was).powf(1.0 / (1.0 - sigma)))
        .collect();
    let times = |amounts: &[f64]| amounts.iter().zip(&price).map(|(x, p)| x * p).collect();
    State {
        output: times(table.output()),
        expenditure: times(table.expenditure()),
        price,
        resistances: now,
    }
}

fn moved(
    table: &GravityTable,
    before: &[f64],
    after: &[f64],
    baseline: &Resistances,
    setting: &Setting,
) -> Result<State, BasisError> {
    let trade = modelled(table.output(), table.expenditure(), before, baseline);
    let solution = one_sector(table, &trade, (before, after), setting.sigma)?;
    let unit = solution.price_index[setting.reference];
    let price: Vec<f64> = solution.wage.iter().map(|wage| wage / unit).collect();
    let output: Vec<f64> = table
        .output()
        .iter()
        .zip(&price)
        .map(|(y, p)| y * p)
        .collect();
    let n = table.regions().len();
    let bought = |j: usize| -> f64 { (0..n).map(|i| trade[i * n + j]).sum() };
    let spent = table
        .expenditure()
        .iter()
        .zip(&solution.expenditure)
        .enumerate();
    let expenditure: Vec<f64> = spent
        .map(|(j, (e, now))| e * now / bought(j) / unit)
        .collect();
    let table = totals(table, &output, &expenditure)?;
    Ok(State {
        resistances: resistances(&table, after, setting.sigma, setting.reference)?,
        price,
        output,
        expenditure,
    })
}

/// The same costs in the one-sector world of the modelled trade.
fn one_sector(
    table: &GravityTable,
    trade: &[f64],
    (before, after): (&[f64], &[f64]),
    sigma: f64,
) -> Result<Solution, BasisError> {
    let n = table.regions().len();
    let turned = (0..n * n)
        .map(|cell| trade[(cell % n) * n + cell / n])
        .collect();
    let economy = Economy::new(table.regions().to_vec(), turned, vec![0.0; n * n])?;
    let mut policy = Policy::none(&economy);
    for pair in 0..n * n {
        let factor = (after[pair] / before[pair]).powf(1.0 / (1.0 - sigma));
        policy.iceberg(&economy, pair % n, pair / n, factor)?;
    }
    let mut parameters = Parameters::armington(sigma);
    parameters.closure = Closure::ShareOfGdp;
    Ok(counterfactual(&economy, &parameters, &policy)?
        .outcome
        .counterfactual)
}

/// Xᵢⱼ = sᵢ Eⱼ tᵢⱼ^(1−σ) (Πᵢ Pⱼ)^(σ−1).
fn modelled(output: &[f64], spent: &[f64], costs: &[f64], solved: &Resistances) -> Vec<f64> {
    let (n, world) = (output.len(), output.iter().sum::<f64>());
    let trade = |pair: usize| {
        let (i, j) = (pair / n, pair % n);
        let power = solved.outward_power[i] * solved.inward_power[j];
        output[i] / world * spent[j] * costs[pair] * power
    };
    (0..n * n).map(trade).collect()
}

/// The table with other totals.
fn totals(table: &GravityTable, output: &[f64], spent: &[f64]) -> Result<GravityTable, BasisError> {
    let (regions, n) = (table.regions(), output.len());
    let rows: Vec<Row> = (0..n * n)
        .map(|pair| Row {
            exporter: regions[pair / n].clone(),
            importer: regions[pair % n].clone(),
            trade: None,
            output: output[pair / n],
            expenditure: spent[pair % n],
        })
        .collect();
    GravityTable::new(&rows)
}
