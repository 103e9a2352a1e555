//! Values drawn anew in every period.

use super::*;
use crate::testing::sim;

fn draws(model: &Model, vary: &[&str], count: u32) -> Draws {
    let parsed = vary.iter().map(|text| Vary::parse(model, text).unwrap());
    Draws {
        run: Run::new(12),
        vary: parsed.collect(),
        correlation: None,
        count,
        seed: 11,
        keep: vec![model.find("G").unwrap(), model.find("Y").unwrap()],
    }
}

fn solve(draws: &Draws, model: &Model) -> Sample {
    let program = Program::compile(model).unwrap();
    draws
        .solve(&program, &|_| (), &AtomicBool::new(false))
        .unwrap()
}

fn covariance(x: &[f64], y: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (a, b) = (mean(x), mean(y));
    let dot: f64 = x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum();
    dot / x.len() as f64
}

#[test]
fn the_same_bits_at_any_number_of_threads() {
    let model = sim();
    let asked = draws(&model, &["G:normal(2)@each", "alpha1:normal(0.05)"], 101);
    let samples = [1, 2, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| solve(&asked, &model))
    });
    assert_eq!(samples[0].draws().len(), 101);
    assert_eq!(samples[0], samples[1]);
    assert_eq!(samples[0], samples[2]);
}

/// The opening keeps its value, periods are independent and spread as asked.
#[test]
fn a_new_value_every_period_around_that_of_the_period() {
    let model = sim();
    let mut asked = draws(&model, &["G:normal(2)@each"], 4000);
    asked.run = asked.run.shock(&model, "G=30@6").unwrap();
    let sample = solve(&asked, &model);
    let opening = sample.values(0, 0);
    assert!(opening.iter().all(|g| *g == opening[0]));
    let error = 2.0 / 4000_f64.sqrt();
    for (period, own) in [(1, 20.0), (5, 20.0), (6, 30.0), (12, 30.0)] {
        let values = sample.values(0, period);
        let mean = values.iter().sum::<f64>() / 4000.0;
        assert!((mean - own).abs() < 4.0 * error, "{period} {mean}");
        let variance = covariance(values, values);
        assert!((variance / 4.0 - 1.0).abs() < 0.1, "{period} {variance}");
    }
    let across = covariance(sample.values(0, 5), sample.values(0, 6));
    assert!(across.abs() < 4.0 * 4.0 / 4000_f64.sqrt(), "{across}");
}

/// SIM in closed form: H' = 0.8 Y − C, Y = (G + 0.4 H) / 0.52, so that a
/// draw's income follows from the spending drawn.
#[test]
fn income_follows_from_the_spending_drawn() {
    let model = sim();
    let sample = solve(&draws(&model, &["G:uniform(15,25)@each"], 9), &model);
    for draw in 0..9 {
        let mut h = 0.0;
        for period in 1..=12 {
            let g = sample.values(0, period)[draw];
            let y = (g + 0.4 * h) / 0.52;
            h += 0.8 * y - (0.6 * 0.8 * y + 0.4 * h);
            let found = sample.values(1, period)[draw];
            assert!((found - y).abs() < 1e-11 * y, "{draw} {period}");
        }
    }
}

#[test]
fn noise_beside_it_changes_no_value_of_the_run_and_a_longer_run_begins_the_same() {
    let model = sim();
    let alpha = model.find("alpha1").unwrap();
    let mut alone = draws(&model, &["alpha1:normal(0.05)", "G:normal(2)"], 20);
    let mut beside = draws(&model, &["alpha1:normal(0.05)", "G:normal(2)@each"], 20);
    alone.keep.push(alpha);
    beside.keep.push(alpha);
    let noisy = solve(&beside, &model);
    assert_eq!(solve(&alone, &model).values(2, 3), noisy.values(2, 3));
    beside.run.periods = 30;
    let longer = solve(&beside, &model);
    assert_eq!(noisy.values(1, 12), longer.values(1, 12));
}

#[test]
fn correlated_within_a_period_only_and_only_with_its_like() {
    let model = sim();
    let mut asked = draws(
        &model,
        &["G:normal(1)@each", "alpha2:normal(0.01)@each"],
        4000,
    );
    asked.keep = vec![model.find("G").unwrap(), model.find("alpha2").unwrap()];
    asked.correlation = Some(Correlation::of(2, &[(0, 1, 0.8)]).unwrap());
    let sample = solve(&asked, &model);
    let within = covariance(sample.values(0, 7), sample.values(1, 7)) / 0.01;
    let across = covariance(sample.values(0, 7), sample.values(1, 8)) / 0.01;
    assert!((within - 0.8).abs() < 0.06, "{within}");
    assert!(across.abs() < 0.07, "{across}");
    asked.vary[1].each = false;
    let program = Program::compile(&model).unwrap();
    let refused = asked
        .solve(&program, &|_| (), &AtomicBool::new(false))
        .unwrap_err();
    assert_eq!(refused.code(), "E-CYCLE-CORRELATION");
}

#[test]
fn what_cannot_be_drawn_each_period_is_refused() {
    let model = sim();
    let code = |text| Vary::parse(&model, text).unwrap_err().code();
    assert_eq!(code("Y:normal(1)@each"), "E-CYCLE-NOISE-ENDOGENOUS");
    assert_eq!(code("G:normal(1)@every"), "E-CYCLE-DISTRIBUTION");
    assert_eq!(code("G@each"), "E-CYCLE-DISTRIBUTION");
    let once = Vary::parse_once(&model, "G:normal(1)@each").unwrap_err();
    assert_eq!(once.code(), "E-CYCLE-DISTRIBUTION");
    assert!(Vary::parse_once(&model, "G:normal(1)").is_ok());
}
