//! The table of records, column by column.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;
use triffin_basis::{Flag, Period};

use super::column::{NONE, NumberColumn, TextColumn};
use crate::FormatError;
use crate::builder::{PeriodCells, RecordRow, no_batch};
use crate::schema::{amount_type, coded, records};

/// Different texts of a column, beyond which what it knows is forgotten.
const MOST_TEXTS: usize = 1 << 16;

/// Trade records collected as columns of codes, in the order of
/// [`crate::schema::records`].
#[derive(Debug)]
pub(crate) struct CodedRecords {
    pub(crate) text: Texts,
    pub(crate) product_level: NumberColumn<Int32Type>,
    pub(crate) year: NumberColumn<Int32Type>,
    pub(crate) period_start: NumberColumn<Date32Type>,
    pub(crate) period_end: NumberColumn<Date32Type>,
    pub(crate) value: NumberColumn<Decimal128Type>,
    pub(crate) quantity: NumberColumn<Decimal128Type>,
    pub(crate) net_weight_kg: NumberColumn<Decimal128Type>,
    pub(crate) declared_on: NumberColumn<Date32Type>,
    pub(crate) shipped_on: NumberColumn<Date32Type>,
    pub(crate) settled_on: NumberColumn<Date32Type>,
    pub(crate) source_row: NumberColumn<Int64Type>,
    schema: SchemaRef,
    rows: usize,
}

/// The text columns.
#[derive(Debug)]
#[allow(missing_docs)] // Each is the column of that name.
pub(crate) struct Texts {
    pub(crate) flow: TextColumn,
    pub(crate) reporter: TextColumn,
    pub(crate) partner: TextColumn,
    pub(crate) partner_level: TextColumn,
    pub(crate) product: TextColumn,
    pub(crate) product_system: TextColumn,
    pub(crate) period: TextColumn,
    pub(crate) freq: TextColumn,
    pub(crate) currency: TextColumn,
    pub(crate) valuation: TextColumn,
    pub(crate) quantity_unit: TextColumn,
    pub(crate) regime: TextColumn,
    pub(crate) trade_system: TextColumn,
    pub(crate) region: TextColumn,
    pub(crate) entity: TextColumn,
    pub(crate) end_use: TextColumn,
    pub(crate) partner2: TextColumn,
    pub(crate) customs_procedure: TextColumn,
    pub(crate) transport: TextColumn,
    pub(crate) breakdown: TextColumn,
    pub(crate) flag: TextColumn,
    pub(crate) extra: TextColumn,
}

/// A record whose texts are codes already; [`NONE`] where there is none.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub(crate) struct CodedRow {
    pub(crate) flow: i32,
    pub(crate) reporter: i32,
    pub(crate) partner: i32,
    pub(crate) partner_level: i32,
    pub(crate) product: i32,
    pub(crate) product_system: i32,
    pub(crate) product_level: i32,
    pub(crate) period: CodedPeriod,
    pub(crate) value: Option<i128>,
    pub(crate) currency: i32,
    pub(crate) valuation: i32,
    pub(crate) quantity: Option<i128>,
    pub(crate) quantity_unit: i32,
    pub(crate) net_weight_kg: Option<i128>,
    pub(crate) regime: i32,
    pub(crate) trade_system: i32,
    pub(crate) region: i32,
    pub(crate) entity: i32,
    pub(crate) end_use: i32,
    pub(crate) declared_on: Option<i32>,
    pub(crate) shipped_on: Option<i32>,
    pub(crate) settled_on: Option<i32>,
    pub(crate) partner2: i32,
    pub(crate) customs_procedure: i32,
    pub(crate) transport: i32,
    pub(crate) breakdown: i32,
    pub(crate) flag: i32,
    pub(crate) source_row: u64,
    pub(crate) extra: i32,
}

/// A period as its five columns hold it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The schema's table documents the columns once.
pub(crate) struct CodedPeriod {
    pub(crate) text: i32,
    pub(crate) freq: i32,
    pub(crate) year: i32,
    pub(crate) start: i32,
    pub(crate) end: i32,
}

