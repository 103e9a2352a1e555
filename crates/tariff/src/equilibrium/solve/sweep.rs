//! One pass through all equations of the equilibrium.
//!
//! ```text
//! ln w, ln P ─► ln c ─► π', P, sales, duty ─► income ─► X, ln w
//!    (by region)      (by sector)        (by region)
//! ```
//!
//! The unknowns are one list: ln ŵ by region, ln P̂ and X' by region ×
//! sector, and ln L̂ by region × sector where scale matters. Their fixed
//! point is the equilibrium. A region or a sector is computed by one thread
//! in one order, so the result is the same bits at any number of threads.
//!
//! Source: Caliendo and Parro 2015, equations 10–14 in changes.

use rayon::prelude::*;

use super::base::{Base, nu};
use super::transfer::Transfer;
use crate::equilibrium::model::{Model, Revenue};
use crate::equilibrium::shock::Shock;
use crate::equilibrium::world::World;

/// Work (flows and inputs) below which threads cost more than they bring.
const ALONE: usize = 200_000;

/// Everything that stays while the unknowns move.
pub(super) struct Problem<'a> {
    pub(super) world: &'a World,
    pub(super) model: &'a Model,
    pub(super) base: &'a Base,
    pub(super) transfer: &'a Transfer,
    /// π κ̂^(−θ) by flow, κ̂ the change of (1 + τ) d.
    weight: Vec<f64>,
    /// τ' and 1 / (1 + τ') by flow.
    tariff: &'a [f64],
    net: Vec<f64>,
    /// World value added before.
    pub(super) world_before: f64,
    /// How far a region's wage moves for an excess of one.
    step: Vec<f64>,
}

