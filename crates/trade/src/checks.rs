//! The four layers and the four checks before any subtraction (S1.7,
//! S1.11–S1.14), each with the amount it moves the balance by.

use std::collections::BTreeSet;

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col};
use serde::Serialize;
use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual, Timing};

use crate::balance::BalanceTable;
use crate::columns::{Amounts, Texts};
use crate::functions::sum;
use crate::{Exact, Flow, Levels, Measure, Selection, TradeError};

/// Regimes whose goods come in to go out again.
pub const TRANSIT: [&str; 2] = ["bonded", "reexport"];

/// One layer or check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckRow {
    /// `currency`, `price`, `boundary`, `timing`, `cif_fob`, `one_sided`,
    /// `transit`, `additivity`.
    pub check: &'static str,
    /// The system it belongs to.
    pub system: &'static str,
    /// Passed as reported, adjusted, or failed.
    pub status: GateStatus,
    /// What it moves the balance by; none when that cannot be known.
    pub amount: Option<Exact>,
    /// What was found.
    pub detail: Bilingual,
}

/// The values of both sides by everything the checks look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Export or import.
    pub flow: Flow,
    /// Currency, none when not stated.
    pub currency: Option<String>,
    /// Valuation, none when not stated.
    pub valuation: Option<String>,
    /// Customs regime, none when not stated.
    pub regime: Option<String>,
    /// General or special trade, none when not stated.
    pub trade_system: Option<String>,
    /// Value as reported.
    pub reported: Exact,
    /// Value after the conversions asked for; none when it has no rate.
    pub amount: Option<Exact>,
}

/// What the checks are told besides the cells.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The question.
    pub selection: &'a Selection,
    /// The conversions asked for.
    pub measure: &'a Measure,
    /// The balance by a date basis other than the one asked for, less the one
    /// asked for; see [`crate::timing`].
    pub shifts: &'a [(Timing, Exact)],
    /// The breakdown whose parts must add up.
    pub table: Option<&'a BalanceTable>,
}

/// The plan of the cells.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.total)?;
    let keys = ["flow", "currency", "valuation", "regime", "trade_system"].map(col);
    let sums = [
        sum(registry, col("value"))?.alias("reported"),
        sum(registry, col("amount"))?.alias("amount"),
    ];
    Ok(LogicalPlanBuilder::from(measure.apply(rows, selection)?)
        .filter(col("value").is_not_null())?
        .aggregate(keys, sums)?
        .build()?)
}

/// Reads the batches of [`plan`].
pub fn cells(batches: &[RecordBatch]) -> Result<Vec<Cell>, TradeError> {
    let mut cells = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (flow, currency, valuation) = (text("flow")?, text("currency")?, text("valuation")?);
        let (regime, trade_system) = (text("regime")?, text("trade_system")?);
        let reported = Amounts::of(batch, "reported")?;
        let amount = Amounts::of(batch, "amount")?;
        for row in 0..batch.num_rows() {
            let (Some(flow), Some(reported)) =
                (flow.get(row).and_then(Flow::parse), reported.get(row))
            else {
                continue;
            };
            cells.push(Cell {
                flow,
                currency: currency.get(row).map(str::to_owned),
                valuation: valuation.get(row).map(str::to_owned),
                regime: regime.get(row).map(str::to_owned),
                trade_system: trade_system.get(row).map(str::to_owned),
                reported,
                amount: amount.get(row),
            });
        }
    }
    Ok(cells)
}

/// The eight rows, layers first.
///
/// A layer fails when the two sides are not on one basis; a check fails when
/// it finds something no conversion was asked for. Amounts are effects on the
/// balance, in its unit. Errors with `E-TRADE-OVERFLOW`.
pub fn report(cells: &[Cell], context: &Context<'_>) -> Result<Vec<CheckRow>, BasisError> {
    Ok(vec![
        currency(cells, context),
        price(cells, context),
        boundary(cells, context),
        timing(context),
        cif_fob(cells, context)?,
        one_sided(cells)?,
        transit(cells)?,
        additivity(context),
    ])
}

