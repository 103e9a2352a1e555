//! What is assumed beside the data.

use super::closure::Closure;

/// Who receives the duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Revenue {
    /// Households, whatever they do.
    #[default]
    LumpSum,
    /// Workers, as relief of a proportional income tax: the duty pays for
    /// what a tax of R / wL paid, so that take-home pay is w over
    /// 1 − R / wL, which matters where labour supply answers (κ > 0).
    IncomeTaxRelief,
}

impl Revenue {
    /// The name in outputs and scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::LumpSum => "lump-sum",
            Self::IncomeTaxRelief => "income-tax-relief",
        }
    }
}

/// The assumptions of a counterfactual.
///
/// **Labour supply** L̂ₙ = (take-home pay / Pₙ)^κ: one kind of labour,
/// mobile between sectors, supplied by a household whose utility is
/// C − L^(1+1/κ) (no income effect). κ = 0 is a fixed supply. With κ > 0
/// real income counts goods only; the cost of working is not taken off it.
///
/// **Scale** ĉₙʲ ∝ (L̂ₙʲ)^(−ψⱼ), L̂ₙʲ employment of the sector: an economy
/// of scale outside the firm, or free entry with a love of variety
/// (ψ = 1/θ is Krugman's). The equilibrium is known to be unique where
/// ψⱼ θⱼ ≤ 1 and there are no intermediate inputs; with inputs that is not
/// a theorem, so ψⱼ θⱼ > 1 is refused and what is found is *an*
/// equilibrium, the one next to the baseline.
///
/// Source: Kucheryavyy, Lyn and Rodríguez-Clare 2023, proposition 1 (scale);
/// Ignatenko, Lashkaripour, Macedoni and Simonovska 2025 (labour).
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Model {
    /// What becomes of deficits.
    pub closure: Closure,
    /// Who receives the duty.
    pub revenue: Revenue,
    /// Elasticity of labour supply to real take-home pay, ≥ 0.
    pub kappa: f64,
    /// Elasticity of productivity to a sector's employment, by sector, ≥ 0;
    /// empty is none.
    pub psi: Vec<f64>,
}

impl Model {
    /// Fixed labour, no scale economies, revenue to households.
    pub fn new(closure: Closure) -> Self {
        Self {
            closure,
            ..Self::default()
        }
    }

    /// Whether employment or productivity answers to anything.
    pub(super) fn answers(&self) -> bool {
        self.kappa != 0.0 || self.psi.iter().any(|psi| *psi != 0.0)
    }

    pub(super) fn psi(&self, sector: usize) -> f64 {
        self.psi.get(sector).copied().unwrap_or(0.0)
    }
}
