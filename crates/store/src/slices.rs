//! The slices a vintage covers: the unit in which a newer release replaces an
//! older one.
//!
//! | kind | a slice is |
//! |---|---|
//! | records | reporter × period × flow |
//! | series | economy × indicator × counterpart × period |
//! | codes | list × list it is related to × code |

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Date32Type, Field, Schema, SchemaRef};
use jiff::civil::Date;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use triffin_formats::Kind;

use crate::error::StoreError;
use crate::seen_codes::SeenCodes;

/// The columns that make a slice. The last is the one that repeats from
/// subject to subject: the period, or the code.
pub(crate) fn slice_columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Records => &["reporter", "flow", "period"],
        Kind::Series => &["economy", "indicator", "counterpart", "period"],
        Kind::Codes => &["system", "target_system", "code"],
    }
}

/// Columns of a slice that may be null; two nulls are the same slice.
const MAY_BE_NULL: [&str; 2] = ["counterpart", "target_system"];

/// The schema of the file that lists slices.
pub(crate) fn slice_schema(kind: Kind) -> SchemaRef {
    let field = |name: &&str| Field::new(*name, DataType::Utf8, MAY_BE_NULL.contains(name));
    let fields: Vec<Field> = slice_columns(kind).iter().map(field).collect();
    Arc::new(Schema::new(fields))
}

/// A set of slices, each text kept once.
#[derive(Debug, Default)]
pub(crate) struct SliceSet {
    subjects: Texts,
    periods: Texts,
    /// (subject, period) by their numbers.
    pairs: HashSet<(u32, u32)>,
    days: Option<(i32, i32)>,
    seen: Vec<SeenCodes>,
}

/// Texts numbered in the order they came.
#[derive(Debug, Default)]
struct Texts {
    numbers: HashMap<Box<str>, u32>,
    last: Option<(Box<str>, u32)>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        // Files come sorted: most rows repeat the text of the row before.
        if let Some((last, number)) = &self.last
            && last.as_ref() == text
        {
            return *number;
        }
        let next = self.numbers.len() as u32;
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                self.numbers.insert(text.into(), next);
                next
            }
        };
        self.last = Some((text.into(), number));
        number
    }

    fn in_order(&self) -> Vec<&str> {
        let mut texts = vec![""; self.numbers.len()];
        for (text, number) in &self.numbers {
            texts[*number as usize] = text;
        }
        texts
    }
}

/// Between the parts of a subject; no code contains it.
const JOINT: char = '\u{1f}';

impl SliceSet {
    /// Takes in the slices of rows in the table's schema, or of a slices file.
    pub(crate) fn extend(&mut self, kind: Kind, batch: &RecordBatch) {
        match SeenCodes::fresh(&mut self.seen, kind, batch) {
            Some(few) => self.extend_by_texts(kind, &few),
            None => self.extend_by_texts(kind, batch),
        }
        self.extend_days(batch);
    }

