//! The equations of a one-sector world at given costs.

use triffin_basis::BasisError;

use super::economy::Economy;
use super::local::{Local, Place};
use super::parameters::Parameters;
use super::policy::Policy;
use crate::equilibrium::{Closure, Revenue};

/// Equations in the unknowns x = (log â, s): unit costs and the shift s of
/// the closure, which is zero where transfers are amounts.
///
/// Excess demand of market i is (value added earned − Y'ᵢ) / Y'ᵢ, which is
/// exports less imports and what is received, over Y'ᵢ; the last
/// equation is log(ΣY'/ΣY) = 0.
#[derive(Clone, Debug)]
pub(in crate::equilibrium) struct System {
    pub(super) n: usize,
    pub(super) theta: f64,
    pub(super) places: Vec<Place>,
    /// Regions that trade with nobody: any wage clears their market.
    pub(super) closed: Vec<bool>,
    /// λₙᵢ d̂^(−θ) (1 + τₙᵢ)^(θφ): the share kernel less the new duty.
    open: Vec<f64>,
    /// Share kernel λₙᵢ d̂^(−θ) t̂^(−θφ).
    pub(super) kernel: Vec<f64>,
    /// 1 / (1 + τ'ₙᵢ).
    pub(super) net: Vec<f64>,
    world: f64,
}

/// The state of the world at some costs.
#[derive(Clone, Debug, Default)]
pub(in crate::equilibrium) struct Point {
    /// âᵢ^(−θ).
    pub(super) weight: Vec<f64>,
    /// Sₙ.
    pub(super) sum: Vec<f64>,
    /// rₙ.
    pub(super) duty: Vec<f64>,
    /// s.
    pub(super) shift: f64,
    /// Share of purchases abroad, before duty.
    pub(super) abroad: Vec<f64>,
    /// What each region does.
    pub(super) locals: Vec<Local>,
    /// What each region's producers earn abroad.
    pub(super) earned: Vec<f64>,
    /// Excess demand of every market, then that of the numeraire.
    pub(in crate::equilibrium) excess: Vec<f64>,
}

impl Point {
    /// Largest miss of any equation; NaN is the largest of all.
    pub(in crate::equilibrium) fn residual(&self) -> f64 {
        let larger = |most: f64, x: &f64| {
            if x.abs() > most || x.is_nan() {
                x.abs()
            } else {
                most
            }
        };
        self.excess.iter().fold(0.0, larger)
    }

    /// What a region does, and the duty's share of its spending.
    pub(in crate::equilibrium) fn region(&self, region: usize) -> (&Local, f64) {
        (&self.locals[region], self.duty[region])
    }

    /// The market that misses most.
    pub(super) fn worst(&self) -> usize {
        let markets = &self.excess[..self.excess.len().saturating_sub(1)];
        let larger = |most: (usize, f64), (at, x): (usize, &f64)| match x.abs() > most.1 {
            true => (at, x.abs()),
            false => most,
        };
        markets.iter().enumerate().fold((0, 0.0), larger).0
    }
}

impl System {
    pub(in crate::equilibrium) fn new(
        economy: &Economy,
        parameters: &Parameters,
        policy: &Policy,
    ) -> Self {
        let n = economy.regions().len();
        let spent = economy.expenditure();
        let mut system = Self {
            n,
            theta: parameters.theta,
            places: places(economy, parameters, &spent),
            closed: (0..n)
                .map(|region| economy.ways(region) == (false, false))
                .collect(),
            open: vec![0.0; n * n],
            kernel: vec![0.0; n * n],
            net: vec![1.0; n * n],
            world: 0.0,
        };
        system.world = system.places.iter().map(|place| place.value_added).sum();
        system.set(economy, policy, &spent);
        system
    }

    fn set(&mut self, economy: &Economy, policy: &Policy, spent: &[f64]) {
        for (at, value) in economy.flows().iter().enumerate() {
            let importer = at / self.n;
            let base = (1.0 + economy.tariffs()[at]).powf(self.places[importer].phi);
            let cost = policy.icebergs()[at] / base;
            self.open[at] = value / spent[importer] * cost.powf(-self.theta);
        }
        for (importer, rates) in policy.tariffs().chunks_exact(self.n).enumerate() {
            self.tax(importer, rates);
        }
    }

