//! `cycle check`: whether a model closes, and how it will be solved.

use serde_json::{Map, json};
use triffin_cycle::accounts::{Matrix, State, balance_sheet, revaluation, transactions};
use triffin_cycle::{Model, Program, Role, Run, check as checker};

use super::load::load;
use super::note;
use crate::answer::{Answer, Meta, row};
use crate::error::QuestionError;
use crate::value::Value;

/// Checks the model of a name or a file.
///
/// # Errors
/// Those of [`load`], and all that [`checker::check`] finds.
pub fn check(name: &str) -> Result<Answer, QuestionError> {
    let loaded = load(name)?;
    let model = &loaded.model;
    let checked = checker::check(model)?;
    let mut notes = loaded.notes;
    notes.extend(checked.warnings.iter().map(note));
    let count = |role| model.variables.iter().filter(|v| v.role == role).count();
    let redundant: Vec<&str> = model.redundant.iter().map(|e| e.text.as_str()).collect();
    let cells = row([
        ("model", Value::text(&model.name)),
        ("equations", whole(model.equations.len())),
        ("exogenous", whole(count(Role::Exogenous))),
        ("parameters", whole(count(Role::Parameter))),
        ("blocks", whole(checked.blocks.order.len())),
        ("largest_block", whole(checked.blocks.largest())),
        (
            "redundant_equation",
            match redundant[..] {
                [] => Value::Null,
                _ => Value::text(redundant.join("; ")),
            },
        ),
        ("scenarios", whole(model.scenarios.len())),
        ("matrices", Value::Nested(matrices(model)?)),
    ]);
    Ok(Answer {
        rows: vec![cells],
        meta: Meta {
            notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

fn whole(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Size of each matrix of accounts and the largest sum that should be nought,
/// in the first period; nothing where the model is written as equations.
fn matrices(model: &Model) -> Result<serde_json::Value, QuestionError> {
    let Some(accounts) = &model.accounts else {
        return Ok(json!({}));
    };
    let path = Program::compile(model)?.run(&Run::new(1))?;
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let state = State::new(accounts, 1, &value);
    let mut sizes = Map::new();
    let drawn = [
        ("balance_sheet", balance_sheet(&state)),
        ("transactions", transactions(&state)?),
        ("revaluation", revaluation(&state)?),
    ];
    for (name, matrix) in drawn {
        sizes.insert(name.to_owned(), size(&matrix));
    }
    Ok(sizes.into())
}

fn size(matrix: &Matrix) -> serde_json::Value {
    json!({
        "rows": matrix.rows.len(),
        "columns": matrix.columns.len(),
        "largest_gap": matrix.largest_gap(),
        "closes": matrix.closes(),
    })
}
