//! What a change of trade costs does to countries and pairs.

use super::resistance::Resistances;
use super::simulate::State;
use super::table::GravityTable;

/// What happens to a country; changes in percent unless named otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Its name.
    pub region: String,
    /// 100 (p − 1): factory-gate price.
    pub factory_gate_price: f64,
    /// Π before, level.
    pub outward_resistance_before: f64,
    /// Π with output and expenditure as before, level.
    pub outward_resistance_conditional: f64,
    /// Change of Π.
    pub outward_resistance: f64,
    /// P before, level; one for the reference importer.
    pub inward_resistance_before: f64,
    /// P with output and expenditure as before, level.
    pub inward_resistance_conditional: f64,
    /// Change of P.
    pub inward_resistance: f64,
    /// Change of Y/P.
    pub gdp: f64,
    /// (E/P) / (E'/P'), level: below one is a gain.
    ///
    /// Source: Larch and Yotov 2016, equation 25.
    pub welfare_statistic: f64,
    /// Change of p/P.
    pub terms_of_trade: f64,
    /// Change of Y.
    pub output: f64,
    /// Change of E.
    pub expenditure: f64,
    /// Change of sales abroad.
    pub foreign_exports: f64,
    /// Change of purchases abroad.
    pub foreign_imports: f64,
    /// Change of sales at home.
    pub intranational_trade: f64,
}

/// What happens between two countries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Position of the exporter.
    pub exporter: usize,
    /// Position of the importer.
    pub importer: usize,
    /// Trade as modelled before, in the currency of the data.
    pub before: f64,
    /// Trade after.
    pub after: f64,
    /// Change in percent.
    pub change: f64,
}

/// All countries and pairs, in the order of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// One a region.
    pub countries: Vec<Country>,
    /// Exporters, then importers.
    pub pairs: Vec<Pair>,
    /// Largest relative miss of any system solved.
    pub residual: f64,
    /// Steps of all systems solved.
    pub iterations: usize,
}

impl Results {
    pub(super) fn new(
        table: &GravityTable,
        baseline: &Resistances,
        conditional: &Resistances,
        state: &State,
        (was, now): (Vec<f64>, Vec<f64>),
    ) -> Self {
        let country = |at: usize| country(table, (baseline, conditional), state, (&was, &now), at);
        let n = table.regions().len();
        let pair = |(at, (before, after)): (usize, (&f64, &f64))| Pair {
            exporter: at / n,
            importer: at % n,
            before: *before,
            after: *after,
            change: percent(*after, *before),
        };
        let all = [baseline, conditional, &state.resistances];
        Self {
            countries: (0..n).map(country).collect(),
            pairs: was.iter().zip(&now).enumerate().map(pair).collect(),
            residual: all.iter().map(|solved| solved.residual).fold(0.0, f64::max),
            iterations: all.iter().map(|solved| solved.iterations).sum(),
        }
    }
}

fn country(
    table: &GravityTable,
    (baseline, conditional): (&Resistances, &Resistances),
    state: &State,
    (was, now): (&[f64], &[f64]),
    at: usize,
) -> Country {
    let n = table.regions().len();
    let abroad = |trade: &[f64], selling: bool| -> f64 {
        let others = (0..n).filter(|other| *other != at);
        let cell = |other: usize| {
            if selling {
                at * n + other
            } else {
                other * n + at
            }
        };
        others.map(|other| trade[cell(other)]).sum()
    };
    let (price, after) = (state.price[at], &state.resistances);
    let (inward, was_inward) = (after.inward[at], baseline.inward[at]);
    let (output, spent) = (table.output()[at], table.expenditure()[at]);
    let own = at * n + at;
    Country {
        region: table.regions()[at].clone(),
        factory_gate_price: percent(price, 1.0),
        outward_resistance_before: baseline.outward[at],
        outward_resistance_conditional: conditional.outward[at],
        outward_resistance: percent(after.outward[at], baseline.outward[at]),
        inward_resistance_before: was_inward,
        inward_resistance_conditional: conditional.inward[at],
        inward_resistance: percent(inward, was_inward),
        gdp: percent(state.output[at] / inward, output / was_inward),
        welfare_statistic: (spent / was_inward) / (state.expenditure[at] / inward),
        terms_of_trade: percent(price / inward, 1.0 / was_inward),
        output: percent(state.output[at], output),
        expenditure: percent(state.expenditure[at], spent),
        foreign_exports: percent(abroad(now, true), abroad(was, true)),
        foreign_imports: percent(abroad(now, false), abroad(was, false)),
        intranational_trade: percent(now[own], was[own]),
    }
}

fn percent(now: f64, was: f64) -> f64 {
    100.0 * (now / was - 1.0)
}
