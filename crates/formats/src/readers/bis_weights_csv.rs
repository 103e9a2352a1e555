//! `bis-weights-csv`: the trade weights of the BIS effective exchange rates,
//! an economy, a counterpart and a window of three years a line.

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
use crate::readers::bis_areas::area;
use crate::readers::bis_eer_xlsx::{LICENCE, PUBLISHER};
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::whole_line::{ByLine, WholeLine};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "bis-weights-csv",
    title_en: "BIS, trade weights of the effective exchange rates",
    title_zh: "国际清算银行有效汇率贸易权重",
    kind: Kind::Series,
    docs_en: "Columns geo_base, geo, time_range (1993_1995), weight. The weight of geo for \
           geo_base: economy and counterpart. A window's weight is stored for each of its years, \
           with the window in the column source.",
    docs_zh: "列 geo_base、geo、time_range（1993_1995）、weight：geo 在 geo_base 中的权重，分别存为 economy 与 counterpart。窗口内每年各存一次，窗口记在 source 列。",
    guide: Guide {
        publisher: [
            "Bank for International Settlements; free with citation",
            "国际清算银行；注明出处可自由使用",
        ],
        detection: [
            "exactly the columns geo_base, geo, time_range, weight",
            "恰为列 geo_base、geo、time_range、weight",
        ],
        units: [
            "per cent; the weights of an economy in one window sum to 100",
            "百分比；同一经济体同一窗口的权重合计为 100",
        ],
        aside: [
            "a window that is not two years, the first not after the second (`bad_period`); every \
             year it would have filled counts as a row",
            "窗口不是先后两个年份（`bad_period`）；该行计为一行",
        ],
        traps: &[
            [
                "A window of three years is no period: without its years a question for 2018 would \
                 find nothing, so a line becomes three observations.",
                "三年窗口不是一个时期：若不逐年存放，问 2018 年便查无结果，故一行成为三个观测值。",
            ],
            [
                "UK and EA stand for the United Kingdom and the euro area.",
                "UK 与 EA 指英国与欧元区。",
            ],
        ],
    },
};

const NAMES: [&str; 4] = ["geo_base", "geo", "time_range", "weight"];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    if header.width() == NAMES.len() && header.has_all(&NAMES) {
        100
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
        ..Profile::published(&INFO, "bis-weights", PUBLISHER, LICENCE)
    };
    let layout = Weights { columns };
    let width = header.width();
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        width,
        ByLine::new(layout),
    )))
}

struct Weights {
    columns: [usize; NAMES.len()],
}

/// The longest window: a slip of a year must not fill a century.
const LONGEST: i16 = 10;

/// First and last year of `1993_1995`.
fn window(text: &str) -> Option<(i16, i16)> {
    let (first, last) = text.split_once(['_', '-'])?;
    let year = |text: &str| {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<i16>().ok()).flatten()
    };
    let (first, last) = (year(first)?, year(last)?);
    (first <= last && last - first < LONGEST).then_some((first, last))
}

impl WholeLine for Weights {
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem> {
        let [base, geo, range, weight] = self.columns.map(|at| row.get(at).unwrap_or(""));
        let (first, last) = window(range).ok_or_else(|| {
            Problem::cell(
                "bad_period",
                "time_range",
                range,
                "a window such as 1993_1995",
            )
        })?;
        for (name, letters) in [(NAMES[0], base), (NAMES[1], geo)] {
            if letters.is_empty() {
                return Err(Problem::cell("missing_economy", name, "", "two letters"));
            }
        }
        let economy = area(areas, base);
        let counterpart = area(areas, geo);
        let source = format!("window {first}-{last}");
        for year in first..=last {
            let observation = SeriesRow {
                economy: &economy,
                counterpart: Some(&counterpart),
                indicator: "bis_broad_weight",
                indicator_name: Some("Trade weight, broad index"),
                period: Period::year(year),
                printed: None,
                unit: "%",
                flag: Flag::Observed,
                source: Some(&source),
                source_row: row.line,
            };
            observe(&observation, "weight", weight, out);
        }
        Ok(())
    }
}
