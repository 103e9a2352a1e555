//! Every effect of a cell at once, as functions of the engine.
//!
//! `bennet_quantity` and `bennet_price` of one cell share the cross term that
//! costs most. Both are parts of `bennet_effects`, and the engine computes an
//! expression that occurs twice only once:
//!
//! ```text
//! bennet_quantity(v0, q0, v1, q1) ─► quantity of ┐
//!                                                ├ bennet_effects(v0, q0, v1, q1)
//! bennet_price(v0, q0, v1, q1) ────► price of ───┘
//! ```

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Decimal128Builder, StructArray};
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::TradeError;
use crate::columns::Amounts;
use crate::decompose::{CellChange, Method};
use crate::exact::AMOUNT_SCALE;

/// Decimals of an effect: halves of a sixth decimal need a seventh.
pub(super) const EFFECT_SCALE: u8 = AMOUNT_SCALE + 1;

/// The type of an effect.
pub(super) const EFFECT_TYPE: DataType = DataType::Decimal128(38, EFFECT_SCALE as i8);

/// A part of the change of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// What the change in quantity did.
    Quantity,
    /// What the change in unit value did.
    Price,
    /// The value of a cell of the second period only.
    Entry,
    /// Minus the value of a cell of the first period only.
    Exit,
    /// What is left of the change.
    Residual,
}

impl Effect {
    /// Every part; they add up to the change in value.
    pub const ALL: [Effect; 5] = [
        Self::Quantity,
        Self::Price,
        Self::Entry,
        Self::Exit,
        Self::Residual,
    ];

    /// The name of the part in what the functions give.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Price => "price",
            Self::Entry => "entry",
            Self::Exit => "exit",
            Self::Residual => "residual",
        }
    }

    /// This part of `effects`, a column that [`effects_function`] gives.
    pub fn of(self, effects: Expr) -> Expr {
        ScalarUDF::new_from_impl(PartOf {
            effect: self,
            signature: Signature::any(1, Volatility::Immutable),
        })
        .call(vec![effects])
    }
}

/// `<method>_effects(v0, q0, v1, q1)`: a struct of every [`Effect`] of a cell,
/// see [`crate::decompose::CellChange`].
pub fn effects_function(method: Method) -> ScalarUDF {
    ScalarUDF::new_from_impl(EffectsFunction {
        method,
        signature: Signature::any(4, Volatility::Immutable),
    })
}

/// The functions that take one part out of the effects.
pub(super) fn parts() -> impl Iterator<Item = ScalarUDF> {
    Effect::ALL.into_iter().map(|effect| {
        ScalarUDF::new_from_impl(PartOf {
            effect,
            signature: Signature::any(1, Volatility::Immutable),
        })
    })
}

/// The effects of the cells in columns `v0`, `q0`, `v1`, `q1`.
pub(super) fn effects(method: Method, arrays: &[ArrayRef]) -> Result<StructArray> {
    let columns = arrays.iter().map(Amounts::read);
    let columns = columns.collect::<Result<Vec<_>, TradeError>>()?;
    let [v0, q0, v1, q1] = &columns[..] else {
        return exec_err!("effects are of two values and two quantities");
    };
    let rows = v0.len();
    let builder = || Decimal128Builder::with_capacity(rows).with_data_type(EFFECT_TYPE);
    let mut parts = Effect::ALL.map(|_| builder());
    for row in 0..rows {
        let at = |column: &Amounts| column.get(row);
        let change = CellChange::of(method, [at(v0), at(q0), at(v1), at(q1)]);
        let change = change.map_err(TradeError::from)?;
        for (part, effect) in parts.iter_mut().zip(change.parts()) {
            part.append_option(effect);
        }
    }
    let arrays = parts
        .iter_mut()
        .map(|part| Arc::new(part.finish()) as ArrayRef);
    Ok(StructArray::new(fields(), arrays.collect(), None))
}

