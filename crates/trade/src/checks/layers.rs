//! The four layers both sides are aligned on (S1.3–S1.6).

use std::collections::BTreeSet;

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Timing};

use super::{Cell, CheckRow, Context};
use crate::{Exact, Flow};

pub(super) type Attribute = fn(&Cell) -> &Option<String>;

pub(super) fn values(cells: &[Cell], flow: Option<Flow>, of: Attribute) -> BTreeSet<&str> {
    cells
        .iter()
        .filter(|cell| flow.is_none_or(|flow| cell.flow == flow))
        .map(|cell| of(cell).as_deref().unwrap_or("not stated"))
        .collect()
}

pub(super) fn list(values: &BTreeSet<&str>) -> String {
    values.iter().copied().collect::<Vec<_>>().join(", ")
}

pub(super) fn both_sides(cells: &[Cell], of: Attribute) -> Bilingual {
    let exports = list(&values(cells, Some(Flow::Export), of));
    let imports = list(&values(cells, Some(Flow::Import), of));
    Bilingual::new(
        format!("exports: {exports}; imports: {imports}"),
        format!("出口：{exports}；进口：{imports}"),
    )
}

pub(super) fn currency(cells: &[Cell], context: &Context<'_>) -> CheckRow {
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
pub(super) fn price(cells: &[Cell], context: &Context<'_>) -> CheckRow {
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

pub(super) fn carries_freight(valuations: &BTreeSet<&str>) -> bool {
    valuations.contains("cif") || valuations.contains("mixed")
}

pub(super) fn boundary(cells: &[Cell], context: &Context<'_>) -> CheckRow {
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

pub(super) fn timing(context: &Context<'_>) -> CheckRow {
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
