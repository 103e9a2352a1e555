//! The state in which a model stays.

mod growth;

use faer::Mat;
use triffin_basis::BasisError;

use crate::compile::Program;
use crate::linearise::{Linearisation, state};
use crate::model::VariableId;
use crate::solve::{Machine, Path, Run, refusal};

/// x = f(x, x, …): a state that reproduces itself.
#[derive(Clone, Debug)]
pub struct Steady {
    /// The value of every variable, in the order of the model.
    pub values: Vec<f64>,
    /// The derivatives of the next state by this one.
    pub linearisation: Linearisation,
    /// The largest change in one more period, beside the variable's size.
    pub change: f64,
    /// Newton steps taken after the run.
    pub steps: u32,
}

/// A change this small beside the value is none.
const STILL: f64 = 1e-11;
/// Newton steps before giving up.
const STEPS: u32 = 40;
/// Singular values below this share of the largest are taken for zero.
const RANK: f64 = 1e-9;

impl Program {
    /// The steady state the model tends to from its opening state: a run of
    /// `run.periods`, then Newton's method on the change over one period.
    ///
    /// Where stocks only accumulate flows (a unit root) there are many steady
    /// states. What the run leaves unchanged is then held: the step solves
    /// (I − A) δ = change in least squares, with Wᵀδ = 0 for the left null
    /// space W of I − A.
    ///
    /// # Errors
    ///
    /// Those of [`Program::run`]; `E-CYCLE-EXPECT-GIVEN` where the run depends
    /// on expectations; `E-CYCLE-GROWS` where the model grows at a steady rate,
    /// `E-CYCLE-NO-STEADY-STATE` where it drifts, with the variable that moves
    /// most.
    pub fn steady(&self, run: &Run) -> Result<Steady, BasisError> {
        crate::expect::refuse(self, run)?;
        let path = self.run(run)?;
        let settled = self.settle(run, &path);
        settled.map_err(|refused| match growth::of(&path) {
            Some((grows, rate)) => refusal::grows(self.model(), grows, rate),
            None => refused,
        })
    }

    /// Newton's method from the end of a run.
    fn settle(&self, run: &Run, path: &Path) -> Result<Steady, BasisError> {
        let mut values = last(path);
        let last = Run {
            periods: 1,
            set: Vec::new(),
            shocks: Vec::new(),
        };
        for steps in 0..STEPS {
            let (next, worst, change) = self.once(&last, &values)?;
            if change <= STILL {
                let linearisation = self.linearised(run.periods, &next)?;
                return Ok(Steady {
                    values: next,
                    linearisation,
                    change,
                    steps,
                });
            }
            let linearisation = self.linearised(run.periods, &next)?;
            let moved = step(&linearisation, &values, &next);
            for ((id, _), delta) in linearisation
                .state
                .iter()
                .zip(moved)
                .filter(|(s, _)| s.1 == 1)
            {
                values[id.index()] += delta;
            }
            if steps + 1 == STEPS || values.iter().any(|value| value.is_infinite()) {
                return Err(refusal::no_steady_state(self.model(), worst, change));
            }
        }
        Err(refusal::no_steady_state(
            self.model(),
            VariableId::new(0),
            f64::NAN,
        ))
    }

    fn linearised(&self, period: u32, values: &[f64]) -> Result<Linearisation, BasisError> {
        Linearisation::of(self, period, |id, _| values[id.index()])
    }

    /// One period from a state that is taken to have been there before; the
    /// variable that moves most and by how much beside its size.
    fn once(&self, run: &Run, from: &[f64]) -> Result<(Vec<f64>, VariableId, f64), BasisError> {
        let mut machine = Machine::<1>::new(self, 1);
        machine.open_at(from);
        let [refusal] = machine.finish(run);
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        let next: Vec<f64> = (0..from.len())
            .map(|at| machine.value(VariableId::new(at), 1)[0])
            .collect();
        let floor = 1e-6
            * next
                .iter()
                .fold(0.0_f64, |most, value| most.max(value.abs()));
        let (mut worst, mut most) = (0, 0.0);
        // Only what the next period looks back on can move it.
        for (id, _) in state(self.model()) {
            let at = id.index();
            let change =
                (next[at] - from[at]).abs() / next[at].abs().max(floor).max(f64::MIN_POSITIVE);
            if change > most {
                (worst, most) = (at, change);
            }
        }
        Ok((next, VariableId::new(worst), most))
    }
}

