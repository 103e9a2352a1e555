//! Proofs of draws.

use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;

use super::*;
use crate::equilibrium::testing::nafta;
use crate::equilibrium::{Change, Closure, Data, Flow, Model, Settings, Shock, World, solve};

fn estimates(error: f64) -> Estimates {
    let covariance = Covariance::new(2, &[error * error, 0.1 * error, 0.1 * error, 1.0]).unwrap();
    Estimates::new(vec![-5.0, -7.0], covariance, Identification::ExDuty).unwrap()
}

fn small() -> World {
    let flow = |importer, exporter, sector, value| Flow {
        importer,
        exporter,
        sector,
        value,
        tariff: 0.0,
    };
    World::new(Data {
        regions: vec!["Home".into(), "Abroad".into()],
        sectors: vec!["Goods".into(), "Machines".into()],
        theta: vec![4.0, 6.0],
        flows: vec![
            flow(0, 0, 0, 80.0),
            flow(0, 1, 0, 20.0),
            flow(1, 0, 0, 25.0),
            flow(1, 1, 0, 180.0),
            flow(0, 0, 1, 30.0),
            flow(0, 1, 1, 20.0),
            flow(1, 0, 1, 15.0),
            flow(1, 1, 1, 90.0),
        ],
        ..Data::default()
    })
    .unwrap()
}

fn run(count: u32, threads: usize) -> Sample {
    let world = small();
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |flow| flow.importer == 0, Change::Rate(0.2))
        .unwrap();
    let model = Model::new(Closure::Zero);
    let asked = WorldDraws {
        world: &world,
        model: &model,
        shock: &shock,
        settings: Settings::default(),
        estimate_of: vec![Some(0), Some(1)],
    };
    let draws = Draws {
        estimates: estimates(1.0),
        count,
        seed: 11,
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    pool.install(|| asked.run(&draws, &|| {}, &AtomicBool::new(false)))
        .unwrap()
}

#[test]
fn the_same_bits_at_any_thread_count_and_number_of_draws() {
    let (one, two, more) = (run(20, 1), run(20, 2), run(40, 2));
    assert_eq!(one, two);
    for output in 0..16 {
        assert_eq!(
            one.values(output),
            &more.values(output)[..one.draws().len()]
        );
    }
}

/// Each draw is its own counterfactual, solved from scratch.
#[test]
fn a_draw_is_a_solution_at_its_elasticities() {
    let (world, sample) = (small(), run(5, 2));
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |flow| flow.importer == 0, Change::Rate(0.2))
        .unwrap();
    let theta = estimates(1.0).draw(11, 3).unwrap();
    let world = world.with_theta(theta).unwrap();
    let alone = solve(
        &world,
        &Model::new(Closure::Zero),
        &shock,
        &Settings::default(),
    )
    .unwrap();
    let wanted = super::worlds::outputs(&world, &alone);
    for (output, wanted) in wanted.iter().enumerate() {
        assert!((sample.values(output)[3] - wanted).abs() < 1e-8);
    }
}

#[test]
fn elasticities_of_zero_or_below_are_rejected_and_counted() {
    let covariance = Covariance::independent(&[4.0]).unwrap();
    let estimates = Estimates::new(vec![-4.0], covariance, Identification::DutyInclusive).unwrap();
    let draws = Draws {
        estimates: estimates.clone(),
        count: 2000,
        seed: 1,
    };
    let sample = draws
        .run(
            1,
            |theta| Ok(theta.to_vec()),
            &|| {},
            &AtomicBool::new(false),
        )
        .unwrap();
    assert_eq!(sample.rejected() + sample.draws().len(), 2000);
    assert!(sample.values(0).iter().all(|theta| *theta > 0.0));
    // Φ(−1) = 0.1587 of draws lie a standard error below.
    let share = sample.rejected() as f64 / 2000.0;
    assert!((share - 0.1587).abs() < 0.03);
    // Read as values before duty, 4 is θ = 3.
    let covariance = Covariance::independent(&[0.0]).unwrap();
    let before = Estimates::new(vec![-4.0], covariance, Identification::ExDuty).unwrap();
    assert_eq!(before.draw(1, 0), Some(vec![3.0]));
}

