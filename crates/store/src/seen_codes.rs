//! Which slices were seen, told by codes: a batch whose texts are dictionaries
//! repeats few slices in many rows.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, RecordBatch, UInt32Array};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Int32Type};
use triffin_formats::Kind;

use crate::slices::slice_columns;

/// Combinations of codes that are told apart by a place of their own.
const MOST_PLACES: usize = 1 << 20;
/// Sets of dictionaries that are remembered: those of the readers at work.
const MOST_SETS: usize = 16;

/// The combinations of codes of one set of dictionaries that were seen.
#[derive(Debug)]
pub(crate) struct SeenCodes {
    /// The texts of each column. Holding them keeps their place in memory from
    /// being used again.
    texts: Vec<ArrayRef>,
    /// Whether a combination was seen, the last column's code counting on
    /// first; the code behind a column's texts is that of a null.
    seen: Vec<bool>,
}

impl SeenCodes {
    /// One row of each slice of `batch` that no set in `known` has seen yet, as
    /// texts; none where the columns are no dictionaries or have too many texts.
    pub(crate) fn fresh(
        known: &mut Vec<SeenCodes>,
        kind: Kind,
        batch: &RecordBatch,
    ) -> Option<RecordBatch> {
        let names = slice_columns(kind);
        let columns = names.iter().map(|name| batch.column_by_name(name));
        let columns: Vec<&ArrayRef> = columns.collect::<Option<_>>()?;
        let coded = columns
            .iter()
            .map(|column| column.as_dictionary_opt::<Int32Type>());
        let coded: Vec<_> = coded.collect::<Option<_>>()?;
        let texts: Vec<ArrayRef> = coded.iter().map(|column| column.values().clone()).collect();
        let keys: Vec<&Int32Array> = coded.iter().map(|column| column.keys()).collect();
        let rows = Self::of(known, texts)?.rows(&keys);
        let rows = UInt32Array::from(rows);
        let picked = names.iter().zip(columns).map(|(name, column)| {
            let few = take(column, &rows, None).ok()?;
            Some((*name, cast(&few, &DataType::Utf8).ok()?, true))
        });
        RecordBatch::try_from_iter_with_nullable(picked.collect::<Option<Vec<_>>>()?).ok()
    }

    /// What is known of the combinations of these texts.
    fn of(known: &mut Vec<SeenCodes>, texts: Vec<ArrayRef>) -> Option<&mut SeenCodes> {
        let same = |set: &SeenCodes| {
            let pairs = set.texts.iter().zip(&texts);
            pairs
                .into_iter()
                .all(|(one, other)| Arc::ptr_eq(one, other))
        };
        let place = match known.iter().position(same) {
            Some(place) => place,
            None => {
                let sizes = texts.iter().map(|texts| texts.len() + 1);
                let places = sizes.fold(1, usize::saturating_mul);
                if places > MOST_PLACES {
                    return None;
                }
                if known.len() == MOST_SETS {
                    known.remove(0);
                }
                known.push(SeenCodes {
                    texts,
                    seen: vec![false; places],
                });
                known.len() - 1
            }
        };
        known.get_mut(place)
    }

    /// The first row of each combination not seen before.
    fn rows(&mut self, keys: &[&Int32Array]) -> Vec<u32> {
        let rows = keys.first().map_or(0, |keys| keys.len());
        let mut places = vec![0; rows];
        for (keys, texts) in keys.iter().zip(&self.texts) {
            let null = texts.len();
            let codes = keys.iter().map(|key| key.map_or(null, |key| key as usize));
            for (place, code) in places.iter_mut().zip(codes) {
                *place = *place * (null + 1) + code;
            }
        }
        let fresh = |(row, place): (u32, usize)| {
            let seen = self.seen.get_mut(place)?;
            (!std::mem::replace(seen, true)).then_some(row)
        };
        (0u32..).zip(places).filter_map(fresh).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::slices::SliceSet;
    use arrow::array::{DictionaryArray, StringArray};
    use proptest::prelude::*;

    fn coded(texts: &[Option<&str>], values: &ArrayRef) -> ArrayRef {
        let place = |text: &str| {
            let values = values.as_string::<i32>();
            values.iter().position(|value| value == Some(text)).unwrap() as i32
        };
        let keys: Int32Array = texts.iter().map(|text| text.map(place)).collect();
        Arc::new(DictionaryArray::new(keys, values.clone()))
    }

    proptest! {
        /// Slices told by codes are those told by texts, batch after batch, with
        /// dictionaries that change now and then.
        #[test]
        fn codes_tell_the_slices_that_texts_tell(
            batches in prop::collection::vec(
                (0usize..2, prop::collection::vec((0usize..2, 0usize..2, prop::option::of(0usize..2), 0usize..3), 1..12)),
                1..6,
            ),
        ) {
            let names = ["economy", "indicator", "counterpart", "period"];
            let words = ["x", "y", "z"];
            let sets: Vec<Vec<ArrayRef>> = [["x", "y", "z"], ["z", "x", "y"]]
                .iter()
                .map(|words| names.iter().map(|_| Arc::new(StringArray::from(words.to_vec())) as ArrayRef).collect())
                .collect();
            let (mut by_code, mut by_text) = (SliceSet::default(), SliceSet::default());
            let mut all = BTreeSet::new();
            for (set, rows) in &batches {
                let column = |at: usize| -> Vec<Option<&str>> {
                    rows.iter().map(|row| match at {
                        0 => Some(words[row.0]),
                        1 => Some(words[row.1]),
                        2 => row.2.map(|n| words[n]),
                        _ => Some(words[row.3]),
                    }).collect()
                };
                all.extend(rows.iter().copied());
                let batch = RecordBatch::try_from_iter_with_nullable(
                    (0..4).map(|at| (names[at], coded(&column(at), &sets[*set][at]), true)),
                ).unwrap();
                let plain = RecordBatch::try_from_iter_with_nullable(
                    (0..4).map(|at| (names[at], Arc::new(StringArray::from(column(at))) as ArrayRef, true)),
                ).unwrap();
                by_code.extend(Kind::Series, &batch);
                by_text.extend(Kind::Series, &plain);
            }
            prop_assert_eq!(by_code.len(), all.len() as u64);
            prop_assert_eq!(by_code.to_batch(Kind::Series).unwrap(), by_text.to_batch(Kind::Series).unwrap());
        }
    }
}
