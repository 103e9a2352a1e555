//! Runs of one model, side by side in lanes, period after period.

use triffin_basis::BasisError;

use super::failure::{Failure, Kind, explain};
use super::lane::Phase;
use super::newton::{BlockState, Newton};
use super::noise::Noise;
use super::refusal;
use super::run::Run;
use super::work::Work;
use crate::compile::{Program, Residual, Stage, execute, is_given};
use crate::model::{Model, VariableId};

/// A redundant equation may be missed by this share of its terms.
const REDUNDANT: f64 = 1e-9;

/// Registers, path and what is kept between periods, for `L` runs.
pub(crate) struct Machine<'p, const L: usize> {
    pub(super) program: &'p Program,
    registers: Vec<[f64; L]>,
    /// The path: history, the opening state, then every period.
    rows: Vec<[f64; L]>,
    /// Rows before the opening state.
    ahead: usize,
    width: usize,
    states: Vec<Option<BlockState<L>>>,
    noise: Vec<Noise<L>>,
    pub(crate) failures: [Option<Failure>; L],
    pub(crate) work: [Work; L],
}

impl<'p, const L: usize> Machine<'p, L> {
    /// A machine for runs of at most `periods`.
    pub(crate) fn new(program: &'p Program, periods: u32) -> Self {
        let schedule = &program.schedule;
        let width = program.model().variables.len();
        let ahead = schedule.longest_lag.max(1) as usize - 1;
        let mut registers = vec![[0.0; L]; schedule.registers];
        for &(register, number) in &schedule.constants {
            registers[register as usize] = [number; L];
        }
        let state = |stage: &Stage| stage.block.as_ref().map(BlockState::new);
        Self {
            program,
            registers,
            rows: vec![[f64::NAN; L]; width * (ahead + 1 + periods as usize)],
            ahead,
            width,
            states: schedule.stages.iter().map(state).collect(),
            noise: Vec::new(),
            failures: [None; L],
            work: [Work::default(); L],
        }
    }

    /// Sets the opening state of a run, with further values a lane, and
    /// forgets the run before.
    pub(crate) fn open(
        &mut self,
        run: &Run,
        drawn: &[(VariableId, [f64; L])],
    ) -> Result<(), BasisError> {
        let model = self.program.model();
        for state in self.states.iter_mut().flatten() {
            state.forget();
        }
        self.noise.clear();
        self.failures = [None; L];
        self.work = [Work::default(); L];
        for back in 0..=self.ahead {
            for (place, variable) in model.variables.iter().enumerate() {
                let held = variable.history.get(back.wrapping_sub(1)).copied();
                let value = match held {
                    _ if back == 0 => variable.opening,
                    None if is_given(variable.role) => variable.opening,
                    other => other,
                };
                self.rows[(self.ahead - back) * self.width + place] =
                    [value.unwrap_or(f64::NAN); L];
            }
        }
        for &(id, value) in &run.set {
            self.set(id, [value; L]);
        }
        for &(id, values) in drawn {
            self.set(id, values);
        }
        self.complete(model, run.periods)
    }

    /// Gives an opened run values that are drawn anew in every period.
    pub(crate) fn disturb(&mut self, noise: Vec<Noise<L>>) {
        self.noise = noise;
    }

    /// Opens at a state that has been there in every period before.
    pub(crate) fn open_at(&mut self, values: &[f64]) {
        for row in self.rows.chunks_exact_mut(self.width).take(self.ahead + 1) {
            for (cell, value) in row.iter_mut().zip(values) {
                *cell = [*value; L];
            }
        }
    }

    /// Opens at the opening state of a lane of another machine of the model.
    pub(super) fn open_as<const M: usize>(&mut self, other: &Machine<'_, M>, lane: usize) {
        let opening = (self.ahead + 1) * self.width;
        for (cell, values) in self.rows[..opening].iter_mut().zip(&other.rows) {
            *cell = [values[lane]; L];
        }
    }

