//! Values of a key column as small numbers, the same in every thread.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, Int64Array, StringArray, UInt32Array,
};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Int32Type, Int64Type};
use datafusion::common::{Result, exec_err};

/// The code of a null; codes of values begin after it.
const NULL: u32 = 0;

/// Whether a column of this type can be a key.
pub(super) fn codable(data_type: &DataType) -> bool {
    use DataType::*;
    match data_type {
        Utf8 | Utf8View | Boolean | Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32
        | Date32 => true,
        Dictionary(key, value) => **key == Int32 && **value == Utf8,
        _ => false,
    }
}

/// The values a key column has taken, each with its code.
#[derive(Debug)]
pub(super) struct Domain {
    /// The type the column has in the result.
    result: DataType,
    seen: Mutex<Seen>,
    /// The values by code, once all of them are seen.
    values: OnceLock<ArrayRef>,
}

#[derive(Debug, Default)]
struct Seen {
    texts: HashMap<Arc<str>, u32>,
    text_of: Vec<Arc<str>>,
    numbers: HashMap<i64, u32>,
    number_of: Vec<i64>,
}

impl Domain {
    /// An empty domain of a column that is to come out as `result`.
    pub(super) fn new(result: &DataType) -> Self {
        Self {
            result: result.clone(),
            seen: Mutex::default(),
            values: OnceLock::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The values of `codes`, in the type of the result. Codes given out later
    /// than the first call are unknown here.
    pub(super) fn decode(&self, codes: &UInt32Array) -> Result<ArrayRef> {
        let values = match self.values.get() {
            Some(values) => values,
            None => {
                let values = self.by_code()?;
                self.values.get_or_init(|| values)
            }
        };
        match &self.result {
            DataType::Dictionary(_, _) => dictionary(values, codes),
            _ => Ok(take(values, codes, None)?),
        }
    }

    /// Every value at the place its code is.
    fn by_code(&self) -> Result<ArrayRef> {
        let seen = self.lock();
        // Place 0 is the null, so that a code is the place of its value.
        let values: ArrayRef = if seen.number_of.is_empty() {
            let texts = seen.text_of.iter().map(|text| Some(text.as_ref()));
            Arc::new(std::iter::once(None).chain(texts).collect::<StringArray>())
        } else {
            let numbers = seen.number_of.iter().copied().map(Some);
            Arc::new(std::iter::once(None).chain(numbers).collect::<Int64Array>())
        };
        drop(seen);
        Ok(match &self.result {
            DataType::Date32 => cast(&cast(&values, &DataType::Int32)?, &DataType::Date32)?,
            // The codes are the keys of the dictionary.
            DataType::Dictionary(_, text) => cast(&values, text)?,
            other => cast(&values, other)?,
        })
    }
}

/// `codes` into `values` as a dictionary column.
fn dictionary(values: &ArrayRef, codes: &UInt32Array) -> Result<ArrayRef> {
    let keys = codes
        .iter()
        .map(|code| {
            code.filter(|c| *c != NULL)
                .and_then(|c| i32::try_from(c).ok())
        })
        .collect();
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(
        keys,
        values.clone(),
    )?))
}

/// One thread's view of a [`Domain`]: what it has seen needs no lock.
#[derive(Debug)]
pub(super) struct Coder {
    domain: Arc<Domain>,
    /// The last dictionary and the codes of its values. Holding it keeps its
    /// address from being used again.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
    texts: HashMap<Box<str>, u32>,
    numbers: HashMap<i64, u32>,
}

