//! CSV framing: records with their line numbers, bounded in length.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::FormatError;
use crate::block::Block;
use crate::encoding::Text;
use crate::piece::Piece;

/// Longest record, in bytes of UTF-8: an unclosed quote must not swallow a
/// file into memory.
pub const RECORD_LIMIT: usize = 1 << 20;
/// Most fields of one record.
pub const FIELD_LIMIT: usize = 1 << 14;
const READ_AHEAD: usize = 1 << 16;

/// Delimiters that are told apart, most common first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// One record of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Line the record starts on, 1-based.
    pub line: u64,
    /// Line the record ends on; differs where a quoted field spans lines.
    pub last_line: u64,
    data: &'a str,
    ends: &'a [usize],
    /// Bytes between two fields: none once taken out of quotes, the delimiter
    /// where the line is as it stands in the file.
    gap: usize,
}

impl<'a> Row<'a> {
    /// Number of fields.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// The field at `index` without surrounding blanks; `None` past the end.
    pub fn get(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1] + self.gap,
        };
        self.data.get(start..end).map(str::trim)
    }

    /// The fields in order, without surrounding blanks.
    pub fn fields(&self) -> impl Iterator<Item = &'a str> + '_ {
        (0..self.width()).filter_map(|index| self.get(index))
    }

    /// Whether every field is empty.
    pub fn is_blank(&self) -> bool {
        match self.gap {
            0 => self.data.trim().is_empty(),
            _ => self.fields().all(str::is_empty),
        }
    }

    /// Whether a byte of the record was no text in the file's encoding.
    pub fn is_garbled(&self) -> bool {
        self.data.contains('\u{fffd}')
    }
}

impl<'a> Row<'a> {
    /// A line as it stands in the file, with the ends of its fields.
    pub(crate) fn as_it_stands(line: u64, last: u64, data: &'a str, ends: &'a [usize]) -> Self {
        Self {
            line,
            last_line: last,
            data,
            ends,
            gap: 1,
        }
    }
}

/// The records of a text, one at a time.
pub struct Lines {
    text: Text,
    reader: Reader,
    delimiter: u8,
    line: u64,
    data: Vec<u8>,
    ends: Vec<usize>,
}

