//! The linear system of a Newton step, scaled and factorized.

use super::dense::DenseLu;
use super::sparse::{Pattern, SparseLu};
use crate::compile::{Entry, SolvedBlock};

/// Up to this size a matrix is factorized densely.
const DENSE: usize = 48;

/// How the Jacobian of a block is factorized; found once.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Dense,
    Sparse(Box<Pattern>),
    /// The pattern allows no factorization whatever the values are.
    Singular,
}

impl Shape {
    pub(crate) fn of(block: &SolvedBlock) -> Self {
        let size = block.unknowns.len();
        if size <= DENSE {
            return Shape::Dense;
        }
        match Pattern::of(size, &block.entries) {
            Some(pattern) => Shape::Sparse(Box::new(pattern)),
            None => Shape::Singular,
        }
    }
}

/// A factorized Jacobian: R J C = L U with diagonal scales R and C.
#[derive(Clone, Debug, Default)]
pub(crate) struct Factor {
    row_scale: Vec<f64>,
    column_scale: Vec<f64>,
    /// The entries of J on its diagonal.
    pub(crate) diagonal: Vec<f64>,
    dense: DenseLu,
    sparse: Option<SparseLu>,
    values: Vec<f64>,
    /// Whether there is a factorization at all.
    pub(crate) ready: bool,
}

impl Factor {
    /// Factorizes the Jacobian whose entries have these values, for unknowns
    /// of about the size of `scale`; the place of an unknown without a pivot
    /// where it is singular.
    pub(crate) fn factorize(
        &mut self,
        shape: &Shape,
        entries: &[Entry],
        value: impl Fn(&Entry) -> f64,
        scale: &[f64],
    ) -> Result<(), usize> {
        self.ready = false;
        self.scale(entries, &value, scale);
        let scaled = |entry: &Entry, factor: &Self| {
            let (row, column) = (entry.row as usize, entry.column as usize);
            value(entry) * factor.row_scale[row] * factor.column_scale[column]
        };
        match shape {
            Shape::Singular => return Err(0),
            Shape::Dense => {
                let size = scale.len();
                let mut matrix = std::mem::take(&mut self.values);
                matrix.clear();
                matrix.resize(size * size, 0.0);
                for entry in entries {
                    matrix[entry.row as usize * size + entry.column as usize] = scaled(entry, self);
                }
                let outcome = self.dense.factorize(size, &matrix);
                self.values = matrix;
                outcome?;
            }
            Shape::Sparse(pattern) => {
                let values: Vec<f64> = entries.iter().map(|entry| scaled(entry, self)).collect();
                self.sparse = SparseLu::of(pattern, &values);
                if self.sparse.is_none() {
                    return Err(0);
                }
            }
        }
        self.ready = true;
        Ok(())
    }

    /// Columns by the size of the unknown, then rows to a largest entry of 1.
    fn scale(&mut self, entries: &[Entry], value: &impl Fn(&Entry) -> f64, scale: &[f64]) {
        self.column_scale.clear();
        let usable = |size: &f64| if *size > 0.0 { *size } else { 1.0 };
        self.column_scale.extend(scale.iter().map(usable));
        self.row_scale.clear();
        self.row_scale.resize(scale.len(), 0.0);
        self.diagonal.clear();
        self.diagonal.resize(scale.len(), 0.0);
        for entry in entries {
            let (row, column) = (entry.row as usize, entry.column as usize);
            let size = (value(entry) * self.column_scale[column]).abs();
            self.row_scale[row] = self.row_scale[row].max(size);
            if row == column {
                self.diagonal[row] = value(entry);
            }
        }
        for size in &mut self.row_scale {
            *size = if *size > 0.0 { 1.0 / *size } else { 1.0 };
        }
    }

