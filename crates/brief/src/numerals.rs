//! Numbers as a reader of one language writes them.
//!
//! A value is rounded once, at a power of ten that does not depend on the
//! language, and then only its decimal point moves: 418.2 bn USD and 4,182亿美元
//! are the same number. Rounding is half away from zero, as statistical offices
//! print.

use triffin_basis::{Decimal, Lang, Scale, Unit, printing};

use crate::facts::Fact;
use crate::locale::t;
use crate::marks;
use crate::rounded::Rounded;

/// Digits of an amount in a sentence.
const AMOUNT_DIGITS: i32 = 4;
/// A space at which no line is broken.
pub const NO_BREAK: char = '\u{a0}';
/// Digits of an exchange rate in a sentence.
const RATE_DIGITS: i32 = 5;

/// How numbers are written: the language and the minus sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numerals {
    lang: Lang,
    minus: char,
    space: char,
}

impl Numerals {
    /// Numbers for print: a true minus sign, and no line break between a number
    /// and its unit.
    pub fn typeset(lang: Lang) -> Self {
        Self {
            lang,
            minus: '−',
            space: NO_BREAK,
        }
    }

    /// Numbers for a terminal: an ASCII hyphen, so that they can be searched
    /// and pasted.
    pub fn plain(lang: Lang) -> Self {
        Self {
            lang,
            minus: '-',
            space: ' ',
        }
    }

    /// The same with a no-break space between a number and its unit, for text
    /// that is still to be wrapped.
    pub fn unbroken(self) -> Self {
        Self {
            space: NO_BREAK,
            ..self
        }
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
    pub fn value(self, value: Decimal, unit: &Unit) -> String {
        let rounded = Rounded::at(value, sentence_place(value, unit));
        let scale = scale_of(&rounded, value, unit, self.lang);
        self.with_unit(&rounded, value, unit, scale)
    }

    /// A fact's number alone, rounded as a sentence rounds it, without its unit.
    pub fn bare(self, fact: &Fact) -> String {
        match fact.value {
            Some(value) => {
                let rounded = Rounded::at(value, sentence_place(value, &fact.unit));
                rounded.text(0, self.minus)
            }
            None => t(self.lang, "brief.no_data", &[]),
        }
    }

    /// Every digit of a value, grouped.
    pub fn exact(self, value: Decimal) -> String {
        Rounded::exact(value).text(0, self.minus)
    }

    /// A ratio in per cent, whatever its base is called and without its flag:
    /// `25.6%`.
    pub fn percent(self, fact: &Fact) -> String {
        match fact.value {
            Some(_) => format!("{}%", self.bare(fact)),
            None => t(self.lang, "brief.no_data", &[]),
        }
    }

    /// A fact as a sentence says it, its flag left to a mark beside it.
    pub fn unflagged(self, fact: &Fact, plus: bool) -> String {
        let Some(value) = fact.value else {
            return t(self.lang, "brief.no_data", &[]);
        };
        let text = self.value(value, &fact.unit);
        match plus && value > Decimal::ZERO {
            true => format!("+{text}"),
            false => text,
        }
    }

    fn fact_with(self, fact: &Fact, plus: bool) -> String {
        self.with_flag(self.unflagged(fact, plus), fact)
    }

    /// A text about a fact, with its flag in words when it is not observed.
    pub fn with_flag(self, text: String, fact: &Fact) -> String {
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

    /// The rounded number with its unit; every digit of `value` when the
    /// rounded one does not fit a decimal.
    fn with_unit(self, rounded: &Rounded, value: Decimal, unit: &Unit, scale: Scale) -> String {
        let number = rounded.decimal().unwrap_or(value);
        let mut text = printing::at_scale(number, unit, scale, self.lang);
        if let Unit::Index { base: Some(base) } = unit {
            let base = [("base", &*base.to_string())];
            text.push_str(&t(self.lang, "brief.index_base", &base));
        }
        self.dressed(&text)
    }

    /// The text with this style's minus sign and space; the hyphen of a period
    /// such as `2010-Q1` is no minus.
    fn dressed(self, text: &str) -> String {
        let mut before = None;
        let mut dress = |c: char| {
            let inside = before
                .replace(c)
                .is_some_and(|c: char| c.is_ascii_alphanumeric());
            match c {
                '-' if !inside => self.minus,
                ' ' => self.space,
                other => other,
            }
        };
        text.chars().map(&mut dress).collect()
    }
}

/// A column of numbers printed at one scale and one last digit, so that they
/// can be compared down the page.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    numerals: Numerals,
    unit: &'a Unit,
    scale: Scale,
    place: i32,
}

impl<'a> Column<'a> {
    /// The column that suits `values`: four digits of the largest.
    pub fn fit(
        numerals: Numerals,
        unit: &'a Unit,
        values: impl IntoIterator<Item = Decimal>,
    ) -> Self {
        Self::fit_digits(numerals, unit, values, AMOUNT_DIGITS)
    }

    /// The same with another number of digits for amounts.
    pub fn fit_digits(
        numerals: Numerals,
        unit: &'a Unit,
        values: impl IntoIterator<Item = Decimal>,
        digits: i32,
    ) -> Self {
        let largest = values
            .into_iter()
            .map(|value| value.abs())
            .max()
            .unwrap_or(Decimal::ONE);
        let place = place_of(largest, unit, digits);
        let scale = scale_of(&Rounded::at(largest, place), largest, unit, numerals.lang);
        Self {
            numerals,
            unit,
            scale,
            place,
        }
    }

    /// The unit for the column's head: `bn USD`, `亿美元`.
    pub fn unit(&self) -> String {
        self.unit.with_scale(self.scale, self.numerals.lang)
    }

    /// A value in the column, without its unit.
    pub fn cell(&self, value: Decimal) -> String {
        Rounded::at(value, self.place).text(power(self.scale), self.numerals.minus)
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
        let rounded = Rounded::at(value, self.place);
        let text = self
            .numerals
            .with_unit(&rounded, value, self.unit, self.scale);
        let text = match plus && value > Decimal::ZERO {
            true => format!("+{text}"),
            false => text,
        };
        self.numerals.with_flag(text, fact)
    }

    /// A round number, such as a tick, with its own last digit.
    pub fn round(&self, value: &Rounded) -> String {
        value.text(power(self.scale), self.numerals.minus)
    }
}

/// The power of ten of the last digit a sentence prints.
fn sentence_place(value: Decimal, unit: &Unit) -> i32 {
    place_of(value, unit, AMOUNT_DIGITS)
}

/// The same with another number of digits for amounts.
fn place_of(value: Decimal, unit: &Unit, digits: i32) -> i32 {
    let digits = match unit {
        Unit::Percent | Unit::PercentOf(_) | Unit::PercentagePoint | Unit::BasisPoint => return -1,
        Unit::Index { .. } => return -2,
        _ if value.is_zero() => return 0,
        Unit::Rate { .. } => RATE_DIGITS,
        _ => digits,
    };
    Rounded::leading_place(value) - digits + 1
}

/// The scale a reader expects for the number as it is printed.
fn scale_of(rounded: &Rounded, value: Decimal, unit: &Unit, lang: Lang) -> Scale {
    printing::customary_scale(rounded.decimal().unwrap_or(value), unit, lang)
}

/// The power of ten of a scale.
fn power(scale: Scale) -> i32 {
    // proof: the largest scale is 10^15
    scale.exponent() as i32
}

#[cfg(test)]
mod tests;