/// The values at the end of a run.
fn last(path: &Path) -> Vec<f64> {
    let ids = (0..path.model().variables.len()).map(VariableId::new);
    ids.map(|id| path.value(id, path.periods()).unwrap_or(f64::NAN))
        .collect()
}

/// The change of the state that makes the next change vanish to first order,
/// for values that are the same at every lag.
fn step(linearisation: &Linearisation, from: &[f64], next: &[f64]) -> Vec<f64> {
    let state = &linearisation.state;
    let size = state.len();
    let first: Vec<usize> = (0..size).filter(|&row| state[row].1 == 1).collect();
    let place = |id: VariableId| first.iter().position(|&row| state[row].0 == id);
    // I − Σ A over the lags of each variable.
    let mut matrix: Mat<f64> = Mat::identity(first.len(), first.len());
    for (row, &at) in first.iter().enumerate() {
        for (column, (id, _)) in state.iter().enumerate() {
            if let Some(to) = place(*id) {
                matrix[(row, to)] -= linearisation.matrix[at * size + column];
            }
        }
    }
    let change: Vec<f64> = first
        .iter()
        .map(|&row| next[state[row].0.index()] - from[state[row].0.index()])
        .collect();
    let delta = held(&matrix, &change);
    let mut moved = vec![0.0; size];
    for (delta, &row) in delta.into_iter().zip(&first) {
        moved[row] = delta;
    }
    moved
}

