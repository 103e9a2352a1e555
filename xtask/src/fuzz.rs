//! The fuzz targets, and the proof that they find a fault.

use std::process::{Command, ExitCode};

use crate::project;
use crate::steps::{Steps, run};

/// Seconds in which the planted fault must be found.
const PROOF: u32 = 30;

/// `cargo xtask fuzz TARGET SECONDS`: runs one target.
pub fn target(name: &str, seconds: &str) -> ExitCode {
    let mut steps = Steps::new("fuzz");
    steps.step(name, || {
        run(fuzzer(&["run", "-s", "none", name]).args(["--", &limit(seconds), DICTIONARY]))
    });
    steps.finish()
}

/// `cargo xtask fuzz --prove`: a fault is planted, and the fuzzer must find it.
pub fn prove() -> ExitCode {
    const PLANTED: [&str; 6] = ["-s", "none", "--features", "planted", "records-csv", "--"];
    let mut steps = Steps::new("fuzz");
    steps.step("build with a planted fault", || {
        run(fuzzer(&["build"]).args(&PLANTED[..5]))
    });
    steps.step("the planted fault is found", || {
        let mut hunt = fuzzer(&["run"]);
        hunt.args(PLANTED)
            .args([&limit(&PROOF.to_string()), "-seed=1"]);
        let output = hunt.output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stderr);
        match said.contains("the planted fault was found") {
            true => Ok(()),
            false => Err(format!("not found within {PROOF} s:\n{said}")),
        }
    });
    steps.finish()
}

const DICTIONARY: &str = "-dict=fuzz/dictionary.txt";

fn limit(seconds: &str) -> String {
    format!("-max_total_time={seconds}")
}

fn fuzzer(arguments: &[&str]) -> Command {
    let mut command = Command::new(project::cargo());
    command.arg("fuzz").args(arguments);
    command.current_dir(project::root());
    command
}