/// What a pass leaves beside the next unknowns; n × sectors + j where not
/// said otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    pub(super) ln_cost: Vec<f64>,
    /// c^(−θ), sector × regions + n.
    pull: Vec<f64>,
    /// By market, sector × regions + n: Φ, sales of n, imports before duty.
    phi: Vec<f64>,
    pub(super) sales: Vec<f64>,
    paid: Vec<f64>,
    pub(super) labour: Vec<f64>,
    pub(super) value_added: Vec<f64>,
    pub(super) revenue: Vec<f64>,
    pub(super) transfer: Vec<f64>,
    pub(super) income: Vec<f64>,
    /// Σ γ Y + ν M − wL, over wL.
    pub(super) excess: Vec<f64>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        world: &'a World,
        model: &'a Model,
        base: &'a Base,
        transfer: &'a Transfer,
        shock: &'a Shock,
    ) -> Self {
        let flows = world.flows();
        let mut weight = base.share.clone();
        for sector in 0..world.sectors().len() {
            let theta = world.theta()[sector];
            for importer in 0..world.regions().len() {
                for at in flows.market(importer, sector) {
                    let duty = (1.0 + shock.tariff[at]) / (1.0 + base.tariff[at]);
                    let kappa = duty * shock.iceberg[at];
                    if kappa != 1.0 {
                        weight[at] *= kappa.powf(-theta);
                    }
                }
            }
        }
        Self {
            world,
            model,
            base,
            transfer,
            weight,
            tariff: &shock.tariff,
            net: shock.tariff.iter().map(|rate| 1.0 / (1.0 + rate)).collect(),
            world_before: base.value_added.iter().sum(),
            step: steps(world, base),
        }
    }

    pub(super) fn regions(&self) -> usize {
        self.world.regions().len()
    }

    pub(super) fn sectors(&self) -> usize {
        self.world.sectors().len()
    }

    /// How many unknowns there are.
    pub(super) fn size(&self) -> usize {
        let blocks = if self.scales() { 3 } else { 2 };
        self.regions() * (1 + blocks * self.sectors())
    }

    fn scales(&self) -> bool {
        self.model.psi.iter().any(|psi| *psi != 0.0)
    }

    /// The state of the base: no change.
    pub(super) fn start(&self) -> Vec<f64> {
        let cells = self.regions() * self.sectors();
        let mut u = vec![0.0; self.size()];
        let spent = self.regions() + cells;
        u[spent..spent + cells].copy_from_slice(&self.base.expenditure);
        u
    }

    /// Where the prices and the expenditures stand among the unknowns.
    pub(super) fn blocks(&self) -> (usize, usize, usize) {
        let cells = self.regions() * self.sectors();
        let prices = self.regions();
        (prices, prices + cells, prices + 2 * cells)
    }

    /// Puts T(u) into `out`.
    pub(super) fn sweep(&self, u: &[f64], out: &mut [f64], trace: &mut Trace) {
        let (prices, spent, scale) = self.blocks();
        let (ln_wage, rest) = u.split_at(prices);
        let (ln_price, rest) = rest.split_at(spent - prices);
        let (expenditure, ln_scale) = rest.split_at(scale - spent);
        trace.fit(self);
        self.costs(ln_wage, ln_price, ln_scale, trace);
        self.markets(expenditure, trace);
        let (next_wage, next) = out.split_at_mut(prices);
        let (next_price, next) = next.split_at_mut(spent - prices);
        let (next_expenditure, next_scale) = next.split_at_mut(scale - spent);
        self.prices(trace, next_price);
        self.incomes(ln_wage, ln_price, expenditure, trace);
        self.expenditures(trace, next_expenditure);
        self.wages(ln_wage, trace, next_wage);
        self.scale(ln_wage, trace, next_scale);
    }

    fn parallel(&self) -> bool {
        self.world.flows().len() + self.world.inputs().len() > ALONE
    }

    /// ln ĉₙᵏ = γₙᵏ ln ŵₙ + Σⱼ γₙᵏʲ ln P̂ₙʲ − ψₖ ln L̂ₙᵏ
    fn costs(&self, ln_wage: &[f64], ln_price: &[f64], ln_scale: &[f64], trace: &mut Trace) {
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
    fn markets(&self, expenditure: &[f64], trace: &mut Trace) {
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
    fn prices(&self, trace: &Trace, out: &mut [f64]) {
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
    fn incomes(&self, ln_wage: &[f64], ln_price: &[f64], expenditure: &[f64], trace: &mut Trace) {
        let (regions, sectors) = (self.regions(), self.sectors());
        let gamma = self.world.value_added_shares();
        for n in 0..regions {
            let (mut paid, mut earned, mut spent) = (0.0, 0.0, 0.0);
            for j in 0..sectors {
                paid += trace.paid[j * regions + n];
                spent += expenditure[n * sectors + j] - trace.paid[j * regions + n];
                earned += gamma[n * sectors + j] * trace.sales[j * regions + n];
            }
            trace.revenue[n] = spent;
            trace.labour[n] = self.labour(n, ln_wage[n], ln_price, spent);
            let value_added = ln_wage[n].exp() * trace.labour[n] * self.base.value_added[n];
            trace.value_added[n] = value_added;
            trace.excess[n] = (earned + nu(&self.model.closure, n) * paid) / value_added - 1.0;
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

    /// L̂ = (ŵ t̂ / P̂)^κ, t̂ the change of 1 + R / wL where duty relieves the
    /// income tax, else one.
    fn labour(&self, n: usize, ln_wage: f64, ln_price: &[f64], revenue: f64) -> f64 {
        let kappa = self.model.kappa;
        if kappa == 0.0 {
            return 1.0;
        }
        let real = ln_wage - self.ln_price_index(n, ln_price);
        if self.model.revenue == Revenue::LumpSum {
            return (kappa * real).exp();
        }
        let before = (1.0 + self.base.revenue[n] / self.base.value_added[n]).ln();
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
    fn expenditures(&self, trace: &Trace, out: &mut [f64]) {
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
    fn wages(&self, ln_wage: &[f64], trace: &Trace, out: &mut [f64]) {
        let world: f64 = trace.value_added.iter().sum();
        let shift = (world / self.world_before).ln();
        for (n, out) in out.iter_mut().enumerate() {
            let move_by = (self.step[n] * trace.excess[n]).clamp(-0.5, 0.5);
            *out = ln_wage[n] + move_by - shift;
        }
    }

    /// ln L̂ₙᵏ = ln Ŷₙᵏ − ln ŵₙ: labour takes a constant share of sales.
    fn scale(&self, ln_wage: &[f64], trace: &Trace, out: &mut [f64]) {
        let (regions, sectors) = (self.regions(), self.sectors());
        for (at, out) in out.iter_mut().enumerate() {
            let (n, k) = (at / sectors, at % sectors);
            let (now, before) = (trace.sales[k * regions + n], self.base.output[at]);
            *out = if before > 0.0 {
                (now / before).ln() - ln_wage[n]
            } else {
                0.0
            };
        }
    }

    /// Expenditure by flow, given c^(−θ), Φ and X of the last pass.
    pub(super) fn flows(&self, expenditure: &[f64], trace: &Trace) -> Vec<f64> {
        let (regions, sectors) = (self.regions(), self.sectors());
        let flows = self.world.flows();
        let mut values = vec![0.0; flows.len()];
        for j in 0..sectors {
            for n in 0..regions {
                let spread = expenditure[n * sectors + j] / trace.phi[j * regions + n];
                for at in flows.market(n, j) {
                    let exporter = flows.exporters()[at] as usize;
                    values[at] = self.weight[at] * trace.pull[j * regions + exporter] * spread;
                }
            }
        }
        values
    }

    /// τ' by flow.
    pub(super) fn tariffs(&self) -> Vec<f64> {
        self.tariff.to_vec()
    }

    /// π κ̂^(−θ) of a flow.
    pub(super) fn weight(&self, at: usize) -> f64 {
        self.weight[at]
    }
}

impl Trace {
    fn fit(&mut self, problem: &Problem<'_>) {
        let (regions, cells) = (problem.regions(), problem.regions() * problem.sectors());
        for list in [
            &mut self.ln_cost,
            &mut self.pull,
            &mut self.phi,
            &mut self.sales,
            &mut self.paid,
        ] {
            list.resize(cells, 0.0);
        }
        for list in [
            &mut self.labour,
            &mut self.value_added,
            &mut self.revenue,
            &mut self.transfer,
            &mut self.income,
            &mut self.excess,
        ] {
            list.resize(regions, 0.0);
        }
    }
}

/// The reciprocal of how strongly a region's sales answer its wage: θ where
/// its goods compete with others', next to nothing where they do not.
fn steps(world: &World, base: &Base) -> Vec<f64> {
    let (regions, sectors) = (world.regions().len(), world.sectors().len());
    let flows = world.flows();
    let gamma = world.value_added_shares();
    let mut answer = vec![0.0; regions];
    for j in 0..sectors {
        for n in 0..regions {
            for at in flows.market(n, j) {
                let i = flows.exporters()[at] as usize;
                let sold = base.share[at] * base.expenditure[n * sectors + j];
                let rivals = 1.0 - base.share[at];
                answer[i] += gamma[i * sectors + j] * sold * world.theta()[j] * rivals;
            }
        }
    }
    let answers = answer.iter().zip(&base.value_added);
    answers
        .map(|(answer, va)| 1.0 / (0.5 + answer / va))
        .collect()
}
