//! Exchange rates, effective exchange rates and their weights.

use triffin_formats::{Mapping, ReadOptions};

use crate::support::{Whole, options, read, read_file, read_with, refused, test_data};

fn mapped(map: &str) -> ReadOptions {
    ReadOptions {
        map: Some(Mapping::parse(map).unwrap()),
        ..options()
    }
}

#[test]
fn a_fred_series_says_by_its_id_which_way_round_it_is() {
    let file = read(
        "observation_date,DEXCHUS,DEXUSEU\n2018-08-01,6.8293,1.1662\n2018-08-02,.,1.1588\n2018-08-03,,\n2018-13-01,1,1\n",
    );
    assert_eq!(file.profile.format, "fred-csv");
    assert_eq!(file.reasons(), [("bad_period", 2)].into());
    let at = |economy, period| file.printed(&[("economy", economy), ("period", period)]);
    assert_eq!(at("CHN", "2018-08-01"), "6.8293");
    assert_eq!(at("EA", "2018-08-02"), "1.1588");
    assert_eq!(
        file.find(&[("unit", "CNY per USD"), ("flag", "missing")])
            .len(),
        2
    );
    assert_eq!(
        file.find(&[("unit", "USD per EUR"), ("flag", "missing")])
            .len(),
        1
    );
    let monthly = read("DATE,EXCHUS\n2018-08-01,6.8453\n");
    assert_eq!(monthly.text("period"), ["2018-08"]);
}

#[test]
fn a_fred_series_without_a_unit_is_refused_until_one_is_declared() {
    let text =
        "observation_date,CPIAUCSL\n2018-07-01,251.214\n2018-08-01,251.663\n2018-10-01,252.772\n";
    assert_eq!(refused(text, &options()).code, "E-FORMAT-UNIT");
    let map = "format = \"fred-csv\"\n[fixed]\nunit = \"index (1983=100)\"\neconomy = \"USA\"\n";
    let file = read_with(text, &mapped(map)).unwrap();
    assert_eq!(file.text("unit")[0], "index (1983=100)");
    assert_eq!(file.text("period"), ["2018-07", "2018-08", "2018-10"]);
    let wrong = map.replace("index (1983=100)", "florbs");
    assert_eq!(refused(text, &mapped(&wrong)).code, "E-FORMAT-MAP");
}

#[test]
fn nominal_and_real_indices_are_two_series() {
    let file =
        read("date,area,value,type\n1994-01,DZ,269.47,N\n1994-01,DZ,177.15,R\n1994-01,XM,1,X\n");
    assert_eq!(file.profile.format, "bis-eer-csv");
    assert_eq!(file.reasons(), [("missing_indicator", 1)].into());
    let real = [
        ("indicator", "bis_reer_broad"),
        ("unit", "index (2010=100)"),
    ];
    assert_eq!(file.printed(&real), "177.15");
}

#[test]
fn a_weight_stands_for_each_year_of_its_window() {
    let file = read(
        "geo_base,geo,time_range,weight\nAE,UK,1993_1995,0.07\nAE,EA,2017_2019,\nAE,AR,1995_1993,1\nAE,AR,93_95,1\n",
    );
    assert_eq!(file.profile.format, "bis-weights-csv");
    assert_eq!(file.reasons(), [("bad_period", 2)].into());
    let britain = [("counterpart", "GBR"), ("economy", "ARE"), ("unit", "%")];
    assert_eq!(file.find(&britain).len(), 3);
    assert_eq!(file.text("period")[..3], ["1993", "1994", "1995"]);
    assert_eq!(file.text("source")[0], "window 1993-1995");
    assert_eq!(
        file.find(&[("counterpart", "EA"), ("flag", "missing")])
            .len(),
        3
    );
}

#[test]
fn the_publishers_own_rates_give_their_figures() {
    let Some(folder) = test_data() else {
        eprintln!("left out: rates, indices and weights (no test data)");
        return;
    };
    let read = |file: &str| read_file(&folder.join(file), &options()).unwrap();
    let yuan = read("fx/fred_cny_usd.csv");
    assert_eq!(yuan.printed(&[("period", "2025-12-31")]), "6.9931");
    assert_eq!(
        yuan.find(&[("unit", "CNY per USD"), ("economy", "CHN")])
            .len(),
        yuan.rows()
    );
    assert_eq!(read("fx/fred_gbp_usd.csv").text("unit")[0], "USD per GBP");
    assert_eq!(
        read("fx/fred_usd_broad_index.csv").text("unit")[0],
        "index (2006-01=100)"
    );

    let (book, lines) = (
        read("fx/BIS_broad_EER_monthly.xlsx"),
        read("fx/bis_eer_broad_monthly_1994_2021.csv.gz"),
    );
    // Two containers of one table say the same.
    for whole in [&book, &lines] {
        assert_eq!(annual(whole, "bis_neer_broad", "CHN", "2019"), 116.06);
        assert_eq!(annual(whole, "bis_reer_broad", "CHN", "2019"), 122.04);
        assert_eq!(
            whole.find(&[("unit", "index (2010=100)")]).len(),
            whole.rows()
        );
    }
    let algeria = [
        ("economy", "DZA"),
        ("indicator", "bis_neer_broad"),
        ("period", "1994-01"),
    ];
    assert_eq!(book.printed(&algeria), "269.47");

    let weights = read("fx/bis_broad_weights_1993_2019.csv.gz");
    let of_china = weights.find(&[("economy", "CHN"), ("period", "2018")]);
    let values = weights.reals("value");
    let sum: f64 = of_china.iter().map(|row| values[*row]).sum();
    assert!((sum - 100.0).abs() < 0.01, "{sum}");
    assert!(
        weights.profile.notes.is_empty(),
        "{:?}",
        weights.profile.notes
    );
}

/// The mean of the months of a year, to two decimals.
fn annual(whole: &Whole, indicator: &str, economy: &str, year: &str) -> f64 {
    let rows = whole.find(&[("indicator", indicator), ("economy", economy)]);
    let (periods, values) = (whole.text("period"), whole.reals("value"));
    let months: Vec<f64> = rows
        .into_iter()
        .filter(|row| periods[*row].starts_with(year))
        .map(|row| values[row])
        .collect();
    assert_eq!(months.len(), 12);
    (months.iter().sum::<f64>() / 12.0 * 100.0).round() / 100.0
}
