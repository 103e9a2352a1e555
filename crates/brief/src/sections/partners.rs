//! The balance by partner.

use triffin_basis::{Decimal, Lang};

use crate::charts::{Bar, BarChart, Chart};
use crate::document::{Block, Cell, Head, Paragraph, Row, Section, Table};
use crate::facts::{Fact, Facts, PartnerRow, Partners};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::names::in_sentence;
use crate::numerals::{Column, Numerals};
use crate::periods::spoken;
use crate::sections::{between_sentences, evidence, sources};

/// Partners listed; the evidence holds them all.
const SHOWN: usize = 6;
/// Partners drawn.
const DRAWN: usize = 12;

/// The section; none without partners.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let partners = facts.partners.as_ref()?;
    let first = partners.rows.first()?;
    let lang = numerals.lang();
    let mut blocks = Vec::new();
    blocks.extend(extremes(partners, numerals, notes).map(Block::Text));
    let notes_of_table = partners.notes.iter().map(|note| note.get(lang));
    blocks.extend(notes_of_table.map(|note| Block::Text(Paragraph::aside(note))));
    blocks.push(Block::Table(table(
        partners,
        &first.balance,
        numerals,
        notes,
    )));
    let chart = chart(partners, &first.balance, numerals, notes);
    blocks.push(Block::Figure(chart));
    blocks.push(evidence::block(&items(partners, lang), numerals, notes));
    Some(Section {
        id: "partners",
        title: t(lang, "brief.partners.title", &[]),
        blocks,
    })
}

/// The partners with the largest deficit and the largest surplus; said of those
/// at hand where they do not make up the whole trade.
fn extremes(
    partners: &Partners,
    numerals: Numerals,
    notes: &mut Footnotes<'_>,
) -> Option<Paragraph> {
    let lang = numerals.lang();
    let known = || {
        partners
            .rows
            .iter()
            .filter_map(|row| row.balance.value.map(|value| (value, row)))
    };
    let lowest = known().min_by_key(|(value, _)| *value);
    let highest = known().max_by_key(|(value, _)| *value);
    let mut sentences = Vec::new();
    let mut facts = Vec::new();
    let (deficit, surplus) = match is_whole(partners) {
        true => ("brief.partners.deficit", "brief.partners.surplus"),
        false => (
            "brief.partners.deficit_at_hand",
            "brief.partners.surplus_at_hand",
        ),
    };
    let said = [
        (deficit, lowest.filter(|(v, _)| *v < Decimal::ZERO)),
        (surplus, highest.filter(|(v, _)| *v > Decimal::ZERO)),
    ];
    let count = known().count().to_string();
    for (key, found) in said {
        let Some((_, row)) = found else { continue };
        let balance = numerals.fact(&row.balance);
        let name = in_sentence(row.name.get(lang), lang);
        let args = [
            ("partner", name.as_str()),
            ("balance", &balance),
            ("count", &count),
        ];
        sentences.push(t(lang, key, &args));
        facts.push(&row.balance);
    }
    (!sentences.is_empty())
        .then(|| Paragraph::new(sentences.join(between_sentences(lang)), notes.of(facts)))
}

/// Whether the partners make up all of the trade: there is a total, and nothing
/// of it is left over.
fn is_whole(partners: &Partners) -> bool {
    partners.total.is_some() && partners.rest.is_none()
}

fn items(partners: &Partners, lang: Lang) -> Vec<(String, &Fact)> {
    let rows = partners
        .rows
        .iter()
        .chain(&partners.rest)
        .chain(&partners.total);
    let sides = |row: &'_ PartnerRow| row.name.get(lang).to_owned();
    rows.flat_map(|row| {
        let name = sides(row);
        [
            (
                format!("{name} · {}", t(lang, "brief.exports", &[])),
                &row.exports,
            ),
            (
                format!("{name} · {}", t(lang, "brief.imports", &[])),
                &row.imports,
            ),
            (
                format!("{name} · {}", t(lang, "brief.balance", &[])),
                &row.balance,
            ),
        ]
    })
    .collect()
}

fn table(partners: &Partners, like: &Fact, numerals: Numerals, notes: &mut Footnotes<'_>) -> Table {
    let lang = numerals.lang();
    let shown: Vec<&PartnerRow> = partners
        .rows
        .iter()
        .take(SHOWN)
        .chain(&partners.rest)
        .chain(&partners.total)
        .collect();
    let values = shown
        .iter()
        .flat_map(|row| [&row.exports, &row.imports, &row.balance])
        .filter_map(|fact| fact.value);
    let column = Column::fit(numerals, &like.unit, values);
    let shares = shown.iter().any(|row| row.share.is_some());
    let total_at = partners.total.as_ref().map(|_| shown.len() - 1);
    let rows = shown
        .iter()
        .enumerate()
        .map(|(at, row)| Row {
            cells: cells(row, &column, shares, numerals),
            notes: notes.of([&row.exports, &row.imports, &row.balance]),
            total: Some(at) == total_at,
            ..Row::default()
        })
        .collect();
    let mut head = vec![Head::words(t(lang, "brief.partner", &[]))];
    for key in ["brief.exports", "brief.imports", "brief.balance"] {
        head.push(Head::numbers(t(lang, key, &[])));
    }
    if shares {
        head.push(Head::numbers(t(lang, "brief.share", &[])));
    }
    Table {
        caption: caption(partners, like, &column.unit(), lang),
        head,
        rows,
        ..Table::default()
    }
    .with_legend(lang)
}

/// The unit, and how many partners of how many are listed.
fn caption(partners: &Partners, like: &Fact, unit: &str, lang: Lang) -> String {
    let all = partners.rows.len();
    let period = spoken(like.period, lang);
    if all <= SHOWN {
        let args = [("unit", unit), ("period", &period)];
        return t(lang, "brief.partners.table", &args);
    }
    let args = [
        ("period", &*period),
        ("unit", unit),
        ("shown", &SHOWN.to_string()),
        ("all", &all.to_string()),
    ];
    t(lang, "brief.partners.table_some", &args)
}

fn cells(row: &PartnerRow, column: &Column<'_>, shares: bool, numerals: Numerals) -> Vec<Cell> {
    let mut cells = vec![Cell::text(row.name.get(numerals.lang()))];
    cells.extend([&row.exports, &row.imports, &row.balance].map(|fact| marks::cell(column, fact)));
    if shares {
        cells.push(match &row.share {
            Some(share) => marks::toned(share, numerals.bare(share)),
            None => Cell::default(),
        });
    }
    cells
}

fn chart(partners: &Partners, like: &Fact, numerals: Numerals, notes: &mut Footnotes<'_>) -> Chart {
    let lang = numerals.lang();
    let bars = partners
        .rows
        .iter()
        .take(DRAWN)
        .map(|row| Bar {
            label: row.name.get(lang).to_owned(),
            value: row.balance.value,
            flag: row.balance.flag,
        })
        .collect();
    let keys = partners
        .rows
        .iter()
        .flat_map(|row| row.balance.sources.iter());
    Chart::Bar(BarChart {
        title: t(
            lang,
            "brief.partners.chart",
            &[("period", &spoken(like.period, lang))],
        ),
        unit: like.unit.clone(),
        bars,
        source: sources::credit(&notes.of_keys(keys), notes, lang),
    })
}
