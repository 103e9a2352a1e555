//! What the five source documents state: their own figures, as statements.
//!
//! A statement is not a fact: it carries the flag `stated`, the document and
//! the line it stands on, and what a check of it found.

use std::collections::BTreeMap;

use triffin_basis::Bilingual;

use crate::answer::{Answer, Meta, Row, row};
use crate::error::{QuestionError, broken_starter};
use crate::numbers;
use crate::value::Value;

const DOCUMENTS: [(&str, &str); 4] = [
    ("000", include_str!("../../../starter/documents/000.csv")),
    ("002", include_str!("../../../starter/documents/002.csv")),
    ("003", include_str!("../../../starter/documents/003.csv")),
    ("004", include_str!("../../../starter/documents/004.csv")),
];

type Line = BTreeMap<String, String>;

/// The statements of one document, or of all; of one table (`000/balances-2024`)
/// when named.
///
/// # Errors
/// `E-STATEMENTS` when there is no such document or table.
pub fn statements(named: Option<&str>) -> Result<Answer, QuestionError> {
    let rows = lines(named)?.iter().map(line).collect();
    let meta = Meta {
        system: "S12.3",
        ..Meta::default()
    };
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

/// Ranks the rows of a document's table by the figures as stated.
///
/// # Errors
/// `E-BASIS-…` where the rows do not share one stated basis.
pub fn rank(table: &str) -> Result<Answer, QuestionError> {
    let rows: Vec<(String, String)> = lines(Some(table))?
        .iter()
        .map(|line| {
            let get = |name: &str| line.get(name).map(String::as_str).unwrap_or_default();
            (
                get("economy").to_owned(),
                format!("{} {}", get("value"), get("unit"))
                    .trim()
                    .to_owned(),
            )
        })
        .collect();
    numbers::rank(&rows)
}

fn lines(named: Option<&str>) -> Result<Vec<Line>, QuestionError> {
    let (document, table) = match named.and_then(|name| name.split_once('/')) {
        Some((document, table)) => (Some(document), Some(table)),
        None => (named, None),
    };
    let mut found = Vec::new();
    for (id, text) in DOCUMENTS {
        if document.is_none_or(|document| document == id) {
            found.extend(read(id, text)?);
        }
    }
    if let Some(table) = table {
        found.retain(|line| line.get("table").is_some_and(|name| name == table));
    }
    if found.is_empty() {
        return Err(unknown(named.unwrap_or_default()));
    }
    Ok(found)
}

fn read(id: &str, text: &str) -> Result<Vec<Line>, QuestionError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .collect::<Result<Vec<Line>, _>>()
        .map_err(|error| broken_starter(id, error))
}

fn line(line: &Line) -> Row {
    let text = |name: &str| match line.get(name).map(String::as_str) {
        None | Some("") => Value::Null,
        Some(text) => text.into(),
    };
    let number = |name: &str| match line.get(name).map(String::as_str) {
        None | Some("") => Value::Null,
        Some(digits) => Value::Digits(digits.to_owned()),
    };
    let both = |en: &str, zh: &str| match (line.get(en), line.get(zh)) {
        (Some(en), Some(zh)) if !en.is_empty() => Value::Both(Bilingual::new(en, zh)),
        _ => Value::Null,
    };
    row([
        ("document", text("document")),
        ("line", number("line")),
        ("table", text("table")),
        ("item", both("item_en", "item_zh")),
        ("economy", text("economy")),
        ("partner", text("partner")),
        ("period", text("period")),
        ("relation", text("relation")),
        ("value", number("value")),
        ("value_to", number("value_to")),
        ("unit", text("unit")),
        ("currency", text("currency")),
        ("printed", text("printed")),
        ("flag", text("flag")),
        ("claim", text("claim")),
        ("verdict", text("verdict")),
        ("remark", both("remark_en", "remark_zh")),
    ])
}

fn unknown(named: &str) -> QuestionError {
    QuestionError::invalid(
        "E-STATEMENTS",
        Bilingual::new(
            format!("no statements under {named:?}"),
            format!("没有“{named}”的表述"),
        ),
        Bilingual::new(
            "expected a document 000, 002, 003 or 004 (001 prints no figure), or one of its tables, for example 000/balances-2024",
            "应为文档 000、002、003 或 004（001 没有数字），或其中的表，例如 000/balances-2024",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_table_of_2024_is_refused_until_each_row_has_a_currency() {
        let refusal = rank("000/balances-2024").unwrap_err();
        assert!(refusal.code.starts_with("E-BASIS-"), "{refusal}");
        let with = |unit: &str| ("CHN".to_owned(), format!("38414.00 {unit}"));
        let mixed = numbers::rank(&[with("亿元人民币"), ("USA".into(), "-9096 亿美元".into())])
            .unwrap_err();
        assert_eq!(mixed.code, "E-BASIS-CURRENCY");
        let one = numbers::rank(&[
            ("JPN".into(), "-349.67 亿美元".into()),
            ("USA".into(), "-9096 亿美元".into()),
        ])
        .unwrap();
        assert_eq!(one.rows[0][1].1, Value::text("JPN"));
    }

    #[test]
    fn every_statement_is_marked_as_one() {
        let all = statements(None).unwrap();
        assert!(all.rows.len() > 150);
        assert!(
            all.rows
                .iter()
                .all(|row| *Answer::cell(row, "flag") == Value::text("stated"))
        );
    }
}
