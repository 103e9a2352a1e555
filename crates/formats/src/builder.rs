//! Rows to Arrow batches in the schemas of [`crate::schema`].

use arrow::array::{
    ArrayRef, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder, Int64Builder,
    StringBuilder,
};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use std::collections::HashMap;
use std::sync::Arc;
use triffin_basis::{Flag, Freq, Period};

use crate::FormatError;
use crate::schema::{Kind, amount_type};

/// Rows in a full chunk.
pub const CHUNK_ROWS: usize = 16_384;

/// One value on its way into a column.
#[derive(Clone, Copy, Debug)]
enum Cell<'a> {
    Text(Option<&'a str>),
    Int(i32),
    Day(Option<i32>),
    Amount(Option<i128>),
    Real(Option<f64>),
    Line(u64),
}

enum Column {
    Text(StringBuilder),
    Int(Int32Builder),
    Day(Date32Builder),
    Amount(Decimal128Builder),
    Real(Float64Builder),
    Line(Int64Builder),
}

impl Column {
    fn of(data_type: &DataType) -> Column {
        match data_type {
            DataType::Int32 => Column::Int(Int32Builder::new()),
            DataType::Int64 => Column::Line(Int64Builder::new()),
            DataType::Date32 => Column::Day(Date32Builder::new()),
            DataType::Float64 => Column::Real(Float64Builder::new()),
            DataType::Decimal128(_, _) => {
                Column::Amount(Decimal128Builder::new().with_data_type(amount_type()))
            }
            _ => Column::Text(StringBuilder::new()),
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Column::Text(column), Cell::Text(value)) => column.append_option(value),
            (Column::Int(column), Cell::Int(value)) => column.append_value(value),
            (Column::Day(column), Cell::Day(value)) => column.append_option(value),
            (Column::Amount(column), Cell::Amount(value)) => column.append_option(value),
            (Column::Real(column), Cell::Real(value)) => column.append_option(value),
            (Column::Line(column), Cell::Line(value)) => {
                column.append_value(i64::try_from(value).unwrap_or(i64::MAX));
            }
            // A cell out of place shows as a batch whose columns differ in
            // length, which `finish` refuses.
            _ => {}
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Column::Text(column) => Arc::new(column.finish()),
            Column::Int(column) => Arc::new(column.finish()),
            Column::Day(column) => Arc::new(column.finish()),
            Column::Amount(column) => Arc::new(column.finish()),
            Column::Real(column) => Arc::new(column.finish()),
            Column::Line(column) => Arc::new(column.finish()),
        }
    }
}

/// Collects rows of one table.
pub struct TableBuilder {
    schema: SchemaRef,
    columns: Vec<Column>,
    rows: usize,
    periods: HashMap<Period, PeriodCells>,
}

/// A period as its five columns hold it.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub(crate) struct PeriodCells {
    pub(crate) text: Arc<str>,
    pub(crate) letter: &'static str,
    pub(crate) year: i32,
    pub(crate) start: i32,
    pub(crate) end: i32,
}

impl PeriodCells {
    /// The cells of a period.
    pub(crate) fn of(period: Period) -> Self {
        let (start, end) = period.days_since_epoch();
        let letter = match period.freq() {
            Freq::Year => "A",
            Freq::Quarter => "Q",
            Freq::Month => "M",
            Freq::Day => "D",
        };
        Self {
            text: period.to_string().into(),
            letter,
            year: i32::from(period.year_number()),
            start,
            end,
        }
    }

    fn cells(&self) -> [Cell<'_>; 5] {
        [
            Cell::Text(Some(&self.text)),
            Cell::Text(Some(self.letter)),
            Cell::Int(self.year),
            Cell::Day(Some(self.start)),
            Cell::Day(Some(self.end)),
        ]
    }
}

/// Different periods remembered: a file repeats each on many lines.
const REMEMBERED: usize = 8192;

impl TableBuilder {
    /// An empty table of `kind`.
    pub fn new(kind: Kind) -> Self {
        let schema = kind.schema();
        let columns = schema
            .fields()
            .iter()
            .map(|field| Column::of(field.data_type()))
            .collect();
        Self {
            schema,
            columns,
            rows: 0,
            periods: HashMap::new(),
        }
    }

    /// Rows collected since the last [`TableBuilder::finish`].
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a trade record.
    pub fn push_record(&mut self, row: &RecordRow<'_>) {
        let period = self.period(row.period);
        self.push(&row.cells(period.cells()));
    }

    /// Adds an observation of a series.
    pub fn push_observation(&mut self, row: &SeriesRow<'_>) {
        let period = self.period(row.period);
        self.push(&row.cells(period.cells()));
    }

    /// Adds a line of a code table.
    pub fn push_code(&mut self, row: &CodeRow<'_>) {
        self.push(&row.cells());
    }

    fn period(&mut self, period: Period) -> PeriodCells {
        if self.periods.len() >= REMEMBERED {
            self.periods.clear();
        }
        let cells = self.periods.entry(period);
        cells.or_insert_with(|| PeriodCells::of(period)).clone()
    }

    fn push(&mut self, cells: &[Cell<'_>]) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(*cell);
        }
        self.rows += 1;
    }

    /// The rows collected, and an empty table again.
    ///
    /// # Errors
    /// `E-FORMAT-BATCH` when rows of the other table were pushed.
    pub fn finish(&mut self) -> Result<RecordBatch, FormatError> {
        self.rows = 0;
        let columns = self.columns.iter_mut().map(Column::finish).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(no_batch)
    }
}