type Attribute = fn(&Cell) -> &Option<String>;

fn values(cells: &[Cell], flow: Option<Flow>, of: Attribute) -> BTreeSet<&str> {
    cells
        .iter()
        .filter(|cell| flow.is_none_or(|flow| cell.flow == flow))
        .map(|cell| of(cell).as_deref().unwrap_or("not stated"))
        .collect()
}

fn list(values: &BTreeSet<&str>) -> String {
    values.iter().copied().collect::<Vec<_>>().join(", ")
}

fn both_sides(cells: &[Cell], of: Attribute) -> Bilingual {
    let exports = list(&values(cells, Some(Flow::Export), of));
    let imports = list(&values(cells, Some(Flow::Import), of));
    Bilingual::new(
        format!("exports: {exports}; imports: {imports}"),
        format!("出口：{exports}；进口：{imports}"),
    )
}

fn currency(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let seen = values(cells, None, |cell| &cell.currency);
    let one = seen.len() == 1 && !seen.contains("not stated");
    let status = match &context.measure.rates {
        Some(rates) if seen.len() != 1 || !seen.contains(rates.target.as_str()) => {
            GateStatus::Adjusted
        }
        _ if one => GateStatus::Pass,
        _ => GateStatus::Fail,
    };
    CheckRow {
        check: "currency",
        system: "S1.3",
        status,
        amount: (status == GateStatus::Pass).then_some(Exact::ZERO),
        detail: both_sides(cells, |cell| &cell.currency),
    }
}

/// The price basis: both sides nominal, and at one valuation.
fn price(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let exports = values(cells, Some(Flow::Export), |cell| &cell.valuation);
    let imports = values(cells, Some(Flow::Import), |cell| &cell.valuation);
    let found = both_sides(cells, |cell| &cell.valuation);
    let apart = carries_freight(&imports) && !carries_freight(&exports) && !exports.is_empty();
    let status = match (apart, &context.measure.valuation) {
        (false, None) => GateStatus::Pass,
        (_, Some(_)) => GateStatus::Adjusted,
        (true, None) => GateStatus::Fail,
    };
    let detail = match status {
        GateStatus::Fail => Bilingual::new(
            format!("not aligned (price basis): {}", found.en),
            format!("价格口径未对齐：{}", found.zh),
        ),
        _ => Bilingual::new(
            format!("current prices; {}", found.en),
            format!("现价；{}", found.zh),
        ),
    };
    CheckRow {
        check: "price",
        system: "S1.4",
        status,
        amount: (status == GateStatus::Pass).then_some(Exact::ZERO),
        detail,
    }
}

fn carries_freight(valuations: &BTreeSet<&str>) -> bool {
    valuations.contains("cif") || valuations.contains("mixed")
}

fn boundary(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let side = |flow| values(cells, Some(flow), |cell| &cell.trade_system);
    let (exports, imports) = (side(Flow::Export), side(Flow::Import));
    let one = exports == imports || exports.is_empty() || imports.is_empty();
    let chosen = !context.selection.include.is_empty() || !context.selection.exclude.is_empty();
    let status = match (one, chosen) {
        (false, _) => GateStatus::Fail,
        (true, true) => GateStatus::Adjusted,
        (true, false) => GateStatus::Pass,
    };
    let regimes = list(&values(cells, None, |cell| &cell.regime));
    let systems = both_sides(cells, |cell| &cell.trade_system);
    CheckRow {
        check: "boundary",
        system: "S1.5",
        status,
        amount: (status == GateStatus::Pass).then_some(Exact::ZERO),
        detail: Bilingual::new(
            format!("regimes: {regimes}; trade system of {}", systems.en),
            format!("贸易方式：{regimes}；贸易体系 {}", systems.zh),
        ),
    }
}

