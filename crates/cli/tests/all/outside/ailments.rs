//! Every reader with every ailment, through the command: a clear error or a
//! counted set-aside, never a panic, never an empty success, in little memory.
//!
//! The sound files are those of the fuzz corpus, one a reader, so that a new
//! reader is tried without a word here.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use triffin_formats::{FormatInfo, ReadOptions, formats, open_bytes};
use triffin_store::{AddOptions, AsOf, Store};

use super::data::gzip;
use super::lab::Lab;

/// Cells that are no figure, no period and no code, or one beyond all bounds.
const CELLS: [&str; 14] = [
    "NaN",
    "inf",
    "-5",
    "1e400",
    "1.5e3",
    "1.234.567",
    "12345678901234567890123.1234567",
    "2018-13",
    "2018-Q5",
    "2018-02-30",
    "2999-01-01",
    "\u{fffd}",
    "",
    "ZZZ",
];

/// Files with one spoilt cell that a format is tried with.
const SPOILT: usize = 14;

fn sound(format: &FormatInfo) -> (String, Vec<u8>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let entries = std::fs::read_dir(root.join(format.name)).unwrap();
    let path = entries
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_stem().is_some_and(|stem| stem == "sound"))
        .unwrap();
    let ending = path.extension().unwrap().to_string_lossy().into_owned();
    (ending, std::fs::read(path).unwrap())
}

/// Ailments of the file as a whole.
fn whole(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let last = lines.last().copied().unwrap_or_default();
    let packed = gzip(&bytes[..bytes.len().min(60_000)]);
    let mut foreign = text.clone().into_bytes();
    foreign.extend("中文,".as_bytes());
    foreign.extend(b"S\xe3o Tom\xe9\xff\xfe\n");
    vec![
        ("empty", Vec::new()),
        ("blank", b"\n \n\t\n".to_vec()),
        ("cut", bytes[..bytes.len() / 2].to_vec()),
        ("cut.gz", packed[..packed.len() - 9].to_vec()),
        ("spoilt.gz", {
            let mut spoilt = packed.clone();
            let at = spoilt.len() - 6;
            spoilt[at] ^= 0x55;
            spoilt
        }),
        ("zeros", vec![0; 5_000]),
        (
            "junk",
            (0..5_000_u32).map(|i| (i * i % 251) as u8 | 0x80).collect(),
        ),
        ("endless", [bytes, vec![b'a'; 5 << 18].as_slice()].concat()),
        (
            "open-quote",
            [bytes, b"\"".as_slice(), vec![b'\n'; 5 << 18].as_slice()].concat(),
        ),
        ("wide", "c,".repeat(1_000_000).into_bytes()),
        ("delimiter", text.replace(',', "~").into_bytes()),
        ("foreign", foreign),
        ("twice", format!("{text}{last}{last}").into_bytes()),
        ("nul", text.replace('1', "\0").into_bytes()),
    ]
}

/// The file with one cell of its last line spoilt, over cells and spoilers.
fn cells(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    let text = text.trim_end();
    let Some((head, last)) = text.rsplit_once('\n') else {
        return Vec::new();
    };
    let fields: Vec<&str> = last.split(',').collect();
    let all: Vec<Vec<u8>> = (0..fields.len())
        .flat_map(|at| CELLS.map(|cell| (at, cell)))
        .map(|(at, cell)| {
            let mut spoilt = fields.clone();
            spoilt[at] = cell;
            format!("{head}\n{}\n{last}\n", spoilt.join(",")).into_bytes()
        })
        .collect();
    let step = all.len().div_ceil(SPOILT).max(1);
    // A step without a common factor with the spoilers meets all of them.
    let step = if CELLS.len().is_multiple_of(step) {
        step + 1
    } else {
        step
    };
    all.into_iter().step_by(step).collect()
}

