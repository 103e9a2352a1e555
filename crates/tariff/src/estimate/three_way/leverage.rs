//! Scores that the estimated effects have made too small, made whole.

use super::effects::Effects;
use super::pairs::{Pair, Pairs, Scores};

/// Ω = Σ x̃'(I − H(x̃Vx̃' + dV_φd'))⁻¹ S S' x̃
///
/// The score of a pair is drawn towards zero by the effects that were fitted
/// to it. E(ŜŜ') is about (I − H(x̃Vx̃' + dV_φd')) E(SS') with V the
/// covariance of the coefficients and V_φ that of the country-time effects,
/// d; the inverse undoes it. None where there are too many effects for V_φ.
///
/// # Source
///
/// Weidner and Zylkin 2021, section 3.3.
pub(crate) fn meat(pairs: &Pairs, scores: &Scores) -> Option<Vec<f64>> {
    let k = scores.left.len();
    let effects = Effects::of(pairs, scores)?;
    let mut meat = vec![0.0; k * k];
    for pair in pairs.each(scores) {
        let x: Vec<Vec<f64>> = scores.left.iter().map(|column| pair.of(column)).collect();
        let whole = undone(&pair, &x, scores.bread, &effects);
        let dots = |score: &[f64]| -> Vec<f64> {
            let of = |x: &Vec<f64>| x.iter().zip(score).map(|(x, s)| x * s).sum();
            x.iter().map(of).collect()
        };
        let (left, right) = (dots(&whole), dots(&pair.score));
        for a in 0..k {
            for b in 0..k {
                meat[a * k + b] += 0.5 * (left[a] * right[b] + left[b] * right[a]);
            }
        }
    }
    Some(meat)
}

/// (I − H(x̃Vx̃' + dV_φd'))⁻¹ S of one pair.
fn undone(pair: &Pair, x: &[Vec<f64>], bread: &[f64], effects: &Effects) -> Vec<f64> {
    let leverage = leverage(pair, x, bread, effects);
    let n = pair.times.len();
    let mut system: Vec<f64> = leverage.iter().map(|value| -value).collect();
    for at in 0..n {
        system[at * n + at] += 1.0;
    }
    solved(system, pair.score.clone(), n)
}

/// H(x̃Vx̃' + dV_φd') over the rows of the pair.
pub(super) fn leverage(pair: &Pair, x: &[Vec<f64>], bread: &[f64], effects: &Effects) -> Vec<f64> {
    let (n, k) = (pair.times.len(), x.len());
    let mut leverage = vec![0.0; n * n];
    for column in 0..n {
        let mut spread: Vec<f64> = (0..n)
            .map(|row| effects.spread(pair, row, column))
            .collect();
        for (row, spread) in spread.iter_mut().enumerate() {
            for a in 0..k {
                for b in 0..k {
                    *spread += x[a][row] * bread[a * k + b] * x[b][column];
                }
            }
        }
        for (row, value) in pair.curved(&spread).into_iter().enumerate() {
            leverage[row * n + column] = value;
        }
    }
    leverage
}

/// x with A x = b, by elimination with the largest pivot; b where A has no
/// inverse.
fn solved(mut a: Vec<f64>, b: Vec<f64>, n: usize) -> Vec<f64> {
    let mut x = b.clone();
    for at in 0..n {
        let size = |row: &usize| a[row * n + at].abs();
        let best = (at..n).max_by(|one, other| size(one).total_cmp(&size(other)));
        let best = best.unwrap_or(at);
        if a[best * n + at].abs() < 1e-10 {
            return b;
        }
        for column in 0..n {
            a.swap(at * n + column, best * n + column);
        }
        x.swap(at, best);
        for row in at + 1..n {
            let factor = a[row * n + at] / a[at * n + at];
            for column in at..n {
                a[row * n + column] -= factor * a[at * n + column];
            }
            x[row] -= factor * x[at];
        }
    }
    for at in (0..n).rev() {
        let done: f64 = (at + 1..n)
            .map(|column| a[at * n + column] * x[column])
            .sum();
        x[at] = (x[at] - done) / a[at * n + at];
    }
    x
}
