//! Expressions put together with the operators of Rust.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Expression, Node};
use crate::model::VariableId;

impl From<f64> for Expression {
    fn from(number: f64) -> Self {
        Self::new(vec![Node::Number(number)])
    }
}

impl From<VariableId> for Expression {
    fn from(variable: VariableId) -> Self {
        Self::variable(variable)
    }
}

impl Expression {
    /// The value of `variable` `lag` periods ago.
    ///
    /// ```
    /// use triffin_cycle::{Expression, VariableId};
    /// let stock = VariableId::new(0);
    /// let change = Expression::variable(stock) - Expression::lagged(stock, 1);
    /// assert_eq!(change.longest_lag(), 1);
    /// ```
    pub fn lagged(variable: VariableId, lag: u32) -> Self {
        Self::new(vec![Node::Variable { variable, lag }])
    }

    /// X − X[−1] of a variable.
    pub fn change(variable: VariableId) -> Self {
        Self::variable(variable) - Self::lagged(variable, 1)
    }

    /// b where a is not 0, else c.
    #[must_use]
    pub fn choose(self, holds: Self, fails: Self) -> Self {
        let mut nodes = self.nodes;
        nodes.extend(holds.nodes);
        nodes.extend(fails.nodes);
        nodes.push(Node::If);
        Self::new(nodes)
    }

    fn joined(mut self, other: Self, operator: Node) -> Self {
        self.nodes.extend(other.nodes);
        self.nodes.push(operator);
        self
    }
}

impl Add for Expression {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.joined(other, Node::Add)
    }
}

impl Sub for Expression {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.joined(other, Node::Subtract)
    }
}

impl Mul for Expression {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.joined(other, Node::Multiply)
    }
}

impl Div for Expression {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.joined(other, Node::Divide)
    }
}

impl Neg for Expression {
    type Output = Self;
    fn neg(mut self) -> Self {
        self.nodes.push(Node::Negate);
        self
    }
}
