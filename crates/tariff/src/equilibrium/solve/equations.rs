//! The equations of a pass, one after the other.

use rayon::prelude::*;

use super::base::nu;
use super::sweep::{Problem, Sector, Trace};
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

    /// Every sector by itself: shares, sales, imports.
    pub(super) fn markets(&self, expenditure: &[f64], trace: &mut Trace) {
        let ln_cost = &trace.ln_cost;
        let sector = |(j, sector): (usize, &mut Sector)| {
            self.market(j, ln_cost, expenditure, sector);
        };
        if self.parallel() {
            trace.sectors.par_iter_mut().enumerate().for_each(sector);
        } else {
            trace.sectors.iter_mut().enumerate().for_each(sector);
        }
    }

    /// Φₙʲ = Σᵢ πₙᵢ (κ̂ₙᵢ ĉᵢ)^(−θ), sales Yᵢ = Σₙ (1 − νₙ) π' X / (1 + τ')
    /// and imports Mₙ = Σᵢ π' X / (1 + τ').
    fn market(&self, j: usize, ln_cost: &[f64], expenditure: &[f64], sector: &mut Sector) {
        let (sectors, theta) = (self.sectors(), self.world.theta()[j]);
        let flows = self.world.flows();
        for (i, pull) in sector.pull.iter_mut().enumerate() {
            *pull = (-theta * ln_cost[i * sectors + j]).exp();
        }
        sector.sales.fill(0.0);
        for n in 0..self.regions() {
            let market = flows.market(n, j);
            let exporters = &flows.exporters()[market.clone()];
            let weight = &self.weight[market.clone()];
            let pulls = weight.iter().zip(exporters);
            let phi: f64 = pulls.map(|(a, i)| a * sector.pull[*i as usize]).sum();
            sector.phi[n] = phi;
            let (mut paid, mut own) = (0.0, 0.0);
            // Where nothing is bought there is nothing to spread.
            let spread = if phi > 0.0 {
                expenditure[n * sectors + j] / phi
            } else {
                0.0
            };
            let kept = 1.0 - nu(&self.model.closure, n);
            for ((a, i), net) in weight.iter().zip(exporters).zip(&self.net[market]) {
                let i = *i as usize;
                let import = a * sector.pull[i] * net * spread;
                paid += import;
                sector.sales[i] += kept * import;
                if i == n {
                    own = import;
                }
            }
            (sector.paid[n], sector.own[n]) = (paid, own);
        }
    }

    /// ln P̂ = −ln Φ / θ; no change where nothing is bought.
    pub(super) fn prices(&self, trace: &Trace, out: &mut [f64]) {
        let sectors = self.sectors();
        for (at, out) in out.iter_mut().enumerate() {
            let (n, j) = (at / sectors, at % sectors);
            let phi = trace.sectors[j].phi[n];
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
            let duties = cells.map(|at| expenditure[at] - trace.sectors[at % sectors].paid[n]);
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
            self.trade(n, trace);
        }
    }

    /// Exports + imports, and Σ Y + ν M + T − M: what comes in beyond what
    /// goes out, both over wL.
    fn trade(&self, n: usize, trace: &mut Trace) {
        let nu = nu(&self.model.closure, n);
        let (mut sold, mut paid, mut own) = (0.0, 0.0, 0.0);
        for j in 0..self.sectors() {
            sold += trace.sectors[j].sales[n];
            paid += trace.sectors[j].paid[n];
            own += trace.sectors[j].own[n];
        }
        let value_added = trace.value_added[n];
        trace.trade[n] = (sold - (1.0 - nu) * own + paid - own) / value_added;
        trace.surplus[n] = (sold + trace.transfer[n] - (1.0 - nu) * paid) / value_added;
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
        let sectors = self.sectors();
        let alpha = self.world.final_shares();
        let row = |(n, out): (usize, &mut [f64])| {
            for (j, out) in out.iter_mut().enumerate() {
                *out = alpha[n * sectors + j] * trace.income[n];
            }
            for k in 0..sectors {
                let sales = trace.sectors[k].sales[n];
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
            let answer = self.answer[n] * trace.trade[n];
            let move_by = if answer > 0.0 {
                (trace.surplus[n] / answer).clamp(-0.5, 0.5)
            } else {
                0.0
            };
            *out = ln_wage[n] + move_by - shift;
        }
    }

    /// w'L'ₙᵏ = γₙᵏ Y'ₙᵏ + νₙ M'ₙᵏ: what is earned by making and selling.
    fn earned(&self, at: usize, trace: &Trace) -> f64 {
        let (n, k) = (at / self.sectors(), at % self.sectors());
        let sector = &trace.sectors[k];
        let made = self.world.value_added_shares()[at] * sector.sales[n];
        made + nu(&self.model.closure, n) * sector.paid[n]
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
