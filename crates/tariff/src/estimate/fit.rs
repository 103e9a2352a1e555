//! What an estimate found, and what it left out.

use super::request::{Estimator, Vcov};
use super::small_sample::SmallSample;

/// One coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The term it belongs to.
    pub term: String,
    /// The coefficient.
    pub estimate: f64,
    /// Its standard error.
    pub std_error: f64,
    /// The coefficient over its standard error.
    pub z: f64,
    /// The probability of one as large in absolute value where the
    /// coefficient is zero.
    pub p: f64,
}

/// A regressor that the others or the effects already span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collinear {
    /// The term left out.
    pub term: String,
    /// The terms kept that span it, together with the effects.
    pub with: Vec<String>,
}

/// Why a row is not in the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A cell that the regression reads is missing.
    Missing,
    /// The logarithm of a number that is not positive.
    Undefined,
    /// Its weight is zero.
    ZeroWeight,
    /// It is the only row in a group of an effect, so that the effect
    /// explains it whatever the coefficients.
    Singleton,
    /// Zero trade that effects or regressors predict perfectly, so that no
    /// finite estimate exists with it.
    Separated,
}

impl Reason {
    /// Every reason, in the order rows are looked at.
    pub const ALL: [Self; 5] = [
        Self::Missing,
        Self::Undefined,
        Self::ZeroWeight,
        Self::Singleton,
        Self::Separated,
    ];

    /// The name in tables and files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Undefined => "undefined",
            Self::ZeroWeight => "zero_weight",
            Self::Singleton => "singleton",
            Self::Separated => "separated",
        }
    }
}

/// The rows left out, by reason; each row once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    rows: [Vec<u32>; 5],
}

impl Dropped {
    /// Adds a row, counted from zero.
    pub fn push(&mut self, row: u32, reason: Reason) {
        if let Some(rows) = self.rows.get_mut(reason as usize) {
            rows.push(row);
        }
    }

    /// The rows left out for `reason`, counted from zero, ascending.
    pub fn rows(&self, reason: Reason) -> &[u32] {
        self.rows
            .get(reason as usize)
            .map_or(&[], |rows| rows.as_slice())
    }

    /// How many rows were left out for `reason`.
    pub fn count(&self, reason: Reason) -> usize {
        self.rows(reason).len()
    }

    /// How many rows were left out.
    pub fn total(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Puts the rows of each reason in ascending order.
    pub fn sort(&mut self) {
        for rows in &mut self.rows {
            rows.sort_unstable();
        }
    }
}

/// An effect or a way of clustering, and how many groups it has in the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// The product of columns.
    pub name: String,
    /// How many of its groups the sample has.
    pub groups: usize,
}

/// The correction for the bias that the effects of a three-way panel leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The coefficients before it, in the order of the terms.
    pub uncorrected: Vec<f64>,
    /// The standard errors before it.
    pub uncorrected_errors: Vec<f64>,
    /// What was taken off each coefficient.
    pub bias: Vec<f64>,
    /// Whether the errors are corrected too: they are where they are
    /// clustered by pair and by nothing else, with 3,000 importer-time
    /// effects at most.
    pub errors_corrected: bool,
}

/// A finished regression.
///
/// rows_in = rows_used + dropped.total(), always.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The coefficients, in the order asked for.
    pub terms: Vec<Estimate>,
    /// Their covariance, row after row.
    pub covariance: Vec<f64>,
    /// The regressors left out because others span them.
    pub collinear: Vec<Collinear>,
    /// The rows of the table.
    pub rows_in: usize,
    /// The rows of the sample.
    pub rows_used: usize,
    /// The rows left out, and why.
    pub dropped: Dropped,
    /// The effects, and how many groups each has.
    pub effects: Vec<Groups>,
    /// The ways of clustering, and how many clusters each has.
    pub clusters: Vec<Groups>,
    /// How it was estimated.
    pub estimator: Estimator,
    /// What the standard errors allow for.
    pub vcov: Vcov,
    /// Their corrections for small samples.
    pub small_sample: SmallSample,
    /// How many parameters those corrections counted.
    pub parameters: usize,
    /// Whether a covariance of several ways had to be made positive.
    pub covariance_repaired: bool,
    /// The degrees of freedom of the t distribution that p comes from; none
    /// for the normal one.
    pub degrees_of_freedom: Option<f64>,
    /// Newton steps taken; one for least squares.
    pub iterations: usize,
    /// 2 Σ w (y ln(y/μ) − (y − μ)); for least squares Σ w (y − xβ − effects)².
    pub deviance: f64,
    /// The log pseudo-likelihood; for least squares the Gaussian one.
    pub log_likelihood: f64,
    /// 1 − ln L/ln L₀ against a constant alone (PPML), R² (least squares).
    pub r2: f64,
    /// The correction of the incidental-parameter bias, where it was asked for.
    pub correction: Option<Correction>,
    /// The rows of the sample, counted from zero, ascending.
    pub rows: Vec<u32>,
    /// The linear predictor of each row of the sample, effects and offset
    /// included.
    pub linear_predictor: Vec<f64>,
}

impl Fit {
    /// The coefficient of that term, where it was estimated.
    pub fn term(&self, name: &str) -> Option<&Estimate> {
        self.terms.iter().find(|each| each.term == name)
    }

    /// The covariance of the coefficients in places `a` and `b`.
    pub fn covariance_of(&self, a: usize, b: usize) -> Option<f64> {
        let k = self.terms.len();
        (a < k && b < k).then(|| self.covariance.get(a * k + b).copied())?
    }
}
