//! `sdmx-csv`: SDMX-CSV 1.0 and 2.0, one observation a line.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::bytes::Input;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::encoding::Text;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::readers::sdmx_columns::{Coded, Columns};
use crate::readers::sdmx_flow::DataFlow;
use crate::readers::sdmx_status::{Status, status};
use crate::readers::sdmx_unit;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "sdmx-csv",
    title_en: "SDMX-CSV 1.0 and 2.0 (BIS, ECB, Eurostat, IMF, OECD)",
    title_zh: "SDMX-CSV 1.0 与 2.0（国际清算银行、欧央行、欧盟统计局、基金组织、经合组织）",
    kind: Kind::Series,
    docs_en: "DATAFLOW or STRUCTURE, STRUCTURE_ID, the dimensions in any order, TIME_PERIOD, \
           OBS_VALUE, and attributes; codes alone, codes with labels beside them or in one cell, \
           or labels alone. The dimensions that are neither the area nor its counterpart, joined \
           by points after the data flow's id, are the indicator.",
    docs_zh: "DATAFLOW 或 STRUCTURE、STRUCTURE_ID，次序任意的维度，TIME_PERIOD、OBS_VALUE 与属性；可只有代码、代码旁或同格带标签，或只有标签。除地区与对手外的维度以点相连、冠以数据流代码，即为指标。",
    guide: Guide {
        publisher: [
            "named by the data flow's agency; the terms are that publisher's",
            "由数据流的机构代码确定；条款依该发布者",
        ],
        detection: [
            "first column DATAFLOW or STRUCTURE, and TIME_PERIOD and OBS_VALUE",
            "首列为 DATAFLOW 或 STRUCTURE，并有 TIME_PERIOD 与 OBS_VALUE",
        ],
        units: [
            "UNIT_MEASURE or unit by code (MIO_EUR) or label (Million euro). UNIT_MULT or SCALE \
             multiplies the figure by its power of ten, exactly. No column, no unit stated.",
            "UNIT_MEASURE 或 unit 的代码（MIO_EUR）或标签（Million euro）。UNIT_MULT 或 SCALE 以十的幂精确乘入数字。没有该列则单位视为未说明。",
        ],
        aside: [
            "half-years and weeks (`bad_period`), a figure whose status says it is missing \
             (`bad_flag`), a multiplier that is no power of ten (`bad_unit`), an unknown ACTION \
             (`bad_action`)",
            "半年与周（`bad_period`）、状态为缺失却有数字（`bad_flag`）、不是十的幂的乘数（`bad_unit`）、未知的 ACTION（`bad_action`）",
        ],
        traps: &[
            [
                "Labels beside codes are no dimensions: with STRUCTURE_NAME every code has its \
                 label in the next column.",
                "代码旁的标签不是维度：有 STRUCTURE_NAME 时，每个代码的标签在其下一列。",
            ],
            [
                "OBS_STATUS M, an empty figure or NaN is missing; E, F, P and B become estimated, \
                 forecast, provisional and break.",
                "OBS_STATUS 为 M、空数字或 NaN 为缺失；E、F、P、B 记为估计、预测、初步、中断。",
            ],
            [
                "ACTION D withdraws a figure: stored as missing, so that it replaces the one before.",
                "ACTION D 撤回数字：存为缺失，以替换先前的数字。",
            ],
            [
                "A file has no list of what is an attribute: columns no standard data flow has as \
                 one are taken for dimensions, and so for a part of the key.",
                "文件不说明哪些列是属性：凡不在标准属性之列者视为维度，进入键。",
            ],
        ],
    },
};

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    match Columns::of(&head.header()) {
        Some(_) => 95,
        None => 0,
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when there is no column of the area and none is declared.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let delimiter = opening.head.delimiter;
    let mut lines = Lines::new(opening.text, delimiter);
    let header = Header::read(&mut lines)?;
    let columns = Columns::need(&header)?;
    let mapping = opening.options.map.unwrap_or_default();
    let fixed = |name: &str| mapping.fixed.get(name).cloned();
    if columns.economy.is_none() && fixed("economy").is_none() {
        header.need("REF_AREA")?;
    }
    let first = first_line(&opening.input, delimiter, &columns)?;
    let publisher = mapping
        .publisher
        .clone()
        .unwrap_or_else(|| first.flow.publisher());
    let dataset = mapping
        .dataset
        .clone()
        .unwrap_or_else(|| first.flow.dataset());
    let profile = Profile {
        licence: mapping
            .licence
            .clone()
            .or(Some("the publisher's terms".to_owned())),
        released: first.updated,
        mapping: opening.mapping_text,
        notes: left_note(&columns),
        ..Profile::published(&INFO, &dataset, &publisher, "")
    };
    let layout = Observations {
        columns,
        economy: fixed("economy"),
        unit: fixed("unit").as_deref().and_then(codes::unit),
        read: (String::new(), codes::unstated_unit()),
        areas: Areas::default(),
        dates: Dates::default(),
        others: 0,
        key: String::new(),
        name: String::new(),
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

fn left_note(columns: &Columns) -> Vec<String> {
    match columns.left.is_empty() {
        true => Vec::new(),
        false => vec![format!("attributes not kept: {}", columns.left.join(", "))],
    }
}

/// What the first line says about the whole file.
struct First {
    flow: DataFlow,
    updated: Option<String>,
}

fn first_line(input: &Input, delimiter: u8, columns: &Columns) -> Result<First, FormatError> {
    let mut lines = Lines::new(Text::new(input.open()?, None), delimiter);
    lines.next_row()?;
    Ok(match lines.next_row()? {
        Some(row) => First {
            flow: DataFlow::of(columns.structure.code(&row)),
            updated: columns.updated.as_ref().and_then(|c| updated(c.code(&row))),
        },
        None => First {
            flow: DataFlow::of(""),
            updated: None,
        },
    })
}

/// The day of `30/10/25 23:00:00`, or of an ISO 8601 moment.
fn updated(text: &str) -> Option<String> {
    let day = text.split_whitespace().next()?;
    if let [day, month, year] = day.split('/').collect::<Vec<_>>()[..] {
        let date = format!("20{year}-{month}-{day}");
        return Period::parse(&date)
            .ok()
            .filter(|_| year.len() == 2)
            .map(|p| p.to_string());
    }
    let period = Dates::default().read(text)?;
    (period.start() == period.end()).then(|| period.to_string())
}

struct Observations {
    columns: Columns,
    economy: Option<String>,
    unit: Option<String>,
    /// The last line's unit as printed, and in our form: most lines repeat it.
    read: (String, String),
    areas: Areas,
    dates: Dates,
    /// Figures whose status has no flag of ours.
    others: u64,
    key: String,
    name: String,
}

impl Layout for Observations {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.observation(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.areas.notes();
        if self.others > 0 {
            notes.push(format!(
                "{} figures have a status without a flag of ours and are kept as observed",
                self.others
            ));
        }
        notes
    }
}

fn cell<'a>(column: Option<&Coded>, row: &Row<'a>) -> &'a str {
    column.map_or("", |column| column.code(row))
}

