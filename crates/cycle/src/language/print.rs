//! A model as text: what [`super::parse`] reads back as the same model.

use std::fmt::Write as _;

use super::expression::binding;
use super::note::Note;
use super::words::{self, TIME};
use crate::expression::{Comparison, Expression, Node};
use crate::model::{Equation, Model, Role, Scenario, Variable, VariableId};

/// The text of a model.
///
/// Declarations and equations keep their order; notes stand above what they
/// explain. Reading the text back gives the same model but for its places and
/// the blanks of its equations' texts.
pub fn print(model: &Model) -> String {
    let mut printer = Printer {
        model,
        text: String::new(),
        declared: vec![false; model.variables.len()],
    };
    printer.head();
    for equation in &model.equations {
        printer.equation(equation);
    }
    printer.declare_to(model.variables.len());
    for equation in &model.redundant {
        printer.sides("redundant: ", equation);
    }
    printer.openings();
    for scenario in &model.scenarios {
        printer.scenario(scenario);
    }
    printer.text
}

struct Printer<'a> {
    model: &'a Model,
    text: String,
    declared: Vec<bool>,
}

impl Printer<'_> {
    fn head(&mut self) {
        let Model { name, title, .. } = self.model;
        if !title.is_empty() {
            self.note(&Note {
                title: title.clone(),
                unit: None,
            });
        }
        if !name.is_empty() {
            self.line(format_args!("model {name}\n"));
        }
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // proof: writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn note(&mut self, note: &Note) {
        let text = note.text();
        if !text.is_empty() {
            self.line(format_args!("## {text}"));
        }
    }

    fn note_of(&mut self, variable: &Variable) {
        self.note(&Note {
            title: variable.title.clone(),
            unit: variable.unit.clone(),
        });
    }

    /// Declares every variable before place `end` that is not declared yet.
    fn declare_to(&mut self, end: usize) {
        for index in 0..end {
            if std::mem::replace(&mut self.declared[index], true) {
                continue;
            }
            let model = self.model;
            let variable = &model.variables[index];
            self.note_of(variable);
            let name = &variable.name;
            let value = variable.opening.map(number).unwrap_or_default();
            let id = VariableId::new(index);
            let mut expected = model.expectations.iter();
            if let Some(expected) = expected.find(|expected| expected.variable == id) {
                let value = expression(&expected.value, model);
                self.line(format_args!("expect {name} = {value}"));
                continue;
            }
            match variable.role {
                Role::Parameter => self.line(format_args!("param {name} = {value}")),
                Role::Exogenous => self.line(format_args!("exog {name} = {value}")),
                Role::Endogenous => self.line(format_args!("var {name}")),
            }
        }
    }

    fn equation(&mut self, equation: &Equation) {
        if let Some(id) = equation.left.as_variable() {
            self.declare_to(id.index());
            let variable = self.model.variable(id);
            if variable.role != Role::Endogenous {
                self.declare_to(id.index() + 1);
            } else if !std::mem::replace(&mut self.declared[id.index()], true) {
                self.note_of(variable);
            }
        }
        self.sides("", equation);
    }

    /// `event ` or `range ` before the equation of what a run tells, and the
    /// bounds after it.
    fn watched(&self, equation: &Equation) -> (&'static str, String) {
        let watches = &self.model.watches;
        let known = equation.left.as_variable().and_then(|id| {
            let mut of = watches.iter().filter(|watch| watch.variable == id);
            of.next()
        });
        match known.map(|watch| watch.bounds) {
            None => ("", String::new()),
            Some(None) => ("event ", String::new()),
            Some(Some([low, high])) => (
                "range ",
                format!(" from {} to {}", number(low), number(high)),
            ),
        }
    }

    fn sides(&mut self, mark: &str, equation: &Equation) {
        let left = expression(&equation.left, self.model);
        let right = expression(&equation.right, self.model);
        let (word, bounds) = match mark {
            "" => self.watched(equation),
            _ => ("", String::new()),
        };
        self.line(format_args!("{mark}{word}{left} = {right}{bounds}"));
    }

    fn openings(&mut self) {
        let model = self.model;
        for variable in &model.variables {
            if variable.role != Role::Endogenous {
                continue;
            }
            let name = &variable.name;
            if let Some(value) = variable.opening {
                self.line(format_args!("init {name} = {}", number(value)));
            }
            for (back, value) in variable.history.iter().enumerate() {
                self.line(format_args!(
                    "init {name}[-{}] = {}",
                    back + 1,
                    number(*value)
                ));
            }
        }
    }

    fn scenario(&mut self, scenario: &Scenario) {
        self.text.push('\n');
        self.note(&Note {
            title: scenario.title.clone(),
            unit: None,
        });
        self.line(format_args!("scenario {} {{", scenario.name));
        for shock in &scenario.shocks {
            let name = &self.model.variable(shock.variable).name;
            let value = number(shock.value);
            let span = match shock.to {
                Some(to) if to == shock.from => format!("at {to}"),
                Some(to) => format!("from {} to {to}", shock.from),
                None => format!("from {}", shock.from),
            };
            self.line(format_args!("    shock {name} = {value} {span}"));
        }
        self.line(format_args!("}}"));
    }
}

