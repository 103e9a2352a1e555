//! From a model to code that solves a period.
//!
//! ```text
//! Blocks ─► tearing ─► graph of operations (nothing twice) ─► exact derivatives ─► instructions
//! ```
//!
//! Compiled once, a [`Program`] runs any number of times and over several
//! draws side by side.

mod block;
mod derive;
mod emit;
mod graph;
mod jacobian;
mod lower;
mod operation;
mod schedule;
mod tape;
mod tearing;

pub(crate) use jacobian::Jacobian;
pub(crate) use schedule::{Entry, Residual, Schedule, SolvedBlock, Stage, Store};
pub(crate) use tape::execute;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use triffin_basis::BasisError;

use crate::blocks::{Block, Blocks};
use crate::model::{Model, Role};
use crate::solve::refusal;
use block::Builder;
use derive::Derivatives;
use emit::Emitter;
use graph::Graph;

/// A model compiled for solving.
///
/// ```
/// use triffin_cycle::{Program, Run, language};
/// let model = language::parse("param theta = 0.2\nexog G = 20\nY = G + 0.5 * (1 - theta) * Y").unwrap();
/// let program = Program::compile(&model)?;
/// let path = program.run(&Run::new(1))?;
/// assert!((path.at("Y", 1).unwrap() - 20.0 / 0.6).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Program {
    model: Arc<Model>,
    blocks: Blocks,
    pub(crate) schedule: Schedule,
    /// The same model with no block torn, once it is asked for.
    whole: OnceLock<Box<Program>>,
}

impl Program {
    /// Compiles a model; its equations must determine its variables.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-UNDERDETERMINED` where no equation is left for a variable,
    /// `E-CYCLE-OVERDETERMINED` where no variable is left for an equation.
    pub fn compile(model: &Model) -> Result<Self, BasisError> {
        Self::build(model, true)
    }

    /// Compiles a model so that blocks are not torn: slower, and another
    /// path to the same solution.
    ///
    /// # Errors
    ///
    /// As [`Program::compile`].
    pub fn compile_whole(model: &Model) -> Result<Self, BasisError> {
        Self::build(model, false)
    }

    fn build(model: &Model, tear: bool) -> Result<Self, BasisError> {
        let blocks = Blocks::of(model);
        if !blocks.undetermined.is_empty() {
            return Err(refusal::underdetermined(model, &blocks));
        }
        if !blocks.surplus.is_empty() {
            return Err(refusal::overdetermined(model, &blocks));
        }
        let schedule = schedule(model, &blocks, tear);
        Ok(Self {
            model: Arc::new(model.clone()),
            blocks,
            schedule,
            whole: OnceLock::new(),
        })
    }

    /// The model compiled so that no block is torn; compiled when first asked
    /// for.
    pub(crate) fn whole(&self) -> &Self {
        self.whole.get_or_init(|| {
            Box::new(Self {
                model: Arc::clone(&self.model),
                blocks: self.blocks.clone(),
                schedule: schedule(&self.model, &self.blocks, false),
                whole: OnceLock::new(),
            })
        })
    }

    /// The model this was compiled from.
    pub fn model(&self) -> &Model {
        &self.model
    }

    pub(crate) fn shared_model(&self) -> Arc<Model> {
        Arc::clone(&self.model)
    }

    /// The order in which the model is solved.
    pub fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// How many variables Newton's method solves for in each simultaneous
    /// block; the others follow from them.
    pub fn unknowns(&self) -> impl Iterator<Item = usize> + '_ {
        let blocks = self
            .schedule
            .stages
            .iter()
            .filter_map(|stage| stage.block.as_ref());
        blocks.map(|block| block.unknowns.len())
    }
}

fn schedule(model: &Model, blocks: &Blocks, tear: bool) -> Schedule {
    let mut builder = Builder {
        model,
        graph: Graph::default(),
        derivatives: Derivatives::default(),
        emitter: Emitter::new(),
        now: vec![None; model.variables.len()],
        solved: 0,
        named: HashSet::new(),
        tear,
    };
    let mut stages = Vec::new();
    let mut stage = builder.open();
    for block in &blocks.order {
        if block.explicit {
            builder.explicit(block, &mut stage);
        } else {
            let solved = builder.block(block);
            stage.code.end = solved.evaluate.start;
            stage.block = Some(solved);
            stages.push(std::mem::replace(&mut stage, builder.open()));
        }
    }
    let checks = builder.checks();
    stage.code.end = builder.emitter.here();
    stages.push(stage);
    let mut schedule = builder.emitter.schedule;
    schedule.registers = builder.graph.len();
    schedule.stages = stages;
    schedule.checks = checks;
    schedule.longest_lag = longest_lag(model);
    schedule
}

fn longest_lag(model: &Model) -> u32 {
    let sides = model
        .equations
        .iter()
        .flat_map(|equation| [&equation.left, &equation.right]);
    sides.map(|side| side.longest_lag()).max().unwrap_or(0)
}

impl Builder<'_> {
    fn open(&self) -> Stage {
        let here = self.emitter.here();
        Stage {
            code: here..here,
            ..Stage::default()
        }
    }

    /// `NAME = expression` of what is known.
    fn explicit(&mut self, block: &Block, stage: &mut Stage) {
        for &(equation, variable) in &block.pairs {
            let register = self.right(equation);
            self.emitter.all(&self.graph, &[register], true);
            self.name(variable, register);
            stage.stores.push(Store {
                variable,
                register,
                equation,
            });
        }
    }

    /// The tests of the redundant equations.
    fn checks(&mut self) -> Vec<Residual> {
        let solved = self.model.equations.len();
        let mut checks = Vec::with_capacity(self.model.redundant.len());
        for equation in (solved..).take(self.model.redundant.len()) {
            let (register, magnitude) = self.residual(equation);
            self.emitter.all(&self.graph, &[register, magnitude], true);
            checks.push(Residual {
                register,
                magnitude,
                explicit: false,
                equation,
            });
        }
        checks
    }
}

/// Whether a variable's value is given, not solved for.
pub(crate) fn is_given(role: Role) -> bool {
    role != Role::Endogenous
}
