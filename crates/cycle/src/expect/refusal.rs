//! What is said of expectations that do not work out.

use triffin_basis::BasisError;

use crate::model::Model;

/// `E-CYCLE-EXPECT`: supposition and outcome stay apart.
pub(super) fn disagree(name: &str, period: usize, gap: f64) -> BasisError {
    BasisError::new(
        "E-CYCLE-EXPECT",
        format!("expectations and outcomes do not come to agree: {name} of period {period} is off by {gap:.3e}"),
        format!("预期与结果未能一致：第 {period} 期的 {name} 相差 {gap:.3e}"),
    )
    .value(format!("{gap:e}"))
    .expected(
        "one path on which every expectation is what comes about",
        "使每个预期都等于其后结果的唯一路径",
    )
    .remedy(
        "Look whether the model has such a path: as many roots outside the unit circle as expectations",
        "请检查模型是否存在这样的路径：单位圆外的特征根数目应等于预期变量数目",
    )
}

/// `E-CYCLE-HORIZON`: the path depends on where the run ends.
pub(super) fn horizon(model: &Model, horizon: u32) -> BasisError {
    BasisError::new(
        "E-CYCLE-HORIZON",
        format!(
            "the expectations of {} still depend on the horizon at {horizon} periods",
            model.name
        ),
        format!("{} 的预期在 {horizon} 期时仍取决于期限", model.name),
    )
    .value(horizon)
    .expected(
        "a path that the far future does not move",
        "不受遥远未来影响的路径",
    )
    .remedy(
        "Look whether the model settles; a unit root ties the present to the end of the run",
        "请检查模型是否趋于稳定；单位根会使当前取决于期末",
    )
}

/// `E-CYCLE-EXPECT-GIVEN`: a tool that takes given values alone.
pub(super) fn given_alone(model: &Model) -> BasisError {
    let first = model.expectations.first();
    let name = first.map_or("", |known| &model.variable(known.variable).name);
    BasisError::new(
        "E-CYCLE-EXPECT-GIVEN",
        format!("this needs given values, and {name} depends on what comes about"),
        format!("此处须用给定值，而 {name} 取决于其后结果"),
    )
    .value(name)
    .expected(
        "a run without consistent expectations",
        "不含一致预期的运行",
    )
    .remedy(
        "Use cycle run, or a closure by static or regressive expectations",
        "请用 cycle run，或改用静态、回归预期的闭合",
    )
}
