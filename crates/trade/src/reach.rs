//! Whether the sides, and each period of them, tell the whole or parts of it.
//!
//! A row of the world holds every partner; where there is none, the sum is of
//! the partners that are there. Set against each other the two are no balance.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Freq, Period};

use crate::Flow;
use crate::cut::Cut;
use crate::survey::Stratum;

/// What a row may be the whole of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// All partners: a row of the world.
    Partners,
    /// All products, or the code asked for itself.
    Products,
}

impl Whole {
    fn is(self, row: &Stratum) -> bool {
        match self {
            Whole::Partners => row.partner_level == "world",
            Whole::Products => row.top,
        }
    }
}

/// Sides and periods that tell the whole, and those that tell parts only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Periods with a row of the whole, by side.
    pub whole: BTreeMap<Flow, BTreeSet<Period>>,
    /// Periods without one, by side.
    pub parts: BTreeMap<Flow, BTreeSet<Period>>,
}

/// How far the counted rows of `cut` reach, flow by flow and period by period;
/// none where all reach alike: each has a row of the whole, or none has.
pub fn reach(cut: &Cut, whole: Whole) -> Option<Reach> {
    among(&[(cut, &[Flow::Export, Flow::Import])], whole)
}

/// The same among the sides of several cuts, which are set against each other:
/// the two windows of a change, the exports of one economy and the imports of
/// another.
pub fn among(sides: &[(&Cut, &[Flow])], whole: Whole) -> Option<Reach> {
    let mut slots: BTreeMap<(Flow, Period), bool> = BTreeMap::new();
    for (cut, flows) in sides {
        let rows = cut.strata().iter().filter(|row| row.values > 0);
        for row in rows.filter(|row| flows.contains(&row.flow)) {
            *slots.entry((row.flow, row.period)).or_default() |= whole.is(row);
        }
    }
    let is_whole = slots.iter().filter(|(_, is_whole)| **is_whole);
    let wholes: BTreeSet<(Flow, Period)> = is_whole.map(|(slot, _)| *slot).collect();
    // A year's row of the whole beside a month of one partner is one slot.
    let around = |(flow, period): (Flow, Period)| {
        let freqs = [Freq::Year, Freq::Quarter, Freq::Month, Freq::Day];
        let parents = freqs
            .into_iter()
            .filter_map(move |freq| period.parent(freq));
        parents.map(move |parent| (flow, parent))
    };
    let holding: BTreeSet<(Flow, Period)> = wholes.iter().copied().flat_map(around).collect();
    let mut reach = Reach::default();
    for slot in slots.into_keys() {
        let is_whole = holding.contains(&slot) || around(slot).any(|one| wholes.contains(&one));
        let side = match is_whole {
            true => &mut reach.whole,
            false => &mut reach.parts,
        };
        side.entry(slot.0).or_default().insert(slot.1);
    }
    (!reach.whole.is_empty() && !reach.parts.is_empty()).then_some(reach)
}
