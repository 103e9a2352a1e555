//! What people are told about a format.

use triffin_basis::Lang;

use crate::schema::Kind;

/// A text in English and in Chinese.
pub type Said = [&'static str; 2];

/// What people are told about a format: `docs/reference/formats.md` is made of
/// these texts and of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// Name, as in `--as`.
    pub name: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// Which table its rows belong to.
    pub kind: Kind,
    /// Its columns and what is done with them, in English.
    pub docs_en: &'static str,
    /// The same in Chinese.
    pub docs_zh: &'static str,
    /// What its page says beyond that.
    pub guide: Guide,
}

/// What a format's page says beyond its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Who publishes it, under which terms.
    pub publisher: Said,
    /// What it is told by.
    pub detection: Said,
    /// Units, currency, valuation.
    pub units: Said,
    /// What is set aside or refused beyond what every reader sets aside.
    pub aside: Said,
    /// Where a plain reading of the file goes wrong, and what is done instead.
    pub traps: &'static [Said],
}

impl FormatInfo {
    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &'static str {
        in_language([self.title_en, self.title_zh], lang)
    }

    /// Its columns and what is done with them, in a language.
    pub fn docs(&self, lang: Lang) -> &'static str {
        in_language([self.docs_en, self.docs_zh], lang)
    }
}

/// A text in a language.
pub fn in_language(said: Said, lang: Lang) -> &'static str {
    match lang {
        Lang::En => said[0],
        Lang::Zh => said[1],
    }
}
