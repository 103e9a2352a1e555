//! The closures as formulas.

use crate::equilibrium::closure::Closure;
use crate::equilibrium::world::World;

/// T'ₙ: what region n spends beyond what it earns. It is the deficit D'ₙ,
/// save in the endogenous closure, where selling services are earned too.
#[derive(Clone, Debug)]
pub(super) enum Transfer {
    /// Tₙ, a fixed share of world value added.
    Fixed(Vec<f64>),
    /// δₙ, a share of own value added up to the common shift.
    Share(Vec<f64>),
}

impl Transfer {
    /// The rule of the baseline: the closure before anything is changed.
    pub(super) fn of_baseline(world: &World, closure: &Closure) -> Self {
        let deficits = world.deficits();
        match closure {
            Closure::Zero => Self::Fixed(vec![0.0; deficits.len()]),
            Closure::FixedInWorldOutput | Closure::SavingInvestment { .. } => Self::Fixed(deficits),
            Closure::ShareOfGdp => {
                let pairs = deficits.iter().zip(world.value_added());
                Self::Share(pairs.map(|(d, va)| d / va).collect())
            }
            Closure::Endogenous { nu } => Self::Fixed(left_by_trade(world, deficits, nu)),
        }
    }

    /// The rule after the shock.
    pub(super) fn of_counterfactual(world: &World, closure: &Closure) -> Self {
        match (Self::of_baseline(world, closure), closure) {
            (Self::Fixed(deficits), Closure::SavingInvestment { change }) => {
                let pairs = deficits.iter().zip(change);
                Self::Fixed(pairs.map(|(d, change)| d - change).collect())
            }
            (rule, _) => rule,
        }
    }

    /// T' by region, from w'L' by region and the world's at the outset.
    pub(super) fn amounts(&self, value_added: &[f64], world_before: f64, out: &mut [f64]) {
        let world: f64 = value_added.iter().sum();
        match self {
            Self::Fixed(transfers) => {
                for (out, transfer) in out.iter_mut().zip(transfers) {
                    *out = transfer * world / world_before;
                }
            }
            Self::Share(shares) => {
                let pairs = shares.iter().zip(value_added);
                let mean: f64 = pairs.clone().map(|(d, va)| d * va).sum::<f64>() / world;
                for (out, (share, va)) in out.iter_mut().zip(pairs) {
                    *out = (share - mean) * va;
                }
            }
        }
    }
}

/// Tₙ = Dₙ − νₙ Σᵢ Mₙᵢ + Σₘ νₘ Mₘₙ of the data.
fn left_by_trade(world: &World, mut deficits: Vec<f64>, nu: &[f64]) -> Vec<f64> {
    for flow in world.flows().iter() {
        let (importer, exporter) = (flow.importer as usize, flow.exporter as usize);
        let earned = nu[importer] * flow.value / (1.0 + flow.tariff);
        deficits[importer] -= earned;
        deficits[exporter] += earned;
    }
    deficits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfers_sum_to_zero_under_every_rule() {
        let value_added = [120.0, 70.0, 10.0];
        let mut out = [0.0; 3];
        for rule in [
            Transfer::Fixed(vec![5.0, -3.0, -2.0]),
            Transfer::Share(vec![0.05, -0.1, 0.2]),
        ] {
            rule.amounts(&value_added, 190.0, &mut out);
            assert!(out.iter().sum::<f64>().abs() < 1e-12, "{out:?}");
            assert!(out[0] != 0.0);
        }
    }
}
