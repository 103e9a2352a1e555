//! The figures carried in the program: `starter/`, read like any other file.
//!
//! They answer with nothing installed and no network. They are vintages with
//! their publishers' own release dates, in datasets of their own names, and
//! whatever the user adds comes before them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use triffin_formats::{Kind, ReadOptions, open_bytes};
use triffin_store::Embedded;

use crate::error::{QuestionError, broken_starter};

const SOURCES: &str = include_str!("../../../starter/SOURCES.toml");

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../starter/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "bis-eer.csv",
    "china-trade-japan-mof.csv",
    "china-trade-korea-customs.csv",
    "china-trade-us-census.csv",
    "ewn.csv",
    "fed-h10-monthly.csv",
    "world-bank-bop.csv",
    "world-bank-prices-reserves.csv",
    "world-bank-rates.csv",
];

/// What `starter/SOURCES.toml` says of the files.
#[derive(Debug, Deserialize)]
struct Sources {
    file: Vec<SourceFile>,
}

#[derive(Debug, Deserialize)]
struct SourceFile {
    path: String,
    kind: String,
    dataset: String,
    publisher: String,
    licence: String,
    released: String,
    #[serde(default)]
    transform: String,
    #[serde(default)]
    indicator: Vec<IndicatorText>,
    #[serde(flatten)]
    text: PublisherText,
}

/// Chinese names by English ones.
pub type Names = BTreeMap<String, String>;

/// What a publisher and its terms are called in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PublisherText {
    /// The publisher.
    #[serde(default)]
    pub publisher_zh: String,
    /// The licence.
    #[serde(default)]
    pub licence_zh: String,
    /// The release as the publisher names it.
    #[serde(default)]
    pub vintage: String,
}

/// Titles of an indicator of the starter set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IndicatorText {
    /// Our stable name: `current_account`.
    pub name: String,
    /// The publisher's own code: `BN.CAB.XOKA.CD`.
    pub code: String,
    /// English title.
    pub title_en: String,
    /// Chinese title.
    pub title_zh: String,
}

/// Every vintage of the starter set.
///
/// # Errors
/// When a file of the starter set cannot be read whole, which is a defect of
/// the program: a test reads them all.
pub fn vintages() -> Result<Vec<Embedded>, QuestionError> {
    let sources = sources()?;
    sources
        .file
        .iter()
        .filter(|file| file.kind != "statements")
        .map(vintage)
        .collect()
}

/// Titles of the starter set's indicators.
///
/// # Errors
/// As [`vintages`].
pub fn indicators() -> Result<Vec<IndicatorText>, QuestionError> {
    let mut all: Vec<IndicatorText> = sources()?
        .file
        .into_iter()
        .flat_map(|file| file.indicator)
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.dedup_by(|a, b| a.name == b.name);
    Ok(all)
}

/// Publishers and licences of the starter set with their Chinese names, by the
/// English ones.
///
/// # Errors
/// As [`vintages`].
pub fn names() -> Result<(Names, Names), QuestionError> {
    let files = || sources().map(|sources| sources.file.into_iter());
    let publishers = files()?.map(|file| (file.publisher, file.text.publisher_zh));
    let licences = files()?.map(|file| (file.licence, file.text.licence_zh));
    Ok((publishers.collect(), licences.collect()))
}

fn sources() -> Result<Sources, QuestionError> {
    toml::from_str(SOURCES).map_err(|error| broken_starter("SOURCES.toml", error))
}

fn vintage(file: &SourceFile) -> Result<Embedded, QuestionError> {
    let text = FILES
        .iter()
        .find(|(name, _)| *name == file.path)
        .map(|(_, text)| *text)
        .ok_or_else(|| broken_starter(&file.path, "the file is not embedded"))?;
    let mut options = ReadOptions::new(Date::MAX);
    options.format = Some(format!("{}-csv", file.kind));
    let mut source = open_bytes(&file.path, text.as_bytes().to_vec(), &options)?;
    let mut batches = Vec::new();
    while let Some(chunk) = source.next_chunk()? {
        if let Some(aside) = chunk.aside.first() {
            let why = format!("line {}: {}: {}", aside.line, aside.reason, aside.detail);
            return Err(broken_starter(&file.path, why));
        }
        batches.push(chunk.batch);
    }
    let mut profile = source.profile().clone();
    profile.dataset.clone_from(&file.dataset);
    profile.publisher.clone_from(&file.publisher);
    profile.licence = Some(file.licence.clone());
    profile.released = Some(file.released.clone());
    profile.replaces = true;
    profile.kind = if file.kind == "records" {
        Kind::Records
    } else {
        Kind::Series
    };
    profile.notes = vec![file.transform.clone()];
    Ok(Embedded { profile, batches })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_starter_set_is_read_whole() {
        let vintages = vintages().unwrap();
        let rows: usize = vintages
            .iter()
            .flat_map(|v| &v.batches)
            .map(|b| b.num_rows())
            .sum();
        let lines: usize = FILES.iter().map(|(_, text)| text.lines().count() - 1).sum();
        assert_eq!(rows, lines);
        assert_eq!(vintages.len(), FILES.len());
    }
}
