//! A file's bytes: plain, gzip or a zip of one member, hashed as they are on
//! disk and bounded against decompression bombs.

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use flate2::{Crc, CrcReader};
use sha2::{Digest, Sha256};

use crate::FormatError;

/// Decompressed bytes below which no ratio is judged.
const RATIO_FREE_BYTES: u64 = 8 << 20;
/// Decompressed bytes allowed for each byte on disk. Statistical tables
/// compress some 5 to 40 times; a bomb, a thousand.
const RATIO_LIMIT: u64 = 400;

/// Where bytes come from; can be opened more than once.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file on disk.
    Path(PathBuf),
    /// Bytes in memory under a file name.
    Memory(String, Arc<[u8]>),
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Input {
    /// The name to show a person.
    pub fn name(&self) -> String {
        match self {
            Input::Path(path) => path.display().to_string(),
            Input::Memory(name, _) => name.clone(),
        }
    }

    fn raw(&self) -> Result<Box<dyn ReadSeek>, FormatError> {
        match self {
            Input::Path(path) => Ok(Box::new(open_file(path)?)),
            Input::Memory(_, bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }

    /// Opens the bytes at their start, decompressing as they are read.
    ///
    /// # Errors
    /// `E-FORMAT-IO` when the file cannot be opened, `E-FORMAT-ZIP` when an
    /// archive does not hold exactly one table.
    pub fn open(&self) -> Result<Bytes, FormatError> {
        let mut raw = self.raw()?;
        let mut magic = [0u8; 4];
        let seen = read_full(&mut raw, &mut magic).map_err(|e| io_error(&self.name(), &e))?;
        raw.seek(SeekFrom::Start(0))
            .map_err(|e| io_error(&self.name(), &e))?;
        let stream = match &magic[..seen] {
            [0x1f, 0x8b, ..] => Stream::Gz(MultiGzDecoder::new(BufReader::new(Hashing::new(raw)))),
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => open_zip(&self.name(), raw)?,
            _ => Stream::Plain(Hashing::new(raw)),
        };
        Ok(Bytes {
            input: self.clone(),
            stream,
            out: 0,
        })
    }
}

fn open_file(path: &Path) -> Result<File, FormatError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|e| io_error(&name, &e))?;
    if file.metadata().map_err(|e| io_error(&name, &e))?.is_dir() {
        return Err(FormatError::new(
            "E-FORMAT-IO",
            format!("{name} is a folder"),
            "a file",
            "Name the files in it.",
        )
        .zh(format!("{name} 是文件夹"), "文件", "请写出其中的文件。"));
    }
    Ok(file)
}

fn io_error(name: &str, error: &std::io::Error) -> FormatError {
    match error.kind() {
        ErrorKind::UnexpectedEof => FormatError::new(
            "E-FORMAT-TRUNCATED",
            format!("{name} ends in the middle of its compressed data"),
            "a complete file",
            "Fetch the file again.",
        )
        .zh(
            format!("{name} 的压缩数据不完整"),
            "完整的文件",
            "请重新下载。",
        ),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => FormatError::new(
            "E-FORMAT-DAMAGED",
            format!("{name} is damaged: {error}"),
            "bytes that decompress to their own checksum",
            "Fetch the file again.",
        )
        .zh(
            format!("{name} 已损坏：{error}"),
            "能解压且校验和相符的数据",
            "请重新下载。",
        ),
        _ => FormatError::new(
            "E-FORMAT-IO",
            format!("{name} cannot be read: {error}"),
            "a file that can be opened",
            "Check the path and its permissions.",
        )
        .zh(
            format!("{name} 无法读取：{error}"),
            "可以打开的文件",
            "请检查路径和权限。",
        ),
    }
}

