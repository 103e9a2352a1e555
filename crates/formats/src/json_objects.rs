//! The objects of an array in a JSON text, one at a time, each number as its
//! printed digits.

use std::collections::BTreeMap;

use crate::FormatError;
use crate::csv::RECORD_LIMIT;
use crate::encoding::Text;

/// A flat JSON object: member names and their values as text. Strings are
/// unescaped, numbers are as printed, `null` is empty; nested values are left
/// as JSON.
pub type Object = BTreeMap<String, String>;

/// A JSON object whose member `data` is an array of objects.
pub struct JsonObjects {
    text: Text,
    line: u64,
    state: State,
    /// Members beside the array.
    members: Object,
    array: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Before,
    Outside,
    Inside,
    After,
}

impl JsonObjects {
    /// The objects of the member `array` of the one object `text` holds.
    pub fn new(text: Text, array: &'static str) -> Self {
        Self {
            text,
            line: 1,
            state: State::Before,
            members: Object::new(),
            array,
        }
    }

    /// The text beneath, for its hash.
    pub fn text(&mut self) -> &mut Text {
        &mut self.text
    }

    /// The members read so far beside the array; all of them at the end.
    pub fn members(&self) -> &Object {
        &self.members
    }

    /// The next object and the line it begins on; `None` at the end.
    ///
    /// # Errors
    /// `E-FORMAT-JSON` where the text is no such JSON, `E-FORMAT-RECORD` for an
    /// object longer than a record may be, and errors of the bytes.
    pub fn next_object(&mut self) -> Result<Option<(u64, Object)>, FormatError> {
        loop {
            match self.state {
                State::Before => {
                    self.expect(b'{')?;
                    self.state = State::Outside;
                }
                State::Outside => self.member()?,
                State::Inside => match self.peek()? {
                    Some(b']') => {
                        self.take()?;
                        self.state = State::Outside;
                    }
                    Some(b',') => {
                        self.take()?;
                    }
                    Some(b'{') => {
                        let line = self.line;
                        let raw = self.value()?;
                        return Ok(Some((line, self.flat(&raw)?)));
                    }
                    _ => return Err(self.broken("an object of the array")),
                },
                State::After => return Ok(None),
            }
        }
    }

    /// Reads a member, or the end of the outer object.
    fn member(&mut self) -> Result<(), FormatError> {
        match self.peek()? {
            Some(b'}') => {
                self.take()?;
                self.state = State::After;
                match self.peek()? {
                    None => Ok(()),
                    Some(_) => Err(self.broken("the end of the file")),
                }
            }
            Some(b',') => self.take().map(drop),
            Some(b'"') => {
                let raw = self.value()?;
                let name = self.string(&raw)?;
                self.expect(b':')?;
                if name == self.array && self.peek()? == Some(b'[') {
                    self.take()?;
                    self.state = State::Inside;
                    return Ok(());
                }
                let raw = self.value()?;
                let value = self.scalar(&raw)?;
                self.members.insert(name, value);
                Ok(())
            }
            _ => Err(self.broken("a member's name")),
        }
    }

    /// The members of an object's text.
    fn flat(&self, raw: &str) -> Result<Object, FormatError> {
        let mut object = Object::new();
        let mut rest = raw[1..raw.len() - 1].trim_start();
        while !rest.is_empty() {
            let (name, after) = split_value(rest).ok_or_else(|| self.broken("a member's name"))?;
            let after = after.trim_start();
            let after = after
                .strip_prefix(':')
                .ok_or_else(|| self.broken("a colon"))?;
            let (value, after) =
                split_value(after.trim_start()).ok_or_else(|| self.broken("a value"))?;
            object.insert(self.string(name)?, self.scalar(value)?);
            let after = after.trim_start();
            rest = match after.strip_prefix(',') {
                Some(more) => more.trim_start(),
                None if after.is_empty() => "",
                None => return Err(self.broken("a comma")),
            };
        }
        Ok(object)
    }

    fn string(&self, raw: &str) -> Result<String, FormatError> {
        serde_json::from_str(raw).map_err(|_| self.broken("a string"))
    }

    fn scalar(&self, raw: &str) -> Result<String, FormatError> {
        match raw.as_bytes().first() {
            Some(b'"') => self.string(raw),
            _ if raw == "null" => Ok(String::new()),
            _ => Ok(raw.to_owned()),
        }
    }

