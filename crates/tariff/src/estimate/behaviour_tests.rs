//! What holds of every estimate: bits, counts, refusals.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use super::{Estimator, Fit, Frame, Labels, Numbers, Reason, Request, estimate};

/// A panel of `n` exporters and importers over `t` years with zeros.
struct Panel {
    columns: Vec<(&'static str, Vec<f64>)>,
}

impl Panel {
    fn new(n: usize, t: usize) -> Self {
        let mut random = ChaCha12Rng::seed_from_u64(7);
        let names = ["e", "i", "t", "y", "a", "b"];
        let mut columns: Vec<(&str, Vec<f64>)> = names.map(|name| (name, Vec::new())).into();
        for e in 0..n {
            for i in 0..n {
                let pair: f64 = random.random_range(-1.0..1.0);
                for year in 0..t {
                    let a = f64::from(u8::from(random.random_bool(0.4)));
                    let b: f64 = random.random_range(-1.0..1.0);
                    let noise: f64 = random.random_range(0.0..2.0);
                    let zero = random.random_bool(0.2);
                    let mean = (0.5 * a - b + pair + 0.1 * (e % 3 + i % 4) as f64).exp();
                    let y = if zero { 0.0 } else { mean * noise };
                    let row = [e as f64, i as f64, year as f64, y, a, b];
                    for ((_, column), value) in columns.iter_mut().zip(row) {
                        column.push(value);
                    }
                }
            }
        }
        Self { columns }
    }

    fn column(&mut self, name: &str) -> &mut Vec<f64> {
        let found = self.columns.iter_mut().find(|(each, _)| *each == name);
        &mut found.unwrap().1
    }

    fn frame(&self) -> Frame {
        let mut frame = Frame::new();
        for (name, column) in &self.columns {
            frame.push(name, Numbers::new(column.clone())).unwrap();
        }
        frame
    }
}

const FORMULA: &str = "y ~ a + b | e^t + i^t + e^i";

fn ask(frame: &Frame, formula: &str) -> Fit {
    let request = Request::parse(formula).unwrap().cluster("e^i").unwrap();
    estimate(frame, &request).unwrap()
}

fn refused(frame: &Frame, formula: &str, code: &str) -> String {
    let request = Request::parse(formula).unwrap();
    let error = estimate(frame, &request).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error.to_string()
}

#[test]
fn one_thread_and_two_give_the_same_bits() {
    // More cells than are worth a second thread.
    let frame = Panel::new(36, 40).frame();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| ask(&frame, FORMULA))
    };
    let (one, two) = (with(1), with(2));
    assert!(one.rows_used > 50_000);
    assert_eq!(one, two);
}

#[test]
fn effects_are_as_good_as_zero_one_columns() {
    let frame = Panel::new(7, 4).frame();
    let absorbed = ask(&frame, FORMULA);
    // The same regression by Newton on the dense design.
    let dense = ask(&frame, "y ~ a + b + i(e):i(t) + i(i):i(t) + i(e):i(i)");
    for term in ["a", "b"] {
        let (one, other) = (absorbed.term(term).unwrap(), dense.term(term).unwrap());
        assert!((one.estimate - other.estimate).abs() < 1e-10 * other.estimate.abs());
    }
    assert!((absorbed.deviance - dense.deviance).abs() < 1e-9 * dense.deviance);
}

#[test]
fn the_scores_of_regressors_and_groups_are_zero() {
    let frame = Panel::new(12, 6).frame();
    let fit = ask(&frame, FORMULA);
    let value = |name: &str, row: u32| match frame.column(name).unwrap() {
        super::Column::Numbers(numbers) => numbers.get(row as usize).unwrap(),
        super::Column::Labels(_) => unreachable!(),
    };
    let scores = |of: &dyn Fn(u32) -> f64| -> (f64, f64) {
        let rows = fit.rows.iter().zip(&fit.linear_predictor);
        rows.fold((0.0, 0.0), |(sum, size), (&row, eta)| {
            let part = of(row) * (value("y", row) - eta.exp());
            (sum + part, size + part.abs())
        })
    };
    for name in ["a", "b"] {
        let (sum, size) = scores(&|row| value(name, row));
        assert!(sum.abs() < 1e-9 * size, "{name}: {sum} of {size}");
    }
    for (exporter, year) in [(0.0, 0.0), (5.0, 3.0), (11.0, 5.0)] {
        let (sum, size) = scores(&|row| {
            f64::from(u8::from(
                value("e", row) == exporter && value("t", row) == year,
            ))
        });
        assert!(
            sum.abs() < 1e-9 * size,
            "{exporter}, {year}: {sum} of {size}"
        );
    }
}

