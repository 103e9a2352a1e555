//! What the records tell of goods that reach the importer through a third
//! economy, and of re-exports.

use std::collections::BTreeMap;

use datafusion::logical_expr::{Expr, LogicalPlan, col, lit};
use triffin_trade::mirror::cause::Part;
use triffin_trade::mirror::transit::{self, Recorded};
use triffin_trade::{Exact, Flow, Selection};

use super::causes::Look;
use crate::error::QuestionError;
use crate::workbench::Workbench;

/// The regime of goods that leave as they came.
const REEXPORT: &str = "reexport";

/// Exports that are re-exports.
fn reexports() -> Expr {
    Flow::Export.rows().and(col("regime").eq(lit(REEXPORT)))
}

impl Workbench {
    /// Transit and re-export as a cause.
    pub(super) fn transit(&self, look: &Look<'_>) -> Result<Part, QuestionError> {
        let mut recorded = Recorded::default();
        if let Some(dataset) = &look.importer.dataset {
            recorded.consigned = self.consigned(look, &dataset.view)?;
            let third = self.third_economies(look, &dataset.view)?;
            recorded.forwarded = self.forwarded(look, &dataset.view, &third)?;
            recorded.passing = self.passing(look, &dataset.view, &third)?;
        }
        if let Some(dataset) = &look.exporter.dataset {
            let own = &look.exporter.selection;
            let read = self.part(look, &dataset.view, reexports(), own)?;
            recorded.reexports = read.total(Flow::Export);
        }
        Ok(transit::part(&recorded)?)
    }

    /// The importer's imports from the exporter by the economy they were
    /// consigned from.
    fn consigned(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
    ) -> Result<BTreeMap<String, Exact>, QuestionError> {
        let of = Flow::Import.rows().and(col("partner2").is_not_null());
        let selection = &look.importer.selection;
        let which = selection.filter().and(of.clone());
        let mut consigned = BTreeMap::new();
        for code in self.distinct(view, which, "partner2")? {
            if look.ends().contains(&code.as_str()) {
                continue;
            }
            let rows = of.clone().and(col("partner2").eq(lit(code.as_str())));
            let read = self.part(look, view, rows, selection)?;
            consigned.extend(read.total(Flow::Import).map(|amount| (code, amount)));
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
    ) -> Result<BTreeMap<String, Exact>, QuestionError> {
        let [exporter, _] = look.ends();
        let of = reexports().and(col("partner2").eq(lit(exporter)));
        let mut forwarded = BTreeMap::new();
        for selection in third {
            let read = self.part(look, view, of.clone(), selection)?;
            let code = selection.reporter.clone();
            forwarded.extend(read.total(Flow::Export).map(|amount| (code, amount)));
        }
        Ok(forwarded)
    }

    /// Their re-exports of unstated origin: no more than the exporter sent
    /// them, where it says what it did.
    fn passing(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        third: &[Selection],
    ) -> Result<BTreeMap<String, Exact>, QuestionError> {
        let of = reexports().and(col("partner2").is_null());
        let mut passing = BTreeMap::new();
        for selection in third {
            let read = self.part(look, view, of.clone(), selection)?;
            let Some(onward) = read.total(Flow::Export) else {
                continue;
            };
            let most = match self.sent(look, &selection.reporter)? {
                Some(sent) => onward.min(sent),
                None => onward,
            };
            passing.insert(selection.reporter.clone(), most);
        }
        Ok(passing)
    }

    /// What the exporter reports to have sent to `third`.
    fn sent(&self, look: &Look<'_>, third: &str) -> Result<Option<Exact>, QuestionError> {
        let Some(dataset) = &look.exporter.dataset else {
            return Ok(None);
        };
        let selection = look.exporter.selection.clone().with_partner(third);
        let read = self.part(look, &dataset.whole, Flow::Export.rows(), &selection)?;
        Ok(read.total(Flow::Export))
    }
}
