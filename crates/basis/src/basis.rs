//! The basis of a number: everything two numbers must share to meet.

use serde::Serialize;

use crate::attribute::{Attribute, NOT_STATED};
use crate::error::BasisError;
use crate::flag::Flag;
use crate::gross_net::GrossNet;
use crate::lang::Lang;
use crate::layer::Layer;
use crate::price_basis::PriceBasis;
use crate::quote::Quote;
use crate::regime::Regimes;
use crate::scale::Scale;
use crate::sign::Sign;
use crate::stock_flow::StockFlow;
use crate::timing::Timing;
use crate::trade_system::TradeSystem;
use crate::unit::Unit;
use crate::valuation::Valuation;
use crate::vintage::Vintage;
use crate::window::Window;

/// What a number is: without it, it is not a number.
///
/// `None` means the source does not say or the attribute does not apply (a
/// price index has no valuation). Two unstated values agree, a stated and an
/// unstated one do not; the unit and its currency must always be stated.
///
/// `vintage`, `source` and `flag` say where a number is from and how firm it
/// is: they travel with it and never forbid a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Unit, with the currency of money.
    pub unit: Unit,
    /// Power of ten the value is written in.
    pub scale: Scale,
    /// Current or constant prices.
    pub price: Option<PriceBasis>,
    /// FOB, CIF, customs value …
    pub valuation: Option<Valuation>,
    /// General or special trade.
    pub trade_system: Option<TradeSystem>,
    /// Customs regimes covered.
    pub regime: Option<Regimes>,
    /// Date by which records are counted.
    pub timing: Option<Timing>,
    /// Goods, goods and services, current account.
    pub layer: Option<Layer>,
    /// Flow, stock, ratio, index or price.
    pub stock_flow: Option<StockFlow>,
    /// Gross or net.
    pub gross_net: Option<GrossNet>,
    /// What a plus means.
    pub sign: Option<Sign>,
    /// Which way a rate or its change is written.
    pub quote: Option<Quote>,
    /// The periods covered.
    pub period: Option<Window>,
    /// The release it was read from.
    pub vintage: Option<Vintage>,
    /// The publisher.
    pub source: Option<String>,
    /// How firm it is.
    pub flag: Flag,
}

/// An attribute on which two bases differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which attribute.
    pub attribute: Attribute,
    /// Its value on the left.
    pub left: String,
    /// Its value on the right.
    pub right: String,
}

impl Difference {
    /// This difference as a refusal.
    pub fn refusal(&self) -> BasisError {
        self.attribute.differs(&self.left, &self.right)
    }
}

impl Basis {
    /// A basis of which only the unit is stated, at scale one, observed.
    pub fn of(unit: Unit) -> Self {
        Self {
            unit,
            scale: Scale::One,
            price: None,
            valuation: None,
            trade_system: None,
            regime: None,
            timing: None,
            layer: None,
            stock_flow: None,
            gross_net: None,
            sign: None,
            quote: None,
            period: None,
            vintage: None,
            source: None,
            flag: Flag::Observed,
        }
    }

    /// Every attribute on which two bases differ, in the order of
    /// [`Attribute::ALL`].
    pub fn differences(&self, other: &Basis) -> Vec<Difference> {
        Attribute::ALL
            .iter()
            .filter_map(|attribute| {
                let left = self.text(*attribute);
                let right = other.text(*attribute);
                (left != right).then(|| Difference {
                    attribute: *attribute,
                    left: left.unwrap_or_else(not_stated),
                    right: right.unwrap_or_else(not_stated),
                })
            })
            .collect()
    }

    /// Refuses two numbers that do not stand on one basis.
    ///
    /// # Errors
    /// `E-BASIS-CURRENCY` when a side names no currency or unit, else the code
    /// of the first attribute that differs.
    pub fn require_same(&self, other: &Basis) -> Result<(), BasisError> {
        self.require_stated()?;
        other.require_stated()?;
        match self.differences(other).first() {
            Some(difference) => Err(difference.refusal()),
            None => Ok(()),
        }
    }

    /// Refuses a number that does not say what it is counted in. `LCU` is some
    /// economy's currency, but does not say which.
    ///
    /// # Errors
    /// `E-BASIS-CURRENCY`.
    pub fn require_stated(&self) -> Result<(), BasisError> {
        match self.unit {
            Unit::Unstated | Unit::LocalMoney => {
                Err(Attribute::Currency.unstated(self.source.as_deref()))
            }
            _ => Ok(()),
        }
    }

    /// The value of an attribute as text; `None` when it is not stated.
    pub fn text(&self, attribute: Attribute) -> Option<String> {
        match attribute {
            Attribute::Unit => self.unit_sort(),
            Attribute::Currency => self.unit.currency().map(|c| c.code().to_owned()),
            Attribute::Scale => Some(format!("10^{}", self.scale.exponent())),
            Attribute::Price => self.price.map(|v| v.to_string()),
            Attribute::Valuation => self.valuation.map(|v| v.to_string()),
            Attribute::TradeSystem => self.trade_system.map(|v| v.to_string()),
            Attribute::Regime => self.regime.map(|v| v.to_string()),
            Attribute::Timing => self.timing.map(|v| v.to_string()),
            Attribute::Layer => self.layer.map(|v| v.to_string()),
            Attribute::StockFlow => self.stock_flow.map(|v| v.to_string()),
            Attribute::GrossNet => self.gross_net.map(|v| v.to_string()),
            Attribute::Sign => self.sign.map(|v| v.to_string()),
            Attribute::Quote => self.quote.map(|v| v.to_string()),
            Attribute::Period => self.period.map(|v| v.to_string()),
        }
    }

