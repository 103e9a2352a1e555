//! The effect of each value by itself.

use triffin_basis::BasisError;

use crate::compile::Program;
use crate::ensemble::{Outcome, solve_points};
use crate::model::VariableId;
use crate::solve::{Run, refusal};

/// What an outcome does when one value is moved down and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The value moved.
    pub variable: VariableId,
    /// Its own value, and those moved to.
    pub base: f64,
    /// The lower value.
    pub low: f64,
    /// The higher value.
    pub high: f64,
    /// The outcome at the lower value; `None` where the model has no solution.
    pub at_low: Option<f64>,
    /// The outcome at the value itself.
    pub at_base: f64,
    /// The outcome at the higher value.
    pub at_high: Option<f64>,
}

impl Slope {
    /// Δoutcome / Δvalue, over both sides.
    pub fn slope(&self) -> Option<f64> {
        Some((self.at_high? - self.at_low?) / (self.high - self.low))
    }

    /// (Δoutcome / outcome) / (Δvalue / value); `None` where one is zero.
    pub fn elasticity(&self) -> Option<f64> {
        let elasticity = self.slope()? * self.base / self.at_base;
        elasticity.is_finite().then_some(elasticity)
    }
}

/// The outcome of a run with each of `varied` moved by ± `share` of its value
/// (by ± `share` where it is zero), the others as they are.
///
/// # Errors
///
/// Those of [`Program::run`] where the run itself has no solution;
/// `E-CYCLE-NO-VALUE` where one of `varied` has no value.
pub fn one_at_a_time(
    program: &Program,
    run: &Run,
    varied: &[VariableId],
    share: f64,
    outcome: Outcome,
) -> Result<Vec<Slope>, BasisError> {
    let base = varied
        .iter()
        .map(|id| refusal::base(program.model(), run, *id))
        .collect::<Result<Vec<f64>, BasisError>>()?;
    let mut points = vec![base.clone()];
    for (at, value) in base.iter().enumerate() {
        let width = if *value == 0.0 {
            share
        } else {
            (share * value).abs()
        };
        for moved in [value - width, value + width] {
            let mut point = base.clone();
            point[at] = moved;
            points.push(point);
        }
    }
    let solved = solve_points(program, run, varied, &points, &[outcome])?;
    let mut told = solved
        .into_iter()
        .map(|solved| solved.map(|outcomes| outcomes[0]));
    let at_base = told.next().transpose()?.unwrap_or(f64::NAN);
    let sides: Vec<Option<f64>> = told.map(Result::ok).collect();
    let slopes = varied.iter().zip(&base).enumerate();
    Ok(slopes
        .map(|(at, (variable, base))| Slope {
            variable: *variable,
            base: *base,
            low: points[1 + 2 * at][at],
            high: points[2 + 2 * at][at],
            at_low: sides[2 * at],
            at_base,
            at_high: sides[2 * at + 1],
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sim;

    /// Y₁ = G / (1 − α1 (1 − θ)): the elasticity by G is 1, that by θ
    /// −α1 θ / (1 − α1 (1 − θ)).
    #[test]
    fn the_elasticities_of_sim_are_those_of_its_multiplier() {
        let model = sim();
        let program = Program::compile(&model).unwrap();
        let varied = ["G", "theta", "alpha2"].map(|name| model.find(name).unwrap());
        let outcome = Outcome {
            variable: model.find("Y").unwrap(),
            period: 1,
        };
        let slopes = one_at_a_time(&program, &Run::new(1), &varied, 1e-4, outcome).unwrap();
        assert!((slopes[0].elasticity().unwrap() - 1.0).abs() < 1e-10);
        assert!((slopes[1].elasticity().unwrap() + 0.6 * 0.2 / 0.52).abs() < 1e-7);
        assert_eq!(slopes[2].slope(), Some(0.0));
        assert_eq!(slopes[0].at_base, 20.0 / 0.52);
    }
}
