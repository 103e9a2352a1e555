//! How well a fit does.

use statrs::function::gamma::ln_gamma;

/// Deviance, likelihood and what is explained.
pub(crate) struct Quality {
    pub deviance: f64,
    pub log_likelihood: f64,
    pub r2: f64,
}

/// Of means exp η: D = 2 Σ w (y ln(y/μ) − (y − μ)), ln L = Σ w (y η − μ −
/// ln Γ(y + 1)), and 1 − ln L/ln L₀ with L₀ that of a constant alone.
pub(crate) fn poisson(y: &[f64], eta: &[f64], mu: &[f64], weights: Option<&[f64]>) -> Quality {
    let (mut deviance, mut kernel, mut factorials) = (0.0, 0.0, 0.0);
    let (mut total, mut of_weights) = (0.0, 0.0);
    for (row, ((&y, eta), mu)) in y.iter().zip(eta).zip(mu).enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[row]);
        let saturated = if y > 0.0 { y * (y.ln() - eta) } else { 0.0 };
        deviance += 2.0 * weight * (saturated - (y - mu));
        kernel += weight * (y * eta - mu);
        factorials += weight * ln_gamma(y + 1.0);
        total += weight * y;
        of_weights += weight;
    }
    let constant = total * (total / of_weights).ln() - total;
    Quality {
        deviance,
        log_likelihood: kernel - factorials,
        r2: 1.0 - (kernel - factorials) / (constant - factorials),
    }
}

/// Of residuals e: Σ w e², the Gaussian likelihood, and R² about the mean.
pub(crate) fn gaussian(y: &[f64], residuals: &[f64], weights: &[f64]) -> Quality {
    let n = weights.len() as f64;
    let of_weights: f64 = weights.iter().sum();
    let pairs = y.iter().zip(weights);
    let mean = pairs.clone().map(|(y, w)| y * w).sum::<f64>() / of_weights;
    let total: f64 = pairs.map(|(y, w)| w * (y - mean) * (y - mean)).sum();
    let pairs = residuals.iter().zip(weights);
    let squares: f64 = pairs.map(|(e, w)| w * e * e).sum();
    let logs: f64 = weights.iter().map(|w| w.ln()).sum();
    let variance = std::f64::consts::TAU * squares / n;
    Quality {
        deviance: squares,
        log_likelihood: 0.5 * (logs - n * (variance.ln() + 1.0)),
        r2: 1.0 - squares / total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_explains_nothing_and_a_perfect_fit_has_no_deviance() {
        let y = [1.0, 2.0, 6.0];
        let constant = poisson(&y, &[3.0_f64.ln(); 3], &[3.0; 3], None);
        assert!(constant.r2.abs() < 1e-14);
        let eta = y.map(f64::ln);
        assert!(poisson(&y, &eta, &y, None).deviance.abs() < 1e-13);
        // ln P(1, 2, 6 | 3) of independent Poisson draws.
        let expected = 9.0 * 3.0_f64.ln() - 9.0 - 2.0_f64.ln() - 720.0_f64.ln();
        assert!((constant.log_likelihood - expected).abs() < 1e-12);
    }

    #[test]
    fn a_zero_counts_by_its_mean() {
        let quality = poisson(&[0.0], &[0.5_f64.ln()], &[0.5], Some(&[2.0]));
        assert!((quality.deviance - 2.0).abs() < 1e-14);
    }

    #[test]
    fn the_share_explained_is_about_the_mean() {
        let quality = gaussian(&[1.0, 3.0], &[0.5, -0.5], &[1.0, 1.0]);
        assert!((quality.deviance - 0.5).abs() < 1e-15);
        assert!((quality.r2 - 0.75).abs() < 1e-15);
    }
}
