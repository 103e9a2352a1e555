//! Mapping files: how a publisher without a reader of its own lays out its
//! columns.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::FormatError;
use crate::decimal::{NumberStyle, Thousands};
use crate::when::Dates;

/// The maps shipped with the program, by name.
const SHIPPED: [(&str, &str); 6] = [
    (
        "comtrade-mirror-totals",
        include_str!("../../../maps/comtrade-mirror-totals.toml"),
    ),
    ("japan-mof", include_str!("../../../maps/japan-mof.toml")),
    (
        "korea-customs",
        include_str!("../../../maps/korea-customs.toml"),
    ),
    ("us-census", include_str!("../../../maps/us-census.toml")),
    (
        "world-exports-sitc4",
        include_str!("../../../maps/world-exports-sitc4.toml"),
    ),
    (
        "worldbank-cpi-inflation",
        include_str!("../../../maps/worldbank-cpi-inflation.toml"),
    ),
];

/// A publisher's layout, read from a `maps/*.toml` file. Every key is
/// described in `docs/reference/mapping.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The format whose columns are renamed: `records-csv` or `series-csv`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The dataset the rows belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    /// Who published the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Licence or terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The publisher's whole header, where it has columns beyond those named
    /// below: a file with exactly this header is read by the map unasked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// `true`: only where named with `--map`; the header is too plain to tell
    /// the publisher by.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// The field delimiter, one character; detected when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The encoding; detected when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The decimal mark, `.` when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The thousands mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<char>,
    /// Which table the rows belong to; must agree with the format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<crate::schema::Kind>,
    /// Whether a newer release replaces the slices it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<bool>,
    /// What a printed value of 1 stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<ScaleText>,
    /// Date patterns, tried in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub date: Vec<String>,
    /// Things about the file a person should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Field → the publisher's column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Field → a value for every row.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
    /// Field → the publisher's value → ours.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The rows each line becomes; one when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub melt: Vec<Melt>,
    /// Sums the line must keep.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub check: Vec<Check>,
}

/// One of the rows a line becomes: columns and fixed values beyond those of
/// the whole mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Melt {
    /// Field → the publisher's column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Field → a value for every row.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
}

/// A sum a line states about itself: `column` = Σ`plus` − Σ`minus`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The column that states the sum.
    pub column: String,
    /// Columns added.
    pub plus: Vec<String>,
    /// Columns taken away.
    #[serde(default)]
    pub minus: Vec<String>,
    /// How far rounding may part the two, in printed units.
    #[serde(default = "zero")]
    pub tolerance: String,
}

fn zero() -> String {
    "0".to_owned()
}

/// A power of ten as a word or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ScaleText {
    /// `1000`.
    Number(u64),
    /// `thousand`, `million`, `万`, `亿` …
    Word(String),
}

impl ScaleText {
    /// The power of ten; `None` when it is none.
    fn power(&self) -> Option<i64> {
        let number = match self {
            ScaleText::Number(number) => *number,
            ScaleText::Word(word) => {
                return match word.as_str() {
                    "one" | "1" => Some(0),
                    "hundred" => Some(2),
                    "thousand" | "千" => Some(3),
                    "万" => Some(4),
                    "million" | "百万" => Some(6),
                    "千万" => Some(7),
                    "亿" => Some(8),
                    "billion" | "十亿" => Some(9),
                    "trillion" | "万亿" => Some(12),
                    _ => None,
                };
            }
        };
        let power = number.checked_ilog10()?;
        (10u64.pow(power) == number).then_some(i64::from(power))
    }
}

impl std::fmt::Display for ScaleText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ScaleText::Number(number) => number.fmt(f),
            ScaleText::Word(word) => f.write_str(word),
        }
    }
}

impl Mapping {
    /// Reads a mapping from TOML text.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` when the text is no mapping.
    pub fn parse(text: &str) -> Result<Mapping, FormatError> {
        let mapping: Mapping = toml::from_str(text).map_err(|e| {
            let why = e.to_string();
            let why = why.trim_end();
            wrong(
                format!("the mapping cannot be read: {why}"),
                format!("映射无法读取：{why}"),
            )
        })?;
        mapping.power()?;
        mapping.dates()?;
        Ok(mapping)
    }

