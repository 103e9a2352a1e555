//! The other half: current account, reserves, external position, rates.

use crate::document::{Block, Cell, Head, Row, Section, Table};
use crate::facts::{ExternalItem, Fact, Facts};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::numerals::Numerals;
use crate::sections::evidence;

/// The section; none without items.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let external = facts.external.as_ref()?;
    if external.rows.is_empty() {
        return None;
    }
    let lang = numerals.lang();
    let column = |key: &str| t(lang, &format!("brief.external.{key}"), &[]);
    let head = vec![
        Head::words(t(lang, "brief.item", &[])),
        Head::words(t(lang, "brief.period", &[])),
        Head::numbers(column("level")),
        Head::numbers(column("change")),
        Head::numbers(t(lang, "brief.to_gdp", &[])),
        Head::words(column("convention")),
    ];
    let rows = external.rows.iter();
    let table = Table {
        caption: column("table"),
        head,
        rows: rows.map(|item| row(item, numerals, notes)).collect(),
        ..Table::default()
    }
    .with_legend(lang);
    let mut items = Vec::new();
    for item in &external.rows {
        let name = item.name.get(lang);
        items.push((name.to_owned(), &item.level));
        items.extend(
            item.change
                .iter()
                .map(|f| (format!("{name} · {}", column("change")), f)),
        );
        let ratio = t(lang, "brief.to_gdp", &[]);
        items.extend(item.to_gdp.iter().map(|f| (format!("{name} · {ratio}"), f)));
    }
    Some(Section {
        id: "external",
        title: column("title"),
        blocks: vec![
            Block::Table(table),
            evidence::block(&items, numerals, notes),
        ],
    })
}

fn row(item: &ExternalItem, numerals: Numerals, notes: &mut Footnotes<'_>) -> Row {
    let lang = numerals.lang();
    let said = |fact: &Option<Fact>, text: fn(Numerals, &Fact) -> String| match fact {
        Some(fact) => marks::toned(fact, text(numerals, fact)),
        None => Cell::text("–"),
    };
    let facts = [
        Some(&item.level),
        item.change.as_ref(),
        item.to_gdp.as_ref(),
    ];
    let convention = item.convention.as_ref().map_or("", |text| text.get(lang));
    Row {
        cells: vec![
            Cell::text(item.name.get(lang)),
            Cell::text(item.level.period.to_string()),
            marks::toned(&item.level, numerals.unflagged(&item.level, false)),
            said(&item.change, |n, f| n.unflagged(f, true)),
            said(&item.to_gdp, |n, f| n.unflagged(f, false)),
            Cell::text(convention),
        ],
        notes: notes.of(facts.into_iter().flatten()),
        ..Row::default()
    }
}
