//! `tariff estimate --reset`: whether the form of a regression is refused.

use serde_json::json;
use triffin_tariff::estimate::{Estimator, Reset};

use crate::answer::Note;
use crate::value::Value;

/// The level below which a form is said to be refused.
const LEVEL: f64 = 0.05;

/// The test as a fact of the answer.
pub(super) fn fact(reset: &Reset, estimator: Estimator) -> Value {
    Value::Nested(json!({
        "estimate": reset.estimate,
        "std_error": reset.std_error,
        "statistic": reset.statistic,
        "distribution": distribution(estimator),
        "p": reset.p,
    }))
}

/// The test as a sentence; a warning where the form is refused.
pub(super) fn note(reset: &Reset, estimator: Estimator) -> Note {
    let (statistic, p) = (reset.statistic, reset.p);
    let distribution = distribution(estimator);
    let told = format!("RESET {distribution} = {statistic:.4}, p = {p:.4}");
    match p < LEVEL {
        true => Note::warning(
            "W-GRAVITY-RESET",
            format!(
                "{told}: the square of the linear predictor explains something still; the form is refused at 5 %"
            ),
            format!("{told}：线性预测值的平方仍有解释力，在 5% 水平上拒绝该函数形式"),
        ),
        false => Note::remark(
            "W-GRAVITY-RESET",
            format!(
                "{told}: the square of the linear predictor explains nothing more; the form is not refused at 5 %"
            ),
            format!("{told}：线性预测值的平方无额外解释力，在 5% 水平上不拒绝该函数形式"),
        ),
    }
}

fn distribution(estimator: Estimator) -> &'static str {
    match estimator {
        Estimator::Ppml => "chi2(1)",
        Estimator::Ols => "F(1)",
    }
}
