//! What can be wrong with the table or the design, each with its cell.

use std::fmt::Display;

use triffin_basis::BasisError;

use super::fit::{Collinear, Dropped, Reason};
use super::frame::{Column, Frame, Numbers};
use super::request::ThreeWay;

/// The column of that name, where it holds numbers.
pub(crate) fn numbers<'a>(frame: &'a Frame, name: &str) -> Result<&'a Numbers, BasisError> {
    match frame.column(name)? {
        Column::Numbers(numbers) => Ok(numbers),
        Column::Labels(labels) => Err(BasisError::new(
            "E-GRAVITY-NUMBERS",
            format!("column {name} holds labels"),
            format!("列 {name} 是标签"),
        )
        .value(labels.levels().first().map_or("", String::as_str))
        .expected("numbers", "数字")
        .remedy(
            format!("Use i({name}) for one column a level, or {name} among the effects"),
            format!("请用 i({name}) 为每个标签建一列，或把 {name} 放入效应"),
        )),
    }
}

pub(crate) fn no_rows(of: usize) -> BasisError {
    BasisError::new(
        "E-GRAVITY-EMPTY",
        format!("none of {of} rows can be used"),
        format!("{of} 行中没有可用的行"),
    )
    .value(of)
    .expected(
        "rows with every cell that the regression reads",
        "回归所用各列都不缺失的行",
    )
    .remedy(
        "Look at the columns and at the filter",
        "请检查各列与筛选条件",
    )
}

pub(crate) fn too_many_rows(rows: usize) -> BasisError {
    BasisError::new(
        "E-GRAVITY-ROWS",
        format!("{rows} rows are too many"),
        format!("{rows} 行过多"),
    )
    .value(rows)
    .expected("fewer than 4,294,967,295 rows", "少于 4,294,967,295 行")
}

pub(crate) fn no_clusters() -> BasisError {
    BasisError::new(
        "E-GRAVITY-CLUSTERS",
        "clustered errors without a column to cluster by",
        "要求聚类标准误，但没有聚类列",
    )
    .expected("one product of columns or more", "至少一个聚类列的乘积")
}

pub(crate) fn not_one_column(term: impl Display) -> BasisError {
    BasisError::new(
        "E-GRAVITY-TERM",
        format!("{term} stands for more than one column"),
        format!("{term} 代表不止一列"),
    )
    .value(term)
    .expected("one column", "单独一列")
}

pub(crate) fn negative(name: &str, row: u32, value: f64) -> BasisError {
    let row = u64::from(row) + 1;
    BasisError::new(
        "E-GRAVITY-NEGATIVE",
        format!("{name} is {value} in row {row}"),
        format!("{name} 在第 {row} 行为 {value}"),
    )
    .value(value)
    .expected("zero or more", "不小于零")
}

pub(crate) fn not_finite(name: &str, row: u32, value: f64) -> BasisError {
    let row = u64::from(row) + 1;
    BasisError::new(
        "E-GRAVITY-FINITE",
        format!("{name} is {value} in row {row}"),
        format!("{name} 在第 {row} 行为 {value}"),
    )
    .value(value)
    .expected("a number, or an empty cell", "一个数字，或空单元格")
}

pub(crate) fn too_many_levels(term: impl Display, levels: usize) -> BasisError {
    BasisError::new(
        "E-GRAVITY-LEVELS",
        format!("{term} stands for {levels} columns or more"),
        format!("{term} 代表至少 {levels} 列"),
    )
    .value(levels)
    .expected("2,000 at most", "至多 2,000 列")
    .remedy("Put the column among the effects", "请把该列放入效应")
}

pub(crate) fn no_level(name: &str, level: &str, there: &[(String, u64)]) -> BasisError {
    let few: Vec<&str> = there
        .iter()
        .take(12)
        .map(|(label, _)| label.as_str())
        .collect();
    BasisError::new(
        "E-GRAVITY-LEVEL",
        format!("column {name} has no level {level} in the sample"),
        format!("样本中列 {name} 没有取值 {level}"),
    )
    .value(level)
    .expected(
        format!("one of {}", few.join(", ")),
        format!("下列之一：{}", few.join("、")),
    )
}