fn timing(context: &Context<'_>) -> CheckRow {
    let largest = context
        .shifts
        .iter()
        .max_by_key(|(_, shift)| shift.magnitude());
    let basis = context.selection.timing;
    let (amount, detail) = match largest {
        Some((other, shift)) if !shift.is_zero() => (
            *shift,
            Bilingual::new(
                format!("{basis}; by date {other} the balance differs by {shift}"),
                format!("{basis}；按 {other} 日期差额变动 {shift}"),
            ),
        ),
        _ => (
            Exact::ZERO,
            Bilingual::new(
                format!("both sides by date {basis}"),
                format!("两侧均按 {basis} 日期"),
            ),
        ),
    };
    let declared = basis == Timing::Declared;
    CheckRow {
        check: "timing",
        system: "S1.6",
        status: if declared {
            GateStatus::Pass
        } else {
            GateStatus::Adjusted
        },
        amount: Some(amount),
        detail,
    }
}

fn cif_fob(cells: &[Cell], context: &Context<'_>) -> Result<CheckRow, BasisError> {
    let row = |status, amount, detail| CheckRow {
        check: "cif_fob",
        system: "S1.11",
        status,
        amount,
        detail,
    };
    if let Some((target, margin)) = &context.measure.valuation {
        // With rates the two columns differ by currency too, so no bias is told.
        let amount = match context.measure.rates {
            Some(_) => None,
            None => moved(cells)?,
        };
        let (share, source) = (margin.of_fob, &margin.source);
        let detail = Bilingual::new(
            format!("to {}, margin {share} of FOB ({source})", target.as_str()),
            format!(
                "换算为 {}，加成率为离岸价的 {share}（{source}）",
                target.as_str()
            ),
        );
        return Ok(row(GateStatus::Adjusted, amount, detail));
    }
    let imports = values(cells, Some(Flow::Import), |cell| &cell.valuation);
    if carries_freight(&imports) {
        return Ok(row(
            GateStatus::Fail,
            None,
            Bilingual::new(
                format!(
                    "imports ({}) carry freight and insurance; no margin given",
                    list(&imports)
                ),
                format!("进口（{}）含运保费；未给出加成率", list(&imports)),
            ),
        ));
    }
    let detail = both_sides(cells, |cell| &cell.valuation);
    Ok(row(GateStatus::Pass, Some(Exact::ZERO), detail))
}

/// What the conversion moved the balance by.
fn moved(cells: &[Cell]) -> Result<Option<Exact>, BasisError> {
    let mut sum = Exact::ZERO;
    for cell in cells {
        let Some(amount) = cell.amount else {
            return Ok(None);
        };
        sum = sum.plus(signed(cell.flow, amount.minus(cell.reported)?))?;
    }
    Ok(Some(sum))
}

fn signed(flow: Flow, amount: Exact) -> Exact {
    match flow {
        Flow::Export => amount,
        Flow::Import => amount.negated(),
    }
}

/// Regimes recorded on one side only: their whole value distorts the balance.
fn one_sided(cells: &[Cell]) -> Result<CheckRow, BasisError> {
    let side = |flow| -> BTreeSet<&str> {
        let cells = cells.iter().filter(move |cell| cell.flow == flow);
        cells.filter_map(|cell| cell.regime.as_deref()).collect()
    };
    let (exports, imports) = (side(Flow::Export), side(Flow::Import));
    let lone: BTreeSet<&str> = exports.symmetric_difference(&imports).copied().collect();
    let amount = effect(cells, |regime| lone.contains(regime))?;
    let clean = lone.is_empty();
    let detail = if clean {
        Bilingual::new("no regime is on one side only", "没有只在一侧的贸易方式")
    } else {
        let only = |side: &BTreeSet<&str>| list(&lone.intersection(side).copied().collect());
        let (x, m) = (only(&exports), only(&imports));
        Bilingual::new(
            format!("in exports only: {x}; in imports only: {m}"),
            format!("仅在出口：{x}；仅在进口：{m}"),
        )
    };
    Ok(CheckRow {
        check: "one_sided",
        system: "S1.12",
        status: if clean {
            GateStatus::Pass
        } else {
            GateStatus::Fail
        },
        amount: amount.or(Some(Exact::ZERO)),
        detail,
    })
}

