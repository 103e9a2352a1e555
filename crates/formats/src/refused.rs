//! Files that no reader takes, and the reason that is right for each.

use crate::FormatError;
use crate::header::Head;
use crate::unit_refusal::ambiguous;

/// Why a text is refused that is known by sight; `None` for any other.
pub fn text(head: &Head) -> Option<FormatError> {
    let header = head.header();
    let names = header.names();
    if names == ["Country", "Country Code", "Year", "CPI"] {
        let why = [
            "a column CPI may hold a price index or its change in per cent",
            "名为 CPI 的列可能是价格指数，也可能是其变动百分比",
        ];
        return Some(ambiguous("CPI", why, Some("worldbank-cpi-inflation")));
    }
    if names == ["country", "value"] {
        let why = [
            "the file names neither indicator nor period nor unit",
            "文件没有写明指标、时期与单位",
        ];
        return Some(ambiguous("value", why, None));
    }
    if names == ["country", "product", "value"] {
        let why = [
            "the file names neither flow nor period nor currency",
            "文件没有写明流向、时期与币种",
        ];
        return Some(ambiguous("value", why, Some("world-exports-sitc4")));
    }
    None
}

/// A workbook that no reader knows.
pub fn workbook(name: &str, sheets: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-WORKBOOK",
        format!("{name} is a workbook of no publisher that is known; its sheets: {sheets}"),
        "a workbook of the World Bank's DataBank or of the BIS effective exchange rates; else text",
        "Save the sheet as CSV and add that.",
    )
    .zh(
        format!("{name} 是未知发布者的工作簿；工作表：{sheets}"),
        "世界银行 DataBank 或国际清算银行有效汇率的工作簿；否则为文本",
        "请把工作表另存为 CSV 再加入。",
    )
}

/// A folder whose files are to be named one by one.
pub fn folder(name: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-IO",
        format!("{name} is a folder without tables that belong together"),
        "a file, or a folder of DDF files (ddf--datapoints--….csv)",
        "Name the files in it.",
    )
    .zh(
        format!("{name} 是文件夹，其中没有成套的表"),
        "文件，或含 DDF 文件（ddf--datapoints--….csv）的文件夹",
        "请写出其中的文件。",
    )
}
