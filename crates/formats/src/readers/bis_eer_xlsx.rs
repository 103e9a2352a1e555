//! `bis-eer-xlsx`: the BIS's workbook of effective exchange rates, a sheet of
//! nominal and one of real indices, one month a line, one economy a column.

use triffin_basis::{Flag, Freq, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::Areas;
use crate::eager::Gathered;
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::layout::{Problem, Sink};
use crate::open::BookOpening;
use crate::readers::bis_areas::area;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::unit_refusal::ambiguous;
use crate::when::Dates;
use crate::workbook::{SheetRow, Workbook};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "bis-eer-xlsx",
    title_en: "BIS, effective exchange rates, workbook",
    title_zh: "国际清算银行有效汇率工作簿",
    kind: Kind::Series,
    docs_en: "The workbook broad.xlsx or narrow.xlsx with the sheets Nominal and Real, as \
           downloaded. A line of codes (NBDZ: nominal, broad, Algeria) heads the figures.",
    docs_zh: "原样使用下载的 broad.xlsx 或 narrow.xlsx，含 Nominal 与 Real 两张工作表。数字上方一行为代码（NBDZ：名义、宽口径、阿尔及利亚）。",
    guide: Guide {
        publisher: [
            "Bank for International Settlements; free with citation",
            "国际清算银行；注明出处可自由使用",
        ],
        detection: [
            "a sheet with a line of codes such as NBCN or RBCN under `EER for:`",
            "某工作表在 `EER for:` 之下有 NBCN、RBCN 之类的代码行",
        ],
        units: [
            "index with the base the sheet states (2010=100); a sheet that states none is refused",
            "指数，基期取工作表所述（2010=100）；未写明基期的工作表被拒",
        ],
        aside: [
            "a line whose first cell is no month; a cell that is no number",
            "首格不是月份的行；不是数字的单元格",
        ],
        traps: &[
            [
                "Months are dated by their last day in the workbook's own numbers of days: read as \
                 months.",
                "月份以月末日期（工作簿的日数）记录：按月读取。",
            ],
            [
                "Nominal and real, broad and narrow are four series: bis_neer_broad …",
                "名义与实际、宽口径与窄口径共四种序列：bis_neer_broad 等。",
            ],
        ],
    },
};

/// The dataset of the indices, in whatever container they come.
pub const DATASET: &str = "bis-eer";
/// Who publishes them.
pub const PUBLISHER: &str = "Bank for International Settlements, effective exchange rates";
/// Under which terms.
pub const LICENCE: &str = "free with citation";
/// Their unit where the container does not say: the base of 2010 to 2023.
pub const BASE: &str = "index (2010=100)";

/// One of the indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    real: bool,
    narrow: bool,
}

impl Rate {
    /// The broad index of a letter, N or R.
    pub fn of(letter: &str) -> Option<Rate> {
        let narrow = false;
        match letter {
            "N" => Some(Rate {
                real: false,
                narrow,
            }),
            "R" => Some(Rate { real: true, narrow }),
            _ => None,
        }
    }

    /// The index and the economy's letters of a code: `NBDZ`.
    fn of_code(code: &str) -> Option<(Rate, &str)> {
        let upper = code.bytes().all(|b| b.is_ascii_uppercase());
        if code.len() != 4 || !upper {
            return None;
        }
        let rate = Rate::of(&code[..1])?;
        match &code[1..2] {
            "B" => Some((rate, &code[2..])),
            "N" => Some((
                Rate {
                    narrow: true,
                    ..rate
                },
                &code[2..],
            )),
            _ => None,
        }
    }

    /// The indicator's code.
    pub fn code(self) -> &'static str {
        match (self.real, self.narrow) {
            (false, false) => "bis_neer_broad",
            (true, false) => "bis_reer_broad",
            (false, true) => "bis_neer_narrow",
            (true, true) => "bis_reer_narrow",
        }
    }

    /// The indicator's name.
    pub fn name(self) -> &'static str {
        match (self.real, self.narrow) {
            (false, false) => "Nominal effective exchange rate, broad index",
            (true, false) => "Real effective exchange rate (CPI-based), broad index",
            (false, true) => "Nominal effective exchange rate, narrow index",
            (true, true) => "Real effective exchange rate (CPI-based), narrow index",
        }
    }
}

