//! Options that name what they measure: `Japan@2024=1.1 tn USD`.

use triffin_basis::Bilingual;

use crate::error::QuestionError;

/// `KEY=VALUE`, both with something in them.
pub(super) fn pair<'a>(
    option: &str,
    text: &'a str,
    form: &str,
) -> Result<(&'a str, &'a str), QuestionError> {
    text.split_once('=')
        .map(|(key, value)| (key.trim(), value.trim()))
        .filter(|(key, value)| !key.is_empty() && !value.is_empty())
        .ok_or_else(|| malformed(option, text, form))
}

/// `A@B` or `A:B`, both with something in them.
pub(super) fn halves<'a>(
    option: &str,
    text: &'a str,
    mark: char,
    form: &str,
) -> Result<(&'a str, &'a str), QuestionError> {
    text.split_once(mark)
        .map(|(key, value)| (key.trim(), value.trim()))
        .filter(|(key, value)| !key.is_empty() && !value.is_empty())
        .ok_or_else(|| malformed(option, text, form))
}

/// A whole year.
pub(super) fn year(option: &str, text: &str, form: &str) -> Result<i32, QuestionError> {
    text.parse().map_err(|_| malformed(option, text, form))
}

/// A text that is not of the form an option takes.
pub(super) fn malformed(option: &str, text: &str, form: &str) -> QuestionError {
    let option = option.replace('_', "-");
    QuestionError::invalid(
        "E-USAGE-FORM",
        Bilingual::new(
            format!("--{option} \"{text}\" is not of the form {form}"),
            format!("--{option}“{text}”不符合 {form} 的形式"),
        ),
        Bilingual::new(format!("expected {form}"), format!("应为 {form}")),
    )
}
