//! The four layers both sides are aligned on (S1.3–S1.6).

use std::collections::BTreeSet;

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Lang, Regime, Timing, TradeSystem, Valuation};

use super::{Cell, CheckRow, Context};
use crate::{Exact, Flow};

/// How a code that is not there is told.
const NOT_STATED: &str = "not stated";

pub(super) type Attribute = fn(&Cell) -> &Option<String>;

pub(super) fn values(cells: &[Cell], flow: Option<Flow>, of: Attribute) -> BTreeSet<&str> {
    cells
        .iter()
        .filter(|cell| flow.is_none_or(|flow| cell.flow == flow))
        .map(|cell| of(cell).as_deref().unwrap_or(NOT_STATED))
        .collect()
}

/// The Chinese name of a code; none for a code that is the same in both
/// languages.
pub(super) type Name = fn(&str) -> Option<&'static str>;

pub(super) fn valuation_zh(code: &str) -> Option<&'static str> {
    Valuation::parse(code).map(|valuation| valuation.label(Lang::Zh))
}

pub(super) fn regime_zh(code: &str) -> Option<&'static str> {
    Regime::parse(code).map(|regime| regime.label(Lang::Zh))
}

fn system_zh(code: &str) -> Option<&'static str> {
    TradeSystem::parse(code).map(|system| system.label(Lang::Zh))
}

pub(super) fn list_zh(values: &BTreeSet<&str>, name: Name) -> String {
    let words: Vec<&str> = values
        .iter()
        .map(|&code| match code {
            NOT_STATED => "未注明",
            code => name(code).unwrap_or(code),
        })
        .collect();
    words.join("、")
}

pub(super) fn list(values: &BTreeSet<&str>) -> String {
    values.iter().copied().collect::<Vec<_>>().join(", ")
}

pub(super) fn both_sides(cells: &[Cell], of: Attribute, name: Name) -> Bilingual {
    let exports = values(cells, Some(Flow::Export), of);
    let imports = values(cells, Some(Flow::Import), of);
    Bilingual::new(
        format!("exports: {}; imports: {}", list(&exports), list(&imports)),
        format!(
            "出口：{}；进口：{}",
            list_zh(&exports, name),
            list_zh(&imports, name)
        ),
    )
}

pub(super) fn currency(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let seen = values(cells, None, |cell| &cell.currency);
    let one = seen.len() == 1 && !seen.contains(NOT_STATED);
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
        detail: both_sides(cells, |cell| &cell.currency, |_| None),
    }
}

/// The price basis: both sides nominal, and at one valuation.
pub(super) fn price(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let exports = values(cells, Some(Flow::Export), |cell| &cell.valuation);
    let imports = values(cells, Some(Flow::Import), |cell| &cell.valuation);
    let found = both_sides(cells, |cell| &cell.valuation, valuation_zh);
    let apart = valued_apart(&exports, &imports);
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

/// Whether some values carry freight and insurance and others do not, between
/// the sides or within one; a file's own `mixed` does not say which.
pub(super) fn valued_apart(exports: &BTreeSet<&str>, imports: &BTreeSet<&str>) -> bool {
    let any = |words: &[&str]| {
        let mut all = exports.iter().chain(imports);
        all.any(|valuation| words.contains(valuation))
    };
    any(&["mixed"]) || any(&["cif"]) && any(&["fob", "fas", "customs"])
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
    let regimes = values(cells, None, |cell| &cell.regime);
    let systems = both_sides(cells, |cell| &cell.trade_system, system_zh);
    CheckRow {
        check: "boundary",
        system: "S1.5",
        status,
        amount: (status == GateStatus::Pass).then_some(Exact::ZERO),
        detail: Bilingual::new(
            format!(
                "regimes: {}; trade system of {}",
                list(&regimes),
                systems.en
            ),
            format!(
                "贸易方式：{}；贸易体系 {}",
                list_zh(&regimes, regime_zh),
                systems.zh
            ),
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
                format!(
                    "{}；{}则差额变动 {shift}",
                    basis.label(Lang::Zh),
                    other.label(Lang::Zh)
                ),
            ),
        ),
        _ => (
            Exact::ZERO,
            Bilingual::new(
                format!("both sides by date {basis}"),
                format!("两侧均{}", basis.label(Lang::Zh)),
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
