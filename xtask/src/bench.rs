//! The benchmarks: kernels by themselves, and the program beside others.

mod peers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::project;
use crate::steps::{Steps, cargo, run};

/// Between these lines of `bench/README.md` stand the figures measured.
const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// Measures everything; the figures of the store go into `bench/README.md`,
/// those of models, equilibria and gravity into `figures/` beside the data.
///
/// Data go to `$TRIFFIN_BENCH_DATA`, else `target/bench`: some ten gigabytes.
/// `full` adds the table of growth, to a hundred million records.
pub fn run_all(full: bool) -> ExitCode {
    let mut steps = Steps::new("bench");
    let data = std::env::var_os("TRIFFIN_BENCH_DATA")
        .map_or_else(|| project::root().join("target/bench"), PathBuf::from);
    steps.step("kernels", || {
        run(&mut cargo(&[
            "bench",
            "-p",
            "triffin-workbench",
            "--bench",
            "kernels",
        ]))
    });
    steps.step("release build", || {
        run(&mut cargo(&[
            "build",
            "--release",
            "-p",
            "triffin-cli",
            "--bin",
            "triffin",
        ]))
    });
    steps.step("release examples", || {
        run(&mut cargo(&[
            "build",
            "--release",
            "-p",
            "triffin-cycle",
            "-p",
            "triffin-tariff",
            "--examples",
        ]))
    });
    steps.step("DuckDB and Polars", || install(&data));
    steps.step("side by side", || write(&measured(&data, full)?));
    peers::measure(&mut steps, &data);
    steps.finish()
}

/// Python with the peers in it.
fn python(data: &Path) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    data.join("python").join(folder).join("python")
}

fn install(data: &Path) -> Result<(), String> {
    fs::create_dir_all(data).map_err(|error| format!("{}: {error}", data.display()))?;
    if !python(data).exists() {
        let place = data.join("python");
        run(Command::new("python3").args(["-m", "venv"]).arg(place))?;
    }
    let list = project::root().join("bench/peers/requirements.txt");
    run(Command::new(python(data))
        .args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(list))
}

fn measured(data: &Path, full: bool) -> Result<String, String> {
    let root = project::root();
    let mut command = Command::new(python(data));
    command
        .arg(root.join("bench/peers/run.py"))
        .arg("--triffin")
        .arg(root.join("target/release/triffin"))
        .arg("--data")
        .arg(data);
    if full {
        command.arg("--growth");
    }
    printed(&mut command)
}

/// What a command prints on standard output; any exit code but 0 is an error.
fn printed(command: &mut Command) -> Result<String, String> {
    let shown = format!("{command:?}");
    let output = command
        .output()
        .map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{shown} ended with {}: {said}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn write(figures: &str) -> Result<(), String> {
    let path = project::root().join("bench/README.md");
    let page = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parts = page.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) =
        parts.ok_or_else(|| format!("{} has no place for the figures", path.display()))?;
    let page = format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", figures.trim());
    fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))
}
