use crate::support::{fixture, options, read_file};

#[test]
fn totals_are_told_from_their_parts() {
    let file = read_file(&fixture("comtrade.csv"), &options()).unwrap();
    assert_eq!(file.profile.format, "comtrade-csv");
    assert_eq!(
        (file.rows(), file.reasons()),
        (8, [("not_goods", 1), ("unknown_flow", 1)].into())
    );
    let total = |flow| {
        file.sum(
            "value",
            &[("flow", flow), ("breakdown", "total"), ("partner", "WLD")],
        )
    };
    assert_eq!(
        (total("import"), total("export")),
        (1_000_500_000, 700_000_000)
    );
    // Parts: by second partner, by procedure, by transport, and re-exports.
    assert_eq!(file.find(&[("breakdown", "detail")]).len(), 4);
    assert_eq!(
        file.find(&[("regime", "reexport"), ("breakdown", "detail")])
            .len(),
        1
    );
}

#[test]
fn a_trailing_comma_shifts_no_column() {
    let file = read_file(&fixture("comtrade.csv"), &options()).unwrap();
    assert!(file.text("reporter").iter().all(|r| r == "THA"));
    assert!(file.text("currency").iter().all(|c| c == "USD"));
    assert_eq!(
        file.find(&[
            ("partner", "CIV"),
            ("product", "010121"),
            ("product_system", "HS2017")
        ])
        .len(),
        1
    );
}

#[test]
fn valuation_is_that_of_the_column_the_value_equals() {
    let file = read_file(&fixture("comtrade.csv"), &options()).unwrap();
    let of = |flow, partner| {
        let found = file.find(&[("flow", flow), ("partner", partner), ("breakdown", "total")]);
        file.text("valuation")[found[0]].clone()
    };
    assert_eq!(of("import", "WLD"), "cif");
    assert_eq!(of("export", "WLD"), "fob");
    assert_eq!(of("import", "CIV"), "");
}

#[test]
fn a_quantity_of_nothing_in_no_unit_is_missing() {
    let file = read_file(&fixture("comtrade.csv"), &options()).unwrap();
    let units = file.text("quantity_unit");
    assert_eq!((units[0].as_str(), units[1].as_str()), ("u", ""));
    assert_eq!(file.amounts("quantity")[0], 12_000_000);
    assert_eq!(file.text("extra")[0], r#"{"isNetWgtEstimated":true}"#);
}
