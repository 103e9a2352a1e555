//! The value of an expression, one number at a time.

use super::{Comparison, Expression, Function, Node};
use crate::model::VariableId;

impl Expression {
    /// The value in period `time`, where `value` gives a variable at a lag.
    ///
    /// The plain meaning of an expression, step by step: what a compiled one
    /// is held against, and what computes the cells of a matrix. A division
    /// by zero or a logarithm of a negative number comes out as infinity or
    /// NaN, as floating-point arithmetic has it.
    ///
    /// ```
    /// use triffin_cycle::{Expression, VariableId};
    /// let income = VariableId::new(0);
    /// let consumption = Expression::from(0.6) * Expression::variable(income);
    /// assert_eq!(consumption.evaluate(1, |_, _| 80.0), 48.0);
    /// ```
    pub fn evaluate(&self, time: u32, mut value: impl FnMut(VariableId, u32) -> f64) -> f64 {
        let mut held: Vec<f64> = Vec::with_capacity(8);
        for node in self.nodes() {
            // proof: an expression never lacks an operand (`Expression::new`).
            let mut take = || held.pop().unwrap_or(f64::NAN);
            let result = match *node {
                Node::Number(number) => number,
                Node::Variable { variable, lag } => value(variable, lag),
                Node::Time => f64::from(time),
                Node::Negate => -take(),
                Node::Not => truth(take() == 0.0),
                Node::If => {
                    let (fails, holds, condition) = (take(), take(), take());
                    if condition != 0.0 { holds } else { fails }
                }
                Node::Call(function) if function.operands() == 1 => single(function, take()),
                _ => {
                    let right = take();
                    double(*node, take(), right)
                }
            };
            held.push(result);
        }
        held.pop().unwrap_or(f64::NAN)
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn single(function: Function, a: f64) -> f64 {
    match function {
        Function::Exp => a.exp(),
        Function::Log => a.ln(),
        Function::Sqrt => a.sqrt(),
        Function::Abs => a.abs(),
        Function::Min | Function::Max => f64::NAN,
    }
}

fn double(node: Node, a: f64, b: f64) -> f64 {
    match node {
        Node::Add => a + b,
        Node::Subtract => a - b,
        Node::Multiply => a * b,
        Node::Divide => a / b,
        Node::Power => a.powf(b),
        Node::And => truth(a != 0.0 && b != 0.0),
        Node::Or => truth(a != 0.0 || b != 0.0),
        Node::Call(Function::Min) => a.min(b),
        Node::Call(Function::Max) => a.max(b),
        Node::Compare(comparison) => truth(holds(comparison, a, b)),
        _ => f64::NAN,
    }
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
        Expression::new(nodes).evaluate(3, |variable, lag| variable.index() as f64 - f64::from(lag))
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
