//! `cycle run`: the path of a model, period after period.

use super::asked::Asked;
use super::watches::told_of;
use crate::answer::{Answer, Meta, Row};
use crate::error::QuestionError;
use crate::value::Value;

/// One row a period, from the opening state, 0, to the last; a column a variable.
///
/// An opening value that the model does not state is null.
///
/// # Errors
/// Those of reading the model, of the settings and shocks, and of solving.
pub fn run(asked: &Asked) -> Result<Answer, QuestionError> {
    let prepared = asked.prepare()?;
    let model = prepared.program.model();
    let told = asked.told(model)?;
    let path = prepared.program.run(&prepared.run)?;
    let row = |period: u32| -> Row {
        let cells = told.iter().map(|id| {
            let name = model.variable(*id).name.clone();
            (name.into(), Value::from(path.value(*id, period)))
        });
        std::iter::once(("period".into(), Value::Int(period.into())))
            .chain(cells)
            .collect()
    };
    let mut notes = prepared.notes;
    notes.extend(told_of(&path));
    Ok(Answer {
        rows: (0..=path.periods()).map(row).collect(),
        meta: Meta {
            notes,
            formula: Some("F(x_t, x_{t-1}, z_t) = 0"),
            ..Meta::default()
        },
        ..Answer::default()
    })
}
