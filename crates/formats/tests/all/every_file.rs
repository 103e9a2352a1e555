//! Every file of the folder of real files, and what becomes of it.

use std::path::{Path, PathBuf};

use crate::support::{options, read_file, test_data};

/// File, then `format rows_in rows_stored {reasons}` or the refusal's code.
const OUTCOMES: &str = "
SOURCES.md: E-FORMAT-UNKNOWN
bop/cn_us_jp_cab.csv: keyed-csv 417 417 {}
bop/ewn_dataset_12_2022.csv.gz: ewn-csv 267072 267072 {}
codes/HS2012_to_BEC.csv: concordance-csv 5283 5283 {}
codes/HS2017_to_BEC.csv: concordance-csv 5511 5511 {}
codes/comtrade_partner.csv: code-table-csv 310 310 {}
codes/comtrade_reporter.csv: code-table-csv 255 255 {}
crises/laeven_valencia_SBCD.csv: crises-csv 547 546 {\"bad_period\": 1}
fx/BIS_broad_EER_monthly.xlsx: bis-eer-xlsx 38040 38040 {}
fx/bis_broad_weights_1993_2019.csv.gz: bis-weights-csv 84564 84564 {}
fx/bis_eer_broad_monthly_1994_2021.csv.gz: bis-eer-csv 39120 39120 {}
fx/fed_h10_monthly.csv: fed-h10-csv 17237 17237 {}
fx/fred_aud_usd.csv: fred-csv 14348 14348 {}
fx/fred_brl_usd.csv: fred-csv 8088 8088 {}
fx/fred_cny_usd.csv: fred-csv 11739 11739 {}
fx/fred_eur_usd.csv: fred-csv 7043 7043 {}
fx/fred_gbp_usd.csv: fred-csv 14348 14348 {}
fx/fred_inr_usd.csv: fred-csv 13827 13827 {}
fx/fred_jpy_usd.csv: fred-csv 14348 14348 {}
fx/fred_krw_usd.csv: fred-csv 11668 11668 {}
fx/fred_mxn_usd.csv: fred-csv 8388 8388 {}
fx/fred_usd_broad_index.csv: fred-csv 5218 5218 {}
macro/API_BX.KLT.DINV.WD.GD.ZS_DS2_en_csv_v2_38342.csv: worldbank-csv 17290 17290 {}
macro/API_FI.RES.TOTL.CD_DS2_en_csv_v2_38110.csv: worldbank-csv 17290 17290 {}
macro/API_PA.NUS.FCRF_DS2_en_csv_v2_22859.csv: worldbank-csv 17290 17290 {}
macro/Metadata_Country_API_3_DS2_en_csv_v2_3060949.csv: code-table-csv 265 265 {}
macro/P_Data_Extract_From_World_Development_Indicators.xlsx: worldbank-databank-xlsx 374472 374472 {}
macro/pwt1001_subset.csv.gz: pwt-csv 64050 64050 {}
macro/wb_cpi_inflation_pct.csv.gz: E-FORMAT-UNIT
macro/weo_apr2019/ddf--concepts--continuous.csv: code-table-csv 45 45 {}
macro/weo_apr2019/ddf--datapoints--bca--by--country--year.csv: weo-ddf 7616 7616 {}
macro/weo_apr2019/ddf--datapoints--bca_ngdpd--by--country--year.csv: weo-ddf 7602 7602 {}
macro/weo_apr2019/ddf--datapoints--ggxwdg_ngdp--by--country--year.csv: weo-ddf 5646 5646 {}
macro/weo_apr2019/ddf--datapoints--ngdp--by--country--year.csv: weo-ddf 7896 7896 {}
macro/weo_apr2019/ddf--datapoints--ngdp_d--by--country--year.csv: weo-ddf 7900 7900 {}
macro/weo_apr2019/ddf--datapoints--ngdp_r--by--country--year.csv: weo-ddf 7937 7937 {}
macro/weo_apr2019/ddf--datapoints--ngdpd--by--country--year.csv: weo-ddf 7972 7972 {}
macro/weo_apr2019/ddf--datapoints--ngsd_ngdp--by--country--year.csv: weo-ddf 7037 7037 {}
macro/weo_apr2019/ddf--datapoints--nid_ngdp--by--country--year.csv: weo-ddf 6953 6953 {}
macro/weo_apr2019/ddf--datapoints--pcpi--by--country--year.csv: weo-ddf 7893 7893 {}
macro/weo_apr2019/ddf--datapoints--pcpipch--by--country--year.csv: weo-ddf 7884 7884 {}
macro/weo_apr2019/ddf--entities--country.csv: code-table-csv 194 192 {\"bad_encoding\": 2}
sdmx/bis_der_sdmxcsv1.csv: sdmx-csv 1000 1000 {}
sdmx/bis_der_sdmxcsv2.csv: sdmx-csv 20 20 {}
sdmx/eurostat_EI_BPM6CA_Q_sdmxcsv1.csv: sdmx-csv 19 19 {}
sdmx/eurostat_EI_BPM6CA_Q_sdmxcsv2_labels.csv: sdmx-csv 19 19 {}
trade/ComtradeLegacy_live_animals_2016.csv: comtrade-legacy-csv 127 127 {}
trade/ComtradePlus_TradeData_THA_HS8542.csv: comtrade-csv 1178 1178 {}
trade/comtrade_mirror_totals.csv: records-csv 1010 1010 {}
trade/comtrade_valuation_trade_system_1962_2021.csv.gz: comtrade-reporting-csv 15434 15434 {}
trade/eurostat_eu15_trade_hs2_2007_2016.csv.gz: eurostat-bilateral-csv 38325 38325 {}
trade/japan-china-trade-data.csv: records-csv 456 456 {}
trade/korea-china-trade-data.csv: records-csv 456 456 {}
trade/usa-china-trade-data.csv: records-csv 456 456 {}
trade/world_gdp_avg_1998_2000.csv: E-FORMAT-UNIT
trade/world_trade_avg_1998_2000.csv.gz: E-FORMAT-UNIT
";

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true if matches!(name.as_str(), "gravity" | "sfc") => {}
            true => walk(&path, found),
            false => found.push(path),
        }
    }
}

fn outcome(path: &Path) -> String {
    match read_file(path, &options()) {
        Ok(whole) => {
            let (stored, aside) = (whole.rows(), whole.aside.len());
            let reasons = whole.reasons();
            let format = &whole.profile.format;
            format!("{format} {} {stored} {reasons:?}", stored + aside)
        }
        Err(error) => error.code.to_owned(),
    }
}

#[test]
fn every_real_file_is_read_or_refused_for_its_reason() {
    let Some(folder) = test_data() else {
        eprintln!("left out: the outcome of every real file (no test data)");
        return;
    };
    let mut found = Vec::new();
    walk(&folder, &mut found);
    let told = found.iter().map(|path| {
        let name = path.strip_prefix(&folder).unwrap().display();
        format!("{name}: {}", outcome(path))
    });
    let told: Vec<String> = told.collect();
    let pinned: Vec<&str> = OUTCOMES.trim().lines().collect();
    assert_eq!(told, pinned);
}
