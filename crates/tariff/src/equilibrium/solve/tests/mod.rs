mod closed_form;
mod identities;
mod levels;
mod one_sector;
mod published;
mod work;

use crate::equilibrium::world::synthetic;
use crate::equilibrium::{Closure, World};

/// A made-up world, and its first region's name.
pub(super) fn made_up(regions: usize, sectors: usize, seed: u64) -> World {
    World::new(synthetic(regions, sectors, 1.0, seed)).unwrap()
}

/// Every closure, with numbers where it needs them.
pub(super) fn closures(world: &World) -> Vec<Closure> {
    let regions = world.regions().len();
    let mut change = vec![0.0; regions];
    change[0] = 0.05 * world.value_added()[0];
    change[regions - 1] = -change[0];
    vec![
        Closure::Zero,
        Closure::FixedInWorldOutput,
        Closure::ShareOfGdp,
        Closure::Endogenous {
            nu: (0..regions).map(|n| 0.05 + 0.1 * (n % 2) as f64).collect(),
        },
        Closure::SavingInvestment { change },
    ]
}
