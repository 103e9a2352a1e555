//! Quantities in the common unit of their dimension, as functions of the engine.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use triffin_basis::BasisError;

use crate::TradeError;
use crate::columns::Amounts;
use crate::quantity_unit::{SUM_SCALE, common, multiplier, sum_digits};

/// `trade_unit(unit)`: the common unit of its dimension, see [`common`].
pub fn common_unit() -> ScalarUDF {
    wrapped(UnitFunction::Unit)
}

/// `trade_quantity(quantity, unit)`: the quantity in the common unit, with as
/// many decimals as any unit needs.
pub fn common_quantity() -> ScalarUDF {
    wrapped(UnitFunction::Quantity)
}

fn wrapped(function: UnitFunction) -> ScalarUDF {
    let arguments = match function {
        UnitFunction::Unit => 1,
        UnitFunction::Quantity => 2,
    };
    ScalarUDF::new_from_impl(Wrapped {
        function,
        signature: Signature::any(arguments, Volatility::Immutable),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum UnitFunction {
    Unit,
    Quantity,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    function: UnitFunction,
    signature: Signature,
}

impl ScalarUDFImpl for Wrapped {
    fn name(&self) -> &str {
        match self.function {
            UnitFunction::Unit => "trade_unit",
            UnitFunction::Quantity => "trade_quantity",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.function {
            UnitFunction::Unit => DataType::Utf8,
            UnitFunction::Quantity => DataType::Decimal128(38, SUM_SCALE as i8),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let array: ArrayRef = match self.function {
            UnitFunction::Unit => Arc::new(units(&arrays[0])?),
            UnitFunction::Quantity => Arc::new(quantities(&arrays[0], &arrays[1])?),
        };
        Ok(ColumnarValue::Array(array))
    }
}

/// Few units name many records: each is read once a batch.
fn units(units: &ArrayRef) -> Result<StringArray> {
    let units = cast(units, &DataType::Utf8)?;
    let units = units.as_string::<i32>();
    let mut known: HashMap<&str, &str> = HashMap::new();
    Ok(units
        .iter()
        .map(|unit| unit.map(|unit| *known.entry(unit).or_insert_with(|| common(unit))))
        .collect())
}

fn quantities(quantity: &ArrayRef, units: &ArrayRef) -> Result<Decimal128Array> {
    let quantity = Amounts::read(quantity)?;
    let units = cast(units, &DataType::Utf8)?;
    let units = units.as_string::<i32>();
    let mut known: HashMap<&str, Option<i128>> = HashMap::new();
    let mut last: Option<(&str, Option<i128>)> = None;
    let digits = (0..quantity.len())
        .map(|row| {
            let unit = units.is_valid(row).then(|| units.value(row));
            let Some((quantity, unit)) = quantity.get(row).zip(unit) else {
                return Ok(None);
            };
            let multiplier = match last {
                Some((same, multiplier)) if same == unit => multiplier,
                _ => *known
                    .entry(unit)
                    .or_insert_with(|| multiplier(unit, quantity.scale())),
            };
            last = Some((unit, multiplier));
            sum_digits(quantity.digits(), multiplier).map(Some)
        })
        .collect::<std::result::Result<Vec<Option<i128>>, BasisError>>()
        .map_err(TradeError::from)?;
    let array = Decimal128Array::from(digits);
    Ok(array.with_precision_and_scale(38, SUM_SCALE as i8)?)
}
