//! `triffin data add | ls | path | show | verify`.

use std::io::Write;

use super::lab::{LEDGER, Lab, digits, names, only, row};

#[test]
fn adding_a_file_tells_what_became_of_every_row() {
    let lab = Lab::new();
    let spoilt = "flow,reporter,partner,product,value,currency,declared_on\n\
        export,USA,CHN,010121,100.000001,USD,2018-03-01\n\
        export,USA,CHN,010121,abc,USD,2018-03-01\n\
        sideways,USA,CHN,010121,100,USD,2018-03-01\n\
        export,USA,CHN,010121,100,USD,2018-13-01\n\
        export,USA,CHN,010121,100,ZZZ,2018-03-01\n\
        export,USA,CHN,010121,1.1234567,USD,2018-03-01\n\
        export,USA,CHN,010121\n";
    lab.write("spoilt.csv", spoilt);
    let added = lab.json("data add spoilt.csv");
    assert_eq!(
        names(&added["meta"]),
        [
            "system", "unit", "basis", "sources", "as_of", "formula", "warnings"
        ]
    );
    let file = only(&added);
    let promised = [
        "file",
        "format",
        "rows_in",
        "rows_stored",
        "rows_set_aside",
        "reasons",
        "vintage",
        "sha256",
        "already_present",
    ];
    for name in promised {
        assert!(names(file).contains(&name), "{name}");
    }
    assert_eq!(file["format"], "records-csv");
    assert_eq!(
        (digits(file, "rows_in"), digits(file, "rows_stored")),
        ("7".into(), "1".into())
    );
    assert_eq!(
        file["reasons"],
        serde_json::json!({
            "bad_date": 1, "bad_number": 1, "short_row": 1, "too_many_digits": 1,
            "unknown_currency": 1, "unknown_flow": 1,
        })
    );
    assert_eq!(digits(file, "rows_set_aside"), "6");
    assert_eq!(file["already_present"], false);
    let aside = std::fs::read_to_string(file["aside_file"].as_str().unwrap()).unwrap();
    assert_eq!(aside.lines().count(), 6, "{aside}");

    let again = lab.run("data add spoilt.csv --format json --strict");
    let again_row: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(only(&again_row)["already_present"], true);
    assert_eq!(only(&again_row)["vintage"], file["vintage"]);
    assert_eq!(again.code, 1, "rows set aside are a finding under --strict");
    let count = lab.json("sql 'SELECT count(*) AS n FROM records WHERE dataset = '\"'records'\"");
    assert_eq!(digits(only(&count), "n"), "1");
}

#[test]
fn the_same_table_is_read_plain_gzipped_marked_and_in_other_encodings() {
    let lab = Lab::new();
    let chinese = LEDGER.replace("Guangdong", "广东");
    lab.write("plain.csv", &chinese);
    lab.write("marked.csv", format!("\u{feff}{chinese}"));
    let mut packed = std::fs::File::create(lab.path("packed.csv.gz")).unwrap();
    packed.write_all(&gzip(chinese.as_bytes())).unwrap();
    // 广东 is B9 E3 B6 AB in GB 18030.
    let gb = replace(chinese.as_bytes(), "广东".as_bytes(), b"\xb9\xe3\xb6\xab");
    lab.write("gb.csv", gb);
    for (file, store) in [
        ("plain.csv", "a"),
        ("marked.csv", "b"),
        ("packed.csv.gz", "c"),
        ("gb.csv", "d"),
        ("gb.csv --encoding gb18030", "e"),
    ] {
        let added = lab.json(&format!("data add {file} --store {store}"));
        assert_eq!(digits(only(&added), "rows_stored"), "10", "{file}");
        let regions = lab.json(&format!(
            "trade balance --reporter CHN --period 2018 --by region --store {store} --source records"
        ));
        assert_eq!(digits(row(&regions, "key", "广东"), "exports"), "1500.25");
    }
}

/// Gzip with a stored block: no compressor is needed to test a reader.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(bytes);
    out.extend(crc32(bytes).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1))
        })
    })
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(from) {
            out.extend(to);
            rest = after;
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    out
}

#[test]
fn a_map_renames_and_fixes_columns() {
    let lab = Lab::new();
    lab.write("port.csv", "Monat;Ausfuhr\n2018-01;1.234,5\n2018-02;2\n");
    lab.write(
        "port.toml",
        "format = \"records-csv\"\ndataset = \"port\"\npublisher = \"made for a test\"\nlicence = \"none\"\n\
         delimiter = \";\"\ndecimal = \",\"\nthousands = \".\"\nscale = \"thousand\"\n\
         [columns]\nperiod = \"Monat\"\nvalue = \"Ausfuhr\"\n\
         [fixed]\nflow = \"export\"\nreporter = \"DEU\"\npartner = \"CHN\"\nproduct = \"TOTAL\"\ncurrency = \"EUR\"\nvaluation = \"fob\"\n",
    );
    lab.ok("data add port.csv --map port.toml");
    let asked =
        lab.json("trade balance --reporter Germany --partner 中国 --period 2018-01..2018-02");
    assert_eq!(digits(only(&asked), "exports"), "1236500");
    assert_eq!(asked["meta"]["unit"], "EUR");
    assert_eq!(asked["meta"]["sources"][0]["dataset"], "port");
}

#[test]
fn what_is_there_is_listed_with_its_files() {
    let lab = Lab::with_ledger();
    let listed = lab.json("data ls");
    let own = row(&listed, "dataset", "records");
    assert_eq!(
        (&own["kind"], digits(own, "rows")),
        (&"records".into(), "10".into())
    );
    assert_eq!(own["embedded"], false);
    assert!(listed["meta"]["basis"]["snapshot"].is_string());
    let files = lab.json("data path records");
    let file = only(&files)["path"].as_str().unwrap();
    assert!(file.ends_with(".parquet") && std::path::Path::new(file).is_file());
    lab.refused("data path nosuch", 2, "E-STORE-DATASET");
}

#[test]
fn damage_to_a_stored_file_is_found() {
    let lab = Lab::with_ledger();
    assert!(
        lab.json("data verify")["data"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let files = lab.json("data path records");
    let file = only(&files)["path"].as_str().unwrap();
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).unwrap();
    let damaged = lab.run("data verify --format json");
    assert_eq!(damaged.code, 1, "{damaged:?}");
    let report: serde_json::Value = serde_json::from_str(&damaged.stdout).unwrap();
    let finding = row(&report, "check", "checksum");
    assert_eq!(finding["severity"], "damage");
    assert_eq!(finding["path"], *file);
}

#[test]
fn a_repeated_row_is_dropped_only_when_asked() {
    let lab = Lab::new();
    let last = LEDGER.lines().last().unwrap();
    lab.write("twice.csv", format!("{LEDGER}{last}\n"));
    let kept = lab.json("data add twice.csv --store a");
    assert_eq!(digits(only(&kept), "rows_stored"), "11");
    let dropped = lab.json("data add twice.csv --dedupe --store b");
    assert_eq!(digits(only(&dropped), "rows_stored"), "10");
    assert_eq!(only(&dropped)["reasons"]["duplicate_row"], 1);
}
