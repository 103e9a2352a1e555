//! A table of any header: the columns asked for, as they stand.
//!
//! For tables that are no trade record and no series: what a regression or a
//! counterfactual reads. Nothing is set aside; a cell that is not what its
//! column should hold is an error with its line.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Builder, StringBuilder};
use rayon::prelude::*;

use crate::FormatError;
use crate::bytes::Input;
use crate::cells::Cells;
use crate::csv::{Lines, Row};
use crate::decimal::is_missing;
use crate::encoding::Text;
use crate::header::{Head, Header};
use crate::layout::misshapen;
use crate::piece::{Piece, deal};

/// Rows of the sample by which a column is told to hold numbers.
const SAMPLE_ROWS: usize = 200;

/// What the cells of a column are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Doubles; `NA`, `.` and empty cells are null, `TRUE` is 1.
    Numbers,
    /// Texts; only empty cells are null, for `NA` is a name too (Namibia).
    Texts,
}

/// Some rows of a table.
#[derive(Clone, Debug)]
pub struct Part {
    /// Line of the file each row begins on, 1-based.
    pub lines: Vec<u64>,
    /// The columns in the order asked for: `Float64` or `Utf8`.
    pub columns: Vec<ArrayRef>,
}

/// A table whose header is read and whose rows are not.
pub struct Table {
    name: String,
    header: Header,
    sample: Vec<Vec<String>>,
    lines: Lines,
}

impl Table {
    /// Opens a CSV file, plain, gzip or a zip of one; the delimiter is found.
    ///
    /// # Errors
    /// `E-FORMAT-IO`, `E-FORMAT-EMPTY`, `E-FORMAT-BINARY`, `E-FORMAT-HEADER`.
    pub fn open(path: &Path) -> Result<Self, FormatError> {
        Self::of(Input::Path(path.to_path_buf()))
    }

    /// A table that stands in a text, under a name for errors.
    ///
    /// # Errors
    /// As [`Table::open`].
    pub fn of_text(name: &str, text: &str) -> Result<Self, FormatError> {
        Self::of(Input::Memory(name.to_owned(), text.as_bytes().into()))
    }

    fn of(input: Input) -> Result<Self, FormatError> {
        let mut text = Text::new(input.open()?, None);
        let head = Head::of(&mut text, None)?;
        let sample = sample(&head)?;
        let mut lines = Lines::new(text, head.delimiter);
        let header = Header::read(&mut lines)?;
        Ok(Self {
            name: input.name(),
            header,
            sample,
            lines,
        })
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> &[String] {
        self.header.names()
    }

    /// What the first rows show a column to hold: texts where one is no
    /// number, or has the leading zeros of a code.
    pub fn guess(&self, column: usize) -> Hold {
        let mut cells = self.sample.iter().filter_map(|row| row.get(column));
        match cells.all(|cell| looks_like_number(cell)) {
            true => Hold::Numbers,
            false => Hold::Texts,
        }
    }

    /// Reads the columns in these places.
    pub fn read(self, wanted: Vec<(usize, Hold)>) -> Columns {
        Columns {
            reading: Reading {
                name: self.name,
                width: self.header.width(),
                names: self.header.names().to_vec(),
                wanted,
            },
            lines: self.lines,
            ready: VecDeque::new(),
            ended: false,
        }
    }
}

/// The first rows after the header.
fn sample(head: &Head) -> Result<Vec<Vec<String>>, FormatError> {
    let input = Input::Memory("sample".to_owned(), head.sample.as_bytes().into());
    let text = Text::new(input.open()?, Some(encoding_rs::UTF_8));
    let mut lines = Lines::new(text, head.delimiter);
    let mut rows = Vec::new();
    // The sample may end within a record, which is no fault of the file.
    while let (true, Ok(Some(row))) = (rows.len() <= SAMPLE_ROWS, lines.next_row()) {
        rows.push(row.fields().map(str::to_owned).collect());
    }
    let whole = rows.len().min(SAMPLE_ROWS + 1);
    Ok(rows.into_iter().take(whole).skip(1).collect())
}

fn looks_like_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell).as_bytes();
    let coded = digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit();
    !coded && number(cell).is_some()
}

/// The rows of a table, some thousand at a time and in their order.
pub struct Columns {
    reading: Reading,
    lines: Lines,
    ready: VecDeque<Part>,
    ended: bool,
}

