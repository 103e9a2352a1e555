//! Given values that are drawn anew in every period.

use crate::ensemble::Distribution;
use crate::model::VariableId;

/// The noise of one given variable in `L` runs side by side.
#[derive(Clone, Debug)]
pub(crate) struct Noise<const L: usize> {
    /// An exogenous variable or a parameter.
    pub(crate) variable: VariableId,
    /// How its value is spread around that of the period, or instead of it.
    pub(crate) distribution: Distribution,
    /// The standard normal deviates of the periods, that of period 1 first.
    pub(crate) deviates: Vec<[f64; L]>,
}

impl<const L: usize> Noise<L> {
    /// The values of a period from those it would have without noise.
    pub(crate) fn spread(&self, period: u32, values: &mut [f64; L]) {
        let Some(deviates) = (period as usize)
            .checked_sub(1)
            .and_then(|place| self.deviates.get(place))
        else {
            return;
        };
        for (value, z) in values.iter_mut().zip(deviates) {
            *value = self.distribution.value(*value, *z);
        }
    }

    /// The noise of one lane by itself.
    pub(crate) fn of_lane(&self, lane: usize) -> Noise<1> {
        Noise {
            variable: self.variable,
            distribution: self.distribution,
            deviates: self.deviates.iter().map(|z| [z[lane]]).collect(),
        }
    }
}
