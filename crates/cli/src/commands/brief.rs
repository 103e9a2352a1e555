//! `triffin brief`: one page about an economy or a pair.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use triffin_basis::{Bilingual, Lang, Period};
use triffin_brief::facts::Facts;
use triffin_brief::html;
use triffin_brief::terminal::{self, Page};
use triffin_workbench::QuestionError;
use triffin_workbench::brief::Topic;

use crate::args::Brief;
use crate::context::Context;
use crate::error::CliError;
use crate::output::Format;

/// Prints the page, or writes it as HTML with `-o`.
pub fn run(context: &Context, args: &Brief) -> Result<u8, CliError> {
    let topic = Topic::parse(&args.subject)?;
    let period = args
        .period
        .as_deref()
        .map(Period::parse)
        .transpose()
        .map_err(QuestionError::from)?;
    let facts = context.bench.brief(&context.scope, &topic, period)?;
    let output = &context.output;
    match (output.format, &output.file) {
        (Some(Format::Json), _) => output.print_text(&json(&facts, context.lang())?)?,
        (None | Some(Format::Table), Some(file)) if !is_json(file) => {
            output.print_text(&page(&facts, context.lang(), file))?;
            written(file, context.lang())?;
        }
        (None, Some(_)) => output.print_text(&json(&facts, context.lang())?)?,
        (None | Some(Format::Table), None) => {
            output.print_text(&on_terminal(&facts, context.lang()))?
        }
        (Some(other), _) => return Err(no_table(other)),
    }
    Ok(u8::from(context.strict && !facts.warnings.is_empty()))
}

/// A text file gets the page of text, any other the HTML page.
fn page(facts: &Facts, lang: Lang, file: &Path) -> String {
    match file.extension().and_then(|e| e.to_str()) {
        Some("txt") => terminal::render(facts, lang, Page::default()),
        _ => html::render(facts, lang),
    }
}

fn is_json(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "json")
}

fn on_terminal(facts: &Facts, lang: Lang) -> String {
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    terminal::render(
        facts,
        lang,
        Page {
            colour,
            ..Page::default()
        },
    )
}

fn written(file: &Path, lang: Lang) -> Result<(), CliError> {
    let file = file.display();
    match lang {
        Lang::En => writeln!(io::stderr(), "written to {file}")?,
        Lang::Zh => writeln!(io::stderr(), "已写入 {file}")?,
    }
    Ok(())
}

/// The envelope with one row: the facts.
fn json(facts: &Facts, lang: Lang) -> Result<String, CliError> {
    let warnings: Vec<&str> = facts
        .warnings
        .iter()
        .map(|warning| warning.get(lang))
        .collect();
    let envelope = serde_json::json!({
        "data": [facts],
        "meta": {
            "system": "S12.1",
            "unit": facts.headline.as_ref().map(|headline| headline.balance.unit.to_string()),
            "basis": {},
            "sources": facts.sources,
            "as_of": facts.as_of,
            "formula": formula(facts),
            "warnings": warnings,
        },
    });
    let mut text = serde_json::to_string_pretty(&envelope).map_err(io::Error::from)?;
    text.push('\n');
    Ok(text)
}

/// The identity of the headline, in symbols.
fn formula(facts: &Facts) -> Option<&str> {
    let balance = &facts.headline.as_ref()?.balance;
    balance.formula.as_ref().map(|formula| formula.en.as_str())
}

fn no_table(format: Format) -> CliError {
    CliError::invalid(
        "E-USAGE-FORMAT",
        Bilingual::new(
            format!("a brief is no table: {format:?}"),
            format!("简报不是表格：{format:?}"),
        ),
        Bilingual::new(
            "expected --format table or json, or -o brief.html",
            "请用 --format table 或 json，或 -o brief.html",
        ),
    )
}
