//! The rows that are not in the sample, with their reasons, as a CSV file.

use std::path::Path;

use triffin_basis::Bilingual;
use triffin_tariff::estimate::{Column, Fit, Frame, Reason};

use super::frame::Framed;
use crate::error::QuestionError;

/// Writes `line, reason` and the columns of the regression, in the order of
/// the file.
///
/// # Errors
/// `E-IO` where the file cannot be written.
pub(super) fn write(file: &Path, framed: &Framed, fit: &Fit) -> Result<(), QuestionError> {
    put(file, framed, fit).map_err(|error| {
        let name = file.display();
        QuestionError::unavailable(
            "E-IO",
            Bilingual::new(
                format!("{name} cannot be written: {error}"),
                format!("无法写入 {name}：{error}"),
            ),
            Bilingual::new(
                "check that the folder exists and that you may write to it",
                "请检查文件夹是否存在、是否有写权限",
            ),
        )
    })
}

fn put(file: &Path, framed: &Framed, fit: &Fit) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_path(file)?;
    let names = framed.frame.names();
    out.write_record(
        ["line", "reason"]
            .into_iter()
            .chain(names.iter().map(String::as_str)),
    )?;
    let mut rows: Vec<(u32, Reason)> = Reason::ALL
        .into_iter()
        .flat_map(|reason| {
            fit.dropped
                .rows(reason)
                .iter()
                .map(move |row| (*row, reason))
        })
        .collect();
    rows.sort_unstable();
    for (row, reason) in rows {
        let row = row as usize;
        let line = framed
            .lines
            .get(row)
            .map(u64::to_string)
            .unwrap_or_default();
        let cells = names.iter().map(|name| cell(&framed.frame, name, row));
        out.write_record([line, reason.key().to_owned()].into_iter().chain(cells))?;
    }
    out.flush()?;
    Ok(())
}

/// A cell as it was read; nothing where it is missing.
fn cell(frame: &Frame, name: &str, row: usize) -> String {
    match frame.column(name) {
        Ok(Column::Numbers(numbers)) => numbers.get(row).map(|x| x.to_string()),
        Ok(Column::Labels(labels)) => labels.get(row).map(str::to_owned),
        Err(_) => None,
    }
    .unwrap_or_default()
}
