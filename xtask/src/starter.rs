//! The starter set and its generator.

use std::process::{Command, ExitCode};

use crate::steps::{Steps, run};
use crate::{project, tools};

/// `cargo xtask starter`: writes `starter/` anew.
pub fn generate() -> ExitCode {
    let mut steps = Steps::new("starter");
    steps.step("starter set", || generator(&[]));
    steps.finish()
}

/// `cargo xtask starter --check`: compares only.
pub fn compare() -> ExitCode {
    let mut steps = Steps::new("starter");
    compare_step(&mut steps);
    steps.finish()
}

/// The committed files must be what the generator writes from the publishers' files.
pub fn compare_step(steps: &mut Steps) {
    const TITLE: &str = "starter set";
    if project::test_data().is_some() {
        steps.step(TITLE, || generator(&["--check"]));
    } else {
        steps.leave_out(
            TITLE,
            "the publishers' files are not on this machine (TRIFFIN_TEST_DATA)",
        );
    }
}

fn generator(arguments: &[&str]) -> Result<(), String> {
    let script = project::root().join("starter").join("generate.py");
    let data = project::test_data().ok_or(
        "The publishers' files were not found: set TRIFFIN_TEST_DATA to the folder that holds macro/, bop/, trade/ and fx/.",
    )?;
    run(Command::new(tools::python()?)
        .arg(script)
        .args(arguments)
        .env("TRIFFIN_TEST_DATA", data)
        .current_dir(project::root()))
}
