//! Prepares what the binary says about itself: the commit it was built from,
//! and for every system the formula, unit and source that stand in the code's
//! own doc comments.

mod catalogue;
mod commit;
mod doc;
mod emit;
mod glossary;
mod source;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match prepare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            for line in reason.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build");
    let root = workspace_root()?;
    commit::export(&root);
    let out = std::env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or("OUT_DIR is not set: run through cargo")?;
    let table = emit::table(&entries(&root)?, &glossary::read(&root)?);
    let file = out.join("explain.rs");
    std::fs::write(&file, table).map_err(|error| format!("{}: {error}", file.display()))
}

fn workspace_root() -> Result<PathBuf, String> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .ok_or("CARGO_MANIFEST_DIR is not set")?;
    package
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is not in crates/", package.display()))
}

/// Every registered system beside what its code says; all that is wrong with
/// any of them in one message.
fn entries(root: &Path) -> Result<Vec<emit::Entry>, String> {
    let file = root.join(catalogue::FILE);
    println!("cargo::rerun-if-changed={}", file.display());
    let systems = catalogue::read(&file)?;
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for system in systems {
        match described(root, &system) {
            Ok(doc) => entries.push(emit::Entry { system, doc }),
            Err(reason) => wrong.push(format!(
                "{} {} ({}): {reason}",
                catalogue::FILE,
                system.id,
                system.item
            )),
        }
    }
    if wrong.is_empty() {
        Ok(entries)
    } else {
        Err(wrong.join("\n"))
    }
}

fn described(root: &Path, system: &catalogue::System) -> Result<doc::Doc, String> {
    let found = source::find(root, &system.item)?;
    for file in &found.files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    doc::Doc::read(&found.doc)
}
