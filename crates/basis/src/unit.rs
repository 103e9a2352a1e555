//! Units: what one of a number is.

mod dimension;
mod physical;
mod text;

pub use dimension::CommonUnit;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::currency::Currency;
use crate::error::BasisError;
use crate::lang::Lang;
use crate::period::Period;
use crate::scale::Scale;

/// A side of an exchange rate: a named currency, or each economy's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tender {
    /// A currency by its code.
    Of(Currency),
    /// The reporting economy's own currency: `LCU`.
    Local,
}

/// What one of a number is.
///
/// Per cent and percentage point are different units: 20 % of a rate of 5 %
/// is one percentage point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// The source does not say. Such numbers meet no others.
    Unstated,
    /// Money of one currency.
    Money(Currency),
    /// Money of each economy's own currency: `LCU`.
    LocalMoney,
    /// Hundredths of the number it is taken from.
    Percent,
    /// Hundredths of a named base: `% of GDP`.
    PercentOf(String),
    /// Difference of two percentages.
    PercentagePoint,
    /// Hundredth of a percentage point.
    BasisPoint,
    /// Relative to a base period set to 100.
    Index {
        /// The base period, `None` when the source does not say.
        base: Option<Period>,
    },
    /// `of` per one unit of `per`: CNY per USD.
    Rate {
        /// The currency the rate is counted in.
        of: Tender,
        /// The currency of which one unit is priced.
        per: Tender,
    },
    /// A plain ratio: 1.05, 倍.
    Ratio,
    /// A number of things.
    Count,
    /// A physical unit by its symbol: `kg`, `t`, `barrel`.
    Physical(String),
}

impl Unit {
    /// The unit and scale of a text such as `USD mn`, `亿美元`, `% of GDP`,
    /// `LCU per USD`, `万吨`; an empty text is [`Unit::Unstated`].
    ///
    /// # Errors
    /// `E-UNIT-TEXT` when no unit is recognised, `E-UNIT-QUOTE` for a slash
    /// between two currencies, which the market and the publisher read in
    /// opposite ways, and those of [`Scale`] and [`Currency`].
    ///
    /// ```
    /// use triffin_basis::{Scale, Unit};
    /// let (unit, scale) = Unit::parse("亿元人民币").unwrap();
    /// assert_eq!((unit.to_string().as_str(), scale), ("CNY", Scale::Yi));
    /// ```
    pub fn parse(text: &str) -> Result<(Unit, Scale), BasisError> {
        text::parse(text)
    }

    /// The currency, when the unit is money of one.
    pub fn currency(&self) -> Option<Currency> {
        match self {
            Unit::Money(currency) => Some(*currency),
            _ => None,
        }
    }

    /// The unit a number word stands for, and how many of it: a dozen is twelve
    /// items. None for a unit that is a thing of its own.
    pub fn counted_out(&self) -> Option<(Unit, Decimal)> {
        match self {
            Unit::Physical(symbol) if symbol == "dozen" => {
                Some((Unit::Physical("item".to_owned()), Decimal::from(12)))
            }
            _ => None,
        }
    }

    /// True for money of any currency, the economy's own included.
    pub fn is_money(&self) -> bool {
        matches!(self, Unit::Money(_) | Unit::LocalMoney)
    }

    /// The unit as a reader sees it.
    pub fn label(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Unit::Unstated => "单位未注明".to_owned(),
            Unit::Money(currency) => currency.name(Lang::Zh).to_owned(),
            Unit::LocalMoney => "本币".to_owned(),
            Unit::Percent => "%".to_owned(),
            Unit::PercentOf(base) => format!("占{base}的%"),
            Unit::PercentagePoint => "个百分点".to_owned(),
            Unit::BasisPoint => "个基点".to_owned(),
            Unit::Index { base: None } => "指数".to_owned(),
            Unit::Index { base: Some(base) } => format!("指数（{base}=100）"),
            Unit::Rate { of, per } => format!("{}/1{}", of.name_zh(), per.name_zh()),
            Unit::Ratio => "倍".to_owned(),
            Unit::Count => "个".to_owned(),
            Unit::Physical(symbol) => physical::label_zh(symbol).to_owned(),
        }
    }

    /// The unit with its scale: `bn USD`, `亿美元`.
    pub fn with_scale(&self, scale: Scale, lang: Lang) -> String {
        let word = scale.label(lang);
        let unit = self.label(lang);
        match (word, lang) {
            ("", _) => unit,
            (word, Lang::En) => format!("{word} {unit}"),
            (word, Lang::Zh) => format!("{word}{unit}"),
        }
    }
}

impl Tender {
    fn name_zh(self) -> String {
        match self {
            Tender::Of(currency) => currency.name(Lang::Zh).to_owned(),
            Tender::Local => "本币".to_owned(),
        }
    }
}

impl fmt::Display for Tender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tender::Of(currency) => f.write_str(currency.code()),
            Tender::Local => f.write_str("LCU"),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unit::Unstated => f.write_str("unit not stated"),
            Unit::Money(currency) => f.write_str(currency.code()),
            Unit::LocalMoney => f.write_str("LCU"),
            Unit::Percent => f.write_str("%"),
            Unit::PercentOf(base) => write!(f, "% of {base}"),
            Unit::PercentagePoint => f.write_str("pp"),
            Unit::BasisPoint => f.write_str("bp"),
            Unit::Index { base: None } => f.write_str("index"),
            Unit::Index { base: Some(base) } => write!(f, "index ({base}=100)"),
            Unit::Rate { of, per } => write!(f, "{of} per {per}"),
            Unit::Ratio => f.write_str("ratio"),
            Unit::Count => f.write_str("count"),
            Unit::Physical(symbol) => f.write_str(symbol),
        }
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Unit::Unstated => serializer.serialize_none(),
            stated => serializer.collect_str(stated),
        }
    }
}
