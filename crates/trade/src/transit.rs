//! Goods that enter and leave again (S1.13): `B_t = Σexit_t − Σentry_t`.

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Period};

use crate::columns::{Amounts, Texts};
use crate::functions::{LabelFunction, sum};
use crate::selection::{assigned_day, one_of};
use crate::{Exact, Flow, Levels, Measure, Selection, TradeError};

/// Regimes whose goods come in to go out again.
pub const REGIMES: [&str; 2] = ["bonded", "reexport"];

/// One crossing of a transit good: an import when it enters a bonded zone or
/// for re-export, an export when it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// The period or day it was recorded.
    pub period: Period,
    /// Entry is an import, exit an export.
    pub flow: Flow,
    /// Its value.
    pub value: Exact,
}

/// What transit did to the balance of one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitRow {
    /// The period.
    pub period: Period,
    /// Exits minus entries of the period: its swing of the balance.
    pub balance: Exact,
    /// Exits minus entries so far: the margin earned, once all has left.
    pub cumulative: Exact,
}

/// `B_t = Σexit_t − Σentry_t`
///
/// The swing of transit in each period of frequency `freq`, and the margin
/// that remains: over a window that holds both entry and exit only the value
/// added is left.
///
/// Errors with `E-TRADE-TRANSIT` when a crossing's period is coarser than
/// `freq`.
///
/// Unit: that of the values. Sign: positive raises the balance.
///
/// Source: 001, third step, on re-export and bonded trade.
pub fn swings(crossings: &[Crossing], freq: Freq) -> Result<Vec<TransitRow>, BasisError> {
    let mut periods: BTreeMap<Period, Exact> = BTreeMap::new();
    for crossing in crossings {
        let at = if crossing.period.freq() == freq {
            Some(crossing.period)
        } else {
            crossing.period.parent(freq)
        };
        let at = at.ok_or_else(|| too_coarse(crossing.period, freq))?;
        let signed = match crossing.flow {
            Flow::Export => crossing.value,
            Flow::Import => crossing.value.negated(),
        };
        let sum = periods.entry(at).or_insert(Exact::ZERO);
        *sum = sum.plus(signed)?;
    }
    let mut cumulative = Exact::ZERO;
    periods
        .into_iter()
        .map(|(period, balance)| {
            cumulative = cumulative.plus(balance)?;
            Ok(TransitRow {
                period,
                balance,
                cumulative,
            })
        })
        .collect()
}

/// The plan of the crossings: exact values of transit regimes by `flow` and
/// `period` of frequency `freq`, by the date the selection counts by.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    freq: Freq,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    measure.admits(&[&levels.total])?;
    let rows = Levels::rows(input, selection, &levels.total)?;
    let letter = lit(freq.letter().to_string());
    let period = LabelFunction::Period.call(assigned_day(selection.timing), letter);
    Ok(LogicalPlanBuilder::from(measure.apply(rows, selection)?)
        .filter(one_of("regime", &REGIMES.map(str::to_owned)))?
        .aggregate(
            vec![col("flow"), period.alias("period")],
            vec![sum(registry, col("amount"))?.alias("value")],
        )?
        .build()?)
}

/// Reads the batches of [`plan`].
pub fn crossings(batches: &[RecordBatch]) -> Result<Vec<Crossing>, TradeError> {
    let mut crossings = Vec::new();
    for batch in batches {
        let (flow, period) = (Texts::of(batch, "flow")?, Texts::of(batch, "period")?);
        let value = Amounts::of(batch, "value")?;
        for row in 0..batch.num_rows() {
            let (Some(flow), Some(value)) = (flow.get(row).and_then(Flow::parse), value.get(row))
            else {
                continue;
            };
            crossings.push(Crossing {
                period: Period::parse(period.get(row).unwrap_or_default())?,
                flow,
                value,
            });
        }
    }
    Ok(crossings)
}

fn too_coarse(period: Period, freq: Freq) -> BasisError {
    BasisError::new(
        "E-TRADE-TRANSIT",
        format!(
            "a record of {period} has no place in periods of frequency {}",
            freq.letter()
        ),
        format!("{period} 的记录无法归入频率 {} 的期间", freq.letter()),
    )
    .value(period)
    .expected(
        "records at least as fine as the periods",
        "不粗于所列期间的记录",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S1.13: 100 in during March, 105 out in June.
    #[test]
    fn s1_13_100_in_march_and_105_out_june_swing_two_quarters_and_leave_5() {
        let crossing = |period: &str, flow, value| Crossing {
            period: Period::parse(period).unwrap(),
            flow,
            value: Exact::whole(value),
        };
        let crossings = [
            crossing("2018-03-15", Flow::Import, 100),
            crossing("2018-06-20", Flow::Export, 105),
        ];
        let quarters = swings(&crossings, Freq::Quarter).unwrap();
        assert_eq!(quarters[0].balance, Exact::whole(-100));
        assert_eq!(quarters[1].balance, Exact::whole(105));
        assert_eq!(quarters[1].cumulative, Exact::whole(5));
        let year = swings(&crossings, Freq::Year).unwrap();
        assert_eq!(year[0].balance, Exact::whole(5));
    }

    #[test]
    fn a_year_does_not_fit_a_quarter() {
        let year = Crossing {
            period: Period::year(2018),
            flow: Flow::Import,
            value: Exact::whole(1),
        };
        assert_eq!(
            swings(&[year], Freq::Quarter).unwrap_err().code(),
            "E-TRADE-TRANSIT"
        );
    }
}