    /// The text of the next value, whatever it is.
    fn value(&mut self) -> Result<String, FormatError> {
        self.peek()?;
        let mut scan = Scan::default();
        let mut raw = Vec::new();
        loop {
            self.text.ensure(1)?;
            let Some(&byte) = self.text.buffered().first() else {
                break;
            };
            if scan.ends_before(byte) {
                break;
            }
            if byte == b'\n' {
                self.line += 1;
            }
            raw.push(byte);
            self.text.consume(1);
            if raw.len() > RECORD_LIMIT {
                return Err(too_long(self.line));
            }
            if scan.take(byte) {
                break;
            }
        }
        match scan.is_whole() {
            true => String::from_utf8(raw).map_err(|_| self.broken("text")),
            false => Err(self.broken("the rest of a value: the file is cut off")),
        }
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Result<Option<u8>, FormatError> {
        loop {
            self.text.ensure(1)?;
            match self.text.buffered().first() {
                Some(byte) if byte.is_ascii_whitespace() => {
                    self.line += u64::from(*byte == b'\n');
                    self.text.consume(1);
                }
                other => return Ok(other.copied()),
            }
        }
    }

    fn take(&mut self) -> Result<Option<u8>, FormatError> {
        let byte = self.peek()?;
        self.text.consume(1);
        Ok(byte)
    }

    fn expect(&mut self, wanted: u8) -> Result<(), FormatError> {
        match self.take()? {
            Some(byte) if byte == wanted => Ok(()),
            _ => Err(self.broken(&format!("`{}`", char::from(wanted)))),
        }
    }

    fn broken(&self, expected: &str) -> FormatError {
        let line = self.line;
        FormatError::new(
            "E-FORMAT-JSON",
            format!("the JSON of line {line} cannot be read on"),
            expected,
            "Fetch the answer again, and save it as it came.",
        )
        .zh(
            format!("第 {line} 行的 JSON 无法继续读取"),
            "完整的 JSON：一个对象，其 data 为对象数组",
            "请重新获取，并原样保存。",
        )
    }
}

fn too_long(line: u64) -> FormatError {
    FormatError::new(
        "E-FORMAT-RECORD",
        format!("the value that ends on line {line} is longer than {RECORD_LIMIT} bytes"),
        format!("objects of at most {RECORD_LIMIT} bytes"),
        "Look for a quote or bracket that never closes.",
    )
    .zh(
        format!("止于第 {line} 行的值超过 {RECORD_LIMIT} 字节"),
        format!("每个对象至多 {RECORD_LIMIT} 字节"),
        "请检查是否有未闭合的引号或括号。",
    )
}

/// Where a JSON value ends: outside strings, with its brackets closed.
#[derive(Debug, Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    started: bool,
    plain: bool,
    closed: bool,
}

impl Scan {
    /// Whether a number or word is over before this byte.
    fn ends_before(&self, byte: u8) -> bool {
        self.plain && (byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b':'))
    }

    /// Takes a byte in; true when the value is over with it.
    fn take(&mut self, byte: u8) -> bool {
        if self.in_string {
            match (self.escaped, byte) {
                (true, _) => self.escaped = false,
                (false, b'\\') => self.escaped = true,
                (false, b'"') => self.in_string = false,
                _ => {}
            }
            self.closed = !self.in_string && self.depth == 0;
            return self.closed;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => self.plain |= !self.started,
        }
        self.started = true;
        self.closed = !self.plain && !self.in_string && self.depth == 0;
        self.closed
    }

    fn is_whole(&self) -> bool {
        self.closed || self.plain
    }
}

/// The value a text begins with, and what follows it.
fn split_value(text: &str) -> Option<(&str, &str)> {
    let mut scan = Scan::default();
    for (at, byte) in text.bytes().enumerate() {
        if scan.ends_before(byte) {
            return Some(text.split_at(at));
        }
        if scan.take(byte) {
            return Some(text.split_at(at + 1));
        }
    }
    (scan.plain).then_some((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Input;

    type Read = (Vec<(u64, Object)>, Object);

    fn objects(text: &str, block: usize) -> Result<Read, &'static str> {
        let bytes = Input::Memory("t".into(), text.as_bytes().into())
            .open()
            .unwrap();
        let text = Text::new(bytes, Some(encoding_rs::UTF_8)).with_block(block);
        let mut json = JsonObjects::new(text, "data");
        let mut found = Vec::new();
        while let Some(object) = json.next_object().map_err(|e| e.code)? {
            found.push(object);
        }
        Ok((found, json.members().clone()))
    }

    #[test]
    fn members_and_objects_are_told_apart_and_numbers_keep_their_digits() {
        let text = "{\"count\": 2, \"data\": [\n {\"a\": 12345678901234567.89, \"b\": \"x, \\\"y\\\"}\", \"c\": null},\n \
                    {\"a\":-1,\"d\":[1,{\"e\":2}],\"f\":true}], \"error\": \"\"}\n";
        for block in [1, 3, 4096] {
            let (found, members) = objects(text, block).unwrap();
            assert_eq!((found.len(), found[0].0, found[1].0), (2, 2, 3));
            assert_eq!(found[0].1["a"], "12345678901234567.89");
            assert_eq!(found[0].1["b"], "x, \"y\"}");
            assert_eq!(found[0].1["c"], "");
            assert_eq!(found[1].1["d"], "[1,{\"e\":2}]");
            assert_eq!(members["count"], "2");
            assert_eq!(members["error"], "");
        }
    }

    #[test]
    fn what_is_no_such_json_is_an_error() {
        for text in [
            "[1]",
            "{\"data\": [1]}",
            "{\"data\": [{\"a\":1}",
            "{\"data\": [{\"a\":1",
            "{\"data\": [{\"a\" 1}]}",
            "{\"data\": []} x",
            "{data: []}",
        ] {
            assert_eq!(objects(text, 7).err(), Some("E-FORMAT-JSON"), "{text}");
        }
    }
}