impl Columns {
    /// The next rows; none at the end.
    ///
    /// # Errors
    /// `E-FORMAT-CELL` for a cell that is no number, `E-FORMAT-ROW` for a line
    /// with more or fewer cells than the header, and errors of the bytes.
    pub fn next_part(&mut self) -> Result<Option<Part>, FormatError> {
        while self.ready.is_empty() && !self.ended {
            self.round()?;
        }
        Ok(self.ready.pop_front())
    }

    /// Reads a piece with each thread.
    fn round(&mut self) -> Result<(), FormatError> {
        let mut pieces = Vec::new();
        let mut failed = None;
        while pieces.len() < rayon::current_num_threads().max(1) && !self.ended {
            let (piece, ended) = deal(&mut self.lines);
            pieces.extend(piece);
            match ended {
                Ok(ended) => self.ended = ended,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        let reading = &self.reading;
        let read = |piece: &Piece| reading.part(piece);
        let parts: Vec<Result<Part, FormatError>> = pieces.par_iter().map(read).collect();
        for piece in pieces {
            self.lines.give_back(piece);
        }
        for part in parts {
            let part = part?;
            if !part.lines.is_empty() {
                self.ready.push_back(part);
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

/// How the rows are read, by every thread alike.
struct Reading {
    name: String,
    width: usize,
    names: Vec<String>,
    wanted: Vec<(usize, Hold)>,
}

impl Reading {
    fn part(&self, piece: &Piece) -> Result<Part, FormatError> {
        let mut cells = Cells::new();
        let mut taken = Ok(Part {
            lines: Vec::new(),
            columns: Vec::new(),
        });
        piece.read(&mut cells, |text, cells| taken = self.taken(text, cells))?;
        taken
    }

    fn taken(&self, text: &str, cells: &Cells) -> Result<Part, FormatError> {
        let rows = cells.lines().len();
        let mut lines = Vec::with_capacity(rows);
        let mut builders: Vec<Builder> = self
            .wanted
            .iter()
            .map(|(_, hold)| Builder::new(*hold, rows))
            .collect();
        let mut ends = Vec::new();
        for line in cells.lines() {
            let row = cells.row(line, text, &mut ends);
            if self.is_row(&row)? {
                lines.push(row.line);
                self.take_cells(&row, &mut builders)?;
            }
        }
        let columns = builders.into_iter().map(Builder::finish).collect();
        Ok(Part { lines, columns })
    }

    fn take_cells(&self, row: &Row<'_>, builders: &mut [Builder]) -> Result<(), FormatError> {
        for ((column, _), builder) in self.wanted.iter().zip(builders) {
            let cell = row.get(*column).unwrap_or_default();
            if !builder.push(cell) {
                return Err(self.no_number(row.line, *column, cell));
            }
        }
        Ok(())
    }

    /// Whether the line is a row; one of blanks is none.
    fn is_row(&self, row: &Row<'_>) -> Result<bool, FormatError> {
        match misshapen(row, self.width) {
            None => Ok(true),
            Some(problem) if problem.reason == "empty_row" => Ok(false),
            Some(problem) => Err(self.no_row(row.line, &problem.detail)),
        }
    }

    fn no_row(&self, line: u64, detail: &str) -> FormatError {
        let name = &self.name;
        FormatError::new(
            "E-FORMAT-ROW",
            format!("{name}, line {line}: {detail}"),
            "as many cells on every line as the header has",
            "Correct the line, or quote cells that hold the delimiter.",
        )
        .zh(
            format!("{name} 第 {line} 行：{detail}"),
            "每行单元格数与表头相同",
            "请改正该行，或给含分隔符的单元格加引号。",
        )
    }

    fn no_number(&self, line: u64, column: usize, cell: &str) -> FormatError {
        let shown: String = cell.chars().take(40).collect();
        let column = self.names.get(column).map_or("", String::as_str);
        let name = &self.name;
        FormatError::new(
            "E-FORMAT-CELL",
            format!("{name}, line {line}, column {column}: \"{shown}\" is no number"),
            "a number with a decimal point and no thousands marks; nothing, NA or . where it is missing",
            "Correct the cell, or leave its row out.",
        )
        .zh(
            format!("{name} 第 {line} 行，列 {column}：“{shown}”不是数"),
            "以小数点分隔、不带千分位的数；缺失时留空、NA 或 .",
            "请改正该单元格，或去掉该行。",
        )
    }
}

/// One column while it is read.
enum Builder {
    Numbers(Float64Builder),
    Texts(StringBuilder),
}

impl Builder {
    fn new(hold: Hold, rows: usize) -> Self {
        match hold {
            Hold::Numbers => Self::Numbers(Float64Builder::with_capacity(rows)),
            Hold::Texts => Self::Texts(StringBuilder::with_capacity(rows, rows * 8)),
        }
    }

    /// Takes a cell; false where it is not what the column holds.
    fn push(&mut self, cell: &str) -> bool {
        match self {
            Self::Texts(texts) => texts.append_option((!cell.is_empty()).then_some(cell)),
            Self::Numbers(numbers) => match number(cell) {
                Some(value) => numbers.append_option(value),
                None => return false,
            },
        }
        true
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Numbers(mut numbers) => Arc::new(numbers.finish()),
            Self::Texts(mut texts) => Arc::new(texts.finish()),
        }
    }
}

/// The number of a cell, nothing where it is missing; none where it is neither.
fn number(cell: &str) -> Option<Option<f64>> {
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Some(Some(value)),
        Ok(value) if value.is_nan() => Some(None),
        Ok(_) => None,
        Err(_) if is_missing(cell) => Some(None),
        Err(_) if cell.eq_ignore_ascii_case("true") => Some(Some(1.0)),
        Err(_) if cell.eq_ignore_ascii_case("false") => Some(Some(0.0)),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Float64Type;

    fn table(text: &str) -> (tempfile::TempDir, Table) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, text).unwrap();
        let table = Table::open(&path).unwrap();
        (folder, table)
    }

    #[test]
    fn the_columns_asked_for_come_in_their_order() {
        let (_folder, table) =
            table("\"exp\",year,y\nNA,1986,1.5\n\n\"a, b\",1987,NA\n,1988,TRUE\n");
        assert_eq!(table.names(), ["exp", "year", "y"]);
        assert_eq!(
            (table.guess(0), table.guess(1)),
            (Hold::Texts, Hold::Numbers)
        );
        let mut columns = table.read(vec![(2, Hold::Numbers), (0, Hold::Texts)]);
        let part = columns.next_part().unwrap().unwrap();
        assert_eq!(part.lines, [2, 4, 5]);
        let (y, exp) = (
            part.columns[0].as_primitive::<Float64Type>(),
            part.columns[1].as_string::<i32>(),
        );
        assert_eq!((y.value(0), y.is_null(1), y.value(2)), (1.5, true, 1.0));
        assert_eq!(
            (exp.value(0), exp.value(1), exp.is_null(2)),
            ("NA", "a, b", true)
        );
        assert!(columns.next_part().unwrap().is_none());
    }

    #[test]
    fn many_rows_keep_their_order() {
        let rows = 60_000;
        let text: String = (0..rows)
            .map(|row| format!("{row};{}\n", row % 7))
            .collect();
        let (_folder, table) = table(&format!("row;rest\n{text}"));
        let mut columns = table.read(vec![(0, Hold::Numbers)]);
        let mut next = 0.0;
        while let Some(part) = columns.next_part().unwrap() {
            for value in part.columns[0].as_primitive::<Float64Type>().values() {
                assert_eq!(*value, next);
                next += 1.0;
            }
        }
        assert_eq!(next, f64::from(rows));
    }

    #[test]
    fn a_wrong_cell_and_a_wrong_line_are_told() {
        let (_folder, first) = table("a,b\n1,2\n3,x\n");
        let refused = first
            .read(vec![(1, Hold::Numbers)])
            .next_part()
            .unwrap_err();
        assert_eq!(refused.code, "E-FORMAT-CELL");
        assert!(refused.message.contains("line 3, column b: \"x\""));
        let (_folder, second) = table("a,b\n1,2\n3\n");
        let refused = second.read(vec![(0, Hold::Texts)]).next_part().unwrap_err();
        assert_eq!(refused.code, "E-FORMAT-ROW");
        let (_folder, third) = table("a\n1e400\n");
        assert!(third.read(vec![(0, Hold::Numbers)]).next_part().is_err());
    }

    #[test]
    fn codes_with_leading_zeros_are_texts() {
        let (_folder, table) = table("hs,share,rate\n0101,0.5,0\n0202,0.25,-0.1\n");
        assert_eq!(table.guess(0), Hold::Texts);
        assert_eq!(
            (table.guess(1), table.guess(2)),
            (Hold::Numbers, Hold::Numbers)
        );
    }
}
