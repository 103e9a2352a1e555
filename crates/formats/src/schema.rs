//! The tables every publisher's bytes become: trade **records**, statistical
//! **series**, and **codes** that name and relate what the other two hold.
//!
//! Everything above `formats` relies on these columns; nothing above renames
//! them. Codes are text, dates are days since 1970, money and physical
//! quantities are exact decimals.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

/// Total digits of a stored amount of money or physical quantity.
pub const AMOUNT_PRECISION: u8 = 28;
/// Digits after the point of a stored amount of money or physical quantity.
pub const AMOUNT_SCALE: i8 = 6;

/// The Arrow type of a stored amount: `Decimal128(28, 6)`.
pub const fn amount_type() -> DataType {
    DataType::Decimal128(AMOUNT_PRECISION, AMOUNT_SCALE)
}

/// Which of the tables a source fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One row a customs record (or a published cell of a trade table).
    Records,
    /// One row an observation: economy × indicator × period.
    Series,
    /// One row a code: its name, and the code of another classification it
    /// corresponds to.
    Codes,
}

impl Kind {
    /// Every table.
    pub const ALL: [Kind; 3] = [Kind::Records, Kind::Series, Kind::Codes];

    /// The schema of this table.
    pub fn schema(self) -> SchemaRef {
        match self {
            Kind::Records => records(),
            Kind::Series => series(),
            Kind::Codes => codes(),
        }
    }

    /// `records`, `series` or `codes`: also the table's name in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Records => "records",
            Kind::Series => "series",
            Kind::Codes => "codes",
        }
    }
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, false)
}

