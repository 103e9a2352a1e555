//! The words of `--help`, in both languages, from `locales/`.
//!
//! A command's phrases stand under `help.` and its path: `help.data.add.about`
//! is the command's, `help.data.add.paths` that of its argument `paths`. What
//! several commands share stands under `help.selection`, what all take under
//! `help.global`. The phrase names choices and defaults, so that an option is
//! one line.

use clap::{Arg, ArgAction, Command};
use triffin_basis::Lang;
use triffin_brief::locale::{self, t};

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

/// Puts the words of one language into the command and all below it.
pub fn localise(command: Command, lang: Lang) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    with_words(
        command.disable_version_flag(true).arg(version),
        "help",
        lang,
    )
}

/// Where the phrase of an argument is looked for, nearest first.
fn places(key: &str, id: &str) -> [String; 3] {
    [key, "help.selection", "help.global"].map(|place| format!("{place}.{id}"))
}

fn phrase(lang: Lang, key: &str) -> Option<&'static String> {
    locale::phrases(lang).get(key)
}

fn with_words(mut command: Command, key: &str, lang: Lang) -> Command {
    if let Some(about) = phrase(lang, &format!("{key}.about")) {
        command = command.about(about);
    }
    // `-h` and `--help` are the same page, in the language of the line.
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::HelpShort);
    command = command
        .disable_help_flag(true)
        .arg(help)
        .help_template(t(lang, "help.template", &[]))
        .subcommand_help_heading(t(lang, "help.commands", &[]))
        .mut_args(|arg| described(arg, key, lang));
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

/// One argument with its phrase, under the heading of its kind.
fn described(arg: Arg, key: &str, lang: Lang) -> Arg {
    let id = arg.get_id().as_str();
    let heading = if arg.is_positional() {
        "help.arguments"
    } else if arg.is_global_set() || matches!(id, "help" | "version") {
        "help.common"
    } else {
        "help.options"
    };
    let words = places(key, id)
        .iter()
        .find_map(|place| phrase(lang, place))
        .cloned()
        .unwrap_or_default();
    let takes_value = arg.get_action().takes_values();
    arg.help_heading(t(lang, heading, &[]))
        .help(words)
        .hide_possible_values(takes_value)
        .hide_default_value(takes_value)
        .hide_env(takes_value)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn undescribed(command: &Command, path: &str, found: &mut Vec<String>) {
        if command
            .get_about()
            .is_none_or(|about| about.to_string().is_empty())
        {
            found.push(format!("{path}.about"));
        }
        for arg in command.get_arguments() {
            if arg
                .get_help()
                .is_none_or(|help| help.to_string().is_empty())
            {
                found.push(format!("{path}.{}", arg.get_id()));
            }
        }
        for sub in command.get_subcommands() {
            undescribed(sub, &format!("{path}.{}", sub.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_argument_is_described_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            let mut found = Vec::new();
            let command = localise(crate::args::Cli::command(), lang);
            undescribed(&command, "help", &mut found);
            assert!(found.is_empty(), "{lang:?} has no words for {found:?}");
        }
    }

    #[test]
    fn no_phrase_of_help_is_left_without_its_argument() {
        let mut command = localise(crate::args::Cli::command(), Lang::En);
        command.build();
        let mut used = Vec::new();
        collect(&command, "help", &mut used);
        let chrome = ["template", "commands", "arguments", "options", "common"];
        for key in locale::phrases(Lang::En).keys() {
            let Some(rest) = key.strip_prefix("help.") else {
                continue;
            };
            assert!(
                chrome.contains(&rest) || used.contains(key),
                "{key} is the phrase of nothing"
            );
        }
    }

    fn collect(command: &Command, key: &str, used: &mut Vec<String>) {
        used.push(format!("{key}.about"));
        for arg in command.get_arguments() {
            used.extend(places(key, arg.get_id().as_str()));
        }
        for sub in command.get_subcommands() {
            collect(sub, &format!("{key}.{}", sub.get_name()), used);
        }
    }

    #[test]
    fn help_is_one_line_an_option() {
        for lang in [Lang::En, Lang::Zh] {
            let mut command = localise(crate::args::Cli::command(), lang);
            command.build();
            let balance = command
                .find_subcommand_mut("trade")
                .and_then(|trade| trade.find_subcommand_mut("balance"))
                .unwrap();
            let page = balance.render_help().to_string();
            for line in page
                .lines()
                .filter(|line| line.trim_start().starts_with('-'))
            {
                assert!(
                    line.contains("  ") && !line.trim_end().ends_with('>'),
                    "{line}"
                );
            }
        }
    }

    /// Every command's page below one heading each, the common options once.
    fn reference(command: &mut Command, path: &str, common: &str, page: &mut String) {
        let help = command.render_help().to_string();
        let own = help.split(common).next().unwrap_or(&help).trim_end();
        page.push_str(&format!("\n## {path}\n\n```text\n{own}\n```\n"));
        for sub in command.get_subcommands_mut() {
            reference(sub, &format!("{path} {}", sub.get_name()), common, page);
        }
    }

    #[test]
    fn the_reference_page_is_what_help_says() {
        let common = t(Lang::En, "help.common", &[]) + ":";
        let mut command = localise(crate::args::Cli::command(), Lang::En);
        command.build();
        let mut page = "# Commands\n\nWhat `--help` says, for every command; `--lang zh` says it in Chinese. The last section holds the\noptions every command takes.\n".to_owned();
        let whole = command.render_help().to_string();
        reference(&mut command, "triffin", &common, &mut page);
        let last = whole.split(&common).nth(1).unwrap().trim_end();
        page.push_str(&format!(
            "\n## {}\n\n```text{last}\n```\n",
            common.trim_end_matches(':')
        ));
        let page: String = page
            .lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/cli.md");
        if std::env::var("TRIFFIN_DOCUMENTS").is_ok_and(|mode| mode == "write") {
            std::fs::write(file, &page).unwrap();
        }
        let written = std::fs::read_to_string(file).unwrap();
        assert!(
            written == page,
            "run with TRIFFIN_DOCUMENTS=write to renew docs/reference/cli.md"
        );
    }
}
