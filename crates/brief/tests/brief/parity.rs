//! Each sentence's numbers and units are the same in both languages.

use proptest::prelude::*;
use triffin_basis::{Bilingual, Decimal, Flag, Lang, Unit};
use triffin_brief::document::{Block, compose};
use triffin_brief::facts::{Effects, Fact, Facts};
use triffin_brief::numerals::Numerals;

use crate::sample;

/// Words that follow a number: text, power of ten, unit.
const UNITS: [(&str, u32, &str); 14] = [
    (" tn USD", 12, "USD"),
    (" bn USD", 9, "USD"),
    (" mn USD", 6, "USD"),
    (" thousand USD", 3, "USD"),
    (" USD", 0, "USD"),
    ("万亿美元", 12, "USD"),
    ("亿美元", 8, "USD"),
    ("万美元", 4, "USD"),
    ("美元", 0, "USD"),
    ("%", 0, "%"),
    (" pp", 0, "pp"),
    ("个百分点", 0, "pp"),
    ("年", 0, ""),
    ("", 0, ""),
];

/// Every number of a text in single units, with its unit, sorted.
fn numbers(text: &str) -> Vec<(Decimal, &'static str)> {
    let text = text.replace('\u{a0}', " ");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let minus = rest[..start].ends_with(['-', '−']);
        let tail = &rest[start..];
        let inside = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
        let end = tail.find(|c| !inside(c)).unwrap_or(tail.len());
        let digits = tail[..end].trim_end_matches(['.', ',']);
        rest = &tail[digits.len()..];
        let (_, power, unit) = UNITS
            .iter()
            .find(|(word, ..)| rest.starts_with(word))
            .unwrap();
        let value: Decimal = digits.replace(',', "").parse().unwrap();
        let value = value * Decimal::from(10_i64.pow(*power));
        found.push((if minus { -value } else { value }, *unit));
    }
    found.sort();
    found
}

/// The sentences of a document, one text a section.
fn sentences(facts: &Facts, lang: Lang) -> Vec<(&'static str, String)> {
    compose(facts, Numerals::typeset(lang))
        .sections
        .into_iter()
        .map(|section| {
            let texts = section.blocks.into_iter().filter_map(|block| match block {
                Block::Text(paragraph) => Some(paragraph.text),
                _ => None,
            });
            (section.id, texts.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

fn assert_parity(facts: &Facts) {
    let en = sentences(facts, Lang::En);
    let zh = sentences(facts, Lang::Zh);
    assert_eq!(en.len(), zh.len());
    for ((section, en), (_, zh)) in en.iter().zip(&zh) {
        assert_eq!(numbers(en), numbers(zh), "{section}:\n{en}\n{zh}");
    }
}

#[test]
fn numbers_are_read_with_scale_sign_and_unit() {
    let read = numbers("In 2018, −418.2 bn USD (25.6%)");
    let usd = Decimal::from(-418_200_000_000_i64);
    let percent = Decimal::new(256, 1);
    assert_eq!(
        read,
        [(usd, "USD"), (percent, "%"), (Decimal::from(2018), "")]
    );
    assert_eq!(read, numbers("2018年，−4,182亿美元（25.6%）"));
}

#[test]
fn the_samples_say_the_same_in_both_languages() {
    let facts = sample::with_partners();
    assert!(
        sentences(&facts, Lang::En)[0]
            .1
            .contains("418.2\u{a0}bn\u{a0}USD")
    );
    assert!(sentences(&facts, Lang::Zh)[0].1.contains("4,182亿美元"));
    assert_parity(&facts);
    assert_parity(&sample::us_china());
    assert_parity(&sample::one_sided());
}

/// The sample with other amounts, effects and a ratio to GDP.
fn varied(amounts: &[i64], cents: u32) -> Facts {
    let mut facts = sample::with_partners();
    let amount = |at: usize| Decimal::new(amounts[at % amounts.len()], cents);
    let set = |fact: &mut Fact, at: usize| fact.value = Some(amount(at));
    if let Some(headline) = &mut facts.headline {
        headline.exports.iter_mut().for_each(|fact| set(fact, 0));
        headline.imports.iter_mut().for_each(|fact| set(fact, 1));
        headline.balance.value = Some(amount(0) - amount(1));
        let mut ratio = headline.balance.clone();
        ratio.unit = Unit::Percent;
        ratio.value = Some(Decimal::new(amounts[2] % 100_000, 3));
        headline.to_gdp = Some(ratio.flagged(Flag::Estimated));
    }
    if let Some(partners) = &mut facts.partners {
        for (at, row) in partners.rows.iter_mut().enumerate() {
            set(&mut row.balance, at);
        }
    }
    if let Some(change) = &mut facts.change {
        set(&mut change.opening, 3);
        set(&mut change.closing, 4);
        change.delta.value = Some(amount(4) - amount(3));
        let effect = |at: usize| {
            let mut fact = change.delta.clone();
            fact.value = Some(amount(at));
            fact
        };
        change.effects = Some(Effects {
            method: "Bennet".into(),
            quantity: effect(0),
            price: effect(1),
            entry: effect(2),
            exit: Fact::missing(
                change.delta.unit.clone(),
                change.delta.period,
                Bilingual::new("no quantities", "无数量"),
            ),
            residual: effect(4),
        });
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_numbers_are_the_same_in_both_languages(
        amounts in proptest::collection::vec(-9_000_000_000_000_000_i64..9_000_000_000_000_000, 5),
        cents in 0_u32..7,
    ) {
        assert_parity(&varied(&amounts, cents));
    }
}