    fn extend_by_texts(&mut self, kind: Kind, batch: &RecordBatch) {
        let Some((period, parts)) = slice_columns(kind).split_last() else {
            return;
        };
        let Some(period) = text_column(batch, period) else {
            return;
        };
        // A list of slices written before a column was there lacks it: null.
        let parts: Vec<Option<&StringArray>> =
            parts.iter().map(|name| text_column(batch, name)).collect();
        let mut subject = String::new();
        for row in 0..batch.num_rows() {
            subject.clear();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    subject.push(JOINT);
                }
                subject.push_str(
                    part.filter(|p| p.is_valid(row))
                        .map_or("", |p| p.value(row)),
                );
            }
            let pair = (
                self.subjects.number(&subject),
                self.periods.number(period.value(row)),
            );
            self.pairs.insert(pair);
        }
    }

    fn extend_days(&mut self, batch: &RecordBatch) {
        let days = |name| {
            batch
                .column_by_name(name)
                .and_then(|c| c.as_primitive_opt::<Date32Type>())
        };
        let (Some(start), Some(end)) = (days("period_start"), days("period_end")) else {
            return;
        };
        let first = arrow::compute::min(start);
        let last = arrow::compute::max(end);
        if let (Some(first), Some(last)) = (first, last) {
            let (a, b) = self.days.unwrap_or((first, last));
            self.days = Some((a.min(first), b.max(last)));
        }
    }

    /// First and last day of the periods taken in, as days since 1970; none of
    /// an empty set, or of slices without days.
    pub(crate) fn days(&self) -> Option<(i32, i32)> {
        self.days
    }

    /// How many slices.
    pub(crate) fn len(&self) -> u64 {
        self.pairs.len() as u64
    }

    /// First and last day of the periods taken in.
    pub(crate) fn span(&self) -> (Date, Date) {
        let (first, last) = self.days.unwrap_or((0, 0));
        (date_of(first), date_of(last))
    }

    /// How many of these slices at least one of the other sets has, and which
    /// of the sets have any.
    pub(crate) fn covered_by(&self, others: &[Arc<SliceSet>]) -> (u64, Vec<bool>) {
        let mut hits = vec![false; others.len()];
        let maps: Vec<_> = others.iter().map(|o| (self.numbers_in(o), o)).collect();
        let mut covered = 0;
        for (subject, period) in &self.pairs {
            let mut any = false;
            for (((subjects, periods), other), hit) in maps.iter().zip(&mut hits) {
                let pair = subjects[*subject as usize].zip(periods[*period as usize]);
                if pair.is_some_and(|pair| other.pairs.contains(&pair)) {
                    any = true;
                    *hit = true;
                }
            }
            covered += u64::from(any);
        }
        (covered, hits)
    }

    /// This set's numbers translated to another's.
    #[allow(clippy::type_complexity)]
    fn numbers_in(&self, other: &SliceSet) -> (Vec<Option<u32>>, Vec<Option<u32>>) {
        let translate = |mine: &Texts, theirs: &Texts| {
            let texts = mine.in_order();
            texts
                .iter()
                .map(|t| theirs.numbers.get(*t).copied())
                .collect()
        };
        (
            translate(&self.subjects, &other.subjects),
            translate(&self.periods, &other.periods),
        )
    }

    /// The slices as rows, sorted, in the schema of [`slice_schema`].
    pub(crate) fn to_batch(&self, kind: Kind) -> Result<RecordBatch, StoreError> {
        let (subjects, periods) = (self.subjects.in_order(), self.periods.in_order());
        let mut rows: Vec<(&str, &str)> = self
            .pairs
            .iter()
            .map(|(s, p)| (subjects[*s as usize], periods[*p as usize]))
            .collect();
        rows.sort_unstable();
        let names = slice_columns(kind);
        let mut columns: Vec<StringBuilder> = names.iter().map(|_| StringBuilder::new()).collect();
        for (subject, period) in rows {
            let parts = subject.split(JOINT).chain([period]);
            for ((column, text), name) in columns.iter_mut().zip(parts).zip(names) {
                let is_null = text.is_empty() && MAY_BE_NULL.contains(name);
                column.append_option((!is_null).then_some(text));
            }
        }
        let columns = columns
            .iter_mut()
            .map(|c| Arc::new(c.finish()) as ArrayRef)
            .collect();
        RecordBatch::try_new(slice_schema(kind), columns).map_err(|error| StoreError::Engine {
            detail: error.to_string(),
        })
    }

    /// The slices listed in a Parquet file.
    pub(crate) fn load(kind: Kind, path: &std::path::Path) -> Result<Self, StoreError> {
        let mut set = SliceSet::default();
        set.read(kind, path)?;
        Ok(set)
    }

    /// Takes in the slices of a Parquet file: a list of them, or rows.
    pub(crate) fn read(&mut self, kind: Kind, path: &std::path::Path) -> Result<(), StoreError> {
        let file = std::fs::File::open(path).map_err(|error| StoreError::read(path, error))?;
        let broken = |detail: String| StoreError::Engine {
            detail: format!("{}: {detail}", path.display()),
        };
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| builder.build())
            .map_err(|error| broken(error.to_string()))?;
        for batch in reader {
            self.extend(kind, &batch.map_err(|error| broken(error.to_string()))?);
        }
        Ok(())
    }
}

fn text_column<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>()
}

/// The day that is `days` after 1 January 1970; the calendar's end beyond it.
fn date_of(days: i32) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().try_days(days).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rows: &[(&str, &str, &str)]) -> SliceSet {
        let column = |f: fn(&(&str, &str, &str)) -> String| -> ArrayRef {
            Arc::new(rows.iter().map(|r| Some(f(r))).collect::<StringArray>())
        };
        let batch = RecordBatch::try_new(
            slice_schema(Kind::Records),
            vec![
                column(|r| r.0.to_owned()),
                column(|r| r.1.to_owned()),
                column(|r| r.2.to_owned()),
            ],
        )
        .unwrap();
        let mut set = SliceSet::default();
        set.extend(Kind::Records, &batch);
        set
    }

    #[test]
    fn a_slice_counts_once_and_halves_do_not_run_together() {
        let s = set(&[
            ("A", "BC", "2018"),
            ("AB", "C", "2018"),
            ("A", "BC", "2018"),
        ]);
        assert_eq!(s.len(), 2);
        assert_eq!(s.to_batch(Kind::Records).unwrap().num_rows(), 2);
    }

    #[test]
    fn an_observation_with_a_counterpart_is_a_slice_of_its_own() {
        let column =
            |texts: [Option<&str>; 3]| Arc::new(StringArray::from(texts.to_vec())) as ArrayRef;
        let columns = vec![
            column([Some("CHN"); 3]),
            column([Some("weight"); 3]),
            column([None, Some("USA"), Some("USA")]),
            column([Some("2018"); 3]),
        ];
        let batch = RecordBatch::try_new(slice_schema(Kind::Series), columns).unwrap();
        let mut slices = SliceSet::default();
        slices.extend(Kind::Series, &batch);
        let listed = slices.to_batch(Kind::Series).unwrap();
        assert_eq!(slices.len(), 2);
        assert_eq!(listed.column(2).null_count(), 1);
        // What is listed is read back as the same slices.
        let mut again = SliceSet::default();
        again.extend(Kind::Series, &listed);
        assert_eq!(again.covered_by(&[Arc::new(slices)]), (2, vec![true]));
    }

    #[test]
    fn covered_counts_the_union_and_names_who_covers() {
        let old = set(&[("A", "x", "1"), ("A", "x", "2"), ("B", "x", "1")]);
        let others = [
            Arc::new(set(&[("A", "x", "1"), ("C", "x", "1")])),
            Arc::new(set(&[("A", "x", "1"), ("A", "x", "2")])),
            Arc::new(set(&[("Z", "x", "1")])),
        ];
        assert_eq!(old.covered_by(&others), (2, vec![true, true, false]));
    }
}
