//! Exports and imports of a solution, before duty.

use triffin_tariff::equilibrium::{Solution, World};

/// B = X − M
///
/// Exports and imports by region, before duty, own trade left out.
///
/// Unit: that of the data, in the numeraire of the solution. Sign: surplus
/// positive. Source: Caliendo and Parro 2015, equation 6.
pub(crate) struct Trade {
    pub exports: Vec<f64>,
    pub imports: Vec<f64>,
}

impl Trade {
    pub fn of(world: &World, solution: &Solution) -> Self {
        let regions = world.regions().len();
        let mut trade = Self {
            exports: vec![0.0; regions],
            imports: vec![0.0; regions],
        };
        for (flow, value) in world.flows().iter().zip(solution.imports()) {
            if flow.importer != flow.exporter {
                trade.imports[flow.importer as usize] += value;
                trade.exports[flow.exporter as usize] += value;
            }
        }
        trade
    }

    pub fn balance(&self, region: usize) -> f64 {
        self.exports[region] - self.imports[region]
    }
}
