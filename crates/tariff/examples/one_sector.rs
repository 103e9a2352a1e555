//! Times one-sector worlds: a trade war, best and Nash tariffs.
//!
//!     cargo run --release -p triffin-tariff --example one_sector -- 194 [best]

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::one_sector::{Economy, Parameters, Policy, counterfactual};
use triffin_tariff::equilibrium::optimal::{Game, Shape, nash, optimal_each};
use triffin_tariff::equilibrium::{Closure, Revenue};

fn main() -> Result<(), BasisError> {
    let mut words = std::env::args().skip(1);
    let regions = words.next().and_then(|n| n.parse().ok()).unwrap_or(194);
    let economy = world(regions)?;
    war(&economy)?;
    if words.next().as_deref() == Some("best") {
        best(&economy)?;
    }
    Ok(())
}

/// Trade by size and a made-up distance; `bench/peers/one_sector.py` has the same.
fn world(n: usize) -> Result<Economy, BasisError> {
    let mut flows = Vec::with_capacity(n * n);
    for importer in 0..n {
        for exporter in 0..n {
            let size = ((1 + importer) * (1 + exporter)) as f64;
            let far = 1.0 + ((importer * 7 + exporter * 3) % 5) as f64;
            flows.push(match importer == exporter {
                true => 9.0 * size * n as f64,
                false => size / far,
            });
        }
    }
    let names = (0..n).map(|at| format!("R{at}")).collect();
    Economy::new(names, flows, vec![0.0; n * n])
}

/// The largest region puts duties on all, and all answer in kind.
fn war(economy: &Economy) -> Result<(), BasisError> {
    let n = economy.regions().len();
    let spent = economy.expenditure();
    let large = (0..n).fold(
        0,
        |most, at| if spent[at] > spent[most] { at } else { most },
    );
    let mut policy = Policy::none(economy);
    for other in (0..n).filter(|other| *other != large) {
        let rate = 0.1 + 0.4 * (other % 7) as f64 / 6.0;
        policy.rate(economy, large, other, rate)?;
        policy.rate(economy, other, large, rate)?;
    }
    let nu = (0..n)
        .map(|at| if at == large { 0.26 } else { 0.12 })
        .collect();
    let general = Parameters {
        kappa: 0.5,
        psi: 0.1675,
        phi: vec![1.3; n],
        closure: Closure::Endogenous { nu },
        revenue: Revenue::IncomeTaxRelief,
        ..Parameters::eaton_kortum(4.0)
    };
    for (name, parameters) in [
        ("textbook", Parameters::eaton_kortum(4.0)),
        ("general", general),
    ] {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..7 {
            let (began, worked) = (Instant::now(), processor());
            last = Some(counterfactual(economy, &parameters, &policy)?);
            let clock = began.elapsed().as_secs_f64();
            times.push(
                worked
                    .zip(processor())
                    .map_or(clock, |(from, to)| to - from),
            );
        }
        times.sort_by(f64::total_cmp);
        let state = last
            .map(|solved| solved.outcome.counterfactual)
            .unwrap_or_default();
        println!(
            "{name}: {n} regions, median {:.1} ms of processor, residual {:.1e}, {} evaluations, employment {:.12}",
            1e3 * times[3],
            state.residual,
            state.iterations,
            state.labour[large]
        );
    }
    Ok(())
}

/// Seconds this thread has had a processor, where the kernel tells: a busy
/// machine does not change them.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let spent: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(spent / 1e9)
}

fn best(economy: &Economy) -> Result<(), BasisError> {
    let everyone: Vec<usize> = (0..economy.regions().len()).collect();
    for shape in [Shape::Uniform, Shape::ByExporter] {
        let mut parameters = Parameters::eaton_kortum(4.0);
        parameters.closure = Closure::Zero;
        let game = Game {
            economy: economy.clone(),
            parameters,
            shape,
            deviations: 8,
        };
        let began = Instant::now();
        let found = optimal_each(&game, &everyone, &|| {}, &AtomicBool::new(false))?;
        let rounds = found.iter().map(|one| one.rounds).max().unwrap_or(0);
        let rate = |at: usize| found[at].rates[(at + 1) % everyone.len()];
        let highest = everyone.iter().map(|at| rate(*at)).fold(0.0, f64::max);
        let lowest = everyone.iter().map(|at| rate(*at)).fold(9.0, f64::min);
        println!(
            "{}: each alone {:.2} s, at most {rounds} rounds, {lowest:.4} to {highest:.4}",
            shape.name(),
            began.elapsed().as_secs_f64()
        );
        let began = Instant::now();
        let war = nash(&game, &everyone)?;
        println!(
            "{}: against each other {:.2} s, {} rounds",
            shape.name(),
            began.elapsed().as_secs_f64(),
            war.rounds
        );
    }
    Ok(())
}