#[test]
fn planted_separation_is_found_in_a_design_too_large_for_the_simplex() {
    let mut panel = Panel::new(30, 10);
    let zeros: Vec<usize> = (0..9_000)
        .filter(|&row| panel.columns[3].1[row] == 0.0)
        .collect();
    // A dummy that is one in some rows without trade and nowhere else.
    let planted: Vec<usize> = zeros.iter().copied().step_by(40).take(20).collect();
    let mut only = vec![0.0; 9_000];
    planted.iter().for_each(|&row| only[row] = 1.0);
    panel.columns.push(("only", only));
    let fit = ask(&panel.frame(), "y ~ a + b + only | e^t + i^t + e^i");
    let found = fit.dropped.rows(Reason::Separated);
    let expected: Vec<u32> = planted.iter().map(|&row| row as u32).collect();
    assert_eq!(found, expected);
    assert_eq!(fit.collinear[0].term, "only");
    assert_eq!(fit.rows_in, fit.rows_used + fit.dropped.total());
}

#[test]
fn rows_are_counted_by_reason() {
    let y = [
        Some(1.0),
        None,
        Some(2.0),
        Some(3.0),
        Some(0.0),
        Some(0.0),
        Some(4.0),
        Some(1.0),
    ];
    let x = [1.0, 2.0, 5.0, 1.0, 0.0, 1.0, 2.0, -1.0];
    let w = [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let group = ["a", "a", "a", "a", "b", "b", "c", "a"];
    let mut frame = Frame::new();
    frame.push("y", Numbers::from_options(y)).unwrap();
    frame.push("x", Numbers::new(x.into())).unwrap();
    frame.push("w", Numbers::new(w.into())).unwrap();
    frame
        .push("g", Labels::from_texts(group.map(Some)))
        .unwrap();
    let mut request = Request::parse("y ~ x | g").unwrap();
    request.weights = Some("w".into());
    let fit = estimate(&frame, &request).unwrap();
    let rows = |reason| fit.dropped.rows(reason).to_vec();
    assert_eq!(rows(Reason::Missing), [1]);
    assert_eq!(rows(Reason::ZeroWeight), [3]);
    assert_eq!(rows(Reason::Separated), [4, 5]);
    assert_eq!(rows(Reason::Singleton), [6]);
    assert_eq!(fit.rows, [0, 2, 7]);
}

#[test]
fn a_weight_is_as_many_rows() {
    let mut panel = Panel::new(6, 4);
    let count: Vec<f64> = (0..144).map(|row| f64::from(row % 3 + 1)).collect();
    let mut repeated = Panel {
        columns: Vec::new(),
    };
    for (name, column) in &panel.columns {
        let rows = column.iter().zip(&count);
        let values = rows.flat_map(|(&value, &count)| std::iter::repeat_n(value, count as usize));
        repeated.columns.push((name, values.collect()));
    }
    panel.columns.push(("w", count));
    for estimator in [Estimator::Ppml, Estimator::Ols] {
        let mut request = Request::parse("y ~ a + b | e^t + i").unwrap();
        request.estimator = estimator;
        let plain = estimate(&repeated.frame(), &request).unwrap();
        request.weights = Some("w".into());
        let weighted = estimate(&panel.frame(), &request).unwrap();
        for (one, other) in weighted.terms.iter().zip(&plain.terms) {
            assert!((one.estimate - other.estimate).abs() < 1e-10);
        }
    }
}

#[test]
fn an_offset_is_a_regressor_with_a_coefficient_of_one() {
    let frame = Panel::new(8, 4).frame();
    let plain = ask(&frame, FORMULA);
    let mut request = Request::parse(FORMULA).unwrap().cluster("e^i").unwrap();
    request.offset = Some("b".parse().unwrap());
    let with = estimate(&frame, &request).unwrap();
    let of = |fit: &Fit| fit.term("b").unwrap().clone();
    assert!((of(&with).estimate + 1.0 - of(&plain).estimate).abs() < 1e-9);
    assert!((of(&with).std_error - of(&plain).std_error).abs() < 1e-9);
    assert!((with.deviance - plain.deviance).abs() < 1e-9 * plain.deviance);
}

#[test]
fn what_cannot_be_estimated_is_refused_with_the_cell() {
    let mut panel = Panel::new(5, 4);
    let good = panel.frame();
    refused(&Frame::new(), "y ~ a", "E-GRAVITY-EMPTY");
    refused(&good, "y ~ nothing", "E-GRAVITY-COLUMN");
    let spanned = refused(&good, "y ~ e | e^t", "E-GRAVITY-COLLINEAR");
    assert!(spanned.contains(" e"), "{spanned}");
    panel.column("y")[7] = -3.0;
    let negative = refused(&panel.frame(), FORMULA, "E-GRAVITY-NEGATIVE");
    assert!(
        negative.contains("row 8") && negative.contains("-3"),
        "{negative}"
    );
    panel.column("y")[7] = f64::INFINITY;
    let infinite = refused(&panel.frame(), FORMULA, "E-GRAVITY-FINITE");
    assert!(infinite.contains("row 8"), "{infinite}");
    panel.column("y").fill(0.0);
    refused(&panel.frame(), FORMULA, "E-GRAVITY-SEPARATED");
    let mut request = Request::parse("y ~ a").unwrap();
    request.vcov = Some(super::Vcov::Cluster);
    let error = estimate(&good, &request).unwrap_err();
    assert_eq!(error.code(), "E-GRAVITY-CLUSTERS");
}

#[test]
fn effects_alone_are_their_groups_means_and_drop_groups_without_trade() {
    let mut frame = super::Frame::new();
    let y = vec![1.0, 3.0, 0.0, 0.0, 5.0, 2.0];
    frame.push("y", super::Numbers::new(y)).unwrap();
    let groups = ["a", "a", "b", "b", "c", "c"].map(Some);
    frame.push("g", super::Labels::from_texts(groups)).unwrap();
    let request = Request::new("y".parse().unwrap(), Vec::new());
    let request = request.effect("g").unwrap().cluster("g").unwrap();
    let mut request = request.cluster("y").unwrap();
    let fit = estimate(&frame, &request).unwrap();
    assert!(fit.terms.is_empty() && fit.covariance.is_empty());
    assert_eq!(fit.dropped.rows(super::Reason::Separated), [2, 3]);
    for (eta, mean) in fit.linear_predictor.iter().zip([2.0, 2.0, 3.5, 3.5]) {
        assert!((eta.exp() - mean).abs() < 1e-10, "{eta}");
    }
    request.estimator = super::Estimator::Ols;
    let fit = estimate(&frame, &request).unwrap();
    for (fitted, mean) in fit
        .linear_predictor
        .iter()
        .zip([2.0, 2.0, 0.0, 0.0, 3.5, 3.5])
    {
        assert!((fitted - mean).abs() < 1e-10, "{fitted}");
    }
}

#[test]
fn an_effect_of_one_level_is_a_constant() {
    let mut panel = Panel::new(6, 3);
    panel.columns.push(("one", vec![1.0; 108]));
    let frame = panel.frame();
    let (with, without) = (ask(&frame, "y ~ a + b | one"), ask(&frame, "y ~ a + b"));
    let of = |fit: &Fit| fit.term("a").unwrap().estimate;
    assert!((of(&with) - of(&without)).abs() < 1e-12);
}

#[test]
fn a_table_of_which_little_can_be_used_is_estimated_on_that() {
    let panel = Panel::new(5, 4);
    let mut frame = Frame::new();
    for (name, column) in &panel.columns {
        let padded = column
            .iter()
            .flat_map(|&value| std::iter::once(Some(value)).chain(std::iter::repeat_n(None, 99)));
        frame.push(name, Numbers::from_options(padded)).unwrap();
    }
    let (padded, plain) = (ask(&frame, FORMULA), ask(&panel.frame(), FORMULA));
    assert_eq!(padded.rows_in, 100 * plain.rows_in);
    assert_eq!(padded.dropped.count(Reason::Missing), 99 * plain.rows_in);
    assert_eq!(padded.terms, plain.terms);
}
