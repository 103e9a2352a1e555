//! Whether the two sides of every sum, comparison and equation have one unit,
//! where units are given.
//!
//! Numbers and names without a unit are neutral: they take the unit that is
//! needed. A factor that is a power of ten, such as the 100 of a percentage,
//! leaves the scale open. Logarithms take amounts of any unit, as log-linear
//! equations do.

use std::ops::Range;

use triffin_basis::BasisError;

use super::measure::Measure;
use crate::expression::{Expression, Function, Node};
use crate::language::print;
use crate::language::refusal::{refuse, shortened};
use crate::model::{Equation, Model};

/// The equations whose units do not agree, each with its first disagreement.
pub(super) fn faults(model: &Model) -> Vec<BasisError> {
    let measures: Vec<Option<Measure>> = model
        .variables
        .iter()
        .map(|variable| variable.unit.as_deref().map(Measure::parse))
        .collect();
    if measures.iter().all(Option::is_none) {
        return Vec::new();
    }
    let equations = model.equations.iter().chain(&model.redundant);
    equations
        .filter_map(|equation| fault(equation, model, &measures))
        .collect()
}

/// What is known of the unit of a part.
#[derive(Clone, Debug)]
enum Known {
    /// Nothing: it takes the unit that is needed.
    Nothing,
    /// A number, neutral too, and needed as an exponent.
    Number(f64),
    /// Its unit.
    Unit(Measure),
}

/// A part of an expression: its steps, and what is known of its unit.
struct Part {
    steps: Range<usize>,
    known: Known,
}

/// Two parts that must have one unit and have two.
struct Clash {
    parts: [(Range<usize>, Measure); 2],
}

fn fault(equation: &Equation, model: &Model, measures: &[Option<Measure>]) -> Option<BasisError> {
    let of = |side: &Expression| unit(side, measures);
    let (left, right) = match (of(&equation.left), of(&equation.right)) {
        (Err(clash), _) => return Some(clashing(equation, &equation.left, clash, model)),
        (_, Err(clash)) => return Some(clashing(equation, &equation.right, clash, model)),
        (Ok(left), Ok(right)) => (left, right),
    };
    match (left, right) {
        (Known::Unit(a), Known::Unit(b)) if !a.agrees(&b) => {
            let (en, zh) = (("the left side", "the right side"), ("左边", "右边"));
            Some(told(equation, en, zh, [&a, &b]))
        }
        _ => None,
    }
}

/// The unit of an expression.
fn unit(expression: &Expression, measures: &[Option<Measure>]) -> Result<Known, Clash> {
    let mut parts: Vec<Part> = Vec::new();
    for (step, node) in expression.nodes().iter().enumerate() {
        let operands = parts.split_off(parts.len() - node.operands());
        let start = operands.first().map_or(step, |part| part.steps.start);
        let known = result(*node, operands, measures)?;
        parts.push(Part {
            steps: start..step + 1,
            known,
        });
    }
    // proof: an expression leaves one value.
    Ok(parts.pop().map_or(Known::Nothing, |part| part.known))
}

fn result(node: Node, operands: Vec<Part>, measures: &[Option<Measure>]) -> Result<Known, Clash> {
    let mut operands = operands.into_iter();
    let mut next = || {
        operands.next().unwrap_or(Part {
            steps: 0..0,
            known: Known::Nothing,
        })
    };
    Ok(match node {
        Node::Number(value) => Known::Number(value),
        Node::Variable { variable, .. } => match &measures[variable.index()] {
            Some(measure) => Known::Unit(measure.clone()),
            None => Known::Nothing,
        },
        Node::Time | Node::Call(Function::Exp) => Known::Nothing,
        Node::Negate | Node::Call(Function::Abs) => next().known,
        Node::Add | Node::Subtract | Node::Call(Function::Min | Function::Max) => {
            alike(next(), next())?
        }
        Node::If => {
            next();
            alike(next(), next())?
        }
        Node::Multiply => product(next().known, next().known, 1.0),
        Node::Divide => product(next().known, next().known, -1.0),
        Node::Power => power(next().known, &next().known),
        Node::Call(Function::Sqrt) => power(next().known, &Known::Number(0.5)),
        Node::Call(Function::Log) => Known::Unit(Measure::ratio().unscaled()),
        Node::Compare(_) => {
            alike(next(), next())?;
            Known::Unit(Measure::ratio())
        }
        Node::And | Node::Or | Node::Not => Known::Unit(Measure::ratio()),
    })
}

