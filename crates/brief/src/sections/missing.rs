//! What a reader would look for here and does not find, and why.

use triffin_basis::Lang;

use crate::document::{Block, Section};
use crate::facts::{Facts, MissingFact};
use crate::locale::t;

/// The section; none when nothing is missing.
pub fn section(facts: &Facts, lang: Lang) -> Option<Section> {
    if facts.missing.is_empty() {
        return None;
    }
    let terms = facts.missing.iter().map(|one| said(one, lang)).collect();
    Some(Section {
        id: "missing",
        title: t(lang, "brief.missing.title", &[]),
        blocks: vec![Block::Gaps(terms)],
    })
}

fn said(missing: &MissingFact, lang: Lang) -> (String, String) {
    let why = missing.why.get(lang);
    let text = match &missing.remedy {
        Some(remedy) => t(
            lang,
            "brief.missing.remedy",
            &[("why", why), ("remedy", remedy.get(lang))],
        ),
        None => why.to_owned(),
    };
    (missing.what.get(lang).to_owned(), text)
}
