//! Printing a model and reading it back gives the same model.

use proptest::prelude::*;
use triffin_basis::Bilingual;

use crate::expression::{Comparison, Expression, Function, Node};
use crate::language::{parse, print};
use crate::model::{Equation, Model, Role, Scenario, Shock, Variable, VariableId};
use crate::place::Place;

const VARIABLES: usize = 6;

fn leaf() -> impl Strategy<Value = Vec<Node>> {
    prop_oneof![
        prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(1e-300),
            Just(-1.7e308),
            Just(5e-324),
            -1e6..1e6f64,
            (-9..9).prop_map(f64::from),
        ]
        .prop_map(|value| vec![Node::Number(value)]),
        (0..VARIABLES, 0..3u32).prop_map(|(index, lag)| vec![Node::Variable {
            variable: VariableId::new(index),
            lag
        }]),
        Just(vec![Node::Time]),
    ]
}

fn two() -> impl Strategy<Value = Node> {
    prop::sample::select(vec![
        Node::Add,
        Node::Subtract,
        Node::Multiply,
        Node::Divide,
        Node::Power,
        Node::And,
        Node::Or,
        Node::Compare(Comparison::Less),
        Node::Compare(Comparison::LessOrEqual),
        Node::Compare(Comparison::Greater),
        Node::Compare(Comparison::GreaterOrEqual),
        Node::Compare(Comparison::Equal),
        Node::Compare(Comparison::NotEqual),
        Node::Call(Function::Min),
        Node::Call(Function::Max),
    ])
}

fn one() -> impl Strategy<Value = Node> {
    prop::sample::select(vec![
        Node::Negate,
        Node::Not,
        Node::Call(Function::Exp),
        Node::Call(Function::Log),
        Node::Call(Function::Sqrt),
        Node::Call(Function::Abs),
    ])
}

/// Postfix lists of every operator, nested up to five deep.
fn nodes() -> impl Strategy<Value = Vec<Node>> {
    leaf().prop_recursive(5, 40, 3, |inner| {
        prop_oneof![
            (inner.clone(), one()).prop_map(|(mut a, node)| {
                // The reader makes one number of a sign and a number.
                let number = matches!(a[..], [Node::Number(_)]);
                a.push(if number && node == Node::Negate {
                    Node::Not
                } else {
                    node
                });
                a
            }),
            (inner.clone(), inner.clone(), two())
                .prop_map(|(a, b, node)| { a.into_iter().chain(b).chain([node]).collect() }),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| {
                a.into_iter().chain(b).chain(c).chain([Node::If]).collect()
            }),
        ]
    })
}

fn expression() -> impl Strategy<Value = Expression> {
    nodes().prop_map(Expression::new)
}

fn title() -> impl Strategy<Value = Bilingual> {
    ("[A-Za-z\\[\\] ]{0,9}", "[税率 a]{0,4}")
        .prop_map(|(en, zh)| Bilingual::new(en.trim(), zh.trim()))
}

fn variable(index: usize) -> impl Strategy<Value = Variable> {
    let role = prop::sample::select(vec![Role::Endogenous, Role::Exogenous, Role::Parameter]);
    let unit = prop::option::of("[a-z/%]{1,5}");
    let value = prop::option::of(-1e3..1e3f64);
    let history = prop::collection::vec(-1e3..1e3f64, 0..3);
    (role, unit, value, history, title()).prop_map(move |(role, unit, value, history, title)| {
        let opening = match role {
            Role::Endogenous => value,
            _ => Some(value.unwrap_or(1.0)),
        };
        let kept = role == Role::Endogenous && opening.is_some();
        Variable {
            name: ["Y", "G.us", "储备", "d", "flow", "x_1"][index].to_owned(),
            role,
            opening,
            history: if kept { history } else { Vec::new() },
            unit,
            title,
            place: Place::default(),
        }
    })
}

fn equation() -> impl Strategy<Value = Equation> {
    let left = prop_oneof![
        (0..VARIABLES).prop_map(|index| Expression::variable(VariableId::new(index))),
        // `time = …` declares a variable called time.
        expression().prop_filter("time alone", |left| left.nodes() != [Node::Time]),
    ];
    (left, expression()).prop_map(|(left, right)| Equation {
        left,
        right,
        text: String::new(),
        place: Place::default(),
    })
}

fn scenario(given: Vec<usize>) -> impl Strategy<Value = Option<Scenario>> {
    if given.is_empty() {
        return Just(None).boxed();
    }
    let shock = (
        prop::sample::select(given),
        -1e3..1e3f64,
        1..9u32,
        prop::option::of(0..9u32),
    );
    (title(), prop::collection::vec(shock, 0..4))
        .prop_map(|(title, shocks)| {
            let shocks = shocks
                .into_iter()
                .map(|(index, value, from, length)| Shock {
                    variable: VariableId::new(index),
                    value,
                    from,
                    to: length.map(|length| from + length),
                    place: Place::default(),
                });
            Some(Scenario {
                name: "up".to_owned(),
                title,
                shocks: shocks.collect(),
                place: Place::default(),
            })
        })
        .boxed()
}

fn model() -> impl Strategy<Value = Model> {
    let variables: Vec<_> = (0..VARIABLES).map(variable).collect();
    let equations = prop::collection::vec(equation(), 0..6);
    let redundant = prop::collection::vec(equation(), 0..2);
    (title(), variables, equations, redundant).prop_flat_map(
        |(title, variables, equations, redundant)| {
            let given: Vec<usize> = (0..VARIABLES)
                .filter(|index| variables[*index].role != Role::Endogenous)
                .collect();
            scenario(given).prop_map(move |scenario| Model {
                name: "M".to_owned(),
                title: title.clone(),
                variables: variables.clone(),
                equations: equations.clone(),
                redundant: redundant.clone(),
                scenarios: scenario.into_iter().collect(),
                watches: Vec::new(),
                expectations: Vec::new(),
                accounts: None,
            })
        },
    )
}

/// The model without what a text cannot keep: places and blanks.
fn plain(mut model: Model) -> Model {
    model
        .variables
        .iter_mut()
        .for_each(|v| v.place = Place::default());
    for equation in model.equations.iter_mut().chain(&mut model.redundant) {
        equation.place = Place::default();
        equation.text = String::new();
    }
    for scenario in &mut model.scenarios {
        scenario.place = Place::default();
        scenario
            .shocks
            .iter_mut()
            .for_each(|s| s.place = Place::default());
    }
    model
}

proptest! {
    #[test]
    fn a_printed_model_reads_as_itself(model in model()) {
        let text = print(&model);
        let read = parse(&text);
        prop_assert!(read.is_ok(), "{}\n{text}", read.unwrap_err());
        let read = read.unwrap();
        prop_assert_eq!(print(&read), text);
        prop_assert_eq!(plain(read), model);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[XYd0-9.+*/^()\\[\\]{}=<>#|,;: \n-]{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_words_make_the_reader_panic(words in prop::collection::vec(prop::sample::select(vec![
        "param", "exog", "init", "var", "scenario", "shock", "from", "to", "at", "model",
        "redundant", "event", "range", "expect", ":", "X", "Y", "=", "1", "(", ")", "[", "]", "{", "}", "-", "+", "*", "^",
        "d", "if", "min", "and", "not", "time", ",", ";", "\n", "## a | b [c]\n", "<", "==", "(-1)",
    ]), 0..60)) {
        if let Ok(model) = parse(&words.join(" ")) {
            let text = print(&model);
            prop_assert!(parse(&text).is_ok(), "{text}");
        }
    }
}
