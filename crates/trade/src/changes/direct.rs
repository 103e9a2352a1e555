//! Changes from records in memory, without an engine.

use std::collections::BTreeMap;

use triffin_basis::BasisError;

use super::{ChangeRow, SideChange, ordered};
use crate::decompose::{Method, Pair, effects};
use crate::exact::AMOUNT_SCALE;
use crate::quantity_unit::{common, in_common, trimmed};
use crate::{Exact, Flow};

/// Value and quantity of an item in both windows, by quantity unit.
type Cells<'a> = BTreeMap<Option<&'a str>, [Option<(Exact, Exact)>; 2]>;

/// One record, as [`direct`] takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The key it falls under.
    pub key: String,
    /// The commodity.
    pub item: String,
    /// Export or import.
    pub flow: Flow,
    /// Whether it is of the second window.
    pub second: bool,
    /// The value.
    pub value: Exact,
    /// Positive quantity and its unit, where there is one.
    pub quantity: Option<(Exact, String)>,
}

/// The same decomposition from records in memory, without an engine: the
/// second derivation the plan is proved against.
pub fn direct(records: &[Observation], method: Method) -> Result<Vec<ChangeRow>, BasisError> {
    let mut items: BTreeMap<(&str, Flow, &str), Cells<'_>> = BTreeMap::new();
    for record in records {
        let stated = record.quantity.as_ref();
        let unit = stated.map(|(_, unit)| common(unit));
        let quantity = stated.map_or(Ok(Exact::ZERO), |(q, unit)| in_common(*q, unit))?;
        let item = items
            .entry((&record.key, record.flow, &record.item))
            .or_default();
        let slot = &mut item.entry(unit).or_default()[usize::from(record.second)];
        let (value, amount) = slot.unwrap_or((Exact::ZERO, Exact::ZERO));
        *slot = Some((value.plus(record.value)?, amount.plus(quantity)?));
    }
    let mut sides: BTreeMap<String, [SideChange; 2]> = BTreeMap::new();
    for ((key, flow, _), cells) in items {
        let side = &mut sides.entry(key.to_owned()).or_default()[flow as usize];
        add_item(side, &cells, method)?;
    }
    ordered(sides)
}

fn add_item(side: &mut SideChange, cells: &Cells<'_>, method: Method) -> Result<(), BasisError> {
    let mut item = SideChange::default();
    for (unit, [first, second]) in cells {
        add(&mut item.v0, first.map(|(value, _)| value))?;
        add(&mut item.v1, second.map(|(value, _)| value))?;
        let (Some(_), Some((v0, q0)), Some((v1, q1))) = (unit, first, second) else {
            continue;
        };
        let pair = Pair {
            v0: *v0,
            q0: trimmed(*q0),
            v1: *v1,
            q1: trimmed(*q1),
        };
        let split = effects(method, pair)?;
        add(&mut item.quantity, split.map(|split| split.quantity))?;
        add(&mut item.price, split.map(|split| split.price))?;
    }
    let measured = |side: usize| {
        let mut with_unit = cells.iter().filter(|(unit, _)| unit.is_some());
        with_unit.any(|(_, sides)| sides[side].is_some())
    };
    let absent = |value: Option<Exact>, side: usize| {
        value.is_none_or(|value| value.is_zero() && !measured(side))
    };
    match (absent(item.v0, 0), absent(item.v1, 1)) {
        (true, false) => item.entry = item.v1,
        (false, true) => item.exit = item.v0,
        _ => {}
    }
    for (sum, part) in [
        (&mut side.v0, item.v0),
        (&mut side.v1, item.v1),
        (&mut side.quantity, item.quantity),
        (&mut side.price, item.price),
        (&mut side.entry, item.entry),
        (&mut side.exit, item.exit),
    ] {
        add(sum, part)?;
    }
    Ok(())
}

fn add(sum: &mut Option<Exact>, part: Option<Exact>) -> Result<(), BasisError> {
    if let Some(part) = part {
        *sum = Some(sum.unwrap_or(Exact::new(0, AMOUNT_SCALE)).plus(part)?);
    }
    Ok(())
}
