//! The LU factorization of a large sparse matrix.

use faer::MatMut;
use faer::linalg::solvers::Solve;
use faer::sparse::linalg::solvers::{Lu, SymbolicLu};
use faer::sparse::{SparseColMatRef, SymbolicSparseColMat};

use crate::compile::Entry;

/// The places of the entries that are not zero, and the order of elimination
/// found for them once.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    places: SymbolicSparseColMat<usize>,
    order: SymbolicLu<usize>,
}

impl Pattern {
    /// The pattern of entries sorted by column, then row; `None` where no
    /// order of elimination exists or memory does not suffice.
    pub(crate) fn of(size: usize, entries: &[Entry]) -> Option<Self> {
        let mut starts = vec![0; size + 1];
        for entry in entries {
            starts[entry.column as usize + 1] += 1;
        }
        for column in 0..size {
            starts[column + 1] += starts[column];
        }
        let rows = entries.iter().map(|entry| entry.row as usize).collect();
        let places = SymbolicSparseColMat::new_checked(size, size, starts, None, rows);
        let order = SymbolicLu::try_new(places.as_ref()).ok()?;
        Some(Self { places, order })
    }
}

/// P A Q = L U of a sparse matrix.
#[derive(Clone, Debug)]
pub(crate) struct SparseLu(Lu<usize, f64>);

impl SparseLu {
    /// Factorizes the matrix with these values in the pattern's places;
    /// `None` where it is singular.
    pub(crate) fn of(pattern: &Pattern, values: &[f64]) -> Option<Self> {
        let matrix = SparseColMatRef::new(pattern.places.as_ref(), values);
        let lu = Lu::try_new_with_symbolic(pattern.order.clone(), matrix).ok()?;
        Some(Self(lu))
    }

    /// Replaces b by the x with A x = b.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        let size = b.len();
        self.0
            .solve_in_place(MatMut::from_column_major_slice_mut(b, size, 1));
    }
}
