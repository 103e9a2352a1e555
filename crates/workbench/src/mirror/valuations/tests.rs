//! Comtrade's totals with and without the table of valuations.

use std::path::PathBuf;

use super::*;
use crate::files::Beneath;
use crate::intake::Intake;
use crate::{Answer, Row};

/// In the layout of mirror totals; the figures are ours.
const TOTALS: &str = "\
refYear,importer,exporter,import_value_importer_reported_usd,export_value_exporter_reported_usd,m_over_x
2018,Portugal,Mexico,110,100,1.1
2018,Mexico,Portugal,55,50,1.1
";

/// The same in a file of the user's own, which says no valuation either.
const OWN: &str = "\
flow,reporter,partner,product,period,value,currency
export,MEX,PRT,TOTAL,2018,100,USD
import,PRT,MEX,TOTAL,2018,110,USD
";

const TABLE: &str = "\
year,country_iso,trade_system_imports,trade_system_exports,valuation_imports,valuation_exports
2018,prt,special,special,cif,fob
2018,mex,general,general,fob,fob
2019,mex,general,general,cif,fob
";

fn asked(totals: &str, table: Option<&str>) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    let files = [Some(totals), table].into_iter().flatten().enumerate();
    let paths: Vec<PathBuf> = files
        .map(|(at, text)| {
            let path = folder.path().join(format!("{at}.csv"));
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let intake = Intake::on("2024-01-01".parse().unwrap());
    let (bench, _) = Workbench::over_files(&paths, &intake, Beneath::Nothing).unwrap();
    let window = Window::parse("2018").unwrap();
    let asked = Mirror::new("MEX", "PRT", window).unwrap();
    bench.mirror(&Scope::default(), &asked).unwrap()
}

fn freight(row: &Row) -> String {
    let explained = Answer::cell(row, "explained").json(Lang::En);
    explained["cif_fob"].to_string()
}

fn told_by(answer: &Answer) -> Option<&Note> {
    let mut notes = answer.meta.notes.iter();
    notes.find(|note| note.code == "N-MIRROR-VALUATION")
}

#[test]
fn records_of_comtrade_are_valued_as_their_reporter_told_it() {
    let without = asked(TOTALS, None);
    assert_eq!(freight(&without.rows[0]), "null");
    assert!(told_by(&without).is_none());
    let with = asked(TOTALS, Some(TABLE));
    // Portugal's imports are CIF: 110 − 110/1.06; Mexico's are FOB.
    let [out, back] = [&with.rows[0], &with.rows[1]].map(freight);
    assert!(out.starts_with("6.22641"), "{out}");
    assert_eq!(back, "0");
    let note = &told_by(&with).unwrap().text.en;
    assert!(note.contains("MEX imports fob 2018"), "{note}");
    assert!(note.contains("PRT imports cif 2018"), "{note}");
    let sources = &with.meta.sources;
    assert!(sources.iter().any(|source| source.dataset == SYSTEM));
    assert_eq!(with.meta.basis["valuation_b_imports"], "cif");
}

#[test]
fn a_file_of_ones_own_is_valued_as_it_says_itself() {
    let own = asked(OWN, Some(TABLE));
    assert_eq!(freight(&own.rows[0]), "null");
    assert!(told_by(&own).is_none());
}

#[test]
fn years_alike_are_told_at_once_and_a_hole_parts_them() {
    let years = [(2014, "cif"), (2015, "cif"), (2017, "cif"), (2018, "fob")].into();
    assert_eq!(
        spans(&years, str::to_owned, ", "),
        "cif 2014–2015, cif 2017, fob 2018"
    );
}
