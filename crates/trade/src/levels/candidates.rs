//! Which strata can have rows that count, before any row is looked at.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Freq, Period};

use crate::cover::{Rule, Unused};
use crate::survey::{Stratum, TAGS};
use crate::{Axis, Flow, Selection};

/// The strata that may be parts along `axis`, none coarser than `grain`. A row
/// of all partners is no part where partners are told, a row of all products
/// none where products are: what the parts leave of it is the unallocated rest.
pub(super) fn parts<'a>(all: &[&'a Stratum], axis: Axis, grain: Freq) -> Vec<&'a Stratum> {
    let part: fn(&Stratum) -> bool = match axis {
        Axis::Partner => |row| row.partner_level != "world",
        _ if axis.needs_products() => |row| !row.top,
        _ => |_| true,
    };
    let told: BTreeSet<Flow> = all
        .iter()
        .filter(|row| part(row))
        .map(|row| row.flow)
        .collect();
    all.iter()
        .copied()
        .filter(|row| row.freq() >= grain)
        .filter(|row| part(row) || !told.contains(&row.flow))
        .filter(|row| !is_whole_of_tagged(row, all, axis))
        .collect()
}

/// Whether `row` holds rows of `all` that state the tag of the axis and states
/// none itself: a total is then no part beside its regimes or regions.
fn is_whole_of_tagged(row: &Stratum, all: &[&Stratum], axis: Axis) -> bool {
    let Some(tag) = TAGS.iter().position(|tag| *tag == axis.as_str()) else {
        return false;
    };
    let holds = |part: &&Stratum| {
        let partners = row.partner_level == part.partner_level || row.partner_level == "world";
        let products = row.product_level == 0
            || row.product_system == part.product_system && row.product_level <= part.product_level;
        let wider = (row.freq(), row.product_level, row.partner_level == "world")
            != (
                part.freq(),
                part.product_level,
                part.partner_level == "world",
            );
        row.flow == part.flow
            && part.period.parent(row.freq()) == Some(row.period)
            && (partners && products && wider)
    };
    row.tagged[tag] == 0 && all.iter().filter(|part| part.tagged[tag] > 0).any(holds)
}

/// The strata that are not all held by a row of everything (the world or the
/// one partner asked for, all products, no breakdown) of their period or a
/// longer one, and those that are, with the reason.
pub(super) fn not_held<'a>(
    all: &[&'a Stratum],
    selection: &Selection,
    rule: Rule,
) -> (Vec<&'a Stratum>, Vec<(&'a Stratum, Unused)>) {
    let one_partner = selection.is_of_one_partner();
    let mut wholes: BTreeMap<(Flow, Period), &Stratum> = BTreeMap::new();
    for row in all.iter().filter(|row| is_whole(row, one_partner, rule)) {
        let kept = wholes.entry((row.flow, row.period)).or_insert(*row);
        if row.system_rank() < kept.system_rank() {
            *kept = *row;
        }
    }
    let mut open = Vec::new();
    let mut held = Vec::new();
    for row in all.iter().copied() {
        match holder(row, &wholes) {
            Some(whole) => held.push((row, why(whole, row))),
            None => open.push(row),
        }
    }
    (open, held)
}

/// Whether every row of the selection in its period is a part of this one. A
/// value published as missing holds nothing.
fn is_whole(row: &Stratum, one_partner: bool, rule: Rule) -> bool {
    let partners = match rule {
        Rule::Whole | Rule::Leaves => row.partner_level == "world",
        Rule::Partners | Rule::PartnerLeaves => false,
        Rule::Codes | Rule::Periods => return false,
    };
    let products = match rule {
        Rule::Whole | Rule::Partners => row.top,
        _ => row.product_level == 0,
    };
    (partners || one_partner) && products && row.total && row.rows == row.values
}

fn holder<'a>(
    row: &Stratum,
    wholes: &BTreeMap<(Flow, Period), &'a Stratum>,
) -> Option<&'a Stratum> {
    [Freq::Year, Freq::Quarter, Freq::Month, Freq::Day]
        .into_iter()
        .filter(|freq| *freq <= row.freq())
        .filter_map(|freq| row.period.parent(freq))
        .find_map(|period| wholes.get(&(row.flow, period)).copied())
        .filter(|whole| !same_kind(whole, row))
}

/// Rows of one kind in one period are never parts of one another.
fn same_kind(whole: &Stratum, row: &Stratum) -> bool {
    let kind = |row: &Stratum| {
        let place = (row.period, row.product_level, row.total);
        (place, row.partner_level.clone(), row.product_system.clone())
    };
    kind(whole) == kind(row)
}

fn why(whole: &Stratum, row: &Stratum) -> Unused {
    let partners = whole.partner_level == row.partner_level;
    let levels = (whole.product_level, row.product_level);
    match () {
        () if whole.period != row.period => Unused::OtherFrequency,
        () if partners && levels.0 > 0 && levels.0 != levels.1 => Unused::NestedCode,
        () if !partners || levels.0 != levels.1 => Unused::OtherLevel,
        () if whole.product_system != row.product_system => Unused::OtherClassification,
        () => Unused::Breakdown,
    }
}
