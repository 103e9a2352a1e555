//! Why a model cannot be run as asked.

use std::fmt::Display;

use triffin_basis::BasisError;

use super::run::Run;
use crate::blocks::Blocks;
use crate::model::{Model, Shock, VariableId};
use crate::near::near;

/// How many names a message lists.
const LISTED: usize = 8;

pub(crate) fn underdetermined(model: &Model, blocks: &Blocks) -> BasisError {
    let names = blocks
        .undetermined
        .iter()
        .map(|id| &*model.variable(*id).name);
    let list = listed(names, blocks.undetermined.len());
    let places = blocks
        .undetermined
        .iter()
        .map(|id| model.variable(*id).place);
    let place = places.min().unwrap_or_default();
    BasisError::new(
        "E-CYCLE-UNDERDETERMINED",
        format!(
            "line {}, column {}: no equation is left to determine {list}",
            place.line, place.column
        ),
        format!(
            "第 {} 行第 {} 列：没有方程可用来决定 {list}",
            place.line, place.column
        ),
    )
    .value(list)
    .expected(
        format!(
            "{} equations for as many variables",
            determined(model, blocks)
        ),
        format!("方程数与变量数相等（{} 个）", determined(model, blocks)),
    )
    .remedy(
        "Add an equation, or declare the variable exogenous",
        "请补充方程，或将该变量声明为外生变量",
    )
}

fn determined(model: &Model, blocks: &Blocks) -> usize {
    model.equations.len() - blocks.surplus.len() + blocks.undetermined.len()
}

pub(crate) fn overdetermined(model: &Model, blocks: &Blocks) -> BasisError {
    let texts = blocks
        .surplus
        .iter()
        .map(|&surplus| &*model.equations[surplus].text);
    let list = listed(texts, blocks.surplus.len());
    let places = blocks
        .surplus
        .iter()
        .map(|&surplus| model.equations[surplus].place);
    let place = places.min().unwrap_or_default();
    BasisError::new(
        "E-CYCLE-OVERDETERMINED",
        format!(
            "line {}, column {}: no variable is left for {list} to determine",
            place.line, place.column
        ),
        format!(
            "第 {} 行第 {} 列：没有变量可由 {list} 决定",
            place.line, place.column
        ),
    )
    .value(list)
    .expected(
        format!(
            "{} equations for as many variables",
            determined(model, blocks)
        ),
        format!("方程数与变量数相等（{} 个）", determined(model, blocks)),
    )
    .remedy(
        "Leave it out, or mark it `redundant:` where it follows from the others",
        "请删去该方程；若它可由其他方程推出，请标记为 redundant:",
    )
}

/// The first names, and a mark where there are more.
fn listed<'a>(names: impl Iterator<Item = &'a str>, count: usize) -> String {
    let list: Vec<&str> = names.take(LISTED).collect();
    let more = if count > LISTED { ", …" } else { "" };
    format!("{}{more}", list.join(", "))
}

pub(crate) fn unknown_variable(model: &Model, name: &str) -> BasisError {
    let known = model.variables.iter().map(|variable| &*variable.name);
    unknown(
        "E-CYCLE-UNKNOWN-VARIABLE",
        ("variable", "变量"),
        model,
        name,
        known,
    )
}

pub(crate) fn unknown_scenario(model: &Model, name: &str) -> BasisError {
    let known = model.scenarios.iter().map(|scenario| &*scenario.name);
    unknown(
        "E-CYCLE-UNKNOWN-SCENARIO",
        ("scenario", "情景"),
        model,
        name,
        known,
    )
}

fn unknown<'a>(
    code: &'static str,
    (what, what_zh): (&str, &str),
    model: &Model,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> BasisError {
    let near = near(name, known.clone());
    let error = BasisError::new(
        code,
        format!("model {} has no {what} \"{name}\"", model.name),
        format!("模型 {} 没有{what_zh}“{name}”", model.name),
    )
    .value(name);
    match near {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => {
            let list = listed(known.clone(), known.count());
            error.expected(format!("one of {list}"), format!("{list} 之一"))
        }
    }
}

pub(crate) fn setting(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-SETTING",
        format!("\"{text}\" does not set a value"),
        format!("“{text}”未设定数值"),
    )
    .value(text)
    .expected("NAME=VALUE, for example G=25", "名称=数值，例如 G=25")
}

pub(crate) fn shock(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-SHOCK",
        format!("\"{text}\" is no shock"),
        format!("“{text}”不是冲击"),
    )
    .value(text)
    .expected(
        "NAME=VALUE@T or NAME=VALUE@T1..T2 with 1 ≤ T1 ≤ T2, for example G=25@5..10",
        "名称=数值@T 或 名称=数值@T1..T2（1 ≤ T1 ≤ T2），例如 G=25@5..10",
    )
}

pub(crate) fn shock_endogenous(model: &Model, shock: &Shock) -> BasisError {
    let name = &model.variable(shock.variable).name;
    BasisError::new(
        "E-CYCLE-SHOCK-ENDOGENOUS",
        format!("{name} is determined by the equations and cannot be shocked"),
        format!("{name} 由方程决定，不能施加冲击"),
    )
    .value(name)
    .expected("an exogenous variable or a parameter", "外生变量或参数")
}

