//! The keys records are grouped by, from a date or a commodity code.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type};
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use triffin_basis::{Freq, Period};

use crate::classification;

/// A text made of one or two columns. A null argument gives null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelFunction {
    /// `trade_period(day, freq)`: the period of frequency A, Q, M, D around it.
    Period,
    /// `trade_section(system, product)`: the HS section of an HS code.
    Section,
    /// `trade_use(system, product)`: the use class of a BEC or HS code.
    Use,
    /// `trade_stated_use('', end_use)`: the use class a recorded word names.
    StatedUse,
}

impl LabelFunction {
    /// Every function.
    pub const ALL: [LabelFunction; 4] = [Self::Period, Self::Section, Self::Use, Self::StatedUse];

    /// The name in SQL and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Period => "trade_period",
            Self::Section => "trade_section",
            Self::Use => "trade_use",
            Self::StatedUse => "trade_stated_use",
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
    pub fn call(self, first: Expr, second: Expr) -> Expr {
        self.udf().call(vec![first, second])
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    function: LabelFunction,
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
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let second = cast(&arrays[1], &DataType::Utf8)?;
        let second = second.as_string::<i32>();
        let labels: StringArray = match self.function {
            LabelFunction::Period => periods(&arrays[0], second)?,
            LabelFunction::Section => codes(&arrays[0], second, classification::section)?,
            LabelFunction::Use => codes(&arrays[0], second, classification::use_class)?,
            LabelFunction::StatedUse => codes(&arrays[0], second, classification::stated_use)?,
        };
        let array: ArrayRef = Arc::new(labels);
        Ok(ColumnarValue::Array(array))
    }
}

fn periods(days: &ArrayRef, freqs: &StringArray) -> Result<StringArray> {
    let days = cast(days, &DataType::Date32)?;
    let days = days.as_primitive::<Date32Type>();
    let mut last: Option<(i32, char, String)> = None;
    Ok((0..days.len())
        .map(|row| {
            let letter = freqs
                .is_valid(row)
                .then(|| freqs.value(row).chars().next())??;
            let day = days.is_valid(row).then(|| days.value(row))?;
            // Records come sorted by period more often than not.
            if let Some((seen, freq, label)) = &last
                && (*seen, *freq) == (day, letter)
            {
                return Some(label.clone());
            }
            let label = period_of(day, letter)?;
            last = Some((day, letter, label.clone()));
            Some(label)
        })
        .collect())
}

fn period_of(day: i32, letter: char) -> Option<String> {
    let date = jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(day).ok()?)
        .ok()?;
    let freq = Freq::from_letter(letter)?;
    Some(Period::containing(date, freq).to_string())
}

fn codes(
    systems: &ArrayRef,
    products: &StringArray,
    label: fn(&str, &str) -> Option<&'static str>,
) -> Result<StringArray> {
    let systems = cast(systems, &DataType::Utf8)?;
    let systems = systems.as_string::<i32>();
    Ok((0..products.len())
        .map(|row| {
            let there = systems.is_valid(row) && products.is_valid(row);
            there
                .then(|| label(systems.value(row), products.value(row)))
                .flatten()
        })
        .collect())
}