/// The shortest text that reads as this number.
pub fn number(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A part of the text and how tightly it holds together.
struct Part {
    text: String,
    binding: u8,
}

impl Part {
    /// The text, in parentheses where it holds together less than `least`.
    fn at_least(self, least: u8) -> String {
        if self.binding >= least {
            return self.text;
        }
        format!("({})", self.text)
    }
}

/// The text of an expression of `model`, with as few parentheses as read back
/// as the same.
pub(crate) fn expression(expression: &Expression, model: &Model) -> String {
    let mut parts: Vec<Part> = Vec::new();
    for node in expression.nodes() {
        let part = match node.operands() {
            0 => leaf(*node, model),
            count => {
                let operands = parts.split_off(parts.len() - count);
                joined(*node, operands)
            }
        };
        parts.push(part);
    }
    // proof: an expression leaves one value.
    parts.pop().map(|part| part.text).unwrap_or_default()
}

fn leaf(node: Node, model: &Model) -> Part {
    let name = |variable: VariableId| model.variable(variable).name.as_str();
    let text = match node {
        Node::Number(value) => {
            let binding = if value.is_sign_negative() {
                binding::SIGN
            } else {
                binding::WHOLE
            };
            return Part {
                text: number(value),
                binding,
            };
        }
        Node::Variable { variable, lag: 0 } => name(variable).to_owned(),
        Node::Variable { variable, lag } => format!("{}[-{lag}]", name(variable)),
        _ => TIME.to_owned(),
    };
    Part {
        text,
        binding: binding::WHOLE,
    }
}

fn joined(node: Node, operands: Vec<Part>) -> Part {
    let call = |name: &str, operands: Vec<Part>| {
        let texts: Vec<String> = operands.into_iter().map(|part| part.text).collect();
        Part {
            text: format!("{name}({})", texts.join(", ")),
            binding: binding::WHOLE,
        }
    };
    match node {
        Node::Negate => prefixed("-", binding::SIGN, operands),
        Node::Not => prefixed("not ", binding::NOT, operands),
        Node::If => call("if", operands),
        Node::Call(function) => call(words::name_of(function), operands),
        _ => between(node, operands),
    }
}

fn prefixed(sign: &str, binding: u8, operands: Vec<Part>) -> Part {
    let operand = operands.into_iter().next();
    let operand = operand
        .map(|part| part.at_least(binding))
        .unwrap_or_default();
    Part {
        text: format!("{sign}{operand}"),
        binding,
    }
}

/// Left, operator, right. The left text grows in place, so that a long sum
/// is copied once.
fn between(node: Node, operands: Vec<Part>) -> Part {
    let (sign, binding) = operator(node);
    let (least_left, least_right) = match binding {
        binding::POWER => (binding::WHOLE, binding::POWER),
        binding::COMPARISON => (binding::SUM, binding::SUM),
        _ => (binding, binding + 1),
    };
    let mut operands = operands.into_iter();
    let mut text = operands
        .next()
        .map(|part| part.at_least(least_left))
        .unwrap_or_default();
    let right = operands
        .next()
        .map(|part| part.at_least(least_right))
        .unwrap_or_default();
    text.push(' ');
    text.push_str(sign);
    text.push(' ');
    text.push_str(&right);
    Part { text, binding }
}

fn operator(node: Node) -> (&'static str, u8) {
    match node {
        Node::Add => ("+", binding::SUM),
        Node::Subtract => ("-", binding::SUM),
        Node::Multiply => ("*", binding::PRODUCT),
        Node::Divide => ("/", binding::PRODUCT),
        Node::Power => ("^", binding::POWER),
        Node::And => ("and", binding::AND),
        Node::Or => ("or", binding::OR),
        Node::Compare(comparison) => (compared(comparison), binding::COMPARISON),
        _ => ("", binding::WHOLE),
    }
}

fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
    }
}
