//! Why the store cannot do what was asked.

mod words;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use datafusion::error::DataFusionError;
use triffin_basis::Lang;
use triffin_formats::FormatError;

pub use words::Words;

/// A refusal or failure of the store: what failed with the offending value,
/// what was expected, and what to do about it.
#[derive(Debug)]
pub enum StoreError {
    /// `E-STORE-READ`: a file or folder of the store cannot be read.
    Read {
        /// What was being read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file or folder of the store cannot be written: `E-STORE-FULL` when
    /// there is no room, `E-STORE-READONLY` when it may not be, `E-STORE-WRITE`
    /// for any other cause.
    Write {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `E-STORE-MANIFEST`: a manifest is there and cannot be understood.
    Manifest {
        /// The manifest's file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// `E-STORE-NEWER`: a manifest of a newer program.
    Newer {
        /// The manifest's file.
        path: PathBuf,
        /// The version of its layout.
        version: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// `E-STORE-BUSY`: a repair would take files from under a running ingest.
    Busy {
        /// The store's folder.
        path: PathBuf,
    },
    /// `E-STORE-MISSING-FILE`: a manifest names a file that is not there.
    MissingFile {
        /// The vintage whose file it is.
        vintage: String,
        /// The file.
        path: PathBuf,
    },
    /// `E-STORE-DATASET-NAME`: a dataset name that cannot name a folder.
    DatasetName {
        /// The name as given.
        name: String,
    },
    /// `E-STORE-DATASET`: no dataset of that name is in the store.
    UnknownDataset {
        /// The name as given.
        name: String,
        /// The datasets there are.
        known: Vec<String>,
    },
    /// `E-STORE-KIND`: records asked of a dataset of series, or the reverse.
    Kind {
        /// The dataset.
        dataset: String,
        /// What it holds.
        holds: &'static str,
        /// What was asked of it, or offered to it.
        asked: &'static str,
    },
    /// `E-STORE-AS-OF`: the dataset had no release yet on that date.
    NotYetReleased {
        /// The dataset.
        dataset: String,
        /// The date asked for.
        date: String,
        /// Its first release date.
        first: String,
    },
    /// `E-STORE-SNAPSHOT`: the snapshot is unknown, or can no longer be replayed.
    Snapshot {
        /// The id as given.
        id: String,
        /// Vintages of it that are not at hand; empty when the id itself is unknown.
        absent: Vec<String>,
    },
    /// `E-STORE-EMPTY`: a file from which no row can be stored.
    Empty {
        /// The file as given.
        file: String,
        /// Rows read.
        rows_in: u64,
        /// Why they were set aside.
        reasons: BTreeMap<String, u64>,
    },
    /// `E-STORE-SCHEMA`: a reader handed up columns that are not the table's.
    Schema {
        /// The reader.
        format: String,
        /// What differs.
        detail: String,
    },
    /// `E-STORE-COLLISION`: two different files have one vintage id.
    Collision {
        /// The id.
        id: String,
    },
    /// `E-STORE-DATE`: a date that is not one.
    Date {
        /// The text as given.
        text: String,
    },
    /// `E-STORE-RELEASED`: a release date that has not come yet.
    NotReleasedYet {
        /// The date given.
        date: String,
        /// The day of the ingest.
        today: String,
    },
    /// `E-STORE-SERIES`: a series that is not in the store, or badly named.
    Series {
        /// The series as given.
        text: String,
        /// Series with a similar name.
        near: Vec<String>,
    },
    /// `E-STORE-OVERFLOW`: an exact result has more digits than its type holds.
    Overflow {
        /// The function and its column, for example `sum(value)`.
        what: String,
        /// The exact result.
        value: String,
        /// The largest magnitude that fits.
        limit: String,
    },
    /// `E-SQL-READONLY`: SQL that would write, or reach outside the store.
    ReadOnlySql {
        /// The statement, function or table refused.
        found: String,
    },
    /// `E-SQL`: SQL that cannot be understood or does not fit the tables.
    Sql {
        /// What the engine said.
        detail: String,
    },
    /// `E-STORE-ENGINE`: the engine failed while running a plan.
    Engine {
        /// What the engine said.
        detail: String,
    },
    /// The reader's own refusal, with the reader's own code.
    Format(FormatError),
}

impl StoreError {
    /// The stable code: `E-STORE-…`, `E-SQL…`, or the reader's.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Read { .. } => "E-STORE-READ",
            StoreError::Write { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    "E-STORE-FULL"
                }
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => "E-STORE-READONLY",
                _ => "E-STORE-WRITE",
            },
            StoreError::Newer { .. } => "E-STORE-NEWER",
            StoreError::Busy { .. } => "E-STORE-BUSY",
            StoreError::Manifest { .. } => "E-STORE-MANIFEST",
            StoreError::MissingFile { .. } => "E-STORE-MISSING-FILE",
            StoreError::DatasetName { .. } => "E-STORE-DATASET-NAME",
            StoreError::UnknownDataset { .. } => "E-STORE-DATASET",
            StoreError::Kind { .. } => "E-STORE-KIND",
            StoreError::NotYetReleased { .. } => "E-STORE-AS-OF",
            StoreError::Snapshot { .. } => "E-STORE-SNAPSHOT",
            StoreError::Empty { .. } => "E-STORE-EMPTY",
            StoreError::Schema { .. } => "E-STORE-SCHEMA",
            StoreError::Collision { .. } => "E-STORE-COLLISION",
            StoreError::Date { .. } => "E-STORE-DATE",
            StoreError::NotReleasedYet { .. } => "E-STORE-RELEASED",
            StoreError::Series { .. } => "E-STORE-SERIES",
            StoreError::Overflow { .. } => "E-STORE-OVERFLOW",
            StoreError::ReadOnlySql { .. } => "E-SQL-READONLY",
            StoreError::Sql { .. } => "E-SQL",
            StoreError::Engine { .. } => "E-STORE-ENGINE",
            StoreError::Format(error) => error.code,
        }
    }

    /// Whether the source or the store's own files could not be reached (exit
    /// code 3), as against a request or data that cannot be right (exit code 2).
    pub fn unavailable(&self) -> bool {
        matches!(
            self,
            StoreError::Read { .. }
                | StoreError::Write { .. }
                | StoreError::MissingFile { .. }
                | StoreError::Busy { .. }
        )
    }

    /// What failed, in the language asked for.
    pub fn message(&self, lang: Lang) -> String {
        self.words(lang).message
    }

    /// What was expected, in the language asked for.
    pub fn expected(&self, lang: Lang) -> String {
        self.words(lang).expected
    }

    /// What to do, in the language asked for.
    pub fn remedy(&self, lang: Lang) -> String {
        self.words(lang).remedy
    }

    /// The whole sentence, code first, in the language asked for.
    pub fn localized(&self, lang: Lang) -> String {
        let words = self.words(lang);
        match lang {
            Lang::En => format!(
                "{}: {}. Expected {}. {}",
                self.code(),
                words.message,
                words.expected,
                words.remedy
            ),
            Lang::Zh => format!(
                "{}：{}。应为：{}。{}",
                self.code(),
                words.message,
                words.expected,
                words.remedy
            ),
        }
    }

    pub(crate) fn read(path: &Path, source: std::io::Error) -> Self {
        StoreError::Read {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn write(path: &Path, source: std::io::Error) -> Self {
        StoreError::Write {
            path: path.to_owned(),
            source,
        }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.localized(Lang::En))
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Read { source, .. } | StoreError::Write { source, .. } => Some(source),
            StoreError::Format(error) => Some(error),
            _ => None,
        }
    }
}

impl From<FormatError> for StoreError {
    fn from(error: FormatError) -> Self {
        StoreError::Format(error)
    }
}

impl From<DataFusionError> for StoreError {
    /// An overflow raised inside the engine comes out as itself; everything
    /// else is the engine's own failure.
    fn from(error: DataFusionError) -> Self {
        match overflow_within(&error) {
            Some(overflow) => overflow,
            None => StoreError::Engine {
                detail: error.strip_backtrace(),
            },
        }
    }
}

fn overflow_within(error: &DataFusionError) -> Option<StoreError> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(StoreError::Overflow { what, value, limit }) = inner.downcast_ref() {
            return Some(StoreError::Overflow {
                what: what.clone(),
                value: value.clone(),
                limit: limit.clone(),
            });
        }
        // A shared error hides what it holds from `source`; look inside it.
        cause = match inner.downcast_ref::<DataFusionError>() {
            Some(DataFusionError::Shared(shared)) => Some(shared.as_ref()),
            _ => inner.source(),
        };
    }
    None
}
