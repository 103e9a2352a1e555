//! `worldbank-databank-xlsx`: a workbook of the World Bank's DataBank, one
//! line an economy and series, one column a year.

use std::collections::HashMap;

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::Areas;
use crate::eager::Gathered;
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::Header;
use crate::layout::{Problem, Sink};
use crate::open::BookOpening;
use crate::readers::worldbank_csv::{dataset, periods, unit};
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Pattern;
use crate::workbook::Workbook;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "worldbank-databank-xlsx",
    title_en: "World Bank, DataBank, workbook",
    title_zh: "世界银行 DataBank 工作簿",
    kind: Kind::Series,
    docs_en: "P_Data_Extract_From_….xlsx as downloaded: Country Name, Country Code, Series Name, \
           Series Code and a column a year (1960 [YR1960]). Each cell is an observation. The \
           lines below the table name the database and the day of its last update.",
    docs_zh: "原样使用下载的 P_Data_Extract_From_….xlsx：Country Name、Country Code、Series Name、Series Code，每年一列（1960 [YR1960]）。每格一个观测值。表下的几行给出数据库名称与最近更新日期。",
    guide: Guide {
        publisher: [
            "World Bank; CC BY 4.0 for most series, the sheet of metadata names the others",
            "世界银行；多数序列为 CC BY 4.0，例外见元数据工作表",
        ],
        detection: [
            "a sheet whose first line has the four columns of names and codes",
            "某工作表首行含上述四列名称与代码",
        ],
        units: [
            "what stands in brackets in the series' name, as in worldbank-csv; else not stated",
            "取序列名称括号中的内容，同 worldbank-csv；否则视为未说明",
        ],
        aside: [
            "cells that are no number and not `..`; a line with a country and no series",
            "既非数字也非 `..` 的单元格；有国家而无序列的行",
        ],
        traps: &[
            ["`..` is missing, never zero.", "`..` 是缺失，绝非零。"],
            [
                "The lines below the table are no data: not counted as rows.",
                "表下的几行不是数据：不计入行数。",
            ],
            [
                "A workbook keeps doubles: a figure is the shortest digits that give it back.",
                "工作簿保存双精度数：数字取能还原它的最短写法。",
            ],
        ],
    },
};

const COLUMNS: [&str; 4] = ["Country Name", "Country Code", "Series Name", "Series Code"];

fn is_header(cells: &[String]) -> bool {
    Header::of(cells.to_vec()).is_ok_and(|header| header.has_all(&COLUMNS))
}

/// The sheet with the data, and how sure it makes us that this is the format.
fn sheet(book: &mut Workbook) -> Option<String> {
    book.sheets().into_iter().find(|sheet| {
        let rows = book.head(sheet, 1).unwrap_or_default();
        rows.first().is_some_and(|(_, cells)| is_header(cells))
    })
}

/// How sure the sheets make us that this is the format, of 100.
pub fn score(book: &mut Workbook) -> u8 {
    if sheet(book).is_some() { 100 } else { 0 }
}

/// Reads the workbook.
///
/// # Errors
/// `E-FORMAT-HEADER` when no sheet has the columns or one of the others names
/// no period.
pub fn open(mut opening: BookOpening) -> Result<Box<dyn Source>, FormatError> {
    let first = opening.book.sheets().into_iter().next();
    let sheet = sheet(&mut opening.book).or(first).unwrap_or_default();
    let head = opening.book.head(&sheet, 1)?;
    let names = head.into_iter().next().map(|(_, cells)| cells);
    let header = Header::of(names.unwrap_or_default())?;
    let mut table = Table {
        columns: [
            header.need(COLUMNS[1])?,
            header.need(COLUMNS[2])?,
            header.need(COLUMNS[3])?,
        ],
        periods: periods(&header, &COLUMNS)?,
        areas: Areas::default(),
        units: HashMap::new(),
        source: None,
        released: None,
    };
    let mut rows = Gathered::new(INFO.kind);
    let mut failed = None;
    opening.book.each(&sheet, &mut |number, cells| {
        if !is_header(cells) {
            table.line(number, cells, &mut rows.sink);
        }
        failed = rows.cut().err();
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let database = table
        .source
        .as_deref()
        .unwrap_or("World Development Indicators");
    let publisher = format!("World Bank, {database}");
    let profile = Profile {
        released: table.released.clone(),
        mapping: opening.mapping_text,
        notes: table.areas.notes(),
        ..Profile::published(&INFO, &dataset(database), &publisher, "CC BY 4.0")
    };
    Ok(Box::new(rows.source(profile, opening.input.sha256()?)?))
}

struct Table {
    /// Country code, series name, series code.
    columns: [usize; 3],
    periods: Vec<(usize, Period)>,
    areas: Areas,
    /// Units by the name of a series, which stands once for each economy.
    units: HashMap<String, String>,
    source: Option<String>,
    released: Option<String>,
}

impl Table {
    fn line(&mut self, number: u64, cells: &[String], out: &mut Sink) {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let [code, name, series] = self.columns.map(cell);
        if code.is_empty() && series.is_empty() {
            return cells.iter().for_each(|text| self.footer(text));
        }
        if code.is_empty() || series.is_empty() {
            let (reason, column) = match code.is_empty() {
                true => ("missing_economy", COLUMNS[1]),
                false => ("missing_indicator", COLUMNS[3]),
            };
            let problem = Problem::cell(reason, column, "", "a code");
            return out.set_aside(number, problem);
        }
        let economy = self.areas.resolve(code).code.clone();
        let unit = match self.units.get(name) {
            Some(unit) => unit,
            None => self.units.entry(name.to_owned()).or_insert(unit(name)),
        };
        for (at, period) in &self.periods {
            let row = SeriesRow {
                economy: &economy,
                counterpart: None,
                indicator: series,
                indicator_name: Some(name).filter(|n| !n.is_empty()),
                period: *period,
                printed: None,
                unit,
                flag: Flag::Observed,
                source: None,
                source_row: number,
            };
            observe(&row, &period.to_string(), cell(*at), out);
        }
    }

    /// `Data from database: …` and `Last Updated: 02/21/2024`.
    fn footer(&mut self, text: &str) {
        if let Some(source) = text.strip_prefix("Data from database:") {
            self.source = Some(source.trim().to_owned());
        }
        if let Some(day) = text.strip_prefix("Last Updated:") {
            let american = Pattern::parse("%m/%d/%Y").ok();
            let day = american.and_then(|pattern| pattern.read(day.trim()));
            self.released = day.map(|day| day.to_string());
        }
    }
}
