//! Proofs of best tariffs.

use proptest::prelude::*;

use super::*;
use crate::equilibrium::one_sector::tests::world;
use crate::equilibrium::one_sector::{Economy, Parameters, Policy, counterfactual};
use crate::equilibrium::{Closure, Revenue};

fn game(economy: Economy, theta: f64, shape: Shape) -> Game {
    let mut parameters = Parameters::eaton_kortum(theta);
    parameters.closure = Closure::Zero;
    Game {
        economy,
        parameters,
        shape,
        deviations: 8,
    }
}

/// Every elasticity and rule at once.
fn general() -> Game {
    let mut general = game(world(4, 0.1), 4.0, Shape::Uniform);
    general.parameters.kappa = 0.5;
    general.parameters.psi = 0.16;
    general.parameters.phi = vec![1.1, 1.0, 1.2, 0.9];
    general.parameters.closure = Closure::Endogenous {
        nu: vec![0.2, 0.1, 0.15, 0.12],
    };
    general
}

fn two(home: f64) -> Economy {
    let regions = vec!["Home".to_owned(), "Abroad".to_owned()];
    let trade = 0.3 * home / (1.0 + home);
    Economy::new(
        regions,
        vec![home - trade, trade, trade, 1.0 - trade],
        vec![0.0; 4],
    )
    .unwrap()
}

/// Gros 1987, equation 12: t* = 1 / (θ λ*), where λ* is the share of its
/// own goods in the spending of the rest of the world at the optimum.
#[test]
fn two_countries_follow_gros() {
    for (home, theta) in [(0.001, 4.0), (0.3, 4.0), (1.0, 6.0), (5.0, 2.5)] {
        let game = game(two(home), theta, Shape::Uniform);
        let best = optimal(&game, 0).unwrap();
        let mut policy = Policy::none(&game.economy);
        policy.rate(&game.economy, 0, 1, best.rates[1]).unwrap();
        let solved = counterfactual(&game.economy, &game.parameters, &policy).unwrap();
        let state = &solved.outcome.counterfactual;
        let share = state.flows[3] / state.expenditure[1];
        let gros = 1.0 / (theta * share);
        assert!(
            (best.rates[1] - gros).abs() < 1e-8,
            "{home} {theta}: {} {gros}",
            best.rates[1]
        );
    }
}

/// At the shares of the optimum the sufficient statistic is the optimum.
#[test]
fn shares_at_the_optimum_tell_the_optimum() {
    for home in [0.01, 0.4, 2.0] {
        let game = game(two(home), 5.0, Shape::Uniform);
        let best = optimal(&game, 0).unwrap().rates[1];
        let mut policy = Policy::none(&game.economy);
        policy.rate(&game.economy, 0, 1, best).unwrap();
        let solved = counterfactual(&game.economy, &game.parameters, &policy).unwrap();
        let state = solved.outcome.counterfactual;
        let there = Economy::new(game.economy.regions().to_vec(), state.flows, state.tariffs);
        let told = from_shares(&there.unwrap(), &game.parameters).unwrap();
        assert!((told[0] - best).abs() < 1e-8, "{home} {told:?} {best}");
    }
    let regions = vec!["Open".to_owned(), "Shut".to_owned()];
    let shut = Economy::new(regions, vec![1.0, 0.0, 0.0, 1.0], vec![0.0; 4]).unwrap();
    let error = from_shares(&shut, &Parameters::eaton_kortum(4.0)).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-NO-OPTIMUM");
}

#[test]
fn larger_countries_set_higher_tariffs_and_gain() {
    let mut before = 0.0_f64;
    for home in [0.01, 0.1, 0.5, 1.0, 3.0] {
        let best = optimal(&game(two(home), 4.0, Shape::Uniform), 0).unwrap();
        assert!(best.rates[1] > before.max(0.25));
        before = best.rates[1];
        assert!(best.welfare[0].utility > 1.0 && best.welfare[1].utility < 1.0);
    }
}

