//! A section folded: the same figures, with what only explains them left to
//! the full page.

use crate::charts::Chart;
use crate::document::{Block, Fold, Paragraph, Row, Section, Table};
use crate::footnotes::bracketed;
use crate::locale::t;
use crate::numerals::{NO_BREAK, Numerals};
use crate::sections::between_sentences;
use crate::terminal::{Page, dim, noted, spark, table, wrapped};

/// The section's lines: texts that follow one another run on, tables and
/// curves as [`Fold`] says.
pub fn lines(section: &Section, numerals: Numerals, page: Page) -> Vec<String> {
    let mut out = Vec::new();
    let mut said: Vec<&Paragraph> = Vec::new();
    let run_on = |said: &mut Vec<&Paragraph>, out: &mut Vec<String>| {
        let texts: Vec<String> = said.drain(..).map(noted).collect();
        let text = texts.join(between_sentences(numerals.lang()));
        out.extend(wrapped(&text, page, "  "));
    };
    for block in &section.blocks {
        if let Block::Text(paragraph) = block {
            said.extend((!paragraph.aside).then_some(paragraph));
            continue;
        }
        run_on(&mut said, &mut out);
        out.extend(folded(block, &section.title, numerals, page));
    }
    run_on(&mut said, &mut out);
    out
}

/// Whether the section's only paragraph begins with its title.
pub fn has_own_heading(section: &Section) -> bool {
    matches!(section.blocks.as_slice(), [Block::Gaps(_)])
}

fn folded(block: &Block, title: &str, numerals: Numerals, page: Page) -> Vec<String> {
    match block {
        Block::Table(one) => match one.fold {
            Fold::Table => table::lines(&without_asides(one), page),
            Fold::RunOn => rows_run_on(one, page),
            Fold::ByStatus => by_status(one, page),
            Fold::Nothing => Vec::new(),
        },
        Block::Gaps(gaps) => gap_names(title, gaps, numerals, page),
        Block::Notes(notes) => {
            let notes = notes.iter();
            let each = notes.map(|note| format!("[{}]{NO_BREAK}{}", note.number, note.short));
            wrapped(&each.collect::<Vec<_>>().join(" · "), page, "  ").collect()
        }
        Block::Figure(Chart::Line(chart)) if !chart.aside => spark::folded(chart, numerals, page),
        Block::Figure(_) => Vec::new(),
        other => super::lines(other, numerals, page),
    }
}

fn without_asides(table: &Table) -> Table {
    let mut kept = table.clone();
    kept.rows.retain(|row| !row.aside);
    kept
}

/// `Goods +105.9 · Services +8.9 · Primary income -69.1 [1]`.
fn rows_run_on(table: &Table, page: Page) -> Vec<String> {
    let said = |row: &Row| {
        let cells = row.cells.iter().map(|cell| match cell.mark {
            Some(mark) => format!("{} ({mark})", cell.text),
            None => cell.text.clone(),
        });
        cells.collect::<Vec<_>>().join(" ")
    };
    // The total is in the sentence above; what prints as zero is on the full
    // page.
    let parts = table.rows.iter().filter(|row| !row.total && moves(row));
    let rows: Vec<String> = parts.map(said).collect();
    let mut notes: Vec<usize> = table
        .rows
        .iter()
        .flat_map(|row| &row.notes)
        .copied()
        .collect();
    notes.sort_unstable();
    notes.dedup();
    let text = format!("{} {}", rows.join(" · "), bracketed(&notes));
    let mut out: Vec<String> = wrapped(&text, page, "  ").collect();
    out.extend(
        table
            .legend
            .iter()
            .map(|text| dim(&format!("  {text}"), page)),
    );
    out
}

/// Whether any number of a row prints a digit other than zero.
fn moves(row: &Row) -> bool {
    let mut numbers = row.cells.iter().skip(1);
    numbers.any(|cell| {
        cell.text
            .contains(|c| !matches!(c, '0' | '.' | ',' | '+' | '-' | ' '))
    })
}

/// One paragraph a status: the checks with the amount each moves. Those that
/// passed are counted in the sentence above; when all did they are named.
fn by_status(table: &Table, page: Page) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    let quiet = |row: &&Row| row.quiet;
    let loud = table.rows.iter().any(|row| !row.quiet);
    let told = table.rows.iter().filter(|row| !row.aside);
    for row in told.filter(|row| !loud || !quiet(row)) {
        let [name, status, amount, ..] = row.cells.as_slice() else {
            continue;
        };
        let said = match row.notes.is_empty() {
            true => name.text.clone(),
            false => format!("{} {} {}", name.text, amount.text, bracketed(&row.notes)),
        };
        match groups.iter_mut().find(|(known, _)| *known == status.text) {
            Some((_, names)) => names.push(said),
            None => groups.push((&status.text, vec![said])),
        }
    }
    let lines = groups.iter().flat_map(|(status, names)| {
        let text = format!("{status}: {}", names.join(" · "));
        wrapped(&text, page, "  ").collect::<Vec<_>>()
    });
    lines.collect()
}

/// What is missing, by name; why and what would bring it is on the full page.
fn gap_names(
    title: &str,
    gaps: &[(String, String)],
    numerals: Numerals,
    page: Page,
) -> Vec<String> {
    let names: Vec<&str> = gaps.iter().map(|(name, _)| name.as_str()).collect();
    let args = [("title", title), ("names", &*names.join(" · "))];
    let text = t(numerals.lang(), "brief.missing.folded", &args);
    wrapped(&text, page, "").collect()
}
