//! The four consistency checks of the items (S1.11–S1.14).

use std::collections::BTreeSet;

use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual};

use super::layers::{both_sides, list, list_zh, regime_zh, valuation_zh};
use super::valued::{Valued, carriers, converted, some_at, valued};
use super::{Cell, CheckRow, Context, not_checkable, one_sided_only};
use crate::transit::REGIMES;
use crate::valuation::{Margin, Target, name_zh};
use crate::{Exact, Flow};

/// Whether both sides carry freight and insurance or neither does, once what
/// was asked for is converted; the amount is what the conversion moves.
pub(super) fn cif_fob(cells: &[Cell], context: &Context<'_>) -> Result<CheckRow, BasisError> {
    let left = converted(cells, context);
    let moved = left != cells;
    let status = match valued(&left) {
        Valued::Apart => GateStatus::Fail,
        _ if one_sided_only(cells) && !moved => {
            return Ok(not_checkable("cif_fob", "S1.11", cells));
        }
        Valued::Unknown => GateStatus::NotCheckable,
        Valued::Alike if moved => GateStatus::Adjusted,
        Valued::Alike => GateStatus::Pass,
    };
    let found = both_sides(&left, |cell| &cell.valuation, valuation_zh);
    let (amount, detail) = match (status, &context.measure.valuation) {
        (_, Some(to)) if moved => (converted_by(cells, context)?, of_conversion(to, &found)),
        (GateStatus::Fail, _) => (
            context.bias.map(|(amount, _)| amount),
            of_freight(&left, context),
        ),
        (GateStatus::Pass, _) => (Some(Exact::ZERO), found),
        _ => (None, found),
    };
    Ok(CheckRow {
        check: "cif_fob",
        system: "S1.11",
        status,
        amount,
        detail,
    })
}

/// What the conversion asked for moves the balance by.
///
/// With rates the two columns differ by currency too: only the bias between
/// two conversions in one currency tells the amount.
fn converted_by(cells: &[Cell], context: &Context<'_>) -> Result<Option<Exact>, BasisError> {
    match (context.bias, &context.measure.rates) {
        (Some((amount, _)), _) => Ok(Some(amount)),
        (None, None) if context.summable(cells) => moved(cells),
        _ => Ok(None),
    }
}

/// The conversion, and the valuations it leaves.
fn of_conversion((target, margin): &(Target, Margin), left: &Bilingual) -> Bilingual {
    let (share, source) = (margin.of_fob, &margin.source);
    let (to, to_zh) = (target.as_str(), name_zh(target.as_str()));
    Bilingual::new(
        format!("to {to}, margin {share} of FOB ({source}); {}", left.en),
        format!(
            "换算为{to_zh}，加成率为离岸价的 {share}（{source}）；{}",
            left.zh
        ),
    )
}

/// Who carries freight and insurance, and what a margin would move.
fn of_freight(cells: &[Cell], context: &Context<'_>) -> Bilingual {
    let carriers = carriers(cells);
    let mut text = Bilingual::new(
        format!("{} carry freight and insurance", carriers.en),
        format!("{}含运保费", carriers.zh),
    );
    if let Some((_, margin)) = context.bias {
        let (share, source) = (margin.of_fob, &margin.source);
        text.en.push_str(&format!(
            "; the amount is what a margin of {share} of FOB ({source}) would move the balance by"
        ));
        text.zh.push_str(&format!(
            "；金额为按离岸价 {share} 的加成率（{source}）换算对差额的影响"
        ));
    }
    if some_at(cells, "mixed") {
        text.en
            .push_str("; a mixed value states no share of CIF and is never converted");
        text.zh
            .push_str("；混合口径的数值未注明到岸价部分，从不换算");
    }
    text
}

/// `bias = B(converted) − B(as they are)`
///
/// Both in one currency: the cells before and after values were put on one
/// valuation. None when a value has no rate.
///
/// Unit: that of the balance. Sign: positive when CIF imports made the balance
/// too low. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: 001, third step, first point.
pub fn bias(as_they_are: &[Cell], converted: &[Cell]) -> Result<Option<Exact>, BasisError> {
    match (net(as_they_are)?, net(converted)?) {
        (Some(before), Some(after)) => after.minus(before).map(Some),
        _ => Ok(None),
    }
}

fn net(cells: &[Cell]) -> Result<Option<Exact>, BasisError> {
    let mut sum = Exact::ZERO;
    for cell in cells {
        let Some(amount) = cell.amount else {
            return Ok(None);
        };
        sum = sum.plus(signed(cell.flow, amount))?;
    }
    Ok(Some(sum))
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

/// `distortion = Σ V` of the items in X∖M, less those in M∖X
///
/// Regimes recorded on one side only: their whole value distorts the balance.
///
/// Unit: that of the balance. Sign: positive when the balance is too high.
///
/// Source: 001, third step, on what one side counts and the other does not.
pub(super) fn one_sided(cells: &[Cell], context: &Context<'_>) -> Result<CheckRow, BasisError> {
    if one_sided_only(cells) {
        return Ok(not_checkable("one_sided", "S1.12", cells));
    }
    let side = |flow| -> BTreeSet<&str> {
        let cells = cells.iter().filter(move |cell| cell.flow == flow);
        cells.filter_map(|cell| cell.regime.as_deref()).collect()
    };
    let (exports, imports) = (side(Flow::Export), side(Flow::Import));
    let lone: BTreeSet<&str> = exports.symmetric_difference(&imports).copied().collect();
    let amount = effect(cells, context, |regime| lone.contains(regime))?;
    let clean = lone.is_empty();
    let detail = if clean {
        Bilingual::new("no regime is on one side only", "没有只在一侧的贸易方式")
    } else {
        let only = |side| -> BTreeSet<&str> { lone.intersection(side).copied().collect() };
        let (x, m) = (only(&exports), only(&imports));
        let told = [
            (&x, "in exports only", "仅在出口"),
            (&m, "in imports only", "仅在进口"),
        ];
        let told = told.into_iter().filter(|(regimes, ..)| !regimes.is_empty());
        let (en, zh): (Vec<String>, Vec<String>) = told
            .map(|(regimes, en, zh)| {
                (
                    format!("{en}: {}", list(regimes)),
                    format!("{zh}：{}", list_zh(regimes, regime_zh)),
                )
            })
            .unzip();
        Bilingual::new(en.join("; "), zh.join("；"))
    };
    Ok(CheckRow {
        check: "one_sided",
        system: "S1.12",
        status: if clean {
            GateStatus::Pass
        } else {
            GateStatus::Fail
        },
        amount,
        detail,
    })
}

/// Bonded and re-export trade: what enters in this window and leaves in
/// another swings the balance.
pub(super) fn transit(cells: &[Cell], context: &Context<'_>) -> Result<CheckRow, BasisError> {
    if one_sided_only(cells) {
        return Ok(not_checkable("transit", "S1.13", cells));
    }
    let passing = |regime: &str| REGIMES.contains(&regime);
    let amount = effect(cells, context, passing)?;
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
        amount,
        detail,
    })
}

/// What the values of some regimes add to the balance; none when they are in
/// several currencies.
fn effect(
    cells: &[Cell],
    context: &Context<'_>,
    of: impl Fn(&str) -> bool,
) -> Result<Option<Exact>, BasisError> {
    let chosen: Vec<Cell> = cells
        .iter()
        .filter(|cell| cell.regime.as_deref().is_some_and(&of))
        .cloned()
        .collect();
    if chosen.is_empty() {
        return Ok(Some(Exact::ZERO));
    }
    if !context.summable(&chosen) {
        return Ok(None);
    }
    net(&chosen)
}
