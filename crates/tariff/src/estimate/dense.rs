//! Small symmetric matrices, row after row in one vector.

/// Rows of columns that are multiplied at a time, so that they stay near.
const BLOCK: usize = 512;

/// Σ w a b for every pair of columns.
pub(crate) fn gram(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let k = columns.len();
    let rows = weights.len();
    let mut sums = vec![0.0; k * k];
    let mut scaled = [0.0; BLOCK];
    for start in (0..rows).step_by(BLOCK) {
        let block = start..(start + BLOCK).min(rows);
        let scaled = &mut scaled[..block.len()];
        for a in 0..k {
            let products = columns[a][block.clone()]
                .iter()
                .zip(&weights[block.clone()]);
            for (slot, (x, w)) in scaled.iter_mut().zip(products) {
                *slot = x * w;
            }
            for b in 0..=a {
                sums[a * k + b] += dot(scaled, &columns[b][block.clone()]);
            }
        }
    }
    mirrored(sums, k)
}

/// The lower half copied to the upper one.
fn mirrored(mut matrix: Vec<f64>, k: usize) -> Vec<f64> {
    for a in 0..k {
        for b in 0..a {
            matrix[b * k + a] = matrix[a * k + b];
        }
    }
    matrix
}

/// Σ a b in four sums side by side, always in the same order.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours, rest) = a.as_chunks::<4>();
    let (other_fours, other_rest) = b.as_chunks::<4>();
    for (x, y) in fours.iter().zip(other_fours) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let tail: f64 = rest.iter().zip(other_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

/// L with L L' = A, for a positive definite A.
pub(crate) struct Cholesky {
    lower: Vec<f64>,
    k: usize,
}

impl Cholesky {
    /// Factors A; none where it is not positive definite beyond rounding.
    pub fn new(a: &[f64], k: usize) -> Option<Self> {
        let mut lower = a.to_vec();
        for column in 0..k {
            for row in column..k {
                let done = dot(
                    &lower[row * k..row * k + column],
                    &lower[column * k..column * k + column],
                );
                let left = a[row * k + column] - done;
                if row > column {
                    lower[row * k + column] = left / lower[column * k + column];
                } else if left > 1e-15 * a[row * k + row] {
                    lower[row * k + row] = left.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Self { lower, k })
    }

    /// x with A x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let k = self.k;
        let mut x = b.to_vec();
        for row in 0..k {
            let done = dot(&self.lower[row * k..row * k + row], &x[..row]);
            x[row] = (x[row] - done) / self.lower[row * k + row];
        }
        for row in (0..k).rev() {
            let below = x.iter().enumerate().skip(row + 1);
            let done: f64 = below.map(|(at, x)| self.lower[at * k + row] * x).sum();
            x[row] = (x[row] - done) / self.lower[row * k + row];
        }
        x
    }

    /// A⁻¹ = L⁻¹' L⁻¹, row by row.
    pub fn inverse(&self) -> Vec<f64> {
        let k = self.k;
        if k == 0 {
            return Vec::new();
        }
        let mut below = vec![0.0; k * k];
        for row in 0..k {
            let (done, rest) = below.split_at_mut(row * k);
            let own = &mut rest[..=row];
            own[row] = 1.0;
            for (column, line) in done.chunks_exact(k).enumerate() {
                let factor = self.lower[row * k + column];
                let pairs = own.iter_mut().zip(&line[..=column]);
                pairs.for_each(|(x, y)| *x -= factor * y);
            }
            let pivot = self.lower[row * k + row];
            own.iter_mut().for_each(|x| *x /= pivot);
        }
        let mut inverse = vec![0.0; k * k];
        for line in below.chunks_exact(k) {
            for (row, &factor) in line.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                let sums = inverse[row * k..=row * k + row].iter_mut();
                sums.zip(line).for_each(|(sum, x)| *sum += factor * x);
            }
        }
        mirrored(inverse, k)
    }
}

/// A B for square matrices.
pub(crate) fn product(a: &[f64], b: &[f64], k: usize) -> Vec<f64> {
    let mut c = vec![0.0; k * k];
    for row in 0..k {
        for inner in 0..k {
            let factor = a[row * k + inner];
            for column in 0..k {
                c[row * k + column] += factor * b[inner * k + column];
            }
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>)> {
        (1..6_usize, 10..1300_usize).prop_flat_map(|(k, rows)| {
            (
                prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, rows), k),
                prop::collection::vec(0.1..4.0_f64, rows),
            )
        })
    }

    proptest! {
        #[test]
        fn the_gram_matrix_is_every_weighted_product((columns, weights) in columns()) {
            let k = columns.len();
            let gram = gram(&columns, &weights);
            for a in 0..k {
                for b in 0..k {
                    let pairs = columns[a].iter().zip(&columns[b]).zip(&weights);
                    let sum: f64 = pairs.map(|((x, y), w)| x * y * w).sum();
                    prop_assert!((gram[a * k + b] - sum).abs() < 1e-9 * (1.0 + sum.abs()));
                }
            }
        }

        #[test]
        fn a_matrix_times_its_inverse_is_one((columns, weights) in columns()) {
            let k = columns.len();
            let gram = gram(&columns, &weights);
            let inverse = Cholesky::new(&gram, k).unwrap().inverse();
            let one = product(&gram, &inverse, k);
            for (place, value) in one.iter().enumerate() {
                let expected = if place % (k + 1) == 0 { 1.0 } else { 0.0 };
                prop_assert!((value - expected).abs() < 1e-8, "{one:?}");
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_no_factor() {
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 4.0], 2).is_none());
        assert!(Cholesky::new(&[f64::NAN], 1).is_none());
    }
}
