//! Curves over time.

use crate::charts::{Chart, Line, LineChart};
use crate::document::{Block, Section};
use crate::facts::{Facts, Series};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::numerals::Numerals;
use crate::sections::sources;

/// The section; none without curves.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let mut blocks = Vec::new();
    for group in grouped(&facts.series) {
        blocks.extend(chart(&group, numerals, notes).map(Block::Figure));
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section {
        id: "series",
        title: t(numerals.lang(), "brief.series.title", &[]),
        blocks,
    })
}

/// Curves that share a picture, in the order of their first member.
fn grouped(series: &[Series]) -> Vec<Vec<&Series>> {
    let mut groups: Vec<Vec<&Series>> = Vec::new();
    for one in series {
        let like =
            |group: &&mut Vec<&Series>| group[0].chart == one.chart && group[0].unit == one.unit;
        match groups.iter_mut().find(like) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

fn chart(group: &[&Series], numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Chart> {
    let lang = numerals.lang();
    let first = group.first()?;
    let known = |one: &Series| one.points.iter().any(|point| point.value.is_some());
    if !group.iter().any(|one| known(one)) {
        return None;
    }
    let numbers = notes.of_keys(group.iter().flat_map(|one| one.sources.iter()));
    let lines = group.iter().map(|one| Line {
        label: one.title.get(lang).to_owned(),
        points: one.points.clone(),
    });
    Some(Chart::Line(LineChart {
        title: first.chart.get(lang).to_owned(),
        unit: first.unit.clone(),
        lines: lines.collect(),
        source: sources::credit(&numbers, notes, lang),
        notes: numbers,
        aside: first.detail,
    }))
}
