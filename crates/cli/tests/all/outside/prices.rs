//! `trade real`: values at constant prices.

use super::lab::{Lab, digits, only, row};

/// Two years of oil and cars: the same quantities, oil 30 % dearer.
fn lab() -> Lab {
    let lab = Lab::new();
    lab.write(
        "trade.csv",
        "flow,reporter,partner,product,value,currency,valuation,quantity,quantity_unit,period\n\
         import,CHN,SAU,270900,200,USD,fob,2,t,2017\nimport,CHN,SAU,270900,260,USD,fob,2,t,2018\n\
         export,CHN,SAU,870323,50,USD,fob,1,u,2017\nexport,CHN,SAU,870323,50,USD,fob,1,u,2018\n",
    );
    lab.write(
        "prices.csv",
        "product,flow,period,index\n27,,2017,80\n27,,2018,104\nTOTAL,export,2017,100\nTOTAL,export,2018,100\n",
    );
    lab.ok("data add trade.csv");
    lab
}

const ASK: &str = "trade real --reporter CHN --source records --base 2017";

#[test]
fn dearer_oil_raises_nominal_imports_and_no_real_ones() {
    let lab = lab();
    let asked = lab.json(&format!(
        "{ASK} --period 2017..2018 --by period --deflator prices.csv"
    ));
    let (before, after) = (row(&asked, "key", "2017"), row(&asked, "key", "2018"));
    assert_eq!(
        (digits(before, "imports"), digits(after, "imports")),
        ("200".into(), "260".into())
    );
    assert_eq!(digits(before, "real_imports"), "200");
    assert_eq!(digits(after, "real_imports"), "200");
    assert_eq!(digits(after, "real_balance"), "-150");
    assert_eq!(digits(after, "import_prices"), "130.0");
    // The quantity did not change, as the decomposition says too.
    let change = lab.json("trade changes --reporter CHN --from 2017 --to 2018 --source records");
    assert_eq!(digits(row(&change, "key", "270900"), "quantity"), "0");
    assert_eq!(asked["meta"]["basis"]["price"], "constant 2017");
    let by = lab.json(&format!(
        "{ASK} --period 2018 --by product --deflator prices.csv"
    ));
    assert_eq!(digits(row(&by, "key", "270900"), "real_imports"), "200");
    assert_eq!(digits(&by["meta"]["total"], "real_imports"), "200");
}

#[test]
fn indices_come_from_the_line_or_from_a_series_that_is_one() {
    let lab = lab();
    let typed = lab.json(&format!(
        "{ASK} --period 2018 --deflator import:2017=100,import:2018=130,export:2017=1,export:2018=1"
    ));
    assert_eq!(digits(only(&typed), "real_imports"), "200");
    lab.write(
        "series.csv",
        "economy,indicator,period,value,unit\nCHN,import_prices,2017,100,index 2017=100\n\
         CHN,import_prices,2018,130,index 2017=100\nCHN,inflation,2018,2.1,%\n",
    );
    lab.ok("data add series.csv");
    let series = lab.json(&format!("{ASK} --period 2018 --deflator CHN.import_prices"));
    assert_eq!(digits(only(&series), "real_imports"), "200");
    assert_eq!(series["meta"]["sources"].as_array().map(Vec::len), Some(2));
    lab.refused(
        &format!("{ASK} --period 2018 --deflator CHN.inflation"),
        2,
        "E-DEFLATOR-UNIT",
    );
    lab.refused(
        &format!("{ASK} --period 2018 --deflator 2018=-3"),
        2,
        "E-TRADE-DEFLATOR",
    );
    lab.refused(
        &format!("{ASK} --period 2018 --deflator CHN.nosuch"),
        2,
        "E-STORE-SERIES",
    );
}

#[test]
fn what_has_no_index_is_missing_and_named() {
    let lab = lab();
    lab.write(
        "oil.csv",
        "product,period,index\n27,2017,100\n27,2018,130\n",
    );
    let asked = lab.json(&format!("{ASK} --period 2018 --deflator oil.csv"));
    assert_eq!(digits(only(&asked), "real_exports"), "null");
    assert_eq!(digits(only(&asked), "real_imports"), "200");
    assert_eq!(only(&asked)["flag"], "missing");
    assert!(
        asked["meta"]["warnings"]
            .to_string()
            .contains("W-DEFLATOR-MISSING")
    );
    for (name, text) in [
        ("empty.csv", ""),
        ("header.csv", "period,index\n"),
        ("words.csv", "period,index\n2018,dear\n"),
        ("side.csv", "period,index,flow\n2018,100,both\n"),
        ("lone.csv", "period\n2018\n"),
    ] {
        lab.write(name, text);
        lab.refused(
            &format!("{ASK} --period 2018 --deflator {name}"),
            2,
            "E-DEFLATOR-FILE",
        );
    }
    let zh = lab.run(&format!(
        "{ASK} --period 2018 --deflator words.csv --lang zh"
    ));
    assert!(zh.stderr.contains("第 2 行"), "{zh:?}");
}

#[test]
fn one_index_is_told_as_given_and_a_missing_base_is_named() {
    let lab = Lab::new();
    lab.write(
        "odd.csv",
        "flow,reporter,partner,product,value,currency,valuation,period\n\
         export,PER,USA,01,17.5,USD,fob,2018\nimport,PER,USA,02,0.000035,USD,fob,2018\n",
    );
    lab.ok("data add odd.csv");
    let line = "trade real --reporter PER --source records --base 2015 --period 2018";
    let asked = lab.json(&format!("{line} --deflator 2015=100,2018=110"));
    for prices in ["export_prices", "import_prices"] {
        assert_eq!(digits(only(&asked), prices), "110.0");
    }
    let lacking = lab.json(&format!("{line} --deflator 2018=110"));
    let notes = lacking["meta"].to_string();
    assert!(notes.contains("base period 2015"), "{notes}");
    assert!(notes.contains("--deflator 2015=100"), "{notes}");
}
