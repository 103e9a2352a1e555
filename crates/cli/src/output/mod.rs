//! Printing an answer: data to standard output or a file, notes to standard error.

mod csv;
mod doubles;
mod file;
mod parquet;
mod table;
mod words;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use triffin_basis::{Bilingual, Lang};
use triffin_workbench::Answer;

use crate::error::CliError;
pub use doubles::Doubles;

/// The forms an answer is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, for people.
    Table,
    /// The envelope `{"data": …, "meta": …}`.
    Json,
    /// One JSON object a row.
    Ndjson,
    /// Comma-separated values with a header.
    Csv,
    /// A Parquet file (needs `-o`).
    Parquet,
}

/// Where and how to print.
#[derive(Clone, Debug)]
pub struct Output {
    /// Form; by default a table on a terminal and CSV elsewhere.
    pub format: Option<Format>,
    /// File; by default standard output.
    pub file: Option<PathBuf>,
    /// Language of labels and notes.
    pub lang: Lang,
    /// Digits of doubles in CSV.
    pub doubles: Doubles,
}

impl Output {
    /// The form in force: the one asked for, else that of the file's ending.
    ///
    /// # Errors
    /// `E-USAGE-OUTPUT` when the ending names no form there is.
    pub fn format(&self) -> Result<Format, CliError> {
        match (self.format, &self.file) {
            (Some(format), _) => Ok(format),
            (None, Some(file)) => file::form(file),
            (None, None) if io::stdout().is_terminal() => Ok(Format::Table),
            (None, None) => Ok(Format::Csv),
        }
    }

    /// Prints the answer and, outside JSON, its notes on standard error.
    ///
    /// # Errors
    /// When the data cannot be written, or the file's ending names no form; a closed pipe is [`CliError::ClosedPipe`].
    pub fn print(&self, answer: &Answer) -> Result<(), CliError> {
        let format = self.format()?;
        if format == Format::Parquet {
            return self.print_parquet(answer);
        }
        let mut out = self.writer()?;
        match format {
            Format::Table => out.write_all(table::render(answer, self.lang).as_bytes())?,
            Format::Json => {
                let json = serde_json::to_string_pretty(&answer.envelope(self.lang))
                    .map_err(io::Error::from)?;
                writeln!(out, "{json}")?;
            }
            Format::Ndjson => {
                for row in answer.data(self.lang) {
                    writeln!(out, "{row}")?;
                }
            }
            Format::Csv => csv::write(&mut out, answer, self.lang, self.doubles)?,
            Format::Parquet => {}
        }
        out.flush()?;
        if format != Format::Json {
            self.print_notes(answer)?;
        }
        Ok(())
    }

    /// Prints plain text as it is.
    ///
    /// # Errors
    /// As [`Output::print`].
    pub fn print_text(&self, text: &str) -> Result<(), CliError> {
        let mut out = self.writer()?;
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Prints the notes of an answer on standard error.
    ///
    /// # Errors
    /// When standard error cannot be written to.
    pub fn print_notes(&self, answer: &Answer) -> Result<(), CliError> {
        let mut err = io::stderr().lock();
        for note in &answer.meta.notes {
            writeln!(err, "{}", note.text(self.lang))?;
        }
        Ok(())
    }

    fn writer(&self) -> Result<Box<dyn Write>, CliError> {
        Ok(match &self.file {
            Some(file) => Box::new(BufWriter::new(file::create(file)?)),
            None => Box::new(BufWriter::new(io::stdout().lock())),
        })
    }

    fn print_parquet(&self, answer: &Answer) -> Result<(), CliError> {
        let Some(file) = &self.file else {
            return Err(CliError::invalid(
                "E-USAGE-PARQUET",
                Bilingual::new(
                    "a Parquet file cannot be printed on standard output",
                    "Parquet 文件不能打印到标准输出",
                ),
                Bilingual::new(
                    "name a file: -o answer.parquet",
                    "请指定文件：-o answer.parquet",
                ),
            ));
        };
        parquet::write(file::create(file)?, answer, self.lang)?;
        self.print_notes(answer)
    }
}
