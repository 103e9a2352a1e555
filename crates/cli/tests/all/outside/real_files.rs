//! Publishers' own files through the command, where they are at hand.
//!
//! Looked for under `$TRIFFIN_TEST_DATA`, else in `../shared/data` beside the
//! workspace. A folder named by the variable must hold them.

use std::path::{Path, PathBuf};

use super::lab::{Lab, digits, only};

/// The file, or `None` after saying aloud that its checks are left out.
pub fn real(file: &str) -> Option<PathBuf> {
    let named = std::env::var_os("TRIFFIN_TEST_DATA").map(PathBuf::from);
    let must = named.is_some();
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = named.unwrap_or(beside).join(file);
    if path.is_file() {
        return Some(path);
    }
    assert!(!must, "TRIFFIN_TEST_DATA is set and holds no {file}");
    // Past the harness's capture, so that it shows in every log.
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "LEFT OUT: {file} is not at hand");
    None
}

fn add(lab: &Lab, path: &Path, options: &str) -> serde_json::Value {
    lab.json(&format!("data add '{}' {options}", path.display()))
}

/// US Census Bureau, FT-900: 120.28, 538.51 and −418.2 bn USD.
#[test]
fn us_goods_trade_with_china_2018() {
    let Some(file) = real("trade/usa-china-trade-data.csv") else {
        return;
    };
    let lab = Lab::new();
    let added = add(&lab, &file, "--map us-census");
    assert_eq!(only(&added)["rows_stored"], 456);
    let line = "trade balance --reporter USA --partner CHN --period 2018";
    let plain = lab.json(&format!("{line} --strict"));
    let vintages = &plain["meta"]["sources"][0]["vintages"];
    assert_eq!(
        vintages,
        &serde_json::json!([only(&added)["vintage"]]),
        "the file answers, not the starter set"
    );
    for options in ["", "--valuation fob --cif-margin 0.1"] {
        let asked = lab.json(&format!("{line} {options}"));
        let row = only(&asked);
        assert_eq!(digits(row, "exports"), "120281300000", "{options}");
        assert_eq!(
            digits(row, "imports"),
            "538514300000",
            "customs value holds no freight"
        );
        assert_eq!(digits(row, "balance"), "-418233000000", "{options}");
    }
    let months = lab.json("trade balance --reporter USA --partner CHN --period 2018 --by period");
    assert_eq!(months["data"].as_array().map(Vec::len), Some(12));
}

/// UN Comtrade, Thailand, HS 8542: the World row repeats its partners.
#[test]
fn thailands_chips_are_counted_once() {
    let Some(file) = real("trade/ComtradePlus_TradeData_THA_HS8542.csv") else {
        return;
    };
    let lab = Lab::new();
    add(&lab, &file, "");
    for (year, imports) in [("2018", "11813161474.37"), ("2024", "24427995897.78")] {
        let asked = lab.json(&format!(
            "trade balance --reporter THA --product 8542 --period {year}"
        ));
        let row = only(&asked);
        assert_eq!(digits(row, "imports"), imports);
        assert_eq!(
            (digits(row, "exports"), digits(row, "balance")),
            ("null".into(), "null".into())
        );
        assert_eq!(row["flag"], "missing");
    }
    let again = add(&lab, &file, "");
    assert_eq!(only(&again)["already_present"], true);
    let after = lab.json("trade balance --reporter THA --product 8542 --period 2018");
    assert_eq!(digits(only(&after), "imports"), "11813161474.37");
}

/// World Bank, Federal Reserve, External Wealth of Nations: a figure each.
#[test]
fn series_files_of_three_publishers_are_read() {
    for (file, ask, expected) in [
        ("macro/API_PA.NUS.FCRF", "TUR 2018", "4.82"),
        ("fx/fed_h10_monthly.csv", "CHN 2018-08", "6.8453"),
        ("bop/ewn_dataset_12_2022.csv.gz", "USA 2018", "-9"),
    ] {
        let Some(path) = real_by_start(file) else {
            continue;
        };
        let lab = Lab::new();
        let added = add(&lab, &path, "");
        let dataset = only(&added)["dataset"].as_str().unwrap();
        let (economy, period) = ask.split_once(' ').unwrap();
        let found = lab.json(&format!(
            "sql \"SELECT printed FROM series WHERE dataset = '{dataset}' AND economy = '{economy}' AND period = '{period}' AND value IS NOT NULL\""
        ));
        let values: Vec<&str> = found["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["printed"].as_str().unwrap())
            .collect();
        assert!(
            values.iter().any(|value| value.starts_with(expected)),
            "{file}: {values:?}"
        );
    }
}

/// A file by the beginning of its name: publishers end theirs with a date.
fn real_by_start(start: &str) -> Option<PathBuf> {
    let (folder, name) = start.rsplit_once('/').unwrap();
    let data = std::env::var_os("TRIFFIN_TEST_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let listed = std::fs::read_dir(data.unwrap_or(beside).join(folder));
    let found = listed
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let whole = found
        .into_iter()
        .find(|file| file.starts_with(name))
        .unwrap_or_else(|| name.to_owned());
    real(&format!("{folder}/{whole}"))
}

/// The checks above look at the files: a digit changed in a copy fails them.
#[test]
fn a_spoilt_copy_fails_its_check() {
    for (file, from, to, test) in [
        (
            "trade/usa-china-trade-data.csv",
            "January 2018;9,909.5;",
            "January 2018;9,909.6;",
            "us_goods_trade_with_china_2018",
        ),
        (
            "trade/ComtradePlus_TradeData_THA_HS8542.csv",
            "11813161474.37",
            "11813161474.38",
            "thailands_chips_are_counted_once",
        ),
    ] {
        let Some(path) = real(file) else {
            continue;
        };
        let text: String = std::fs::read(path)
            .unwrap()
            .into_iter()
            .map(char::from)
            .collect();
        assert!(text.contains(from), "{file} holds no {from}");
        let copies = tempfile::tempdir().unwrap();
        let copy = copies.path().join(file);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        // Latin-1 out as it came in, byte for byte.
        let spoilt = text
            .replace(from, to)
            .chars()
            .map(|c| c as u8)
            .collect::<Vec<u8>>();
        std::fs::write(copy, spoilt).unwrap();
        let checked = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                &format!("outside::real_files::{test}"),
                "--nocapture",
            ])
            .env("TRIFFIN_TEST_DATA", copies.path())
            .output()
            .unwrap();
        let told =
            String::from_utf8_lossy(&checked.stdout) + String::from_utf8_lossy(&checked.stderr);
        assert!(
            !checked.status.success() && told.contains("left == right"),
            "{file}: {told}"
        );
    }
}
