//! `fred-csv`: series of FRED, one date a line, one series a column.

use triffin_basis::{Flag, Freq, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
use crate::date_survey::DateSurvey;
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::mapping::{Mapping, wrong};
use crate::open::Opening;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::unit_refusal::ambiguous;
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "fred-csv",
    title_en: "FRED, Federal Reserve Bank of St. Louis, CSV",
    title_zh: "FRED（圣路易斯联储）CSV",
    kind: Kind::Series,
    docs_en: "A column of dates (observation_date or DATE) and a column a series, headed by its id \
           or by VALUE. Exchange rates and dollar indices are known by their id.",
    docs_zh: "一列日期（observation_date 或 DATE），每个序列一列，列名为序列代码或 VALUE。汇率与美元指数按代码识别。",
    guide: Guide {
        publisher: [
            "Board of Governors of the Federal Reserve System through FRED; public domain for the \
             Board's own series, others as their source says",
            "美联储理事会，经 FRED 发布；理事会自己的序列属公有领域，其余依来源",
        ],
        detection: [
            "first column observation_date or DATE, the others ids in capitals and digits",
            "首列为 observation_date 或 DATE，其余列名为大写字母与数字的代码",
        ],
        units: [
            "by id: DEXCHUS is CNY per USD, DEXUSEU is USD per EUR. A series that is not in the \
             table needs `unit` and `economy` under [fixed] of a mapping with format = \
             \"fred-csv\".",
            "按代码：DEXCHUS 为 CNY per USD，DEXUSEU 为 USD per EUR。表中没有的序列须在 format = \"fred-csv\" 的映射 [fixed] 中声明 `unit` 与 `economy`。",
        ],
        aside: [
            "a series without a declared unit refuses the file (`E-FORMAT-UNIT`)",
            "单位未声明的序列使整个文件被拒（`E-FORMAT-UNIT`）",
        ],
        traps: &[
            [
                "The dollar prices of AUD, EUR, GBP and NZD run the other way round than the rest: \
                 the unit says so.",
                "澳元、欧元、英镑、新西兰元以美元标价，与其余相反：单位写明方向。",
            ],
            [
                "`.` or nothing on a holiday is missing.",
                "假日的 `.` 或空格为缺失。",
            ],
            [
                "A month, quarter or year is dated by its first day: the id, else the file's dates, \
                 say which it is.",
                "月、季、年以其首日记日期：由代码、否则由文件中的日期判断频率。",
            ],
        ],
    },
};

const DATE: [&str; 2] = ["observation_date", "DATE"];

/// A series the program knows.
struct Known {
    economy: &'static str,
    unit: &'static str,
    freq: Freq,
    name: &'static str,
}

fn known(id: &str) -> Option<Known> {
    let table = include_str!("../../data/fred_series.csv").lines();
    let mut rows = table.map(|line| line.split(',').collect::<Vec<_>>());
    let row = rows.find(|row| row[0].eq_ignore_ascii_case(id))?;
    let [_, economy, unit, freq, name] = row[..] else {
        return None;
    };
    let freq = match freq {
        "D" => Freq::Day,
        "M" => Freq::Month,
        "A" => Freq::Year,
        _ => return None,
    };
    Some(Known {
        economy,
        unit,
        freq,
        name,
    })
}

