//! Bytes to UTF-8 text: byte-order marks, UTF-8, Latin-1 (as windows-1252)
//! and GB18030 told apart as the bytes arrive.

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, WINDOWS_1252};

use crate::FormatError;
use crate::bytes::Bytes;

const BLOCK: usize = 64 * 1024;

/// The encoding of a name such as `utf-8`, `latin-1`, `gb18030`, `gbk`.
///
/// # Errors
/// `E-FORMAT-ENCODING` when the name is not known.
pub fn named(label: &str) -> Result<&'static Encoding, FormatError> {
    let plain = label.trim().to_ascii_lowercase();
    let known = match plain.as_str() {
        "latin-1" | "latin 1" | "cp1252" | "windows1252" => Some(WINDOWS_1252),
        "gb-18030" | "cp936" | "gb2312-80" => Some(GB18030),
        other => Encoding::for_label(other.as_bytes()),
    };
    known.ok_or_else(|| {
        FormatError::new(
            "E-FORMAT-ENCODING",
            format!("encoding `{label}` is not known"),
            "utf-8, latin-1, gb18030, utf-16le, shift_jis, euc-kr …",
            "Use a name of the WHATWG encoding list.",
        )
        .zh(
            format!("编码“{label}”无法识别"),
            "utf-8、latin-1、gb18030、utf-16le、shift_jis、euc-kr 等",
            "请用 WHATWG 编码表中的名称。",
        )
    })
}

/// UTF-8 text decoded block by block from a file's bytes.
///
/// Text that is only ASCII so far is undecided: the choice is made at the
/// first byte that matters, looking one block ahead. Bytes that are no text
/// in the chosen encoding become U+FFFD, which readers set aside. A few words
/// of Chinese in GB18030 can be valid UTF-8 by accident; a file that short
/// needs its encoding named.
pub struct Text {
    bytes: Bytes,
    raw: Vec<u8>,
    raw_ended: bool,
    decoder: Option<Decoder>,
    started: bool,
    ended: bool,
    out: Vec<u8>,
    position: usize,
    block: usize,
    /// Buffers that were used before.
    spare: Vec<Vec<u8>>,
}

impl Text {
    /// Text of `bytes` in `forced`, else in the encoding they show.
    pub fn new(bytes: Bytes, forced: Option<&'static Encoding>) -> Self {
        Self {
            bytes,
            raw: Vec::new(),
            raw_ended: false,
            decoder: forced.map(Encoding::new_decoder_with_bom_removal),
            started: forced.is_some(),
            ended: false,
            out: Vec::new(),
            position: 0,
            block: BLOCK,
            spare: Vec::new(),
        }
    }

    /// Reads in blocks of `size` bytes, for tests that must not depend on it.
    #[cfg(test)]
    pub fn with_block(mut self, size: usize) -> Self {
        self.block = size.max(1);
        self
    }

    /// The encoding in use; `None` while all text was ASCII.
    pub fn encoding(&self) -> Option<&'static Encoding> {
        self.decoder.as_ref().map(Decoder::encoding)
    }

    /// Decoded text not yet consumed.
    pub fn buffered(&self) -> &[u8] {
        &self.out[self.position..]
    }

    /// Marks `n` buffered bytes as read.
    pub fn consume(&mut self, n: usize) {
        self.position = (self.position + n).min(self.out.len());
    }

    /// The first `n` buffered bytes, which are read then. They come in a buffer
    /// of their own; [`Text::give_back`] lets it be used again.
    pub fn take(&mut self, n: usize) -> Vec<u8> {
        self.out.drain(..self.position);
        self.position = 0;
        let mut rest = self.spare.pop().unwrap_or_default();
        rest.clear();
        rest.extend_from_slice(&self.out[n..]);
        let mut taken = std::mem::replace(&mut self.out, rest);
        taken.truncate(n);
        taken
    }

    /// Takes a buffer for later use, so that its memory stays.
    pub fn give_back(&mut self, buffer: Vec<u8>) {
        const MOST: usize = 16;
        if self.spare.len() < MOST {
            self.spare.push(buffer);
        }
    }

    /// Decodes until at least `n` bytes are buffered or the file ends.
    ///
    /// # Errors
    /// When the bytes cannot be read.
    pub fn ensure(&mut self, n: usize) -> Result<(), FormatError> {
        while self.buffered().len() < n && !self.ended {
            self.more()?;
        }
        Ok(())
    }

    /// Hash of the bytes on disk, see [`Bytes::sha256`].
    ///
    /// # Errors
    /// When the rest of the file cannot be read.
    pub fn sha256(&mut self) -> Result<String, FormatError> {
        self.bytes.sha256()
    }

    /// Hash of the unpacked bytes, see [`Bytes::content_sha256`].
    ///
    /// # Errors
    /// When the rest of the file cannot be read.
    pub fn content_sha256(&mut self) -> Result<String, FormatError> {
        self.bytes.content_sha256()
    }

    fn more(&mut self) -> Result<(), FormatError> {
        self.out.drain(..self.position);
        self.position = 0;
        if self.started && self.decoder.is_none() && self.raw.is_empty() && !self.raw_ended {
            self.read_ascii()?;
        } else {
            self.read_block(self.block)?;
        }
        if !self.started {
            self.start()?;
        }
        if self.decoder.is_none() {
            self.pass_ascii()?;
        }
        self.decode();
        Ok(())
    }

    /// Reads what may be ASCII to where it is wanted; what is not is left in
    /// `raw`.
    fn read_ascii(&mut self) -> Result<(), FormatError> {
        let start = self.out.len();
        self.out.resize(start + self.block, 0);
        let read = self.bytes.read(&mut self.out[start..])?;
        self.raw_ended = read == 0;
        self.out.truncate(start + read);
        let ascii = start + Encoding::ascii_valid_up_to(&self.out[start..]);
        self.raw.extend_from_slice(&self.out[ascii..]);
        self.out.truncate(ascii);
        Ok(())
    }

    /// Fills `raw` up to `want` bytes.
    fn read_block(&mut self, want: usize) -> Result<(), FormatError> {
        let mut filled = self.raw.len();
        self.raw.resize(want.max(filled), 0);
        while filled < self.raw.len() && !self.raw_ended {
            let n = self.bytes.read(&mut self.raw[filled..])?;
            self.raw_ended = n == 0;
            filled += n;
        }
        self.raw.truncate(filled);
        Ok(())
    }

    /// Looks for a byte-order mark, once.
    fn start(&mut self) -> Result<(), FormatError> {
        self.started = true;
        self.read_block(self.block.max(4))?;
        if let Some((encoding, mark)) = Encoding::for_bom(&self.raw) {
            self.raw.drain(..mark);
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        Ok(())
    }

    /// Passes ASCII through and chooses an encoding at the first other byte.
    fn pass_ascii(&mut self) -> Result<(), FormatError> {
        let ascii = Encoding::ascii_valid_up_to(&self.raw);
        self.out.extend_from_slice(&self.raw[..ascii]);
        self.raw.drain(..ascii);
        if self.raw.is_empty() {
            self.ended = self.raw_ended;
            return Ok(());
        }
        self.read_block(BLOCK)?;
        let encoding = guess(&self.raw, self.raw_ended);
        self.decoder = Some(encoding.new_decoder_without_bom_handling());
        Ok(())
    }

    fn decode(&mut self) {
        let Some(decoder) = &mut self.decoder else {
            return;
        };
        let mut chunk = [0u8; 8192];
        let mut read = 0;
        loop {
            let (result, used, written, _) =
                decoder.decode_to_utf8(&self.raw[read..], &mut chunk, self.raw_ended);
            read += used;
            self.out.extend_from_slice(&chunk[..written]);
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        self.raw.clear();
        self.ended = self.raw_ended;
    }
}

/// The encoding a window of bytes shows, the first of them not ASCII.
fn guess(window: &[u8], complete: bool) -> &'static Encoding {
    match std::str::from_utf8(window) {
        Ok(_) => UTF_8,
        Err(e) if e.error_len().is_none() && !complete => UTF_8,
        Err(_) if reads_as_gb18030(window, complete) => GB18030,
        Err(_) => WINDOWS_1252,
    }
}

