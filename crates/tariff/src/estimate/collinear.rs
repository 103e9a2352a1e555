//! Regressors that the effects or those before them span.

use super::absorb::{Aim, Layout, Weighted, absorb};
use super::dense::{self, Cholesky};
use super::fit::Collinear;

/// Below this share of its variation left, a column counts as spanned.
const SPANNED: f64 = 1e-11;
/// Above this share it is clear without looking closer.
const CLEAR: f64 = 1e-3;
/// The tolerances of the first and the closer look.
const GLANCE: f64 = 1e-4;
const CLOSER: f64 = 1e-11;

/// The places of the columns kept, and those left out with what spans them.
///
/// Columns are taken in their order, so that of a set that spans itself the
/// last goes. `columns` come back as what the effects leave of them, to the
/// tolerance of one glance at least.
pub(crate) fn sort_out(
    columns: &mut [Vec<f64>],
    names: &[String],
    layout: &Layout,
    weights: &[f64],
) -> (Vec<usize>, Vec<Collinear>) {
    let spread: Vec<f64> = columns.iter().map(|x| variation(x, weights)).collect();
    let weighted = Weighted::new(layout, weights);
    absorb(&weighted, columns, &vec![Aim::Left(GLANCE); columns.len()]);
    let glance = eliminate(columns, weights, &spread);
    if glance.shares.iter().any(|&share| share < CLEAR) && !layout.is_empty() {
        absorb(&weighted, columns, &vec![Aim::Left(CLOSER); columns.len()]);
    }
    let found = eliminate(columns, weights, &spread);
    let left_out = (0..columns.len()).filter(|at| !found.kept.contains(at));
    let collinear = left_out
        .map(|at| Collinear {
            term: names[at].clone(),
            with: spanning(at, &found.kept, &found.gram, &spread, names),
        })
        .collect();
    (found.kept, collinear)
}

/// Σ w (x − mean)²; of a constant, Σ w x².
fn variation(x: &[f64], weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let mean = dense::dot(x, weights) / total;
    let about = |center: f64| -> f64 {
        let squares = x.iter().zip(weights);
        squares.map(|(x, w)| w * (x - center) * (x - center)).sum()
    };
    let (centered, raw) = (about(mean), about(0.0));
    if centered > 1e-24 * raw {
        centered
    } else {
        raw
    }
}

struct Elimination {
    gram: Vec<f64>,
    kept: Vec<usize>,
    /// The share of each column's variation that those kept before it leave.
    shares: Vec<f64>,
}

/// Gauss on the Gram matrix, column after column, leaving out what vanishes.
fn eliminate(columns: &[Vec<f64>], weights: &[f64], spread: &[f64]) -> Elimination {
    let k = columns.len();
    let gram = dense::gram(columns, weights);
    let mut left = gram.clone();
    let mut kept = Vec::new();
    let mut shares = vec![0.0; k];
    for at in 0..k {
        let pivot = left[at * k + at];
        if spread[at] > 0.0 {
            shares[at] = pivot / spread[at];
        }
        if shares[at] < SPANNED {
            continue;
        }
        kept.push(at);
        for row in at + 1..k {
            let factor = left[row * k + at] / pivot;
            for column in at + 1..k {
                left[row * k + column] -= factor * left[at * k + column];
            }
        }
    }
    Elimination { gram, kept, shares }
}

/// The kept columns that make up the one `at`.
fn spanning(
    at: usize,
    kept: &[usize],
    gram: &[f64],
    spread: &[f64],
    names: &[String],
) -> Vec<String> {
    let k = names.len();
    let before: Vec<usize> = kept.iter().copied().filter(|&each| each < at).collect();
    let rows = before.iter();
    let pairs = rows.flat_map(|row| before.iter().map(move |column| row * k + column));
    let inner: Vec<f64> = pairs.map(|place| gram[place]).collect();
    let own: Vec<f64> = before.iter().map(|row| gram[row * k + at]).collect();
    // A column that the effects take whole has nothing for others to span.
    if gram[at * k + at] <= SPANNED * spread[at] {
        return Vec::new();
    }
    let Some(factor) = Cholesky::new(&inner, before.len()) else {
        return Vec::new();
    };
    let shares = before
        .iter()
        .zip(factor.solve(&own))
        .filter(|(each, b)| (b * b * gram[**each * k + **each]) > 1e-10 * gram[at * k + at]);
    shares.map(|(&each, _)| names[each].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::factors::Factor;
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|at| format!("x{at}")).collect()
    }

    #[test]
    fn the_last_of_a_set_that_spans_itself_goes() {
        let a: Vec<f64> = vec![1.0, 2.0, 0.0, 4.0, 7.0];
        let b = vec![0.0, 1.0, 5.0, 2.0, 1.0];
        let c: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 2.0 * a - b).collect();
        let d = vec![1.0, 0.0, 0.0, 0.0, 3.0];
        let mut columns = vec![a, b, c, d];
        let (kept, out) = sort_out(&mut columns, &names(4), &Layout::default(), &[1.0; 5]);
        assert_eq!(kept, [0, 1, 3]);
        assert_eq!(out[0].term, "x2");
        assert_eq!(out[0].with, ["x0", "x1"]);
    }

    #[test]
    fn a_column_that_an_effect_spans_is_named_without_others() {
        let effect = Factor {
            codes: vec![0, 0, 1, 1, 2, 2],
            groups: 3,
        };
        let layout = Layout::of(&[effect]);
        let mut columns = vec![
            vec![2000.0, 2000.0, 2001.0, 2001.0, 2002.0, 2002.0],
            vec![1.0, 0.0, 2.0, 1.0, 3.0, 0.0],
        ];
        let (kept, out) = sort_out(&mut columns, &names(2), &layout, &[1.0; 6]);
        assert_eq!(kept, [1]);
        assert!(out[0].with.is_empty());
    }
}
