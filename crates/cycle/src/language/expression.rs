//! Tokens to expressions, by precedence.
//!
//! From loosest to tightest: `or`, `and`, `not`, comparisons, `+ -`, `* /`,
//! sign, `^`. Powers group from the right, all else from the left.

use triffin_basis::BasisError;

use super::parser::Parser;
use super::refusal;
use super::token::{Kind, Sign};
use super::words::{self, Call};
use crate::expression::{Comparison, Expression, Function, Node};
use crate::model::VariableId;
use crate::place::Place;

/// How deep parentheses, powers and signs may be nested.
pub const DEEPEST: u32 = 200;

/// How deep `d(…)` may be nested: each level doubles the expression.
pub const DEEPEST_CHANGE: u32 = 8;

/// How many steps `d(…)` may copy in one text.
const MOST_COPIED: usize = 1 << 25;

/// The longest lag a text may ask for.
pub const LONGEST_LAG: u32 = 10_000;

/// How tightly each kind of operator binds; printing reads these too.
pub(super) mod binding {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const COMPARISON: u8 = 4;
    pub const SUM: u8 = 5;
    pub const PRODUCT: u8 = 6;
    pub const SIGN: u8 = 7;
    pub const POWER: u8 = 8;
    pub const WHOLE: u8 = 9;
}

const OPERAND: (&str, &str) = (
    "a number, a name, a function or `(`",
    "数字、名称、函数或“(”",
);

