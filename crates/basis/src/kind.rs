//! Kinds of magnitude as types, so that the compiler refuses what makes no sense.

use crate::stock_flow::StockFlow;

mod sealed {
    pub trait Sealed {}
}

/// A kind of magnitude. Only the markers of this module are kinds.
pub trait Kind: sealed::Sealed {
    /// The same kind as a value.
    const STOCK_FLOW: StockFlow;
}

/// A kind whose numbers of one basis add up.
pub trait Additive: Kind {}

/// A kind that money can be converted in: an amount, not a ratio of amounts.
pub trait Convertible: Additive {}

/// Over a period: exports of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {}

/// At a moment: reserves at year end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {}

/// One number over another: a share, a growth rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratio {}

/// Relative to a base period; index numbers do not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexNumber {}

/// Of one unit: an exchange rate, a unit value; prices do not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {}

macro_rules! kinds {
    ($($marker:ident => $value:ident),+ $(,)?) => {
        $(
            impl sealed::Sealed for $marker {}
            impl Kind for $marker {
                const STOCK_FLOW: StockFlow = StockFlow::$value;
            }
        )+
    };
}

kinds! {
    Flow => Flow,
    Stock => Stock,
    Ratio => Ratio,
    IndexNumber => Index,
    Price => Price,
}

impl Additive for Flow {}
impl Additive for Stock {}
impl Additive for Ratio {}
impl Convertible for Flow {}
impl Convertible for Stock {}
