//! Proofs of the one-sector world.

use proptest::prelude::*;

use super::*;
use crate::equilibrium::{Closure, Revenue};

/// A world of `n` regions of unequal size and openness.
pub(in crate::equilibrium) fn world(n: usize, tariff: f64) -> Economy {
    let regions = (0..n).map(|region| format!("R{region}")).collect();
    let (mut flows, mut tariffs) = (Vec::new(), Vec::new());
    for importer in 0..n {
        for exporter in 0..n {
            let size = ((1 + importer) * (1 + exporter)) as f64;
            let far = 1.0 + ((importer * 7 + exporter * 3) % 5) as f64;
            let home = importer == exporter;
            flows.push(if home {
                9.0 * size * n as f64
            } else {
                size / far
            });
            tariffs.push(if home { 0.0 } else { tariff * far / 5.0 });
        }
    }
    Economy::new(regions, flows, tariffs).unwrap()
}

fn nothing(economy: &Economy) -> Policy {
    Policy::none(economy)
}

fn shock(economy: &Economy) -> Policy {
    let mut policy = Policy::none(economy);
    for exporter in 1..economy.regions().len() {
        policy.rate(economy, 0, exporter, 0.25).unwrap();
    }
    policy.iceberg(economy, 1, 0, 1.1).unwrap();
    policy
}

fn general(n: usize, closure: Closure, revenue: Revenue) -> Parameters {
    Parameters {
        theta: 4.0,
        kappa: 0.5,
        psi: 0.16,
        phi: (0..n).map(|region| 1.0 + 0.1 * region as f64).collect(),
        closure,
        revenue,
    }
}

fn closures(n: usize) -> [Closure; 5] {
    let mut change = vec![0.0; n];
    (change[0], change[n - 1]) = (1.0, -1.0);
    [
        Closure::FixedInWorldOutput,
        Closure::Zero,
        Closure::ShareOfGdp,
        Closure::Endogenous {
            nu: (0..n).map(|region| 0.3 / (1.0 + region as f64)).collect(),
        },
        Closure::SavingInvestment { change },
    ]
}

#[test]
fn markets_clear_under_every_closure_and_rule() {
    let economy = world(5, 0.1);
    for closure in closures(5) {
        for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
            let parameters = general(5, closure.clone(), revenue);
            let solved = counterfactual(&economy, &parameters, &shock(&economy)).unwrap();
            let state = &solved.outcome.counterfactual;
            assert!(state.residual < 1e-12, "{closure}: {}", state.residual);
            let deficits: f64 = state.deficit.iter().sum();
            assert!(deficits.abs() < 1e-9, "{closure}");
        }
    }
}

