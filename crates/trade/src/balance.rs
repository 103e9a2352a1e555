//! The trade balance and its sign (S1.2): `balance = exports − imports`.

mod row;

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{
    Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, cast, col, lit, when,
};
use serde::Serialize;
use triffin_basis::BasisError;

use crate::columns::{Amounts, Texts, Whole};
use crate::cut::Cut;
use crate::functions::{AmountFunction, sum};
use crate::measure::Measure;
use crate::{Axis, Exact, Flow, Levels, Selection, TradeError, classification, edition};

pub use row::{BalanceRow, Status};

/// `B = X − M`, null when a side is not there.
///
/// Both sides in one unit on one basis. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the two sides. Sign: surplus positive.
///
/// Source: IMF, Balance of Payments Manual (BPM6), 2009, goods account.
pub fn balance(
    exports: Option<Exact>,
    imports: Option<Exact>,
) -> Result<Option<Exact>, BasisError> {
    exports
        .zip(imports)
        .map(|(exports, imports)| exports.minus(imports))
        .transpose()
}

/// A total and its breakdown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalanceTable {
    /// The whole: key `total`.
    pub total: BalanceRow,
    /// The parts; largest imbalance first, periods in order.
    pub parts: Vec<BalanceRow>,
    /// The whole less the parts, when that is not zero: key `unallocated`.
    pub unallocated: Option<BalanceRow>,
}

impl BalanceTable {
    /// The same trade as the partner sees it: `X* = M`, `M* = X`, `B* = −B`.
    pub fn mirrored(self) -> Self {
        Self {
            total: self.total.mirrored(),
            parts: self.parts.into_iter().map(BalanceRow::mirrored).collect(),
            unallocated: self.unallocated.map(BalanceRow::mirrored),
        }
    }

    /// The rows to print: the parts and the rest, or the total alone.
    pub fn rows(&self) -> Vec<&BalanceRow> {
        if self.parts.is_empty() {
            return vec![&self.total];
        }
        self.parts.iter().chain(&self.unallocated).collect()
    }
}

/// The plan of a balance: columns `side` (`part` or `total`), `key`,
/// `exports`, `imports`, `balance`, `records`.
///
/// `registry` gives the exact sum; `measure` the currency and valuation.
/// Errors with `E-BASIS-CURRENCY` when values are in several or unstated
/// currencies and there are no rates, `E-TRADE-RATE-MISSING` when those do not
/// cover a value, `E-BASIS-CLASSIFICATION` when products are asked for and are
/// coded in several classifications.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    axis: Axis,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    measure.admits(&[&levels.total, &levels.parts])?;
    let side = |cut: &Cut, key: Expr, name: &str| {
        let rows = Levels::rows(input.clone(), selection, cut)?;
        grouped(measure.apply(rows, selection)?, key, name, registry)
    };
    let total = side(&levels.total, lit("total"), "total")?;
    if axis == Axis::Total {
        return Ok(total);
    }
    if axis == Axis::Product {
        edition::one(&[&levels.parts])?;
    }
    let key = classification::key(axis, selection, levels.grain);
    let parts = side(&levels.parts, key, "part")?;
    Ok(LogicalPlanBuilder::from(parts).union(total)?.build()?)
}

pub(crate) fn grouped(
    rows: LogicalPlan,
    key: Expr,
    name: &str,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let side = |flow: Flow| -> Result<Expr, TradeError> {
        let value = when(flow.rows(), col("amount")).end()?;
        sum(registry, value)
    };
    let sums = vec![
        side(Flow::Export)?.alias("exports"),
        side(Flow::Import)?.alias("imports"),
        count(lit(1)).alias("records"),
        count(col("value")).alias("valued"),
    ];
    let net = AmountFunction::Balance.call(vec![col("exports"), col("imports")]);
    let schema = rows.schema().clone();
    let key = key.cast_to(&DataType::Utf8, &schema)?.alias("key");
    let wide = |column: &str| cast(col(column), DataType::Decimal128(38, 6)).alias(column);
    Ok(LogicalPlanBuilder::from(rows)
        .aggregate(vec![key], sums)?
        .project(vec![
            lit(name).alias("side"),
            col("key"),
            wide("exports"),
            wide("imports"),
            net.alias("balance"),
            col("records"),
            col("valued"),
        ])?
        .build()?)
}

/// Reads the batches of [`plan`] into a table, parts ordered for `axis`.
///
/// Errors with `E-TRADE-CLOSURE` when a published balance column disagrees
/// with its sides, which would be a defect.
pub fn rows(batches: &[RecordBatch], axis: Axis) -> Result<BalanceTable, TradeError> {
    let mut total = BalanceRow::new("total", None, None)?;
    let mut parts = Vec::new();
    for batch in batches {
        let (side, key) = (Texts::of(batch, "side")?, Texts::of(batch, "key")?);
        let exports = Amounts::of(batch, "exports")?;
        let imports = Amounts::of(batch, "imports")?;
        let records = Whole::of(batch, "records")?;
        let valued = Whole::of(batch, "valued")?;
        for row in 0..batch.num_rows() {
            let mut line = BalanceRow::new(key.owned(row), exports.get(row), imports.get(row))?;
            line.records = records.get(row);
            line.missing = line.records - valued.get(row);
            match side.get(row) {
                Some("total") => total = line,
                _ => parts.push(line),
            }
        }
    }
    table(total, parts, axis)
}

