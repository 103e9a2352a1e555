//! The random numbers of a draw: its own stream, whatever the other draws do.
//!
//! ```text
//! stream of the draw: z of the run (one a varied value) │ z of period 1 │ z of period 2 │ …
//! ```
//!
//! The numbers of the periods come after those of the run, so that a value
//! drawn once is the same with and without noise beside it, and longer runs
//! begin as shorter ones.

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution as _, StandardNormal};
use triffin_basis::BasisError;

use super::{Correlation, Draws};

/// Standard normal deviates in the order of what varies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Deviates {
    /// Of the whole run.
    pub(super) run: Vec<f64>,
    /// Of each period, the first one first; none where nothing varies so.
    pub(super) periods: Vec<Vec<f64>>,
}

impl Deviates {
    /// Those of one draw.
    pub(super) fn of(draws: &Draws, draw: u32) -> Self {
        let mut stream = ChaCha12Rng::seed_from_u64(draws.seed);
        stream.set_stream(u64::from(draw));
        let mut next = || {
            let mut z: Vec<f64> = (0..draws.vary.len())
                .map(|_| StandardNormal.sample(&mut stream))
                .collect();
            if let Some(correlation) = &draws.correlation {
                correlation.apply(&mut z);
            }
            z
        };
        let run = next();
        let periods = match draws.vary.iter().any(|vary| vary.each) {
            true => (0..draws.run.periods).map(|_| next()).collect(),
            false => Vec::new(),
        };
        Self { run, periods }
    }

    /// The values of a draw, in the order of what varies: of what is drawn for
    /// each period, that of the first one.
    pub(super) fn values(&self, draws: &Draws, base: &[f64]) -> Vec<f64> {
        let first = self.periods.first().unwrap_or(&self.run);
        let varied = draws.vary.iter().zip(base).zip(self.run.iter().zip(first));
        varied
            .map(|((vary, base), (run, first))| {
                let z = if vary.each { first } else { run };
                vary.distribution.value(*base, *z)
            })
            .collect()
    }
}

/// Refuses a correlation between a value of the run and one of each period:
/// the second would have to remember the first.
///
/// # Errors
/// `E-CYCLE-CORRELATION`.
pub(super) fn refuse_mixed(draws: &Draws, correlation: &Correlation) -> Result<(), BasisError> {
    for (a, one) in draws.vary.iter().enumerate() {
        for (b, other) in draws.vary.iter().enumerate().take(a) {
            let coefficient = correlation.between(a, b);
            // The factor multiplies back to zero up to rounding.
            if one.each != other.each && coefficient.abs() > 1e-9 {
                return Err(mixed(coefficient));
            }
        }
    }
    Ok(())
}

fn mixed(coefficient: f64) -> BasisError {
    BasisError::new(
        "E-CYCLE-CORRELATION",
        "a value of the whole run cannot be correlated with one of each period",
        "整次运行取一个值的变量不能与逐期取值的变量相关",
    )
    .value(coefficient)
    .expected(
        "both with @each (correlated within a period), or neither",
        "两者都带 @each（同期相关），或都不带",
    )
}
