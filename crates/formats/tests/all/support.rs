//! What the tests share: reading a whole source, looking into its rows, and
//! finding the real files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Decimal128Type, Float64Type, Int64Type};
use triffin_basis::Lang;
use triffin_formats::{FormatError, Profile, ReadOptions, SetAside, Source, open, open_bytes};

/// A source read to its end.
pub struct Whole {
    pub profile: Profile,
    pub batches: Vec<RecordBatch>,
    pub aside: Vec<SetAside>,
    pub sha256: String,
    pub content: String,
    pub own_areas: BTreeMap<String, u64>,
}

pub fn options() -> ReadOptions {
    ReadOptions::new(jiff::civil::date(2026, 11, 20))
}

/// The error of a file that must be refused, told in Chinese as well.
pub fn refused(bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> FormatError {
    let error = read_with(bytes, options).err().unwrap();
    let chinese = error.parts(Lang::Zh);
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese.iter().all(|part| is_chinese(part)), "{chinese:?}");
    assert!(error.localized(Lang::Zh).starts_with(error.code));
    error
}

pub fn drain(mut source: Box<dyn Source>) -> Result<Whole, FormatError> {
    let (mut batches, mut aside) = (Vec::new(), Vec::new());
    while let Some(chunk) = source.next_chunk()? {
        assert_eq!(chunk.batch.schema(), source.profile().kind.schema());
        batches.push(chunk.batch);
        aside.extend(chunk.aside);
    }
    Ok(Whole {
        profile: source.profile().clone(),
        batches,
        aside,
        sha256: source.sha256().unwrap(),
        content: source.content_sha256().unwrap(),
        own_areas: source.own_areas(),
    })
}

pub fn read(text: impl Into<Vec<u8>>) -> Whole {
    read_with(text, &options()).unwrap()
}

pub fn read_with(text: impl Into<Vec<u8>>, options: &ReadOptions) -> Result<Whole, FormatError> {
    drain(open_bytes("test.csv", text.into(), options)?)
}

pub fn read_file(path: &Path, options: &ReadOptions) -> Result<Whole, FormatError> {
    drain(open(path, options)?)
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

impl Whole {
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    pub fn reasons(&self) -> BTreeMap<&str, usize> {
        let mut reasons = BTreeMap::new();
        for aside in &self.aside {
            *reasons.entry(aside.reason.as_str()).or_default() += 1;
        }
        reasons
    }

    /// A text column, empty where null.
    pub fn text(&self, column: &str) -> Vec<String> {
        self.cells(column, |array, row| {
            array.as_string::<i32>().value(row).to_owned()
        })
    }

    /// An amount column in millionths, 0 where null.
    pub fn amounts(&self, column: &str) -> Vec<i128> {
        self.cells(column, |array, row| {
            array.as_primitive::<Decimal128Type>().value(row)
        })
    }

    pub fn reals(&self, column: &str) -> Vec<f64> {
        self.cells(column, |array, row| {
            array.as_primitive::<Float64Type>().value(row)
        })
    }

    pub fn days(&self, column: &str) -> Vec<i32> {
        self.cells(column, |array, row| {
            array.as_primitive::<Date32Type>().value(row)
        })
    }

    pub fn lines(&self) -> Vec<i64> {
        self.cells("source_row", |array, row| {
            array.as_primitive::<Int64Type>().value(row)
        })
    }

    fn cells<T: Default>(&self, column: &str, get: impl Fn(&dyn Array, usize) -> T) -> Vec<T> {
        let arrays = self
            .batches
            .iter()
            .map(|batch| batch.column_by_name(column).unwrap());
        arrays
            .flat_map(|array| {
                let cell = |row| match array.is_null(row) {
                    true => T::default(),
                    false => get(array.as_ref(), row),
                };
                (0..array.len()).map(cell).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Rows in which each column holds its text.
    pub fn find(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        let columns: Vec<Vec<String>> = wanted.iter().map(|(name, _)| self.text(name)).collect();
        (0..self.rows())
            .filter(|&row| {
                wanted
                    .iter()
                    .zip(&columns)
                    .all(|((_, text), c)| c[row] == *text)
            })
            .collect()
    }

    /// Sum of an amount column over the rows found, in millionths.
    pub fn sum(&self, column: &str, wanted: &[(&str, &str)]) -> i128 {
        let amounts = self.amounts(column);
        self.find(wanted).into_iter().map(|row| amounts[row]).sum()
    }

    /// The printed figure of the one row found.
    pub fn printed(&self, wanted: &[(&str, &str)]) -> String {
        let found = self.find(wanted);
        assert_eq!(found.len(), 1, "{wanted:?}");
        self.text("printed")[found[0]].clone()
    }
}

/// The folder of real files: `$TRIFFIN_TEST_DATA`, else `../shared/data` beside
/// the workspace.
pub fn test_data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let named = std::env::var_os("TRIFFIN_TEST_DATA").map(PathBuf::from);
    named.or(Some(beside)).filter(|folder| folder.is_dir())
}
