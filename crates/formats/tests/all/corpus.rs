//! The corpus of the fuzz targets, put to what the targets put it to, and one
//! target and one sound file for every reader.

use std::path::{Path, PathBuf};

use triffin_formats::formats;

#[allow(unexpected_cfgs, clippy::panic)]
#[path = "../../../../fuzz/src/entry.rs"]
mod entry;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The files of a target's corpus that stay, by name: what a run of the
/// fuzzer adds is named by its hash.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz().join("corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{target}: {e}"));
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .filter(|(name, _)| name.len() != 40)
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{target} has no corpus");
    files
}

#[test]
fn every_reader_has_a_fuzz_target_and_a_sound_file_it_reads_to_the_end() {
    let targets = std::fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for format in formats() {
        let name = format.name;
        let target = format!("name = \"{name}\"\npath = \"fuzz_targets/reader.rs\"");
        assert!(
            targets.contains(&target),
            "{name}: add a [[bin]] to fuzz/Cargo.toml"
        );
        let files = corpus(name);
        let sound = files.iter().find(|(file, _)| file.starts_with("sound."));
        let (_, bytes) = sound.unwrap_or_else(|| panic!("fuzz/corpus/{name}/sound.*"));
        let read = entry::reader(Some(name), bytes);
        assert!(matches!(read, Some((1.., 0))), "{name}: {read:?}");
        assert!(
            entry::reader(None, bytes).is_some(),
            "{name} is not detected"
        );
    }
}

#[test]
fn the_corpus_is_read_without_a_fault() {
    for format in formats() {
        for (_, bytes) in corpus(format.name) {
            entry::reader(Some(format.name), &bytes);
            entry::reader(None, &bytes);
        }
    }
    for (_, bytes) in corpus("detect") {
        entry::reader(None, &bytes);
        for format in formats() {
            entry::reader(Some(format.name), &bytes);
        }
    }
    for (_, bytes) in corpus("mapping") {
        entry::mapping(&bytes);
    }
}

/// Every reader against every other's sound file, cut at every length and with
/// every byte in turn made another: what a fuzzer tries first.
#[test]
fn sound_files_cut_and_spoilt_are_read_or_refused() {
    for format in formats() {
        let (_, bytes) = corpus(format.name).pop().unwrap();
        let step = (bytes.len() / 60).max(1);
        for at in (0..bytes.len()).step_by(step) {
            entry::reader(Some(format.name), &bytes[..at]);
            for other in [0, b'"', b',', b'\n', 0xff, b'9'] {
                let mut spoilt = bytes.clone();
                spoilt[at] = other;
                entry::reader(Some(format.name), &spoilt);
            }
        }
    }
}

#[test]
fn the_dictionary_is_written_as_the_fuzzer_reads_it() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/dictionary.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let words: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(words.len() > 20, "the dictionary has words");
    for word in words {
        let quoted = word.len() > 2 && word.starts_with('"') && word.ends_with('"');
        assert!(
            quoted && word.is_ascii(),
            "{word}: other bytes are written \\xHH"
        );
    }
}
