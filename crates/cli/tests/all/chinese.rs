//! A table in Chinese names its columns, its basis and its formula in Chinese.

use std::process::Command;

use triffin_cli::explain;

/// Words of four lower-case letters or more: symbols, units and codes such as
/// `CIF`, `ln` or `SHA-256` are the same in both languages.
fn english(line: &str) -> Option<&str> {
    line.split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase()))
}

#[test]
fn tables_of_registered_commands_are_chinese() {
    let store = tempfile::tempdir().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for entry in explain::all()
        .iter()
        .filter(|entry| entry.refused.is_none())
    {
        if !seen.insert(entry.command) {
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_triffin"))
            .args(&crate::shell::words(entry.command)[1..])
            .args(["--lang", "zh", "--format", "table"])
            .env("TRIFFIN_STORE", store.path())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let told = format!("{}: {}\n{text}", entry.id, entry.command);
        let heading = text.lines().next().unwrap();
        assert_eq!(english(heading), None, "{told}");
        for line in text.lines().filter(|line| line.starts_with("公式：")) {
            assert_eq!(english(line), None, "{told}");
        }
        for line in text.lines().filter(|line| line.starts_with("口径：")) {
            for attribute in line.trim_start_matches("口径：").split('，') {
                let name = attribute.split('=').next().unwrap();
                assert_eq!(english(name), None, "{told}");
            }
        }
        let notes = String::from_utf8(output.stderr).unwrap();
        for note in notes.lines().filter_map(|line| line.split_once(": ")) {
            assert!(!note.1.is_ascii(), "{told}{notes}");
        }
    }
    assert!(seen.len() > 10);
}
