//! Equation lists in JSON: `equations`, `exogenous`, `initial`, `desc`.

use serde_json::{Map, Value};
use triffin_basis::BasisError;

use super::Imported;
use super::draft::Draft;
use super::locate::Locator;
use crate::errors::Errors;
use crate::language::refusal::{refuse, shortened};
use crate::model::Role;
use crate::place::Place;

/// Members that are read; others are named in a note.
const MEMBERS: [&str; 8] = [
    "name",
    "chapter",
    "source",
    "equations",
    "parameters",
    "exogenous",
    "initial",
    "desc",
];

/// Reads a model from JSON.
///
/// `equations` is a list of texts, with lags as `X(-1)` or `X[-1]`;
/// `exogenous` and `parameters` give values for every period, `initial` the
/// opening state; a value may be a text that names other values. `desc` says
/// what names mean.
///
/// ```
/// let model = triffin_cycle::import::json::read(
///     r#"{"equations": ["Y = G + 0.5*Y(-1)"], "exogenous": {"G": 20}, "initial": {"Y": 40}}"#,
/// )?;
/// assert_eq!(model.model.equations.len(), 1);
/// assert!(model.text().contains("Y = G + 0.5 * Y[-1]"));
/// # Ok::<(), triffin_cycle::Errors>(())
/// ```
///
/// # Errors
///
/// `E-CYCLE-IMPORT` where the text is no JSON of this form, and every fault of
/// its equations, with line and column in the file.
pub fn read(text: &str) -> Result<Imported, Errors> {
    let file = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(file).map_err(|error| no_json(&error))?;
    let Value::Object(members) = value else {
        return Err(no_model("the file is no JSON object", "文件不是 JSON 对象").into());
    };
    let mut reader = Reader {
        locator: Locator::new(file),
        draft: Draft::default(),
    };
    reader.equations(&members)?;
    reader.values(&members, "parameters", Role::Parameter);
    reader.values(&members, "exogenous", Role::Exogenous);
    reader.values(&members, "initial", Role::Endogenous);
    reader.titles(&members);
    let others = members
        .keys()
        .filter(|key| !MEMBERS.contains(&key.as_str()));
    for key in others {
        reader.draft.notes.push(left_out(key));
    }
    let word = |key: &str| members.get(key).and_then(Value::as_str).unwrap_or_default();
    let (model, notes) = reader
        .draft
        .finish(&plain_name(word("name")), word("source"))?;
    Ok(Imported::new(model, notes))
}

struct Reader<'a> {
    locator: Locator<'a>,
    draft: Draft,
}

impl Reader<'_> {
    fn equations(&mut self, members: &Map<String, Value>) -> Result<(), BasisError> {
        let Some(Value::Array(equations)) = members.get("equations") else {
            return Err(no_model(
                "the file has no list of equations",
                "文件中没有方程列表",
            ));
        };
        self.locator.seek("\"equations\"");
        for equation in equations {
            let Value::String(text) = equation else {
                let place = self.locator.seek(&equation.to_string());
                self.draft.errors.push(no_text(equation, place));
                continue;
            };
            let written = equation.to_string();
            let place = self.locator.seek(&written);
            self.locator.pass(&written);
            // Past the quotation mark.
            let place = Place::new(place.line, place.column + 1);
            self.draft.equation(text, place);
        }
        Ok(())
    }

    fn values(&mut self, members: &Map<String, Value>, member: &str, role: Role) {
        let values = match members.get(member) {
            None | Some(Value::Null) => return,
            Some(Value::Object(values)) => values,
            Some(other) => {
                self.draft.errors.push(no_values(member, other));
                return;
            }
        };
        self.locator.restart();
        self.locator.seek(&format!("\"{member}\""));
        for (name, value) in values {
            let key = Value::String(name.clone()).to_string();
            let place = self.locator.seek(&key);
            self.locator.pass(&key);
            match value {
                Value::Number(number) => self.draft.value(name, role, &number.to_string(), place),
                Value::String(text) => self.draft.value(name, role, text, place),
                Value::Null if role == Role::Endogenous => self.draft.role(name, role, place),
                other => self.draft.errors.push(no_number(name, other, place)),
            }
        }
    }

    fn titles(&mut self, members: &Map<String, Value>) {
        if let Some(Value::Object(titles)) = members.get("desc") {
            for (name, words) in titles {
                self.draft.title(name, words.as_str().unwrap_or_default());
            }
        }
    }
}

/// A name that the language can read.
fn plain_name(name: &str) -> String {
    let fits = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '_'
        }
    };
    let plain: String = name.trim().chars().map(fits).collect();
    match plain.chars().next() {
        None => "imported".to_owned(),
        Some(first) if first.is_alphabetic() => plain,
        Some(_) => format!("model_{plain}"),
    }
}

fn no_json(error: &serde_json::Error) -> BasisError {
    let place = Place::new(
        u32::try_from(error.line()).unwrap_or(u32::MAX),
        u32::try_from(error.column()).unwrap_or(u32::MAX),
    );
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "the file is no JSON",
        "文件不是 JSON",
    )
    .value(error)
    .expected(
        "an object with equations, exogenous and initial",
        "含 equations、exogenous 与 initial 的对象",
    )
}

fn no_model(en: &str, zh: &str) -> BasisError {
    BasisError::new("E-CYCLE-IMPORT", en, zh).expected(
        "an object with equations, exogenous and initial",
        "含 equations、exogenous 与 initial 的对象",
    )
}

fn no_text(found: &Value, place: Place) -> BasisError {
    let found = shortened(&found.to_string());
    refuse(
        "E-CYCLE-IMPORT",
        place,
        &format!("the equation {found} is no text"),
        &format!("方程 {found} 不是文本"),
    )
    .value(found)
    .expected("\"left = right\"", "\"左 = 右\"")
}

fn no_values(member: &str, found: &Value) -> BasisError {
    let found = shortened(&found.to_string());
    BasisError::new(
        "E-CYCLE-IMPORT",
        format!("{member} is no object of names and values"),
        format!("{member} 不是名称与数值的对象"),
    )
    .value(found)
    .expected("{\"NAME\": 1.0}", "{\"名称\": 1.0}")
}

fn no_number(name: &str, found: &Value, place: Place) -> BasisError {
    let found = shortened(&found.to_string());
    refuse(
        "E-CYCLE-IMPORT",
        place,
        &format!("the value of `{name}` is {found}"),
        &format!("“{name}”的值为 {found}"),
    )
    .value(found)
    .expected(
        "a number, or the name of another value",
        "数字或另一个值的名称",
    )
}

fn left_out(key: &str) -> BasisError {
    BasisError::new(
        "W-CYCLE-IMPORT",
        format!("the member {key} is not read"),
        format!("未读取成员 {key}"),
    )
    .value(key)
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
