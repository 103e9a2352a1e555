//! Row-wise arithmetic on exact amounts.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::datatypes::{DataType, Decimal128Type};
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use triffin_basis::BasisError;

use crate::columns::Amounts;
use crate::currency::unconverted;
use crate::decompose::{Method, Pair, effects};
use crate::error::overflow;
use crate::exact::{AMOUNT_SCALE, power};
use crate::quantity_unit::trimmed;
use crate::{Exact, TradeError, balance, bennet, valuation};

/// Most amounts a formula takes.
const MOST_ARGUMENTS: usize = 4;

/// A formula over the amounts of one row. A null argument gives null; a value
/// to convert without a rate is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AmountFunction {
    /// `trade_balance(exports, imports)`: exports − imports.
    Balance,
    /// `trade_convert(value, rate)`: value × rate.
    Convert,
    /// `trade_fob(cif, margin)`: cif ÷ (1 + margin).
    Fob,
    /// `trade_cif(fob, margin)`: fob × (1 + margin).
    Cif,
    /// `<method>_quantity(v0, q0, v1, q1)`: the quantity effect on a value.
    Quantity(Method),
    /// `<method>_price(v0, q0, v1, q1)`: the price effect on a value.
    Price(Method),
}

impl AmountFunction {
    /// Every function.
    pub const ALL: [AmountFunction; 10] = [
        Self::Balance,
        Self::Convert,
        Self::Fob,
        Self::Cif,
        Self::Quantity(Method::Bennet),
        Self::Quantity(Method::Lmdi),
        Self::Quantity(Method::Laspeyres),
        Self::Price(Method::Bennet),
        Self::Price(Method::Lmdi),
        Self::Price(Method::Laspeyres),
    ];

    /// The name in SQL and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "trade_balance",
            Self::Convert => "trade_convert",
            Self::Fob => "trade_fob",
            Self::Cif => "trade_cif",
            Self::Quantity(Method::Bennet) => "bennet_quantity",
            Self::Quantity(Method::Lmdi) => "lmdi_quantity",
            Self::Quantity(Method::Laspeyres) => "laspeyres_quantity",
            Self::Price(Method::Bennet) => "bennet_price",
            Self::Price(Method::Lmdi) => "lmdi_price",
            Self::Price(Method::Laspeyres) => "laspeyres_price",
        }
    }

    /// The function as the engine knows it.
    pub fn udf(self) -> ScalarUDF {
        ScalarUDF::new_from_impl(Wrapped {
            function: self,
            signature: Signature::any(self.arguments(), Volatility::Immutable),
        })
    }

    /// A call in a plan.
    pub fn call(self, arguments: Vec<Expr>) -> Expr {
        self.udf().call(arguments)
    }

    const fn arguments(self) -> usize {
        match self {
            Self::Quantity(_) | Self::Price(_) => 4,
            _ => 2,
        }
    }

    /// Decimals of the result: halves of a sixth decimal need a seventh.
    const fn scale(self) -> u8 {
        match self {
            Self::Quantity(_) | Self::Price(_) => AMOUNT_SCALE + 1,
            _ => AMOUNT_SCALE,
        }
    }

    fn apply(self, of: &[Exact]) -> Result<Option<Exact>, BasisError> {
        let pair = || Pair {
            v0: of[0],
            q0: trimmed(of[1]),
            v1: of[2],
            q1: trimmed(of[3]),
        };
        match self {
            Self::Balance => balance::balance(Some(of[0]), Some(of[1])),
            Self::Convert => of[0].times(of[1], AMOUNT_SCALE).map(Some),
            Self::Fob => valuation::fob_from_cif(of[0], of[1]).map(Some),
            Self::Cif => valuation::cif_from_fob(of[0], of[1]).map(Some),
            Self::Quantity(method) => Ok(effects(method, pair())?.map(|e| e.quantity)),
            Self::Price(method) => Ok(effects(method, pair())?.map(|e| e.price)),
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    function: AmountFunction,
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
        Ok(DataType::Decimal128(38, self.function.scale() as i8))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        if let Some(effect) = bennet_column(self.function, &arrays)? {
            return Ok(ColumnarValue::Array(effect));
        }
        let columns = arrays
            .iter()
            .map(Amounts::read)
            .collect::<Result<Vec<_>, TradeError>>()?;
        let rows = columns.first().map_or(0, Amounts::len);
        let answer = (0..rows)
            .map(|row| self.row(&columns, row))
            .collect::<Result<Vec<Option<i128>>, BasisError>>()
            .map_err(TradeError::from)?;
        let scale = self.function.scale() as i8;
        let array = Decimal128Array::from(answer).with_precision_and_scale(38, scale)?;
        let array: ArrayRef = Arc::new(array);
        Ok(ColumnarValue::Array(array))
    }
}

