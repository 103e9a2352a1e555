//! The values a key column takes, and their codes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arrow::array::{ArrayRef, DictionaryArray, Int64Array, StringArray, UInt32Array};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Int32Type};
use datafusion::common::Result;

/// The code of a null; codes of values begin after it.
pub(super) const NULL: u32 = 0;

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

    /// The code of a text.
    pub(super) fn text(&self, text: &str) -> u32 {
        let mut seen = self.lock();
        if let Some(code) = seen.texts.get(text) {
            return *code;
        }
        let text: Arc<str> = text.into();
        seen.text_of.push(text.clone());
        let code = seen.text_of.len() as u32;
        seen.texts.insert(text, code);
        code
    }

    /// The code of a number.
    pub(super) fn number(&self, number: i64) -> u32 {
        let mut seen = self.lock();
        if let Some(code) = seen.numbers.get(&number) {
            return *code;
        }
        seen.number_of.push(number);
        let code = seen.number_of.len() as u32;
        seen.numbers.insert(number, code);
        code
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
