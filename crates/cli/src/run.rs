//! From the words of a command line to an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use triffin_basis::Lang;

use crate::{args, commands, help, minus, usage};

/// Runs the command that `words` spell, program name first.
///
/// Standard output carries data and nothing else. Exit code 0: done; 1: done,
/// with findings under `--strict`; 2: usage or invalid data; 3: a source is
/// not available.
pub fn run(words: Vec<OsString>) -> ExitCode {
    log();
    let lang = language(&words);
    let command = help::localise(args::Cli::command(), lang);
    let parsed = command
        .try_get_matches_from(minus::kept(words))
        .and_then(|m| args::Cli::from_arg_matches(&m));
    match parsed {
        Ok(cli) => match commands::run(cli) {
            Ok(code) => code,
            Err(error) => error.print(lang),
        },
        Err(fault) => usage::print(&fault, lang),
    }
}

/// Sends what the program did to standard error, as far as `TRIFFIN_LOG` asks
/// (`TRIFFIN_LOG=triffin=debug`); nothing by default.
fn log() {
    use tracing_subscriber::{EnvFilter, fmt};

    let filter = EnvFilter::try_from_env("TRIFFIN_LOG").unwrap_or_else(|_| EnvFilter::new("off"));
    // A second subscriber in one process, as in tests, is refused; the first stays.
    let _ = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

fn language(words: &[OsString]) -> Lang {
    help::lang_of_line(words.iter().map(|word| word.to_string_lossy().into_owned()))
}
