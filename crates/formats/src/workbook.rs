//! A workbook's sheets as rows of text, bounded against archives that unfold
//! into far too much.

use std::io::{BufReader, Read};

use calamine::{DataRef, Reader, Xlsx};

use crate::FormatError;
use crate::bytes::{Input, ReadSeek};

/// Bytes a workbook may unfold into: some ten million cells.
const UNPACKED_LIMIT: u64 = 1 << 30;
/// Columns of the widest sheet a spreadsheet program writes.
const COLUMN_LIMIT: u32 = 16_384;

/// An open workbook.
pub struct Workbook {
    name: String,
    inner: Xlsx<BufReader<Box<dyn ReadSeek>>>,
}

/// Rows of a sheet from its first filled one on: number (1-based) and cells.
pub type SheetRow = (u64, Vec<String>);

impl Workbook {
    /// The workbook in a file; `None` when the file is none.
    ///
    /// # Errors
    /// `E-FORMAT-BOMB`, `E-FORMAT-DAMAGED` and errors of the bytes.
    pub fn open(input: &Input) -> Result<Option<Workbook>, FormatError> {
        let name = input.name();
        if !input.is_zip()? {
            return Ok(None);
        }
        let Ok(mut archive) = zip::ZipArchive::new(input.raw()?) else {
            return Ok(None);
        };
        if archive.by_name("[Content_Types].xml").is_err() {
            return Ok(None);
        }
        check_size(&name, &mut archive)?;
        let inner = Xlsx::new(BufReader::new(input.raw()?)).map_err(|e| no_workbook(&name, &e))?;
        Ok(Some(Workbook { name, inner }))
    }

    /// The names of the sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.inner.sheet_names()
    }

    /// Up to `most` filled rows of a sheet.
    ///
    /// # Errors
    /// `E-FORMAT-DAMAGED` when the sheet cannot be read.
    pub fn head(&mut self, sheet: &str, most: usize) -> Result<Vec<SheetRow>, FormatError> {
        let mut rows = Vec::new();
        self.each(sheet, &mut |number, cells| {
            rows.push((number, cells.to_vec()));
            rows.len() < most
        })?;
        Ok(rows)
    }

    /// Calls `take` for each filled row, its number and its cells, until it
    /// says no.
    ///
    /// # Errors
    /// As [`Workbook::head`].
    pub fn each(
        &mut self,
        sheet: &str,
        take: &mut dyn FnMut(u64, &[String]) -> bool,
    ) -> Result<(), FormatError> {
        let name = self.name.clone();
        let mut cells = self
            .inner
            .worksheet_cells_reader(sheet)
            .map_err(|e| damaged(&name, &e))?;
        let mut row: Vec<String> = Vec::new();
        let mut number = 0;
        while let Some(cell) = cells.next_cell().map_err(|e| damaged(&name, &e))? {
            let (at, column) = cell.get_position();
            let text = text(cell.get_value());
            if column >= COLUMN_LIMIT || text.is_empty() {
                continue;
            }
            if !row.is_empty() && at != number {
                if !take(u64::from(number) + 1, &row) {
                    return Ok(());
                }
                row.clear();
            }
            number = at;
            // proof: a column is below COLUMN_LIMIT, which any usize holds.
            let column = column as usize;
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            row[column] = text;
        }
        if !row.is_empty() {
            take(u64::from(number) + 1, &row);
        }
        Ok(())
    }
}

/// Unfolds every member once without keeping it: what an archive states about
/// its own sizes need not be true.
fn check_size(
    name: &str,
    archive: &mut zip::ZipArchive<Box<dyn ReadSeek>>,
) -> Result<(), FormatError> {
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|e| damaged(name, &e))?;
        let mut rest = member.take(UNPACKED_LIMIT + 1 - unpacked);
        unpacked +=
            std::io::copy(&mut rest, &mut std::io::sink()).map_err(|e| damaged(name, &e))?;
        if unpacked > UNPACKED_LIMIT {
            return Err(bomb(name));
        }
    }
    Ok(())
}

fn bomb(name: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-BOMB",
        format!("{name} unfolds into more than {UNPACKED_LIMIT} bytes"),
        "a workbook of at most a gibibyte of sheets",
        "Save the sheet as CSV and add that.",
    )
    .zh(
        format!("{name} 解压后超过 {UNPACKED_LIMIT} 字节"),
        "解压后不超过 1 GiB 的工作簿",
        "请把工作表另存为 CSV 再加入。",
    )
}

fn no_workbook(name: &str, error: &dyn std::fmt::Display) -> FormatError {
    FormatError::new(
        "E-FORMAT-WORKBOOK",
        format!("{name} is packed as a workbook and is none that can be read: {error}"),
        "an .xlsx workbook of the World Bank's DataBank or of the BIS; else text",
        "Save the sheet as CSV and add that.",
    )
    .zh(
        format!("{name} 以工作簿形式打包，但无法读取：{error}"),
        "世界银行 DataBank 或国际清算银行的 .xlsx 工作簿；否则为文本",
        "请把工作表另存为 CSV 再加入。",
    )
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> FormatError {
    FormatError::new(
        "E-FORMAT-DAMAGED",
        format!("the workbook {name} cannot be read: {error}"),
        "a workbook that a spreadsheet program opens",
        "Fetch the file again, or save it anew as .xlsx.",
    )
    .zh(
        format!("工作簿 {name} 无法读取：{error}"),
        "可用电子表格程序打开的工作簿",
        "请重新下载，或重新另存为 .xlsx。",
    )
}

/// The text of a cell: a number as the shortest digits that give it back, a
/// day as ISO 8601.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}
