//! The corpus of the fuzz target for models, replayed and spoilt.

use std::fs;

#[path = "../../../../fuzz/src/model.rs"]
mod model;

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = super::workspace("fuzz/corpus/model");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    assert!(files.len() >= 5);
    files
}

#[test]
fn every_file_of_the_corpus_is_judged() {
    for (name, bytes) in corpus() {
        model::judge(&bytes);
        let text = String::from_utf8(bytes).unwrap();
        if name == "sound.sfc" || name == "accounts.sfc" {
            triffin_cycle::language::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

/// What a fuzzer tries first: every file cut off at every byte, and with every
/// byte in turn made another.
#[test]
fn cut_and_spoilt_files_make_no_panic() {
    for (_, bytes) in corpus() {
        for at in 0..bytes.len() {
            model::judge(&bytes[..at]);
            for other in [b'(', b'\n', b'-', 0xff] {
                let mut spoilt = bytes.clone();
                spoilt[at] = other;
                model::judge(&spoilt);
            }
        }
    }
}