/// Two parts that must have one unit, and that unit.
fn alike(a: Part, b: Part) -> Result<Known, Clash> {
    match (a.known, b.known) {
        (Known::Unit(one), Known::Unit(other)) => {
            if one.agrees(&other) {
                // The side whose scale is known says more.
                return Ok(Known::Unit(if one.scale.is_some() { one } else { other }));
            }
            Err(Clash {
                parts: [(a.steps, one), (b.steps, other)],
            })
        }
        (Known::Unit(unit), _) | (_, Known::Unit(unit)) => Ok(Known::Unit(unit)),
        (Known::Number(_), Known::Number(_)) => Ok(Known::Number(f64::NAN)),
        _ => Ok(Known::Nothing),
    }
}

/// a × b^sign.
fn product(a: Known, b: Known, sign: f64) -> Known {
    match (a, b) {
        (Known::Unit(a), Known::Unit(b)) => Known::Unit(a.times(&b, sign)),
        (Known::Unit(unit), Known::Number(number)) => scaled(unit, number),
        (Known::Number(number), Known::Unit(unit)) => scaled(unit.to(sign), number),
        (Known::Number(a), Known::Number(b)) => Known::Number(a * b.powf(sign)),
        _ => Known::Nothing,
    }
}

/// A unit times a number: a power of ten may be a conversion.
fn scaled(unit: Measure, number: f64) -> Known {
    let tens = number.abs().log10();
    let converts = tens != 0.0 && (tens - tens.round()).abs() < 1e-12;
    Known::Unit(if converts || number == 0.0 {
        unit.unscaled()
    } else {
        unit
    })
}

fn power(base: Known, exponent: &Known) -> Known {
    match (base, exponent) {
        (Known::Unit(unit), _) if unit.powers.is_empty() => {
            Known::Unit(Measure::ratio().unscaled())
        }
        (Known::Unit(unit), Known::Number(exponent)) if exponent.is_finite() => {
            Known::Unit(unit.to(*exponent))
        }
        (Known::Number(base), Known::Number(exponent)) => Known::Number(base.powf(*exponent)),
        _ => Known::Nothing,
    }
}

fn clashing(equation: &Equation, side: &Expression, clash: Clash, model: &Model) -> BasisError {
    let [(first, one), (second, other)] = clash.parts;
    let text = |steps: Range<usize>| {
        let part = Expression::new(side.nodes()[steps].to_vec());
        format!("`{}`", shortened(&print::expression(&part, model)))
    };
    let (first, second) = (text(first), text(second));
    let names = (first.as_str(), second.as_str());
    told(equation, names, names, [&one, &other])
}

fn told(
    equation: &Equation,
    en: (&str, &str),
    zh: (&str, &str),
    units: [&Measure; 2],
) -> BasisError {
    let [one, other] = units.map(Measure::text);
    let text = shortened(&equation.text);
    refuse(
        "E-CYCLE-UNIT",
        equation.place,
        &format!("in `{text}` {} is in {one} and {} in {other}", en.0, en.1),
        &format!("“{text}”中{}的单位是 {one}，{}是 {other}", zh.0, zh.1),
    )
    .between("unit", one, other)
    .expected("one unit", "同一单位")
    .remedy(
        "Multiply by a rate or price that has the missing unit, or correct the unit in the note",
        "请乘以带有相应单位的汇率或价格，或更正注释中的单位",
    )
}
