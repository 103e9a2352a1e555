//! What the checks look at.

use triffin_basis::{Freq, Period, Window};
use triffin_trade::balance::BalanceTable;
use triffin_trade::checks::{self, Cell, Rest, Translation};
use triffin_trade::levels::Depth;
use triffin_trade::timing::Shift;
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Axis, Exact, Levels, Measure, Selection, balance, translation};

use crate::answer::Note;
use crate::error::QuestionError;
use crate::measured::Measured;
use crate::question::Question;
use crate::rates::like_period;
use crate::workbench::{Scope, Workbench};

/// What the checks look at.
pub(crate) struct Examined {
    /// Values by everything the checks tell apart.
    pub(crate) cells: Vec<Cell>,
    /// What counting by other dates would do.
    pub(crate) shifts: Vec<Shift>,
    /// What a reader must know of the examination.
    pub(crate) notes: Vec<Note>,
    /// What one valuation would move the balance by, and the margin used.
    bias: Option<(Exact, Margin)>,
    /// What the choice of regimes moves the balance by.
    regimes: Option<Exact>,
    translation: Option<Translation>,
}

impl Examined {
    /// The same as the partner sees it: the sides change places and every
    /// effect on the balance its sign.
    pub(crate) fn mirrored(self) -> Self {
        Self {
            cells: self.cells.into_iter().map(Cell::mirrored).collect(),
            shifts: self.shifts.into_iter().map(Shift::mirrored).collect(),
            bias: self.bias.map(|(moved, margin)| (moved.negated(), margin)),
            regimes: self.regimes.map(Exact::negated),
            translation: self.translation.map(|of| Translation {
                amount: of.amount.negated(),
                ..of
            }),
            notes: self.notes,
        }
    }

    /// The checks' context, with the breakdown, its axis and what the parts
    /// leave along others.
    pub(crate) fn context<'a>(
        &'a self,
        selection: &'a Selection,
        measure: &'a Measure,
        (table, axis, rests): (Option<&'a BalanceTable>, Axis, &'a [Rest]),
    ) -> checks::Context<'a> {
        checks::Context {
            selection,
            measure,
            shifts: &self.shifts,
            table,
            axis,
            rests,
            excesses: &[],
            bias: self.bias.as_ref().map(|(amount, margin)| (*amount, margin)),
            regimes: self.regimes,
            translation: self.translation.as_ref(),
        }
    }
}

impl Workbench {
    /// Everything the checks look at, for the rows of `levels`.
    pub(crate) fn examine(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measured,
    ) -> Result<Examined, QuestionError> {
        let cells = self.cells(scope, question, dataset, levels, measure)?;
        let summable = measure.admits(&[&levels.total]).is_ok();
        let bias = match summable {
            true => self.bias(scope, question, dataset, levels, measure, &cells)?,
            false => None,
        };
        let (shifts, notes) = self.shifts(scope, question, dataset, levels, measure)?;
        let regimes = match summable {
            true => self.regimes(scope, question, dataset, levels, measure)?,
            false => None,
        };
        Ok(Examined {
            regimes,
            translation: self.translation(scope, question, dataset, levels, measure)?,
            cells,
            shifts,
            notes,
            bias,
        })
    }

    fn cells(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measure,
    ) -> Result<Vec<Cell>, QuestionError> {
        let view = self.store().records(dataset, &scope.at)?;
        let plan = checks::plan(view, &question.selection, levels, measure, &self.registry())?;
        Ok(checks::cells(&self.store().run(plan)?)?)
    }

    /// What putting CIF and FOB values on one valuation moves the balance by,
    /// with the margin used.
    fn bias(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measure,
        cells: &[Cell],
    ) -> Result<Option<(Exact, Margin)>, QuestionError> {
        let run = |measure: &Measure| self.cells(scope, question, dataset, levels, measure);
        let freight = |cell: &Cell| cell.valuation.as_deref() == Some("cif");
        match &measure.valuation {
            Some((_, margin)) => {
                let plain = Measure {
                    valuation: None,
                    ..measure.clone()
                };
                Ok(checks::bias(&run(&plain)?, cells)?.map(|bias| (bias, margin.clone())))
            }
            None if cells.iter().any(freight) => {
                let margin = question.basis.margin()?;
                let fob = measure.clone().at(Target::Fob, margin.clone());
                Ok(checks::bias(cells, &run(&fob)?)?.map(|bias| (bias, margin)))
            }
            None => Ok(None),
        }
    }

    /// `ΔB = B(regimes chosen) − B(all regimes)` (S1.5); none when every regime
    /// counts, or the values of all cannot be added.
    fn regimes(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measured,
    ) -> Result<Option<Exact>, QuestionError> {
        let chosen = &question.selection;
        if chosen.include.is_empty() && chosen.exclude.is_empty() {
            return Ok(None);
        }
        let every = Question {
            selection: Selection {
                include: Vec::new(),
                exclude: Vec::new(),
                ..chosen.clone()
            },
            ..question.clone()
        };
        let survey = self.survey(scope, &every.selection, dataset)?;
        let level = (Axis::Total, Depth::Roots);
        let all = self.levels(scope, dataset, &survey, &every.selection, level)?;
        let of_all = self.measure_or_not(scope, &every, &[&all.total])?;
        if of_all.admits(&[&levels.total, &all.total]).is_err() {
            return Ok(None);
        }
        let mine = self.cells(scope, question, dataset, levels, measure)?;
        let theirs = self.cells(scope, &every, dataset, &all, &of_all)?;
        Ok(checks::bias(&theirs, &mine)?)
    }

    /// What conversion alone made of the balance since the like window a year
    /// before; none without a conversion, or without rates that old.
    fn translation(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measured,
    ) -> Result<Option<Translation>, QuestionError> {
        let (Some(rates), Some(before)) = (&measure.rates, before(question.selection.window))
        else {
            return Ok(None);
        };
        let window = question.selection.window;
        let earlier = |slot: Period| like_period(slot, window, before);
        let held =
            match self.rates_of_before(scope, question, &[&levels.total], &rates.target, earlier) {
                Err(error) if error.code == "E-TRADE-RATE-MISSING" => return Ok(None),
                held => Measure::clone(measure).in_currency(held?.table),
            };
        let total = |measure: &Measure| -> Result<_, QuestionError> {
            let view = self.store().records(dataset, &scope.at)?;
            let (of, registry) = (&question.selection, self.registry());
            let plan = balance::plan(view, of, levels, Axis::Total, measure, &registry)?;
            Ok(balance::rows(&self.store().run(plan)?, Axis::Total)?.total)
        };
        let (now, held) = (total(measure)?, total(&held)?);
        let moved = translation::row("total", None, Some(&now), Some(&held))?;
        Ok(now.balance.map(|_| Translation {
            before,
            amount: moved.translation,
        }))
    }
}

/// The like window of the year before, or of as many years as it spans.
fn before(window: Window) -> Option<Window> {
    let years = match window.freq() {
        Freq::Year => window.from.steps_to(&window.to)? + 1,
        _ => 1,
    };
    let back = |period: Period| match period.freq() {
        Freq::Year => Some(period.shift(-years)),
        Freq::Quarter => Some(period.shift(-4)),
        Freq::Month => Some(period.shift(-12)),
        Freq::Day => None,
    };
    Window::new(back(window.from)?, back(window.to)?).ok()
}