/// Bonded and re-export trade: what enters in this window and leaves in
/// another swings the balance.
fn transit(cells: &[Cell]) -> Result<CheckRow, BasisError> {
    let passing = |regime: &str| TRANSIT.contains(&regime);
    let amount = effect(cells, passing)?;
    let there = |flow| {
        let of_side = |cell: &&Cell| cell.flow == flow;
        let mut regimes = cells
            .iter()
            .filter(of_side)
            .filter_map(|cell| cell.regime.as_deref());
        regimes.any(passing)
    };
    let (out, into) = (there(Flow::Export), there(Flow::Import));
    let detail = match (out, into) {
        (false, false) => Bilingual::new("no bonded or re-export trade", "无保税或转口贸易"),
        (true, true) => Bilingual::new(
            "entry and exit are both in the window; the amount is exits less entries",
            "进出均在窗内；金额为出减进",
        ),
        _ => Bilingual::new(
            "bonded or re-export goods cross in one direction only in this window",
            "保税或转口货物在窗内只有单向流动",
        ),
    };
    Ok(CheckRow {
        check: "transit",
        system: "S1.13",
        status: if out == into {
            GateStatus::Pass
        } else {
            GateStatus::Fail
        },
        amount: amount.or(Some(Exact::ZERO)),
        detail,
    })
}

fn effect(cells: &[Cell], of: impl Fn(&str) -> bool) -> Result<Option<Exact>, BasisError> {
    let mut sum = None;
    for cell in cells
        .iter()
        .filter(|cell| cell.regime.as_deref().is_some_and(&of))
    {
        let amount = signed(cell.flow, cell.amount.unwrap_or(cell.reported));
        sum = Some(sum.unwrap_or(Exact::ZERO).plus(amount)?);
    }
    Ok(sum)
}

