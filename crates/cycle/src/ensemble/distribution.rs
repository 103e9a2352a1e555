//! How a value varies from draw to draw.

use statrs::function::erf::erfc;
use triffin_basis::BasisError;

/// The distribution of a varied value around or instead of the model's own.
///
/// `normal(sd)` and `lognormal(sd)` spread around the value b the run has
/// without it; `uniform` and `triangular` replace it.
///
/// ```
/// use triffin_cycle::ensemble::Distribution;
/// let tax: Distribution = "normal(0.02)".parse()?;
/// assert_eq!(tax.value(0.2, 1.0), 0.22);
/// let spending: Distribution = "uniform(18, 22)".parse()?;
/// assert_eq!(spending.value(20.0, 0.0), 20.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// b + sd · z.
    Normal {
        /// The standard deviation, in the unit of the value.
        sd: f64,
    },
    /// b · exp(sd · z): the median is b, the sign never changes.
    LogNormal {
        /// The standard deviation of the logarithm.
        sd: f64,
    },
    /// Anywhere from `low` to `high`, whatever b is.
    Uniform {
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// From `low` to `high`, `mode` being most likely, whatever b is.
    Triangular {
        /// The least value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
}

impl Distribution {
    /// F⁻¹(Φ(z)): the value at the standard normal deviate `z`, where `base`
    /// is the value without variation.
    ///
    /// The same z gives the same quantile of every distribution, so that
    /// correlated deviates make correlated values (a Gaussian copula).
    pub fn value(&self, base: f64, z: f64) -> f64 {
        match *self {
            Distribution::Normal { sd } => base + sd * z,
            Distribution::LogNormal { sd } => base * (sd * z).exp(),
            Distribution::Uniform { low, high } => low + (high - low) * normal_cdf(z),
            Distribution::Triangular { low, mode, high } => {
                triangular(low, mode, high, normal_cdf(z))
            }
        }
    }

    /// The value at the share `u` of the probability, as [`Distribution::value`]
    /// gives it at z = Φ⁻¹(u); for samples that fill the unit cube evenly.
    pub fn quantile(&self, base: f64, u: f64) -> f64 {
        match *self {
            Distribution::Uniform { low, high } => low + (high - low) * u,
            Distribution::Triangular { low, mode, high } => triangular(low, mode, high, u),
            _ => self.value(base, normal_quantile(u)),
        }
    }
}

/// Φ(z), the share of a standard normal distribution below z.
fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Φ⁻¹(u).
fn normal_quantile(u: f64) -> f64 {
    -std::f64::consts::SQRT_2 * statrs::function::erf::erfc_inv(2.0 * u)
}

fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let width = high - low;
    match u * width < mode - low {
        true => low + (u * width * (mode - low)).sqrt(),
        false => high - ((1.0 - u) * width * (high - mode)).sqrt(),
    }
}

impl std::str::FromStr for Distribution {
    type Err = BasisError;

    /// Reads `normal(sd)`, `lognormal(sd)`, `uniform(low, high)` or
    /// `triangular(low, mode, high)`.
    fn from_str(text: &str) -> Result<Self, BasisError> {
        let wrong = || refusal(text);
        let (name, rest) = text.trim().split_once('(').ok_or_else(wrong)?;
        let list = rest.strip_suffix(')').ok_or_else(wrong)?;
        let numbers: Option<Vec<f64>> = list
            .split(',')
            .map(|number| {
                number
                    .trim()
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
            })
            .collect();
        let made = match (name.trim(), &numbers.ok_or_else(wrong)?[..]) {
            ("normal", &[sd]) if sd >= 0.0 => Distribution::Normal { sd },
            ("lognormal", &[sd]) if sd >= 0.0 => Distribution::LogNormal { sd },
            ("uniform", &[low, high]) if low <= high => Distribution::Uniform { low, high },
            ("triangular", &[low, mode, high]) if low <= mode && mode <= high => {
                Distribution::Triangular { low, mode, high }
            }
            _ => return Err(wrong()),
        };
        Ok(made)
    }
}

fn refusal(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-DISTRIBUTION",
        format!("\"{text}\" is no distribution"),
        format!("“{text}”不是分布"),
    )
    .value(text)
    .expected(
        "normal(sd), lognormal(sd), uniform(low,high) or triangular(low,mode,high)",
        "normal(标准差)、lognormal(标准差)、uniform(下限,上限) 或 triangular(下限,众数,上限)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_distribution_is_refused() {
        for wrong in [
            "",
            "normal",
            "normal()",
            "normal(-1)",
            "uniform(2,1)",
            "uniform(1)",
            "gamma(1)",
            "normal(nan)",
            "triangular(1,3,2)",
            "normal(1",
            "normal(1,2)",
        ] {
            let refused = wrong.parse::<Distribution>().unwrap_err();
            assert_eq!(refused.code(), "E-CYCLE-DISTRIBUTION", "{wrong}");
        }
    }

    #[test]
    fn known_quantiles_are_met() {
        // Φ(1.959963984540054) = 0.975.
        let uniform: Distribution = "uniform(0,1)".parse().unwrap();
        assert!((uniform.value(9.0, 1.959963984540054) - 0.975).abs() < 1e-10);
        // The median of a symmetric triangle is its mode.
        let triangle: Distribution = "triangular(0, 1, 2)".parse().unwrap();
        assert!((triangle.value(9.0, 0.0) - 1.0).abs() < 1e-12);
        let log: Distribution = "lognormal(0.5)".parse().unwrap();
        assert!((log.value(-2.0, 1.0) + 2.0 * 0.5_f64.exp()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_share_and_the_deviate_agree(u in 0.001..0.999_f64) {
            for text in ["normal(2)", "lognormal(0.3)", "uniform(-1,4)", "triangular(-1,0,4)"] {
                let distribution: Distribution = text.parse().unwrap();
                let at = distribution.value(3.0, normal_quantile(u));
                prop_assert!((distribution.quantile(3.0, u) - at).abs() < 1e-9);
            }
        }
    }
}
