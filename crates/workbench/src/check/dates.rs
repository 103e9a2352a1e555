//! The window by the other dates the records carry.

use triffin_basis::Timing;
use triffin_trade::levels::Depth;
use triffin_trade::timing::{self, Fates, Shift};
use triffin_trade::{Axis, Levels, Measure};

use crate::answer::Note;
use crate::error::QuestionError;
use crate::measured::Measured;
use crate::question::Question;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// What counting by each other date would bring into the window and take
    /// out of it, and what carries no such date.
    pub(super) fn shifts(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        levels: &Levels,
        measure: &Measured,
    ) -> Result<(Vec<Shift>, Vec<Note>), QuestionError> {
        let asked = question.selection.timing;
        let (mut shifts, mut notes) = (Vec::new(), Vec::new());
        let others = [Timing::Declared, Timing::Shipped, Timing::Settled];
        for other in others.into_iter().filter(|other| *other != asked) {
            let here = self.fates(scope, question, dataset, (other, levels), measure)?;
            let by_other = Question {
                selection: timing::by_date(&question.selection, other),
                ..question.clone()
            };
            let survey = self.survey(scope, &by_other.selection, dataset)?;
            let mut there = Fates::new();
            if survey.rows() > 0 {
                let level = (Axis::Total, Depth::Roots);
                let found = self.levels(scope, dataset, &survey, &by_other.selection, level)?;
                let measure =
                    self.measure_or_not(scope, &by_other, &[&levels.total, &found.total])?;
                if measure.admits(&[&levels.total, &found.total]).is_err() {
                    notes.push(not_compared(other));
                    continue;
                }
                there = self.fates(scope, &by_other, dataset, (asked, &found), &measure)?;
            }
            shifts.push(timing::shift(other, &here, &there)?);
        }
        Ok((shifts, notes))
    }

    fn fates(
        &self,
        scope: &Scope,
        question: &Question,
        dataset: &str,
        (other, levels): (Timing, &Levels),
        measure: &Measure,
    ) -> Result<Fates, QuestionError> {
        let view = self.store().records(dataset, &scope.at)?;
        let (of, registry) = (&question.selection, self.registry());
        let plan = timing::plan(view, of, other, levels, measure, &registry)?;
        Ok(timing::fates(&self.store().run(plan)?)?)
    }
}

/// Records counted by the other date are in another currency.
fn not_compared(other: Timing) -> Note {
    Note::remark(
        "N-TIMING-CURRENCY",
        format!(
            "the window by date {other} is not compared: its records are in several currencies or in none stated"
        ),
        format!(
            "未按“{}”比较：该口径下的记录币种不同或未注明",
            other.label(triffin_basis::Lang::Zh)
        ),
    )
}
