use std::io::{Error, ErrorKind};

use super::*;

fn one_of_each() -> Vec<StoreError> {
    let text = || "given".to_owned();
    let io = || Error::from(ErrorKind::PermissionDenied);
    vec![
        StoreError::Read {
            path: "given".into(),
            source: io(),
        },
        StoreError::Write {
            path: "given".into(),
            source: io(),
        },
        StoreError::Manifest {
            path: "given".into(),
            detail: text(),
        },
        StoreError::Newer {
            path: "given".into(),
            version: 9,
            known: 1,
        },
        StoreError::Busy {
            path: "given".into(),
        },
        StoreError::MissingFile {
            vintage: text(),
            path: "given".into(),
        },
        StoreError::DatasetName { name: text() },
        StoreError::UnknownDataset {
            name: text(),
            known: vec![text()],
        },
        StoreError::Kind {
            dataset: text(),
            holds: "records",
            asked: "series",
        },
        StoreError::NotYetReleased {
            dataset: text(),
            date: text(),
            first: text(),
        },
        StoreError::Snapshot {
            id: text(),
            absent: vec![],
        },
        StoreError::Snapshot {
            id: text(),
            absent: vec![text()],
        },
        StoreError::Empty {
            file: text(),
            rows_in: 1,
            reasons: BTreeMap::new(),
        },
        StoreError::Schema {
            format: text(),
            detail: text(),
        },
        StoreError::Collision { id: text() },
        StoreError::Date { text: text() },
        StoreError::NotReleasedYet {
            date: text(),
            today: text(),
        },
        StoreError::Series {
            text: text(),
            near: vec![],
        },
        StoreError::Overflow {
            what: text(),
            value: text(),
            limit: text(),
        },
        StoreError::ReadOnlySql { found: text() },
        StoreError::Sql { detail: text() },
        StoreError::Engine { detail: text() },
    ]
}

#[test]
fn every_error_names_the_value_in_both_languages() {
    let chinese = |s: &str| s.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for error in one_of_each() {
        let (en, zh) = (error.words(Lang::En), error.words(Lang::Zh));
        assert!(
            en.message.contains("given") && zh.message.contains("given"),
            "{error}"
        );
        for part in [&en.message, &en.expected, &en.remedy] {
            assert!(!part.is_empty() && !chinese(part), "{error}: {part}");
        }
        for part in [&zh.message, &zh.expected, &zh.remedy] {
            assert!(chinese(part), "{error}: {part}");
        }
        assert!(error.localized(Lang::Zh).starts_with(error.code()));
    }
}

#[test]
fn a_readers_refusal_keeps_its_code_and_words() {
    let error = FormatError::new("E-FORMAT-X", "m", "e", "r").zh("甲", "乙", "丙");
    let error = StoreError::from(error);
    assert_eq!(error.code(), "E-FORMAT-X");
    assert_eq!(error.message(Lang::Zh), "甲");
    assert_eq!(error.remedy(Lang::En), "r");
}
