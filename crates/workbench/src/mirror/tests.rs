//! Comparisons over files of many reporters.

use std::fmt::Write;
use std::path::PathBuf;

use triffin_basis::{Lang, Window};
use triffin_trade::Axis;

use super::Mirror;
use crate::files::Beneath;
use crate::intake::Intake;
use crate::{Answer, Row, Scope, Workbench};

const HEAD: &str = "flow,reporter,partner,product,period,value,currency,valuation,regime\n";
const CODES: [&str; 7] = ["CHN", "USA", "DEU", "JPN", "FRA", "BRA", "IND"];

/// A bench over one file of records.
fn over(rows: &str) -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("all.csv");
    std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    let intake = Intake::on("2024-01-01".parse().unwrap());
    let (bench, _) = Workbench::over_files(&[path], &intake, Beneath::Starter).unwrap();
    (folder, bench)
}

/// Every economy with every other: the importer sees a tenth more than the
/// exporter, and a fifth more where the goods go to Brazil.
fn everybody() -> String {
    let mut rows = String::new();
    for (i, exporter) in CODES.iter().enumerate() {
        for (j, importer) in CODES.iter().enumerate().filter(|(j, _)| *j != i) {
            for product in ["0901", "2701", "8542"] {
                let x = 100_000 + 1_000 * (7 * i + j) as i64;
                let m = x * if *importer == "BRA" { 120 } else { 110 } / 100;
                writeln!(
                    rows,
                    "export,{exporter},{importer},{product},2018,{x},USD,fob,"
                )
                .unwrap();
                writeln!(
                    rows,
                    "import,{importer},{exporter},{product},2018,{m},USD,cif,"
                )
                .unwrap();
            }
        }
    }
    rows
}

fn asked(a: &str, b: &str) -> Mirror {
    Mirror::new(a, b, Window::parse("2018").unwrap()).unwrap()
}

fn told(row: &Row, name: &str) -> String {
    Answer::cell(row, name).plain(Lang::En)
}

fn note<'a>(answer: &'a Answer, code: &str) -> &'a str {
    let notes = &answer.meta.notes;
    let found = notes.iter().find(|note| note.code == code);
    &found
        .unwrap_or_else(|| panic!("no {code}: {notes:?}"))
        .text
        .en
}

#[test]
fn s11_2_the_margin_is_estimated_from_everybodys_reports() {
    let (_folder, bench) = over(&everybody());
    let answer = bench
        .mirror(&Scope::default(), &asked("CHN", "USA"))
        .unwrap();
    let margin = &answer.meta.basis["cif_margin"];
    assert!(
        margin.starts_with("0.1 of FOB (estimated from records"),
        "{margin}"
    );
    let words = note(&answer, "N-MIRROR-MARGIN");
    assert!(
        words.contains("42 pairs") && words.contains("126 flows"),
        "{words}"
    );
    for row in &answer.rows {
        assert_eq!(told(row, "unexplained").parse::<f64>().unwrap(), 0.0);
    }
    // A margin given is taken.
    let mut given = asked("CHN", "USA");
    given.basis.cif_margin = Some("0.06".parse().unwrap());
    let answer = bench.mirror(&Scope::default(), &given).unwrap();
    assert!(answer.meta.basis["cif_margin"].contains("--cif-margin"));
    assert!(told(&answer.rows[0], "unexplained").parse::<f64>().unwrap() > 0.0);
}

#[test]
fn too_few_reporters_leave_the_published_factor() {
    let few: String = everybody()
        .lines()
        .filter(|line| !line.contains("IND") && !line.contains("BRA"))
        .map(|line| format!("{line}\n"))
        .collect();
    let (_folder, bench) = over(&few);
    let answer = bench
        .mirror(&Scope::default(), &asked("CHN", "USA"))
        .unwrap();
    assert!(answer.meta.basis["cif_margin"].starts_with("0.06 of FOB (IMF"));
    assert!(note(&answer, "N-MIRROR-MARGIN").contains("20 pairs"));
}

#[test]
fn causes_of_products_add_up_to_those_of_the_total() {
    let mut rows = everybody();
    rows.push_str(
        "export,CHN,USA,8542,2018,5000,USD,fob,ecommerce\n\
         import,USA,CHN,8542,2018,3000,USD,cif,ecommerce\n\
         export,CHN,USA,0901,2018,4000,USD,fob,reexport\n",
    );
    let (_folder, bench) = over(&rows);
    let scope = Scope::default();
    let total = bench.mirrored(&scope, &asked("CHN", "USA")).unwrap();
    let by_product = Mirror {
        by: Axis::Product,
        ..asked("CHN", "USA")
    };
    let parts = bench.mirrored(&scope, &by_product).unwrap();
    for whole in &total.rows {
        for (at, cause) in whole.attribution.parts.iter().enumerate() {
            let of = parts
                .rows
                .iter()
                .filter(|row| row.direction == whole.direction);
            let sum: f64 = of
                .filter_map(|row| row.attribution.parts[at].amount)
                .map(|amount| amount.to_f64())
                .sum();
            let expected = cause.amount.map_or(0.0, |amount| amount.to_f64());
            assert!(
                (sum - expected).abs() < 0.01,
                "{:?} {sum} {expected}",
                cause.cause
            );
        }
    }
    let parcels = |key: &str| {
        let row = parts
            .rows
            .iter()
            .find(|row| row.key.as_deref() == Some(key));
        let parts = &row.unwrap().attribution.parts;
        let found = parts.iter().find(|part| part.cause.as_str() == "parcels");
        found.unwrap().amount.map(|amount| amount.to_f64())
    };
    assert_eq!(parcels("8542"), Some(-2000.0));
}

/// The same trade by month, a lag of a month between the two ends.
#[test]
fn timing_is_told_product_by_product() {
    let mut rows = String::new();
    for n in 0..14 {
        let (year, month) = (2017 + (n + 11) / 12, (n + 11) % 12 + 1);
        let (y2, m2) = (2017 + (n + 12) / 12, (n + 12) % 12 + 1);
        for (product, base) in [("0901", 1_000), ("8542", 5_000)] {
            let value = base + 100 * n;
            writeln!(
                rows,
                "export,CHN,USA,{product},{year}-{month:02},{value},USD,fob,"
            )
            .unwrap();
            writeln!(
                rows,
                "import,USA,CHN,{product},{y2}-{m2:02},{value},USD,customs,"
            )
            .unwrap();
        }
    }
    let (_folder, bench) = over(&rows);
    let by = |by| Mirror {
        by,
        ..asked("CHN", "USA")
    };
    for axis in [Axis::Total, Axis::Product] {
        let table = bench.mirrored(&Scope::default(), &by(axis)).unwrap();
        for row in table
            .rows
            .iter()
            .filter(|row| row.key.is_some() || axis == Axis::Total)
        {
            if row.reports.exporter.is_none() {
                continue;
            }
            let rest = row.attribution.unexplained.map(|rest| rest.to_f64());
            assert_eq!(rest, Some(0.0), "{:?} {:?}", row.key, row.attribution);
        }
    }
}
