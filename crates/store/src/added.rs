//! What is asked of an ingest, and what became of the file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::before::{Seen, StoredBefore};
use crate::manifest::Manifest;

/// How a file is to be taken in.
#[derive(Clone, Debug)]
pub struct AddOptions {
    /// The publisher's release date; `None` takes the file's own, else `today`.
    pub released: Option<Date>,
    /// Whether the file replaces the slices it covers; `None` takes the
    /// format's rule.
    pub replaces: Option<bool>,
    /// Drop rows that repeat an earlier row of the file in every column, and
    /// those of `seen`.
    pub dedupe: bool,
    /// The encoding the reader was told to use; `None` when it told it itself.
    pub encoding: Option<String>,
    /// Rows that earlier files stored and `dedupe` drops too; see
    /// [`Store::seen`](crate::Store::seen).
    pub seen: Seen,
    /// The day of the ingest.
    pub today: Date,
}

impl AddOptions {
    /// The format's own rules, on a given day.
    pub fn on(today: Date) -> Self {
        Self {
            released: None,
            replaces: None,
            dedupe: false,
            encoding: None,
            seen: Seen::default(),
            today,
        }
    }

    /// What was asked beyond the reader's own way that can change the rows, in
    /// one text; empty when nothing. Part of a vintage's id.
    pub fn reading(&self) -> String {
        let dedupe = self.dedupe.then(|| "dedupe".to_owned());
        let encoding = self.encoding.as_ref();
        let encoding = encoding.map(|name| format!("encoding={}", name.trim().to_lowercase()));
        let parts: Vec<String> = dedupe.into_iter().chain(encoding).collect();
        parts.join(" ")
    }

    /// What was asked that a vintage already present does not have.
    pub(crate) fn not_applied(&self, present: &Manifest) -> Vec<NotApplied> {
        let released = self
            .released
            .filter(|date| *date != present.released)
            .map(|date| NotApplied {
                option: "--released",
                asked: date.to_string(),
                kept: present.released.to_string(),
            });
        let word = |replaces: bool| if replaces { "replaces" } else { "adds" }.to_owned();
        let replaces = self
            .replaces
            .filter(|replaces| *replaces != present.replaces)
            .map(|replaces| NotApplied {
                option: "--replaces",
                asked: word(replaces),
                kept: word(present.replaces),
            });
        released.into_iter().chain(replaces).collect()
    }
}

/// An option that was given and changed nothing, because a vintage never
/// changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NotApplied {
    /// The option.
    pub option: &'static str,
    /// What it asked for.
    pub asked: String,
    /// What the vintage has and keeps.
    pub kept: String,
}

/// Rows of a file that repeat an earlier one and were stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Repeated {
    /// How many.
    pub rows: u64,
    /// Whether the file was looked at to its end; else there may be more.
    pub all: bool,
}

/// What became of a file. `rows_in` = `rows_stored` + `rows_set_aside`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Added {
    /// The file as given.
    pub file: String,
    /// The reader that read it.
    pub format: String,
    /// The map it was read by: a shipped one's name, else `own`; none when it
    /// was read without.
    pub map: Option<String>,
    /// The dataset it belongs to.
    pub dataset: String,
    /// Rows read.
    pub rows_in: u64,
    /// Rows stored.
    pub rows_stored: u64,
    /// Rows set aside.
    pub rows_set_aside: u64,
    /// Rows set aside by reason.
    pub reasons: BTreeMap<String, u64>,
    /// The first row set aside for each reason: its line and what was wrong.
    pub examples: BTreeMap<String, String>,
    /// Rows that repeat an earlier row and were stored.
    pub repeated: Repeated,
    /// Rows that earlier files of the ledger stored too, file by file.
    pub stored_before: Vec<StoredBefore>,
    /// Area codes that are none of ours, with the rows that name them.
    pub own_areas: BTreeMap<String, u64>,
    /// The vintage's id.
    pub vintage: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Whether this vintage was in the store already; then nothing was stored.
    pub already_present: bool,
    /// The name of the file that brought it, when it was in the store already.
    pub present_as: Option<String>,
    /// Options that asked for something else than the vintage present has.
    pub not_applied: Vec<NotApplied>,
    /// Vintages of the same content read otherwise, which this one now stands
    /// in for.
    pub stands_in_for: Vec<String>,
    /// The release date it counts from.
    pub released: String,
    /// Whether it replaces the slices it covers in older vintages.
    pub replaces: bool,
    /// Where the rows set aside are listed; `None` when there are none.
    pub aside_file: Option<PathBuf>,
    /// What a person should know about the file.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_change_rows_is_part_of_the_reading() {
        let mut options = AddOptions::on(jiff::civil::date(2024, 6, 1));
        options.released = Some(options.today);
        options.replaces = Some(true);
        assert_eq!(options.reading(), "");
        options.encoding = Some(" GB18030".into());
        options.dedupe = true;
        assert_eq!(options.reading(), "dedupe encoding=gb18030");
    }
}
