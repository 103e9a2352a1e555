//! One level an axis: which rows a total is made of, so that nothing counts
//! twice.
//!
//! Publishers ship totals beside their parts: the World beside its economies,
//! a chapter beside its subheadings, a year beside its months, a total over
//! customs procedures beside each. A query takes the rows of one level an
//! axis. Without a breakdown it takes the published whole where there is one,
//! else the sum of the parts; with a breakdown it takes the parts, and the
//! whole gives the rest that no part accounts for.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use serde::Serialize;
use triffin_basis::{BasisError, Freq};

use crate::cut::{Cut, Nested};
use crate::survey::{Stratum, Survey};
use crate::{Axis, Flow, Selection, TradeError};

/// The rows a question counts: those of the whole and those of its parts.
#[derive(Clone, Debug)]
pub struct Levels {
    /// The rows of the total.
    pub total: Cut,
    /// The rows of the breakdown.
    pub parts: Cut,
    /// The frequency of the keys of `Axis::Period`.
    pub grain: Freq,
    /// Rows of the selection that the total does not count, by reason.
    pub left_out: BTreeMap<Unused, i64>,
}

/// Why a row of the selection is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// Its year is counted at another frequency.
    OtherFrequency,
    /// It is a part of a published whole, or a whole of counted parts.
    OtherLevel,
    /// The same trade in another commodity classification.
    OtherClassification,
    /// A breakdown by second partner, procedure or transport.
    Breakdown,
}

impl Unused {
    /// The word in an audit trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unused::OtherFrequency => "other_frequency",
            Unused::OtherLevel => "other_level",
            Unused::OtherClassification => "other_classification",
            Unused::Breakdown => "breakdown",
        }
    }
}

/// Which product rows a breakdown takes when codes nest in one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// The shortest codes of each cell: published sums of what is below.
    #[default]
    Roots,
    /// The longest codes of each cell: where quantities are comparable.
    Leaves,
}

impl Levels {
    /// Chooses one level an axis for `axis` from what the survey found.
    ///
    /// Errors with `E-TRADE-EMPTY` when the selection holds no rows.
    pub fn resolve(
        survey: &Survey,
        selection: &Selection,
        axis: Axis,
        depth: Depth,
    ) -> Result<Self, TradeError> {
        if survey.strata.is_empty() {
            return Err(empty(selection).into());
        }
        let grain = grain(survey, selection, axis);
        let (at_freq, other_freq) = by_frequency(&survey.strata, grain);
        let named = !selection.partners.is_empty();
        let mut left_out = BTreeMap::new();
        tally(&mut left_out, Unused::OtherFrequency, &other_freq);
        let order = whole_order(Depth::Roots);
        let total = choose(&at_freq, &order, named, Depth::Roots, Some(&mut left_out));
        let parts = choose(&at_freq, &parts_order(axis, depth), named, depth, None);
        Ok(Self {
            total: Cut::new(total.0, &survey.strata, total.1),
            parts: Cut::new(parts.0, &survey.strata, parts.1),
            grain,
            left_out,
        })
    }

    /// `input` with the rows of the selection that `cut` counts.
    pub fn rows(
        input: LogicalPlan,
        selection: &Selection,
        cut: &Cut,
    ) -> Result<LogicalPlan, TradeError> {
        let filter = selection.filter().and(cut.filter());
        let chosen = LogicalPlanBuilder::from(input).filter(filter)?.build()?;
        cut.without_nested(chosen)
    }
}

fn empty(selection: &Selection) -> BasisError {
    let who = if selection.partners.is_empty() {
        selection.reporter.clone()
    } else {
        format!("{}-{}", selection.reporter, selection.partners.join(","))
    };
    BasisError::new(
        "E-TRADE-EMPTY",
        format!("no trade record of {who} in {}", selection.window),
        format!("{who} 在 {} 没有贸易记录", selection.window),
    )
    .value(&who)
    .expected(
        "records of this reporter in this window",
        "该报告方在该时间窗内的记录",
    )
    .remedy(
        "Add a file with triffin data add, or see triffin data ls",
        "用 triffin data add 添加文件，或用 triffin data ls 查看",
    )
}

/// The frequency periods are shown at: as asked, or the finest there is.
fn grain(survey: &Survey, selection: &Selection, axis: Axis) -> Freq {
    if axis != Axis::Period {
        return Freq::Year;
    }
    let finest = survey.strata.iter().map(Stratum::freq).max();
    let asked = selection.period_grain();
    match finest {
        Some(finest) if finest < asked => finest,
        _ => asked,
    }
}

/// Splits the strata into those of the one frequency each flow and year is
/// counted at, and the others: the one that covers most days, the coarsest of
/// those, and never coarser than the periods to be shown.
fn by_frequency(strata: &[Stratum], grain: Freq) -> (Vec<&Stratum>, Vec<&Stratum>) {
    let mut days: BTreeMap<(Flow, i16, Freq), BTreeMap<_, i32>> = BTreeMap::new();
    for stratum in strata.iter().filter(|s| s.freq() >= grain) {
        let (start, end) = stratum.period.days_since_epoch();
        let slot = (stratum.flow, stratum.period.year_number(), stratum.freq());
        days.entry(slot)
            .or_default()
            .insert(stratum.period, end - start + 1);
    }
    let mut best: BTreeMap<(Flow, i16), (i32, Freq)> = BTreeMap::new();
    for ((flow, year, freq), periods) in &days {
        let covered = periods.values().sum();
        let kept = best.entry((*flow, *year)).or_insert((covered, *freq));
        if covered > kept.0 {
            *kept = (covered, *freq);
        }
    }
    strata.iter().partition(|stratum| {
        let year = (stratum.flow, stratum.period.year_number());
        best.get(&year)
            .is_some_and(|(_, freq)| *freq == stratum.freq())
    })
}