impl Texts {
    fn new() -> Self {
        let column = || TextColumn::new(None);
        Self {
            flow: column(),
            reporter: column(),
            partner: column(),
            partner_level: TextColumn::new(Some("economy")),
            product: column(),
            product_system: TextColumn::new(Some("HS")),
            period: column(),
            freq: column(),
            currency: column(),
            valuation: column(),
            quantity_unit: column(),
            regime: column(),
            trade_system: column(),
            region: column(),
            entity: column(),
            end_use: column(),
            partner2: column(),
            customs_procedure: column(),
            transport: column(),
            breakdown: TextColumn::new(Some("total")),
            flag: TextColumn::new(Some(Flag::Observed.as_str())),
            extra: column(),
        }
    }

    /// A period's columns.
    pub(crate) fn period(&mut self, period: Period) -> CodedPeriod {
        let cells = PeriodCells::of(period);
        CodedPeriod {
            text: self.period.code(&cells.text),
            freq: self.freq.code(cells.letter),
            year: cells.year,
            start: cells.start,
            end: cells.end,
        }
    }

    /// A record as codes.
    pub(crate) fn coded(&mut self, row: &RecordRow<'_>) -> CodedRow {
        let maybe = |column: &mut TextColumn, text: Option<&str>| {
            text.map_or(NONE, |text| column.code(text))
        };
        CodedRow {
            flow: self.flow.code(row.flow),
            reporter: self.reporter.code(row.reporter),
            partner: self.partner.code(row.partner),
            partner_level: self.partner_level.code(row.partner_level),
            product: self.product.code(row.product),
            product_system: self.product_system.code(row.product_system),
            product_level: row.product_level,
            period: self.period(row.period),
            value: row.value,
            currency: maybe(&mut self.currency, row.currency),
            valuation: maybe(&mut self.valuation, row.valuation),
            quantity: row.quantity,
            quantity_unit: maybe(&mut self.quantity_unit, row.quantity_unit),
            net_weight_kg: row.net_weight_kg,
            regime: maybe(&mut self.regime, row.regime),
            trade_system: maybe(&mut self.trade_system, row.trade_system),
            region: maybe(&mut self.region, row.region),
            entity: maybe(&mut self.entity, row.entity),
            end_use: maybe(&mut self.end_use, row.end_use),
            declared_on: row.declared_on,
            shipped_on: row.shipped_on,
            settled_on: row.settled_on,
            partner2: maybe(&mut self.partner2, row.partner2),
            customs_procedure: maybe(&mut self.customs_procedure, row.customs_procedure),
            transport: maybe(&mut self.transport, row.transport),
            breakdown: self.breakdown.code(row.breakdown()),
            flag: self.flag.code(row.flag.as_str()),
            source_row: row.source_row,
            extra: maybe(&mut self.extra, row.extra),
        }
    }

    fn columns(&self) -> [&TextColumn; 22] {
        [
            &self.flow,
            &self.reporter,
            &self.partner,
            &self.partner_level,
            &self.product,
            &self.product_system,
            &self.period,
            &self.freq,
            &self.currency,
            &self.valuation,
            &self.quantity_unit,
            &self.regime,
            &self.trade_system,
            &self.region,
            &self.entity,
            &self.end_use,
            &self.partner2,
            &self.customs_procedure,
            &self.transport,
            &self.breakdown,
            &self.flag,
            &self.extra,
        ]
    }
}

impl CodedRecords {
    /// An empty table.
    pub(crate) fn new() -> Self {
        Self {
            text: Texts::new(),
            product_level: NumberColumn::new(DataType::Int32),
            year: NumberColumn::new(DataType::Int32),
            period_start: NumberColumn::new(DataType::Date32),
            period_end: NumberColumn::new(DataType::Date32),
            value: NumberColumn::new(amount_type()),
            quantity: NumberColumn::new(amount_type()),
            net_weight_kg: NumberColumn::new(amount_type()),
            declared_on: NumberColumn::new(DataType::Date32),
            shipped_on: NumberColumn::new(DataType::Date32),
            settled_on: NumberColumn::new(DataType::Date32),
            source_row: NumberColumn::new(DataType::Int64),
            schema: coded(&records()),
            rows: 0,
        }
    }

