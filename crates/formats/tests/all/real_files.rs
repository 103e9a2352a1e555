//! Publishers' own files, with the figures they must give.

use std::path::{Path, PathBuf};

use triffin_formats::{Mapping, ReadOptions};

use crate::support::{Whole, options, read_file, test_data};

const CHECKS: usize = 8;
const MILLION: i128 = 1_000_000;

fn mapped(name: &str) -> ReadOptions {
    ReadOptions {
        map: Mapping::shipped(name),
        ..options()
    }
}

fn whole(folder: &Path, file: &str, options: &ReadOptions) -> Whole {
    read_file(&folder.join(file), options).unwrap()
}

/// Sum of a flow over the twelve months of a year, in millionths.
fn year(whole: &Whole, flow: &str, year: &str) -> i128 {
    let months = (1..=12).map(|m| format!("{year}-{m:02}"));
    months
        .map(|m| whole.sum("value", &[("flow", flow), ("period", &m)]))
        .sum()
}

#[test]
fn real_files_give_their_published_figures() {
    let Some(folder) = test_data() else {
        eprintln!("left out: {CHECKS} real-file checks (no test data)");
        return;
    };
    let checks: [fn(&Path); CHECKS] = [
        census,
        japan,
        korea,
        mirror_totals,
        thailand,
        world_bank,
        federal_reserve,
        wealth,
    ];
    checks.iter().for_each(|check| check(&folder));
}

fn census(folder: &Path) {
    let file = "trade/usa-china-trade-data.csv";
    let us = whole(folder, file, &mapped("us-census"));
    assert_eq!((us.rows(), us.aside.len()), (456, 0));
    // 120.28 and 538.51 bn USD, to the last published digit.
    assert_eq!(year(&us, "export", "2018"), 120_281_300_000 * MILLION);
    assert_eq!(year(&us, "import", "2018"), 538_514_300_000 * MILLION);
    assert_eq!(us.find(&[("valuation", "customs")]).len(), 228);
    assert_eq!(us.find(&[("valuation", "fas")]).len(), 228);
    assert_eq!(us.profile.notes.len(), 1, "{:?}", us.profile.notes);
    // A corrupted copy must not give the same figures.
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let spoilt = text.replacen("January 2018;", "January 2018;9", 1);
    assert_ne!(spoilt, text);
    let spoilt = crate::support::read_with(spoilt, &mapped("us-census")).unwrap();
    assert_ne!(year(&spoilt, "export", "2018"), 120_281_300_000 * MILLION);
    assert_ne!(spoilt.sha256, us.sha256);
    assert!(
        spoilt
            .profile
            .notes
            .iter()
            .any(|n| n.contains("`Balance` differs"))
    );
}

fn japan(folder: &Path) {
    let japan = whole(
        folder,
        "trade/japan-china-trade-data.csv",
        &mapped("japan-mof"),
    );
    assert_eq!((japan.rows(), japan.aside.len()), (456, 0));
    let january = [("flow", "export"), ("period", "2001-01")];
    assert_eq!(japan.sum("value", &january), 231_700_220_000 * MILLION);
    assert_eq!(
        japan
            .find(&[("currency", "JPY"), ("valuation", "cif")])
            .len(),
        228
    );
}

fn korea(folder: &Path) {
    let korea = whole(
        folder,
        "trade/korea-china-trade-data.csv",
        &mapped("korea-customs"),
    );
    assert_eq!((korea.rows(), korea.aside.len()), (456, 0));
    let december = [
        ("flow", "import"),
        ("period", "2019-12"),
        ("partner", "CHN"),
    ];
    assert_eq!(korea.sum("value", &december), 9_023_873_000 * MILLION);
}

fn mirror_totals(folder: &Path) {
    let file = "trade/comtrade_mirror_totals.csv";
    let totals = whole(folder, file, &mapped("comtrade-mirror-totals"));
    let lines = std::fs::read_to_string(folder.join(file))
        .unwrap()
        .lines()
        .count()
        - 1;
    assert_eq!(totals.rows() + totals.aside.len(), lines * 2);
    let reported = [
        ("flow", "import"),
        ("period", "2023"),
        ("reporter", "PRT"),
        ("partner", "USA"),
    ];
    assert_eq!(totals.sum("value", &reported), 2_438_486_849_750_000);
    let mirror = [
        ("flow", "export"),
        ("period", "2023"),
        ("reporter", "USA"),
        ("partner", "PRT"),
    ];
    assert_eq!(totals.sum("value", &mirror), 2_281_543_455 * MILLION);
}

