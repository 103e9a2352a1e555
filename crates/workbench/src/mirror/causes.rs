//! The causes of a gap that the records of the two sides can tell.

use std::collections::BTreeMap;

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{Bilingual, Freq};
use triffin_trade::columns::Texts;
use triffin_trade::mirror::cause::{Cause, Part};
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::parcels;
use triffin_trade::mirror::timing::{self, By};
use triffin_trade::mirror::transit::{self, Recorded};
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow, Selection};

use super::side::{Read, Side};
use super::{Mirror, flows};
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// The regime of goods that leave as they came.
const REEXPORT: &str = "reexport";

/// Everything a cause is looked for with.
struct Look<'a> {
    scope: &'a Scope,
    asked: &'a Mirror,
    exporter: &'a Side,
    importer: &'a Side,
}

impl Workbench {
    /// Every cause but freight, in total.
    pub(super) fn causes(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        direction: Direction,
        reports: &Reports,
    ) -> Result<Vec<Part>, QuestionError> {
        let [x, m] = flows(direction);
        let look = Look {
            scope,
            asked,
            exporter: &sides[x.0],
            importer: &sides[m.0],
        };
        Ok(vec![
            self.transit(&look)?,
            self.timing(&look)?,
            conversion(asked),
            self.parcels(&look, reports)?,
        ])
    }

    fn transit(&self, look: &Look<'_>) -> Result<Part, QuestionError> {
        let (exporter, importer) = (
            look.exporter.selection.reporter.as_str(),
            look.importer.selection.reporter.as_str(),
        );
        let mut recorded = Recorded::default();
        if let Some(dataset) = &look.importer.dataset {
            let of = Flow::Import.rows().and(col("partner2").is_not_null());
            let third = self.codes(
                &dataset.view,
                &look.importer.selection,
                of.clone(),
                "partner2",
            )?;
            for code in third.into_iter().filter(|c| c != exporter && c != importer) {
                let rows = of.clone().and(col("partner2").eq(lit(code.as_str())));
                let read = self.part(look, &dataset.view, rows, &look.importer.selection)?;
                recorded
                    .consigned
                    .extend(read.total(Flow::Import).map(|n| (code, n)));
            }
            recorded.forwarded = self.forwarded(look, &dataset.view, exporter, importer)?;
        }
        if let Some(dataset) = &look.exporter.dataset {
            let rows = Flow::Export.rows().and(col("regime").eq(lit(REEXPORT)));
            let read = self.part(look, &dataset.view, rows, &look.exporter.selection)?;
            recorded.reexports = read.total(Flow::Export);
        }
        Ok(transit::part(&recorded)?)
    }

    /// Re-exports by third economies, to the importer, of the exporter's goods.
    fn forwarded(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        exporter: &str,
        importer: &str,
    ) -> Result<BTreeMap<String, Exact>, QuestionError> {
        let of = Flow::Export
            .rows()
            .and(col("regime").eq(lit(REEXPORT)))
            .and(col("partner").eq(lit(importer)))
            .and(col("partner2").eq(lit(exporter)));
        let window = look.asked.window;
        let mut forwarded = BTreeMap::new();
        let any = Selection::new(importer, window).in_window();
        for third in self.distinct(view, of.clone().and(any), "reporter")? {
            if third == exporter || third == importer {
                continue;
            }
            let selection = Selection {
                reporter: third.clone(),
                partners: vec![importer.to_owned()],
                ..look.importer.selection.clone()
            };
            let read = self.part(look, view, of.clone(), &selection)?;
            forwarded.extend(read.total(Flow::Export).map(|n| (third, n)));
        }
        Ok(forwarded)
    }

