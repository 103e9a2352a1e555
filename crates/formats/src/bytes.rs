//! A file's bytes: plain, gzip or a zip of one member, hashed as they are on
//! disk and bounded against decompression bombs.

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::FormatError;
use crate::zip_member::{ZipMember, open_zip};

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

/// A source of bytes that can be read from anywhere.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Input {
    /// The name to show a person.
    pub fn name(&self) -> String {
        match self {
            Input::Path(path) => path.display().to_string(),
            Input::Memory(name, _) => name.clone(),
        }
    }

    /// Whether the bytes begin as a zip archive does.
    ///
    /// # Errors
    /// `E-FORMAT-IO` when the file cannot be read.
    pub fn is_zip(&self) -> Result<bool, FormatError> {
        let mut magic = [0u8; 4];
        let seen =
            read_full(&mut self.raw()?, &mut magic).map_err(|e| io_error(&self.name(), &e))?;
        Ok(magic[..seen] == *b"PK\x03\x04")
    }

    /// SHA-256 of the bytes as they are on disk, hex.
    ///
    /// # Errors
    /// `E-FORMAT-IO` when the file cannot be read.
    pub fn sha256(&self) -> Result<String, FormatError> {
        let sha = drain(&mut Hashing::new(self.raw()?)).map_err(|e| io_error(&self.name(), &e))?;
        Ok(hex(&sha.finalize()))
    }

    /// The bytes as they are on disk.
    pub(crate) fn raw(&self) -> Result<Box<dyn ReadSeek>, FormatError> {
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
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => Stream::Zip(open_zip(&self.name(), raw)?),
            _ => Stream::Plain(Hashing::new(raw)),
        };
        Ok(Bytes {
            input: self.clone(),
            stream,
            out: 0,
            unpacked: Sha256::new(),
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

/// An error of reading the file `name`.
pub(crate) fn io_error(name: &str, error: &std::io::Error) -> FormatError {
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

enum Stream {
    Plain(Hashing),
    Gz(MultiGzDecoder<BufReader<Hashing>>),
    Zip(ZipMember),
}

/// An open file: decompressed bytes in, and the hash of the bytes on disk.
pub struct Bytes {
    input: Input,
    stream: Stream,
    out: u64,
    /// Hash of what came out of a packed file; a plain one is hashed as read.
    unpacked: Sha256,
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
        if !matches!(self.stream, Stream::Plain(_)) {
            self.unpacked.update(&buffer[..n]);
        }
        self.check_ratio()?;
        let ended = n == 0 && !buffer.is_empty();
        if let (true, Stream::Zip(member)) = (ended, &self.stream) {
            member.check(self.out)?;
        }
        Ok(n)
    }

    fn read_stream(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = match &mut self.stream {
                Stream::Plain(raw) => raw.read(buffer),
                Stream::Gz(gz) => gz.read(buffer),
                Stream::Zip(member) => member.read(buffer),
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

    /// SHA-256 of the unpacked bytes, hex: the same for a table plain, gzipped
    /// and in a zip. Reads on to the end of the file.
    ///
    /// # Errors
    /// As [`Bytes::read`].
    pub fn content_sha256(&mut self) -> Result<String, FormatError> {
        if let Stream::Plain(_) = &self.stream {
            return self.sha256();
        }
        let mut rest = vec![0; 1 << 16];
        while self.read(&mut rest)? > 0 {}
        Ok(hex(&self.unpacked.clone().finalize()))
    }
}

fn drain(raw: &mut Hashing) -> std::io::Result<Sha256> {
    std::io::copy(raw, &mut std::io::sink())?;
    Ok(raw.sha.clone())
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // proof: writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
