//! `cycle import`: a model of another tool in the language.

use triffin_basis::{BasisError, Bilingual};
use triffin_cycle::Role;

use super::load::{Form, read_as, text};
use super::note;
use crate::answer::{Answer, Meta, row};
use crate::error::QuestionError;
use crate::value::Value;

/// Reads a model of another tool: equations in JSON, or a `.mod` file of
/// Dynare. The row holds its text in the language under `text`.
///
/// A file whose ending says nothing is taken for JSON where it begins with `{`.
///
/// # Errors
/// Those of reading the file, and every fault of the model.
pub fn import(name: &str) -> Result<Answer, QuestionError> {
    let file = text(name)?;
    let form = match Form::of(name) {
        Form::Sfc
            if file
                .trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with('{') =>
        {
            Form::Json
        }
        Form::Sfc => return Err(unknown_form(name)),
        form => form,
    };
    let imported = read_as(form, &file)?;
    let model = &imported.model;
    let count = |role| Value::Int(model.variables.iter().filter(|v| v.role == role).count() as i64);
    let cells = row([
        ("model", Value::text(&model.name)),
        ("equations", Value::Int(model.equations.len() as i64)),
        ("exogenous", count(Role::Exogenous)),
        ("parameters", count(Role::Parameter)),
        ("scenarios", Value::Int(model.scenarios.len() as i64)),
        ("misses", Value::Int(imported.misses.len() as i64)),
        ("text", Value::text(imported.text())),
    ]);
    Ok(Answer {
        rows: vec![cells],
        meta: Meta {
            notes: imported.notes.iter().map(note).collect(),
            ..Meta::default()
        },
        ..Answer::default()
    })
}

fn unknown_form(name: &str) -> QuestionError {
    let error = BasisError::new(
        "E-CYCLE-IMPORT",
        format!("{name} is of no form that can be imported"),
        format!("无法导入 {name} 的格式"),
    )
    .value(name)
    .expected(
        "a .json file with equations, or a .mod file of Dynare",
        "含方程的 .json 文件，或 Dynare 的 .mod 文件",
    );
    let help = Bilingual::new(
        "A model in the language needs no import: triffin cycle check FILE.sfc",
        "本语言的模型无需导入：triffin cycle check FILE.sfc",
    );
    error.remedy(help.en, help.zh).into()
}
