//! What changed between two windows, and why (S1.15, S1.16).
//!
//! An item is a commodity within a key. Where both periods have a positive
//! quantity in units of one dimension, the change in value is split into quantity and
//! price; an item of one period only is entry or exit; everything else of an
//! item of both periods (no quantity, another unit, a joint effect the method
//! leaves over) is residual. All are effects on the balance: those of exports
//! count as they are, those of imports with the other sign.

mod common;
mod direct;
mod item;
mod sides;

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, col, lit};
use serde::Serialize;
use triffin_basis::BasisError;

use crate::concordance::Concordance;
use crate::decompose::Method;
use crate::functions::{change_function, sum};
use crate::{Axis, Exact, Levels, Measure, Selection, TradeError, classification, edition};

pub use common::CommonCodes;
pub use direct::{Observation, direct};
pub(crate) use item::{Cell, ItemChange};
pub use sides::Sides;

/// One of the two windows compared: its selection and the rows it counts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The records asked for.
    pub selection: &'a Selection,
    /// The levels they are counted at; resolve with [`crate::Depth::Leaves`].
    pub levels: &'a Levels,
}

/// What to compare and how.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// The first window.
    pub from: Side<'a>,
    /// The second window.
    pub to: Side<'a>,
    /// The axis of the keys.
    pub axis: Axis,
    /// How changes are split.
    pub method: Method,
    /// Currency and valuation of the amounts.
    pub measure: &'a Measure,
    /// Common groups of two editions of a classification.
    pub concordance: Option<&'a Concordance>,
    /// The codes to compare at, where one window has finer ones.
    pub common: Option<&'a CommonCodes>,
}

/// The change of one key, as effects on the balance.
///
/// `d_balance = quantity + price + entry + exit + residual`, exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeRow {
    /// The product, partner … or `total`.
    pub key: String,
    /// Change of exports; none when neither window has any.
    pub d_exports: Option<Exact>,
    /// Change of imports; none when neither window has any.
    pub d_imports: Option<Exact>,
    /// Change of the balance, by what is recorded of the key: a side without a
    /// record adds nothing to it. See [`ChangeRow::net`] for the whole's.
    pub d_balance: Exact,
    /// Effect of quantities.
    pub quantity: Exact,
    /// Effect of unit values.
    pub price: Exact,
    /// Effect of items of the second window only.
    pub entry: Exact,
    /// Effect of items of the first window only.
    pub exit: Exact,
    /// What has no comparable quantity, or the method leaves over.
    pub residual: Exact,
}

impl ChangeRow {
    /// The change of the balance of a whole; none where the data hold one side
    /// only. A key without imports imported nothing, a table without imports
    /// does not tell what was imported.
    pub fn net(&self) -> Option<Exact> {
        (self.d_exports.is_some() && self.d_imports.is_some()).then_some(self.d_balance)
    }
}

/// The change of one side of one key, as the plan gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SideChange {
    v0: Option<Exact>,
    v1: Option<Exact>,
    quantity: Option<Exact>,
    price: Option<Exact>,
    entry: Option<Exact>,
    exit: Option<Exact>,
}

/// The plan: columns `reporter`, `key`, `flow`, `v0`, `v1`, `quantity`, `price`, `entry`,
/// `exit`, the effects still on the value of the flow.
///
/// Errors with `E-BASIS-CLASSIFICATION` when the windows are in two editions
/// of a classification and there is no concordance, with `E-BASIS-CURRENCY`
/// when they are in two currencies and there are no rates.
pub fn plan(
    input: LogicalPlan,
    of: &Comparison<'_>,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    one_edition(of)?;
    of.measure
        .admits(&[&of.from.levels.parts, &of.to.levels.parts])?;
    let first = observed(input.clone(), of, of.from, 0)?;
    let second = observed(input, of, of.to, 1)?;
    let both = LogicalPlanBuilder::from(first).union(second)?.build()?;
    keys(items(both, of.method)?, registry)
}

/// Codes tell items apart, so they are of one edition or have common groups.
fn one_edition(of: &Comparison<'_>) -> Result<(), BasisError> {
    match of.concordance {
        Some(_) => Ok(()),
        None => edition::one(&[&of.from.levels.parts, &of.to.levels.parts]),
    }
}

/// The counted rows of one window: reporter, key, item, flow, side, amounts.
fn observed(
    input: LogicalPlan,
    of: &Comparison<'_>,
    side: Side<'_>,
    number: i32,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, side.selection, &side.levels.parts)?;
    let rows = of.measure.apply(rows, side.selection)?;
    let (rows, item) = match of.concordance {
        Some(concordance) => concordance.join(rows)?,
        None => {
            let rows = match of.common {
                Some(common) => common.apply(rows, of.axis)?,
                None => rows,
            };
            (rows, col("product"))
        }
    };
    let key = match of.axis {
        Axis::Product if side.selection.product_digits.is_none() => item.clone(),
        axis => classification::key(axis, side.selection, side.levels.grain),
    };
    let schema = rows.schema().clone();
    let text = |expr: Expr| expr.cast_to(&DataType::Utf8, &schema);
    Ok(LogicalPlanBuilder::from(rows)
        .filter(col("amount").is_not_null())?
        .project(vec![
            text(col("reporter"))?.alias("reporter"),
            text(key)?.alias("key"),
            text(item)?.alias("item"),
            text(col("flow"))?.alias("flow"),
            lit(number).alias("side"),
            col("amount"),
            col("quantity"),
            col("quantity_unit"),
            col("net_weight_kg"),
        ])?
        .build()?)
}

