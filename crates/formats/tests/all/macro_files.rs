//! DataBank, the World Economic Outlook, Penn World Table, keyed series,
//! crises, and columns whose unit cannot be told.

use triffin_formats::{Mapping, ReadOptions};

use crate::support::{options, read, read_file, read_with, refused, test_data};

fn shipped(name: &str) -> ReadOptions {
    ReadOptions {
        map: Mapping::shipped(name),
        ..options()
    }
}

#[test]
fn a_column_called_cpi_is_refused_until_its_unit_is_declared() {
    let text = "Country,Country Code,Year,CPI\nChina,CHN,1994,24.26\nChina,CHN,2018,..\n";
    let error = refused(text, &options());
    assert_eq!(error.code, "E-FORMAT-UNIT");
    assert!(error.remedy.contains("worldbank-cpi-inflation"), "{error}");
    let file = read_with(text, &shipped("worldbank-cpi-inflation")).unwrap();
    let inflation = [
        ("indicator", "FP.CPI.TOTL.ZG"),
        ("unit", "%"),
        ("period", "1994"),
    ];
    assert_eq!(file.printed(&inflation), "24.26");
    assert_eq!(file.text("flag"), ["observed", "missing"]);
    for bare in [
        "country,value\nabw,1\n",
        "country,product,value\nafg,0011,1\n",
    ] {
        assert_eq!(refused(bare, &options()).code, "E-FORMAT-UNIT");
    }
    let exports = "country,product,value\nafg,0011,30068.0\n";
    let exports = read_with(exports, &shipped("world-exports-sitc4")).unwrap();
    assert_eq!(exports.text("product"), ["0011"]);
    assert_eq!(exports.text("product_system"), ["SITC4"]);
}

#[test]
fn forecasts_of_the_outlook_are_flagged_from_its_year_on() {
    let file =
        read("year,country,bca\n2018,tur,-27.8\n2019,tur,1\n2024,tur,-10\n20x,tur,1\n2018,,1\n");
    assert_eq!(file.profile.format, "weo-ddf");
    assert_eq!(
        file.reasons(),
        [("bad_period", 1), ("missing_economy", 1)].into()
    );
    assert_eq!(file.text("flag"), ["observed", "forecast", "forecast"]);
    assert_eq!(
        file.find(&[("economy", "TUR"), ("unit", "bn USD")]).len(),
        3
    );
    assert!(file.profile.notes[0].contains("edition not named"));
    assert_eq!(
        refused("year,country,zzz\n2018,tur,1\n", &options()).code,
        "E-FORMAT-UNKNOWN"
    );
}

#[test]
fn a_folder_of_the_outlook_is_one_source() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("weo_oct2020");
    std::fs::create_dir(&inside).unwrap();
    let write = |name: &str, text: &str| std::fs::write(inside.join(name), text).unwrap();
    write(
        "ddf--datapoints--bca--by--country--year.csv",
        "year,country,bca\n2019,chn,103.4\n2020,chn,193.8\n",
    );
    write(
        "ddf--datapoints--own--by--country--year.csv",
        "year,country,own\n2019,chn,5\n",
    );
    write(
        "ddf--concepts--continuous.csv",
        "concept,concept_type,subject_descriptor,unit,scale\nown,measure,Own,Percent of GDP,\n",
    );
    let file = read_file(&inside, &options()).unwrap();
    assert_eq!((file.profile.format.as_str(), file.rows()), ("weo-ddf", 3));
    assert_eq!(file.profile.released.as_deref(), Some("2020-10-31"));
    assert_eq!(file.text("flag"), ["observed", "forecast", "observed"]);
    assert_eq!(file.text("unit")[2], "% of GDP");
    // Another figure in any of the tables is another source.
    write(
        "ddf--datapoints--own--by--country--year.csv",
        "year,country,own\n2019,chn,6\n",
    );
    assert_ne!(read_file(&inside, &options()).unwrap().sha256, file.sha256);
    std::fs::remove_file(inside.join("ddf--concepts--continuous.csv")).unwrap();
    let refused = read_file(&inside, &options()).err().unwrap();
    assert_eq!(refused.code, "E-FORMAT-UNIT");
    let empty = read_file(folder.path(), &options()).err().unwrap();
    assert_eq!(empty.code, "E-FORMAT-IO");
}

