use std::sync::atomic::AtomicU32;

use super::*;
use crate::testing::sim;

fn draws(model: &Model, vary: &[&str], count: u32) -> Draws {
    Draws {
        run: Run::new(20),
        vary: vary
            .iter()
            .map(|text| Vary::parse(model, text).unwrap())
            .collect(),
        correlation: None,
        count,
        seed: 7,
        keep: endogenous(model),
    }
}

fn solve(draws: &Draws, model: &Model) -> Sample {
    let program = Program::compile(model).unwrap();
    draws
        .solve(&program, &|_| (), &AtomicBool::new(false))
        .unwrap()
}

#[test]
fn the_same_bits_at_any_number_of_threads() {
    let model = sim();
    let asked = draws(&model, &["alpha1:normal(0.05)", "G:uniform(15,25)"], 101);
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

#[test]
fn a_draw_does_not_depend_on_how_many_there_are() {
    let model = sim();
    let (few, many) = (
        draws(&model, &["G:normal(2)"], 5),
        draws(&model, &["G:normal(2)"], 50),
    );
    let (few, many) = (solve(&few, &model), solve(&many, &model));
    assert_eq!(few.values(0, 20), &many.values(0, 20)[..5]);
}

/// Y₁ = G / 0.52 is linear in G, so that its moments are those of G.
#[test]
fn moments_go_through_a_linear_model() {
    let model = sim();
    let asked = draws(&model, &["G:normal(2)"], 4000);
    let sample = solve(&asked, &model);
    let told = sample.statistics(&[Statistic::Mean, Statistic::StandardDeviation]);
    let first = &told[1];
    assert!((first[0].unwrap() - 20.0 / 0.52).abs() < 4.0 * 2.0 / 0.52 / 4000_f64.sqrt());
    assert!((first[1].unwrap() / (2.0 / 0.52) - 1.0).abs() < 0.05);
    // Period 0 does not vary.
    assert_eq!(told[0], [Some(0.0), Some(0.0)]);
}

#[test]
fn correlated_values_move_together() {
    let model = sim();
    let mut asked = draws(&model, &["G:uniform(0,1)", "alpha2:uniform(0,1)"], 2000);
    asked.correlation = Some(Correlation::of(2, &[(0, 1, 0.8)]).unwrap());
    asked.keep = vec![model.find("G").unwrap(), model.find("alpha2").unwrap()];
    let sample = solve(&asked, &model);
    let (x, y) = (sample.values(0, 1), sample.values(1, 1));
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let dot = |x: &[f64], y: &[f64]| {
        let (a, b) = (mean(x), mean(y));
        x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum::<f64>()
    };
    let found = dot(x, y) / (dot(x, x) * dot(y, y)).sqrt();
    // Uniform margins of a Gaussian copula: 6/π · asin(ρ/2) = 0.7859.
    assert!((found - 0.7859).abs() < 0.03, "{found}");
}

#[test]
fn a_draw_that_fails_is_counted_and_named() {
    // alpha1 (1 − theta) ≥ 1 has no bounded income; at 1.25 the block is singular.
    let model = sim();
    let mut asked = draws(&model, &["alpha1:uniform(1.25,1.25)"], 3);
    let sample = solve(&asked, &model);
    assert_eq!(sample.draws().len(), 0);
    assert_eq!(sample.failed().len(), 3);
    assert_eq!(sample.failed()[2].draw, 2);
    assert_eq!(sample.failed()[0].reason.code(), "E-CYCLE-SINGULAR");
    assert_eq!(sample.statistics(&[Statistic::Mean])[5], [None]);
    asked.count = 0;
    let program = Program::compile(&model).unwrap();
    let none = asked
        .solve(&program, &|_| (), &AtomicBool::new(false))
        .unwrap_err();
    assert_eq!(none.code(), "E-CYCLE-DRAWS");
}

#[test]
fn what_is_done_is_kept_when_stopped() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let asked = draws(&model, &["G:normal(1)"], 800);
    let (stop, done) = (AtomicBool::new(false), AtomicU32::new(0));
    let progress = |count: u32| {
        if done.fetch_add(count, Ordering::Relaxed) + count >= 80 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let sample = asked.solve(&program, &progress, &stop).unwrap();
    let kept = sample.draws().len() as u32;
    assert_eq!(kept, done.load(Ordering::Relaxed));
    assert!((80..800).contains(&kept), "{kept}");
}