    /// Replaces the residuals by the Newton step −J⁻¹ r.
    pub(crate) fn step(&self, residuals: &mut [f64]) {
        for (residual, scale) in residuals.iter_mut().zip(&self.row_scale) {
            *residual *= -scale;
        }
        match &self.sparse {
            Some(sparse) => sparse.solve(residuals),
            None => self.dense.solve(residuals),
        }
        for (step, scale) in residuals.iter_mut().zip(&self.column_scale) {
            *step *= scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: usize = 90;

    /// A block of `SIZE` unknowns with these entries and their values.
    fn entries(places: &[(usize, usize, f64)]) -> (Vec<Entry>, Vec<f64>) {
        let mut places = places.to_vec();
        places.sort_by_key(|(row, column, _)| (*column, *row));
        places.dedup_by_key(|(row, column, _)| (*column, *row));
        let entry = |(at, (row, column, _)): (usize, &(usize, usize, f64))| Entry {
            row: *row as u32,
            column: *column as u32,
            register: at as u32,
        };
        let entries = places.iter().enumerate().map(entry).collect();
        (entries, places.iter().map(|place| place.2).collect())
    }

    fn step(
        shape: &Shape,
        entries: &[Entry],
        values: &[f64],
        scale: &[f64],
        b: &[f64],
    ) -> Vec<f64> {
        let mut factor = Factor::default();
        let value = |entry: &Entry| values[entry.register as usize];
        factor.factorize(shape, entries, value, scale).unwrap();
        let mut x = b.to_vec();
        factor.step(&mut x);
        x
    }

    fn sparse(entries: &[Entry]) -> Shape {
        Shape::Sparse(Box::new(Pattern::of(SIZE, entries).unwrap()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The sparse step is the dense one, and J step = −r, for unknowns
        /// of very different sizes and pivots off the diagonal.
        #[test]
        fn sparse_and_dense_steps_agree(
            others in prop::collection::vec((0..SIZE, 0..SIZE, -1.0..1.0_f64), 0..400),
            turn in 0..SIZE,
            powers in prop::collection::vec(-6..6_i32, SIZE),
            b in prop::collection::vec(-1.0..1.0_f64, SIZE),
        ) {
            let scale: Vec<f64> = powers.iter().map(|power| 10_f64.powi(*power)).collect();
            // Dominant entries on a turned diagonal keep the matrix regular.
            let dominant = (0..SIZE).map(|row| (row, (row + turn) % SIZE, 30.0));
            let places: Vec<_> = dominant.chain(others).map(|(row, column, value)| {
                (row, column, value / scale[column])
            }).collect();
            let (entries, values) = entries(&places);
            let wide = step(&Shape::Dense, &entries, &values, &scale, &b);
            let thin = step(&sparse(&entries), &entries, &values, &scale, &b);
            let size = b.iter().fold(0.0_f64, |most, b| most.max(b.abs()));
            for at in 0..SIZE {
                prop_assert!((wide[at] - thin[at]).abs() <= 1e-13 * size * scale[at]);
            }
            let mut left = b.clone();
            for (entry, value) in entries.iter().zip(&values) {
                left[entry.row as usize] += value * thin[entry.column as usize];
            }
            prop_assert!(left.iter().all(|rest| rest.abs() <= 1e-12 * size), "{left:?}");
        }
    }

    /// An unknown no equation uses, a matrix of equal rows, and one without numbers.
    #[test]
    fn a_singular_sparse_matrix_gives_no_step() {
        let ring = |weight: f64| -> Vec<(usize, usize, f64)> {
            (0..SIZE)
                .flat_map(|row| [(row, row, 1.0), (row, (row + 1) % SIZE, weight)])
                .collect()
        };
        for (places, solvable) in [
            (ring(-0.5), true),
            (ring(-1.0), false),
            (ring(f64::NAN), false),
        ] {
            let (entries, values) = entries(&places);
            let mut factor = Factor::default();
            let value = |entry: &Entry| values[entry.register as usize];
            let outcome = factor.factorize(&sparse(&entries), &entries, value, &[1.0; SIZE]);
            let mut x = vec![1.0; SIZE];
            x[0] = 2.0;
            let finite = outcome.is_ok() && {
                factor.step(&mut x);
                // Rounding may leave a tiny pivot: then the step is absurd.
                x.iter().all(|x| x.is_finite() && x.abs() < 1e12)
            };
            assert_eq!(finite, solvable);
        }
    }
}
