//! `triffin explain`: what a system computes, from the code's own words.

use triffin_basis::{Bilingual, Lang};
use triffin_workbench::answer::row as row_of;
use triffin_workbench::{Answer, Meta, QuestionError, Row};

use crate::args::Explain;
use crate::error::CliError;
use crate::explain::{self, Entry, Term};
use crate::output::{Format, Output};

/// Prints the list, a card, or what comes nearest.
pub fn run(output: &Output, args: &Explain) -> Result<u8, CliError> {
    let Some(term) = args.term.as_deref().filter(|_| !args.list) else {
        output.print(&answer(explain::all().iter().map(|entry| row(entry, output.lang)).collect()))?;
        return Ok(0);
    };
    let found = explain::find(term);
    if found.is_empty() {
        return Err(unknown(term).into());
    }
    if output.format.is_none_or(|format| format == Format::Table) {
        output.print_text(&cards(&found.systems, &found.terms, output.lang))?;
    } else {
        let terms = found.terms.iter().map(|term| term_row(term));
        let systems = found.systems.iter().map(|entry| row(entry, output.lang));
        output.print(&answer(terms.chain(systems).collect()))?;
    }
    Ok(0)
}

fn answer(rows: Vec<Row>) -> Answer {
    Answer { rows, meta: Meta { system: "S12.7", ..Meta::default() }, ..Answer::default() }
}

fn row(entry: &Entry, lang: Lang) -> Row {
    let unit = if lang == Lang::Zh { entry.unit_zh } else { entry.unit };
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

fn cards(systems: &[&Entry], terms: &[&Term], lang: Lang) -> String {
    let mut cards: Vec<String> = terms.iter().map(|term| term_card(term, lang)).collect();
    cards.extend(systems.iter().map(|entry| card(entry, lang)));
    cards.join("\n")
}

fn lines(title: &str, fields: &[(&str, &str)]) -> String {
    let body: String = fields
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("  {name}: {text}\n"))
        .collect();
    format!("{title}\n{body}")
}

fn term_card(term: &Term, lang: Lang) -> String {
    match lang {
        Lang::En => lines(
            &format!("{} ({})", term.term, term.zh),
            &[("symbol", term.symbol), ("unit", term.unit), ("also", term.alias)],
        ),
        Lang::Zh => lines(
            &format!("{}（{}）", term.zh, term.term),
            &[("符号", term.symbol), ("单位", term.unit), ("又称", term.alias)],
        ),
    }
}

fn card(entry: &Entry, lang: Lang) -> String {
    let sign = entry.sign.unwrap_or_default();
    match lang {
        Lang::En => lines(
            &format!("{} {} ({})", entry.id, entry.title_en, entry.title_zh),
            &[
                ("formula", entry.formula),
                ("unit", entry.unit),
                ("sign", sign),
                ("source", entry.source),
                ("command", entry.command),
                ("test", entry.test),
            ],
        ) + &indented(entry.doc),
        Lang::Zh => lines(
            &format!("{} {}（{}）", entry.id, entry.title_zh, entry.title_en),
            &[
                ("公式", entry.formula),
                ("单位与符号", entry.unit_zh),
                ("出处", entry.source),
                ("命令", entry.command),
                ("测试", entry.test),
            ],
        ),
    }
}

fn indented(doc: &str) -> String {
    if doc.trim().is_empty() {
        return String::new();
    }
    let body: String = doc.trim().lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect();
    format!("\n{body}")
}

fn unknown(term: &str) -> QuestionError {
    let near = explain::suggestions(term).join(", ");
    QuestionError::invalid(
        "E-EXPLAIN-UNKNOWN",
        Bilingual::new(format!("nothing is called {term:?}"), format!("没有名为“{term}”的系统或术语")),
        Bilingual::new(
            format!("nearest: {near}; triffin explain --list shows all systems"),
            format!("相近：{near}；triffin explain --list 列出全部系统"),
        ),
    )
}
