//! Amounts as the arithmetic of this module takes them.

use triffin_basis::kind::{self, Kind};
use triffin_basis::{
    Amount, Basis, BasisError, CommonUnit, Convertible, Decimal, Quantity, Unit, parse_amount,
};

pub use super::number::Number;
use super::refusal;

/// Money at a moment: debt, holdings, reserves.
pub type Stock = Quantity<kind::Stock>;
/// Money over a year: interest, a surplus, purchases.
pub type Flow = Quantity<kind::Flow>;
/// A name in English and in Chinese, for messages.
pub type Named = (&'static str, &'static str);

/// Money over one trading day: turnover. It is no yearly flow and does not
/// meet one.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily(pub Flow);

/// A stock as a text prints it.
///
/// # Errors
/// `E-AMOUNT-…` when there is no amount, `E-BASIS-CURRENCY` when it names no
/// currency.
///
/// ```
/// use triffin_cycle::treasury::amounts::stock;
/// assert_eq!(stock("28万亿美元")?.value(), stock("USD 28 tn")?.value());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn stock(text: &str) -> Result<Stock, BasisError> {
    money(&parse_amount(text)?)
}

/// A yearly flow as a text prints it.
///
/// # Errors
/// As [`stock`].
pub fn flow(text: &str) -> Result<Flow, BasisError> {
    money(&parse_amount(text)?)
}

/// A daily volume as a text prints it.
///
/// # Errors
/// As [`stock`].
pub fn daily(text: &str) -> Result<Daily, BasisError> {
    Ok(Daily(money(&parse_amount(text)?)?))
}

/// A weight in metric tonnes as a text prints it.
///
/// # Errors
/// `E-CYCLE-MASS` when the text states no weight.
pub fn tonnes(text: &str) -> Result<Number, BasisError> {
    let amount = parse_amount(text)?;
    let kilograms = match &amount.unit {
        Unit::Physical(symbol) => CommonUnit::parse(symbol).filter(|unit| unit.common == "kg"),
        _ => None,
    };
    let unit = kilograms.ok_or_else(|| refusal::not_mass(text))?;
    let factor = Decimal::from_i128_with_scale(unit.digits, u32::from(unit.decimals));
    Number::within(amount.value, amount.interval)
        .times(&Number::exact(factor))?
        .times(&Number::exact(Decimal::new(1, 3)))
}

fn money<K: Kind>(amount: &Amount) -> Result<Quantity<K>, BasisError> {
    let basis = Basis::of(amount.unit.clone());
    basis.require_stated()?;
    if !amount.unit.is_money() {
        return Err(not_money(amount));
    }
    Quantity::printed(amount, basis)
}

fn not_money(amount: &Amount) -> BasisError {
    let unit = &amount.unit;
    BasisError::new(
        "E-CYCLE-MONEY",
        format!("{} {unit} is no amount of money", amount.value),
        format!("{} {unit} 不是货币金额", amount.value),
    )
    .value(amount.value)
    .expected(
        "an amount of a currency, such as 28 tn USD or 28万亿美元",
        "带币种的金额，例如 28 tn USD 或 28万亿美元",
    )
    .remedy("Name the currency", "请写明币种")
}

/// a · r
///
/// An amount times a pure number: interest of a debt, a share of reserves.
/// The caller says what the product is: a stock times a yearly rate is a flow.
///
/// # Errors
/// `E-CYCLE-OVERFLOW` or `E-INTERVAL-RANGE` when it does not fit.
pub fn part<K: Convertible, J: Convertible>(
    amount: &Quantity<K>,
    number: &Number,
) -> Result<Quantity<J>, BasisError> {
    let value = amount
        .value()
        .checked_mul(number.value())
        .ok_or_else(overflow)?;
    let basis = Basis {
        stock_flow: None,
        ..amount.basis().clone()
    };
    Quantity::new(value, basis)?.with_interval(amount.interval().times(number.interval())?)
}

/// An amount of the same currency and kind, exact.
pub(crate) fn same<K: Kind>(like: &Quantity<K>, value: Decimal) -> Result<Quantity<K>, BasisError> {
    Quantity::new(value, like.basis().clone())
}

/// The amount, where it is not below zero.
pub(crate) fn at_least_zero<K: Kind>(name: Named, amount: &Quantity<K>) -> Result<(), BasisError> {
    match amount.value() < Decimal::ZERO {
        true => Err(refusal::negative(name, amount.value())),
        false => Ok(()),
    }
}

/// A product or quotient that does not fit.
pub(crate) fn overflow() -> BasisError {
    refusal::too_large(("the result", "结果"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_without_a_currency_is_refused() {
        assert_eq!(stock("28").unwrap_err().code(), "E-BASIS-CURRENCY");
        assert_eq!(stock("28 t").unwrap_err().code(), "E-CYCLE-MONEY");
        assert_eq!(stock("").unwrap_err().code(), "E-AMOUNT-TEXT");
    }

    #[test]
    fn a_weight_is_read_in_either_unit() {
        assert_eq!(tonnes("244 t").unwrap().value(), Decimal::from(244));
        assert_eq!(
            tonnes("244,000 kg").unwrap().value().normalize(),
            Decimal::from(244)
        );
        assert_eq!(tonnes("244 USD").unwrap_err().code(), "E-CYCLE-MASS");
    }

    #[test]
    fn a_share_of_an_amount_keeps_the_interval_of_both() {
        let interest: Flow =
            part(&stock("28 tn USD").unwrap(), &Number::read("3.1%").unwrap()).unwrap();
        assert_eq!(interest.value(), flow("868 bn USD").unwrap().value());
        let (low, high) = (interest.interval().lo(), interest.interval().hi());
        assert_eq!(low.value(), Some(Decimal::new(838_750_000_000, 0)));
        assert_eq!(high.value(), Some(Decimal::new(897_750_000_000, 0)));
    }
}