impl Wrapped {
    fn row(&self, columns: &[Amounts], row: usize) -> Result<Option<i128>, BasisError> {
        // A value whose period has no rate would drop out of its sum unseen.
        if self.function == AmountFunction::Convert
            && let Some(value) = columns[0].get(row)
            && columns[1].get(row).is_none()
        {
            return Err(unconverted(value));
        }
        let mut of = [Exact::ZERO; MOST_ARGUMENTS];
        for (argument, column) in of.iter_mut().zip(columns) {
            match column.get(row) {
                Some(amount) => *argument = amount,
                None => return Ok(None),
            }
        }
        match self.function.apply(&of[..columns.len()])? {
            Some(amount) => within_38_digits(amount.at_scale(self.function.scale())?).map(Some),
            None => Ok(None),
        }
    }
}

/// Bennet's effects over columns of stored amounts: the formula of
/// [`bennet::effects`] on the digits themselves, as millions of cells need it.
/// None for another function or another scale.
fn bennet_column(function: AmountFunction, arrays: &[ArrayRef]) -> Result<Option<ArrayRef>> {
    let sign = match function {
        AmountFunction::Quantity(Method::Bennet) => 1,
        AmountFunction::Price(Method::Bennet) => -1,
        _ => return Ok(None),
    };
    let columns: Vec<&Decimal128Array> = arrays
        .iter()
        .filter_map(|array| array.as_primitive_opt::<Decimal128Type>())
        .collect();
    let [v0, q0, v1, q1] = columns[..] else {
        return Ok(None);
    };
    let amounts = [v0, v1].iter().all(|v| v.scale() == AMOUNT_SCALE as i8);
    // Of quantities only the ratio counts.
    if !amounts || q0.scale() != q1.scale() {
        return Ok(None);
    }
    let effect = |row: usize| -> std::result::Result<Option<i128>, BasisError> {
        let there = [v0, q0, v1, q1].iter().all(|column| column.is_valid(row));
        if !there || q0.value(row) <= 0 || q1.value(row) <= 0 {
            return Ok(None);
        }
        let (v0, v1) = (v0.value(row), v1.value(row));
        // Halves of a sixth decimal need a seventh: ten halves are five.
        let digits = bennet::cross(v0, v1, q0.value(row), q1.value(row)).and_then(|cross| {
            let change = v1.checked_sub(v0)?;
            change.checked_add(cross.checked_mul(sign)?)?.checked_mul(5)
        });
        within_38_digits(digits.ok_or_else(|| overflow("a quantity effect"))?).map(Some)
    };
    let effects = (0..v0.len())
        .map(effect)
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(TradeError::from)?;
    let array = Decimal128Array::from(effects);
    let array = array.with_precision_and_scale(38, function.scale() as i8)?;
    Ok(Some(Arc::new(array)))
}

/// The engine's decimals hold 38 digits, a little less than 128 bits.
fn within_38_digits(digits: i128) -> Result<i128, BasisError> {
    match power(38) {
        Some(limit) if digits.unsigned_abs() >= limit.unsigned_abs() => {
            Err(overflow(&digits.to_string()))
        }
        _ => Ok(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_of_effects_is_that_of_its_rows(
            rows in prop::collection::vec(
                prop::array::uniform4(prop::option::of(-1_000_000_000_000i128..1_000_000_000_000_000)),
                0..20,
            ),
        ) {
            let column = |at: usize| -> ArrayRef {
                let values: Vec<Option<i128>> = rows.iter().map(|row| row[at]).collect();
                Arc::new(Decimal128Array::from(values).with_precision_and_scale(38, 6).unwrap())
            };
            let arrays = [0, 1, 2, 3].map(column);
            let columns: Vec<_> = arrays.iter().map(|a| Amounts::read(a).unwrap()).collect();
            for function in [
                AmountFunction::Quantity(Method::Bennet),
                AmountFunction::Price(Method::Bennet),
            ] {
                let wrapped = Wrapped {
                    function,
                    signature: Signature::any(4, Volatility::Immutable),
                };
                let fast = bennet_column(function, &arrays).unwrap().unwrap();
                let fast = fast.as_primitive::<Decimal128Type>();
                for row in 0..rows.len() {
                    let slow = wrapped.row(&columns, row).unwrap();
                    prop_assert_eq!(fast.is_valid(row).then(|| fast.value(row)), slow);
                }
            }
        }
    }
}
