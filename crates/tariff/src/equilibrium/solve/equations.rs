//! The equations of a pass, one after the other.

use rayon::prelude::*;

use super::base::nu;
use super::sweep::{Problem, Trace};
use crate::equilibrium::model::Revenue;

impl Problem<'_> {
    /// ln ĉₙᵏ = γₙᵏ ln ŵₙ + Σⱼ γₙᵏʲ ln P̂ₙʲ − ψₖ ln L̂ₙᵏ
    pub(super) fn costs(
        &self,
        ln_wage: &[f64],
        ln_price: &[f64],
        ln_scale: &[f64],
        trace: &mut Trace,
    ) {
        let sectors = self.sectors();
        let gamma = self.world.value_added_shares();
        let row = |(n, cost): (usize, &mut [f64])| {
            let price = &ln_price[n * sectors..(n + 1) * sectors];
            for (k, cost) in cost.iter_mut().enumerate() {
                let inputs = self.world.inputs().of(n, k);
                let inputs: f64 = inputs.map(|(j, share)| share * price[j]).sum();
                *cost = gamma[n * sectors + k] * ln_wage[n] + inputs;
                if let Some(scale) = ln_scale.get(n * sectors + k) {
                    *cost -= self.model.psi(k) * scale;
                }
            }
        };
        if self.parallel() {
            trace
                .ln_cost
                .par_chunks_mut(sectors)
                .enumerate()
                .for_each(row);
        } else {
            trace.ln_cost.chunks_mut(sectors).enumerate().for_each(row);
        }
    }

    /// Φₙʲ = Σᵢ πₙᵢ (κ̂ₙᵢ ĉᵢ)^(−θ), sales Yᵢ = Σₙ (1 − νₙ) π' X / (1 + τ')
    /// and imports Mₙ = Σᵢ π' X / (1 + τ'), sector by sector.
    pub(super) fn markets(&self, expenditure: &[f64], trace: &mut Trace) {
        let (regions, sectors) = (self.regions(), self.sectors());
        let flows = self.world.flows();
        let ln_cost = &trace.ln_cost;
        type Chunks<'c> = (
            ((&'c mut [f64], &'c mut [f64]), &'c mut [f64]),
            &'c mut [f64],
        );
        let sector = |(j, (((pull, phi), sales), paid)): (usize, Chunks<'_>)| {
            let theta = self.world.theta()[j];
            for (i, pull) in pull.iter_mut().enumerate() {
                *pull = (-theta * ln_cost[i * sectors + j]).exp();
            }
            sales.fill(0.0);
            for n in 0..regions {
                let market = flows.market(n, j);
                let exporters = &flows.exporters()[market.clone()];
                let weight = &self.weight[market.clone()];
                let sum: f64 = weight
                    .iter()
                    .zip(exporters)
                    .map(|(a, i)| a * pull[*i as usize])
                    .sum();
                phi[n] = sum;
                paid[n] = 0.0;
                if sum == 0.0 {
                    continue;
                }
                // What is spent by the unit of a κ̂^(−θ) ĉ^(−θ).
                let spread = expenditure[n * sectors + j] / sum;
                let kept = 1.0 - nu(&self.model.closure, n);
                for ((a, i), net) in weight.iter().zip(exporters).zip(&self.net[market]) {
                    let import = a * pull[*i as usize] * net * spread;
                    paid[n] += import;
                    sales[*i as usize] += kept * import;
                }
            }
        };
        let Trace {
            pull,
            phi,
            sales,
            paid,
            ..
        } = trace;
        if self.parallel() {
            let chunks = pull
                .par_chunks_mut(regions)
                .zip(phi.par_chunks_mut(regions));
            let chunks = chunks.zip(sales.par_chunks_mut(regions));
            chunks
                .zip(paid.par_chunks_mut(regions))
                .enumerate()
                .for_each(sector);
        } else {
            let chunks = pull.chunks_mut(regions).zip(phi.chunks_mut(regions));
            let chunks = chunks.zip(sales.chunks_mut(regions));
            chunks
                .zip(paid.chunks_mut(regions))
                .enumerate()
                .for_each(sector);
        }
    }

    /// ln P̂ = −ln Φ / θ; no change where nothing is bought.
    pub(super) fn prices(&self, trace: &Trace, out: &mut [f64]) {
        let (regions, sectors) = (self.regions(), self.sectors());
        for (at, out) in out.iter_mut().enumerate() {
            let (n, j) = (at / sectors, at % sectors);
            let phi = trace.phi[j * regions + n];
            *out = if phi == 0.0 {
                0.0
            } else {
                -phi.ln() / self.world.theta()[j]
            };
        }
    }

    /// I = wL + R + T, and what labour is short of.
    pub(super) fn incomes(
        &self,
        ln_wage: &[f64],
        ln_price: &[f64],
        expenditure: &[f64],
        trace: &mut Trace,
    ) {
        let (regions, sectors) = (self.regions(), self.sectors());
        for (n, wage) in ln_wage.iter().enumerate() {
            let cells = n * sectors..(n + 1) * sectors;
            let earned: f64 = cells.clone().map(|at| self.earned(at, trace)).sum();
            let duties = cells.map(|at| expenditure[at] - trace.paid[at % sectors * regions + n]);
            let spent: f64 = duties.sum();
            trace.revenue[n] = spent;
            trace.labour[n] = self.labour(n, *wage, ln_price, spent);
            let value_added = wage.exp() * trace.labour[n] * self.base.value_added[n];
            trace.value_added[n] = value_added;
            trace.excess[n] = earned / value_added - 1.0;
        }
        let Trace {
            value_added,
            transfer,
            ..
        } = trace;
        self.transfer
            .amounts(value_added, self.world_before, transfer);
        for n in 0..regions {
            trace.income[n] = trace.value_added[n] + trace.revenue[n] + trace.transfer[n];
        }
    }

    /// L̂ = (ŵ t̂ / P̂)^κ, t̂ the change of 1 / (1 − R / wL) where duty relieves
    /// the income tax, else one.
    fn labour(&self, n: usize, ln_wage: f64, ln_price: &[f64], revenue: f64) -> f64 {
        let kappa = self.model.kappa;
        if kappa == 0.0 {
            return 1.0;
        }
        let real = ln_wage - self.ln_price_index(n, ln_price);
        if self.model.revenue == Revenue::LumpSum {
            return (kappa * real).exp();
        }
        let before = -(-self.base.revenue[n] / self.base.value_added[n]).ln_1p();
        let over = revenue / (ln_wage.exp() * self.base.value_added[n]);
        super::labour::supply(kappa, real - before, over)
    }

    /// ln P̂ₙ = Σⱼ αₙʲ ln P̂ₙʲ
    pub(super) fn ln_price_index(&self, n: usize, ln_price: &[f64]) -> f64 {
        let cells = n * self.sectors()..(n + 1) * self.sectors();
        let shares = &self.world.final_shares()[cells.clone()];
        shares
            .iter()
            .zip(&ln_price[cells])
            .map(|(a, p)| a * p)
            .sum()
    }

    /// X'ₙʲ = Σₖ γₙᵏʲ Y'ₙᵏ + αₙʲ I'ₙ
    pub(super) fn expenditures(&self, trace: &Trace, out: &mut [f64]) {
        let (regions, sectors) = (self.regions(), self.sectors());
        let alpha = self.world.final_shares();
        let row = |(n, out): (usize, &mut [f64])| {
            for (j, out) in out.iter_mut().enumerate() {
                *out = alpha[n * sectors + j] * trace.income[n];
            }
            for k in 0..sectors {
                let sales = trace.sales[k * regions + n];
                for (j, share) in self.world.inputs().of(n, k) {
                    out[j] += share * sales;
                }
            }
        };
        if self.parallel() {
            out.par_chunks_mut(sectors).enumerate().for_each(row);
        } else {
            out.chunks_mut(sectors).enumerate().for_each(row);
        }
    }

    /// Wages rise where labour is short; world value added is held.
    pub(super) fn wages(&self, ln_wage: &[f64], trace: &Trace, out: &mut [f64]) {
        let world: f64 = trace.value_added.iter().sum();
        let shift = (world / self.world_before).ln();
        for (n, out) in out.iter_mut().enumerate() {
            let move_by = (self.step[n] * trace.excess[n]).clamp(-0.5, 0.5);
            *out = ln_wage[n] + move_by - shift;
        }
    }

    /// w'L'ₙᵏ = γₙᵏ Y'ₙᵏ + νₙ M'ₙᵏ: what is earned by making and selling.
    fn earned(&self, at: usize, trace: &Trace) -> f64 {
        let (n, k) = (at / self.sectors(), at % self.sectors());
        let market = k * self.regions() + n;
        let made = self.world.value_added_shares()[at] * trace.sales[market];
        made + nu(&self.model.closure, n) * trace.paid[market]
    }

    /// ln L̂ₙᵏ by cell; none where nobody worked before.
    pub(super) fn ln_employment(&self, at: usize, ln_wage: &[f64], trace: &Trace) -> f64 {
        let before = self.base.earned[at];
        if before > 0.0 {
            (self.earned(at, trace) / before).ln() - ln_wage[at / self.sectors()]
        } else {
            0.0
        }
    }

    /// The next ln L̂ₙᵏ.
    pub(super) fn scale(&self, ln_wage: &[f64], trace: &Trace, out: &mut [f64]) {
        for (at, out) in out.iter_mut().enumerate() {
            *out = self.ln_employment(at, ln_wage, trace);
        }
    }
}
