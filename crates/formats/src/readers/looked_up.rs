//! One field of many lines: its cells as codes, or as amounts.

use crate::cells::Cells;
use crate::memo::Memo;
use crate::plain_amount::plain_amount;

/// The code of a cell whose line has more to it than can be looked up.
pub(super) const UNUSUAL: i32 = -2;

/// An amount that is not there; no text says it.
pub(super) const ABSENT: i128 = i128::MIN;

/// A field whose cells are codes.
pub(super) struct LookedUp {
    /// The field.
    pub(super) field: usize,
    /// The column that fills it; one text does for every line where none does.
    column: Option<u32>,
    memo: Memo,
    /// The code of each line's cell.
    pub(super) codes: Vec<i32>,
}

impl LookedUp {
    /// A field and the column that fills it.
    pub(super) fn new(field: usize, column: Option<usize>) -> Self {
        Self {
            field,
            column: column.map(|column| column as u32),
            memo: Memo::new(),
            codes: Vec::new(),
        }
    }

    /// How many cells are remembered.
    pub(super) fn remembered(&self) -> usize {
        self.memo.len()
    }

    /// Forgets what cells came to.
    pub(super) fn forget(&mut self) {
        self.memo = Memo::new();
    }

    /// Reads the cells of the lines behind the cuts `firsts` by what they came
    /// to before, or as `find` finds, and marks lines that are `unusual`.
    pub(super) fn read(
        &mut self,
        text: &str,
        cells: &Cells,
        firsts: &[u32],
        unusual: &mut [bool],
        mut find: impl FnMut(&str) -> Option<i32>,
    ) {
        self.codes.clear();
        let memo = &mut self.memo;
        match self.column {
            None => {
                let code = find("").unwrap_or(UNUSUAL);
                self.codes.resize(firsts.len(), code);
            }
            Some(column) => self.codes.extend(firsts.iter().map(|first| {
                let (start, end) = cells.span(first + column);
                match memo.find(text, start, end) {
                    Some(code) => code,
                    None => learned(memo, text.get(start..end).unwrap_or(""), &mut find),
                }
            })),
        }
        for (unusual, code) in unusual.iter_mut().zip(&self.codes) {
            *unusual |= *code == UNUSUAL;
        }
    }
}

#[cold]
fn learned(memo: &mut Memo, cell: &str, find: &mut impl FnMut(&str) -> Option<i32>) -> i32 {
    // Bytes that are no text are told of with their line.
    let code = match cell.contains('\u{fffd}') {
        true => UNUSUAL,
        false => find(cell).unwrap_or(UNUSUAL),
    };
    memo.insert(cell, code);
    code
}

/// A field whose cells are amounts.
pub(super) struct Amounts {
    column: Option<u32>,
    /// The amount of each line in millionths; [`ABSENT`] where there is none.
    pub(super) numbers: Vec<i128>,
}

impl Amounts {
    /// The amounts of a column; none at all where there is none.
    pub(super) fn new(column: Option<usize>) -> Self {
        Self {
            column: column.map(|column| column as u32),
            numbers: Vec::new(),
        }
    }

    /// Reads amounts in the usual form, and marks lines with another.
    pub(super) fn read(&mut self, text: &str, cells: &Cells, firsts: &[u32], unusual: &mut [bool]) {
        self.numbers.clear();
        let Some(column) = self.column else {
            return;
        };
        let lines = firsts.iter().zip(unusual);
        self.numbers.extend(lines.map(|(first, unusual)| {
            let (start, end) = cells.span(first + column);
            let amount = plain_amount(text.as_bytes(), start, end);
            *unusual |= amount.is_none() && start < end;
            amount.unwrap_or(ABSENT)
        }));
    }
}
