//! A scale of round numbers that covers the data.

use triffin_basis::Decimal;

use crate::rounded::Rounded;

/// A scale with round ticks from its low to its high end.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Round values, ascending; at least two.
    pub ticks: Vec<Rounded>,
    lo: f64,
    hi: f64,
}

impl Axis {
    /// A scale that covers all `values` with about `wanted` steps.
    pub fn covering(values: impl IntoIterator<Item = Decimal>, wanted: u32) -> Self {
        let values: Vec<f64> = values.into_iter().map(float).collect();
        let low = values.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let high = values.iter().copied().reduce(f64::max).unwrap_or(1.0);
        let (factor, place) = round_step(low, high, wanted);
        let step = f64::from(factor) * 10_f64.powi(place);
        let first = (low / step).floor() as i128;
        let last = ((high / step).ceil() as i128).max(first + 1);
        let ticks: Vec<Rounded> = (first..=last)
            .map(|n| Rounded::new(n * i128::from(factor), place))
            .collect();
        Self {
            lo: first as f64 * step,
            hi: last as f64 * step,
            ticks,
        }
    }

    /// Where `value` lies between the ends: 0 at the low end, 1 at the high.
    pub fn position(&self, value: f64) -> f64 {
        (value - self.lo) / (self.hi - self.lo)
    }

    /// Whether zero lies on the scale.
    pub fn has_zero(&self) -> bool {
        self.lo <= 0.0 && self.hi >= 0.0
    }
}

/// 1, 2 or 5 and a power of ten: about a `wanted`-th of the range.
fn round_step(low: f64, high: f64, wanted: u32) -> (u8, i32) {
    let range = match high - low {
        range if range > 0.0 => range,
        _ if low != 0.0 => low.abs(),
        _ => 1.0,
    };
    let rough = range / f64::from(wanted.max(1));
    let place = rough.log10().floor() as i32;
    let unit = 10_f64.powi(place);
    let factor = [1_u8, 2, 5]
        .into_iter()
        .find(|factor| f64::from(*factor) * unit >= rough * 0.999);
    match factor {
        Some(factor) => (factor, place),
        None => (1, place + 1),
    }
}

/// A decimal as a position on paper; never as a number to print.
pub fn float(value: Decimal) -> f64 {
    value.mantissa() as f64 / 10_f64.powi(value.scale() as i32)
}