    /// The noise of one lane.
    pub(super) fn noise_of(&self, lane: usize) -> Vec<Noise<1>> {
        self.noise.iter().map(|noise| noise.of_lane(lane)).collect()
    }

    /// Takes the path of another machine for that of a lane, which then has
    /// not failed.
    pub(super) fn take(&mut self, lane: usize, other: &Machine<'_, 1>) {
        for (cell, values) in self.rows.iter_mut().zip(&other.rows) {
            cell[lane] = values[0];
        }
        self.failures[lane] = None;
    }

    /// Sets an opening value; that of a given variable also before, unless
    /// it has a history of its own.
    fn set(&mut self, id: VariableId, values: [f64; L]) {
        let variable = self.program.model().variable(id);
        let back = match is_given(variable.role) && variable.history.is_empty() {
            true => self.ahead,
            false => 0,
        };
        for back in 0..=back {
            self.rows[(self.ahead - back) * self.width + id.index()] = values;
        }
    }

    /// Whether every value is there that the first periods look back on.
    fn complete(&self, model: &Model, periods: u32) -> Result<(), BasisError> {
        if periods == 0 {
            return Ok(());
        }
        for (place, variable) in model.variables.iter().enumerate() {
            let row = self.ahead * self.width + place;
            if is_given(variable.role) && self.rows[row][0].is_nan() {
                return Err(refusal::no_value(model, VariableId::new(place)));
            }
        }
        for load in &self.program.schedule.past {
            for back in load.lag.saturating_sub(periods)..load.lag {
                let row = self.ahead - back as usize;
                if self.rows[row * self.width + load.variable as usize][0].is_nan() {
                    let id = VariableId::new(load.variable as usize);
                    return Err(refusal::history(model, id, back, load.lag));
                }
            }
        }
        Ok(())
    }

    /// Solves one period after those before it.
    pub(crate) fn advance(&mut self, run: &Run, period: u32) {
        let program = self.program;
        let schedule = &program.schedule;
        if self.give(run, period) {
            for load in &schedule.given {
                let row = self.row(period);
                self.registers[load.register as usize] = self.rows[row + load.variable as usize];
            }
            execute(&schedule.fixed, &mut self.registers);
        }
        for load in &schedule.past {
            let row = self.row(period) - load.lag as usize * self.width;
            self.registers[load.register as usize] = self.rows[row + load.variable as usize];
        }
        if let Some(register) = schedule.time {
            self.registers[register as usize] = [f64::from(period); L];
        }
        for (place, stage) in schedule.stages.iter().enumerate() {
            execute(&schedule.code[stage.code.clone()], &mut self.registers);
            self.store(stage, place, period);
            self.solve(stage, place, period);
        }
        for check in &schedule.checks {
            self.test(check, period);
        }
    }

    /// Sets the given values of a period; whether one differs from the
    /// period before.
    fn give(&mut self, run: &Run, period: u32) -> bool {
        let model = self.program.model();
        let (row, opening) = (self.row(period), self.row(0));
        for (place, variable) in model.variables.iter().enumerate() {
            if is_given(variable.role) {
                self.rows[row + place] = self.rows[opening + place];
            }
        }
        let mut changed = period == 1;
        for shock in &run.shocks {
            if shock.from <= period && shock.to.is_none_or(|to| period <= to) {
                self.rows[row + shock.variable.index()] = [shock.value; L];
            }
            let ended = shock.to.is_some_and(|to| to.checked_add(1) == Some(period));
            changed |= shock.from == period || ended;
        }
        for noise in &self.noise {
            noise.spread(period, &mut self.rows[row + noise.variable.index()]);
        }
        changed || !self.noise.is_empty()
    }

    /// Where a period's values begin.
    fn row(&self, period: u32) -> usize {
        (self.ahead + period as usize) * self.width
    }

    /// Puts the explicit variables of a stage into the path.
    fn store(&mut self, stage: &Stage, place: usize, period: u32) {
        let row = self.row(period);
        for store in &stage.stores {
            let values = self.registers[store.register as usize];
            self.rows[row + store.variable.index()] = values;
            for (lane, value) in values.iter().enumerate() {
                if !value.is_finite() {
                    self.fail(lane, period, place, Kind::Explicit, store.equation);
                }
            }
        }
    }

