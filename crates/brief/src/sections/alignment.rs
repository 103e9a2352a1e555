//! The alignment report: what was checked before the subtraction.

use triffin_basis::Lang;

use crate::document::{Block, Cell, Fold, Head, Paragraph, Row, Section, Table, Tone};
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
    let mut rows: Vec<Row> = shown(alignment)
        .map(|check| row(check, numerals, notes))
        .collect();
    rows.extend(passed(alignment, lang));
    let table = Table {
        caption: t(lang, "brief.alignment.table", &[]),
        head,
        rows,
        ..Table::default()
    }
    .with_legend(lang)
    .folded(Fold::ByStatus);
    Some(Section {
        id: "alignment",
        title: t(lang, "brief.alignment.title", &[]),
        blocks: vec![
            Block::Text(Paragraph::new(verdict(alignment, numerals), Vec::new())),
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
    let mut text = t(numerals.lang(), "brief.alignment.verdict", &args);
    let unchecked = count(CheckStatus::NotCheckable);
    if unchecked != "0" {
        let args = [("count", &*unchecked)];
        text.push_str(&t(numerals.lang(), "brief.alignment.unchecked", &args));
    }
    text
}

/// The checks that have a row of their own: all of a single report; of several
/// reports those that found something.
fn shown(alignment: &Alignment) -> impl Iterator<Item = &Check> {
    let checks = alignment.checks.iter();
    checks.filter(|check| check.of.is_none() || !is_quiet(check))
}

/// One row a report for the checks of it that passed.
fn passed(alignment: &Alignment, lang: Lang) -> Vec<Row> {
    let mut reports: Vec<(&str, Vec<&str>)> = Vec::new();
    for check in alignment.checks.iter().filter(|check| is_quiet(check)) {
        let Some(of) = &check.of else { continue };
        let (of, name) = (of.get(lang), check.name.get(lang));
        match reports.iter_mut().find(|(known, _)| *known == of) {
            Some((_, names)) => names.push(name),
            None => reports.push((of, vec![name])),
        }
    }
    let row = |(of, names): (&str, Vec<&str>)| Row {
        cells: vec![
            Cell::text(of),
            Cell::text(t(lang, "brief.alignment.pass", &[])).toned(Tone::Pass),
            Cell::text("–"),
            Cell::text(names.join(" · ")),
        ],
        aside: true,
        ..Row::default()
    };
    reports.into_iter().map(row).collect()
}

/// Whether a check found nothing.
fn is_quiet(check: &Check) -> bool {
    check.status == CheckStatus::Pass && check.amount.is_none()
}

/// The check's name, after that of the report it looked at.
fn named(check: &Check, lang: Lang) -> String {
    let name = check.name.get(lang);
    match &check.of {
        Some(of) => t(
            lang,
            "brief.term",
            &[("name", of.get(lang)), ("value", name)],
        ),
        None => name.to_owned(),
    }
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
        CheckStatus::NotCheckable => Tone::Missing,
    };
    let amount = match &check.amount {
        Some(amount) => marks::toned(amount, numerals.signed(amount)),
        None => Cell::text("–"),
    };
    Row {
        cells: vec![
            Cell::text(named(check, lang)),
            Cell::text(status).toned(tone),
            amount,
            Cell::text(check.detail.get(lang)),
        ],
        notes: notes.of(check.amount.as_ref()),
        quiet: is_quiet(check),
        ..Row::default()
    }
}
