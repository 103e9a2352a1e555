//! A small economy in levels, solved without any hat: technologies, trade
//! costs and labour are given, and what it trades before a tariff is the
//! data of the world whose change is solved for.
#![expect(
    clippy::needless_range_loop,
    reason = "indices are those of the equations"
)]

use crate::equilibrium::world::Cell;
use crate::equilibrium::{
    Change, Closure, Data, Flow, Input, Model, Settings, Shock, World, solve,
};

const N: usize = 3;
const J: usize = 2;

/// Technology A, iceberg cost d, labour L, shares and elasticities.
struct Economy {
    a: [[f64; J]; N],
    d: [[f64; N]; N],
    labour: [f64; N],
    gamma: [[f64; J]; J],
    value_added: [f64; J],
    alpha: [[f64; J]; N],
    theta: [f64; J],
}

/// Wages, prices by n, j, and expenditure by importer, exporter, sector.
struct Levels {
    w: [f64; N],
    p: [[f64; J]; N],
    x: [[[f64; J]; N]; N],
}

fn economy() -> Economy {
    Economy {
        a: [[1.0, 2.0], [3.0, 1.0], [0.5, 0.7]],
        d: [[1.0, 1.4, 1.9], [1.6, 1.0, 1.3], [1.2, 1.7, 1.0]],
        labour: [10.0, 4.0, 20.0],
        gamma: [[0.2, 0.1], [0.3, 0.25]],
        value_added: [0.7, 0.45],
        alpha: [[0.4, 0.6], [0.5, 0.5], [0.3, 0.7]],
        theta: [3.0, 5.0],
    }
}

impl Economy {
    /// Unit costs c = (Π) w^γ P^γ, prices P = (Σ A (c d t)^(−θ))^(−1/θ) at
    /// wages w, by iteration.
    fn prices(&self, w: &[f64; N], tau: f64) -> ([[f64; J]; N], [[f64; J]; N]) {
        let (mut p, mut c) = ([[1.0_f64; J]; N], [[1.0_f64; J]; N]);
        for _ in 0..400 {
            for n in 0..N {
                for k in 0..J {
                    c[n][k] = w[n].powf(self.value_added[k])
                        * (0..J)
                            .map(|j| p[n][j].powf(self.gamma[k][j]))
                            .product::<f64>();
                }
            }
            for n in 0..N {
                for j in 0..J {
                    let sum: f64 = (0..N).map(|i| self.pull(n, i, j, &c, tau)).sum();
                    p[n][j] = sum.powf(-1.0 / self.theta[j]);
                }
            }
        }
        (p, c)
    }

    /// Region 0 has the tariff τ on everyone, region 1 one of 5 % on region 2.
    fn duty(n: usize, i: usize, tau: f64) -> f64 {
        match (n, i) {
            (0, 1 | 2) => 1.0 + tau,
            (1, 2) => 1.05,
            _ => 1.0,
        }
    }

    fn pull(&self, n: usize, i: usize, j: usize, c: &[[f64; J]; N], tau: f64) -> f64 {
        self.a[i][j] * (c[i][j] * self.d[n][i] * Self::duty(n, i, tau)).powf(-self.theta[j])
    }

    /// The equilibrium with balanced trade, Σ wL = 100.
    fn solve(&self, tau: f64) -> Levels {
        let mut w = [1.0; N];
        loop {
            let total: f64 = (0..N).map(|n| w[n] * self.labour[n]).sum();
            w.iter_mut().for_each(|w| *w *= 100.0 / total);
            let (p, c) = self.prices(&w, tau);
            let mut x = [[0.0; J]; N];
            let mut sales = [[0.0; J]; N];
            let mut flows = [[[0.0; J]; N]; N];
            for _ in 0..400 {
                let mut revenue = [0.0; N];
                sales = [[0.0; J]; N];
                for n in 0..N {
                    for i in 0..N {
                        for j in 0..J {
                            let share = self.pull(n, i, j, &c, tau) * p[n][j].powf(self.theta[j]);
                            flows[n][i][j] = share * x[n][j];
                            let net = flows[n][i][j] / Self::duty(n, i, tau);
                            sales[i][j] += net;
                            revenue[n] += flows[n][i][j] - net;
                        }
                    }
                }
                for n in 0..N {
                    let income = w[n] * self.labour[n] + revenue[n];
                    for j in 0..J {
                        x[n][j] = self.alpha[n][j] * income
                            + (0..J).map(|k| self.gamma[k][j] * sales[n][k]).sum::<f64>();
                    }
                }
            }
            let mut worst = 0.0_f64;
            for n in 0..N {
                let earned: f64 = (0..J).map(|k| self.value_added[k] * sales[n][k]).sum();
                let excess = earned / (w[n] * self.labour[n]) - 1.0;
                worst = worst.max(excess.abs());
                w[n] *= 1.0 + 0.2 * excess;
            }
            if worst < 1e-14 {
                return Levels { w, p, x: flows };
            }
        }
    }
}

fn world(economy: &Economy, levels: &Levels, tau: f64) -> World {
    let mut data = Data {
        regions: ["A", "B", "C"].map(str::to_owned).to_vec(),
        sectors: ["Goods", "Parts"].map(str::to_owned).to_vec(),
        theta: economy.theta.to_vec(),
        ..Data::default()
    };
    for n in 0..N {
        data.value_added.push(levels.w[n] * economy.labour[n]);
        for j in 0..J {
            data.final_shares.push(Cell {
                region: n as u32,
                sector: j as u32,
                value: economy.alpha[n][j],
            });
            for k in 0..J {
                data.inputs.push(Input {
                    region: n as u32,
                    using: k as u32,
                    input: j as u32,
                    share: economy.gamma[k][j],
                });
            }
            for i in 0..N {
                data.flows.push(Flow {
                    importer: n as u32,
                    exporter: i as u32,
                    sector: j as u32,
                    value: levels.x[n][i][j],
                    tariff: Economy::duty(n, i, tau) - 1.0,
                });
            }
        }
    }
    World::new(data).unwrap()
}

#[test]
fn hats_are_ratios_of_levels() {
    let economy = economy();
    let (before, after) = (economy.solve(0.1), economy.solve(0.4));
    let world = world(&economy, &before, 0.1);
    let mut shock = Shock::none(&world);
    shock
        .apply(&world, |f| f.importer == 0, Change::Rate(0.4))
        .unwrap();
    let model = Model::new(Closure::Zero);
    let outcome = solve(&world, &model, &shock, &Settings::default()).unwrap();
    assert!(
        outcome.distance.wage < 1e-10,
        "data of an equilibrium are one"
    );
    let found = &outcome.counterfactual;
    for n in 0..N {
        let wage = after.w[n] / before.w[n];
        assert!(
            (found.wage[n] / wage - 1.0).abs() < 1e-10,
            "{} {wage}",
            found.wage[n]
        );
        for j in 0..J {
            let price = after.p[n][j] / before.p[n][j];
            assert!((found.price[n * J + j] / price - 1.0).abs() < 1e-10);
            for i in 0..N {
                let at = world.flows().position(n, i, j).unwrap();
                assert!((found.flows[at] / after.x[n][i][j] - 1.0).abs() < 1e-9);
            }
        }
    }
}
