//! One region's best tariffs, and those that are best against each other.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use triffin_basis::BasisError;

use super::Shape;
use super::answer::Problem;
use super::shadow::Shadow;
use super::verify::{Verified, verify};
use crate::equilibrium::Solution;
use crate::equilibrium::one_sector::jacobian::Jacobian;
use crate::equilibrium::one_sector::newton::{self, Found};
use crate::equilibrium::one_sector::solve::{baseline, no_equilibrium, state};
use crate::equilibrium::one_sector::system::System;
use crate::equilibrium::one_sector::{Economy, Parameters, Policy, Welfare};

/// Who may set what, in which world.
///
/// Tariffs of those who do not play stay as they are in the data. Use
/// [`Closure::Zero`](crate::equilibrium::Closure::Zero) for a start without deficits, as Ossa does: with
/// deficits held, a tariff also changes what a transfer is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    /// The world.
    pub economy: Economy,
    /// Its elasticities.
    pub parameters: Parameters,
    /// One tariff, or one for each exporter.
    pub shape: Shape,
    /// Random deviations each optimum is tried against.
    pub deviations: u32,
}

/// A region's best tariffs.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// Position of the region that sets them.
    pub region: usize,
    /// τ by exporter; zero for its own goods.
    pub rates: Vec<f64>,
    /// What they are worth to every region, against the baseline.
    pub welfare: Vec<Welfare>,
    /// The trials it stood.
    pub verified: Verified,
    /// Largest relative excess demand of any market.
    pub residual: f64,
    /// Rounds of shadow prices and answers.
    pub rounds: usize,
}

/// Tariffs that are best against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Nash {
    /// τ of every cell, importer × exporter.
    pub tariffs: Vec<f64>,
    /// The equilibrium they lead to.
    pub solution: Solution,
    /// What it is worth to every region, against the baseline.
    pub welfare: Vec<Welfare>,
    /// The trials each player's tariffs stood, in the order of the players.
    pub verified: Vec<Verified>,
    /// Rounds of shadow prices and answers.
    pub rounds: usize,
}

/// Rounds before giving up.
const ROUNDS: usize = 200;
/// Tariffs (in logarithms) that move by less than this have settled.
const SETTLED: f64 = 1e-10;

/// The tariffs that are best for `region` while nobody answers.
///
/// Output: rates, 0.25 is 25 %. Assumptions: see [`Game`].
///
/// # Errors
///
/// `E-TARIFF-NO-OPTIMUM` where the search does not settle or a deviation
/// does better; those of the one-sector world.
///
/// ```
/// use triffin_tariff::equilibrium::optimal::{Game, Shape, optimal};
/// use triffin_tariff::equilibrium::one_sector::{Economy, Parameters};
/// // A country too small to be felt abroad: the optimum is 1/θ.
/// let regions = vec!["Small".to_owned(), "World".to_owned()];
/// let economy = Economy::new(regions, vec![7e-6, 3e-6, 3e-6, 1.0], vec![0.0; 4])?;
/// let parameters = Parameters::eaton_kortum(4.0);
/// let game = Game { economy, parameters, shape: Shape::Uniform, deviations: 4 };
/// let best = optimal(&game, 0)?;
/// assert!((best.rates[1] - 0.25).abs() < 1e-4);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
///
/// Source: Gros 1987; Ossa 2014.
pub fn optimal(game: &Game, region: usize) -> Result<Optimum, BasisError> {
    let start = Start::new(game)?;
    start.alone(game, region)
}