fn fields() -> Fields {
    let parts = Effect::ALL.into_iter();
    parts
        .map(|effect| Field::new(effect.name(), EFFECT_TYPE, true))
        .collect()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct EffectsFunction {
    method: Method,
    signature: Signature,
}

impl ScalarUDFImpl for EffectsFunction {
    fn name(&self) -> &str {
        match self.method {
            Method::Bennet => "bennet_effects",
            Method::Lmdi => "lmdi_effects",
            Method::Laspeyres => "laspeyres_effects",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(fields()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        Ok(ColumnarValue::Array(Arc::new(effects(
            self.method,
            &arrays,
        )?)))
    }
}

/// `effect_quantity(effects)` and its like.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PartOf {
    effect: Effect,
    signature: Signature,
}

impl ScalarUDFImpl for PartOf {
    fn name(&self) -> &str {
        match self.effect {
            Effect::Quantity => "effect_quantity",
            Effect::Price => "effect_price",
            Effect::Entry => "effect_entry",
            Effect::Exit => "effect_exit",
            Effect::Residual => "effect_residual",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(EFFECT_TYPE)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let part = arrays.first().and_then(|effects| {
            let effects = effects.as_struct_opt()?;
            effects.column_by_name(self.effect.name()).cloned()
        });
        match part {
            Some(part) => Ok(ColumnarValue::Array(part)),
            None => exec_err!("{} takes the effects of a cell", self.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exact;
    use arrow::array::{Array, Decimal128Array};
    use arrow::datatypes::Decimal128Type;
    use proptest::prelude::*;

    fn column(values: Vec<Option<i128>>, scale: i8) -> ArrayRef {
        Arc::new(
            Decimal128Array::from(values)
                .with_precision_and_scale(38, scale)
                .unwrap(),
        )
    }

    proptest! {
        /// The column against cell by cell through [`crate::decompose::effects`],
        /// which knows of no digits: with nulls, zeros, and quantities printed
        /// with other decimals.
        #[test]
        fn a_column_of_effects_is_that_of_its_cells(
            rows in prop::collection::vec(
                prop::array::uniform4(prop::option::of(-1_000_000_000_000i128..1_000_000_000_000_000)),
                1..20,
            ),
            decimals in prop::sample::select(vec![0i8, 3, 6, 15]),
        ) {
            let scales = [6, decimals, 6, decimals];
            let arrays = [0, 1, 2, 3].map(|at| column(rows.iter().map(|row| row[at]).collect(), scales[at]));
            for method in Method::ALL {
                let found = effects(method, &arrays).unwrap();
                for (row, cell) in rows.iter().enumerate() {
                    let exact = |at: usize| cell[at].map(|n| Exact::new(n, scales[at] as u8));
                    let parts = crate::decompose::reference(method, [0, 1, 2, 3].map(exact));
                    for (effect, part) in Effect::ALL.into_iter().zip(parts) {
                        let column = found.column_by_name(effect.name()).unwrap();
                        let column = column.as_primitive::<Decimal128Type>();
                        let here = column.is_valid(row).then(|| Exact::new(column.value(row), 7));
                        prop_assert_eq!(here, part, "{:?} {:?} {:?}", method, effect, cell);
                    }
                }
            }
        }
    }

    #[test]
    fn a_part_of_something_else_is_refused() {
        let plain = column(vec![Some(1)], 6);
        let part = PartOf {
            effect: Effect::Price,
            signature: Signature::any(1, Volatility::Immutable),
        };
        let field = Arc::new(Field::new("a", plain.data_type().clone(), true));
        let args = ScalarFunctionArgs {
            args: vec![ColumnarValue::Array(plain)],
            arg_fields: vec![field.clone()],
            number_rows: 1,
            return_field: field,
            config_options: Arc::default(),
        };
        let refused = part.invoke_with_args(args).unwrap_err();
        assert!(refused.to_string().contains("effect_price"), "{refused}");
    }
}
