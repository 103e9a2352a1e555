//! Where Newton's steps begin.

use super::factors::Factor;
use super::sample::Sample;

/// How often the effects are fitted in turn. A few rounds take the means
/// near enough for Newton's method to converge at its own speed.
const ROUNDS: usize = 4;

/// Means that fit the effects alone: μ is multiplied, effect after effect, by
/// Σ y/Σ μ of each group, which maximises the likelihood in that effect.
pub(crate) fn means(sample: &Sample) -> Vec<f64> {
    let mut mu: Vec<f64> = match &sample.offset {
        Some(offset) => offset.iter().map(|offset| offset.exp()).collect(),
        None => vec![1.0; sample.len()],
    };
    let everything = Factor {
        codes: vec![
            0;
            if sample.effects.is_empty() {
                mu.len()
            } else {
                0
            }
        ],
        groups: 1,
    };
    let weights = sample.weights.as_deref();
    if sample.effects.is_empty() {
        fit(&mut mu, &sample.y, weights, &everything);
    }
    for _ in 0..ROUNDS {
        for effect in &sample.effects {
            fit(&mut mu, &sample.y, weights, effect);
        }
    }
    mu
}

fn fit(mu: &mut [f64], y: &[f64], weights: Option<&[f64]>, effect: &Factor) {
    let mut sums = vec![(0.0, 0.0); effect.groups];
    for (row, &code) in effect.codes.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[row]);
        let (of_y, of_mu) = &mut sums[code as usize];
        *of_y += weight * y[row];
        *of_mu += weight * mu[row];
    }
    let ratios: Vec<f64> = sums.iter().map(|(y, mu)| (y / mu).max(1e-200)).collect();
    for (mu, &code) in mu.iter_mut().zip(&effect.codes) {
        *mu *= ratios[code as usize];
    }
}
