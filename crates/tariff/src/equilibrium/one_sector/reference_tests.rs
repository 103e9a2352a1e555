//! The one-sector world against another program.

use super::tests::world;
use super::*;
use crate::equilibrium::{Closure, Revenue};

/// Utility, its print, employment, prices, deficits, revenue by region.
type Columns = [[f64; 5]; 6];

/// `bench/peers/one_sector.py`, SciPy 1.17.1, misses of 2e-16.
const LUMP_SUM: Columns = [
    [
        1.003685933889,
        0.999537058631,
        0.999681309742,
        0.999704294793,
        0.999767510243,
    ],
    [
        1.003685933889,
        0.999537058631,
        0.999681309742,
        0.999704294793,
        0.999767510243,
    ],
    [
        0.994855633149,
        0.999753251954,
        0.999877756918,
        0.999900959790,
        0.999921663893,
    ],
    [
        1.101724800560,
        1.001123944623,
        0.995230945168,
        1.000231869430,
        0.997002934979,
    ],
    [
        -0.518215283635,
        -0.903667471897,
        3.251843516485,
        -1.775722187915,
        -0.054238573038,
    ],
    [0.598900930172, 0.033312860766, 0.0, 0.0, 0.0],
];
const RELIEF: Columns = [
    [
        1.005075040223,
        0.999576770566,
        0.999685207210,
        0.999705462112,
        0.999769006104,
    ],
    [
        1.010620134988,
        0.999665743042,
        0.999685207210,
        0.999705462112,
        0.999769006104,
    ],
    [
        1.000787207197,
        0.999854779755,
        0.999878606772,
        0.999901486533,
        0.999922118103,
    ],
    [
        1.101081857469,
        1.001117765498,
        0.995260764739,
        1.000231882386,
        0.997020894137,
    ],
    [
        -0.516119973784,
        -0.904064430789,
        3.251641879696,
        -1.776404656630,
        -0.055052818493,
    ],
    [0.601274512460, 0.033400046864, 0.0, 0.0, 0.0],
];

fn war(revenue: Revenue) -> Counterfactual {
    let economy = world(5, 0.0);
    let mut policy = Policy::none(&economy);
    for exporter in 1..5 {
        policy.rate(&economy, 0, exporter, 0.25).unwrap();
    }
    policy.rate(&economy, 1, 0, 0.15).unwrap();
    let nu = (0..5)
        .map(|region| 0.3 / (1.0 + f64::from(region)))
        .collect();
    let parameters = Parameters {
        kappa: 0.5,
        psi: 0.16,
        phi: (0..5).map(|region| 1.0 + 0.1 * f64::from(region)).collect(),
        closure: Closure::Endogenous { nu },
        revenue,
        ..Parameters::eaton_kortum(4.0)
    };
    counterfactual(&economy, &parameters, &policy).unwrap()
}

#[test]
fn a_root_finder_finds_the_same_war() {
    for (revenue, wanted) in [
        (Revenue::LumpSum, LUMP_SUM),
        (Revenue::IncomeTaxRelief, RELIEF),
    ] {
        let solved = war(revenue);
        for (region, row) in solved.table(Unit::ConsumerPrices).iter().enumerate() {
            let factor = |percent: f64| 1.0 + percent / 100.0;
            let found = [
                factor(row.welfare),
                factor(row.welfare_printed),
                factor(row.employment),
                factor(row.price_index),
                -row.balance,
                row.tariff_revenue,
            ];
            for (found, wanted) in found.iter().zip(wanted) {
                assert!(
                    (found - wanted[region]).abs() < 1e-10,
                    "{region} {found} {wanted:?}"
                );
            }
        }
    }
}

#[test]
fn a_table_changes_with_its_unit_in_money_alone() {
    let solved = war(Revenue::LumpSum);
    let (world, prices) = (
        solved.table(Unit::WorldValueAdded),
        solved.table(Unit::ConsumerPrices),
    );
    let home = solved.table(Unit::Wage(0));
    assert!(home[0].wage.abs() < 1e-12);
    for ((world, prices), home) in world.iter().zip(&prices).zip(&home) {
        assert_ne!(world.price_index, prices.price_index);
        for (one, other) in [
            (world.real_wage, prices.real_wage),
            (world.exports_to_gdp, home.exports_to_gdp),
            (world.employment, home.employment),
            (world.welfare, prices.welfare),
        ] {
            assert!((one - other).abs() < 1e-10);
        }
        // Money in two units differs by one factor.
        let factor = (1.0 + home.wage / 100.0) / (1.0 + world.wage / 100.0);
        assert!((home.balance / world.balance - factor).abs() < 1e-9);
    }
    assert!(solved.world_trade_to_gdp() < 0.0);
}

/// Accounts: value added is earned at home, abroad, and on selling imports.
#[test]
fn purchases_at_home_close_the_accounts() {
    let economy = world(4, 0.1);
    let nu = [0.2, 0.1, 0.15, 0.0];
    let before = economy.imports();
    let made: Vec<f64> = (0..4)
        .map(|n| {
            let sold: f64 = (0..4).map(|m| (1.0 - nu[m]) * before[m * 4 + n]).sum();
            let bought: f64 = (0..4).map(|i| before[n * 4 + i]).sum();
            sold + nu[n] * bought
        })
        .collect();
    let mut flows = economy.flows().to_vec();
    (0..4).for_each(|region| flows[region * 5] = 0.0);
    let complete = |made: &[f64], rule| {
        Economy::with_value_added(
            economy.regions().to_vec(),
            flows.clone(),
            economy.tariffs().to_vec(),
            (made, &nu),
            rule,
        )
    };
    let found = complete(&made, OwnTrade::Accounts).unwrap();
    for (found, wanted) in found.flows().iter().zip(economy.flows()) {
        assert!((found - wanted).abs() < 1e-9);
    }
    let error = complete(&[0.1, 200.0, 300.0, 400.0], OwnTrade::Accounts).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-OWN-TRADE");
    let printed = complete(&[0.1, 200.0, 300.0, 400.0], OwnTrade::Printed).unwrap();
    assert_eq!(printed.flows()[0], 0.0);
}
