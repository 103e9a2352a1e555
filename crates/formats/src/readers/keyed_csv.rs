//! `keyed-csv`: a period a line, a series a column headed by its SDMX key of
//! frequency, area and indicator (`Q.US.BCA_BP6_USD`).

use triffin_basis::Flag;

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
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
    name: "keyed-csv",
    title_en: "IMF series by key, one period a line",
    title_zh: "国际货币基金组织按键排列的序列，每行一个时期",
    kind: Kind::Series,
    docs_en: "TIME_PERIOD and a column a series headed FREQ.AREA.INDICATOR, such as \
           Q.US.BCA_BP6_USD.",
    docs_zh: "TIME_PERIOD，每个序列一列，列名为 频率.地区.指标，如 Q.US.BCA_BP6_USD。",
    guide: Guide {
        publisher: [
            "International Monetary Fund, International Financial Statistics and Balance of \
             Payments; IMF terms",
            "国际货币基金组织《国际金融统计》与国际收支；基金组织条款",
        ],
        detection: [
            "first column TIME_PERIOD, the others keys of a frequency, two letters and an indicator",
            "首列为 TIME_PERIOD，其余列名为频率、两个字母与指标组成的键",
        ],
        units: [
            "balance-of-payments items in US dollars (…_BP6_USD) are in millions; another \
             indicator needs `unit` under [fixed] of a mapping with format = \"keyed-csv\"",
            "以美元计的国际收支项目（…_BP6_USD）为百万美元；其他指标须在 format = \"keyed-csv\" 的映射 [fixed] 中声明 `unit`",
        ],
        aside: ["a line whose period is none", "时期无法识别的行"],
        traps: &[[
            "The key says USD and not the scale: the IMF publishes these items in millions.",
            "键中只有 USD 而无数量级：基金组织以百万发布这些项目。",
        ]],
    },
};

const TIME: &str = "TIME_PERIOD";

/// Frequency, letters of the area, indicator.
fn key(heading: &str) -> Option<(&str, &str)> {
    let mut parts = heading.splitn(3, '.');
    let (freq, area, indicator) = (parts.next()?, parts.next()?, parts.next()?);
    let area_like = (2..=3).contains(&area.len())
        && area
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let known = matches!(freq, "A" | "Q" | "M" | "D") && area_like && !indicator.is_empty();
    known.then_some((area, indicator))
}

/// The unit of an indicator of the balance of payments.
///
/// Source: IMF, International Financial Statistics, BPM6 items in US dollars
/// are published in millions.
fn unit(indicator: &str) -> Option<&'static str> {
    indicator.ends_with("_BP6_USD").then_some("mn USD")
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let Some((first, series)) = header.names().split_first() else {
        return 0;
    };
    let keyed = !series.is_empty() && series.iter().all(|name| key(name).is_some());
    if first == TIME && keyed { 95 } else { 0 }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-UNIT` for an indicator whose unit is neither known nor declared,
/// `E-FORMAT-HEADER` for a column that is no key.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let time = header.need(TIME)?;
    let mapping = opening.options.map.unwrap_or_default();
    let mut areas = Areas::default();
    let others = (0..header.width()).filter(|at| *at != time);
    let series = others
        .map(|at| Series::of(at, &header, &mapping, &mut areas))
        .collect::<Result<Vec<_>, _>>()?;
    let dataset = mapping.dataset.as_deref().unwrap_or("imf-ifs");
    let publisher = mapping.publisher.as_deref();
    let publisher = publisher.unwrap_or("International Monetary Fund, balance of payments");
    let licence = mapping.licence.as_deref().unwrap_or("IMF terms");
    let profile = Profile {
        mapping: opening.mapping_text,
        notes: areas.notes(),
        ..Profile::published(&INFO, dataset, publisher, licence)
    };
    let layout = Keyed {
        time,
        series,
        dates: Dates::default(),
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Series {
    column: usize,
    economy: String,
    indicator: String,
    unit: String,
}

impl Series {
    fn of(
        column: usize,
        header: &Header,
        mapping: &Mapping,
        areas: &mut Areas,
    ) -> Result<Series, FormatError> {
        let heading = &header.names()[column];
        let (letters, indicator) = key(heading).ok_or_else(|| no_key(heading))?;
        let declared = mapping.fixed.get("unit").map(String::as_str);
        let unit = declared.or_else(|| unit(indicator)).ok_or_else(|| {
            let why = [
                "the key names no unit with its scale",
                "键中没有带数量级的单位",
            ];
            ambiguous(heading, why, None)
        })?;
        Ok(Series {
            column,
            economy: areas.resolve(letters).code.clone(),
            indicator: indicator.to_owned(),
            unit: codes::unit(unit).ok_or_else(|| {
                wrong(
                    format!("unit `{unit}` is not known"),
                    format!("单位“{unit}”无法识别"),
                )
            })?,
        })
    }
}

fn no_key(heading: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-HEADER",
        format!("column `{heading}` is no key"),
        "FREQ.AREA.INDICATOR, such as Q.US.BCA_BP6_USD",
        "Name another format with --as, or rename columns with --map.",
    )
    .zh(
        format!("列“{heading}”不是键"),
        "频率.地区.指标，如 Q.US.BCA_BP6_USD",
        "请用 --as 指定其他格式，或用 --map 改列名。",
    )
}

struct Keyed {
    time: usize,
    series: Vec<Series>,
    dates: Dates,
}

impl Layout for Keyed {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let text = row.get(self.time).unwrap_or("");
        let period = self.dates.read(text);
        for series in &self.series {
            let Some(period) = period else {
                let problem = Problem::cell("bad_period", TIME, text, "a period such as 2018-Q3");
                out.set_aside(row.line, problem);
                continue;
            };
            let observation = SeriesRow {
                economy: &series.economy,
                counterpart: None,
                indicator: &series.indicator,
                indicator_name: None,
                period,
                printed: None,
                unit: &series.unit,
                flag: Flag::Observed,
                source: None,
                source_row: row.line,
            };
            let cell = row.get(series.column).unwrap_or("");
            observe(&observation, &series.indicator, cell, out);
        }
    }
}
