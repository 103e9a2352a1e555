//! `comtrade-legacy-csv`: trade data in the layout UN Comtrade had until 2022.

use crate::FormatError;
use crate::csv::{Lines, Row};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Sink};
use crate::open::Opening;
use crate::readers::comtrade_csv::{LICENCE, PUBLISHER};
use crate::readers::comtrade_row::{CELLS, Cells, ComtradeReader, NEEDED, at};
use crate::schema::Kind;
use crate::source::{Profile, Source};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "comtrade-legacy-csv",
    title_en: "UN Comtrade, layout until 2022, CSV",
    title_zh: "联合国 Comtrade 2022 年以前的 CSV",
    kind: Kind::Records,
    docs_en: "The download of the former site and the bulk files: Classification, Period, Trade \
           Flow, Reporter, Partner, Commodity Code, quantities and Trade Value (US$), with or \
           without blanks and brackets in the headings.",
    docs_zh: "旧网站与批量文件的下载：Classification、Period、Trade Flow、Reporter、Partner、Commodity Code、数量与 Trade Value (US$)，列名中的空格与括号可有可无。",
    guide: Guide {
        publisher: [
            "United Nations, Comtrade; UN terms: no redistribution",
            "联合国 Comtrade；联合国条款：不得再分发",
        ],
        detection: [
            "columns Classification, Reporter Code, Partner Code, Commodity Code and Trade Value",
            "列 Classification、Reporter Code、Partner Code、Commodity Code 与 Trade Value",
        ],
        units: [
            "US dollars. The columns of CIF and FOB values are mostly empty: the valuation is then \
             not stated, and not guessed from the reporter.",
            "美元。CIF 与 FOB 列大多为空：此时计价视为未说明，不按报告国推断。",
        ],
        aside: [
            "flows that are neither import nor export",
            "既非进口也非出口的流向",
        ],
        traps: &[
            [
                "Re-exports and re-imports are lines of their own and part of exports and imports.",
                "再出口与再进口单列，是出口与进口的一部分。",
            ],
            [
                "World is the code 0 or WLD, and stands beside the partners it sums.",
                "世界为代码 0 或 WLD，与其所汇总的伙伴并列。",
            ],
            [
                "An empty number is missing, and a quantity of 0 in “No Quantity” too.",
                "空的数字是缺失；单位为 “No Quantity” 的数量 0 也是缺失。",
            ],
            [
                "Flag 2, 4 or 6 says that Comtrade estimated quantity, net weight or both.",
                "Flag 为 2、4、6 表示数量、净重或两者由 Comtrade 估计。",
            ],
        ],
    },
};

const FLOW_WORD: &[&str] = &["Trade Flow", "TradeFlow", "rgDesc"];
const FLOW_CODE: &[&str] = &["Trade Flow Code", "TradeFlow Code", "rgCode"];
const FLAG: &[&str] = &["Flag", "estCode"];

/// A cell and the headings it comes under.
const HEADINGS: [(usize, &[&str]); 18] = [
    (at::PERIOD, &["Period", "Year", "yr"]),
    (at::REPORTER, &["Reporter Code", "rtCode"]),
    (at::REPORTER_ISO, &["Reporter ISO", "rt3ISO"]),
    (at::PARTNER, &["Partner Code", "ptCode"]),
    (at::PARTNER_ISO, &["Partner ISO", "pt3ISO"]),
    (at::PARTNER2, &["2nd Partner Code", "ptCode2"]),
    (at::PARTNER2_ISO, &["2nd Partner ISO", "pt3ISO2"]),
    (at::CLASSIFICATION, &["Classification", "pfCode"]),
    (at::PRODUCT, &["Commodity Code", "cmdCode"]),
    (at::CUSTOMS, &["Customs Proc. Code", "cstCode"]),
    (at::TRANSPORT, &["Mode of Transport Code", "motCode"]),
    (at::UNIT_CODE, &["Qty Unit Code", "qtCode"]),
    (at::QUANTITY, &["Qty", "TradeQuantity", "Quantity"]),
    (at::NET_WEIGHT, &["Netweight (kg)", "NetWeight"]),
    (at::VALUE, &["Trade Value (US$)", "TradeValue"]),
    (
        at::CIF,
        &["CIF Trade Value (US$)", "CIF TradeValue", "CIFValue"],
    ),
    (
        at::FOB,
        &["FOB Trade Value (US$)", "FOB TradeValue", "FOBValue"],
    ),
    (at::TYPE, &["typeCode"]),
];

fn columns(header: &Header) -> [Option<usize>; CELLS] {
    let mut columns = [None; CELLS];
    for (cell, headings) in HEADINGS {
        columns[cell] = header.find_any(headings);
    }
    columns
}

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let columns = columns(&header);
    let flow = header.find_any(FLOW_WORD).or(header.find_any(FLOW_CODE));
    let known = NEEDED
        .iter()
        .all(|cell| *cell == at::FLOW || columns[*cell].is_some());
    if known && flow.is_some() && columns[at::CLASSIFICATION].is_some() {
        95
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a needed column is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let columns = columns(&header);
    for (cell, headings) in HEADINGS {
        if NEEDED.contains(&cell) && columns[cell].is_none() {
            header.need(headings[0])?;
        }
    }
    let layout = Legacy {
        columns,
        flow_word: header.find_any(FLOW_WORD),
        flow_code: header.find_any(FLOW_CODE),
        flag: header.find_any(FLAG),
        reader: ComtradeReader::new(opening.options.as_today),
    };
    if layout.flow_word.is_none() && layout.flow_code.is_none() {
        header.need(FLOW_WORD[0])?;
    }
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(&INFO, "un-comtrade", PUBLISHER, LICENCE)
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Legacy {
    columns: [Option<usize>; CELLS],
    flow_word: Option<usize>,
    flow_code: Option<usize>,
    flag: Option<usize>,
    reader: ComtradeReader,
}

/// Today's code of a flow in words or numbers of the time. Where a line has
/// both and they differ, what it says is the word.
fn flow<'a>(word: &'a str, code: &'a str) -> &'a str {
    let text = if word.is_empty() { code } else { word };
    match text.to_ascii_lowercase().as_str() {
        "import" | "imports" | "1" => "M",
        "export" | "exports" | "2" => "X",
        "re-export" | "re-exports" | "3" => "RX",
        "re-import" | "re-imports" | "4" => "RM",
        _ => text,
    }
}

/// Whether quantity and net weight are estimates.
///
/// Source: UN Comtrade, field estCode: 2 quantity, 4 net weight, 6 both.
fn estimated(flag: &str) -> (&'static str, &'static str) {
    match flag {
        "2" => ("true", ""),
        "4" => ("", "true"),
        "6" => ("true", "true"),
        _ => ("", ""),
    }
}

impl Layout for Legacy {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("");
        let mut cells: Cells<'_> = self.columns.map(cell);
        cells[at::FLOW] = flow(cell(self.flow_word), cell(self.flow_code));
        let (quantity, weight) = estimated(cell(self.flag));
        cells[at::QUANTITY_ESTIMATED] = quantity;
        cells[at::WEIGHT_ESTIMATED] = weight;
        if let Err(problem) = self.reader.record(&cells, row.line, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.reader.notes()
    }
}