    fn timing(&self, look: &Look<'_>) -> Result<Part, QuestionError> {
        let lag = look.asked.lag;
        let window = timing::around(&look.asked.window, lag.max(timing::LONGEST_LAG))?;
        let ends = [
            (look.exporter, Flow::Export, By::Exporter),
            (look.importer, Flow::Import, By::Importer),
        ];
        for (side, flow, by) in ends {
            let Some(dataset) = &side.dataset else {
                continue;
            };
            let selection = side.selection.over(window);
            let basis = look.asked.at(Target::AsReported);
            let read =
                self.read_view(look.scope, &dataset.view, &selection, &basis, Axis::Period)?;
            let mut months = read.reported(flow).by_period;
            months.retain(|period, _| period.freq() == Freq::Month);
            let part = timing::part(&months, &look.asked.window, lag, by)?;
            if part.amount.is_some() {
                return Ok(part);
            }
        }
        Ok(Part::unmeasured(Cause::Timing, timing::no_months()))
    }

    fn parcels(&self, look: &Look<'_>, reports: &Reports) -> Result<Part, QuestionError> {
        let marked = |side: &Side, flow: Flow| -> Result<Option<Exact>, QuestionError> {
            let Some(dataset) = &side.dataset else {
                return Ok(None);
            };
            let rows = flow.rows().and(col("regime").eq(lit(parcels::REGIME)));
            let read = self.part(look, &dataset.view, rows, &side.selection)?;
            Ok(read.total(flow))
        };
        let of = Reports {
            exporter: marked(look.exporter, Flow::Export)?,
            importer: marked(look.importer, Flow::Import)?,
        };
        let share = look.asked.parcels.map(parcels::checked_share).transpose()?;
        Ok(parcels::part(&of, reports, share)?)
    }

    /// Both flows of the rows of a side that `which` keeps.
    fn part(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        which: Expr,
        selection: &Selection,
    ) -> Result<Read, QuestionError> {
        let rows = LogicalPlanBuilder::from(view.clone())
            .filter(which)?
            .build()?;
        let basis = look.asked.at(Target::AsReported);
        self.read_view(look.scope, &rows, selection, &basis, Axis::Total)
    }

    /// The distinct codes of a column among the rows of a selection.
    fn codes(
        &self,
        view: &LogicalPlan,
        selection: &Selection,
        which: Expr,
        column: &str,
    ) -> Result<Vec<String>, QuestionError> {
        self.distinct(view, selection.filter().and(which), column)
    }

    fn distinct(
        &self,
        view: &LogicalPlan,
        which: Expr,
        column: &str,
    ) -> Result<Vec<String>, QuestionError> {
        let plan = LogicalPlanBuilder::from(view.clone())
            .filter(which)?
            .aggregate(vec![col(column)], Vec::<Expr>::new())?
            .build()?;
        let mut codes = Vec::new();
        for batch in self.store().run(plan)? {
            let column = Texts::of(&batch, column)?;
            codes
                .extend((0..batch.num_rows()).filter_map(|row| column.get(row).map(str::to_owned)));
        }
        codes.sort_unstable();
        Ok(codes)
    }
}

/// Conversion of currencies: it cannot be told from two converted totals.
fn conversion(asked: &Mirror) -> Part {
    let why = match &asked.basis.currency {
        Some(currency) => Bilingual::new(
            format!(
                "converted to {currency} at period averages; the rates of the days of record are not in the data"
            ),
            format!("按期间平均汇率折算为 {currency}；数据中没有记录日汇率"),
        ),
        None => Bilingual::new(
            "both sides are in one currency as published; the rates their publishers converted at are not in the data",
            "双方公布时已为同一币种；发布方折算所用汇率不在数据中",
        ),
    };
    Part::unmeasured(Cause::Valuation, why)
}

/// The causes that are measured on the total and not key by key.
pub(super) fn of_the_total_only() -> Vec<Part> {
    let why = || {
        Bilingual::new(
            "measured on the total, without --by",
            "仅按总额计量（不加 --by）",
        )
    };
    [
        Cause::Transit,
        Cause::Timing,
        Cause::Valuation,
        Cause::Parcels,
    ]
    .map(|cause| Part::unmeasured(cause, why()))
    .into()
}
