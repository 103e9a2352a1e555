//! A line that cannot be parsed, and the pages of help and version.
//!
//! The parser's own words are English and have no code; here the kind of the
//! fault and the words at fault are told in the reader's language, under
//! `E-USAGE`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use triffin_basis::Lang;
use triffin_brief::locale::t;

use crate::error::INVALID;

/// Prints the parser's message and gives the exit code: help and version are
/// data on standard output, a usage error is exit code 2.
pub fn print(usage: &clap::Error, lang: Lang) -> ExitCode {
    let printed = match words(usage, lang) {
        Some(text) => writeln!(io::stderr(), "{text}"),
        None => usage.print(),
    };
    match printed {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(_) => return ExitCode::from(INVALID),
    }
    if usage.use_stderr() {
        ExitCode::from(INVALID)
    } else {
        ExitCode::SUCCESS
    }
}

/// What is at fault; none for pages and for faults without a phrase.
fn words(usage: &clap::Error, lang: Lang) -> Option<String> {
    let key = match usage.kind() {
        ErrorKind::MissingRequiredArgument => "usage.missing",
        ErrorKind::UnknownArgument => "usage.unknown_argument",
        ErrorKind::InvalidSubcommand => "usage.unknown_command",
        ErrorKind::MissingSubcommand => "usage.missing_command",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage.value",
        ErrorKind::ArgumentConflict => "usage.conflict",
        _ => return None,
    };
    let at_fault: Vec<String> = [
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidArg,
        ContextKind::PriorArg,
        ContextKind::InvalidValue,
    ]
    .into_iter()
    .filter_map(|kind| usage.get(kind))
    .map(|value| text(value, lang))
    .filter(|text| !text.is_empty())
    .collect();
    let fault = t(lang, key, &[("words", &at_fault.join(joint(lang)))]);
    let mut lines = vec![t(lang, "usage.error", &[("fault", &fault)])];
    for (kind, key) in [
        (ContextKind::ValidValue, "usage.expected"),
        (ContextKind::SuggestedSubcommand, "usage.near"),
        (ContextKind::SuggestedArg, "usage.near"),
        (ContextKind::SuggestedValue, "usage.near"),
    ] {
        if let Some(value) = usage.get(kind) {
            lines.push(t(lang, key, &[("words", &text(value, lang))]));
        }
    }
    lines.push(t(lang, "usage.help", &[]));
    Some(lines.join("\n"))
}

fn text(value: &ContextValue, lang: Lang) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(joint(lang)),
        ContextValue::None | ContextValue::Bool(_) => String::new(),
        other => other.to_string(),
    }
}

fn joint(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn fault(line: &str, lang: Lang) -> String {
        let parsed = crate::args::Cli::command().try_get_matches_from(line.split(' '));
        words(&parsed.unwrap_err(), lang).unwrap()
    }

    #[test]
    fn the_words_at_fault_are_named_in_both_languages() {
        for (line, named) in [
            ("triffin trade balance", "--reporter <ECONOMY>"),
            ("triffin trade balnce", "balnce"),
            ("triffin trade balnce", "balance"),
            ("triffin data ls --nope", "--nope"),
            ("triffin data ls --format xml", "xml"),
            ("triffin data ls --format xml", "ndjson"),
            (
                "triffin fx convert --quote-rise 1 --value-change 1",
                "--value-change",
            ),
        ] {
            let (en, zh) = (fault(line, Lang::En), fault(line, Lang::Zh));
            assert!(
                en.contains(named) && en.starts_with("error E-USAGE"),
                "{en}"
            );
            assert!(zh.contains(named) && zh.starts_with("错误 E-USAGE"), "{zh}");
        }
    }
}
