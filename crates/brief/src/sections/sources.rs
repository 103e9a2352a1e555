//! The numbered sources and their vintages.

use triffin_basis::Lang;

use crate::document::{Block, Note, Paragraph, Section};
use crate::facts::{Facts, SourceFact};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::numerals::NO_BREAK;

/// The section, with what holds for the whole page; none when no fact named a
/// source.
pub fn section(facts: &Facts, notes: &Footnotes<'_>, lang: Lang) -> Option<Section> {
    let list: Vec<Note> = notes
        .used()
        .map(|(number, key, source)| Note {
            number,
            text: source.map_or(key.to_owned(), |source| described(source, lang)),
            short: source.map_or(key.to_owned(), |source| named(source, lang)),
        })
        .collect();
    if list.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Notes(list)];
    for note in &facts.notes {
        blocks.push(Block::Text(Paragraph::new(note.get(lang), Vec::new())));
    }
    let order = (!facts.notes.is_empty()).then_some("brief.sources.order");
    for key in order.into_iter().chain(["brief.sources.rounding"]) {
        blocks.push(Block::Text(Paragraph::aside(t(lang, key, &[]))));
    }
    Some(Section {
        id: "sources",
        title: t(lang, "brief.sources.title", &[]),
        blocks,
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

/// Publisher, dataset and day of release: `US Census Bureau: us-census-ft900
/// 2020-12-31`. The publisher's name is cut at its first comma.
fn named(source: &SourceFact, lang: Lang) -> String {
    let (dataset, publisher) = (source.dataset.get(lang), source.publisher.get(lang));
    let name = publisher.split([',', '，', '(', '（']).next();
    let name = name.unwrap_or_default().trim();
    let value = match &source.released {
        Some(date) => format!("{dataset}{NO_BREAK}{date}"),
        None => dataset.to_owned(),
    };
    t(lang, "brief.term", &[("name", name), ("value", &value)])
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
        let licence = licence.get(lang);
        parts.push(t(lang, "brief.sources.licence", &[("licence", licence)]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(list_mark(lang))
}
