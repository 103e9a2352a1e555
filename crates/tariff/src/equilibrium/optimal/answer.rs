//! The best tariffs of one region at given costs and shadow prices.

use super::Shape;
use super::shadow::Shadow;
use crate::equilibrium::one_sector::local::{Local, Place};
use crate::equilibrium::one_sector::system::{Point, System};

/// One importer's problem: costs and shadow prices are held.
pub(super) struct Problem<'a> {
    place: &'a Place,
    shadow: &'a Shadow,
    theta: f64,
    region: usize,
    x: (f64, f64),
    /// Kernel times weight of every exporter, less the duty.
    open: Vec<f64>,
    /// What a rise of the wage bill costs in the equation of the numeraire.
    numeraire: f64,
}

/// What tariffs t = log(1 + τ) make of region n with all else held.
struct Taxed {
    local: Local,
    share: Vec<f64>,
    net: Vec<f64>,
    duty: f64,
}

/// Steps of the inner problem.
const STEPS: usize = 1000;
/// A step this small is one of rounding.
const FLAT: f64 = 1e-12;
/// No tariff moves by more than this (in logarithms) in one step.
const LONGEST: f64 = 0.3;
/// Tariffs are kept within these, in log(1 + τ): −50 % and 10,000 %.
const RANGE: (f64, f64) = (-0.693, 4.615);

impl<'a> Problem<'a> {
    pub(super) fn new(
        system: &'a System,
        point: &Point,
        x: &[f64],
        region: usize,
        shadow: &'a Shadow,
    ) -> Self {
        let last = shadow.price.last().copied().unwrap_or(0.0);
        Self {
            place: &system.places()[region],
            shadow,
            numeraire: last * system.size(point.region(region).0),
            theta: system.theta(),
            region,
            x: (x[region], x[system.places().len()]),
            open: system.untaxed(point, region).collect(),
        }
    }

    /// Tariffs that meet dL/dt = 0, from `t`; `None` where they are not found.
    pub(super) fn best(&self, t: &[f64], shape: Shape) -> Option<Vec<f64>> {
        let mut t = t.to_vec();
        let (mut rate, mut before) = (1.0, vec![0.0; t.len()]);
        for _ in 0..STEPS {
            let step = self.step(&t, shape)?;
            let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if longest < FLAT {
                return Some(t);
            }
            // Steps that turn back have gone too far.
            let turned: f64 = step
                .iter()
                .zip(&before)
                .map(|(step, before)| step * before)
                .sum();
            let square: f64 = before.iter().map(|before| before * before).sum();
            if turned < -0.25 * square {
                rate *= 0.6;
            }
            let scale = (LONGEST / longest).min(rate);
            for (t, step) in t.iter_mut().zip(&step) {
                *t = (*t + scale * step).clamp(RANGE.0, RANGE.1);
            }
            before = step;
        }
        None
    }

    /// dL/dt of every exporter at `t`; what the region pays itself has none.
    #[cfg(test)]
    pub(super) fn slope(&self, t: &[f64]) -> Option<Vec<f64>> {
        self.taxed(t).map(|taxed| self.slope_of(&taxed))
    }

    /// A Newton step on dL/dt with the curvature of a textbook world,
    /// θ φ (diag(λ) − λ λᵀ) over what is bought abroad, whose inverse is
    /// (diag(1/λ) + 1 1ᵀ / λₙₙ) / (θ φ).
    fn step(&self, t: &[f64], shape: Shape) -> Option<Vec<f64>> {
        let taxed = self.taxed(t)?;
        let slope = self.slope_of(&taxed);
        let power = self.theta * self.place.phi;
        // A region that buys next to nothing at home takes shorter steps.
        let own = taxed.share[self.region].max(0.05);
        let abroad = || (0..t.len()).filter(|at| *at != self.region);
        let total: f64 = abroad().map(|at| slope[at]).sum();
        let mut step = vec![0.0; t.len()];
        for at in abroad() {
            let newton = match shape {
                Shape::Uniform => total / (own * (1.0 - own).max(f64::MIN_POSITIVE)),
                // What is not bought has no best tariff: none is kept.
                Shape::ByExporter if taxed.share[at] == 0.0 => continue,
                Shape::ByExporter => slope[at] / taxed.share[at] + total / own,
            };
            step[at] = newton / power;
        }
        Some(step)
    }

    fn taxed(&self, t: &[f64]) -> Option<Taxed> {
        let power = -self.theta * self.place.phi;
        let kernel = self
            .open
            .iter()
            .zip(t)
            .map(|(open, t)| open * (power * t).exp());
        let mut share: Vec<f64> = kernel.collect();
        let sum: f64 = share.iter().sum();
        share.iter_mut().for_each(|share| *share /= sum);
        let net: Vec<f64> = share
            .iter()
            .zip(t)
            .map(|(share, t)| share * (-t).exp())
            .collect();
        let duty = 1.0 - net.iter().sum::<f64>();
        let local = Local::solve(self.place, self.theta, self.x, (sum, duty))?;
        Some(Taxed {
            local,
            share,
            net,
            duty,
        })
    }

    /// dL/dt: utility less what excess demand costs at the shadow prices.
    fn slope_of(&self, taxed: &Taxed) -> Vec<f64> {
        let (labour_by, spending_by) = taxed.local.answers_by();
        let utility_by = taxed.local.utility_by(self.place, self.theta, taxed.duty);
        let power = self.theta * self.place.phi;
        let (nu, before) = (self.place.nu, 1.0 - taxed.duty);
        let mu = &self.shadow.each;
        let paid: f64 = mu.iter().zip(&taxed.net).map(|(mu, net)| mu * net).sum();
        // A larger wage bill closes the region's own market and raises the
        // numeraire.
        let bill = self.shadow.price[self.region] - self.numeraire;
        let more = (1.0 + self.place.psi) * bill;
        let slope = |at: usize| {
            let (share, net) = (taxed.share[at], taxed.net[at]);
            let by_sum = -power * share;
            let by_duty = power * (net - before * share) + net;
            let chain = |by: [f64; 4]| by[1] * by_sum + by[2] * by_duty;
            let (spending, labour) = (chain(spending_by), chain(labour_by));
            let moved = -power * (mu[at] * net - share * paid) - mu[at] * net;
            let abroad = (1.0 - nu) * (moved + paid * spending);
            let home = nu * mu[self.region] * (before * spending - by_duty);
            chain(utility_by) - taxed.local.spending * (abroad + home) + more * labour
        };
        (0..taxed.share.len()).map(slope).collect()
    }
}
