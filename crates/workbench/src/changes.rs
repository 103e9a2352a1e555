//! `trade changes`: why the balance changed.

mod each;
mod partly;
#[cfg(test)]
mod tests;
mod told;

pub use each::Rows;

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col};
use triffin_basis::{BasisError, Bilingual, Window};
use triffin_trade::balance::{self, BalanceRow};
use triffin_trade::changes::{self, ChangeRow, CommonCodes, Comparison, Side, Sides};
use triffin_trade::columns::Texts;
use triffin_trade::concordance::Concordance;
use triffin_trade::decompose::Method;
use triffin_trade::levels::Depth;
use triffin_trade::pipeline::Decomposition;
use triffin_trade::{Axis, Exact, Levels, TradeError};

use crate::answer::{Answer, Meta, Row, row};
use crate::balance::{amount, missing};
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::workbench::{Scope, Workbench};
use told::{Told, described};

/// A change between two windows, split into its causes.
#[derive(Clone, Debug)]
pub struct Changed {
    /// One row a key, largest change first.
    pub rows: Vec<ChangeRow>,
    /// Their sum.
    pub total: ChangeRow,
    /// What the change of the whole leaves to no row, where codes are detailed
    /// in part: key `unallocated`, all of it residual.
    pub unallocated: Option<ChangeRow>,
    /// Records of both windows.
    pub records: i64,
    /// What the amounts mean.
    pub meta: Meta,
}

impl Changed {
    /// Every row, the unallocated rest last: they sum to the change of the
    /// balance.
    pub fn all(&self) -> Vec<ChangeRow> {
        self.rows.iter().chain(&self.unallocated).cloned().collect()
    }

    /// The change as the last step of an audit trail.
    pub(crate) fn decomposition(&self) -> Result<Decomposition, QuestionError> {
        let rows = self.all();
        Ok(Decomposition {
            total: changes::total(&rows).map_err(TradeError::from)?,
            rows,
            records: self.records,
        })
    }
}

/// What to compare, besides the question of the later window.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The base window.
    pub from: Window,
    /// The axis of the keys.
    pub axis: Axis,
    /// How changes are split.
    pub method: Method,
    /// Common groups of two editions of a classification.
    pub concordance: Option<&'a Concordance>,
}

impl Workbench {
    /// `ΔB = quantity + price + entry + exit + residual`, key by key.
    ///
    /// `question` is about the later window. Both windows are read from one
    /// dataset.
    ///
    /// # Errors
    /// As [`Workbench::balanced`]; `E-BASIS-CLASSIFICATION` when the windows
    /// are in two editions of a classification and no concordance is given.
    pub fn changed(
        &self,
        scope: &Scope,
        question: &Question,
        compared: &Compared<'_>,
    ) -> Result<Changed, QuestionError> {
        if compared.axis == Axis::Period {
            return Err(by_period());
        }
        let later = &question.selection;
        let earlier = later.over(compared.from);
        let chosen = self.choose(scope, later)?;
        let first = self.survey(scope, &earlier, &chosen.dataset)?;
        let counted = |survey, selection| {
            let finest = (compared.axis, Depth::Leaves);
            self.levels(scope, &chosen.dataset, survey, selection, finest)
        };
        let (from, to) = (counted(&first, &earlier)?, counted(&chosen.survey, later)?);
        let cuts = [&from.parts, &to.parts, &from.total, &to.total];
        let measure = self.measure(scope, question, &cuts)?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let comparison = Comparison {
            from: Side {
                selection: &earlier,
                levels: &from,
            },
            to: Side {
                selection: later,
                levels: &to,
            },
            axis: compared.axis,
            method: compared.method,
            measure: &measure,
            concordance: compared.concordance,
            common: None,
        };
        let (sides, common) = self.sides_of_each(&view, &comparison)?;
        let sides = sides.into_values().next().unwrap_or_default();
        let split = self.split_of(&view, &comparison, sides)?;
        let before = Question {
            selection: earlier.clone(),
            ..question.clone()
        };
        let windows = [(&before, &from.total), (question, &to.total)];
        let reach = self.reach_between(scope, &chosen.dataset, windows)?;
        let meta = question::meta(
            "S1.16",
            "ΔB = quantity + price + entry + exit + residual",
            scope,
            chosen,
        );
        let told = Told {
            cuts: [&from.parts, &to.parts],
            common: &common,
            doubtful: split.doubtful,
            total: &split.total,
            reach: &reach,
        };
        Ok(Changed {
            meta: described(meta, question, compared, &measure, &told)?,
            rows: split.rows,
            total: split.total,
            unallocated: split.unallocated,
            records: split.records,
        })
    }

