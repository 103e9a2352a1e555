use triffin_formats::{Mapping, ReadOptions};

use crate::support::{Whole, options, read_with, refused};

fn mapped(name: &str, text: &str) -> Whole {
    let map = Mapping::shipped(name).unwrap();
    read_with(
        text,
        &ReadOptions {
            map: Some(map),
            ..options()
        },
    )
    .unwrap()
}

#[test]
fn a_census_line_becomes_an_export_and_an_import() {
    let file = mapped(
        "us-census",
        "Month;Exports;Imports;Balance\r\nJanuary 2001;1,187.5;8,427.5;-7,240.0",
    );
    assert_eq!(file.text("flow"), ["export", "import"]);
    assert_eq!(file.text("valuation"), ["fas", "customs"]);
    assert_eq!(
        file.amounts("value"),
        [1_187_500_000_000_000, 8_427_500_000_000_000]
    );
    assert_eq!(file.text("extra"), ["", ""]);
    assert_eq!(file.profile.notes.len(), 1);
}

#[test]
fn a_balance_that_is_not_the_difference_is_noted() {
    let file = mapped(
        "us-census",
        "Month;Exports;Imports;Balance\nMay 2001;1.0;2.0;-9.0\n",
    );
    assert_eq!(
        file.profile.notes[1],
        "`Balance` differs from its parts on 1 of 1 lines: line 2"
    );
}

#[test]
fn each_side_of_a_mirror_line_is_its_own_reporter() {
    let file = mapped(
        "comtrade-mirror-totals",
        "refYear,importer,exporter,import_value_importer_reported_usd,export_value_exporter_reported_usd,m_over_x\n\
         2004,Brazil,Angola,30.0,10.0,3\n2005,Brazil,Angola,,10.0,\n",
    );
    assert_eq!(file.text("reporter"), ["BRA", "AGO", "BRA", "AGO"]);
    assert_eq!(file.text("partner"), ["AGO", "BRA", "AGO", "BRA"]);
    assert_eq!(
        file.text("flag"),
        ["observed", "observed", "missing", "observed"]
    );
    assert_eq!(file.text("extra")[0], r#"{"m_over_x":"3"}"#);
}

#[test]
fn a_map_that_does_not_fit_the_file_says_which_column() {
    let map = Mapping::shipped("us-census");
    let error = refused(
        "Monat;Exports;Imports;Balance\n",
        &ReadOptions { map, ..options() },
    );
    assert_eq!(error.code, "E-FORMAT-HEADER");
    assert!(error.message.contains("`Month`"), "{error}");
}
