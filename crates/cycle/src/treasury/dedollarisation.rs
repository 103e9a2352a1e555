//! S6.18: a panel of how far the dollar is left.

use triffin_basis::{BasisError, Decimal};

use super::amounts::Number;
use super::refusal;

/// A measure and the range it is normalised by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Its value.
    pub value: Number,
    /// What counts as none.
    pub low: Decimal,
    /// What counts as all.
    pub high: Decimal,
    /// Whether a rise is a step away from the dollar (gold, local settlement) or
    /// towards it (the dollar's share of reserves).
    pub away: bool,
}

/// z = (x − low)/(high − low), or 1 − z where a rise is towards the dollar
///
/// Unit: 0 to 1. Sign: a rise is a step away from the dollar.
///
/// Errors: `E-CYCLE-RANGE` for a value outside its range or a range that is none.
///
/// Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008), section 5.3 (min–max).
pub fn normalised(measure: &Measure) -> Result<Number, BasisError> {
    let (low, high) = (measure.low, measure.high);
    let value = measure.value.value();
    if low >= high || value < low || value > high {
        return Err(refusal::outside(("the measure", "指标"), value, low, high));
    }
    let width = Number::exact(high).minus(&Number::exact(low))?;
    let z = measure.value.minus(&Number::exact(low))?.over(&width)?;
    match measure.away {
        true => Ok(z),
        false => Number::one().minus(&z),
    }
}

/// index = (1/n) Σ z_i over the measures that have a value
///
/// Equal weights. A measure without a value is left out of sum and count: it
/// is not a measure of nothing. Two dates compare only over the same measures.
///
/// Unit: 0 to 1. Sign: it rises when any measure moves away from the dollar.
///
/// Errors: those of the normalisation; none where no measure has a value: the answer is then empty.
///
/// Source: documents 003 (end), 004 (part two, 5) and 000 (gold and bitcoin) for the measures; OECD and
/// JRC, Handbook on Constructing Composite Indicators (2008), for the mean.
pub fn index(measures: &[Option<Measure>]) -> Result<Option<Number>, BasisError> {
    let mut sum = Number::zero();
    let mut count = 0_u32;
    for measure in measures.iter().flatten() {
        sum = sum.plus(&normalised(measure)?)?;
        count += 1;
    }
    match count {
        0 => Ok(None),
        n => sum.over(&Number::exact(n.into())).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(percent: i64, away: bool) -> Option<Measure> {
        Some(Measure {
            value: Number::exact(Decimal::new(percent, 2)),
            low: Decimal::ZERO,
            high: Decimal::ONE,
            away,
        })
    }

    #[test]
    fn s6_18_more_gold_more_local_settlement_or_fewer_dollars_raise_the_index() {
        let at = |gold, local, dollar| {
            let measures = [share(gold, true), share(local, true), share(dollar, false)];
            index(&measures).unwrap().unwrap().value()
        };
        let before = at(15, 30, 58);
        assert_eq!(before.round_dp(4), Decimal::new(2900, 4));
        for after in [at(20, 30, 58), at(15, 35, 58), at(15, 30, 57)] {
            assert!(after > before);
        }
    }

    #[test]
    fn a_measure_without_a_value_is_left_out_and_not_zero() {
        let two = index(&[share(20, true), share(40, true), None])
            .unwrap()
            .unwrap();
        assert_eq!(two.value(), Decimal::new(3, 1));
        assert_eq!(index(&[None]).unwrap(), None);
        assert_eq!(
            index(&[share(120, true)]).unwrap_err().code(),
            "E-CYCLE-RANGE"
        );
    }

    proptest! {
        #[test]
        fn the_index_lies_among_its_measures(values in prop::collection::vec(0i64..=100, 1..8)) {
            let measures: Vec<Option<Measure>> = values.iter().map(|v| share(*v, true)).collect();
            let made = index(&measures).unwrap().unwrap().value();
            let (low, high) = (values.iter().min().unwrap(), values.iter().max().unwrap());
            prop_assert!(made >= Decimal::new(*low, 2) && made <= Decimal::new(*high, 2));
        }
    }
}
