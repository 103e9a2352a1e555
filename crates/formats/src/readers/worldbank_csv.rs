//! `worldbank-csv`: an indicator of the World Development Indicators, one line
//! an economy, one column a year, with or without the four lines before the
//! header that the bulk download has.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "worldbank-csv",
    title_en: "World Bank, World Development Indicators, bulk CSV",
    title_zh: "世界银行《世界发展指标》批量 CSV",
    kind: Kind::Series,
    docs_en: "API_<indicator>_DS2_en_csv_v2_<n>.csv as downloaded, with or without the lines before \
           the header. Each cell is an observation; an empty one is stored as missing.",
    docs_zh: "原样使用下载的 API_<指标>_DS2_en_csv_v2_<n>.csv，表头前的几行可有可无。每格一个观测值；空格存为缺失。",
    guide: Guide {
        publisher: ["World Bank; CC BY 4.0", "世界银行；CC BY 4.0"],
        detection: [
            "among the first twelve lines, one with Country Name, Country Code, Indicator Name, \
             Indicator Code",
            "前十二行中有一行含 Country Name、Country Code、Indicator Name、Indicator Code",
        ],
        units: [
            "what stands in brackets in the indicator's name: (LCU per US$, period average), \
             (% of GDP), (current US$); without brackets not stated",
            "取指标名称括号中的内容：(LCU per US$, period average)、(% of GDP)、(current US$)；没有括号视为未说明",
        ],
        aside: ["cells that are no number", "不是数字的单元格"],
        traps: &[
            [
                "Four lines may stand before the header; the day of the last update in them is the \
                 release date.",
                "表头之前可有四行；其中的最近更新日期即发布日期。",
            ],
            [
                "Aggregates (AFE, WLD) stand among the economies.",
                "汇总地区（AFE、WLD）与经济体并列。",
            ],
        ],
    },
};

const COLUMNS: [&str; 4] = [
    "Country Name",
    "Country Code",
    "Indicator Name",
    "Indicator Code",
];

fn is_header(names: &[String]) -> bool {
    Header::of(names.to_vec()).is_ok_and(|header| header.has_all(&COLUMNS))
}

/// How sure the first lines make us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    if head.lines.iter().any(|names| is_header(names)) {
        100
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when there is no header line or a column past it names
/// no period.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let preamble = Preamble::read(&mut lines)?;
    let header = preamble.header;
    let layout = Wide {
        name: header.need(COLUMNS[0])?,
        code: header.need(COLUMNS[1])?,
        indicator_name: header.need(COLUMNS[2])?,
        indicator: header.need(COLUMNS[3])?,
        periods: periods(&header, &COLUMNS)?,
        areas: Areas::default(),
        unit: (String::new(), codes::unstated_unit()),
    };
    let source = preamble
        .source
        .unwrap_or_else(|| "World Development Indicators".to_owned());
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 2,
        kind: INFO.kind,
        dataset: dataset(&source),
        publisher: format!("World Bank, {source}"),
        licence: Some("CC BY 4.0".to_owned()),
        released: preamble.released,
        replaces: true,
        mapping: opening.mapping_text,
        notes: Vec::new(),
    };
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        header.width(),
        layout,
    )))
}

/// The dataset of a World Bank database: `worldbank-wdi` for the best known.
pub fn dataset(source: &str) -> String {
    if source == "World Development Indicators" {
        return "worldbank-wdi".to_owned();
    }
    let words = source.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    format!("worldbank-{}", words.join("-"))
}

/// The lines before the header, and the header.
struct Preamble {
    source: Option<String>,
    released: Option<String>,
    header: Header,
}

impl Preamble {
    fn read(lines: &mut Lines) -> Result<Preamble, FormatError> {
        const MOST: usize = 12;
        let (mut source, mut released) = (None, None);
        for _ in 0..MOST {
            let Some(row) = lines.next_row()? else {
                break;
            };
            let fields: Vec<String> = row.fields().map(str::to_owned).collect();
            if is_header(&fields) {
                let header = Header::of(fields)?;
                return Ok(Preamble {
                    source,
                    released,
                    header,
                });
            }
            match row.get(0) {
                Some("Data Source") => source = row.get(1).map(str::to_owned),
                Some("Last Updated Date") => released = row.get(1).and_then(iso_day),
                _ => {}
            }
        }
        Err(FormatError::new(
            "E-FORMAT-HEADER",
            "no header line among the first twelve",
            format!("a line with {}", COLUMNS.join(", ")),
            "Use the CSV of the bulk download as it is.",
        )
        .zh(
            "前十二行中没有表头",
            format!("含 {} 的一行", COLUMNS.join("、")),
            "请原样使用批量下载的 CSV。",
        ))
    }
}

fn iso_day(text: &str) -> Option<String> {
    let period = Dates::default().read(text)?;
    (period.start() == period.end()).then(|| period.to_string())
}

