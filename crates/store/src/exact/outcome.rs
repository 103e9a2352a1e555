//! From an exact total to the result, or to the refusal.

use arrow::array::{ArrayRef, PrimitiveArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, Decimal256Type, DecimalType, i256};
use datafusion::error::{DataFusionError, Result};
use std::sync::Arc;

use super::total::Summand;
use crate::error::StoreError;

/// The result type of a sum and the name to blame when a total does not fit.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    what: String,
    result: DataType,
    /// What a decimal total must stay below, sign apart.
    limit: Option<i256>,
}

impl Outcome {
    pub(super) fn new(name: &str, result: &DataType) -> Self {
        Self {
            what: name.to_owned(),
            result: result.clone(),
            limit: match result {
                DataType::Decimal128(p, _) | DataType::Decimal256(p, _) => Some(power_of_ten(*p)),
                _ => None,
            },
        }
    }

    pub(super) fn data_type(&self) -> &DataType {
        &self.result
    }

    /// The value of a total in the result type.
    ///
    /// # Errors
    /// `E-STORE-OVERFLOW` when it does not fit; `None` is a total too large even
    /// for 256 bits.
    pub(super) fn value<T: Summand>(&self, total: Option<i256>) -> Result<T::Native> {
        let fits = |total: &i256| match self.limit {
            Some(limit) => *total < limit && *total > limit.wrapping_neg(),
            None => true,
        };
        total
            .filter(fits)
            .and_then(T::narrow)
            .ok_or_else(|| self.overflow(total))
    }

    /// An array of results.
    pub(super) fn array<T: Summand>(
        &self,
        values: Vec<T::Native>,
        nulls: Option<NullBuffer>,
    ) -> ArrayRef {
        let array = PrimitiveArray::<T>::new(values.into(), nulls);
        Arc::new(array.with_data_type(self.result.clone()))
    }

    fn overflow(&self, total: Option<i256>) -> DataFusionError {
        let scale = match self.result {
            DataType::Decimal128(_, s) | DataType::Decimal256(_, s) => s,
            _ => 0,
        };
        let value = match total {
            Some(total) => Decimal256Type::format_decimal(total, 76, scale),
            None => "more than 77 digits".to_owned(),
        };
        DataFusionError::External(Box::new(StoreError::Overflow {
            what: self.what.clone(),
            value,
            limit: self.largest(scale),
        }))
    }

    fn largest(&self, scale: i8) -> String {
        match self.result {
            DataType::Int64 => i64::MAX.to_string(),
            DataType::UInt64 => u64::MAX.to_string(),
            DataType::Decimal128(p, _) | DataType::Decimal256(p, _) => {
                let largest = power_of_ten(p).wrapping_sub(i256::from_i128(1));
                Decimal256Type::format_decimal(largest, 76, scale)
            }
            _ => String::new(),
        }
    }
}

/// 10^p for p up to 76, which is below 2²⁵⁵.
fn power_of_ten(p: u8) -> i256 {
    i256::from_i128(10).wrapping_pow(u32::from(p))
}
