//! Which rows a total is made of, so that nothing counts twice and nothing is
//! left out.
//!
//! Publishers ship totals beside their parts: the World beside its economies,
//! a chapter beside its subheadings, a year beside its months, a total over
//! customs procedures beside each. Without a breakdown a question takes the
//! published whole where there is one, else the parts, partner by partner and
//! code by code ([`crate::cover`]); with a breakdown it takes the parts, and
//! the whole gives the rest that no part accounts for.

mod candidates;

use std::collections::BTreeMap;

use arrow::record_batch::RecordBatch;
use datafusion::logical_expr::LogicalPlan;
use serde::Serialize;
use triffin_basis::{BasisError, Freq};

use crate::cover::Rule;
pub use crate::cover::Unused;
use crate::cut::Cut;
use crate::survey::{Stratum, Survey};
use crate::{Axis, Selection, TradeError};

/// The rows a question counts: those of the whole and those of its parts.
#[derive(Clone, Debug)]
pub struct Levels {
    /// The rows of the total.
    pub total: Cut,
    /// The rows of the breakdown.
    pub parts: Cut,
    /// The frequency of the keys of `Axis::Period`.
    pub grain: Freq,
    /// Rows of the selection that the total does not count, by reason.
    pub left_out: BTreeMap<Unused, i64>,
}

/// Which product rows a breakdown takes when codes nest in one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// The shortest codes of each cell: published sums of what is below.
    #[default]
    Roots,
    /// The longest codes of each cell: where quantities are comparable.
    Leaves,
}

impl Levels {
    /// Chooses the rows for `axis` from what the survey found: each trade once
    /// in the total, and once in the parts.
    ///
    /// Where rows meet that only their codes can tell apart, the choice is left
    /// to the plans and the strata are those that may count; [`Levels::settled`]
    /// leaves those that do.
    ///
    /// Errors with `E-TRADE-EMPTY` when the selection holds no rows.
    pub fn resolve(
        survey: &Survey,
        selection: &Selection,
        axis: Axis,
        depth: Depth,
    ) -> Result<Self, TradeError> {
        if survey.strata.is_empty() {
            let refused = selection.refused_level();
            return Err(refused.unwrap_or_else(|| empty(selection)).into());
        }
        let grain = grain(survey, selection, axis);
        let all: Vec<&Stratum> = survey.strata.iter().collect();
        let (whole, held) = candidates::not_held(&all, selection, Rule::Whole);
        let mut left_out = BTreeMap::new();
        for (stratum, why) in held {
            *left_out.entry(why).or_default() += stratum.rows;
        }
        let rule = match (axis, depth) {
            (Axis::Partner, Depth::Roots) => Rule::Partners,
            (Axis::Partner, Depth::Leaves) => Rule::PartnerLeaves,
            (_, Depth::Roots) => Rule::Whole,
            (_, Depth::Leaves) => Rule::Leaves,
        };
        let parts = candidates::parts(&all, axis, grain);
        let (parts, _) = candidates::not_held(&parts, selection, rule);
        Ok(Self {
            total: Cut::new(whole, &survey.strata, Rule::Whole),
            parts: Cut::new(parts, &survey.strata, rule),
            grain,
            left_out,
        })
    }

    /// The same with the choice made: strata are those of the rows that count,
    /// and every other row has its reason.
    ///
    /// `run` runs a plan over `input` and is only called where rows meet.
    pub fn settled<E: From<TradeError>>(
        mut self,
        input: &LogicalPlan,
        selection: &Selection,
        run: impl Fn(LogicalPlan) -> Result<Vec<RecordBatch>, E>,
    ) -> Result<Self, E> {
        if let Some(plan) = self.total.open(input.clone(), selection)? {
            for (why, rows) in self.total.settle(&run(plan)?)? {
                *self.left_out.entry(why).or_default() += rows;
            }
        }
        if let Some(plan) = self.parts.open(input.clone(), selection)? {
            self.parts.settle(&run(plan)?)?;
        }
        Ok(self)
    }

    /// `input` with the rows of the selection that `cut` counts.
    pub fn rows(
        input: LogicalPlan,
        selection: &Selection,
        cut: &Cut,
    ) -> Result<LogicalPlan, TradeError> {
        cut.counted(input, selection)
    }
}

fn empty(selection: &Selection) -> BasisError {
    let who = if selection.partners.is_empty() {
        selection.reporter.clone()
    } else {
        format!("{}-{}", selection.reporter, selection.partners.join(","))
    };
    BasisError::new(
        "E-TRADE-EMPTY",
        format!("no trade record of {who} in {}", selection.window),
        format!("{who} 在 {} 没有贸易记录", selection.window),
    )
    .value(&who)
    .expected(
        "records of this reporter in this window",
        "该报告方在该时间窗内的记录",
    )
    .remedy(
        "Add a file with triffin data add, or see triffin data ls",
        "用 triffin data add 添加文件，或用 triffin data ls 查看",
    )
}

/// The frequency periods are shown at: as asked, or the finest there is.
fn grain(survey: &Survey, selection: &Selection, axis: Axis) -> Freq {
    if axis != Axis::Period {
        return Freq::Year;
    }
    let finest = survey.strata.iter().map(Stratum::freq).max();
    let asked = selection.period_grain();
    match finest {
        Some(finest) if finest < asked => finest,
        _ => asked,
    }
}

/// The classification of codes that belong to none.
pub(crate) const OWN_CODES: &str = "other";
