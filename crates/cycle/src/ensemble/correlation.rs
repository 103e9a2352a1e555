//! Deviates that move together.

use triffin_basis::BasisError;

/// The lower Cholesky factor of a correlation matrix: L Lᵀ = R.
///
/// Source: Golub and Van Loan 2013, Matrix Computations, algorithm 4.2.1.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    size: usize,
    /// Row after row.
    factor: Vec<f64>,
}

impl Correlation {
    /// The correlation matrix of `size` values in which the pairs named have
    /// these coefficients and all others none.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-CORRELATION` where a coefficient is not between −1 and 1, or
    /// where no distribution has these coefficients together.
    pub fn of(size: usize, pairs: &[(usize, usize, f64)]) -> Result<Self, BasisError> {
        let mut matrix = vec![0.0; size * size];
        for place in 0..size {
            matrix[place * size + place] = 1.0;
        }
        for &(a, b, coefficient) in pairs {
            if a == b || !(-1.0..=1.0).contains(&coefficient) {
                return Err(refusal(coefficient));
            }
            matrix[a * size + b] = coefficient;
            matrix[b * size + a] = coefficient;
        }
        cholesky(size, &matrix)
            .map(|factor| Self { size, factor })
            .ok_or_else(|| refusal(pairs.last().map_or(0.0, |pair| pair.2)))
    }

    /// The coefficient of two values: Σₖ L_ak L_bk.
    pub(super) fn between(&self, a: usize, b: usize) -> f64 {
        let row = |row: usize| &self.factor[row * self.size..(row + 1) * self.size];
        row(a).iter().zip(row(b)).map(|(x, y)| x * y).sum()
    }

    /// Replaces independent deviates by L z, which have the correlations.
    pub fn apply(&self, z: &mut [f64]) {
        for row in (0..self.size).rev() {
            let factors = &self.factor[row * self.size..][..=row];
            z[row] = factors.iter().zip(&*z).map(|(factor, z)| factor * z).sum();
        }
    }
}

/// `None` where the matrix is not positive semidefinite.
fn cholesky(size: usize, matrix: &[f64]) -> Option<Vec<f64>> {
    let mut factor = vec![0.0; size * size];
    for row in 0..size {
        for column in 0..=row {
            let dot: f64 = (0..column)
                .map(|k| factor[row * size + k] * factor[column * size + k])
                .sum();
            let rest = matrix[row * size + column] - dot;
            let pivot = factor[column * size + column];
            factor[row * size + column] = match row == column {
                true if rest < -1e-12 => return None,
                true => rest.max(0.0).sqrt(),
                // A value that follows from the others has no part of its own.
                false if pivot < 1e-6 && rest.abs() > 1e-9 => return None,
                false if pivot < 1e-6 => 0.0,
                false => rest / pivot,
            };
        }
    }
    Some(factor)
}

fn refusal(coefficient: f64) -> BasisError {
    BasisError::new(
        "E-CYCLE-CORRELATION",
        "no distribution has these correlations".to_owned(),
        "不存在具有这些相关系数的分布".to_owned(),
    )
    .value(coefficient)
    .expected(
        "coefficients from −1 to 1 between different names that agree with one another",
        "不同名称之间、取值在 −1 至 1 且相互一致的相关系数",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_multiplies_back_to_the_matrix() {
        let correlation = Correlation::of(3, &[(0, 1, 0.5), (1, 2, -0.3), (0, 2, 0.2)]).unwrap();
        // The second moments of L z are the rows of L Lᵀ, seen by unit vectors.
        let mut moments = [[0.0; 3]; 3];
        for unit in 0..3 {
            let mut z = [0.0; 3];
            z[unit] = 1.0;
            correlation.apply(&mut z);
            for (row, a) in z.iter().enumerate() {
                for (column, b) in z.iter().enumerate() {
                    moments[row][column] += a * b;
                }
            }
        }
        let known = [[1.0, 0.5, 0.2], [0.5, 1.0, -0.3], [0.2, -0.3, 1.0]];
        for (row, expected) in moments.iter().flatten().zip(known.iter().flatten()) {
            assert!((row - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_perfect_correlation_makes_two_values_one() {
        let mut z = [0.7, -1.3];
        Correlation::of(2, &[(0, 1, 1.0)]).unwrap().apply(&mut z);
        assert_eq!(z, [0.7, 0.7]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for pairs in [
            &[(0, 1, 1.5)][..],
            &[(0, 0, 0.5)],
            &[(0, 1, f64::NAN)],
            &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)],
            &[(0, 1, 1.0), (1, 2, 0.5), (0, 2, -0.5)],
        ] {
            let refused = Correlation::of(3, pairs).unwrap_err();
            assert_eq!(refused.code(), "E-CYCLE-CORRELATION");
        }
    }
}