impl Parser<'_> {
    /// One expression.
    pub(super) fn expression(&mut self) -> Result<Expression, BasisError> {
        self.nodes.clear();
        self.binding(0)?;
        Ok(Expression::new(std::mem::take(&mut self.nodes)))
    }

    /// Operands and operators that bind at least as tightly as `least`.
    fn binding(&mut self, least: u8) -> Result<(), BasisError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(refusal::too_deep(DEEPEST, self.current.place));
        }
        self.operand()?;
        let mut compared = false;
        while let Some((node, tightness)) = self.operator() {
            if tightness < least {
                break;
            }
            if tightness == binding::COMPARISON && std::mem::replace(&mut compared, true) {
                return Err(refusal::chained_comparison(self.current.place));
            }
            self.advance();
            let right = tightness + u8::from(tightness != binding::POWER);
            self.binding(right)?;
            self.nodes.push(node);
        }
        self.depth -= 1;
        Ok(())
    }

    /// The operator between two operands that is the current token.
    fn operator(&self) -> Option<(Node, u8)> {
        let sign = match self.current.kind {
            Kind::Sign(sign) => sign,
            Kind::Name("and") => return Some((Node::And, binding::AND)),
            Kind::Name("or") => return Some((Node::Or, binding::OR)),
            _ => return None,
        };
        let compare = |comparison| Some((Node::Compare(comparison), binding::COMPARISON));
        match sign {
            Sign::Plus => Some((Node::Add, binding::SUM)),
            Sign::Minus => Some((Node::Subtract, binding::SUM)),
            Sign::Star => Some((Node::Multiply, binding::PRODUCT)),
            Sign::Slash => Some((Node::Divide, binding::PRODUCT)),
            Sign::Caret => Some((Node::Power, binding::POWER)),
            Sign::Less => compare(Comparison::Less),
            Sign::LessOrEqual => compare(Comparison::LessOrEqual),
            Sign::Greater => compare(Comparison::Greater),
            Sign::GreaterOrEqual => compare(Comparison::GreaterOrEqual),
            Sign::EqualEqual => compare(Comparison::Equal),
            Sign::NotEqual => compare(Comparison::NotEqual),
            _ => None,
        }
    }

    fn operand(&mut self) -> Result<(), BasisError> {
        self.skip_lines();
        let place = self.current.place;
        match self.current.kind {
            Kind::Number(value) => {
                self.advance();
                self.nodes.push(Node::Number(value));
                Ok(())
            }
            Kind::Name("not") => {
                self.advance();
                self.binding(binding::NOT)?;
                self.nodes.push(Node::Not);
                Ok(())
            }
            Kind::Name(name) => self.named(name, place),
            Kind::Sign(Sign::Plus) => {
                self.advance();
                self.binding(binding::SIGN)
            }
            Kind::Sign(Sign::Minus) => self.negative(),
            Kind::Sign(Sign::OpenParen) => {
                self.advance();
                self.binding(0)?;
                self.close(place, Sign::CloseParen)
            }
            _ => Err(self.unexpected(OPERAND)),
        }
    }

    /// `-a`; of a number, the negative number.
    fn negative(&mut self) -> Result<(), BasisError> {
        self.advance();
        let first = self.nodes.len();
        self.binding(binding::SIGN)?;
        match self.nodes[first..] {
            [Node::Number(value)] => self.nodes[first] = Node::Number(-value),
            _ => self.nodes.push(Node::Negate),
        }
        Ok(())
    }

    /// What begins with a name: a call, a variable, a lagged variable.
    fn named(&mut self, name: &str, place: Place) -> Result<(), BasisError> {
        self.advance();
        let open = self.current.place;
        match (self.current.kind, self.dialect.call(name)) {
            (Kind::Sign(Sign::OpenParen), Some(call)) => self.called(name, call, place),
            (Kind::Sign(Sign::OpenParen), None) if matches!(self.next.kind, Kind::Name(_)) => {
                self.of_names(name, place, open)
            }
            (Kind::Sign(Sign::OpenParen), None) => {
                self.advance();
                self.lagged(name, place, open, Sign::CloseParen)
            }
            (Kind::Sign(Sign::OpenBracket), _) if !words::is_reserved(name) => {
                self.advance();
                self.lagged(name, place, open, Sign::CloseBracket)
            }
            _ if words::is_reserved(name) => Err(refusal::reserved(name, place)),
            _ => {
                self.variable(name, 0, place);
                Ok(())
            }
        }
    }

    /// `sum(E in set: …)`, `buy(X)` and its like, or what is no function.
    fn of_names(&mut self, name: &str, place: Place, open: Place) -> Result<(), BasisError> {
        if name == "sum" {
            return self.sum(place);
        }
        if let Some(variable) = self.stock_function(name)? {
            self.nodes.push(Node::Variable { variable, lag: 0 });
            return Ok(());
        }
        self.advance();
        self.lagged(name, place, open, Sign::CloseParen)
    }

    fn variable(&mut self, name: &str, lag: u32, place: Place) {
        let variable = self.symbols.intern(name, place);
        self.nodes.push(Node::Variable { variable, lag });
    }

    /// `X[-1]` or `X(-1)`, after what opens it.
    fn lagged(
        &mut self,
        name: &str,
        place: Place,
        open: Place,
        close: Sign,
    ) -> Result<(), BasisError> {
        let bad = match close {
            Sign::CloseParen => refusal::no_function(name, place),
            _ => refusal::bad_lag(name, place),
        };
        let back = match self.current.kind {
            Kind::Sign(Sign::Minus) => true,
            Kind::Sign(Sign::Plus) => false,
            // `X(1)` is a lead of a variable, `sin(1)` the call of a function.
            Kind::Number(_) if close == Sign::CloseBracket => false,
            Kind::Number(_) if self.symbols.find(name).is_some() => false,
            _ => return Err(bad),
        };
        if !matches!(self.current.kind, Kind::Number(_)) {
            self.advance();
        }
        let Kind::Number(periods) = self.current.kind else {
            return Err(bad);
        };
        self.advance();
        if self.current.kind != Kind::Sign(close) {
            return Err(bad);
        }
        self.close(open, close)?;
        let lag = whole_lag(name, if back { periods } else { -periods }, place)?;
        self.variable(name, lag, place);
        Ok(())
    }

    fn called(&mut self, name: &str, call: Call, place: Place) -> Result<(), BasisError> {
        let first = self.nodes.len();
        let open = self.current.place;
        self.advance();
        let changes = call == Call::Change;
        if changes {
            self.enter_change(place)?;
        }
        let mut found = 0;
        loop {
            self.binding(0)?;
            found += 1;
            // The least and the greatest of many: two at a time.
            if found > 2 && matches!(call, Call::Function(Function::Min | Function::Max)) {
                self.push_call(call);
            }
            if !self.accept(Sign::Comma) {
                break;
            }
        }
        self.close(open, Sign::CloseParen)?;
        if changes {
            self.changes -= 1;
        }
        check_operands(name, call, found, place)?;
        if changes {
            return self.push_change(name, first, place);
        }
        self.push_call(call);
        Ok(())
    }

    fn push_call(&mut self, call: Call) {
        match call {
            Call::Function(function) => self.nodes.push(Node::Call(function)),
            Call::If => self.nodes.push(Node::If),
            Call::Truth => self.push_truth(),
            Call::CommonLog => self.nodes.extend([
                Node::Call(Function::Log),
                Node::Number(std::f64::consts::LN_10),
                Node::Divide,
            ]),
            Call::Change => {}
        }
    }

    /// 1 where the operand is not 0; a comparison is that already.
    fn push_truth(&mut self) {
        let last = self.nodes.last();
        if !matches!(
            last,
            Some(Node::Compare(_) | Node::And | Node::Or | Node::Not)
        ) {
            self.nodes
                .extend([Node::Number(1.0), Node::Number(0.0), Node::If]);
        }
    }

    fn enter_change(&mut self, place: Place) -> Result<(), BasisError> {
        self.changes += 1;
        if self.changes > DEEPEST_CHANGE {
            return Err(refusal::too_many_changes(DEEPEST_CHANGE, place));
        }
        Ok(())
    }

    /// `d(a)` is a minus the same a period before.
    fn push_change(&mut self, name: &str, first: usize, place: Place) -> Result<(), BasisError> {
        // `d(-1)` is the lag of a variable called d.
        if let [Node::Number(value)] = self.nodes[first..] {
            self.nodes.truncate(first);
            let lag = whole_lag(name, -value, place)?;
            self.variable(name, lag, place);
            return Ok(());
        }
        let length = self.nodes.len() - first;
        self.copied = self.copied.saturating_add(length);
        if self.copied > MOST_COPIED {
            return Err(refusal::too_many_changes(DEEPEST_CHANGE, place));
        }
        self.nodes.reserve(length + 1);
        for at in first..first + length {
            let mut node = self.nodes[at];
            if let Node::Variable { lag, .. } = &mut node {
                *lag += 1;
            }
            self.nodes.push(node);
        }
        self.nodes.push(Node::Subtract);
        Ok(())
    }

    /// The variable, where the name just read is nothing else.
    pub(super) fn symbol(&mut self, name: &str, place: Place) -> Result<VariableId, BasisError> {
        if words::is_reserved(name) {
            return Err(refusal::reserved(name, place));
        }
        Ok(self.symbols.intern(name, place))
    }
}

/// The lag of so many periods.
pub(super) fn whole_lag(name: &str, periods: f64, place: Place) -> Result<u32, BasisError> {
    if periods.fract() != 0.0 {
        return Err(refusal::bad_lag(name, place));
    }
    if periods < 0.0 {
        return Err(refusal::lead(name, -periods, place));
    }
    if periods > f64::from(LONGEST_LAG) {
        return Err(refusal::long_lag(name, periods, LONGEST_LAG, place));
    }
    Ok(periods as u32)
}

fn check_operands(name: &str, call: Call, found: usize, place: Place) -> Result<(), BasisError> {
    let (fits, form) = match call {
        Call::If => (found == 3, "if(condition, a, b)".to_owned()),
        Call::Change => (found == 1, "d(a)".to_owned()),
        Call::Function(Function::Min | Function::Max) => (found >= 2, format!("{name}(a, b)")),
        _ => (found == 1, format!("{name}(a)")),
    };
    if fits {
        return Ok(());
    }
    Err(refusal::operands(name, found, &form, place))
}