/// The columns that are periods: `1960`, or `1960 [YR1960]`; all but `others`.
///
/// # Errors
/// `E-FORMAT-HEADER` for a column that names none.
pub fn periods(header: &Header, others: &[&str]) -> Result<Vec<(usize, Period)>, FormatError> {
    let mut periods = Vec::new();
    for (index, name) in header.names().iter().enumerate() {
        if others.iter().any(|known| header.find(known) == Some(index)) {
            continue;
        }
        let first = name.split_whitespace().next().unwrap_or("");
        let period = Dates::default().read(first).ok_or_else(|| {
            FormatError::new(
                "E-FORMAT-HEADER",
                format!("column `{name}` names no period"),
                "columns such as 1960 or 1960 [YR1960] after the four of codes and names",
                "Use the CSV of the bulk download as it is.",
            )
            .zh(
                format!("列“{name}”不是时期"),
                "四列代码与名称之后为 1960 或 1960 [YR1960] 之类的列",
                "请原样使用批量下载的 CSV。",
            )
        })?;
        periods.push((index, period));
    }
    Ok(periods)
}

struct Wide {
    name: usize,
    code: usize,
    indicator_name: usize,
    indicator: usize,
    periods: Vec<(usize, Period)>,
    areas: Areas,
    /// The last indicator's name and unit: a file repeats one on each line.
    unit: (String, String),
}

impl Layout for Wide {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

impl Wide {
    fn line(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let (code, name) = (cell(self.code), cell(self.indicator_name));
        let indicator = cell(self.indicator);
        if code.is_empty() {
            return Err(Problem::cell(
                "missing_economy",
                "Country Code",
                cell(self.name),
                "a code",
            ));
        }
        if indicator.is_empty() {
            return Err(Problem::cell(
                "missing_indicator",
                "Indicator Code",
                "",
                "a code",
            ));
        }
        if self.unit.0 != name {
            self.unit = (name.to_owned(), unit(name));
        }
        let economy = self.areas.resolve(code).code.clone();
        for (at, period) in &self.periods {
            let text = cell(*at);
            match printed(text) {
                Ok(printed) => out.observation(&SeriesRow {
                    economy: &economy,
                    counterpart: None,
                    indicator,
                    indicator_name: Some(name).filter(|n| !n.is_empty()),
                    period: *period,
                    flag: if printed.is_some() {
                        Flag::Observed
                    } else {
                        Flag::Missing
                    },
                    printed: printed.as_deref(),
                    unit: &self.unit.1,
                    source: None,
                    source_row: row.line,
                }),
                Err(e) => {
                    let column = period.to_string();
                    let problem = Problem::cell(e.reason(), &column, text, e.expected());
                    out.set_aside(row.line, problem);
                }
            }
        }
        Ok(())
    }
}

fn printed(text: &str) -> Result<Option<String>, crate::decimal::NumberError> {
    if is_missing(text) {
        return Ok(None);
    }
    Digits::parse(text, NumberStyle::PLAIN)?.plain().map(Some)
}

/// The unit in an indicator's name: the first part that is one of the last
/// brackets that hold any, as in `Official exchange rate (LCU per US$, period
/// average)` and `Employers (% of employment) (modeled ILO estimate)`; else the
/// last brackets as they stand.
pub fn unit(name: &str) -> String {
    let mut brackets: Vec<&str> = name
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    brackets.reverse();
    let known = brackets.iter().find_map(|inside| {
        let mut parts = std::iter::once(*inside).chain(inside.split(','));
        parts.find_map(|part| unit_of_part(part.trim()))
    });
    let last = || brackets.first().map(|inside| (*inside).to_owned());
    known.or_else(last).unwrap_or_else(codes::unstated_unit)
}

/// The unit of a part of the brackets. `BoP` is the balance of payments here,
/// and not Bolivia's former peso.
fn unit_of_part(part: &str) -> Option<String> {
    if part.eq_ignore_ascii_case("bop") {
        return None;
    }
    let plain = part
        .trim_start_matches("current ")
        .trim_start_matches("annual ")
        .trim_end_matches(" growth");
    codes::unit(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_stands_in_the_last_brackets_that_hold_one() {
        for (name, ours) in [
            (
                "Official exchange rate (LCU per US$, period average)",
                "LCU per USD",
            ),
            ("Net trade in goods (BoP, current US$)", "USD"),
            ("Total reserves (includes gold, current US$)", "USD"),
            (
                "Employers (% of employment) (modeled ILO estimate)",
                "% of employment",
            ),
            ("GDP growth (annual %)", "%"),
            ("GNI growth (annual % growth)", "%"),
            ("GDP (constant 2015 US$)", "constant 2015 US$"),
            ("Fixed broadband subscriptions", "unit not stated"),
        ] {
            assert_eq!(unit(name), ours, "{name}");
        }
    }
}
