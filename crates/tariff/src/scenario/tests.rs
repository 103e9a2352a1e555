//! Scenarios as people write them, and as they mistype them.

use super::*;

const NAFTA: &str = r#"
title = "NAFTA, 1993 to 2005"
title_zh = "北美自由贸易协定，1993 至 2005 年"
model = "many-sector"

[data]
folder = "cp2015"
duties = "included"
[data.columns.tariffs]
rate = "rate_base"
[data.where]
flows = "year = 1993"

[closure]
deficits = "zero"

[groups]
NAFTA = ["Canada", "Mexico", "USA"]

[[shock]]
between = "NAFTA"
file = "cp2015/tariffs.csv.gz"
columns = { rate = "rate_new" }

[[shock]]
importer = "USA"
exporter = ["*", "!Canada"]
sector = "Autos"
rate = 0.25
iceberg = 1.05

[draws]
n = 200
seed = 7
percentiles = [2.5, 97.5]
"#;

#[test]
fn a_whole_scenario_is_read() {
    let scenario = Scenario::parse(NAFTA).unwrap();
    assert_eq!(scenario.model, Model::ManySector);
    assert_eq!(
        scenario.data.column(TableKind::Tariffs, "rate"),
        "rate_base"
    );
    assert_eq!(
        scenario.data.rows_where(TableKind::Flows),
        Some("year = 1993")
    );
    assert_eq!(scenario.deficits, Deficits::Zero);
    assert_eq!(scenario.elasticity.theta, Theta::Sectors(None));
    let [first, second] = &scenario.shocks[..] else {
        panic!("two shocks")
    };
    let Some(Change::File(file)) = &first.tariff else {
        panic!("a file")
    };
    assert_eq!(file.column("rate"), "rate_new");
    assert_eq!(first.importers.words(), ["NAFTA"]);
    assert_eq!(
        (second.tariff.clone(), second.iceberg),
        (Some(Change::Rate(0.25)), Some(1.05))
    );
    let draws = scenario.draws.unwrap();
    assert_eq!((draws.n, draws.seed, draws.percentiles.len()), (200, 7, 2));
}

/// The scenario with one line put in place of another.
fn with(old: &str, new: &str) -> BasisError {
    assert!(NAFTA.contains(old), "{old}");
    Scenario::parse(&NAFTA.replacen(old, new, 1)).unwrap_err()
}

#[test]
fn a_slip_is_told_with_its_line_and_what_was_meant() {
    for (old, new, code, said) in [
        (
            "model =",
            "modle =",
            "E-TARIFF-SCENARIO-KEY",
            "Did you mean model?",
        ),
        (
            "\"many-sector\"",
            "\"many\"",
            "E-TARIFF-SCENARIO-WORD",
            "line 4",
        ),
        (
            "model = \"many-sector\"",
            "",
            "E-TARIFF-SCENARIO-MISSING",
            "model",
        ),
        (
            "importer = \"USA\"",
            "importr = \"USA\"",
            "E-TARIFF-SCENARIO-KEY",
            "Did you mean importer?",
        ),
        (
            "rate = 0.25",
            "rate = \"high\"",
            "E-TARIFF-SCENARIO-VALUE",
            "[[shock]] 2",
        ),
        (
            "rate = 0.25",
            "rate = -1",
            "E-TARIFF-SCENARIO-VALUE",
            "above −100 %",
        ),
        (
            "rate = 0.25",
            "rate = 0.25\nadd = 0.1",
            "E-TARIFF-SCENARIO-TWICE",
            "rate and add",
        ),
        (
            "iceberg = 1.05",
            "iceberg = 0",
            "E-TARIFF-SCENARIO-VALUE",
            "iceberg",
        ),
        (
            "\"zero\"",
            "\"none\"",
            "E-TARIFF-SCENARIO-WORD",
            "fixed-in-world-output",
        ),
        (
            "deficits = \"zero\"",
            "deficits = \"saving-investment\"",
            "E-TARIFF-SCENARIO-MISSING",
            "change",
        ),
        (
            "deficits = \"zero\"",
            "deficits = \"zero\"\nnu = 0.5",
            "E-TARIFF-SCENARIO-VALUE",
            "nu",
        ),
        (
            "n = 200",
            "n = 0",
            "E-TARIFF-SCENARIO-VALUE",
            "n in [draws]",
        ),
        (
            "folder = \"cp2015\"",
            "folder = 5",
            "E-TARIFF-SCENARIO-VALUE",
            "folder",
        ),
        (
            "folder = \"cp2015\"",
            "",
            "E-TARIFF-SCENARIO-MISSING",
            "folder",
        ),
        (
            "year = 1993\"",
            "year = 1993",
            "E-TARIFF-SCENARIO-TOML",
            "line 12",
        ),
    ] {
        let refused = with(old, new);
        assert_eq!(refused.code(), code, "{new}: {refused}");
        assert!(refused.to_string().contains(said), "{new}: {refused}");
    }
}

#[test]
fn theta_comes_in_one_way() {
    let given = |elasticity: &str| {
        let text = format!("model = \"one-sector\"\n[data]\nmatrix = \"m.csv\"\n{elasticity}");
        Scenario::parse(&text).map(|scenario| scenario.elasticity.theta)
    };
    let all = |theta| Theta::Given(ByName::All(theta));
    assert_eq!(given("[elasticity]\nsigma = 5").unwrap(), all(4.0));
    assert_eq!(
        given("[elasticity]\ncoefficient = -5\ntrade_values = \"ex-duty\"").unwrap(),
        Theta::Coefficient(ByName::All(-5.0), TradeValues::ExDuty)
    );
    let untold = given("[elasticity]\ncoefficient = -5").unwrap_err();
    assert_eq!(untold.code(), "E-TARIFF-SCENARIO-MISSING");
    let twice = given("[elasticity]\ntheta = 4\nsigma = 5").unwrap_err();
    assert_eq!(twice.code(), "E-TARIFF-SCENARIO-TWICE");
    let each = given("[elasticity.theta]\nFood = 2\nCars = 1.5").unwrap();
    assert_eq!(
        each,
        Theta::Given(ByName::Each(vec![
            ("Cars".into(), 1.5),
            ("Food".into(), 2.0)
        ]))
    );
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_typed_makes_it_fall(text in "[a-z\\[\\]=\"0-9.\n#{},-]{0,80}") {
        // Read or refused, never a panic.
        let _ = Scenario::parse(&text);
    }
}

/// Every example of the page is read; a fragment is made whole first.
#[test]
fn the_examples_of_the_page_are_scenarios() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    for page in ["tariff-scenario.md", "tariff-scenario.zh-CN.md"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        let blocks: Vec<&str> = text.split("```toml\n").skip(1).collect();
        assert!(blocks.len() >= 6, "{page}");
        for block in blocks {
            let block = block.split("```").next().unwrap();
            let mut whole = block.to_owned();
            if !block.contains("model =") {
                whole = format!("model = \"many-sector\"\n{whole}");
            }
            if !block.contains("[data]") {
                whole.push_str("\n[data]\nfolder = \"x\"\n");
            }
            let read = Scenario::parse(&whole);
            assert!(read.is_ok(), "{page}: {block}\n{}", read.unwrap_err());
        }
    }
}
