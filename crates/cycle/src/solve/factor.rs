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
