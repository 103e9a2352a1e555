//! Values of parameters for which a model comes nearest to data.

use faer::Mat;
use faer::linalg::solvers::Solve;
use triffin_basis::BasisError;

use crate::compile::Program;
use crate::ensemble::{Outcome, solve_points};
use crate::model::VariableId;
use crate::solve::{Run, refusal};

/// A parameter that may move between bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Free {
    /// Which parameter, exogenous variable or opening value.
    pub variable: VariableId,
    /// The least value allowed.
    pub low: f64,
    /// The greatest value allowed.
    pub high: f64,
}

/// A number the model should meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// What of a run.
    pub outcome: Outcome,
    /// The number in the data.
    pub target: f64,
    /// How much a miss counts; 1/σ for data with standard error σ.
    pub weight: f64,
}

/// The values found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The value of each free parameter.
    pub values: Vec<f64>,
    /// Whether each ended at a bound.
    pub at_bound: Vec<bool>,
    /// What the model gives for each moment.
    pub moments: Vec<f64>,
    /// Σ (weight · miss)².
    pub cost: f64,
    /// Standard errors, from the curvature and the remaining misses; `None`
    /// where a parameter is at a bound, not identified, or where there are no
    /// more moments than parameters.
    pub standard_errors: Vec<Option<f64>>,
    /// Steps taken.
    pub steps: u32,
}

/// Steps before giving up.
const STEPS: u32 = 200;
/// A step this small beside the values ends the search.
const STEP: f64 = 1e-10;
/// The share of a value by which it is moved for a slope.
const MOVED: f64 = 1e-5;

/// Least squares with bounds: min Σ (w (f(p) − target))² over low ≤ p ≤ high,
/// from the values the run has.
///
/// Source: Levenberg 1944, Marquardt 1963 for the damped step; parameters at
/// a bound towards which the cost falls are held (Kanzow, Yamashita and
/// Fukushima 2004, projected Levenberg–Marquardt). Slopes are central
/// differences, solved side by side.
///
/// # Errors
///
/// `E-CYCLE-CALIBRATION` for bounds or moments that make no sense, or where
/// the search does not end; those of [`Program::run`] at the first values.
pub fn calibrate(
    program: &Program,
    run: &Run,
    free: &[Free],
    moments: &[Moment],
) -> Result<Calibration, BasisError> {
    check(free, moments)?;
    let search = Search {
        program,
        run,
        free,
        moments,
        varied: free.iter().map(|one| one.variable).collect(),
        outcomes: moments.iter().map(|moment| moment.outcome).collect(),
    };
    search.solve()
}

struct Search<'a> {
    program: &'a Program,
    run: &'a Run,
    free: &'a [Free],
    moments: &'a [Moment],
    varied: Vec<VariableId>,
    outcomes: Vec<Outcome>,
}

