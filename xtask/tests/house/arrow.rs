//! Data flows one way, and the crates say so.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::files::root;

/// What each crate of the house may know of the others. A crate that is not
/// here fails the test: say where it stands before it is built on.
const MAY_KNOW: [(&str, &[&str]); 10] = [
    ("triffin-basis", &[]),
    ("triffin-formats", &["triffin-basis"]),
    ("triffin-store", &["triffin-basis", "triffin-formats"]),
    ("triffin-trade", &["triffin-basis"]),
    ("triffin-brief", &["triffin-basis"]),
    ("triffin-cycle", &["triffin-basis"]),
    ("triffin-tariff", &["triffin-basis"]),
    (
        "triffin-workbench",
        &[
            "triffin-basis",
            "triffin-formats",
            "triffin-store",
            "triffin-trade",
            "triffin-brief",
            "triffin-cycle",
            "triffin-tariff",
        ],
    ),
    (
        "triffin-cli",
        &[
            "triffin-basis",
            "triffin-formats",
            "triffin-store",
            "triffin-trade",
            "triffin-brief",
            "triffin-cycle",
            "triffin-tariff",
            "triffin-workbench",
        ],
    ),
    ("xtask", &[]),
];

/// What a crate must not stand on: its reason to be separate.
const MUST_NOT_KNOW: [(&str, &[&str]); 6] = [
    (
        "triffin-basis",
        &["datafusion", "tokio", "futures", "object_store", "parquet"],
    ),
    (
        "triffin-formats",
        &["datafusion", "tokio", "futures", "object_store", "parquet"],
    ),
    (
        "triffin-trade",
        &["tokio", "futures", "object_store", "parquet"],
    ),
    (
        "triffin-brief",
        &[
            "datafusion",
            "tokio",
            "futures",
            "object_store",
            "parquet",
            "arrow",
        ],
    ),
    (
        "triffin-cycle",
        &[
            "datafusion",
            "tokio",
            "futures",
            "object_store",
            "parquet",
            "arrow",
            "calamine",
            "csv",
        ],
    ),
    (
        "triffin-tariff",
        &[
            "datafusion",
            "tokio",
            "futures",
            "object_store",
            "parquet",
            "arrow",
            "calamine",
            "csv",
        ],
    ),
];

/// A dependency as the manifest names it; `development` ones serve tests only.
struct Dependency {
    name: String,
    development: bool,
}

fn workspace() -> BTreeMap<String, Vec<Dependency>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| (text(&package["name"]), dependencies(package)))
        .collect()
}

fn dependencies(package: &Value) -> Vec<Dependency> {
    let listed = package["dependencies"].as_array().unwrap();
    listed
        .iter()
        .map(|each| Dependency {
            name: text(&each["name"]),
            development: each["kind"] == "dev",
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn of_the_house(name: &str) -> bool {
    name == "xtask" || name.starts_with("triffin-")
}

#[test]
fn every_crate_has_its_place() {
    let placed: Vec<&str> = MAY_KNOW.iter().map(|(name, _)| *name).collect();
    for name in workspace().keys() {
        assert!(
            placed.contains(&name.as_str()),
            "{name} has no place on the arrow: add it to MAY_KNOW and to ARCHITECTURE.md"
        );
    }
}

#[test]
fn crates_know_only_what_lies_before_them() {
    let workspace = workspace();
    for (name, allowed) in MAY_KNOW {
        let Some(dependencies) = workspace.get(name) else {
            panic!("{name} is on the arrow but not in the workspace")
        };
        for dependency in dependencies
            .iter()
            .filter(|dependency| of_the_house(&dependency.name))
        {
            assert!(
                allowed.contains(&dependency.name.as_str()),
                "{name} depends on {}: it may know {allowed:?} only (ARCHITECTURE.md, the arrow)",
                dependency.name
            );
        }
    }
}

#[test]
fn engines_and_io_stay_at_the_edges() {
    let workspace = workspace();
    for (name, banned) in MUST_NOT_KNOW {
        for dependency in workspace[name]
            .iter()
            .filter(|dependency| !dependency.development)
        {
            assert!(
                !banned.contains(&dependency.name.as_str()),
                "{name} depends on {}, which belongs to the store or a surface (ARCHITECTURE.md, the arrow)",
                dependency.name
            );
        }
    }
}

#[test]
fn the_arrow_has_no_way_back() {
    for (name, allowed) in MAY_KNOW {
        for below in allowed {
            let (_, further) = MAY_KNOW.iter().find(|(other, _)| other == below).unwrap();
            assert!(
                !further.contains(&name),
                "{name} and {below} may know each other"
            );
        }
    }
}
