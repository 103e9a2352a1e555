//! `fed-h10-csv`: exchange rates of the Federal Reserve's release H.10, one
//! country and date a line.

use triffin_basis::{Flag, Freq, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::bytes::Input;
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::encoding::Text;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::readers::h10_quotes::{Direction, Votes, quoted};
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "fed-h10-csv",
    title_en: "Federal Reserve, release H.10, exchange rates",
    title_zh: "美联储 H.10 汇率",
    kind: Kind::Series,
    docs_en: "Columns Date, Country, Exchange rate. The unit says which way round each rate is \
           quoted, as the figures show; a change of currency is flagged as a break.",
    docs_zh: "列 Date、Country、Exchange rate。单位写明由数字看出的标价方向；更换货币之处标为中断。",
    guide: Guide {
        publisher: [
            "Board of Governors of the Federal Reserve System; public domain",
            "美联储理事会；公有领域",
        ],
        detection: [
            "three columns: Date, Country and Exchange rate, Value or Rate",
            "三列：Date、Country，以及 Exchange rate、Value 或 Rate",
        ],
        units: [
            "CNY per USD or USD per GBP: which way round a file quotes is told by its figures, for \
             republished files turn the release's dollar quotes over",
            "CNY per USD 或 USD per GBP：转载文件会把原发布的美元标价倒过来，故由数字判断方向",
        ],
        aside: [
            "a rate whose figures do not tell which way round it is (`unknown_quote`)",
            "数字无法判断标价方向的汇率（`unknown_quote`）",
        ],
        traps: &[
            [
                "Five currencies (AUD, EUR, GBP, IEP, NZD) are quoted the other way round.",
                "五种货币（AUD、EUR、GBP、IEP、NZD）的标价方向相反。",
            ],
            [
                "Redenominations (Venezuela, Mexico, Brazil …) break a series: flagged.",
                "货币改值（委内瑞拉、墨西哥、巴西等）使序列中断：加标记。",
            ],
            ["`.`, ND or nothing is missing.", "`.`、ND 或空格为缺失。"],
        ],
    },
};

const RATE: [&str; 3] = ["Exchange rate", "Value", "Rate"];

fn rate_column(header: &Header) -> Option<usize> {
    RATE.iter().find_map(|name| header.find(name))
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = header.width() == 3 && header.has_all(&["Date", "Country"]);
    if known && rate_column(&header).is_some() {
        95
    } else {
        0
    }
}

/// Starts reading: once through to see which way round the file quotes and how
/// often, then again for its rows.
///
/// # Errors
/// `E-FORMAT-HEADER` when a column is not there, and errors of the bytes.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = match lines.next_row()? {
        Some(row) => Header::new(&row)?,
        None => Header::of(Vec::new())?,
    };
    let columns = Columns {
        date: header.need("Date")?,
        country: header.need("Country")?,
        rate: rate_column(&header).map_or_else(|| header.need(RATE[0]), Ok)?,
    };
    let survey = survey(&opening.input, opening.head.delimiter, &columns)?;
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 1,
        kind: INFO.kind,
        dataset: "fed-h10".to_owned(),
        publisher: "Board of Governors of the Federal Reserve System, release H.10".to_owned(),
        licence: Some("public domain".to_owned()),
        released: None,
        replaces: true,
        mapping: opening.mapping_text,
        notes: Vec::new(),
    };
    let layout = Rates {
        columns,
        survey,
        dates: Dates::default(),
        breaks: Vec::new(),
    };
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        header.width(),
        layout,
    )))
}

#[derive(Clone, Copy)]
struct Columns {
    date: usize,
    country: usize,
    rate: usize,
}

/// What the whole file shows.
struct Survey {
    freq: Freq,
    votes: Votes,
}

fn survey(input: &Input, delimiter: u8, columns: &Columns) -> Result<Survey, FormatError> {
    let mut lines = Lines::new(Text::new(input.open()?, None), delimiter);
    let mut votes = Votes::default();
    let mut dates = Dates::default();
    let (mut days, mut months) = (false, false);
    let mut years: Option<(i16, i16)> = None;
    while let Some(row) = lines.next_row()? {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let Some(period) = dates.read(cell(columns.date)) else {
            continue;
        };
        let start = period.start();
        days |= start.day() != 1;
        months |= start.month() != 1;
        let (first, last) = years.unwrap_or((start.year(), start.year()));
        years = Some((first.min(start.year()), last.max(start.year())));
        if let (Some((quoted, _)), Ok(rate)) = (
            quoted(cell(columns.country), period),
            cell(columns.rate).parse::<f64>(),
        ) {
            votes.see(quoted.currency, start.year(), rate);
        }
    }
    // Averages are dated by the first day of their month or year.
    let freq = match (days, months, years) {
        (true, _, _) => Freq::Day,
        (false, false, Some((first, last))) if first < last => Freq::Year,
        _ => Freq::Month,
    };
    Ok(Survey { freq, votes })
}

struct Rates {
    columns: Columns,
    survey: Survey,
    dates: Dates,
    breaks: Vec<String>,
}

impl Layout for Rates {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.rate(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        let told = self.breaks.iter();
        told.map(|b| format!("{b}: rates before and after are in different currencies"))
            .collect()
    }
}

impl Rates {
    fn rate(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let (date, country, text) = (
            cell(self.columns.date),
            cell(self.columns.country),
            cell(self.columns.rate),
        );
        let day = self.dates.read(date).ok_or_else(|| {
            Problem::cell("bad_period", "Date", date, "a date such as 2018-08-01")
        })?;
        let period = Period::containing(day.start(), self.survey.freq);
        let (quoted, changes) = quoted(country, period).ok_or_else(|| {
            Problem::cell(
                "unknown_economy",
                "Country",
                country,
                "a country of release H.10",
            )
        })?;
        let unit = self.unit(quoted.currency, country)?;
        let printed = match is_missing(text) || text.eq_ignore_ascii_case("nd") {
            true => None,
            false => Some(
                Digits::parse(text, NumberStyle::PLAIN)
                    .and_then(|digits| digits.plain())
                    .map_err(|e| Problem::cell(e.reason(), "Exchange rate", text, e.expected()))?,
            ),
        };
        if changes {
            self.breaks
                .push(format!("{country} {period}, {}", quoted.currency));
        }
        out.observation(&SeriesRow {
            economy: quoted.economy,
            counterpart: None,
            indicator: self.indicator(),
            indicator_name: Some("Exchange rate against the US dollar"),
            period,
            flag: match (&printed, changes) {
                (None, _) => Flag::Missing,
                (Some(_), true) => Flag::Break,
                (Some(_), false) => Flag::Observed,
            },
            printed: printed.as_deref(),
            unit: &unit,
            source: None,
            source_row: row.line,
        });
        Ok(())
    }

    fn indicator(&self) -> &'static str {
        match self.survey.freq {
            Freq::Day => "fx_daily",
            Freq::Year => "fx_annual_average",
            Freq::Quarter | Freq::Month => "fx_monthly_average",
        }
    }

    fn unit(&self, currency: &str, country: &str) -> Result<String, Problem> {
        match self.survey.votes.direction(currency) {
            Direction::PerDollar => Ok(format!("{currency} per USD")),
            Direction::DollarsPer => Ok(format!("USD per {currency}")),
            Direction::Unknown => {
                let expected = "rates that show whether they are dollars or units for one dollar";
                Err(Problem::cell("unknown_quote", "Country", country, expected))
            }
        }
    }
}
