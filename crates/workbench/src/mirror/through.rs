//! What the records tell of goods that reach the importer through a third
//! economy, and of re-exports.

use datafusion::logical_expr::{Expr, LogicalPlan, col, lit};
use triffin_basis::BasisError;
use triffin_trade::mirror::cause::Part;
use triffin_trade::mirror::transit::{self, Recorded};
use triffin_trade::{Axis, Exact, Flow, Selection};

use super::causes::Look;
use super::read::Read;
use crate::error::QuestionError;
use crate::workbench::Workbench;

/// The regime of goods that leave as they came.
const REEXPORT: &str = "reexport";

/// Exports that are re-exports.
fn reexports() -> Expr {
    Flow::Export.rows().and(col("regime").eq(lit(REEXPORT)))
}

/// What passes through a third economy, by its code.
type ByThird = Vec<(String, Read)>;

/// Everything recorded of goods that did not go straight.
#[derive(Clone, Debug, Default)]
pub(super) struct Passed {
    consigned: ByThird,
    forwarded: ByThird,
    /// Re-exports of unstated origin, and what the exporter sent there.
    passing: Vec<(String, Read, Option<Read>)>,
    reexports: Option<Read>,
}

impl Passed {
    /// Transit as a cause, in total or of one key: `of` says which figure of a
    /// read is meant.
    pub(super) fn part(
        &self,
        of: impl Fn(&Read, Flow) -> Option<Exact>,
    ) -> Result<Part, BasisError> {
        let amounts = |third: &ByThird, flow: Flow| {
            let known = third.iter();
            known
                .filter_map(|(code, read)| Some((code.clone(), of(read, flow)?)))
                .collect()
        };
        let passing = self.passing.iter().filter_map(|(code, onward, sent)| {
            let onward = of(onward, Flow::Export)?;
            // No more than the exporter sent there, where it says what it did.
            let sent = sent.as_ref().and_then(|sent| of(sent, Flow::Export));
            Some((code.clone(), sent.map_or(onward, |sent| onward.min(sent))))
        });
        // Both tell of the same goods: one of them, for every key the same.
        let own = !self.consigned.is_empty();
        let nobody = ByThird::new();
        let forwarded = if own { &nobody } else { &self.forwarded };
        let reexports = self.reexports.as_ref();
        transit::part(&Recorded {
            consigned: amounts(&self.consigned, Flow::Import),
            forwarded: amounts(forwarded, Flow::Export),
            passing: passing.collect(),
            reexports: reexports.and_then(|read| of(read, Flow::Export)),
        })
    }
}

impl Workbench {
    /// What is recorded of goods that did not go straight, along an axis.
    pub(super) fn passed(&self, look: &Look<'_>, axis: Axis) -> Result<Passed, QuestionError> {
        let mut passed = Passed::default();
        if let Some(dataset) = &look.importer.dataset {
            passed.consigned = self.consigned(look, &dataset.view, axis)?;
            let third = self.third_economies(look, &dataset.view)?;
            passed.forwarded = self.forwarded(look, &dataset.view, &third, axis)?;
            passed.passing = self.passing(look, &dataset.view, &third, axis)?;
        }
        if let Some(dataset) = &look.exporter.dataset {
            let own = &look.exporter.selection;
            let read = self.part(look, &dataset.view, reexports(), own, axis)?;
            passed.reexports = read.total(Flow::Export).is_some().then_some(read);
        }
        Ok(passed)
    }

    /// The importer's imports from the exporter by the economy they were
    /// consigned from.
    fn consigned(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        axis: Axis,
    ) -> Result<ByThird, QuestionError> {
        let of = Flow::Import.rows().and(col("partner2").is_not_null());
        let selection = &look.importer.selection;
        let which = selection.filter().and(of.clone());
        let mut consigned = ByThird::new();
        for code in self.distinct(view, which, "partner2")? {
            if look.ends().contains(&code.as_str()) {
                continue;
            }
            let rows = of.clone().and(col("partner2").eq(lit(code.as_str())));
            let read = self.part(look, view, rows, selection, axis)?;
            if read.total(Flow::Import).is_some() {
                consigned.push((code, read));
            }
        }
        Ok(consigned)
    }

    /// Who else re-exports to the importer in the window.
    fn third_economies(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
    ) -> Result<Vec<Selection>, QuestionError> {
        let [_, importer] = look.ends();
        let to_importer = Selection {
            partners: vec![importer.to_owned()],
            ..look.importer.selection.clone()
        };
        let rows = reexports()
            .and(col("partner").eq(lit(importer)))
            .and(to_importer.in_window());
        let codes = self.distinct(view, rows, "reporter")?.into_iter();
        let third = codes.filter(|code| !look.ends().contains(&code.as_str()));
        Ok(third
            .map(|reporter| Selection {
                reporter,
                ..to_importer.clone()
            })
            .collect())
    }

    /// Their re-exports that name the exporter as the goods' origin.
    fn forwarded(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        third: &[Selection],
        axis: Axis,
    ) -> Result<ByThird, QuestionError> {
        let [exporter, _] = look.ends();
        let of = reexports().and(col("partner2").eq(lit(exporter)));
        let mut forwarded = ByThird::new();
        for selection in third {
            let read = self.part(look, view, of.clone(), selection, axis)?;
            if read.total(Flow::Export).is_some() {
                forwarded.push((selection.reporter.clone(), read));
            }
        }
        Ok(forwarded)
    }

    /// Their re-exports of unstated origin, beside what the exporter sent them.
    fn passing(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        third: &[Selection],
        axis: Axis,
    ) -> Result<Vec<(String, Read, Option<Read>)>, QuestionError> {
        let of = reexports().and(col("partner2").is_null());
        let mut passing = Vec::new();
        for selection in third {
            let read = self.part(look, view, of.clone(), selection, axis)?;
            if read.total(Flow::Export).is_none() {
                continue;
            }
            let sent = self.sent(look, &selection.reporter, axis)?;
            passing.push((selection.reporter.clone(), read, sent));
        }
        Ok(passing)
    }

    /// What the exporter reports to have sent to `third`.
    fn sent(
        &self,
        look: &Look<'_>,
        third: &str,
        axis: Axis,
    ) -> Result<Option<Read>, QuestionError> {
        let Some(dataset) = &look.exporter.dataset else {
            return Ok(None);
        };
        let selection = look.exporter.selection.clone().with_partner(third);
        let read = self.part(look, &dataset.whole, Flow::Export.rows(), &selection, axis)?;
        Ok(Some(read))
    }
}