    /// What each side of each key tells, reporter by reporter, and the codes it
    /// is compared at.
    fn sides_of_each(
        &self,
        view: &LogicalPlan,
        comparison: &Comparison<'_>,
    ) -> Result<(BTreeMap<String, Sides>, CommonCodes), QuestionError> {
        self.all_mapped(view, comparison)?;
        let common = self.common_codes(view, comparison)?;
        let comparison = Comparison {
            common: Some(&common),
            ..*comparison
        };
        let plan = changes::plan(view.clone(), &comparison, &self.registry())?;
        let sides = Sides::of_each(&self.store().run(plan)?)?;
        Ok((sides, common))
    }

    /// The change of one reporter from what its keys tell, with what they leave
    /// of the whole.
    fn split_of(
        &self,
        view: &LogicalPlan,
        comparison: &Comparison<'_>,
        mut sides: Sides,
    ) -> Result<Split, QuestionError> {
        let (from, to) = (comparison.from, comparison.to);
        let whole = |side: Side<'_>| -> Result<BalanceRow, QuestionError> {
            let plan = balance::plan(
                view.clone(),
                side.selection,
                side.levels,
                Axis::Total,
                comparison.measure,
                &self.registry(),
            )?;
            Ok(balance::rows(&self.store().run(plan)?, Axis::Total)?.total)
        };
        // Where the rows of the whole are those of the keys, nothing is left.
        let wholes = match told_in_full(from.levels) && told_in_full(to.levels) {
            true => None,
            false => Some([whole(from)?, whole(to)?]),
        };
        let doubtful = match &wholes {
            Some(wholes) => partly::doubtful(&mut sides, wholes)?,
            None => 0,
        };
        let rows = sides.rows()?;
        let total = changes::total(&rows)?;
        let rest = match &wholes {
            Some([from, to]) => partly::unallocated(from, to, &total)?,
            None => None,
        };
        let (rows, unallocated) = partly::world_apart(rows, rest, comparison.axis)?;
        let records = match &wholes {
            Some(wholes) => wholes.iter().map(|whole| whole.records).sum(),
            None => from.levels.total.rows() + to.levels.total.rows(),
        };
        Ok(Split {
            rows,
            total,
            unallocated,
            records,
            doubtful,
        })
    }

    /// The codes both windows can be compared at.
    fn common_codes(
        &self,
        view: &LogicalPlan,
        of: &Comparison<'_>,
    ) -> Result<CommonCodes, QuestionError> {
        if !CommonCodes::needed(of) {
            return Ok(CommonCodes::default());
        }
        let codes = |side| -> Result<_, QuestionError> {
            let plan = CommonCodes::plan(view.clone(), side, of.axis)?;
            Ok(self.store().run(plan)?)
        };
        Ok(CommonCodes::read(&codes(of.from)?, &codes(of.to)?)?)
    }

    /// Refuses a concordance between two editions that leaves a code out which
    /// only one window has: it would pass for an entry or an exit.
    fn all_mapped(
        &self,
        view: &LogicalPlan,
        comparison: &Comparison<'_>,
    ) -> Result<(), QuestionError> {
        let (from, to) = (comparison.from, comparison.to);
        let editions = [from, to].map(|side| side.levels.parts.product_systems());
        let Some(concordance) = comparison
            .concordance
            .filter(|_| editions[0] != editions[1])
        else {
            return Ok(());
        };
        let codes = |side: Side<'_>| -> Result<BTreeSet<String>, QuestionError> {
            let rows = Levels::rows(view.clone(), side.selection, &side.levels.parts)?;
            let plan = LogicalPlanBuilder::from(rows)
                .aggregate(vec![col("product")], Vec::<Expr>::new())?
                .build()?;
            let mut codes = BTreeSet::new();
            for batch in self.store().run(plan)? {
                let product = Texts::of(&batch, "product")?;
                codes.extend((0..batch.num_rows()).map(|row| product.owned(row)));
            }
            Ok(codes)
        };
        let (before, after) = (codes(from)?, codes(to)?);
        let mut lone = before
            .symmetric_difference(&after)
            .filter(|code| !concordance.holds(code));
        match lone.next() {
            None => Ok(()),
            Some(code) => Err(unmapped(code, 1 + lone.count())),
        }
    }

    /// The answer of `trade changes`.
    ///
    /// # Errors
    /// As [`Workbench::changed`].
    pub fn changes(
        &self,
        scope: &Scope,
        question: &Question,
        compared: &Compared<'_>,
    ) -> Result<Answer, QuestionError> {
        let changed = self.changed(scope, question, compared)?;
        let rows = changed.all();
        let total = changes::total(&rows).map_err(TradeError::from)?;
        Ok(Answer {
            rows: rows.iter().map(|row| line(row, total.net())).collect(),
            total: Some(line(&total, total.net())),
            meta: changed.meta,
            ..Answer::default()
        })
    }
}

