//! Values of a key column as small numbers, the same in every thread.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type, Int64Type};
use datafusion::common::{Result, exec_err};

use super::domain::{Domain, NULL};

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

/// One thread's view of a [`Domain`]: what it has seen needs no lock.
#[derive(Debug)]
pub(super) struct Coder {
    domain: Arc<Domain>,
    /// The last dictionary and the codes of its values. Holding it keeps its
    /// address from being used again.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
    texts: HashMap<Box<str>, u32>,
    numbers: HashMap<i64, u32>,
    /// Above every code met.
    below: u32,
}

/// The codes of a column.
#[derive(Debug)]
pub(super) struct Codes {
    /// One a row.
    pub(super) codes: Vec<u32>,
    /// Above each of them.
    pub(super) below: u32,
}

impl Coder {
    /// A view of `domain`.
    pub(super) fn new(domain: Arc<Domain>) -> Self {
        Self {
            domain,
            dictionary: None,
            texts: HashMap::new(),
            numbers: HashMap::new(),
            below: NULL + 1,
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
            let key = one_of(column.keys().values())?;
            return self.learn(column.values()).get(key as usize).copied();
        }
        if let Some(flags) = column.as_boolean_opt() {
            let set = flags.true_count();
            let same = set == 0 || set == flags.len();
            return same.then(|| self.number(i64::from(set > 0)));
        }
        let number = one_of(column.as_primitive_opt::<Int32Type>()?.values())?;
        Some(self.number(i64::from(number)))
    }

    /// The code of each value of `column`.
    ///
    /// # Errors
    /// When the column is of a type that is no key.
    pub(super) fn codes(&mut self, column: &ArrayRef) -> Result<Codes> {
        let codes = if let Some(column) = column.as_dictionary_opt::<Int32Type>() {
            self.codes_of_dictionary(column)
        } else if let Some(column) = column.as_string_opt::<i32>() {
            repeated(column.iter(), |text| {
                text.map_or(NULL, |text| self.text(text))
            })
        } else if *column.data_type() == DataType::Utf8View {
            return self.codes(&cast(column, &DataType::Utf8)?);
        } else {
            self.codes_of_numbers(column)?
        };
        Ok(Codes {
            codes,
            below: self.below,
        })
    }

    fn codes_of_dictionary(&mut self, column: &DictionaryArray<Int32Type>) -> Vec<u32> {
        let codes = self.learn(column.values());
        let keys = column.keys();
        // proof: a key is the place of a value.
        match keys.null_count() {
            0 => keys
                .values()
                .iter()
                .map(|key| codes[*key as usize])
                .collect(),
            _ => keys
                .iter()
                .map(|key| key.map_or(NULL, |key| codes[key as usize]))
                .collect(),
        }
    }

    /// The codes of a dictionary's values, found once for each.
    fn learn(&mut self, values: &ArrayRef) -> &[u32] {
        let known = self
            .dictionary
            .take()
            .filter(|(known, _)| same(known, values));
        let known = known.unwrap_or_else(|| {
            let texts = values.as_string::<i32>().iter();
            let codes = texts.map(|text| text.map_or(NULL, |text| self.text(text)));
            (values.clone(), codes.collect())
        });
        &self.dictionary.insert(known).1
    }

    fn codes_of_numbers(&mut self, column: &ArrayRef) -> Result<Vec<u32>> {
        let column = match column.data_type() {
            DataType::Date32 => cast(&cast(column, &DataType::Int32)?, &DataType::Int64)?,
            other if codable(other) => cast(column, &DataType::Int64)?,
            other => return exec_err!("{other} is no type of a coded key"),
        };
        let column = column.as_primitive::<Int64Type>();
        let code = |number: Option<i64>| number.map_or(NULL, |number| self.number(number));
        Ok(repeated(column.iter(), code))
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(code) = self.texts.get(text) {
            return *code;
        }
        let code = self.domain.text(text);
        self.below = self.below.max(code + 1);
        self.texts.insert(text.into(), code);
        code
    }

