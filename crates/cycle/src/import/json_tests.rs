use super::*;
use crate::language::parse;
use crate::model::Model;
use crate::test_data;

fn refused(text: &str) -> Vec<String> {
    let errors = read(text).unwrap_err();
    errors.iter().map(|error| error.to_string()).collect()
}

fn opening(model: &Model, name: &str) -> Option<f64> {
    model.variable(model.find(name).unwrap()).opening
}

#[test]
fn published_models_are_read_and_survive_their_own_text() {
    for (name, equations, given) in [
        ("SIM", 11, 5),
        ("PC", 11, 8),
        ("LP", 24, 15),
        ("OPEN", 31, 20),
        ("BMW", 21, 8),
        ("OPENFLEX", 86, 44),
    ] {
        let Some(text) = test_data::read(&format!("sfc/models/{name}.json")) else {
            return;
        };
        let imported = read(&text).unwrap();
        let model = &imported.model;
        let endogenous = model
            .variables
            .iter()
            .filter(|v| v.role == Role::Endogenous);
        assert_eq!(
            (model.equations.len(), endogenous.count()),
            (equations, equations),
            "{name}"
        );
        assert_eq!(model.variables.len(), equations + given, "{name}");
        assert_eq!(model.name, name);
        let again = parse(&imported.text()).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        let same = |a: &Model, b: &Model| {
            a.equations
                .iter()
                .zip(&b.equations)
                .all(|(a, b)| a.left == b.left && a.right == b.right)
        };
        assert!(same(model, &again), "{name}");
    }
}

#[test]
fn the_opening_of_openflex_misses_by_what_its_printed_digits_leave() {
    let Some(text) = test_data::read("sfc/models/OPENFLEX.json") else {
        return;
    };
    let imported = read(&text).unwrap();
    // V = 145.97, PDS = 0.95648 and Vk = 152.62 are printed to five digits.
    let worst = imported.misses[0];
    let equation = &imported.model.equations[worst.equation];
    assert_eq!(equation.text, "VkUK = VUK/PDSUK");
    assert!((worst.residual - (152.62 - 145.97 / 0.95648)).abs() < 1e-12);
    let note = imported.notes[0].to_string();
    assert!(
        note.contains("misses 43 of the equations without lags"),
        "{note}"
    );
    assert!(note.contains("`VkUK = VUK/PDSUK`, by 0.00834"), "{note}");
}

#[test]
fn values_may_name_other_values_and_logical_flags_are_read() {
    let imported = read(
        r#"{"equations": ["M - M(-1) = z1*x", "z1 = if_true(N >= 0 & !(N > 9))", "N = ifelse(M > 1, ln(2), log10(100))"],
            "exogenous": {"x": "y", "y": 2.5}, "initial": {"M": "k", "k": 4, "N": null}, "unit": "bn"}"#,
    )
    .unwrap();
    let model = &imported.model;
    assert_eq!(
        (
            opening(model, "M"),
            opening(model, "x"),
            opening(model, "N")
        ),
        (Some(4.0), Some(2.5), None)
    );
    assert!(model.find("k").is_none());
    let texts: Vec<String> = imported.notes.iter().map(|note| note.to_string()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("the member unit is not read"));
    let text = imported.text();
    assert!(text.contains("z1 = N >= 0 and not N > 9"), "{text}");
    assert!(
        text.contains("N = if(M > 1, log(2), log(100) / 2.302585092994046)"),
        "{text}"
    );
}

#[test]
fn a_variable_with_a_given_value_and_an_equation_is_determined() {
    let imported = read(
        r#"{"equations": ["W = 2*W(-1)", "P = W"], "exogenous": {"W": 1}, "initial": {"P": 1}}"#,
    )
    .unwrap();
    let wage = imported.model.find("W").unwrap();
    assert_eq!(imported.model.variable(wage).role, Role::Endogenous);
    assert_eq!(imported.model.variable(wage).opening, Some(1.0));
    assert!(
        imported.notes[0]
            .to_string()
            .contains("`W` is given a value and determined")
    );
}

#[test]
fn lags_behind_the_opening_state_are_supposed_as_in_it_and_said() {
    let imported =
        read(r#"{"equations": ["B = M(-1) + M(-3)", "M = B"], "initial": {"M": 7, "B": 1}}"#)
            .unwrap();
    let money = imported.model.variable(imported.model.find("M").unwrap());
    assert_eq!(money.history, vec![7.0, 7.0]);
    assert!(
        imported.notes[0]
            .to_string()
            .contains("reach behind the stated past")
    );
}

#[test]
fn faults_name_the_line_of_the_file() {
    let text = "{\n \"equations\": [\n  \"Y = C + G\",\n  \"C = 0.6 * * Y\"\n ],\n \"exogenous\": {\"G\": 20},\n \"initial\": {}\n}";
    let errors = refused(text);
    assert!(
        errors[0].starts_with("E-CYCLE-SYNTAX: line 4, column 14:"),
        "{errors:?}"
    );
    let text = "{\"equations\": [\n\"Y = Cx + G\",\n\"Cy = Y\"],\n \"exogenous\": {\"G\": 20}}";
    let errors = refused(text);
    assert!(
        errors[0].starts_with("E-CYCLE-UNDEFINED: line 2, column 6: `Cx`"),
        "{errors:?}"
    );
}

#[test]
fn what_is_no_model_is_refused() {
    for (text, expected) in [
        ("", "is no JSON"),
        ("[1]", "no JSON object"),
        ("{}", "no list of equations"),
        (r#"{"equations": "Y = 1"}"#, "no list of equations"),
        (r#"{"equations": [1]}"#, "is no text"),
        (r#"{"equations": ["Y"]}"#, "unexpected end of text"),
        (r#"{"equations": ["param a = 1"]}"#, "is no equation"),
        (
            r#"{"equations": ["Y = 1"], "exogenous": [1]}"#,
            "no object of names",
        ),
        (
            r#"{"equations": ["Y = a"], "exogenous": {"a": [1]}}"#,
            "the value of `a`",
        ),
        (
            r#"{"equations": ["Y = a"], "exogenous": {"a": null}}"#,
            "the value of `a`",
        ),
        (
            r#"{"equations": ["Y = a"], "exogenous": {"a": "b", "b": "a"}}"#,
            "defined by each other",
        ),
        (
            r#"{"equations": ["Y = X(+1)"], "initial": {"X": 1}}"#,
            "the future",
        ),
        (
            r#"{"equations": ["Y = a"], "exogenous": {"a b": 1}}"#,
            "E-CYCLE-SYNTAX",
        ),
        (
            r#"{"equations": ["Y = a"], "exogenous": {"a = 1; b": 1}}"#,
            "is no name",
        ),
    ] {
        let errors = refused(text);
        assert!(errors[0].contains(expected), "{text}: {errors:?}");
    }
}

#[test]
fn an_opening_equation_without_a_value_is_told_without_a_number() {
    let text = r#"{"name": "M", "equations": ["w = b/n", "b = n", "n = 2*g"],
        "exogenous": {"g": 1}, "initial": {"w": 1, "b": 0, "n": 0}}"#;
    let notes = read(text).unwrap().notes;
    let note = notes.iter().find(|note| note.code() == "W-CYCLE-OPENING");
    let told = note.unwrap().to_string();
    assert!(told.contains("has no value there"), "{told}");
    assert!(!told.contains("NaN"), "{told}");
}
