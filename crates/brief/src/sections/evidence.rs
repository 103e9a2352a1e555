//! Every digit, source and formula behind a section.

use crate::document::{Block, Cell, Head, Row, Table};
use crate::facts::Fact;
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::numerals::Numerals;

/// The facts as a table: item, exact value, unit, period, status, formula.
pub fn block(items: &[(String, &Fact)], numerals: Numerals, notes: &mut Footnotes<'_>) -> Block {
    let lang = numerals.lang();
    let head = [
        "item", "value", "unit", "period", "status", "basis", "formula",
    ]
    .into_iter()
    .map(|key| {
        let text = t(lang, &format!("brief.{key}"), &[]);
        match key {
            "value" => Head::numbers(text),
            _ => Head::words(text),
        }
    })
    .collect();
    let rows = items
        .iter()
        .map(|(name, fact)| row(name, fact, numerals, notes))
        .collect();
    Block::Evidence(
        Table {
            caption: t(lang, "brief.evidence", &[]),
            head,
            rows,
            ..Table::default()
        }
        .with_legend(lang),
    )
}

fn row(name: &str, fact: &Fact, numerals: Numerals, notes: &mut Footnotes<'_>) -> Row {
    let lang = numerals.lang();
    let value = match fact.value {
        Some(value) => numerals.exact(value),
        None => t(lang, "brief.no_data", &[]),
    };
    let status = match &fact.reason {
        Some(reason) => format!("{}: {}", fact.flag.label(lang), reason.get(lang)),
        None => fact.flag.label(lang).to_owned(),
    };
    Row {
        cells: vec![
            Cell::text(name),
            marks::toned(fact, value),
            Cell::text(fact.unit.label(lang)),
            Cell::text(fact.period.to_string()),
            Cell::text(status),
            Cell::text(fact.basis.get(lang)),
            Cell::text(
                fact.formula
                    .as_ref()
                    .map_or("", |formula| formula.get(lang)),
            ),
        ],
        notes: notes.of([fact]),
        ..Row::default()
    }
}
