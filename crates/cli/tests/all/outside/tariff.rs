//! `triffin tariff estimate`, `solve`, `draws`, `optimal`, `nash`, `explain`.

use super::lab::{Lab, row};

/// Six exporters and importers in three years; trade that a union raises by
/// e^0.4 ≈ 49 %, and one exporter that never sells. Written for this test.
fn panel() -> String {
    let mut text = "exporter,importer,year,trade,union,note\n".to_owned();
    for exporter in 0..6_u32 {
        for importer in 0..6_u32 {
            for year in 0..3_u32 {
                let union = u32::from((exporter + importer) % 3 == year % 2);
                let size = f64::from(1 + exporter) * f64::from(2 + importer) * f64::from(3 + year);
                let trade = match exporter {
                    5 => 0.0,
                    _ => size * (0.4 * f64::from(union)).exp(),
                };
                text += &format!(
                    "E{exporter},I{importer},{},{trade},{union},x\n",
                    2000 + year
                );
            }
        }
    }
    text + "E0,I0,2003,,1,x\n"
}

fn near(found: &serde_json::Value, known: f64, by: f64) {
    let number = found.as_f64().unwrap_or(f64::NAN);
    assert!((number - known).abs() <= by, "{found} is not {known}");
}

#[test]
fn a_regression_finds_what_made_the_data_and_counts_every_row() {
    let lab = Lab::new();
    lab.write("panel.csv", panel());
    let words = "tariff estimate --data panel.csv --y trade --x union \
                 --fe exporter^year,importer^year --cluster exporter^importer --dropped out.csv";
    let found = lab.json(words);
    near(&row(&found, "term", "union")["estimate"], 0.4, 1e-9);
    let meta = &found["meta"];
    let count = |key: &str| meta[key].as_u64().unwrap();
    let left: u64 = meta["dropped"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(count("rows_in"), 109);
    assert_eq!(count("rows_in"), count("rows_used") + left);
    assert_eq!(
        (&meta["dropped"]["missing"], &meta["dropped"]["separated"]),
        (&1.into(), &18.into())
    );
    let out = std::fs::read_to_string(lab.path("out.csv")).unwrap();
    assert_eq!(out.lines().count() as u64, 1 + left);
    assert!(out.contains("110,missing,,1,E0,2003,I0"), "{out}");

    let formula = lab.json(
        "tariff estimate --data panel.csv --where \"exporter <> 'E5'\" \
        --formula 'trade ~ union | exporter^year + importer^year'",
    );
    near(&formula["data"][0]["estimate"], 0.4, 1e-9);
    assert_eq!(formula["meta"]["rows_read"], 109);
    assert_eq!(formula["meta"]["rows_in"], 91);
}

#[test]
fn the_form_of_a_regression_is_tested_where_that_is_asked_for() {
    let lab = Lab::new();
    // y = 1 + x + x² is no line in x: the square of the prediction explains
    // what is left of it, exactly but for the noise of ±0.01.
    let line = |x: i32, y: f64| format!("{x},{}\n", y + 0.01 * f64::from(x % 3 - 1));
    let bent = (-9..10).map(|x| line(x, f64::from(1 + x + x * x)));
    let straight = (-9..10).map(|x| line(x, f64::from(1 + x)));
    lab.write("bent.csv", format!("x,y\n{}", bent.collect::<String>()));
    lab.write(
        "straight.csv",
        format!("x,y\n{}", straight.collect::<String>()),
    );
    let words = |file: &str| {
        format!("tariff estimate --data {file} --y y --x x --estimator ols --vcov iid --reset")
    };
    let (bent, straight) = (
        lab.json(&words("bent.csv")),
        lab.json(&words("straight.csv")),
    );
    let (refused, kept) = (&bent["meta"]["reset"], &straight["meta"]["reset"]);
    assert!(refused["p"].as_f64().unwrap() < 1e-6, "{refused}");
    assert!(kept["p"].as_f64().unwrap() > 0.05, "{kept}");
    let ratio = refused["estimate"].as_f64().unwrap() / refused["std_error"].as_f64().unwrap();
    near(&refused["statistic"], ratio * ratio, 1e-6 * ratio * ratio);
    assert_eq!(refused["distribution"], "F(1)");
    assert!(bent["meta"]["warnings"].to_string().contains("RESET F(1)"));
    let without = lab.json("tariff estimate --data bent.csv --y y --x x --estimator ols");
    assert!(without["meta"]["reset"].is_null());
}

#[test]
fn draws_of_one_sector_are_of_the_model_that_solve_solves() {
    let lab = Lab::new();
    let scenario = r#"model = "one-sector"
[data]
matrix = """
name,A,B,C
A,90,12,8
B,15,80,6
C,4,9,70
"""
[elasticity]
theta = 4
std_error = 0.00001
[elasticity.phi]
A = 1.2
[labour]
kappa = 0.5
[scale]
psi = 0.1
[[shock]]
importer = "A"
exporter = "B"
rate = "25%"
"#;
    lab.write("one.toml", scenario);
    let solved = lab.json("tariff solve one.toml");
    let drawn = lab.json("tariff draws one.toml --n 8 --seed 1");
    for region in ["A", "B", "C"] {
        let levels = row(&solved, "region", region);
        for output in [
            "wage",
            "real_income",
            "real_wage",
            "utility",
            "employment",
            "exports",
        ] {
            let rows = drawn["data"].as_array().unwrap();
            let found = rows
                .iter()
                .find(|one| one["region"] == region && one["output"] == output)
                .unwrap();
            near(&found["mean"], levels[output].as_f64().unwrap(), 1e-3);
        }
    }
}

#[test]
fn a_regression_that_cannot_be_is_refused() {
    let lab = Lab::new();
    lab.write("panel.csv", panel());
    for (words, code) in [
        ("--y trade --x unoin", "E-COLUMNS-NAME"),
        ("--y trade --x note", "E-FORMAT-CELL"),
        (
            "--y trade --x union --where \"yaer = 2000\"",
            "E-COLUMNS-NAME",
        ),
        ("--y trade --x union --where \"year =\"", "E-COLUMNS-WHERE"),
        (
            "--y trade --x union --where \"year > 3000\"",
            "E-GRAVITY-NO-ROWS",
        ),
        ("--y trade --x union --estimator probit", "E-USAGE-WORD"),
        ("--y trade --x union --ssc sas", "E-GRAVITY-CONVENTION"),
    ] {
        lab.refused(
            &format!("tariff estimate --data panel.csv {words}"),
            2,
            code,
        );
    }
}

#[test]
fn bundled_scenarios_are_solved_and_their_balances_add_up_to_nothing() {
    let lab = Lab::new();
    for scenario in ["three-regions", "one-sector"] {
        let solved = lab.json(&format!("tariff solve {scenario}"));
        assert!(solved["meta"]["residual"].as_f64().unwrap() < 1e-12);
        let rows = solved["data"].as_array().unwrap();
        let balance: f64 = rows
            .iter()
            .map(|row| row["balance_level"].as_f64().unwrap())
            .sum();
        assert!(balance.abs() < 1e-8, "{scenario}: {balance}");
        let spoken = lab.json(&format!("tariff explain {scenario} --lang zh"));
        assert!(spoken["data"].as_array().unwrap().len() >= 5);
    }
    let by_partner = lab.json("tariff solve three-regions --by partner --region North");
    let imports = |partner| {
        row(&by_partner, "partner", partner)["imports"]
            .as_f64()
            .unwrap()
    };
    assert!(
        imports("South") < -20.0 && imports("Rest") > 0.0,
        "trade is diverted"
    );
}

#[test]
fn sentences_cite_what_the_mechanisms_say_of_the_same_scenario() {
    let lab = Lab::new();
    let spoken = lab.json("tariff explain three-regions");
    let cited = |verb: &str| -> Vec<f64> {
        let source = format!("tariff {verb} three-regions --importer North");
        let rows = spoken["data"].as_array().unwrap().iter();
        rows.filter(|row| row["source"] == source.as_str())
            .map(|row| row["value"].as_f64().unwrap())
            .collect()
    };
    let shares = lab.json("tariff incidence three-regions --importer North");
    let buyers: Vec<f64> = shares["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["consumer_pct"].as_f64().unwrap())
        .collect();
    assert_eq!(buyers.len(), 3);
    for (said, found) in cited("incidence").iter().zip(&buyers) {
        assert!((said - found).abs() < 1e-9, "{said} {found}");
    }
    assert_eq!(cited("incidence").len(), 3);
    assert_eq!(cited("offset").len(), 1);
    assert_eq!(cited("diversion").len(), 1);
}

#[test]
fn a_numeraire_moves_wages_and_no_real_income() {
    let lab = Lab::new();
    let world = lab.json("tariff solve one-sector");
    let home = lab.json("tariff solve one-sector --numeraire Home");
    near(&row(&home, "region", "Home")["wage"], 0.0, 1e-12);
    let real = |answer, region| {
        row(answer, "region", region)["real_income"]
            .as_f64()
            .unwrap()
    };
    for region in ["Home", "Abroad", "Island", "Rest"] {
        assert!((real(&world, region) - real(&home, region)).abs() < 1e-10);
    }
    assert_eq!(home["meta"]["numeraire"], "wage of Home");
}

#[test]
fn draws_repeat_and_optimal_tariffs_are_maxima() {
    let lab = Lab::new();
    let words = "tariff draws three-regions --n 40 --seed 3 --region North";
    let first = lab.json(words);
    assert_eq!(first["data"], lab.json(words)["data"]);
    let wage = row(&first, "output", "wage");
    assert!(wage["p05"].as_f64().unwrap() < wage["p95"].as_f64().unwrap());

    let best = lab.json("tariff optimal one-sector");
    for row in best["data"].as_array().unwrap() {
        // A small country's optimum is 1/θ; a larger one's is above it.
        assert!(row["rate"].as_f64().unwrap() > 25.0, "{row}");
        assert!(row["curvature"].as_f64().unwrap() < 0.0, "{row}");
        assert!(row["best_deviation"].as_f64().unwrap() <= 0.0, "{row}");
    }
    let war = lab.json("tariff nash one-sector --region Home,Abroad");
    assert_eq!(war["data"].as_array().unwrap().len(), 2);
    lab.refused("tariff optimal three-regions", 2, "E-TARIFF-ONE-SECTOR");
}

#[test]
fn a_scenario_that_cannot_be_is_refused_by_its_line() {
    let lab = Lab::new();
    let whole = "model = \"one-sector\"\n[data]\nmatrix = \"m.csv\"\n[elasticity]\ntheta = 4\n\
                 [[shock]]\nimporter = \"A\"\nrate = 0.1\n";
    lab.write("m.csv", "name,A,B\nA,8,1\nB,1,9\n");
    lab.write("s.toml", whole);
    lab.ok("tariff solve s.toml");
    for (old, new, code) in [
        ("model", "modle", "E-TARIFF-SCENARIO-KEY"),
        ("\"A\"", "\"C\"", "E-TARIFF-SCENARIO-NAME"),
        ("theta = 4", "theta = -4", "E-TARIFF-THETA"),
        ("rate = 0.1", "rate = -1", "E-TARIFF-SCENARIO-VALUE"),
        ("one-sector", "many-sectors", "E-TARIFF-SCENARIO-WORD"),
    ] {
        assert!(whole.contains(old));
        lab.write("bad.toml", whole.replacen(old, new, 1));
        lab.refused("tariff solve bad.toml", 2, code);
    }
    for (table, code) in [
        ("name,A,B\nA,8,1\n", "E-TARIFF-MATRIX"),
        ("name,A,B\nA,8,-1\nB,1,9\n", "E-TARIFF-FLOW"),
        ("name,A,B\nA,8,\nB,1,9\n", "E-TARIFF-CELL"),
        ("name,A,B\nA,8,x\nB,1,9\n", "E-FORMAT-CELL"),
        ("name,A,B\nA,8,1\nB,0,0\n", "E-TARIFF-NO-PURCHASES"),
    ] {
        lab.write("m.csv", table);
        lab.refused("tariff solve s.toml", 2, code);
    }
    lab.refused("tariff solve nothing.toml", 2, "E-TARIFF-NO-SCENARIO");
    lab.refused(
        "tariff solve one-sector --numeraire Mars",
        2,
        "E-TARIFF-SCENARIO-NAME",
    );
}

/// Caliendo and Parro 2015, Table 2, and their replication to 1e-5 points.
#[test]
fn nafta_is_the_published_one() {
    let root = std::env::var_os("TRIFFIN_TEST_DATA").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        std::path::PathBuf::from,
    );
    let folder = root.join("gravity/cp2015");
    if !folder.is_dir() {
        eprintln!("left out: {} (no test data)", folder.display());
        return;
    }
    let lab = Lab::new();
    let folder = folder.display();
    lab.write(
        "nafta.toml",
        format!(
            "model = \"many-sector\"\n[data]\nfolder = '{folder}'\n[closure]\ndeficits = \"zero\"\n\
             [[shock]]\nfile = '{folder}/tariffs.csv.gz'\n"
        ),
    );
    let solved = lab.json("tariff solve nafta.toml --split no --region Mexico,USA,Canada");
    for (region, welfare, wage) in [
        ("Mexico", 1.312111, 1.72),
        ("USA", 0.084753, 0.11),
        ("Canada", -0.063816, 0.32),
    ] {
        let row = row(&solved, "region", region);
        near(&row["welfare_linear"], welfare, 1e-5);
        near(&row["real_wage"], wage, 5e-3);
    }
    near(
        &row(&solved, "region", "Mexico")["real_income"],
        0.0073,
        5e-5,
    );
}
