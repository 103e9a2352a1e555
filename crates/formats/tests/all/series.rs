use crate::support::{fixture, options, read, read_file};

#[test]
fn each_cell_of_a_wide_file_is_stored_or_set_aside() {
    let file = read_file(&fixture("worldbank.csv"), &options()).unwrap();
    assert_eq!(
        (file.rows(), file.reasons()),
        (5, [("bad_number", 1)].into())
    );
    assert_eq!(file.profile.released.as_deref(), Some("2024-06-28"));
    assert_eq!(
        file.text("flag"),
        ["observed", "missing", "missing", "observed", "observed"]
    );
    // The printed figure keeps the zero that says how far it is rounded.
    assert_eq!(
        file.printed(&[("economy", "CHN"), ("period", "2017")]),
        "6.50"
    );
    assert_eq!(file.lines()[0], 6);
    assert!(
        file.aside[0].detail.contains("2019 `x`"),
        "{:?}",
        file.aside
    );
}

#[test]
fn the_same_table_without_the_lines_before_it_reads_the_same() {
    let text = std::fs::read_to_string(fixture("worldbank.csv")).unwrap();
    let bare = text.lines().skip(4).collect::<Vec<_>>().join("\n");
    let (whole, bare) = (read(text), read(bare));
    assert_eq!(bare.profile.released, None);
    assert_eq!(bare.text("printed"), whole.text("printed"));
    assert_eq!(bare.profile.dataset, "worldbank-wdi");
}

#[test]
fn series_lines_are_read_with_unit_and_flag() {
    let file = read(
        "economy,indicator,period,value,unit,flag,source,licence\n\
         CHN,gdp,2018,13407.40,USD bn,,IMF,x\n\
         CHN,gdp,2040,20000,USD bn,forecast,,x\n\
         CHN,gdp,2041,20000,USD bn,,,x\n\
         CHN,gdp,2019,,USD bn,,,x\n\
         CHN,gdp,2020,1,,,,x\n\
         CHN,gdp,2021,nan,USD bn,,,x\n\
         CHN,gdp,2022,1,USD bn,guess,,x\n",
    );
    assert_eq!(file.profile.format, "series-csv");
    let reasons = [
        ("bad_flag", 1),
        ("bad_number", 1),
        ("bad_unit", 1),
        ("future_date", 1),
    ];
    assert_eq!(file.reasons(), reasons.into());
    assert_eq!(file.text("printed"), ["13407.40", "20000", ""]);
    assert_eq!(file.text("flag"), ["observed", "forecast", "missing"]);
    assert_eq!(file.reals("value")[0], 13407.4);
    assert_eq!(file.profile.notes, ["columns not kept: licence"]);
}

const H10: &str = "Date,Country,Exchange rate\n";

#[test]
fn h10_units_say_which_way_round_the_figures_quote() {
    let dollars = read(format!(
        "{H10}2018-08-01,China,6.8453\n2018-08-01,United Kingdom,1.2880\n2018-09-01,Euro,.\n"
    ));
    assert_eq!(dollars.text("unit")[..2], ["CNY per USD", "USD per GBP"]);
    // No figure tells how the euro is quoted here.
    assert_eq!(dollars.reasons(), [("unknown_quote", 1)].into());
    let turned = read(format!(
        "{H10}2018-08-01,United Kingdom,0.7764\n2018-09-01,Euro,0.8570\n2018-10-01,Euro,ND\n"
    ));
    assert_eq!(
        turned.text("unit"),
        ["GBP per USD", "EUR per USD", "EUR per USD"]
    );
    assert_eq!(turned.text("flag"), ["observed", "observed", "missing"]);
    assert_eq!(turned.text("economy"), ["GBR", "EA", "EA"]);
}

#[test]
fn h10_frequency_shows_in_the_dates() {
    let freq = |lines: &str| read(format!("{H10}{lines}")).text("period");
    assert_eq!(freq("2018-08-01,China,6.8\n"), ["2018-08"]);
    assert_eq!(
        freq("2017-01-01,China,6.8\n2018-01-01,China,6.6\n"),
        ["2017", "2018"]
    );
    assert_eq!(
        freq("2018-08-01,China,6.8\n2018-08-02,China,6.8\n"),
        ["2018-08-01", "2018-08-02"]
    );
}

#[test]
fn wealth_cells_keep_published_digits_and_units() {
    let file = read(
        "Country,IFS_Code,Year,FDI assets ,Net IIP excl gold,Exchange rate (period avg),Something new\n\
         Euro Area,163,2018,1.5,-2.50,2.862511e-08,\n\
         United States,111,2018,,-10130134.0,1.0,7\n",
    );
    assert_eq!(file.rows(), 8);
    let rate = [("indicator", "exchange_rate_average"), ("economy", "EA")];
    assert_eq!(file.printed(&rate), "0.00000002862511");
    assert_eq!(
        file.find(&[("unit", "unit not stated"), ("indicator", "Something new")])
            .len(),
        2
    );
    assert!(
        file.profile
            .notes
            .iter()
            .any(|n| n.contains("EA: groups beside their members"))
    );
}
