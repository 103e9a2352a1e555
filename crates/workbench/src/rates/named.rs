//! `--rates NAME`: the rates a user names.

use std::collections::BTreeSet;

use triffin_basis::Bilingual;

use super::quotes::SeriesName;
use crate::error::QuestionError;

/// Whether `asked` is the dataset or the `dataset:indicator` of a series.
pub(super) fn names(asked: &str, series: &SeriesName) -> bool {
    asked == series.dataset || asked == series.label()
}

/// Nothing at hand has the name; the answer lists what there is.
pub(super) fn no_such_rates(asked: &str, known: &BTreeSet<String>) -> QuestionError {
    let known = known.iter().map(String::as_str).collect::<Vec<_>>();
    let list = match known.as_slice() {
        [] => Bilingual::new("none", "无"),
        known => Bilingual::new(known.join(", "), known.join("、")),
    };
    QuestionError::unavailable(
        "E-RATES-NAME",
        Bilingual::new(
            format!("no exchange rates named {asked:?}"),
            format!("没有名为“{asked}”的汇率"),
        ),
        Bilingual::new(
            format!(
                "expected a dataset, or dataset:indicator; at hand: {}. Add a series with triffin data add",
                list.en
            ),
            format!(
                "应为数据集名，或“数据集:指标”；现有：{}。可用 triffin data add 添加序列",
                list.zh
            ),
        ),
    )
}
