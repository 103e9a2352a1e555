//! One side of an equation, as a flat list of steps.

mod evaluate;
mod operators;

use crate::model::VariableId;

/// An expression in postfix order: operands before their operator, the root
/// last.
///
/// A list instead of a tree, so that a sum of a million terms is walked, copied
/// and dropped without recursion, and a compiler reads it from left to right.
///
/// ```
/// use triffin_cycle::{Expression, Node, VariableId};
/// // 0.6 * YD + 1
/// let yd = VariableId::new(0);
/// let sum = Expression::new(vec![
///     Node::Number(0.6),
///     Node::Variable { variable: yd, lag: 0 },
///     Node::Multiply,
///     Node::Number(1.0),
///     Node::Add,
/// ]);
/// assert_eq!(sum.current().collect::<Vec<_>>(), vec![yd]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expression {
    nodes: Vec<Node>,
}

/// One step of an [`Expression`]; it takes its operands from those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A constant.
    Number(f64),
    /// The value of a variable `lag` periods ago; 0 is this period.
    Variable {
        /// Which variable.
        variable: VariableId,
        /// How many periods ago.
        lag: u32,
    },
    /// The period solved, 1 for the first after the opening state.
    Time,
    /// −a.
    Negate,
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a × b.
    Multiply,
    /// a / b.
    Divide,
    /// a raised to b.
    Power,
    /// 1 where the comparison of a and b holds, else 0.
    Compare(Comparison),
    /// 1 where both are not 0.
    And,
    /// 1 where one of both is not 0.
    Or,
    /// 1 where a is 0.
    Not,
    /// b where a is not 0, else c.
    If,
    /// A function of one or two operands.
    Call(Function),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// The functions the language knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// The natural exponential.
    Exp,
    /// The natural logarithm.
    Log,
    /// The square root.
    Sqrt,
    /// The absolute value.
    Abs,
    /// The lesser of two.
    Min,
    /// The greater of two.
    Max,
}

impl Function {
    /// How many operands the function takes.
    pub fn operands(self) -> usize {
        match self {
            Function::Min | Function::Max => 2,
            _ => 1,
        }
    }
}

impl Node {
    /// How many operands the step takes from those before it.
    pub fn operands(self) -> usize {
        match self {
            Node::Number(_) | Node::Variable { .. } | Node::Time => 0,
            Node::Negate | Node::Not => 1,
            Node::If => 3,
            Node::Call(function) => function.operands(),
            _ => 2,
        }
    }
}

impl Expression {
    /// The expression of these steps. They must leave exactly one value.
    pub fn new(nodes: Vec<Node>) -> Self {
        debug_assert!(leaves_one_value(&nodes), "{nodes:?}");
        Self { nodes }
    }

    /// The expression that is one variable of this period.
    pub fn variable(variable: VariableId) -> Self {
        Self::new(vec![Node::Variable { variable, lag: 0 }])
    }

    /// The steps, operands first.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The variable, where the expression is nothing but a variable of this period.
    pub fn as_variable(&self) -> Option<VariableId> {
        match self.nodes[..] {
            [Node::Variable { variable, lag: 0 }] => Some(variable),
            _ => None,
        }
    }

    /// The variables of this period that occur, in order of occurrence, repeats included.
    pub fn current(&self) -> impl Iterator<Item = VariableId> + '_ {
        self.nodes.iter().filter_map(|node| match node {
            Node::Variable { variable, lag: 0 } => Some(*variable),
            _ => None,
        })
    }

    /// The longest lag that occurs; 0 where there is none.
    pub fn longest_lag(&self) -> u32 {
        let lags = self.nodes.iter().map(|node| match node {
            Node::Variable { lag, .. } => *lag,
            _ => 0,
        });
        lags.max().unwrap_or(0)
    }
}

/// Whether walking the steps never lacks an operand and ends with one value.
fn leaves_one_value(nodes: &[Node]) -> bool {
    let mut held = 0_usize;
    for node in nodes {
        let Some(rest) = held.checked_sub(node.operands()) else {
            return false;
        };
        held = rest + 1;
    }
    held == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_lacks_an_operand_or_leaves_two_values_is_told_apart() {
        assert!(leaves_one_value(&[Node::Number(1.0)]));
        assert!(!leaves_one_value(&[Node::Number(1.0), Node::Add]));
        assert!(!leaves_one_value(&[Node::Number(1.0), Node::Number(2.0)]));
        assert!(!leaves_one_value(&[]));
    }

    #[test]
    fn lags_do_not_count_as_values_of_this_period() {
        let stock = VariableId::new(3);
        let lagged = Expression::new(vec![Node::Variable {
            variable: stock,
            lag: 2,
        }]);
        assert_eq!(lagged.current().count(), 0);
        assert_eq!(lagged.longest_lag(), 2);
        assert_eq!(lagged.as_variable(), None);
        assert_eq!(Expression::variable(stock).as_variable(), Some(stock));
    }
}