impl Search<'_> {
    fn solve(&self) -> Result<Calibration, BasisError> {
        let mut values = self.start()?;
        let mut misses = self.misses(&values)??;
        let mut damping = 1e-3;
        let mut steps = 0;
        'outer: while steps < STEPS {
            let slopes = self.slopes(&values)?;
            let held = self.held(&values, &slopes, &misses);
            loop {
                steps += 1;
                let trial = self.trial(&values, &slopes, &misses, &held, damping);
                let moved = self.moved(&values, &trial);
                if moved <= STEP || cost(&misses) == 0.0 {
                    return Ok(self.told(values, &slopes, &misses, &held, steps));
                }
                match self.misses(&trial)? {
                    Ok(better) if cost(&better) < cost(&misses) => {
                        (values, misses) = (trial, better);
                        damping = (damping / 10.0_f64).max(1e-15);
                        continue 'outer;
                    }
                    _ => damping *= 10.0,
                }
                if steps >= STEPS {
                    break;
                }
            }
        }
        Err(refused(
            steps,
            ("a search that comes to an end", "搜索收敛"),
        ))
    }

    /// The run's own values, moved into the bounds.
    fn start(&self) -> Result<Vec<f64>, BasisError> {
        let model = self.program.model();
        let free = self.free.iter();
        free.map(|one| Ok(refusal::base(model, self.run, one.variable)?.clamp(one.low, one.high)))
            .collect()
    }

    /// Weighted misses; the inner error where the model has no solution.
    fn misses(&self, values: &[f64]) -> Result<Result<Vec<f64>, BasisError>, BasisError> {
        let mut solved = self.outcomes_at(&[values.to_vec()])?;
        Ok(solved.pop().map_or(Ok(Vec::new()), |outcomes| {
            outcomes.map(|outcomes| self.weighed(&outcomes))
        }))
    }

    fn outcomes_at(
        &self,
        points: &[Vec<f64>],
    ) -> Result<Vec<Result<Vec<f64>, BasisError>>, BasisError> {
        solve_points(self.program, self.run, &self.varied, points, &self.outcomes)
    }

    fn weighed(&self, outcomes: &[f64]) -> Vec<f64> {
        let pairs = self.moments.iter().zip(outcomes);
        pairs
            .map(|(moment, found)| moment.weight * (found - moment.target))
            .collect()
    }

    /// ∂miss/∂value by central differences within the bounds.
    fn slopes(&self, values: &[f64]) -> Result<Mat<f64>, BasisError> {
        let mut points = Vec::with_capacity(2 * values.len());
        for (at, (value, free)) in values.iter().zip(self.free).enumerate() {
            let width = MOVED * value.abs().max(1e-3 * (free.high - free.low)).max(1e-8);
            for moved in [value - width, value + width] {
                let mut point = values.to_vec();
                point[at] = moved.clamp(free.low, free.high);
                points.push(point);
            }
        }
        let mut slopes = Mat::zeros(self.moments.len(), values.len());
        for (at, pair) in self.outcomes_at(&points)?.chunks_exact(2).enumerate() {
            let width = points[2 * at + 1][at] - points[2 * at][at];
            if let [Ok(low), Ok(high)] = pair {
                for (row, moment) in self.moments.iter().enumerate() {
                    slopes[(row, at)] = moment.weight * (high[row] - low[row]) / width;
                }
            }
        }
        Ok(slopes)
    }

    /// The parameters at a bound beyond which the cost would fall.
    fn held(&self, values: &[f64], slopes: &Mat<f64>, misses: &[f64]) -> Vec<bool> {
        let each = values.iter().zip(self.free).enumerate();
        each.map(|(at, (value, free))| {
            let downhill: f64 = -column(slopes, at)
                .zip(misses)
                .map(|(s, m)| s * m)
                .sum::<f64>();
            (*value <= free.low && downhill < 0.0) || (*value >= free.high && downhill > 0.0)
        })
        .collect()
    }

    /// The damped step, clipped to the bounds.
    fn trial(
        &self,
        values: &[f64],
        slopes: &Mat<f64>,
        misses: &[f64],
        held: &[bool],
        damping: f64,
    ) -> Vec<f64> {
        let open: Vec<usize> = (0..values.len()).filter(|&at| !held[at]).collect();
        let normal = normal(slopes, &open, damping);
        let downhill = Mat::from_fn(open.len(), 1, |row, _| {
            -column(slopes, open[row])
                .zip(misses)
                .map(|(s, m)| s * m)
                .sum::<f64>()
        });
        let step = normal.full_piv_lu().solve(&downhill);
        let mut trial = values.to_vec();
        for (row, &at) in open.iter().enumerate() {
            if step[(row, 0)].is_finite() {
                trial[at] =
                    (trial[at] + step[(row, 0)]).clamp(self.free[at].low, self.free[at].high);
            }
        }
        trial
    }

    /// The largest move beside the width of the bounds or the value.
    fn moved(&self, from: &[f64], to: &[f64]) -> f64 {
        let each = from.iter().zip(to);
        each.map(|(from, to)| (to - from).abs() / from.abs().max(1e-6))
            .fold(0.0, f64::max)
    }

    fn told(
        &self,
        values: Vec<f64>,
        slopes: &Mat<f64>,
        misses: &[f64],
        held: &[bool],
        steps: u32,
    ) -> Calibration {
        let bounds = values.iter().zip(self.free);
        let at_bound = bounds.map(|(value, free)| *value <= free.low || *value >= free.high);
        let met = self.moments.iter().zip(misses);
        Calibration {
            at_bound: at_bound.collect(),
            moments: met
                .map(|(moment, miss)| moment.target + miss / moment.weight)
                .collect(),
            cost: cost(misses),
            standard_errors: standard_errors(slopes, misses, held),
            values,
            steps,
        }
    }
}

