//! The four layers and the four checks before any subtraction (S1.7,
//! S1.11–S1.14), each with the amount it moves the balance by.

mod additivity;
mod cells;
mod consistency;
mod layers;
#[cfg(test)]
mod tests;

use serde::Serialize;
use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual, Lang, Timing};

use crate::balance::BalanceTable;
use crate::valuation::Margin;
use crate::{Axis, Exact, Measure, Selection};

pub use additivity::{Rest, finest, plan as finest_plan, rest};
pub use cells::{Cell, cells, plan};
pub use consistency::bias;

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
    /// The balance by a date basis other than the one asked for, less the one
    /// asked for; see [`crate::timing`].
    pub shifts: &'a [(Timing, Exact)],
    /// The breakdown whose parts must add up.
    pub table: Option<&'a BalanceTable>,
    /// The axis of that breakdown.
    pub axis: Axis,
    /// What the parts leave along other axes; see [`rest`].
    pub rests: &'a [Rest],
    /// What putting CIF and FOB values on one valuation moves the balance by,
    /// with the margin used; see [`bias`].
    pub bias: Option<(Exact, &'a Margin)>,
}

/// The eight rows, layers first.
///
/// A layer fails when the two sides are not on one basis; a check fails when
/// it finds something no conversion was asked for. Amounts are effects on the
/// balance, in its unit. Errors with `E-TRADE-OVERFLOW`.
pub fn report(cells: &[Cell], context: &Context<'_>) -> Result<Vec<CheckRow>, BasisError> {
    Ok(vec![
        layers::currency(cells, context),
        layers::price(cells, context),
        layers::boundary(cells, context),
        layers::timing(context),
        consistency::cif_fob(cells, context)?,
        consistency::one_sided(cells)?,
        consistency::transit(cells)?,
        additivity::additivity(context)?,
    ])
}
