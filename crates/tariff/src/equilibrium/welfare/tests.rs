use super::{linear, path};
use crate::equilibrium::testing::nafta;
use crate::equilibrium::{Closure, Model, Settings, solve};

/// Caliendo and Parro 2015, table 2, and the digits behind its rounding.
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
        ("Mexico", 1.312111, 1.72),
        ("USA", 0.084753, 0.11),
        ("Canada", -0.063816, 0.32),
    ] {
        let n = world.region(name).unwrap();
        let found = 100.0 * first.welfare[n];
        assert!((found - welfare).abs() < 1e-5, "{name} {found}");
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
    eprintln!("{mexico:?} {} {}", path.equilibria, path.miss);
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
