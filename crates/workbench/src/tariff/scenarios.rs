//! `tariff scenarios`: the scenarios that come with Triffin.

use triffin_basis::Bilingual;

use super::bundled;
use super::files::Desk;
use crate::answer::{Answer, row};
use crate::error::QuestionError;
use crate::value::Value;

/// One row a bundled scenario.
///
/// # Errors
/// When a bundled scenario cannot be read, which a test rules out.
pub fn scenarios() -> Result<Answer, QuestionError> {
    let told = |name| {
        let scenario = Desk::open(name)?.scenario;
        let title = scenario.title.unwrap_or_else(|| Bilingual::same(name));
        Ok(row([
            ("scenario", Value::text(name)),
            ("title", Value::Both(title)),
            ("model", scenario.model.as_str().into()),
            ("closure", scenario.deficits.as_str().into()),
        ]))
    };
    Ok(Answer {
        rows: bundled::names()
            .map(told)
            .collect::<Result<_, QuestionError>>()?,
        ..Answer::default()
    })
}
