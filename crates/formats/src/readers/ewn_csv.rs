//! `ewn-csv`: the External Wealth of Nations, one line an economy and year,
//! one column an indicator.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberError, NumberStyle, is_missing};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::readers::ewn_columns::COLUMNS;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "ewn-csv",
    title_en: "External Wealth of Nations (Lane and Milesi-Ferretti)",
    title_zh: "国家外部财富数据库（Lane 与 Milesi-Ferretti）",
    kind: Kind::Series,
    docs_en: "Assets, liabilities and net positions in millions of US dollars, exchange rates and \
           ratios to GDP. Each cell is an observation; an empty one is stored as missing. The row \
           Euro Area stands beside its members.",
    docs_zh: "资产、负债与净头寸（百万美元），汇率，以及对 GDP 之比。每格一个观测值；空格存为缺失。欧元区一行与其成员并列。",
    guide: Guide {
        publisher: [
            "Philip Lane and Gian Maria Milesi-Ferretti (Brookings Institution); free with citation",
            "Philip Lane 与 Gian Maria Milesi-Ferretti（布鲁金斯学会）；注明出处可自由使用",
        ],
        detection: [
            "columns Country, IFS_Code, Year and Net IIP excl gold",
            "列 Country、IFS_Code、Year 与 Net IIP excl gold",
        ],
        units: [
            "millions of US dollars; exchange rates in national currency for one dollar; ratios. A \
             column that is not known has no stated unit.",
            "百万美元；汇率为每美元兑本币；比率。未知列的单位视为未说明。",
        ],
        aside: [
            "a line without an economy or a year",
            "没有经济体或年份的行",
        ],
        traps: &[
            [
                "The row Euro Area stands beside its members: adding up counts them twice. A note \
                 of the vintage says so.",
                "欧元区一行与其成员并列：相加会重复计算。版本中有注明。",
            ],
            [
                "OFFICIAL IIP and Net IIP excl gold are two measures of one thing.",
                "OFFICIAL IIP 与 Net IIP excl gold 是同一事物的两种度量。",
            ],
        ],
    },
};

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = header.has_all(&["Country", "IFS_Code", "Year", "Net IIP excl gold"]);
    if known { 100 } else { 0 }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when country or year is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = match lines.next_row()? {
        Some(row) => Header::new(&row)?,
        None => Header::of(Vec::new())?,
    };
    let (country, year) = (header.need("Country")?, header.need("Year")?);
    let ifs = header.find("IFS_Code");
    let others = (0..header.width()).filter(|&i| i != country && i != year && Some(i) != ifs);
    let indicators: Vec<Indicator> = others
        .map(|i| Indicator::of(i, &header.names()[i]))
        .collect();
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 1,
        kind: INFO.kind,
        dataset: "ewn".to_owned(),
        publisher: "Lane and Milesi-Ferretti, External Wealth of Nations (Brookings Institution)"
            .to_owned(),
        licence: Some("free with citation".to_owned()),
        released: None,
        replaces: true,
        mapping: opening.mapping_text,
        notes: unknown_units(&indicators),
    };
    let layout = Wealth {
        country,
        year,
        indicators,
        areas: Areas::default(),
        dates: Dates::default(),
        groups: Vec::new(),
    };
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        header.width(),
        layout,
    )))
}

/// A column of figures.
struct Indicator {
    column: usize,
    code: String,
    name: String,
    unit: Option<String>,
}

impl Indicator {
    fn of(column: usize, heading: &str) -> Indicator {
        let known = COLUMNS
            .iter()
            .find(|c| c.heading.eq_ignore_ascii_case(heading));
        Indicator {
            column,
            code: known.map_or_else(|| heading.to_owned(), |c| c.code.to_owned()),
            name: heading.to_owned(),
            unit: known.and_then(|c| codes::unit(c.unit)),
        }
    }
}

fn unknown_units(indicators: &[Indicator]) -> Vec<String> {
    let unknown = indicators.iter().filter(|i| i.unit.is_none());
    unknown
        .map(|i| format!("column `{}` is not known: its unit is not stated", i.name))
        .collect()
}

struct Wealth {
    country: usize,
    year: usize,
    indicators: Vec<Indicator>,
    areas: Areas,
    dates: Dates,
    groups: Vec<String>,
}

impl Layout for Wealth {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.areas.notes();
        if !self.groups.is_empty() {
            let groups = self.groups.join(", ");
            notes.push(format!(
                "{groups}: groups beside their members, not to be added to them"
            ));
        }
        notes
    }
}

impl Wealth {
    fn line(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let name = row.get(self.country).unwrap_or("");
        if name.is_empty() {
            return Err(Problem::cell(
                "missing_economy",
                "Country",
                "",
                "an economy",
            ));
        }
        let text = row.get(self.year).unwrap_or("");
        let period = self
            .dates
            .read(text)
            .ok_or_else(|| Problem::cell("bad_period", "Year", text, "a year such as 2018"))?;
        let area = self.areas.resolve(name);
        if area.level == "group" && !self.groups.contains(&area.code) {
            self.groups.push(area.code.clone());
        }
        for indicator in &self.indicators {
            let text = row.get(indicator.column).unwrap_or("");
            match observe(&area.code, indicator, period, text, row.line, out) {
                Ok(()) => {}
                Err(e) => {
                    let problem = Problem::cell(e.reason(), &indicator.name, text, e.expected());
                    out.set_aside(row.line, problem);
                }
            }
        }
        Ok(())
    }
}

fn observe(
    economy: &str,
    indicator: &Indicator,
    period: Period,
    text: &str,
    line: u64,
    out: &mut Sink,
) -> Result<(), NumberError> {
    let printed = match is_missing(text) {
        true => None,
        false => Some(Digits::parse(text, NumberStyle::PLAIN)?.plain()?),
    };
    let unstated = &codes::unstated_unit();
    out.observation(&SeriesRow {
        economy,
        counterpart: None,
        indicator: &indicator.code,
        indicator_name: Some(&indicator.name),
        period,
        flag: if printed.is_some() {
            Flag::Observed
        } else {
            Flag::Missing
        },
        printed: printed.as_deref(),
        unit: indicator.unit.as_deref().unwrap_or(unstated),
        source: None,
        source_row: line,
    });
    Ok(())
}
