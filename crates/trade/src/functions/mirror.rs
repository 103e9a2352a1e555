//! The distance between two reports of one flow, as functions of the engine.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type};
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::exact::AMOUNT_SCALE;
use crate::mirror::distance::{distance, log_ratio, weight};

/// A formula over the two reports of one flow; null where they are not
/// compared. Six decimals, so that sums are the same in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MirrorFunction {
    /// `trade_mirror_weight(exporter, importer)`: what the flow counts for.
    Weight,
    /// `trade_mirror_moment(exporter, importer)`: weight × distance.
    Moment,
    /// `trade_mirror_log_ratio(exporter, importer)`: `ln(M/X)`, with its sign.
    LogRatio,
}

impl MirrorFunction {
    /// Every function.
    pub const ALL: [MirrorFunction; 3] = [Self::Weight, Self::Moment, Self::LogRatio];

    /// The name in SQL and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weight => "trade_mirror_weight",
            Self::Moment => "trade_mirror_moment",
            Self::LogRatio => "trade_mirror_log_ratio",
        }
    }

    /// The function as the engine knows it.
    pub fn udf(self) -> ScalarUDF {
        ScalarUDF::new_from_impl(Wrapped {
            function: self,
            signature: Signature::any(2, Volatility::Immutable),
        })
    }

    /// A call in a plan.
    pub fn call(self, exporter: Expr, importer: Expr) -> Expr {
        self.udf().call(vec![exporter, importer])
    }

    fn apply(self, exporter: f64, importer: f64) -> Option<i128> {
        let of = match self {
            Self::Weight => weight(exporter, importer)?,
            Self::Moment => weight(exporter, importer)? * distance(exporter, importer)?,
            Self::LogRatio => log_ratio(exporter, importer)?,
        };
        // proof: a logarithm of a double is below 800, its square below 10^6.
        Some((of * 1e6).round() as i128)
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    function: MirrorFunction,
    signature: Signature,
}

impl ScalarUDFImpl for Wrapped {
    fn name(&self) -> &str {
        self.function.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Decimal128(18, AMOUNT_SCALE as i8))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let (exporter, importer) = (Doubles::of(&arrays[0])?, Doubles::of(&arrays[1])?);
        let answer: Decimal128Array = (0..arrays[0].len())
            .map(|row| self.function.apply(exporter.get(row)?, importer.get(row)?))
            .collect();
        let answer = answer.with_precision_and_scale(18, AMOUNT_SCALE as i8)?;
        let array: ArrayRef = Arc::new(answer);
        Ok(ColumnarValue::Array(array))
    }
}

/// Decimals as the nearest doubles.
struct Doubles {
    array: Decimal128Array,
    unit: f64,
}

impl Doubles {
    fn of(array: &ArrayRef) -> Result<Self> {
        let (array, scale) = match array.data_type() {
            DataType::Decimal128(_, scale) => (array.clone(), *scale),
            _ => (cast(array, &DataType::Decimal128(38, 6))?, 6),
        };
        Ok(Self {
            array: array.as_primitive::<Decimal128Type>().clone(),
            unit: 10f64.powi(scale.into()),
        })
    }

    fn get(&self, row: usize) -> Option<f64> {
        let there = self.array.is_valid(row);
        there.then(|| self.array.value(row) as f64 / self.unit)
    }
}
