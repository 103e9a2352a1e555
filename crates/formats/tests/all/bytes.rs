use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

use crate::support::{options, read, read_with, refused};

const LEDGER: &str = "flow,reporter,partner,value,currency,period\nexport,CHN,USA,1957,USD,2018\n";

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn compressed_files_read_as_plain_ones() {
    let plain = read(LEDGER);
    let side_file = ("Metadata_Country.csv", b"a,b\n".as_slice());
    let packed = [
        gz(LEDGER.as_bytes()),
        zipped(&[("ledger.csv", LEDGER.as_bytes())]),
        zipped(&[side_file, ("ledger.csv", LEDGER.as_bytes())]),
    ];
    for bytes in packed {
        let whole = read(bytes);
        assert_eq!(whole.amounts("value"), plain.amounts("value"));
        assert_ne!(whole.sha256, plain.sha256);
    }
}

#[test]
fn the_hash_is_that_of_the_bytes_on_disk() {
    use sha2::{Digest, Sha256};
    for bytes in [
        LEDGER.as_bytes().to_vec(),
        gz(LEDGER.as_bytes()),
        zipped(&[("a.csv", LEDGER.as_bytes())]),
    ] {
        let digest = Sha256::digest(&bytes);
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(read(bytes).sha256, hex);
    }
}

#[test]
fn a_table_is_one_content_however_it_is_packed() {
    let plain = read(LEDGER);
    assert_eq!(plain.content, plain.sha256);
    let twice = gz(&gz(LEDGER.as_bytes()));
    assert_eq!(
        code(twice),
        "E-FORMAT-BINARY",
        "a packed packing is no table"
    );
    for bytes in [
        gz(LEDGER.as_bytes()),
        zipped(&[("a.csv", LEDGER.as_bytes())]),
    ] {
        assert_eq!(read(bytes).content, plain.content);
    }
    let other = format!("{LEDGER}export,CHN,USA,1,USD,2018\n");
    assert_ne!(read(gz(other.as_bytes())).content, plain.content);
}

fn code(bytes: Vec<u8>) -> &'static str {
    refused(bytes, &options()).code
}

#[test]
fn an_archive_of_several_tables_is_refused_by_name() {
    let bytes = zipped(&[("a.csv", LEDGER.as_bytes()), ("b.csv", LEDGER.as_bytes())]);
    let error = refused(bytes, &options());
    assert_eq!(error.code, "E-FORMAT-ZIP");
    assert!(error.message.contains("a.csv, b.csv"), "{error}");
    assert_eq!(
        code(zipped(&[("[Content_Types].xml", b"<x/>")])),
        "E-FORMAT-WORKBOOK"
    );
}

#[test]
fn cut_and_damaged_files_are_errors() {
    let rows: String = (0..5000)
        .map(|i| format!("export,CHN,USA,{i},USD,2018\n"))
        .collect();
    let text = format!("{LEDGER}{rows}");
    let mut cut = gz(text.as_bytes());
    cut.truncate(cut.len() / 2);
    assert_eq!(code(cut), "E-FORMAT-TRUNCATED");
    let mut damaged = gz(text.as_bytes());
    let checksum = damaged.len() - 8;
    damaged[checksum] ^= 1;
    assert_eq!(code(damaged), "E-FORMAT-DAMAGED");
    let mut zip = zipped(&[("a.csv", text.as_bytes())]);
    let middle = zip.len() / 2;
    zip[middle] ^= 1;
    assert_eq!(code(zip), "E-FORMAT-DAMAGED");
}

#[test]
fn a_little_that_unfolds_into_far_too_much_is_refused() {
    let line = "export,CHN,USA,1957,USD,2018\n".repeat(4000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(LEDGER.as_bytes()).unwrap();
    encoder.write_all("\n".repeat(9 << 20).as_bytes()).unwrap();
    encoder.write_all(line.as_bytes()).unwrap();
    assert_eq!(code(encoder.finish().unwrap()), "E-FORMAT-BOMB");
}

#[test]
fn a_quote_that_never_closes_is_an_error() {
    assert_eq!(
        code(format!("{LEDGER}\"export,CHN,USA,1,USD,2018\n").into_bytes()),
        "E-FORMAT-QUOTE"
    );
    let long = format!("{LEDGER}\"{}", "x".repeat(2 << 20));
    assert_eq!(code(long.into_bytes()), "E-FORMAT-RECORD");
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(code(Vec::new()), "E-FORMAT-EMPTY");
    assert_eq!(code(b"\n \n".to_vec()), "E-FORMAT-EMPTY");
    assert_eq!(code(b"flow\0value".to_vec()), "E-FORMAT-BINARY");
    assert_eq!(code(b"hello".to_vec()), "E-FORMAT-UNKNOWN");
}

#[test]
fn a_forced_encoding_is_taken_and_a_wrong_one_sets_rows_aside() {
    let text = "flow,reporter,partner,value,period,entity\nexport,CHN,USA,1,2018,企业\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let forced = |name: &str| triffin_formats::ReadOptions {
        encoding: Some(name.into()),
        ..options()
    };
    assert_eq!(
        read_with(gb.clone(), &forced("gbk"))
            .unwrap()
            .text("entity"),
        ["企业"]
    );
    let wrong = read_with(gb, &forced("utf-8")).unwrap();
    assert_eq!(wrong.reasons(), [("bad_encoding", 1)].into());
    let error = refused(text, &forced("utf-99"));
    assert_eq!(error.code, "E-FORMAT-ENCODING");
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read(utf16).text("entity"), ["企业"]);
}
