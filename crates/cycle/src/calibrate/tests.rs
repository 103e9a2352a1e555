use triffin_basis::Lang;

use super::*;
use crate::model::Model;
use crate::testing::sim;

fn free(model: &Model, name: &str, low: f64, high: f64) -> Free {
    Free {
        variable: model.find(name).unwrap(),
        low,
        high,
    }
}

/// The path of other parameters as data.
fn data(model: &Model, settings: &[&str]) -> Vec<Moment> {
    let mut run = Run::new(20);
    for setting in settings {
        run = run.set(model, setting).unwrap();
    }
    let path = Program::compile(model).unwrap().run(&run).unwrap();
    let variable = model.find("Y").unwrap();
    let outcomes = (1..=20).map(|period| Outcome { variable, period });
    outcomes
        .map(|outcome| Moment {
            outcome,
            target: path.value(variable, outcome.period).unwrap(),
            weight: 1.0,
        })
        .collect()
}

#[test]
fn the_parameters_that_made_the_data_are_found() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let moments = data(&model, &["alpha1=0.7", "alpha2=0.3", "theta=0.25"]);
    let free = [
        free(&model, "alpha1", 0.1, 0.95),
        free(&model, "alpha2", 0.05, 0.9),
        free(&model, "theta", 0.05, 0.6),
    ];
    let found = calibrate(&program, &Run::new(20), &free, &moments).unwrap();
    for (value, known) in found.values.iter().zip([0.7, 0.3, 0.25]) {
        assert!((value - known).abs() < 1e-7, "{found:?}");
    }
    assert!(found.cost < 1e-15);
    assert_eq!(found.at_bound, [false; 3]);
    assert!(found.steps < 30, "{}", found.steps);
}

#[test]
fn a_bound_holds_and_is_told() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let moments = data(&model, &["theta=0.25"]);
    let free = [free(&model, "theta", 0.05, 0.22)];
    let found = calibrate(&program, &Run::new(20), &free, &moments).unwrap();
    assert_eq!((found.values[0], found.at_bound[0]), (0.22, true));
    assert_eq!(found.standard_errors[0], None);
}

/// Y₁ = G / 0.52 twice observed, as 40 and 42: G is their mean × 0.52,
/// its standard error that of a mean.
#[test]
fn two_observations_give_their_mean() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let outcome = Outcome {
        variable: model.find("Y").unwrap(),
        period: 1,
    };
    let moments = [40.0, 42.0].map(|target| Moment {
        outcome,
        target,
        weight: 1.0,
    });
    let free = [free(&model, "G", 1.0, 100.0)];
    let found = calibrate(&program, &Run::new(1), &free, &moments).unwrap();
    assert!((found.values[0] - 41.0 * 0.52).abs() < 1e-6);
    let error = 0.52 * (2.0_f64 / 2.0).sqrt();
    assert!((found.standard_errors[0].unwrap() - error).abs() < 1e-6);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let moments = data(&model, &[]);
    let wrong = [free(&model, "G", 5.0, 5.0)];
    let run = Run::new(20);
    for (free, moments) in [
        (&wrong[..], &moments[..]),
        (&[], &moments),
        (&[free(&model, "G", 1.0, 9.0)], &[]),
    ] {
        let refused = calibrate(&program, &run, free, moments).unwrap_err();
        assert_eq!(refused.code(), "E-CYCLE-CALIBRATION");
    }
    let refused = calibrate(&program, &run, &wrong, &moments).unwrap_err();
    assert!(refused.message(Lang::En).contains("5..5"), "{refused}");
}
