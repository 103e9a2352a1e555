//! Welfare to first order, as the literature prints it.

use super::contribution::{Contribution, Contributions};
use crate::equilibrium::solution::Solution;
use crate::equilibrium::world::World;

/// First-order welfare of every region.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// Terms of trade over income, by region: 0.01 is one percent.
    pub terms_of_trade: Vec<f64>,
    /// Volume of trade over income, by region.
    pub volume: Vec<f64>,
    /// Their sum: the change of real income to first order.
    pub welfare: Vec<f64>,
    /// Both terms by region, partner and sector.
    pub contributions: Contributions,
}

/// d ln W = Σ (E dc − M dc*) / I + Σ τ M (dM/M − dc*) / I
///
/// Exports E and imports M before duty, duty τ and income I are those of
/// `before`; dc = ĉ − 1 of the seller and dM/M = M̂ − 1 are the whole
/// changes to `after`, put in as if they were small. For a large change the
/// sum is therefore not the change of real income: NAFTA is 1.31 % for
/// Mexico by this formula and 0.007 % exactly, the volume of trade being
/// valued at the old, high tariff all the way down. [`path`](super::path)
/// splits the exact change.
///
/// Inputs: a baseline and a solution whose changes are against it.
/// Output: shares of income; positive is a gain. The terms of trade depend
/// on the numeraire where trade is not balanced.
///
/// # Source
///
/// Caliendo and Parro 2015, equations 15–17 and tables 2–4.
pub fn linear(world: &World, before: &Solution, after: &Solution) -> Linear {
    let regions = world.regions().len();
    let contributions = contributions(world, before, after);
    let (terms_of_trade, volume) = contributions.totals(regions);
    let sums = terms_of_trade.iter().zip(&volume);
    Linear {
        welfare: sums.map(|(terms, volume)| terms + volume).collect(),
        terms_of_trade,
        volume,
        contributions,
    }
}

fn contributions(world: &World, before: &Solution, after: &Solution) -> Contributions {
    let sectors = world.sectors().len();
    let (was, is) = (before.imports(), after.imports());
    let mut parts = Vec::with_capacity(2 * was.len());
    for (at, flow) in world.flows().iter().enumerate() {
        let (n, i, j) = (
            flow.importer as usize,
            flow.exporter as usize,
            flow.sector as usize,
        );
        if n == i || was[at] == 0.0 {
            continue;
        }
        let cost = after.cost[i * sectors + j];
        parts.push(Contribution {
            region: n,
            partner: i,
            sector: j,
            terms_of_trade: -was[at] * (cost - 1.0) / before.income[n],
            volume: before.tariffs[at] * was[at] * (is[at] / was[at] - cost) / before.income[n],
        });
        parts.push(Contribution {
            region: i,
            partner: n,
            sector: j,
            terms_of_trade: was[at] * (cost - 1.0) / before.income[i],
            volume: 0.0,
        });
    }
    Contributions(parts)
}
