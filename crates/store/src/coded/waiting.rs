//! Rows on their way to the shares they are of.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray};
use arrow::compute::interleave;
use arrow::datatypes::Int32Type;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

use super::keys::{one_of, same};
use super::reads::Columns;
use super::shares::share_of;
use super::work::Rows;

/// Rows that wait before they are passed on, some thousands a share; few in
/// tests, whose data are small.
const ENOUGH: usize = if cfg!(test) { 20 } else { 1 << 17 };

/// Rows of several batches that wait until there are enough of them.
pub(super) struct Waiting<const N: usize> {
    batches: Vec<Picked<N>>,
    rows: usize,
    /// Batch and row of the rows of each share.
    places: Vec<Vec<(usize, usize)>>,
}

/// Rows picked out of others, the codes of each together.
#[derive(Debug)]
pub(super) struct Picked<const N: usize> {
    /// The codes of each row.
    pub(super) keys: Vec<[u32; N]>,
    /// What aggregates read of them.
    pub(super) columns: Columns,
}

impl<const N: usize> Waiting<N> {
    /// Nobody waits; there are so many shares.
    pub(super) fn new(shares: usize) -> Self {
        Self {
            batches: Vec::new(),
            rows: 0,
            places: vec![Vec::new(); shares],
        }
    }

    /// Lets rows wait; all go, share by share, when there are enough.
    pub(super) fn push(
        &mut self,
        rows: Rows<N>,
        pass: impl FnMut(usize, &Picked<N>) -> Result<()>,
    ) -> Result<()> {
        self.rows += rows.keys.rows;
        let columns = rows.columns.into_iter().map(constant);
        self.batches.push(Picked {
            keys: rows.keys.by_row(),
            columns: columns.collect::<Result<_>>()?,
        });
        match self.rows >= ENOUGH {
            true => self.flush(pass),
            false => Ok(()),
        }
    }

    /// Passes all rows on.
    pub(super) fn flush(
        &mut self,
        mut pass: impl FnMut(usize, &Picked<N>) -> Result<()>,
    ) -> Result<()> {
        let shares = self.places.len();
        for (batch, rows) in self.batches.iter().enumerate() {
            for (row, key) in rows.keys.iter().enumerate() {
                self.places[share_of(key, shares)].push((batch, row));
            }
        }
        for (share, places) in self.places.iter_mut().enumerate() {
            if !places.is_empty() {
                pass(share, &picked(&self.batches, places)?)?;
                places.clear();
            }
        }
        self.batches.clear();
        self.rows = 0;
        Ok(())
    }
}

/// The rows at `places` of `batches`.
fn picked<const N: usize>(batches: &[Picked<N>], places: &[(usize, usize)]) -> Result<Picked<N>> {
    let keys = places.iter();
    let keys = keys
        .map(|(batch, row)| batches[*batch].keys[*row])
        .collect();
    let width = batches.first().map_or(0, |rows| rows.columns.len());
    let columns = (0..width)
        .map(|at| column(batches, at, places))
        .collect::<Result<_>>()?;
    Ok(Picked { keys, columns })
}

/// A column that says the same in every row as what it says: it need not be
/// picked apart row by row.
fn constant(column: ColumnarValue) -> Result<ColumnarValue> {
    let ColumnarValue::Array(array) = &column else {
        return Ok(column);
    };
    let alike = match array.as_primitive_opt::<Int32Type>() {
        _ if array.null_count() == array.len() => true,
        Some(numbers) if array.null_count() == 0 => one_of(numbers.values()).is_some(),
        _ => false,
    };
    Ok(match alike && !array.is_empty() {
        true => ColumnarValue::Scalar(ScalarValue::try_from_array(array, 0)?),
        false => column,
    })
}

/// What the rows at `places` have in column `at`.
fn column<const N: usize>(
    batches: &[Picked<N>],
    at: usize,
    places: &[(usize, usize)],
) -> Result<ColumnarValue> {
    let columns = || batches.iter().map(|rows| &rows.columns[at]);
    if let Some(ColumnarValue::Scalar(first)) = columns().next()
        && columns().all(|other| matches!(other, ColumnarValue::Scalar(other) if other == first))
    {
        return Ok(ColumnarValue::Scalar(first.clone()));
    }
    let arrays = columns().zip(batches);
    let arrays: Vec<ArrayRef> = arrays
        .map(|(column, rows)| column.to_array(rows.keys.len()))
        .collect::<Result<_>>()?;
    let picked = match picked_codes(&arrays, places)? {
        Some(picked) => picked,
        None => interleave(&all(&arrays), places)?,
    };
    Ok(ColumnarValue::Array(picked))
}

/// The rows at `places` of dictionaries that share their texts: the codes alone
/// are picked.
fn picked_codes(arrays: &[ArrayRef], places: &[(usize, usize)]) -> Result<Option<ArrayRef>> {
    let coded = arrays
        .iter()
        .map(|array| array.as_dictionary_opt::<Int32Type>());
    let Some(coded) = coded.collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    let Some(texts) = coded.first().map(|first| first.values()) else {
        return Ok(None);
    };
    if !coded.iter().all(|other| same(texts, other.values())) {
        return Ok(None);
    }
    let keys: Vec<ArrayRef> = coded
        .iter()
        .map(|array| Arc::new(array.keys().clone()) as ArrayRef)
        .collect();
    let keys = interleave(&all(&keys), places)?;
    let picked = DictionaryArray::try_new(keys.as_primitive::<Int32Type>().clone(), texts.clone())?;
    Ok(Some(Arc::new(picked)))
}

fn all(arrays: &[ArrayRef]) -> Vec<&dyn Array> {
    arrays.iter().map(AsRef::as_ref).collect()
}
