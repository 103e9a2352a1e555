//! Reading the engine's batches: columns by name, whatever their encoding.

use arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Float64Array, Int64Array, StringArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use triffin_basis::BasisError;

use crate::{Exact, TradeError};

/// The column `name` of `batch`.
pub(crate) fn column(batch: &RecordBatch, name: &str) -> Result<ArrayRef, TradeError> {
    batch.column_by_name(name).cloned().ok_or_else(|| {
        BasisError::new(
            "E-TRADE-COLUMN",
            format!("the answer has no column \"{name}\""),
            format!("结果中没有列“{name}”"),
        )
        .value(name)
        .expected("the batches of the plan given back", "所给计划的结果批次")
        .into()
    })
}

/// A text column.
#[derive(Debug)]
pub struct Texts(StringArray);

impl Texts {
    /// The column `name` of `batch` as text.
    pub fn of(batch: &RecordBatch, name: &str) -> Result<Self, TradeError> {
        let array = cast(&column(batch, name)?, &DataType::Utf8)?;
        Ok(Self(array.as_string::<i32>().clone()))
    }

    /// The text of a row, none when null.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }

    /// The text of a row, owned, empty when null.
    pub fn owned(&self, row: usize) -> String {
        self.get(row).unwrap_or_default().to_owned()
    }
}

/// A column of whole numbers; booleans read as 0 and 1.
#[derive(Debug)]
pub struct Whole(Int64Array);

impl Whole {
    /// The column `name` of `batch` as 64-bit whole numbers.
    pub fn of(batch: &RecordBatch, name: &str) -> Result<Self, TradeError> {
        let array = cast(&column(batch, name)?, &DataType::Int64)?;
        Ok(Self(array.as_primitive::<Int64Type>().clone()))
    }

    /// The number of a row, 0 when null.
    pub fn get(&self, row: usize) -> i64 {
        if self.0.is_valid(row) {
            self.0.value(row)
        } else {
            0
        }
    }
}

/// A column of doubles.
#[derive(Debug)]
pub struct Doubles(Float64Array);

impl Doubles {
    /// The column `name` of `batch` as doubles.
    pub fn of(batch: &RecordBatch, name: &str) -> Result<Self, TradeError> {
        let array = cast(&column(batch, name)?, &DataType::Float64)?;
        Ok(Self(array.as_primitive::<Float64Type>().clone()))
    }

    /// The number of a row, none when null.
    pub fn get(&self, row: usize) -> Option<f64> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }
}

/// A column of exact amounts.
#[derive(Debug)]
pub struct Amounts {
    array: Decimal128Array,
    scale: u8,
}

impl Amounts {
    /// The decimal column `name` of `batch`.
    pub fn of(batch: &RecordBatch, name: &str) -> Result<Self, TradeError> {
        Self::read(&column(batch, name)?)
    }

    /// A decimal array; whole numbers are taken as amounts without decimals.
    pub fn read(array: &ArrayRef) -> Result<Self, TradeError> {
        let (array, scale) = match array.data_type() {
            DataType::Decimal128(_, scale) => (array.clone(), *scale),
            _ => (cast(array, &DataType::Decimal128(38, 6))?, 6),
        };
        Ok(Self {
            array: array.as_primitive::<Decimal128Type>().clone(),
            scale: u8::try_from(scale).unwrap_or(0),
        })
    }

    /// The amount of a row, none when null.
    pub fn get(&self, row: usize) -> Option<Exact> {
        self.array
            .is_valid(row)
            .then(|| Exact::new(self.array.value(row), self.scale))
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.array.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.array.is_empty()
    }
}