/// Whether the bytes beyond ASCII look like Chinese: they decode as GB18030,
/// and more of their runs stand like words of two-byte signs than like an
/// accent inside a Western word.
fn reads_as_gb18030(window: &[u8], complete: bool) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut scratch = vec![0u8; window.len() * 3 + 16];
    let (_, _, _, malformed) = decoder.decode_to_utf8(window, &mut scratch, complete);
    if malformed {
        return false;
    }
    let (mut chinese, mut western) = (0usize, 0usize);
    let mut at = 0;
    while at < window.len() {
        if window[at] < 0x80 {
            at += 1;
            continue;
        }
        let start = at;
        while at < window.len() && window[at] >= 0x80 {
            at += 1;
        }
        let letter_before = start > 0 && window[start - 1].is_ascii_alphabetic();
        let letter_after = window.get(at).is_some_and(u8::is_ascii_alphabetic);
        let even = (at - start) % 2 == 0;
        if even && !(letter_before && letter_after) {
            chinese += 1;
        } else if at < window.len() || complete {
            western += 1;
        }
    }
    chinese > western
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Input;
    use proptest::prelude::*;

    fn text(bytes: &[u8], block: usize) -> (String, Option<&'static str>) {
        let bytes = Input::Memory("t".into(), bytes.into()).open().unwrap();
        let mut text = Text::new(bytes, None).with_block(block);
        text.ensure(usize::MAX).unwrap();
        let read = String::from_utf8(text.buffered().to_vec()).unwrap();
        (read, text.encoding().map(Encoding::name))
    }

    #[test]
    fn encodings_are_told_apart() {
        let western = "Côte d'Ivoire, São Tomé, Curaçao, Türkiye, exportações";
        let chinese = "出口,美国,企业,一般贸易,2018年3月,USD元";
        let (latin, _, _) = WINDOWS_1252.encode(western);
        let (gb, _, _) = GB18030.encode(chinese);
        assert_eq!(text(&latin, 9), (western.into(), Some("windows-1252")));
        assert_eq!(text(&gb, 9), (chinese.into(), Some("gb18030")));
        for plain in [western, chinese] {
            assert_eq!(text(plain.as_bytes(), 9), (plain.into(), Some("UTF-8")));
        }
        assert_eq!(text(b"plain", 2), ("plain".into(), None));
    }

    #[test]
    fn a_letter_far_into_the_file_still_decides() {
        let mut bytes = vec![b'a'; 300_000];
        bytes.extend(b"C\xf4te d'Ivoire");
        let (read, encoding) = text(&bytes, BLOCK);
        assert!(read.ends_with("Côte d'Ivoire"));
        assert_eq!(encoding, Some("windows-1252"));
    }

    proptest! {
        #[test]
        fn utf8_comes_through_whole(written in "[a-z,\né中𠀀]{0,60}", block in 1usize..20) {
            prop_assert_eq!(text(written.as_bytes(), block).0, written);
        }
    }
}
