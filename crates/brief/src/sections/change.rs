//! The change of the balance and its causes.

use triffin_basis::{Decimal, Lang};

use crate::charts::{Chart, Step, WaterfallChart};
use crate::document::{Block, Cell, Fold, Head, Paragraph, Row, Section, Table};
use crate::facts::{Change, ChangeRow, Effects, Fact, Facts};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::numerals::{Column, Numerals};
use crate::periods::spoken;
use crate::sections::{evidence, sources};

/// Contributions listed and drawn; the rest are one row, so that the picture
/// still closes.
const SHOWN: usize = 6;

/// The section; none without a change.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let change = facts.change.as_ref()?;
    let lang = numerals.lang();
    let mut blocks = vec![Block::Text(sentence(change, numerals, notes))];
    if let Some(effects) = &change.effects {
        blocks.push(Block::Text(effects_sentence(effects, numerals, notes)));
    }
    let rows = folded(change, lang);
    if !rows.is_empty() {
        blocks.push(Block::Table(table(change, &rows, numerals, notes)));
        blocks.extend(chart(change, &rows, numerals, notes).map(Block::Figure));
    }
    blocks.push(evidence::block(&items(change, lang), numerals, notes));
    Some(Section {
        id: "change",
        title: t(lang, "brief.change.title", &[]),
        blocks,
    })
}

fn sentence(change: &Change, numerals: Numerals, notes: &mut Footnotes<'_>) -> Paragraph {
    let lang = numerals.lang();
    let facts = [&change.opening, &change.closing, &change.delta];
    let values = facts.iter().filter_map(|fact| fact.value);
    let column = Column::fit(numerals, &change.delta.unit, values);
    let args = [
        ("from", &*spoken(change.opening.period, lang)),
        ("to", &spoken(change.closing.period, lang)),
        ("opening", &column.say(&change.opening, false)),
        ("closing", &column.say(&change.closing, false)),
        ("delta", &column.say(&change.delta, true)),
    ];
    Paragraph::new(t(lang, "brief.change.sentence", &args), notes.of(facts))
}

fn effects_sentence(effects: &Effects, numerals: Numerals, notes: &mut Footnotes<'_>) -> Paragraph {
    let facts = [
        &effects.quantity,
        &effects.price,
        &effects.entry,
        &effects.exit,
        &effects.residual,
    ];
    let values = facts.iter().filter_map(|fact| fact.value);
    let column = Column::fit(numerals, &effects.quantity.unit, values);
    let [quantity, price, entry, exit, residual] = facts.map(|fact| column.say(fact, true));
    let args = [
        ("method", &*effects.method),
        ("quantity", &quantity),
        ("price", &price),
        ("entry", &entry),
        ("exit", &exit),
        ("residual", &residual),
    ];
    Paragraph::new(
        t(numerals.lang(), "brief.change.effects", &args),
        notes.of(facts),
    )
}

/// The largest contributions in their order, then all others as one: what is
/// left of the change, so that the rows sum to it.
fn folded(change: &Change, lang: Lang) -> Vec<(String, Fact)> {
    let named = |row: &ChangeRow| (row.name.get(lang).to_owned(), row.delta.clone());
    if change.rows.len() <= SHOWN + 1 {
        return change.rows.iter().map(named).collect();
    }
    let mut order: Vec<usize> = (0..change.rows.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(change.rows[at].delta.value.map(|v| v.abs())));
    let mut kept: Vec<usize> = order.iter().copied().take(SHOWN).collect();
    kept.sort_unstable();
    let mut rows: Vec<(String, Fact)> = kept.iter().map(|&at| named(&change.rows[at])).collect();
    let folded: Vec<&ChangeRow> = order[SHOWN..].iter().map(|&at| &change.rows[at]).collect();
    let count = folded.len().to_string();
    let mut rest = change.delta.clone();
    rest.value = folded
        .iter()
        .try_fold(Decimal::ZERO, |sum, row| sum.checked_add(row.delta.value?));
    rows.push((t(lang, "brief.change.others", &[("count", &count)]), rest));
    rows
}

