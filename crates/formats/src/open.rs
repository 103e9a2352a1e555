//! Opening a file: its bytes, its text, the reader that knows it.

use std::path::Path;

use jiff::civil::Date;
use triffin_basis::Lang;

use crate::FormatError;
use crate::bytes::Input;
use crate::encoding::{self, Text};
use crate::header::Head;
use crate::map_match;
use crate::mapping::Mapping;
use crate::readers::{comtrade_csv, ewn_csv, fed_h10_csv, records_csv, series_csv, worldbank_csv};
use crate::schema::Kind;
use crate::source::Source;

/// What people are told about a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// Name, as in `--as`.
    pub name: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// Which table its rows belong to.
    pub kind: Kind,
    /// Its columns and what is done with them, in English.
    pub docs_en: &'static str,
    /// The same in Chinese.
    pub docs_zh: &'static str,
}

impl FormatInfo {
    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.title_en,
            Lang::Zh => self.title_zh,
        }
    }

    /// Its columns and what is done with them, in a language.
    pub fn docs(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.docs_en,
            Lang::Zh => self.docs_zh,
        }
    }
}

struct Format {
    info: FormatInfo,
    score: fn(&Head) -> u8,
    open: fn(Opening) -> Result<Box<dyn Source>, FormatError>,
}

/// Every reader. A new one adds its line here.
const READERS: [Format; 6] = [
    Format {
        info: records_csv::INFO,
        score: records_csv::score,
        open: records_csv::open,
    },
    Format {
        info: series_csv::INFO,
        score: series_csv::score,
        open: series_csv::open,
    },
    Format {
        info: comtrade_csv::INFO,
        score: comtrade_csv::score,
        open: comtrade_csv::open,
    },
    Format {
        info: worldbank_csv::INFO,
        score: worldbank_csv::score,
        open: worldbank_csv::open,
    },
    Format {
        info: fed_h10_csv::INFO,
        score: fed_h10_csv::score,
        open: fed_h10_csv::open,
    },
    Format {
        info: ewn_csv::INFO,
        score: ewn_csv::score,
        open: ewn_csv::open,
    },
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

/// How to read a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format's name; detected when `None`.
    pub format: Option<String>,
    /// The mapping of a publisher without a reader of its own.
    pub map: Option<Mapping>,
    /// The encoding's name; detected when `None`.
    pub encoding: Option<String>,
    /// Today: later dates are no record of the past.
    pub as_today: Date,
}

impl ReadOptions {
    /// Everything detected; `today` bounds the dates of records.
    pub fn new(today: Date) -> Self {
        Self {
            format: None,
            map: None,
            encoding: None,
            as_today: today,
        }
    }
}

/// A file on its way to its reader.
pub struct Opening {
    /// The file, which a reader may open again.
    pub input: Input,
    /// Its text, at the start.
    pub text: Text,
    /// Its first lines.
    pub head: Head,
    /// How to read it.
    pub options: ReadOptions,
    /// Canonical text of the mapping, empty when none.
    pub mapping_text: String,
}

/// Opens a file: plain, `.gz` or a `.zip` of one table.
///
/// # Errors
/// `E-FORMAT-UNKNOWN` when no reader knows the file, `E-FORMAT-IO`,
/// `E-FORMAT-ZIP`, `E-FORMAT-HEADER`, `E-FORMAT-MAP` … with the offending
/// value and what to do.
pub fn open(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Box<dyn Source>, FormatError> {
    open_input(Input::Path(path.as_ref().to_path_buf()), options)
}

/// Opens bytes in memory under the name of a file.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Box<dyn Source>, FormatError> {
    open_input(Input::Memory(name.to_owned(), bytes.into()), options)
}

fn open_input(input: Input, options: &ReadOptions) -> Result<Box<dyn Source>, FormatError> {
    let map = options.map.as_ref();
    let label = options
        .encoding
        .as_deref()
        .or(map.and_then(|m| m.encoding.as_deref()));
    let forced = label.map(encoding::named).transpose()?;
    let mut text = Text::new(input.open()?, forced);
    let head = Head::of(&mut text, delimiter(map)?)?;
    let options = with_matching_map(&head, options)?;
    let map = options.map.as_ref();
    let format = choose(&head, &options)?;
    agree(format, map)?;
    let mapping_text = map.map(Mapping::canonical).transpose()?.unwrap_or_default();
    (format.open)(Opening {
        input,
        text,
        head,
        options,
        mapping_text,
    })
}

/// The options with the shipped map whose header the file has, where nothing is
/// named and no reader of one publisher's layout knows the file.
fn with_matching_map(head: &Head, options: &ReadOptions) -> Result<ReadOptions, FormatError> {
    let mut options = options.clone();
    let general = [records_csv::INFO.name, series_csv::INFO.name];
    let named = options.format.is_some() || options.map.is_some();
    let known = || detect(head).is_ok_and(|format| !general.contains(&format.info.name));
    if named || known() {
        return Ok(options);
    }
    options.map = match map_match::exact(head)[..] {
        [] => None,
        [name] => Mapping::shipped(name),
        [one, other, ..] => {
            return Err(unknown(
                format!("the header fits map {one} as well as {other}"),
                format!("表头同时符合映射 {one} 和 {other}"),
            ));
        }
    };
    Ok(options)
}

fn delimiter(map: Option<&Mapping>) -> Result<Option<u8>, FormatError> {
    let Some(delimiter) = map.and_then(|m| m.delimiter) else {
        return Ok(None);
    };
    match u8::try_from(delimiter) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(Some(byte)),
        _ => Err(crate::mapping::wrong(
            format!("delimiter `{delimiter}` is no ASCII character"),
            format!("分隔符“{delimiter}”不是 ASCII 字符"),
        )),
    }
}

fn choose(head: &Head, options: &ReadOptions) -> Result<&'static Format, FormatError> {
    let map = options.map.as_ref();
    let named = options
        .format
        .as_deref()
        .or(map.and_then(|m| m.format.as_deref()));
    let named = named.or(map.map(|_| records_csv::INFO.name));
    match named {
        Some(name) => READERS
            .iter()
            .find(|format| format.info.name == name)
            .ok_or_else(|| {
                unknown(
                    format!("format `{name}` is not known"),
                    format!("格式“{name}”无法识别"),
                )
            }),
        None => detect(head),
    }
}

fn detect(head: &Head) -> Result<&'static Format, FormatError> {
    let mut scored: Vec<(u8, &Format)> = READERS
        .iter()
        .map(|format| ((format.score)(head), format))
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scored[..] {
        [(0, _), ..] | [] => {
            let first = head
                .lines
                .first()
                .map(|names| names.join(", "))
                .unwrap_or_default();
            let first: String = first.chars().take(160).collect();
            let [near, near_zh] = map_match::nearest(head);
            Err(unknown(
                format!("no format is known by the header: {first}{near}"),
                format!("无法由表头识别格式：{first}{near_zh}"),
            ))
        }
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

fn unknown(message: String, chinese: String) -> FormatError {
    let names: Vec<&str> = READERS.iter().map(|format| format.info.name).collect();
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

fn agree(format: &Format, map: Option<&Mapping>) -> Result<(), FormatError> {
    match map.and_then(|m| m.kind) {
        Some(kind) if kind != format.info.kind => {
            let (name, own) = (format.info.name, format.info.kind.as_str());
            let kind = kind.as_str();
            Err(crate::mapping::wrong(
                format!("the mapping is of {kind}, the format {name} of {own}"),
                format!("映射属于 {kind}，而格式 {name} 属于 {own}"),
            ))
        }
        _ => Ok(()),
    }
}
