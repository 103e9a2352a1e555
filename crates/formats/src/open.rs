//! Opening a file: its bytes, its text or sheets, the reader that knows it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::FormatError;
use crate::bytes::Input;
use crate::encoding::{self, Text};
use crate::header::Head;
use crate::map_match;
use crate::mapping::Mapping;
use crate::registry::{self, Format};
use crate::source::Source;
use crate::workbook::Workbook;

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

/// A workbook on its way to its reader.
pub struct BookOpening {
    /// The file.
    pub input: Input,
    /// Its sheets.
    pub book: Workbook,
    /// Canonical text of the mapping, empty when none.
    pub mapping_text: String,
}

/// A folder on its way to its reader.
pub struct FolderOpening {
    /// The folder.
    pub folder: PathBuf,
    /// Canonical text of the mapping, empty when none.
    pub mapping_text: String,
}

/// Opens a file: plain, `.gz` or a `.zip` of one table, a workbook, or a
/// folder of tables that belong together.
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
    let mapping_text = canonical(map)?;
    let asked = registry::named(options)?;
    if let Input::Path(path) = &input
        && path.is_dir()
    {
        return open_folder(path, asked, mapping_text);
    }
    if let Some(book) = Workbook::open(&input)? {
        return open_book(input, book, asked, mapping_text);
    }
    let label = options
        .encoding
        .as_deref()
        .or(map.and_then(|m| m.encoding.as_deref()));
    let forced = label.map(encoding::named).transpose()?;
    let mut text = Text::new(input.open()?, forced);
    let head = Head::of(&mut text, delimiter(map)?)?;
    let options = with_matching_map(&head, options)?;
    let map = options.map.as_ref();
    let format = match registry::named(&options)? {
        Some(format) => format,
        None => registry::of_text(&head)?,
    };
    agree(format, map)?;
    let mapping_text = canonical(map)?;
    let Some(reader) = &format.text else {
        return Err(other_container(format, "text", "文本"));
    };
    (reader.open)(Opening {
        input,
        text,
        head,
        options,
        mapping_text,
    })
}

fn canonical(map: Option<&Mapping>) -> Result<String, FormatError> {
    Ok(map.map(Mapping::canonical).transpose()?.unwrap_or_default())
}

/// The options with the shipped map whose header the file has, where nothing is
/// named and no reader of one publisher's layout knows the file.
fn with_matching_map(head: &Head, options: &ReadOptions) -> Result<ReadOptions, FormatError> {
    let mut options = options.clone();
    let named = options.format.is_some() || options.map.is_some();
    if named || registry::knows_publisher(head) {
        return Ok(options);
    }
    options.map = match map_match::exact(head)[..] {
        [] => None,
        [name] => Mapping::shipped(name),
        [one, other, ..] => {
            return Err(registry::unknown(
                format!("the header fits map {one} as well as {other}"),
                format!("表头同时符合映射 {one} 和 {other}"),
            ));
        }
    };
    Ok(options)
}

fn open_book(
    input: Input,
    mut book: Workbook,
    asked: Option<&'static Format>,
    mapping_text: String,
) -> Result<Box<dyn Source>, FormatError> {
    let name = input.name();
    let format = asked.map_or_else(|| registry::of_book(&mut book, &name), Ok)?;
    let Some(reader) = &format.book else {
        return Err(other_container(format, "a workbook", "工作簿"));
    };
    (reader.open)(BookOpening {
        input,
        book,
        mapping_text,
    })
}

fn open_folder(
    folder: &Path,
    asked: Option<&'static Format>,
    mapping_text: String,
) -> Result<Box<dyn Source>, FormatError> {
    let (format, open) = registry::of_folder(folder)?;
    if let Some(asked) = asked
        && asked.info.name != format.info.name
    {
        return Err(other_container(asked, "a folder", "文件夹"));
    }
    open(FolderOpening {
        folder: folder.to_path_buf(),
        mapping_text,
    })
}

fn other_container(format: &Format, found: &str, found_zh: &str) -> FormatError {
    let name = format.info.name;
    FormatError::new(
        "E-FORMAT-CONTAINER",
        format!("the format {name} is not read from {found}"),
        "the file as the publisher ships it",
        "Leave --as away to have the format detected.",
    )
    .zh(
        format!("格式 {name} 不从{found_zh}读取"),
        "发布者原样提供的文件",
        "请去掉 --as，由程序识别格式。",
    )
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
