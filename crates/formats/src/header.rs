//! The header line of a table, and the head of a file it is found in.

use crate::FormatError;
use crate::bytes::Input;
use crate::csv::{Lines, Row, detect_delimiter};
use crate::encoding::Text;

/// Bytes of decoded text looked at to tell formats apart.
pub const SAMPLE: usize = 64 * 1024;
const HEAD_LINES: usize = 12;

/// Column names in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
}

impl Header {
    /// The header of a line, without empty names at its end.
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` when a name stands twice.
    pub fn new(row: &Row<'_>) -> Result<Header, FormatError> {
        Header::of(row.fields().map(str::to_owned).collect())
    }

    /// A header of these names.
    ///
    /// # Errors
    /// As [`Header::new`].
    pub fn of(mut names: Vec<String>) -> Result<Header, FormatError> {
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        for (at, name) in names.iter().enumerate() {
            let same = |other: &String| !name.is_empty() && plain(other) == plain(name);
            if names[..at].iter().any(same) {
                return Err(FormatError::new(
                    "E-FORMAT-HEADER",
                    format!("the header names `{name}` twice"),
                    "each column once",
                    "Rename one of them.",
                )
                .zh(
                    format!("表头中“{name}”出现两次"),
                    "每列只出现一次",
                    "请改名其中一列。",
                ));
            }
        }
        Ok(Header { names })
    }

    /// The header on the next line of a file.
    ///
    /// # Errors
    /// As [`Header::new`], and errors of the bytes.
    pub fn read(lines: &mut Lines) -> Result<Header, FormatError> {
        match lines.next_row()? {
            Some(row) => Header::new(&row),
            None => Header::of(Vec::new()),
        }
    }

    /// The names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Fields a line must have.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    /// Where the column of this name stands; case and blanks do not matter.
    pub fn find(&self, name: &str) -> Option<usize> {
        let wanted = plain(name);
        self.names.iter().position(|n| plain(n) == wanted)
    }

    /// Where the first of these names stands, by its letters and digits alone:
    /// `Trade Value (US$)` and `TradeValueUS` are one.
    pub fn find_any(&self, names: &[&str]) -> Option<usize> {
        let wanted: Vec<String> = names.iter().map(|name| letters(name)).collect();
        let headings: Vec<String> = self.names.iter().map(|name| letters(name)).collect();
        wanted
            .iter()
            .find_map(|name| headings.iter().position(|heading| heading == name))
    }

    /// Whether every one of `names` stands in the header.
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(name).is_some())
    }

    /// Where the columns of these names stand, in the order of the names.
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` names the first that is not there.
    pub fn need_all<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], FormatError> {
        let mut columns = [0; N];
        for (column, name) in columns.iter_mut().zip(names) {
            *column = self.need(name)?;
        }
        Ok(columns)
    }

    /// Where the column of this name stands.
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` when it is not there.
    pub fn need(&self, name: &str) -> Result<usize, FormatError> {
        self.find(name).ok_or_else(|| {
            FormatError::new(
                "E-FORMAT-HEADER",
                format!("there is no column `{name}` in: {}", self.names.join(", ")),
                format!("a column `{name}`"),
                "Name another format with --as, or rename columns with --map.",
            )
            .zh(
                format!("没有列“{name}”；现有：{}", self.names.join("、")),
                format!("列“{name}”"),
                "请用 --as 指定其他格式，或用 --map 改列名。",
            )
        })
    }
}

/// A name without case, blanks, dashes and underscores.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name's letters and digits in lower case.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The first lines of a file, as fields.
#[derive(Clone, Debug)]
pub struct Head {
    /// The delimiter the lines show.
    pub delimiter: u8,
    /// The first lines.
    pub lines: Vec<Vec<String>>,
    /// The beginning of the text as it is.
    pub sample: String,
}

impl Head {
    /// The head of `text`, which stays at its start.
    ///
    /// # Errors
    /// `E-FORMAT-EMPTY` for a file without text, `E-FORMAT-BINARY` for one
    /// that is none, and errors of the bytes beneath.
    pub fn of(text: &mut Text, delimiter: Option<u8>) -> Result<Head, FormatError> {
        text.ensure(SAMPLE)?;
        let sample = text.buffered();
        let sample = &sample[..sample.len().min(SAMPLE)];
        if sample.iter().all(u8::is_ascii_whitespace) {
            return Err(FormatError::new(
                "E-FORMAT-EMPTY",
                "the file holds no text",
                "a header line and rows",
                "Check that the download finished.",
            )
            .zh("文件中没有文字", "表头和数据行", "请检查下载是否完成。"));
        }
        if sample.contains(&0) {
            return Err(FormatError::new(
                "E-FORMAT-BINARY",
                "the file is not text",
                "CSV text, plain, .gz or .zip",
                "Export the table as CSV.",
            )
            .zh(
                "文件不是文本",
                "CSV 文本，或其 .gz、.zip",
                "请把表格导出为 CSV。",
            ));
        }
        let sample = String::from_utf8_lossy(sample);
        let delimiter = delimiter.unwrap_or_else(|| detect_delimiter(&sample));
        let input = Input::Memory("sample".to_owned(), sample.as_bytes().into());
        let text = Text::new(input.open()?, Some(encoding_rs::UTF_8));
        Ok(Head {
            delimiter,
            lines: first_lines(Lines::new(text, delimiter)),
            sample: sample.into_owned(),
        })
    }

    /// The header on the first line; empty when that is none.
    pub fn header(&self) -> Header {
        let names = self.lines.first().cloned().unwrap_or_default();
        Header::of(names).unwrap_or(Header { names: Vec::new() })
    }
}

/// Lines until the sample ends, perhaps within one.
fn first_lines(mut lines: Lines) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    while rows.len() < HEAD_LINES {
        match lines.next_row() {
            Ok(Some(row)) => rows.push(row.fields().map(str::to_owned).collect()),
            Ok(None) | Err(_) => break,
        }
    }
    rows
}
