//! The change of each side of each key, before exports and imports are netted.

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use triffin_basis::BasisError;

use super::{ChangeRow, SideChange, ordered};
use crate::columns::{Amounts, Texts};
use crate::{Exact, Flow, TradeError};

/// Values and effects by key and flow, as [`super::plan`] gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    by_key: BTreeMap<String, [SideChange; 2]>,
}

impl Sides {
    /// Reads the batches of [`super::plan`] about one reporter.
    pub fn read(batches: &[RecordBatch]) -> Result<Self, TradeError> {
        let each = Self::of_each(batches)?;
        Ok(each.into_values().next().unwrap_or_default())
    }

    /// Reads the batches of [`super::plan`], reporter by reporter.
    pub fn of_each(batches: &[RecordBatch]) -> Result<BTreeMap<String, Self>, TradeError> {
        let mut each: BTreeMap<String, Self> = BTreeMap::new();
        for batch in batches {
            let text = |name| Texts::of(batch, name);
            let (reporter, key, flow) = (text("reporter")?, text("key")?, text("flow")?);
            let amount = |name| Amounts::of(batch, name);
            let (v0, v1) = (amount("v0")?, amount("v1")?);
            let (quantity, price) = (amount("quantity")?, amount("price")?);
            let (entry, exit) = (amount("entry")?, amount("exit")?);
            for row in 0..batch.num_rows() {
                let Some(flow) = flow.get(row).and_then(Flow::parse) else {
                    continue;
                };
                let sides = each.entry(reporter.owned(row)).or_default();
                sides.by_key.entry(key.owned(row)).or_default()[flow as usize] = SideChange {
                    v0: v0.get(row),
                    v1: v1.get(row),
                    quantity: quantity.get(row),
                    price: price.get(row),
                    entry: entry.get(row),
                    exit: exit.get(row),
                };
            }
        }
        Ok(each)
    }

    /// What a flow's keys tell of the first and of the second window.
    pub fn told(&self, flow: Flow) -> Result<[Exact; 2], BasisError> {
        let sum = |of: fn(&SideChange) -> Option<Exact>| {
            let known = self
                .by_key
                .values()
                .filter_map(|side| of(&side[flow as usize]));
            known.into_iter().try_fold(Exact::ZERO, Exact::plus)
        };
        Ok([sum(|side| side.v0)?, sum(|side| side.v1)?])
    }

    /// Leaves to the residual what could as well have been in a rest no key
    /// accounts for: entries of `flow` where the first window has such a rest,
    /// exits where the second has. Says how many keys that concerns.
    pub fn doubt(&mut self, flow: Flow, [first, second]: [bool; 2]) -> usize {
        let mut keys = 0;
        for sides in self.by_key.values_mut() {
            let side = &mut sides[flow as usize];
            let entry = first && side.entry.take_if(|entry| !entry.is_zero()).is_some();
            let exit = second && side.exit.take_if(|exit| !exit.is_zero()).is_some();
            keys += usize::from(entry || exit);
        }
        keys
    }

    /// The keys, largest change first.
    pub fn rows(self) -> Result<Vec<ChangeRow>, BasisError> {
        ordered(self.by_key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 5 entered and 3 left; what a rest may hold is residual.
    #[test]
    fn what_may_be_in_a_rest_is_residual() {
        let whole = |n| Some(Exact::whole(n));
        let entered = SideChange {
            v1: whole(5),
            entry: whole(5),
            ..SideChange::default()
        };
        let left = SideChange {
            v0: whole(3),
            exit: whole(3),
            ..SideChange::default()
        };
        let none = SideChange::default();
        let by_key = [("a", [entered, none]), ("b", [left, none])];
        let sides = Sides {
            by_key: by_key.map(|(key, sides)| (key.to_owned(), sides)).into(),
        };
        let told = sides.told(Flow::Export).unwrap();
        assert_eq!(told, [Exact::whole(3), Exact::whole(5)]);
        for (rests, keys, residuals) in [
            ([false, false], 0, [0, 0]),
            ([true, false], 1, [5, 0]),
            ([false, true], 1, [0, -3]),
            ([true, true], 2, [5, -3]),
        ] {
            let mut sides = sides.clone();
            assert_eq!(sides.doubt(Flow::Import, rests), 0);
            assert_eq!(sides.doubt(Flow::Export, rests), keys);
            let rows = sides.rows().unwrap();
            let found: Vec<Exact> = rows.iter().map(|row| row.residual).collect();
            assert_eq!(found, residuals.map(Exact::whole), "{rests:?}");
        }
    }
}