    /// Puts the tariffs of one importer in force.
    pub(in crate::equilibrium) fn tax(&mut self, importer: usize, rates: &[f64]) {
        let power = -self.theta * self.places[importer].phi;
        for (exporter, rate) in rates.iter().enumerate() {
            let at = importer * self.n + exporter;
            self.kernel[at] = self.open[at] * (1.0 + rate).powf(power);
            self.net[at] = 1.0 / (1.0 + rate);
        }
    }

    /// The same for t = log(1 + τ).
    pub(in crate::equilibrium) fn tax_log(&mut self, importer: usize, t: &[f64]) {
        let rates: Vec<f64> = t.iter().map(|t| t.exp_m1()).collect();
        self.tax(importer, &rates);
    }

    /// What each region is, in order.
    pub(in crate::equilibrium) fn places(&self) -> &[Place] {
        &self.places
    }

    /// θ.
    pub(in crate::equilibrium) fn theta(&self) -> f64 {
        self.theta
    }

    /// The equations of what follows a baseline: where that has no deficits,
    /// amounts of exactly zero are transferred.
    pub(in crate::equilibrium) fn after(
        start: &Economy,
        parameters: &Parameters,
        policy: &Policy,
    ) -> Self {
        let mut system = Self::new(start, parameters, policy);
        if parameters.closure == Closure::Zero {
            system.transfer(|_| 0.0);
        }
        system
    }

    /// Amounts transferred in place of those of the data.
    pub(in crate::equilibrium) fn transfer(&mut self, amount: impl Fn(&Place) -> f64) {
        for place in &mut self.places {
            place.transfer = amount(place);
        }
    }

    /// Evaluates every equation at `x`; the error is the region that would
    /// spend nothing, or whose relief would exceed its wage bill.
    pub(in crate::equilibrium) fn evaluate(
        &self,
        x: &[f64],
        point: &mut Point,
    ) -> Result<(), usize> {
        let n = self.n;
        point.weight.clear();
        point
            .weight
            .extend(x[..n].iter().map(|x| (-self.theta * x).exp()));
        point.sum.resize(n, 0.0);
        point.duty.resize(n, 0.0);
        point.locals.clear();
        point.abroad.resize(n, 0.0);
        for region in 0..n {
            let (sum, duty, abroad) = self.totals(region, &point.weight);
            (point.sum[region], point.duty[region]) = (sum, duty);
            point.abroad[region] = abroad;
            let place = &self.places[region];
            let local = Local::solve(place, self.theta, (x[region], x[n]), (sum, duty));
            point.locals.push(local.ok_or(region)?);
        }
        point.shift = x[n];
        self.markets(point);
        Ok(())
    }

    /// Sₙ, the duty's share of spending, and the share of purchases abroad
    /// before duty.
    fn totals(&self, region: usize, weight: &[f64]) -> (f64, f64, f64) {
        let row = region * self.n..(region + 1) * self.n;
        let cells = self.kernel[row.clone()].iter().zip(&self.net[row]);
        let (mut all, mut duty, mut abroad) = (0.0, 0.0, 0.0);
        for (at, ((kernel, net), weight)) in cells.zip(weight).enumerate() {
            let term = kernel * weight;
            all += term;
            duty += term * (1.0 - net);
            abroad += if at == region { 0.0 } else { term * net };
        }
        (all, duty / all, abroad / all)
    }