    /// A mapping shipped with the program, such as `us-census`.
    pub fn shipped(name: &str) -> Option<Mapping> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        Mapping::parse(text).ok()
    }

    /// A shipped mapping's name, or the path of a mapping file.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` when it is neither, or no mapping.
    pub fn load(name_or_path: &str) -> Result<Mapping, FormatError> {
        if let Some(mapping) = Mapping::shipped(name_or_path) {
            return Ok(mapping);
        }
        let text = std::fs::read_to_string(name_or_path).map_err(|e| {
            wrong(
                format!("mapping `{name_or_path}` cannot be read: {e}"),
                format!("映射“{name_or_path}”无法读取：{e}"),
            )
        })?;
        Mapping::parse(&text)
    }

    /// Names of the shipped mappings.
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// The name of the shipped mapping whose canonical text this is.
    pub fn name_of(canonical: &str) -> Option<&'static str> {
        Mapping::shipped_names().find(|name| {
            let text = Mapping::shipped(name).map(|map| map.canonical());
            matches!(text, Some(Ok(text)) if text == canonical)
        })
    }

    /// Every column of the publisher's that the mapping names.
    pub fn named_columns(&self) -> BTreeSet<&str> {
        let melted = self.melt.iter().flat_map(|row| row.columns.values());
        let checked = self.check.iter().flat_map(|check| {
            std::iter::once(&check.column)
                .chain(&check.plus)
                .chain(&check.minus)
        });
        let columns = self.columns.values().chain(melted).chain(checked);
        columns.chain(&self.header).map(String::as_str).collect()
    }

    /// The mapping's text in a fixed order, part of a vintage's identity.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` when a value cannot be written as TOML.
    pub fn canonical(&self) -> Result<String, FormatError> {
        toml::to_string(self).map_err(|e| {
            wrong(
                format!("the mapping cannot be written: {e}"),
                format!("映射无法写出：{e}"),
            )
        })
    }

    /// The power of ten of a printed 1.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` when `scale` is no power of ten.
    pub fn power(&self) -> Result<i64, FormatError> {
        match &self.scale {
            None => Ok(0),
            Some(scale) => scale.power().ok_or_else(|| {
                wrong(
                    format!("scale `{scale}` is not a power of ten or its name"),
                    format!("scale“{scale}”不是十的幂或其名称"),
                )
            }),
        }
    }

    /// The date patterns.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` for a pattern that is not known.
    pub fn dates(&self) -> Result<Dates, FormatError> {
        Dates::new(&self.date)
    }

    /// How numbers are printed in a file parted by `delimiter`.
    pub fn numbers(&self, delimiter: u8) -> NumberStyle {
        let undeclared = NumberStyle::undeclared(delimiter);
        let point = self.decimal.unwrap_or(undeclared.point);
        let thousands = match (self.thousands, self.decimal) {
            (Some(mark), _) => Thousands::Declared(mark),
            (None, Some(',')) => Thousands::None,
            (None, Some(_)) => Thousands::Comma,
            (None, None) => undeclared.thousands,
        };
        NumberStyle { point, thousands }
    }
}

/// An error in a mapping, in both languages.
pub(crate) fn wrong(message: impl Into<String>, chinese: impl Into<String>) -> FormatError {
    let names: Vec<&str> = Mapping::shipped_names().collect();
    FormatError::new(
        "E-FORMAT-MAP",
        message,
        format!("a mapping file, or one of: {}", names.join(", ")),
        "docs/reference/mapping.md lists every key.",
    )
    .zh(
        chinese,
        format!("映射文件，或以下之一：{}", names.join("、")),
        "各键见 docs/reference/mapping.md。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_map_is_a_map() {
        for name in Mapping::shipped_names() {
            let mapping = Mapping::shipped(name).unwrap();
            assert!(
                mapping.dataset.is_some() && mapping.publisher.is_some(),
                "{name}"
            );
            assert_eq!(
                Mapping::parse(&mapping.canonical().unwrap()).unwrap(),
                mapping
            );
        }
    }

    #[test]
    fn a_slip_in_a_map_is_an_error() {
        for text in [
            "colums = {}",
            "scale = 1500",
            "scale = \"milion\"",
            "date = [\"%m\"]",
        ] {
            assert_eq!(
                Mapping::parse(text).unwrap_err().code,
                "E-FORMAT-MAP",
                "{text}"
            );
        }
    }
}
