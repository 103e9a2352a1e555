//! What every system computes, read from the code's own doc comments.
//!
//! ```text
//! doc comment of the item ─┐
//! registry/systems.toml ───┼─► build script ─► ENTRIES, TERMS ─► explain
//! docs/glossary.md ────────┘
//! ```

pub mod card;
mod search;

pub use card::cards;
pub use search::{Found, find, suggestions};

/// One numbered system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Number, `S1.2`.
    pub id: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// The identity it computes.
    pub formula: &'static str,
    /// Unit of the result.
    pub unit: &'static str,
    /// Unit and sign of the result in Chinese.
    pub unit_zh: &'static str,
    /// Sign convention, when it has one.
    pub sign: Option<&'static str>,
    /// Author, year, table or equation.
    pub source: &'static str,
    /// The same in Chinese; empty where it is the names of works.
    pub source_zh: &'static str,
    /// A command that runs as it stands.
    pub command: &'static str,
    /// The error code with which the command is right to end.
    pub refused: Option<&'static str>,
    /// `file::function` of a test that proves it.
    pub test: &'static str,
    /// Path of the documented item.
    pub item: &'static str,
    /// The rest of the doc comment, as Markdown.
    pub doc: &'static str,
}

/// One row of the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Term {
    /// English name.
    pub term: &'static str,
    /// Symbol in formulas and code, empty when none.
    pub symbol: &'static str,
    /// Unit, empty when none.
    pub unit: &'static str,
    /// 中文.
    pub zh: &'static str,
    /// Other names, separated by commas.
    pub alias: &'static str,
}

impl Term {
    /// Every name the term goes by: English, Chinese, symbol and other names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let lists = [self.term, self.zh, self.symbol, self.alias];
        let separators = [',', '，', '、', ';', '；', '/'];
        lists
            .into_iter()
            .flat_map(move |list| list.split(separators))
            .map(str::trim)
            .filter(|name| !name.is_empty())
    }
}

include!(concat!(env!("OUT_DIR"), "/explain.rs"));

/// Every registered system, in the order of the numbers.
pub fn all() -> &'static [Entry] {
    ENTRIES
}

/// Every term of the glossary, in its order.
pub fn terms() -> &'static [Term] {
    TERMS
}