fn column(matrix: &Mat<f64>, at: usize) -> impl Iterator<Item = f64> + '_ {
    (0..matrix.nrows()).map(move |row| matrix[(row, at)])
}

/// JᵀJ over the open parameters with its diagonal raised by `damping`.
fn normal(slopes: &Mat<f64>, open: &[usize], damping: f64) -> Mat<f64> {
    Mat::from_fn(open.len(), open.len(), |row, to| {
        let dot: f64 = column(slopes, open[row])
            .zip(column(slopes, open[to]))
            .map(|(a, b)| a * b)
            .sum();
        match row == to {
            true => dot * (1.0 + damping) + f64::MIN_POSITIVE,
            false => dot,
        }
    })
}

/// √(s² (JᵀJ)⁻¹) on the diagonal, s² = cost / (moments − parameters).
fn standard_errors(slopes: &Mat<f64>, misses: &[f64], held: &[bool]) -> Vec<Option<f64>> {
    let open: Vec<usize> = (0..held.len()).filter(|&at| !held[at]).collect();
    let mut errors = vec![None; held.len()];
    if misses.len() <= open.len() {
        return errors;
    }
    let spread = cost(misses) / (misses.len() - open.len()) as f64;
    let inverse = normal(slopes, &open, 0.0)
        .full_piv_lu()
        .solve(&Mat::<f64>::identity(open.len(), open.len()));
    for (row, &at) in open.iter().enumerate() {
        let error = (spread * inverse[(row, row)]).sqrt();
        errors[at] = error.is_finite().then_some(error);
    }
    errors
}

fn cost(misses: &[f64]) -> f64 {
    misses.iter().map(|miss| miss * miss).sum()
}

fn check(free: &[Free], moments: &[Moment]) -> Result<(), BasisError> {
    let bounded = |one: &Free| one.low < one.high && one.low.is_finite() && one.high.is_finite();
    let weighed =
        |one: &Moment| one.weight > 0.0 && one.weight.is_finite() && one.target.is_finite();
    let bounds = (
        "parameters with finite bounds, low < high",
        "上下限有限且下限 < 上限的参数",
    );
    let targets = (
        "finite targets with positive weights",
        "有限的目标值与正的权重",
    );
    if free.is_empty() {
        return Err(unfit(("no parameter to find", "没有待求参数"), "", bounds));
    }
    if let Some(Free { low, high, .. }) = free.iter().find(|one| !bounded(one)) {
        let what = (
            "a parameter has bounds that leave no value",
            "参数的上下限之间没有可取的值",
        );
        return Err(unfit(what, &format!("{low}..{high}"), bounds));
    }
    if moments.is_empty() {
        return Err(unfit(("no target to meet", "没有目标"), "", targets));
    }
    if let Some(Moment { target, weight, .. }) = moments.iter().find(|one| !weighed(one)) {
        let what = ("a target cannot be weighed", "目标无法加权");
        return Err(unfit(what, &format!("{target}, weight {weight}"), targets));
    }
    Ok(())
}

/// Bounds or targets that make no sense.
fn unfit((en, zh): (&str, &str), value: &str, expected: (&str, &str)) -> BasisError {
    let named = |text: &str, colon: &str| match value {
        "" => text.to_owned(),
        value => format!("{text}{colon}{value}"),
    };
    BasisError::new("E-CYCLE-CALIBRATION", named(en, ": "), named(zh, "："))
        .value(value)
        .expected(expected.0, expected.1)
}

fn refused(steps: u32, expected: (&str, &str)) -> BasisError {
    BasisError::new(
        "E-CYCLE-CALIBRATION",
        format!("the parameters cannot be calibrated ({steps} steps taken)"),
        format!("无法校准参数（已走 {steps} 步）"),
    )
    .value(steps)
    .expected(expected.0, expected.1)
}

#[cfg(test)]
mod tests;
