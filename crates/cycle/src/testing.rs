//! Small models for tests.

use std::ops::{Add, Div, Mul, Sub};

use triffin_basis::Bilingual;

use crate::expression::{Expression, Function, Node};
use crate::model::{Equation, Model, Role, Variable, VariableId};
use crate::place::Place;

/// An expression in the making.
#[derive(Clone)]
pub(crate) struct E(pub(crate) Vec<Node>);

impl From<f64> for E {
    fn from(number: f64) -> Self {
        E(vec![Node::Number(number)])
    }
}

macro_rules! infix {
    ($($name:ident $method:ident $node:expr),*) => {$(
        impl<T: Into<E>> $name<T> for E {
            type Output = E;
            fn $method(mut self, other: T) -> E {
                self.0.extend(other.into().0);
                self.0.push($node);
                self
            }
        }
    )*};
}

infix!(Add add Node::Add, Sub sub Node::Subtract, Mul mul Node::Multiply, Div div Node::Divide);

impl E {
    pub(crate) fn call(mut self, function: Function) -> E {
        self.0.push(Node::Call(function));
        self
    }

    /// This period's value becomes that of the period before.
    pub(crate) fn lag(mut self) -> E {
        for node in &mut self.0 {
            if let Node::Variable { lag, .. } = node {
                *lag += 1;
            }
        }
        self
    }
}

/// A model under construction.
pub(crate) struct Making(pub(crate) Model);

impl Making {
    pub(crate) fn new() -> Self {
        Making(Model {
            name: "test".to_owned(),
            ..Model::default()
        })
    }

    pub(crate) fn variable(&mut self, name: &str, role: Role, opening: Option<f64>) -> E {
        let id = VariableId::new(self.0.variables.len());
        self.0.variables.push(Variable {
            name: name.to_owned(),
            role,
            opening,
            history: Vec::new(),
            unit: None,
            title: Bilingual::new("", ""),
            place: Place::new(self.0.variables.len() as u32 + 1, 1),
        });
        E(vec![Node::Variable {
            variable: id,
            lag: 0,
        }])
    }

    pub(crate) fn given(&mut self, name: &str, value: f64) -> E {
        self.variable(name, Role::Parameter, Some(value))
    }

    pub(crate) fn unknown(&mut self, name: &str, opening: f64) -> E {
        self.variable(name, Role::Endogenous, Some(opening))
    }

    pub(crate) fn equation(&mut self, left: &E, right: E) {
        let place = Place::new(self.0.equations.len() as u32 + 101, 1);
        self.0.equations.push(Equation {
            left: Expression::new(left.0.clone()),
            right: Expression::new(right.0),
            text: format!("equation {}", self.0.equations.len() + 1),
            place,
        });
    }
}

/// Model SIM of Godley and Lavoie (2007), ch. 3.
pub(crate) fn sim() -> Model {
    let mut m = Making::new();
    let (g, theta) = (m.given("G", 20.0), m.given("theta", 0.2));
    let (a1, a2) = (m.given("alpha1", 0.6), m.given("alpha2", 0.4));
    let y = m.unknown("Y", 0.0);
    let (yd, t) = (m.unknown("YD", 0.0), m.unknown("T", 0.0));
    let (c, h) = (m.unknown("C", 0.0), m.unknown("H", 0.0));
    m.equation(&y, c.clone() + g);
    m.equation(&yd, y.clone() - t.clone());
    m.equation(&t, theta * y);
    m.equation(&c, a1 * yd.clone() + a2 * h.clone().lag());
    m.equation(&h, h.clone().lag() + yd - c);
    m.0
}
