//! One field of many lines: its cells as codes, or as amounts.

use crate::cells::Cells;
use crate::memo::Memo;
use crate::plain_amount::plain_amount;
use crate::short::Short;

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
    /// The cell that the last lines all had, with its code.
    same: Option<(Short, i32)>,
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
            same: None,
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
        self.same = None;
    }

    /// Makes room for other lines.
    pub(super) fn clear(&mut self) {
        self.codes.clear();
    }

    /// Reads the cells of more lines, behind the cuts `firsts`, by what they
    /// came to before, or as `find` finds, and marks lines that are `unusual`.
    pub(super) fn read(
        &mut self,
        text: &str,
        cells: &Cells,
        firsts: &[u32],
        unusual: &mut [bool],
        mut find: impl FnMut(&str) -> Option<i32>,
    ) {
        let before = self.codes.len();
        match self.column {
            None => {
                let code = find("").unwrap_or(UNUSUAL);
                self.codes.resize(before + firsts.len(), code);
            }
            Some(column) => {
                let spans = firsts.iter().map(|first| cells.span(first + column));
                self.find_all(text, spans, &mut find);
            }
        }
        for (unusual, code) in unusual.iter_mut().zip(&self.codes[before..]) {
            *unusual |= *code == UNUSUAL;
        }
    }

    /// Finds the cells between pairs of places. Where all had one text before,
    /// each is held against it first.
    fn find_all(
        &mut self,
        text: &str,
        spans: impl Iterator<Item = (usize, usize)> + Clone,
        find: &mut impl FnMut(&str) -> Option<i32>,
    ) {
        let (memo, before) = (&mut self.memo, self.codes.len());
        match self.same {
            Some((same, code)) => {
                self.codes.extend(spans.clone().map(|(start, end)| {
                    match Short::of(text.as_bytes(), start, end) == Some(same) {
                        true => code,
                        false => looked_up(memo, text, start, end, find),
                    }
                }))
            }
            None => {
                let codes = spans
                    .clone()
                    .map(|(start, end)| looked_up(memo, text, start, end, find));
                self.codes.extend(codes);
            }
        }
        let codes = &self.codes[before..];
        let first = codes.first().copied();
        let alike = codes
            .iter()
            .fold(true, |alike, code| alike & (Some(*code) == first));
        let (start, end) = spans.take(1).last().unwrap_or_default();
        let cell = Short::of(text.as_bytes(), start, end).filter(|_| alike);
        self.same = cell.zip(first);
    }
}

/// What the cell between two places of `text` comes to.
#[inline(always)]
fn looked_up(
    memo: &mut Memo,
    text: &str,
    start: usize,
    end: usize,
    find: &mut impl FnMut(&str) -> Option<i32>,
) -> i32 {
    match memo.find(text, start, end) {
        Some(code) => code,
        None => learned(memo, text.get(start..end).unwrap_or(""), find),
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

    /// Makes room for other lines.
    pub(super) fn clear(&mut self) {
        self.numbers.clear();
    }

    /// Reads amounts of more lines in the usual form, and marks lines with
    /// another.
    pub(super) fn read(&mut self, text: &str, cells: &Cells, firsts: &[u32], unusual: &mut [bool]) {
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
