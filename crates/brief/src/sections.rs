//! The sections of a brief, one a file; each is silent without facts.

pub mod alignment;
pub mod change;
pub mod evidence;
pub mod external;
pub mod headline;
pub mod missing;
pub mod partners;
pub mod recycling;
pub mod series;
pub mod sources;
pub mod tariff;

use triffin_basis::Lang;

use crate::document::Section;
use crate::facts::Facts;
use crate::footnotes::Footnotes;
use crate::numerals::Numerals;

/// Every section that has facts, in reading order. The sources come last, so
/// that each footnote has been given its number.
pub fn all(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    sections.extend(headline::section(facts, numerals, notes));
    sections.extend(partners::section(facts, numerals, notes));
    sections.extend(change::section(facts, numerals, notes));
    sections.extend(alignment::section(facts, numerals, notes));
    sections.extend(external::section(facts, numerals, notes));
    sections.extend(recycling::section(facts, numerals, notes));
    sections.extend(tariff::section(facts, numerals));
    sections.extend(series::section(facts, numerals, notes));
    sections.extend(missing::section(facts, numerals.lang()));
    sections.extend(sources::section(facts, notes, numerals.lang()));
    sections
}

/// What stands between two sentences.
pub(crate) fn between_sentences(lang: Lang) -> &'static str {
    match lang {
        Lang::En => " ",
        Lang::Zh => "",
    }
}
