//! Why a period could not be solved, with the equation, the period and the values.

use triffin_basis::{BasisError, Bilingual};

use super::fault::{Fault, fault};
use crate::compile::SolvedBlock;
use crate::expression::{Expression, Node};
use crate::model::{Model, VariableId};

/// What failed, before it is put into words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) period: u32,
    pub(crate) kind: Kind,
    /// The equation in whose terms the failure is told.
    pub(crate) equation: usize,
    /// The stage whose block was being solved.
    pub(crate) stage: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// An explicit equation gives no number.
    Explicit,
    /// A block gives no number at any point tried.
    NotFinite,
    Singular,
    Stalled {
        residual: f64,
    },
    /// An equation that follows from the others does not hold.
    Redundant {
        residual: f64,
        scale: f64,
    },
}

/// The failure in words; `value(variable, lag)` are the values at the point
/// last tried, NaN where there is none.
pub(crate) fn explain(
    failure: &Failure,
    model: &Model,
    block: Option<&SolvedBlock>,
    value: impl Fn(VariableId, u32) -> f64,
) -> BasisError {
    let told = Told {
        failure,
        model,
        block,
        value: &value,
    };
    match failure.kind {
        Kind::Explicit | Kind::NotFinite => told.not_finite(),
        Kind::Singular => told.singular(),
        Kind::Stalled { residual } => told.stalled(residual),
        Kind::Redundant { residual, scale } => told.redundant(residual, scale),
    }
}

struct Told<'a, F> {
    failure: &'a Failure,
    model: &'a Model,
    block: Option<&'a SolvedBlock>,
    value: &'a F,
}

