//! Newton's method with steps from GMRES.
//!
//! J(u) δ = −f(u), solved in the Krylov space of f, where J v is the
//! difference (f(u + ε v) − f(u)) / ε: no matrix is formed, one evaluation of
//! f a product.
//!
//! Source: Knoll and Keyes 2004, Jacobian-free Newton–Krylov methods; Saad
//! and Schultz 1986 (GMRES with Givens rotations).

use triffin_basis::BasisError;

/// Directions kept before the step is taken as it is.
const SPACE: usize = 60;

/// The square root of the rounding unit: what a difference can resolve.
const DIFFERENCE: f64 = 1.5e-8;

/// What is solved: fills its second argument with f at the first.
pub(crate) type Residual<'a> = dyn FnMut(&[f64], &mut [f64]) -> Result<(), BasisError> + 'a;

/// One Newton step from `u`, where f(u) = `f`: solves J δ = −f until the
/// linear residual is `accuracy` of ‖f‖.
///
/// # Errors
///
/// Those of `residual`.
pub(crate) fn newton_step(
    residual: &mut Residual<'_>,
    u: &[f64],
    f: &[f64],
    accuracy: f64,
) -> Result<Vec<f64>, BasisError> {
    let size = u.len();
    let beta = norm(f);
    let mut basis = vec![f.iter().map(|f| -f / beta).collect::<Vec<f64>>()];
    let mut triangle = Triangle::new(beta);
    let (mut moved, mut at) = (vec![0.0; size], vec![0.0; size]);
    let length = norm(u).max(1.0);
    while basis.len() <= SPACE.min(size) {
        let direction = &basis[basis.len() - 1];
        let epsilon = DIFFERENCE * length;
        for ((at, u), v) in at.iter_mut().zip(u).zip(direction) {
            *at = u + epsilon * v;
        }
        residual(&at, &mut moved)?;
        let mut w: Vec<f64> = moved
            .iter()
            .zip(f)
            .map(|(m, f)| (m - f) / epsilon)
            .collect();
        let mut column = Vec::with_capacity(basis.len() + 1);
        for v in &basis {
            let along: f64 = dot(v, &w);
            w.iter_mut().zip(v).for_each(|(w, v)| *w -= along * v);
            column.push(along);
        }
        let left = norm(&w);
        column.push(left);
        let miss = triangle.push(column);
        if miss <= accuracy * beta || left <= f64::EPSILON * beta {
            break;
        }
        basis.push(w.iter().map(|w| w / left).collect());
    }
    let weights = triangle.solve();
    let mut step = vec![0.0; size];
    for (v, weight) in basis.iter().zip(&weights) {
        step.iter_mut().zip(v).for_each(|(s, v)| *s += weight * v);
    }
    Ok(step)
}

/// The Hessenberg matrix of GMRES, kept triangular by rotations.
struct Triangle {
    columns: Vec<Vec<f64>>,
    rotations: Vec<(f64, f64)>,
    right: Vec<f64>,
}

impl Triangle {
    fn new(beta: f64) -> Self {
        Self {
            columns: Vec::new(),
            rotations: Vec::new(),
            right: vec![beta],
        }
    }

    /// Adds a column of one entry more than the last; what is left of the
    /// right-hand side comes back.
    fn push(&mut self, mut column: Vec<f64>) -> f64 {
        let last = self.rotations.len();
        for (i, (c, s)) in self.rotations.iter().enumerate() {
            let (a, b) = (column[i], column[i + 1]);
            (column[i], column[i + 1]) = (c * a + s * b, c * b - s * a);
        }
        let (a, b) = (column[last], column[last + 1]);
        let length = a.hypot(b);
        let (c, s) = if length > 0.0 {
            (a / length, b / length)
        } else {
            (1.0, 0.0)
        };
        column[last] = length;
        column.truncate(last + 1);
        let before = self.right[last];
        self.right[last] = c * before;
        self.right.push(-s * before);
        self.rotations.push((c, s));
        self.columns.push(column);
        (s * before).abs()
    }

    fn solve(&self) -> Vec<f64> {
        let size = self.columns.len();
        let mut x = self.right[..size].to_vec();
        for i in (0..size).rev() {
            let known: f64 = (i + 1..size).map(|k| self.columns[k][i] * x[k]).sum();
            let pivot = self.columns[i][i];
            x[i] = if pivot == 0.0 {
                0.0
            } else {
                (x[i] - known) / pivot
            };
        }
        x
    }
}

fn norm(v: &[f64]) -> f64 {
    dot(v, v).sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newton_converges_quadratically_on_a_small_system() {
        let mut f = |u: &[f64], out: &mut [f64]| {
            out[0] = u[0] * u[0] + u[1] - 3.0;
            out[1] = u[0] - u[1] * u[1] + 1.0 / 3.0 * u[2];
            out[2] = u[2] * u[2] * u[2] - 8.0;
            Ok(())
        };
        let mut u = vec![1.5, 1.5, 1.5];
        let mut misses = Vec::new();
        for _ in 0..8 {
            let mut at = vec![0.0; 3];
            f(&u, &mut at).unwrap();
            misses.push(norm(&at));
            if norm(&at) == 0.0 {
                break;
            }
            let step = newton_step(&mut f, &u, &at, 1e-12).unwrap();
            u.iter_mut().zip(&step).for_each(|(u, s)| *u += s);
        }
        assert!(misses.iter().any(|miss| *miss < 1e-13), "{misses:?}");
        assert!((u[2] - 2.0).abs() < 1e-12);
    }
}