    /// Money of any currency is one sort of unit: the currency is an attribute
    /// of its own, with its own converter.
    fn unit_sort(&self) -> Option<String> {
        match &self.unit {
            Unit::Unstated => None,
            Unit::Money(_) => Some("money".to_owned()),
            other => Some(other.to_string()),
        }
    }

    /// The basis in one line for a reader: unit, prices, valuation, coverage,
    /// period.
    pub fn summary(&self, lang: Lang) -> String {
        let mut parts = vec![self.unit.with_scale(self.scale, lang)];
        parts.extend(self.price.map(|v| v.label(lang)));
        parts.extend(self.valuation.map(|v| v.label(lang).to_owned()));
        parts.extend(self.trade_system.map(|v| v.label(lang).to_owned()));
        parts.extend(self.regime.map(|v| v.label(lang)));
        parts.extend(self.layer.map(|v| v.label(lang).to_owned()));
        parts.extend(self.stock_flow.map(|v| v.label(lang).to_owned()));
        parts.extend(self.gross_net.map(|v| v.label(lang).to_owned()));
        parts.extend(self.timing.map(|v| v.label(lang).to_owned()));
        parts.extend(self.sign.map(|v| v.label(lang).to_owned()));
        parts.extend(self.quote.map(|v| v.label(lang).to_owned()));
        parts.extend(self.period.map(|v| v.to_string()));
        let comma = match lang {
            Lang::En => ", ",
            Lang::Zh => "，",
        };
        parts.join(comma)
    }
}

fn not_stated() -> String {
    NOT_STATED.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;

    fn usd() -> Basis {
        Basis::of(Unit::parse("USD").unwrap().0)
    }

    fn code(left: &Basis, right: &Basis) -> &'static str {
        left.require_same(right).unwrap_err().code()
    }

    #[test]
    fn each_attribute_has_its_own_refusal() {
        let year = |y| Window::new(Period::year(y), Period::year(y)).ok();
        let variants = [
            (
                "E-BASIS-UNIT",
                Basis {
                    unit: Unit::Percent,
                    ..usd()
                },
            ),
            ("E-BASIS-CURRENCY", Basis::of(Unit::parse("CNY").unwrap().0)),
            (
                "E-BASIS-SCALE",
                Basis {
                    scale: Scale::Yi,
                    ..usd()
                },
            ),
            (
                "E-BASIS-PRICE",
                Basis {
                    price: Some(PriceBasis::Constant(Period::year(2015))),
                    ..usd()
                },
            ),
            (
                "E-BASIS-VALUATION",
                Basis {
                    valuation: Some(Valuation::Cif),
                    ..usd()
                },
            ),
            (
                "E-BASIS-TRADESYSTEM",
                Basis {
                    trade_system: Some(TradeSystem::Special),
                    ..usd()
                },
            ),
            (
                "E-BASIS-REGIME",
                Basis {
                    regime: Some(Regimes::all()),
                    ..usd()
                },
            ),
            (
                "E-BASIS-TIMING",
                Basis {
                    timing: Some(Timing::Settled),
                    ..usd()
                },
            ),
            (
                "E-BASIS-LAYER",
                Basis {
                    layer: Some(Layer::Goods),
                    ..usd()
                },
            ),
            (
                "E-BASIS-STOCKFLOW",
                Basis {
                    stock_flow: Some(StockFlow::Stock),
                    ..usd()
                },
            ),
            (
                "E-BASIS-GROSSNET",
                Basis {
                    gross_net: Some(GrossNet::Net),
                    ..usd()
                },
            ),
            (
                "E-BASIS-SIGN",
                Basis {
                    sign: Some(Sign::DeficitPositive),
                    ..usd()
                },
            ),
            (
                "E-BASIS-QUOTE",
                Basis {
                    quote: Some(Quote::QuoteRise),
                    ..usd()
                },
            ),
            (
                "E-BASIS-PERIOD",
                Basis {
                    period: year(2018),
                    ..usd()
                },
            ),
        ];
        assert_eq!(variants.len(), Attribute::ALL.len());
        for (expected, other) in &variants {
            assert_eq!(code(&usd(), other), *expected);
            assert_eq!(code(other, &usd()), *expected);
            assert!(other.require_same(other).is_ok());
        }
    }

    #[test]
    fn a_number_without_a_unit_meets_no_other() {
        let bare = Basis::of(Unit::Unstated);
        assert_eq!(code(&bare, &bare), "E-BASIS-CURRENCY");
        let local = Basis::of(Unit::LocalMoney);
        assert_eq!(code(&local, &local), "E-BASIS-CURRENCY");
    }

    #[test]
    fn a_summary_reads_in_both_languages() {
        let basis = Basis {
            scale: Scale::Yi,
            valuation: Some(Valuation::Cif),
            ..usd()
        };
        assert_eq!(basis.summary(Lang::En), "hundred mn USD, CIF");
        assert_eq!(basis.summary(Lang::Zh), "亿美元，到岸价");
    }
}
