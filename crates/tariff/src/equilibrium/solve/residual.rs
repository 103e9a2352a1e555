//! How far the equations are from holding.

use super::base::nu;
use super::sweep::{Problem, Trace};
use crate::equilibrium::solution::Solution;
use crate::equilibrium::world::World;

/// The largest miss, and of what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Miss {
    pub(super) size: f64,
    pub(super) equation: Equation,
    pub(super) region: usize,
    pub(super) sector: usize,
}

/// What misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Equation {
    Labour,
    Cost,
    Price,
    Expenditure,
    Balance,
}

impl Miss {
    /// Worse than any.
    pub(super) fn worst() -> Self {
        Self {
            size: f64::INFINITY,
            equation: Equation::Labour,
            region: 0,
            sector: 0,
        }
    }

    fn none() -> Self {
        Self {
            size: 0.0,
            ..Self::worst()
        }
    }

    /// Keeps the larger; what is no number is larger than all.
    fn see(&mut self, size: f64, equation: Equation, region: usize, sector: usize) {
        let size = if size.is_nan() {
            f64::INFINITY
        } else {
            size.abs()
        };
        if size > self.size {
            *self = Self {
                size,
                equation,
                region,
                sector,
            };
        }
    }
}

/// The miss of the fixed point at `u`, where `next` is T(u).
pub(super) fn fixed_point_miss(
    problem: &Problem<'_>,
    u: &[f64],
    next: &[f64],
    trace: &Trace,
) -> Miss {
    let (prices, spent, scale) = problem.blocks();
    let sectors = problem.sectors();
    let mut miss = Miss::none();
    for (n, excess) in trace.excess.iter().enumerate() {
        miss.see(*excess, Equation::Labour, n, 0);
        miss.see(trace.surplus[n], Equation::Balance, n, 0);
        let cells = spent + n * sectors..spent + (n + 1) * sectors;
        let pairs = next[cells.clone()].iter().zip(&u[cells]);
        let moved: f64 = pairs.map(|(next, u)| (next - u).abs()).sum();
        miss.see(moved / trace.value_added[n], Equation::Expenditure, n, 0);
    }
    for at in (prices..spent).chain(scale..u.len()) {
        let cell = (at - prices) % (spent - prices);
        let (n, j) = (cell / sectors, cell % sectors);
        miss.see(next[at] - u[at], Equation::Price, n, j);
    }
    miss
}

/// The largest miss of the equations of an equilibrium, each evaluated anew
/// from what the solution says: costs, prices, expenditure, labour, balance.
pub(super) fn residual(problem: &Problem<'_>, solution: &Solution) -> Miss {
    let mut miss = Miss::none();
    costs(problem, solution, &mut miss);
    prices(problem, solution, &mut miss);
    money(problem, solution, &mut miss);
    miss
}

/// ĉ = ŵ^γ Π P̂^γ L̂^(−ψ)
fn costs(problem: &Problem<'_>, solution: &Solution, miss: &mut Miss) {
    let (world, sectors) = (problem.world, problem.sectors());
    for at in 0..problem.regions() * sectors {
        let (n, k) = (at / sectors, at % sectors);
        let inputs = world.inputs().of(n, k);
        let mut ln_cost: f64 = inputs
            .map(|(j, share)| share * solution.price[n * sectors + j].ln())
            .sum();
        ln_cost += world.value_added_shares()[at] * solution.wage[n].ln();
        ln_cost -= problem.model.psi(k) * solution.sector_labour[at].ln();
        miss.see(solution.cost[at].ln() - ln_cost, Equation::Cost, n, k);
    }
}

/// P̂^(−θ) = Σ π (κ̂ ĉ)^(−θ), and every flow is its share of expenditure.
fn prices(problem: &Problem<'_>, solution: &Solution, miss: &mut Miss) {
    let (world, sectors) = (problem.world, problem.sectors());
    let flows = world.flows();
    for j in 0..sectors {
        let theta = world.theta()[j];
        for n in 0..problem.regions() {
            let cell = n * sectors + j;
            let market = flows.market(n, j);
            let pull = |at: usize| {
                let exporter = flows.exporters()[at] as usize;
                problem.weight(at) * solution.cost[exporter * sectors + j].powf(-theta)
            };
            let phi: f64 = market.clone().map(pull).sum();
            if phi == 0.0 {
                continue;
            }
            let price = solution.price[cell].ln() + phi.ln() / theta;
            miss.see(price, Equation::Price, n, j);
            let bought: f64 = market.map(|at| solution.flows[at]).sum();
            let open = (bought - solution.expenditure[cell]) / solution.value_added[n];
            miss.see(open, Equation::Expenditure, n, j);
        }
    }
}

