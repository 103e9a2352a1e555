use super::*;
use crate::equilibrium::{Change, Closure, Data, Model, Settings, Shock, solve};

/// Three regions and one good, made up.
fn three() -> World {
    let flow = |importer, exporter, value| Flow {
        importer,
        exporter,
        sector: 0,
        value,
        tariff: 0.0,
    };
    let values = [
        [900.0, 60.0, 50.0],
        [60.0, 500.0, 30.0],
        [50.0, 30.0, 700.0],
    ];
    let flows = (0..9).map(|at| flow(at / 3, at % 3, values[at as usize / 3][at as usize % 3]));
    World::new(Data {
        regions: ["Home", "Target", "Other"].map(str::to_owned).to_vec(),
        sectors: vec!["Goods".into()],
        theta: vec![5.0],
        flows: flows.collect(),
        ..Data::default()
    })
    .unwrap()
}

fn with(world: &World, duty: impl Fn(&Flow) -> bool, rate: f64) -> Outcome {
    let mut shock = Shock::none(world);
    shock.apply(world, duty, Change::Rate(rate)).unwrap();
    solve(
        world,
        &Model::new(Closure::Zero),
        &shock,
        &Settings::default(),
    )
    .unwrap()
}

#[test]
fn a_duty_on_one_moves_imports_to_the_other_and_not_the_balance() {
    let world = three();
    let outcome = with(
        &world,
        |flow| (flow.importer, flow.exporter) == (0, 1),
        0.25,
    );
    let made = diversion(&world, &outcome, 0).unwrap();
    let [target, other] = made.partners[..] else {
        panic!("two partners")
    };
    assert!(target.taxed() && !other.taxed());
    assert!(target.after < target.before && other.after > other.before);
    let share = made.diversion.diverted.unwrap();
    assert!(share > 0.0 && share < 1.0, "{share}");
    assert!(made.balance.0.abs() < 1e-9 && made.balance.1.abs() < 1e-9);
    let total: f64 = made.partners.iter().map(|partner| partner.after).sum();
    assert!((total - made.imports.1).abs() < 1e-9);
}

/// With one good the relative cost is the relative wage, and each numeraire's
/// share differs from the next by the log ratio of the numeraires over the duty.
#[test]
fn shares_in_three_numeraires_are_one_solution() {
    let world = three();
    let outcome = with(&world, |flow| flow.importer == 0 && flow.exporter != 0, 0.1);
    let shares = incidence(&world, &outcome, 0).unwrap();
    let wage: Vec<f64> = outcome
        .counterfactual
        .wage
        .iter()
        .map(|wage| wage.ln())
        .collect();
    let duty = 1.1f64.ln();
    let (home, all, abroad) = (shares[0].buyers, shares[1].buyers, shares[2].buyers);
    assert!(home < all && all < abroad, "{shares:?}");
    assert!((all - home - wage[0] / duty).abs() < 1e-9);
    let made = offset(&world, &outcome, 0).unwrap();
    let before = outcome.baseline.imports();
    let weight = |at: usize| before[at] / (before[1] + before[2]);
    let rise = wage[0] - weight(1) * wage[1] - weight(2) * wage[2];
    assert!((made.rise - rise).abs() < 1e-9);
    // The buyers' share against the home wage is one less the offset share.
    assert!((home - (1.0 - made.share.unwrap())).abs() < 1e-9);
}

/// What is told depends on no numeraire but the one that is named.
#[test]
fn the_numeraire_of_the_solution_changes_nothing() {
    let world = three();
    let outcome = with(&world, |flow| flow.importer == 0 && flow.exporter != 0, 0.1);
    let mut other = outcome.clone();
    let by = 1.0 / outcome.counterfactual.wage[0];
    let made = &mut other.counterfactual;
    for list in [
        &mut made.wage,
        &mut made.cost,
        &mut made.value_added,
        &mut made.deficit,
        &mut made.flows,
    ] {
        list.iter_mut().for_each(|value| *value *= by);
    }
    let (a, b) = (
        diversion(&world, &outcome, 0).unwrap(),
        diversion(&world, &other, 0).unwrap(),
    );
    assert!((a.imports.1 - b.imports.1).abs() < 1e-9);
    let shares = |outcome: &Outcome| incidence(&world, outcome, 0).unwrap();
    for (a, b) in shares(&outcome).iter().zip(shares(&other)) {
        assert!((a.buyers - b.buyers).abs() < 1e-9);
    }
}

#[test]
fn another_world_or_no_duty_is_refused() {
    let world = three();
    let outcome = with(
        &world,
        |flow| (flow.importer, flow.exporter) == (0, 1),
        0.25,
    );
    assert_eq!(
        diversion(&world, &outcome, 3).unwrap_err().code(),
        "E-TARIFF-SHAPE"
    );
    assert_eq!(
        incidence(&world, &outcome, 1).unwrap_err().code(),
        "E-TARIFF-NO-SOLUTION"
    );
    let cut = Outcome {
        counterfactual: Solution::default(),
        ..outcome
    };
    assert_eq!(
        offset(&world, &cut, 0).unwrap_err().code(),
        "E-TARIFF-SHAPE"
    );
}
