//! What is wrong with a `.mod` file, and what of it is left out.

use triffin_basis::BasisError;

use super::super::draft::SCENARIO;
use super::source::Part;
use crate::language::refusal::{refuse, shortened};
use crate::place::Place;

pub(super) fn no_model() -> BasisError {
    BasisError::new(
        "E-CYCLE-IMPORT",
        "the file has no model block",
        "文件中没有 model 块",
    )
    .expected("model; … end;", "model; … end;")
}

pub(super) fn no_end(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "a block is not closed",
        "有块未闭合",
    )
    .expected("end;", "end;")
}

pub(super) fn stray_end(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "`end` closes no block",
        "“end”没有对应的块",
    )
    .value("end")
}

pub(super) fn no_statement(part: &Part) -> BasisError {
    let text = shortened(&part.text);
    refuse(
        "E-CYCLE-IMPORT",
        part.place,
        &format!("`{text}` is no statement"),
        &format!("“{text}”不是语句"),
    )
    .value(text)
}

pub(super) fn no_name(name: &str, place: Place) -> BasisError {
    let name = shortened(name);
    refuse(
        "E-CYCLE-NAME",
        place,
        &format!("`{name}` is no name"),
        &format!("“{name}”不是名称"),
    )
    .value(&name)
    .expected("letters, digits and _", "字母、数字与 _")
}

pub(super) fn no_value(part: &Part) -> BasisError {
    let text = shortened(&part.text);
    refuse(
        "E-CYCLE-IMPORT",
        part.place,
        &format!("`{text}` gives no value"),
        &format!("“{text}”没有给出值"),
    )
    .value(text)
    .expected("NAME = value", "名称 = 值")
}

pub(super) fn predetermined(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "predetermined_variables changes the timing of names",
        "predetermined_variables 改变了变量的时序",
    )
    .value("predetermined_variables")
    .remedy(
        "Write the stocks at the end of their period, as K(-1), and leave the statement out",
        "请按期末存量书写（如 K(-1)），并去掉该语句",
    )
}

pub(super) fn left_out(word: &str, place: Place) -> BasisError {
    let word = shortened(word);
    refuse(
        "W-CYCLE-IMPORT",
        place,
        &format!("`{word}` is left out"),
        &format!("略去“{word}”"),
    )
    .value(word)
}

pub(super) fn unsolved(place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        "`steady` is left out: the run starts from initval as written, not from the steady state",
        "略去“steady”：从 initval 所写的值而非稳态开始运行",
    )
    .value("steady")
}

pub(super) fn zeroed(names: &str) -> BasisError {
    BasisError::new(
        "W-CYCLE-IMPORT",
        format!("the file gives no value to these; as in Dynare they are 0: {names}"),
        format!("文件未给出以下各量的值；与 Dynare 一样取 0：{names}"),
    )
    .value(names)
}

pub(super) fn as_scenario(block: &str) -> BasisError {
    BasisError::new(
        "W-CYCLE-IMPORT",
        format!("{block} is the scenario {SCENARIO}: run it with --scenario {SCENARIO}"),
        format!("{block} 成为情景 {SCENARIO}：用 --scenario {SCENARIO} 运行"),
    )
    .value(block)
}

pub(super) fn stochastic(place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        "standard errors and correlations of shocks are left out; draws vary them: --vary NAME:normal(sd)",
        "略去冲击的标准差与相关系数；可用 draws 的 --vary 名称:normal(sd)",
    )
}
