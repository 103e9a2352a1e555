//! Worlds that are not, for measuring.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use super::Data;
use crate::equilibrium::flows::Flow;
use crate::equilibrium::inputs::Input;

/// A made-up world of any size: regions on a square, sizes over three orders
/// of magnitude, trade that falls with distance, inputs from a few sectors.
///
/// `density` is the share of foreign suppliers a market has, from 0 (autarky)
/// to 1. The same numbers come of the same seed on every machine. The last
/// quarter of the sectors is not traded.
///
/// Value added is derived from sales, so that labour clears in the data;
/// trade is not balanced.
pub fn synthetic(regions: usize, sectors: usize, density: f64, seed: u64) -> Data {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let mut uniform = move || random.random::<f64>();
    let place: Vec<(f64, f64)> = (0..regions).map(|_| (uniform(), uniform())).collect();
    let size: Vec<f64> = (0..regions).map(|_| (7.0 * uniform()).exp()).collect();
    let mut data = Data {
        regions: (1..=regions).map(|n| format!("R{n:03}")).collect(),
        sectors: (1..=sectors).map(|j| format!("S{j:03}")).collect(),
        theta: (0..sectors).map(|_| 3.0 + 7.0 * uniform()).collect(),
        ..Data::default()
    };
    for sector in 0..sectors {
        let traded = 4 * sector < 3 * sectors || sectors == 1;
        let skill: Vec<f64> = (0..regions).map(|_| 0.5 + uniform()).collect();
        for importer in 0..regions {
            let market = size[importer] * (0.5 + uniform());
            let sells = |exporter: usize, uniform: &mut dyn FnMut() -> f64| {
                let (a, b) = (place[importer], place[exporter]);
                let distance = (a.0 - b.0).hypot(a.1 - b.1);
                if exporter == importer {
                    return size[exporter] * skill[exporter];
                }
                if !traded || uniform() >= density {
                    return 0.0;
                }
                0.05 * size[exporter] * skill[exporter] / (0.2 + distance)
            };
            let weights: Vec<f64> = (0..regions).map(|i| sells(i, &mut uniform)).collect();
            let total: f64 = weights.iter().sum();
            for (exporter, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
                // Small economies buy at home too: trade stays a part.
                let home = if exporter == importer { 0.7 } else { 0.0 };
                data.flows.push(Flow {
                    importer: importer as u32,
                    exporter: exporter as u32,
                    sector: sector as u32,
                    value: market * (home + 0.3 * weight / total),
                    tariff: if exporter == importer {
                        0.0
                    } else {
                        0.15 * uniform()
                    },
                });
            }
        }
    }
    data.inputs = inputs(regions, sectors, &mut uniform);
    data
}

/// Half of cost, from every sector with shares of very different size.
fn inputs(regions: usize, sectors: usize, uniform: &mut dyn FnMut() -> f64) -> Vec<Input> {
    let mut inputs = Vec::with_capacity(regions * sectors * sectors);
    for region in 0..regions as u32 {
        for using in 0..sectors as u32 {
            let weights: Vec<f64> = (0..sectors).map(|_| uniform().powi(4)).collect();
            let total: f64 = weights.iter().sum();
            inputs.extend((0..).zip(weights).map(|(input, weight)| Input {
                region,
                using,
                input,
                share: 0.5 * weight / total,
            }));
        }
    }
    inputs
}
