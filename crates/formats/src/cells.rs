//! Where the cells of some lines are in their text.
//!
//! Sixty-four bytes are looked at together: which of them end a cell becomes
//! the bits of one number, and the bits are read off one by one. Lines whose
//! cells stand in quotes are put in cell by cell.

use crate::FormatError;
use crate::block::Block;
use crate::csv::{FIELD_LIMIT, RECORD_LIMIT, Row, too_long};

/// Bytes looked at together.
const TOGETHER: usize = 64;

/// Places read off together.
const EIGHT: usize = 8;

/// The cells of some lines: where each begins and ends.
#[derive(Debug)]
pub struct Cells {
    /// Before each cell, and behind the last of a line, the place of one byte
    /// that is in no cell; of the first cell of all, the byte before the text.
    cuts: Vec<u32>,
    /// How many cuts there are; behind them is room for more.
    used: usize,
    lines: Vec<Line>,
    /// Place of the cut before the next line.
    next: usize,
    /// The first line past the limits of a record, and why it is refused.
    limit: Option<(usize, FormatError)>,
}

/// A line that is not empty.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Line of the file, 1-based.
    pub number: u64,
    /// Line of the file the record ends on.
    pub last: u64,
    /// How many cells it has.
    pub cells: usize,
    /// Place of the cut before its first cell.
    pub first: u32,
}

/// The byte before the first.
const BEFORE: u32 = u32::MAX;

impl Cells {
    /// No lines.
    pub fn new() -> Self {
        Self {
            cuts: vec![BEFORE],
            used: 1,
            lines: Vec::new(),
            next: 0,
            limit: None,
        }
    }

    /// The lines in their order, up to one past the limits of a record.
    pub fn lines(&self) -> &[Line] {
        let within = self.limit.as_ref().map_or(self.lines.len(), |(at, _)| *at);
        &self.lines[..within]
    }

    /// Start and end of the cell behind a cut.
    #[inline]
    pub fn span(&self, cut: u32) -> (usize, usize) {
        match self.cuts.get(cut as usize..cut as usize + 2) {
            Some([before, end]) => (before.wrapping_add(1) as usize, *end as usize),
            // No cut is asked for that is not there.
            _ => (0, 0),
        }
    }

    /// The line as a row of `text`; `ends` is only room to work in.
    pub fn row<'a>(&self, line: &Line, text: &'a str, ends: &'a mut Vec<usize>) -> Row<'a> {
        let (start, _) = self.span(line.first);
        ends.clear();
        let cells = (line.first..).take(line.cells);
        ends.extend(cells.map(|cut| self.span(cut).1.saturating_sub(start)));
        let end = start + ends.last().copied().unwrap_or(0);
        // proof: cells lie within the text, between its characters.
        let text = text.get(start..end).unwrap_or_default();
        Row::as_it_stands(line.number, line.last, text, ends)
    }

