//! The LU factorization of a small matrix.

/// P A = L U with partial pivoting.
///
/// Source: Golub and Van Loan 2013, Matrix Computations, algorithm 3.4.1.
#[derive(Clone, Debug, Default)]
pub(crate) struct DenseLu {
    size: usize,
    /// Row after row; L below the diagonal, U from it on.
    factors: Vec<f64>,
    /// The row taken for each pivot.
    rows: Vec<usize>,
}

/// A pivot this small beside its row of a matrix scaled to rows of largest
/// entry 1 is rounding.
const SINGULAR: f64 = 1e-15;

impl DenseLu {
    /// Factorizes `matrix`, given row after row and scaled so that the
    /// largest entry of each row is about 1; the place of the column without
    /// a pivot where it is singular.
    pub(crate) fn factorize(&mut self, size: usize, matrix: &[f64]) -> Result<(), usize> {
        self.size = size;
        self.factors.clear();
        self.factors.extend_from_slice(matrix);
        self.rows.clear();
        for column in 0..size {
            let pivot = self.pivot(column).ok_or(column)?;
            self.rows.push(pivot);
            self.swap(column, pivot);
            self.eliminate(column);
        }
        Ok(())
    }

    /// The row, from `column` on, with the largest entry in `column`.
    fn pivot(&self, column: usize) -> Option<usize> {
        let entry = |row: usize| self.factors[row * self.size + column].abs();
        let best = (column..self.size).max_by(|a, b| entry(*a).total_cmp(&entry(*b)))?;
        // Not `<`: a NaN is no pivot either.
        (entry(best) > SINGULAR && entry(best).is_finite()).then_some(best)
    }

    fn swap(&mut self, a: usize, b: usize) {
        if a != b {
            let (upper, lower) = self.factors.split_at_mut(b * self.size);
            upper[a * self.size..][..self.size].swap_with_slice(&mut lower[..self.size]);
        }
    }

    fn eliminate(&mut self, column: usize) {
        let size = self.size;
        let (upper, lower) = self.factors.split_at_mut((column + 1) * size);
        let pivot = &upper[column * size..];
        for row in lower.chunks_exact_mut(size) {
            let factor = row[column] / pivot[column];
            row[column] = factor;
            if factor != 0.0 {
                for (entry, above) in row[column + 1..].iter_mut().zip(&pivot[column + 1..]) {
                    *entry -= factor * above;
                }
            }
        }
    }

    /// Replaces b by the x with A x = b.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        for (column, &row) in self.rows.iter().enumerate() {
            b.swap(column, row);
        }
        for row in 0..self.size {
            let known = self.row(row)[..row].iter().zip(b.iter());
            let sum: f64 = known.map(|(factor, value)| factor * value).sum();
            b[row] -= sum;
        }
        for row in (0..self.size).rev() {
            let factors = self.row(row);
            let known = factors[row + 1..].iter().zip(&b[row + 1..]);
            let sum: f64 = known.map(|(factor, value)| factor * value).sum();
            b[row] = (b[row] - sum) / factors[row];
        }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.factors[row * self.size..][..self.size]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_singular_matrix_is_told_with_its_column() {
        let mut lu = DenseLu::default();
        assert_eq!(lu.factorize(2, &[1.0, 1.0, 1.0, 1.0]), Err(1));
        assert_eq!(lu.factorize(2, &[0.0, 1.0, f64::NAN, 1.0]), Err(0));
        assert_eq!(lu.factorize(2, &[0.0, 1.0, 1.0, 0.0]), Ok(()));
    }

    proptest! {
        /// A x, multiplied out, gives b back.
        #[test]
        fn what_is_solved_multiplies_back(entries in prop::collection::vec(-1.0..1.0_f64, 25),
                                          x in prop::collection::vec(-1.0..1.0_f64, 5)) {
            let mut matrix = entries;
            for i in 0..5 { matrix[i * 6] += 5.0; }
            let mut b: Vec<f64> = (0..5).map(|i| (0..5).map(|j| matrix[i * 5 + j] * x[j]).sum()).collect();
            let mut lu = DenseLu::default();
            lu.factorize(5, &matrix).unwrap();
            lu.solve(&mut b);
            for (solved, known) in b.iter().zip(&x) {
                prop_assert!((solved - known).abs() < 1e-13);
            }
        }
    }
}
