//! Comtrade's older layout and its interface, BACI, and Eurostat's bilateral
//! table.

use crate::support::{options, read, read_file, read_with, refused, test_data};

const LEGACY: &str = "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,\
                      Partner Code,Partner,Partner ISO,Commodity Code,Qty Unit Code,Qty Unit,Qty,Netweight (kg),\
                      Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\n";

fn legacy(lines: &[&str]) -> crate::support::Whole {
    read(format!("{LEGACY}{}\n", lines.join("\n")))
}

#[test]
fn the_older_layout_keeps_world_flows_and_missing_numbers_apart() {
    let file = legacy(&[
        "H4,2016,2016,1,Import,36,Australia,AUS,0,World,WLD,01,1,No Quantity,0,,91128858,,,0",
        "H4,2016,2016,3,Re-Export,36,Australia,AUS,492,\"Europe EU, nes\",MCO,010121,5,Number of items,12,30.5,7,,,6",
        "H4,2016,201603,2,Export,36,Australia,AUS,156,China,CHN,01,8,Weight in kilograms,5,5,,,,0",
        "H4,2016,2016,4,Re-Import,36,Australia,AUS,156,China,CHN,01,1,No Quantity,,,9,9,,0",
        "H4,2016,2016,9,Transit,36,Australia,AUS,156,China,CHN,01,1,No Quantity,,,9,,,0",
        "H4,2016,2016,1,Import,36,Australia,AUS,156,China,CHN,1,1,No Quantity,,,9,,,0",
    ]);
    assert_eq!(file.profile.format, "comtrade-legacy-csv");
    assert_eq!(
        file.reasons(),
        [("bad_product", 1), ("unknown_flow", 1)].into()
    );
    assert_eq!(file.text("partner"), ["WLD", "_EU", "CHN", "CHN"]);
    assert_eq!(file.text("partner_level")[..2], ["world", "special"]);
    assert_eq!(file.text("flow"), ["import", "export", "export", "import"]);
    assert_eq!(
        file.text("breakdown"),
        ["total", "detail", "total", "detail"]
    );
    assert_eq!(file.text("regime"), ["", "reexport", "", "reexport"]);
    assert_eq!(file.text("period"), ["2016", "2016", "2016-03", "2016"]);
    assert_eq!(
        file.text("flag"),
        ["observed", "observed", "missing", "observed"]
    );
    assert_eq!(file.text("quantity_unit"), ["", "u", "kg", ""]);
    assert_eq!(file.amounts("net_weight_kg")[1], 30_500_000);
    // No valuation is assumed: only a column that the value equals tells it.
    assert_eq!(file.text("valuation"), ["", "", "", "cif"]);
    let estimated = &file.text("extra")[1];
    for mark in ["isNetWgtEstimated", "isQtyEstimated"] {
        assert!(estimated.contains(mark), "{estimated}");
    }
}

fn answer(data: &str, rest: &str) -> String {
    format!("{{\"elapsedTime\":\"0.1 secs\",{rest}\"data\":[{data}],\"error\":\"\"}}")
}

const OBJECT: &str = r#"{"typeCode":"C","freqCode":"A","refYear":2018,"period":"2018","reporterCode":764,
    "reporterISO":"THA","flowCode":"M","partnerCode":0,"partnerISO":"W00","partner2Code":0,"partner2ISO":"W00",
    "classificationCode":"H5","cmdCode":"8542","customsCode":"C00","motCode":0,"mosCode":"0","qtyUnitCode":8,
    "qtyUnitAbbr":null,"qty":1.5,"netWgt":null,"cifvalue":123456789012345678.25,"fobvalue":null,
    "primaryValue":123456789012345678.25,"isQtyEstimated":true}"#;

#[test]
fn the_interfaces_answer_reads_as_the_download_to_the_last_digit() {
    let part = OBJECT.replace("\"motCode\":0", "\"motCode\":1000");
    let service = OBJECT.replace("\"typeCode\":\"C\"", "\"typeCode\":\"S\"");
    let file = read(answer(
        &format!("{OBJECT},\n{part},{service}"),
        "\"count\":3,",
    ));
    assert_eq!(file.profile.format, "comtrade-json");
    assert_eq!(
        (file.rows(), file.reasons()),
        (2, [("not_goods", 1)].into())
    );
    assert_eq!(file.amounts("value")[0], 123_456_789_012_345_678_250_000);
    assert_eq!(file.text("breakdown"), ["total", "detail"]);
    assert_eq!(file.text("valuation"), ["cif", "cif"]);
    assert_eq!(file.text("quantity_unit")[0], "kg");
    assert_eq!(file.text("partner")[0], "WLD");
    assert!(file.profile.notes.is_empty(), "{:?}", file.profile.notes);
}

#[test]
fn an_answer_that_is_an_error_or_cut_is_refused() {
    let code = |text: String| refused(text, &options()).code;
    let error = answer(OBJECT, "").replace("\"error\":\"\"", "\"error\":\"No access\"");
    let mut source = triffin_formats::open_bytes("a.json", error.into(), &options()).unwrap();
    assert_eq!(source.next_chunk().unwrap_err().code, "E-FORMAT-ANSWER");
    assert_eq!(code(answer(OBJECT, "\"count\":2,")), "E-FORMAT-TRUNCATED");
    let whole = answer(OBJECT, "\"count\":1,");
    assert_eq!(code(whole[..whole.len() - 40].to_owned()), "E-FORMAT-JSON");
}

