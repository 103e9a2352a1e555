//! Numbers as a reader of one language writes them.
//!
//! A value is rounded once, at a power of ten that does not depend on the
//! language, and then only its decimal point moves: 418.2 bn USD and 4,182亿美元
//! are the same number. Rounding is half away from zero, as statistical offices
//! print.

use triffin_basis::{Decimal, Lang, Scale};

use crate::facts::{Fact, Measure};
use crate::locale::t;
use crate::marks;
use crate::rounded::Rounded;

/// Digits of an amount in a sentence.
const AMOUNT_DIGITS: i32 = 4;
/// Digits of an exchange rate in a sentence.
const RATE_DIGITS: i32 = 5;

/// How numbers are written: the language and the minus sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numerals {
    lang: Lang,
    minus: char,
}

impl Numerals {
    /// Numbers for print: a true minus sign.
    pub fn typeset(lang: Lang) -> Self {
        Self { lang, minus: '−' }
    }

    /// Numbers for a terminal: an ASCII hyphen, so that they can be searched
    /// and pasted.
    pub fn plain(lang: Lang) -> Self {
        Self { lang, minus: '-' }
    }

    /// The language.
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// A fact as a sentence says it: number, scale and unit, or "no data".
    pub fn fact(self, fact: &Fact) -> String {
        self.fact_with(fact, false)
    }

    /// The same with a plus sign before a gain.
    pub fn signed(self, fact: &Fact) -> String {
        self.fact_with(fact, true)
    }

    /// A value as a sentence says it.
    pub fn value(self, value: Decimal, measure: &Measure) -> String {
        let rounded = Rounded::at(value, sentence_place(value, measure));
        let scale = scale_for(&rounded, measure, self.lang);
        self.with_unit(&rounded.text(scale, self.minus), scale, measure)
    }

    /// A fact's number alone, rounded as a sentence rounds it, without its unit.
    pub fn bare(self, fact: &Fact) -> String {
        match fact.value {
            Some(value) => {
                let rounded = Rounded::at(value, sentence_place(value, &fact.measure));
                rounded.text(0, self.minus)
            }
            None => t(self.lang, "brief.no_data", &[]),
        }
    }

    /// Every digit of a value, grouped.
    pub fn exact(self, value: Decimal) -> String {
        Rounded::exact(value).text(0, self.minus)
    }

    /// The unit at a scale of ten to the `scale`: `bn USD`, `亿美元`, `%`.
    pub fn unit(self, scale: i32, measure: &Measure) -> String {
        match measure {
            Measure::Money { code } => {
                let currency = self.currency(code);
                match (scale, self.lang) {
                    (0, _) => currency,
                    (_, Lang::En) => format!("{} {currency}", self.scale_word(scale)),
                    (_, Lang::Zh) => format!("{}{currency}", self.scale_word(scale)),
                }
            }
            Measure::Percent => "%".to_owned(),
            Measure::PercentagePoint => t(self.lang, "unit.percentage_point", &[]),
            Measure::Index { base } => base.get(self.lang).to_owned(),
            Measure::Rate { of, per } => t(
                self.lang,
                "unit.rate",
                &[("of", &self.currency(of)), ("per", &self.currency(per))],
            ),
            Measure::Other { name } => name.get(self.lang).to_owned(),
        }
    }

    /// A fact as a sentence says it, its flag left to a mark beside it.
    pub fn unflagged(self, fact: &Fact, plus: bool) -> String {
        let Some(value) = fact.value else {
            return t(self.lang, "brief.no_data", &[]);
        };
        let text = self.value(value, &fact.measure);
        match plus && value > Decimal::ZERO {
            true => format!("+{text}"),
            false => text,
        }
    }

    fn fact_with(self, fact: &Fact, plus: bool) -> String {
        self.with_flag(self.unflagged(fact, plus), fact)
    }

    fn with_flag(self, text: String, fact: &Fact) -> String {
        match marks::letter(fact.flag) {
            Some(_) => {
                let flag = fact.flag.label(self.lang);
                t(
                    self.lang,
                    "brief.flagged",
                    &[("value", &text), ("flag", flag)],
                )
            }
            None => text,
        }
    }

    fn with_unit(self, number: &str, scale: i32, measure: &Measure) -> String {
        let unit = self.unit(scale, measure);
        match (measure, self.lang) {
            (Measure::Percent, _) => format!("{number}%"),
            (Measure::Index { .. }, Lang::En) => format!("{number} ({unit})"),
            (Measure::Index { .. }, Lang::Zh) => format!("{number}（{unit}）"),
            (_, Lang::En) => format!("{number} {unit}"),
            (_, Lang::Zh) => format!("{number}{unit}"),
        }
    }

