//! From months to quarters to years, exactly.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::number::exact_add;
use crate::{BasisError, Coverage, Freq, Lang, Period, StockFlow, Window};

/// How the parts of a period make its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aggregation {
    /// A flow: the parts add up.
    Sum,
    /// A stock: the last part's value is the period's.
    Last,
    /// A rate or an index: the plain mean of the parts.
    Mean,
}

/// The value of one longer period and how far its parts fill it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The longer period.
    pub period: Period,
    /// Its value from the parts that are there; `None` when none is, and for
    /// a stock when the last part is not.
    pub value: Option<Decimal>,
    /// Which parts are there.
    pub coverage: Coverage,
}

impl Aggregation {
    /// How numbers of a sort go from parts to the whole: flows add up, stocks
    /// end, ratios, indices and prices are averaged.
    pub fn of(sort: StockFlow) -> Aggregation {
        match sort {
            StockFlow::Flow => Aggregation::Sum,
            StockFlow::Stock => Aggregation::Last,
            StockFlow::Ratio | StockFlow::Index | StockFlow::Price => Aggregation::Mean,
        }
    }

    /// V(T) = Σ v(t) for a flow, v(last t) for a stock, Σ v(t) ÷ n for a mean, over the parts t of T
    ///
    /// The values of the periods of frequency `freq` that `observations` lie
    /// in, in order. An observation without a value is not there: missing is
    /// never zero. A period some of whose parts are not there is marked
    /// [`Coverage::Partial`], and its sum is that of the others. Sums are
    /// exact; a mean is rounded to 28 digits, half to even.
    ///
    /// Unit: that of the observations.
    ///
    /// Source: 001, first step (window and boundary); System of National
    /// Accounts 2008, chapter 3 (flows and stocks).
    ///
    /// # Errors
    /// `E-PERIOD-MIXED` when the observations differ in length or are longer
    /// than `freq` (adding a year to its months would count twice),
    /// `E-PERIOD-DUPLICATE` when a period comes twice, `E-NUMBER-PRECISION`
    /// when a sum has more digits than can be kept.
    ///
    /// ```
    /// use triffin_basis::{Aggregation, Decimal, Freq, Period};
    /// let months = Period::year(2018).parts(Freq::Month);
    /// let flows = months.iter().map(|month| (*month, Some(Decimal::new(15, 1))));
    /// let years = Aggregation::Sum.over(flows, Freq::Year)?;
    /// assert_eq!(years[0].value, Some(Decimal::from(18)));
    /// assert!(years[0].coverage.is_complete());
    /// # Ok::<(), triffin_basis::BasisError>(())
    /// ```
    pub fn over(
        self,
        observations: impl IntoIterator<Item = (Period, Option<Decimal>)>,
        freq: Freq,
    ) -> Result<Vec<Aggregate>, BasisError> {
        let parts = by_period(observations)?;
        let Some(length) = common_length(parts.keys(), freq)? else {
            return Ok(Vec::new());
        };
        let mut groups: BTreeMap<Period, Vec<(Period, Decimal)>> = BTreeMap::new();
        for (part, value) in parts {
            let group = groups
                .entry(Period::containing(part.start(), freq))
                .or_default();
            group.extend(value.map(|value| (part, value)));
        }
        let whole = |(period, present): (Period, Vec<(Period, Decimal)>)| {
            let window = Window::from(period);
            Ok(Aggregate {
                period,
                value: self.value(period, length, &present)?,
                coverage: Coverage::of(&window, length, present.iter().map(|(part, _)| *part)),
            })
        };
        groups.into_iter().map(whole).collect()
    }

    /// The value of `period` from the parts that are there.
    fn value(
        self,
        period: Period,
        length: Freq,
        present: &[(Period, Decimal)],
    ) -> Result<Option<Decimal>, BasisError> {
        if present.is_empty() {
            return Ok(None);
        }
        match self {
            Aggregation::Sum => sum(period, present).map(Some),
            Aggregation::Mean => {
                let total = sum(period, present)?;
                Ok(total.checked_div(Decimal::from(present.len())))
            }
            Aggregation::Last => {
                let last = Period::containing(period.end(), length);
                let ending = present.iter().find(|(part, _)| *part == last);
                Ok(ending.map(|(_, value)| *value))
            }
        }
    }
}

/// The observations by period, each period once.
fn by_period(
    observations: impl IntoIterator<Item = (Period, Option<Decimal>)>,
) -> Result<BTreeMap<Period, Option<Decimal>>, BasisError> {
    let mut parts = BTreeMap::new();
    for (period, value) in observations {
        if parts.insert(period, value).is_some() {
            return Err(duplicate(period));
        }
    }
    Ok(parts)
}

/// The length all `periods` share; `None` when there are none.
fn common_length<'a>(
    periods: impl Iterator<Item = &'a Period>,
    freq: Freq,
) -> Result<Option<Freq>, BasisError> {
    let mut first: Option<Period> = None;
    for period in periods {
        if period.freq() < freq {
            return Err(mixed(&period.to_string(), freq.label(Lang::En)));
        }
        match first {
            Some(first) if first.freq() != period.freq() => {
                return Err(mixed(&first.to_string(), &period.to_string()));
            }
            _ => first = Some(*period),
        }
    }
    Ok(first.map(|period| period.freq()))
}

fn sum(period: Period, present: &[(Period, Decimal)]) -> Result<Decimal, BasisError> {
    let mut total = Decimal::ZERO;
    for (_, value) in present {
        total = exact_add(total, *value).ok_or_else(|| overflow(period))?;
    }
    Ok(total)
}

fn duplicate(period: Period) -> BasisError {
    BasisError::new(
        "E-PERIOD-DUPLICATE",
        format!("period {period} comes twice"),
        format!("时期 {period} 重复"),
    )
    .value(period)
    .expected("one value a period", "每个时期一个数值")
}

fn mixed(left: &str, right: &str) -> BasisError {
    BasisError::new(
        "E-PERIOD-MIXED",
        format!("periods of different length: {left} and {right}"),
        format!("时期长度不一致：{left} 与 {right}"),
    )
    .between("period", left, right)
    .expected(
        "observations of one length, no longer than the period asked for",
        "长度一致且不长于目标时期的观测值",
    )
}

fn overflow(period: Period) -> BasisError {
    BasisError::new(
        "E-NUMBER-PRECISION",
        format!("the sum over {period} has more digits than can be kept exactly"),
        format!("{period} 的合计位数过多，无法精确保存"),
    )
    .value(period)
}

#[cfg(test)]
#[path = "aggregation_tests.rs"]
mod tests;
