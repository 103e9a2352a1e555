//! What the bias correction of three-way panels is worth, by simulation.
//!
//! ```sh
//! cargo run --release -p triffin-tariff --example three_way -- [DRAWS [SEED]]
//! ```
//!
//! N exporters and importers over T times; β = 1. The regressor follows its
//! own past and the country-time effects, the mean is λ = exp(xβ + effects),
//! and y = λ ω with ω log-normal of mean one, correlated over time. Its
//! variance is one, or ½/λ + ½ exp(2x). A draw's random stream belongs to its
//! number.

use std::error::Error;

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use triffin_tariff::estimate::{Fit, Frame, Numbers, Request, ThreeWay, estimate};

const BETA: f64 = 1.0;
/// P(|Z| > 1.96) = 5 %.
const CRITICAL: f64 = 1.959_963_984_540_054;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let draws = words.first().map_or(Ok(1000), |draws| draws.parse())?;
    let seed = words.get(1).map_or(Ok(1), |seed| seed.parse())?;
    println!(
        "| variance of ω | N | T | bias of β | corrected | bias/error | corrected | coverage | corrected |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for variance in [Variance::One, Variance::Rising] {
        for (n, t) in [(20, 2), (20, 5), (50, 5)] {
            let size = Size { n, t, variance };
            let found: Result<Vec<[f64; 4]>, String> = (0..draws)
                .into_par_iter()
                .map(|draw| of_draw(size, seed, draw).map_err(|error| error.to_string()))
                .collect();
            print(size, &found?);
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Size {
    n: usize,
    t: usize,
    variance: Variance,
}

/// How the variance of ω depends on the row.
#[derive(Clone, Copy)]
enum Variance {
    /// Always one.
    One,
    /// ½/λ + ½ exp(2x).
    Rising,
}

/// Estimate and error before and after the correction.
fn of_draw(size: Size, seed: u64, draw: u64) -> Result<[f64; 4], Box<dyn Error>> {
    let frame = panel(size, seed, draw)?;
    let mut request = Request::parse("y ~ x | i^t + j^t + i^j")?.cluster("i^j")?;
    request.three_way = Some(ThreeWay {
        exporter: "i".into(),
        importer: "j".into(),
        time: "t".into(),
    });
    let Fit {
        terms, correction, ..
    } = estimate(&frame, &request)?;
    let correction = correction.ok_or("no correction")?;
    Ok([
        correction.uncorrected[0],
        correction.uncorrected_errors[0],
        terms[0].estimate,
        terms[0].std_error,
    ])
}

fn panel(size: Size, seed: u64, draw: u64) -> Result<Frame, Box<dyn Error>> {
    let Size { n, t, variance } = size;
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    random.set_stream(draw);
    let mut normal = |sd: f64| -> f64 {
        let z: f64 = StandardNormal.sample(&mut random);
        sd * z
    };
    let alpha: Vec<f64> = (0..n * t).map(|_| normal(0.25)).collect();
    let gamma: Vec<f64> = (0..n * t).map(|_| normal(0.25)).collect();
    let mut columns: [Vec<f64>; 5] = Default::default();
    for i in 0..n {
        for j in (0..n).filter(|&j| j != i) {
            let eta = normal(0.25);
            let (mut x, mut shock) = (eta + normal(0.5), normal(1.0));
            for time in 0..t {
                let (a, g) = (alpha[i * t + time], gamma[j * t + time]);
                x = 0.5 * x + a + g + normal(0.5);
                shock = 0.3 * shock + (1.0 - 0.09_f64).sqrt() * normal(1.0);
                let lambda = (BETA * x + a + g + eta).exp();
                let log_variance = match variance {
                    Variance::One => 2.0_f64.ln(),
                    Variance::Rising => (0.5 / lambda + 0.5 * (2.0 * x).exp()).ln_1p(),
                };
                let y = lambda * (log_variance.sqrt() * shock - 0.5 * log_variance).exp();
                let row = [i as f64, j as f64, time as f64, x, y];
                columns
                    .iter_mut()
                    .zip(row)
                    .for_each(|(column, value)| column.push(value));
            }
        }
    }
    let mut frame = Frame::new();
    for (name, column) in ["i", "j", "t", "x", "y"].iter().zip(columns) {
        frame.push(name, Numbers::new(column))?;
    }
    Ok(frame)
}

fn print(size: Size, found: &[[f64; 4]]) {
    let count = found.len() as f64;
    let mean = |of: &dyn Fn(&[f64; 4]) -> f64| found.iter().map(of).sum::<f64>() / count;
    let bias = |at: usize| mean(&|each| each[at] - BETA);
    let ratio = |at: usize| bias(at) / mean(&|each| each[at + 1]);
    let covered = |at: usize| {
        mean(&|each| f64::from(u8::from((each[at] - BETA).abs() <= CRITICAL * each[at + 1])))
    };
    let name = match size.variance {
        Variance::One => "1",
        Variance::Rising => "½/λ + ½ exp(2x)",
    };
    println!(
        "| {name} | {} | {} | {:.5} | {:.5} | {:.3} | {:.3} | {:.3} | {:.3} |",
        size.n,
        size.t,
        bias(0),
        bias(2),
        ratio(0),
        ratio(2),
        covered(0),
        covered(2)
    );
}
