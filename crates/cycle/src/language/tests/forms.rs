//! What the forms of the language mean.

use triffin_basis::Bilingual;

use crate::language::parse;
use crate::model::{Model, Role};

/// The value of the right-hand side of the first equation, where every
/// variable has its opening and lag k of X is its opening less k.
fn value(text: &str) -> f64 {
    let model = model(text);
    model.equations[0].right.value(3.0, |id, lag| {
        model.variable(id).opening.unwrap() - f64::from(lag)
    })
}

fn model(text: &str) -> Model {
    match parse(text) {
        Ok(model) => model,
        Err(errors) => panic!("{errors}\n{text}"),
    }
}

#[test]
fn operators_bind_as_in_mathematics() {
    for (text, expected) in [
        ("1 + 2 * 3", 7.0),
        ("2 * 3 - 4 - 5", -3.0),
        ("-2 ^ 2", -4.0),
        ("(-2) ^ 2", 4.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("2 ** -1", 0.5),
        ("8 / 4 / 2", 1.0),
        ("- - 3", 3.0),
        ("2 * -3 + 1", -5.0),
        ("1 < 2 and 2 < 1 or 3 == 3", 1.0),
        ("not 1 == 2", 1.0),
        ("not (1 and 0)", 1.0),
        ("(2 > 1) * 5", 5.0),
        ("if(1 >= 2, 10, 20)", 20.0),
        ("min(3, 1, 2) + max(3, 1, 2)", 4.0),
        ("min(4, 3, 2, 1)", 1.0),
        ("exp(log(5)) + sqrt(9) + abs(-2)", 10.0),
        ("1 <> 2", 1.0),
        ("1./4 + .5", 0.75),
        ("time", 3.0),
        ("d(time)", 1.0),
    ] {
        let found = value(&format!("X = {text}"));
        assert!((found - expected).abs() < 1e-12, "{text} = {found}");
    }
}

#[test]
fn lags_are_written_in_brackets_or_parentheses() {
    let given = "exog A = 10\nexog B = 20\n";
    for (text, expected) in [
        ("A[-1]", 9.0),
        ("A(-2) + B( - 1 )", 27.0),
        ("A[0] + B(0)", 30.0),
        ("d(A)", 1.0),
        ("d(A * B)", 200.0 - 9.0 * 19.0),
        ("d(d(A * A))", 100.0 - 81.0 - (81.0 - 64.0)),
        ("d(A[-1])", 1.0),
    ] {
        let found = value(&format!("{given}X = {text}"));
        assert!((found - expected).abs() < 1e-12, "{text} = {found}");
    }
}

#[test]
fn a_variable_may_be_called_d_and_a_declaration_word_may_be_a_variable() {
    let text = "exog d = 5\nexog flow = 2\nX = d(-1) + d[-2] + d + flow + d(flow)";
    assert_eq!(value(text), 4.0 + 3.0 + 5.0 + 2.0 + 1.0);
    let model = model("init = 3 * time\nparam = init[-1]\ninit init = 0");
    assert_eq!(model.equations.len(), 2);
}

#[test]
fn a_variable_called_time_hides_the_period() {
    assert_eq!(value("X = time\ntime = 1\ninit time = 70"), 70.0);
}

#[test]
fn a_left_hand_side_may_be_an_expression() {
    let model = model("W - W[-1] = 0.1 * (target - W[-1])\nvar W\nexog target = 3\ninit W = 1");
    assert_eq!(model.equations[0].left.as_variable(), None);
    assert_eq!(model.find("W").unwrap().index(), 0);
}

#[test]
fn a_statement_may_be_broken_in_parentheses_and_after_operators() {
    let text = "exog A = 1\nX = (A +  # first\n  2\n) *\n  3\nY = 1; Z =\n 2";
    assert_eq!(value(text), 9.0);
    let model = model(text);
    assert_eq!(model.equations.len(), 3);
    assert_eq!(model.equations[0].text, "X = (A + 2 ) * 3");
}

#[test]
fn notes_carry_titles_and_units() {
    let text = "
## Portfolio choice | 资产组合
model PC

## Tax rate | 税率 [ratio]
param theta = 0.2, alpha = 0.6, ## Propensity | 倾向
      beta = 0.4 ## Other [x]
## left alone by a blank line

## Wealth of
## households | 住户财富 [bn USD]
V = V[-1] + theta + alpha + beta
init V = 3  ## not the first note
## Shock | 冲击
scenario up { shock theta = theta + 0.1 from 2 to 5; shock alpha = 1 at 3
  shock beta = 2
}";
    let model = model(text);
    assert_eq!(
        (model.name.as_str(), model.title.zh.as_str()),
        ("PC", "资产组合")
    );
    let notes: Vec<_> = model
        .variables
        .iter()
        .map(|v| (v.name.as_str(), v.title.en.as_str(), v.unit.as_deref()))
        .collect();
    assert_eq!(
        notes,
        vec![
            ("theta", "Tax rate", Some("ratio")),
            ("alpha", "Propensity", None),
            ("beta", "Other", Some("x")),
            ("V", "Wealth of households", Some("bn USD")),
        ]
    );
    let scenario = &model.scenarios[0];
    assert_eq!(scenario.title, Bilingual::new("Shock", "冲击"));
    let spans: Vec<_> = scenario
        .shocks
        .iter()
        .map(|s| (s.value, s.from, s.to))
        .collect();
    assert!((spans[0].0 - 0.3).abs() < 1e-15);
    assert_eq!(spans[0].1, 2);
    assert_eq!(spans[1], (1.0, 3, Some(3)));
    assert_eq!(spans[2], (2.0, 1, None));
}

#[test]
fn a_given_value_defined_by_others_becomes_an_equation() {
    let model = model("param b = 1 - a\nparam a = 0.6\nX = b\ninit X = 2 * b");
    let b = model.variable(model.find("b").unwrap());
    assert_eq!((b.role, b.opening), (Role::Endogenous, Some(0.4)));
    assert_eq!(model.equations[0].text, "b = 1 - a");
    assert_eq!(model.variable(model.find("X").unwrap()).opening, Some(0.8));
}

#[test]
fn histories_are_read_latest_first() {
    let model = model("X = X[-3]\ninit X = 1, X[-1] = 2, X(-2) = 3 * X");
    assert_eq!(model.variables[0].opening, Some(1.0));
    assert_eq!(model.variables[0].history, vec![2.0, 3.0]);
}

#[test]
fn a_chain_of_a_hundred_thousand_constants_is_no_recursion() {
    let count = 100_000;
    let mut text = String::new();
    for i in 0..count {
        text.push_str(&format!("init X{i} = X{} + 1\nX{i} = 1\n", i + 1));
    }
    text.push_str(&format!("X{count} = 1\ninit X{count} = 0\n"));
    assert_eq!(model(&text).variables[0].opening, Some(f64::from(count)));
}

#[test]
fn a_sum_of_a_million_terms_is_read_and_printed() {
    let text = format!("X = 1{}", " + 1".repeat(1_000_000));
    let read = model(&text);
    assert_eq!(read.equations[0].right.value(1.0, |_, _| 0.0), 1_000_001.0);
    assert_eq!(crate::language::print(&read), format!("{text}\n"));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_read() {
    let model = model("\u{feff}param a = 1\r\n## Income | 收入\r\nY = a\r\n");
    assert_eq!(model.variables[1].title.zh, "收入");
}
