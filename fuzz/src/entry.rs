//! What a fuzzed input is put to: the same for a fuzz target and for the tests
//! that replay the corpus, which take in this file by its path.

use triffin_basis::Lang;
use triffin_formats::{Mapping, ReadOptions, Source, open_bytes, reason_label};

/// Far more chunks than an input of a fuzzer can make.
const CHUNKS: usize = 1_000;

fn options(format: Option<&str>) -> ReadOptions {
    ReadOptions {
        format: format.map(str::to_owned),
        ..ReadOptions::new(jiff::civil::date(2026, 1, 1))
    }
}

/// Reads bytes as a format, or as whatever they show; gives the rows read and
/// the rows set aside, or `None` for a refusal.
///
/// # Panics
/// When the reader breaks what it promises.
pub fn reader(format: Option<&str>, bytes: &[u8]) -> Option<(u64, u64)> {
    if cfg!(feature = "planted") {
        planted(bytes);
        return None;
    }
    let mut source = match open_bytes(
        "BACI_HS17_Y2018_V202401.csv",
        bytes.to_vec(),
        &options(format),
    ) {
        Ok(source) => source,
        Err(refused) => return told(&refused),
    };
    let (mut rows, mut aside) = (0, 0);
    for _ in 0..CHUNKS {
        let chunk = match source.next_chunk() {
            Ok(Some(chunk)) => chunk,
            Ok(None) => {
                ended(source.as_ref());
                return Some((rows, aside));
            }
            Err(refused) => return told(&refused),
        };
        assert_eq!(chunk.batch.schema(), source.profile().kind.schema());
        rows += chunk.batch.num_rows() as u64;
        aside += chunk.aside.len() as u64;
        for row in chunk.aside {
            let known = reason_label(&row.reason, Lang::Zh).is_some();
            assert!(known, "no words for the reason `{}`", row.reason);
        }
    }
    panic!("a reader without end");
}

/// A refusal has a code and its words in both languages.
fn told(refused: &triffin_formats::FormatError) -> Option<(u64, u64)> {
    assert!(refused.code.starts_with("E-"), "{refused}");
    for lang in [Lang::En, Lang::Zh] {
        assert!(
            refused.parts(lang).iter().all(|part| !part.is_empty()),
            "{refused}"
        );
    }
    None
}

fn ended(source: &dyn Source) {
    for hash in [source.sha256(), source.content_sha256()] {
        assert_eq!(hash.map(|hash| hash.len()), Some(64));
    }
}

/// Reads bytes as a mapping file, and a small table through it.
///
/// # Panics
/// When a mapping is not the same after it was written out and read again.
pub fn mapping(bytes: &[u8]) {
    planted(bytes);
    let Ok(mapping) = Mapping::parse(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    if let Ok(text) = mapping.canonical() {
        let again = Mapping::parse(&text).map(|again| again == mapping);
        assert!(matches!(again, Ok(true)), "{text}");
    }
    const TABLE: &str = "Month;Exports;Imports\nMay 2018;1,5;2\n2018-06;x;\n";
    let options = ReadOptions {
        map: Some(mapping),
        ..options(None)
    };
    let Ok(mut source) = open_bytes("t.csv", TABLE.into(), &options) else {
        return;
    };
    while let Ok(Some(_)) = source.next_chunk() {}
}

/// A fault planted on purpose, to prove that the harness finds one: compiled
/// only with the feature `planted`, in place of the reader, so that thirty
/// seconds are enough on a slow machine too. Each byte is a step that the
/// fuzzer has to notice by itself.
#[cfg(feature = "planted")]
fn planted(bytes: &[u8]) {
    const WORD: &[u8] = b"due";
    let Some(at) = bytes.iter().position(|byte| *byte == b'#') else {
        return;
    };
    let mut met = 0;
    for (byte, wanted) in bytes[at + 1..].iter().zip(WORD) {
        if byte != wanted {
            return;
        }
        met += 1;
    }
    assert!(met < WORD.len(), "the planted fault was found");
}

#[cfg(not(feature = "planted"))]
fn planted(_: &[u8]) {}
