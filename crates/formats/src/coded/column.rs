//! Columns that are filled here and there: a row passed over holds the
//! column's default.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, ArrowPrimitiveType, DictionaryArray, Int32Array, PrimitiveArray, StringArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, Int32Type};

use crate::memo::Memo;

/// The code of no text.
pub(crate) const NONE: i32 = -1;

/// A text column as codes into the texts it has held.
#[derive(Debug)]
pub(crate) struct TextColumn {
    codes: Vec<i32>,
    texts: Vec<Box<str>>,
    memo: Memo,
    /// The code of a row passed over.
    default: i32,
    /// The texts as an array, as far as they have been asked for.
    values: Option<ArrayRef>,
    /// Codes of rows that are all passed over, at least as many as ever needed.
    idle: Option<Int32Array>,
}

impl TextColumn {
    /// An empty column whose rows hold `default` unless said otherwise.
    pub(crate) fn new(default: Option<&str>) -> Self {
        let mut column = Self {
            codes: Vec::new(),
            texts: Vec::new(),
            memo: Memo::new(),
            default: NONE,
            values: None,
            idle: None,
        };
        if let Some(text) = default {
            column.default = column.code(text);
        }
        column
    }

    /// How many different texts the column has held.
    pub(crate) fn texts(&self) -> usize {
        self.texts.len()
    }

    /// The code of a text.
    #[inline]
    pub(crate) fn code(&mut self, text: &str) -> i32 {
        match self.memo.get(text) {
            Some(code) => code,
            None => self.add(text),
        }
    }

    #[cold]
    fn add(&mut self, text: &str) -> i32 {
        let code = self.texts.len() as i32;
        self.texts.push(text.into());
        self.memo.insert(text, code);
        self.values = None;
        code
    }

    /// Puts a code in a row, at or after the last one filled.
    #[inline]
    pub(crate) fn put(&mut self, row: usize, code: i32) {
        if code == self.default {
            return;
        }
        if self.codes.len() < row {
            self.codes.resize(row, self.default);
        }
        self.codes.push(code);
    }

    /// Puts codes in as many rows from `row` on, which is behind the last one
    /// filled.
    pub(crate) fn extend(&mut self, row: usize, codes: impl Iterator<Item = i32> + Clone) {
        if self.codes.is_empty() && codes.clone().all(|code| code == self.default) {
            return;
        }
        self.codes.resize(row, self.default);
        self.codes.extend(codes);
    }

    /// The first `rows` rows as an array; the column is empty again and knows
    /// its texts still.
    pub(crate) fn finish(&mut self, rows: usize) -> DictionaryArray<Int32Type> {
        let keys = if self.codes.is_empty() {
            self.idle(rows)
        } else {
            let mut codes = std::mem::take(&mut self.codes);
            codes.resize(rows, self.default);
            keys_of(codes)
        };
        // proof: every code is the place of a text.
        DictionaryArray::new(keys, self.values())
    }

    fn idle(&mut self, rows: usize) -> Int32Array {
        let kept = self.idle.take().filter(|kept| kept.len() >= rows);
        let kept = kept.unwrap_or_else(|| keys_of(vec![self.default; rows]));
        let keys = kept.slice(0, rows);
        self.idle = Some(kept);
        keys
    }

    fn values(&mut self) -> ArrayRef {
        let texts = &self.texts;
        let made = self.values.get_or_insert_with(|| {
            Arc::new(
                texts
                    .iter()
                    .map(|text| Some(text.as_ref()))
                    .collect::<StringArray>(),
            )
        });
        made.clone()
    }
}

fn keys_of(mut codes: Vec<i32>) -> Int32Array {
    let nulls = codes.contains(&NONE).then(|| {
        let valid: NullBuffer = codes.iter().map(|code| *code != NONE).collect();
        codes.iter_mut().for_each(|code| *code = (*code).max(0));
        valid
    });
    Int32Array::new(codes.into(), nulls)
}

/// A column of numbers, null where passed over.
#[derive(Debug)]
pub(crate) struct NumberColumn<T: ArrowPrimitiveType> {
    numbers: Vec<T::Native>,
    /// Rows of `numbers` without one.
    absent: Vec<usize>,
    data_type: DataType,
    idle: Option<PrimitiveArray<T>>,
}

impl<T: ArrowPrimitiveType> NumberColumn<T> {
    /// An empty column of a type.
    pub(crate) fn new(data_type: DataType) -> Self {
        Self {
            numbers: Vec::new(),
            absent: Vec::new(),
            data_type,
            idle: None,
        }
    }

    /// Puts a number in a row, at or after the last one filled.
    #[inline]
    pub(crate) fn put(&mut self, row: usize, number: Option<T::Native>) {
        let Some(number) = number else {
            return;
        };
        self.pass_to(row);
        self.numbers.push(number);
    }