    /// Excess demand as exports less imports and what is received: what is
    /// sold and bought at home falls out, so that regions which all but stop
    /// trading keep their digits.
    fn markets(&self, point: &mut Point) {
        let n = self.n;
        point.earned.clear();
        point.earned.resize(n, 0.0);
        for (region, local) in point.locals.iter().enumerate() {
            let nu = self.places[region].nu;
            let each = (1.0 - nu) * local.spending / point.sum[region];
            let row = region * n..(region + 1) * n;
            let cells = self.kernel[row.clone()].iter().zip(&self.net[row]);
            for (at, (earned, (kernel, net))) in point.earned.iter_mut().zip(cells).enumerate() {
                *earned += if at == region {
                    0.0
                } else {
                    kernel * net * each
                };
            }
        }
        point.excess.clear();
        let mut world = 0.0;
        for (region, local) in point.locals.iter().enumerate() {
            let place = &self.places[region];
            point.earned[region] *= point.weight[region];
            let imports = (1.0 - place.nu) * point.abroad[region] * local.spending;
            let received = place.transfer + (place.share - point.shift) * local.value_added;
            let excess = point.earned[region] - imports + received;
            point.excess.push(excess / local.value_added);
            world += local.value_added;
        }
        point.excess.push((world / self.world).ln());
    }

    /// λ'ₙᵢ, and mₙᵢ = λ'ₙᵢ / (1 + τ'ₙᵢ), of one importer.
    pub(in crate::equilibrium) fn shares<'a>(
        &'a self,
        point: &'a Point,
        region: usize,
    ) -> impl Iterator<Item = (f64, f64)> + 'a {
        let row = region * self.n..(region + 1) * self.n;
        let cells = self.kernel[row.clone()].iter().zip(&self.net[row]);
        let sum = point.sum[region];
        cells
            .zip(&point.weight)
            .map(move |((kernel, net), weight)| {
                let share = kernel * weight / sum;
                (share, share * net)
            })
    }

    /// The numerators of one importer's shares, less the duty.
    pub(in crate::equilibrium) fn untaxed<'a>(
        &'a self,
        point: &'a Point,
        region: usize,
    ) -> impl Iterator<Item = f64> + 'a {
        let row = &self.open[region * self.n..(region + 1) * self.n];
        row.iter()
            .zip(&point.weight)
            .map(|(open, weight)| open * weight)
    }

    /// Y'ₙ / ΣY of the data.
    pub(in crate::equilibrium) fn size(&self, local: &Local) -> f64 {
        local.value_added / self.world
    }
}

fn places(economy: &Economy, parameters: &Parameters, spent: &[f64]) -> Vec<Place> {
    let (imports, n) = (economy.imports(), economy.regions().len());
    let nu = |region: usize| match &parameters.closure {
        Closure::Endogenous { nu } => nu[region],
        _ => 0.0,
    };
    let value_added = |region: usize| {
        let sold = (0..n).map(|m| (1.0 - nu(m)) * imports[m * n + region]);
        let bought: f64 = (0..n).map(|i| imports[region * n + i]).sum();
        sold.sum::<f64>() + nu(region) * bought
    };
    let place = |region: usize| {
        let bought: f64 = (0..n).map(|i| imports[region * n + i]).sum();
        let value_added = value_added(region);
        let relief = (1.0 - (spent[region] - bought) / value_added).ln();
        let deficit = bought - value_added;
        let (transfer, share) = match &parameters.closure {
            Closure::ShareOfGdp => (0.0, deficit / value_added),
            Closure::SavingInvestment { change } => (deficit - change[region], 0.0),
            _ => (deficit, 0.0),
        };
        Place {
            value_added,
            spending: spent[region],
            transfer,
            share,
            phi: parameters.phi(region),
            nu: nu(region),
            kappa: parameters.kappa,
            psi: parameters.psi,
            relief: (parameters.revenue == Revenue::IncomeTaxRelief).then_some(relief),
        }
    };
    (0..n).map(place).collect()
}

pub(in crate::equilibrium) fn no_spending(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-SPENDING",
        format!("{region} would spend nothing, or be relieved of more than its wages"),
        format!("{region} 将没有支出，或减免额超过其工资"),
    )
    .value(region)
    .expected(
        "income of more than what is lent abroad",
        "收入大于对外净贷出",
    )
    .remedy(
        "Change the closure of deficits or the size of the shock",
        "请更换逆差封闭规则或减小冲击",
    )
}
