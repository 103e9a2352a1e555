//! The four layers and the four checks before any subtraction (S1.7,
//! S1.11–S1.14), each with the amount it moves the balance by.

mod additivity;
mod cells;
mod consistency;
mod layers;
mod nesting;
#[cfg(test)]
mod tests;
mod timing;
mod valued;

use serde::Serialize;
use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual, Lang, Window};

use crate::balance::BalanceTable;
use crate::timing::Shift;
use crate::valuation::Margin;
use crate::{Axis, Exact, Flow, Measure, Selection};

pub use additivity::{Rest, finest, plan as finest_plan, rest};
pub use cells::{Cell, cells, plan};
pub use consistency::bias;
pub use nesting::{Excess, excesses, plan as nesting_plan};

/// One layer or check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckRow {
    /// `currency`, `price`, `boundary`, `timing`, `cif_fob`, `one_sided`,
    /// `transit`, `additivity`.
    pub check: &'static str,
    /// The system it belongs to.
    pub system: &'static str,
    /// Passed as reported, adjusted, failed, or not checkable.
    pub status: GateStatus,
    /// What it moves the balance by; none when that cannot be known.
    pub amount: Option<Exact>,
    /// What was found.
    pub detail: Bilingual,
}

/// The name of a check as a reader sees it; none when there is no such check.
pub fn name(check: &str, lang: Lang) -> Option<&'static str> {
    let (en, zh) = match check {
        "currency" => ("currency", "计价与币种"),
        "price" => ("price basis", "价格口径"),
        "boundary" => ("regime and boundary", "贸易方式与边界"),
        "timing" => ("timing", "统计时点"),
        "cif_fob" => ("CIF and FOB", "到岸价与离岸价"),
        "one_sided" => ("one side only", "只计入一侧"),
        "transit" => ("re-export and bonded timing", "转口与保税时差"),
        "additivity" => ("additivity", "分项加总"),
        _ => return None,
    };
    Some(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}

/// What the checks are told besides the cells.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The question.
    pub selection: &'a Selection,
    /// The conversions asked for.
    pub measure: &'a Measure,
    /// What counting by other dates would do; see [`crate::timing`].
    pub shifts: &'a [Shift],
    /// The breakdown whose parts must add up.
    pub table: Option<&'a BalanceTable>,
    /// The axis of that breakdown.
    pub axis: Axis,
    /// What the parts leave along other axes; see [`rest`].
    pub rests: &'a [Rest],
    /// Codes that hold less than the codes below them; see [`excesses`].
    pub excesses: &'a [Excess],
    /// What putting CIF and FOB values on one valuation moves the balance by,
    /// with the margin used; see [`bias`].
    pub bias: Option<(Exact, &'a Margin)>,
    /// What leaving regimes out moves the balance by: the balance of those
    /// chosen less that of all; none when every one counts or it is not known.
    pub regimes: Option<Exact>,
    /// What conversion alone made of the balance since the window before; see
    /// [`crate::translation`].
    pub translation: Option<&'a Translation>,
}

/// What the rates made of a balance since an earlier window.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The window whose rates it is compared at.
    pub before: Window,
    /// The balance at its own rates less that at the earlier ones.
    pub amount: Exact,
}

impl Context<'_> {
    /// Whether amounts can be added: in one currency, or converted to one.
    fn summable(&self, cells: &[Cell]) -> bool {
        self.measure.rates.is_some() || layers::one_currency(cells)
    }
}

/// Whether a side has no value at all: nothing of the other can be set against
/// it.
fn one_sided_only(cells: &[Cell]) -> bool {
    let there = |flow| cells.iter().any(|cell| cell.flow == flow);
    !there(Flow::Export) || !there(Flow::Import)
}

/// The row of a check that compares two sides of which one is not there.
fn not_checkable(check: &'static str, system: &'static str, cells: &[Cell]) -> CheckRow {
    let there = |flow| cells.iter().any(|cell| cell.flow == flow);
    let detail = match (there(Flow::Export), there(Flow::Import)) {
        (true, _) => Bilingual::new(
            "there is no value of imports to compare with",
            "没有进口数值可供比较",
        ),
        (false, true) => Bilingual::new(
            "there is no value of exports to compare with",
            "没有出口数值可供比较",
        ),
        (false, false) => Bilingual::new("there is no value on either side", "两侧均无数值"),
    };
    CheckRow {
        check,
        system,
        status: GateStatus::NotCheckable,
        amount: None,
        detail,
    }
}

/// The eight rows, layers first.
///
/// A layer fails when the two sides are not on one basis; a check fails when
/// it finds something no conversion was asked for. Where a side has no value
/// the two cannot be compared, and what compares them is not checkable; what
/// is wrong within the side that is there still fails. Amounts are effects on
/// the balance, in its unit; none when values are in several currencies and no
/// rates bring them into one. Errors with `E-TRADE-OVERFLOW`.
pub fn report(cells: &[Cell], context: &Context<'_>) -> Result<Vec<CheckRow>, BasisError> {
    Ok(vec![
        layers::currency(cells, context),
        layers::price(cells, context),
        layers::boundary(cells, context),
        timing::timing(cells, context)?,
        consistency::cif_fob(cells, context)?,
        consistency::one_sided(cells, context)?,
        consistency::transit(cells, context)?,
        additivity::additivity(context)?,
    ])
}
