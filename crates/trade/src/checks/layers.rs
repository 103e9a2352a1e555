//! Three of the four layers both sides are aligned on (S1.3–S1.5); the fourth is in `timing`.

use std::collections::BTreeSet;

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Lang, Regime, TradeSystem, Valuation};

use super::valued::{Valued, converted, valued};
use super::{Cell, CheckRow, Context, not_checkable, one_sided_only};
use crate::{Exact, Flow};

/// How a code that is not there is told.
pub(super) const NOT_STATED: &str = "not stated";

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

/// Whether every value is in one stated currency.
pub(super) fn one_currency(cells: &[Cell]) -> bool {
    let seen = values(cells, None, |cell| &cell.currency);
    seen.len() == 1 && !seen.contains(NOT_STATED)
}

pub(super) fn currency(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let seen = values(cells, None, |cell| &cell.currency);
    let converted = context
        .measure
        .rates
        .as_ref()
        .filter(|rates| seen.len() != 1 || !seen.contains(rates.target.as_str()));
    let found = both_sides(cells, |cell| &cell.currency, |_| None);
    let row = |status, amount, detail| CheckRow {
        check: "currency",
        system: "S1.3",
        status,
        amount,
        detail,
    };
    if let (Some(rates), false) = (converted, seen.is_empty()) {
        let (amount, detail) = conversion(&rates.target, context, found);
        return row(GateStatus::Adjusted, amount, detail);
    }
    match (one_currency(cells), one_sided_only(cells)) {
        (false, _) if !seen.is_empty() => row(GateStatus::Fail, None, found),
        (_, true) => not_checkable("currency", "S1.3", cells),
        _ => row(GateStatus::Pass, Some(Exact::ZERO), found),
    }
}

/// What conversion did: the translation effect since the window before.
fn conversion(target: &str, context: &Context<'_>, found: Bilingual) -> (Option<Exact>, Bilingual) {
    let Some(moved) = context.translation else {
        let detail = Bilingual::new(
            format!("{}; to {target}", found.en),
            format!("{}；换算为 {target}", found.zh),
        );
        return (None, detail);
    };
    let before = moved.before;
    let detail = Bilingual::new(
        format!(
            "{}; to {target}; the amount is the translation effect: this balance at its own rates less the same at those of {before}",
            found.en
        ),
        format!(
            "{}；换算为 {target}；金额为折算影响：按本期汇率的差额减按 {before} 汇率的同一差额",
            found.zh
        ),
    );
    (Some(moved.amount), detail)
}

/// The price basis: both sides nominal, and at one valuation once converted.
/// A valuation that is not stated cannot be said to agree.
pub(super) fn price(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    let left = converted(cells, context);
    let found = both_sides(&left, |cell| &cell.valuation, valuation_zh);
    let status = match valued(&left) {
        Valued::Apart => GateStatus::Fail,
        _ if one_sided_only(cells) => return not_checkable("price", "S1.4", cells),
        Valued::Unknown => GateStatus::NotCheckable,
        Valued::Alike if left != cells => GateStatus::Adjusted,
        Valued::Alike => GateStatus::Pass,
    };
    let (en, zh) = match status {
        GateStatus::Fail => ("not aligned (price basis): ", "价格口径未对齐："),
        _ => ("current prices; ", "现价；"),
    };
    CheckRow {
        check: "price",
        system: "S1.4",
        status,
        amount: (status == GateStatus::Pass).then_some(Exact::ZERO),
        detail: Bilingual::new(format!("{en}{}", found.en), format!("{zh}{}", found.zh)),
    }
}

/// How the boundaries of both sides agree.
///
/// Told by the trade system where every value states it, else by the regime
/// where every value states that; what is not stated cannot be said to agree.
fn bounded(cells: &[Cell], context: &Context<'_>) -> GateStatus {
    let side = |flow, of| values(cells, Some(flow), of);
    let system: Attribute = |cell| &cell.trade_system;
    let (exports, imports) = (side(Flow::Export, system), side(Flow::Import, system));
    let stated = |side: &BTreeSet<&str>| !side.contains(NOT_STATED);
    let known = stated(&exports) && stated(&imports);
    let any = |side: &BTreeSet<&str>| side.iter().any(|system| *system != NOT_STATED);
    let mut common = exports.intersection(&imports);
    let contradicts = match known {
        true => exports != imports,
        false => any(&exports) && any(&imports) && !common.any(|system| *system != NOT_STATED),
    };
    let selection = context.selection;
    let chosen = !selection.include.is_empty() || !selection.exclude.is_empty();
    let told = known || stated(&values(cells, None, |cell| &cell.regime));
    match (contradicts, chosen, told) {
        (true, ..) => GateStatus::Fail,
        (_, true, _) => GateStatus::Adjusted,
        (.., true) => GateStatus::Pass,
        (.., false) => GateStatus::NotCheckable,
    }
}

/// The boundary: both sides count the same trade; the amount is what the choice
/// of regimes moves the balance by.
pub(super) fn boundary(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    if one_sided_only(cells) {
        return not_checkable("boundary", "S1.5", cells);
    }
    let status = bounded(cells, context);
    let regimes = values(cells, None, |cell| &cell.regime);
    let systems = both_sides(cells, |cell| &cell.trade_system, system_zh);
    CheckRow {
        check: "boundary",
        system: "S1.5",
        status,
        amount: match status {
            GateStatus::Pass => Some(Exact::ZERO),
            _ => context.regimes,
        },
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
