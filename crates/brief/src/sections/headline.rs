//! The balance and its basis.

use triffin_basis::{Decimal, Lang};

use crate::document::{Block, Cell, Fold, Head, Paragraph, Row, Section, Table};
use crate::facts::{Fact, Facts, Headline};
use crate::footnotes::Footnotes;
use crate::locale::t;
use crate::marks;
use crate::names::in_sentence;
use crate::numerals::{Column, Numerals};
use crate::periods::spoken;
use crate::sections::evidence;

/// Digits of the largest amount in the table.
const TABLE_DIGITS: i32 = 5;

/// `United States – China: goods balance, 2018`.
pub fn title(facts: &Facts, lang: Lang) -> String {
    let subject = &facts.subject;
    let reporter = subject.reporter.get(lang);
    let period = spoken(facts.period, lang);
    let who = match &subject.partner {
        Some(partner) => t(
            lang,
            "brief.title.pair",
            &[("reporter", reporter), ("partner", partner.get(lang))],
        ),
        None => reporter.to_owned(),
    };
    match &facts.headline {
        Some(headline) => t(
            lang,
            "brief.title.balance",
            &[
                ("who", &who),
                ("layer", headline.layer.get(lang)),
                ("period", &period),
            ],
        ),
        None => t(
            lang,
            "brief.title.plain",
            &[("who", &who), ("period", &period)],
        ),
    }
}

/// The conventions and the as-of date.
pub fn subtitle(facts: &Facts, lang: Lang) -> String {
    match &facts.as_of {
        Some(date) => t(lang, "brief.subtitle.as_of", &[("date", date)]),
        None => t(lang, "brief.subtitle.newest", &[]),
    }
}

/// The section; none without a headline.
pub fn section(facts: &Facts, numerals: Numerals, notes: &mut Footnotes<'_>) -> Option<Section> {
    let headline = facts.headline.as_ref()?;
    let lang = numerals.lang();
    let mut blocks = vec![Block::Text(Paragraph::new(
        sentence(facts, headline, numerals),
        notes.of(figures(headline)),
    ))];
    if let Some(ratio) = &headline.to_gdp {
        blocks.push(Block::Text(Paragraph::new(
            t(
                lang,
                "brief.headline.to_gdp",
                &[("ratio", &numerals.with_flag(numerals.percent(ratio), ratio))],
            ),
            notes.of([ratio]),
        )));
    }
    blocks.extend(
        facts.warnings.iter().map(|warning| {
            Block::Warning(t(lang, "brief.warning", &[("text", warning.get(lang))]))
        }),
    );
    blocks.push(Block::Table(table(headline, numerals, notes)));
    blocks.push(Block::Terms(terms(headline, lang)));
    let mut items = labelled(headline, lang);
    items.extend(
        headline
            .to_gdp
            .iter()
            .map(|fact| (t(lang, "brief.to_gdp", &[]), fact)),
    );
    blocks.push(evidence::block(&items, numerals, notes));
    Some(Section {
        id: "headline",
        title: t(lang, "brief.headline.title", &[]),
        blocks,
    })
}

/// The balance in a sentence; a side that is not there is said to be missing.
fn sentence(facts: &Facts, headline: &Headline, numerals: Numerals) -> String {
    let lang = numerals.lang();
    let period = spoken(facts.period, lang);
    let (Some(exports), Some(imports)) = (&headline.exports, &headline.imports) else {
        return balance_alone(headline, &period, numerals);
    };
    let everyone = match headline.at_hand {
        true => t(lang, "brief.partners_at_hand", &[]),
        false => t(lang, "brief.world", &[]),
    };
    let partner = match &facts.subject.partner {
        Some(partner) => in_sentence(partner.get(lang), lang),
        None => everyone,
    };
    let sides = [exports, imports, &headline.balance];
    let values = sides.iter().filter_map(|fact| fact.value);
    let column = Column::fit(numerals, &headline.balance.unit, values);
    let reason = reason(headline, lang);
    let key = match (exports.value, imports.value) {
        (Some(_), Some(_)) if headline.balance.value.is_some() => status_key(&headline.balance),
        (Some(_), None) => "brief.headline.imports_missing",
        (None, Some(_)) => "brief.headline.exports_missing",
        (None, None) => "brief.headline.both_missing",
        (Some(_), Some(_)) => "brief.headline.not_aligned",
    };
    let [exports, imports, balance] = sides.map(|fact| column.say(fact, false));
    let args = [
        ("period", period.as_str()),
        ("partner", &partner),
        ("exports", &exports),
        ("imports", &imports),
        ("balance", &balance),
        ("reason", &reason),
    ];
    t(lang, key, &args)
}