/// A class of rows: which partners, and whether all products in one.
type Class = (Partners, bool);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Partners {
    Whole,
    Parts,
    Groups,
}

fn class(stratum: &Stratum, named: bool) -> Class {
    let partners = match stratum.partner_level.as_str() {
        // Partners asked for by name are the whole of the question.
        _ if named => Partners::Whole,
        "world" => Partners::Whole,
        "group" => Partners::Groups,
        _ => Partners::Parts,
    };
    (partners, stratum.top)
}

/// Classes that count together, the first that is there.
type Order = Vec<Vec<Class>>;

/// Each class on its own.
fn apart(classes: [Class; 6]) -> Order {
    classes.into_iter().map(|class| vec![class]).collect()
}

/// Published wholes before sums of parts. Some economies may come with all
/// products in one and others in detail only, so the roots of both are summed:
/// what is all products stands for the detail of its own cell, not of others.
fn whole_order(depth: Depth) -> Order {
    use Partners::{Groups, Parts, Whole};
    let together = |partners| vec![(partners, true), (partners, false)];
    match depth {
        Depth::Roots => vec![
            vec![(Whole, true)],
            vec![(Whole, false)],
            together(Parts),
            together(Groups),
        ],
        Depth::Leaves => apart([
            (Whole, true),
            (Whole, false),
            (Parts, true),
            (Parts, false),
            (Groups, true),
            (Groups, false),
        ]),
    }
}

fn parts_order(axis: Axis, depth: Depth) -> Order {
    use Partners::{Groups, Parts, Whole};
    match axis {
        Axis::Partner => {
            let mut order = whole_order(depth);
            order.sort_by_key(|classes| match classes[..] {
                [(Parts, _), ..] => 0,
                [(Whole, _), ..] => 1,
                _ => 2,
            });
            order
        }
        _ if axis.needs_products() => apart([
            (Whole, false),
            (Parts, false),
            (Whole, true),
            (Parts, true),
            (Groups, false),
            (Groups, true),
        ]),
        _ => whole_order(depth),
    }
}

/// The strata that count, slot by slot, and whether their codes may nest.
fn choose<'a>(
    strata: &[&'a Stratum],
    order: &Order,
    named: bool,
    depth: Depth,
    mut left_out: Option<&mut BTreeMap<Unused, i64>>,
) -> (Vec<&'a Stratum>, Nested) {
    let mut slots: BTreeMap<_, Vec<&Stratum>> = BTreeMap::new();
    for stratum in strata {
        slots
            .entry((stratum.flow, stratum.period))
            .or_default()
            .push(*stratum);
    }
    let mut chosen = Vec::new();
    let mut nested = false;
    for rows in slots.into_values() {
        let class_here = order
            .iter()
            .find(|wanted| rows.iter().any(|row| wanted.contains(&class(row, named))));
        let mut keep = |rows: Vec<&'a Stratum>, why, test: &dyn Fn(&Stratum) -> bool| {
            let (kept, dropped): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| test(row));
            if let Some(reasons) = left_out.as_deref_mut() {
                tally(reasons, why, &dropped);
            }
            kept
        };
        let rows = keep(rows, Unused::OtherLevel, &|row| {
            class_here.is_some_and(|classes| classes.contains(&class(row, named)))
        });
        let system = rows
            .iter()
            .map(|row| system_rank(&row.product_system))
            .min();
        // Codes of no known classification are trade of their own, not the
        // same trade told again in another one.
        let rows = keep(rows, Unused::OtherClassification, &|row| {
            row.product_system == OWN_CODES || Some(system_rank(&row.product_system)) == system
        });
        let pattern = rows.iter().map(|row| breakdown_rank(row)).min();
        let rows = keep(rows, Unused::Breakdown, &|row| {
            Some(breakdown_rank(row)) == pattern
        });
        let levels: BTreeSet<i64> = rows.iter().map(|row| row.product_level).collect();
        nested |= levels.len() > 1;
        chosen.extend(rows);
    }
    let nested = match (nested, depth) {
        (false, _) => Nested::No,
        (true, Depth::Roots) => Nested::Roots,
        (true, Depth::Leaves) => Nested::Leaves,
    };
    (chosen, nested)
}

/// The classification of codes that belong to none.
pub(crate) const OWN_CODES: &str = "other";

/// The Harmonized System before others, its later revisions first.
fn system_rank(system: &str) -> (u8, std::cmp::Reverse<&str>) {
    let family = match system {
        _ if system.starts_with("HS") => 0,
        _ if system.starts_with("SITC") => 1,
        _ if system.starts_with("BEC") => 2,
        _ => 3,
    };
    (family, std::cmp::Reverse(system))
}

/// Totals before details, few stated axes before many, one pattern only.
fn breakdown_rank(stratum: &Stratum) -> (bool, usize, [bool; 3]) {
    let stated = stratum.detail.iter().filter(|axis| **axis).count();
    (!stratum.total, stated, stratum.detail)
}

fn tally(reasons: &mut BTreeMap<Unused, i64>, why: Unused, strata: &[&Stratum]) {
    let rows: i64 = strata.iter().map(|stratum| stratum.rows).sum();
    if rows > 0 {
        *reasons.entry(why).or_default() += rows;
    }
}
