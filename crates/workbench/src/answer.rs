//! The answer to a question: rows, and everything needed to trust them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use triffin_basis::{Bilingual, Lang};

use crate::value::Value;

/// A row: names in the order they are printed.
pub type Row = Vec<(Cow<'static, str>, Value)>;

/// A row whose names are known when the program is written.
pub fn row<const N: usize>(cells: [(&'static str, Value); N]) -> Row {
    cells
        .into_iter()
        .map(|(name, value)| (Cow::Borrowed(name), value))
        .collect()
}

/// Something a reader of the answer must know, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable code: `W-VALUATION-MIXED`, `W-WINDOW-PARTIAL` …
    pub code: &'static str,
    /// What to know, in both languages.
    pub text: Bilingual,
    /// `true` when `--strict` turns it into exit code 1.
    pub finding: bool,
}

impl Note {
    /// A warning: a finding under `--strict`.
    pub fn warning(code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            code,
            text: Bilingual::new(en, zh),
            finding: true,
        }
    }

    /// A remark: never a finding.
    pub fn remark(code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            code,
            text: Bilingual::new(en, zh),
            finding: false,
        }
    }

    /// The text in one language, with its code.
    pub fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.code, self.text.get(lang))
    }
}

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourceRef {
    /// Dataset asked.
    pub dataset: String,
    /// Who published it.
    pub publisher: String,
    /// Vintages that answered.
    pub vintages: Vec<String>,
    /// Newest release date among them.
    pub released: Option<String>,
    /// Licence or terms.
    pub licence: Option<String>,
}

/// What the rows mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// System of the catalogue that answered, for example `S1.2`.
    pub system: &'static str,
    /// Unit of the amounts, when all rows share one.
    pub unit: Option<String>,
    /// Basis attributes, name to value.
    pub basis: BTreeMap<&'static str, String>,
    /// Where the numbers come from.
    pub sources: Vec<SourceRef>,
    /// Date the answer reads by.
    pub as_of: Option<String>,
    /// The formula.
    pub formula: Option<&'static str>,
    /// What else is to be known of the whole answer: how many rows were used,
    /// how exactly an equilibrium was solved. Each stands in the meta under
    /// its own name.
    pub facts: Vec<(&'static str, Value)>,
    /// Warnings and remarks.
    pub notes: Vec<Note>,
}

/// Rows and their meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Names of the columns where there may be no row to name them; empty where
    /// the rows do.
    pub columns: Vec<Cow<'static, str>>,
    /// What the rows add up to, where they do and no row says it. It is no row:
    /// whoever adds up a column counts nothing twice.
    pub total: Option<Row>,
    /// What they mean.
    pub meta: Meta,
}

impl Answer {
    /// Names of the columns, in the order they first appear.
    pub fn columns(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.columns.iter().map(AsRef::as_ref).collect();
        let mut seen: HashSet<&str> = names.iter().copied().collect();
        for row in &self.rows {
            for (place, (name, _)) in row.iter().enumerate() {
                // Rows of a wide answer repeat the names in their places.
                let known = names.get(place).is_some_and(|known| known == name);
                if !known && seen.insert(name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// The cell of a row under a name; null when the row has none.
    pub fn cell<'a>(row: &'a Row, name: &str) -> &'a Value {
        row.iter()
            .find(|(n, _)| n == name)
            .map_or(&Value::Null, |(_, value)| value)
    }

    /// As [`Answer::cell`], for a cell that most likely stands in `place`: a
    /// search a cell would be slow for rows of thousands.
    pub fn cell_near<'a>(row: &'a Row, place: usize, name: &str) -> &'a Value {
        match row.get(place) {
            Some((known, value)) if known == name => value,
            _ => Self::cell(row, name),
        }
    }

    /// The rows as JSON objects.
    pub fn data(&self, lang: Lang) -> Vec<serde_json::Value> {
        self.rows.iter().map(|row| object(row, lang)).collect()
    }

    /// The envelope `{"data": […], "meta": {…}}` with warnings in one language.
    pub fn envelope(&self, lang: Lang) -> serde_json::Value {
        let meta = &self.meta;
        let mut envelope = serde_json::json!({
            "data": self.data(lang),
            "meta": {
                "system": meta.system,
                "unit": meta.unit,
                "basis": meta.basis,
                "sources": meta.sources,
                "as_of": meta.as_of,
                "formula": meta.formula,
                "warnings": meta.notes.iter().map(|note| note.text(lang)).collect::<Vec<_>>(),
            },
        });
        for (name, value) in &meta.facts {
            envelope["meta"][*name] = value.json(lang);
        }
        if let Some(total) = &self.total {
            envelope["meta"]["total"] = object(total, lang);
        }
        envelope
    }

    /// Is there anything `--strict` turns into exit code 1?
    pub fn has_findings(&self) -> bool {
        self.meta.notes.iter().any(|note| note.finding)
    }
}

fn object(row: &Row, lang: Lang) -> serde_json::Value {
    serde_json::Value::Object(
        row.iter()
            .map(|(name, value)| (name.clone().into_owned(), value.json(lang)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer {
            rows: vec![
                row([
                    ("key", "total".into()),
                    ("exports", Value::Decimal(120_280_100_000_000_000, 6)),
                ]),
                row([
                    ("key", "rest".into()),
                    ("exports", Value::Null),
                    ("flag", "missing".into()),
                ]),
            ],
            columns: Vec::new(),
            total: None,
            meta: Meta {
                system: "S1.2",
                notes: vec![Note::warning("W-X", "mixed", "混合")],
                ..Meta::default()
            },
        }
    }

    #[test]
    fn a_missing_side_is_null_in_the_envelope() {
        let json = answer().envelope(Lang::En);
        assert_eq!(json["data"][1]["exports"], serde_json::Value::Null);
        assert_eq!(json["data"][0]["exports"].to_string(), "120280100000");
        assert_eq!(json["meta"]["warnings"][0], "W-X: mixed");
    }

    #[test]
    fn a_total_stands_in_the_meta_and_is_no_row() {
        let total = Answer {
            total: Some(row([("key", "total".into())])),
            ..answer()
        };
        let json = total.envelope(Lang::En);
        assert_eq!(json["data"].as_array().map(Vec::len), Some(2));
        assert_eq!(json["meta"]["total"]["key"], "total");
    }

    #[test]
    fn columns_come_in_the_order_they_first_appear() {
        assert_eq!(answer().columns(), ["key", "exports", "flag"]);
    }
}
