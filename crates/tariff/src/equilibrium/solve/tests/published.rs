use crate::equilibrium::testing::nafta;
use crate::equilibrium::{Closure, Model, Settings, solve};

/// The data carry deficits up to 22.6 % of value added, and clamped final
/// shares: the baseline moves, and says by how much.
#[test]
fn the_distance_of_the_baseline_is_reported() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    for (closure, wage) in [
        (Closure::Zero, 0.076),
        (Closure::FixedInWorldOutput, 0.0137),
        (Closure::ShareOfGdp, 0.0137),
    ] {
        let outcome = solve(&world, &Model::new(closure), &shock, &Settings::default()).unwrap();
        assert!((outcome.distance.wage - wage).abs() < 1e-3);
        assert!(outcome.baseline.residual <= 1e-12);
        assert!(outcome.counterfactual.residual <= 1e-12);
    }
}
