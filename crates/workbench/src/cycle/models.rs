//! `cycle models`: the models that come with Triffin.

use triffin_cycle::{Role, language, library};

use crate::answer::{Answer, row};
use crate::error::QuestionError;
use crate::value::Value;

/// The models that come with Triffin, with what each has.
///
/// # Errors
/// None while their texts are whole, which a test sees to.
pub fn models() -> Result<Answer, QuestionError> {
    let mut rows = Vec::new();
    for bundled in library::all() {
        let model = language::parse(bundled.text)?;
        let determined = model
            .variables
            .iter()
            .filter(|v| v.role == Role::Endogenous);
        let scenarios: Vec<&str> = model.scenarios.iter().map(|s| s.name.as_str()).collect();
        rows.push(row([
            ("model", bundled.name.into()),
            ("title", Value::Both(model.title.clone())),
            ("equations", Value::Int(determined.count() as i64)),
            ("scenarios", Value::text(scenarios.join(", "))),
        ]));
    }
    Ok(Answer {
        rows,
        ..Answer::default()
    })
}