#[test]
fn an_answer_of_as_many_lines_as_the_interface_gives_is_noted() {
    let data = vec![OBJECT; 500].join(",");
    let file = read(answer(&data, "\"count\":500,"));
    assert_eq!(file.rows(), 500);
    assert!(
        file.profile.notes[0].contains("cuts answers"),
        "{:?}",
        file.profile.notes
    );
}

#[test]
fn baci_is_one_export_a_flow_in_whole_dollars() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let flows = "t,i,j,k,v,q\n2018,156,842,10121,1.234,0.5\n2018,490,699,854231,7,NA\n\
                 2018,156,999,010121,1,1\n2018,4,8,123,1,1\n2018,4,8,010121,-1,1\n";
    write("BACI_HS17_Y2018_V202401b.csv", flows);
    write(
        "country_codes_V202401b.csv",
        "country_code,country_name,country_iso2,country_iso3\n156,China,CN,CHN\n490,\"Other Asia, nes\",N/A,S19\n\
         699,India,IN,IND\n842,USA,US,USA\n",
    );
    write(
        "product_codes_HS92_V202401b.csv",
        "code,description\n010121,x\n",
    );
    let path = folder.path().join("BACI_HS17_Y2018_V202401b.csv");
    let file = read_file(&path, &options()).unwrap();
    assert_eq!(file.profile.format, "baci-csv");
    assert_eq!(
        file.reasons(),
        [("bad_product", 1), ("negative_value", 1)].into()
    );
    assert_eq!(file.amounts("value")[..2], [1_234_000_000, 7_000_000_000]);
    assert_eq!(file.amounts("quantity")[..2], [500_000, 0]);
    assert_eq!(file.amounts("net_weight_kg")[0], 500_000_000);
    assert_eq!(file.text("quantity_unit")[..2], ["t", ""]);
    assert_eq!(file.text("product"), ["010121", "854231", "010121"]);
    assert_eq!(
        file.find(&[("product_system", "HS2017"), ("flow", "export")])
            .len(),
        3
    );
    assert_eq!(
        file.find(&[("valuation", "fob"), ("flag", "estimated")])
            .len(),
        3
    );
    assert_eq!(file.text("reporter"), ["CHN", "S19", "CHN"]);
    assert_eq!(file.text("partner")[..2], ["USA", "IND"]);
    // The table beside the file is part of what was read.
    let alone = tempfile::tempdir().unwrap();
    let copy = alone.path().join("flows.csv");
    std::fs::write(&copy, flows).unwrap();
    let alone = read_file(&copy, &options()).unwrap();
    assert_ne!(alone.profile.mapping, file.profile.mapping);
    assert_eq!(alone.text("product_system")[0], "HS");
    assert_eq!(alone.text("reporter"), file.text("reporter"));
    assert_eq!(alone.profile.notes.len(), 3, "{:?}", alone.profile.notes);
}

#[test]
fn eurostats_chapters_get_their_zero_back() {
    let file = read(
        "Destination,Origin,Product,Year,dist_km,Euros\nLU,BE,1,2007.0,139.5,2966697.0\n\
         EL,UK,20,2016.0,2390.1,5.0\nLU,BE,1x,2007.0,1,1\nLU,BE,1,2007.5,1,1\nLU,BE,0,2007.0,1,1\n",
    );
    assert_eq!(file.profile.format, "eurostat-bilateral-csv");
    assert_eq!(
        file.reasons(),
        [("bad_period", 1), ("bad_product", 2)].into()
    );
    assert_eq!(file.text("product"), ["01", "20"]);
    assert_eq!(file.text("reporter"), ["LUX", "GRC"]);
    assert_eq!(file.text("partner"), ["BEL", "GBR"]);
    assert_eq!(file.amounts("value")[0], 2_966_697_000_000);
    assert_eq!(
        file.find(&[("currency", "EUR"), ("flow", "import"), ("valuation", "")])
            .len(),
        2
    );
    assert_eq!(file.text("extra")[0], r#"{"dist_km":"139.5"}"#);
}

#[test]
fn the_publishers_own_files_give_their_figures() {
    let Some(folder) = test_data() else {
        eprintln!("left out: Comtrade legacy and Eurostat (no test data)");
        return;
    };
    let path = folder.join("trade/ComtradeLegacy_live_animals_2016.csv");
    let legacy = read_file(&path, &options()).unwrap();
    let australia = [("reporter", "AUS"), ("flow", "import"), ("regime", "")];
    assert_eq!(legacy.sum("value", &australia), 91_128_858_000_000);
    assert!(legacy.text("valuation").iter().all(String::is_empty));
    // A spoilt copy must not give the same figures.
    let text = std::fs::read_to_string(&path).unwrap();
    let spoilt = read_with(text.replacen("91128858", "91128859", 1), &options()).unwrap();
    assert_ne!(spoilt.sum("value", &australia), 91_128_858_000_000);

    let eurostat = "trade/eurostat_eu15_trade_hs2_2007_2016.csv.gz";
    let eurostat = read_file(&folder.join(eurostat), &options()).unwrap();
    let members: std::collections::BTreeSet<String> =
        eurostat.text("reporter").into_iter().collect();
    assert_eq!(members.len(), 15);
    assert!(eurostat.own_areas.is_empty() && eurostat.profile.notes.len() == 1);
    let first = [
        ("reporter", "LUX"),
        ("partner", "BEL"),
        ("product", "01"),
        ("period", "2007"),
    ];
    assert_eq!(eurostat.sum("value", &first), 2_966_697_000_000);
}
