//! A tidy table of a scenario: names in some columns, numbers in others.

use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;
use triffin_basis::BasisError;
use triffin_formats::columns::Hold;

use crate::columns::{self, Ask, Origin};
use crate::error::QuestionError;

/// A table that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub origin: String,
    /// Line of the file of each row.
    pub lines: Vec<u64>,
    /// The columns of names, in the order asked for.
    pub names: Vec<Vec<String>>,
    /// The columns of numbers, in the order asked for; none where missing.
    pub numbers: Vec<Vec<Option<f64>>>,
}

impl Table {
    /// Reads these columns of names and of numbers.
    ///
    /// # Errors
    /// Those of [`columns::read`]; `E-TARIFF-CELL` for a row without a name.
    pub fn read(
        origin: &Origin,
        names: &[&str],
        numbers: &[&str],
        only: Option<&str>,
    ) -> Result<Self, QuestionError> {
        let hold = |hold| move |name: &&str| ((*name).to_owned(), hold);
        let texts = names.iter().map(hold(Hold::Texts));
        let ask = Ask {
            columns: texts
                .chain(numbers.iter().map(hold(Hold::Numbers)))
                .collect(),
            only: only.map(str::to_owned),
        };
        let new = || Self {
            origin: origin.name(),
            lines: Vec::new(),
            names: vec![Vec::new(); names.len()],
            numbers: vec![Vec::new(); numbers.len()],
        };
        let (table, _) = columns::read(origin, &ask, new, |table, part| {
            for (at, array) in part.columns.iter().enumerate() {
                if at < names.len() {
                    let texts = array.as_string::<i32>();
                    if let Some(row) = (0..texts.len()).find(|row| texts.is_null(*row)) {
                        let line = part.lines.get(row).copied().unwrap_or_default();
                        return Err(no_name(origin, line, names[at]).into());
                    }
                    let some = texts.iter().flatten().map(str::to_owned);
                    table.names[at].extend(some);
                } else {
                    let some = array.as_primitive::<Float64Type>().iter();
                    table.numbers[at - names.len()].extend(some);
                }
            }
            table.lines.extend(part.lines);
            Ok(())
        })?;
        Ok(table)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Where a row stands, for errors: `flows.csv, line 7`.
    pub fn at(&self, row: usize) -> (String, String) {
        let line = self.lines.get(row).copied().unwrap_or_default();
        let file = &self.origin;
        (
            format!("{file}, line {line}"),
            format!("{file} 第 {line} 行"),
        )
    }

    /// A number that has to be there.
    ///
    /// # Errors
    /// `E-TARIFF-CELL` with file, line and column.
    pub fn number(&self, column: usize, row: usize, what: &str) -> Result<f64, BasisError> {
        let cells = self.numbers.get(column);
        let found = cells.and_then(|cells| cells.get(row).copied().flatten());
        found.ok_or_else(|| {
            let (at, at_zh) = self.at(row);
            BasisError::new(
                "E-TARIFF-CELL",
                format!("{at}: {what} is missing"),
                format!("{at_zh}：缺少 {what}"),
            )
            .value(what)
            .expected("a number; missing is not zero", "数；缺失不等于零")
            .remedy(
                "Fill the cell, or leave the row out",
                "请补上该单元格，或去掉该行",
            )
        })
    }
}

fn no_name(origin: &Origin, line: u64, column: &str) -> BasisError {
    let file = origin.name();
    BasisError::new(
        "E-TARIFF-CELL",
        format!("{file}, line {line}: {column} is empty"),
        format!("{file} 第 {line} 行：{column} 为空"),
    )
    .value(column)
    .expected("a name", "名称")
}
