//! Every reader, and which one a file is for.

use crate::FormatError;
use crate::format_info::FormatInfo;
use crate::header::Head;
use crate::map_match;
use crate::mapping::Mapping;
use crate::open::{BookOpening, FolderOpening, Opening, ReadOptions};
use crate::readers::{
    baci_csv, bis_eer_csv, bis_eer_xlsx, bis_weights_csv, code_table_csv, comtrade_csv,
    comtrade_json, comtrade_legacy_csv, comtrade_reporting_csv, concordance_csv, crises_csv,
    eurostat_bilateral_csv, ewn_csv, fed_h10_csv, fred_csv, keyed_csv, pwt_csv, records_csv,
    sdmx_csv, series_csv, weo_ddf, worldbank_csv, worldbank_databank_xlsx,
};
use crate::refused;
use crate::source::Source;
use crate::workbook::Workbook;

/// How a reader reads a folder.
pub type FolderReader = fn(FolderOpening) -> Opened;

type Opened = Result<Box<dyn Source>, FormatError>;

/// A reader: what people are told about it, and how it reads.
pub struct Format {
    /// What people are told about it.
    pub info: FormatInfo,
    /// How it reads a text.
    pub text: Option<TextReader>,
    /// How it reads a workbook.
    pub book: Option<BookReader>,
    /// How it reads a folder.
    pub folder: Option<FolderReader>,
}

/// How sure a reader is of a text, and how it reads it.
pub struct TextReader {
    /// How sure the first lines make it, of 100.
    pub score: fn(&Head) -> u8,
    /// Starts reading.
    pub open: fn(Opening) -> Opened,
}

/// How sure a reader is of a workbook, and how it reads it.
pub struct BookReader {
    /// How sure the sheets make it, of 100.
    pub score: fn(&mut Workbook) -> u8,
    /// Reads it.
    pub open: fn(BookOpening) -> Opened,
}

const fn text(info: FormatInfo, score: fn(&Head) -> u8, open: fn(Opening) -> Opened) -> Format {
    Format {
        info,
        text: Some(TextReader { score, open }),
        book: None,
        folder: None,
    }
}

const fn book(
    info: FormatInfo,
    score: fn(&mut Workbook) -> u8,
    open: fn(BookOpening) -> Opened,
) -> Format {
    Format {
        info,
        text: None,
        book: Some(BookReader { score, open }),
        folder: None,
    }
}

/// A reader's line in the list below, by the module's name.
macro_rules! reader {
    ($kind:ident $module:ident) => {
        $kind($module::INFO, $module::score, $module::open)
    };
}

/// Every reader. A new one adds its line here.
pub const READERS: [Format; 23] = [
    reader!(text records_csv),
    reader!(text series_csv),
    reader!(text comtrade_csv),
    reader!(text comtrade_legacy_csv),
    reader!(text comtrade_json),
    reader!(text baci_csv),
    reader!(text eurostat_bilateral_csv),
    reader!(text worldbank_csv),
    reader!(book worldbank_databank_xlsx),
    Format {
        folder: Some(weo_ddf::open_folder),
        ..reader!(text weo_ddf)
    },
    reader!(text pwt_csv),
    reader!(text ewn_csv),
    reader!(text keyed_csv),
    reader!(text crises_csv),
    reader!(text fed_h10_csv),
    reader!(text fred_csv),
    reader!(book bis_eer_xlsx),
    reader!(text bis_eer_csv),
    reader!(text bis_weights_csv),
    reader!(text sdmx_csv),
    reader!(text concordance_csv),
    reader!(text code_table_csv),
    reader!(text comtrade_reporting_csv),
];

const INFOS: [FormatInfo; READERS.len()] = {
    let mut infos = [READERS[0].info; READERS.len()];
    let mut at = 0;
    while at < READERS.len() {
        infos[at] = READERS[at].info;
        at += 1;
    }
    infos
};

/// Every format that can be read.
pub fn formats() -> &'static [FormatInfo] {
    &INFOS
}