impl<F: Fn(VariableId, u32) -> f64> Told<'_, F> {
    fn not_finite(&self) -> BasisError {
        let (equation, fault) = self.first_fault();
        let (code, en, zh) = fault.words();
        let what = Bilingual::new(
            format!("{en}{}", self.at_values(equation)),
            format!("{zh}{}", self.at_values(equation)),
        );
        let remedy = fault.remedy();
        self.error(code, equation, &what)
            .value(fault.value())
            .remedy(remedy.en, remedy.zh)
    }

    /// The first equation of the block that gives no number at the values at
    /// hand, and why.
    fn first_fault(&self) -> (usize, Fault) {
        let pairs = self.block.filter(|_| self.failure.kind == Kind::NotFinite);
        let equations = pairs
            .iter()
            .flat_map(|block| block.pairs.iter().map(|pair| pair.0));
        let found: Vec<(usize, Fault)> = std::iter::once(self.failure.equation)
            .chain(equations)
            .filter_map(|equation| Some((equation, self.fault(equation)?)))
            .collect();
        // What is missing is most often missing because another one failed.
        let cause = found.iter().find(|(_, fault)| *fault != Fault::Missing);
        let overflow = (self.failure.equation, Fault::Overflow(f64::INFINITY));
        cause.or(found.first()).copied().unwrap_or(overflow)
    }

    fn fault(&self, equation: usize) -> Option<Fault> {
        let period = f64::from(self.failure.period);
        let sides = self.model.equation(equation);
        let sides = [&sides.right, &sides.left].into_iter();
        sides
            .filter_map(|side| fault(side, period, self.value))
            .next()
    }

    fn singular(&self) -> BasisError {
        let equation = self.failure.equation;
        let values = self.at_values(equation);
        let what = Bilingual::new(
            format!(
                "the equations of {} do not determine its variables{values}",
                self.block_en()
            ),
            format!("{}的方程不能决定其变量{values}", self.block_zh()),
        );
        self.error("E-CYCLE-SINGULAR", equation, &what)
            .expected("a Jacobian that is not singular", "非奇异的雅可比矩阵")
            .remedy(
                "Look for an equation that says the same as others, or a variable that cancels out",
                "请检查是否有方程与其他方程重复，或有变量相互抵消",
            )
    }

    fn stalled(&self, residual: f64) -> BasisError {
        let equation = self.failure.equation;
        let values = self.at_values(equation);
        let what = Bilingual::new(
            format!(
                "{} does not converge: the equation is missed by {residual:.3e} of its terms{values}",
                self.block_en()
            ),
            format!(
                "{}不收敛：该方程的误差为其各项之和的 {residual:.3e}{values}",
                self.block_zh()
            ),
        );
        self.error("E-CYCLE-NOT-CONVERGED", equation, &what)
            .value(format!("{residual:e}"))
            .expected("a solution near the period before", "上期附近的解")
            .remedy(
                "Look whether a solution exists; state opening values nearer to it",
                "请检查解是否存在，或给出更接近的期初值",
            )
    }

    fn redundant(&self, residual: f64, scale: f64) -> BasisError {
        let equation = self.failure.equation;
        let values = self.at_values(equation);
        let what = Bilingual::new(
            format!(
                "the redundant equation does not hold: left − right = {residual:e} on a scale of {scale:e}{values}"
            ),
            format!("冗余方程不成立：左 − 右 = {residual:e}，量级 {scale:e}{values}"),
        );
        self.error("E-CYCLE-REDUNDANT", equation, &what)
            .value(format!("{residual:e}"))
            .expected("at most 1e-9 of the scale", "不超过量级的 1e-9")
            .remedy(
                "A flow lacks its other half, or an opening stock does not balance",
                "某笔流量缺少对应方，或期初存量不平衡",
            )
    }

    fn error(&self, code: &'static str, equation: usize, what: &Bilingual) -> BasisError {
        let known = self.model.equation(equation);
        let (text, period) = (shortened(&known.text), self.failure.period);
        let (line, column) = (known.place.line, known.place.column);
        BasisError::new(
            code,
            format!(
                "period {period}, line {line}, column {column}, `{text}`: {}",
                what.en
            ),
            format!(
                "第 {period} 期，第 {line} 行第 {column} 列，`{text}`：{}",
                what.zh
            ),
        )
    }

    fn block_size(&self) -> usize {
        self.block.map_or(1, |block| block.pairs.len())
    }

    fn block_en(&self) -> String {
        format!(
            "the block of {} equations around {}",
            self.block_size(),
            self.around()
        )
    }

    fn block_zh(&self) -> String {
        format!(
            "以 {} 为中心的 {} 个方程的方程组",
            self.around(),
            self.block_size()
        )
    }

    /// Up to three variables the block solves for.
    fn around(&self) -> String {
        let unknowns = self.block.iter().flat_map(|block| &block.unknowns);
        let names: Vec<&str> = unknowns
            .take(3)
            .map(|unknown| &*self.model.variable(unknown.variable).name)
            .collect();
        names.join(", ")
    }

    /// ` (X = 1, Y[-1] = 2)`: the values in an equation, up to twelve.
    fn at_values(&self, equation: usize) -> String {
        let known = self.model.equation(equation);
        let mut seen: Vec<(VariableId, u32)> = Vec::new();
        for (variable, lag) in occurrences(&known.left).chain(occurrences(&known.right)) {
            if !seen.contains(&(variable, lag)) && seen.len() < 12 {
                seen.push((variable, lag));
            }
        }
        let list: Vec<String> = seen
            .into_iter()
            .filter_map(|(variable, lag)| {
                let name = &self.model.variable(variable).name;
                let value = (self.value)(variable, lag);
                let lag = if lag > 0 {
                    format!("[-{lag}]")
                } else {
                    String::new()
                };
                (!value.is_nan()).then(|| format!("{name}{lag} = {value}"))
            })
            .collect();
        match list.is_empty() {
            true => String::new(),
            false => format!(" ({})", list.join(", ")),
        }
    }
}

fn occurrences(side: &Expression) -> impl Iterator<Item = (VariableId, u32)> + '_ {
    side.nodes().iter().filter_map(|node| match node {
        Node::Variable { variable, lag } => Some((*variable, *lag)),
        _ => None,
    })
}

/// At most a hundred characters.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
