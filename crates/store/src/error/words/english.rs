//! The words of every store error in English.

use triffin_basis::Lang;

use super::{Words, counts, from_reader, list, words};
use crate::error::StoreError;

impl StoreError {
    pub(super) fn english(&self) -> Words {
        match self {
            StoreError::Read { path, source } => words(
                format!("{} cannot be read: {source}", path.display()),
                "a readable file of the store",
                "Check that the folder given by --store is there and that you may read it.",
            ),
            StoreError::Write { path, source } => words(
                format!("{} cannot be written: {source}", path.display()),
                match self.code() {
                    "E-STORE-FULL" => "room for the file on the disk, within quota and limits",
                    "E-STORE-READONLY" => "a store folder that you may write to",
                    _ => "a store folder with free space that you may write to",
                },
                match self.code() {
                    "E-STORE-FULL" => {
                        "Free some space, or choose a folder on another disk with --store; the store is as it was."
                    }
                    "E-STORE-READONLY" => {
                        "Check who may write to the folder, or choose another with --store; the store is as it was."
                    }
                    _ => {
                        "Check the folder, or choose another with --store; the store is as it was."
                    }
                },
            ),
            StoreError::Newer {
                path,
                version,
                known,
            } => words(
                format!(
                    "the manifest {} has layout {version}, this program knows {known}",
                    path.display()
                ),
                "a manifest of this or an earlier version of triffin",
                "Use the newer triffin that wrote it.",
            ),
            StoreError::Busy { path } => words(
                format!(
                    "an ingest or another repair is at work in {}",
                    path.display()
                ),
                "a store that nobody writes to during a repair",
                "Wait until it has ended, and repair then.",
            ),
            StoreError::Manifest { path, detail } => words(
                format!(
                    "the manifest {} cannot be understood: {detail}",
                    path.display()
                ),
                "a manifest as triffin wrote it",
                "`triffin data verify` names all damage; restore the file from a backup, or set it apart with `triffin data repair`.",
            ),
            StoreError::MissingFile { vintage, path } => words(
                format!(
                    "vintage {vintage} names {}, which is not there",
                    path.display()
                ),
                "every file a manifest names",
                "Restore the file from a backup, or set the vintage apart with `triffin data repair` and add the publisher's file again.",
            ),
            StoreError::DatasetName { name } => words(
                format!("`{name}` cannot be the name of a dataset"),
                "1 to 80 of a-z, 0-9, `-`, `_` and `.`, beginning with a letter or digit",
                "Correct `dataset` in the mapping file.",
            ),
            StoreError::UnknownDataset { name, known } => words(
                format!("there is no dataset `{name}`"),
                format!("one of: {}", list(known, "(the store is empty)")),
                "See `triffin data ls`, or add the file with `triffin data add`.",
            ),
            StoreError::Kind {
                dataset,
                holds,
                asked,
            } => words(
                format!("dataset `{dataset}` holds {holds}, not {asked}"),
                format!("{asked} for a dataset of {asked}"),
                "Give another --source, or another dataset name in the mapping file.",
            ),
            StoreError::NotYetReleased {
                dataset,
                date,
                first,
            } => words(
                format!("dataset `{dataset}` has no release on or before {date}"),
                format!("{first} or later"),
                "Give a later --as-of, or leave it out for the newest release.",
            ),
            StoreError::Snapshot { id, absent } if absent.is_empty() => words(
                format!("there is no snapshot `{id}`"),
                "a snapshot id printed by `triffin data ls` of this store",
                "Check the id and --store.",
            ),
            StoreError::Snapshot { id, absent } => words(
                format!(
                    "snapshot `{id}` needs vintages that are not at hand: {}",
                    absent.join(", ")
                ),
                "every vintage of the snapshot",
                "Use the version of triffin whose starter figures it was taken with, or restore the manifests.",
            ),
            StoreError::Empty {
                file,
                rows_in,
                reasons,
            } => words(
                if *rows_in == 0 {
                    format!("{file}: there is no row below the header")
                } else {
                    format!(
                        "{file}: none of its {rows_in} rows can be stored ({})",
                        counts(reasons)
                    )
                },
                "at least one row that fits",
                "Check --as, --map and --encoding; nothing was stored.",
            ),
            StoreError::Schema { format, detail } => words(
                format!("reader `{format}` handed up other columns than its table has: {detail}"),
                "exactly the columns of the table",
                "This is a defect of the reader: please report it with the file's first lines.",
            ),
            StoreError::Collision { id } => words(
                format!("vintage `{id}` is already taken by a different file"),
                "one vintage an id",
                "Add the file to another store with --store, and please report it.",
            ),
            StoreError::Date { text } => words(
                format!("`{text}` is not a date"),
                "a day such as 2024-03-31",
                "Correct the date.",
            ),
            StoreError::NotReleasedYet { date, today } => words(
                format!("the release date {date} is later than today, {today}"),
                "a day that has come",
                "Correct --released; an answer --as-of an earlier day would miss the file.",
            ),
            StoreError::Series { text, near } => words(
                format!("no series `{text}`"),
                "ECONOMY/INDICATOR or DATASET/ECONOMY/INDICATOR",
                format!("Similar: {}.", list(near, "none; see `triffin data ls`")),
            ),
            StoreError::Overflow { what, value, limit } => words(
                format!("{what} is {value}, more than its type holds"),
                format!("a result between -{limit} and {limit}"),
                "Take fewer rows or a larger unit; the digits are never cut or wrapped.",
            ),
            StoreError::ReadOnlySql { found } => words(
                format!("`{found}` is refused: SQL here only reads the store"),
                "one SELECT (or WITH … SELECT, or EXPLAIN of one) over records, series, datasets, vintages; SHOW TABLES, DESCRIBE records",
                "Write the answer with -o FILE; add data with `triffin data add`.",
            ),
            StoreError::Sql { detail } => words(
                format!("the SQL cannot be run: {detail}"),
                "a SELECT over records, series, datasets, vintages",
                "Check the spelling of tables and columns; DESCRIBE records shows the columns.",
            ),
            StoreError::Engine { detail } => words(
                format!("the query engine failed: {detail}"),
                "a plan that runs",
                "Run `triffin data verify`; if the store is sound, please report the command.",
            ),
            StoreError::Format(error) => from_reader(error, Lang::En),
        }
    }
}