impl Lines {
    /// The records of `text`, fields parted by `delimiter`.
    pub fn new(text: Text, delimiter: u8) -> Self {
        Self {
            text,
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            line: 1,
            data: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// Whole lines that need no unquoting, about `size` bytes of them and
    /// perhaps more; none where [`Lines::next_row`] must read on, or there are
    /// less than `fewest` bytes of them before a line that does.
    ///
    /// # Errors
    /// Errors of the bytes beneath.
    pub fn next_block(&mut self, size: usize, fewest: usize) -> Result<Option<Block>, FormatError> {
        self.text.ensure(size)?;
        let buffered = self.text.buffered();
        let end = plain_lines(buffered);
        if end == 0 || end < fewest && end < buffered.len() {
            return Ok(None);
        }
        let Ok(text) = String::from_utf8(self.text.take(end)) else {
            return Err(no_text(self.line));
        };
        let line = self.line;
        self.line += newlines(text.as_bytes());
        Ok(Some(Block {
            line,
            text,
            delimiter: self.delimiter,
        }))
    }

    /// Takes the memory of lines that were read, for the next ones.
    pub fn give_back(&mut self, piece: Piece) {
        if let Piece::Plain(block) = piece {
            self.text.give_back(block.text.into_bytes());
        }
    }

    /// The text beneath, for its encoding and hash.
    pub fn text(&mut self) -> &mut Text {
        &mut self.text
    }

    /// The next record that is not an empty line; `None` at the end.
    ///
    /// # Errors
    /// `E-FORMAT-RECORD` for a record past [`RECORD_LIMIT`] or [`FIELD_LIMIT`],
    /// `E-FORMAT-QUOTE` when the file ends within quotes, and errors of the
    /// bytes beneath.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, FormatError> {
        if !self.skip_empty_lines()? {
            return Ok(None);
        }
        let line = self.line;
        let (size, fields) = self.read_record(line)?;
        let data = std::str::from_utf8(&self.data[..size]).map_err(|_| no_text(line))?;
        Ok(Some(Row {
            line,
            last_line: self.line,
            data,
            ends: &self.ends[..fields],
            gap: 0,
        }))
    }

    /// Moves to the first byte of the next record; false at the end.
    fn skip_empty_lines(&mut self) -> Result<bool, FormatError> {
        loop {
            self.text.ensure(1)?;
            let buffered = self.text.buffered();
            if buffered.is_empty() {
                return Ok(false);
            }
            let blank = buffered
                .iter()
                .take_while(|b| matches!(b, b'\n' | b'\r'))
                .count();
            self.line += newlines(&buffered[..blank]);
            let more = blank < buffered.len();
            self.text.consume(blank);
            if more {
                return Ok(true);
            }
        }
    }

    fn read_record(&mut self, line: u64) -> Result<(usize, usize), FormatError> {
        let (mut size, mut fields) = (0, 0);
        loop {
            self.text.ensure(1)?;
            let input = self.text.buffered();
            if input.is_empty() {
                return self.end_of_file(line, size, fields);
            }
            let input = &input[..input.len().min(READ_AHEAD)];
            let (result, used, written, ended) =
                self.reader
                    .read_record(input, &mut self.data[size..], &mut self.ends[fields..]);
            self.line += newlines(&input[..used]);
            self.text.consume(used);
            size += written;
            fields += ended;
            match result {
                ReadRecordResult::Record => return Ok((size, fields)),
                ReadRecordResult::OutputFull => grow(&mut self.data, RECORD_LIMIT, line)?,
                ReadRecordResult::OutputEndsFull => grow(&mut self.ends, FIELD_LIMIT, line)?,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
    }

    /// Ends the last record, which has no newline. Within quotes the newline
    /// given here becomes content, which is how an unclosed quote shows.
    fn end_of_file(
        &mut self,
        line: u64,
        mut size: usize,
        mut fields: usize,
    ) -> Result<(usize, usize), FormatError> {
        loop {
            let (result, _, written, ended) =
                self.reader
                    .read_record(b"\n", &mut self.data[size..], &mut self.ends[fields..]);
            size += written;
            fields += ended;
            match result {
                ReadRecordResult::Record => return Ok((size, fields)),
                ReadRecordResult::OutputFull => grow(&mut self.data, RECORD_LIMIT, line)?,
                ReadRecordResult::OutputEndsFull => grow(&mut self.ends, FIELD_LIMIT, line)?,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {
                    return Err(FormatError::new(
                        "E-FORMAT-QUOTE",
                        format!("a quote opened in the record of line {line} never closes"),
                        "every quoted field closed by a quote",
                        "Correct the quote on that line.",
                    )
                    .zh(
                        format!("第 {line} 行开始的记录中引号没有闭合"),
                        "成对的引号",
                        "请改正该行的引号。",
                    ));
                }
            }
        }
    }
}

/// The refusal of a line that is no text.
fn no_text(line: u64) -> FormatError {
    FormatError::new(
        "E-FORMAT-ENCODING",
        format!("line {line} is not text"),
        "text in one encoding",
        "Name the encoding with --encoding.",
    )
    .zh(
        format!("第 {line} 行不是文字"),
        "同一编码的文字",
        "请用 --encoding 指定编码。",
    )
}

pub(crate) fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// How many bytes at the start are whole lines without a quote and without a
/// carriage return that ends a line by itself.
fn plain_lines(bytes: &[u8]) -> usize {
    let lone = |at: &usize| bytes.get(at + 1).is_some_and(|next| *next != b'\n');
    let quote = memchr::memchr(b'"', bytes).unwrap_or(bytes.len());
    let end = memchr::memchr_iter(b'\r', &bytes[..quote]).find(lone);
    let end = end.unwrap_or(quote);
    memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |last| last + 1)
}

fn grow<T: Clone + Default>(
    buffer: &mut Vec<T>,
    limit: usize,
    line: u64,
) -> Result<(), FormatError> {
    if buffer.len() >= limit {
        return Err(too_long(line, limit));
    }
    buffer.resize((buffer.len() * 2).min(limit), T::default());
    Ok(())
}

/// The refusal of a record past a limit.
pub(crate) fn too_long(line: u64, limit: usize) -> FormatError {
    FormatError::new(
        "E-FORMAT-RECORD",
        format!("the record of line {line} is longer than {limit} bytes or fields"),
        format!("records of at most {RECORD_LIMIT} bytes and {FIELD_LIMIT} fields"),
        "Look for a quote on that line that never closes.",
    )
    .zh(
        format!("第 {line} 行的记录超过 {limit} 字节或字段"),
        format!("每条记录至多 {RECORD_LIMIT} 字节、{FIELD_LIMIT} 个字段"),
        "请检查该行是否有未闭合的引号。",
    )
}

/// The delimiter that parts the sample's lines into the most even columns.
pub fn detect_delimiter(sample: &str) -> u8 {
    let lines: Vec<&str> = sample
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(20)
        .collect();
    let score = |delimiter: u8| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|l| count_outside_quotes(l, delimiter))
            .collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let even = counts.iter().filter(|&&c| c == most).count();
        if most == 0 { (0, 0) } else { (even, most) }
    };
    // max_by_key takes the last of equals, and the most common comes first.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|&d| score(d))
        .unwrap_or(b',')
}

fn count_outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|&b| {
            quoted ^= b == b'"';
            !quoted && b == delimiter
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Input;
    use proptest::prelude::*;

    fn rows(text: &[u8], block: usize) -> Result<Vec<(u64, Vec<String>)>, &'static str> {
        let bytes = Input::Memory("t".into(), text.into()).open().unwrap();
        let text = Text::new(bytes, Some(encoding_rs::UTF_8)).with_block(block);
        let mut lines = Lines::new(text, b',');
        let mut rows = Vec::new();
        while let Some(row) = lines.next_row().map_err(|e| e.code)? {
            rows.push((row.line, row.fields().map(str::to_owned).collect()));
        }
        Ok(rows)
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        for newline in ["\n", "\r\n"] {
            let text = "a,b\n\n\"x\ny\",\"say \"\"hi\"\"\"\n 3 ,".replace('\n', newline);
            let read = rows(text.as_bytes(), 7).unwrap();
            let lines: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [1, 3, 5]);
            assert_eq!(read[1].1, [format!("x{newline}y").as_str(), "say \"hi\""]);
            assert_eq!(read[2].1, ["3", ""]);
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_parts_lines_evenly() {
        assert_eq!(detect_delimiter("a;b\n1,5;2,5\n"), b';');
        assert_eq!(
            detect_delimiter("Month;X\nMay 2001;1,187.5\nJune 2001;2.0\n"),
            b';'
        );
        assert_eq!(detect_delimiter("\"a;b;c\",d\n1,2\n"), b',');
        assert_eq!(detect_delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(detect_delimiter("one column\n1\n"), b',');
    }

    proptest! {
        #[test]
        fn rows_do_not_depend_on_how_the_bytes_arrive(
            text in "[ab,\"\r\né中\u{feff}]{0,80}",
            block in 1usize..40,
        ) {
            prop_assert_eq!(rows(text.as_bytes(), block), rows(text.as_bytes(), 1 << 16));
        }
    }
}