/// A balance that is published without its two sides.
fn balance_alone(headline: &Headline, period: &str, numerals: Numerals) -> String {
    let lang = numerals.lang();
    let balance = numerals.fact(&headline.balance);
    let reason = reason(headline, lang);
    let args = [
        ("period", period),
        ("layer", headline.layer.get(lang)),
        ("balance", &balance),
        ("reason", &reason),
    ];
    let key = match headline.balance.value {
        None => "brief.headline.alone_missing",
        Some(value) if value > Decimal::ZERO => "brief.headline.alone_surplus",
        Some(value) if value < Decimal::ZERO => "brief.headline.alone_deficit",
        Some(_) => "brief.headline.alone_balanced",
    };
    t(lang, key, &args)
}

/// The figures of the headline that its layer has.
fn figures(headline: &Headline) -> impl Iterator<Item = &Fact> {
    let sides = headline.exports.iter().chain(&headline.imports);
    sides.chain(std::iter::once(&headline.balance))
}

fn status_key(balance: &Fact) -> &'static str {
    match balance.value.map(|value| value.cmp(&Decimal::ZERO)) {
        Some(std::cmp::Ordering::Greater) => "brief.headline.surplus",
        Some(std::cmp::Ordering::Less) => "brief.headline.deficit",
        _ => "brief.headline.balanced",
    }
}

/// Why the first missing one of the three is missing.
fn reason(headline: &Headline, lang: Lang) -> String {
    figures(headline)
        .filter(|fact| fact.value.is_none())
        .find_map(|fact| fact.reason.as_ref())
        .map_or_else(
            || t(lang, "brief.reason_unknown", &[]),
            |reason| reason.get(lang).to_owned(),
        )
}

fn labelled(headline: &Headline, lang: Lang) -> Vec<(String, &Fact)> {
    let sides = [
        ("brief.exports", headline.exports.as_ref()),
        ("brief.imports", headline.imports.as_ref()),
        ("brief.balance", Some(&headline.balance)),
    ];
    let there = sides
        .into_iter()
        .filter_map(|(key, fact)| Some((key, fact?)));
    there.map(|(key, fact)| (t(lang, key, &[]), fact)).collect()
}

fn table(headline: &Headline, numerals: Numerals, notes: &mut Footnotes<'_>) -> Table {
    let lang = numerals.lang();
    let items = labelled(headline, lang);
    let column = Column::fit_digits(
        numerals,
        &headline.balance.unit,
        items.iter().filter_map(|(_, fact)| fact.value),
        TABLE_DIGITS,
    );
    let rows = items
        .iter()
        .enumerate()
        .map(|(at, (name, fact))| Row {
            cells: vec![
                Cell::text(name),
                marks::cell(&column, fact),
                Cell::text(fact.basis.get(lang)),
            ],
            notes: notes.of([*fact]),
            total: at == items.len() - 1,
            ..Row::default()
        })
        .collect();
    Table {
        caption: t(lang, "brief.headline.table", &[]),
        head: vec![
            Head::words(t(lang, "brief.item", &[])),
            Head::numbers(column.unit()),
            Head::words(t(lang, "brief.basis", &[])),
        ],
        rows,
        ..Table::default()
    }
    .with_legend(lang)
    .folded(match items.len() {
        1 => Fold::Nothing,
        _ => Fold::Table,
    })
}

fn terms(headline: &Headline, lang: Lang) -> Vec<(String, String)> {
    headline
        .basis
        .iter()
        .map(|(name, value)| (name.get(lang).to_owned(), value.get(lang).to_owned()))
        .collect()
}
