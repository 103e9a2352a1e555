//! One page of text.
//!
//! Tables have no boxes, Chinese characters count as two columns, and colour
//! is only ever a second sign of what a minus or a word already says.

mod fold;
mod spark;
mod table;

use triffin_basis::Lang;
use unicode_width::UnicodeWidthStr;

use crate::charts::Chart;
use crate::document::{Block, Document, Fold, Paragraph, Section, compose};
use crate::facts::Facts;
use crate::footnotes::bracketed;
use crate::locale::t;
use crate::numerals::{NO_BREAK, Numerals};
use crate::wrap;

/// How the page is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether ANSI colours are wanted; leave it off when not on a terminal.
    pub colour: bool,
    /// Whether every row, reason, licence and remedy is wanted; otherwise the
    /// page is folded to what fits on one screen.
    pub full: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            width: 100,
            colour: false,
            full: false,
        }
    }
}

/// The brief as text, lines no wider than the page.
pub fn render(facts: &Facts, lang: Lang, page: Page) -> String {
    let numerals = Numerals::plain(lang).unbroken();
    let document = match page.full || facts.recycling.is_none() {
        true => compose(facts, numerals),
        // Left out before the sources are numbered, or they would number its own too.
        false => compose(
            &Facts {
                recycling: None,
                ..facts.clone()
            },
            numerals,
        ),
    };
    write(&document, numerals, page)
}

fn write(document: &Document, numerals: Numerals, page: Page) -> String {
    let mut out = Vec::new();
    out.extend(wrapped(&document.title, page, "").map(|line| bold(&line, page)));
    out.extend(wrapped(&document.subtitle, page, "").map(|line| dim(&line, page)));
    for section in &document.sections {
        let body: Vec<String> = match page.full {
            true => section
                .blocks
                .iter()
                .flat_map(|block| lines(block, numerals, page))
                .collect(),
            false => fold::lines(section, numerals, page),
        };
        if body.is_empty() {
            continue;
        }
        out.push(String::new());
        if page.full || !fold::has_own_heading(section) {
            out.extend(heading(section, page));
        }
        out.extend(body);
    }
    out.push(String::new());
    out.join("\n").replace(NO_BREAK, " ")
}

/// The section's title, and beside it what its table shows in which unit.
fn heading(section: &Section, page: Page) -> Vec<String> {
    let caption = section.blocks.iter().find_map(|block| match block {
        Block::Table(table) if page.full || table.fold != Fold::Nothing => {
            Some(table.caption.as_str())
        }
        _ => None,
    });
    let Some(caption) = caption else {
        return vec![bold(&section.title, page)];
    };
    let title = bold(&section.title, page);
    match section.title.width() + 3 + caption.width() <= page.width {
        true => vec![format!("{title}{}", dim(&format!(" · {caption}"), page))],
        false => std::iter::once(title)
            .chain(wrapped(caption, page, "  ").map(|line| dim(&line, page)))
            .collect(),
    }
}

/// The lines of a block; curves are drawn small, other
/// pictures and the evidence belong to the page on paper.
fn lines(block: &Block, numerals: Numerals, page: Page) -> Vec<String> {
    match block {
        Block::Text(paragraph) => wrapped(&noted(paragraph), page, "  ").collect(),
        Block::Warning(text) => wrapped(text, page, "  ")
            .map(|line| styled(&line, "33", page))
            .collect(),
        Block::Terms(terms) | Block::Gaps(terms) => terms_lines(terms, numerals.lang(), page),
        Block::Table(table) => table::lines(table, page),
        Block::Notes(notes) => notes
            .iter()
            .flat_map(|note| hanging(&format!("[{}] ", note.number), &note.text, page))
            .collect(),
        Block::Figure(Chart::Line(chart)) => spark::lines(chart, numerals, page),
        Block::Figure(_) | Block::Evidence(_) => Vec::new(),
    }
}

fn noted(paragraph: &Paragraph) -> String {
    match bracketed(&paragraph.notes) {
        notes if notes.is_empty() => paragraph.text.clone(),
        notes => format!("{} {notes}", paragraph.text),
    }
}

/// `name: value` pairs run together, as many on a line as fit.
fn terms_lines(terms: &[(String, String)], lang: Lang, page: Page) -> Vec<String> {
    let room = page.width.saturating_sub(2);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for (name, value) in terms {
        let pair = t(lang, "brief.term", &[("name", name), ("value", value)]);
        let longer = match line.is_empty() {
            true => pair.clone(),
            false => format!("{line} · {pair}"),
        };
        if longer.width() <= room || line.is_empty() {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, pair));
        }
    }
    lines.push(line);
    lines
        .iter()
        .filter(|line| !line.is_empty())
        .flat_map(|line| wrapped(line, page, "  "))
        .collect()
}

fn wrapped(text: &str, page: Page, indent: &str) -> impl Iterator<Item = String> {
    let room = page.width.saturating_sub(indent.len());
    let indent = indent.to_owned();
    wrap::lines(text, |line| line.width() <= room)
        .into_iter()
        .map(move |line| format!("{indent}{line}"))
}

/// Lines that hang under a mark: `[1] US Census Bureau, …`.
fn hanging(mark: &str, text: &str, page: Page) -> Vec<String> {
    let indent = 2 + mark.width();
    let room = page.width.saturating_sub(indent);
    wrap::lines(text, |line| line.width() <= room)
        .into_iter()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("  {mark}{line}"),
            _ => format!("{}{line}", " ".repeat(indent)),
        })
        .collect()
}

fn bold(text: &str, page: Page) -> String {
    styled(text, "1", page)
}

fn dim(text: &str, page: Page) -> String {
    styled(text, "2", page)
}

/// Text in an ANSI style, when colours are wanted.
fn styled(text: &str, code: &str, page: Page) -> String {
    match page.colour && !text.is_empty() {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}
