//! The value of an expression, step by step.
//!
//! For constants, openings and checks, where an expression is evaluated once.
//! The solver compiles expressions instead.

use super::{Comparison, Expression, Function, Node};
use crate::model::VariableId;

impl Expression {
    /// The value where `read(variable, lag)` is the value of a variable `lag`
    /// periods ago and `period` the period solved.
    ///
    /// Division by zero and logarithms of negative numbers give infinities and
    /// NaN as in IEEE 754; the caller tells them apart.
    ///
    /// ```
    /// use triffin_cycle::{Expression, Node};
    /// let half = Expression::new(vec![Node::Number(1.0), Node::Number(2.0), Node::Divide]);
    /// assert_eq!(half.value(0.0, |_, _| f64::NAN), 0.5);
    /// ```
    pub fn value(&self, period: f64, mut read: impl FnMut(VariableId, u32) -> f64) -> f64 {
        let mut held: Vec<f64> = Vec::new();
        for node in self.nodes() {
            let result = match node {
                Node::Number(value) => *value,
                Node::Variable { variable, lag } => read(*variable, *lag),
                Node::Time => period,
                _ => {
                    let mut take = || held.pop().unwrap_or(f64::NAN);
                    let last = take();
                    match node.operands() {
                        1 => of_one(*node, last),
                        2 => of_two(*node, take(), last),
                        _ => {
                            let (kept, condition) = (take(), take());
                            if condition == 0.0 { last } else { kept }
                        }
                    }
                }
            };
            held.push(result);
        }
        held.pop().unwrap_or(f64::NAN)
    }
}

fn of_one(node: Node, a: f64) -> f64 {
    match node {
        Node::Negate => -a,
        Node::Not => truth(a == 0.0),
        Node::Call(Function::Exp) => a.exp(),
        Node::Call(Function::Log) => a.ln(),
        Node::Call(Function::Sqrt) => a.sqrt(),
        Node::Call(Function::Abs) => a.abs(),
        _ => f64::NAN,
    }
}

fn of_two(node: Node, a: f64, b: f64) -> f64 {
    match node {
        Node::Add => a + b,
        Node::Subtract => a - b,
        Node::Multiply => a * b,
        Node::Divide => a / b,
        Node::Power => a.powf(b),
        Node::Compare(comparison) => truth(holds(comparison, a, b)),
        Node::And => truth(a != 0.0 && b != 0.0),
        Node::Or => truth(a != 0.0 || b != 0.0),
        Node::Call(Function::Min) => least(a, b),
        Node::Call(Function::Max) => -least(-a, -b),
        _ => f64::NAN,
    }
}

/// The lesser, and NaN where one is: `f64::min` would drop it.
fn least(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.min(b)
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn holds(comparison: Comparison, a: f64, b: f64) -> bool {
    match comparison {
        Comparison::Less => a < b,
        Comparison::LessOrEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterOrEqual => a >= b,
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn of(nodes: Vec<Node>) -> f64 {
        Expression::new(nodes).value(3.0, |variable, lag| {
            variable.index() as f64 - f64::from(lag)
        })
    }

    #[test]
    fn every_step_means_what_it_says() {
        use Node::*;
        let two = Number(2.0);
        let four = Number(4.0);
        assert_eq!(of(vec![two, four, Subtract]), -2.0);
        assert_eq!(of(vec![two, four, Divide]), 0.5);
        assert_eq!(of(vec![two, four, Power]), 16.0);
        assert_eq!(of(vec![four, Call(Function::Sqrt), Negate]), -2.0);
        assert_eq!(of(vec![two, four, Call(Function::Max)]), 4.0);
        assert_eq!(of(vec![two, four, Compare(Comparison::Less)]), 1.0);
        assert_eq!(of(vec![Number(0.0), two, four, If]), 4.0);
        assert_eq!(of(vec![Number(0.0), Not, two, And]), 1.0);
        assert_eq!(of(vec![Time, two, Multiply]), 6.0);
        let lagged = Variable {
            variable: VariableId::new(7),
            lag: 2,
        };
        assert_eq!(of(vec![lagged]), 5.0);
    }
}
