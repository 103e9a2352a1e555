//! How estimates move together.

use triffin_basis::BasisError;

/// The lower Cholesky factor of a covariance matrix, L Lᵀ = V; estimates
/// without variance, or that follow from others, are allowed.
///
/// Source: Golub and Van Loan 2013, Matrix Computations, algorithm 4.2.1.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    size: usize,
    /// Row after row.
    factor: Vec<f64>,
}

/// Rounding in a pivot, as a share of the variance it comes from.
const ROUNDING: f64 = 1e-10;

impl Covariance {
    /// Factors `matrix`, row after row, of `size` estimates.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-COVARIANCE`: a matrix of another size, not symmetric, or
    /// that no distribution has; it names the place.
    pub fn new(size: usize, matrix: &[f64]) -> Result<Self, BasisError> {
        if size == 0 || matrix.len() != size * size {
            return Err(refused((size, size), matrix.len() as f64));
        }
        let mut factor = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let (here, there) = (matrix[row * size + column], matrix[column * size + row]);
                let scale = (matrix[row * size + row] * matrix[column * size + column]).sqrt();
                let even = (here - there).abs() <= 1e-8 * scale;
                if !here.is_finite() || !there.is_finite() || !even {
                    return Err(refused((row, column), here));
                }
                let cell = cell(&factor, size, (row, column), here, scale);
                factor[row * size + column] = cell.ok_or_else(|| refused((row, column), here))?;
            }
        }
        Ok(Self { size, factor })
    }

    /// Independent estimates with these standard errors.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-COVARIANCE` where one is negative or no number.
    pub fn independent(errors: &[f64]) -> Result<Self, BasisError> {
        let size = errors.len();
        if let Some(at) = errors
            .iter()
            .position(|error| error.is_nan() || *error < 0.0)
        {
            return Err(refused((at, at), errors[at]));
        }
        let mut matrix = vec![0.0; size * size];
        for (at, error) in errors.iter().enumerate() {
            matrix[at * size + at] = error * error;
        }
        Self::new(size, &matrix)
    }

    /// How many estimates it is of.
    pub fn size(&self) -> usize {
        self.size
    }

    /// L z.
    pub(super) fn apply(&self, z: &[f64]) -> Vec<f64> {
        let rows = self.factor.chunks_exact(self.size);
        rows.map(|row| row.iter().zip(z).map(|(l, z)| l * z).sum())
            .collect()
    }
}

/// One cell of the factor; `None` where the matrix has a negative pivot.
fn cell(
    factor: &[f64],
    size: usize,
    (row, column): (usize, usize),
    value: f64,
    scale: f64,
) -> Option<f64> {
    let known = 0..column;
    let dot: f64 = known
        .map(|k| factor[row * size + k] * factor[column * size + k])
        .sum();
    let rest = value - dot;
    if row == column {
        return (rest >= -ROUNDING * scale).then(|| rest.max(0.0).sqrt());
    }
    let pivot = factor[column * size + column];
    // What follows from other estimates has no part of its own.
    if pivot * pivot <= ROUNDING * (dot.abs() + scale) {
        return (rest.abs() <= ROUNDING.sqrt() * scale).then_some(0.0);
    }
    Some(rest / pivot)
}

fn refused((row, column): (usize, usize), value: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-COVARIANCE",
        format!(
            "no covariance matrix: {value} in row {}, column {}",
            row + 1,
            column + 1
        ),
        format!(
            "不是协方差矩阵：第 {} 行第 {} 列为 {value}",
            row + 1,
            column + 1
        ),
    )
    .value(value)
    .expected(
        "a square, symmetric, positive semidefinite matrix of the estimates",
        "与估计值对应的对称半正定方阵",
    )
}
