//! The words of `--help`, in both languages, from `locales/`.
//!
//! A command's phrases stand under `help.` and its path: `help.data.add.about`
//! is the command's, `help.data.add.paths` that of its argument `paths`. Options every command takes
//! live under `help.global`.

use clap::Command;
use triffin_basis::Lang;
use triffin_brief::locale;

/// The language of the help page: the one asked for anywhere on the line, else
/// the environment's.
pub fn lang_of_line(words: impl Iterator<Item = String>) -> Lang {
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang=") {
            Some(value) => Some(value.to_owned()),
            None if word == "--lang" => words.peek().cloned(),
            None => None,
        };
        match value.as_deref() {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    crate::args::lang_of_environment()
}

fn phrase(lang: Lang, key: &str) -> Option<String> {
    locale::phrases(lang).get(key).cloned()
}

/// Puts the words of one language into the command and all below it.
pub fn localise(command: Command, lang: Lang) -> Command {
    with_words(command, "help", lang)
}

fn with_words(mut command: Command, key: &str, lang: Lang) -> Command {
    if let Some(about) = phrase(lang, &format!("{key}.about")) {
        command = command.about(about);
    }
    let usage = locale::t(lang, "help.template", &[]);
    command = command
        .help_template(usage)
        .next_help_heading(locale::t(lang, "help.options", &[]));
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().to_owned();
        let words = [key, "help.selection", "help.global"]
            .into_iter()
            .find_map(|place| phrase(lang, &format!("{place}.{id}")));
        match words {
            Some(words) => arg.help(words),
            None => arg,
        }
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        let below = format!("{key}.{name}");
        command = command.mut_subcommand(&name, |sub| with_words(sub, &below, lang));
    }
    command
}
