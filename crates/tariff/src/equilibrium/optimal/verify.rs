//! Is it a maximum?

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use triffin_basis::BasisError;

use super::Shape;
use super::search::{Game, State};
use crate::equilibrium::one_sector::Economy;
use crate::equilibrium::one_sector::newton;
use crate::equilibrium::one_sector::system::System;

/// Trials of a region's tariffs, each through the whole equilibrium.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verified {
    /// d² log W / dt² along a common change of log(1 + τ); negative at a
    /// maximum.
    pub curvature: f64,
    /// |d log W / dt| along the same, by central difference: zero but for
    /// rounding.
    pub slope: f64,
    /// Deviations tried: none at all, a common rise and fall, and random ones.
    pub deviations: u32,
    /// What the best of them gains, in log W; below zero at a maximum.
    pub best_deviation: f64,
}

/// The step of the differences, in log(1 + τ).
const STEP: f64 = 3e-3;
/// A slope this large is not one of rounding: the error of the difference
/// is of the order of STEP², times a third derivative below θ³.
const FLAT: f64 = 1e-3;
/// How far random deviations go, one after the other.
const SIZES: [f64; 4] = [0.01, 0.05, 0.2, 0.5];

/// Tries the tariffs of `region`.
pub(super) fn verify(
    economy: &Economy,
    state: &State,
    region: usize,
    game: &Game,
) -> Result<Verified, BasisError> {
    let mut trial = Trial {
        system: state.system.clone(),
        state,
        region,
    };
    let best = trial.utility(&state.t[region]);
    let common = |step: f64| -> Vec<f64> { shifted(&state.t[region], region, |_| step) };
    let (up, down) = (trial.utility(&common(STEP)), trial.utility(&common(-STEP)));
    let (Some(best), Some(up), Some(down)) = (best, up, down) else {
        return Err(not_a_maximum(&economy.regions()[region], f64::NAN));
    };
    let mut verified = Verified {
        curvature: (up - 2.0 * best + down) / (STEP * STEP),
        slope: ((up - down) / (2.0 * STEP)).abs(),
        deviations: 2,
        best_deviation: up.max(down) - best,
    };
    // A deviation after which there is no equilibrium has no worth to compare.
    for t in deviations(state, region, game) {
        if let Some(worth) = trial.utility(&t) {
            verified.deviations += 1;
            verified.best_deviation = verified.best_deviation.max(worth - best);
        }
    }
    let stands = verified.curvature < 0.0
        && verified.slope < FLAT * verified.curvature.abs().max(1e-9)
        && verified.best_deviation < 0.0;
    match stands {
        true => Ok(verified),
        false => Err(not_a_maximum(
            &economy.regions()[region],
            verified.best_deviation,
        )),
    }
}

/// No tariff at all, then random ones that depend on the region alone.
fn deviations(state: &State, region: usize, game: &Game) -> Vec<Vec<f64>> {
    let mut stream = ChaCha12Rng::seed_from_u64(0x7261_7465);
    stream.set_stream(region as u64);
    let t = &state.t[region];
    let mut all = vec![vec![0.0; t.len()]];
    for draw in 0..game.deviations as usize {
        let size = SIZES[draw % SIZES.len()];
        let common: f64 = stream.random_range(-size..size);
        all.push(match game.shape {
            Shape::Uniform => shifted(t, region, |_| common),
            Shape::ByExporter => shifted(t, region, |_| stream.random_range(-size..size)),
        });
    }
    all
}

fn shifted(t: &[f64], region: usize, mut by: impl FnMut(usize) -> f64) -> Vec<f64> {
    let one = |(at, t): (usize, &f64)| if at == region { 0.0 } else { t + by(at) };
    t.iter().enumerate().map(one).collect()
}

/// A world in which one region tries other tariffs.
struct Trial<'a> {
    system: System,
    state: &'a State,
    region: usize,
}

impl Trial<'_> {
    /// log W of the region at these tariffs; `None` without an equilibrium.
    fn utility(&mut self, t: &[f64]) -> Option<f64> {
        self.system.tax_log(self.region, t);
        let start = self.state.found.x.clone();
        let kept = Some(self.state.jacobian.clone());
        let found = newton::solve(&self.system, start, kept).ok()?;
        let (local, _) = found.point.region(self.region);
        Some(local.utility(&self.system.places()[self.region]))
    }
}

fn not_a_maximum(region: &str, gain: f64) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-OPTIMUM",
        format!("the tariff found for {region} is no maximum: a deviation gains {gain:.1e}"),
        format!("为 {region} 找到的关税不是最大值：偏离可得 {gain:.1e}"),
    )
    .value(format!("{gain:e}"))
    .expected("every deviation loses", "任何偏离都受损")
    .remedy(
        "Look at the region's size and elasticities; report the case",
        "请检查该地区的规模与弹性，并反馈该情形",
    )
}