#[test]
fn variables_of_the_penn_world_table_have_their_units() {
    let file = read(
        "isocode,year,currency,pop,xr,rgdpo,zzz\nABW,2019,Aruban Guilder,0.106,1.79,3921.3,7\nABW,x,,,,,\n",
    );
    assert_eq!(file.profile.format, "pwt-csv");
    assert_eq!(file.reasons(), [("bad_period", 1)].into());
    assert_eq!(file.rows(), 4);
    assert_eq!(
        file.printed(&[("indicator", "xr"), ("unit", "LCU per USD")]),
        "1.79"
    );
    assert_eq!(
        file.printed(&[("indicator", "zzz"), ("unit", "unit not stated")]),
        "7"
    );
    assert_eq!(
        file.find(&[("unit", "mn international dollars of 2017")])
            .len(),
        1
    );
    assert_eq!(file.profile.notes.len(), 1);
}

#[test]
fn a_key_names_area_indicator_and_unit() {
    let file = read("TIME_PERIOD,Q.US.BCA_BP6_USD,Q.CN.BCA_BP6_USD\n1990-Q1,-15910,\nnever,1,2\n");
    assert_eq!(file.profile.format, "keyed-csv");
    assert_eq!(file.reasons(), [("bad_period", 2)].into());
    assert_eq!(
        file.printed(&[("economy", "USA"), ("unit", "mn USD")]),
        "-15910"
    );
    assert_eq!(file.text("flag"), ["observed", "missing"]);
    let unknown = "TIME_PERIOD,Q.US.PCPI_IX\n1990-Q1,100\n";
    assert_eq!(refused(unknown, &options()).code, "E-FORMAT-UNIT");
}

#[test]
fn a_crisis_is_dated_as_finely_as_the_file_dates_it() {
    let file = read(
        "country,type,year,month\nAlbania,banking,1994.0,\nAlbania,currency,1997.0,1\n\"Iran, I.R. of\",debt,,\n\
         Albania,flood,1994.0,\nAlbania,debt,1990.0,13\n",
    );
    assert_eq!(file.profile.format, "crises-csv");
    assert_eq!(
        file.reasons(),
        [("bad_period", 2), ("missing_indicator", 1)].into()
    );
    assert_eq!(file.text("period"), ["1994", "1997-01"]);
    assert_eq!(file.text("printed"), ["1", "1"]);
}

#[test]
fn the_publishers_own_macro_files_give_their_figures() {
    let Some(folder) = test_data() else {
        eprintln!("left out: DataBank, Outlook and others (no test data)");
        return;
    };
    let read = |file: &str| read_file(&folder.join(file), &options()).unwrap();
    let bank = read("macro/P_Data_Extract_From_World_Development_Indicators.xlsx");
    assert_eq!(bank.profile.released.as_deref(), Some("2024-02-21"));
    assert_eq!(bank.profile.dataset, "worldbank-wdi");
    let usa = |code: &str| {
        let found = bank.find(&[("economy", "USA"), ("period", "2018"), ("indicator", code)]);
        (bank.reals("value")[found[0]] / 1e9 * 10.0).round() / 10.0
    };
    assert_eq!(usa("BN.GSR.MRCH.CD"), -878.7);
    let balance = [("indicator", "BN.GSR.MRCH.CD"), ("unit", "USD")];
    assert_eq!(bank.find(&balance).len(), 4 * 63);
    assert!(bank.find(&[("unit", "BOP")]).is_empty());
    let economies: std::collections::BTreeSet<String> = bank.text("economy").into_iter().collect();
    assert_eq!(
        economies.into_iter().collect::<Vec<_>>(),
        ["CHN", "FRA", "RUS", "USA"]
    );

    let outlook = read("macro/weo_apr2019");
    assert_eq!((outlook.rows(), outlook.aside.len()), (82_336, 0));
    assert_eq!(outlook.profile.released.as_deref(), Some("2019-04-30"));
    let at = |economy, indicator, period| {
        outlook.printed(&[
            ("economy", economy),
            ("indicator", indicator),
            ("period", period),
        ])
    };
    assert!(at("CHN", "ngdpd", "2018").starts_with("13407"));
    assert!(at("TUR", "bca", "2018").starts_with("-27.8"));
    let flags = [
        ("flag", "forecast"),
        ("period", "2019"),
        ("indicator", "ngdpd"),
    ];
    assert!(outlook.find(&flags).len() > 180);
    assert!(
        outlook
            .find(&[("flag", "forecast"), ("period", "2018")])
            .is_empty()
    );

    let crises = read("crises/laeven_valencia_SBCD.csv");
    assert!(
        crises.profile.notes.is_empty(),
        "{:?}",
        crises.profile.notes
    );
    let pwt = read("macro/pwt1001_subset.csv.gz");
    let rate = [("economy", "CHN"), ("indicator", "xr"), ("period", "2018")];
    assert!(pwt.printed(&rate).starts_with("6.61"));
}