/// Filled rows above the figures of a sheet.
const TOP: usize = 8;

/// The line of codes among the first rows.
fn codes(rows: &[SheetRow]) -> Option<&SheetRow> {
    rows.iter().find(|(_, cells)| {
        let filled = || cells.iter().filter(|text| !text.is_empty());
        filled().count() > 0 && filled().all(|text| Rate::of_code(text).is_some())
    })
}

/// How sure the sheets make us that this is the format, of 100.
pub fn score(book: &mut Workbook) -> u8 {
    let sheets = book.sheets();
    let known = sheets
        .iter()
        .any(|sheet| codes(&book.head(sheet, TOP).unwrap_or_default()).is_some());
    if known { 100 } else { 0 }
}

/// Reads the workbook.
///
/// # Errors
/// `E-FORMAT-UNIT` for a sheet without a base period.
pub fn open(mut opening: BookOpening) -> Result<Box<dyn Source>, FormatError> {
    let mut rows = Gathered::new(INFO.kind);
    let mut areas = Areas::default();
    for name in opening.book.sheets() {
        let head = opening.book.head(&name, TOP)?;
        let Some((top, header)) = codes(&head) else {
            continue;
        };
        let columns = columns(header, &mut areas);
        let mut sheet = Sheet {
            unit: base(&head).ok_or_else(|| no_base(&name))?,
            columns,
            dates: Dates::default(),
        };
        let mut failed = None;
        opening.book.each(&name, &mut |number, cells| {
            if number > *top {
                sheet.line(number, cells, &mut rows.sink);
            }
            failed = rows.cut().err();
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
    }
    let profile = Profile {
        mapping: opening.mapping_text,
        notes: areas.notes(),
        ..Profile::published(&INFO, DATASET, PUBLISHER, LICENCE)
    };
    Ok(Box::new(rows.source(profile, opening.input.sha256()?)?))
}

fn columns(header: &[String], areas: &mut Areas) -> Vec<(usize, Rate, String)> {
    let codes = header.iter().enumerate();
    codes
        .filter_map(|(at, code)| {
            let (rate, letters) = Rate::of_code(code)?;
            Some((at, rate, area(areas, letters)))
        })
        .collect()
}

/// The base the rows above the figures state: `Monthly averages; 2010=100`.
fn base(rows: &[SheetRow]) -> Option<String> {
    let texts = rows.iter().flat_map(|(_, cells)| cells);
    texts
        .flat_map(|text| text.split([';', ',']))
        .map(|part| part.replace(' ', ""))
        .find_map(|part| crate::codes::unit(&part).filter(|unit| unit.starts_with("index")))
}

fn no_base(sheet: &str) -> FormatError {
    let why = ["the sheet states no base period", "工作表未写明基期"];
    ambiguous(sheet, why, None)
}

struct Sheet {
    unit: String,
    columns: Vec<(usize, Rate, String)>,
    dates: Dates,
}

impl Sheet {
    fn line(&mut self, number: u64, cells: &[String], out: &mut Sink) {
        let first = cells.first().map_or("", String::as_str);
        let Some(day) = self.dates.read(first) else {
            let problem = Problem::cell("bad_period", "A", first, "a month's day");
            return out.set_aside(number, problem);
        };
        for (at, rate, economy) in &self.columns {
            let row = SeriesRow {
                economy,
                counterpart: None,
                indicator: rate.code(),
                indicator_name: Some(rate.name()),
                period: Period::containing(day.start(), Freq::Month),
                printed: None,
                unit: &self.unit,
                flag: Flag::Observed,
                source: None,
                source_row: number,
            };
            let text = cells.get(*at).map_or("", String::as_str);
            observe(&row, economy, text, out);
        }
    }
}
