//! Eigenvalues of small symmetric matrices, and what is made of them.

/// Sweeps over all pairs; ten are plenty.
const SWEEPS: usize = 60;

/// Eigenvalues λ and vectors V with A = V diag(λ) V', by Jacobi's rotations.
///
/// `vectors` holds V row after row, a vector a column.
pub(crate) struct Eigen {
    pub values: Vec<f64>,
    pub vectors: Vec<f64>,
}

impl Eigen {
    /// Of the symmetric k by k matrix `a`.
    pub fn of(a: &[f64], k: usize) -> Self {
        let mut a = a.to_vec();
        let mut vectors = vec![0.0; k * k];
        for at in 0..k {
            vectors[at * k + at] = 1.0;
        }
        for _ in 0..SWEEPS {
            let scale: f64 = a.iter().map(|value| value * value).sum();
            let off: f64 = (0..k)
                .flat_map(|row| (0..row).map(move |column| row * k + column))
                .map(|at| a[at] * a[at])
                .sum();
            if off <= 1e-34 * scale {
                break;
            }
            for row in 1..k {
                for column in 0..row {
                    rotate(&mut a, &mut vectors, k, column, row);
                }
            }
        }
        let values = (0..k).map(|at| a[at * k + at]).collect();
        Self { values, vectors }
    }

    /// V diag(f(λ)) V'.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Vec<f64> {
        let k = self.values.len();
        let mut mapped = vec![0.0; k * k];
        for (at, &value) in self.values.iter().enumerate() {
            let image = f(value);
            if image == 0.0 {
                continue;
            }
            for row in 0..k {
                let scaled = image * self.vectors[row * k + at];
                for column in 0..k {
                    mapped[row * k + column] += scaled * self.vectors[column * k + at];
                }
            }
        }
        mapped
    }

    /// The pseudo-inverse: eigenvalues near zero stay zero.
    pub fn pseudo_inverse(&self) -> Vec<f64> {
        let largest = self
            .values
            .iter()
            .fold(0.0, |most: f64, value| most.max(value.abs()));
        self.map(|value| match value.abs() > 1e-10 * largest {
            true => 1.0 / value,
            false => 0.0,
        })
    }
}

/// Turns the plane of `p` and `q` so that their cell vanishes.
fn rotate(a: &mut [f64], vectors: &mut [f64], k: usize, p: usize, q: usize) {
    let cell = a[p * k + q];
    if cell == 0.0 {
        return;
    }
    let theta = (a[q * k + q] - a[p * k + p]) / (2.0 * cell);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let t = if theta == 0.0 { 1.0 } else { t };
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for at in 0..k {
        let (x, y) = (a[at * k + p], a[at * k + q]);
        a[at * k + p] = c * x - s * y;
        a[at * k + q] = s * x + c * y;
    }
    for at in 0..k {
        let (x, y) = (a[p * k + at], a[q * k + at]);
        a[p * k + at] = c * x - s * y;
        a[q * k + at] = s * x + c * y;
    }
    for at in 0..k {
        let (x, y) = (vectors[at * k + p], vectors[at * k + q]);
        vectors[at * k + p] = c * x - s * y;
        vectors[at * k + q] = s * x + c * y;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dense;
    use super::*;

    fn symmetric() -> impl Strategy<Value = (usize, Vec<f64>)> {
        (1..7_usize).prop_flat_map(|k| {
            prop::collection::vec(-2.0..2.0_f64, k * k).prop_map(move |mut a| {
                for row in 0..k {
                    for column in 0..row {
                        a[column * k + row] = a[row * k + column];
                    }
                }
                (k, a)
            })
        })
    }

    proptest! {
        #[test]
        fn eigenvectors_put_the_matrix_together_again((k, a) in symmetric()) {
            let again = Eigen::of(&a, k).map(|value| value);
            for (x, y) in again.iter().zip(&a) {
                prop_assert!((x - y).abs() < 1e-10, "{x} {y}");
            }
        }

        #[test]
        fn the_pseudo_inverse_fulfils_the_first_condition((k, a) in symmetric()) {
            // Made singular: every row less the mean.
            let mean = |row: usize| (0..k).map(|c| a[row * k + c]).sum::<f64>() / k as f64;
            let all = (0..k).map(mean).sum::<f64>() / k as f64;
            let centered: Vec<f64> = (0..k * k)
                .map(|at| a[at] - mean(at / k) - mean(at % k) + all)
                .collect();
            let inverse = Eigen::of(&centered, k).pseudo_inverse();
            let again = dense::product(&dense::product(&centered, &inverse, k), &centered, k);
            for (x, y) in again.iter().zip(&centered) {
                prop_assert!((x - y).abs() < 1e-8, "{x} {y}");
            }
        }
    }
}
