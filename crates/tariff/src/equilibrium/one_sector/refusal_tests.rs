//! Bad input to the one-sector world.

use proptest::prelude::*;

use super::tests::world;
use super::*;
use crate::equilibrium::Closure;

#[test]
fn bad_tables_are_refused_with_the_cell() {
    let regions = || vec!["A".to_owned(), "B".to_owned()];
    let none = || vec![0.0; 4];
    for (flows, tariffs, code, cell) in [
        (vec![1.0, -2.0, 1.0, 1.0], none(), "E-TARIFF-FLOW", "A ← B"),
        (
            vec![1.0, f64::NAN, 1.0, 1.0],
            none(),
            "E-TARIFF-FLOW",
            "A ← B",
        ),
        (vec![0.0, 1.0, 1.0, 0.0], none(), "E-TARIFF-OWN-TRADE", "A"),
        (
            vec![1.0, 1.0, 0.0, 0.0],
            none(),
            "E-TARIFF-NO-PURCHASES",
            "B",
        ),
        (
            vec![1.0, 0.0, 1.0, 0.0],
            none(),
            "E-TARIFF-NO-PRODUCTION",
            "B",
        ),
        (vec![1.0; 3], none(), "E-TARIFF-SHAPE", "2 regions"),
        (
            vec![1.0; 4],
            vec![0.0, 0.0, -1.0, 0.0],
            "E-TARIFF-RATE",
            "B ← A",
        ),
        (
            vec![1.0; 4],
            vec![0.1, 0.0, 0.0, 0.0],
            "E-TARIFF-OWN-DUTY",
            "A",
        ),
    ] {
        let error = Economy::new(regions(), flows, tariffs).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(cell), "{error}");
        assert!(!error.localized(triffin_basis::Lang::Zh).is_empty());
    }
    let exported = Economy::with_output(regions(), vec![0.0, 5.0, 9.0, 0.0], none(), &[8.0, 20.0]);
    assert_eq!(exported.unwrap_err().code(), "E-TARIFF-OWN-TRADE");
    let made =
        Economy::with_output(regions(), vec![0.0, 5.0, 3.0, 0.0], none(), &[8.0, 20.0]).unwrap();
    assert_eq!(made.flows(), [5.0, 5.0, 3.0, 15.0]);
}

#[test]
fn elasticities_out_of_range_are_refused() {
    let economy = world(3, 0.0);
    for (change, code) in [
        (
            Box::new(|p: &mut Parameters| p.theta = 0.0) as Box<dyn Fn(&mut Parameters)>,
            "E-TARIFF-THETA",
        ),
        (Box::new(|p| p.theta = f64::NAN), "E-TARIFF-THETA"),
        (Box::new(|p| p.kappa = -0.1), "E-TARIFF-KAPPA"),
        (Box::new(|p| p.psi = 0.3), "E-TARIFF-PSI"),
        (Box::new(|p| p.phi = vec![1.0]), "E-TARIFF-PHI"),
        (Box::new(|p| p.phi = vec![1.0, 0.0, 1.0]), "E-TARIFF-PHI"),
        (
            Box::new(|p| {
                p.closure = Closure::Endogenous {
                    nu: vec![0.1, 1.0, 0.1],
                }
            }),
            "E-TARIFF-CLOSURE",
        ),
    ] {
        let mut parameters = Parameters::eaton_kortum(4.0);
        change(&mut parameters);
        let error = counterfactual(&economy, &parameters, &Policy::none(&economy)).unwrap_err();
        assert_eq!(error.code(), code);
    }
    // What is lent abroad may not exceed income.
    let mut parameters = Parameters::eaton_kortum(4.0);
    parameters.closure = Closure::SavingInvestment {
        change: vec![1e6, -1e6, 0.0],
    };
    let error = counterfactual(&economy, &parameters, &Policy::none(&economy)).unwrap_err();
    assert_eq!(error.code(), "E-TARIFF-SPENDING");
    let mut policy = Policy::none(&economy);
    assert_eq!(
        policy.rate(&economy, 0, 1, -1.0).unwrap_err().code(),
        "E-TARIFF-RATE"
    );
    assert_eq!(
        policy.rate(&economy, 1, 1, 0.1).unwrap_err().code(),
        "E-TARIFF-OWN-DUTY"
    );
    assert_eq!(
        policy.rate(&economy, 0, 7, 0.1).unwrap_err().code(),
        "E-TARIFF-SHAPE"
    );
    assert_eq!(
        policy.iceberg(&economy, 0, 1, 0.0).unwrap_err().code(),
        "E-TARIFF-ICEBERG"
    );
}

#[test]
fn who_trades_with_nobody_is_left_alone_and_one_way_trade_cannot_balance() {
    let regions = || vec!["Open".to_owned(), "Closed".to_owned(), "World".to_owned()];
    let closed = vec![80.0, 0.0, 20.0, 0.0, 50.0, 0.0, 20.0, 0.0, 200.0];
    let economy = Economy::new(regions(), closed, vec![0.0; 9]).unwrap();
    let mut policy = Policy::none(&economy);
    policy.rate(&economy, 0, 2, 0.3).unwrap();
    let mut parameters = Parameters::eaton_kortum(4.0);
    parameters.closure = Closure::Zero;
    let solved = counterfactual(&economy, &parameters, &policy).unwrap();
    assert!((solved.welfare[1].real_income - 1.0).abs() < 1e-12);
    assert!(solved.welfare[0].real_income > 1.0);
    let one_way = vec![80.0, 5.0, 20.0, 0.0, 50.0, 0.0, 20.0, 0.0, 200.0];
    let economy = Economy::new(regions(), one_way, vec![0.0; 9]).unwrap();
    let error = counterfactual(&economy, &parameters, &Policy::none(&economy)).unwrap_err();
    assert_eq!(
        (error.code(), error.left()),
        ("E-TARIFF-ONE-WAY", Some("Closed"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the duties and costs: an equilibrium or a refusal, and an
    /// equilibrium where deficits are zero.
    #[test]
    fn wild_policies_clear_or_are_refused(
        rates in prop::collection::vec(-0.9..40.0_f64, 25),
        costs in prop::collection::vec(-1.0..1.5_f64, 25),
        theta in 1.0..9.0_f64, kappa in 0.0..1.0_f64, zero: bool,
    ) {
        let economy = world(5, 0.1);
        let mut policy = Policy::none(&economy);
        for cell in (0..25).filter(|cell| cell % 6 != 0) {
            policy.rate(&economy, cell / 5, cell % 5, rates[cell]).unwrap();
            policy.iceberg(&economy, cell / 5, cell % 5, costs[cell].exp()).unwrap();
        }
        let parameters = Parameters {
            kappa: if zero { 0.0 } else { kappa },
            psi: if zero { 0.0 } else { 0.6 / theta },
            closure: if zero { Closure::Zero } else { Closure::FixedInWorldOutput },
            ..Parameters::eaton_kortum(theta)
        };
        match counterfactual(&economy, &parameters, &policy) {
            Ok(solved) => prop_assert!(solved.outcome.counterfactual.residual <= 1e-12),
            Err(error) => prop_assert!(!zero && error.code() == "E-TARIFF-SPENDING", "{error}"),
        }
    }
}
