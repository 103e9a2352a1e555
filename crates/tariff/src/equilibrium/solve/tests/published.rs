use crate::equilibrium::testing::nafta;
use crate::equilibrium::{Change, Closure, Model, Revenue, Settings, Shock, solve};

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

/// Cells of next to no trade in the data (computers of China) must not make
/// a scale economy of the data's own misses; shocks far from them solve.
#[test]
fn large_shocks_solve_with_labour_and_scale_at_work() {
    let Some((world, _)) = nafta() else {
        return;
    };
    let model = Model {
        closure: Closure::Zero,
        revenue: Revenue::IncomeTaxRelief,
        kappa: 0.5,
        psi: world.theta().iter().map(|theta| 0.3 / theta).collect(),
    };
    let usa = world.region("USA").unwrap() as u32;
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |flow| flow.importer == usa, Change::Rate(0.5))
        .unwrap();
    let war = solve(&world, &model, &shock, &Settings::default()).unwrap();
    assert!(war.counterfactual.residual <= 1e-12);
    let mut all = Shock::none(&world);
    all.apply(&world, |_| true, Change::Rate(3.0)).unwrap();
    let closed = Model::new(Closure::Zero);
    let closed = solve(&world, &closed, &all, &Settings::default()).unwrap();
    let gain = closed.counterfactual.real_income(&closed.baseline);
    // Next to autarky nearly everyone loses, small regions most.
    let ireland = gain[world.region("Ireland").unwrap()];
    assert!(ireland < gain[usa as usize] && gain[usa as usize] < 1.0);
}

/// Caliendo and Parro 2015, abstract: trade within the bloc grows by 118 %
/// for Mexico, 11 % for Canada and 41 % for the United States.
#[test]
fn trade_within_nafta_grows_as_published() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let model = Model::new(Closure::Zero);
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    let members = ["Mexico", "Canada", "USA"].map(|name| world.region(name).unwrap() as u32);
    let (was, is) = (outcome.baseline.imports(), outcome.counterfactual.imports());
    for (member, published) in members.into_iter().zip([118.0, 11.0, 41.0]) {
        let (mut before, mut after) = (0.0, 0.0);
        for (at, flow) in world.flows().iter().enumerate() {
            let inside = members.contains(&flow.exporter) && flow.exporter != member;
            if flow.importer == member && inside {
                before += was[at];
                after += is[at];
            }
        }
        let growth: f64 = 100.0 * (after / before - 1.0);
        assert!((growth - published).abs() < 0.5, "{growth} {published}");
    }
}
