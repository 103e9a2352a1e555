//! What is refused, where, and with which advice.

use triffin_basis::Lang;

use crate::language::parse;

/// Code and line of every refusal, `E-CYCLE-` left out.
fn faults(text: &str) -> Vec<String> {
    let errors = parse(text).unwrap_err();
    errors
        .iter()
        .map(|error| {
            let message = error.message(Lang::En);
            let place = message.split(':').next().unwrap_or_default();
            assert!(
                error.message(Lang::Zh).starts_with("第 "),
                "{}",
                error.message(Lang::Zh)
            );
            let place = place.replace("line ", "").replace(", column ", ":");
            format!("{} {place}", error.code().trim_start_matches("E-CYCLE-"))
        })
        .collect()
}

/// The first refusal in English.
fn first(text: &str) -> String {
    parse(text).unwrap_err().first().unwrap().to_string()
}

#[test]
fn every_fault_of_the_grammar_is_told_at_once() {
    let text =
        "Y = C +* G\nX = 2Y\nparm a = 1\nZ = (1 + 2\nW = 3 $ 4\nV = sin(1)\nU = 1 < 2 < 3\nT 1";
    assert_eq!(
        faults(text),
        vec![
            "SYNTAX 1:8",
            "NUMBER 2:5",
            "SYNTAX 3:1",
            "SYNTAX 4:5",
            "CHARACTER 5:7",
            "FUNCTION 6:5",
            "SYNTAX 7:11",
            "SYNTAX 8:3"
        ]
    );
}

#[test]
fn a_misspelt_name_is_answered_with_the_nearest() {
    let error = first("param theta = 0.2\nY = 5 * tehta\n");
    assert!(
        error.starts_with("E-CYCLE-UNDEFINED: line 2, column 9: `tehta` is not defined"),
        "{error}"
    );
    assert!(error.ends_with("Did you mean theta?"), "{error}");
    let error = first("parm theta = 0.2\n");
    assert!(error.ends_with("Did you mean param?"), "{error}");
    let error = first("Y = exo(2)\n");
    assert!(error.contains("Did you mean exp(…)?"), "{error}");
    let error = first("Y = ln(2)\n");
    assert!(error.ends_with("Write log(x)"), "{error}");
}

#[test]
fn a_name_is_undefined_where_it_stands_first_and_only_once() {
    assert_eq!(
        faults("Y = C + C[-1]\nX = C\nscenario s { shock Q = 1 }\ninit Y = R"),
        vec!["UNDEFINED 1:5", "UNDEFINED 3:20", "UNDEFINED 4:10"]
    );
}

#[test]
fn the_future_and_broken_lags_are_refused() {
    assert_eq!(faults("X = X[+1]"), vec!["LEAD 1:5"]);
    assert_eq!(faults("X = X(1)"), vec!["LEAD 1:5"]);
    assert_eq!(faults("X = X[-1.5]"), vec!["LAG 1:5"]);
    assert_eq!(faults("X = X[t-1]"), vec!["LAG 1:5"]);
    assert_eq!(faults("X = X[-99999]"), vec!["LAG 1:5"]);
    assert_eq!(faults("X = X(Y)"), vec!["FUNCTION 1:5"]);
}

#[test]
fn nesting_has_a_limit_and_an_error() {
    let deep = |open: &str, close: &str| {
        format!("X = {}1{}", open.repeat(1_000_000), close.repeat(1_000_000))
    };
    assert_eq!(faults(&deep("(", ")")), vec!["NESTING 1:205"]);
    assert_eq!(faults(&deep("-", "")), vec!["NESTING 1:205"]);
    assert_eq!(faults(&deep("2^", "")), vec!["NESTING 1:405"]);
    assert_eq!(faults(&deep("d(", ")")), vec!["NESTING 1:21"]);
    assert!(parse(&format!("X = {}1{}", "(".repeat(150), ")".repeat(150))).is_ok());
}

#[test]
fn differences_of_large_expressions_do_not_eat_the_memory() {
    let sum = "X+".repeat(200_000);
    let text = format!("X = d(d(d(d(d(d(d(d({sum}1))))))))\ninit X = 1");
    assert_eq!(faults(&text), vec!["NESTING 1:7"]);
}

#[test]
fn what_is_given_twice_names_the_first_place() {
    assert_eq!(faults("param a = 1\nparam a = 2"), vec!["TWICE 2:7"]);
    assert_eq!(faults("exog a = 1\ninit a = 2"), vec!["TWICE 2:6"]);
    assert_eq!(faults("X = 1\ninit X = 1\ninit X = 2"), vec!["TWICE 3:6"]);
    assert_eq!(faults("model A\nmodel B"), vec!["TWICE 2:1"]);
    assert_eq!(faults("scenario s {}\nscenario s {}"), vec!["TWICE 2:1"]);
    assert!(first("param a = 1\nparam a = 2").contains("line 1, column 7"));
}

