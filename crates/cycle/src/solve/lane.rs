//! One run's way through Newton's method.

use super::factor::{Factor, Shape};
use super::reach::Reach;
use crate::compile::{Entry, SolvedBlock};

/// Where a lane stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing to do: the lane failed earlier or is not used.
    #[default]
    Idle,
    /// The first point is to be evaluated.
    Start,
    /// The point tried is to be judged against the last one.
    Try,
    /// The last point is evaluated again, for a Jacobian there.
    Return,
    /// A Jacobian at the point evaluated is wanted.
    Differentiate,
    /// The step at hand starts from the point evaluated.
    Step,
    /// Solved; the step that showed it is taken as well.
    Polish,
    /// Solved.
    Done,
    /// No number where numbers are needed; the equations say which.
    NotFinite,
    /// The Jacobian is singular.
    Singular,
    /// No step comes nearer, or too many steps were taken.
    Stalled,
}

/// A step this small beside the values is rounding.
const STEP: f64 = 1e-13;
/// The smallest step that is reached where rounding allows no smaller one.
const ROUGH_STEP: f64 = 1e-10;
/// A residual this small beside its terms is taken to vanish.
const RESIDUAL: f64 = 1e-10;
/// A residual this small needs no Jacobian of its own period.
const ROUNDED_RESIDUAL: f64 = 1e-14;
/// A Jacobian is kept while a full step is shortened to this share.
const KEPT: f64 = 0.1;
/// Whole steps that may come no nearer.
const BOLD: u32 = 25;
/// Steps are not shortened further than this.
const SHORTEST: f64 = 1e-9;

/// The state of one run in one block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lane {
    pub(crate) phase: Phase,
    /// The Jacobian at hand, perhaps of an earlier point or period.
    pub(crate) factor: Factor,
    /// The last point accepted and the point tried from it.
    x: Vec<f64>,
    pub(crate) tried: Vec<f64>,
    /// The Newton step from `x`, and the simplified step at `tried`.
    step: Vec<f64>,
    next: Vec<f64>,
    /// The residuals at the point last evaluated.
    residuals: Vec<f64>,
    scale: Vec<f64>,
    /// The terms of the residuals, and the least sizes that follow from them
    /// at the last Jacobian.
    terms: Vec<f64>,
    reach: Reach,
    length: f64,
    alpha: f64,
    /// Whether the Jacobian is of `x` itself.
    fresh: bool,
    /// The first guess, how many guesses failed, and how the first of them did.
    origin: Vec<f64>,
    guesses: u32,
    failure: Phase,
    /// Whole steps taken without asking whether they come nearer; `None`
    /// where that is asked.
    bold: Option<u32>,
    /// The largest residual beside its terms at the point last evaluated.
    pub(crate) residual: f64,
    /// Its place among the block's residuals.
    pub(crate) worst: usize,
}

impl Lane {
    pub(crate) fn start(&mut self, unknowns: usize, guess: impl Fn(usize) -> f64) {
        self.tried.clear();
        self.tried.extend((0..unknowns).map(guess));
        for value in self.tried.iter_mut().filter(|value| !value.is_finite()) {
            *value = 0.0;
        }
        self.origin.clone_from(&self.tried);
        self.guesses = 0;
        self.bold = None;
        self.fresh = false;
    }

    /// Forgets what was kept from an earlier run.
    pub(crate) fn forget(&mut self) {
        self.factor = Factor::default();
        self.reach = Reach::default();
    }

    /// Whether the lane takes part in the next evaluation.
    pub(crate) fn moves(&self) -> bool {
        matches!(
            self.phase,
            Phase::Start
                | Phase::Try
                | Phase::Return
                | Phase::Differentiate
                | Phase::Step
                | Phase::Polish
        )
    }

    /// Decides what follows from the evaluation at `tried`.
    pub(crate) fn judge(&mut self, block: &SolvedBlock, register: impl Fn(u32) -> f64) {
        if matches!(self.phase, Phase::Polish) {
            self.phase = Phase::Done;
            return;
        }
        if !matches!(self.phase, Phase::Start | Phase::Try | Phase::Return) {
            return;
        }
        let finite = self.measure_residuals(block, register);
        match (self.phase, finite) {
            (Phase::Start, true) => self.begin(),
            (Phase::Start, false) => self.give_up(Phase::NotFinite),
            (Phase::Return, _) => self.phase = Phase::Differentiate,
            (_, true) => self.compare(),
            (_, false) => self.shorten(Phase::NotFinite),
        }
    }

    /// Takes the residuals and measures them and the scale of the unknowns;
    /// false where one is not finite.
    fn measure_residuals(&mut self, block: &SolvedBlock, register: impl Fn(u32) -> f64) -> bool {
        self.residuals.clear();
        self.scale.clear();
        self.terms.clear();
        (self.residual, self.worst) = (0.0, 0);
        let mut finite = true;
        for (at, residual) in block.residuals.iter().enumerate() {
            let (value, terms) = (register(residual.register), register(residual.magnitude));
            finite &= value.is_finite();
            self.residuals.push(value);
            self.terms.push(terms);
            let least = |sizes: &[f64]| sizes.get(at).copied().unwrap_or(0.0);
            let share = match value {
                0.0 => 0.0,
                _ => value.abs() / terms.max(least(&self.reach.residual)),
            };
            if share > self.residual {
                (self.residual, self.worst) = (share, at);
            }
            let floor = match self.factor.diagonal.get(at) {
                _ if residual.explicit => terms,
                Some(slope) if *slope != 0.0 => 1e-3 * terms / slope.abs(),
                _ => 0.0,
            };
            let floor = floor.max(least(&self.reach.unknown));
            self.scale.push(self.tried[at].abs().max(floor));
        }
        finite
    }

