//! `comtrade-csv`: trade data as UN Comtrade Plus exports it.
//!
//! Each line ends with a comma that the header does not have, so a reader that
//! takes a longer line's first field for an index shifts every column. Lines
//! repeat each total over second partners, customs procedures and modes of
//! transport: the axes are kept, and the line that is the total says so.

use crate::FormatError;
use crate::csv::{Lines, Row};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Sink};
use crate::open::Opening;
use crate::readers::comtrade_row::{CELLS, ComtradeReader, NAMES, NEEDED};
use crate::schema::Kind;
use crate::source::{Profile, Source};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "comtrade-csv",
    title_en: "UN Comtrade Plus, CSV",
    title_zh: "联合国 Comtrade Plus CSV",
    kind: Kind::Records,
    docs_en: "TradeData CSV as downloaded. World, second partners, customs procedures and modes of \
           transport keep their level, so that nothing is counted twice; re-exports are part of \
           exports.",
    docs_zh: "原样使用下载的 TradeData CSV。世界、第二伙伴、海关程序、运输方式各保留其层级，不重复计算；再出口是出口的一部分。",
    guide: Guide {
        publisher: [
            "United Nations, Comtrade; UN terms: no redistribution",
            "联合国 Comtrade；联合国条款：不得再分发",
        ],
        detection: [
            "columns reporterCode, partnerCode, flowCode, cmdCode and primaryValue",
            "列 reporterCode、partnerCode、flowCode、cmdCode 与 primaryValue",
        ],
        units: [
            "US dollars. Valuation is that of the one of cifvalue and fobvalue the primary value \
             equals, else not stated.",
            "美元。计价为 cifvalue 与 fobvalue 中与 primaryValue 相等的那一个；否则视为未说明。",
        ],
        aside: [
            "services (`not_goods`), flows that are neither import nor export",
            "服务（`not_goods`）、既非进口也非出口的流向",
        ],
        traps: &[
            [
                "Each line ends with a comma that the header lacks: no column shifts.",
                "每行末尾多一个逗号而表头没有：各列不会错位。",
            ],
            [
                "A line for every second partner, procedure and mode repeats the total: only \
                 partner2 0, C00 and mode 0 are totals, the rest has breakdown `detail`.",
                "每个第二伙伴、程序、运输方式各有一行，与总数重复：只有 partner2 为 0、C00、方式 0 的行是总数，其余 breakdown 为 `detail`。",
            ],
            [
                "Number 492 is Europe EU nes although MCO stands beside it.",
                "代码 492 是“欧盟（未列明）”，尽管旁边写着 MCO。",
            ],
        ],
    },
};

/// Who publishes UN Comtrade's files.
pub const PUBLISHER: &str = "United Nations, Comtrade database";
/// Its terms.
pub const LICENCE: &str = "UN terms: no redistribution";

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = header.has_all(&[
        "reporterCode",
        "partnerCode",
        "flowCode",
        "cmdCode",
        "primaryValue",
    ]);
    if known { 100 } else { 0 }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a needed column is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    for cell in NEEDED {
        header.need(NAMES[cell])?;
    }
    let layout = Comtrade {
        columns: NAMES.map(|name| header.find(name)),
        reader: ComtradeReader::new(opening.options.as_today),
    };
    let profile = Profile {
        reader_version: 2,
        mapping: opening.mapping_text,
        ..Profile::published(&INFO, "un-comtrade", PUBLISHER, LICENCE)
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Comtrade {
    /// Where the cells stand; those that older downloads lack are optional.
    columns: [Option<usize>; CELLS],
    reader: ComtradeReader,
}

impl Layout for Comtrade {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("");
        let cells = self.columns.map(cell);
        if let Err(problem) = self.reader.record(&cells, row.line, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.reader.notes()
    }
}
