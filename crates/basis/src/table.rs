//! Reading the tables embedded in this crate (`data/*.csv`).
//!
//! Cells hold no commas and no quotes; lines that begin with `#` say what a
//! table is, where it is from and when it was drawn up.

use std::str::FromStr;

/// One row of an embedded table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    line: &'static str,
}

/// The rows of `table`, comments left out.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Row> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| Row { line })
}

impl Row {
    /// The text of a cell; empty when the row is shorter.
    pub(crate) fn cell(self, column: usize) -> &'static str {
        self.line.split(',').nth(column).unwrap_or("")
    }

    /// The value of a cell; `None` when it is empty.
    pub(crate) fn value<T: FromStr>(self, column: usize) -> Option<T> {
        self.cell(column).parse().ok()
    }

    /// The parts of a cell between semicolons; none when it is empty.
    pub(crate) fn list(self, column: usize) -> impl Iterator<Item = &'static str> {
        self.cell(column).split(';').filter(|part| !part.is_empty())
    }
}

/// Every row has `columns` cells, and each cell of `typed` is empty or reads
/// as a `T`: what makes [`Row::value`] safe to use.
#[cfg(test)]
pub(crate) fn assert_table<T: FromStr>(table: &'static str, columns: usize, typed: &[usize]) {
    for row in rows(table) {
        assert_eq!(row.line.split(',').count(), columns, "{}", row.line);
        for &column in typed {
            let readable = row.cell(column).is_empty() || row.value::<T>(column).is_some();
            assert!(readable, "{} in {}", row.cell(column), row.line);
        }
    }
}
