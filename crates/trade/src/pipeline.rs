//! The five steps with their audit trail (S1.17): window and boundary →
//! items → checks → net → decomposition.
//!
//! A trail says, step by step, what came in, what was used, what was left out
//! and why, and which amounts came of it. Its [`Spec`] is all it takes to run
//! the same steps again to the same digits.

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit, when};
use serde::Serialize;
use triffin_basis::{Bilingual, Lang, Timing};

use crate::balance::BalanceTable;
use crate::changes::ChangeRow;
use crate::checks::{self, CheckRow};
use crate::columns::{Texts, Whole};
use crate::currency::RateTable;
use crate::decompose::Method;
use crate::selection::assigned_day;
use crate::valuation::{Margin, Target};
use crate::{Axis, Exact, Levels, Measure, Selection, TradeError, classification};

/// Everything that determines the numbers, besides the records.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spec {
    /// The records asked for.
    pub selection: Selection,
    /// The axis of the breakdown.
    pub axis: Axis,
    /// The valuation and its margin; none is as reported.
    pub valuation: Option<(Target, Margin)>,
    /// The currency amounts are shown in; none is that of the records.
    pub currency: Option<String>,
    /// Where the rates are from.
    pub rates: Option<String>,
    /// The window compared with, and how the change is split.
    pub decomposition: Option<(Selection, Method)>,
}

impl Spec {
    /// The specification of a balance.
    pub fn new(selection: &Selection, axis: Axis, measure: &Measure) -> Self {
        let rates: Option<&RateTable> = measure.rates.as_ref();
        Self {
            selection: selection.clone(),
            axis,
            valuation: measure.valuation.clone(),
            currency: rates.map(|rates| rates.target.clone()),
            rates: rates.map(|rates| rates.source.clone()),
            decomposition: None,
        }
    }
}

/// One step of the trail.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditStep {
    /// 1 to 5.
    pub step: u8,
    /// What the step does.
    pub name: Bilingual,
    /// Rows it was given.
    pub rows_in: i64,
    /// Rows it used.
    pub rows_used: i64,
    /// Rows it left out, by reason; used and left out add up to given.
    pub left_out: BTreeMap<String, i64>,
    /// The amounts that came of it, by name.
    pub amounts: Vec<(String, Option<Exact>)>,
    /// Findings in words.
    pub notes: Vec<Bilingual>,
}

/// The change a trail ends with.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// One row a key, the unallocated rest last.
    pub rows: Vec<ChangeRow>,
    /// Their sum.
    pub total: ChangeRow,
    /// Records of both windows.
    pub records: i64,
}

/// The specification and its steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trail {
    /// What to run again for the same numbers.
    pub spec: Spec,
    /// The steps, in order.
    pub steps: Vec<AuditStep>,
}

/// The plan that says of every row of the input whether the selection holds
/// it, and if not why: columns `reason` (empty when held) and `rows`.
pub fn boundary_plan(input: LogicalPlan, selection: &Selection) -> Result<LogicalPlan, TradeError> {
    let undated = match selection.timing {
        Timing::Declared => lit(false),
        other => assigned_day(other).is_null(),
    };
    let fails = |test: Option<Expr>| test.map(|test| test.is_not_true());
    let reasons = [
        ("other_reporter", fails(Some(selection.of_reporter()))),
        ("no_such_date", Some(undated)),
        ("outside_window", fails(Some(selection.in_window()))),
        ("other_partner", fails(selection.of_partners())),
        ("other_product", fails(selection.of_product())),
        ("other_regime", fails(selection.of_regimes())),
    ];
    let mut tests = reasons
        .into_iter()
        .filter_map(|(reason, test)| test.map(|test| (test, lit(reason))));
    // proof: the reporter is always tested, so there is a first reason.
    let (test, reason) = tests.next().unwrap_or((lit(false), lit("")));
    let mut case = when(test, reason);
    for (test, reason) in tests {
        case = case.when(test, reason);
    }
    let held =
        when(selection.filter().is_true(), lit("")).otherwise(lit("other_classification"))?;
    Ok(LogicalPlanBuilder::from(input)
        .aggregate(
            vec![case.otherwise(held)?.alias("reason")],
            vec![count(lit(1)).alias("rows")],
        )?
        .build()?)
}

/// Step 1 from the batches of [`boundary_plan`].
pub fn window_step(batches: &[RecordBatch]) -> Result<AuditStep, TradeError> {
    let mut left_out = BTreeMap::new();
    let mut used = 0;
    for batch in batches {
        let (reason, rows) = (Texts::of(batch, "reason")?, Whole::of(batch, "rows")?);
        for row in 0..batch.num_rows() {
            match reason.get(row) {
                Some(reason) if !reason.is_empty() => {
                    *left_out.entry(reason.to_owned()).or_default() += rows.get(row);
                }
                _ => used += rows.get(row),
            }
        }
    }
    let name = Bilingual::new("window and boundary", "时间窗与统计边界");
    Ok(step(1, name, used, left_out))
}