/// The refusal of columns that do not make a batch.
pub(crate) fn no_batch(error: ArrowError) -> FormatError {
    FormatError::new(
        "E-FORMAT-BATCH",
        format!("rows do not make a batch: {error}"),
        "rows of the table the reader declares",
        "Report this reader: the fault is not in the file.",
    )
    .zh(
        format!("各行不能组成一批：{error}"),
        "读取器所声明之表的行",
        "请报告此问题：错不在文件。",
    )
}

/// One trade record, see [`crate::schema::records`]. Amounts are in millionths,
/// days since 1970.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub struct RecordRow<'a> {
    pub flow: &'a str,
    pub reporter: &'a str,
    pub partner: &'a str,
    pub partner_level: &'a str,
    pub product: &'a str,
    pub product_system: &'a str,
    pub product_level: i32,
    pub period: Period,
    pub value: Option<i128>,
    pub currency: Option<&'a str>,
    pub valuation: Option<&'a str>,
    pub quantity: Option<i128>,
    pub quantity_unit: Option<&'a str>,
    pub net_weight_kg: Option<i128>,
    pub regime: Option<&'a str>,
    pub trade_system: Option<&'a str>,
    pub region: Option<&'a str>,
    pub entity: Option<&'a str>,
    pub end_use: Option<&'a str>,
    pub declared_on: Option<i32>,
    pub shipped_on: Option<i32>,
    pub settled_on: Option<i32>,
    pub partner2: Option<&'a str>,
    pub customs_procedure: Option<&'a str>,
    pub transport: Option<&'a str>,
    /// The row is part of another row even where the three axes above are
    /// totals, as re-exports are part of exports.
    pub part_of_another: bool,
    pub flag: Flag,
    pub source_row: u64,
    pub extra: Option<&'a str>,
}

impl RecordRow<'_> {
    /// `total` when the row is no part of another, else `detail`.
    pub(crate) fn breakdown(&self) -> &'static str {
        let axes = [self.partner2, self.customs_procedure, self.transport];
        let total = axes.iter().all(Option::is_none) && !self.part_of_another;
        if total { "total" } else { "detail" }
    }

    fn cells<'a>(&'a self, period: [Cell<'a>; 5]) -> [Cell<'a>; 33] {
        use Cell::{Amount, Day, Int, Line, Text};
        let [text, letter, year, start, end] = period;
        [
            Text(Some(self.flow)),
            Text(Some(self.reporter)),
            Text(Some(self.partner)),
            Text(Some(self.partner_level)),
            Text(Some(self.product)),
            Text(Some(self.product_system)),
            Int(self.product_level),
            text,
            letter,
            year,
            start,
            end,
            Amount(self.value),
            Text(self.currency),
            Text(self.valuation),
            Amount(self.quantity),
            Text(self.quantity_unit),
            Amount(self.net_weight_kg),
            Text(self.regime),
            Text(self.trade_system),
            Text(self.region),
            Text(self.entity),
            Text(self.end_use),
            Day(self.declared_on),
            Day(self.shipped_on),
            Day(self.settled_on),
            Text(self.partner2),
            Text(self.customs_procedure),
            Text(self.transport),
            Text(Some(self.breakdown())),
            Text(Some(self.flag.as_str())),
            Line(self.source_row),
            Text(self.extra),
        ]
    }
}

/// One observation, see [`crate::schema::series`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub struct SeriesRow<'a> {
    pub economy: &'a str,
    pub counterpart: Option<&'a str>,
    pub indicator: &'a str,
    pub indicator_name: Option<&'a str>,
    pub period: Period,
    /// The figure as published, in plain digits; null when missing.
    pub printed: Option<&'a str>,
    pub unit: &'a str,
    pub flag: Flag,
    pub source: Option<&'a str>,
    pub source_row: u64,
}

impl SeriesRow<'_> {
    fn cells<'a>(&'a self, period: [Cell<'a>; 5]) -> [Cell<'a>; 15] {
        use Cell::{Line, Real, Text};
        let [text, letter, year, start, end] = period;
        [
            Text(Some(self.economy)),
            Text(self.counterpart),
            Text(Some(self.indicator)),
            Text(self.indicator_name),
            text,
            letter,
            year,
            start,
            end,
            // Plain digits always parse; Rust's parser gives the nearest double.
            Real(self.printed.and_then(|p| p.parse().ok())),
            Text(self.printed),
            Text(Some(self.unit)),
            Text(Some(self.flag.as_str())),
            Text(self.source),
            Line(self.source_row),
        ]
    }
}

/// One line of a code table, see [`crate::schema::codes`]. Days since 1970.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub struct CodeRow<'a> {
    pub system: &'a str,
    pub code: &'a str,
    pub name: Option<&'a str>,
    pub target_system: Option<&'a str>,
    pub target: Option<&'a str>,
    pub relation: Option<&'a str>,
    pub valid_from: Option<i32>,
    pub valid_until: Option<i32>,
    pub source_row: u64,
    pub extra: Option<&'a str>,
}

impl CodeRow<'_> {
    fn cells(&self) -> [Cell<'_>; 10] {
        use Cell::{Day, Line, Text};
        [
            Text(Some(self.system)),
            Text(Some(self.code)),
            Text(self.name),
            Text(self.target_system),
            Text(self.target),
            Text(self.relation),
            Day(self.valid_from),
            Day(self.valid_until),
            Line(self.source_row),
            Text(self.extra),
        ]
    }
}
