//! The `triffin` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    triffin_cli::panics::record();
    triffin_cli::run::run(std::env::args_os().collect())
}
