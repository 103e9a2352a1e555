//! Anderson's combination of fixed-point steps.

/// How many earlier steps are combined.
const DEPTH: usize = 12;
/// A direction this short beside its beginning adds nothing to the others.
const INDEPENDENT: f64 = 1e-10;

/// The last points x and residuals r = g(x) − x of a fixed-point iteration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anderson {
    points: Vec<Vec<f64>>,
    residuals: Vec<Vec<f64>>,
}

impl Anderson {
    /// x + r − (ΔX + ΔR) γ, with γ = argmin |r − ΔR γ| over the last steps.
    ///
    /// For a linear g this is a Krylov method: it ends after as many steps as
    /// there are dimensions, where plain iteration may not converge at all.
    pub(crate) fn next(&mut self, x: &[f64], residual: &[f64]) -> Vec<f64> {
        self.points.push(x.to_vec());
        self.residuals.push(residual.to_vec());
        if self.points.len() > DEPTH + 1 {
            self.points.remove(0);
            self.residuals.remove(0);
        }
        let mut next: Vec<f64> = x.iter().zip(residual).map(|(x, r)| x + r).collect();
        let steps = differences(&self.residuals);
        let moves = differences(&self.points);
        let gamma = least_squares(&steps, residual);
        for ((gamma, step), moved) in gamma.iter().zip(&steps).zip(&moves) {
            for ((next, step), moved) in next.iter_mut().zip(step).zip(moved) {
                *next -= gamma * (step + moved);
            }
        }
        next
    }

    /// Forgets the steps, as after one that led astray.
    pub(crate) fn forget(&mut self) {
        self.points.clear();
        self.residuals.clear();
    }
}

fn differences(list: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let pairs = list.iter().zip(list.iter().skip(1));
    pairs
        .map(|(a, b)| b.iter().zip(a).map(|(b, a)| b - a).collect())
        .collect()
}

/// The coefficients of the columns that come nearest to b, by modified
/// Gram-Schmidt from the latest column on; a column that depends on later ones
/// is left out.
fn least_squares(columns: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut basis: Vec<(usize, Vec<f64>)> = Vec::new();
    // Row i: how much of each basis vector the column of basis vector i holds.
    let mut upper: Vec<Vec<f64>> = Vec::new();
    for (at, column) in columns.iter().enumerate().rev() {
        let mut rest = column.clone();
        let mut held = Vec::new();
        for (_, unit) in &basis {
            let share = dot(unit, &rest);
            subtract(&mut rest, unit, share);
            held.push(share);
        }
        let length = dot(&rest, &rest).sqrt();
        if length > INDEPENDENT * dot(column, column).sqrt() {
            rest.iter_mut().for_each(|value| *value /= length);
            held.push(length);
            basis.push((at, rest));
            upper.push(held);
        }
    }
    let mut left = b.to_vec();
    let mut shares: Vec<f64> = Vec::new();
    for (_, unit) in &basis {
        let share = dot(unit, &left);
        subtract(&mut left, unit, share);
        shares.push(share);
    }
    let mut gamma = vec![0.0; columns.len()];
    for (place, (at, _)) in basis.iter().enumerate().rev() {
        let held = &upper[place];
        let value = shares[place] / held[place];
        gamma[*at] = value;
        for (share, held) in shares.iter_mut().zip(&held[..place]) {
            *share -= value * held;
        }
    }
    gamma
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn subtract(from: &mut [f64], what: &[f64], share: f64) {
    for (from, what) in from.iter_mut().zip(what) {
        *from -= share * what;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Residuals of least squares are at right angles to every column.
        #[test]
        fn what_is_left_is_at_right_angles(
            columns in prop::collection::vec(prop::collection::vec(-1.0..1.0_f64, 9), 1..5),
            b in prop::collection::vec(-1.0..1.0_f64, 9),
        ) {
            let gamma = least_squares(&columns, &b);
            let mut left = b.clone();
            for (column, gamma) in columns.iter().zip(&gamma) {
                subtract(&mut left, column, *gamma);
            }
            for column in &columns {
                prop_assert!(dot(column, &left).abs() < 1e-6);
            }
        }
    }

    /// g(x) = A x + b with eigenvalues outside the unit circle: plain steps
    /// run away, combined ones end at (I − A)⁻¹ b.
    #[test]
    fn an_expanding_linear_map_is_solved_in_as_many_steps_as_dimensions() {
        let g = |x: &[f64]| vec![2.0 * x[0] + x[1] + 1.0, -3.0 * x[1] + 2.0];
        let mut x = vec![0.0, 0.0];
        let mut anderson = Anderson::default();
        for _ in 0..4 {
            let residual: Vec<f64> = g(&x).iter().zip(&x).map(|(g, x)| g - x).collect();
            if residual.iter().all(|r| r.abs() < 1e-12) {
                break;
            }
            x = anderson.next(&x, &residual);
        }
        assert!(
            (x[1] - 0.5).abs() < 1e-9 && (x[0] + 1.5).abs() < 1e-9,
            "{x:?}"
        );
    }
}
