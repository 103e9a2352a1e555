//! An index over many periods, direct or chained.

use std::collections::BTreeMap;

use serde::Serialize;
use triffin_basis::{BasisError, Period};

use super::{BASE, Cell, Formula, UNALLOCATED, relative};
use crate::Exact;
use crate::decompose::Pair;

/// Which two periods each number compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// Every period against the first.
    #[default]
    Direct,
    /// Every period against the one before, multiplied up.
    Chained,
}

/// One period of an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndexRow {
    /// The period.
    pub period: Period,
    /// The price level, first period = 100; none when nothing could be
    /// compared, and in every later period of a broken chain.
    pub index: Option<f64>,
    /// The value of the compared items as a share of all trade of the two
    /// periods of the link, 0 to 1; none in the first period.
    pub matched_share: Option<f64>,
    /// The value of trade that no item accounts for as a share of all trade
    /// of the same periods; none in the first period.
    pub unallocated_share: Option<f64>,
    /// How many items were compared; 0 in the first period.
    pub matched_items: usize,
}

/// `I_t = 100 · R(0, t)` direct, `I_t = I_{t−1} · R(t−1, t)` chained, `R` the
/// price relative of the matched items.
///
/// `cells`: any order; those of one item and period are added up. Periods
/// without a cell are not there: a chain links the periods that are.
///
/// Unit: per cent of the first period. Sign: above 100 when prices rose.
/// Errors with `E-TRADE-OVERFLOW`.
///
/// Source: ILO, IMF and others, Export and Import Price Index Manual, 2009,
/// chapters 2 (unit values) and 16 (chained and direct indices).
pub fn index(cells: &[Cell], formula: Formula, link: Link) -> Result<Vec<IndexRow>, BasisError> {
    let periods = by_period(cells)?;
    let mut rows: Vec<IndexRow> = Vec::with_capacity(periods.len());
    let first = periods.first_key_value();
    let mut before = first;
    for (period, now) in &periods {
        let against = match link {
            Link::Direct => first,
            Link::Chained => before,
        };
        let level = match link {
            Link::Direct => Some(BASE),
            Link::Chained => rows.last().and_then(|row| row.index),
        };
        rows.push(match against {
            Some((base, then)) if base != period => {
                compared(*period, level, formula, &Matched::of(then, now)?)
            }
            _ => start(*period),
        });
        before = Some((period, now));
    }
    Ok(rows)
}

/// The value and quantity of each item of a period, and all its trade.
#[derive(Default)]
struct Basket<'a> {
    items: BTreeMap<(&'a str, &'a str), (Exact, Exact)>,
    unallocated: Exact,
    total: Exact,
}

fn by_period(cells: &[Cell]) -> Result<BTreeMap<Period, Basket<'_>>, BasisError> {
    let mut periods: BTreeMap<Period, Basket<'_>> = BTreeMap::new();
    for cell in cells {
        let basket = periods.entry(cell.period).or_default();
        basket.total = basket.total.plus(cell.value)?;
        if cell.product == UNALLOCATED {
            basket.unallocated = basket.unallocated.plus(cell.value)?;
        }
        if let Some((unit, quantity)) = cell.unit.as_deref().zip(cell.quantity) {
            let key = (cell.product.as_str(), unit);
            let item = basket.items.entry(key).or_default();
            *item = (item.0.plus(cell.value)?, item.1.plus(quantity)?);
        }
    }
    Ok(periods)
}

/// The items with a value and quantity in both periods of a link.
struct Matched {
    pairs: Vec<Pair>,
    share: Option<f64>,
    unallocated: Option<f64>,
}

impl Matched {
    fn of(then: &Basket<'_>, now: &Basket<'_>) -> Result<Self, BasisError> {
        let mut pairs = Vec::new();
        let mut value = Exact::ZERO;
        for (key, (v0, q0)) in &then.items {
            let Some((v1, q1)) = now.items.get(key) else {
                continue;
            };
            if [v0, q0, v1, q1].iter().all(|amount| amount.signum() > 0) {
                value = value.plus(*v0)?.plus(*v1)?;
                let (v0, q0, v1, q1) = (*v0, *q0, *v1, *q1);
                pairs.push(Pair { v0, q0, v1, q1 });
            }
        }
        let total = then.total.plus(now.total)?;
        let rest = then.unallocated.plus(now.unallocated)?;
        Ok(Self {
            pairs,
            share: value.ratio(total),
            unallocated: rest.ratio(total),
        })
    }
}

fn start(period: Period) -> IndexRow {
    IndexRow {
        period,
        index: Some(BASE),
        matched_share: None,
        unallocated_share: None,
        matched_items: 0,
    }
}

fn compared(period: Period, level: Option<f64>, formula: Formula, matched: &Matched) -> IndexRow {
    let relative = relative(formula, &matched.pairs);
    IndexRow {
        period,
        index: level
            .zip(relative)
            .map(|(level, relative)| level * relative),
        matched_share: matched.share,
        unallocated_share: matched.unallocated,
        matched_items: matched.pairs.len(),
    }
}

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;
