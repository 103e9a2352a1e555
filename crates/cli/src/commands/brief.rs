//! `triffin brief`: one page about an economy or a pair.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use triffin_basis::{Bilingual, Lang, Period};
use triffin_brief::facts::{CheckStatus, Facts};
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
    let output = &context.output;
    let sheet = Sheet::of(output.format, output.file.as_deref(), args.full)?;
    let scenario = args.scenario.as_deref();
    let tariff = scenario
        .map(|scenario| triffin_workbench::brief::tariff(&topic, scenario))
        .transpose()?;
    let mut facts = context.bench.brief(&context.scope, &topic, period)?;
    facts.tariff = tariff;
    let lang = context.lang();
    output.print_text(&match sheet {
        Sheet::Json => json(&facts, lang)?,
        Sheet::Html => html::render(&facts, lang),
        Sheet::Text(page) => terminal::render(&facts, lang, page),
    })?;
    if let (Some(file), Sheet::Html | Sheet::Text(_)) = (&output.file, sheet) {
        written(file, lang)?;
    }
    Ok(u8::from(context.strict && has_findings(&facts)))
}

/// Whether a reader was warned, or a check of the records failed.
fn has_findings(facts: &Facts) -> bool {
    let mut checks = facts.alignment.iter().flat_map(|found| &found.checks);
    !facts.warnings.is_empty() || checks.any(|check| check.status == CheckStatus::Fail)
}

/// What the page is written as.
#[derive(Clone, Copy, Debug)]
enum Sheet {
    Json,
    Html,
    Text(Page),
}

impl Sheet {
    /// By `--format`, else by the file's ending, else text for the terminal.
    fn of(format: Option<Format>, file: Option<&Path>, full: bool) -> Result<Self, CliError> {
        let on_paper = Page {
            full: true,
            ..Page::default()
        };
        match (format, file) {
            (Some(Format::Json), _) => Ok(Sheet::Json),
            (Some(other), _) if other != Format::Table => Err(no_table(other)),
            (_, None) => Ok(Sheet::Text(on_terminal(full))),
            (format, Some(file)) => match ending(file).as_str() {
                "" | "html" | "htm" => Ok(Sheet::Html),
                "txt" => Ok(Sheet::Text(on_paper)),
                "json" if format.is_none() => Ok(Sheet::Json),
                _ => Err(no_such_file(file)),
            },
        }
    }
}

/// The ending of a file's name, in small letters.
fn ending(file: &Path) -> String {
    let ending = file.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

fn on_terminal(full: bool) -> Page {
    Page {
        colour: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        full,
        ..Page::default()
    }
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
    let name = clap::ValueEnum::to_possible_value(&format);
    let name = name.as_ref().map_or("", |value| value.get_name());
    CliError::invalid(
        "E-USAGE-FORMAT",
        Bilingual::new(
            format!("a brief is a page of text, not {name}"),
            format!("简报是一页文字，不能写成 {name}"),
        ),
        Bilingual::new(
            "expected --format table or json, or -o brief.html",
            "请用 --format table 或 json，或 -o brief.html",
        ),
    )
}

/// A file that would not hold what its name says: HTML in a `.pdf`.
fn no_such_file(file: &Path) -> CliError {
    let name = file.display();
    CliError::invalid(
        "E-USAGE-OUTPUT",
        Bilingual::new(
            format!("a brief is not written as {name:?}"),
            format!("简报不能写成“{name}”"),
        ),
        Bilingual::new(
            "expected -o with a name that ends in .html, .txt or .json; for a PDF write brief.html, open it in a browser and print it to PDF (it is laid out for A4)",
            "-o 的文件名应以 .html、.txt 或 .json 结尾；需要 PDF 时先写 brief.html，在浏览器中打开并打印为 PDF（已按 A4 排版）",
        ),
    )
}
