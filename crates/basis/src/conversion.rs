//! Conversions between bases: explicit, named, written into the lineage.
//!
//! ```text
//! currency   V_c = V × fx, or ÷ fx      ExchangeRate          reversible
//! valuation  CIF = FOB × (1 + φ)        Margin                reversible
//! prices     V_real = V ÷ (P / 100)     Deflator              reversible
//! quote      v = 1 / (1 + q) − 1        requote               reversible
//! scale      V × 10^k                   rescale               exact
//! gross ↔ net, stock ↔ flow             refused: neither follows from the other
//! ```
//!
//! Division rounds half even at the 28th significant digit, as
//! [`rust_decimal`] does; a conversion and its inverse agree to that digit.
//! The interval of a result encloses the exact one.

pub mod cif_fob;
pub mod currency;
pub mod quote;
pub mod real;
pub mod refused;
pub mod requote;
pub mod scale;
pub mod translation;

pub use cif_fob::{Margin, MarginBase};
pub use currency::{ExchangeRate, RateKind};
pub use quote::{Conventions, QuoteChange, ValueChange};
pub use real::Deflator;
pub use requote::requote;
pub use scale::rescale;
pub use translation::translation_effect;

use rust_decimal::Decimal;

use crate::error::BasisError;
use crate::interval::Interval;
use crate::kind::Kind;
use crate::quantity::{Quantity, overflow};

/// A value and its interval times a factor.
fn multiplied<K: Kind>(
    quantity: &Quantity<K>,
    factor: Decimal,
) -> Result<(Decimal, Interval), BasisError> {
    let value = quantity
        .value()
        .checked_mul(factor)
        .ok_or_else(|| overflow("the conversion", "换算结果"))?;
    let interval = quantity.interval().times(&Interval::point(factor))?;
    Ok((value, interval))
}

/// A value and its interval over a divisor that is not zero.
fn divided<K: Kind>(
    quantity: &Quantity<K>,
    divisor: Decimal,
) -> Result<(Decimal, Interval), BasisError> {
    let value = quantity
        .value()
        .checked_div(divisor)
        .ok_or_else(|| overflow("the conversion", "换算结果"))?;
    let interval = quantity.interval().over(&Interval::point(divisor))?;
    Ok((value, interval))
}
