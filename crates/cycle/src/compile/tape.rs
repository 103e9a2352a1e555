//! Straight-line code over several runs at once.

use super::operation::{Operation, choose};
use crate::expression::Comparison;

/// One step: registers `a`, `b` (and `c`) into register `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instruction {
    pub(crate) code: Code,
    pub(crate) to: u32,
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) c: u32,
}

/// What an instruction does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Code {
    Apply(Operation),
    Choose,
}

/// Executes instructions on registers of `L` lanes: `L` runs of the same
/// model, side by side. A lane never depends on another, to the last bit.
pub(crate) fn execute<const L: usize>(code: &[Instruction], registers: &mut [[f64; L]]) {
    use Comparison::*;
    use Operation::*;
    for step in code {
        let a = registers[step.a as usize];
        let b = registers[step.b as usize];
        // One arm an operation, so that each has its own loop over the
        // lanes without a branch in it.
        macro_rules! lanes {
            ($operation:expr) => {
                std::array::from_fn(|lane| $operation.apply(a[lane], b[lane]))
            };
        }
        registers[step.to as usize] = match step.code {
            Code::Apply(Add) => lanes!(Add),
            Code::Apply(Subtract) => lanes!(Subtract),
            Code::Apply(Multiply) => lanes!(Multiply),
            Code::Apply(Divide) => lanes!(Divide),
            Code::Apply(Negate) => lanes!(Negate),
            Code::Apply(Power) => lanes!(Power),
            Code::Apply(Min) => lanes!(Min),
            Code::Apply(Max) => lanes!(Max),
            Code::Apply(And) => lanes!(And),
            Code::Apply(Or) => lanes!(Or),
            Code::Apply(Not) => lanes!(Not),
            Code::Apply(Exp) => lanes!(Exp),
            Code::Apply(Log) => lanes!(Log),
            Code::Apply(Sqrt) => lanes!(Sqrt),
            Code::Apply(Abs) => lanes!(Abs),
            Code::Apply(Sign) => lanes!(Sign),
            Code::Apply(Compare(Less)) => lanes!(Compare(Less)),
            Code::Apply(Compare(LessOrEqual)) => lanes!(Compare(LessOrEqual)),
            Code::Apply(Compare(Greater)) => lanes!(Compare(Greater)),
            Code::Apply(Compare(GreaterOrEqual)) => lanes!(Compare(GreaterOrEqual)),
            Code::Apply(Compare(Equal)) => lanes!(Compare(Equal)),
            Code::Apply(Compare(NotEqual)) => lanes!(Compare(NotEqual)),
            Code::Choose => {
                let c = registers[step.c as usize];
                std::array::from_fn(|lane| choose(a[lane], b[lane], c[lane]))
            }
        };
    }
}
