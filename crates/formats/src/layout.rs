//! The frame every CSV reader shares: lines in, chunks out.

use std::collections::BTreeMap;

use crate::FormatError;
use crate::builder::{CHUNK_ROWS, CodeRow, RecordRow, SeriesRow, TableBuilder};
use crate::csv::{Lines, Row};
use crate::schema::Kind;
use crate::source::{Chunk, Profile, SetAside, Source};

/// Where a reader puts what it read.
pub struct Sink {
    table: TableBuilder,
    aside: Vec<SetAside>,
}

impl Sink {
    /// Nothing yet, for the table of a kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            table: TableBuilder::new(kind),
            aside: Vec::new(),
        }
    }

    /// Stores a trade record.
    pub fn record(&mut self, row: &RecordRow<'_>) {
        self.table.push_record(row);
    }

    /// Stores an observation.
    pub fn observation(&mut self, row: &SeriesRow<'_>) {
        self.table.push_observation(row);
    }

    /// Stores a line of a code table.
    pub fn code(&mut self, row: &CodeRow<'_>) {
        self.table.push_code(row);
    }

    /// Sets a row aside.
    pub fn set_aside(&mut self, line: u64, problem: Problem) {
        self.aside.push(problem.at(line));
    }

    /// Rows and set-aside rows since the last chunk.
    pub fn rows(&self) -> usize {
        self.table.rows() + self.aside.len()
    }

    /// What was put in since the last chunk.
    ///
    /// # Errors
    /// `E-FORMAT-BATCH` when rows of another table were put in.
    pub fn chunk(&mut self) -> Result<Chunk, FormatError> {
        Ok(Chunk {
            batch: self.table.finish()?,
            aside: std::mem::take(&mut self.aside),
        })
    }
}

/// Why a row is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable machine name.
    pub reason: &'static str,
    /// The column, the offending value and what was expected.
    pub detail: String,
}

impl Problem {
    /// A problem with one cell: `value 1,23: expected a number …`.
    pub fn cell(reason: &'static str, column: &str, value: &str, expected: &str) -> Self {
        const SHOWN: usize = 80;
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self {
            reason,
            detail: format!("{column} `{shown}`: expected {expected}"),
        }
    }

    /// The row set aside for it.
    pub(crate) fn at(self, line: u64) -> SetAside {
        SetAside {
            line,
            reason: self.reason.to_owned(),
            detail: self.detail,
        }
    }

    fn shape(reason: &'static str, row: &Row<'_>, width: usize) -> Self {
        let lines = match row.last_line > row.line + 1 {
            true => format!(" (it spans lines {} to {})", row.line, row.last_line),
            false => String::new(),
        };
        Self {
            reason,
            detail: format!("{} fields{lines}: expected {width}", row.width()),
        }
    }
}

/// One format's reading of a line.
pub trait Layout: Send {
    /// Puts the line's rows, or the reasons against them, into `out`.
    fn row(&mut self, row: &Row<'_>, out: &mut Sink);

    /// Things about the whole file that show only as it is read.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// See [`Source::own_areas`].
    fn own_areas(&self) -> BTreeMap<String, u64> {
        BTreeMap::new()
    }
}

/// A CSV file read through a [`Layout`].
pub struct CsvSource<L> {
    profile: Profile,
    lines: Lines,
    layout: L,
    width: usize,
    sink: Sink,
    sha256: Option<String>,
    content: Option<String>,
}

impl<L: Layout> CsvSource<L> {
    /// Reads the lines after the header, each of `width` fields.
    pub fn new(profile: Profile, lines: Lines, width: usize, layout: L) -> Self {
        Self {
            sink: Sink::new(profile.kind),
            profile,
            lines,
            layout,
            width,
            sha256: None,
            content: None,
        }
    }

    /// Reads on until a chunk is full; true at the end of the file.
    fn fill(&mut self) -> Result<bool, FormatError> {
        while self.sink.rows() < CHUNK_ROWS {
            let Some(row) = self.lines.next_row()? else {
                return Ok(true);
            };
            match misshapen(&row, self.width) {
                Some(problem) => self.sink.set_aside(row.line, problem),
                None => self.layout.row(&row, &mut self.sink),
            }
        }
        Ok(false)
    }

    fn finish(&mut self) -> Result<(), FormatError> {
        self.content = Some(self.lines.text().content_sha256()?);
        self.sha256 = Some(self.lines.text().sha256()?);
        self.profile.notes.extend(encoding_note(&mut self.lines));
        self.profile.notes.extend(self.layout.notes());
        Ok(())
    }
}

/// The encoding a file was read in, where it is not the usual one.
pub(crate) fn encoding_note(lines: &mut Lines) -> Option<String> {
    let encoding = lines.text().encoding()?;
    (encoding != encoding_rs::UTF_8).then(|| format!("read as {}", encoding.name()))
}

/// What is wrong with a line as a whole. Fields past the header are allowed
/// where they are empty: some publishers end each line with a delimiter.
pub fn misshapen(row: &Row<'_>, width: usize) -> Option<Problem> {
    if row.is_blank() {
        return Some(Problem::shape("empty_row", row, width));
    }
    if row.is_garbled() {
        return Some(Problem {
            reason: "bad_encoding",
            detail: "bytes that are no text in the file's encoding: name it with --encoding"
                .to_owned(),
        });
    }
    if row.width() < width {
        return Some(Problem::shape("short_row", row, width));
    }
    let beyond = (width..row.width()).any(|i| row.get(i).is_some_and(|f| !f.is_empty()));
    beyond.then(|| Problem::shape("long_row", row, width))
}

impl<L: Layout> Source for CsvSource<L> {
    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        if self.sha256.is_some() {
            return Ok(None);
        }
        let ended = self.fill()?;
        if ended {
            self.finish()?;
        }
        if ended && self.sink.rows() == 0 {
            return Ok(None);
        }
        self.sink.chunk().map(Some)
    }

    fn sha256(&self) -> Option<String> {
        self.sha256.clone()
    }
    fn content_sha256(&self) -> Option<String> {
        self.content.clone()
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        self.layout.own_areas()
    }
}
