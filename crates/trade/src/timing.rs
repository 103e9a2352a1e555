//! The date a record counts by (S1.6): `B_t(basis i) − B_t(basis j)`.

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit, when};
use serde::Serialize;
use triffin_basis::{BasisError, Timing};

use crate::columns::{Amounts, Texts, Whole};
use crate::functions::sum;
use crate::selection::assigned_day;
use crate::{Exact, Flow, Levels, Measure, Selection, TradeError};

/// The same question by another date.
pub fn by_date(selection: &Selection, timing: Timing) -> Selection {
    Selection {
        timing,
        ..selection.clone()
    }
}

/// `input` with the records only that do not carry the date `timing` counts by.
pub fn without_date(input: LogicalPlan, timing: Timing) -> Result<LogicalPlan, TradeError> {
    let undated = assigned_day(timing).is_null();
    Ok(LogicalPlanBuilder::from(input).filter(undated)?.build()?)
}

/// What becomes of a record of the window when the other date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Both dates lie in the window.
    Stays,
    /// The other date lies outside.
    Moves,
    /// It does not carry the other date: where it would count is not known.
    Undated,
}

impl Fate {
    const ALL: [Fate; 3] = [Fate::Stays, Fate::Moves, Fate::Undated];

    /// The word in a plan.
    const fn as_str(self) -> &'static str {
        match self {
            Fate::Stays => "stays",
            Fate::Moves => "moves",
            Fate::Undated => "undated",
        }
    }
}

/// Records and what they add to the balance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Effect {
    /// How many.
    pub records: i64,
    /// Exports less imports of them.
    pub amount: Exact,
}

/// The records of a window by what the other date makes of them.
pub type Fates = BTreeMap<Fate, Effect>;

/// The plan of the fates of the records `levels` counts: columns `fate`,
/// `flow`, `records`, `amount`.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    other: Timing,
    levels: &Levels,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.total)?;
    let undated = assigned_day(other).is_null();
    let stays = by_date(selection, other).in_window();
    let fate = when(undated, lit(Fate::Undated.as_str()))
        .when(stays, lit(Fate::Stays.as_str()))
        .otherwise(lit(Fate::Moves.as_str()))?
        .alias("fate");
    let sums = [
        count(lit(1)).alias("records"),
        sum(registry, col("amount"))?.alias("amount"),
    ];
    Ok(LogicalPlanBuilder::from(measure.apply(rows, selection)?)
        .filter(col("value").is_not_null())?
        .aggregate([fate, col("flow")], sums)?
        .build()?)
}

/// Reads the batches of [`plan`].
pub fn fates(batches: &[RecordBatch]) -> Result<Fates, TradeError> {
    let mut fates = Fates::new();
    for batch in batches {
        let (fate, flow) = (Texts::of(batch, "fate")?, Texts::of(batch, "flow")?);
        let records = Whole::of(batch, "records")?;
        let amount = Amounts::of(batch, "amount")?;
        for row in 0..batch.num_rows() {
            let word = fate.get(row).unwrap_or_default();
            let named = Fate::ALL.into_iter().find(|fate| fate.as_str() == word);
            let (Some(fate), Some(flow), Some(amount)) =
                (named, flow.get(row).and_then(Flow::parse), amount.get(row))
            else {
                continue;
            };
            let effect = fates.entry(fate).or_default();
            let signed = match flow {
                Flow::Export => amount,
                Flow::Import => amount.negated(),
            };
            effect.records += records.get(row);
            effect.amount = effect.amount.plus(signed)?;
        }
    }
    Ok(fates)
}

/// What counting by another date would do to a balance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// The date basis compared.
    pub timing: Timing,
    /// Records counted elsewhere that would enter the window.
    pub into: Effect,
    /// Records counted here that would leave it.
    pub out_of: Effect,
    /// Records of either window that carry one of the two dates only.
    pub undated: Effect,
    /// Whether any record carries the other date at all.
    pub known: bool,
    /// The other balance less the one asked for, over the records with both
    /// dates.
    pub shift: Exact,
}

impl Effect {
    /// The same as the partner sees it.
    fn mirrored(self) -> Self {
        Self {
            amount: self.amount.negated(),
            ..self
        }
    }
}

