//! Worlds whose solution is a formula.

use super::made_up;
use crate::equilibrium::world::synthetic;
use crate::equilibrium::{Change, Closure, Data, Model, Settings, Shock, Solution, World, solve};

fn own_share(world: &World, solution: &Solution, n: usize, j: usize) -> f64 {
    let own = world.flows().position(n, n, j).unwrap();
    solution.flows[own] / solution.expenditure[n * world.sectors().len() + j]
}

/// One sector, labour alone, no tariffs: Ŵ = π̂ₙₙ^(−1/θ).
///
/// Source: Arkolakis, Costinot and Rodríguez-Clare 2012, proposition 1.
#[test]
fn the_gain_from_trade_is_the_change_of_the_own_share() {
    let mut data = synthetic(4, 1, 1.0, 11);
    data.inputs.clear();
    data.flows.iter_mut().for_each(|flow| flow.tariff = 0.0);
    let world = World::new(data).unwrap();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer != f.exporter, Change::Iceberg(1.5))
        .unwrap();
    let outcome = solve(
        &world,
        &Model::new(Closure::Zero),
        &shock,
        &Settings::default(),
    )
    .unwrap();
    let gain = outcome.counterfactual.real_income(&outcome.baseline);
    for (n, gain) in gain.into_iter().enumerate() {
        let before = own_share(&world, &outcome.baseline, n, 0);
        let after = own_share(&world, &outcome.counterfactual, n, 0);
        let formula = (after / before).powf(-1.0 / world.theta()[0]);
        assert!((gain - formula).abs() < 1e-12, "{gain} {formula}");
        assert!(gain < 0.999);
    }
}

/// Trade made impossible: every region buys from itself, and with inputs
/// ln Ŵ = −Σⱼₖ αⱼ (I − Γ)⁻¹ⱼₖ ln π̂ₙₙᵏ / θₖ, π' = 1.
///
/// Source: Costinot and Rodríguez-Clare 2014, equation 29.
#[test]
fn autarky_costs_what_the_own_shares_and_inputs_say() {
    let mut data: Data = synthetic(3, 3, 1.0, 12);
    data.flows.iter_mut().for_each(|flow| flow.tariff = 0.0);
    let world = World::new(data).unwrap();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer != f.exporter, Change::Iceberg(1e5))
        .unwrap();
    let outcome = solve(
        &world,
        &Model::new(Closure::Zero),
        &shock,
        &Settings::default(),
    )
    .unwrap();
    let gain = outcome.counterfactual.real_income(&outcome.baseline);
    for (n, gain) in gain.into_iter().enumerate() {
        // v = ln π̂ₙₙ / θ + Γ v, by iteration.
        let own = |j: usize| -own_share(&world, &outcome.baseline, n, j).ln() / world.theta()[j];
        let mut v = [0.0; 3];
        for _ in 0..200 {
            let old = v;
            for (j, v) in v.iter_mut().enumerate() {
                let inputs = world.inputs().of(n, j);
                *v = own(j) + inputs.map(|(k, share)| share * old[k]).sum::<f64>();
            }
        }
        let alpha = &world.final_shares()[n * 3..(n + 1) * 3];
        let formula: f64 = -alpha.iter().zip(v).map(|(a, v)| a * v).sum::<f64>();
        assert!(
            (gain.ln() - formula).abs() < 1e-9,
            "{} {formula}",
            gain.ln()
        );
        assert!(formula < -1e-3);
    }
}

/// A sector that is not traded has no share to change: its price is cost.
#[test]
fn a_sector_that_is_not_traded_sells_at_its_cost() {
    let world = made_up(4, 4, 13);
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer == 0, Change::Rate(0.5))
        .unwrap();
    let outcome = solve(&world, &Model::default(), &shock, &Settings::default()).unwrap();
    let after = &outcome.counterfactual;
    for n in 0..4 {
        assert_eq!(world.flows().market(n, 3).len(), 1);
        let cell = n * 4 + 3;
        assert!((after.price[cell] / after.cost[cell] - 1.0).abs() < 1e-12);
        assert!((after.cost[cell] - 1.0).abs() > 1e-6);
    }
}

/// Krugman's world with labour that answers: two regions alike, an iceberg
/// cost between them. By symmetry ŵ = 1 and P̂ = L̂^(−ψ) S^(−1/θ),
/// L̂ = P̂^(−κ), so P̂ = S^(−1/θ / (1 − κψ)).
#[test]
fn scale_and_labour_multiply_in_a_symmetric_world() {
    let flow = |importer, exporter, value| crate::equilibrium::Flow {
        importer,
        exporter,
        sector: 0,
        value,
        tariff: 0.0,
    };
    let world = World::new(Data {
        regions: vec!["A".into(), "B".into()],
        sectors: vec!["Goods".into()],
        theta: vec![4.0],
        flows: vec![
            flow(0, 0, 70.0),
            flow(0, 1, 30.0),
            flow(1, 0, 30.0),
            flow(1, 1, 70.0),
        ],
        ..Data::default()
    })
    .unwrap();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer != f.exporter, Change::Iceberg(0.8))
        .unwrap();
    let model = Model {
        kappa: 0.5,
        psi: vec![0.25],
        ..Model::default()
    };
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    let s: f64 = 0.7 + 0.3 * 0.8_f64.powf(-4.0);
    let price = s.powf(-0.25 / (1.0 - 0.5 * 0.25));
    for n in 0..2 {
        let after = &outcome.counterfactual;
        assert!((after.wage[n] * after.labour[n] - 1.0).abs() < 1e-11);
        let real = after.price_index[n] / after.wage[n];
        assert!((real - price).abs() < 1e-11, "{real} {price}");
    }
}
