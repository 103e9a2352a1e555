//! Anderson acceleration of a fixed point.
//!
//! uₖ₊₁ = T(uₖ) − Σᵢ γᵢ (T(uᵢ₊₁) − T(uᵢ)), where γ makes the combined
//! residual f = T(u) − u as short as the last differences allow:
//! min ‖fₖ − ΔF γ‖.
//!
//! The least squares are solved by normal equations with columns of unit
//! length; the oldest differences are dropped while the columns are close to
//! dependent. Sums run in order, so the result is the same bits every time.
//!
//! Source: Walker and Ni 2011, Anderson acceleration for fixed-point
//! iterations, section 2 (type II).

use std::collections::VecDeque;

/// A pivot of the normal equations below this is a dependent column.
const DEPENDENT: f64 = 1e-10;

/// The memory of the last steps.
#[derive(Clone, Debug)]
pub(crate) struct Anderson {
    depth: usize,
    last: Option<(Vec<f64>, Vec<f64>)>,
    /// Differences of residuals and of mapped points, oldest first.
    differences: VecDeque<(Vec<f64>, Vec<f64>)>,
    /// Inner products of the residual differences, in the same order.
    gram: VecDeque<VecDeque<f64>>,
}

impl Anderson {
    /// Remembers up to `depth` steps.
    pub(crate) fn new(depth: usize) -> Self {
        Self {
            depth,
            last: None,
            differences: VecDeque::new(),
            gram: VecDeque::new(),
        }
    }

    /// Forgets all steps.
    pub(crate) fn restart(&mut self) {
        *self = Self::new(self.depth);
    }

    /// Takes the point `u` and `mapped` = T(u), and puts the next point to
    /// try in place of `u`. `weight` scales the residual of each component.
    pub(crate) fn step(&mut self, u: &mut [f64], mapped: &[f64], weight: impl Fn(usize) -> f64) {
        let points = mapped.iter().zip(u.iter()).enumerate();
        let f: Vec<f64> = points.map(|(i, (t, u))| weight(i) * (t - u)).collect();
        if let Some((old_f, old_mapped)) = self.last.take() {
            self.remember(subtract(&f, &old_f), subtract(mapped, &old_mapped));
        }
        let gamma = self.combine(&f);
        u.copy_from_slice(mapped);
        for ((_, moved), gamma) in self.differences.iter().zip(&gamma) {
            for (u, moved) in u.iter_mut().zip(moved) {
                *u -= gamma * moved;
            }
        }
        self.last = Some((f, mapped.to_vec()));
    }

    fn remember(&mut self, residual: Vec<f64>, moved: Vec<f64>) {
        if self.differences.len() == self.depth {
            self.drop_oldest();
        }
        let mut row: VecDeque<f64> = self
            .differences
            .iter()
            .map(|(other, _)| dot(other, &residual))
            .collect();
        for (old, product) in self.gram.iter_mut().zip(&row) {
            old.push_back(*product);
        }
        row.push_back(dot(&residual, &residual));
        self.gram.push_back(row);
        self.differences.push_back((residual, moved));
    }

    fn drop_oldest(&mut self) {
        self.differences.pop_front();
        self.gram.pop_front();
        for row in &mut self.gram {
            row.pop_front();
        }
    }

    /// γ, after dropping what is dependent.
    fn combine(&mut self, f: &[f64]) -> Vec<f64> {
        loop {
            let right: Vec<f64> = self.differences.iter().map(|(d, _)| dot(d, f)).collect();
            match cholesky_solve(&self.gram, &right) {
                Some(gamma) => return gamma,
                None => self.drop_oldest(),
            }
        }
    }
}

/// Solves G x = b for a symmetric positive definite G, after scaling its
/// diagonal to one; nothing where it is not, or close to it.
fn cholesky_solve(gram: &VecDeque<VecDeque<f64>>, right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let scale: Vec<f64> = (0..size).map(|i| gram[i][i].sqrt().recip()).collect();
    let mut lower = vec![0.0; size * size];
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j)
                .map(|k| lower[i * size + k] * lower[j * size + k])
                .sum();
            let rest = gram[i][j] * scale[i] * scale[j] - known;
            lower[i * size + j] = if i == j {
                if rest.is_nan() || rest <= DEPENDENT {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[j * size + j]
            };
        }
    }
    let mut x: Vec<f64> = right.iter().zip(&scale).map(|(b, s)| b * s).collect();
    for i in 0..size {
        let known: f64 = (0..i).map(|k| lower[i * size + k] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i * size + i];
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| lower[k * size + i] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i * size + i];
    }
    Some(x.iter().zip(&scale).map(|(x, s)| x * s).collect())
}

fn subtract(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a linear map Anderson is GMRES: n + 1 steps are exact for n
    /// unknowns, where the plain iteration crawls.
    #[test]
    fn a_linear_fixed_point_is_found_in_as_many_steps_as_unknowns() {
        let matrix = [[0.9, 0.05, 0.0], [0.02, 0.8, 0.1], [0.0, -0.1, 0.95]];
        let map = |u: &[f64]| -> Vec<f64> {
            let rows = matrix.iter();
            rows.map(|row| 1.0 + dot(row, u)).collect()
        };
        let mut u = vec![0.0; 3];
        let mut anderson = Anderson::new(5);
        for _ in 0..5 {
            let mapped = map(&u);
            anderson.step(&mut u, &mapped, |_| 1.0);
        }
        let mapped = map(&u);
        let miss = subtract(&mapped, &u);
        assert!(miss.iter().all(|miss| miss.abs() < 1e-9), "{miss:?}");
    }

    #[test]
    fn dependent_differences_are_dropped_and_not_divided_by() {
        let mut u = vec![1.0, 1.0];
        let mut anderson = Anderson::new(4);
        for _ in 0..20 {
            let mapped = vec![0.5 * u[0], 0.5 * u[1]];
            anderson.step(&mut u, &mapped, |_| 1.0);
            assert!(u.iter().all(|u| u.is_finite()));
        }
        assert!(u.iter().all(|u| u.abs() < 1e-12));
    }
}
