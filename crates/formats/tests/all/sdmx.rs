//! SDMX-CSV.

use crate::support::{options, read, read_file, read_with, refused, test_data};

#[test]
fn keys_in_any_order_make_area_indicator_and_period() {
    let file = read(
        "DATAFLOW,OBS_VALUE,TIME_PERIOD,ITEM,REF_AREA,FREQ,COUNTERPART_AREA,UNIT_MEASURE,UNIT_MULT,DECIMALS,OBS_STATUS\n\
         IMF:BOP(1.0),1.50,2018-Q1,CA,US,Q,CN,USD,6,1,A\n\
         IMF:BOP(1.0),,2018-Q2,CA,US,Q,CN,USD,6,1,M\n\
         IMF:BOP(1.0),NaN,2018-Q3,CA,US,Q,CN,USD,6,1,A\n\
         IMF:BOP(1.0),2,2018-Q4,CA,US,Q,CN,USD,6,1,F\n\
         IMF:BOP(1.0),2,2018-Q4,KA,US,Q,,USD,0,1,E\n\
         IMF:BOP(1.0),2,2018-S1,CA,US,Q,CN,USD,6,1,A\n\
         IMF:BOP(1.0),2,2019,CA,US,A,CN,USD,1500,1,A\n\
         IMF:BOP(1.0),2,2019,CA,US,A,CN,USD,0,1,M\n\
         IMF:BOP(1.0),2,2019,CA,,A,CN,USD,0,1,A\n",
    );
    assert_eq!(file.profile.format, "sdmx-csv");
    assert_eq!(
        (
            file.profile.dataset.as_str(),
            file.profile.publisher.as_str()
        ),
        ("imf-bop", "International Monetary Fund, BOP")
    );
    let reasons = [
        ("bad_flag", 1),
        ("bad_period", 1),
        ("bad_unit", 1),
        ("missing_economy", 1),
    ];
    assert_eq!(file.reasons(), reasons.into());
    assert_eq!(file.text("printed"), ["1500000", "", "", "2000000", "2"]);
    assert_eq!(
        file.text("flag"),
        ["observed", "missing", "missing", "forecast", "estimated"]
    );
    assert_eq!(
        file.find(&[("economy", "USA"), ("counterpart", "CHN"), ("unit", "USD")])
            .len(),
        4
    );
    assert_eq!(file.text("counterpart")[4], "");
    assert_eq!(file.text("indicator")[0], "BOP.CA.Q.USD");
}

#[test]
fn an_action_that_deletes_withdraws_the_figure() {
    let file = read(
        "STRUCTURE,STRUCTURE_ID,ACTION,geo,TIME_PERIOD,OBS_VALUE\ndataflow,ESTAT:X(1.0),A,FR,2018,1\n\
         dataflow,ESTAT:X(1.0),D,FR,2019,2\ndataflow,ESTAT:X(1.0),Z,FR,2020,2\n",
    );
    assert_eq!(file.reasons(), [("bad_action", 1)].into());
    assert_eq!(file.text("flag"), ["observed", "missing"]);
    assert_eq!(file.text("printed"), ["1", ""]);
}

#[test]
fn labels_beside_codes_or_in_one_cell_name_the_indicator() {
    let beside = read(
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,unit,Unit of measure,geo,Reporter,TIME_PERIOD,Time,OBS_VALUE,Value,OBS_FLAG,Flag\n\
         dataflow,ESTAT:X(1.0),Title,MIO_EUR,Million euro,FR,France,2018,,1.5,,bp,\n",
    );
    let joined = read(
        "DATAFLOW,unit: Unit of measure,geo: Reporter,TIME_PERIOD: Time,OBS_VALUE: Value,OBS_FLAG: Flag\n\
         ESTAT:X(1.0): Title,MIO_EUR: Million euro,FR: France,2018,1.5,bp\n",
    );
    for file in [&beside, &joined] {
        assert_eq!(file.text("economy"), ["FRA"]);
        assert_eq!(file.text("unit"), ["mn EUR"]);
        assert_eq!(file.text("indicator"), ["X.MIO_EUR"]);
        assert_eq!(file.text("indicator_name"), ["Million euro"]);
        assert_eq!(file.text("flag"), ["break"]);
    }
}

#[test]
fn a_file_without_an_area_needs_one_declared() {
    let text = "DATAFLOW,FREQ,TIME_PERIOD,OBS_VALUE\nBIS:X(1.0),A,2018,1\n";
    assert_eq!(refused(text, &options()).code, "E-FORMAT-HEADER");
    let map = "format = \"sdmx-csv\"\n[fixed]\neconomy = \"WLD\"\nunit = \"%\"\n";
    let mut declared = options();
    declared.map = Some(triffin_formats::Mapping::parse(map).unwrap());
    let file = read_with(text, &declared).unwrap();
    assert_eq!(
        (file.text("economy"), file.text("unit")),
        (vec!["WLD".to_owned()], vec!["%".to_owned()])
    );
}

#[test]
fn the_publishers_own_files_give_their_figures() {
    let Some(folder) = test_data() else {
        eprintln!("left out: SDMX (no test data)");
        return;
    };
    let read = |file: &str| read_file(&folder.join("sdmx").join(file), &options()).unwrap();
    let (names, labels) = (
        read("eurostat_EI_BPM6CA_Q_sdmxcsv1.csv"),
        read("eurostat_EI_BPM6CA_Q_sdmxcsv2_labels.csv"),
    );
    // Names alone and codes with labels are one table.
    for column in ["printed", "period", "unit", "economy", "flag"] {
        assert_eq!(names.text(column), labels.text(column), "{column}");
    }
    assert_eq!(
        labels.text("indicator")[0],
        "EI_BPM6CA_Q.Q.MIO_EUR.NSA.S1.S1.BAL.CA"
    );
    assert_eq!(
        (
            labels.text("economy")[0].as_str(),
            labels.text("unit")[0].as_str()
        ),
        ("EA20", "mn EUR")
    );
    assert_eq!(labels.text("printed")[0], "23962.1");
    assert_eq!(names.profile.released.as_deref(), Some("2025-10-30"));
    let derivatives = read("bis_der_sdmxcsv2.csv");
    assert_eq!(derivatives.find(&[("flag", "missing")]).len(), 13);
    assert_eq!(derivatives.printed(&[("period", "2004")]), "14206.490766");
    assert_eq!(derivatives.text("unit")[0], "unit not stated");
}
