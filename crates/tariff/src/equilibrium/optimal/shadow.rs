//! Shadow prices of the world's markets to one region.

use crate::equilibrium::one_sector::jacobian::Jacobian;
use crate::equilibrium::one_sector::system::{Point, System};

/// μ = J⁻ᵀ ∂Wₙ/∂x: what a unit of excess demand in each market is worth to
/// region n.
#[derive(Clone, Debug)]
pub(super) struct Shadow {
    /// μⱼ, then that of the numeraire.
    pub(super) price: Vec<f64>,
    /// μⱼ / Y'ⱼ.
    pub(super) each: Vec<f64>,
}

impl Shadow {
    pub(super) fn of(system: &System, point: &Point, jacobian: &Jacobian, region: usize) -> Self {
        let n = system.places().len();
        let (local, duty) = point.region(region);
        let by = local.utility_by(&system.places()[region], system.theta(), duty);
        let [own, by_sum, by_duty, by_shift] = by;
        let theta = system.theta();
        let mut slope = vec![0.0; n + 1];
        for (at, (share, net)) in system.shares(point, region).enumerate() {
            let answer = net - (1.0 - duty) * share;
            slope[at] = theta * (by_duty * answer - by_sum * share);
        }
        slope[region] += own;
        slope[n] = by_shift;
        let price = jacobian.solve_transpose(&slope);
        let value_added = (0..n).map(|market| point.region(market).0.value_added);
        let each = price
            .iter()
            .zip(value_added)
            .map(|(mu, value)| mu / value)
            .collect();
        Self { price, each }
    }
}
