//! What flags the records of an item, as functions of the engine.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, StructArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Float64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, ScalarFunctionArgs, ScalarUDF,
    ScalarUDFImpl, Signature, Volatility,
};
use triffin_basis::BasisError;

use crate::TradeError;
use crate::columns::Amounts;
use crate::items::{outlier, unit_price};
use crate::quantity_unit::trimmed;

/// `trade_price_disagrees(value, quantity, extra)`: whether a value is not its
/// quantity times the unit price stated in `extra`; null when none is.
pub fn price_disagrees() -> ScalarUDF {
    ScalarUDF::new_from_impl(PriceDisagrees {
        signature: Signature::any(3, Volatility::Immutable),
    })
}

/// `trade_unit_value_outliers(value, quantity)`: how many records of a group
/// have a unit value that stands out, and the `low` and `high` beyond which one
/// does. Records without a positive value and quantity are not looked at.
pub fn unit_value_outliers() -> AggregateUDF {
    AggregateUDF::new_from_impl(UnitValueOutliers {
        signature: Signature::any(2, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct PriceDisagrees {
    signature: Signature,
}

impl ScalarUDFImpl for PriceDisagrees {
    fn name(&self) -> &str {
        "trade_price_disagrees"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let (value, quantity) = (Amounts::read(&arrays[0])?, Amounts::read(&arrays[1])?);
        let extra = cast(&arrays[2], &DataType::Utf8)?;
        let extra = extra.as_string::<i32>();
        let answers = (0..extra.len())
            .map(|row| {
                let price = extra
                    .is_valid(row)
                    .then(|| unit_price::stated(extra.value(row)))
                    .flatten();
                let (Some(v), Some(q), Some(p)) = (value.get(row), quantity.get(row), price) else {
                    return Ok(None);
                };
                unit_price::disagrees(v, q, p).map(Some)
            })
            .collect::<Result<BooleanArray, BasisError>>()
            .map_err(TradeError::from)?;
        let array: ArrayRef = Arc::new(answers);
        Ok(ColumnarValue::Array(array))
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct UnitValueOutliers {
    signature: Signature,
}

impl AggregateUDFImpl for UnitValueOutliers {
    fn name(&self) -> &str {
        "trade_unit_value_outliers"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(answer_fields()))
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Logs::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let item = Field::new_list_field(DataType::Float64, true);
        let name = format!("{}_logs", args.name);
        Ok(vec![Arc::new(Field::new_list(name, item, true))])
    }
}

fn answer_fields() -> Fields {
    Fields::from(vec![
        Field::new("count", DataType::Int64, true),
        Field::new("low", DataType::Float64, true),
        Field::new("high", DataType::Float64, true),
    ])
}

/// The logarithms of a group's unit values, in no order.
#[derive(Debug, Default)]
struct Logs(Vec<f64>);

impl Accumulator for Logs {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (value, quantity) = (Amounts::read(&values[0])?, Amounts::read(&values[1])?);
        for row in 0..value.len() {
            if let Some((v, q)) = value.get(row).zip(quantity.get(row))
                && v.signum() > 0
                && q.signum() > 0
            {
                self.0.push((v.to_f64() / trimmed(q).to_f64()).ln());
            }
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let count = i64::try_from(outlier::count(&self.0)).unwrap_or(i64::MAX);
        let (low, high) = outlier::usual(&self.0).unzip();
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(vec![count])),
            Arc::new(Float64Array::from(vec![low.map(f64::exp)])),
            Arc::new(Float64Array::from(vec![high.map(f64::exp)])),
        ];
        let answer = StructArray::try_new(answer_fields(), columns, None)?;
        Ok(ScalarValue::Struct(Arc::new(answer)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.capacity() * size_of::<f64>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let logs: Vec<ScalarValue> = std::mem::take(&mut self.0)
            .into_iter()
            .map(ScalarValue::from)
            .collect();
        let list = ScalarValue::new_list_nullable(&logs, &DataType::Float64);
        Ok(vec![ScalarValue::List(list)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for logs in states[0].as_list::<i32>().iter().flatten() {
            let logs: &Float64Array = logs.as_primitive::<Float64Type>();
            self.0.extend(logs.values());
        }
        Ok(())
    }
}