/// `ΣB_i + unallocated = ΣX_i − ΣM_i = B`
///
/// The table of a whole and its parts, with shares; what no part accounts for
/// is a row of its own, never spread over the parts.
///
/// Unit: that of the rows. Sign: surplus positive.
///
/// Source: 001, fourth step.
pub fn table(
    total: BalanceRow,
    parts: Vec<BalanceRow>,
    axis: Axis,
) -> Result<BalanceTable, TradeError> {
    let unallocated = unallocated(&total, &parts)?.map(|rest| rest.within(&total));
    let mut parts: Vec<_> = parts.into_iter().map(|row| row.within(&total)).collect();
    order(&mut parts, axis);
    Ok(BalanceTable {
        total: total.clone().within(&total),
        parts,
        unallocated,
    })
}

fn order(parts: &mut [BalanceRow], axis: Axis) {
    if axis == Axis::Period {
        parts.sort_by(|a, b| a.key.cmp(&b.key));
        return;
    }
    // The size of an imbalance, or of the one side that is there.
    let size = |row: &BalanceRow| {
        let known = row.balance.or(row.exports).or(row.imports);
        known.map(Exact::magnitude)
    };
    parts.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key)));
}

fn unallocated(total: &BalanceRow, parts: &[BalanceRow]) -> Result<Option<BalanceRow>, BasisError> {
    if parts.is_empty() {
        return Ok(None);
    }
    let rest = |side: fn(&BalanceRow) -> Option<Exact>| -> Result<Option<Exact>, BasisError> {
        let Some(whole) = side(total) else {
            return Ok(None);
        };
        let allocated = parts
            .iter()
            .filter_map(side)
            .try_fold(Exact::ZERO, Exact::plus)?;
        whole.minus(allocated).map(Some)
    };
    let (exports, imports) = (rest(|row| row.exports)?, rest(|row| row.imports)?);
    let something = [exports, imports]
        .iter()
        .flatten()
        .any(|side| !side.is_zero());
    something
        .then(|| BalanceRow::new("unallocated", exports, imports))
        .transpose()
}

/// Exports and imports of one record, as [`direct`] takes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key of the record on the axis.
    pub key: String,
    /// Export or import.
    pub flow: Flow,
    /// The value; none when published as missing.
    pub value: Option<Exact>,
}

/// The same balance from records in memory, without an engine: the second
/// derivation the plan is proved against.
pub fn direct(entries: &[Entry]) -> Result<Vec<BalanceRow>, BasisError> {
    let mut sides: BTreeMap<&str, [Option<Exact>; 2]> = BTreeMap::new();
    for entry in entries {
        let slot = &mut sides.entry(&entry.key).or_default()[entry.flow as usize];
        if let Some(value) = entry.value {
            *slot = Some(slot.unwrap_or(Exact::ZERO).plus(value)?);
        }
    }
    sides
        .into_iter()
        .map(|(key, [exports, imports])| BalanceRow::new(key, exports, imports))
        .collect()
}

#[cfg(test)]
mod tests {
    use triffin_basis::Lang;

    use super::*;

    fn row(key: &str, exports: i128, imports: i128) -> BalanceRow {
        let side = |n| Some(Exact::whole(n));
        BalanceRow::new(key, side(exports), side(imports)).unwrap()
    }

    /// S1.2: 1957 − 4289 = −2332, a deficit.
    #[test]
    fn s1_2_exports_1957_imports_4289_are_a_deficit_of_2332() {
        let usa = row("USA", 1957, 4289);
        assert_eq!(usa.balance, Some(Exact::whole(-2332)));
        assert_eq!(usa.status, Some(Status::Deficit));
        assert_eq!(Status::Deficit.label(Lang::Zh), "逆差（入超）");
    }

    #[test]
    fn a_side_that_is_not_there_is_null_and_never_zero() {
        let imports_only = BalanceRow::new("THA", None, Some(Exact::whole(5))).unwrap();
        assert_eq!(imports_only.balance, None);
        assert_eq!(imports_only.status, None);
        assert_eq!(row("x", 0, 5).status, Some(Status::Deficit));
        assert_eq!(row("x", 5, 5).status, Some(Status::Balanced));
    }

    #[test]
    fn what_no_part_accounts_for_is_shown() {
        let parts = vec![row("USA", 3, 1), row("JPN", 4, 4)];
        let table = table(row("total", 10, 5), parts, Axis::Partner).unwrap();
        let rest = table.unallocated.clone().unwrap();
        assert_eq!(rest.exports, Some(Exact::whole(3)));
        assert_eq!(rest.imports, Some(Exact::ZERO));
        assert_eq!(table.rows().len(), 3);
        assert_eq!(table.parts[0].key, "USA");
    }
}
