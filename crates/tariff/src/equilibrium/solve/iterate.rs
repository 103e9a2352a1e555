//! To the fixed point: Anderson's acceleration, and Newton's method where
//! that comes to a halt.

use triffin_basis::BasisError;

use super::anderson::Anderson;
use super::assemble::{assemble, unknowns};
use super::krylov::newton_step;
use super::residual::{Miss, fixed_point_miss, market_names, residual};
use super::sweep::{Problem, Trace};
use super::{Settings, refusal};
use crate::equilibrium::solution::Solution;

/// Steps Anderson remembers.
const DEPTH: usize = 10;

/// A pass that makes the miss this much larger than the best begins anew
/// from the best.
const WORSE: f64 = 30.0;

/// Passes without a new best before Newton is tried.
const PATIENCE: usize = 150;

/// Newton steps before giving up.
const NEWTON: usize = 30;

/// How far each unknown was from its own equation at best.
struct Search {
    u: Vec<f64>,
    next: Vec<f64>,
    best: Vec<f64>,
    miss: Miss,
    trace: Trace,
    sweeps: usize,
}

/// The equilibrium of `problem`.
pub(super) fn equilibrium(
    problem: &Problem<'_>,
    settings: &Settings,
    near: Option<&Solution>,
) -> Result<Solution, BasisError> {
    let start = near.map_or_else(|| problem.start(), |near| unknowns(problem, near));
    let mut search = Search {
        next: start.clone(),
        best: start.clone(),
        u: start,
        miss: Miss::worst(),
        trace: Trace::default(),
        sweeps: 0,
    };
    // Equations evaluated anew add up roundings that the pass does not see.
    let aim = settings.tolerance / 4.0;
    search.anderson(problem, aim, settings.sweeps);
    if search.miss.size > aim {
        search.newton(problem, aim)?;
    }
    search.finish(problem, settings)
}

impl Search {
    /// One pass at `u`; the miss, worst where something is no number.
    fn pass(&mut self, problem: &Problem<'_>) -> Miss {
        problem.sweep(&self.u, &mut self.next, &mut self.trace);
        self.sweeps += 1;
        fixed_point_miss(problem, &self.u, &self.next, &self.trace)
    }

    fn anderson(&mut self, problem: &Problem<'_>, aim: f64, sweeps: usize) {
        let weights = weights(problem);
        let mut anderson = Anderson::new(DEPTH.min(problem.size()));
        let mut last_best = 0;
        while self.sweeps < sweeps && self.sweeps - last_best < PATIENCE {
            let miss = self.pass(problem);
            if miss.size < self.miss.size {
                self.miss = miss;
                self.best.copy_from_slice(&self.u);
                last_best = self.sweeps;
                if self.miss.size <= aim {
                    return;
                }
            } else if miss.size > WORSE * self.miss.size {
                if self.sweeps == 1 {
                    return;
                }
                anderson.restart();
                self.u.copy_from_slice(&self.best);
                problem.sweep(&self.u, &mut self.next, &mut self.trace);
                self.u.copy_from_slice(&self.next);
                continue;
            }
            anderson.step(&mut self.u, &self.next, |at| weights[at]);
        }
    }

    /// Newton steps from the best point, shortened until the miss falls.
    fn newton(&mut self, problem: &Problem<'_>, aim: f64) -> Result<(), BasisError> {
        let mut trace = Trace::default();
        for _ in 0..NEWTON {
            self.u.copy_from_slice(&self.best);
            self.pass(problem);
            let f: Vec<f64> = difference(&self.next, &self.u);
            let mut sweeps = 0;
            let mut function = |u: &[f64], out: &mut [f64]| {
                sweeps += 1;
                problem.sweep(u, out, &mut trace);
                out.iter_mut().zip(u).for_each(|(out, u)| *out -= u);
                Ok(())
            };
            let step = newton_step(&mut function, &self.u, &f, 1e-3)?;
            self.sweeps += sweeps;
            if !self.shorten(problem, &step) || self.miss.size <= aim {
                break;
            }
        }
        Ok(())
    }

    /// Whether some part of `step` from the best point is better.
    fn shorten(&mut self, problem: &Problem<'_>, step: &[f64]) -> bool {
        let mut part = 1.0;
        for _ in 0..8 {
            for ((u, best), step) in self.u.iter_mut().zip(&self.best).zip(step) {
                *u = best + part * step;
            }
            let miss = self.pass(problem);
            if miss.size < self.miss.size {
                self.miss = miss;
                self.best.copy_from_slice(&self.u);
                return true;
            }
            part *= 0.5;
        }
        false
    }

    fn finish(
        mut self,
        problem: &Problem<'_>,
        settings: &Settings,
    ) -> Result<Solution, BasisError> {
        self.u.copy_from_slice(&self.best);
        let mut miss = self.pass(problem);
        if let Some((n, income)) = poor(&self.trace.income) {
            return Err(refusal::income(&problem.world.regions()[n], income));
        }
        let mut solution = assemble(problem, &self.u, &self.trace);
        if miss.size.is_finite() {
            miss = residual(problem, &solution);
        }
        if miss.size > settings.tolerance {
            let (en, zh) = market_names(problem.world, &miss);
            return Err(refusal::convergence(
                (&en, &zh),
                miss.size,
                self.sweeps,
                settings.tolerance,
            ));
        }
        solution.residual = miss.size;
        solution.iterations = self.sweeps;
        Ok(solution)
    }
}

fn poor(incomes: &[f64]) -> Option<(usize, f64)> {
    let mut incomes = incomes.iter().copied().enumerate();
    incomes.find(|(_, income)| *income <= 0.0)
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Expenditure is weighed by value added, logarithms as they are.
fn weights(problem: &Problem<'_>) -> Vec<f64> {
    let (_, spent, scale) = problem.blocks();
    let sectors = problem.sectors();
    let weight = |at: usize| {
        if (spent..scale).contains(&at) {
            1.0 / problem.base.value_added[(at - spent) / sectors]
        } else {
            1.0
        }
    };
    (0..problem.size()).map(weight).collect()
}
