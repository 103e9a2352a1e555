//! A `cargo xtask` command in a document is one that exists.
//!
//! The `triffin` commands in documents are run for real by the tests of the
//! command line (`crates/cli/tests`).

use std::process::Command;

use crate::files::texts;

/// The words after `cargo xtask` in fenced blocks and code spans.
fn mentioned(text: &str) -> Vec<String> {
    let ends = |character: char| !(character.is_ascii_lowercase() || character == '-');
    let after = text.split("cargo xtask ").skip(1);
    after
        .filter_map(|rest| rest.split(ends).next())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn documents_name_commands_that_exist() {
    let help = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let known: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    assert!(known.contains(&"test"), "{known:?}");
    for (name, text) in texts(&[".md"]) {
        for word in mentioned(&text) {
            assert!(
                known.contains(&word.as_str()),
                "{name} names `cargo xtask {word}`; there are {known:?}"
            );
        }
    }
}

#[test]
fn an_unknown_command_is_refused_with_the_list() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("tset")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("E-XTASK-COMMAND: `tset`") && text.contains("starter"),
        "{text}"
    );
}

#[test]
fn readmes_open_with_the_two_commands() {
    for name in ["README.md", "README.zh-CN.md"] {
        let (_, text) = texts(&[name])
            .into_iter()
            .find(|(found, _)| found == name)
            .unwrap_or_else(|| panic!("{name} is missing"));
        let mut fenced = false;
        let mut commands = text.lines().filter(|line| {
            if line.starts_with("```") {
                fenced = !fenced;
                return false;
            }
            fenced && line.starts_with("cargo ")
        });
        assert_eq!(commands.next(), Some("cargo run -- brief CHN"), "{name}");
        assert_eq!(commands.next(), Some("cargo xtask test"), "{name}");
    }
}
