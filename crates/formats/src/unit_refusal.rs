//! The refusal of a file whose figures have no unit that can be told.

use crate::FormatError;

/// A column's unit must be declared; `why` says what is unclear, in English
/// and Chinese, and `map` is a shipped mapping that declares it.
pub fn ambiguous(column: &str, why: [&str; 2], map: Option<&str>) -> FormatError {
    let (en, zh) = match map {
        Some(name) => (
            format!("If that is what it holds, add --map {name}; else declare"),
            format!("若确为此内容，请加 --map {name}；否则请在映射的 [fixed] 中声明"),
        ),
        None => ("Declare".to_owned(), "请在映射的 [fixed] 中声明".to_owned()),
    };
    FormatError::new(
        "E-FORMAT-UNIT",
        format!("the unit of `{column}` is not known: {}", why[0]),
        "a unit declared by the user: USD mn, %, index (2010=100), CNY per USD …",
        format!("{en} `unit` (and `economy`, `indicator` where they lack) under [fixed] in a file for --map."),
    )
    .zh(
        format!("“{column}”的单位不明：{}", why[1]),
        "由使用者声明的单位：USD mn、%、index (2010=100)、CNY per USD 等",
        format!("{zh} `unit`（缺少时还有 `economy`、`indicator`），并用 --map 指定该文件。"),
    )
}
