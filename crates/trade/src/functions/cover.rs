//! The cover as a window function of the engine.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{
    Expr, ExprFunctionExt, PartitionEvaluator, Signature, Volatility, WindowUDF, WindowUDFImpl,
    col, lit,
};
use triffin_basis::Period;

use crate::TradeError;
use crate::columns::Amounts;
use crate::cover::{Place, Rule, Unused, cover};

/// The columns a place is read from, after the rule, and the value.
const COLUMNS: [&str; 11] = [
    "period",
    "partner",
    "partner_level",
    "product_system",
    "product",
    "breakdown",
    "partner2",
    "customs_procedure",
    "transport",
    "product_level",
    "value",
];

/// How many of [`COLUMNS`] are texts.
const TEXTS: usize = 9;

/// `trade_cover(rule, period, partner, …)`: why a row of the partition is not
/// counted, null when it is; see [`cover`].
pub fn cover_function() -> WindowUDF {
    WindowUDF::new_from_impl(CoverFunction {
        signature: Signature::any(1 + COLUMNS.len(), Volatility::Immutable),
    })
}

/// Why a row is not counted under `rule`. Flows and years never meet, so each
/// is decided on its own.
pub(crate) fn verdict(rule: Rule) -> Result<Expr> {
    let arguments = std::iter::once(lit(rule.as_str())).chain(COLUMNS.map(col));
    cover_function()
        .call(arguments.collect())
        .partition_by(vec![col("flow"), col("year")])
        .build()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct CoverFunction {
    signature: Signature,
}

impl WindowUDFImpl for CoverFunction {
    fn name(&self) -> &str {
        "trade_cover"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn partition_evaluator(
        &self,
        _: PartitionEvaluatorArgs<'_>,
    ) -> Result<Box<dyn PartitionEvaluator>> {
        Ok(Box::new(WholePartition))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(args.name(), DataType::Utf8, true)))
    }
}

#[derive(Debug)]
struct WholePartition;

impl PartitionEvaluator for WholePartition {
    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        let [rule, columns @ ..] = values else {
            return exec_err!("trade_cover without arguments");
        };
        let rule = cast(rule, &DataType::Utf8)?;
        let rule = rule.as_string::<i32>();
        let Some(rule) = (rows > 0).then(|| Rule::parse(rule.value(0))).flatten() else {
            return exec_err!("trade_cover with an unknown rule");
        };
        let verdicts = verdicts(columns, rows, rule)?;
        let words = verdicts
            .into_iter()
            .map(|unused| unused.map(Unused::as_str));
        Ok(Arc::new(words.collect::<StringArray>()))
    }
}

fn verdicts(columns: &[ArrayRef], rows: usize, rule: Rule) -> Result<Vec<Option<Unused>>> {
    let texts = columns[..TEXTS]
        .iter()
        .map(|column| Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone()))
        .collect::<Result<Vec<StringArray>>>()?;
    let levels = cast(&columns[TEXTS], &DataType::Int64)?;
    let levels = levels.as_primitive::<Int64Type>();
    let values = Amounts::read(&columns[TEXTS + 1])?;
    let mut periods: HashMap<&str, Period> = HashMap::new();
    let mut places = Vec::with_capacity(rows);
    for row in 0..rows {
        let text = |column: usize| {
            let column = &texts[column];
            arrow::array::Array::is_valid(column, row).then(|| column.value(row))
        };
        let owned = |column| text(column).unwrap_or_default();
        let period = match periods.get(owned(0)) {
            Some(period) => *period,
            None => {
                let period = Period::parse(owned(0)).map_err(TradeError::from)?;
                *periods.entry(owned(0)).or_insert(period)
            }
        };
        let detail = [text(6), text(7), text(8)];
        let place = Place {
            period,
            partner: owned(1),
            partner_level: owned(2),
            product_system: owned(3),
            product: owned(4),
            product_level: levels.value(row),
            detail,
            part: owned(5) != "total" && detail.iter().all(Option::is_none),
        };
        places.push((place, values.get(row).map(|value| value.digits())));
    }
    Ok(cover(&places, rule))
}