/// The reader asked for by name; `None` when it is to be detected.
///
/// # Errors
/// `E-FORMAT-UNKNOWN` for a name that is none.
pub fn named(options: &ReadOptions) -> Result<Option<&'static Format>, FormatError> {
    let map = options.map.as_ref();
    let asked = options.format.as_deref();
    let name = asked.or(map.and_then(|m| m.format.as_deref()));
    let Some(name) = name.or(map.map(|_| records_csv::INFO.name)) else {
        return Ok(None);
    };
    let found = all().iter().find(|format| format.info.name == name);
    found.map(Some).ok_or_else(|| {
        unknown(
            format!("format `{name}` is not known"),
            format!("格式“{name}”无法识别"),
        )
    })
}

fn all() -> &'static [Format] {
    static ALL: [Format; READERS.len()] = READERS;
    &ALL
}

/// The reader of a text.
///
/// # Errors
/// `E-FORMAT-UNKNOWN` when none knows it or two know it as well,
/// `E-FORMAT-UNIT` when its figures have no unit that can be told.
pub fn of_text(head: &Head) -> Result<&'static Format, FormatError> {
    let readers = all().iter();
    let scored = readers.filter_map(|format| Some(((format.text.as_ref()?.score)(head), format)));
    surest(scored.collect(), || {
        let first = head.lines.first().map(|names| names.join(", "));
        refused::text(head).unwrap_or_else(|| nobody(head, &first.unwrap_or_default()))
    })
}

/// Whether a reader of one publisher's layout knows a text; those of one's own
/// columns are none.
pub fn knows_publisher(head: &Head) -> bool {
    let general = [records_csv::INFO.name, series_csv::INFO.name];
    of_text(head).is_ok_and(|format| !general.contains(&format.info.name))
}

/// The reader of a workbook.
///
/// # Errors
/// `E-FORMAT-WORKBOOK` when none knows it.
pub fn of_book(book: &mut Workbook, name: &str) -> Result<&'static Format, FormatError> {
    let readers = all().iter();
    let scored: Vec<(u8, &Format)> = readers
        .filter_map(|format| Some(((format.book.as_ref()?.score)(book), format)))
        .collect();
    let sheets = book.sheets().join(", ");
    surest(scored, || refused::workbook(name, &sheets))
}

/// The reader of a folder.
///
/// # Errors
/// `E-FORMAT-IO` when the folder holds no tables that belong together.
pub fn of_folder(folder: &std::path::Path) -> Result<(&'static Format, FolderReader), FormatError> {
    let known = !weo_ddf::tables(folder).is_empty();
    let reader = all().iter().find_map(|f| Some((f, f.folder?)));
    reader
        .filter(|_| known)
        .ok_or_else(|| refused::folder(&folder.display().to_string()))
}

fn surest(
    mut scored: Vec<(u8, &'static Format)>,
    nobody: impl FnOnce() -> FormatError,
) -> Result<&'static Format, FormatError> {
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scored[..] {
        [(0, _), ..] | [] => Err(nobody()),
        [(best, one), (next, other), ..] if best == next => {
            let (one, other) = (one.info.name, other.info.name);
            Err(unknown(
                format!("the header fits {one} as well as {other}"),
                format!("表头同时符合 {one} 和 {other}"),
            ))
        }
        [(_, format), ..] => Ok(format),
    }
}

fn nobody(head: &Head, header: &str) -> FormatError {
    let first: String = header.chars().take(160).collect();
    let [near, near_zh] = map_match::nearest(head);
    unknown(
        format!("no format is known by the header: {first}{near}"),
        format!("无法由表头识别格式：{first}{near_zh}"),
    )
}

/// A file or format that no reader knows.
pub fn unknown(message: String, chinese: String) -> FormatError {
    let names: Vec<&str> = INFOS.iter().map(|info| info.name).collect();
    let maps: Vec<&str> = Mapping::shipped_names().collect();
    FormatError::new(
        "E-FORMAT-UNKNOWN",
        message,
        format!("one of {}; maps {}", names.join(", "), maps.join(", ")),
        "Name the format with --as, or the publisher's layout with --map.",
    )
    .zh(
        chinese,
        format!("{} 之一；映射 {}", names.join("、"), maps.join("、")),
        "请用 --as 指定格式，或用 --map 指定发布者的版式。",
    )
}
