//! Which vintages' rows count at a moment.
//!
//! Releases are ordered by the publisher's date, then as they came. A vintage
//! that replaces hides, in every earlier vintage of its dataset, the slices it
//! covers itself; one that adds hides nothing. Of vintages of the same content
//! read in several ways, only the one stored last counts: a file counts once.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::error::StoreError;
use crate::slices::SliceSet;
use crate::vintage::Vintage;

/// The moment a question is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Only releases up to and on this day; `None` for all.
    pub date: Option<Date>,
    /// Only what the store held in this snapshot; `None` for what it holds now.
    pub snapshot: Option<String>,
}

impl AsOf {
    /// Everything the store holds now.
    pub fn now() -> Self {
        Self::default()
    }

    /// What had been released by the end of a day.
    pub fn date(date: Date) -> Self {
        Self {
            date: Some(date),
            snapshot: None,
        }
    }
}

/// How much of a vintage counts.
#[derive(Clone, Debug)]
pub(crate) enum Standing {
    /// All of it.
    Whole,
    /// All but the slices that these newer vintages cover.
    Partly {
        by: Vec<Arc<Vintage>>,
        /// Hidden slices; `None` when they were too many to count beforehand.
        hidden: Option<u64>,
    },
    /// Nothing: these newer vintages cover every slice.
    Superseded { by: Vec<Arc<Vintage>> },
}

/// A vintage and how much of it counts.
#[derive(Clone, Debug)]
pub(crate) struct Standings {
    pub(crate) vintage: Arc<Vintage>,
    pub(crate) standing: Standing,
}

/// Slice lists longer than this are left to the engine's join.
const COUNTED_SLICES: u64 = 4_000_000;

/// How much of each vintage of one dataset counts, in release order.
///
/// `vintages` are those of the dataset that the moment allows; `slices` finds
/// the slices of one.
pub(crate) fn standings(
    mut vintages: Vec<Arc<Vintage>>,
    slices: &dyn Fn(&Vintage) -> Result<Arc<SliceSet>, StoreError>,
) -> Result<Vec<Standings>, StoreError> {
    vintages.sort_by_key(|v| v.order());
    let last = last_readings(&vintages);
    let stand_in = |v: &Vintage| last.get(v.manifest.content()).filter(|l| l.id() != v.id());
    let mut out = Vec::with_capacity(vintages.len());
    for (i, vintage) in vintages.iter().enumerate() {
        let standing = match stand_in(vintage) {
            Some(last) => Standing::Superseded {
                by: vec![Arc::clone(last)],
            },
            None => {
                let newer = vintages[i + 1..].iter().filter(|n| {
                    n.manifest.replaces && may_overlap(vintage, n) && stand_in(n).is_none()
                });
                standing(vintage, newer.cloned().collect(), slices)?
            }
        };
        out.push(Standings {
            vintage: vintage.clone(),
            standing,
        });
    }
    Ok(out)
}

/// The vintage of each content that was stored last.
fn last_readings(vintages: &[Arc<Vintage>]) -> HashMap<&str, &Arc<Vintage>> {
    let mut last: HashMap<&str, &Arc<Vintage>> = HashMap::new();
    let stored = |v: &Vintage| (v.manifest.ingested_at, v.manifest.id.clone());
    for vintage in vintages {
        let known = last.entry(vintage.manifest.content()).or_insert(vintage);
        if stored(vintage) > stored(known) {
            *known = vintage;
        }
    }
    last
}

fn standing(
    vintage: &Vintage,
    newer: Vec<Arc<Vintage>>,
    slices: &dyn Fn(&Vintage) -> Result<Arc<SliceSet>, StoreError>,
) -> Result<Standing, StoreError> {
    if newer.is_empty() {
        return Ok(Standing::Whole);
    }
    let most = newer.iter().map(|n| n.manifest.slices.count).max();
    if most.max(Some(vintage.manifest.slices.count)) > Some(COUNTED_SLICES) {
        return Ok(Standing::Partly {
            by: newer,
            hidden: None,
        });
    }
    let mine = slices(vintage)?;
    let theirs = newer
        .iter()
        .map(|n| slices(n))
        .collect::<Result<Vec<_>, _>>()?;
    let (hidden, hits) = mine.covered_by(&theirs);
    let by: Vec<Arc<Vintage>> = newer
        .into_iter()
        .zip(hits)
        .filter_map(|(n, hit)| hit.then_some(n))
        .collect();
    Ok(if hidden == 0 {
        Standing::Whole
    } else if hidden == mine.len() {
        Standing::Superseded { by }
    } else {
        Standing::Partly {
            by,
            hidden: Some(hidden),
        }
    })
}

fn may_overlap(old: &Vintage, new: &Vintage) -> bool {
    let (a, b) = (&old.manifest.slices, &new.manifest.slices);
    a.first <= b.last && b.first <= a.last
}