fn step(number: u8, name: Bilingual, used: i64, left_out: BTreeMap<String, i64>) -> AuditStep {
    AuditStep {
        step: number,
        name,
        rows_in: used + left_out.values().sum::<i64>(),
        rows_used: used,
        left_out,
        amounts: Vec::new(),
        notes: Vec::new(),
    }
}

/// `window → items → checks → X − M → quantity and price`
///
/// The trail of a balance, and of the change behind it where one was asked.
/// Rows given are rows used and rows left out at each of the first two steps.
///
/// Unit: rows, and amounts in that of the balance. Sign: surplus positive.
///
/// Source: 001, the calculation in five steps.
///
/// `window` is step 1; rows of step 2 that nest in counted codes are left out
/// as `nested_code`.
pub fn trail(
    spec: Spec,
    window: AuditStep,
    levels: &Levels,
    table: &BalanceTable,
    checks: &[CheckRow],
    change: Option<&Decomposition>,
) -> Trail {
    let used = table.total.records;
    let mut steps = vec![window, items_step(levels, used), checks_step(checks, used)];
    steps.push(net_step(table, used));
    steps.extend(change.map(decomposition_step));
    Trail { spec, steps }
}

fn items_step(levels: &Levels, used: i64) -> AuditStep {
    let mut left_out: BTreeMap<String, i64> = levels
        .left_out
        .iter()
        .map(|(why, rows)| (why.as_str().to_owned(), *rows))
        .collect();
    let nested = levels.total.rows() - used;
    if nested > 0 {
        *left_out.entry("nested_code".to_owned()).or_default() += nested;
    }
    step(2, Bilingual::new("items", "分项结构"), used, left_out)
}

fn checks_step(checks: &[CheckRow], used: i64) -> AuditStep {
    let name = Bilingual::new("consistency checks", "一致性校验");
    let mut checked = step(3, name, used, BTreeMap::new());
    for check in checks {
        checked.amounts.push((check.check.to_owned(), check.amount));
        checked.notes.push(Bilingual::new(
            format!(
                "{} {}: {}",
                checks::name(check.check, Lang::En).unwrap_or(check.check),
                check.status.label(Lang::En),
                check.detail.en
            ),
            format!(
                "{} {}：{}",
                checks::name(check.check, Lang::Zh).unwrap_or(check.check),
                check.status.label(Lang::Zh),
                check.detail.zh
            ),
        ));
    }
    checked
}

fn net_step(table: &BalanceTable, used: i64) -> AuditStep {
    let name = Bilingual::new("net: exports minus imports", "净额：出口减进口");
    let mut net = step(4, name, used, BTreeMap::new());
    let total = &table.total;
    net.amounts = vec![
        ("exports".to_owned(), total.exports),
        ("imports".to_owned(), total.imports),
        ("balance".to_owned(), total.balance),
    ];
    let parts = table.parts.iter().chain(&table.unallocated);
    net.amounts
        .extend(parts.map(|row| (row.key.clone(), row.balance)));
    if !table.parts.is_empty() {
        net.amounts.push((total.key.clone(), total.balance));
    }
    net
}

/// The effects of the whole, then each key's change and its effects that are
/// not zero.
fn decomposition_step(change: &Decomposition) -> AuditStep {
    let name = Bilingual::new("quantity and price", "数量因素与价格因素");
    let mut last = step(5, name, change.records, BTreeMap::new());
    let whole = change.total.net();
    last.amounts.push(("d_balance".to_owned(), whole));
    let named = effects(&change.total).map(|(name, of)| (name.to_owned(), Some(of)));
    last.amounts.extend(named);
    for row in &change.rows {
        let told = whole.map(|_| row.d_balance);
        last.amounts.push((row.key.clone(), told));
        let told = effects(row).into_iter().filter(|(_, of)| !of.is_zero());
        let named = told.map(|(name, of)| (format!("{}: {name}", row.key), Some(of)));
        last.amounts.extend(named);
    }
    last
}

/// What the change of a row is made of.
fn effects(row: &ChangeRow) -> [(&'static str, Exact); 5] {
    [
        ("quantity_effect", row.quantity),
        ("price_effect", row.price),
        ("entry", row.entry),
        ("exit", row.exit),
        ("residual", row.residual),
    ]
}

/// The records behind one key of a breakdown, as recorded; the whole total
/// for `Axis::Total`.
pub fn records_of(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    axis: Axis,
    key: &str,
) -> Result<LogicalPlan, TradeError> {
    if axis == Axis::Total {
        return Levels::rows(input, selection, &levels.total);
    }
    let rows = Levels::rows(input, selection, &levels.parts)?;
    let named = classification::key(axis, selection, levels.grain).eq(lit(key));
    Ok(LogicalPlanBuilder::from(rows)
        .filter(named)?
        .sort(vec![col("source_row").sort(true, false)])?
        .build()?)
}
