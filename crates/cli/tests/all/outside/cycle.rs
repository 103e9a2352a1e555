//! `triffin cycle …`: models as texts.

use super::lab::{Lab, only};

const SIM: &str = "
model SIM
param alpha1 = 0.6, alpha2 = 0.4, theta = 0.2
exog G = 20
Y = C + G
YD = Y - T
T = theta * Y
C = alpha1 * YD + alpha2 * Hh[-1]
Hs = Hs[-1] + G - T
Hh = Hh[-1] + YD - C
init Hs = 0, Hh = 0
";

#[test]
fn a_model_is_checked_from_its_file() {
    let lab = Lab::new();
    lab.write("sim.sfc", SIM);
    let checked = lab.json("cycle check sim.sfc");
    let row = only(&checked);
    assert_eq!(
        (&row["equations"], &row["blocks"], &row["largest_block"]),
        (&6.into(), &3.into(), &4.into())
    );
    assert!(row["redundant_equation"].is_null());
    assert_eq!(row["matrices"], serde_json::json!({}));
    lab.write("implied.sfc", format!("{SIM}Hs = Hh\n"));
    let checked = lab.json("cycle check implied.sfc");
    assert_eq!(only(&checked)["redundant_equation"], "Hs = Hh");
    assert!(
        checked["meta"]["warnings"][0]
            .as_str()
            .unwrap()
            .contains("follows from the other equations")
    );
}

#[test]
fn what_is_no_model_is_told_in_one_line() {
    let lab = Lab::new();
    lab.write("trade.csv", "flow,reporter,value\n".repeat(60));
    let stderr = lab.refused("cycle run trade.csv --periods 2", 2, "E-CYCLE-NO-MODEL");
    assert!(stderr.lines().count() < 4, "{stderr}");
    lab.write("blank.sfc", "  \n\n");
    for empty in ["blank.sfc", "/dev/null"] {
        let stderr = lab.refused(&format!("cycle check {empty}"), 2, "E-CYCLE-NO-MODEL");
        assert!(stderr.contains("is empty"), "{stderr}");
    }
}

#[test]
fn a_model_that_does_not_close_is_refused_with_equation_and_line() {
    let lab = Lab::new();
    lab.write("over.sfc", format!("{SIM}C = 50\n"));
    let stderr = lab.refused("cycle check over.sfc", 2, "E-CYCLE-OVERDETERMINED");
    assert!(
        stderr.contains("line 12") && stderr.contains("`C = 50` (12:1)"),
        "{}",
        stderr
    );
    lab.write("under.sfc", SIM.replace("T = theta * Y\n", "var T\n"));
    let stderr = lab.refused("cycle check under.sfc", 2, "E-CYCLE-UNDERDETERMINED");
    assert!(stderr.contains("`Y = C + G` (5:1)"), "{}", stderr);
    lab.write("slips.sfc", format!("{SIM}X = thetta\nZ = alpha3 * \n"));
    lab.refused("cycle check slips.sfc", 2, "E-CYCLE-SYNTAX");
    lab.write("slips.sfc", format!("{SIM}X = thetta\nZ = alpha3\n"));
    let stderr = lab.refused("cycle check slips.sfc", 2, "E-CYCLE-UNDEFINED");
    assert!(
        stderr.contains("2 faults") && stderr.contains("Did you mean theta?"),
        "{}",
        stderr
    );
    let ran = lab.run("cycle check slips.sfc --lang zh");
    assert!(
        ran.stderr.contains("2 处错误") && ran.stderr.contains("是否指 theta？"),
        "{}",
        ran.stderr
    );
}

#[test]
fn bundled_models_are_listed_and_checked_by_name() {
    let lab = Lab::new();
    let listed = lab.json("cycle models");
    for row in listed["data"].as_array().unwrap() {
        let name = row["model"].as_str().unwrap();
        let checked = lab.json(&format!("cycle check {name}"));
        assert_eq!(only(&checked)["equations"], row["equations"], "{name}");
        assert!(!only(&checked)["redundant_equation"].is_null(), "{name}");
    }
    let stderr = lab.refused("cycle check openflx", 2, "E-CYCLE-NO-MODEL");
    assert!(stderr.contains("Did you mean openflex?"), "{}", stderr);
    let ran = lab.run("cycle models --lang zh --format table");
    assert!(
        ran.stdout.contains("带资产组合选择") || ran.stdout.contains("资产组合选择"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_imported_model_is_a_text_that_checks() {
    let lab = Lab::new();
    lab.write(
        "sim.json",
        r#"{"name": "SIM", "equations": ["Y = C + G", "C = 0.6*(Y - T) + 0.4*H(-1)", "T = 0.2*Y", "H - H(-1) = Y - T - C"],
            "exogenous": {"G": 20}, "initial": {"H": 80, "Y": 100, "C": 80.5}}"#,
    );
    let ran = lab.run("cycle import sim.json");
    assert!(ran.stderr.contains("W-CYCLE-OPENING"), "{}", ran.stderr);
    lab.write("sim.sfc", &ran.stdout);
    assert_eq!(only(&lab.json("cycle check sim.sfc"))["equations"], 4);
    assert_eq!(only(&lab.json("cycle check sim.json"))["equations"], 4);
    let row = lab.json("cycle import sim.json");
    assert_eq!(only(&row)["text"], ran.stdout.as_str());
    assert_eq!(only(&row)["misses"], 1);
    lab.write(
        "sim.mod",
        "var y; varexo e; model; y = 0.5*y(-1) + e; end; initval; y = 1; e = 2; end;",
    );
    assert!(lab.ok("cycle import sim.mod -o made.sfc").is_empty());
    assert_eq!(only(&lab.json("cycle check made.sfc"))["equations"], 1);
}

#[test]
fn rubbish_is_refused_and_never_panics() {
    let lab = Lab::new();
    lab.write("binary.sfc", [0xff, 0xfe, 0x00]);
    lab.refused("cycle check binary.sfc", 2, "E-CYCLE-TEXT");
    lab.write("deep.sfc", format!("X = {}1", "(".repeat(100_000)));
    lab.refused("cycle check deep.sfc", 2, "E-CYCLE-NESTING");
    lab.write("empty.json", "");
    lab.refused("cycle import empty.json", 2, "E-CYCLE-IMPORT");
    lab.write("notes.txt", "hello");
    lab.refused("cycle import notes.txt", 2, "E-CYCLE-IMPORT");
    lab.refused("cycle check nowhere.sfc", 2, "E-CYCLE-NO-MODEL");
    lab.refused("cycle check .", 2, "E-CYCLE-NO-MODEL");
}
