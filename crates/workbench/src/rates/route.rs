//! From one currency to another: directly, inverted, or through the US dollar.

use triffin_basis::{BasisError, Freq, Period};
use triffin_trade::Exact;

use super::quotes::{Quote, Quotes, SeriesName};

const VEHICLE: &str = "USD";
/// Decimals a rate is carried with.
const DECIMALS: u8 = 18;

/// A rate and the observations it was made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Routed {
    /// Units of the target for one unit of the currency.
    pub(crate) rate: Exact,
    /// The observations, one or two.
    pub(crate) of: Vec<(Quote, Freq)>,
}

/// The rate as a fraction, so that a way through the dollar is rounded once.
#[derive(Clone, Debug)]
struct Leg {
    above: Exact,
    below: Exact,
    of: Vec<(Quote, Freq)>,
}

/// The order of preference: a user's own figures first, then an average of the
/// records' own period, then one quote before two, then by name.
type Rank = (bool, Freqs, usize, Vec<SeriesName>);
/// Steps from the records' period to the rate's, counted in frequencies.
type Freqs = usize;

impl Leg {
    fn rank(&self, slot: Period) -> Rank {
        let coarser = |of: Freq| {
            let between = Freq::ALL.into_iter();
            between
                .filter(|freq| *freq > of && *freq <= slot.freq())
                .count()
        };
        (
            self.of.iter().all(|(quote, _)| quote.series.embedded),
            self.of.iter().map(|(_, freq)| coarser(*freq)).sum(),
            self.of.len(),
            self.of
                .iter()
                .map(|(quote, _)| quote.series.clone())
                .collect(),
        )
    }

    fn then(self, next: Leg) -> Result<Leg, BasisError> {
        let product = |a: Exact, b: Exact| a.times(b, (a.scale() + b.scale()).min(DECIMALS));
        Ok(Leg {
            above: product(self.above, next.above)?,
            below: product(self.below, next.below)?,
            of: self.of.into_iter().chain(next.of).collect(),
        })
    }
}

/// Units of `target` for one unit of `currency` over `slot`, by the best way
/// there is; none where there is no way.
///
/// # Errors
/// `E-TRADE-OVERFLOW` when a rate has too many digits.
pub(crate) fn rate(
    quotes: &Quotes,
    currency: &str,
    target: &str,
    slot: Period,
) -> Result<Option<Routed>, BasisError> {
    let mut ways = legs(quotes, currency, target, slot);
    if currency != VEHICLE && target != VEHICLE {
        let best = |from: &str, to: &str| {
            let legs = legs(quotes, from, to, slot).into_iter();
            legs.min_by_key(|leg| leg.rank(slot))
        };
        if let (Some(first), Some(second)) = (best(currency, VEHICLE), best(VEHICLE, target)) {
            ways.push(first.then(second)?);
        }
    }
    ways.sort_by_key(|way| way.rank(slot));
    for way in ways {
        let rate = way.above.over(way.below, DECIMALS)?;
        // A quote too small for the digits carried converts nothing.
        if let Some(rate) = rate.filter(|rate| rate.signum() > 0) {
            return Ok(Some(Routed { rate, of: way.of }));
        }
    }
    Ok(None)
}

/// The published quotes of a pair in either direction, of the slot's own
/// frequency and of longer ones.
fn legs(quotes: &Quotes, from: &str, to: &str, slot: Period) -> Vec<Leg> {
    let one = Exact::whole(1);
    let mut legs = Vec::new();
    for freq in Freq::ALL {
        let Some(period) = slot.parent(freq) else {
            continue;
        };
        let direct = quotes.at(to, from, period).iter();
        legs.extend(direct.map(|quote| Leg {
            above: quote.rate,
            below: one,
            of: vec![(quote.clone(), freq)],
        }));
        let inverse = quotes.at(from, to, period).iter();
        legs.extend(inverse.map(|quote| Leg {
            above: one,
            below: quote.rate,
            of: vec![(quote.clone(), freq)],
        }));
    }
    legs
}