/// The balance is the sum of its parts: what no part accounts for is named.
fn additivity(context: &Context<'_>) -> CheckRow {
    let rest = context.table.and_then(|table| table.unallocated.as_ref());
    let (status, amount, detail) = match rest {
        None => (
            GateStatus::Pass,
            Exact::ZERO,
            Bilingual::new("the parts add up to the total", "分项之和等于总额"),
        ),
        Some(row) => {
            let side = |amount: Option<Exact>| amount.map_or("null".to_owned(), |a| a.to_string());
            let (x, m) = (side(row.exports), side(row.imports));
            let one = row.exports.or(row.imports.map(Exact::negated));
            (
                GateStatus::Adjusted,
                row.balance.or(one).unwrap_or(Exact::ZERO),
                Bilingual::new(
                    format!("unallocated: exports {x}, imports {m}"),
                    format!("未分配：出口 {x}，进口 {m}"),
                ),
            )
        }
    };
    CheckRow {
        check: "additivity",
        system: "S1.14",
        status,
        amount: Some(amount),
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Axis;
    use crate::balance::{BalanceRow, table};
    use crate::valuation::{Margin, Target, fob_from_cif};
    use triffin_basis::Window;

    fn cell(flow: Flow, value: i128) -> Cell {
        Cell {
            flow,
            currency: Some("USD".into()),
            valuation: Some("fob".into()),
            regime: None,
            trade_system: None,
            reported: Exact::whole(value),
            amount: Some(Exact::whole(value)),
        }
    }

    fn ask(
        cells: &[Cell],
        measure: &Measure,
        table: Option<&BalanceTable>,
        check: &str,
    ) -> CheckRow {
        let selection = Selection::new("CHN", Window::parse("2018").unwrap());
        let context = Context {
            selection: &selection,
            measure,
            shifts: &[],
            table,
        };
        let rows = report(cells, &context).unwrap();
        assert_eq!(rows.len(), 8);
        rows.into_iter().find(|row| row.check == check).unwrap()
    }

    fn cif_imports() -> [Cell; 2] {
        let mut imports = cell(Flow::Import, 110);
        imports.valuation = Some("cif".into());
        [cell(Flow::Export, 90), imports]
    }

    /// S1.7: CIF imports against FOB exports are not aligned.
    #[test]
    fn s1_7_cif_imports_and_fob_exports_are_not_aligned() {
        let row = ask(&cif_imports(), &Measure::as_reported(), None, "price");
        assert_eq!(row.status, GateStatus::Fail);
        assert!(row.detail.en.contains("not aligned (price basis)"));
        let same = [cell(Flow::Export, 90), cell(Flow::Import, 110)];
        assert_eq!(
            ask(&same, &Measure::as_reported(), None, "price").status,
            GateStatus::Pass
        );
    }

    /// S1.11: 110 CIF at 10 % moves the balance by 10.
    #[test]
    fn s1_11_a_margin_of_ten_per_cent_moves_the_balance_by_10() {
        let margin = Margin::on_fob("0.1".parse().unwrap(), "test").unwrap();
        let mut cells = cif_imports();
        cells[1].amount = Some(fob_from_cif(cells[1].reported, margin.of_fob).unwrap());
        let none = ask(&cells, &Measure::as_reported(), None, "cif_fob");
        assert_eq!((none.status, none.amount), (GateStatus::Fail, None));
        let measure = Measure::as_reported().at(Target::Fob, margin);
        let row = ask(&cells, &measure, None, "cif_fob");
        assert_eq!(
            (row.status, row.amount),
            (GateStatus::Adjusted, Some(Exact::whole(10)))
        );
    }

    /// S1.12: parcels recorded in exports only are flagged with their amount.
    #[test]
    fn s1_12_parcels_in_exports_only_are_flagged_with_their_amount() {
        let with = |flow, regime: &str, value| Cell {
            regime: Some(regime.into()),
            ..cell(flow, value)
        };
        let cells = [
            with(Flow::Export, "general", 50),
            with(Flow::Import, "general", 40),
            with(Flow::Export, "ecommerce", 7),
        ];
        let row = ask(&cells, &Measure::as_reported(), None, "one_sided");
        assert_eq!(
            (row.status, row.amount),
            (GateStatus::Fail, Some(Exact::whole(7)))
        );
        assert!(row.detail.en.contains("ecommerce"));
        let clean = ask(&cells[..2], &Measure::as_reported(), None, "one_sided");
        assert_eq!(
            (clean.status, clean.amount),
            (GateStatus::Pass, Some(Exact::ZERO))
        );
        // S1.5: a bonded inflow in imports only lowers the balance.
        let bonded = [
            with(Flow::Export, "general", 5),
            with(Flow::Import, "general", 5),
            with(Flow::Import, "bonded", 9),
        ];
        let row = ask(&bonded, &Measure::as_reported(), None, "transit");
        assert_eq!(
            (row.status, row.amount),
            (GateStatus::Fail, Some(Exact::whole(-9)))
        );
    }

    /// S1.14: what the parts leave is itemised.
    #[test]
    fn s1_14_what_the_parts_leave_is_unallocated() {
        let side = |n| Some(Exact::whole(n));
        let total = BalanceRow::new("total", side(100), side(60)).unwrap();
        let part = BalanceRow::new("USA", side(70), side(60)).unwrap();
        let table = table(total, vec![part], Axis::Partner).unwrap();
        let row = ask(&[], &Measure::as_reported(), Some(&table), "additivity");
        assert_eq!(
            (row.status, row.amount),
            (GateStatus::Adjusted, Some(Exact::whole(30)))
        );
    }

    #[test]
    fn a_currency_that_is_not_stated_fails() {
        let mut cells = [cell(Flow::Export, 1), cell(Flow::Import, 1)];
        assert_eq!(
            ask(&cells, &Measure::as_reported(), None, "currency").status,
            GateStatus::Pass
        );
        cells[0].currency = None;
        assert_eq!(
            ask(&cells, &Measure::as_reported(), None, "currency").status,
            GateStatus::Fail
        );
    }
}
