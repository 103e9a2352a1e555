//! Everything that must hold before a change lands.

use std::process::ExitCode;

use crate::panics::{self, PanicLog};
use crate::steps::{Steps, cargo, run};
use crate::{check, project, starter, tools};

/// `cargo xtask test`.
pub fn run_all() -> ExitCode {
    let mut steps = Steps::new("test");
    check::run_all(&mut steps);
    tests(&mut steps);
    steps.step("examples in the documentation", || {
        run(&mut cargo(&["test", "--doc", "--workspace", "--locked"]))
    });
    starter::compare_step(&mut steps);
    steps.finish()
}

/// Unit, integration and repository tests, watched for panics of the binary.
fn tests(steps: &mut Steps) {
    let log = PanicLog::new();
    let arguments: &[&str] = if tools::has_nextest() {
        &[
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-fail-fast",
        ]
    } else {
        &[
            "test",
            "--workspace",
            "--locked",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]
    };
    steps.step("tests", || {
        run(cargo(arguments).env(panics::VARIABLE, log.path()))
    });
    steps.step("no panic in any run of the binary", || log.verdict());
    if project::test_data().is_none() {
        steps.leave_out(
            "checks on the publishers' files",
            "the files are not on this machine (TRIFFIN_TEST_DATA)",
        );
    }
}