fn text_or_null(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

/// Trade records. Values are in units of `currency` (never thousands or
/// millions of it), quantities in `quantity_unit`.
///
/// | column | content |
/// |---|---|
/// | `flow` | `export` or `import` |
/// | `reporter`, `partner` | ISO 3166 alpha-3, `WLD` for the world, a group code, or the publisher's own special area code |
/// | `partner_level` | `economy`, `world`, `group` or `special` (areas not elsewhere specified) |
/// | `product` | code with its leading zeros, `TOTAL` for all products |
/// | `product_system` | `HS`, `HS2012`, `SITC4`, `BEC4`, `other` … |
/// | `product_level` | digits of the code; 0 for `TOTAL` |
/// | `period`, `freq`, `year` | `2018`, `2018-Q3`, `2018-03` or `2018-03-31`; `A`, `Q`, `M`, `D` |
/// | `period_start`, `period_end` | first and last day of the period |
/// | `value`, `currency` | exact; null value means published as missing |
/// | `valuation` | `fob`, `cif`, `customs`, `fas`, `mixed`; null when the file does not say |
/// | `quantity`, `quantity_unit` | null when the file has none |
/// | `net_weight_kg` | null when the file has none |
/// | `regime` | `general`, `processing`, `bonded`, `reexport`, `ecommerce`, `other` |
/// | `trade_system` | `general` or `special` |
/// | `region`, `entity`, `end_use` | as recorded |
/// | `declared_on`, `shipped_on`, `settled_on` | days |
/// | `partner2`, `customs_procedure`, `transport` | null when the row is the total over that axis |
/// | `breakdown` | `total` when the row is the total over the three axes above, else `detail` |
/// | `flag` | value status, see `triffin_basis::Flag` |
/// | `source_row` | line of the file the row came from, 1-based |
/// | `extra` | JSON object of columns the format does not know, null when none |
pub fn records() -> SchemaRef {
    Arc::new(Schema::new(vec![
        text("flow"),
        text("reporter"),
        text("partner"),
        text("partner_level"),
        text("product"),
        text("product_system"),
        Field::new("product_level", DataType::Int32, false),
        text("period"),
        text("freq"),
        Field::new("year", DataType::Int32, false),
        Field::new("period_start", DataType::Date32, false),
        Field::new("period_end", DataType::Date32, false),
        Field::new("value", amount_type(), true),
        text_or_null("currency"),
        text_or_null("valuation"),
        Field::new("quantity", amount_type(), true),
        text_or_null("quantity_unit"),
        Field::new("net_weight_kg", amount_type(), true),
        text_or_null("regime"),
        text_or_null("trade_system"),
        text_or_null("region"),
        text_or_null("entity"),
        text_or_null("end_use"),
        Field::new("declared_on", DataType::Date32, true),
        Field::new("shipped_on", DataType::Date32, true),
        Field::new("settled_on", DataType::Date32, true),
        text_or_null("partner2"),
        text_or_null("customs_procedure"),
        text_or_null("transport"),
        text("breakdown"),
        text("flag"),
        Field::new("source_row", DataType::Int64, false),
        text_or_null("extra"),
    ]))
}

/// A table's columns with its texts as dictionaries, `extra` excepted, which
/// differs from row to row: the form in which records are read fastest.
pub fn coded(schema: &Schema) -> SchemaRef {
    let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if field.name() != "extra" => {
            field.as_ref().clone().with_data_type(coded.clone())
        }
        _ => field.as_ref().clone(),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Statistical series, one row an observation, in the publisher's own unit.
///
/// A published series is a printed figure, often a float printed at up to
/// seventeen digits and rates far below one: no one decimal type holds them
/// all without rounding. `printed` is the figure exactly as published (plain
/// digits, no thousands marks) and is what is shown and parsed back exactly;
/// `value` is the double nearest to it, for engines.
///
/// | column | content |
/// |---|---|
/// | `economy` | ISO 3166 alpha-3, a group code, or the publisher's own area code |
/// | `counterpart` | economy of the other side of a weight or a bilateral rate; null where there is none |
/// | `indicator`, `indicator_name` | the publisher's code and label |
/// | `period`, `freq`, `year`, `period_start`, `period_end` | as in records |
/// | `value`, `printed` | null when published as missing |
/// | `unit` | canonical unit text, see `triffin_basis::Unit` |
/// | `flag` | value status; `missing` where the value is null |
/// | `source` | the publisher's own source note, null when none |
/// | `source_row` | line of the file, 1-based |
pub fn series() -> SchemaRef {
    Arc::new(Schema::new(vec![
        text("economy"),
        text_or_null("counterpart"),
        text("indicator"),
        text_or_null("indicator_name"),
        text("period"),
        text("freq"),
        Field::new("year", DataType::Int32, false),
        Field::new("period_start", DataType::Date32, false),
        Field::new("period_end", DataType::Date32, false),
        Field::new("value", DataType::Float64, true),
        text_or_null("printed"),
        text("unit"),
        text("flag"),
        text_or_null("source"),
        Field::new("source_row", DataType::Int64, false),
    ]))
}

/// Code tables: what a code of a classification or a list of areas is called,
/// and which code of another one it corresponds to.
///
/// | column | content |
/// |---|---|
/// | `system` | the list the code is of: `HS2012`, `comtrade-reporter` … |
/// | `code` | the code as text, leading zeros kept |
/// | `name` | the publisher's name of it; null when the table gives none |
/// | `target_system`, `target` | what the code is related to; null where there is nothing |
/// | `relation` | `n:1`, `1:1`, `1:n`, `n:n`, or a word such as `group`; null when not stated |
/// | `valid_from`, `valid_until` | first and last day the code is in use; null when not stated |
/// | `source_row` | line of the file, 1-based |
/// | `extra` | JSON object of the table's other columns, null when none |
pub fn codes() -> SchemaRef {
    Arc::new(Schema::new(vec![
        text("system"),
        text("code"),
        text_or_null("name"),
        text_or_null("target_system"),
        text_or_null("target"),
        text_or_null("relation"),
        Field::new("valid_from", DataType::Date32, true),
        Field::new("valid_until", DataType::Date32, true),
        Field::new("source_row", DataType::Int64, false),
        text_or_null("extra"),
    ]))
}