    /// Puts numbers in as many rows from `row` on, which is behind the last one
    /// filled.
    pub(crate) fn extend(&mut self, row: usize, numbers: impl Iterator<Item = T::Native>) {
        self.pass_to(row);
        self.numbers.extend(numbers);
    }

    /// The same where some of the numbers may not be there.
    pub(crate) fn extend_some(
        &mut self,
        row: usize,
        numbers: impl Iterator<Item = Option<T::Native>> + Clone,
    ) {
        match numbers.clone().all(|number| number.is_some()) {
            true => self.extend(row, numbers.map(Option::unwrap_or_default)),
            false => {
                for (row, number) in (row..).zip(numbers) {
                    self.put(row, number);
                }
            }
        }
    }

    fn pass_to(&mut self, row: usize) {
        while self.numbers.len() < row {
            self.absent.push(self.numbers.len());
            self.numbers.push(T::Native::default());
        }
    }

    /// The first `rows` rows as an array; the column is empty again.
    pub(crate) fn finish(&mut self, rows: usize) -> ArrayRef {
        if self.numbers.is_empty() {
            let kept = self.idle.take().filter(|kept| kept.len() >= rows);
            let kept = kept.unwrap_or_else(|| {
                PrimitiveArray::<T>::new_null(rows).with_data_type(self.data_type.clone())
            });
            let array = kept.slice(0, rows);
            self.idle = Some(kept);
            return Arc::new(array);
        }
        self.pass_to(rows);
        let absent = std::mem::take(&mut self.absent);
        let nulls = (!absent.is_empty()).then(|| {
            let mut valid = vec![true; rows];
            absent.iter().for_each(|row| valid[*row] = false);
            NullBuffer::from(valid)
        });
        let numbers = std::mem::take(&mut self.numbers);
        let array = PrimitiveArray::<T>::new(numbers.into(), nulls);
        Arc::new(array.with_data_type(self.data_type.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Array, AsArray};
    use arrow::compute::cast;
    use arrow::datatypes::Int64Type;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_column_holds_what_was_put(
            rows in prop::collection::vec(prop::option::of("[ab]{0,2}"), 0..20),
            default in prop::option::of("[ab]{0,1}"),
            times in 1usize..3,
        ) {
            let mut column = TextColumn::new(default.as_deref());
            for _ in 0..times {
                for (row, text) in rows.iter().enumerate() {
                    if let Some(text) = text {
                        let code = column.code(text);
                        column.put(row, code);
                    }
                }
                let array = cast(&column.finish(rows.len()), &DataType::Utf8).unwrap();
                let array = array.as_string::<i32>();
                for (row, text) in rows.iter().enumerate() {
                    let expected = text.as_deref().or(default.as_deref());
                    let held = array.is_valid(row).then(|| array.value(row));
                    prop_assert_eq!(held, expected);
                }
            }
        }

        /// In runs or row by row, the same.
        #[test]
        fn runs_are_rows(
            runs in prop::collection::vec((prop::collection::vec(0usize..3, 0..4), prop::option::of(0usize..3)), 0..6),
            default in prop::option::of("b"),
        ) {
            let mut columns = [(); 2].map(|()| TextColumn::new(default.as_deref()));
            let mut numbers = [(); 2].map(|()| NumberColumn::<Int64Type>::new(DataType::Int64));
            let mut row = 0;
            for (run, single) in &runs {
                let [by_run, by_row] = &mut columns;
                let codes = |column: &mut TextColumn| -> Vec<i32> {
                    run.iter().map(|n| column.code(["a", "b", "c"][*n])).collect()
                };
                let run_codes = codes(by_run);
                by_run.extend(row, run_codes.into_iter());
                numbers[0].extend(row, run.iter().map(|n| *n as i64));
                for (at, code) in codes(by_row).into_iter().enumerate() {
                    by_row.put(row + at, code);
                    numbers[1].put(row + at, Some(run[at] as i64));
                }
                row += run.len();
                for column in &mut columns {
                    let code = single.map_or(NONE, |n| column.code(["a", "b", "c"][n]));
                    column.put(row, code);
                }
                numbers.iter_mut().for_each(|column| column.put(row, single.map(|n| n as i64)));
                row += 1;
            }
            let [one, other] = columns.map(|mut column| cast(&column.finish(row), &DataType::Utf8).unwrap());
            prop_assert_eq!(&one, &other);
            let [one, other] = numbers.map(|mut column| column.finish(row));
            prop_assert_eq!(&one, &other);
        }

        #[test]
        fn a_number_column_holds_what_was_put(
            rows in prop::collection::vec(prop::option::of(any::<i64>()), 0..20),
        ) {
            let mut column = NumberColumn::<Int64Type>::new(DataType::Int64);
            for _ in 0..2 {
                for (row, number) in rows.iter().enumerate() {
                    column.put(row, *number);
                }
                let array = column.finish(rows.len());
                let held: Vec<_> = array.as_primitive::<Int64Type>().iter().collect();
                prop_assert_eq!(&held, &rows);
            }
        }
    }
}
