//! Whether parts add up to their wholes (S1.14): along partners, commodity
//! codes and periods, wherever a file publishes both.

use std::collections::BTreeSet;

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, lit};
use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual};

use super::{CheckRow, Context, Excess};
use crate::balance::{self, BalanceRow};
use crate::cover::Rule;
use crate::cut::Cut;
use crate::survey::Stratum;
use crate::{Axis, Exact, Levels, Measure, Selection, Survey, TradeError};

/// How many excesses are told one by one.
const TOLD: usize = 3;

/// What the parts along an axis leave of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// Partner, product or period.
    pub axis: Axis,
    /// Whole less parts of exports; none when there are none.
    pub exports: Option<Exact>,
    /// Whole less parts of imports; none when there are none.
    pub imports: Option<Exact>,
}

/// The finest rows along products and along periods, each where rows hold one
/// another: published wholes are then compared with their parts.
pub fn finest(survey: &Survey) -> Vec<(Axis, Cut)> {
    let several = |of: fn(&Stratum) -> i64| {
        let kinds: BTreeSet<i64> = survey.strata.iter().map(of).collect();
        kinds.len() > 1
    };
    let axes = [
        (Axis::Product, Rule::Codes, several(|row| row.product_level)),
        (
            Axis::Period,
            Rule::Periods,
            several(|row| row.freq() as i64),
        ),
    ];
    let cut = |rule| Cut::new(survey.strata.iter().collect(), &survey.strata, rule);
    axes.into_iter()
        .filter(|(_, _, several)| *several)
        .map(|(axis, rule, _)| (axis, cut(rule)))
        .filter(|(_, cut)| cut.is_open())
        .collect()
}

/// The plan of the sums of a cut of [`finest`].
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    cut: &Cut,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, cut)?;
    balance::grouped(
        measure.apply(rows, selection)?,
        lit("total"),
        "total",
        registry,
    )
}

/// `rest = V − Σ V_i`, from the batches of [`plan`]; none when it is zero.
///
/// Unit: that of the balance. Sign: negative when the parts exceed the whole.
///
/// Source: 001, fourth step, on totals as sums of groups.
pub fn rest(
    axis: Axis,
    whole: &BalanceRow,
    batches: &[RecordBatch],
) -> Result<Option<Rest>, TradeError> {
    let parts = balance::rows(batches, Axis::Total)?.total;
    let side = |whole: Option<Exact>, parts: Option<Exact>| {
        whole
            .map(|whole| whole.minus(parts.unwrap_or(Exact::ZERO)))
            .transpose()
    };
    let exports = side(whole.exports, parts.exports)?;
    let imports = side(whole.imports, parts.imports)?;
    let some = [exports, imports]
        .iter()
        .flatten()
        .any(|rest| !rest.is_zero());
    Ok(some.then_some(Rest {
        axis,
        exports,
        imports,
    }))
}

/// The balance is the sum of its parts on every axis: what no part accounts
/// for is named, the largest first. Parts that exceed their whole fail.
pub(super) fn additivity(context: &Context<'_>) -> Result<CheckRow, BasisError> {
    if context.table.is_none() {
        return Ok(nothing_to_add());
    }
    let of_table = context.table.and_then(|table| table.unallocated.as_ref());
    let of_table = of_table.map(|row| Rest {
        axis: context.axis,
        exports: row.exports,
        imports: row.imports,
    });
    let mut rests: Vec<(Exact, Rest)> = Vec::new();
    for rest in of_table.into_iter().chain(context.rests.iter().cloned()) {
        rests.push((amount(&rest)?, rest));
    }
    rests.sort_by_key(|(amount, _)| std::cmp::Reverse(amount.magnitude()));
    if let Some(most) = context.excesses.first() {
        return Ok(CheckRow {
            check: "additivity",
            system: "S1.14",
            status: GateStatus::Fail,
            amount: Some(most.amount()?),
            detail: exceeded(context.excesses),
        });
    }
    let (status, detail) = match rests.is_empty() {
        true => (
            GateStatus::Pass,
            Bilingual::new("the parts add up to the total", "分项之和等于总额"),
        ),
        false => (GateStatus::Adjusted, told(&rests)),
    };
    Ok(CheckRow {
        check: "additivity",
        system: "S1.14",
        status,
        amount: Some(rests.first().map_or(Exact::ZERO, |(amount, _)| *amount)),
        detail,
    })
}

/// The largest excesses, and how many there are.
fn exceeded(excesses: &[Excess]) -> Bilingual {
    let told: Vec<Bilingual> = excesses.iter().take(TOLD).map(Excess::told).collect();
    let mut text = joined(&told);
    let more = excesses.len().saturating_sub(TOLD);
    if more > 0 {
        text.en.push_str(&format!("; and {more} more"));
        text.zh.push_str(&format!("；另有 {more} 处"));
    }
    text
}

/// Without one currency there is no table of parts.
fn nothing_to_add() -> CheckRow {
    CheckRow {
        check: "additivity",
        system: "S1.14",
        status: GateStatus::NotCheckable,
        amount: None,
        detail: Bilingual::new(
            "the parts are in several currencies or in none stated: nothing can be added up",
            "各分项币种不同或未注明：无法加总",
        ),
    }
}

/// What a rest moves the balance by.
fn amount(rest: &Rest) -> Result<Exact, BasisError> {
    let side = |side: Option<Exact>| side.unwrap_or(Exact::ZERO);
    side(rest.exports).minus(side(rest.imports))
}

fn told(rests: &[(Exact, Rest)]) -> Bilingual {
    let side = |amount: Option<Exact>| amount.map_or("null".to_owned(), |a| a.to_string());
    let line = |(_, rest): &(Exact, Rest)| {
        let (x, m) = (side(rest.exports), side(rest.imports));
        let (en, zh) = name(rest.axis);
        Bilingual::new(
            format!("{en}: unallocated exports {x}, imports {m}"),
            format!("{zh}：未分配出口 {x}，进口 {m}"),
        )
    };
    let lines: Vec<Bilingual> = rests.iter().map(line).collect();
    joined(&lines)
}

fn joined(lines: &[Bilingual]) -> Bilingual {
    let join =
        |of: fn(&Bilingual) -> &str, sep: &str| lines.iter().map(of).collect::<Vec<_>>().join(sep);
    Bilingual::new(join(|line| &line.en, "; "), join(|line| &line.zh, "；"))
}

fn name(axis: Axis) -> (&'static str, &'static str) {
    match axis {
        Axis::Partner => ("partners", "伙伴"),
        Axis::Product => ("products", "商品"),
        Axis::Period => ("periods", "时期"),
        other => (other.as_str(), "分项"),
    }
}