#[test]
fn cyclic_definitions_name_the_chain_once() {
    let text = "param a = b\nparam b = c + 1\nparam c = a\nparam e = a";
    let errors = parse(text).unwrap_err();
    assert_eq!(errors.iter().count(), 1, "{errors}");
    assert!(errors.to_string().contains("a → b → c → a"), "{errors}");
    assert_eq!(faults("param a = a"), vec!["CYCLIC 1:7"]);
    assert_eq!(faults("X = 1\ninit X = X + 1"), vec!["CYCLIC 2:6"]);
}

#[test]
fn constants_must_be_known_and_finite() {
    assert_eq!(faults("param a = 1 / 0"), vec!["CONSTANT 1:7"]);
    assert_eq!(faults("param a = log(-1)"), vec!["CONSTANT 1:7"]);
    assert_eq!(faults("X = 1\nparam a = X"), vec!["CONSTANT 2:7"]);
    assert_eq!(faults("exog a = 2\nparam b = a[-1]"), vec!["CONSTANT 2:7"]);
    assert_eq!(faults("X = 1\nY = 1\ninit Y = X"), vec!["OPENING 3:6"]);
    assert_eq!(
        faults("X = X[-2]\ninit X = 1, X[-2] = 3"),
        vec!["HISTORY 1:1"]
    );
    assert_eq!(faults("X = 1e999"), vec!["NUMBER 1:5"]);
    assert_eq!(faults("param a"), vec!["SYNTAX 1:8"]);
}

#[test]
fn shocks_are_on_what_is_given_and_spans_run_forward() {
    assert_eq!(
        faults("X = 1\nscenario s { shock X = 1 }"),
        vec!["SHOCK 2:14"]
    );
    assert_eq!(
        faults("X = time\nscenario s { shock time = 1 }"),
        vec!["SHOCK 2:14"]
    );
    let given = "exog G = 1\nscenario s {";
    assert_eq!(
        faults(&format!("{given} shock G = 1 from 0 }}")),
        vec!["SYNTAX 2:31"]
    );
    assert_eq!(
        faults(&format!("{given} shock G = 1 from 5 to 3 }}")),
        vec!["SYNTAX 2:36"]
    );
    assert_eq!(
        faults(&format!("{given} shock G = 1 at 2.5 }}")),
        vec!["SYNTAX 2:29"]
    );
    assert_eq!(
        faults(&format!("{given} shock G = 1\n")),
        vec!["SYNTAX 2:12"]
    );
    assert_eq!(
        faults(&format!("{given}\n hit G = 1\n shock H = \n}}")),
        vec!["SYNTAX 3:2", "SYNTAX 5:1"]
    );
}

#[test]
fn words_of_the_language_are_no_names() {
    assert_eq!(faults("log = 1"), vec!["NAME 1:1"]);
    assert_eq!(faults("param min = 1"), vec!["NAME 1:7"]);
    assert_eq!(faults("X = if"), vec!["NAME 1:5"]);
}

#[test]
fn look_alikes_are_named() {
    assert!(first("X = 1 − 2").ends_with("Write `-`"));
    assert!(first("X = （1）").ends_with("Write `(`"));
    assert!(first("X = 1 && 2").ends_with("Write `and`"));
    assert!(
        first("X = if(1 = 2, 3, 4)")
            .ends_with("Compare with ==; begin the next equation on a line of its own")
    );
}

#[test]
fn a_text_of_a_million_faults_ends_early() {
    let text = format!("Y = 1\n{}", "= 1\n".repeat(1_000_000));
    let errors = parse(&text).unwrap_err();
    assert_eq!(errors.iter().count(), 50);
}

#[test]
fn rubbish_is_refused_without_a_panic() {
    for text in [
        "\0",
        "é = ",
        "##",
        "{}[]",
        "X[",
        "X(-",
        "init",
        "scenario",
        "model",
        "redundant:",
        "a.b.c = .",
        "X = 1 }",
        "\u{202e}",
    ] {
        let _ = parse(text);
    }
    assert!(parse("").unwrap().equations.is_empty());
}

#[test]
fn a_table_is_told_to_be_no_model() {
    let table = "flow,reporter,partner,value\n".repeat(100);
    let errors = parse(&table).unwrap_err();
    assert_eq!(errors.iter().count(), 1);
    let error = errors.first().unwrap();
    assert_eq!(error.code(), "E-CYCLE-NO-MODEL");
    assert!(
        error.message(Lang::En).contains("line 1, column"),
        "{error}"
    );
    // A model with as many slips keeps each of them.
    let slips = format!("Y = C + G\n{}", "Z = = 1\n".repeat(6));
    assert_eq!(parse(&slips).unwrap_err().iter().count(), 6);
}
