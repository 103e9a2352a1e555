//! The parts as integrals over the equilibria along the way.

use super::points::Points;
use super::{Along, Parts, Path};
use crate::equilibrium::closure::Closure;
use crate::equilibrium::solution::Solution;
use crate::equilibrium::welfare::contribution::{Contribution, Contributions};

/// The split through the `equilibria` at `points`.
pub(super) fn path(
    along: &Along<'_>,
    equilibria: &[Solution],
    points: &Points,
    solved: usize,
) -> Path {
    let integral = Integral::new(along, equilibria, points);
    let regions = along.world.regions().len();
    let contributions = integral.trade();
    let (terms_of_trade, volume) = contributions.totals(regions);
    let trade_costs = integral.trade_costs();
    let real_income = equilibria[equilibria.len() - 1].real_income(along.baseline);
    let parts: Vec<Parts> = (0..regions)
        .map(|n| Parts {
            real_income: real_income[n].ln(),
            terms_of_trade: terms_of_trade[n] + integral.selling(n),
            volume: volume[n],
            transfers: integral.transfers(n),
            employment: integral.employment(n),
            scale: integral.scale(n),
            trade_costs: trade_costs[n],
        })
        .collect();
    let misses = parts
        .iter()
        .map(|part| (part.sum() - part.real_income).abs());
    Path {
        miss: misses.fold(0.0, f64::max),
        parts,
        contributions,
        equilibria: solved,
    }
}

struct Integral<'a> {
    along: &'a Along<'a>,
    equilibria: &'a [Solution],
    points: &'a Points,
    /// Q ln c by region × sector, points within.
    d_cost: Vec<f64>,
    /// Imports before duty by point, by flow.
    imports: Vec<Vec<f64>>,
}

impl<'a> Integral<'a> {
    fn new(along: &'a Along<'a>, equilibria: &'a [Solution], points: &'a Points) -> Self {
        let cells = along.baseline.cost.len();
        let mut d_cost = vec![0.0; cells * points.len()];
        for (cell, out) in d_cost.chunks_mut(points.len()).enumerate() {
            points.differential(|k| equilibria[k].cost[cell].ln(), out);
        }
        Self {
            along,
            equilibria,
            points,
            d_cost,
            imports: equilibria.iter().map(Solution::imports).collect(),
        }
    }

    fn nu(&self, n: usize) -> f64 {
        match &self.along.model.closure {
            Closure::Endogenous { nu } => nu.get(n).copied().unwrap_or(0.0),
            _ => 0.0,
        }
    }

    /// ∫ Σₖ a (db): `a` by point against the differential of `b` by point.
    fn of(&self, a: impl Fn(usize) -> f64, b: impl Fn(usize) -> f64) -> f64 {
        let mut db = vec![0.0; self.points.len()];
        self.points.differential(b, &mut db);
        db.iter().enumerate().map(|(k, db)| a(k) * db).sum()
    }

    /// Terms of trade and volume of every flow, for buyer and seller.
    fn trade(&self) -> Contributions {
        let world = self.along.world;
        let sectors = world.sectors().len();
        let mut parts = Vec::new();
        for (at, flow) in world.flows().iter().enumerate() {
            let (n, i, j) = (
                flow.importer as usize,
                flow.exporter as usize,
                flow.sector as usize,
            );
            let cell = i * sectors + j;
            let d_cost = &self.d_cost[cell * self.points.len()..(cell + 1) * self.points.len()];
            let (mut paid, mut received) = (0.0, 0.0);
            for (k, d_cost) in d_cost.iter().enumerate() {
                let import = self.imports[k][at];
                paid += import / self.equilibria[k].income[n] * d_cost;
                received += (1.0 - self.nu(n)) * import / self.equilibria[k].income[i] * d_cost;
            }
            if n == i {
                // What is sold to oneself is bought from oneself.
                paid -= received;
                received = 0.0;
            }
            let part = |region, partner, terms_of_trade, volume| Contribution {
                region,
                partner,
                sector: j,
                terms_of_trade,
                volume,
            };
            if n != i || paid != 0.0 {
                parts.push(part(n, i, -paid, self.volume(at, n, cell)));
            }
            if n != i {
                parts.push(part(i, n, received, 0.0));
            }
        }
        Contributions(parts)
    }

    /// ∫ τ (dM − M d ln c − M d ln d) / I
    fn volume(&self, at: usize, n: usize, cell: usize) -> f64 {
        let rate = |k: usize| self.equilibria[k].tariffs[at];
        if (0..self.points.len()).all(|k| rate(k) == 0.0) {
            return 0.0;
        }
        let cost = self.along.shock.icebergs()[at].ln();
        let income = |k: usize| self.equilibria[k].income[n];
        let more = self.of(|k| rate(k) / income(k), |l| self.imports[l][at]);
        let dearer = self.of(
            |k| rate(k) * self.imports[k][at] / income(k),
            |l| self.equilibria[l].cost[cell].ln() + self.points.s(l) * cost,
        );
        more - dearer
    }

    /// −∫ M d ln d / I, by importer.
    fn trade_costs(&self) -> Vec<f64> {
        let world = self.along.world;
        let mut sums = vec![0.0; world.regions().len()];
        for (at, flow) in world.flows().iter().enumerate() {
            let cost = self.along.shock.icebergs()[at].ln();
            if cost != 0.0 {
                let n = flow.importer as usize;
                let share = |k: usize| self.imports[k][at] / self.equilibria[k].income[n];
                sums[n] -= self.of(share, |l| self.points.s(l) * cost);
            }
        }
        sums
    }

    /// ∫ dT / I, T = I − wL − R.
    fn transfers(&self, n: usize) -> f64 {
        let transfer = |l: usize| {
            let e = &self.equilibria[l];
            e.income[n] - e.value_added[n] - e.revenue[n]
        };
        self.of(|k| 1.0 / self.equilibria[k].income[n], transfer)
    }

    /// ∫ ν M d ln w / I: selling services, at the wage of the importer.
    fn selling(&self, n: usize) -> f64 {
        let nu = self.nu(n);
        if nu == 0.0 {
            return 0.0;
        }
        let flows = self.along.world.flows();
        let bought = |k: usize| -> f64 {
            let markets = (0..self.along.world.sectors().len()).map(|j| flows.market(n, j));
            markets.flatten().map(|at| self.imports[k][at]).sum()
        };
        self.of(
            |k| nu * bought(k) / self.equilibria[k].income[n],
            |l| self.equilibria[l].wage[n].ln(),
        )
    }

    /// ∫ wL d ln L / I
    fn employment(&self, n: usize) -> f64 {
        if self.along.model.kappa == 0.0 {
            return 0.0;
        }
        let e = self.equilibria;
        self.of(
            |k| e[k].value_added[n] / e[k].income[n],
            |l| e[l].labour[n].ln(),
        )
    }

    /// ∫ Σⱼ ψⱼ Yⱼ d ln Lⱼ / I
    fn scale(&self, n: usize) -> f64 {
        let e = self.equilibria;
        let sectors = self.along.world.sectors().len();
        let mut sum = 0.0;
        for j in 0..sectors {
            let (psi, cell) = (self.along.model.psi(j), n * sectors + j);
            if psi != 0.0 {
                sum += psi
                    * self.of(
                        |k| e[k].output[cell] / e[k].income[n],
                        |l| e[l].sector_labour[cell].ln(),
                    );
            }
        }
        sum
    }
}
