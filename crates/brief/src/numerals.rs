//! Numbers as a reader of one language writes them.
//!
//! A value is rounded once, at a power of ten that does not depend on the
//! language, and then only its decimal point moves: 418.2 bn USD and 4,182亿美元
//! are the same number. Rounding is half away from zero, as statistical offices
//! print.

use triffin_basis::{Decimal, Lang, Scale, Unit};

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
        let scale = scale_for(&rounded, unit, self.lang);
        self.with_unit(&rounded.text(scale, self.minus), scale, unit)
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

    /// The unit at a scale of ten to the `scale`: `bn USD`, `亿美元`, `%`.
    pub fn unit(self, scale: i32, unit: &Unit) -> String {
        let named = u32::try_from(scale).ok().and_then(Scale::from_exponent);
        unit.with_scale(named.unwrap_or_default(), self.lang)
    }

    /// A ratio in per cent, whatever its base is called: `25.6%`.
    pub fn percent(self, fact: &Fact) -> String {
        match fact.value {
            Some(_) => self.with_flag(format!("{}%", self.bare(fact)), fact),
            None => self.fact(fact),
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

    fn with_unit(self, number: &str, scale: i32, unit: &Unit) -> String {
        let name = self.unit(scale, unit).replace(' ', &self.space.to_string());
        let space = self.space;
        match (unit, self.lang) {
            (Unit::Percent, _) => format!("{number}%"),
            (Unit::PercentOf(base), Lang::En) => format!("{number}% of {base}"),
            (Unit::PercentOf(base), Lang::Zh) => format!("占{base}的{number}%"),
            (Unit::Index { .. } | Unit::Unstated, Lang::En) => format!("{number}{space}({name})"),
            (Unit::Index { .. } | Unit::Unstated, Lang::Zh) => format!("{number}（{name}）"),
            (_, Lang::En) => format!("{number}{space}{name}"),
            (_, Lang::Zh) => format!("{number}{name}"),
        }
    }
}

/// A column of numbers printed at one scale and one last digit, so that they
/// can be compared down the page.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    numerals: Numerals,
    unit: &'a Unit,
    scale: i32,
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
        let scale = scale_for(&Rounded::at(largest, place), unit, numerals.lang);
        Self {
            numerals,
            unit,
            scale,
            place,
        }
    }

    /// The unit for the column's head: `bn USD`, `亿美元`.
    pub fn unit(&self) -> String {
        self.numerals.unit(self.scale, self.unit)
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
        let text = self.numerals.with_unit(&number, self.scale, self.unit);
        self.numerals.with_flag(text, fact)
    }

    /// A round number, such as a tick, with its own last digit.
    pub fn round(&self, value: &Rounded) -> String {
        value.text(self.scale, self.numerals.minus)
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

/// The largest scale of the language that leaves at least one whole unit.
fn scale_for(value: &Rounded, unit: &Unit, lang: Lang) -> i32 {
    if !unit.is_money() {
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
