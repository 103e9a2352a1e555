//! One item in two windows: what its records add up to, unit by unit, and the
//! change that makes.

use triffin_basis::BasisError;

use crate::Exact;
use crate::bennet;
use crate::decompose::{Method, Pair, effects};
use crate::error::overflow;
use crate::exact::{AMOUNT_SCALE, within_38_digits};
use crate::quantity_unit::{common, in_common, trimmed};

/// Records of an item in one unit: values in millionths, quantities as stated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    values: [i128; 2],
    quantities: [i128; 2],
    seen: [bool; 2],
}

impl Cell {
    /// Adds a record of one window; the quantity is 0 where it has none.
    pub(crate) fn add(&mut self, side: usize, value: i128, quantity: i128) -> Option<()> {
        self.values[side] = self.values[side].checked_add(value)?;
        self.quantities[side] = self.quantities[side].checked_add(quantity)?;
        self.seen[side] = true;
        Some(())
    }

    /// Adds the records of another cell in the same unit.
    pub(crate) fn join(&mut self, other: &Cell) -> Option<()> {
        for side in [0, 1] {
            if let Some((value, quantity)) = other.of(side) {
                self.add(side, value, quantity)?;
            }
        }
        Some(())
    }

    /// Value and quantity in one window; none without a record.
    pub(crate) fn of(&self, side: usize) -> Option<(i128, i128)> {
        self.seen[side].then(|| (self.values[side], self.quantities[side]))
    }
}

/// The change of an item: values and entry and exit in millionths, effects in
/// ten millionths, all on the value of the flow; none where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ItemChange {
    /// `v0`, `v1`, `quantity`, `price`, `entry`, `exit`.
    pub(crate) parts: [Option<i128>; 6],
}

impl ItemChange {
    /// The change of an item whose records are `cells`, each with the unit it
    /// is stated in, none where it has no quantity.
    ///
    /// Units of one dimension are compared; an item of one window only, where
    /// a value of zero without a quantity is no trade, is an entry or an exit.
    /// Errors with `E-TRADE-OVERFLOW`.
    pub(crate) fn of(
        method: Method,
        cells: &[(Option<&str>, Cell)],
        scale: u8,
    ) -> Result<Self, BasisError> {
        let [v0, v1] = [total(cells, 0)?, total(cells, 1)?];
        let (mut quantity, mut price) = (None, None);
        for split in splits(method, cells, scale)? {
            add(&mut quantity, split[0])?;
            add(&mut price, split[1])?;
        }
        let absent = |value: Option<i128>, side: usize| {
            let measured = || {
                cells
                    .iter()
                    .any(|(unit, cell)| unit.is_some() && cell.seen[side])
            };
            value.is_none_or(|value| value == 0 && !measured())
        };
        let (entry, exit) = match (absent(v0, 0), absent(v1, 1)) {
            (true, false) => (v1, None),
            (false, true) => (None, v0),
            _ => (None, None),
        };
        Ok(Self {
            parts: [v0, v1, quantity, price, entry, exit],
        })
    }
}

fn total(cells: &[(Option<&str>, Cell)], side: usize) -> Result<Option<i128>, BasisError> {
    let mut total = None;
    for (value, _) in cells.iter().filter_map(|(_, cell)| cell.of(side)) {
        add(&mut total, value)?;
    }
    Ok(total)
}

fn add(total: &mut Option<i128>, part: i128) -> Result<(), BasisError> {
    let sum = total.unwrap_or(0).checked_add(part);
    *total = Some(within_38_digits(sum.ok_or_else(|| overflow("a sum"))?)?);
    Ok(())
}

/// Quantity and price effect of each dimension that both windows measure.
fn splits(
    method: Method,
    cells: &[(Option<&str>, Cell)],
    scale: u8,
) -> Result<Vec<[i128; 2]>, BasisError> {
    let mut measured = cells
        .iter()
        .filter_map(|(unit, cell)| Some(((*unit)?, cell)));
    let first = measured.next();
    // One unit, as nearly every item has, and a method that looks at nothing
    // but the ratio of quantities: they are compared as they are stated.
    if let (Some((_, cell)), None, Method::Bennet) = (first, measured.next(), method) {
        let Some(((v0, q0), (v1, q1))) = cell.of(0).zip(cell.of(1)) else {
            return Ok(Vec::new());
        };
        let halves = bennet::halves(v0, v1, q0, q1);
        return Ok(vec![halves.ok_or_else(|| overflow("a quantity effect"))?]);
    }
    let mut splits = Vec::new();
    for (_, sides) in dimensions(cells, scale)? {
        let [Some((v0, q0)), Some((v1, q1))] = sides else {
            continue;
        };
        let (q0, q1) = (trimmed(q0), trimmed(q1));
        if let Some(split) = effects(method, Pair { v0, q0, v1, q1 })? {
            let seventh = |effect: Exact| effect.at_scale(AMOUNT_SCALE + 1);
            splits.push([seventh(split.quantity)?, seventh(split.price)?]);
        }
    }
    Ok(splits)
}

/// A common unit, and value and quantity in it in each window.
type Dimension<'a> = (&'a str, [Option<(Exact, Exact)>; 2]);

/// The measured records of each dimension, in its common unit.
fn dimensions<'a>(
    cells: &[(Option<&'a str>, Cell)],
    scale: u8,
) -> Result<Vec<Dimension<'a>>, BasisError> {
    let mut dimensions: Vec<Dimension<'a>> = Vec::new();
    let measured = cells
        .iter()
        .filter_map(|(unit, cell)| Some(((*unit)?, cell)));
    for (unit, cell) in measured {
        let name = common(unit);
        let place = dimensions.iter().position(|(known, _)| *known == name);
        let place = place.unwrap_or_else(|| {
            dimensions.push((name, [None, None]));
            dimensions.len() - 1
        });
        for (side, sum) in dimensions[place].1.iter_mut().enumerate() {
            let Some((value, quantity)) = cell.of(side) else {
                continue;
            };
            let (v, q) = sum.unwrap_or((Exact::ZERO, Exact::ZERO));
            let quantity = in_common(Exact::new(quantity, scale), unit)?;
            *sum = Some((v.plus(Exact::new(value, AMOUNT_SCALE))?, q.plus(quantity)?));
        }
    }
    Ok(dimensions)
}
