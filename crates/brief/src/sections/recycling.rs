//! How dollars come back: the financing of the issuer, the way of a surplus.

use crate::document::{Block, Fold, Paragraph, Section, Table};
use crate::facts::Facts;
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::numerals::Numerals;
use crate::sections::{evidence, external};

/// The section; none without rows. A folded page leaves it out.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let recycling = facts.recycling.as_ref()?;
    if recycling.rows.is_empty() {
        return None;
    }
    let lang = numerals.lang();
    let table = Table {
        fold: Fold::Nothing,
        ..external::table(&recycling.rows, numerals, notes)
    };
    let mut blocks = vec![Block::Table(table)];
    let said = recycling.notes.iter().map(|note| note.get(lang));
    blocks.extend(said.map(|text| Block::Text(Paragraph::aside(text))));
    let items = external::items(&recycling.rows, lang);
    blocks.push(evidence::block(&items, numerals, notes));
    let key = match recycling.issuer {
        true => "brief.recycling.issuer",
        false => "brief.recycling.surplus",
    };
    Some(Section {
        id: "recycling",
        title: t(lang, key, &[]),
        blocks,
    })
}

#[cfg(test)]
mod tests {
    use triffin_basis::{Bilingual, Decimal, Economy, Lang, Period, Unit};

    use crate::document::compose;
    use crate::facts::{ExternalItem, Fact, Facts, Recycling, Subject};
    use crate::numerals::Numerals;

    #[test]
    fn the_issuer_and_a_surplus_have_their_own_title() {
        let usa = Economy::parse("USA").unwrap();
        let mut facts = Facts::about(Subject::economy(&usa), Period::year(2022));
        let usd = Unit::parse("USD").unwrap().0;
        let level = Fact::new(Decimal::from(804_791_000_000_i64), usd, Period::year(2022));
        let row = ExternalItem {
            name: Bilingual::new("Financing received", "所得净融资"),
            level,
            change: None,
            to_gdp: None,
            convention: None,
            detail: true,
        };
        for (issuer, lang, title) in [
            (true, Lang::En, "How the dollars come back"),
            (false, Lang::Zh, "顺差的去向"),
        ] {
            facts.recycling = Some(Recycling {
                issuer,
                rows: vec![row.clone()],
                notes: Vec::new(),
            });
            let document = compose(&facts, Numerals::plain(lang));
            let section = document.sections.iter().find(|one| one.id == "recycling");
            assert_eq!(section.unwrap().title, title);
        }
    }
}
