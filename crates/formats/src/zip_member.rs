//! A zip archive that holds one table.

use std::io::{BufReader, Read, SeekFrom, Take};

use flate2::bufread::DeflateDecoder;
use flate2::{Crc, CrcReader};

use crate::FormatError;
use crate::bytes::{ReadSeek, io_error};

type Member = BufReader<Take<Box<dyn ReadSeek>>>;

/// The one table of an archive, decompressed as it is read.
pub struct ZipMember {
    name: String,
    body: ZipBody,
    crc: u32,
    size: u64,
    /// Bytes the member takes in the archive.
    pub compressed: u64,
}

impl ZipMember {
    /// The next decompressed bytes; 0 at the end.
    pub fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.body.read(buffer)
    }

    /// Whether `read` bytes are the length, and their checksum that, which
    /// the archive states.
    ///
    /// # Errors
    /// `E-FORMAT-DAMAGED` when they are not.
    pub fn check(&self, read: u64) -> Result<(), FormatError> {
        if self.body.crc().sum() == self.crc && read == self.size {
            return Ok(());
        }
        let name = &self.name;
        Err(FormatError::new(
            "E-FORMAT-DAMAGED",
            format!("the table in {name} does not match its checksum"),
            "the length and checksum the archive states",
            "Fetch the file again.",
        )
        .zh(
            format!("{name} 中的表与校验和不符"),
            "压缩包所列的长度与校验和",
            "请重新下载。",
        ))
    }
}

enum ZipBody {
    Stored(CrcReader<Member>),
    Deflated(CrcReader<DeflateDecoder<Member>>),
}

impl ZipBody {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            ZipBody::Stored(body) => body.read(buffer),
            ZipBody::Deflated(body) => body.read(buffer),
        }
    }

    fn crc(&self) -> &Crc {
        match self {
            ZipBody::Stored(body) => body.crc(),
            ZipBody::Deflated(body) => body.crc(),
        }
    }
}

fn zip_error(name: &str, why: &str, why_zh: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-ZIP",
        format!("{name}: {why}"),
        "a zip archive of one table, stored or deflated",
        "Unpack the archive and add the table itself.",
    )
    .zh(
        format!("{name}：{why_zh}"),
        "只含一张表的 zip（存储或 deflate 压缩）",
        "请先解压，再加入表格本身。",
    )
}

/// Members that can be the table: not folders, not the side files that
/// macOS and the World Bank pack beside it.
fn is_table_name(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    !name.ends_with('/')
        && !name.starts_with("__MACOSX/")
        && !last.starts_with('.')
        && !last.starts_with("Metadata_")
}

/// Opens the one table of an archive.
///
/// # Errors
/// `E-FORMAT-ZIP` when there is not one, `E-FORMAT-WORKBOOK` for a workbook.
pub fn open_zip(name: &str, raw: Box<dyn ReadSeek>) -> Result<ZipMember, FormatError> {
    let damaged = |e: zip::result::ZipError| zip_error(name, &e.to_string(), &e.to_string());
    let mut archive = zip::ZipArchive::new(raw).map_err(damaged)?;
    let members: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|n| n.into_owned()).map_err(damaged))
        .collect::<Result<_, _>>()?;
    if members.iter().any(|m| m == "[Content_Types].xml") {
        return Err(FormatError::new(
            "E-FORMAT-WORKBOOK",
            format!("{name} is a workbook"),
            "text: CSV, plain, .gz or .zip",
            "Save the sheet as CSV and add that.",
        )
        .zh(
            format!("{name} 是工作簿"),
            "文本：CSV，或其 .gz、.zip",
            "请把工作表另存为 CSV 再加入。",
        ));
    }
    let tables: Vec<usize> = (0..members.len())
        .filter(|&i| is_table_name(&members[i]))
        .collect();
    let [index] = tables[..] else {
        return Err(zip_error(
            name,
            &format!("it holds {} tables: {}", tables.len(), list(&members)),
            &format!("含 {} 张表：{}", tables.len(), list(&members)),
        ));
    };
    let member = archive.by_index_raw(index).map_err(damaged)?;
    if member.encrypted() {
        return Err(zip_error(name, "its member is encrypted", "内容已加密"));
    }
    let (method, crc, size, compressed) = (
        member.compression(),
        member.crc32(),
        member.size(),
        member.compressed_size(),
    );
    let start = member
        .data_start()
        .ok_or_else(|| zip_error(name, "its member has no data", "内容为空"))?;
    drop(member);
    let mut raw = archive.into_inner();
    raw.seek(SeekFrom::Start(start))
        .map_err(|e| io_error(name, &e))?;
    let data = BufReader::new(raw.take(compressed));
    let body = match method {
        zip::CompressionMethod::Stored => ZipBody::Stored(CrcReader::new(data)),
        zip::CompressionMethod::Deflated => {
            ZipBody::Deflated(CrcReader::new(DeflateDecoder::new(data)))
        }
        other => {
            return Err(zip_error(
                name,
                &format!("compression {other:?} is not read"),
                &format!("不支持压缩方式 {other:?}"),
            ));
        }
    };
    Ok(ZipMember {
        name: name.to_owned(),
        body,
        crc,
        size,
        compressed,
    })
}

fn list(members: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = members[..members.len().min(SHOWN)].join(", ");
    if members.len() > SHOWN {
        text.push_str(" …");
    }
    text
}
