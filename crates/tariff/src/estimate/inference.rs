//! Coefficients beside their errors.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::erf::erfc;

use super::fit::Estimate;

/// The table of coefficients; `degrees` are those of the t distribution,
/// none for the normal one.
pub(crate) fn table(
    names: &[String],
    beta: &[f64],
    covariance: &[f64],
    degrees: Option<f64>,
) -> Vec<Estimate> {
    let k = beta.len();
    let rows = names.iter().zip(beta).enumerate();
    rows.map(|(at, (term, &estimate))| {
        let std_error = covariance[at * k + at].max(0.0).sqrt();
        let z = estimate / std_error;
        Estimate {
            term: term.clone(),
            estimate,
            std_error,
            z,
            p: two_sided(z, degrees),
        }
    })
    .collect()
}

/// P(|Z| ≥ |z|)
pub(crate) fn two_sided(z: f64, degrees: Option<f64>) -> f64 {
    let student = degrees.and_then(|degrees| StudentsT::new(0.0, 1.0, degrees).ok());
    match student {
        Some(student) => 2.0 * student.cdf(-z.abs()),
        None => erfc(z.abs() / std::f64::consts::SQRT_2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_is_that_of_the_tables() {
        assert!((two_sided(-1.959_963_984_540_054, None) - 0.05).abs() < 1e-10);
        // Student's t with 10 degrees of freedom, 97.5 %.
        assert!((two_sided(2.228_138_852, Some(10.0)) - 0.05).abs() < 1e-9);
    }
}