    /// The refusal of a line past the limits of a record.
    pub fn refusal(&mut self) -> Result<(), FormatError> {
        match self.limit.take() {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }

    /// Takes in the lines of a block in place of those before.
    pub fn read(&mut self, block: &Block) {
        self.clear();
        let bytes = block.text.as_bytes();
        let returns = memchr::memchr(b'\r', bytes).is_some();
        let mut number = block.line;
        let (chunks, rest) = bytes.as_chunks::<TOGETHER>();
        for (at, chunk) in chunks.iter().enumerate() {
            let base = at * TOGETHER;
            let lines = places(chunk, b'\n');
            let mut ends = lines | places(chunk, block.delimiter);
            if returns {
                ends |= places(chunk, b'\r');
            }
            self.cut(base, lines, ends, bytes, &mut number);
        }
        let base = chunks.len() * TOGETHER;
        let (mut lines, mut ends) = (0, 0);
        for (at, byte) in rest.iter().enumerate() {
            lines |= u64::from(*byte == b'\n') << at;
            let ended = *byte == block.delimiter || matches!(byte, b'\n' | b'\r');
            ends |= u64::from(ended) << at;
        }
        self.cut(base, lines, ends, bytes, &mut number);
    }

    fn clear(&mut self) {
        self.used = 1;
        self.lines.clear();
        self.next = 0;
        self.limit = None;
    }

    /// Takes in the cuts whose bits are set in `ends`, and the lines that end
    /// where they are set in `lines`.
    #[inline]
    fn cut(&mut self, base: usize, lines: u64, ends: u64, bytes: &[u8], number: &mut u64) {
        let before = self.used;
        let room = before + TOGETHER + EIGHT;
        if self.cuts.len() < room {
            self.cuts.resize(room * 2, 0);
        }
        // proof: there is room, as a number has at most TOGETHER bits.
        let mut places = self.cuts[before..room].chunks_exact_mut(EIGHT);
        let mut left = ends;
        // Eight at a time, and those too many are written over: how often this
        // is done hardly changes from one stretch of a file to the next.
        while left != 0 {
            for place in places.next().unwrap_or_default() {
                *place = (base as u32).wrapping_add(left.trailing_zeros());
                left &= left.wrapping_sub(1);
            }
        }
        self.used = before + ends.count_ones() as usize;
        let mut left = lines;
        while left != 0 {
            let below = (left & left.wrapping_neg()) - 1;
            let cut = before + (ends & below).count_ones() as usize;
            self.end_line(cut, bytes, *number);
            *number += 1;
            left &= left - 1;
        }
    }

    /// Takes in a cut.
    fn push(&mut self, place: u32) {
        self.cuts.truncate(self.used);
        self.cuts.push(place);
        self.used += 1;
    }

    /// Ends a line at the cut of its newline.
    #[inline]
    fn end_line(&mut self, newline: usize, bytes: &[u8], number: u64) {
        let first = std::mem::replace(&mut self.next, newline);
        let start = self.cuts[first].wrapping_add(1) as usize;
        let end = self.cuts[newline] as usize;
        // A carriage return ends the last cell and is in none.
        let returned = end > start && bytes.get(end - 1) == Some(&b'\r');
        let length = end - start - usize::from(returned);
        if length == 0 {
            return;
        }
        let cells = newline - first - usize::from(returned);
        self.check(number, length, cells);
        self.lines.push(Line {
            number,
            last: number,
            cells,
            first: first as u32,
        });
    }

    /// Notes a line past the limits, and that lines behind it do not count.
    fn check(&mut self, number: u64, length: usize, cells: usize) {
        if self.limit.is_none() && (length > RECORD_LIMIT || cells > FIELD_LIMIT) {
            let limit = match length > RECORD_LIMIT {
                true => RECORD_LIMIT,
                false => FIELD_LIMIT,
            };
            self.limit = Some((self.lines.len(), too_long(number, limit)));
        }
    }
}

/// Lines whose cells were taken out of their quotes, with a byte between each
/// two cells.
#[derive(Debug)]
pub struct Parted {
    /// The cells one after the other.
    pub text: String,
    /// Where they are in it.
    pub cells: Cells,
}

impl Parted {
    /// No lines.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            cells: Cells::new(),
        }
    }

    /// Takes in a record.
    pub fn push(&mut self, row: &Row<'_>) {
        let first = self.cells.next;
        for cell in row.fields() {
            self.text.push_str(cell);
            self.cells.push(self.text.len() as u32);
            self.text.push('\n');
        }
        self.cells.next = self.cells.used - 1;
        self.cells.lines.push(Line {
            number: row.line,
            last: row.last_line,
            cells: row.width(),
            first: first as u32,
        });
    }
}

/// The places of a byte among sixty-four, one bit each.
#[inline]
fn places(bytes: &[u8; TOGETHER], byte: u8) -> u64 {
    /// Moves the lowest bit of each of eight bytes to the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut same = [0u8; TOGETHER];
    for (same, other) in same.iter_mut().zip(bytes) {
        *same = u8::from(*other == byte);
    }
    let (eights, _) = same.as_chunks::<8>();
    let bits = eights.iter().enumerate().map(|(at, eight)| {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
        gathered << (8 * at)
    });
    bits.fold(0, |all, some| all | some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_the_byte(bytes in prop::collection::vec(0u8..4, 64)) {
            let bytes: [u8; 64] = bytes.try_into().unwrap();
            let found = places(&bytes, 2);
            for (at, byte) in bytes.iter().enumerate() {
                prop_assert_eq!(found >> at & 1 == 1, *byte == 2);
            }
        }

        #[test]
        fn cells_are_those_a_line_is_split_into(
            lines in prop::collection::vec("[ab é]{0,9}(,[ab é]{0,9}){0,8}", 0..30),
            newline in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let text: String = lines.iter().map(|line| format!("{line}{newline}")).collect();
            let block = Block { line: 7, text, delimiter: b',' };
            let mut cells = Cells::new();
            cells.read(&block);
            let there = (7u64..).zip(&lines).filter(|(_, line)| !line.is_empty());
            prop_assert_eq!(cells.lines().len(), there.clone().count());
            for (found, (number, line)) in cells.lines().iter().zip(there) {
                prop_assert_eq!(found.number, number);
                let spans = (found.first..).take(found.cells).map(|cut| cells.span(cut));
                let parts: Vec<&str> = spans.map(|(start, end)| &block.text[start..end]).collect();
                prop_assert_eq!(&parts, &line.split(',').collect::<Vec<_>>());
                let mut ends = Vec::new();
                let row = cells.row(found, &block.text, &mut ends);
                let trimmed: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
                prop_assert_eq!(row.fields().collect::<Vec<_>>(), trimmed);
            }
        }
    }
}
