//! `trade check`: the four alignment layers and the four consistency checks.

mod dates;
mod examine;

use std::collections::BTreeSet;

use datafusion::logical_expr::LogicalPlan;
use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Lang};
use triffin_trade::balance::BalanceTable;
use triffin_trade::checks::{self, CheckRow, Excess, Rest};
use triffin_trade::levels::Depth;
use triffin_trade::{Axis, Measure, balance};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::balance::amount;
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::reach;
use crate::records::Chosen;
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

/// The eight checks and the basis they were made on.
#[derive(Clone, Debug)]
pub struct Checked {
    /// One row a layer or check.
    pub rows: Vec<CheckRow>,
    /// What the amounts mean.
    pub meta: Meta,
}

/// From where the records of a reporter are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// As the reporter itself counts them.
    ByReporter,
    /// As the partner sees them: exports and imports change places.
    ByPartner,
}

impl Workbench {
    /// What was checked before the subtraction, and what each finding moves
    /// the balance by. Records in several currencies are a finding of the first
    /// layer; what needs no sum is checked all the same.
    ///
    /// # Errors
    /// As [`Workbench::balanced`], except for several or unstated currencies.
    pub fn checked(&self, scope: &Scope, question: &Question) -> Result<Checked, QuestionError> {
        self.checked_as(scope, question, Seen::ByReporter)
    }

    /// As [`Workbench::checked`], told from either side: for the partner the
    /// words and the signs are those of its own balance.
    ///
    /// # Errors
    /// As [`Workbench::checked`].
    pub fn checked_as(
        &self,
        scope: &Scope,
        question: &Question,
        seen: Seen,
    ) -> Result<Checked, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = self.levels(
            scope,
            &chosen.dataset,
            &chosen.survey,
            selection,
            (Axis::Partner, Depth::Roots),
        )?;
        let measure = self.measure_or_not(scope, question, &[&levels.total, &levels.parts])?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let table = match measure.admits(&[&levels.total, &levels.parts]) {
            Err(_) => None,
            Ok(()) => {
                let registry = self.registry();
                let axis = Axis::Partner;
                let plan =
                    balance::plan(view.clone(), selection, &levels, axis, &measure, &registry)?;
                Some(balance::rows(&self.store().run(plan)?, axis)?)
            }
        };
        let reach = self.reach(scope, question, &chosen.dataset, &levels.total)?;
        let examined = self.examine(scope, question, &chosen.dataset, &levels, &measure)?;
        let rests = match &table {
            Some(table) => self.rests(&view, question, &chosen, &measure, &table.total)?,
            None => Vec::new(),
        };
        let excesses = match &table {
            Some(_) => self.excesses(&view, question, &chosen, &measure)?,
            None => Vec::new(),
        };
        let (examined, table, rests, excesses) = match seen {
            Seen::ByReporter => (examined, table, rests, excesses),
            Seen::ByPartner => {
                let swapped = |rest: Rest| Rest {
                    exports: rest.imports,
                    imports: rest.exports,
                    ..rest
                };
                let rests = rests.into_iter().map(swapped).collect();
                (
                    examined.mirrored(),
                    table.map(BalanceTable::mirrored),
                    rests,
                    excesses.into_iter().map(Excess::mirrored).collect(),
                )
            }
        };
        let parts = (table.as_ref(), Axis::Partner, rests.as_slice());
        let context = checks::Context {
            excesses: &excesses,
            ..examined.context(selection, &measure, parts)
        };
        let mut rows = checks::report(&examined.cells, &context)?;
        reach::judge(&mut rows, &reach, seen);
        let mut meta = question::meta(
            "S1.7",
            "subtract only where currency, price basis, boundary and timing match",
            scope,
            chosen,
        );
        meta.unit = question::unit(&question.basis, &levels.total);
        question::describe(&mut meta, question, Axis::Total, &levels.total, &measure)?;
        // The checks do use the margin, to tell the bias.
        meta.notes.retain(|note| note.code != "N-MARGIN-UNUSED");
        meta.notes.extend(reach);
        meta.notes.extend(examined.notes);
        meta.notes.extend(failures(&rows));
        meta.notes.extend(unchecked(&rows));
        Ok(Checked { rows, meta })
    }

    /// What published wholes leave of their parts along products and periods.
    fn rests(
        &self,
        view: &LogicalPlan,
        question: &Question,
        chosen: &Chosen,
        measure: &Measure,
        whole: &balance::BalanceRow,
    ) -> Result<Vec<Rest>, QuestionError> {
        let mut rests = Vec::new();
        for (axis, cut) in checks::finest(&chosen.survey) {
            let (selection, registry) = (&question.selection, self.registry());
            let plan = checks::finest_plan(view.clone(), selection, &cut, measure, &registry)?;
            rests.extend(checks::rest(axis, whole, &self.store().run(plan)?)?);
        }
        Ok(rests)
    }

    /// Codes that hold less than the codes below them.
    fn excesses(
        &self,
        view: &LogicalPlan,
        question: &Question,
        chosen: &Chosen,
        measure: &Measure,
    ) -> Result<Vec<Excess>, QuestionError> {
        let levels: BTreeSet<i64> = chosen
            .survey
            .strata
            .iter()
            .map(|s| s.product_level)
            .collect();
        if levels.len() < 2 {
            return Ok(Vec::new());
        }
        let (selection, registry) = (&question.selection, self.registry());
        let plan = checks::nesting_plan(view.clone(), selection, measure, &registry)?;
        Ok(checks::excesses(&self.store().run(plan)?)?)
    }

    /// The answer of `trade check`.
    ///
    /// # Errors
    /// As [`Workbench::checked`].
    pub fn check(&self, scope: &Scope, question: &Question) -> Result<Answer, QuestionError> {
        let checked = self.checked(scope, question)?;
        Ok(Answer {
            rows: checked.rows.iter().map(line).collect(),
            meta: checked.meta,
            ..Answer::default()
        })
    }
}

fn failures(rows: &[CheckRow]) -> Vec<Note> {
    rows.iter()
        .filter(|row| row.status == GateStatus::Fail)
        .map(|row| Note {
            code: "W-CHECK-FAILED",
            text: Bilingual::new(
                format!("{}: {}", row.check, row.detail.en),
                format!(
                    "{}：{}",
                    checks::name(row.check, Lang::Zh).unwrap_or(row.check),
                    row.detail.zh
                ),
            ),
            finding: true,
        })
        .collect()
}

/// What could not be compared, in one note.
fn unchecked(rows: &[CheckRow]) -> Option<Note> {
    let names = |lang, joint: &str| {
        let rows = rows.iter();
        rows.filter(|row| row.status == GateStatus::NotCheckable)
            .map(|row| checks::name(row.check, lang).unwrap_or(row.check))
            .collect::<Vec<_>>()
            .join(joint)
    };
    let (en, zh) = (names(Lang::En, ", "), names(Lang::Zh, "、"));
    (!en.is_empty()).then(|| {
        Note::remark(
            "N-NOT-CHECKABLE",
            format!(
                "not checkable, as one side is not there or what is compared is not stated: {en}"
            ),
            format!("一侧缺失或所比较的口径未注明，因而无法核对：{zh}"),
        )
    })
}

fn line(check: &CheckRow) -> Row {
    row([
        ("check", check.check.into()),
        ("system", check.system.into()),
        ("status", Value::text(check.status.to_string())),
        ("amount", amount(check.amount)),
        ("detail", Value::Both(check.detail.clone())),
    ])
}
