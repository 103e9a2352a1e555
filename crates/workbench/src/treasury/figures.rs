//! The cited figures that options take by name.

use triffin_cycle::treasury::figures::{self as cited, Figure};

use super::asked::Asked;
use super::given::Given;
use crate::answer::{Answer, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// Every cited figure, or those whose name holds a text, with what the
/// documents say against them.
///
/// # Errors
/// `E-CYCLE-FIGURE` where no name holds the text.
pub fn figures(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S12.3", "");
    let wanted = asked.texts("name");
    let holds = |figure: &&Figure| {
        wanted.is_empty()
            || wanted
                .iter()
                .any(|text| figure.name.contains(text.as_str()))
    };
    let rows: Vec<Row> = cited::all().iter().filter(holds).map(figure_row).collect();
    if rows.is_empty() {
        cited::named(&wanted.join(", "))?;
    }
    let mut answer = asked.answer(rows)?;
    answer.meta.formula = None;
    Ok(answer)
}

fn figure_row(figure: &Figure) -> Row {
    let against: Vec<&str> = cited::conflicts_of([figure.name.as_str()])
        .map(|conflict| conflict.code.as_str())
        .collect();
    row([
        ("name", figure.name.as_str().into()),
        ("title", Value::Both(figure.title())),
        ("printed", Value::Both(figure.printed())),
        ("period", Value::Both(figure.when())),
        ("nature", figure.nature.code().into()),
        ("origin", figure.origin.code().into()),
        (
            "conflicts",
            match against.is_empty() {
                true => Value::Null,
                false => Value::text(against.join(" ")),
            },
        ),
        ("source", Value::Both(figure.source())),
    ])
}
