use proptest::prelude::*;

use super::{By, linear, path};
use crate::equilibrium::testing::nafta;
use crate::equilibrium::world::synthetic;
use crate::equilibrium::{Change, Closure, Model, Revenue, Settings, Shock, World, solve};

/// Caliendo and Parro 2015, table 2; the digits behind its rounding are
/// those of `bench/peers/many_sectors.py`, the same equations in NumPy.
#[test]
fn nafta_is_the_published_welfare_to_first_order() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let model = Model::new(Closure::Zero);
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    let first = linear(&world, &outcome.baseline, &outcome.counterfactual);
    let wage = outcome.counterfactual.real_wage();
    for (name, welfare, real_wage) in [
        ("Mexico", 1.312_111_33, 1.72),
        ("USA", 0.084_753_48, 0.11),
        ("Canada", -0.063_817_91, 0.32),
    ] {
        let n = world.region(name).unwrap();
        let found = 100.0 * first.welfare[n];
        assert!((found - welfare).abs() < 2e-8, "{name} {found}");
        let found = 100.0 * (wage[n] - 1.0);
        assert!((found - real_wage).abs() < 5e-3, "{name} {found}");
    }
}

/// The exact change of the same solution, split: Mexico −0.678 + 0.685.
#[test]
fn nafta_real_income_is_split_exactly() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let model = Model::new(Closure::Zero);
    let settings = Settings::default();
    let outcome = solve(&world, &model, &shock, &settings).unwrap();
    let path = path(&world, &model, &shock, &outcome, &settings).unwrap();
    assert!(path.miss < 1e-8, "{}", path.miss);
    let mexico = &path.parts[world.region("Mexico").unwrap()];
    assert!((100.0 * mexico.real_income - 0.0073).abs() < 5e-5);
    assert!((100.0 * mexico.terms_of_trade + 0.678).abs() < 5e-4);
    assert!((100.0 * mexico.volume - 0.685).abs() < 5e-4);
    assert!(mexico.transfers.abs() < 1e-14);
}

/// Deficits kept: Mexico 1.17.
#[test]
fn nafta_with_deficits_kept() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let model = Model::new(Closure::FixedInWorldOutput);
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    let first = linear(&world, &outcome.baseline, &outcome.counterfactual);
    let mexico = 100.0 * first.welfare[world.region("Mexico").unwrap()];
    assert!((mexico - 1.17).abs() < 5e-3, "{mexico}");
}

/// Caliendo and Parro 2015, table 3: terms of trade and volume of trade
/// with NAFTA partners and with the rest of the world, in percent.
#[test]
fn nafta_by_partner_is_the_published_table() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let model = Model::new(Closure::Zero);
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    let first = linear(&world, &outcome.baseline, &outcome.counterfactual);
    let members = ["Canada", "Mexico", "USA"].map(|name| world.region(name).unwrap());
    for (name, published) in [
        ("Mexico", [-0.39, -0.02, 1.80, -0.08]),
        ("Canada", [-0.09, -0.02, 0.08, -0.04]),
        ("USA", [0.03, 0.01, 0.04, 0.00]),
    ] {
        let n = world.region(name).unwrap();
        let mut found = [0.0; 4];
        let parts = first.contributions.by(By::Partner);
        for part in parts.iter().filter(|part| part.region == n) {
            let with = usize::from(!members.contains(&part.partner));
            found[with] += 100.0 * part.terms_of_trade;
            found[2 + with] += 100.0 * part.volume;
        }
        for (found, published) in found.iter().zip(published) {
            assert!(
                (found - published).abs() < 5.1e-3,
                "{name} {found} {published}"
            );
        }
    }
}

#[test]
fn contributions_add_up_however_they_are_sorted() {
    let world = World::new(synthetic(4, 3, 1.0, 41)).unwrap();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |flow| flow.importer == 2, Change::Points(0.2))
        .unwrap();
    let outcome = solve(&world, &Model::default(), &shock, &Settings::default()).unwrap();
    let first = linear(&world, &outcome.baseline, &outcome.counterfactual);
    for by in [By::Sector, By::Partner, By::Both] {
        let mut sums = [0.0; 4];
        for part in first.contributions.by(by) {
            sums[part.region] += part.terms_of_trade + part.volume;
        }
        for (sum, welfare) in sums.iter().zip(&first.welfare) {
            assert!((sum - welfare).abs() < 1e-14);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// For small changes the first-order formula is the change; for any, the
    /// parts along the way are.
    #[test]
    fn the_parts_sum_to_the_change_of_real_income(
        seed in 0_u64..1000,
        choice in 0_usize..16,
        rate in 0.0_f64..0.6,
        iceberg in 0.8_f64..1.3,
    ) {
        let world = World::new(synthetic(3, 3, 1.0, seed)).unwrap();
        let mut shock = Shock::none(&world);
        shock.apply(&world, |flow| flow.importer == 0, Change::Rate(rate)).unwrap();
        let foreign = |flow: &crate::equilibrium::Flow| flow.importer == 1 && flow.exporter != 1;
        shock.apply(&world, foreign, Change::Iceberg(iceberg)).unwrap();
        let closures = [
            Closure::Zero,
            Closure::ShareOfGdp,
            Closure::Endogenous { nu: vec![0.02, 0.1, 0.05] },
            Closure::Zero,
        ];
        let model = Model {
            closure: closures[choice % 4].clone(),
            revenue: if choice.is_multiple_of(3) { Revenue::IncomeTaxRelief } else { Revenue::LumpSum },
            kappa: if choice % 8 < 4 { 0.5 } else { 0.0 },
            psi: world.theta().iter().map(|theta| (choice / 8) as f64 * 0.3 / theta).collect(),
        };
        let settings = Settings::default();
        // Made-up deficits can be more than a closure can finance.
        let Ok(outcome) = solve(&world, &model, &shock, &settings) else {
            prop_assume!(false);
            unreachable!()
        };
        let path = path(&world, &model, &shock, &outcome, &settings).unwrap();
        for parts in &path.parts {
            prop_assert!((parts.sum() - parts.real_income).abs() < 1e-8, "{parts:?}");
        }
        let exact = outcome.counterfactual.real_income(&outcome.baseline);
        for (parts, exact) in path.parts.iter().zip(exact) {
            prop_assert!((parts.real_income - exact.ln()).abs() < 1e-15);
        }
    }
}

/// A change a thousand times smaller leaves a first-order miss a million
/// times smaller.
#[test]
fn the_formula_printed_is_the_derivative() {
    let world = World::new(synthetic(3, 3, 1.0, 43)).unwrap();
    let model = Model::new(Closure::Zero);
    let miss = |points: f64| {
        let mut shock = Shock::none(&world);
        shock
            .apply(&world, |flow| flow.importer == 0, Change::Points(points))
            .unwrap();
        let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
        let first = linear(&world, &outcome.baseline, &outcome.counterfactual).welfare[0];
        let exact = outcome.counterfactual.real_income(&outcome.baseline)[0].ln();
        (first - exact).abs()
    };
    let (large, small) = (miss(0.1), miss(0.001));
    assert!(small < 2e-4 * large && large > 1e-6, "{large:e} {small:e}");
}
