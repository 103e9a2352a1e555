//! Estimates, and what a draw of them is.

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, StandardNormal};
use triffin_basis::BasisError;

use super::covariance::Covariance;

/// What a coefficient b on ln(1 + τ) says of the trade elasticity θ, which
/// is > 0.
///
/// The trade values of the estimation decide, so the user says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identification {
    /// Values before duty: b = −(1 + θ).
    ExDuty,
    /// Values with duty: b = −θ.
    DutyInclusive,
    /// The numbers are θ themselves.
    Theta,
    /// Coefficients of any sign that are no elasticities, such as those of a
    /// gravity table's costs.
    Coefficient,
}

impl Identification {
    /// The name in outputs and scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExDuty => "ex-duty",
            Self::DutyInclusive => "duty-inclusive",
            Self::Theta => "theta",
            Self::Coefficient => "coefficient",
        }
    }

    /// θ of a coefficient.
    ///
    /// ```
    /// use triffin_tariff::equilibrium::draws::Identification;
    /// assert_eq!(Identification::ExDuty.theta(-5.0), 4.0);
    /// assert_eq!(Identification::DutyInclusive.theta(-5.0), 5.0);
    /// ```
    pub fn theta(self, coefficient: f64) -> f64 {
        match self {
            Self::ExDuty => -1.0 - coefficient,
            Self::DutyInclusive => -coefficient,
            Self::Theta | Self::Coefficient => coefficient,
        }
    }
}

/// Estimates with their covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    mean: Vec<f64>,
    covariance: Covariance,
    identification: Identification,
}

impl Estimates {
    /// Puts estimates and their covariance together.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-COVARIANCE` where the sizes differ; `E-TARIFF-THETA` where
    /// an estimate is no number, or means θ ≤ 0.
    pub fn new(
        mean: Vec<f64>,
        covariance: Covariance,
        identification: Identification,
    ) -> Result<Self, BasisError> {
        if mean.len() != covariance.size() {
            return Err(uneven(mean.len(), covariance.size()));
        }
        let estimates = Self {
            mean,
            covariance,
            identification,
        };
        match estimates
            .mean
            .iter()
            .find(|mean| !estimates.allowed(**mean))
        {
            Some(mean) => Err(no_elasticity(*mean, identification)),
            None => Ok(estimates),
        }
    }

    /// θ (or the coefficients) without variation.
    pub fn central(&self) -> Vec<f64> {
        let theta = |mean: &f64| self.identification.theta(*mean);
        self.mean.iter().map(theta).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.mean.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.mean.is_empty()
    }

    /// The parameters of one draw, b + L z; `None` where one of them means
    /// θ ≤ 0.
    pub fn draw(&self, seed: u64, draw: u32) -> Option<Vec<f64>> {
        let mut stream = ChaCha12Rng::seed_from_u64(seed);
        stream.set_stream(u64::from(draw));
        let z: Vec<f64> = self
            .mean
            .iter()
            .map(|_| StandardNormal.sample(&mut stream))
            .collect();
        let moved = self.mean.iter().zip(self.covariance.apply(&z));
        let drawn: Vec<f64> = moved.map(|(mean, moved)| mean + moved).collect();
        let theta = |b: &f64| self.allowed(*b).then(|| self.identification.theta(*b));
        drawn.iter().map(theta).collect()
    }

    fn allowed(&self, b: f64) -> bool {
        let free = self.identification == Identification::Coefficient;
        b.is_finite() && (free || self.identification.theta(b) > 0.0)
    }
}

fn uneven(estimates: usize, covariance: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-COVARIANCE",
        format!("{estimates} estimates with a covariance of {covariance}"),
        format!("{estimates} 个估计值与 {covariance} 维的协方差"),
    )
    .value(covariance)
    .expected(format!("{estimates} rows"), format!("{estimates} 行"))
}

fn no_elasticity(mean: f64, identification: Identification) -> BasisError {
    let theta = identification.theta(mean);
    BasisError::new(
        "E-TARIFF-THETA",
        format!(
            "the estimate {mean} read as {} means theta = {theta}",
            identification.name()
        ),
        format!(
            "估计值 {mean} 按 {} 解释即 theta = {theta}",
            identification.name()
        ),
    )
    .value(mean)
    .expected("theta > 0", "theta > 0")
    .remedy(
        "Say whether trade values are before duty (ex-duty) or with it (duty-inclusive)",
        "请说明贸易值是税前（ex-duty）还是含税（duty-inclusive）",
    )
}