/// A second derivation: golden section on the welfare itself.
#[test]
fn a_direct_search_finds_the_same_tariff() {
    let mut general = general();
    for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
        general.parameters.revenue = revenue;
        let best = optimal(&general, 2).unwrap();
        let worth = |rate: f64| {
            let mut policy = Policy::none(&general.economy);
            for exporter in [0, 1, 3] {
                policy.rate(&general.economy, 2, exporter, rate).unwrap();
            }
            let solved = counterfactual(&general.economy, &general.parameters, &policy).unwrap();
            solved.welfare[2].utility
        };
        let (mut low, mut high) = (-0.2_f64, 1.5_f64);
        while high - low > 1e-7 {
            let (a, b) = (high - 0.618 * (high - low), low + 0.618 * (high - low));
            if worth(a) < worth(b) {
                low = a
            } else {
                high = b
            }
        }
        assert!(
            (best.rates[0] - low).abs() < 1e-5,
            "{} {low}",
            best.rates[0]
        );
    }
}

#[test]
fn a_tariff_by_exporter_is_worth_no_less_than_one_for_all() {
    let one = optimal(&game(world(5, 0.1), 4.0, Shape::Uniform), 3).unwrap();
    let each = optimal(&game(world(5, 0.1), 4.0, Shape::ByExporter), 3).unwrap();
    assert!(each.welfare[3].utility >= one.welfare[3].utility);
    assert!(each.rates[3] == 0.0 && one.rates[3] == 0.0);
    // Tariffs by exporter differ little where all goods are one sector's.
    for exporter in [0, 1, 2, 4] {
        assert!((each.rates[exporter] / one.rates[exporter] - 1.0).abs() < 0.2);
    }
}

/// Ossa 2014: everybody protects, and of equals everybody loses.
#[test]
fn in_a_war_of_equals_all_lose() {
    let regions: Vec<String> = (0..3).map(|region| format!("R{region}")).collect();
    let flows = (0..9)
        .map(|at| if at % 4 == 0 { 7.0 } else { 1.5 })
        .collect();
    let economy = Economy::new(regions, flows, vec![0.0; 9]).unwrap();
    for shape in [Shape::Uniform, Shape::ByExporter] {
        let war = nash(&game(economy.clone(), 4.0, shape), &[0, 1, 2]).unwrap();
        assert!(war.welfare.iter().all(|worth| worth.utility < 1.0));
        assert!(
            war.verified
                .iter()
                .all(|trials| trials.best_deviation < 0.0)
        );
        let first = war.tariffs[1];
        assert!(first > 0.25);
        for at in [2, 3, 5, 6, 7] {
            assert!((war.tariffs[at] - first).abs() < 1e-9);
        }
    }
}

/// In the war of any players each tariff is what a single player would set.
#[test]
fn a_player_of_the_war_has_no_better_answer() {
    let base = game(world(4, 0.1), 5.0, Shape::Uniform);
    let war = nash(&base, &[0, 2, 3]).unwrap();
    let economy = Economy::new(
        base.economy.regions().to_vec(),
        war.solution.flows.clone(),
        war.tariffs.clone(),
    )
    .unwrap();
    let again = Game {
        economy,
        ..base.clone()
    };
    for player in [0, 2, 3] {
        let best = optimal(&again, player).unwrap();
        let at = if player == 0 { 1 } else { 0 };
        assert!((best.rates[at] - war.tariffs[player * 4 + at]).abs() < 1e-7);
    }
    // Who does not play keeps the tariffs of the data.
    assert_eq!(war.tariffs[4], base.economy.tariffs()[4]);
}