/// The least-squares solution of M δ = change with Wᵀδ = 0, W the left null
/// space of M.
fn held(matrix: &Mat<f64>, change: &[f64]) -> Vec<f64> {
    let size = change.len();
    let Ok(svd) = matrix.svd() else {
        return change.to_vec();
    };
    let (u, sigma, v) = (svd.U(), svd.S(), svd.V());
    let sigma: Vec<f64> = (0..size).map(|at| sigma[at]).collect();
    let largest = sigma.iter().copied().fold(0.0, f64::max);
    let lost: Vec<usize> = (0..size)
        .filter(|&at| sigma[at] <= RANK * largest)
        .collect();
    let dot = |column: usize| {
        (0..size)
            .map(|row| u[(row, column)] * change[row])
            .sum::<f64>()
    };
    let mut delta = vec![0.0; size];
    for at in (0..size).filter(|at| !lost.contains(at)) {
        let share = dot(at) / sigma[at];
        for (row, delta) in delta.iter_mut().enumerate() {
            *delta += share * v[(row, at)];
        }
    }
    // δ + N c with Wᵀ(δ + N c) = 0, N the right null space.
    let count = lost.len();
    let across = Mat::from_fn(count, count, |w, n| {
        (0..size)
            .map(|row| u[(row, lost[w])] * v[(row, lost[n])])
            .sum::<f64>()
    });
    let missed = Mat::from_fn(count, 1, |w, _| {
        -(0..size)
            .map(|row| u[(row, lost[w])] * delta[row])
            .sum::<f64>()
    });
    let along = faer::linalg::solvers::Solve::solve(&across.full_piv_lu(), &missed);
    for (n, &at) in lost.iter().enumerate() {
        if along[(n, 0)].is_finite() {
            for (row, delta) in delta.iter_mut().enumerate() {
                *delta += along[(n, 0)] * v[(row, at)];
            }
        }
    }
    delta
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linearise::{Stability, stability};
    use crate::model::Model;
    use crate::testing::{Making, sim};
    use crate::{import, test_data};

    fn steady(model: &Model, run: &Run) -> Result<Steady, BasisError> {
        Program::compile(model).unwrap().steady(run)
    }

    /// Y* = G/θ; λ = 1 − θ α2 / (1 − α1 (1 − θ)), by hand.
    #[test]
    fn sim_has_its_textbook_state_and_root() {
        let model = sim();
        let found = steady(&model, &Run::new(1)).unwrap();
        let output = found.values[model.find("Y").unwrap().index()];
        assert!((output - 100.0).abs() < 1e-9, "{output}");
        let roots = found.linearisation.eigenvalues().unwrap();
        assert_eq!(roots.len(), 1);
        assert!((roots[0].re - (1.0 - 0.2 * 0.4 / 0.52)).abs() < 1e-13);
        assert_eq!(stability(&roots), Stability::Stable);
    }

    /// x' = 0.5 x − 0.3 y + 1, y' = 0.3 x + 0.5 y: λ = 0.5 ± 0.3i.
    #[test]
    fn a_pair_of_complex_roots_is_found() {
        let mut m = Making::new();
        let (x, y) = (m.unknown("x", 0.0), m.unknown("y", 0.0));
        m.equation(&x, x.clone().lag() * 0.5 - y.clone().lag() * 0.3 + 1.0);
        m.equation(&y, x.clone().lag() * 0.3 + y.clone().lag() * 0.5);
        let found = steady(&m.0, &Run::new(1)).unwrap();
        let roots = found.linearisation.eigenvalues().unwrap();
        assert!((roots[0].re - 0.5).abs() < 1e-13 && (roots[0].im - 0.3).abs() < 1e-13);
        assert!((roots[0].modulus() - 0.34_f64.sqrt()).abs() < 1e-13);
        // (I − A) s = (1, 0): s = (0.5, 0.3) / 0.34.
        assert!((found.values[0] - 0.5 / 0.34).abs() < 1e-10);
        assert!((found.values[1] - 0.3 / 0.34).abs() < 1e-10);
    }

    /// x = 0.5 x[-1] + 0.24 x[-2] + 1: λ² = 0.5 λ + 0.24, so 0.8 and −0.3.
    #[test]
    fn longer_lags_have_roots_of_their_own() {
        let mut m = Making::new();
        let x = m.unknown("x", 0.0);
        m.0.variables[0].history = vec![0.0];
        let past = x.clone().lag();
        m.equation(&x, past.clone() * 0.5 + past.lag() * 0.24 + 1.0);
        let found = steady(&m.0, &Run::new(1)).unwrap();
        let roots = found.linearisation.eigenvalues().unwrap();
        assert!((roots[0].re - 0.8).abs() < 1e-13 && (roots[1].re + 0.3).abs() < 1e-13);
        assert!((found.values[0] - 1.0 / 0.26).abs() < 1e-9);
    }

    #[test]
    fn growth_is_refused_with_what_grows() {
        let mut m = Making::new();
        let x = m.unknown("x", 1.0);
        m.equation(&x, x.clone().lag() + 1.0);
        let refused = steady(&m.0, &Run::new(5)).unwrap_err();
        assert_eq!(refused.code(), "E-CYCLE-NO-STEADY-STATE");
        assert!(refused.to_string().contains('x'));
    }

    /// The only state that reproduces itself is x = 0, and y has no value
    /// there: the reason is the growth, not the logarithm.
    #[test]
    fn steady_growth_is_told_as_such() {
        let text = "x = 1.04*x[-1]\ny = log(x)\ninit x = 1";
        let model = crate::language::parse(text).unwrap();
        let refused = steady(&model, &Run::new(50)).unwrap_err();
        assert_eq!(refused.code(), "E-CYCLE-GROWS");
        assert!(
            refused.to_string().contains("x changes by 4.0000 %"),
            "{refused}"
        );
    }

    #[test]
    fn the_dollar_cycle_grows() {
        let model = crate::language::parse(crate::library::DOLLAR_CYCLE.text).unwrap();
        let refused = steady(&model, &Run::new(10)).unwrap_err();
        assert_eq!(refused.code(), "E-CYCLE-GROWS");
        assert!(refused.to_string().contains("4.0000 %"), "{refused}");
    }

    /// A stock without behaviour stays where its opening state put it: the
    /// steady state is that of a long run, to the last flow.
    #[test]
    fn the_published_models_settle_where_long_runs_do() {
        for (name, run) in [("PC", 20), ("LP", 20), ("OPEN", 20), ("BMW", 20)] {
            let Some(text) = test_data::read(&format!("sfc/models/{name}.json")) else {
                return;
            };
            let model = import::json::read(&text).unwrap().model;
            let found = steady(&model, &Run::new(run)).unwrap();
            let far = Program::compile(&model)
                .unwrap()
                .run(&Run::new(5000))
                .unwrap();
            for (place, variable) in model.variables.iter().enumerate() {
                let known = far.value(VariableId::new(place), 5000).unwrap();
                let value = found.values[place];
                assert!(
                    (value - known).abs() < 1e-6 * known.abs().max(1.0),
                    "{name} {}: {value} for {known}",
                    variable.name
                );
            }
        }
    }
}