/// Flows added up: by region × sector what is received and paid, by region
/// what is sold, paid and levied.
struct Sums {
    sales: Vec<f64>,
    bought: Vec<f64>,
    gross: Vec<f64>,
    paid: Vec<f64>,
    duty: Vec<f64>,
}

impl Sums {
    fn of(problem: &Problem<'_>, solution: &Solution) -> Self {
        let (regions, sectors) = (problem.regions(), problem.sectors());
        let (cells, zeros) = (vec![0.0; regions * sectors], vec![0.0; regions]);
        let mut sums = Self {
            sales: cells.clone(),
            bought: cells,
            gross: zeros.clone(),
            paid: zeros.clone(),
            duty: zeros,
        };
        for (at, flow) in problem.world.flows().iter().enumerate() {
            let (n, i) = (flow.importer as usize, flow.exporter as usize);
            let (tariff, j) = (solution.tariffs[at], flow.sector as usize);
            let import = solution.flows[at] / (1.0 + tariff);
            sums.sales[i * sectors + j] += (1.0 - nu(&problem.model.closure, n)) * import;
            sums.bought[n * sectors + j] += import;
            sums.gross[i] += import;
            sums.paid[n] += import;
            sums.duty[n] += import * tariff;
        }
        sums
    }
}

/// Expenditure, value added and the balance, from the flows.
fn money(problem: &Problem<'_>, solution: &Solution, miss: &mut Miss) {
    let (world, sectors) = (problem.world, problem.sectors());
    let sums = Sums::of(problem, solution);
    for n in 0..problem.regions() {
        let cells = n * sectors..(n + 1) * sectors;
        let value_added = solution.value_added[n];
        // In the endogenous closure the part of the deficit that trade earns
        // is in value added already.
        let selling = sums.paid[n] * nu(&problem.model.closure, n);
        let received = earned_abroad(sums.gross[n], &sums.sales[cells.clone()]);
        let transfer = solution.deficit[n] - (selling - received);
        let income = value_added + sums.duty[n] + transfer;
        let alpha = &world.final_shares()[cells.clone()];
        let mut used: Vec<f64> = alpha.iter().map(|alpha| alpha * income).collect();
        for (k, sold) in sums.sales[cells].iter().enumerate() {
            let inputs = world.inputs().of(n, k);
            inputs.for_each(|(j, share)| used[j] += share * sold);
        }
        for (j, used) in used.iter().enumerate() {
            let open = (solution.expenditure[n * sectors + j] - used) / value_added;
            miss.see(open, Equation::Expenditure, n, j);
        }
        let open = (sums.paid[n] - sums.gross[n] - solution.deficit[n]) / value_added;
        miss.see(open, Equation::Balance, n, 0);
        labour(problem, solution, &sums, n, miss);
    }
}

/// w'L' of a region is what its sectors earn, and of each sector what its
/// employment says.
fn labour(problem: &Problem<'_>, solution: &Solution, sums: &Sums, n: usize, miss: &mut Miss) {
    let (sectors, value_added) = (problem.sectors(), solution.value_added[n]);
    let mut earned = 0.0;
    for k in 0..sectors {
        let cell = n * sectors + k;
        let here = problem.world.value_added_shares()[cell] * sums.sales[cell]
            + nu(&problem.model.closure, n) * sums.bought[cell];
        earned += here;
        let employed = solution.sector_labour[cell] * solution.wage[n];
        let open = here - employed * problem.base.earned[cell];
        miss.see(open / value_added, Equation::Labour, n, k);
    }
    miss.see(earned / value_added - 1.0, Equation::Labour, n, 0);
}

/// Σₘ νₘ Mₘₙ: what is sold abroad and at home, less what is received.
fn earned_abroad(gross: f64, sales: &[f64]) -> f64 {
    gross - sales.iter().sum::<f64>()
}

/// Which market misses, in both languages.
pub(super) fn market_names(world: &World, miss: &Miss) -> (String, String) {
    let region = &world.regions()[miss.region];
    let sector = &world.sectors()[miss.sector];
    match miss.equation {
        Equation::Labour => (
            format!("the labour market of {region}"),
            format!("{region} 的劳动市场"),
        ),
        Equation::Balance => (
            format!("the balance of {region}"),
            format!("{region} 的贸易差额"),
        ),
        Equation::Cost => (
            format!("the cost of {sector} in {region}"),
            format!("{region} 的 {sector} 成本"),
        ),
        Equation::Price => (
            format!("the price of {sector} in {region}"),
            format!("{region} 的 {sector} 价格"),
        ),
        Equation::Expenditure => (
            format!("the market for {sector} in {region}"),
            format!("{region} 的 {sector} 市场"),
        ),
    }
}