#[test]
fn failures_do_not_stop_the_others_and_a_flag_does() {
    let draws = Draws {
        estimates: estimates(0.5),
        count: 50,
        seed: 3,
    };
    let fails = |theta: &[f64]| match theta[0] > 4.0 {
        true => Err(refused(7, ("less", "更少"))),
        false => Ok(vec![theta[0]]),
    };
    let done = std::sync::atomic::AtomicU32::new(0);
    let count = || {
        done.fetch_add(1, Ordering::Relaxed);
    };
    let sample = draws
        .run(1, fails, &count, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(done.load(Ordering::Relaxed), 50);
    assert!(!sample.failed().is_empty() && !sample.draws().is_empty());
    let all = sample.failed().len() + sample.draws().len() + sample.rejected();
    assert_eq!(all, 50);
    let stopped = draws.run(1, fails, &|| {}, &AtomicBool::new(true)).unwrap();
    assert!(stopped.draws().is_empty());
    let nothing = Draws { count: 0, ..draws };
    let error = nothing
        .run(1, fails, &|| {}, &AtomicBool::new(false))
        .unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-DRAWS");
}

#[test]
fn what_is_no_covariance_is_refused() {
    for matrix in [
        vec![1.0, 2.0, 2.0, 1.0],
        vec![1.0, 0.5, 0.4, 1.0],
        vec![-1.0, 0.0, 0.0, 1.0],
        vec![1.0, f64::NAN, f64::NAN, 1.0],
        vec![1.0],
    ] {
        assert_eq!(
            Covariance::new(2, &matrix).unwrap_err().code(),
            "E-TARIFF-COVARIANCE"
        );
    }
    // Two estimates that always move together are fine.
    let together = Covariance::new(2, &[4.0, 2.0, 2.0, 1.0]).unwrap();
    let moved = together.apply(&[1.0, 5.0]);
    assert!((moved[0] - 2.0).abs() < 1e-12 && (moved[1] - 1.0).abs() < 1e-12);
    let covariance = Covariance::independent(&[1.0]).unwrap();
    let wrong = Estimates::new(vec![-0.5], covariance, Identification::ExDuty).unwrap_err();
    assert_eq!(wrong.code(), "E-TARIFF-THETA");
}

#[test]
fn one_sector_and_gravity_draws_are_counterfactuals_of_their_own() {
    use crate::equilibrium::gravity_table::{CostTerm, GravityTable, Incomes, Setting};
    use crate::equilibrium::one_sector::{Parameters, Policy, Unit, counterfactual, tests};
    let economy = tests::world(3, 0.1);
    let mut policy = Policy::none(&economy);
    policy.rate(&economy, 0, 2, 0.4).unwrap();
    let parameters = Parameters::krugman(5.0);
    let asked = OneSectorDraws {
        economy: &economy,
        parameters: &parameters,
        policy: &policy,
        unit: Unit::WorldValueAdded,
    };
    let covariance = Covariance::independent(&[0.5]).unwrap();
    let estimates = Estimates::new(vec![-5.0], covariance, Identification::ExDuty).unwrap();
    let theta = estimates.draw(2, 1).unwrap()[0];
    let draws = Draws {
        estimates,
        count: 3,
        seed: 2,
    };
    let never = AtomicBool::new(false);
    let sample = asked.run(&draws, &|| {}, &never).unwrap();
    let alone = counterfactual(&economy, &Parameters::krugman(theta + 1.0), &policy).unwrap();
    let welfare = alone.table(Unit::WorldValueAdded)[2].welfare;
    assert!((sample.values(24)[1] - welfare).abs() < 1e-10);

    let regions = ["A", "B"].map(str::to_owned);
    let table = GravityTable::square(&regions, &[80.0, 20.0, 20.0, 180.0]).unwrap();
    let term = CostTerm {
        name: "border".to_owned(),
        coefficient: -2.0,
        before: vec![0.0, 1.0, 1.0, 0.0],
        after: vec![0.0, 0.5, 0.5, 0.0],
    };
    let setting = Setting {
        sigma: 5.0,
        reference: 1,
        incomes: Incomes::Move,
    };
    let asked = GravityDraws {
        table: &table,
        terms: &[term],
        setting,
    };
    let covariance = Covariance::independent(&[0.3]).unwrap();
    let estimates = Estimates::new(vec![-2.0], covariance, Identification::Coefficient).unwrap();
    let draws = Draws {
        estimates,
        count: 40,
        seed: 2,
    };
    let sample = asked.run(&draws, &|| {}, &never).unwrap();
    // Half a border more or less raises trade, more so the higher it is.
    let exports = sample.values(5);
    let drawn: Vec<f64> = (0..40)
        .map(|draw| draws.estimates.draw(2, draw).unwrap()[0])
        .collect();
    for (one, other) in (0..40).zip(1..40) {
        assert!(exports[one] > 0.0);
        assert_eq!(drawn[one] < drawn[other], exports[one] > exports[other]);
    }
    let two = Estimates::new(
        vec![1.0, 1.0],
        Covariance::independent(&[1.0, 1.0]).unwrap(),
        Identification::Coefficient,
    );
    let draws = Draws {
        estimates: two.unwrap(),
        count: 1,
        seed: 1,
    };
    assert_eq!(
        asked.run(&draws, &|| {}, &never).unwrap_err().code(),
        "E-TARIFF-SHAPE"
    );
}

/// Interval of the NAFTA counterfactual around its published centre.
#[test]
fn nafta_with_uncertain_elasticities() {
    let Some((world, shock)) = nafta() else {
        return;
    };
    let theta = world.theta().to_vec();
    let errors: Vec<f64> = theta.iter().map(|theta| 0.1 * theta).collect();
    let covariance = Covariance::independent(&errors).unwrap();
    let estimates = Estimates::new(theta, covariance, Identification::Theta).unwrap();
    let model = Model::new(Closure::Zero);
    let asked = WorldDraws {
        world: &world,
        model: &model,
        shock: &shock,
        settings: Settings::default(),
        estimate_of: (0..world.sectors().len()).map(Some).collect(),
    };
    let draws = Draws {
        estimates,
        count: 2,
        seed: 5,
    };
    let sample = asked.run(&draws, &|| {}, &AtomicBool::new(false)).unwrap();
    let mexico = world.region("Mexico").unwrap() * OUTPUTS.len() + 4;
    let (low, high) = (
        sample.percentile(mexico, 0.0),
        sample.percentile(mexico, 100.0),
    );
    assert!(low.unwrap() > 1.0 && high.unwrap() < 1.7 && low < high);
}

proptest! {
    /// The draws have the mean and the covariance asked for.
    #[test]
    fn moments_are_those_of_the_estimates(correlation in -0.9..0.9_f64) {
        let matrix = [0.04, 0.02 * correlation, 0.02 * correlation, 0.01];
        let covariance = Covariance::new(2, &matrix).unwrap();
        let estimates = Estimates::new(vec![1.0, -1.0], covariance, Identification::Coefficient).unwrap();
        let drawn: Vec<Vec<f64>> = (0..4000).filter_map(|draw| estimates.draw(9, draw)).collect();
        let mean = |at: usize| drawn.iter().map(|b| b[at]).sum::<f64>() / 4000.0;
        let (a, b) = (mean(0), mean(1));
        prop_assert!((a - 1.0).abs() < 0.015 && (b + 1.0).abs() < 0.008);
        let product: f64 = drawn.iter().map(|x| (x[0] - a) * (x[1] - b)).sum::<f64>() / 4000.0;
        prop_assert!((product - matrix[1]).abs() < 0.0015);
    }
}