/// One row a reporter, key, item and flow: its change, see
/// [`crate::functions::change_function`].
fn items(rows: LogicalPlan, method: Method) -> Result<LogicalPlan, TradeError> {
    let keys = ["reporter", "key", "item", "flow"].map(col);
    let records = [
        "side",
        "amount",
        "quantity",
        "quantity_unit",
        "net_weight_kg",
    ];
    let change = change_function(method).call(records.map(col).to_vec());
    let parts = PARTS.map(|part| get_field(col("change"), part).alias(part));
    let columns = ["reporter", "key", "flow"]
        .map(col)
        .into_iter()
        .chain(parts);
    Ok(LogicalPlanBuilder::from(rows)
        .aggregate(keys, [change.alias("change")])?
        .project(columns)?
        .build()?)
}

/// What is added up of the items of a key.
const PARTS: [&str; 6] = ["v0", "v1", "quantity", "price", "entry", "exit"];

fn keys(items: LogicalPlan, registry: &dyn FunctionRegistry) -> Result<LogicalPlan, TradeError> {
    let sums = PARTS
        .into_iter()
        .map(|column| Ok(sum(registry, col(column))?.alias(column)))
        .collect::<Result<Vec<_>, TradeError>>()?;
    Ok(LogicalPlanBuilder::from(items)
        .aggregate(["reporter", "key", "flow"].map(col), sums)?
        .build()?)
}

fn ordered(sides: BTreeMap<String, [SideChange; 2]>) -> Result<Vec<ChangeRow>, BasisError> {
    let mut rows = sides
        .into_iter()
        .map(|(key, [exports, imports])| change(key, exports, imports))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by(|a, b| {
        let size = |row: &ChangeRow| row.d_balance.magnitude();
        size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
    });
    Ok(rows)
}

fn change(key: String, exports: SideChange, imports: SideChange) -> Result<ChangeRow, BasisError> {
    let net = |of: fn(&SideChange) -> Option<Exact>| {
        let or_none = |side: &SideChange| of(side).unwrap_or(Exact::ZERO);
        or_none(&exports).minus(or_none(&imports))
    };
    let delta = |side: &SideChange| -> Result<Option<Exact>, BasisError> {
        if side.v0.is_none() && side.v1.is_none() {
            return Ok(None);
        }
        let or_none = |value: Option<Exact>| value.unwrap_or(Exact::ZERO);
        or_none(side.v1).minus(or_none(side.v0)).map(Some)
    };
    let (d_exports, d_imports) = (delta(&exports)?, delta(&imports)?);
    let d_balance = d_exports
        .unwrap_or(Exact::ZERO)
        .minus(d_imports.unwrap_or(Exact::ZERO))?;
    let (quantity, price) = (net(|side| side.quantity)?, net(|side| side.price)?);
    let (entry, exit) = (net(|side| side.entry)?, net(|side| side.exit)?.negated());
    let residual = [quantity, price, entry, exit]
        .into_iter()
        .try_fold(d_balance, Exact::minus)?;
    Ok(ChangeRow {
        key,
        d_exports,
        d_imports,
        d_balance,
        quantity,
        price,
        entry,
        exit,
        residual,
    })
}

/// Reads the batches of [`plan`]: the keys, largest change first.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<ChangeRow>, TradeError> {
    Ok(Sides::read(batches)?.rows()?)
}

/// The sum of `rows`, key `total`.
pub fn total(rows: &[ChangeRow]) -> Result<ChangeRow, BasisError> {
    let add = |of: fn(&ChangeRow) -> Exact| rows.iter().map(of).try_fold(Exact::ZERO, Exact::plus);
    let add_known = |of: fn(&ChangeRow) -> Option<Exact>| {
        let known: Vec<Exact> = rows.iter().filter_map(of).collect();
        let sum = known.iter().copied().try_fold(Exact::ZERO, Exact::plus)?;
        Ok::<_, BasisError>((!known.is_empty()).then_some(sum))
    };
    Ok(ChangeRow {
        key: "total".to_owned(),
        d_exports: add_known(|row| row.d_exports)?,
        d_imports: add_known(|row| row.d_imports)?,
        d_balance: add(|row| row.d_balance)?,
        quantity: add(|row| row.quantity)?,
        price: add(|row| row.price)?,
        entry: add(|row| row.entry)?,
        exit: add(|row| row.exit)?,
        residual: add(|row| row.residual)?,
    })
}
