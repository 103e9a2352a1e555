//! From unknowns to an equilibrium, and back.

use super::base::nu;
use super::sweep::{Problem, Trace};
use crate::equilibrium::closure::Closure;
use crate::equilibrium::solution::{Numeraire, Solution};

/// The equilibrium at `u`, of which `trace` is the last pass.
pub(super) fn assemble(problem: &Problem<'_>, u: &[f64], trace: &Trace) -> Solution {
    let (prices, spent, scale) = problem.blocks();
    let (regions, sectors) = (problem.regions(), problem.sectors());
    let ln_price = &u[prices..spent];
    let expenditure = u[spent..scale].to_vec();
    let transposed = |at: usize| trace.sectors[at % sectors].sales[at / sectors];
    let flows = problem.flows(&expenditure, trace);
    let tariffs = problem.tariffs();
    Solution {
        wage: exp(&u[..prices]),
        labour: trace.labour.clone(),
        sector_labour: (0..regions * sectors)
            .map(|at| problem.ln_employment(at, &u[..prices], trace).exp())
            .collect(),
        cost: exp(&trace.ln_cost),
        price: exp(ln_price),
        price_index: (0..regions)
            .map(|n| problem.ln_price_index(n, ln_price).exp())
            .collect(),
        value_added: trace.value_added.clone(),
        income: trace.income.clone(),
        revenue: trace.revenue.clone(),
        deficit: deficits(problem, trace, &flows, &tariffs),
        output: (0..regions * sectors).map(transposed).collect(),
        expenditure,
        flows,
        tariffs,
        residual: f64::NAN,
        iterations: 0,
        numeraire: Numeraire::WorldValueAdded,
    }
}

/// D'ₙ = T'ₙ + νₙ Mₙ − Σₘ νₘ Mₘₙ
fn deficits(problem: &Problem<'_>, trace: &Trace, flows: &[f64], tariffs: &[f64]) -> Vec<f64> {
    let mut deficits = trace.transfer.clone();
    let closure = &problem.model.closure;
    if matches!(closure, Closure::Endogenous { .. }) {
        for (at, flow) in problem.world.flows().iter().enumerate() {
            let import = flows[at] / (1.0 + tariffs[at]);
            let earned = nu(closure, flow.importer as usize) * import;
            deficits[flow.importer as usize] += earned;
            deficits[flow.exporter as usize] -= earned;
        }
    }
    deficits
}

/// The unknowns of a solution of the same or a near problem.
pub(super) fn unknowns(problem: &Problem<'_>, near: &Solution) -> Vec<f64> {
    let mut u = problem.start();
    let (prices, spent, scale) = problem.blocks();
    if near.wage.len() != prices || near.price.len() != spent - prices {
        return u;
    }
    u[..prices].copy_from_slice(&ln(&near.wage));
    u[prices..spent].copy_from_slice(&ln(&near.price));
    u[spent..scale].copy_from_slice(&near.expenditure);
    for (u, labour) in u[scale..].iter_mut().zip(&near.sector_labour) {
        *u = labour.ln();
    }
    u
}

fn exp(list: &[f64]) -> Vec<f64> {
    list.iter().map(|x| x.exp()).collect()
}

fn ln(list: &[f64]) -> Vec<f64> {
    list.iter().map(|x| x.ln()).collect()
}
