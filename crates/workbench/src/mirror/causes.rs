//! The causes of a gap that the records of the two sides can tell.

use std::collections::BTreeMap;

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{BasisError, Freq, Period};
use triffin_trade::columns::Texts;
use triffin_trade::mirror::cause::{Cause, Part};
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::parcels;
use triffin_trade::mirror::timing::{self, By};
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow, Selection};

use super::read::Read;
use super::side::Side;
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

/// The months that tell what crossed the ends of a window.
#[derive(Clone, Debug)]
pub(super) struct Months {
    /// Whose months they are.
    pub(super) by: By,
    /// What was booked in each.
    pub(super) amounts: BTreeMap<Period, Exact>,
}

impl Months {
    /// Timing as a cause over the window asked about.
    pub(super) fn part(&self, asked: &Mirror) -> Result<Part, BasisError> {
        timing::part(&self.amounts, &asked.window, asked.lag, self.by)
    }

    /// Timing where no side has the months.
    pub(super) fn none() -> Result<Part, BasisError> {
        Ok(Part::unmeasured(Cause::Timing, timing::no_months()))
    }
}

/// What either side marks as parcels; none where it marks nothing.
#[derive(Clone, Debug)]
pub(super) struct Parcels {
    exporter: Option<Read>,
    importer: Option<Read>,
}

impl Parcels {
    /// Parcels as a cause, in total or of one key: `of` says which figure of a
    /// read is meant.
    pub(super) fn part(
        &self,
        of: impl Fn(&Read, Flow) -> Option<Exact>,
        reports: &Reports,
        asked: &Mirror,
    ) -> Result<Part, BasisError> {
        let marked = self.exporter.is_some() || self.importer.is_some();
        let told = |read: &Option<Read>, flow| read.as_ref().and_then(|read| of(read, flow));
        let parcels = Reports {
            exporter: told(&self.exporter, Flow::Export),
            importer: told(&self.importer, Flow::Import),
        };
        let share = asked.parcels.map(parcels::checked_share).transpose()?;
        parcels::part(&parcels, reports, share.filter(|_| !marked))
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
        let months = self.months(&look)?;
        let parcels = self.parcels(&look, Axis::Total)?;
        let transit = self.passed(&look, Axis::Total)?;
        Ok(vec![
            transit.part(|read, flow| read.total(flow))?,
            months.map_or_else(Months::none, |months| months.part(asked))?,
            self.converted(&look)?.part(reports, None, asked)?,
            parcels.part(|read, flow| read.total(flow), reports, asked)?,
        ])
    }

    /// The months of departure, or of arrival, that tell what was at sea at the
    /// ends of the window; none where neither side has them.
    pub(super) fn months(&self, look: &Look<'_>) -> Result<Option<Months>, QuestionError> {
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
            let mut amounts = read.reported(flow).by_period;
            amounts.retain(|period, _| period.freq() == Freq::Month);
            let months = Months { by, amounts };
            if months.part(look.asked)?.amount.is_some() {
                return Ok(Some(months));
            }
        }
        Ok(None)
    }

    /// What either side marks as electronic commerce, along an axis.
    pub(super) fn parcels(&self, look: &Look<'_>, axis: Axis) -> Result<Parcels, QuestionError> {
        let marked = |side: &Side, flow: Flow| -> Result<Option<Read>, QuestionError> {
            let Some(dataset) = &side.dataset else {
                return Ok(None);
            };
            let rows = flow.rows().and(col("regime").eq(lit(parcels::REGIME)));
            let read = self.part(look, &dataset.view, rows, &side.selection, axis)?;
            Ok(read.total(flow).is_some().then_some(read))
        };
        Ok(Parcels {
            exporter: marked(look.exporter, Flow::Export)?,
            importer: marked(look.importer, Flow::Import)?,
        })
    }

    /// How the records of a side are marked, where not as observed.
    pub(super) fn flags(&self, side: &Side) -> Result<Option<Note>, QuestionError> {
        let Some(dataset) = &side.dataset else {
            return Ok(None);
        };
        let flags = self.distinct(&dataset.view, side.selection.filter(), "flag")?;
        Ok(notes::flagged(&side.selection.reporter, &flags))
    }

    /// Both flows of the rows of a side that `which` keeps, along an axis.
    pub(super) fn part(
        &self,
        look: &Look<'_>,
        view: &LogicalPlan,
        which: Expr,
        selection: &Selection,
        axis: Axis,
    ) -> Result<Read, QuestionError> {
        let rows = LogicalPlanBuilder::from(view.clone())
            .filter(which)?
            .build()?;
        let basis = look.asked.at(Target::AsReported);
        self.read_view(look.scope, &rows, selection, &basis, axis)
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
