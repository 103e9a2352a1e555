//! What is wrong with the names of a text: undefined, given twice, not given.

use triffin_basis::BasisError;

use crate::language::refusal::{refuse, shortened};
use crate::model::Variable;
use crate::near::near;
use crate::place::Place;

pub(super) fn undefined<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    place: Place,
) -> BasisError {
    let near = near(name, known).map(str::to_owned);
    let name = shortened(name);
    let error = refuse(
        "E-CYCLE-UNDEFINED",
        place,
        &format!("`{name}` is not defined"),
        &format!("“{name}”没有定义"),
    )
    .value(&name);
    match near {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error.remedy(
            format!(
                "Write param {name} = …, exog {name} = …, an equation {name} = …, or var {name}"
            ),
            format!("请写 param {name} = …、exog {name} = …、方程 {name} = … 或 var {name}"),
        ),
    }
}

pub(super) fn twice(name: &str, earlier: Place, place: Place) -> BasisError {
    let Place { line, column } = earlier;
    refuse(
        "E-CYCLE-TWICE",
        place,
        &format!("`{name}` is already given at line {line}, column {column}"),
        &format!("“{name}”已在第 {line} 行第 {column} 列给出"),
    )
    .value(name)
    .remedy("Leave one of them out", "请去掉其中一处")
}

pub(super) fn not_given(name: &str, used: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-CONSTANT",
        place,
        &format!("`{name}` is given, but defined by `{used}`, which is not"),
        &format!("“{name}”应为给定值，却由非给定的“{used}”定义"),
    )
    .value(used)
    .expected(
        "numbers, parameters and exogenous variables of the same period",
        "数字以及同期的参数与外生变量",
    )
    .remedy(
        format!("Write the equation {name} = … without param or exog"),
        format!("请去掉 param 或 exog，写成方程 {name} = …"),
    )
}

pub(super) fn gap_in_history(variable: &Variable, latest: u32) -> BasisError {
    let name = &variable.name;
    let missing = match variable.opening {
        None => name.clone(),
        Some(_) => format!("{name}[-{}]", variable.history.len() + 1),
    };
    refuse(
        "E-CYCLE-HISTORY",
        variable.place,
        &format!("`{name}[-{latest}]` is given and `{missing}` is not"),
        &format!("给出了“{name}[-{latest}]”，却没有“{missing}”"),
    )
    .value(&missing)
    .remedy(
        format!("Add init {missing} = …"),
        format!("请加上 init {missing} = …"),
    )
}

pub(super) fn shock_on(name: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-SHOCK",
        place,
        &format!("`{name}` is determined by the model and cannot be shocked"),
        &format!("“{name}”由模型决定，不能施加冲击"),
    )
    .value(name)
    .expected("a parameter or an exogenous variable", "参数或外生变量")
    .remedy(
        "Shock what determines it, or add an exogenous term to its equation",
        "请对决定它的量施加冲击，或在其方程中加入外生项",
    )
}
