//! A change of an exchange rate from one quote convention to the other.

use rust_decimal::Decimal;

use super::quote::{QuoteChange, ValueChange};
use crate::attribute::{Attribute, NOT_STATED};
use crate::basis::Basis;
use crate::error::BasisError;
use crate::interval::Interval;
use crate::kind::Ratio;
use crate::lang::Lang;
use crate::lineage::{Step, plain};
use crate::number::shift;
use crate::quantity::{Quantity, overflow};
use crate::quote::Quote;
use crate::unit::Unit;

/// v = 1 / (1 + q) − 1 and q = 1 / (1 + v) − 1, both in per cent
///
/// Restates a depreciation or appreciation in the other convention, with its
/// interval and its lineage. The basis must say which convention it is in.
///
/// Unit: per cent. Sign: a depreciation is positive as a quote rise and
/// negative as a change of value.
///
/// # Errors
/// `E-BASIS-QUOTE` when the basis states neither of the two conventions,
/// `E-BASIS-UNIT` when it is not in per cent, `E-QUOTE-RANGE` at a fall of
/// 100 % or more.
///
/// Source: document 004, chart 5.
pub fn requote(change: &Quantity<Ratio>) -> Result<Quantity<Ratio>, BasisError> {
    if change.basis().unit != Unit::Percent {
        let unit = change.basis().unit.to_string();
        return Err(Attribute::Unit.differs(&unit, "%"));
    }
    let fraction = hundredth(change.value())?;
    let (to, name, result) = match change.basis().quote {
        Some(Quote::QuoteRise) => {
            let value = QuoteChange::new(fraction)?.to_value()?;
            (Quote::ValueChange, "quote-to-value", value.fraction())
        }
        Some(Quote::ValueChange) => {
            let quote = ValueChange::new(fraction)?.to_quote()?;
            (Quote::QuoteRise, "value-to-quote", quote.fraction())
        }
        other => {
            let said = other.map_or(NOT_STATED, Quote::as_str);
            return Err(Attribute::Quote.differs(said, "quote_rise or value_change"));
        }
    };
    let basis = Basis {
        quote: Some(to),
        ..change.basis().clone()
    };
    let percent = plain(change.value());
    let step = Step::new(
        name,
        format!("{percent} % restated as {}", to.label(Lang::En)),
        format!("{percent}% 改按{}表示", to.label(Lang::Zh)),
    );
    let value = shift(result.round_dp(26), 2).ok_or_else(too_large)?;
    Ok(change.derived(value, enclosure(change.interval())?, basis, step))
}

/// The same map on an interval. The unknown stands once in 1 / (1 + x) − 1, so
/// the enclosure is no wider than it must be.
fn enclosure(percent: &Interval) -> Result<Interval, BasisError> {
    let one = Interval::point(Decimal::ONE);
    let hundred = Interval::point(Decimal::ONE_HUNDRED);
    let whole = percent.over(&hundred)?.plus(&one)?;
    one.over(&whole)?.minus(&one)?.times(&hundred)
}

fn hundredth(percent: Decimal) -> Result<Decimal, BasisError> {
    shift(percent, -2).ok_or_else(too_large)
}

fn too_large() -> BasisError {
    overflow("the change", "变动幅度")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hedge::Hedge;
    use crate::number::parse_printed;
    use crate::scale::Scale;
    use proptest::prelude::*;

    fn change(percent: &str, quote: Option<Quote>) -> Quantity<Ratio> {
        let printed = parse_printed(percent).unwrap();
        let interval = Interval::from_printed(printed, Scale::One, Hedge::Exact).unwrap();
        let basis = Basis {
            quote,
            ..Basis::of(Unit::Percent)
        };
        Quantity::new(printed.value, basis)
            .unwrap()
            .with_interval(interval)
            .unwrap()
    }

    /// S11.12: +12 % of quote is −10.7 % of value, whatever the 12 hides.
    #[test]
    fn a_rise_of_twelve_is_a_loss_of_ten_point_seven() {
        let value = requote(&change("12", Some(Quote::QuoteRise))).unwrap();
        assert_eq!(value.value().round_dp(1), Decimal::new(-107, 1));
        assert_eq!(value.basis().quote, Some(Quote::ValueChange));
        assert!(value.interval().contains(Decimal::new(-1111, 2)));
        assert!(!value.interval().contains(Decimal::new(-1112, 2)));
        assert!(value.lineage().has("quote-to-value"));
    }

    #[test]
    fn two_conventions_are_not_compared() {
        let rise = change("12", Some(Quote::QuoteRise));
        let loss = change("-12", Some(Quote::ValueChange));
        assert_eq!(rise.order(&loss).unwrap_err().code(), "E-BASIS-QUOTE");
        assert!(requote(&loss).unwrap().order(&rise).is_ok());
    }

    #[test]
    fn a_change_that_does_not_say_which_is_refused() {
        let code = |quote| requote(&change("12", quote)).unwrap_err().code();
        assert_eq!(code(None), "E-BASIS-QUOTE");
        assert_eq!(code(Some(Quote::Direct)), "E-BASIS-QUOTE");
        let total = change("-100", Some(Quote::ValueChange));
        assert_eq!(requote(&total).unwrap_err().code(), "E-QUOTE-RANGE");
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_change(tenths in -900i64..5_000) {
            let percent = Decimal::new(tenths, 1).to_string();
            let rise = change(&percent, Some(Quote::QuoteRise));
            let back = requote(&requote(&rise).unwrap()).unwrap();
            prop_assert!((back.value() - rise.value()).abs() <= Decimal::new(1, 18));
            prop_assert_eq!(back.basis(), rise.basis());
            prop_assert!(back.interval().contains(rise.value()));
        }
    }
}