/// The best tariffs of each of `regions` while nobody answers, on all
/// threads; `progress` is called with each one done, and once `stop` is set
/// no further ones are begun.
///
/// # Errors
///
/// Those of [`optimal`].
pub fn optimal_each(
    game: &Game,
    regions: &[usize],
    progress: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Result<Vec<Optimum>, BasisError> {
    let start = Start::new(game)?;
    let one = |region: &usize| {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let found = start.alone(game, *region);
        progress();
        Some(found)
    };
    regions.par_iter().filter_map(one).collect()
}

/// Tariffs of `players` of which each is best against the others'.
///
/// # Errors
///
/// Those of [`optimal`].
pub fn nash(game: &Game, players: &[usize]) -> Result<Nash, BasisError> {
    let start = Start::new(game)?;
    let found = start.play(game, players)?;
    let trials = |region: &usize| verify(&start.economy, &found, *region, game);
    let verified: Result<Vec<Verified>, BasisError> = players.par_iter().map(trials).collect();
    let tariffs = found.rates(start.economy.regions().len());
    let policy = Policy::none(&start.economy).with_tariffs(tariffs.clone());
    Ok(Nash {
        solution: state(&found.system, &policy, &found.found),
        welfare: Welfare::of(&found.system, &found.found.point),
        verified: verified?,
        rounds: found.rounds,
        tariffs,
    })
}

/// The world before anybody sets a tariff.
struct Start {
    economy: Economy,
    system: System,
}

/// The world at some tariffs.
#[derive(Clone)]
pub(super) struct State {
    pub(super) system: System,
    pub(super) found: Found,
    pub(super) jacobian: Jacobian,
    /// log(1 + τ), by importer.
    pub(super) t: Vec<Vec<f64>>,
    pub(super) rounds: usize,
}

impl State {
    fn rates(&self, n: usize) -> Vec<f64> {
        let mut rates = Vec::with_capacity(n * n);
        self.t
            .iter()
            .for_each(|row| rates.extend(row.iter().map(|t| t.exp_m1())));
        rates
    }
}

impl Start {
    fn new(game: &Game) -> Result<Self, BasisError> {
        game.parameters.check(game.economy.regions())?;
        let (_, economy) = baseline(&game.economy, &game.parameters)?;
        let system = System::after(&economy, &game.parameters, &Policy::none(&economy));
        Ok(Self { economy, system })
    }

    fn alone(&self, game: &Game, region: usize) -> Result<Optimum, BasisError> {
        let state = self.play(game, &[region])?;
        Ok(Optimum {
            region,
            rates: state.t[region].iter().map(|t| t.exp_m1()).collect(),
            welfare: Welfare::of(&state.system, &state.found.point),
            verified: verify(&self.economy, &state, region, game)?,
            residual: state.found.point.residual(),
            rounds: state.rounds,
        })
    }

    /// The tariffs in force, log(1 + τ), those of the players being guesses.
    fn opening(&self, system: &mut System, players: &[usize]) -> Result<Vec<Vec<f64>>, BasisError> {
        let n = self.economy.regions().len();
        if let Some(player) = players.iter().find(|player| **player >= n) {
            return Err(no_region(*player, n));
        }
        let closed = |player: &&usize| !self.economy.ways(**player).0;
        if let Some(player) = players.iter().find(closed) {
            return Err(nothing_to_tax(&self.economy.regions()[*player]));
        }
        let rows = self.economy.tariffs().chunks_exact(n);
        let mut t: Vec<Vec<f64>> = rows
            .map(|row| row.iter().map(|rate| rate.ln_1p()).collect())
            .collect();
        for player in players {
            t[*player] = guess(system, *player);
            system.tax_log(*player, &t[*player]);
        }
        Ok(t)
    }

    /// Shadow prices and answers to them, in turn, until tariffs settle.
    fn play(&self, game: &Game, players: &[usize]) -> Result<State, BasisError> {
        let mut system = self.system.clone();
        let mut t = self.opening(&mut system, players)?;
        let (mut x, mut kept) = (vec![0.0; t.len() + 1], None);
        let (mut before, mut pace) = (f64::INFINITY, 1.0);
        for rounds in 1..=ROUNDS {
            let found = newton::solve(&system, x, kept)
                .map_err(|failed| no_equilibrium(&self.economy, failed))?;
            let jacobian = Jacobian::at(&system, &found.point);
            let answers = answers(&system, (&found, &jacobian), &t, players, game.shape)
                .map_err(|player| unsettled(&self.economy, &[player], before))?;
            let moved = largest(&t, &answers);
            if moved < SETTLED {
                return Ok(State {
                    system,
                    found,
                    jacobian,
                    t,
                    rounds,
                });
            }
            // Answers that chase each other are taken in part only.
            pace = if moved > 0.9 * before {
                0.5 * pace
            } else {
                pace
            };
            before = moved;
            for (player, answer) in answers {
                let tariffs = t[player].iter_mut().zip(answer);
                tariffs.for_each(|(t, best)| *t += pace * (best - *t));
                system.tax_log(player, &t[player]);
            }
            (x, kept) = (found.x, Some(jacobian));
        }
        Err(unsettled(&self.economy, players, before))
    }
}

fn answers(
    system: &System,
    (found, jacobian): (&Found, &Jacobian),
    t: &[Vec<f64>],
    players: &[usize],
    shape: Shape,
) -> Result<Vec<(usize, Vec<f64>)>, usize> {
    let answer = |player: &usize| {
        let shadow = Shadow::of(system, &found.point, jacobian, *player);
        let problem = Problem::new(system, &found.point, &found.x, *player, &shadow);
        problem
            .best(&t[*player], shape)
            .map(|t| (*player, t))
            .ok_or(*player)
    };
    players.par_iter().map(answer).collect()
}

/// 1/(θφ) on everything from abroad: the optimum of a small country.
fn guess(system: &System, player: usize) -> Vec<f64> {
    let power = system.theta() * system.places()[player].phi;
    let abroad = (1.0 / power).ln_1p();
    let regions = 0..system.places().len();
    regions
        .map(|at| if at == player { 0.0 } else { abroad })
        .collect()
}

fn largest(t: &[Vec<f64>], answers: &[(usize, Vec<f64>)]) -> f64 {
    let moved = answers
        .iter()
        .flat_map(|(player, answer)| t[*player].iter().zip(answer));
    moved
        .map(|(was, now)| (now - was).abs())
        .fold(0.0, f64::max)
}

fn no_region(player: usize, n: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("there is no region {player} among {n}"),
        format!("{n} 个地区中没有第 {player} 个"),
    )
    .value(player)
    .expected(format!("a position below {n}"), format!("小于 {n} 的位置"))
}

fn nothing_to_tax(region: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-OPTIMUM",
        format!("{region} buys nothing abroad: no tariff is better than another"),
        format!("{region} 没有进口：任何关税都一样"),
    )
    .value(region)
    .expected("imports", "有进口")
    .remedy(
        "Leave the region out of the players",
        "请勿将该地区列为参与方",
    )
}

fn unsettled(economy: &Economy, players: &[usize], moved: f64) -> BasisError {
    let names: Vec<&str> = players
        .iter()
        .map(|at| economy.regions()[*at].as_str())
        .collect();
    let names = names.join(", ");
    BasisError::new(
        "E-TARIFF-NO-OPTIMUM",
        format!("the best tariffs of {names} do not settle: they still move by {moved:.1e}"),
        format!("{names} 的最优关税未收敛：仍变动 {moved:.1e}"),
    )
    .value(format!("{moved:e}"))
    .expected("a change below 1e-10", "变动小于 1e-10")
    .remedy(
        "Ask for one rate a region, or for fewer players",
        "请改用每地区单一税率，或减少参与方",
    )
}
