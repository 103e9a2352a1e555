//! Why columns of a file cannot be read.

use std::fmt::Display;
use std::path::Path;

use arrow::datatypes::DataType;
use triffin_basis::Bilingual;
use triffin_basis::nearest::nearest;

use super::Origin;
use crate::error::QuestionError;

/// Names of columns told in an error.
const TOLD: usize = 30;

/// A column that the file does not have.
pub(crate) fn not_there(origin: &Origin, name: &str, names: &[String]) -> QuestionError {
    let file = origin.name();
    QuestionError::invalid(
        "E-COLUMNS-NAME",
        Bilingual::new(
            format!("{file} has no column \"{name}\""),
            format!("{file} 没有列“{name}”"),
        ),
        known(name, names),
    )
}

/// A column of a condition that the file does not have.
pub(super) fn not_there_in(
    origin: &Origin,
    name: &str,
    names: &[String],
    text: &str,
) -> QuestionError {
    let mut error = not_there(origin, name, names);
    error.message.en.push_str(&format!(", which {text} names"));
    error.message.zh.push_str(&format!("（见条件 {text}）"));
    error
        .help
        .en
        .push_str("; texts stand in 'single quotes', column names plain or in \"double quotes\"");
    error
        .help
        .zh
        .push_str("；文本用 '单引号'，列名不加引号或用 \"双引号\"");
    error
}

fn known(name: &str, names: &[String]) -> Bilingual {
    let list: Vec<&str> = names.iter().take(TOLD).map(String::as_str).collect();
    let more = if names.len() > TOLD { " …" } else { "" };
    let list = format!("{}{more}", list.join(", "));
    match nearest(name, names.iter().map(String::as_str)).first() {
        Some(near) => Bilingual::new(
            format!("did you mean {near}? The columns are: {list}"),
            format!("您是否想写 {near}？现有列：{list}"),
        ),
        None => Bilingual::new(
            format!("expected one of: {list}"),
            format!("应为以下之一：{list}"),
        ),
    }
}

/// A text that is no condition on the rows.
pub(super) fn no_condition(text: &str, why: &str) -> QuestionError {
    QuestionError::invalid(
        "E-COLUMNS-WHERE",
        Bilingual::new(
            format!("{text:?} is no condition on the rows: {why}"),
            format!("“{text}”不是对行的条件：{why}"),
        ),
        Bilingual::new(
            "expected SQL such as year % 4 = 2 AND exporter <> importer; texts in single quotes",
            "应为 SQL 条件，例如 year % 4 = 2 AND exporter <> importer；文本用单引号",
        ),
    )
}

/// A file that cannot be read on.
pub(crate) fn unreadable(path: &Path, error: &impl Display) -> QuestionError {
    let file = path.display();
    QuestionError::invalid(
        "E-COLUMNS-FILE",
        Bilingual::new(
            format!("{file} cannot be read: {error}"),
            format!("无法读取 {file}：{error}"),
        ),
        Bilingual::new(
            "expected a CSV file (plain, .gz, .zip of one) or a Parquet file packed with snappy or not at all",
            "应为 CSV 文件（或 .gz、单文件 .zip），或未压缩、以 snappy 压缩的 Parquet 文件",
        ),
    )
}

/// A column of a type that holds neither numbers nor names.
pub(super) fn no_cast(
    path: &Path,
    column: &str,
    kind: &DataType,
    error: &impl Display,
) -> QuestionError {
    let file = path.display();
    QuestionError::invalid(
        "E-COLUMNS-TYPE",
        Bilingual::new(
            format!("{file}, column {column} ({kind}): {error}"),
            format!("{file} 的列 {column}（{kind}）：{error}"),
        ),
        Bilingual::new("expected numbers or names", "应为数或名称"),
    )
}

/// An infinite number.
pub(super) fn infinite(path: &Path, column: &str, row: u64) -> QuestionError {
    let file = path.display();
    QuestionError::invalid(
        "E-FORMAT-CELL",
        Bilingual::new(
            format!("{file}, row {row}, column {column} is infinite"),
            format!("{file} 第 {row} 行，列 {column} 为无穷"),
        ),
        Bilingual::new("expected a finite number", "应为有限的数"),
    )
}