impl Coder {
    /// A view of `domain`.
    pub(super) fn new(domain: Arc<Domain>) -> Self {
        Self {
            domain,
            dictionary: None,
            texts: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// The one code of `column`, where all rows have the same value; none where
    /// they differ, or where finding out costs more than the codes.
    pub(super) fn uniform(&mut self, column: &ArrayRef) -> Option<u32> {
        if column.logical_null_count() == column.len() {
            return Some(NULL);
        }
        if column.null_count() > 0 {
            return None;
        }
        if let Some(column) = column.as_dictionary_opt::<Int32Type>() {
            let keys = column.keys().values();
            let first = *keys.first()?;
            if keys.iter().any(|key| *key != first) {
                return None;
            }
            self.learn(column.values());
            let (_, codes) = self.dictionary.as_ref()?;
            return codes.get(first as usize).copied();
        }
        if let Some(flags) = column.as_boolean_opt() {
            let set = flags.true_count();
            let same = set == 0 || set == flags.len();
            return same.then(|| self.number(i64::from(set > 0)));
        }
        let numbers = column.as_primitive_opt::<Int32Type>()?.values();
        let first = *numbers.first()?;
        let same = numbers.iter().all(|number| *number == first);
        same.then(|| self.number(i64::from(first)))
    }

    /// Writes the code of each value of `column` to place `at` of its row in
    /// `rows`.
    ///
    /// # Errors
    /// When the column is of a type that is no key.
    pub(super) fn write<const N: usize>(
        &mut self,
        column: &ArrayRef,
        at: usize,
        rows: &mut [[u32; N]],
    ) -> Result<()> {
        if let Some(column) = column.as_dictionary_opt::<Int32Type>() {
            self.write_dictionary(column, at, rows);
        } else if let Some(column) = column.as_string_opt::<i32>() {
            let mut last: Option<(&str, u32)> = None;
            for (row, text) in rows.iter_mut().zip(column) {
                row[at] = match (text, last) {
                    (None, _) => NULL,
                    (Some(text), Some((same, code))) if text == same => code,
                    (Some(text), _) => {
                        let code = self.text(text);
                        last = Some((text, code));
                        code
                    }
                };
            }
        } else if *column.data_type() == DataType::Utf8View {
            return self.write(&cast(column, &DataType::Utf8)?, at, rows);
        } else {
            self.write_numbers(column, at, rows)?;
        }
        Ok(())
    }

    fn write_dictionary<const N: usize>(
        &mut self,
        column: &DictionaryArray<Int32Type>,
        at: usize,
        rows: &mut [[u32; N]],
    ) {
        self.learn(column.values());
        let Some((_, codes)) = &self.dictionary else {
            return;
        };
        let keys = column.keys();
        if keys.null_count() == 0 {
            for (row, key) in rows.iter_mut().zip(keys.values()) {
                row[at] = codes[*key as usize];
            }
        } else {
            for (row, key) in rows.iter_mut().zip(keys) {
                row[at] = key.map_or(NULL, |key| codes[key as usize]);
            }
        }
    }

    /// Finds the codes of a dictionary's values, unless it is the last one.
    fn learn(&mut self, values: &ArrayRef) {
        if let Some((known, _)) = &self.dictionary
            && same(known, values)
        {
            return;
        }
        let texts = values.as_string::<i32>();
        let codes = texts
            .iter()
            .map(|text| text.map_or(NULL, |text| self.text(text)))
            .collect();
        self.dictionary = Some((values.clone(), codes));
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(code) = self.texts.get(text) {
            return *code;
        }
        let mut seen = self.domain.lock();
        let code = match seen.texts.get(text) {
            Some(code) => *code,
            None => {
                let text: Arc<str> = text.into();
                seen.text_of.push(text.clone());
                let code = seen.text_of.len() as u32;
                seen.texts.insert(text, code);
                code
            }
        };
        self.texts.insert(text.into(), code);
        code
    }

    fn write_numbers<const N: usize>(
        &mut self,
        column: &ArrayRef,
        at: usize,
        rows: &mut [[u32; N]],
    ) -> Result<()> {
        let column = match column.data_type() {
            DataType::Date32 => cast(&cast(column, &DataType::Int32)?, &DataType::Int64)?,
            other if codable(other) => cast(column, &DataType::Int64)?,
            other => return exec_err!("{other} is no type of a coded key"),
        };
        let column = column.as_primitive::<Int64Type>();
        let mut last: Option<(i64, u32)> = None;
        for (row, number) in rows.iter_mut().zip(column) {
            row[at] = match (number, last) {
                (None, _) => NULL,
                (Some(number), Some((same, code))) if number == same => code,
                (Some(number), _) => {
                    let code = self.number(number);
                    last = Some((number, code));
                    code
                }
            };
        }
        Ok(())
    }

    fn number(&mut self, number: i64) -> u32 {
        if let Some(code) = self.numbers.get(&number) {
            return *code;
        }
        let mut seen = self.domain.lock();
        let code = match seen.numbers.get(&number) {
            Some(code) => *code,
            None => {
                seen.number_of.push(number);
                let code = seen.number_of.len() as u32;
                seen.numbers.insert(number, code);
                code
            }
        };
        self.numbers.insert(number, code);
        code
    }
}

/// Whether two dictionaries are the same piece of memory.
fn same(one: &ArrayRef, other: &ArrayRef) -> bool {
    let (one, other) = (one.as_string::<i32>(), other.as_string::<i32>());
    std::ptr::eq(one.value_data(), other.value_data())
        && std::ptr::eq(one.value_offsets(), other.value_offsets())
        && one.nulls() == other.nulls()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(column: ArrayRef) {
        let domain = Arc::new(Domain::new(column.data_type()));
        let mut rows = vec![[9; 2]; column.len()];
        Coder::new(domain.clone())
            .write(&column, 1, &mut rows)
            .unwrap();
        // A second thread finds the same codes, in whatever order it asks.
        let half = column.len() / 2;
        let mut others = vec![[9; 2]; column.len() - half];
        let tail = column.slice(half, column.len() - half);
        Coder::new(domain.clone())
            .write(&tail, 1, &mut others)
            .unwrap();
        assert_eq!(&rows[half..], &others[..]);
        let codes: UInt32Array = rows.iter().map(|row| Some(row[1])).collect();
        assert_eq!(&domain.decode(&codes).unwrap(), &column);
    }

    #[test]
    fn a_column_of_one_value_has_one_code() {
        let of = |column: ArrayRef| {
            let mut coder = Coder::new(Arc::new(Domain::new(column.data_type())));
            let mut rows = vec![[9; 1]; column.len()];
            coder.write(&column, 0, &mut rows).unwrap();
            (coder.uniform(&column), rows)
        };
        let dictionary = |texts: Vec<Option<&str>>| -> ArrayRef {
            Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>())
        };
        let flags =
            |flags: Vec<bool>| Arc::new(arrow::array::BooleanArray::from(flags)) as ArrayRef;
        let numbers = |n: Vec<i32>| Arc::new(arrow::array::Int32Array::from(n)) as ArrayRef;
        let nothing: ArrayRef = Arc::new(StringArray::from(vec![None::<&str>; 3]));
        for column in [
            dictionary(vec![Some("a"); 3]),
            flags(vec![true; 2]),
            numbers(vec![7; 4]),
            nothing,
        ] {
            let (one, rows) = of(column);
            assert!(
                rows.iter().all(|row| Some(row[0]) == one),
                "{one:?} {rows:?}"
            );
        }
        for column in [
            dictionary(vec![Some("a"), Some("b")]),
            dictionary(vec![Some("a"), None]),
            flags(vec![true, false]),
            numbers(vec![7, 8]),
        ] {
            assert_eq!(of(column).0, None);
        }
    }

    #[test]
    fn a_column_comes_back_from_its_codes() {
        let texts = StringArray::from(vec![Some("b"), None, Some("a"), Some(""), Some("b")]);
        let numbers = Int64Array::from(vec![Some(-3), Some(0), None, Some(i64::MAX), Some(0)]);
        let days = Int64Array::from(vec![Some(-3), None, Some(17_000)]);
        let days = cast(&cast(&days, &DataType::Int32).unwrap(), &DataType::Date32).unwrap();
        round_trip(cast(&texts, &DataType::Utf8View).unwrap());
        round_trip(Arc::new(texts));
        round_trip(Arc::new(numbers));
        round_trip(days);
        let flags = arrow::array::BooleanArray::from(vec![Some(true), None, Some(false)]);
        round_trip(Arc::new(flags));
        round_trip(Arc::new(StringArray::from(vec![None::<&str>; 2])));
    }

    #[test]
    fn dictionaries_of_different_files_share_their_codes() {
        let domain = Arc::new(Domain::new(&DataType::Utf8));
        let mut coder = Coder::new(domain.clone());
        let mut rows = [[0; 1]; 3];
        let one: DictionaryArray<Int32Type> = ["x", "y", "x"].into_iter().collect();
        let two: DictionaryArray<Int32Type> = ["y", "z", "x"].into_iter().collect();
        let mut codes = Vec::new();
        for column in [one, two] {
            coder
                .write(&(Arc::new(column) as ArrayRef), 0, &mut rows)
                .unwrap();
            codes.extend(rows.iter().map(|row| Some(row[0])));
        }
        let codes = UInt32Array::from(codes);
        let back = domain.decode(&codes).unwrap();
        let back: Vec<_> = back.as_string::<i32>().iter().flatten().collect();
        assert_eq!(back, ["x", "y", "x", "y", "z", "x"]);
    }
}
