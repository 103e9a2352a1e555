//! `comtrade-json`: trade data as the programming interface of UN Comtrade
//! answers.

use crate::FormatError;
use crate::builder::CHUNK_ROWS;
use crate::format_info::{FormatInfo, Guide};
use crate::header::Head;
use crate::json_objects::{JsonObjects, Object};
use crate::layout::Sink;
use crate::open::Opening;
use crate::readers::comtrade_csv::{LICENCE, PUBLISHER};
use crate::readers::comtrade_row::{Cells, ComtradeReader, NAMES};
use crate::schema::Kind;
use crate::source::{Chunk, Profile, Source};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "comtrade-json",
    title_en: "UN Comtrade, answer of the programming interface, JSON",
    title_zh: "联合国 Comtrade 接口返回的 JSON",
    kind: Kind::Records,
    docs_en: "The answer {elapsedTime, count, data, error} as it came; each object of data is a \
           line of comtrade-csv. Read object by object, whatever the file's length.",
    docs_zh: "原样使用接口返回的 {elapsedTime, count, data, error}；data 的每个对象相当于 comtrade-csv 的一行。逐个对象读取，与文件长度无关。",
    guide: Guide {
        publisher: [
            "United Nations, Comtrade; UN terms: no redistribution",
            "联合国 Comtrade；联合国条款：不得再分发",
        ],
        detection: [
            "a JSON object with an array `data` whose objects have reporterCode and flowCode, or \
             with elapsedTime and error",
            "含数组 `data` 的 JSON 对象，其元素有 reporterCode 与 flowCode；或含 elapsedTime 与 error",
        ],
        units: [
            "US dollars; valuation as in comtrade-csv. Numbers keep every printed digit.",
            "美元；计价同 comtrade-csv。数字保留全部位数。",
        ],
        aside: [
            "as in comtrade-csv. An answer with an error message is refused as a whole.",
            "同 comtrade-csv。带错误信息的返回整体拒绝。",
        ],
        traps: &[
            [
                "The interface cuts an answer at 100,000 lines (500 without a key) and says nothing: \
                 such a count is noted.",
                "接口在 100,000 行（无密钥为 500 行）处截断而不作说明：遇此行数时加以注明。",
            ],
            [
                "`count` that differs from the number of objects means a cut file: refused.",
                "`count` 与对象个数不符说明文件被截断：拒绝。",
            ],
        ],
    },
};

/// Lines at which the interface cuts: with a key, and without.
const CAPS: [u64; 3] = [100_000, 250_000, 500];

/// How sure the beginning makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let text = head.sample.trim_start_matches('\u{feff}').trim_start();
    let has = |name: &str| text.contains(&format!("\"{name}\""));
    let rows = has("data") && has("reporterCode") && has("flowCode");
    let empty = has("elapsedTime") && has("error");
    if text.starts_with('{') && (rows || empty) {
        100
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// None before the first object; see [`JsonObjects`].
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let profile = Profile {
        mapping: opening.mapping_text,
        ..Profile::published(&INFO, "un-comtrade", PUBLISHER, LICENCE)
    };
    Ok(Box::new(Answer {
        sink: Sink::new(profile.kind),
        profile,
        objects: JsonObjects::new(opening.text, "data"),
        reader: ComtradeReader::new(opening.options.as_today),
        read: 0,
        sha256: None,
        content: None,
    }))
}

struct Answer {
    profile: Profile,
    objects: JsonObjects,
    reader: ComtradeReader,
    sink: Sink,
    read: u64,
    sha256: Option<String>,
    content: Option<String>,
}

impl Answer {
    fn fill(&mut self) -> Result<bool, FormatError> {
        while self.sink.rows() < CHUNK_ROWS {
            let Some((line, object)) = self.objects.next_object()? else {
                return Ok(true);
            };
            self.read += 1;
            let cells = cells(&object);
            if let Err(problem) = self.reader.record(&cells, line, &mut self.sink) {
                self.sink.set_aside(line, problem);
            }
        }
        Ok(false)
    }

    fn finish(&mut self) -> Result<(), FormatError> {
        let members = self.objects.members();
        let said = |name: &str| members.get(name).map_or("", String::as_str);
        if !matches!(said("error"), "" | "{}" | "[]") {
            return Err(refused(said("error")));
        }
        if let Ok(count) = said("count").parse::<u64>()
            && count != self.read
        {
            return Err(cut_off(count, self.read));
        }
        self.content = Some(self.objects.text().content_sha256()?);
        self.sha256 = Some(self.objects.text().sha256()?);
        let mut notes = self.reader.notes();
        if CAPS.contains(&self.read) {
            notes.push(format!(
                "{} lines: the interface cuts answers at this number, ask for less at a time",
                self.read
            ));
        }
        self.profile.notes.extend(notes);
        Ok(())
    }
}

fn cells(object: &Object) -> Cells<'_> {
    NAMES.map(|name| object.get(name).map_or("", |text| text.trim()))
}

fn refused(message: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-ANSWER",
        format!("the file holds an error message of the publisher: {message}"),
        "an answer with data",
        "Ask the publisher again, for less at a time.",
    )
    .zh(
        format!("文件内容是发布者的错误信息：{message}"),
        "含数据的返回",
        "请缩小范围后重新请求。",
    )
}

fn cut_off(count: u64, read: u64) -> FormatError {
    FormatError::new(
        "E-FORMAT-TRUNCATED",
        format!("the answer says {count} lines and holds {read}"),
        "as many objects in `data` as `count` says",
        "Fetch the answer again.",
    )
    .zh(
        format!("返回声明 {count} 行，实有 {read} 行"),
        "`data` 的对象个数与 `count` 一致",
        "请重新获取。",
    )
}

impl Source for Answer {
    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, FormatError> {
        if self.sha256.is_some() {
            return Ok(None);
        }
        let ended = self.fill()?;
        if ended {
            self.finish()?;
        }
        match ended && self.sink.rows() == 0 {
            true => Ok(None),
            false => self.sink.chunk().map(Some),
        }
    }

    fn sha256(&self) -> Option<String> {
        self.sha256.clone()
    }

    fn content_sha256(&self) -> Option<String> {
        self.content.clone()
    }
}
