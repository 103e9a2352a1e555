//! The linearised map of a model from one period to the next, and its eigenvalues.

use std::collections::BTreeSet;

use faer::Mat;
use faer::linalg::solvers::Solve;
use triffin_basis::BasisError;

use crate::compile::{Jacobian, Program};
use crate::model::{Model, VariableId};
use crate::solve::refusal;

/// s' = A s: how a small change of the past moves the next state.
///
/// The state s holds every endogenous value that the equations look back on:
/// variables of the period before, and of those further back where lags are
/// longer.
#[derive(Clone, Debug)]
pub struct Linearisation {
    /// The values of the state: a variable and how many periods ago, from 1.
    pub state: Vec<(VariableId, u32)>,
    /// A, row after row.
    pub matrix: Vec<f64>,
}

/// A real or complex eigenvalue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eigenvalue {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Eigenvalue {
    /// |λ|: by what a deviation is multiplied each period.
    pub fn modulus(self) -> f64 {
        self.re.hypot(self.im)
    }
}

/// What becomes of a small deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    /// Every deviation dies out: all |λ| < 1.
    Stable,
    /// Some deviations stay (λ = 1), as where a stock only accumulates flows;
    /// none grows.
    Neutral,
    /// A deviation grows: some |λ| > 1.
    Explosive,
}

/// As many equations as are linearised with a dense matrix.
const MOST: usize = 3_000;
/// λ this near to the unit circle is taken to be on it.
const ON_THE_CIRCLE: f64 = 1e-8;

impl Linearisation {
    /// A = −J₀⁻¹ J₁ … at the values `value(variable, lag)` of period `period`,
    /// from the exact derivatives of the equations by the values of this
    /// period (J₀) and of those before.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-LINEARISE` where the model is too large for a dense matrix or
    /// its equations do not determine the change.
    pub fn of(
        program: &Program,
        period: u32,
        value: impl Fn(VariableId, u32) -> f64,
    ) -> Result<Self, BasisError> {
        let model = program.model();
        if model.equations.len() > MOST {
            return Err(refused(
                model,
                ("at most 3000 equations", "至多 3000 个方程"),
            ));
        }
        let state = state(model);
        let slopes = Slopes::at(model, &state, period, value);
        let moved = slopes.now.partial_piv_lu().solve(&slopes.past);
        let size = state.len();
        let mut matrix = vec![0.0; size * size];
        for (row, (variable, back)) in state.iter().enumerate() {
            for column in 0..size {
                matrix[row * size + column] = match back {
                    1 => -moved[(slopes.place[variable.index()], column)],
                    _ => f64::from(u8::from(state[column] == (*variable, back - 1))),
                };
            }
        }
        match matrix.iter().all(|entry| entry.is_finite()) {
            true => Ok(Self { state, matrix }),
            false => Err(refused(
                model,
                ("a Jacobian that is not singular", "非奇异的雅可比矩阵"),
            )),
        }
    }

    /// The eigenvalues of A, the largest modulus first.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-EIGENVALUES` where they cannot be computed.
    pub fn eigenvalues(&self) -> Result<Vec<Eigenvalue>, BasisError> {
        let size = self.state.len();
        let matrix = Mat::from_fn(size, size, |row, column| self.matrix[row * size + column]);
        let found = matrix.eigenvalues().map_err(|_| {
            BasisError::new(
                "E-CYCLE-EIGENVALUES",
                "the eigenvalues cannot be computed",
                "无法计算特征值",
            )
            .value(size)
        })?;
        let mut values: Vec<Eigenvalue> = found
            .into_iter()
            .map(|value| Eigenvalue {
                re: value.re,
                im: value.im,
            })
            .collect();
        // Of a pair with one modulus, the one with the larger real part and
        // then the positive imaginary part comes first.
        values.sort_by(|a, b| {
            let order = b.modulus().total_cmp(&a.modulus());
            order
                .then(b.re.total_cmp(&a.re))
                .then(b.im.total_cmp(&a.im))
        });
        Ok(values)
    }
}

/// What eigenvalues say of small deviations.
pub fn stability(eigenvalues: &[Eigenvalue]) -> Stability {
    let largest = eigenvalues
        .iter()
        .map(|value| value.modulus())
        .fold(0.0, f64::max);
    match largest {
        _ if largest > 1.0 + ON_THE_CIRCLE => Stability::Explosive,
        _ if largest >= 1.0 - ON_THE_CIRCLE => Stability::Neutral,
        _ => Stability::Stable,
    }
}

/// The endogenous values the equations look back on, and those in between.
pub(crate) fn state(model: &Model) -> Vec<(VariableId, u32)> {
    let mut state = BTreeSet::new();
    for equation in &model.equations {
        for node in equation.left.nodes().iter().chain(equation.right.nodes()) {
            if let crate::Node::Variable { variable, lag } = *node {
                let endogenous = model.variable(variable).role == crate::Role::Endogenous;
                state.extend(
                    (1..=lag)
                        .filter(|_| endogenous)
                        .map(|back| (variable, back)),
                );
            }
        }
    }
    state.into_iter().collect()
}

/// The derivatives of the equations as dense matrices.
struct Slopes {
    now: Mat<f64>,
    past: Mat<f64>,
    /// The column of each endogenous variable in `now`.
    place: Vec<usize>,
}

impl Slopes {
    fn at(
        model: &Model,
        state: &[(VariableId, u32)],
        period: u32,
        value: impl Fn(VariableId, u32) -> f64,
    ) -> Self {
        let size = model.equations.len();
        let mut place = vec![usize::MAX; model.variables.len()];
        for (at, id) in crate::ensemble::endogenous(model).into_iter().enumerate() {
            place[id.index()] = at;
        }
        let mut slopes = Self {
            now: Mat::zeros(size, size),
            past: Mat::zeros(size, state.len()),
            place,
        };
        for slope in Jacobian::of(model).at(period, value) {
            match slope.lag {
                0 => {
                    slopes.now[(slope.equation, slopes.place[slope.variable.index()])] = slope.value
                }
                lag => {
                    if let Ok(column) = state.binary_search(&(slope.variable, lag)) {
                        slopes.past[(slope.equation, column)] = slope.value;
                    }
                }
            }
        }
        slopes
    }
}

fn refused(model: &Model, expected: (&str, &str)) -> BasisError {
    refusal::not_linearised(&model.name, model.equations.len()).expected(expected.0, expected.1)
}
