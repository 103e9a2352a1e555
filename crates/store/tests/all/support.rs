//! A source made of rows, and short ways to ask a store.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array,
    RecordBatch, StringArray, new_null_array,
};
use arrow::datatypes::{DataType, Decimal128Type};
use jiff::civil::{Date, date};
use triffin_formats::{Chunk, FormatError, Kind, Profile, SetAside, Source};
use triffin_store::{AddOptions, Added, AsOf, Store, StoreError};

/// A record: reporter, period (a year), flow, value in units.
pub type Row = (&'static str, i16, &'static str, i64);

pub struct Rows {
    profile: Profile,
    chunks: Vec<Chunk>,
    sha256: String,
    content: Option<String>,
}

impl Source for Rows {
    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        Ok((!self.chunks.is_empty()).then(|| self.chunks.remove(0)))
    }

    fn sha256(&self) -> Option<String> {
        self.chunks.is_empty().then(|| self.sha256.clone())
    }

    fn content_sha256(&self) -> Option<String> {
        self.content.clone().or_else(|| self.sha256())
    }
}

pub fn profile(kind: Kind, dataset: &str, replaces: bool) -> Profile {
    Profile {
        format: "test".into(),
        reader_version: 1,
        kind,
        dataset: dataset.into(),
        publisher: format!("Publisher of {dataset}"),
        licence: None,
        released: None,
        replaces,
        mapping: String::new(),
        notes: vec![],
    }
}

/// A file of records; `sha256` stands for its bytes.
pub fn records(dataset: &str, replaces: bool, sha256: &str, rows: &[Row]) -> Rows {
    let chunks = rows.chunks(3).map(|rows| Chunk {
        batch: record_batch(rows),
        aside: vec![],
    });
    Rows {
        profile: profile(Kind::Records, dataset, replaces),
        chunks: chunks.collect(),
        sha256: sha256.into(),
        content: None,
    }
}

impl Rows {
    pub fn with_aside(mut self, reasons: &[&str]) -> Self {
        let aside = reasons.iter().enumerate().map(|(i, r)| SetAside {
            line: i as u64 + 100,
            reason: (*r).to_owned(),
            detail: format!("value `x{i}`, expected a number"),
        });
        self.chunks.push(Chunk {
            batch: record_batch(&[]),
            aside: aside.collect(),
        });
        self
    }

    /// The same bytes packed otherwise: another hash on disk, one content.
    pub fn packed(mut self, sha256: &str) -> Self {
        self.content = Some(std::mem::replace(&mut self.sha256, sha256.into()));
        self
    }

    pub fn boxed(self) -> Box<dyn Source> {
        Box::new(self)
    }
}

pub fn record_batch(rows: &[Row]) -> RecordBatch {
    let schema = Kind::Records.schema();
    let days = |year: i16, end: bool| {
        let day = if end {
            date(year, 12, 31)
        } else {
            date(year, 1, 1)
        };
        (day - date(1970, 1, 1)).get_days()
    };
    let columns = schema.fields().iter().map(|f| -> ArrayRef {
        match f.name().as_str() {
            "reporter" => Arc::new(rows.iter().map(|r| Some(r.0)).collect::<StringArray>()),
            "flow" => Arc::new(rows.iter().map(|r| Some(r.2)).collect::<StringArray>()),
            "period" => text(rows.iter().map(|r| r.1.to_string())),
            "year" => Arc::new(rows.iter().map(|r| i32::from(r.1)).collect::<Int32Array>()),
            "period_start" => Arc::new(Date32Array::from_iter_values(
                rows.iter().map(|r| days(r.1, false)),
            )),
            "period_end" => Arc::new(Date32Array::from_iter_values(
                rows.iter().map(|r| days(r.1, true)),
            )),
            "value" => Arc::new(
                rows.iter()
                    .map(|r| Some(i128::from(r.3) * 1_000_000))
                    .collect::<Decimal128Array>()
                    .with_data_type(f.data_type().clone()),
            ),
            "source_row" => Arc::new((0..rows.len() as i64).collect::<Int64Array>()),
            _ => filler(f.data_type(), f.is_nullable(), rows.len()),
        }
    });
    RecordBatch::try_new(schema.clone(), columns.collect()).unwrap()
}

fn text(texts: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(texts.map(Some).collect::<StringArray>())
}

fn filler(data_type: &DataType, nullable: bool, rows: usize) -> ArrayRef {
    match data_type {
        _ if nullable => new_null_array(data_type, rows),
        DataType::Utf8 => text((0..rows).map(|_| "x".to_owned())),
        DataType::Int32 => Arc::new(Int32Array::from(vec![0; rows])),
        DataType::Int64 => Arc::new(Int64Array::from(vec![0; rows])),
        DataType::Date32 => Arc::new(Date32Array::from(vec![0; rows])),
        other => panic!("no filler for {other}"),
    }
}

/// A file of observations: economy, indicator, year, figure.
pub fn series(dataset: &str, sha256: &str, rows: &[(&str, &str, i16, &str)]) -> Rows {
    Rows {
        profile: profile(Kind::Series, dataset, true),
        chunks: vec![Chunk {
            batch: series_batch(rows),
            aside: vec![],
        }],
        sha256: sha256.into(),
        content: None,
    }
}

pub fn series_batch(rows: &[(&str, &str, i16, &str)]) -> RecordBatch {
    let schema = Kind::Series.schema();
    let days = |d: Date| (d - date(1970, 1, 1)).get_days();
    let columns = schema.fields().iter().map(|f| -> ArrayRef {
        match f.name().as_str() {
            "economy" => text(rows.iter().map(|r| r.0.to_owned())),
            "indicator" => text(rows.iter().map(|r| r.1.to_owned())),
            "period" => text(rows.iter().map(|r| r.2.to_string())),
            "printed" => text(rows.iter().map(|r| r.3.to_owned())),
            "value" => Arc::new(
                rows.iter()
                    .map(|r| r.3.parse::<f64>().ok())
                    .collect::<Float64Array>(),
            ),
            "period_start" => Arc::new(Date32Array::from_iter_values(
                rows.iter().map(|r| days(date(r.2, 1, 1))),
            )),
            "period_end" => Arc::new(Date32Array::from_iter_values(
                rows.iter().map(|r| days(date(r.2, 12, 31))),
            )),
            _ => filler(f.data_type(), f.is_nullable(), rows.len()),
        }
    });
    RecordBatch::try_new(schema.clone(), columns.collect()).unwrap()
}

pub fn today() -> Date {
    date(2024, 6, 1)
}

pub fn on(released: Date) -> AddOptions {
    AddOptions {
        released: Some(released),
        ..AddOptions::on(today())
    }
}

pub fn add(store: &Store, rows: Rows, options: &AddOptions) -> Result<Added, StoreError> {
    store.add(rows.boxed(), "dir/file.csv", options)
}

/// The values that count, in units, sorted.
pub fn values(store: &Store, dataset: &str, at: &AsOf) -> Vec<i64> {
    let plan = store.records(dataset, at).unwrap();
    let mut out = Vec::new();
    for batch in store.run(plan).unwrap() {
        let column = batch
            .column_by_name("value")
            .unwrap()
            .as_primitive::<Decimal128Type>();
        out.extend(column.values().iter().map(|v| (v / 1_000_000) as i64));
    }
    out.sort_unstable();
    out
}
