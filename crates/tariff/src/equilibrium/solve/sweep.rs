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

use super::base::Base;
use super::transfer::Transfer;
use crate::equilibrium::model::Model;
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
    pub(super) weight: Vec<f64>,
    /// τ' and 1 / (1 + τ') by flow.
    tariff: &'a [f64],
    pub(super) net: Vec<f64>,
    /// World value added before.
    pub(super) world_before: f64,
    /// How much of a region's trade a percent of its wage moves, by region.
    pub(super) answer: Vec<f64>,
}

/// What a pass leaves beside the next unknowns; n × sectors + j where not
/// said otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    pub(super) ln_cost: Vec<f64>,
    /// By sector.
    pub(super) sectors: Vec<Sector>,
    pub(super) labour: Vec<f64>,
    pub(super) value_added: Vec<f64>,
    pub(super) revenue: Vec<f64>,
    pub(super) transfer: Vec<f64>,
    pub(super) income: Vec<f64>,
    /// Σ γ Y + ν M − wL, over wL.
    pub(super) excess: Vec<f64>,
    /// Exports + imports over wL, and what pays for imports beyond them.
    pub(super) trade: Vec<f64>,
    pub(super) surplus: Vec<f64>,
}

/// What a pass leaves of one sector, by region.
#[derive(Clone, Debug, Default)]
pub(super) struct Sector {
    /// ĉ^(−θ).
    pub(super) pull: Vec<f64>,
    /// Φ of the importer.
    pub(super) phi: Vec<f64>,
    /// What the exporter receives, before duty.
    pub(super) sales: Vec<f64>,
    /// What the importer pays before duty, and of that at home.
    pub(super) paid: Vec<f64>,
    pub(super) own: Vec<f64>,
}

impl Sector {
    fn new(regions: usize) -> Self {
        let zeros = vec![0.0; regions];
        Self {
            pull: zeros.clone(),
            phi: zeros.clone(),
            sales: zeros.clone(),
            paid: zeros.clone(),
            own: zeros,
        }
    }
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
            answer: answers(world, base),
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

    pub(super) fn parallel(&self) -> bool {
        self.world.flows().len() + self.world.inputs().len() > ALONE
    }

    /// Expenditure by flow, given c^(−θ), Φ and X of the last pass.
    pub(super) fn flows(&self, expenditure: &[f64], trace: &Trace) -> Vec<f64> {
        let (regions, sectors) = (self.regions(), self.sectors());
        let flows = self.world.flows();
        let mut values = vec![0.0; flows.len()];
        for j in 0..sectors {
            for n in 0..regions {
                let spread = expenditure[n * sectors + j] / trace.sectors[j].phi[n];
                for at in flows.market(n, j) {
                    let exporter = flows.exporters()[at] as usize;
                    values[at] = self.weight[at] * trace.sectors[j].pull[exporter] * spread;
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
        let (regions, sectors) = (problem.regions(), problem.sectors());
        self.ln_cost.resize(regions * sectors, 0.0);
        self.sectors.resize_with(sectors, || Sector::new(regions));
        for list in [
            &mut self.labour,
            &mut self.value_added,
            &mut self.revenue,
            &mut self.transfer,
            &mut self.income,
            &mut self.excess,
            &mut self.trade,
            &mut self.surplus,
        ] {
            list.resize(regions, 0.0);
        }
    }
}

/// −∂(exports − imports)/∂ ln w over exports + imports, roughly: θ where
/// goods compete with others', and the income that buys imports.
fn answers(world: &World, base: &Base) -> Vec<f64> {
    let (regions, sectors) = (world.regions().len(), world.sectors().len());
    let flows = world.flows();
    let gamma = world.value_added_shares();
    let (mut answer, mut trade) = (vec![0.0; regions], vec![0.0; regions]);
    for j in 0..sectors {
        let theta = world.theta()[j];
        for n in 0..regions {
            let spent = base.expenditure[n * sectors + j];
            for at in flows.market(n, j) {
                let i = flows.exporters()[at] as usize;
                let (share, sold) = (base.share[at], base.share[at] * spent);
                if i == n {
                    // Dearer at home: what is bought there moves abroad.
                    answer[n] += gamma[n * sectors + j] * theta * sold * (1.0 - share);
                } else {
                    answer[i] += gamma[i * sectors + j] * theta * sold * (1.0 - share);
                    answer[n] += sold;
                    trade[i] += sold;
                    trade[n] += sold;
                }
            }
        }
    }
    let answers = answer.iter().zip(&trade);
    answers
        .map(|(answer, trade)| if *trade > 0.0 { answer / trade } else { 1.0 })
        .collect()
}
