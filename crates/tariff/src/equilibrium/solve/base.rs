//! The state that changes are measured against.

use crate::equilibrium::closure::Closure;
use crate::equilibrium::model::Model;
use crate::equilibrium::solution::Solution;
use crate::equilibrium::world::World;

/// The data, or the baseline solved from them.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// π: share of every flow in its market.
    pub(crate) share: Vec<f64>,
    /// τ by flow.
    pub(crate) tariff: Vec<f64>,
    /// wL by region.
    pub(crate) value_added: Vec<f64>,
    /// X by region × sector.
    pub(crate) expenditure: Vec<f64>,
    /// Y by region × sector: what exporters receive, before duty.
    pub(crate) output: Vec<f64>,
    /// R by region.
    pub(crate) revenue: Vec<f64>,
}

impl Base {
    /// The data themselves.
    pub(crate) fn of_data(world: &World, model: &Model) -> Self {
        let flows = world.flows();
        Self::of_flows(
            world,
            model,
            flows.values(),
            flows.tariffs(),
            world.value_added().to_vec(),
        )
    }

    /// An equilibrium of this world.
    pub(crate) fn of_solution(world: &World, model: &Model, solution: &Solution) -> Self {
        let (flows, tariffs) = (&solution.flows, &solution.tariffs);
        Self::of_flows(world, model, flows, tariffs, solution.value_added.clone())
    }

    fn of_flows(
        world: &World,
        model: &Model,
        values: &[f64],
        tariffs: &[f64],
        value_added: Vec<f64>,
    ) -> Self {
        let (regions, sectors) = (world.regions().len(), world.sectors().len());
        let flows = world.flows();
        let mut base = Self {
            share: vec![0.0; values.len()],
            tariff: tariffs.to_vec(),
            value_added,
            expenditure: vec![0.0; regions * sectors],
            output: vec![0.0; regions * sectors],
            revenue: vec![0.0; regions],
        };
        for sector in 0..sectors {
            for importer in 0..regions {
                let market = flows.market(importer, sector);
                let total: f64 = values[market.clone()].iter().sum();
                base.expenditure[importer * sectors + sector] = total;
                for at in market.filter(|at| values[*at] > 0.0) {
                    let exporter = flows.exporters()[at] as usize;
                    let import = values[at] / (1.0 + tariffs[at]);
                    base.share[at] = values[at] / total;
                    base.revenue[importer] += values[at] - import;
                    base.output[exporter * sectors + sector] +=
                        (1.0 - nu(&model.closure, importer)) * import;
                }
            }
        }
        base
    }
}

/// Share of purchases earned at the importer.
pub(super) fn nu(closure: &Closure, region: usize) -> f64 {
    match closure {
        Closure::Endogenous { nu } => nu.get(region).copied().unwrap_or(0.0),
        _ => 0.0,
    }
}