impl Observations {
    fn observation(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let period = self.period(row)?;
        let power = self.power(row)?;
        let printed = printed(self.columns.value.code(row), power)?;
        let (printed, flag) = self.judged(row, printed)?;
        self.read_key(row);
        match &self.unit {
            Some(declared) => self.read.1.clone_from(declared),
            None => self.read_unit(row),
        }
        let economy = self.economy(row)?;
        let counterpart = cell(self.columns.counterpart.as_ref(), row);
        let counterpart = Some(counterpart)
            .filter(|text| !text.is_empty())
            .map(|text| self.areas.resolve(text).code.clone());
        out.observation(&SeriesRow {
            economy: &economy,
            counterpart: counterpart.as_deref(),
            indicator: &self.key,
            indicator_name: Some(self.name.as_str()).filter(|name| !name.is_empty()),
            period,
            printed: printed.as_deref(),
            unit: &self.read.1,
            flag,
            source: None,
            source_row: row.line,
        });
        Ok(())
    }

    fn economy(&mut self, row: &Row<'_>) -> Result<String, Problem> {
        let declared = self.economy.as_deref();
        let text = declared.unwrap_or_else(|| cell(self.columns.economy.as_ref(), row));
        match text {
            "" => Err(Problem::cell("missing_economy", "REF_AREA", "", "a code")),
            text => Ok(self.areas.resolve(text).code.clone()),
        }
    }