pub(crate) fn no_convergence(steps: usize, size: f64) -> BasisError {
    BasisError::new(
        "E-GRAVITY-CONVERGENCE",
        format!("no maximum after {steps} steps; the last changed it by {size:.1e}"),
        format!("{steps} 步后仍未收敛；最后一步的相对变化为 {size:.1e}"),
    )
    .value(steps)
    .expected("a relative step below the tolerance", "相对变化低于容差")
    .remedy(
        "Look for regressors of very different size, or allow more steps",
        "请检查量级悬殊的解释变量，或增加步数上限",
    )
}

pub(crate) fn singular(names: &[String]) -> BasisError {
    BasisError::new(
        "E-GRAVITY-SINGULAR",
        "the regressors are collinear under the weights of the fit",
        "在拟合权重下解释变量共线",
    )
    .value(names.join(", "))
    .expected(
        "regressors that vary where there is trade",
        "在有贸易的行中有变化的解释变量",
    )
}

pub(crate) fn no_trade(rows: usize) -> BasisError {
    BasisError::new(
        "E-GRAVITY-SEPARATED",
        format!("y is zero in all {rows} rows"),
        format!("全部 {rows} 行的 y 均为零"),
    )
    .value(0)
    .expected("a positive y somewhere", "至少一行 y 为正")
}

pub(crate) fn nothing_left(dropped: &Dropped) -> BasisError {
    let count = |reason: Reason| format!("{} {}", reason.key(), dropped.count(reason));
    let counts: Vec<String> = Reason::ALL.into_iter().map(count).collect();
    BasisError::new(
        "E-GRAVITY-SEPARATED",
        format!("the effects explain every row: {}", counts.join(", ")),
        format!("效应完全解释了每一行：{}", counts.join("，")),
    )
    .value(dropped.total())
    .expected(
        "groups with more than one row and some trade",
        "每组多于一行且有贸易",
    )
    .remedy("Use fewer or coarser effects", "请减少效应或用更粗的分组")
}

pub(crate) fn no_regressor(collinear: &[Collinear]) -> BasisError {
    let names: Vec<&str> = collinear.iter().map(|each| each.term.as_str()).collect();
    BasisError::new(
        "E-GRAVITY-COLLINEAR",
        format!("the effects explain every regressor: {}", names.join(", ")),
        format!("效应完全解释了每个解释变量：{}", names.join("、")),
    )
    .value(names.join(", "))
    .expected(
        "a regressor that varies within the groups of the effects",
        "在效应各组之内有变化的解释变量",
    )
}

pub(crate) fn not_three_way(panel: &ThreeWay) -> BasisError {
    let ThreeWay {
        exporter,
        importer,
        time,
    } = panel;
    BasisError::new(
        "E-GRAVITY-THREE-WAY",
        "the bias correction is for three-way panels only",
        "偏误修正只适用于三维面板",
    )
    .value(format!("{exporter}, {importer}, {time}"))
    .expected(
        format!(
            "PPML with the effects {exporter}^{time}, {importer}^{time} and {exporter}^{importer}, \
             and two exporters and importers at least"
        ),
        format!(
            "PPML，且效应为 {exporter}^{time}、{importer}^{time}、{exporter}^{importer}，\
             至少两个出口方与进口方"
        ),
    )
}

pub(crate) fn twice(panel: &ThreeWay, row: u32) -> BasisError {
    let row = u64::from(row) + 1;
    BasisError::new(
        "E-GRAVITY-TWICE",
        format!(
            "row {row} has the {}, {} and {} of another",
            panel.exporter, panel.importer, panel.time
        ),
        format!(
            "第 {row} 行的 {}、{}、{} 与另一行相同",
            panel.exporter, panel.importer, panel.time
        ),
    )
    .value(row)
    .expected("one row a pair and time", "每对国家每期一行")
}