    /// Records collected since the last [`CodedRecords::finish`].
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Counts records whose columns were filled one by one.
    pub(crate) fn added(&mut self, rows: usize) {
        self.rows += rows;
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, row: &CodedRow) {
        let at = self.rows;
        let text = &mut self.text;
        text.flow.put(at, row.flow);
        text.reporter.put(at, row.reporter);
        text.partner.put(at, row.partner);
        text.partner_level.put(at, row.partner_level);
        text.product.put(at, row.product);
        text.product_system.put(at, row.product_system);
        text.period.put(at, row.period.text);
        text.freq.put(at, row.period.freq);
        text.currency.put(at, row.currency);
        text.valuation.put(at, row.valuation);
        text.quantity_unit.put(at, row.quantity_unit);
        text.regime.put(at, row.regime);
        text.trade_system.put(at, row.trade_system);
        text.region.put(at, row.region);
        text.entity.put(at, row.entity);
        text.end_use.put(at, row.end_use);
        text.partner2.put(at, row.partner2);
        text.customs_procedure.put(at, row.customs_procedure);
        text.transport.put(at, row.transport);
        text.breakdown.put(at, row.breakdown);
        text.flag.put(at, row.flag);
        text.extra.put(at, row.extra);
        self.product_level.put(at, Some(row.product_level));
        self.year.put(at, Some(row.period.year));
        self.period_start.put(at, Some(row.period.start));
        self.period_end.put(at, Some(row.period.end));
        self.value.put(at, row.value);
        self.quantity.put(at, row.quantity);
        self.net_weight_kg.put(at, row.net_weight_kg);
        self.declared_on.put(at, row.declared_on);
        self.shipped_on.put(at, row.shipped_on);
        self.settled_on.put(at, row.settled_on);
        let line = i64::try_from(row.source_row).unwrap_or(i64::MAX);
        self.source_row.put(at, Some(line));
        self.rows += 1;
    }

    /// The records collected, and an empty table again. True when the texts
    /// known so far were forgotten, and codes held elsewhere with them.
    ///
    /// # Errors
    /// `E-FORMAT-BATCH` when the columns do not make a batch.
    pub(crate) fn finish(&mut self) -> Result<(RecordBatch, bool), FormatError> {
        let rows = std::mem::take(&mut self.rows);
        let columns = self.columns(rows)?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(no_batch)?;
        let full = self.text.columns().iter().any(|c| c.texts() > MOST_TEXTS);
        if full {
            self.text = Texts::new();
        }
        Ok((batch, full))
    }

    fn columns(&mut self, rows: usize) -> Result<Vec<ArrayRef>, FormatError> {
        let text = &mut self.text;
        let coded = |column: &mut TextColumn| -> ArrayRef { Arc::new(column.finish(rows)) };
        let extra = cast(&text.extra.finish(rows), &DataType::Utf8).map_err(no_batch)?;
        Ok(vec![
            coded(&mut text.flow),
            coded(&mut text.reporter),
            coded(&mut text.partner),
            coded(&mut text.partner_level),
            coded(&mut text.product),
            coded(&mut text.product_system),
            self.product_level.finish(rows),
            coded(&mut text.period),
            coded(&mut text.freq),
            self.year.finish(rows),
            self.period_start.finish(rows),
            self.period_end.finish(rows),
            self.value.finish(rows),
            coded(&mut text.currency),
            coded(&mut text.valuation),
            self.quantity.finish(rows),
            coded(&mut text.quantity_unit),
            self.net_weight_kg.finish(rows),
            coded(&mut text.regime),
            coded(&mut text.trade_system),
            coded(&mut text.region),
            coded(&mut text.entity),
            coded(&mut text.end_use),
            self.declared_on.finish(rows),
            self.shipped_on.finish(rows),
            self.settled_on.finish(rows),
            coded(&mut text.partner2),
            coded(&mut text.customs_procedure),
            coded(&mut text.transport),
            coded(&mut text.breakdown),
            coded(&mut text.flag),
            self.source_row.finish(rows),
            extra,
        ])
    }
}
