//! From the covariance of the estimates to intervals around a counterfactual.
//!
//! ```text
//! estimates b, covariance V ─► draw k: b + L zₖ ─► θ ─► baseline, counterfactual ─► outputs ─► percentiles
//! ```
//!
//! A draw depends on the seed and its own index alone: neither the number
//! of threads nor that of draws changes a bit of it. Every draw solves its
//! own baseline, since the data are an equilibrium of no elasticity in
//! particular.

mod covariance;
mod estimates;
mod gravity;
mod one_sector;
mod sample;
#[cfg(test)]
mod tests;
mod worlds;

pub use covariance::Covariance;
pub use estimates::{Estimates, Identification};
pub use gravity::GravityDraws;
pub use one_sector::OneSectorDraws;
pub use sample::{Failed, Sample};
pub use worlds::{OUTPUTS, WorldDraws};

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use triffin_basis::BasisError;

/// How many draws, and from which seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// What is drawn.
    pub estimates: Estimates,
    /// How many draws.
    pub count: u32,
    /// The seed.
    pub seed: u64,
}

/// Two gigabytes of numbers.
const MOST_CELLS: u64 = 250_000_000;

impl Draws {
    /// Calls `solve` with the parameters of every draw and keeps the
    /// `outputs` numbers it gives.
    ///
    /// Draws with an elasticity of zero or below are rejected and counted;
    /// those that cannot be solved are kept with their reason, and neither
    /// stops the others. `progress` is called with each draw done; once
    /// `stop` is set no further ones are begun, and those done are given.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-DRAWS` where no draw is asked for, the sample would not fit
    /// in memory, or no draw could be solved.
    ///
    /// ```
    /// use std::sync::atomic::AtomicBool;
    /// use triffin_tariff::equilibrium::draws::{Covariance, Draws, Estimates, Identification};
    /// let covariance = Covariance::independent(&[0.5])?;
    /// let estimates = Estimates::new(vec![-5.0], covariance, Identification::ExDuty)?;
    /// let draws = Draws { estimates, count: 200, seed: 7 };
    /// let sample = draws.run(1, |theta| Ok(vec![1.0 / theta[0]]), &|| {}, &AtomicBool::new(false))?;
    /// // −5 on ln(1 + τ) with values before duty is θ = 4.
    /// assert!((sample.percentile(0, 50.0).unwrap_or(0.0) - 0.25).abs() < 0.02);
    /// # Ok::<(), triffin_basis::BasisError>(())
    /// ```
    pub fn run(
        &self,
        outputs: usize,
        solve: impl Fn(&[f64]) -> Result<Vec<f64>, BasisError> + Sync,
        progress: &(dyn Fn() + Sync),
        stop: &AtomicBool,
    ) -> Result<Sample, BasisError> {
        let cells = u64::from(self.count).saturating_mul(outputs as u64);
        if self.count == 0 || cells > MOST_CELLS {
            return Err(refused(self.count, ("1 to some million", "1 至数百万")));
        }
        let one = |draw: u32| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let drawn = self.estimates.draw(self.seed, draw);
            let done = drawn.map(|parameters| solve(&parameters));
            progress();
            Some((draw, done))
        };
        let done: Vec<_> = (0..self.count).into_par_iter().filter_map(one).collect();
        let sample = Sample::gather(outputs, done);
        match sample.failed().first() {
            Some(failed) if sample.draws().is_empty() => Err(failed.reason.clone()),
            None if sample.draws().is_empty() && sample.rejected() > 0 => {
                Err(all_rejected(sample.rejected()))
            }
            _ => Ok(sample),
        }
    }
}

fn refused(count: u32, expected: (&str, &str)) -> BasisError {
    BasisError::new(
        "E-TARIFF-DRAWS",
        format!("{count} draws cannot be made"),
        format!("无法进行 {count} 次抽样"),
    )
    .value(count)
    .expected(expected.0, expected.1)
}

fn all_rejected(count: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-DRAWS",
        format!("all {count} draws have a trade elasticity of zero or below"),
        format!("全部 {count} 次抽样的贸易弹性均不为正"),
    )
    .value(count)
    .expected("theta > 0 in most draws", "多数抽样中 theta > 0")
    .remedy(
        "Say whether the values are before or after duty: the coefficient is -(1 + theta) or -theta",
        "请说明数值是税前还是含税：系数为 -(1 + theta) 或 -theta",
    )
}
