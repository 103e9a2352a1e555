//! A small CSV table with a header, as the questions on records take it.

use std::path::Path;

use triffin_basis::nearest::nearest;
use triffin_basis::{BasisError, Bilingual};

use crate::error::QuestionError;

/// Rows of cells under named columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// `E-IO` where it cannot be read, `E-TARIFF-TABLE` where it is no CSV
    /// table or has no rows.
    pub fn open(path: &str) -> Result<Self, QuestionError> {
        let bytes = std::fs::read(Path::new(path)).map_err(|error| no_file(path, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| no_text(path))?;
        Self::read(path, text.trim_start_matches('\u{feff}'))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// `E-TARIFF-TABLE` where it is no CSV table or has no rows.
    pub fn read(name: &str, text: &str) -> Result<Self, QuestionError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .comment(Some(b'#'))
            .from_reader(text.as_bytes());
        let broken = |error: csv::Error| no_table(name, &error.to_string());
        let header = reader.headers().map_err(broken)?;
        let columns = header.iter().map(str::to_lowercase).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, record.iter().map(str::to_owned).collect()));
        }
        match rows.is_empty() {
            true => Err(no_table(name, "no row beneath the header").into()),
            false => Ok(Self {
                name: name.to_owned(),
                columns,
                rows,
            }),
        }
    }

    /// The place of a column, if it is there.
    pub fn perhaps(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    /// The place of a column.
    ///
    /// # Errors
    /// `E-TARIFF-TABLE` with the nearest name where it is not there.
    pub fn column(&self, column: &str) -> Result<usize, QuestionError> {
        self.perhaps(column)
            .ok_or_else(|| no_column(self, column).into())
    }

    /// Rows with their lines.
    pub fn rows(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|(line, cells)| Line {
            table: self,
            line: *line,
            cells,
        })
    }
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    table: &'a Table,
    /// Line of the file.
    pub line: u64,
    cells: &'a [String],
}

impl Line<'_> {
    /// A cell; empty where the row is short.
    pub fn text(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }

    /// A number; none where the cell is empty or says that it is missing.
    ///
    /// # Errors
    /// `E-TARIFF-CELL` with line and column for what is no number.
    pub fn number(&self, place: usize) -> Result<Option<f64>, QuestionError> {
        let text = self.text(place);
        if matches!(text, "" | "NA" | "." | ".." | "...") {
            return Ok(None);
        }
        let number = text.parse::<f64>().ok().filter(|x| x.is_finite());
        number
            .map(Some)
            .ok_or_else(|| self.fault(place, "a number", "数值"))
    }

    /// A year.
    ///
    /// # Errors
    /// `E-TARIFF-CELL` for what is none.
    pub fn year(&self, place: usize) -> Result<i32, QuestionError> {
        let year = self
            .text(place)
            .parse()
            .ok()
            .filter(|year| (1..=9999).contains(year));
        year.ok_or_else(|| self.fault(place, "a year such as 1992", "年份，例如 1992"))
    }

    /// Yes or no; none where the cell is empty.
    ///
    /// # Errors
    /// `E-TARIFF-CELL` for what is neither.
    pub fn yes(&self, place: usize) -> Result<Option<bool>, QuestionError> {
        match self.text(place).to_lowercase().as_str() {
            "" | "na" => Ok(None),
            "1" | "yes" | "true" | "是" => Ok(Some(true)),
            "0" | "no" | "false" | "否" => Ok(Some(false)),
            _ => Err(self.fault(place, "1 or 0, yes or no", "1 或 0、yes 或 no")),
        }
    }

    /// What is wrong with a cell.
    pub fn fault(&self, place: usize, en: &str, zh: &str) -> QuestionError {
        let (name, line, text) = (&self.table.name, self.line, self.text(place));
        let column = self.table.columns.get(place).map_or("", String::as_str);
        BasisError::new(
            "E-TARIFF-CELL",
            format!("{name}, line {line}, column {column}: \"{text}\""),
            format!("{name} 第 {line} 行 {column} 列：“{text}”"),
        )
        .value(text)
        .expected(en, zh)
        .remedy(
            "Correct the cell, or leave it empty where the value is missing",
            "请更正该单元格，缺失时留空",
        )
        .into()
    }
}

fn no_file(path: &str, error: &std::io::Error) -> QuestionError {
    QuestionError::invalid(
        "E-IO",
        Bilingual::new(
            format!("{path} cannot be read: {error}"),
            format!("无法读取 {path}：{error}"),
        ),
        Bilingual::new("expected the path of a CSV file", "应为 CSV 文件路径"),
    )
}

fn no_text(path: &str) -> QuestionError {
    no_table(path, "it is no UTF-8 text").into()
}

fn no_table(name: &str, why: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-TABLE",
        format!("{name} is no table: {why}"),
        format!("{name} 不是表格：{why}"),
    )
    .value(name)
    .expected(
        "CSV in UTF-8, names of columns in its first line, and rows",
        "UTF-8 的 CSV，首行为列名，其下有数据行",
    )
    .remedy("Look at the line named", "请检查所示行")
}

fn no_column(table: &Table, column: &str) -> BasisError {
    let name = &table.name;
    let error = BasisError::new(
        "E-TARIFF-TABLE",
        format!("{name} has no column {column}"),
        format!("{name} 没有 {column} 列"),
    )
    .value(column);
    let known = table.columns.iter().map(String::as_str);
    match nearest(column, known).first() {
        Some(near) => error.remedy(
            format!("Rename {near} if it is meant"),
            format!("若指 {near}，请改名"),
        ),
        None => error.expected(table.columns.join(", "), table.columns.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_and_faults_name_line_and_column() {
        let table = Table::read("t.csv", "Year, balance\n1990, -1.5\n1991,\n1992, x\n").unwrap();
        let (year, balance) = (
            table.column("year").unwrap(),
            table.column("balance").unwrap(),
        );
        let rows: Vec<Line> = table.rows().collect();
        assert_eq!(rows[0].year(year).unwrap(), 1990);
        assert_eq!(rows[0].number(balance).unwrap(), Some(-1.5));
        assert_eq!(rows[1].number(balance).unwrap(), None);
        let fault = rows[2].number(balance).unwrap_err();
        assert_eq!(fault.code, "E-TARIFF-CELL");
        assert!(
            fault.message.en.contains("line 4, column balance"),
            "{}",
            fault.message.en
        );
        assert_eq!(table.column("balanse").unwrap_err().code, "E-TARIFF-TABLE");
        assert!(Table::read("t.csv", "").is_err() && Table::read("t.csv", "a,b\n").is_err());
        assert!(Table::read("t.csv", "a,b\n1\n").is_err());
    }
}
