//! The numbered sources and their vintages.

use triffin_basis::Lang;

use crate::document::{Block, Paragraph, Section};
use crate::facts::{Facts, SourceFact};
use crate::footnotes::Footnotes;
use crate::locale::t;

/// The section, with what holds for the whole page; none when no fact named a
/// source.
pub fn section(facts: &Facts, notes: &Footnotes<'_>, lang: Lang) -> Option<Section> {
    let list: Vec<(usize, String)> = notes
        .used()
        .map(|(number, key, source)| match source {
            Some(source) => (number, described(source, lang)),
            None => (number, key.to_owned()),
        })
        .collect();
    if list.is_empty() {
        return None;
    }
    let rounding = t(lang, "brief.sources.rounding", &[]);
    let texts = facts.notes.iter().map(|note| note.get(lang).to_owned());
    let texts = texts.chain(std::iter::once(rounding)).map(|text| {
        Block::Text(Paragraph {
            text,
            notes: Vec::new(),
        })
    });
    Some(Section {
        id: "sources",
        title: t(lang, "brief.sources.title", &[]),
        blocks: std::iter::once(Block::Notes(list)).chain(texts).collect(),
    })
}

/// The line of a picture that names its sources: `Source: US Census Bureau [1]`.
pub fn credit(numbers: &[usize], notes: &Footnotes<'_>, lang: Lang) -> String {
    let names: Vec<String> = notes
        .used()
        .filter(|(number, ..)| numbers.contains(number))
        .map(|(number, key, source)| {
            let name = source.map_or(key, |source| source.publisher.get(lang));
            format!("{name} [{number}]")
        })
        .collect();
    if names.is_empty() {
        return t(lang, "brief.sources.none", &[]);
    }
    t(
        lang,
        "brief.sources.credit",
        &[("names", &names.join(list_mark(lang)))],
    )
}

fn list_mark(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    }
}

fn described(source: &SourceFact, lang: Lang) -> String {
    let mut parts = vec![
        source.publisher.get(lang).to_owned(),
        source.dataset.get(lang).to_owned(),
        t(
            lang,
            "brief.sources.vintage",
            &[("vintage", &source.vintage)],
        ),
    ];
    if let Some(date) = &source.released {
        parts.push(t(lang, "brief.sources.released", &[("date", date)]));
    }
    if let Some(licence) = &source.licence {
        parts.push(t(lang, "brief.sources.licence", &[("licence", licence)]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(list_mark(lang))
}