fn table(
    change: &Change,
    rows: &[(String, Fact)],
    numerals: Numerals,
    notes: &mut Footnotes<'_>,
) -> Table {
    let lang = numerals.lang();
    let values = rows.iter().filter_map(|(_, fact)| fact.value);
    let values = values.chain(change.delta.value);
    let column = Column::fit(numerals, &change.delta.unit, values);
    let mut body: Vec<Row> = rows
        .iter()
        .map(|(name, fact)| Row {
            cells: vec![Cell::text(name), marks::signed_cell(&column, fact)],
            notes: notes.of([fact]),
            ..Row::default()
        })
        .collect();
    body.push(Row {
        cells: vec![
            Cell::text(t(lang, "brief.change.total", &[])),
            marks::signed_cell(&column, &change.delta),
        ],
        notes: notes.of([&change.delta]),
        total: true,
        ..Row::default()
    });
    Table {
        caption: t(
            lang,
            "brief.change.table",
            &[("by", change.by.get(lang)), ("unit", &column.unit())],
        ),
        head: vec![
            Head::words(change.by.get(lang)),
            Head::numbers(t(lang, "brief.contribution", &[])),
        ],
        rows: body,
        ..Table::default()
    }
    .with_legend(lang)
    .folded(Fold::RunOn)
}

/// The bridge from the opening to the closing balance, when both are known.
fn chart(
    change: &Change,
    rows: &[(String, Fact)],
    numerals: Numerals,
    notes: &mut Footnotes<'_>,
) -> Option<Chart> {
    let lang = numerals.lang();
    let (opening, closing) = (change.opening.value?, change.closing.value?);
    let steps: Vec<Step> = rows
        .iter()
        .map(|(label, fact)| Step {
            label: label.clone(),
            delta: fact.value,
        })
        .collect();
    let keys = [&change.opening, &change.closing];
    let numbers = notes.of(keys);
    let from = spoken(change.opening.period, lang);
    let to = spoken(change.closing.period, lang);
    Some(Chart::Waterfall(WaterfallChart {
        title: t(
            lang,
            "brief.change.chart",
            &[("from", &from), ("to", &to), ("by", change.by.get(lang))],
        ),
        unit: change.delta.unit.clone(),
        opening: (from, opening),
        steps,
        closing: (to, closing),
        source: sources::credit(&numbers, notes, lang),
    }))
}

fn items(change: &Change, lang: Lang) -> Vec<(String, &Fact)> {
    let label = |key: &str| t(lang, key, &[]);
    let mut items = vec![
        (label("brief.change.opening"), &change.opening),
        (label("brief.change.closing"), &change.closing),
        (label("brief.change.total"), &change.delta),
    ];
    if let Some(effects) = &change.effects {
        items.push((label("brief.change.quantity"), &effects.quantity));
        items.push((label("brief.change.price"), &effects.price));
        items.push((label("brief.change.entry"), &effects.entry));
        items.push((label("brief.change.exit"), &effects.exit));
        items.push((label("brief.change.residual"), &effects.residual));
    }
    let rows = change.rows.iter();
    items.extend(rows.map(|row| (row.name.get(lang).to_owned(), &row.delta)));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use triffin_basis::{Bilingual, Period, Unit};

    fn usd(value: i64) -> Fact {
        let unit = Unit::parse("USD").unwrap().0;
        Fact::new(Decimal::from(value), unit, Period::year(2018))
    }

    fn change(deltas: &[i64]) -> Change {
        let row = |delta: &i64| ChangeRow {
            name: Bilingual::same(delta.to_string()),
            delta: usd(*delta),
        };
        let sum = deltas.iter().sum();
        Change {
            opening: usd(0),
            closing: usd(sum),
            delta: usd(sum),
            by: Bilingual::same("product"),
            rows: deltas.iter().map(row).collect(),
            effects: None,
        }
    }

    #[test]
    fn small_contributions_are_one_row_and_nothing_is_lost() {
        let change = change(&[5, -90, 3, 80, -70, 60, 1, -50, 40, 30, -2]);
        let rows = folded(&change, Lang::En);
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        let kept = ["-90", "80", "-70", "60", "-50", "40", "5 others"];
        assert_eq!(names, kept);
        let sum: Option<Decimal> = rows.iter().map(|(_, fact)| fact.value).sum();
        assert_eq!(sum, change.delta.value);
    }

    #[test]
    fn seven_contributions_are_all_shown() {
        assert_eq!(folded(&change(&[1, 2, 3, 4, 5, 6, 7]), Lang::En).len(), 7);
    }

    #[test]
    fn a_missing_contribution_is_not_folded_into_a_number() {
        let mut change = change(&[9, 8, 7, 6, 5, 4, 3, 2, 1]);
        change.rows[8].delta.value = None;
        let rows = folded(&change, Lang::En);
        assert_eq!(rows[6].1.value, None);
    }
}
