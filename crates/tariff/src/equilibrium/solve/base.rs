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
    /// wLʲ by region × sector: what labour earns there, making and selling.
    pub(crate) earned: Vec<f64>,
    /// R by region.
    pub(crate) revenue: Vec<f64>,
}

impl Base {
    /// The data themselves.
    ///
    /// Where importers earn a part of what they buy (ν), value added is that
    /// of the data, more by what is earned so and less by what others earn.
    pub(crate) fn of_data(world: &World, model: &Model) -> Self {
        let flows = world.flows();
        let (values, tariffs) = (flows.values(), flows.tariffs());
        let mut value_added = world.value_added().to_vec();
        if let Closure::Endogenous { nu } = &model.closure {
            for flow in flows.iter() {
                let (n, i) = (flow.importer as usize, flow.exporter as usize);
                let earned = nu[n] * flow.value / (1.0 + flow.tariff);
                let cell = i * world.sectors().len() + flow.sector as usize;
                value_added[n] += earned;
                value_added[i] -= world.value_added_shares()[cell] * earned;
            }
        }
        Self::of_flows(world, model, values, tariffs, value_added)
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
            earned: vec![0.0; regions * sectors],
            revenue: vec![0.0; regions],
        };
        let gamma = world.value_added_shares();
        for sector in 0..sectors {
            for importer in 0..regions {
                let selling = nu(&model.closure, importer);
                let market = flows.market(importer, sector);
                let total: f64 = values[market.clone()].iter().sum();
                base.expenditure[importer * sectors + sector] = total;
                for at in market.filter(|at| values[*at] > 0.0) {
                    let exporter = flows.exporters()[at] as usize;
                    let import = values[at] / (1.0 + tariffs[at]);
                    base.share[at] = values[at] / total;
                    base.revenue[importer] += values[at] - import;
                    let seller = exporter * sectors + sector;
                    base.earned[seller] += gamma[seller] * (1.0 - selling) * import;
                    base.earned[importer * sectors + sector] += selling * import;
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
