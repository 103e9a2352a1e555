//! Units of quantity as codes, for columns of records.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type};
use datafusion::common::Result;

/// The code of no unit: a record without a quantity.
pub(super) const NONE: u32 = 0;

/// Units as small numbers, [`NONE`] aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Units {
    codes: HashMap<String, u32>,
    names: Vec<String>,
    /// The last dictionary and the codes of its values. Holding it keeps its
    /// address from being used again.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
}

impl Units {
    /// The code of a unit, a new one for a new unit.
    pub(super) fn code(&mut self, unit: &str) -> u32 {
        if let Some(code) = self.codes.get(unit) {
            return *code;
        }
        self.names.push(unit.to_owned());
        let code = self.names.len() as u32;
        self.codes.insert(unit.to_owned(), code);
        code
    }

    /// The unit of a code; none for [`NONE`].
    pub(super) fn name(&self, code: u32) -> Option<&str> {
        let place = (code as usize).checked_sub(1)?;
        self.names.get(place).map(String::as_str)
    }

    /// The code of each value of `column`, that of the empty unit for a null.
    pub(super) fn codes(&mut self, column: &ArrayRef) -> Result<Vec<u32>> {
        let unstated = self.code("");
        if let Some(column) = column.as_dictionary_opt::<Int32Type>() {
            self.learn(column.values())?;
            let known = self.dictionary.as_ref().map_or(&[][..], |(_, codes)| codes);
            let keys = column.keys().iter();
            return Ok(keys
                .map(|key| key.map_or(unstated, |key| known[key as usize]))
                .collect());
        }
        let texts = cast(column, &DataType::Utf8)?;
        let texts = texts.as_string::<i32>().iter();
        Ok(texts
            .map(|unit| self.code(unit.unwrap_or_default()))
            .collect())
    }

    fn learn(&mut self, values: &ArrayRef) -> Result<()> {
        if let Some((known, _)) = &self.dictionary
            && known.to_data().ptr_eq(&values.to_data())
        {
            return Ok(());
        }
        let texts = cast(values, &DataType::Utf8)?;
        let texts = texts.as_string::<i32>().iter();
        let codes = texts
            .map(|unit| self.code(unit.unwrap_or_default()))
            .collect();
        self.dictionary = Some((values.clone(), codes));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{DictionaryArray, StringArray};

    use super::*;

    #[test]
    fn texts_and_dictionaries_share_their_codes() {
        let mut units = Units::default();
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("kg"), None, Some("u")]));
        let plain = units.codes(&texts).unwrap();
        let coded: DictionaryArray<Int32Type> = [Some("u"), None, Some("kg")].into_iter().collect();
        let coded = units.codes(&(Arc::new(coded) as ArrayRef)).unwrap();
        assert_eq!(coded, [plain[2], plain[1], plain[0]]);
        let names: Vec<_> = plain.iter().map(|code| units.name(*code)).collect();
        assert_eq!(names, [Some("kg"), Some(""), Some("u")]);
        assert_eq!(units.name(NONE), None);
    }
}
