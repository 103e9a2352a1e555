//! A value on its basis, of a kind the compiler knows.

mod arithmetic;
mod over_time;
mod ranking;

use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;

use crate::amount::Amount;
use crate::basis::Basis;
use crate::conversion::refused;
use crate::error::BasisError;
use crate::flag::Flag;
use crate::interval::Interval;
use crate::kind::Kind;
use crate::lineage::{Lineage, Step};
use crate::scale::Scale;

/// A value, its basis, what its digits allow and what was done to it.
///
/// Quantities of different kinds do not meet: adding a stock to a flow does
/// not compile. Quantities of one kind meet on one basis or are refused at
/// run time with the attribute that differs.
///
/// ```
/// use triffin_basis::{Basis, Decimal, Quantity, Unit, kind::Flow};
/// let usd = Basis::of(Unit::parse("USD").unwrap().0);
/// let exports = Quantity::<Flow>::new(Decimal::new(1957, 0), usd.clone()).unwrap();
/// let imports = Quantity::<Flow>::new(Decimal::new(4289, 0), usd).unwrap();
/// assert_eq!((exports - imports).unwrap().value(), Decimal::new(-2332, 0));
/// ```
///
/// ```compile_fail,E0308
/// use triffin_basis::{Quantity, kind::{Flow, Stock}};
/// fn add(deficit: Quantity<Flow>, reserves: Quantity<Stock>) {
///     let _ = deficit + reserves;
/// }
/// ```
///
/// ```compile_fail,E0369
/// use triffin_basis::{Quantity, kind::IndexNumber};
/// fn add(reer: Quantity<IndexNumber>, neer: Quantity<IndexNumber>) {
///     let _ = reer + neer;
/// }
/// ```
pub struct Quantity<K: Kind> {
    value: Decimal,
    basis: Basis,
    interval: Interval,
    lineage: Lineage,
    kind: PhantomData<K>,
}

impl<K: Kind> Quantity<K> {
    /// A value on a basis; exact until [`with_interval`](Self::with_interval)
    /// says otherwise.
    ///
    /// # Errors
    /// `E-BASIS-STOCKFLOW` when the basis says another kind, `E-BASIS-MISSING`
    /// when its flag says there is no value.
    pub fn new(value: Decimal, basis: Basis) -> Result<Self, BasisError> {
        if basis.flag == Flag::Missing {
            return Err(missing(&basis));
        }
        if let Some(said) = basis.stock_flow {
            refused::stock_flow(said, K::STOCK_FLOW)?;
        }
        let interval = Interval::point(value);
        Ok(Self::raw(value, interval, basis, Lineage::new()))
    }

    /// An amount read from a text, with the interval its digits allow; its
    /// unit and scale take the place of those of `basis`.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn printed(amount: &Amount, basis: Basis) -> Result<Self, BasisError> {
        let basis = Basis {
            unit: amount.unit.clone(),
            scale: Scale::One,
            ..basis
        };
        Self::new(amount.value, basis)?.with_interval(amount.interval)
    }

    /// The values the printed digits allow, in the unit and scale of the basis.
    ///
    /// # Errors
    /// `E-BASIS-INTERVAL` when the value is not among them.
    pub fn with_interval(mut self, interval: Interval) -> Result<Self, BasisError> {
        if !interval.contains(self.value) && !touches(&interval, self.value) {
            return Err(outside(self.value, &interval));
        }
        self.interval = interval;
        Ok(self)
    }

    pub(crate) fn raw(value: Decimal, interval: Interval, basis: Basis, lineage: Lineage) -> Self {
        Self {
            value,
            interval,
            basis: Basis {
                stock_flow: Some(K::STOCK_FLOW),
                ..basis
            },
            lineage,
            kind: PhantomData,
        }
    }

    /// A quantity made from this one by a step that is written down.
    pub(crate) fn derived<J: Kind>(
        &self,
        value: Decimal,
        interval: Interval,
        basis: Basis,
        step: Step,
    ) -> Quantity<J> {
        Quantity::raw(value, interval, basis, self.lineage.clone().with(step))
    }

    /// The value, in the unit and scale of the basis.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// What the number is.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// Every value its digits allow.
    pub fn interval(&self) -> &Interval {
        &self.interval
    }

    /// What was done to it.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }
}