/// The change of one reporter, before anything is said about it.
struct Split {
    rows: Vec<ChangeRow>,
    total: ChangeRow,
    unallocated: Option<ChangeRow>,
    records: i64,
    /// Keys whose entry or exit may be none.
    doubtful: usize,
}

/// A period is in one of the windows only: everything would be entry and exit.
fn by_period() -> QuestionError {
    QuestionError::invalid(
        "E-TRADE-AXIS",
        Bilingual::new(
            "changes are between two windows: a period lies in one of them only",
            "变化是两个时间窗之间的变化：一个时期只属于其中之一",
        ),
        Bilingual::new(
            "expected another axis for --by; compare two months or quarters with --from and --to, or list the periods with triffin trade balance --by period",
            "请为 --by 选用其他维度；可用 --from 与 --to 比较两个月份或季度，或用 triffin trade balance --by period 列出各期",
        ),
    )
}

fn unmapped(code: &str, codes: usize) -> QuestionError {
    BasisError::new(
        "E-BASIS-CLASSIFICATION",
        format!("the concordance leaves out {codes} codes that only one of the two editions has, the first is {code}"),
        format!("对照表缺少 {codes} 个只在其中一版出现的代码，第一个是 {code}"),
    )
    .between("classification", code, "?")
    .expected("a pair for every code that changed", "每个变动的代码都有对照")
    .remedy("Add the pairs to the concordance file", "请在对照文件中补充")
    .into()
}

/// Whether the rows of the whole are the very rows of its parts.
fn told_in_full(levels: &Levels) -> bool {
    let settled = !levels.total.is_open() && !levels.parts.is_open();
    settled && levels.total.strata() == levels.parts.strata()
}

/// A row; its balance is not told where that of the `whole` is not known.
fn line(change: &ChangeRow, whole: Option<Exact>) -> Row {
    row([
        ("key", change.key.as_str().into()),
        ("d_exports", amount(change.d_exports)),
        ("d_imports", amount(change.d_imports)),
        ("d_balance", amount(whole.map(|_| change.d_balance))),
        ("quantity", amount(Some(change.quantity))),
        ("price", amount(Some(change.price))),
        ("entry", amount(Some(change.entry))),
        ("exit", amount(Some(change.exit))),
        ("residual", amount(Some(change.residual))),
        (
            "flag",
            missing(change.d_exports.is_none() || change.d_imports.is_none()),
        ),
    ])
}
