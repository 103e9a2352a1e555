//! The figures that documents state and agencies publish, dated and cited.
//!
//! They are data (`data/treasury.json`): the default of every option, printed
//! with its source, and what the documents say of one thing in two ways.

use std::sync::LazyLock;

use serde::Deserialize;
use triffin_basis::{BasisError, Bilingual};

use super::screen::{Screened, Verdict};

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Money at a moment.
    Stock,
    /// Money over a year or the span stated.
    Flow,
    /// Money over a trading day.
    Daily,
    /// A rate or share.
    Rate,
    /// A share written as a fraction.
    Fraction,
    /// A weight.
    Mass,
    /// Money an ounce.
    Price,
    /// A count.
    Count,
}

impl Nature {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Nature::Stock => "stock",
            Nature::Flow => "flow",
            Nature::Daily => "daily",
            Nature::Rate => "rate",
            Nature::Fraction => "fraction",
            Nature::Mass => "mass",
            Nature::Price => "price",
            Nature::Count => "count",
        }
    }
}

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Stated by a document, and only that.
    Document,
    /// Published by the agency named.
    Published,
    /// Worked out from published figures, as its title says.
    Derived,
    /// Stated by nobody: an assumption for an example.
    Assumed,
}

impl Origin {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Origin::Document => "document",
            Origin::Published => "published",
            Origin::Derived => "derived",
            Origin::Assumed => "assumed",
        }
    }
}

/// A figure with its date and its source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name, which an option takes in place of an amount.
    pub name: String,
    /// What it measures.
    pub nature: Nature,
    /// The period it is about …
    pub period: String,
    /// … and in Chinese, where it is told in words.
    period_zh: Option<String>,
    /// As printed, in English …
    pub text: String,
    /// … and in Chinese: the same amount.
    pub text_zh: String,
    /// Title, in English …
    pub en: String,
    /// … and in Chinese.
    pub zh: String,
    /// Source, in English …
    pub source_en: String,
    /// … and in Chinese.
    pub source_zh: String,
    /// How it came about.
    pub origin: Origin,
    /// Licence or terms.
    pub licence: String,
}

impl Figure {
    /// What it is.
    pub fn title(&self) -> Bilingual {
        Bilingual::new(&self.en, &self.zh)
    }

    /// The period it is about.
    pub fn when(&self) -> Bilingual {
        let zh = self.period_zh.as_ref().unwrap_or(&self.period);
        Bilingual::new(&self.period, zh)
    }

    /// Where it is from.
    pub fn source(&self) -> Bilingual {
        Bilingual::new(&self.source_en, &self.source_zh)
    }

    /// The amount as printed.
    pub fn printed(&self) -> Bilingual {
        Bilingual::new(&self.text, &self.text_zh)
    }
}

/// What is said of one thing in two ways, or wrongly, and which holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Number of the claim.
    pub code: String,
    /// The figures it is about.
    pub figures: Vec<String>,
    en: String,
    zh: String,
}

impl Conflict {
    /// What differs and what holds.
    pub fn text(&self) -> Bilingual {
        Bilingual::new(&self.en, &self.zh)
    }
}

/// What document 003 tells of an asset that could hold reserves.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Its code.
    pub asset: String,
    en: String,
    zh: String,
    depth: Option<Verdict>,
    liquidity: Option<Verdict>,
    safety: Option<Verdict>,
    doubted_since: Option<i32>,
    /// The lines that tell it.
    pub lines: String,
}

impl Told {
    /// Its name.
    pub fn title(&self) -> Bilingual {
        Bilingual::new(&self.en, &self.zh)
    }

    /// What the text tells of it, as of a year.
    pub fn verdicts(&self, year: i32) -> Screened {
        let doubted = self.doubted_since.is_some_and(|since| year >= since);
        let safety = match (self.safety, doubted) {
            (Some(Verdict::Pass), true) => Some(Verdict::Lowered),
            (told, _) => told,
        };
        Screened {
            depth: self.depth,
            liquidity: self.liquidity,
            safety,
        }
    }
}

#[derive(Default, Deserialize)]
struct Data {
    figures: Vec<Figure>,
    conflicts: Vec<Conflict>,
    screen: Vec<Told>,
}

/// A file that does not parse leaves every list empty; a test reads it.
static DATA: LazyLock<Data> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/treasury.json")).unwrap_or_default()
});

/// Every figure.
pub fn all() -> &'static [Figure] {
    &DATA.figures
}

/// Every conflict.
pub fn conflicts() -> &'static [Conflict] {
    &DATA.conflicts
}

/// What document 003 tells of the assets it compares.
pub fn screened() -> &'static [Told] {
    &DATA.screen
}

/// The figure of a name, if there is one.
pub fn find(name: &str) -> Option<&'static Figure> {
    all().iter().find(|figure| figure.name == name)
}

/// The figure of a name.
///
/// # Errors
/// `E-CYCLE-FIGURE` where there is none.
pub fn named(name: &str) -> Result<&'static Figure, BasisError> {
    find(name).ok_or_else(|| {
        BasisError::new(
            "E-CYCLE-FIGURE",
            format!("no figure \"{name}\""),
            format!("没有名为“{name}”的数字"),
        )
        .value(name)
        .expected("the name of a figure", "数字的名称")
        .remedy(
            "See triffin treasury figures",
            "请用 triffin treasury figures 查看",
        )
    })
}

/// The conflicts about any of these figures, each once.
pub fn conflicts_of<'a>(
    names: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = &'static Conflict> {
    let names: Vec<&str> = names.into_iter().collect();
    conflicts().iter().filter(move |conflict| {
        conflict
            .figures
            .iter()
            .any(|name| names.contains(&name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{Number, daily, flow, stock, tonnes};
    use crate::treasury::debt_scale::Fraction;
    use triffin_basis::Decimal;

    fn value(nature: Nature, text: &str) -> Decimal {
        match nature {
            Nature::Stock => stock(text).unwrap().value(),
            Nature::Flow | Nature::Price => flow(text).unwrap().value(),
            Nature::Daily => daily(text).unwrap().0.value(),
            Nature::Rate => Number::read_multiple(text).unwrap().value(),
            Nature::Fraction => Fraction::read(text).unwrap().number().unwrap().value(),
            Nature::Mass => tonnes(text).unwrap().value(),
            Nature::Count => text.parse().unwrap(),
        }
    }

    #[test]
    fn every_figure_is_one_amount_in_both_languages_with_a_source() {
        assert!(all().len() > 60 && conflicts().len() > 15 && screened().len() == 4);
        for figure in all() {
            let (en, zh) = (
                value(figure.nature, &figure.text),
                value(figure.nature, &figure.text_zh),
            );
            assert_eq!(en.normalize(), zh.normalize(), "{}", figure.name);
            assert!(!figure.source_en.is_empty() && !figure.source_zh.is_empty());
            assert!(
                !figure.source_zh.is_ascii() && !figure.zh.is_ascii(),
                "{}",
                figure.name
            );
            assert_eq!(
                all()
                    .iter()
                    .filter(|other| other.name == figure.name)
                    .count(),
                1
            );
        }
    }

    #[test]
    fn every_conflict_is_about_figures_there_are() {
        for conflict in conflicts() {
            assert!(
                conflict.figures.iter().all(|name| find(name).is_some()),
                "{}",
                conflict.code
            );
        }
        assert_eq!(named("no-such").unwrap_err().code(), "E-CYCLE-FIGURE");
        assert_eq!(conflicts_of(["maturing-text"]).count(), 1);
    }
}
