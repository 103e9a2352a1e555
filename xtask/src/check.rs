//! Formatting, lints and documentation, warnings as errors.

use std::process::ExitCode;

use crate::steps::{Steps, cargo, run};
use crate::tools;

/// `cargo xtask check`.
pub fn run_all(steps: &mut Steps) {
    steps.step("tools", tools::ensure_components);
    steps.step("format", || {
        run(&mut cargo(&["fmt", "--all", "--", "--check"]))
    });
    steps.step("lints", || {
        run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    });
    // RUSTDOCFLAGS touches our crates alone; RUSTFLAGS would rebuild every dependency.
    steps.step("documentation", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    });
}

/// The same as a command of its own.
pub fn run_alone() -> ExitCode {
    let mut steps = Steps::new("check");
    run_all(&mut steps);
    steps.finish()
}