    fn begin(&mut self) {
        self.x.clone_from(&self.tried);
        if !self.factor.ready {
            self.phase = Phase::Differentiate;
            return;
        }
        self.take_step();
    }

    /// Starts again while a way is left. Where a bend of `min` or `if` lies
    /// between the guess and the solution, the slopes before it say nothing
    /// of those behind, so that whole steps are tried first. Zeros often stand
    /// for "not known", and a quotient or a logarithm of them has no value, so
    /// that then ones are tried for them, ones for all, and tenths.
    fn give_up(&mut self, failure: Phase) {
        if self.guesses == 0 {
            self.failure = failure;
        }
        if self.guesses == 4 {
            self.phase = self.failure;
            return;
        }
        self.guesses += 1;
        self.bold = (self.guesses == 1).then_some(0);
        for (tried, first) in self.tried.iter_mut().zip(&self.origin) {
            *tried = match self.guesses {
                1 => *first,
                2 if *first != 0.0 => *first,
                2 | 3 => 1.0,
                _ => 0.1,
            };
        }
        self.factor.ready = false;
        self.fresh = false;
        self.phase = Phase::Start;
    }

    /// Takes the Newton step from the point evaluated.
    fn take_step(&mut self) {
        self.step.clone_from(&self.residuals);
        self.factor.step(&mut self.step);
        self.length = self.measure(&self.step);
        let small = self.length <= STEP;
        let exact = self.fresh || self.residual <= ROUNDED_RESIDUAL;
        self.alpha = 1.0;
        self.phase = match small {
            true if exact && self.residual <= RESIDUAL => {
                self.next.clone_from(&self.step);
                return self.polish(self.length);
            }
            true if !self.fresh => Phase::Differentiate,
            _ => Phase::Step,
        };
        if !self.length.is_finite() {
            match self.fresh {
                true => self.give_up(Phase::Singular),
                false => self.phase = Phase::Differentiate,
            }
        }
    }

    /// The largest component beside the size of its unknown.
    fn measure(&self, step: &[f64]) -> f64 {
        let shares = step
            .iter()
            .zip(&self.scale)
            .map(|(step, scale)| match *step {
                0.0 => 0.0,
                // From a zero of no known size any step is a whole one.
                _ if *scale == 0.0 => 1.0,
                step => step.abs() / scale,
            });
        // Not `max`, which would leave a NaN aside.
        shares.fold(0.0, |most, share| if share <= most { most } else { share })
    }

    /// The point tried against the last one.
    fn compare(&mut self) {
        self.next.clone_from(&self.residuals);
        self.factor.step(&mut self.next);
        let length = self.measure(&self.next);
        let shorter = length < self.length * (1.0 - self.alpha / 4.0);
        let rounding = length <= ROUGH_STEP && self.length <= ROUGH_STEP && self.fresh;
        if length <= STEP && self.residual <= RESIDUAL && (shorter || rounding) {
            self.accept();
            self.polish(length);
        } else if shorter {
            let keeps = self.alpha == 1.0 && length <= KEPT * self.length;
            self.accept();
            if keeps {
                std::mem::swap(&mut self.step, &mut self.next);
                self.length = length;
                self.phase = Phase::Step;
            } else {
                self.phase = Phase::Differentiate;
            }
        } else if rounding && self.residual <= RESIDUAL {
            self.accept();
            self.phase = Phase::Done;
        } else if let Some(taken) = &mut self.bold {
            *taken += 1;
            match *taken <= BOLD {
                true => {
                    self.accept();
                    self.phase = Phase::Differentiate;
                }
                false => self.give_up(Phase::Stalled),
            }
        } else {
            self.shorten(Phase::Stalled);
        }
    }

    /// Takes the last step too, unless it is rounding.
    fn polish(&mut self, length: f64) {
        if length <= 4.0 * f64::EPSILON {
            self.phase = Phase::Done;
            return;
        }
        for (tried, step) in self.tried.iter_mut().zip(&self.next) {
            *tried += step;
        }
        self.phase = Phase::Polish;
    }

    fn accept(&mut self) {
        std::mem::swap(&mut self.x, &mut self.tried);
        self.tried.clone_from(&self.x);
        self.fresh = false;
    }

    /// A shorter step, or a Jacobian of the point itself where it is of
    /// another; `failure` where neither is left.
    fn shorten(&mut self, failure: Phase) {
        if !self.fresh {
            self.tried.clone_from(&self.x);
            self.phase = Phase::Return;
        } else if self.alpha > SHORTEST {
            self.alpha *= 0.5;
            self.phase = Phase::Step;
        } else {
            self.give_up(failure);
        }
    }

    /// Takes the Jacobian of the point evaluated and the step from it.
    pub(crate) fn factorize(
        &mut self,
        shape: &Shape,
        entries: &[Entry],
        value: impl Fn(&Entry) -> f64,
    ) {
        self.reach.measure(entries, &value, &self.terms);
        for (scale, least) in self.scale.iter_mut().zip(&self.reach.unknown) {
            *scale = scale.max(*least);
        }
        let outcome = self.factor.factorize(shape, entries, value, &self.scale);
        self.fresh = true;
        match outcome {
            Ok(()) => self.take_step(),
            Err(place) => {
                self.worst = place;
                self.give_up(Phase::Singular);
            }
        }
    }

    /// Sets the point to try from the step at hand.
    pub(crate) fn advance(&mut self) {
        if self.phase != Phase::Step {
            return;
        }
        for ((tried, x), step) in self.tried.iter_mut().zip(&self.x).zip(&self.step) {
            *tried = x + self.alpha * step;
        }
        self.phase = Phase::Try;
    }
}
