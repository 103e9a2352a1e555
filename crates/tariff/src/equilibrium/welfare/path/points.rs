//! Chebyshev's points on [0, 1]: derivatives and integrals through them.

use std::f64::consts::PI;

/// The points sₖ = (1 − cos(πk/m)) / 2, k = 0 … m, and the form that
/// integrates a dB for functions known there:
/// ∫ a (db/ds) ds = Σₖ aₖ Σₗ Qₖₗ bₗ.
///
/// Doubling m keeps the points there are, at every second place.
///
/// Source: Trefethen 2000, Spectral Methods in MATLAB, programs cheb and
/// clencurt.
pub(super) struct Points {
    at: Vec<f64>,
    /// Qₖₗ = (weight of k) × (derivative at k of the polynomial of l).
    form: Vec<f64>,
}

impl Points {
    /// `intervals` ≥ 2, even.
    pub(super) fn new(intervals: usize) -> Self {
        let m = intervals;
        let angle = |k: usize| PI * k as f64 / m as f64;
        let at: Vec<f64> = (0..=m).map(|k| 0.5 * (1.0 - angle(k).cos())).collect();
        let weights: Vec<f64> = (0..=m).map(|k| weight(k, m, angle(k))).collect();
        let mut form = vec![0.0; (m + 1) * (m + 1)];
        for k in 0..=m {
            let mut sum = 0.0;
            for l in (0..=m).filter(|l| *l != k) {
                let d = edge(k, m) / edge(l, m) * sign(k + l) / (at[k] - at[l]);
                form[k * (m + 1) + l] = weights[k] * d;
                sum += d;
            }
            // The derivative of a constant is zero.
            form[k * (m + 1) + k] = -weights[k] * sum;
        }
        Self { at, form }
    }

    /// How many points there are.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// Where point k is on the path.
    pub(super) fn s(&self, k: usize) -> f64 {
        self.at[k]
    }

    /// Σₗ Qₖₗ bₗ for every k.
    pub(super) fn differential(&self, b: impl Fn(usize) -> f64, out: &mut [f64]) {
        let b: Vec<f64> = (0..self.len()).map(b).collect();
        for (row, out) in self.form.chunks(self.len()).zip(out) {
            *out = row.iter().zip(&b).map(|(q, b)| q * b).sum();
        }
    }
}

fn edge(k: usize, m: usize) -> f64 {
    if k == 0 || k == m { 2.0 } else { 1.0 }
}

fn sign(k: usize) -> f64 {
    if k.is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// Clenshaw and Curtis's weight of point k on [0, 1], m even.
fn weight(k: usize, m: usize, angle: f64) -> f64 {
    let terms = (1..=m / 2).map(|j| {
        let b = if 2 * j == m { 1.0 } else { 2.0 };
        b / (4.0 * (j * j) as f64 - 1.0) * (2.0 * j as f64 * angle).cos()
    });
    let c = if k == 0 || k == m { 1.0 } else { 2.0 };
    0.5 * c / m as f64 * (1.0 - terms.sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_integrates_a_db() {
        // ∫₀¹ e^s d(s²) = ∫ 2 s e^s ds = 2.
        let points = Points::new(16);
        let mut v = vec![0.0; points.len()];
        points.differential(|k| points.s(k).powi(2), &mut v);
        let a = (0..points.len()).map(|k| points.s(k).exp());
        let integral: f64 = a.zip(&v).map(|(a, v)| a * v).sum();
        assert!((integral - 2.0).abs() < 1e-13, "{integral}");
    }

    #[test]
    fn doubling_keeps_the_points() {
        let (four, eight) = (Points::new(4), Points::new(8));
        for k in 0..5 {
            assert!((four.s(k) - eight.s(2 * k)).abs() < 1e-16);
        }
        assert_eq!((four.s(0), four.s(4)), (0.0, 1.0));
    }
}