pub(crate) fn shock_after_end(model: &Model, shock: &Shock, periods: u32) -> BasisError {
    let name = &model.variable(shock.variable).name;
    BasisError::new(
        "E-CYCLE-SHOCK-AFTER-END",
        format!(
            "the shock to {name} from period {} begins after the last period, {periods}",
            shock.from
        ),
        format!(
            "{name} 自第 {} 期起的冲击晚于最后一期（第 {periods} 期）",
            shock.from
        ),
    )
    .value(shock.from)
    .expected(
        format!("a period from 1 to {periods}"),
        format!("第 1 至 {periods} 期"),
    )
    .remedy("Run more periods", "请增加期数")
}

pub(crate) fn too_long(periods: u32, variables: usize) -> BasisError {
    BasisError::new(
        "E-CYCLE-PERIODS",
        format!("{periods} periods of {variables} variables do not fit in memory"),
        format!("{variables} 个变量的 {periods} 期超出内存"),
    )
    .value(periods)
    .remedy("Run fewer periods", "请减少期数")
}

pub(crate) fn not_finite(model: &Model, id: VariableId, value: impl Display) -> BasisError {
    let name = &model.variable(id).name;
    BasisError::new(
        "E-CYCLE-NOT-FINITE",
        format!("the value of {name} is no number: {value}"),
        format!("{name} 的值不是数：{value}"),
    )
    .value(value)
    .expected("a finite number", "有限数")
}

pub(crate) fn no_value(model: &Model, id: VariableId) -> BasisError {
    let variable = model.variable(id);
    let (name, place) = (&variable.name, variable.place);
    BasisError::new(
        "E-CYCLE-NO-VALUE",
        format!(
            "line {}, column {}: {name} has no value",
            place.line, place.column
        ),
        format!(
            "第 {} 行第 {} 列：{name} 没有数值",
            place.line, place.column
        ),
    )
    .value(name)
    .remedy(
        format!("Give it one, for example {name}=1"),
        format!("请给出数值，例如 {name}=1"),
    )
}

/// The value a variable has in a run: the last one set, else the model's own.
pub(crate) fn base(model: &Model, run: &Run, id: VariableId) -> Result<f64, BasisError> {
    let set = run.set.iter().rev().find(|(other, _)| *other == id);
    let value = set.map(|(_, value)| *value).or(model.variable(id).opening);
    value.ok_or_else(|| no_value(model, id))
}

pub(crate) fn history(model: &Model, id: VariableId, back: u32, lag: u32) -> BasisError {
    let variable = model.variable(id);
    let (name, place) = (&variable.name, variable.place);
    BasisError::new(
        "E-CYCLE-HISTORY",
        format!(
            "line {}, column {}: {name}[-{lag}] needs a value of {name} in period {}, which is not stated",
            place.line,
            place.column,
            -i64::from(back)
        ),
        format!(
            "第 {} 行第 {} 列：{name}[-{lag}] 需要 {name} 在第 {} 期的值，但未给出",
            place.line,
            place.column,
            -i64::from(back)
        ),
    )
    .value(name)
    .expected(
        format!("{lag} values up to the opening state"),
        format!("截至期初的 {lag} 个值"),
    )
    .remedy("State its opening values with init", "请用 init 给出期初值")
}

pub(crate) fn not_linearised(name: &str, equations: usize) -> BasisError {
    BasisError::new(
        "E-CYCLE-LINEARISE",
        format!("model {name} of {equations} equations cannot be linearised"),
        format!("含 {equations} 个方程的模型 {name} 无法线性化"),
    )
    .value(equations)
}

pub(crate) fn grows(model: &Model, variable: VariableId, rate: f64) -> BasisError {
    let name = &model.variable(variable).name;
    let percent = 100.0 * rate;
    BasisError::new(
        "E-CYCLE-GROWS",
        format!("{} has no steady state: {name} changes by {percent:.4} % a period at the end of the run, at a steady rate", model.name),
        format!("{} 没有稳态：运行结束时 {name} 每期以稳定的速率变动 {percent:.4}%", model.name),
    )
    .value(name)
    .expected("a model that comes to rest", "趋于静止的模型")
    .remedy(
        "Look at ratios to what grows in cycle run, or write the model in ratios",
        "请在 cycle run 中查看与增长量之比，或把模型改写为比率",
    )
}

pub(crate) fn no_steady_state(model: &Model, worst: VariableId, change: f64) -> BasisError {
    let name = &model.variable(worst).name;
    BasisError::new(
        "E-CYCLE-NO-STEADY-STATE",
        format!("no steady state is reached: {name} still moves by {change:.3e} of its value"),
        format!("未达到稳态：{name} 仍变动其值的 {change:.3e}"),
    )
    .value(name)
    .expected("a state that reproduces itself", "能自我再现的状态")
    .remedy(
        "A model that grows has none; write it in ratios, or run it longer first",
        "增长的模型没有稳态；请改写为比率，或先运行更多期",
    )
}
