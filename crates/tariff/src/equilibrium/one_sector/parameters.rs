//! Elasticities and assumptions.

use triffin_basis::BasisError;

use crate::equilibrium::{Closure, Revenue};

/// Elasticities and assumptions of a one-sector world.
///
/// ```
/// use triffin_tariff::equilibrium::one_sector::Parameters;
/// assert_eq!(Parameters::armington(5.0).theta, Parameters::eaton_kortum(4.0).theta);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// θ > 0: elasticity of trade to cost.
    pub theta: f64,
    /// κ ≥ 0: elasticity of labour supply to real take-home pay.
    pub kappa: f64,
    /// ψ ≥ 0: elasticity of productivity to employment, ψ θ ≤ 1.
    pub psi: f64,
    /// φₙ > 0 by importer: trade falls with (1 + τ)^(−θ φ). One is the
    /// textbook model; above one, duties also drive sellers out of the
    /// market, below one they absorb a part. Empty: one everywhere.
    pub phi: Vec<f64>,
    /// What becomes of deficits.
    pub closure: Closure,
    /// Who receives the duty.
    pub revenue: Revenue,
}

impl Parameters {
    /// Goods differ by origin with elasticity of substitution σ: θ = σ − 1.
    ///
    /// Source: Armington 1969; Anderson and van Wincoop 2003.
    pub fn armington(sigma: f64) -> Self {
        Self::eaton_kortum(sigma - 1.0)
    }

    /// Perfect competition, productivity Fréchet with shape θ.
    ///
    /// Source: Eaton and Kortum 2002.
    pub fn eaton_kortum(theta: f64) -> Self {
        Self {
            theta,
            kappa: 0.0,
            psi: 0.0,
            phi: Vec::new(),
            closure: Closure::default(),
            revenue: Revenue::default(),
        }
    }

    /// Monopolistic competition with free entry: θ = σ − 1, ψ = 1/θ.
    ///
    /// Source: Krugman 1980; Arkolakis, Costinot and Rodríguez-Clare 2012.
    pub fn krugman(sigma: f64) -> Self {
        Self {
            psi: 1.0 / (sigma - 1.0),
            ..Self::armington(sigma)
        }
    }

    /// Whether the numbers are in range for `regions`.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-THETA`, `E-TARIFF-KAPPA`, `E-TARIFF-PSI`, `E-TARIFF-PHI`,
    /// `E-TARIFF-CLOSURE`.
    pub fn check(&self, regions: &[String]) -> Result<(), BasisError> {
        let positive = |x: f64| x.is_finite() && x > 0.0;
        if !positive(self.theta) {
            return Err(refused("E-TARIFF-THETA", "theta", self.theta, "> 0"));
        }
        if !self.kappa.is_finite() || self.kappa < 0.0 {
            return Err(refused("E-TARIFF-KAPPA", "kappa", self.kappa, "≥ 0"));
        }
        // Krugman's ψ = 1/θ must pass however it is rounded.
        if !self.psi.is_finite() || self.psi < 0.0 || self.psi * self.theta > 1.0 + 1e-12 {
            return Err(refused(
                "E-TARIFF-PSI",
                "psi",
                self.psi,
                "0 ≤ psi ≤ 1/theta",
            ));
        }
        let length = self.phi.len();
        if length != 0 && length != regions.len() {
            let wanted = format!("{} numbers, or none", regions.len());
            return Err(refused("E-TARIFF-PHI", "phi", length as f64, &wanted));
        }
        if let Some(phi) = self.phi.iter().find(|phi| !positive(**phi)) {
            return Err(refused("E-TARIFF-PHI", "phi", *phi, "> 0"));
        }
        self.closure.check(regions)
    }

    /// φₙ.
    pub(super) fn phi(&self, region: usize) -> f64 {
        self.phi.get(region).copied().unwrap_or(1.0)
    }
}

fn refused(code: &'static str, name: &str, value: f64, expected: &str) -> BasisError {
    BasisError::new(
        code,
        format!("{name} is {value}"),
        format!("{name} 为 {value}"),
    )
    .value(value)
    .expected(expected, expected)
}
