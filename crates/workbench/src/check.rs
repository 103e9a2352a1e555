//! `trade check`: the four alignment layers and the four consistency checks.

use datafusion::logical_expr::LogicalPlan;
use triffin_basis::Timing;
use triffin_trade::checks::{self, Cell, CheckRow, Rest};
use triffin_trade::levels::Depth;
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Axis, Exact, Levels, Measure, balance, timing};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::balance::amount;
use crate::error::QuestionError;
use crate::question::{self, Question};
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

/// What the checks look at.
pub(crate) struct Examined {
    /// Values by everything the checks tell apart.
    pub(crate) cells: Vec<Cell>,
    /// What one valuation would move the balance by, and the margin used.
    pub(crate) bias: Option<(Exact, Margin)>,
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
    /// the balance by.
    ///
    /// # Errors
    /// As [`Workbench::balanced`].
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
        let cuts = [&levels.total, &levels.parts];
        let measure = self.measure(scope, &question.basis, &cuts)?;
        let store = self.store();
        let view = store.records(&chosen.dataset, &scope.at)?;
        let registry = self.registry();
        let plan = balance::plan(
            view.clone(),
            selection,
            &levels,
            Axis::Partner,
            &measure,
            &registry,
        )?;
        let table = balance::rows(&store.run(plan)?, Axis::Partner)?;
        let Examined { cells, bias } = self.cells(&view, question, &levels, &measure)?;
        let shifts = self.shifts(scope, question, &chosen, &table.total)?;
        let (cells, table, shifts, bias) = match seen {
            Seen::ByReporter => (cells, table, shifts, bias),
            Seen::ByPartner => mirrored(cells, table, shifts, bias),
        };
        let rests = self.rests(&view, question, &chosen, &measure, &table.total)?;
        let context = checks::Context {
            selection,
            measure: &measure,
            shifts: &shifts,
            table: Some(&table),
            axis: Axis::Partner,
            rests: &rests,
            bias: bias.as_ref().map(|(amount, margin)| (*amount, margin)),
        };
        let rows = checks::report(&cells, &context)?;
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
        meta.notes.extend(failures(&rows));
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

    /// What the checks look at, and what putting CIF and FOB values on one
    /// valuation moves the balance by, with the margin used.
    pub(crate) fn cells(
        &self,
        view: &LogicalPlan,
        question: &Question,
        levels: &Levels,
        measure: &Measure,
    ) -> Result<Examined, QuestionError> {
        let run = |measure: &Measure| -> Result<Vec<Cell>, QuestionError> {
            let selection = &question.selection;
            let plan = checks::plan(view.clone(), selection, levels, measure, &self.registry())?;
            Ok(checks::cells(&self.store().run(plan)?)?)
        };
        let cells = run(measure)?;
        let freight = |cell: &Cell| cell.valuation.as_deref() == Some("cif");
        let bias = match &measure.valuation {
            Some((_, margin)) => {
                let plain = Measure {
                    valuation: None,
                    ..measure.clone()
                };
                checks::bias(&run(&plain)?, &cells)?.map(|bias| (bias, margin.clone()))
            }
            None if cells.iter().any(freight) => {
                let margin = question.basis.margin()?;
                let fob = measure.clone().at(Target::Fob, margin.clone());
                checks::bias(&cells, &run(&fob)?)?.map(|bias| (bias, margin))
            }
            None => None,
        };
        Ok(Examined { cells, bias })
    }

    /// The balance by the other dates the records carry, less the one asked for.
    fn shifts(
        &self,
        scope: &Scope,
        question: &Question,
        chosen: &Chosen,
        asked: &balance::BalanceRow,
    ) -> Result<Vec<(Timing, Exact)>, QuestionError> {
        let mut others = Vec::new();
        for other in [Timing::Declared, Timing::Shipped, Timing::Settled] {
            if other == question.selection.timing {
                continue;
            }
            let selection = timing::by_date(&question.selection, other);
            let survey = self.survey(scope, &selection, &chosen.dataset)?;
            if survey.rows() == 0 {
                continue;
            }
            let levels = self.levels(
                scope,
                &chosen.dataset,
                &survey,
                &selection,
                (Axis::Total, Depth::Roots),
            )?;
            let measure = self.measure(scope, &question.basis, &[&levels.total])?;
            let view = self.store().records(&chosen.dataset, &scope.at)?;
            let plan = balance::plan(
                view,
                &selection,
                &levels,
                Axis::Total,
                &measure,
                &self.registry(),
            )?;
            others.push((
                other,
                balance::rows(&self.store().run(plan)?, Axis::Total)?.total,
            ));
        }
        let shifts = timing::shifts(asked, &others)?;
        Ok(shifts
            .into_iter()
            .filter_map(|shift| shift.shift.map(|moved| (shift.timing, moved)))
            .collect())
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

/// What a check is told, as the partner of the reporter sees it.
type Mirrored = (
    Vec<Cell>,
    balance::BalanceTable,
    Vec<(Timing, Exact)>,
    Option<(Exact, Margin)>,
);

fn mirrored(
    cells: Vec<Cell>,
    table: balance::BalanceTable,
    shifts: Vec<(Timing, Exact)>,
    bias: Option<(Exact, Margin)>,
) -> Mirrored {
    let shift = |(timing, moved): (Timing, Exact)| (timing, moved.negated());
    (
        cells.into_iter().map(Cell::mirrored).collect(),
        table.mirrored(),
        shifts.into_iter().map(shift).collect(),
        bias.map(|(moved, margin)| (moved.negated(), margin)),
    )
}

fn failures(rows: &[CheckRow]) -> Vec<Note> {
    rows.iter()
        .filter(|row| row.status == triffin_basis::gate::GateStatus::Fail)
        .map(|row| Note {
            code: "W-CHECK-FAILED",
            text: triffin_basis::Bilingual::new(
                format!("{}: {}", row.check, row.detail.en),
                format!(
                    "{}：{}",
                    checks::name(row.check, triffin_basis::Lang::Zh).unwrap_or(row.check),
                    row.detail.zh
                ),
            ),
            finding: true,
        })
        .collect()
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
