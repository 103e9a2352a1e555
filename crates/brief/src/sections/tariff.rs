//! What a tariff does: who sells instead, who pays, what becomes of the balance.

use crate::document::{Block, Cell, Fold, Head, Paragraph, Row, Section, Table, Tone};
use crate::facts::{Facts, Supplier, Tariff};
use crate::locale::t;
use crate::numerals::Numerals;

/// Decimals of per cent.
const DECIMALS: usize = 3;

/// The section; none where no scenario was named. A folded page keeps its
/// sentences and leaves out its tables.
pub fn section(facts: &Facts, numerals: Numerals) -> Option<Section> {
    let tariff = facts.tariff.as_ref()?;
    let lang = numerals.lang();
    let said = tariff.said.iter().map(|text| text.get(lang));
    let mut blocks: Vec<Block> = said
        .map(|text| Block::Text(Paragraph::new(text, Vec::new())))
        .collect();
    blocks.push(Block::Table(suppliers(tariff, numerals)));
    blocks.push(Block::Table(effects(tariff, numerals)));
    let assumed = tariff.assumed.iter();
    blocks.push(Block::Terms(
        assumed
            .map(|(name, value)| (name.get(lang).to_owned(), value.get(lang).to_owned()))
            .collect(),
    ));
    blocks.push(Block::Text(Paragraph::aside(t(
        lang,
        "brief.tariff.source",
        &[("command", &tariff.command)],
    ))));
    Some(Section {
        id: "tariff",
        title: t(
            lang,
            "brief.tariff.title",
            &[("scenario", tariff.scenario.get(lang))],
        ),
        blocks,
    })
}

fn suppliers(tariff: &Tariff, numerals: Numerals) -> Table {
    let lang = numerals.lang();
    let column = |key: &str| t(lang, &format!("brief.tariff.{key}"), &[]);
    let row = |supplier: &Supplier| Row {
        cells: vec![
            Cell::text(&supplier.name),
            number(Some(supplier.duty), numerals),
            number(Some(supplier.before), numerals),
            number(Some(supplier.after), numerals),
            number(supplier.change, numerals),
        ],
        ..Row::default()
    };
    Table {
        caption: column("suppliers"),
        head: vec![
            Head::words(column("supplier")),
            Head::numbers(column("duty")),
            Head::numbers(column("share_before")),
            Head::numbers(column("share_after")),
            Head::numbers(column("sales")),
        ],
        rows: tariff.suppliers.iter().map(row).collect(),
        fold: Fold::Nothing,
        ..Table::default()
    }
}

fn effects(tariff: &Tariff, numerals: Numerals) -> Table {
    let lang = numerals.lang();
    let column = |key: &str| t(lang, &format!("brief.tariff.{key}"), &[]);
    let rows = tariff.effects.iter().map(|effect| Row {
        cells: vec![
            Cell::text(effect.name.get(lang)),
            number(effect.before, numerals),
            number(Some(effect.value), numerals),
            Cell::text(effect.unit.get(lang)),
        ],
        ..Row::default()
    });
    Table {
        caption: column("effects"),
        head: vec![
            Head::words(t(lang, "brief.item", &[])),
            Head::numbers(column("before")),
            Head::numbers(column("after")),
            Head::words(t(lang, "brief.unit", &[])),
        ],
        rows: rows.collect(),
        fold: Fold::Nothing,
        ..Table::default()
    }
}

/// A number of fixed decimals; nothing where there is none.
fn number(value: Option<f64>, numerals: Numerals) -> Cell {
    let Some(value) = value else {
        return Cell::default();
    };
    let rounded = format!("{value:.DECIMALS$}").parse();
    // proof: what is printed from a finite number is a decimal; others print as they are.
    match rounded {
        Ok(decimal) => Cell::text(numerals.exact(decimal)).toned(match value < 0.0 {
            true => Tone::Negative,
            false => Tone::Plain,
        }),
        Err(_) => Cell::text(value.to_string()),
    }
}