    /// `bn`, `亿`; the digits when a power of ten has no name.
    fn scale_word(self, scale: i32) -> String {
        let named = u32::try_from(scale).ok().and_then(Scale::from_exponent);
        named.map_or_else(|| format!("10^{scale}"), |s| s.label(self.lang).to_owned())
    }

    /// The currency as this language names it beside a number.
    fn currency(self, code: &str) -> String {
        match self.lang {
            Lang::En => code.to_owned(),
            Lang::Zh => match crate::locale::phrases(Lang::Zh).get(&format!("currency.{code}")) {
                Some(name) => name.clone(),
                None => code.to_owned(),
            },
        }
    }
}

/// A column of numbers printed at one scale and one last digit, so that they
/// can be compared down the page.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    numerals: Numerals,
    measure: &'a Measure,
    scale: i32,
    place: i32,
}

impl<'a> Column<'a> {
    /// The column that suits `values`: four digits of the largest.
    pub fn fit(
        numerals: Numerals,
        measure: &'a Measure,
        values: impl IntoIterator<Item = Decimal>,
    ) -> Self {
        Self::fit_digits(numerals, measure, values, AMOUNT_DIGITS)
    }

    /// The same with another number of digits for amounts.
    pub fn fit_digits(
        numerals: Numerals,
        measure: &'a Measure,
        values: impl IntoIterator<Item = Decimal>,
        digits: i32,
    ) -> Self {
        let largest = values
            .into_iter()
            .map(|value| value.abs())
            .max()
            .unwrap_or(Decimal::ONE);
        let place = place_of(largest, measure, digits);
        let scale = scale_for(&Rounded::at(largest, place), measure, numerals.lang);
        Self {
            numerals,
            measure,
            scale,
            place,
        }
    }

    /// The unit for the column's head: `bn USD`, `亿美元`.
    pub fn unit(&self) -> String {
        self.numerals.unit(self.scale, self.measure)
    }

    /// A value in the column, without its unit.
    pub fn cell(&self, value: Decimal) -> String {
        Rounded::at(value, self.place).text(self.scale, self.numerals.minus)
    }

    /// The same with a plus sign before a gain.
    pub fn signed(&self, value: Decimal) -> String {
        let text = self.cell(value);
        match value > Decimal::ZERO {
            true => format!("+{text}"),
            false => text,
        }
    }

    /// A fact in the column; "no data" when it has no number.
    pub fn fact(&self, fact: &Fact) -> String {
        match fact.value {
            Some(value) => self.cell(value),
            None => t(self.numerals.lang, "brief.no_data", &[]),
        }
    }

    /// A fact with its unit, for sentences whose numbers are compared; `plus`
    /// puts a sign before a gain.
    pub fn say(&self, fact: &Fact, plus: bool) -> String {
        let Some(value) = fact.value else {
            return self.fact(fact);
        };
        let number = if plus {
            self.signed(value)
        } else {
            self.cell(value)
        };
        let text = self.numerals.with_unit(&number, self.scale, self.measure);
        self.numerals.with_flag(text, fact)
    }

    /// A round number, such as a tick, with its own last digit.
    pub fn round(&self, value: &Rounded) -> String {
        value.text(self.scale, self.numerals.minus)
    }
}

/// The power of ten of the last digit a sentence prints.
fn sentence_place(value: Decimal, measure: &Measure) -> i32 {
    place_of(value, measure, AMOUNT_DIGITS)
}

/// The same with another number of digits for amounts.
fn place_of(value: Decimal, measure: &Measure, digits: i32) -> i32 {
    match measure {
        Measure::Money { .. } | Measure::Other { .. } | Measure::Rate { .. } if value.is_zero() => {
            0
        }
        Measure::Money { .. } | Measure::Other { .. } => Rounded::leading_place(value) - digits + 1,
        Measure::Rate { .. } => Rounded::leading_place(value) - RATE_DIGITS + 1,
        Measure::Percent | Measure::PercentagePoint => -1,
        Measure::Index { .. } => -2,
    }
}

/// The largest scale of the language that leaves at least one whole unit.
fn scale_for(value: &Rounded, measure: &Measure, lang: Lang) -> i32 {
    if !matches!(measure, Measure::Money { .. }) {
        return 0;
    }
    let scales: &[i32] = match lang {
        Lang::En => &[12, 9, 6, 3],
        Lang::Zh => &[12, 8, 4],
    };
    let leading = value.leading();
    scales
        .iter()
        .copied()
        .find(|&scale| leading >= scale)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
