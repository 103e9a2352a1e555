//! A cover: which of many rows tell each trade once.
//!
//! Publishers ship totals beside their parts, and rarely all of either: one
//! partner has a total, another only its customs procedures; one comes by the
//! year, another by the month. Whether a row counts is therefore decided row
//! by row. Two rows *meet* when some trade may be in both: their periods
//! overlap, their partners do, one commodity code begins the other, neither
//! states another procedure than the other. A cover takes rows in an order and
//! leaves out every row that meets one taken before, so that nothing counts
//! twice, and a row that meets none is never left out.
//!
//! ```text
//! rows ─► places (period, partner, product, breakdown) ─► patterns in order ─► taken, or left and why
//! ```

mod order;
mod pattern;
mod place;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use triffin_basis::Lang;

use order::Order;
pub use order::Rule;
use pattern::{Groups, Meeting, Pattern};
pub(crate) use pattern::{SystemRank, system_rank};
pub use place::Place;

/// Why a row of the selection is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// Its trade is counted at another frequency.
    OtherFrequency,
    /// It is a part of a published whole, or a whole of counted parts.
    OtherLevel,
    /// Its code nests in a counted one of the same partner.
    NestedCode,
    /// The same trade in another commodity classification.
    OtherClassification,
    /// A breakdown by second partner, procedure or transport.
    Breakdown,
    /// A part of its trade is in counted rows, the rest cannot be told apart.
    Overlap,
}

impl Unused {
    /// Every reason.
    pub const ALL: [Unused; 6] = [
        Unused::OtherFrequency,
        Unused::OtherLevel,
        Unused::NestedCode,
        Unused::OtherClassification,
        Unused::Breakdown,
        Unused::Overlap,
    ];

    /// The word in an audit trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unused::OtherFrequency => "other_frequency",
            Unused::OtherLevel => "other_level",
            Unused::NestedCode => "nested_code",
            Unused::OtherClassification => "other_classification",
            Unused::Breakdown => "breakdown",
            Unused::Overlap => "overlap",
        }
    }

    /// The word in a sentence.
    pub const fn label(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Unused::OtherFrequency => ("other frequency", "其他频率"),
            Unused::OtherLevel => ("other level", "其他层级"),
            Unused::NestedCode => ("nested code", "下级编码"),
            Unused::OtherClassification => ("other classification", "其他分类"),
            Unused::Breakdown => ("breakdown", "分项"),
            Unused::Overlap => ("overlap", "部分重叠"),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// Whether all of the row's trade is told by counted rows.
    pub const fn repeats(self) -> bool {
        !matches!(self, Unused::Overlap)
    }
}

/// Whether a row counts: none when it does, else why not.
pub type Verdict = Option<Unused>;

/// `Σ counted = Σ of the trade behind the rows`, each trade once
///
/// One verdict a row of `rows`, all of one flow: its place and its value in
/// any unit common to all, null when published as missing. No two counted rows
/// at different places meet; every row left out meets a counted one. Rows at
/// one place are trade of their own and count or go together. A missing value
/// leaves out nobody.
///
/// Where rows meet only in part (the world in one chapter, a partner in all)
/// no order is right on all data: under [`Rule::Whole`] the cover that tells
/// the most trade is taken, and rows lost are [`Unused::Overlap`].
///
/// Unit: none. Source: 001, on counting each item once; S1.10, S1.14.
pub fn cover(rows: &[(Place<'_>, Option<i128>)], rule: Rule) -> Vec<Verdict> {
    let sites = Sites::of(rows);
    let verdicts = sites.best(rule);
    sites.of_row.iter().map(|site| verdicts[*site]).collect()
}

/// The distinct places of the rows, by pattern.
struct Sites<'a> {
    of_row: Vec<usize>,
    places: Vec<Place<'a>>,
    values: Vec<Option<i128>>,
    patterns: BTreeMap<Pattern<'a>, Vec<usize>>,
}

impl<'a> Sites<'a> {
    fn of(rows: &[(Place<'a>, Option<i128>)]) -> Self {
        let mut known: HashMap<Place<'a>, usize> = HashMap::with_capacity(rows.len());
        let mut groups = Groups::default();
        let mut sites = Sites {
            of_row: Vec::with_capacity(rows.len()),
            places: Vec::new(),
            values: Vec::new(),
            patterns: BTreeMap::new(),
        };
        for (place, value) in rows {
            let next = sites.places.len();
            let site = *known.entry(*place).or_insert(next);
            if site == next {
                sites.places.push(*place);
                sites.values.push(None);
                let pattern = Pattern::of(place, &mut groups);
                sites.patterns.entry(pattern).or_default().push(site);
            }
            if let Some(value) = value {
                // Only ranks covers: a saturated sum is as large as any.
                let sum = sites.values[site].unwrap_or(0).saturating_add(*value);
                sites.values[site] = Some(sum);
            }
            sites.of_row.push(site);
        }
        sites
    }

    /// The first cover that loses nothing, else the one that tells most.
    fn best(&self, rule: Rule) -> Vec<Verdict> {
        let mut best: Option<(Option<i128>, Vec<Verdict>)> = None;
        for order in rule.orders() {
            let verdicts = self.take(&order);
            if !verdicts.contains(&Some(Unused::Overlap)) {
                return verdicts;
            }
            let told = self.told(&verdicts);
            // The first of equals stays: the published whole before its parts.
            if best.as_ref().is_none_or(|(most, _)| told > *most) {
                best = Some((told, verdicts));
            }
        }
        best.map(|(_, verdicts)| verdicts).unwrap_or_default()
    }

    /// One verdict a site: each in its turn, unless it meets one taken before.
    fn take(&self, order: &Order) -> Vec<Verdict> {
        let mut patterns: Vec<&Pattern<'a>> = self.patterns.keys().collect();
        patterns.sort_by(|a, b| order.compare(a, b));
        let mut verdicts: Vec<Verdict> = vec![None; self.places.len()];
        let mut taken: Vec<(&Pattern<'a>, Vec<usize>)> = Vec::new();
        for valued in [true, false] {
            for pattern in &patterns {
                let mut open: Vec<usize> = self.patterns[*pattern]
                    .iter()
                    .copied()
                    .filter(|site| self.values[*site].is_some() == valued)
                    .collect();
                for (counted, sites) in &taken {
                    self.leave(&mut open, &mut verdicts, pattern, counted, sites);
                }
                if valued && !open.is_empty() {
                    taken.push((pattern, open));
                }
            }
        }
        verdicts
    }

    /// Leaves out of `open`, places of `pattern`, those that meet a place of
    /// `counted`.
    fn leave(
        &self,
        open: &mut Vec<usize>,
        verdicts: &mut [Verdict],
        pattern: &Pattern<'a>,
        counted: &Pattern<'a>,
        sites: &[usize],
    ) {
        let Some(meeting) = Meeting::of(counted, pattern).filter(|_| !open.is_empty()) else {
            return;
        };
        let points: HashSet<_> = sites
            .iter()
            .filter_map(|site| meeting.point(&self.places[*site]))
            .collect();
        open.retain(|site| {
            let point = meeting.point(&self.places[*site]);
            let met = point.is_some_and(|point| points.contains(&point));
            if met {
                verdicts[*site] = Some(meeting.reason());
            }
            !met
        });
    }

    /// The trade a cover tells; none when it tells no value.
    fn told(&self, verdicts: &[Verdict]) -> Option<i128> {
        let counted = self.values.iter().zip(verdicts);
        counted
            .filter(|(_, verdict)| verdict.is_none())
            .filter_map(|(value, _)| *value)
            .reduce(i128::saturating_add)
    }
}
