//! `--version` names the build.

use std::process::Command;

#[test]
fn version_names_the_commit() {
    let output = Command::new(env!("CARGO_BIN_EXE_triffin"))
        .arg("--version")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (version, commit) = text
        .trim()
        .strip_prefix("triffin ")
        .unwrap()
        .split_once(" (")
        .unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let commit = commit.strip_suffix(')').unwrap();
    let hexadecimal = commit.len() == 12 && commit.chars().all(|digit| digit.is_ascii_hexdigit());
    assert!(hexadecimal || commit == "unknown", "{text}");
}
