//! The alignment report: what was checked before the subtraction.

use crate::document::{Block, Cell, Head, Paragraph, Row, Section, Table, Tone};
use crate::facts::{Alignment, Check, CheckStatus, Facts};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::numerals::Numerals;

/// The section; none without checks.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let alignment = facts.alignment.as_ref()?;
    if alignment.checks.is_empty() {
        return None;
    }
    let lang = numerals.lang();
    let head = vec![
        Head::words(t(lang, "brief.alignment.check", &[])),
        Head::words(t(lang, "brief.status", &[])),
        Head::numbers(t(lang, "brief.alignment.moves", &[])),
        Head::words(t(lang, "brief.alignment.detail", &[])),
    ];
    let checks = alignment.checks.iter();
    let table = Table {
        caption: t(lang, "brief.alignment.table", &[]),
        head,
        rows: checks.map(|check| row(check, numerals, notes)).collect(),
        ..Table::default()
    }
    .with_legend(lang);
    Some(Section {
        id: "alignment",
        title: t(lang, "brief.alignment.title", &[]),
        blocks: vec![
            Block::Text(Paragraph {
                text: verdict(alignment, numerals),
                notes: Vec::new(),
            }),
            Block::Table(table),
        ],
    })
}

/// How many checks passed, adjusted something and failed.
fn verdict(alignment: &Alignment, numerals: Numerals) -> String {
    let count = |status: CheckStatus| {
        let checks = alignment.checks.iter();
        checks
            .filter(|check| check.status == status)
            .count()
            .to_string()
    };
    let args = [
        ("pass", &*count(CheckStatus::Pass)),
        ("adjusted", &count(CheckStatus::Adjusted)),
        ("fail", &count(CheckStatus::Fail)),
    ];
    t(numerals.lang(), "brief.alignment.verdict", &args)
}

fn row(check: &Check, numerals: Numerals, notes: &mut Footnotes<'_>) -> Row {
    let lang = numerals.lang();
    let status = t(
        lang,
        &format!("brief.alignment.{}", check.status.as_str()),
        &[],
    );
    let tone = match check.status {
        CheckStatus::Pass => Tone::Pass,
        CheckStatus::Adjusted => Tone::Adjusted,
        CheckStatus::Fail => Tone::Fail,
    };
    let amount = match &check.amount {
        Some(amount) => marks::toned(amount, numerals.signed(amount)),
        None => Cell::text("–"),
    };
    Row {
        cells: vec![
            Cell::text(check.name.get(lang)),
            Cell::text(status).toned(tone),
            amount,
            Cell::text(check.detail.get(lang)),
        ],
        notes: notes.of(check.amount.as_ref()),
        quiet: check.status == CheckStatus::Pass && check.amount.is_none(),
        ..Row::default()
    }
}
