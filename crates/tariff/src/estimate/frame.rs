//! Named columns of equal length, as a regression reads them.

use std::collections::HashMap;

use triffin_basis::BasisError;

/// The code of a row without a label.
pub const NO_LABEL: u32 = u32::MAX;

/// One column: numbers, or labels by code.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Doubles, and which of them are missing.
    Numbers(Numbers),
    /// Codes into a list of levels.
    Labels(Labels),
}

/// Doubles with a mask: a missing number is neither zero nor NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    values: Vec<f64>,
    missing: Option<Vec<bool>>,
}

/// Labels as codes into their levels, [`NO_LABEL`] where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    codes: Vec<u32>,
    levels: Vec<String>,
}

/// A table of named columns of one length.
///
/// ```
/// use triffin_tariff::estimate::{Frame, Labels, Numbers};
/// let mut frame = Frame::new();
/// frame.push("trade", Numbers::from_options([Some(3.0), None]))?;
/// frame.push("exporter", Labels::from_texts([Some("CHN"), Some("DEU")]))?;
/// assert_eq!(frame.rows(), 2);
/// assert!(frame.push("year", Numbers::from_options([Some(1990.0)])).is_err());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    rows: usize,
    names: Vec<String>,
    columns: Vec<Column>,
}

impl Numbers {
    /// Numbers of which none is missing.
    pub fn new(values: Vec<f64>) -> Self {
        Self {
            values,
            missing: None,
        }
    }

    /// Numbers and, beside each, whether it is missing. A mask that is
    /// shorter leaves the rest present.
    pub fn masked(values: Vec<f64>, mut missing: Vec<bool>) -> Self {
        missing.resize(values.len(), false);
        let missing = missing.contains(&true).then_some(missing);
        Self { values, missing }
    }

    /// Numbers where there are any.
    pub fn from_options(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let (values, missing) = values
            .into_iter()
            .map(|value| (value.unwrap_or(0.0), value.is_none()))
            .unzip();
        Self::masked(values, missing)
    }

    /// The number in `row`, where there is one.
    pub fn get(&self, row: usize) -> Option<f64> {
        if self.is_missing(row) {
            return None;
        }
        self.values.get(row).copied()
    }

    /// Whether the number in `row` is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        self.missing
            .as_ref()
            .is_some_and(|missing| missing.get(row).copied().unwrap_or(true))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl Labels {
    /// Labels by code.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-LABEL` where a code is neither that of a level nor
    /// [`NO_LABEL`].
    pub fn new(codes: Vec<u32>, levels: Vec<String>) -> Result<Self, BasisError> {
        let outside = codes
            .iter()
            .position(|&code| code != NO_LABEL && code as usize >= levels.len());
        match outside {
            None => Ok(Self { codes, levels }),
            Some(row) => Err(BasisError::new(
                "E-GRAVITY-LABEL",
                format!("row {} has the code of no level", row + 1),
                format!("第 {} 行的代码没有对应的标签", row + 1),
            )
            .value(codes[row])
            .expected(
                format!("a code below {}", levels.len()),
                format!("小于 {} 的代码", levels.len()),
            )),
        }
    }

    /// Labels as they come; levels are numbered in the order of their first
    /// appearance.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut labels = Self::default();
        for text in texts {
            let code = match text {
                None => NO_LABEL,
                Some(text) => match known.get(text) {
                    Some(&code) => code,
                    None => {
                        let code = labels.levels.len() as u32;
                        known.insert(text.to_owned(), code);
                        labels.levels.push(text.to_owned());
                        code
                    }
                },
            };
            labels.codes.push(code);
        }
        labels
    }

    /// The code of each row.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The levels the codes stand for.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// The label in `row`, where there is one.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        self.levels.get(code as usize).map(String::as_str)
    }
}

impl Column {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Labels(labels) => labels.codes.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the cell in `row` is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Numbers(numbers) => numbers.is_missing(row),
            Self::Labels(labels) => labels.codes.get(row).is_none_or(|&code| code == NO_LABEL),
        }
    }
}

impl From<Numbers> for Column {
    fn from(numbers: Numbers) -> Self {
        Self::Numbers(numbers)
    }
}

impl From<Labels> for Column {
    fn from(labels: Labels) -> Self {
        Self::Labels(labels)
    }
}

impl Frame {
    /// A table without a column.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-COLUMN` where the name is taken, `E-GRAVITY-LENGTH` where
    /// the length differs from that of the columns there.
    pub fn push(&mut self, name: &str, column: impl Into<Column>) -> Result<(), BasisError> {
        let column = column.into();
        if self.names.iter().any(|taken| taken == name) {
            return Err(BasisError::new(
                "E-GRAVITY-COLUMN",
                format!("two columns are called {name}"),
                format!("有两列都叫 {name}"),
            )
            .value(name)
            .remedy("Give each column its own name", "请给每一列不同的名称"));
        }
        if !self.columns.is_empty() && column.len() != self.rows {
            return Err(BasisError::new(
                "E-GRAVITY-LENGTH",
                format!("column {name} has {} rows", column.len()),
                format!("列 {name} 有 {} 行", column.len()),
            )
            .value(column.len())
            .expected(
                format!("{} rows, as the others have", self.rows),
                format!("与其他列相同的 {} 行", self.rows),
            ));
        }
        self.rows = column.len();
        self.names.push(name.to_owned());
        self.columns.push(column);
        Ok(())
    }

    /// How many rows each column has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in the order they were added.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column of that name.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-COLUMN` with the names there are.
    pub fn column(&self, name: &str) -> Result<&Column, BasisError> {
        let found = self.names.iter().position(|each| each == name);
        match found.and_then(|place| self.columns.get(place)) {
            Some(column) => Ok(column),
            None => Err(BasisError::new(
                "E-GRAVITY-COLUMN",
                format!("no column {name}"),
                format!("没有列 {name}"),
            )
            .value(name)
            .expected(
                format!("one of {}", self.names.join(", ")),
                format!("下列之一：{}", self.names.join("、")),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_without_a_level_is_refused() {
        let error = Labels::new(vec![0, 7], vec!["CHN".into()]).unwrap_err();
        assert_eq!(error.code(), "E-GRAVITY-LABEL");
        assert!(error.to_string().contains("row 2"), "{error}");
    }

    #[test]
    fn labels_keep_the_order_of_their_first_appearance() {
        let labels = Labels::from_texts([Some("b"), None, Some("a"), Some("b")]);
        assert_eq!(labels.codes(), [0, NO_LABEL, 1, 0]);
        assert_eq!(labels.levels(), ["b", "a"]);
        assert_eq!(labels.get(1), None);
    }

    #[test]
    fn a_mask_without_a_missing_number_is_left_out() {
        assert_eq!(
            Numbers::masked(vec![1.0], vec![false]),
            Numbers::new(vec![1.0])
        );
        assert_eq!(
            Numbers::masked(vec![1.0, 2.0], vec![true]).get(1),
            Some(2.0)
        );
    }

    #[test]
    fn a_missing_column_names_those_there_are() {
        let mut frame = Frame::new();
        frame.push("trade", Numbers::new(vec![1.0])).unwrap();
        let error = frame.column("tarde").unwrap_err();
        assert!(error.to_string().contains("trade"), "{error}");
        assert!(frame.push("trade", Numbers::new(vec![1.0])).is_err());
    }
}
