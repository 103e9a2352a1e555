//! `cargo xtask`: one entry for check, test and generated files.
//!
//! ```text
//! cargo xtask check     format, lints, documentation
//! cargo xtask test      check, then every test there is
//! cargo xtask bench     kernels and peers, measured into bench/README.md
//! cargo xtask fuzz      run a fuzz target, or prove that one finds a fault
//! cargo xtask starter   regenerate starter/ from the publishers' files
//! ```
//!
//! Continuous integration (`.ci/run`) calls `cargo xtask test` and nothing
//! else, so what passes here passes there.

mod bench;
mod check;
mod fuzz;
mod panics;
mod project;
mod starter;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <COMMAND>

Commands:
  check              formatting, lints and documentation, warnings as errors
  test               check, then all tests, doc examples and repository checks
  bench [--full]     measure kernels and peers, write the figures into bench/README.md
  fuzz TARGET SECONDS  run a fuzz target (needs cargo-fuzz); see fuzz/README.md
  fuzz --prove       have a planted fault found by one
  starter [--check]  regenerate starter/ from the publishers' files, or only compare
  help               this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check"] => check::run_alone(),
        ["test"] => test::run_all(),
        ["bench"] => bench::run_all(false),
        ["bench", "--full"] => bench::run_all(true),
        ["fuzz", "--prove"] => fuzz::prove(),
        ["fuzz", name, seconds] => fuzz::target(name, seconds),
        ["starter"] => starter::generate(),
        ["starter", "--check"] => starter::compare(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        other => {
            eprintln!(
                "E-XTASK-COMMAND: `{}` is not a command.\n\n{USAGE}",
                other.join(" ")
            );
            ExitCode::from(2)
        }
    }
}
