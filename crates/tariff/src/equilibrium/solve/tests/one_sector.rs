//! Beside the solver for one sector, which is another derivation: Newton's
//! method on other equations.

use super::closures;
use crate::equilibrium::one_sector::{self, Economy, Parameters, Policy};
use crate::equilibrium::world::synthetic;
use crate::equilibrium::{Change, Model, Revenue, Settings, Shock, World, solve};

#[test]
fn many_sectors_of_one_are_one_sector() {
    let mut data = synthetic(5, 1, 1.0, 21);
    data.inputs.clear();
    let world = World::new(data).unwrap();
    let economy = Economy::from_world(&world).unwrap();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer == 0, Change::Rate(0.35))
        .unwrap();
    shock.set(&world, (2, 1, 0), Change::Iceberg(1.1)).unwrap();
    let mut policy = Policy::none(&economy);
    (1..5).for_each(|i| policy.rate(&economy, 0, i, 0.35).unwrap());
    policy.iceberg(&economy, 2, 1, 1.1).unwrap();
    for closure in closures(&world) {
        for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
            let model = Model {
                closure: closure.clone(),
                revenue,
                kappa: 0.5,
                psi: vec![0.5 / world.theta()[0]],
            };
            let parameters = Parameters {
                theta: world.theta()[0],
                kappa: model.kappa,
                psi: model.psi[0],
                phi: Vec::new(),
                closure: closure.clone(),
                revenue,
            };
            let many = solve(&world, &model, &shock, &Settings::default()).unwrap();
            let one = one_sector::counterfactual(&economy, &parameters, &policy).unwrap();
            let (a, b) = (&many.counterfactual, &one.outcome.counterfactual);
            for n in 0..5 {
                let close = |what: &str, a: f64, b: f64| {
                    assert!(
                        (a / b - 1.0).abs() < 1e-9,
                        "{closure} {revenue:?} {what}: {a} {b}"
                    );
                };
                close("wage", a.wage[n], b.wage[n]);
                close("labour", a.labour[n], b.labour[n]);
                close("revenue", a.revenue[n], b.revenue[n]);
                // Only there the cost of selling abroad moves prices.
                close("price", a.price_index[n], b.price_index[n]);
            }
        }
    }
}