/// The slope by shadow prices against central differences through the whole
/// equilibrium, away from the optimum.
#[test]
fn shadow_prices_give_the_slope_of_welfare() {
    use super::answer::Problem;
    use super::shadow::Shadow;
    use crate::equilibrium::one_sector::jacobian::Jacobian;
    use crate::equilibrium::one_sector::newton;
    use crate::equilibrium::one_sector::system::System;
    for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
        let mut general = general();
        general.parameters.revenue = revenue;
        let economy = &general.economy;
        let mut system = System::new(economy, &general.parameters, &Policy::none(economy));
        let t = vec![0.1, 0.3, 0.0, 0.2];
        system.tax_log(2, &t);
        let found = newton::solve(&system, vec![0.0; 5], None).unwrap();
        let jacobian = Jacobian::at(&system, &found.point);
        let shadow = Shadow::of(&system, &found.point, &jacobian, 2);
        let slope = Problem::new(&system, &found.point, &found.x, 2, &shadow)
            .slope(&t)
            .unwrap();
        for exporter in [0, 1, 3] {
            let mut worth = |step: f64| {
                let mut t = t.clone();
                t[exporter] += step;
                system.tax_log(2, &t);
                let found = newton::solve(&system, found.x.clone(), None).unwrap();
                found.point.region(2).0.utility(&system.places()[2])
            };
            let difference = (worth(1e-5) - worth(-1e-5)) / 2e-5;
            assert!(
                (difference - slope[exporter]).abs() < 1e-8,
                "{difference} {slope:?}"
            );
        }
    }
}

#[test]
fn who_cannot_play_is_refused() {
    let regions = vec!["Open".to_owned(), "Closed".to_owned(), "World".to_owned()];
    let flows = vec![80.0, 0.0, 20.0, 0.0, 50.0, 0.0, 20.0, 0.0, 200.0];
    let economy = Economy::new(regions, flows, vec![0.0; 9]).unwrap();
    let game = game(economy, 4.0, Shape::Uniform);
    let error = nash(&game, &[0, 1]).unwrap_err();
    assert_eq!(
        (error.code(), error.left()),
        ("E-TARIFF-NO-OPTIMUM", Some("Closed"))
    );
    assert_eq!(optimal(&game, 3).unwrap_err().code(), "E-TARIFF-SHAPE");
    assert!(nash(&game, &[0, 2]).is_ok());
}

#[test]
fn tariffs_are_the_same_bits_at_any_thread_count() {
    let game = game(world(6, 0.1), 4.0, Shape::ByExporter);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| nash(&game, &[0, 1, 2, 3, 4, 5])).unwrap()
    };
    assert_eq!(run(1), run(2));
}

proptest! {
    // The same worlds in every run: some drawn ones have no answer and are refused.
    #![proptest_config(ProptestConfig { cases: 6, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    /// Sizes over six orders of magnitude, a third of the flows zero: every
    /// best tariff found stands its trials, and no search panics.
    #[test]
    fn uneven_worlds_have_best_tariffs(
        draws in prop::collection::vec((-7.0..7.0_f64, 0.0..1.0_f64), 36), theta in 1.5..9.0_f64,
    ) {
        let size = |at: usize| (draws[at * 6].0).exp();
        let flow = |cell: usize| match (cell / 6, cell % 6) {
            (n, i) if n == i => 3.0 * size(n).max(0.01),
            _ if draws[cell].1 < 0.3 => 0.0,
            (n, i) => 0.05 * (size(n) * size(i)).sqrt() * draws[cell].1,
        };
        let regions = (0..6).map(|region| format!("R{region}")).collect();
        let flows = (0..36).map(flow).collect();
        let economy = Economy::new(regions, flows, vec![0.0; 36]).unwrap();
        for shape in [Shape::Uniform, Shape::ByExporter] {
            for region in 0..6 {
                match optimal(&game(economy.clone(), theta, shape), region) {
                    Ok(best) => {
                        prop_assert!(best.verified.best_deviation < 0.0);
                        prop_assert!(best.welfare[region].utility >= 1.0 - 1e-12);
                    }
                    Err(error) => panic!("{error} {shape:?} {region} {:?}", economy.flows()),
                }
            }
        }
    }
}
