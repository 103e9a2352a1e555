//! A sequence of named steps with one closing line.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::project;

/// Runs steps one after the other. A failing step does not hide the ones
/// after it: all run, and the closing line names those that failed.
pub struct Steps {
    name: &'static str,
    started: Instant,
    passed: usize,
    failed: Vec<String>,
    left_out: Vec<String>,
}

impl Steps {
    /// No step has run yet.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            started: Instant::now(),
            passed: 0,
            failed: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Runs one step; `Err` carries what failed and what to do about it.
    pub fn step(&mut self, title: &str, action: impl FnOnce() -> Result<(), String>) {
        eprintln!("\n== {title}");
        let started = Instant::now();
        match action() {
            Ok(()) => {
                self.passed += 1;
                eprintln!("== {title}: passed in {} s", started.elapsed().as_secs());
            }
            Err(reason) => {
                eprintln!(
                    "== {title}: FAILED after {} s. {reason}",
                    started.elapsed().as_secs()
                );
                self.failed.push(title.to_owned());
            }
        }
    }

    /// Says that a step cannot run here, and why: never in silence.
    pub fn leave_out(&mut self, title: &str, reason: &str) {
        eprintln!("\n== {title}: left out, {reason}");
        self.left_out.push(title.to_owned());
    }

    /// Prints the closing line; success when no step failed.
    pub fn finish(self) -> ExitCode {
        let seconds = self.started.elapsed().as_secs();
        let left_out = match self.left_out.as_slice() {
            [] => String::new(),
            titles => format!(", {} left out ({})", titles.len(), titles.join(", ")),
        };
        let counts = format!(
            "steps: {} passed, {} failed{left_out}",
            self.passed,
            self.failed.len()
        );
        if self.failed.is_empty() {
            println!("\nxtask {}: {counts}; {seconds} s", self.name);
            ExitCode::SUCCESS
        } else {
            println!(
                "\nxtask {}: {counts}; {seconds} s. Failed: {}",
                self.name,
                self.failed.join(", ")
            );
            ExitCode::FAILURE
        }
    }
}

/// `cargo` with these arguments, in the workspace root.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(project::cargo());
    command.args(arguments).current_dir(project::root());
    command
}

/// Runs a command with its output shown; any exit code but 0 is an error.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{shown} ended with {status}")),
        Err(error) => Err(format!("{shown} could not start: {error}")),
    }
}
