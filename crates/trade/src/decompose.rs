//! Quantity and price effects on the value of one item (S1.16).

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;
use crate::exact::AMOUNT_SCALE;
use crate::{bennet, laspeyres, lmdi};

/// How a change in value is split into quantity and price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Mean of both periods: exact, symmetric.
    #[default]
    Bennet,
    /// Logarithmic mean: exact, symmetric, undefined at zero values.
    Lmdi,
    /// Base period: the joint change is left to the residual.
    Laspeyres,
}

impl Method {
    /// The three methods.
    pub const ALL: [Method; 3] = [Method::Bennet, Method::Lmdi, Method::Laspeyres];

    /// The word after `--method`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Bennet => "bennet",
            Method::Lmdi => "lmdi",
            Method::Laspeyres => "laspeyres",
        }
    }

    /// Reads the word after `--method`.
    pub fn parse(text: &str) -> Option<Method> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// Value and quantity of one item in two periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Value in the first period.
    pub v0: Exact,
    /// Quantity in the first period.
    pub q0: Exact,
    /// Value in the second period.
    pub v1: Exact,
    /// Quantity in the second period, in the unit of the first.
    pub q1: Exact,
}

impl Pair {
    /// The same item with the periods swapped.
    pub const fn reversed(self) -> Pair {
        Pair {
            v0: self.v1,
            q0: self.q1,
            v1: self.v0,
            q1: self.q0,
        }
    }

    /// The change in value.
    pub fn change(self) -> Result<Exact, BasisError> {
        self.v1.minus(self.v0)
    }
}

/// The parts of a change in value, in the unit of the value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effects {
    /// What the change in quantity did.
    pub quantity: Exact,
    /// What the change in unit value did.
    pub price: Exact,
}

impl Effects {
    /// `quantity = (Δv + c)/2`, `price = (Δv − c)/2` from the cross term `c`
    /// in millionths: both have seven decimals and add up to `Δv` exactly.
    pub(crate) fn split(change: Exact, cross: Exact) -> Result<Effects, BasisError> {
        let half = |sum: Exact| -> Result<Exact, BasisError> {
            let tens = sum.rounded(AMOUNT_SCALE + 1)?.digits();
            // A multiple of ten halves exactly.
            Ok(Exact::new(tens / 2, AMOUNT_SCALE + 1))
        };
        Ok(Effects {
            quantity: half(change.plus(cross)?)?,
            price: half(change.minus(cross)?)?,
        })
    }
}

/// The effects by `method`; none when a quantity is not positive, or a value
/// is not positive and the method takes logarithms. Then the whole change
/// belongs to the residual.
pub fn effects(method: Method, pair: Pair) -> Result<Option<Effects>, BasisError> {
    if pair.q0.signum() <= 0 || pair.q1.signum() <= 0 {
        return Ok(None);
    }
    match method {
        Method::Bennet => bennet::effects(pair).map(Some),
        Method::Lmdi => lmdi::effects(pair),
        Method::Laspeyres => laspeyres::effects(pair).map(Some),
    }
}