fn thailand(folder: &Path) {
    let file = "trade/ComtradePlus_TradeData_THA_HS8542.csv";
    let thailand = whole(folder, file, &options());
    assert_eq!(thailand.profile.format, "comtrade-csv");
    assert_eq!((thailand.rows(), thailand.aside.len()), (1178, 0));
    assert!(
        thailand
            .profile
            .notes
            .iter()
            .any(|n| n == "read as windows-1252")
    );
    let world = |period| {
        thailand.sum(
            "value",
            &[
                ("period", period),
                ("partner", "WLD"),
                ("breakdown", "total"),
            ],
        )
    };
    assert_eq!(world("2018"), 11_813_161_474_370_000);
    assert_eq!(world("2024"), 24_427_995_897_780_000);
    // The world row repeats its partners: the file holds everything twice.
    let all = thailand.sum("value", &[("period", "2018")]);
    assert_eq!(all, 2 * 11_813_161_474_370_000);
    assert_eq!(thailand.find(&[("valuation", "cif")]).len(), 1178);
    assert_eq!(
        thailand
            .find(&[("reporter", "THA"), ("flow", "import")])
            .len(),
        1178
    );
    assert_eq!(
        thailand
            .find(&[("product", "8542"), ("product_system", "HS2017")])
            .len(),
        545
    );
}

fn world_bank(folder: &Path) {
    let rates = whole(
        folder,
        "macro/API_PA.NUS.FCRF_DS2_en_csv_v2_22859.csv",
        &options(),
    );
    assert_eq!(rates.profile.released.as_deref(), Some("2025-07-01"));
    assert_eq!(
        (rates.profile.dataset.as_str(), rates.aside.len()),
        ("worldbank-wdi", 0)
    );
    assert_eq!(rates.rows(), 266 * 65);
    let at = |economy, period| rates.printed(&[("economy", economy), ("period", period)]);
    for (economy, period, start) in [
        ("CHN", "2018", "6.61"),
        ("TUR", "2018", "4.82"),
        ("TUR", "2024", "32."),
    ] {
        assert!(at(economy, period).starts_with(start), "{economy} {period}");
    }
    assert_eq!(rates.find(&[("unit", "LCU per USD")]).len(), 266 * 65);
    let reserves = whole(
        folder,
        "macro/API_FI.RES.TOTL.CD_DS2_en_csv_v2_38110.csv",
        &options(),
    );
    let china = reserves.find(&[("economy", "CHN"), ("period", "2018")]);
    assert!((reserves.reals("value")[china[0]] / 1e9 - 3168.0).abs() < 1.0);
    let empty = reserves.find(&[("economy", "AFE"), ("period", "2018")]);
    assert_eq!(reserves.text("flag")[empty[0]], "missing");
    assert_eq!(reserves.find(&[("unit", "USD")]).len(), 266 * 65);
    let investment = "macro/API_BX.KLT.DINV.WD.GD.ZS_DS2_en_csv_v2_38342.csv";
    let investment = whole(folder, investment, &options());
    assert_eq!(investment.find(&[("unit", "% of GDP")]).len(), 266 * 65);
}

fn federal_reserve(folder: &Path) {
    let h10 = whole(folder, "fx/fed_h10_monthly.csv", &options());
    assert_eq!((h10.rows(), h10.aside.len()), (17_237, 0));
    let august = [
        ("economy", "CHN"),
        ("period", "2018-08"),
        ("unit", "CNY per USD"),
    ];
    assert_eq!(h10.printed(&august), "6.8453");
    // This copy has turned the five dollar quotes over: a pound was 2.4 dollars.
    assert_eq!(h10.find(&[("unit", "GBP per USD")]).len(), 666);
    assert_eq!(h10.find(&[("unit", "EUR per USD")]).len(), 330);
    let breaks = h10.find(&[("economy", "VEN"), ("flag", "break")]);
    assert_eq!(breaks.len(), 2);
}

fn wealth(folder: &Path) {
    let ewn = whole(folder, "bop/ewn_dataset_12_2022.csv.gz", &options());
    assert_eq!(
        (ewn.profile.format.as_str(), ewn.aside.len()),
        ("ewn-csv", 0)
    );
    assert_eq!(ewn.rows(), 11_128 * 24);
    let usa = |code| ewn.printed(&[("economy", "USA"), ("period", "2018"), ("indicator", code)]);
    assert_eq!(usa("official_iip"), "-9795821.0");
    assert!(usa("niip_excl_gold").starts_with("-10130134.0"));
    assert!(
        ewn.profile
            .notes
            .iter()
            .all(|n| !n.contains("publisher's own")),
        "{:?}",
        ewn.profile.notes
    );
    assert!(
        ewn.profile
            .notes
            .iter()
            .any(|n| n.contains("groups beside their members"))
    );
}

#[test]
fn a_cut_gzip_is_an_error() {
    let Some(path) = test_data().map(|f: PathBuf| f.join("bop/ewn_dataset_12_2022.csv.gz")) else {
        eprintln!("left out: 1 real-file check (no test data)");
        return;
    };
    let mut bytes = std::fs::read(path).unwrap();
    bytes.truncate(bytes.len() / 2);
    let error = crate::support::refused(bytes, &options());
    assert_eq!(error.code, "E-FORMAT-TRUNCATED");
}