/// Adds files at once and holds what the command owes of each.
fn tried(lab: &Lab, names: &[String], options: &str) -> Vec<Value> {
    let line = format!("data add {} {options} --format json", names.join(" "));
    let ran = lab.run(&line);
    assert!([0, 2].contains(&ran.code), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let rows = told["data"].as_array().unwrap();
    assert_eq!(rows.len(), names.len());
    for row in rows {
        let count = |name: &str| row[name].as_u64();
        match row["error"].as_str() {
            Some(error) => assert!(
                error.starts_with("E-") && count("rows_stored").is_none(),
                "{row:#}"
            ),
            None => {
                let (stored, aside) = (
                    count("rows_stored").unwrap(),
                    count("rows_set_aside").unwrap(),
                );
                assert!(stored > 0, "an empty success: {row:#}");
                assert_eq!(count("rows_in"), Some(stored + aside), "{row:#}");
                let reasons = row["reasons"].as_object().unwrap();
                let reasons: u64 = reasons.values().map(|n| n.as_u64().unwrap()).sum();
                assert_eq!(reasons, aside, "{row:#}");
            }
        }
    }
    rows.clone()
}

#[test]
fn every_reader_bears_every_ailment_of_a_file() {
    for format in formats() {
        let lab = Lab::new();
        let (ending, bytes) = sound(format);
        let mut names = Vec::new();
        for (ailment, spoilt) in whole(&bytes) {
            let name = format!("{ailment}.{ending}");
            lab.write(&name, spoilt);
            names.push(name);
        }
        let rows = tried(&lab, &names, &format!("--as {}", format.name));
        for hopeless in ["empty", "blank", "cut.gz", "spoilt.gz", "zeros", "wide"] {
            let named = |row: &&Value| {
                let file = row["file"].as_str().unwrap_or_default();
                file.starts_with(&format!("{hopeless}."))
            };
            let row = rows.iter().find(named).unwrap();
            assert!(row["error"].is_string(), "{}: {row:#}", format.name);
        }
        names.retain(|name| !name.starts_with("endless") && !name.starts_with("open-quote"));
        tried(&lab, &names, "");
    }
}

/// Not through the command: a process a file would take minutes.
#[test]
fn every_reader_bears_a_spoilt_cell_anywhere() {
    let today = jiff::civil::date(2026, 1, 1);
    for format in formats() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let (ending, bytes) = sound(format);
        let options = ReadOptions {
            format: Some(format.name.to_owned()),
            ..ReadOptions::new(today)
        };
        for spoilt in cells(&bytes) {
            let Ok(source) = open_bytes(&format!("HS17.{ending}"), spoilt, &options) else {
                continue;
            };
            if let Ok(added) = store.add(source, "spoilt", &AddOptions::on(today)) {
                assert!(added.rows_stored > 0, "{added:?}");
                assert_eq!(added.rows_in, added.rows_stored + added.rows_set_aside);
            }
        }
        for wrong in [
            "SELECT * FROM records WHERE value < 0 OR year > 2026",
            "SELECT * FROM series WHERE isnan(value) OR value > 1e300",
            "SELECT * FROM series WHERE year > 2026 AND flag NOT IN ('forecast', 'missing')",
        ] {
            let found = store.sql(wrong, &AsOf::now()).unwrap().batches;
            let found = found.iter().filter(|batch| batch.num_rows() > 0);
            assert_eq!(found.count(), 0, "{}: {wrong}", format.name);
        }
    }
}

/// Most memory a child held, in MiB, and its exit code.
#[cfg(target_os = "linux")]
fn watched(lab: &Lab, line: &str) -> (u64, Option<i32>) {
    let mut command = lab.command(line);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let held = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = held.and_then(|held| held.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(held.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            return (most >> 10, status.code());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_whatever_the_file_unfolds_into() {
    let lab = Lab::new();
    let header = "flow,reporter,partner,value,currency,period\n";
    lab.write("small.csv", format!("{header}export,CHN,USA,1,USD,2018\n"));
    let (least, code) = watched(&lab, "data add small.csv");
    assert_eq!(code, Some(0));
    let mut long = header.to_owned();
    for row in 0..400_000 {
        long.push_str(&format!("export,CHN,USA,{row}.5,USD,2018\n"));
    }
    lab.write("long.csv", &long);
    lab.write("endless.csv", format!("{header}{}", "a".repeat(32 << 20)));
    lab.write("wide.csv", "c,".repeat(16 << 20));
    let bomb = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/detect/bomb.gz");
    lab.write("bomb.csv.gz", std::fs::read(bomb).unwrap());
    for (name, wanted) in [
        ("endless.csv", 2),
        ("wide.csv", 2),
        ("bomb.csv.gz", 2),
        ("long.csv", 0),
    ] {
        let (most, code) = watched(&lab, &format!("data add {name}"));
        assert_eq!(code, Some(wanted), "{name}");
        // The rows repeated are looked for among the first million: some 40 MiB.
        assert!(
            most < least + 120,
            "{name}: {most} MiB, a small file {least}"
        );
    }
    lab.refused("data add bomb.csv.gz", 2, "E-FORMAT-BOMB");
    lab.refused("data add endless.csv", 2, "E-FORMAT-RECORD");
}
