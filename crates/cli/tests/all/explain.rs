//! Every registered command runs and every registered test exists.

use std::path::{Path, PathBuf};
use std::process::Command;

use triffin_cli::explain;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_path_buf()
}

/// Whether a file holds a test function of that name, in a module or in a
/// `proptest!` block.
fn holds_test(items: &[syn::Item], name: &str) -> bool {
    items.iter().any(|item| match item {
        syn::Item::Mod(module) => module
            .content
            .as_ref()
            .is_some_and(|(_, items)| holds_test(items, name)),
        syn::Item::Fn(function) => function.sig.ident == name && function.attrs.iter().any(is_test),
        syn::Item::Macro(call)
            if call
                .mac
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "proptest") =>
        {
            call.mac.tokens.to_string().contains(&format!("fn {name} "))
                || call.mac.tokens.to_string().contains(&format!("fn {name}("))
        }
        _ => false,
    })
}

fn is_test(attribute: &syn::Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|last| last.ident == "test")
}

#[test]
fn every_registered_test_exists() {
    for entry in explain::all() {
        let (file, name) = entry
            .test
            .split_once("::")
            .unwrap_or_else(|| panic!("{}: `{}` is not file::function", entry.id, entry.test));
        let text = std::fs::read_to_string(root().join(file))
            .unwrap_or_else(|error| panic!("{}: {file}: {error}", entry.id));
        let parsed = syn::parse_file(&text).unwrap();
        assert!(
            holds_test(&parsed.items, name),
            "{}: {file} holds no test `{name}`",
            entry.id
        );
    }
}

#[test]
fn tests_are_told_from_other_functions() {
    let file: syn::File = syn::parse_str(
        "fn plain() {} mod t { #[test] fn real() {} } proptest! { #[test] fn held(a in 0..1) {} }",
    )
    .unwrap();
    assert!(holds_test(&file.items, "real") && holds_test(&file.items, "held"));
    assert!(!holds_test(&file.items, "plain") && !holds_test(&file.items, "absent"));
}

#[test]
fn every_registered_command_runs() {
    let store = tempfile::tempdir().unwrap();
    for entry in explain::all() {
        let words = crate::shell::words(entry.command);
        assert_eq!(
            words[0], "triffin",
            "{}: `{}` does not start with triffin",
            entry.id, entry.command
        );
        let output = Command::new(env!("CARGO_BIN_EXE_triffin"))
            .args(&words[1..])
            .env("TRIFFIN_STORE", store.path())
            .current_dir(root())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let ended = format!(
            "{}: `{}`: {}\n{stderr}",
            entry.id, entry.command, output.status
        );
        match entry.refused {
            None => assert!(
                output.status.success() && !output.stdout.is_empty(),
                "{ended}"
            ),
            Some(code) => assert!(
                output.status.code() == Some(2) && stderr.contains(code),
                "{ended}"
            ),
        }
    }
}

#[test]
fn a_system_is_found_by_number_and_by_either_title() {
    for entry in explain::all() {
        for query in [
            entry.id,
            entry.title_en,
            entry.title_zh,
            &entry.title_en.to_uppercase(),
        ] {
            let found = explain::find(query);
            assert!(
                found.systems.contains(&entry),
                "`{query}` does not find {}",
                entry.id
            );
        }
    }
}

#[test]
fn a_term_is_found_by_each_of_its_names() {
    for term in explain::terms() {
        for name in term.names() {
            assert!(
                explain::find(name).terms.contains(&term),
                "`{name}` does not find {}",
                term.term
            );
        }
    }
}

#[test]
fn the_chinese_word_for_cif_finds_its_card() {
    let found = explain::find("到岸价");
    assert!(
        found
            .terms
            .iter()
            .any(|term| term.names().any(|name| name == "CIF")),
        "{found:?}"
    );
    assert!(
        found.systems.iter().any(|entry| entry.id == "S1.11"),
        "{found:?}"
    );
}

#[test]
fn a_slip_of_the_pen_is_answered_with_what_lies_near() {
    assert!(explain::find("surpuls").is_empty());
    assert!(
        explain::suggestions("surpuls").contains(&"surplus"),
        "{:?}",
        explain::suggestions("surpuls")
    );
}
