//! One self-contained page: style and pictures inside, no script, nothing
//! fetched, ready for A4.

mod table;

use std::fmt::Write;

use triffin_basis::Lang;

use crate::charts::{Chart, escape};
use crate::document::{Block, Document, Note, Section, compose};
use crate::facts::Facts;
use crate::locale::t;
use crate::numerals::{NO_BREAK, Numerals};
use crate::wrap;

/// The style, also for print.
const STYLE: &str = include_str!("html/page.css");

/// The brief as an HTML document that needs nothing but itself.
pub fn render(facts: &Facts, lang: Lang) -> String {
    let numerals = Numerals::typeset(lang);
    write(&compose(facts, numerals), numerals)
}

fn write(document: &Document, numerals: Numerals) -> String {
    let language = match document.lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    };
    let title = escape(&document.title);
    let subtitle = escape(&document.subtitle);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n</header>\n"
    );
    let mut figures = 0;
    for section in &document.sections {
        page.push_str(&self::section(section, numerals, &mut figures));
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page.replace(NO_BREAK, " ")
}

fn section(section: &Section, numerals: Numerals, figures: &mut usize) -> String {
    let id = section.id;
    let mut out = format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>\n",
        escape(&section.title)
    );
    for block in &section.blocks {
        out.push_str(&self::block(block, numerals, figures));
    }
    out.push_str("</section>\n");
    out
}

fn block(block: &Block, numerals: Numerals, figures: &mut usize) -> String {
    match block {
        Block::Text(paragraph) => format!(
            "<p>{}{}</p>\n",
            sentence(&paragraph.text),
            table::notes(&paragraph.notes)
        ),
        Block::Warning(text) => {
            format!("<p class=\"warning\" role=\"note\">{}</p>\n", escape(text))
        }
        Block::Terms(terms) | Block::Gaps(terms) => terms_list(terms),
        Block::Table(one) => table::visible(one),
        Block::Evidence(one) => table::folded(one),
        Block::Figure(chart) => {
            *figures += 1;
            figure(chart, &format!("fig{figures}"), numerals)
        }
        Block::Notes(notes) => notes_list(notes),
    }
}

/// A sentence with each number and its unit kept on one line, in plain spaces,
/// so that it can be searched for.
fn sentence(text: &str) -> String {
    let kept = |piece: &str| piece.contains(NO_BREAK) || wrap::is_amount(piece);
    wrap::pieces(text)
        .iter()
        .map(|piece| match kept(piece.trim_end()) {
            true => {
                let amount = piece.trim_end_matches(' ');
                let blank = &piece[amount.len()..];
                format!("<span class=\"q\">{}</span>{blank}", escape(amount))
            }
            false => escape(piece),
        })
        .collect()
}

fn terms_list(terms: &[(String, String)]) -> String {
    let mut out = String::from("<dl>\n");
    for (name, value) in terms {
        // proof: writing to a string cannot fail
        let _ = writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            escape(name),
            escape(value)
        );
    }
    out.push_str("</dl>\n");
    out
}

/// The sources; a footnote's number leads here.
fn notes_list(notes: &[Note]) -> String {
    let mut out = String::from("<ol class=\"notes\">\n");
    for note in notes {
        let number = note.number;
        // proof: writing to a string cannot fail
        let _ = writeln!(out, "<li id=\"note{number}\">{}</li>", escape(&note.text));
    }
    out.push_str("</ol>\n");
    out
}

/// A picture with its numbers folded behind it.
fn figure(chart: &Chart, id: &str, numerals: Numerals) -> String {
    let summary = t(numerals.lang(), "brief.data_table", &[]);
    format!(
        "<figure id=\"{id}\">\n{}<details>\n<summary>{}</summary>\n{}</details>\n</figure>\n",
        chart.svg(id, numerals),
        escape(&summary),
        table::plain(&chart.data(numerals)),
    )
}
