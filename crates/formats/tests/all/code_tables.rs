//! Lists of codes and correspondences.

use triffin_formats::Kind;

use crate::support::{options, read, read_file, test_data};

#[test]
fn a_correspondence_keeps_leading_zeros_and_drops_the_mark_before_it() {
    let file = read(
        "\u{feff}HS 2012,BEC,Relationship\n010121,41,n to 1\n710820,n/a,n to n\n10121,41,n to 1\n870323,51*,n:1\n",
    );
    assert_eq!(
        (file.profile.format.as_str(), file.profile.kind),
        ("concordance-csv", Kind::Codes)
    );
    assert_eq!(file.reasons(), [("bad_product", 1)].into());
    assert_eq!(file.text("code"), ["010121", "710820", "870323"]);
    assert_eq!(file.text("target"), ["41", "", "51"]);
    assert_eq!(file.text("relation"), ["n:1", "n:n", "n:1"]);
    assert_eq!(
        (
            file.text("system")[0].as_str(),
            file.text("target_system")[0].as_str()
        ),
        ("HS2012", "BEC4")
    );
}

const PARTNERS: &str = ",id,text,PartnerCode,PartnerDesc,partnerNote,PartnerCodeIsoAlpha2,PartnerCodeIsoAlpha3,\
                        entryEffectiveDate,isGroup,entryExpiredDate\n";

#[test]
fn comtrades_groups_and_leftovers_are_no_countries() {
    let file = read(format!(
        "{PARTNERS}0,156,China,156,China,China,CN,CHN,1900-01-01T00:00:00,False,\n\
         1,472,\"Africa CAMEU region, nes\",472,x,x,,_AC,1900-01-01T00:00:00,False,\n\
         2,492,\"Europe EU, nes\",492,x,x,MC,MCO,1900-01-01T00:00:00,False,\n\
         3,0,World,0,World,World,,W00,1900-01-01T00:00:00,True,\n\
         4,810,Fmr USSR,810,x,x,SU,SUN,1900-01-01T00:00:00,False,1991-12-31T00:00:00\n\
         5,,nobody,,,,,,,,\n6,999,Nowhere,999,x,x,,QQQ,soon,False,\n"
    ));
    assert_eq!(file.profile.format, "code-table-csv");
    assert_eq!(
        file.reasons(),
        [("bad_date", 1), ("missing_code", 1)].into()
    );
    assert_eq!(file.text("target"), ["CHN", "_AC", "_EU", "WLD", "SUN"]);
    assert_eq!(
        file.text("relation"),
        ["economy", "special", "special", "world", "economy"]
    );
    assert_eq!(file.days("valid_until")[4], 8034);
    assert!(file.text("extra")[2].contains("\"PartnerCodeIsoAlpha3\":\"MCO\""));
}

#[test]
fn how_a_reporter_values_is_kept_by_flow_and_year() {
    let file = read(
        "year,country_iso,country_code,valuation_imports,valuation_exports,trade_system_imports,trade_system_exports,\
         reported_currency_imports\n2021,zwe,716,cif,fob,general,general,usd\n2021,aus,36,fob,NA,NA,general,aud\nx,aus,36,,,,,\n",
    );
    assert_eq!(file.profile.format, "comtrade-reporting-csv");
    assert_eq!(file.reasons(), [("bad_period", 2)].into());
    assert_eq!(file.text("target"), ["cif", "fob", "fob", ""]);
    assert_eq!(file.text("code"), ["ZWE", "ZWE", "AUS", "AUS"]);
    assert_eq!(file.text("target_system")[2], "valuation of imports");
    assert!(file.text("extra")[0].contains("\"reported_currency\":\"usd\""));
}

#[test]
fn the_publishers_own_tables_are_whole() {
    let Some(folder) = test_data() else {
        eprintln!("left out: code tables (no test data)");
        return;
    };
    let read = |file: &str| read_file(&folder.join(file), &options()).unwrap();
    let bec = read("codes/HS2012_to_BEC.csv");
    assert!(bec.text("code").iter().all(|code| code.len() == 6));
    assert_eq!(bec.find(&[("code", "010121"), ("target", "41")]).len(), 1);
    let partners = read("codes/comtrade_partner.csv");
    assert_eq!(
        partners.find(&[("code", "492"), ("target", "_EU")]).len(),
        1
    );
    assert!(partners.find(&[("target", "MCO")]).is_empty());
    assert!(
        partners
            .text("target")
            .iter()
            .all(|target| !target.is_empty())
    );
    let banks = read("macro/Metadata_Country_API_3_DS2_en_csv_v2_3060949.csv");
    assert_eq!(
        banks.find(&[("code", "AFE"), ("relation", "group")]).len(),
        1
    );
    let reporting = read("trade/comtrade_valuation_trade_system_1962_2021.csv.gz");
    let fob = |code: &str| {
        let imports = [
            ("code", code),
            ("target_system", "valuation of imports"),
            ("target", "fob"),
        ];
        reporting.find(&imports).len()
    };
    for reporter in ["AUS", "CAN", "MEX", "ZAF"] {
        assert!(fob(reporter) > 0, "{reporter}");
    }
    assert_eq!(fob("DEU"), 0);
}