fn read_full(source: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// Counts and hashes what passes through.
struct Hashing {
    inner: Box<dyn ReadSeek>,
    sha: Sha256,
    read: u64,
}

impl Hashing {
    fn new(inner: Box<dyn ReadSeek>) -> Self {
        Self {
            inner,
            sha: Sha256::new(),
            read: 0,
        }
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.sha.update(&buffer[..n]);
        self.read += n as u64;
        Ok(n)
    }
}

type Member = BufReader<Take<Box<dyn ReadSeek>>>;

enum Stream {
    Plain(Hashing),
    Gz(MultiGzDecoder<BufReader<Hashing>>),
    Zip(ZipMember),
}

struct ZipMember {
    body: ZipBody,
    crc: u32,
    size: u64,
    compressed: u64,
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

fn open_zip(name: &str, raw: Box<dyn ReadSeek>) -> Result<Stream, FormatError> {
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
    Ok(Stream::Zip(ZipMember {
        body,
        crc,
        size,
        compressed,
    }))
}

fn list(members: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = members[..members.len().min(SHOWN)].join(", ");
    if members.len() > SHOWN {
        text.push_str(" …");
    }
    text
}

/// An open file: decompressed bytes in, and the hash of the bytes on disk.
pub struct Bytes {
    input: Input,
    stream: Stream,
    out: u64,
}

impl Bytes {
    /// The next decompressed bytes; 0 at the end.
    ///
    /// # Errors
    /// `E-FORMAT-TRUNCATED`, `E-FORMAT-DAMAGED`, `E-FORMAT-IO`, and
    /// `E-FORMAT-BOMB` when little data unfolds into far too much.
    pub fn read(&mut self, buffer: &mut [u8]) -> Result<usize, FormatError> {
        let n = self
            .read_stream(buffer)
            .map_err(|e| io_error(&self.input.name(), &e))?;
        self.out += n as u64;
        self.check_ratio()?;
        if n == 0 && !buffer.is_empty() {
            self.check_member()?;
        }
        Ok(n)
    }

    fn read_stream(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = match &mut self.stream {
                Stream::Plain(raw) => raw.read(buffer),
                Stream::Gz(gz) => gz.read(buffer),
                Stream::Zip(member) => member.body.read(buffer),
            };
            match read {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    fn check_ratio(&self) -> Result<(), FormatError> {
        let on_disk = match &self.stream {
            Stream::Plain(_) => return Ok(()),
            Stream::Gz(gz) => gz.get_ref().get_ref().read,
            Stream::Zip(member) => member.compressed,
        };
        if self.out <= RATIO_FREE_BYTES || self.out / on_disk.max(1) <= RATIO_LIMIT {
            return Ok(());
        }
        Err(FormatError::new(
            "E-FORMAT-BOMB",
            format!(
                "{} unfolds {on_disk} bytes into more than {}",
                self.input.name(),
                self.out
            ),
            format!("at most {RATIO_LIMIT} bytes for each compressed byte"),
            "Unpack the file and look at it before adding it.",
        )
        .zh(
            format!(
                "{} 的 {on_disk} 字节解压后超过 {} 字节",
                self.input.name(),
                self.out
            ),
            format!("每个压缩字节至多解出 {RATIO_LIMIT} 字节"),
            "请先解压查看，再决定是否加入。",
        ))
    }

    /// A zip member must end at the length and checksum its archive states.
    fn check_member(&self) -> Result<(), FormatError> {
        let Stream::Zip(member) = &self.stream else {
            return Ok(());
        };
        if member.body.crc().sum() == member.crc && self.out == member.size {
            return Ok(());
        }
        Err(FormatError::new(
            "E-FORMAT-DAMAGED",
            format!(
                "the table in {} does not match its checksum",
                self.input.name()
            ),
            "the length and checksum the archive states",
            "Fetch the file again.",
        )
        .zh(
            format!("{} 中的表与校验和不符", self.input.name()),
            "压缩包所列的长度与校验和",
            "请重新下载。",
        ))
    }

    /// SHA-256 of the bytes on disk, hex. Reads on to the end of the file.
    ///
    /// # Errors
    /// When the rest of the file cannot be read.
    pub fn sha256(&mut self) -> Result<String, FormatError> {
        let name = self.input.name();
        let failed = |e: std::io::Error| io_error(&name, &e);
        let sha = match &mut self.stream {
            Stream::Plain(raw) => drain(raw).map_err(failed)?,
            Stream::Gz(gz) => drain(gz.get_mut().get_mut()).map_err(failed)?,
            // A zip is read out of order, so it is hashed in a pass of its own.
            Stream::Zip(_) => drain(&mut Hashing::new(self.input.raw()?)).map_err(failed)?,
        };
        Ok(hex(&sha.finalize()))
    }
}

fn drain(raw: &mut Hashing) -> std::io::Result<Sha256> {
    std::io::copy(raw, &mut std::io::sink())?;
    Ok(raw.sha.clone())
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // proof: writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
