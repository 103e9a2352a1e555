//! The other half: current account, reserves, external position, rates.

use triffin_basis::{Lang, Period};

use crate::document::{Block, Cell, Head, Row, Section, Table};
use crate::facts::{ExternalItem, Fact, Facts};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::numerals::Numerals;
use crate::periods::spoken;
use crate::sections::evidence;

/// The section; none without items.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let external = facts.external.as_ref()?;
    if external.rows.is_empty() {
        return None;
    }
    let lang = numerals.lang();
    let blocks = vec![
        Block::Table(table(&external.rows, numerals, notes)),
        evidence::block(&items(&external.rows, lang), numerals, notes),
    ];
    Some(Section {
        id: "external",
        title: t(lang, "brief.external.title", &[]),
        blocks,
    })
}

/// Levels, changes and ratios; a column nobody fills is left out, and a period
/// that all share stands in the caption.
pub(super) fn table(
    items: &[ExternalItem],
    numerals: Numerals,
    notes: &mut Footnotes<'_>,
) -> Table {
    let lang = numerals.lang();
    let column = |key: &str| t(lang, &format!("brief.external.{key}"), &[]);
    let shared = shared_period(items);
    let caption = match shared {
        Some(period) => t(
            lang,
            "brief.external.table_in",
            &[("period", &spoken(period, lang))],
        ),
        None => column("table"),
    };
    let head = vec![
        Head::words(t(lang, "brief.item", &[])),
        Head::words(t(lang, "brief.period", &[])),
        Head::numbers(column("level")),
        Head::numbers(column("change")),
        Head::numbers(t(lang, "brief.to_gdp", &[])),
        Head::words(column("convention")),
    ];
    let rows = items.iter();
    Table {
        caption,
        head,
        rows: rows
            .map(|item| row(item, shared.is_none(), numerals, notes))
            .collect(),
        ..Table::default()
    }
    .without_empty_columns()
    .with_legend(lang)
}

fn shared_period(items: &[ExternalItem]) -> Option<Period> {
    let mut periods = items.iter().map(|item| item.level.period);
    let first = periods.next()?;
    periods.all(|period| period == first).then_some(first)
}

pub(super) fn items(rows: &[ExternalItem], lang: Lang) -> Vec<(String, &Fact)> {
    let change = t(lang, "brief.external.change", &[]);
    let ratio = t(lang, "brief.to_gdp", &[]);
    let mut items = Vec::new();
    for item in rows {
        let name = item.name.get(lang);
        let named = |what: &str| format!("{name} · {what}");
        items.push((name.to_owned(), &item.level));
        items.extend(item.change.iter().map(|fact| (named(&change), fact)));
        items.extend(item.to_gdp.iter().map(|fact| (named(&ratio), fact)));
    }
    items
}

fn row(item: &ExternalItem, dated: bool, numerals: Numerals, notes: &mut Footnotes<'_>) -> Row {
    let lang = numerals.lang();
    let optional = |fact: &Option<Fact>, text: &dyn Fn(&Fact) -> String| match fact {
        Some(fact) => marks::toned(fact, text(fact)),
        None => Cell::default(),
    };
    let facts = [
        Some(&item.level),
        item.change.as_ref(),
        item.to_gdp.as_ref(),
    ];
    let period = item.level.period.to_string();
    let convention = item.convention.as_ref().map_or("", |text| text.get(lang));
    Row {
        cells: vec![
            Cell::text(item.name.get(lang)),
            Cell::text(if dated { &period } else { "" }),
            marks::toned(&item.level, numerals.unflagged(&item.level, false)),
            optional(&item.change, &|fact| numerals.unflagged(fact, true)),
            optional(&item.to_gdp, &|fact| numerals.percent(fact)),
            Cell::text(convention),
        ],
        notes: notes.of(facts.into_iter().flatten()),
        aside: item.detail,
        ..Row::default()
    }
}