    fn solve(&mut self, stage: &Stage, place: usize, period: u32) {
        let (Some(block), Some(state)) = (&stage.block, &mut self.states[place]) else {
            return;
        };
        let live = self.failures.map(|failure| failure.is_none());
        let before = (self.ahead + period as usize - 1) * self.width;
        let rows = &self.rows;
        let guess = |lane: usize, unknown: usize| {
            rows[before + block.unknowns[unknown].variable.index()][lane]
        };
        let mut newton = Newton {
            schedule: &self.program.schedule,
            block,
            registers: &mut self.registers,
            work: &mut self.work,
        };
        let lanes = newton.solve(state, &live, guess);
        let mut kinds = [None; L];
        for (kind, lane) in kinds.iter_mut().zip(lanes) {
            let equation = block.residuals[lane.worst].equation;
            *kind = match lane.phase {
                Phase::NotFinite => Some((Kind::NotFinite, equation)),
                Phase::Singular => Some((Kind::Singular, equation)),
                Phase::Stalled => {
                    let residual = lane.residual;
                    Some((Kind::Stalled { residual }, equation))
                }
                _ => None,
            };
        }
        let row = self.row(period);
        for store in &block.stores {
            self.rows[row + store.variable.index()] = self.registers[store.register as usize];
        }
        for (lane, kind) in kinds.into_iter().enumerate() {
            if let Some((kind, equation)) = kind {
                self.fail(lane, period, place, kind, equation);
            }
        }
        self.finite(
            block.stores.iter().map(|s| (s.register, s.equation)),
            place,
            period,
        );
    }

    /// Marks lanes in which a variable of a solved block is no number.
    fn finite(&mut self, values: impl Iterator<Item = (u32, usize)>, place: usize, period: u32) {
        for (register, equation) in values {
            for lane in 0..L {
                if !self.registers[register as usize][lane].is_finite() {
                    self.fail(lane, period, place, Kind::NotFinite, equation);
                }
            }
        }
    }

    fn test(&mut self, check: &Residual, period: u32) {
        let residuals = self.registers[check.register as usize];
        let scales = self.registers[check.magnitude as usize];
        for lane in 0..L {
            let (residual, scale) = (residuals[lane], scales[lane]);
            let holds = residual.abs() <= REDUNDANT * scale;
            // What is no number does not hold either.
            if !holds {
                let kind = Kind::Redundant { residual, scale };
                self.fail(lane, period, usize::MAX, kind, check.equation);
            }
        }
    }

    /// Keeps the first failure of a lane.
    fn fail(&mut self, lane: usize, period: u32, stage: usize, kind: Kind, equation: usize) {
        self.failures[lane].get_or_insert(Failure {
            period,
            kind,
            equation,
            stage,
        });
    }

    /// The failure of a lane in words, while its period is the last advanced.
    pub(crate) fn refusal(&self, lane: usize) -> Option<BasisError> {
        let failure = self.failures[lane].as_ref()?;
        let stages = &self.program.schedule.stages;
        let block = stages
            .get(failure.stage)
            .and_then(|stage| stage.block.as_ref());
        let row = self.row(failure.period);
        let value = |id: VariableId, lag: u32| {
            let row = row.checked_sub(lag as usize * self.width);
            row.map_or(f64::NAN, |row| self.rows[row + id.index()][lane])
        };
        Some(explain(failure, self.program.model(), block, value))
    }

    /// A variable in a period.
    pub(crate) fn value(&self, id: VariableId, period: u32) -> [f64; L] {
        self.rows[self.row(period) + id.index()]
    }

    /// The path of one lane, from the opening state on.
    pub(crate) fn path(&self, lane: usize) -> Vec<f64> {
        let from = self.row(0);
        self.rows[from..]
            .iter()
            .map(|values| values[lane])
            .collect()
    }
}