    fn period(&mut self, row: &Row<'_>) -> Result<Period, Problem> {
        let text = self.columns.time.code(row);
        let plain = text.strip_suffix("-A1").unwrap_or(text);
        self.dates.read(plain).ok_or_else(|| {
            let expected = "a year, quarter, month or day";
            Problem::cell("bad_period", "TIME_PERIOD", text, expected)
        })
    }

    fn power(&self, row: &Row<'_>) -> Result<i64, Problem> {
        let Some(column) = &self.columns.multiplier else {
            return Ok(0);
        };
        let text = column.code(row);
        sdmx_unit::power(text).ok_or_else(|| {
            let expected = "a power of ten such as 6";
            Problem::cell("bad_unit", &column.id, text, expected)
        })
    }

    /// The figure and its flag, under its status and the line's action.
    fn judged(
        &mut self,
        row: &Row<'_>,
        printed: Option<String>,
    ) -> Result<(Option<String>, Flag), Problem> {
        let action = cell(self.columns.action.as_ref(), row);
        match action.to_ascii_uppercase().as_str() {
            "D" | "DELETE" => return Ok((None, Flag::Missing)),
            "" | "A" | "I" | "M" | "R" | "APPEND" | "INFORMATION" | "MERGE" | "REPLACE" => {}
            _ => {
                return Err(Problem::cell(
                    "bad_action",
                    "ACTION",
                    action,
                    "A, I, M, R or D",
                ));
            }
        }
        let Some(printed) = printed else {
            return Ok((None, Flag::Missing));
        };
        let text = cell(self.columns.status.as_ref(), row);
        match status(text) {
            Status::Is(Flag::Missing) => {
                let expected = "no figure where the status says it is missing";
                Err(Problem::cell("bad_flag", "OBS_STATUS", text, expected))
            }
            Status::Is(flag) => Ok((Some(printed), flag)),
            Status::Other => {
                self.others += 1;
                Ok((Some(printed), Flag::Observed))
            }
        }
    }

    fn read_unit(&mut self, row: &Row<'_>) {
        let Some(column) = &self.columns.unit else {
            return;
        };
        let printed = column.code(row);
        if self.read.0 != printed {
            let unit = sdmx_unit::unit(printed, column.label(row));
            self.read = (printed.to_owned(), unit);
        }
    }

    /// The indicator's key and the labels of its parts.
    fn read_key(&mut self, row: &Row<'_>) {
        self.key.clear();
        self.name.clear();
        self.key
            .push_str(&DataFlow::of(self.columns.structure.code(row)).id);
        for dimension in &self.columns.dimensions {
            self.key.push('.');
            self.key.push_str(dimension.code(row));
            let label = dimension.label(row);
            if !label.is_empty() {
                if !self.name.is_empty() {
                    self.name.push_str("; ");
                }
                self.name.push_str(label);
            }
        }
    }
}

fn printed(text: &str, power: i64) -> Result<Option<String>, Problem> {
    if is_missing(text) || text.eq_ignore_ascii_case("nan") {
        return Ok(None);
    }
    Digits::parse(text, NumberStyle::PLAIN)
        .and_then(|digits| digits.shifted(power).plain())
        .map(Some)
        .map_err(|e| Problem::cell(e.reason(), "OBS_VALUE", text, e.expected()))
}
