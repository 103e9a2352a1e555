//! A matrix of accounts: a column a sector, a row an instrument or a flow.

use triffin_basis::Bilingual;

use super::state::State;

/// A balance sheet, a transactions matrix or a revaluation matrix in one
/// currency and one period.
///
/// Sign: in a balance sheet assets are positive; in a transactions matrix
/// sources of funds are positive and uses negative, so that every column of
/// either sums to zero. A cell is empty where the sector has no part in the
/// row, which is not the same as a part of zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The name of the currency of every cell.
    pub currency: String,
    /// The period, 0 for the opening state.
    pub period: u32,
    /// The sectors, in the order declared.
    pub columns: Vec<String>,
    /// The rows, in the order declared.
    pub rows: Vec<Row>,
}

/// One row of a [`Matrix`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name of the instrument or the flow.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// A cell a column.
    pub cells: Vec<Option<f64>>,
    /// What the cells must sum to: 0, but for what nobody owes its stock.
    pub expected: f64,
}

impl Row {
    /// The sum of the cells.
    pub fn sum(&self) -> f64 {
        self.cells.iter().flatten().sum()
    }

    /// |sum − expected|.
    pub fn gap(&self) -> f64 {
        (self.sum() - self.expected).abs()
    }
}

impl Matrix {
    /// The matrix of these rows: a column a sector, in the currency and period of `state`.
    pub(super) fn of(state: &State, rows: Vec<Row>) -> Self {
        let sectors = &state.accounts().sectors;
        Self {
            currency: state.currency().to_owned(),
            period: state.period(),
            columns: sectors.iter().map(|sector| sector.name.clone()).collect(),
            rows,
        }
    }

    /// The sum of a column: 0 where its sector's account closes.
    pub fn column_sum(&self, column: usize) -> f64 {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        cells.flatten().sum()
    }

    /// The largest cell, by its absolute value.
    pub fn scale(&self) -> f64 {
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().flatten());
        cells.fold(0.0, |largest, cell| largest.max(cell.abs()))
    }

    /// The largest gap of a row or a column: 0 up to rounding in a sound model.
    pub fn largest_gap(&self) -> f64 {
        let rows = self.rows.iter().map(Row::gap);
        let columns = (0..self.columns.len()).map(|column| self.column_sum(column).abs());
        rows.chain(columns).fold(0.0, f64::max)
    }

    /// Whether every row and column closes at 1e-9 × the largest cell.
    pub fn closes(&self) -> bool {
        self.largest_gap() <= 1e-9 * self.scale().max(f64::MIN_POSITIVE)
    }
}

/// A row under construction.
pub(super) struct Cells {
    cells: Vec<Option<f64>>,
}

impl Cells {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            cells: vec![None; columns],
        }
    }

    /// Adds an amount to the cell of a sector.
    pub(super) fn add(&mut self, column: usize, amount: f64) {
        let cell = &mut self.cells[column];
        *cell = Some(cell.unwrap_or(0.0) + amount);
    }

    pub(super) fn row(self, name: &str, title: Bilingual, expected: f64) -> Row {
        Row {
            name: name.to_owned(),
            title,
            cells: self.cells,
            expected,
        }
    }
}
