//! `bis-eer-csv`: effective exchange rates of the BIS, one month and economy a
//! line.

use triffin_basis::Flag;

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Problem, Sink};
use crate::open::Opening;
use crate::readers::bis_areas::area;
use crate::readers::bis_eer_xlsx::{BASE, DATASET, LICENCE, PUBLISHER, Rate};
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;
use crate::whole_line::{ByLine, WholeLine};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "bis-eer-csv",
    title_en: "BIS, effective exchange rates, one observation a line",
    title_zh: "国际清算银行有效汇率，每行一个观测值",
    kind: Kind::Series,
    docs_en: "Columns date, area, value, type: the broad indices, nominal (N) or real (R), monthly.",
    docs_zh: "列 date、area、value、type：宽口径指数，名义（N）或实际（R），月度。",
    guide: Guide {
        publisher: [
            "Bank for International Settlements; free with citation",
            "国际清算银行；注明出处可自由使用",
        ],
        detection: [
            "exactly the columns date, area, value, type",
            "恰为列 date、area、value、type",
        ],
        units: [
            "index (2010=100), stored as bis_neer_broad and bis_reer_broad; up is appreciation",
            "index (2010=100)，存为 bis_neer_broad 与 bis_reer_broad；上升为升值",
        ],
        aside: [
            "a type that is neither N nor R (`missing_indicator`)",
            "类型既非 N 也非 R（`missing_indicator`）",
        ],
        traps: &[[
            "Nominal and real stand in one column and are two series.",
            "名义与实际同列，是两个序列。",
        ]],
    },
};

const NAMES: [&str; 4] = ["date", "area", "value", "type"];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    if header.width() == NAMES.len() && header.has_all(&NAMES) {
        95
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a column is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let columns = header.need_all(NAMES)?;
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(&INFO, DATASET, PUBLISHER, LICENCE)
    };
    let layout = Indices {
        columns,
        dates: Dates::default(),
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        width,
        ByLine::new(layout),
    )))
}

struct Indices {
    columns: [usize; NAMES.len()],
    dates: Dates,
}

impl WholeLine for Indices {
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem> {
        let [date, letters, value, kind] = self.columns.map(|at| row.get(at).unwrap_or(""));
        let period = self
            .dates
            .read(date)
            .ok_or_else(|| Problem::cell("bad_period", "date", date, "a month such as 2018-03"))?;
        let rate = Rate::of(kind)
            .ok_or_else(|| Problem::cell("missing_indicator", "type", kind, "N or R"))?;
        if letters.is_empty() {
            return Err(Problem::cell("missing_economy", "area", "", "two letters"));
        }
        let economy = area(areas, letters);
        let observation = SeriesRow {
            economy: &economy,
            counterpart: None,
            indicator: rate.code(),
            indicator_name: Some(rate.name()),
            period,
            printed: None,
            unit: BASE,
            flag: Flag::Observed,
            source: None,
            source_row: row.line,
        };
        observe(&observation, "value", value, out);
        Ok(())
    }
}