#[test]
fn the_matrix_of_derivatives_agrees_with_differences() {
    use super::jacobian::Jacobian;
    use super::system::{Point, System};
    let economy = world(4, 0.2);
    for closure in closures(4) {
        for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
            let parameters = general(4, closure.clone(), revenue);
            let system = System::new(&economy, &parameters, &shock(&economy));
            let x = vec![0.02, -0.03, 0.01, 0.04, 0.005];
            let at = |x: &[f64]| {
                let mut point = Point::default();
                system.evaluate(x, &mut point).unwrap();
                point
            };
            let jacobian = Jacobian::at(&system, &at(&x));
            for unknown in 0..5 {
                let (mut up, mut down) = (x.clone(), x.clone());
                up[unknown] += 1e-6;
                down[unknown] -= 1e-6;
                let (up, down) = (at(&up).excess, at(&down).excess);
                let slope: Vec<f64> = up
                    .iter()
                    .zip(&down)
                    .map(|(up, down)| (up - down) / 2e-6)
                    .collect();
                let unit = jacobian.solve(&slope);
                for (row, value) in unit.iter().enumerate() {
                    let wanted = if row == unknown { 1.0 } else { 0.0 };
                    assert!(
                        (value - wanted).abs() < 1e-6,
                        "{closure} {unknown} {row} {value}"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_changes_where_nothing_is_changed() {
    let economy = world(6, 0.15);
    for closure in closures(6) {
        if matches!(closure, Closure::SavingInvestment { .. }) {
            continue;
        }
        for revenue in [Revenue::LumpSum, Revenue::IncomeTaxRelief] {
            let parameters = general(6, closure.clone(), revenue);
            let solved = counterfactual(&economy, &parameters, &nothing(&economy)).unwrap();
            for (wage, worth) in solved
                .outcome
                .counterfactual
                .wage
                .iter()
                .zip(&solved.welfare)
            {
                assert!((wage - 1.0).abs() < 1e-11);
                assert!((worth.utility - 1.0).abs() < 1e-11 && (worth.printed - 1.0).abs() < 1e-11);
            }
        }
    }
}

/// Arkolakis, Costinot and Rodríguez-Clare 2012: Ŵ = λ̂ₙₙ^(−1/θ), without
/// tariffs and deficits.
#[test]
fn the_own_share_tells_the_gains_from_trade() {
    let economy = world(5, 0.0);
    let mut policy = nothing(&economy);
    for importer in 0..5 {
        for exporter in 0..5 {
            if importer != exporter {
                policy.iceberg(&economy, importer, exporter, 1.2).unwrap();
            }
        }
    }
    let mut parameters = Parameters::eaton_kortum(3.5);
    parameters.closure = Closure::Zero;
    let solved = counterfactual(&economy, &parameters, &policy).unwrap();
    let (before, after) = (&solved.outcome.baseline, &solved.outcome.counterfactual);
    for region in 0..5 {
        let own = |state: &crate::equilibrium::Solution| {
            state.flows[region * 6] / state.expenditure[region]
        };
        let closed = (own(after) / own(before)).powf(-1.0 / 3.5);
        assert!((solved.welfare[region].real_income - closed).abs() < 1e-11);
    }
}

/// Autarky: prohibitive costs give λₙₙ^(1/θ).
#[test]
fn autarky_is_the_limit() {
    let economy = world(3, 0.0);
    let mut policy = nothing(&economy);
    for importer in 0..3 {
        for exporter in 0..3 {
            if importer != exporter {
                policy.iceberg(&economy, importer, exporter, 1e6).unwrap();
            }
        }
    }
    let mut parameters = Parameters::armington(5.0);
    parameters.closure = Closure::Zero;
    let solved = counterfactual(&economy, &parameters, &policy).unwrap();
    let before = &solved.outcome.baseline;
    for region in 0..3 {
        let own = before.flows[region * 4] / before.expenditure[region];
        assert!((solved.welfare[region].real_income - own.powf(0.25)).abs() < 1e-9);
    }
}

#[test]
fn krugman_with_fixed_labour_is_armington() {
    let economy = world(4, 0.1);
    let policy = shock(&economy);
    let one = counterfactual(&economy, &Parameters::krugman(5.0), &policy).unwrap();
    let other = counterfactual(&economy, &Parameters::armington(5.0), &policy).unwrap();
    for (one, other) in one.welfare.iter().zip(&other.welfare) {
        assert!((one.real_income - other.real_income).abs() < 1e-12);
    }
}

fn as_world(economy: &Economy) -> crate::equilibrium::World {
    use crate::equilibrium::{Data, Flow, World};
    let cells = economy.flows().iter().zip(economy.tariffs()).enumerate();
    let flows = cells.map(|(at, (value, tariff))| Flow {
        importer: (at / 4) as u32,
        exporter: (at % 4) as u32,
        sector: 0,
        value: *value,
        tariff: *tariff,
    });
    World::new(Data {
        regions: economy.regions().to_vec(),
        sectors: vec!["Goods".to_owned()],
        theta: vec![4.0],
        flows: flows.collect(),
        ..Data::default()
    })
    .unwrap()
}

/// The many-sector solver with one sector: other unknowns, another method.
#[test]
fn one_sector_of_the_many_sector_world_is_the_same() {
    use crate::equilibrium::{Change, Model, Settings, Shock, solve};
    let economy = world(4, 0.1);
    let other = as_world(&economy);
    let mut change = Shock::none(&other);
    change
        .apply(&other, |flow| flow.importer == 2, Change::Points(0.3))
        .unwrap();
    change
        .apply(
            &other,
            |flow| flow.importer == 0 && flow.exporter == 1,
            Change::Iceberg(1.2),
        )
        .unwrap();
    let rules = [Revenue::LumpSum, Revenue::IncomeTaxRelief];
    for (closure, revenue) in closures(4)
        .into_iter()
        .flat_map(|c| rules.map(|r| (c.clone(), r)))
    {
        let parameters = Parameters {
            phi: Vec::new(),
            ..general(4, closure.clone(), revenue)
        };
        let model = Model {
            closure: closure.clone(),
            revenue,
            kappa: parameters.kappa,
            psi: vec![parameters.psi],
        };
        let one = of_world(&other, &parameters, &change).unwrap().outcome;
        let many = solve(&other, &model, &change, &Settings::default()).unwrap();
        let (one, many) = (one.counterfactual, many.counterfactual);
        for (what, one, many) in [
            ("wage", &one.wage, &many.wage),
            ("labour", &one.labour, &many.labour),
            ("price", &one.price_index, &many.price_index),
            ("income", &one.income, &many.income),
            ("revenue", &one.revenue, &many.revenue),
            ("deficit", &one.deficit, &many.deficit),
            ("flows", &one.flows, &many.flows),
        ] {
            for (one, many) in one.iter().zip(many) {
                assert!(
                    (one - many).abs() < 1e-8 * (1.0 + many.abs()),
                    "{closure} {what} {one} {many}"
                );
            }
        }
    }
}

/// A prohibitive tariff, and one that all but gives goods away.
#[test]
fn extreme_tariffs_still_clear() {
    let economy = world(6, 0.1);
    for (rate, theta) in [(50.0, 8.0), (1000.0, 8.0), (-0.5, 8.0)] {
        let mut policy = nothing(&economy);
        for exporter in 1..6 {
            policy.rate(&economy, 0, exporter, rate).unwrap();
        }
        let mut parameters = Parameters::eaton_kortum(theta);
        parameters.closure = Closure::Zero;
        let solved = counterfactual(&economy, &parameters, &policy).unwrap();
        assert!(solved.outcome.counterfactual.residual <= 1e-12, "{rate}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Money in another unit changes no factor.
    #[test]
    fn flows_are_homogeneous(scale in 0.01..100.0_f64, tariff in 0.0..0.6_f64, theta in 1.5..9.0_f64) {
        let economy = world(4, 0.1);
        let times = economy.flows().iter().map(|flow| flow * scale).collect();
        let larger = Economy::new(economy.regions().to_vec(), times, economy.tariffs().to_vec()).unwrap();
        let mut parameters = general(4, Closure::ShareOfGdp, Revenue::IncomeTaxRelief);
        parameters.theta = theta;
        parameters.psi = 0.5 / theta;
        let mut policy = nothing(&economy);
        policy.rate(&economy, 1, 2, tariff).unwrap();
        let one = counterfactual(&economy, &parameters, &policy).unwrap();
        let other = counterfactual(&larger, &parameters, &policy).unwrap();
        for (one, other) in one.outcome.counterfactual.wage.iter().zip(&other.outcome.counterfactual.wage) {
            prop_assert!((one - other).abs() < 1e-11);
        }
    }
}
