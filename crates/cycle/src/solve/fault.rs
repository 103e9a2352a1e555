//! Which operation of an expression gives no number.

use triffin_basis::Bilingual;

use crate::expression::{Comparison, Expression, Function, Node};
use crate::model::VariableId;

/// An operation without a finite result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A numerator over zero.
    Division(f64),
    /// The logarithm of zero or a negative number.
    Log(f64),
    /// The square root of a negative number.
    Root(f64),
    /// A power that is no real number.
    Power(f64, f64),
    /// A result beyond the largest number.
    Overflow(f64),
    /// A value that is not there.
    Missing,
}

impl Fault {
    /// The code and what failed, in both languages.
    pub(crate) fn words(self) -> (&'static str, String, String) {
        match self {
            Fault::Division(over) => (
                "E-CYCLE-DIVISION",
                format!("division by zero: {over} / 0"),
                format!("除以零：{over} / 0"),
            ),
            Fault::Log(of) => (
                "E-CYCLE-LOG",
                format!("the logarithm of {of} does not exist"),
                format!("{of} 没有对数"),
            ),
            Fault::Root(of) => (
                "E-CYCLE-ROOT",
                format!("the square root of {of} is no real number"),
                format!("{of} 的平方根不是实数"),
            ),
            Fault::Power(base, exponent) => (
                "E-CYCLE-POWER",
                format!("{base} to the power of {exponent} is no real number"),
                format!("{base} 的 {exponent} 次幂不是实数"),
            ),
            Fault::Overflow(_) => (
                "E-CYCLE-OVERFLOW",
                "the path explodes: a value exceeds 1.8e308".to_owned(),
                "路径发散：数值超过 1.8e308".to_owned(),
            ),
            Fault::Missing => (
                "E-CYCLE-NO-NUMBER",
                "a value it needs does not exist".to_owned(),
                "所需的数值不存在".to_owned(),
            ),
        }
    }

    /// The offending number.
    pub(crate) fn value(self) -> f64 {
        match self {
            Fault::Division(_) => 0.0,
            Fault::Log(value) | Fault::Root(value) | Fault::Power(value, _) => value,
            Fault::Overflow(value) => value,
            Fault::Missing => f64::NAN,
        }
    }

    /// What may help.
    pub(crate) fn remedy(self) -> Bilingual {
        match self {
            Fault::Overflow(_) => Bilingual::new(
                "The model is unstable with these values; see its steady state and eigenvalues",
                "模型在这些取值下不稳定；请查看其稳态与特征值",
            ),
            _ => Bilingual::new(
                "State opening values for which it exists, or guard it: if(x > 0, log(x), 0)",
                "请给出使其存在的期初值，或加以判断：if(x > 0, log(x), 0)",
            ),
        }
    }
}

/// The first operation of the expression without a finite result; those in
/// branches not taken do not count.
pub(crate) fn fault(
    expression: &Expression,
    period: f64,
    value: impl Fn(VariableId, u32) -> f64,
) -> Option<Fault> {
    let mut held: Vec<(f64, Option<Fault>)> = Vec::new();
    for node in expression.nodes() {
        let result = match *node {
            Node::Number(number) => (number, None),
            Node::Time => (period, None),
            Node::Variable { variable, lag } => {
                let read = value(variable, lag);
                let fault = match read {
                    _ if read.is_nan() => Some(Fault::Missing),
                    _ if read.is_infinite() => Some(Fault::Overflow(read)),
                    _ => None,
                };
                (read, fault)
            }
            step => {
                // proof: an Expression's steps never lack an operand.
                let mut take = || held.pop().unwrap_or((f64::NAN, None));
                match step.operands() {
                    1 => apply(step, take(), (0.0, None)),
                    2 => {
                        let b = take();
                        apply(step, take(), b)
                    }
                    _ => {
                        let (c, b, a) = (take(), take(), take());
                        let taken = if a.0 != 0.0 { b } else { c };
                        (taken.0, a.1.or(taken.1))
                    }
                }
            }
        };
        held.push(result);
    }
    held.pop().and_then(|(_, fault)| fault)
}

type Held = (f64, Option<Fault>);

fn apply(step: Node, a: Held, b: Held) -> Held {
    let (x, y) = (a.0, b.0);
    let result = result(step, x, y);
    let own = || match (step, result.is_finite()) {
        (_, true) => None,
        (Node::Divide, _) if y == 0.0 => Some(Fault::Division(x)),
        (Node::Call(Function::Log), _) => Some(Fault::Log(x)),
        (Node::Call(Function::Sqrt), _) => Some(Fault::Root(x)),
        (Node::Power, _) if result.is_nan() || x == 0.0 => Some(Fault::Power(x, y)),
        _ => Some(Fault::Overflow(result)),
    };
    (result, a.1.or(b.1).or_else(own))
}

fn result(step: Node, x: f64, y: f64) -> f64 {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match step {
        Node::Negate => -x,
        Node::Add => x + y,
        Node::Subtract => x - y,
        Node::Multiply => x * y,
        Node::Divide => x / y,
        Node::Power => x.powf(y),
        Node::And => truth(x != 0.0 && y != 0.0),
        Node::Or => truth(x != 0.0 || y != 0.0),
        Node::Not => truth(x == 0.0),
        Node::Compare(comparison) => truth(match comparison {
            Comparison::Less => x < y,
            Comparison::LessOrEqual => x <= y,
            Comparison::Greater => x > y,
            Comparison::GreaterOrEqual => x >= y,
            Comparison::Equal => x == y,
            Comparison::NotEqual => x != y,
        }),
        Node::Call(Function::Exp) => x.exp(),
        Node::Call(Function::Log) => x.ln(),
        Node::Call(Function::Sqrt) => x.sqrt(),
        Node::Call(Function::Abs) => x.abs(),
        Node::Call(Function::Min) => x.min(y),
        Node::Call(Function::Max) => x.max(y),
        Node::Number(_) | Node::Variable { .. } | Node::Time | Node::If => f64::NAN,
    }
}
