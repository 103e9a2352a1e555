//! Quantity and price effects on the value of one item (S1.16).

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;
use crate::error::overflow;
use crate::exact::{AMOUNT_SCALE, within_38_digits};
use crate::quantity_unit::trimmed;
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

/// The change of one cell, part by part, each with seven decimals.
///
/// `Δv = quantity + price + entry + exit + residual`, exactly; a part that the
/// cell has not is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellChange {
    parts: [Option<i128>; 5],
}

impl CellChange {
    /// `Δv = quantity + price + entry + exit + residual`
    ///
    /// `v0`, `q0`, `v1`, `q1` of a cell, none where a period has none. A cell
    /// of both periods has the effects by `method` where both quantities are
    /// positive, and what they leave of the change as residual; a cell of one
    /// period only is an entry, or an exit with minus its value.
    ///
    /// Unit: that of the values. Sign: positive when the value rises. Errors
    /// with `E-TRADE-OVERFLOW`.
    ///
    /// Source: T. L. Bennet (1920) for the effects, see [`bennet`].
    ///
    /// ```
    /// use triffin_trade::{Exact, decompose::{CellChange, Method}};
    /// let cell = [20, 10, 42, 14].map(|n| Some(Exact::whole(n)));
    /// let [quantity, price, ..] = CellChange::of(Method::Bennet, cell).unwrap().effects();
    /// assert_eq!((quantity, price), (Some(Exact::whole(10)), Some(Exact::whole(12))));
    /// ```
    pub fn of(method: Method, cell: [Option<Exact>; 4]) -> Result<Self, BasisError> {
        let [v0, q0, v1, q1] = cell;
        let mut parts = [None; 5];
        match (v0, v1) {
            (None, None) => {}
            (None, Some(v1)) => parts[2] = Some(sevenths(v1)?),
            (Some(v0), None) => parts[3] = Some(-sevenths(v0)?),
            (Some(v0), Some(v1)) => {
                let change = sevenths(v1)?.checked_sub(sevenths(v0)?);
                let change = change.ok_or_else(|| overflow("a change in value"))?;
                let split = match q0.zip(q1) {
                    Some((q0, q1)) => split(method, [v0, q0, v1, q1])?,
                    None => None,
                };
                let residual = match split {
                    Some([quantity, price]) => change
                        .checked_sub(quantity)
                        .and_then(|rest| rest.checked_sub(price)),
                    None => Some(change),
                };
                [parts[0], parts[1]] = split.map_or([None; 2], |split| split.map(Some));
                let residual = residual.ok_or_else(|| overflow("a residual"))?;
                parts[4] = Some(within_38_digits(residual)?);
            }
        }
        Ok(Self { parts })
    }

    /// Quantity, price, entry, exit and residual, in ten millionths.
    pub(crate) const fn parts(self) -> [Option<i128>; 5] {
        self.parts
    }

    /// Quantity, price, entry, exit and residual.
    pub fn effects(self) -> [Option<Exact>; 5] {
        self.parts
            .map(|part| part.map(|digits| Exact::new(digits, AMOUNT_SCALE + 1)))
    }
}

/// The digits of a value at seven decimals.
fn sevenths(value: Exact) -> Result<i128, BasisError> {
    let digits = match value.scale() {
        AMOUNT_SCALE => value.digits().checked_mul(10),
        _ => Some(value.at_scale(AMOUNT_SCALE + 1)?),
    };
    within_38_digits(digits.ok_or_else(|| overflow(&value.to_string()))?)
}

/// Quantity and price effect in ten millionths. Bennet's on the digits as they
/// are stored, as millions of cells need it; of quantities only the ratio
/// counts.
fn split(method: Method, [v0, q0, v1, q1]: [Exact; 4]) -> Result<Option<[i128; 2]>, BasisError> {
    let stored = [v0, v1].iter().all(|v| v.scale() == AMOUNT_SCALE) && q0.scale() == q1.scale();
    if method == Method::Bennet && stored {
        if q0.digits() <= 0 || q1.digits() <= 0 {
            return Ok(None);
        }
        let halves = bennet::halves(v0.digits(), v1.digits(), q0.digits(), q1.digits());
        let [quantity, price] = halves.ok_or_else(|| overflow("a quantity effect"))?;
        return Ok(Some([
            within_38_digits(quantity)?,
            within_38_digits(price)?,
        ]));
    }
    let pair = Pair {
        v0,
        q0: trimmed(q0),
        v1,
        q1: trimmed(q1),
    };
    let Some(split) = effects(method, pair)? else {
        return Ok(None);
    };
    Ok(Some([sevenths(split.quantity)?, sevenths(split.price)?]))
}

/// The parts of a cell's change from [`effects`], by exact arithmetic that
/// knows of no digits: what [`CellChange`] is proved against.
#[cfg(test)]
pub(crate) fn reference(
    method: Method,
    [v0, q0, v1, q1]: [Option<Exact>; 4],
) -> [Option<Exact>; 5] {
    let (Some(v0), Some(v1)) = (v0, v1) else {
        return [None, None, v1, v0.map(Exact::negated), None];
    };
    let change = v1.minus(v0).unwrap();
    let pair = q0.zip(q1).map(|(q0, q1)| Pair {
        v0,
        q0: trimmed(q0),
        v1,
        q1: trimmed(q1),
    });
    match pair.and_then(|pair| effects(method, pair).unwrap()) {
        None => [None, None, None, None, Some(change)],
        Some(split) => {
            let rest = change
                .minus(split.quantity)
                .unwrap()
                .minus(split.price)
                .unwrap();
            [
                Some(split.quantity),
                Some(split.price),
                None,
                None,
                Some(rest),
            ]
        }
    }
}