impl Shift {
    /// The same as the partner sees it: every amount with the other sign.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self {
            into: self.into.mirrored(),
            out_of: self.out_of.mirrored(),
            undated: self.undated.mirrored(),
            shift: self.shift.negated(),
            ..self
        }
    }

    /// `B_t(date asked) − B_t(declared)`
    ///
    /// What the date asked for makes of the balance, where `self` compares it
    /// with the declared one, which every record carries. A record of the
    /// declared window without the date asked for counts in no window by it,
    /// and is part of the difference.
    /// Errors with `E-TRADE-OVERFLOW`.
    ///
    /// Unit: that of the amounts. Sign: positive when the date asked for raises
    /// the balance.
    ///
    /// Source: 001, fourth layer of alignment.
    pub fn from_declared(&self) -> Result<Exact, BasisError> {
        Ok(self.shift.plus(self.undated.amount)?.negated())
    }
}

/// `shift = B_t(date i) − B_t(date asked) = Σ into − Σ out of`
///
/// What counting by another date would do to a balance, over the records that
/// carry both dates: those it would bring into the window less those it would
/// take out. A record without the other date is not moved; it is told apart,
/// with its amount. Over a window that holds all dates of every record the
/// shift is nothing. `here` are the fates of the window asked for by the other
/// date, `there` those of the window by the other date by the date asked for.
/// Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the amounts. Sign: positive when the other date raises the
/// balance.
///
/// Source: 001, fourth layer of alignment.
pub fn shift(timing: Timing, here: &Fates, there: &Fates) -> Result<Shift, BasisError> {
    let of = |fates: &Fates, fate| fates.get(&fate).copied().unwrap_or_default();
    let (into, out_of) = (of(there, Fate::Moves), of(here, Fate::Moves));
    let (mine, theirs) = (of(here, Fate::Undated), of(there, Fate::Undated));
    let dated = [Fate::Stays, Fate::Moves];
    Ok(Shift {
        timing,
        into,
        out_of,
        undated: Effect {
            records: mine.records + theirs.records,
            amount: mine.amount.plus(theirs.amount)?,
        },
        known: !there.is_empty() || dated.iter().any(|fate| here.contains_key(fate)),
        shift: into.amount.minus(out_of.amount)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn effect(records: i64, amount: i128) -> Effect {
        Effect {
            records,
            amount: Exact::whole(amount),
        }
    }

    /// S1.6: an export of 7 shipped in the window and declared after it.
    #[test]
    fn s1_6_a_late_declaration_shifts_the_balance_of_the_window() {
        let here = Fates::from([(Fate::Stays, effect(2, 10))]);
        let there = Fates::from([(Fate::Stays, effect(2, 10)), (Fate::Moves, effect(1, 7))]);
        let late = shift(Timing::Shipped, &here, &there).unwrap();
        assert_eq!((late.shift, late.into), (Exact::whole(7), effect(1, 7)));
        assert!(late.known);
        // Every date outside the window: nothing stays, and it is still told.
        let gone = Fates::from([(Fate::Moves, effect(2, 10))]);
        let all = shift(Timing::Settled, &gone, &Fates::new()).unwrap();
        assert_eq!((all.shift, all.known), (Exact::whole(-10), true));
    }

    /// A record without the other date did not move.
    #[test]
    fn s1_6_an_undated_record_is_told_apart() {
        let here = Fates::from([(Fate::Stays, effect(1, 10)), (Fate::Undated, effect(3, 90))]);
        let told = shift(Timing::Shipped, &here, &Fates::new()).unwrap();
        assert_eq!((told.shift, told.undated), (Exact::ZERO, effect(3, 90)));
        let none = Fates::from([(Fate::Undated, effect(3, 90))]);
        assert!(!shift(Timing::Shipped, &none, &Fates::new()).unwrap().known);
    }

    proptest! {
        /// Where every record has both dates the shift is the difference of the
        /// two balances.
        #[test]
        fn it_is_the_difference_of_the_balances(
            stay in -1_000_000i128..1_000_000, into in -1_000_000i128..1_000_000, out in -1_000_000i128..1_000_000,
        ) {
            let here = Fates::from([(Fate::Stays, effect(1, stay)), (Fate::Moves, effect(1, out))]);
            let there = Fates::from([(Fate::Stays, effect(1, stay)), (Fate::Moves, effect(1, into))]);
            let told = shift(Timing::Shipped, &here, &there).unwrap();
            let balances = Exact::whole(stay + into).minus(Exact::whole(stay + out)).unwrap();
            prop_assert_eq!(told.shift, balances);
        }
    }
}
