//! Row-wise arithmetic on exact amounts.

use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array};
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use triffin_basis::BasisError;

use super::effects::{self, EFFECT_SCALE, Effect, effects_function};
use crate::columns::Amounts;
use crate::currency::unconverted;
use crate::decompose::Method;
use crate::exact::{AMOUNT_SCALE, within_38_digits};
use crate::{Exact, TradeError, balance, valuation};

/// Most amounts a formula of one row takes.
const MOST_ARGUMENTS: usize = 2;

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

    /// Decimals of the result.
    const fn scale(self) -> u8 {
        match self {
            Self::Quantity(_) | Self::Price(_) => EFFECT_SCALE,
            _ => AMOUNT_SCALE,
        }
    }

    /// The part of the effects that this function gives; none for the others.
    const fn effect(self) -> Option<(Method, Effect)> {
        match self {
            Self::Quantity(method) => Some((method, Effect::Quantity)),
            Self::Price(method) => Some((method, Effect::Price)),
            _ => None,
        }
    }

    fn apply(self, of: &[Exact]) -> Result<Option<Exact>, BasisError> {
        match self {
            Self::Balance => balance::balance(Some(of[0]), Some(of[1])),
            Self::Convert => of[0].times(of[1], AMOUNT_SCALE).map(Some),
            Self::Fob => valuation::fob_from_cif(of[0], of[1]).map(Some),
            Self::Cif => valuation::cif_from_fob(of[0], of[1]).map(Some),
            // They are computed by column, all effects at once.
            Self::Quantity(_) | Self::Price(_) => Ok(None),
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

    /// An effect is a part of all of them, which the engine then computes once.
    fn simplify(&self, args: Vec<Expr>, _: &SimplifyContext) -> Result<ExprSimplifyResult> {
        Ok(match self.function.effect() {
            Some((method, effect)) => {
                let all = effects_function(method).call(args);
                ExprSimplifyResult::Simplified(effect.of(all))
            }
            None => ExprSimplifyResult::Original(args),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        if let Some((method, effect)) = self.function.effect() {
            let all = effects::effects(method, &arrays)?;
            return Ok(ColumnarValue::Array(all.column(effect as usize).clone()));
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
