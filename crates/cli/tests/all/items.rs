//! Items are found in the sources by their path, and a missing one is named.

#[path = "../../build/source.rs"]
mod source;

#[path = "../../build/catalogue.rs"]
mod catalogue;

use std::fs;
use std::path::Path;

/// A workspace of one crate, `crates/one`, with these files below `src`.
fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = root.path().join("crates/one/src").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    root
}

fn doc(root: &Path, item: &str) -> Result<String, String> {
    source::find(root, item).map(|found| found.doc.trim().to_owned())
}

#[test]
fn functions_methods_and_modules_are_found_wherever_they_stand() {
    let root = workspace(&[
        (
            "lib.rs",
            "//! The crate.\npub mod a;\n/// At the top.\npub fn top() {}",
        ),
        (
            "a.rs",
            "//! Module a.\npub mod b;\nmod inner {\n/// Inside.\npub fn within() {}\n}",
        ),
        (
            "a/b.rs",
            "pub struct Thing<T>(T);\nimpl<T> Thing<T> {\n/// A method.\npub fn act(&self) {}\n}\n/// A kind.\npub enum Kind {}",
        ),
    ]);
    for (item, expected) in [
        ("triffin_one", "The crate."),
        ("triffin_one::top", "At the top."),
        ("triffin_one::a", "Module a."),
        ("triffin_one::a::inner::within", "Inside."),
        ("triffin_one::a::b::Thing::act", "A method."),
        ("triffin_one::a::b::Kind", "A kind."),
    ] {
        assert_eq!(doc(root.path(), item).as_deref(), Ok(expected), "{item}");
    }
    let found = source::find(root.path(), "triffin_one::a::b::Kind").unwrap();
    assert_eq!(found.files.len(), 3, "{:?}", found.files);
}

#[test]
fn what_is_not_there_is_named_with_its_file() {
    let root = workspace(&[("lib.rs", "pub mod a;\npub fn bare() {}"), ("a.rs", "")]);
    let missing = |item: &str| doc(root.path(), item).unwrap_err();
    assert!(missing("triffin_one::a::gone").contains("`gone` is not in"));
    assert!(missing("triffin_one::a::gone").contains("a.rs"));
    assert!(missing("triffin_one::bare").contains("no doc comment"));
    assert!(missing("serde::Serialize").contains("`serde` is not a crate of the house"));
    assert!(missing("triffin_two::x").contains("lib.rs"));
}

#[test]
fn systems_are_in_the_order_of_their_numbers_and_come_once() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("systems.toml");
    let entry = |id: &str| {
        format!(
            "[[system]]\nid = {id:?}\ntitle_en = \"\"\ntitle_zh = \"\"\nunit_zh = \"\"\nitem = \"\"\ncommand = \"\"\ntest = \"\"\n"
        )
    };
    fs::write(&file, ["S11.5", "S1.10", "S1.9"].map(entry).concat()).unwrap();
    let ids: Vec<String> = catalogue::read(&file)
        .unwrap()
        .into_iter()
        .map(|system| system.id)
        .collect();
    assert_eq!(ids, ["S1.9", "S1.10", "S11.5"]);
    fs::write(&file, ["S1.9", "S1.9"].map(entry).concat()).unwrap();
    assert!(
        catalogue::read(&file)
            .unwrap_err()
            .contains("S1.9 is registered twice")
    );
    assert!(catalogue::FILE.ends_with("systems.toml"));
}
