//! `comtrade-reporting-csv`: how each economy reported its trade to UN
//! Comtrade, year by year: valuation, trade system, currency, partner.

use crate::FormatError;
use crate::builder::CodeRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::whole_year;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "comtrade-reporting-csv",
    title_en: "UN Comtrade, valuation and trade system by reporter and year",
    title_zh: "联合国 Comtrade 各报告国逐年的计价与贸易体系",
    kind: Kind::Codes,
    docs_en: "Columns year, country_iso and, for imports and for exports, classification, \
           currency, conversion factor, trade system, valuation, partner. Each line becomes two \
           rows, one a flow: the economy, and the valuation of that flow in that year.",
    docs_zh: "列 year、country_iso，以及进口与出口各自的分类、货币、折算系数、贸易体系、计价、伙伴定义。每行成为两行，每个流向一行：经济体及其当年该流向的计价。",
    guide: Guide {
        publisher: [
            "compiled from UN Comtrade's explanatory notes; CC BY 4.0",
            "据联合国 Comtrade 说明编制；CC BY 4.0",
        ],
        detection: [
            "columns year, country_iso, valuation_imports, valuation_exports, trade_system_imports",
            "列 year、country_iso、valuation_imports、valuation_exports、trade_system_imports",
        ],
        units: [
            "none: words. The conversion factor, US dollars for one unit of the reported currency, \
             is kept in extra.",
            "无：均为词。折算系数（每单位申报货币兑美元）存于 extra。",
        ],
        aside: [
            "a year that is none, a line without an economy",
            "不存在的年份、没有经济体的行",
        ],
        traps: &[
            [
                "It says what was reported to Comtrade, not what a national file holds: the US \
                 Census publishes imports at customs value. `trade mirror` and `trade reliability` \
                 take it for records of Comtrade that state no valuation, and say so; for no other.",
                "它说明的是向 Comtrade 申报的口径，而非各国自己的文件：美国普查局进口按海关价值发布。trade mirror 与 trade reliability 仅对未注明计价的 Comtrade 记录采用，并予说明。",
            ],
            [
                "cif/fob is kept as it stands and counts as mixed; NA is nothing.",
                "cif/fob 照原样保留，视为混合计价；NA 视为没有。",
            ],
        ],
    },
};

const NEEDS: [&str; 5] = [
    "year",
    "country_iso",
    "valuation_imports",
    "valuation_exports",
    "trade_system_imports",
];

/// What is kept in `extra`, without the flow at its end.
const OTHERS: [&str; 5] = [
    "reported_classification",
    "reported_currency",
    "currency_conversion_factor",
    "trade_system",
    "partner",
];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    if head.header().has_all(&NEEDS) {
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
    let side = |flow: &'static str, suffix: &str| -> Result<Side, FormatError> {
        let column = |name: &&'static str| {
            let at = header.find(&format!("{name}_{suffix}"))?;
            Some((at, *name))
        };
        Ok(Side {
            flow,
            valuation: header.need(&format!("valuation_{suffix}"))?,
            others: OTHERS.iter().filter_map(column).collect(),
        })
    };
    let layout = Reporting {
        year: header.need(NEEDS[0])?,
        economy: header.need(NEEDS[1])?,
        sides: [
            side("valuation of imports", "imports")?,
            side("valuation of exports", "exports")?,
        ],
        areas: Areas::default(),
    };
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(
            &INFO,
            "comtrade-reporting",
            "UN Comtrade explanatory notes, compiled by reporter and year",
            "CC BY 4.0",
        )
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Side {
    flow: &'static str,
    valuation: usize,
    others: Vec<(usize, &'static str)>,
}

struct Reporting {
    year: usize,
    economy: usize,
    sides: [Side; 2],
    areas: Areas,
}

/// A word; nothing where the table has none.
fn word(text: &str) -> Option<&str> {
    let none = matches!(text.to_ascii_lowercase().as_str(), "" | "na" | "null");
    (!none).then_some(text)
}

impl Layout for Reporting {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let cell = |at: usize| row.get(at).unwrap_or("");
        let (text, letters) = (cell(self.year), cell(self.economy));
        let problem = match (whole_year(text), letters) {
            (_, "") => Problem::cell("missing_economy", NEEDS[1], "", "three letters"),
            (None, _) => Problem::cell("bad_period", NEEDS[0], text, "a year such as 2018"),
            (Some(year), _) => {
                let days = year.days_since_epoch();
                let area = self.areas.resolve(letters);
                for side in &self.sides {
                    store(side, &area.code, days, row, out);
                }
                return;
            }
        };
        for _ in &self.sides {
            out.set_aside(row.line, problem.clone());
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

fn store(side: &Side, economy: &str, days: (i32, i32), row: &Row<'_>, out: &mut Sink) {
    let cell = |at: usize| row.get(at).unwrap_or("");
    let mut object = serde_json::Map::new();
    for (at, name) in &side.others {
        if let Some(text) = word(cell(*at)) {
            object.insert((*name).to_owned(), text.into());
        }
    }
    let extra = (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string());
    out.code(&CodeRow {
        system: "comtrade-reporting",
        code: economy,
        target_system: Some(side.flow),
        target: word(cell(side.valuation)),
        valid_from: Some(days.0),
        valid_until: Some(days.1),
        source_row: row.line,
        extra: extra.as_deref(),
        ..CodeRow::default()
    });
}
