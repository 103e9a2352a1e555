//! `triffin cycle run`, `draws`, `steady`, `sensitivity`, `calibrate`.

use super::lab::{Lab, only};

const SIM: &str = "
model SIM
param alpha1 = 0.6, alpha2 = 0.4, theta = 0.2
exog G = 20
Y = C + G
YD = Y - T
T = theta * Y
C = alpha1 * YD + alpha2 * H[-1]
H = H[-1] + YD - C
init Y = 0, H = 0
scenario spend { shock G = 25 from 5 }
";

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("sim.sfc", SIM);
    lab
}

fn near(found: &serde_json::Value, known: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - known).abs() < 1e-9 * known.abs(),
        "{found} is not {known}"
    );
}

#[test]
fn a_run_prints_the_opening_state_and_every_period() {
    let lab = lab();
    let ran = lab.json("cycle run sim.sfc --periods 300 --vars Y,G,C");
    let rows = ran["data"].as_array().unwrap();
    assert_eq!(rows.len(), 301);
    assert_eq!(
        (&rows[0]["period"], &rows[0]["Y"]),
        (&0.into(), &0.0.into())
    );
    assert!(rows[0]["C"].is_null());
    near(&rows[1]["Y"], 20.0 / 0.52);
    near(&rows[300]["Y"], 100.0);
    assert_eq!(rows[1].as_object().unwrap().len(), 4);
}

#[test]
fn settings_shocks_and_scenarios_are_taken() {
    let lab = lab();
    let last =
        |words: &str| lab.json(words)["data"].as_array().unwrap().last().unwrap()["Y"].clone();
    near(
        &last("cycle run sim.sfc --periods 300 --shock G=25@5"),
        125.0,
    );
    near(
        &last("cycle run sim.sfc --periods 300 --scenario spend"),
        125.0,
    );
    near(
        &last("cycle run sim.sfc --periods 300 --shock G=25@5..9"),
        100.0,
    );
    near(
        &last("cycle run sim.sfc --periods 300 --set theta=0.25"),
        80.0,
    );
    near(
        &last("cycle run sim.sfc --periods 1 --set H=10"),
        24.0 / 0.52,
    );
}

#[test]
fn csv_keeps_every_bit_in_seventeen_digits() {
    let ran = lab().run("cycle run sim.sfc --periods 1 --vars Y --format csv");
    let line = ran.stdout.lines().nth(2).unwrap();
    // 20 / 0.52 in binary, to seventeen digits.
    assert_eq!(line, "1,38.461538461538460");
    let value: f64 = line.split(',').nth(1).unwrap().parse().unwrap();
    let json = lab().json("cycle run sim.sfc --periods 1 --vars Y");
    assert_eq!(Some(value), json["data"][1]["Y"].as_f64());
}

#[test]
fn what_cannot_be_run_is_refused() {
    let lab = lab();
    lab.write("bad.sfc", "init X = 2\nX = X[-1] - 1\nZ = 1 / X\n");
    let told = lab.refused("cycle run bad.sfc --periods 3", 2, "E-CYCLE-DIVISION");
    assert!(told.contains("period 2, line 3, column 1"), "{told}");
    for (words, code) in [
        ("--shock G=25", "E-CYCLE-SHOCK"),
        ("--shock G=25@9", "E-CYCLE-SHOCK-AFTER-END"),
        ("--shock Y=25@2", "E-CYCLE-SHOCK-ENDOGENOUS"),
        ("--set thta=0.1", "E-CYCLE-UNKNOWN-VARIABLE"),
        ("--vars Yd", "E-CYCLE-UNKNOWN-VARIABLE"),
        ("--scenario spent", "E-CYCLE-UNKNOWN-SCENARIO"),
        ("--set alpha1=1.25", "E-CYCLE-SINGULAR"),
    ] {
        lab.refused(&format!("cycle run sim.sfc --periods 3 {words}"), 2, code);
    }
}

#[test]
fn draws_repeat_with_their_seed() {
    let lab = lab();
    let words = "cycle draws sim.sfc --periods 5 --n 200 --seed 3 --vary G:normal(1) --vars Y --stat mean,p05,p95";
    let first = lab.json(words);
    let rows = first["data"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    let (low, mean, high) = (&rows[1]["p05"], &rows[1]["mean"], &rows[1]["p95"]);
    assert!(low.as_f64() < mean.as_f64() && mean.as_f64() < high.as_f64());
    assert!((mean.as_f64().unwrap() - 20.0 / 0.52).abs() < 0.6);
    assert_eq!(first["data"], lab.json(words)["data"]);
    let other = lab.json(&words.replace("--seed 3", "--seed 4"));
    assert_ne!(first["data"], other["data"]);
    lab.refused(
        "cycle draws sim.sfc --vary G:gauss(1)",
        2,
        "E-CYCLE-DISTRIBUTION",
    );
    lab.refused(
        "cycle draws sim.sfc --n 0 --vary G:normal(1)",
        2,
        "E-CYCLE-DRAWS",
    );
    lab.refused(
        "cycle draws sim.sfc --vary G:normal(1) --stat avg",
        2,
        "E-CYCLE-STATISTIC",
    );
}

#[test]
fn the_steady_state_and_its_root_are_told() {
    let lab = lab();
    let told = lab.json("cycle steady sim.sfc --periods 5 --vars Y");
    near(&only(&told)["value"], 100.0);
    let roots = lab.json("cycle steady sim.sfc --periods 5 --eigenvalues");
    near(&only(&roots)["modulus"], 1.0 - 0.2 * 0.4 / 0.52);
}

#[test]
fn sensitivity_and_calibration_answer() {
    let lab = lab();
    let told = lab.json("cycle sensitivity sim.sfc --periods 1 --of Y@1 --vary G");
    near(&only(&told)["elasticity"], 1.0);
    let told =
        lab.json("cycle sensitivity sim.sfc --periods 1 --of Y --vary G:uniform(18,22) --n 256");
    assert!((only(&told)["total_effect"].as_f64().unwrap() - 1.0).abs() < 0.2);
    let words = "cycle calibrate sim.sfc --periods 300 --free theta:0.1..0.9 --target Y@300=80";
    let told = lab.json(words);
    assert!((told["data"][0]["value"].as_f64().unwrap() - 0.25).abs() < 1e-6);
    lab.refused("cycle sensitivity sim.sfc --of Y@200", 2, "E-CYCLE-OUTCOME");
    lab.refused(
        "cycle calibrate sim.sfc --free theta --target Y@1=2",
        2,
        "E-CYCLE-CALIBRATION",
    );
}
