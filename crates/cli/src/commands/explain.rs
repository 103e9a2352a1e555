//! `triffin explain`: what a system computes, from the code's own words.

use triffin_basis::{Bilingual, Lang};
use triffin_workbench::answer::row as row_of;
use triffin_workbench::{Answer, Meta, Row};

use crate::args::Explain;
use crate::error::CliError;
use crate::explain::{self, Entry, Term, card};
use crate::output::{Format, Output};

/// Prints the list, a card, or what comes nearest.
pub fn run(output: &Output, args: &Explain) -> Result<u8, CliError> {
    let Some(term) = args.term.as_deref().filter(|_| !args.list) else {
        output.print(&answer(
            explain::all()
                .iter()
                .map(|entry| row(entry, output.lang))
                .collect(),
        ))?;
        return Ok(0);
    };
    let found = explain::find(term);
    if found.is_empty() {
        let message = both(|lang| card::cards(term, &found, lang).trim_end().to_owned());
        return Err(CliError::invalid(
            "E-EXPLAIN-UNKNOWN",
            message,
            Bilingual::default(),
        ));
    }
    if output.format.is_none_or(|format| format == Format::Table) {
        output.print_text(&card::cards(term, &found, output.lang))?;
    } else {
        let terms = found.terms.iter().map(|term| term_row(term));
        let systems = found.systems.iter().map(|entry| row(entry, output.lang));
        output.print(&answer(terms.chain(systems).collect()))?;
    }
    Ok(0)
}

fn answer(rows: Vec<Row>) -> Answer {
    Answer {
        rows,
        meta: Meta {
            system: "S12.7",
            ..Meta::default()
        },
        ..Answer::default()
    }
}

fn row(entry: &Entry, lang: Lang) -> Row {
    let unit = if lang == Lang::Zh {
        entry.unit_zh
    } else {
        entry.unit
    };
    row_of([
        ("id", entry.id.into()),
        ("title_en", entry.title_en.into()),
        ("title_zh", entry.title_zh.into()),
        ("formula", entry.formula.into()),
        ("unit", unit.into()),
        ("source", entry.source.into()),
        ("command", entry.command.into()),
        ("test", entry.test.into()),
    ])
}

fn term_row(term: &Term) -> Row {
    row_of([
        ("id", term.symbol.into()),
        ("title_en", term.term.into()),
        ("title_zh", term.zh.into()),
        ("unit", term.unit.into()),
        ("alias", term.alias.into()),
    ])
}

fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::new(text(Lang::En), text(Lang::Zh))
}
