use triffin_formats::{Mapping, ReadOptions};

use crate::support::{fixture, options, read, read_file, read_with, refused};

const HEADER: &str = "flow,reporter,partner,product,value,currency,valuation,declared_on\n";

fn one(line: &str) -> crate::support::Whole {
    read(format!("{HEADER}{line}\n"))
}

#[test]
fn a_ledger_is_read_with_every_row_accounted_for() {
    let ledger = read_file(&fixture("ledger.csv"), &options()).unwrap();
    assert_eq!(ledger.profile.format, "records-csv");
    assert!(!ledger.profile.replaces);
    assert_eq!(ledger.rows() + ledger.aside.len(), 12);
    let expected = [
        ("bad_date", 1),
        ("bad_number", 1),
        ("bad_valuation", 1),
        ("future_date", 1),
        ("missing_flow", 1),
        ("negative_value", 1),
        ("too_many_digits", 1),
        ("unknown_flow", 1),
    ];
    assert_eq!(ledger.reasons(), expected.into_iter().collect());
    assert_eq!(
        ledger.sum("value", &[("flow", "export")]),
        1_957_500_000 + 10
    );
    assert_eq!(ledger.text("product")[0], "010121");
    // A value that is not there is stored without a figure.
    assert_eq!(ledger.find(&[("flag", "missing")]).len(), 1);
    assert_eq!(ledger.text("extra")[0], r#"{"note":"first"}"#);
}

#[test]
fn chinese_headings_in_gb18030_read_as_english_ones_do() {
    let text = "进出口,报告国,贸易伙伴,商品编码,金额,币种,计价方式,数量,数量单位,贸易方式,报关日期\n\
                出口,中国,美国,8542,12.5,USD,离岸价,3,件,一般贸易,2018年3月5日\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let chinese = read(bytes.into_owned());
    assert_eq!(chinese.rows(), 1, "{:?}", chinese.aside);
    let row = [
        ("flow", "export"),
        ("reporter", "CHN"),
        ("partner", "USA"),
        ("valuation", "fob"),
        ("regime", "general"),
        ("quantity_unit", "件"),
        ("period", "2018-03-05"),
    ];
    assert_eq!(chinese.find(&row), [0]);
    assert_eq!(chinese.profile.notes, ["read as gb18030"]);
}

#[test]
fn the_period_is_the_stated_one_else_the_day_declared_shipped_settled() {
    let text = "flow,reporter,value,period,declared_on,shipped_on,settled_on\n\
                export,CHN,1,2018,2018-01-03,2017-12-28,2018-02-01\n\
                export,CHN,1,,2018-01-03,2017-12-28,2018-02-01\n\
                export,CHN,1,,,2017-12-28,2018-02-01\n\
                export,CHN,1,,,,2018-02\n\
                export,CHN,1,,,,\n";
    let times = read(text);
    assert_eq!(
        times.text("period"),
        ["2018", "2018-01-03", "2017-12-28", "2018-02"]
    );
    assert_eq!(
        times.reasons(),
        [("missing_period", 1)].into_iter().collect()
    );
    // A month is a period but no day of settlement.
    assert_eq!(times.days("settled_on")[3], 0);
    assert_eq!(times.days("declared_on")[0], 17_534);
}

#[test]
fn the_world_and_groups_keep_their_level() {
    let text = format!(
        "{HEADER}import,CHN,World,,1,USD,cif,2018\nimport,CHN,W00,,1,USD,cif,2018\n\
         import,CHN,EU27,,1,USD,cif,2018\nimport,CHN,Atlantis,,1,USD,cif,2018\n"
    );
    let levels = read(text);
    assert_eq!(
        levels.text("partner_level"),
        ["world", "world", "group", "special"]
    );
    assert_eq!(levels.text("partner"), ["WLD", "WLD", "EU27", "Atlantis"]);
    assert_eq!(levels.text("product"), ["unstated"; 4]);
    assert_eq!(levels.own_areas, [("Atlantis".to_owned(), 1)].into());
}

#[test]
fn what_is_not_said_stays_unsaid() {
    let row = one("export,CHN,USA,8542,1,,,2018");
    assert_eq!(
        (row.text("currency"), row.text("valuation")),
        (vec![String::new()], vec![String::new()])
    );
    assert_eq!(
        row.profile.notes,
        ["rows with a value without a currency: 1"]
    );
}

#[test]
fn rows_of_a_wrong_width_are_set_aside_with_their_line() {
    let text =
        format!("{HEADER}export,CHN,USA\n\n\"a\nb\",CHN,USA,8542,1,USD,fob,2018,more\n,,,,,,,\n");
    let bad = read(text);
    let seen: Vec<(u64, &str)> = bad
        .aside
        .iter()
        .map(|a| (a.line, a.reason.as_str()))
        .collect();
    assert_eq!(seen, [(2, "short_row"), (4, "long_row"), (6, "empty_row")]);
}

#[test]
fn columns_that_nothing_fills_are_named() {
    let error = refused("flow,reporter,value\nexport,CHN,1\n", &options());
    assert_eq!(error.code, "E-FORMAT-HEADER");
    assert!(error.message.contains("period or declared_on"), "{error}");
    let error = refused("a,b\n1,2\n", &options());
    assert_eq!(error.code, "E-FORMAT-UNKNOWN");
    assert!(error.expected.contains("worldbank-csv") && error.expected.contains("us-census"));
}

#[test]
fn a_mapping_renames_fixes_translates_and_scales() {
    let map = Mapping::parse(
        "scale = \"thousand\"\ndecimal = \",\"\nthousands = \".\"\ndelimiter = \";\"\n\
         dataset = \"mine\"\ndate = [\"%d/%m/%Y\"]\n\
         [columns]\nvalue = \"Wert\"\ndeclared_on = \"Tag\"\nflow = \"Richtung\"\n\
         [fixed]\nreporter = \"DEU\"\ncurrency = \"EUR\"\n\
         [values.flow]\nAusfuhr = \"export\"\n",
    )
    .unwrap();
    let with_map = ReadOptions {
        map: Some(map),
        ..options()
    };
    let mapped = read_with("Richtung;Wert;Tag\nAusfuhr;1.234,5;31/03/2018\n", &with_map).unwrap();
    assert_eq!(mapped.amounts("value"), [1_234_500_000_000]);
    assert_eq!(mapped.text("period"), ["2018-03-31"]);
    assert_eq!(mapped.profile.dataset, "mine");
    assert!(mapped.profile.mapping.contains("Wert"));
}

#[test]
fn numbers_of_28_digits_come_through_whole() {
    let most = one("export,CHN,USA,8542,9999999999999999999999.999999,USD,fob,2018");
    assert_eq!(most.amounts("value"), [10i128.pow(28) - 1]);
}

#[test]
fn a_ledger_line_stands_for_itself_and_keeps_its_transport() {
    let file =
        read("flow,reporter,value,period,transport\nexport,CHN,1,2018,sea\nexport,CHN,2,2018,\n");
    assert_eq!(file.text("breakdown"), ["total", "total"]);
    assert_eq!(file.text("extra"), [r#"{"transport":"sea"}"#, ""]);
    let map = Mapping::parse("replaces = true").unwrap();
    let published = read_with(
        "flow,reporter,value,period,transport\nexport,CHN,1,2018,sea\nexport,CHN,3,2018,0\n",
        &ReadOptions {
            map: Some(map),
            ..options()
        },
    )
    .unwrap();
    assert_eq!(published.text("breakdown"), ["detail", "total"]);
}

#[test]
fn an_empty_product_of_a_ledger_is_not_all_products() {
    let whole =
        read("flow,reporter,product,value,period\nexport,CHN,,5,2018\nexport,CHN,TOTAL,6,2018\n");
    assert_eq!(whole.text("product"), ["unstated", "TOTAL"]);
    assert_eq!(whole.text("product_system"), ["other", "HS"]);
}

#[test]
fn a_value_is_quantity_times_unit_price() {
    let file = read(
        "flow,reporter,value,quantity,unit_price,period\n\
         export,CHN,,3,2.5,2018\nexport,CHN,10,3,2.5,2018\n",
    );
    assert_eq!(file.amounts("value"), [7_500_000, 10_000_000]);
    assert_eq!(file.text("extra")[0], r#"{"unit_price":"2.5"}"#);
    assert!(
        file.profile
            .notes
            .iter()
            .any(|n| n.contains("1 of 1 values differ"))
    );
}

#[test]
fn a_long_file_comes_in_chunks_and_tells_its_hash_at_the_end() {
    let mut text = HEADER.to_owned();
    for value in 0..40_000 {
        text.push_str(&format!("export,CHN,USA,8542,{value},USD,fob,2018-01-03\n"));
    }
    text.push_str("export,CHN,USA,8542,many,USD,fob,2018-01-03\n");
    let mut source = triffin_formats::open_bytes("long.csv", text.into(), &options()).unwrap();
    let (mut chunks, mut rows, mut aside) = (0, 0, 0);
    assert_eq!(source.sha256(), None);
    while let Some(chunk) = source.next_chunk().unwrap() {
        chunks += 1;
        rows += chunk.batch.num_rows();
        aside += chunk.aside.len();
        assert_eq!(source.sha256().is_some(), rows + aside == 40_001);
    }
    assert!(chunks > 1);
    assert_eq!((rows, aside), (40_000, 1));
    assert!(source.next_chunk().unwrap().is_none());
}