    fn number(&mut self, number: i64) -> u32 {
        if let Some(code) = self.numbers.get(&number) {
            return *code;
        }
        let code = self.domain.number(number);
        self.below = self.below.max(code + 1);
        self.numbers.insert(number, code);
        code
    }
}

/// What all have in common; none where they differ or there are none.
pub(super) fn one_of(numbers: &[i32]) -> Option<i32> {
    const TOGETHER: usize = 128;
    let first = *numbers.first()?;
    let alike = |some: &[i32]| some.iter().fold(true, |alike, one| alike & (*one == first));
    numbers.chunks(TOGETHER).all(alike).then_some(first)
}

/// The code of each value; that of a value which repeats the one before is not
/// looked up again.
fn repeated<T: PartialEq + Copy>(
    values: impl Iterator<Item = T>,
    mut code: impl FnMut(T) -> u32,
) -> Vec<u32> {
    let mut last: Option<(T, u32)> = None;
    let codes = values.map(|value| match last {
        Some((same, code)) if same == value => code,
        _ => {
            let code = code(value);
            last = Some((value, code));
            code
        }
    });
    codes.collect()
}

/// Whether two dictionaries are the same piece of memory.
pub(super) fn same(one: &ArrayRef, other: &ArrayRef) -> bool {
    let (one, other) = (one.as_string::<i32>(), other.as_string::<i32>());
    std::ptr::eq(one.value_data(), other.value_data())
        && std::ptr::eq(one.value_offsets(), other.value_offsets())
        && one.nulls() == other.nulls()
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, StringArray, UInt32Array};

    use super::*;

    fn codes(coder: &mut Coder, column: &ArrayRef) -> Vec<u32> {
        let found = coder.codes(column).unwrap();
        assert!(found.codes.iter().all(|code| *code < found.below));
        found.codes
    }

    fn round_trip(column: ArrayRef) {
        let domain = Arc::new(Domain::new(column.data_type()));
        let all = codes(&mut Coder::new(domain.clone()), &column);
        // A second thread finds the same codes, in whatever order it asks.
        let half = column.len() / 2;
        let tail = column.slice(half, column.len() - half);
        let others = codes(&mut Coder::new(domain.clone()), &tail);
        assert_eq!(&all[half..], &others[..]);
        assert_eq!(&domain.decode(&UInt32Array::from(all)).unwrap(), &column);
    }

    #[test]
    fn a_column_of_one_value_has_one_code() {
        let of = |column: ArrayRef| {
            let mut coder = Coder::new(Arc::new(Domain::new(column.data_type())));
            let codes = codes(&mut coder, &column);
            (coder.uniform(&column), codes)
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
            numbers(vec![7; 1000]),
            nothing,
        ] {
            let (one, codes) = of(column);
            assert!(
                codes.iter().all(|code| Some(*code) == one),
                "{one:?} {codes:?}"
            );
        }
        let mut last_differs = vec![7; 1000];
        last_differs[999] = 8;
        for column in [
            dictionary(vec![Some("a"), Some("b")]),
            dictionary(vec![Some("a"), None]),
            flags(vec![true, false]),
            numbers(vec![7, 8]),
            numbers(last_differs),
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
        let one: DictionaryArray<Int32Type> = ["x", "y", "x"].into_iter().collect();
        let two: DictionaryArray<Int32Type> = ["y", "z", "x"].into_iter().collect();
        let columns = [one, two].map(|column| Arc::new(column) as ArrayRef);
        let found = columns.iter().flat_map(|column| codes(&mut coder, column));
        let found: UInt32Array = found.map(Some).collect();
        let back = domain.decode(&found).unwrap();
        let back: Vec<_> = back.as_string::<i32>().iter().flatten().collect();
        assert_eq!(back, ["x", "y", "x", "y", "z", "x"]);
    }
}
