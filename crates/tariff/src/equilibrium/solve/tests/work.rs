//! Threads, limits, refusals.

use super::made_up;
use crate::equilibrium::world::synthetic;
use crate::equilibrium::{Change, Closure, Model, Settings, Shock, World, baseline, solve};

fn shocked(world: &World) -> Shock {
    let mut shock = Shock::none(world);
    shock
        .apply(world, |f| f.importer == 0, Change::Rate(0.5))
        .unwrap();
    shock
}

#[test]
fn one_thread_and_two_give_the_same_bits() {
    // Large enough that threads are used: 40 × 70² inputs.
    let world = made_up(40, 70, 31);
    assert!(world.flows().len() + world.inputs().len() > 200_000);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let settings = Settings {
            tolerance: 1e-5,
            ..Settings::default()
        };
        pool.install(|| baseline(&world, &Model::new(Closure::Zero), &settings, None).unwrap())
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn giving_up_names_the_market() {
    let world = made_up(3, 2, 32);
    let settings = Settings {
        tolerance: 1e-300,
        ..Settings::default()
    };
    let error = baseline(&world, &Model::default(), &settings, None).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-NO-EQUILIBRIUM");
    let text = error.to_string();
    assert!(text.contains("R00"), "{text}");
}

#[test]
fn newton_takes_over_where_passes_run_out() {
    let world = made_up(4, 3, 33);
    let model = Model::new(Closure::Zero);
    let few = Settings {
        sweeps: 8,
        ..Settings::default()
    };
    let (newton, anderson) = (
        baseline(&world, &model, &few, None).unwrap(),
        baseline(&world, &model, &Settings::default(), None).unwrap(),
    );
    for n in 0..4 {
        assert!((newton.wage[n] / anderson.wage[n] - 1.0).abs() < 1e-11);
    }
}

#[test]
fn impossible_assumptions_are_refused() {
    let world = made_up(3, 2, 34);
    let shock = shocked(&world);
    let refused = |model: Model, code: &str| {
        let error = solve(&world, &model, &shock, &Settings::default()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    };
    refused(
        Model {
            kappa: -1.0,
            ..Model::default()
        },
        "E-TARIFF-KAPPA",
    );
    refused(
        Model {
            psi: vec![0.1],
            ..Model::default()
        },
        "E-TARIFF-PSI",
    );
    refused(
        Model {
            psi: vec![0.1, 5.0],
            ..Model::default()
        },
        "E-TARIFF-PSI",
    );
    refused(
        Model::new(Closure::Endogenous { nu: vec![0.1] }),
        "E-TARIFF-CLOSURE",
    );
    let mut change = vec![10.0 * world.value_added()[0], 0.0, 0.0];
    change[2] = -change[0];
    refused(
        Model::new(Closure::SavingInvestment { change }),
        "E-TARIFF-SPENDING",
    );
    let other = made_up(4, 2, 35);
    let error = solve(&other, &Model::default(), &shock, &Settings::default()).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-SHAPE");
}

#[test]
fn a_tariff_of_less_than_everything_is_refused_with_its_cell() {
    let world = made_up(3, 2, 36);
    let mut shock = Shock::none(&world);
    let error = shock
        .apply(&world, |f| f.importer == 1, Change::Rate(-1.0))
        .unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-RATE");
    assert!(error.to_string().contains("R002 ← R001, S001"), "{error}");
    assert_eq!(shock, Shock::none(&world));
    let own = shock.set(&world, (0, 0, 0), Change::Rate(0.1)).unwrap_err();
    assert_eq!(own.code(), "E-TARIFF-OWN-DUTY");
    let cost = shock
        .set(&world, (0, 0, 0), Change::Iceberg(0.0))
        .unwrap_err();
    assert_eq!(cost.code(), "E-TARIFF-ICEBERG");
}

/// With balanced trade a region that buys abroad has to sell abroad.
#[test]
fn a_region_that_cannot_pay_for_its_imports_is_named() {
    let mut data = synthetic(3, 2, 1.0, 37);
    data.flows
        .retain(|flow| flow.exporter != 1 || flow.importer == 1);
    let world = World::new(data).unwrap();
    let settings = Settings::default();
    let error = baseline(&world, &Model::new(Closure::Zero), &settings, None).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-ONE-WAY");
    assert!(error.to_string().contains("R002"), "{error}");
    let kept = Model::new(Closure::FixedInWorldOutput);
    assert!(baseline(&world, &kept, &settings, None).is_ok());
}