/// 逾 5000 leaves 5000 itself out; the printed figure still marks the set.
fn touches(interval: &Interval, value: Decimal) -> bool {
    interval.lo().value() == Some(value) || interval.hi().value() == Some(value)
}

impl<K: Kind> Clone for Quantity<K> {
    fn clone(&self) -> Self {
        Self {
            value: self.value,
            basis: self.basis.clone(),
            interval: self.interval,
            lineage: self.lineage.clone(),
            kind: PhantomData,
        }
    }
}

impl<K: Kind> PartialEq for Quantity<K> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
            && self.basis == other.basis
            && self.interval == other.interval
            && self.lineage == other.lineage
    }
}

impl<K: Kind> fmt::Debug for Quantity<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quantity")
            .field("kind", &K::STOCK_FLOW)
            .field("value", &self.value)
            .field("basis", &self.basis)
            .field("interval", &self.interval)
            .field("lineage", &self.lineage)
            .finish()
    }
}

/// A result, named in both languages, that does not fit.
pub(crate) fn overflow(en: &str, zh: &str) -> BasisError {
    BasisError::new(
        "E-NUMBER-OVERFLOW",
        format!("{en} does not fit"),
        format!("{zh}超出范围"),
    )
    .value(en)
    .expected("at most 28 significant digits", "至多 28 位有效数字")
    .remedy("Rescale the figures first", "请先调整数量级")
}

fn missing(basis: &Basis) -> BasisError {
    let source = basis.source.as_deref();
    BasisError::new(
        "E-BASIS-MISSING",
        format!("{} has no value here", source.unwrap_or("the source")),
        format!("{}此处无数值", source.unwrap_or("来源")),
    )
    .between("flag", "missing", "")
    .expected("a published value", "已公布的数值")
    .remedy(
        "Missing is never zero: leave the figure out and say so",
        "缺失不是零：请不计入并注明",
    )
}

fn outside(value: Decimal, interval: &Interval) -> BasisError {
    BasisError::new(
        "E-BASIS-INTERVAL",
        format!("{value} is outside its own interval {interval}"),
        format!("{value} 不在其自身区间 {interval} 内"),
    )
    .between("interval", value, interval)
    .expected("an interval around the value", "包含该数值的区间")
    .remedy(
        "Give the interval in the unit and scale of the basis",
        "请按该口径的单位和数量级给出区间",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Flow, Stock};
    use crate::stock_flow::StockFlow;
    use crate::unit::Unit;

    fn usd() -> Basis {
        Basis::of(Unit::parse("USD").unwrap().0)
    }

    /// S11.12: 003 uses a stock of 1 万亿 as if it were a flow.
    #[test]
    fn a_stock_is_not_taken_for_a_flow() {
        let holding = Basis {
            stock_flow: Some(StockFlow::Stock),
            ..usd()
        };
        let refusal = Quantity::<Flow>::new(Decimal::ONE, holding.clone()).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-STOCKFLOW");
        assert_eq!(
            (refusal.left(), refusal.right()),
            (Some("stock"), Some("flow"))
        );
        assert!(Quantity::<Stock>::new(Decimal::ONE, holding).is_ok());
    }

    #[test]
    fn missing_is_no_value() {
        let basis = Basis {
            flag: Flag::Missing,
            ..usd()
        };
        assert_eq!(
            Quantity::<Flow>::new(Decimal::ZERO, basis)
                .unwrap_err()
                .code(),
            "E-BASIS-MISSING"
        );
    }

    #[test]
    fn an_interval_must_hold_its_value() {
        let one = Quantity::<Flow>::new(Decimal::ONE, usd()).unwrap();
        let far = Interval::closed(Decimal::TWO, Decimal::TEN).unwrap();
        assert_eq!(
            one.with_interval(far).unwrap_err().code(),
            "E-BASIS-INTERVAL"
        );
    }
}