fn is_id(name: &str) -> bool {
    let id = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    name.len() > 1 && name.bytes().all(id) && name.bytes().any(|b| b.is_ascii_uppercase())
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let Some((first, series)) = header.names().split_first() else {
        return 0;
    };
    let plain = !series.is_empty() && series.iter().all(|name| is_id(name));
    match first.as_str() {
        "observation_date" if plain => 95,
        "DATE" if plain => 85,
        _ => 0,
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-UNIT` for a series whose unit is neither known nor declared,
/// `E-FORMAT-HEADER` without a column of dates, `E-FORMAT-MAP` for a declared
/// unit that is none.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let delimiter = opening.head.delimiter;
    let mut lines = Lines::new(opening.text, delimiter);
    let header = Header::read(&mut lines)?;
    let date = DATE.iter().find_map(|name| header.find(name));
    let date = date.map_or_else(|| header.need(DATE[0]), Ok)?;
    let survey = DateSurvey::of(&opening.input, delimiter, date)?;
    let mapping = opening.options.map.unwrap_or_default();
    let others = (0..header.width()).filter(|at| *at != date);
    let series = others
        .map(|at| Series::of(at, &header.names()[at], &mapping, survey))
        .collect::<Result<Vec<_>, _>>()?;
    let dataset = mapping.dataset.as_deref().unwrap_or("fred");
    let publisher = mapping
        .publisher
        .as_deref()
        .unwrap_or("Board of Governors of the Federal Reserve System, through FRED (St. Louis)");
    let licence = mapping.licence.as_deref().unwrap_or("public domain");
    let profile = Profile {
        mapping: opening.mapping_text,
        notes: mapping.notes.clone(),
        ..Profile::published(&INFO, dataset, publisher, licence)
    };
    let layout = Fred {
        date,
        series,
        dates: Dates::default(),
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Series {
    column: usize,
    id: String,
    name: Option<String>,
    economy: String,
    unit: String,
    freq: Freq,
}

impl Series {
    fn of(
        column: usize,
        heading: &str,
        mapping: &Mapping,
        survey: DateSurvey,
    ) -> Result<Series, FormatError> {
        let fixed = |name: &str| mapping.fixed.get(name).map(String::as_str);
        let id = fixed("indicator").unwrap_or(heading).to_owned();
        let known = known(&id);
        let unit = fixed("unit").or(known.as_ref().map(|k| k.unit));
        let unit = unit.ok_or_else(|| {
            let why = [
                "it is no series this program knows, and the file does not say",
                "程序不认识该序列，文件中也没有说明",
            ];
            ambiguous(heading, why, None)
        })?;
        let economy = fixed("economy").or(known.as_ref().map(|k| k.economy));
        let economy = economy.ok_or_else(|| {
            wrong(
                format!("no economy is declared for `{heading}`: fixed.economy"),
                format!("没有为“{heading}”声明经济体：fixed.economy"),
            )
        })?;
        let freq = known.as_ref().map(|k| k.freq).or(survey.freq());
        Ok(Series {
            column,
            name: fixed("indicator_name")
                .or(known.as_ref().map(|k| k.name))
                .map(str::to_owned),
            economy: Areas::default().resolve(economy).code.clone(),
            unit: codes::unit(unit).ok_or_else(|| {
                wrong(
                    format!("unit `{unit}` is not known"),
                    format!("单位“{unit}”无法识别"),
                )
            })?,
            freq: freq.unwrap_or(Freq::Day),
            id,
        })
    }
}

struct Fred {
    date: usize,
    series: Vec<Series>,
    dates: Dates,
}

impl Layout for Fred {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let text = row.get(self.date).unwrap_or("");
        let Some(day) = self.dates.read(text) else {
            let expected = "a date such as 2018-08-01";
            for _ in &self.series {
                out.set_aside(
                    row.line,
                    Problem::cell("bad_period", DATE[0], text, expected),
                );
            }
            return;
        };
        for series in &self.series {
            let row_of = SeriesRow {
                economy: &series.economy,
                counterpart: None,
                indicator: &series.id,
                indicator_name: series.name.as_deref(),
                period: Period::containing(day.start(), series.freq),
                printed: None,
                unit: &series.unit,
                flag: Flag::Observed,
                source: None,
                source_row: row.line,
            };
            let figure = row.get(series.column).unwrap_or("");
            observe(&row_of, &series.id, figure, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_series_has_a_unit_and_an_economy() {
        let table = include_str!("../../data/fred_series.csv").lines();
        let ids = table.filter(|line| !line.starts_with('#')).skip(1);
        let mut count = 0;
        for line in ids {
            let id = line.split(',').next().unwrap();
            let series = known(id).unwrap();
            assert_eq!(
                codes::unit(series.unit).as_deref(),
                Some(series.unit),
                "{id}"
            );
            assert!(
                triffin_basis::Economy::find(series.economy).is_some(),
                "{id}"
            );
            // The name of a rate is its direction.
            if let Some(pair) = id.split_once("EXUS").filter(|(head, _)| head.len() <= 2) {
                assert!(series.unit.starts_with("USD per"), "{id} {pair:?}");
            } else if id.contains("EX") && !id.contains("TWEX") {
                assert!(series.unit.ends_with("per USD"), "{id}");
            }
            count += 1;
        }
        assert!(count > 60);
    }
}
