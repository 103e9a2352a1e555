//! `crises-csv`: the crisis dates of Laeven and Valencia, one event a line.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Problem, Sink};
use crate::open::Opening;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::whole_year;
use crate::whole_line::{ByLine, WholeLine};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "crises-csv",
    title_en: "Laeven and Valencia, systemic banking crises database: dates of events",
    title_zh: "Laeven 与 Valencia 系统性银行危机数据库：事件日期",
    kind: Kind::Series,
    docs_en: "Columns country, type (banking, currency, debt, debtrestructuring), year, month. Each \
           line becomes an observation of 1 in the month, or the year, in which the event began.",
    docs_zh: "列 country、type（banking、currency、debt、debtrestructuring）、year、month。每行成为事件开始之月（或年）取值为 1 的观测值。",
    guide: Guide {
        publisher: [
            "Luc Laeven and Fabián Valencia (IMF); free with citation",
            "Luc Laeven 与 Fabián Valencia（国际货币基金组织）；注明出处可自由使用",
        ],
        detection: [
            "exactly the columns country, type, year, month",
            "恰为列 country、type、year、month",
        ],
        units: [
            "count: 1 where an event began. A year without a line is not a 0 in the file, and none \
             is stored.",
            "count：事件开始处为 1。没有记录的年份在文件中并非 0，也不会存为 0。",
        ],
        aside: [
            "a type that is none of the four (`missing_indicator`), a month that is none",
            "四类以外的类型（`missing_indicator`）、不存在的月份",
        ],
        traps: &[
            [
                "Years are printed as doubles: 1994.0.",
                "年份写成小数：1994.0。",
            ],
            [
                "Some events are dated by month, most by year: the period is as fine as the file.",
                "部分事件具体到月，多数只到年：时期的粗细与文件一致。",
            ],
        ],
    },
};

const NAMES: [&str; 4] = ["country", "type", "year", "month"];

/// The events: the file's word, our code, a name.
const EVENTS: [(&str, &str, &str); 4] = [
    (
        "banking",
        "banking_crisis_start",
        "Start of a systemic banking crisis",
    ),
    ("currency", "currency_crisis", "Currency crisis"),
    (
        "debt",
        "sovereign_debt_crisis",
        "Sovereign debt crisis (default)",
    ),
    (
        "debtrestructuring",
        "sovereign_debt_restructuring",
        "Sovereign debt restructuring",
    ),
];

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
        ..Profile::published(
            &INFO,
            "laeven-valencia",
            "Laeven and Valencia, Systemic Banking Crises Database",
            "free with citation",
        )
    };
    let layout = Crises { columns };
    let width = header.width();
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        width,
        ByLine::new(layout),
    )))
}

struct Crises {
    columns: [usize; NAMES.len()],
}

impl WholeLine for Crises {
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem> {
        let [country, kind, year, month] = self.columns.map(|at| row.get(at).unwrap_or(""));
        if country.is_empty() {
            return Err(Problem::cell("missing_economy", "country", "", "a country"));
        }
        let (_, indicator, name) = EVENTS
            .iter()
            .find(|(word, _, _)| *word == kind)
            .ok_or_else(|| {
                let words = EVENTS.map(|(word, _, _)| word).join(", ");
                Problem::cell("missing_indicator", "type", kind, &words)
            })?;
        let period = period(year, month)?;
        let observation = SeriesRow {
            economy: &areas.resolve(country).code,
            counterpart: None,
            indicator,
            indicator_name: Some(name),
            period,
            printed: None,
            unit: "count",
            flag: Flag::Observed,
            source: None,
            source_row: row.line,
        };
        observe(&observation, "type", "1", out);
        Ok(())
    }
}

fn period(year: &str, month: &str) -> Result<Period, Problem> {
    let of_year = whole_year(year)
        .ok_or_else(|| Problem::cell("bad_period", "year", year, "a year such as 1994"))?;
    if month.is_empty() {
        return Ok(of_year);
    }
    let number = month.strip_suffix(".0").unwrap_or(month).parse().ok();
    number
        .and_then(|number| Period::month(of_year.year_number(), number).ok())
        .ok_or_else(|| Problem::cell("bad_period", "month", month, "1 to 12, or nothing"))
}
