//! The causes of a gap that the records of the two sides can tell.

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{Bilingual, Freq};
use triffin_trade::columns::Texts;
use triffin_trade::mirror::cause::{Cause, Part};
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::parcels;
use triffin_trade::mirror::timing::{self, By};
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow, Selection};

use super::side::{Read, Side};
use super::{Mirror, flows, notes};
use crate::answer::Note;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// Everything a cause is looked for with.
pub(super) struct Look<'a> {
    pub(super) scope: &'a Scope,
    pub(super) asked: &'a Mirror,
    pub(super) exporter: &'a Side,
    pub(super) importer: &'a Side,
}

impl Look<'_> {
    /// Codes of exporter and importer.
    pub(super) fn ends(&self) -> [&str; 2] {
        [self.exporter, self.importer].map(|side| side.selection.reporter.as_str())
    }
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

    /// How the records of a side are marked, where not as observed.
    pub(super) fn flags(&self, side: &Side) -> Result<Option<Note>, QuestionError> {
        let Some(dataset) = &side.dataset else {
            return Ok(None);
        };
        let flags = self.distinct(&dataset.view, side.selection.filter(), "flag")?;
        Ok(notes::flagged(&side.selection.reporter, &flags))
    }

    /// Both flows of the rows of a side that `which` keeps.
    pub(super) fn part(
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
    pub(super) fn distinct(
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
