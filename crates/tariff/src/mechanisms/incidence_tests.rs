use super::*;
use proptest::prelude::*;

fn market(supply: f64, demand: f64, after: f64) -> Market {
    Market {
        customs: 100.0,
        retail: 100.0,
        before: 0.0,
        after,
        supply,
        demand,
    }
}

/// 000, line 272: 80–90 % mean supply that answers four to nine times as strongly as demand.
#[test]
fn s7_6_eighty_to_ninety_percent_are_ratios_of_four_to_nine() {
    assert!((consumer_share(9.0, 1.0).unwrap() - 0.9).abs() < 1e-12);
    assert!((consumer_share(8.0, 2.0).unwrap() - 0.8).abs() < 1e-12);
    assert!((elasticity_ratio(0.8).unwrap() - 4.0).abs() < 1e-12);
    assert!((elasticity_ratio(0.9).unwrap() - 9.0).abs() < 1e-12);
    assert_eq!(consumer_share(f64::INFINITY, 3.0).unwrap(), 1.0);
    assert!(consumer_share(0.0, 0.0).is_err());
}

/// With constant elasticities the log split of a large duty is the small one's.
#[test]
fn s7_6_the_split_in_logs_is_exact_for_any_duty() {
    let made = burden(&market(8.0, 2.0, 0.5), Margin::Perfect).unwrap();
    let share = (made.after.duty_paid / made.before.duty_paid).ln() / 1.5f64.ln();
    assert!((share - 0.8).abs() < 1e-12, "{share}");
}

/// Weyl and Fabinger 2013: straight demand and constant cost pass on one half.
#[test]
fn s7_6_a_monopolist_importer_bears_half_where_the_price_abroad_is_given() {
    let sold = Market {
        retail: 150.0,
        ..market(f64::INFINITY, 2.0, 0.2)
    };
    let made = burden(&sold, Margin::LinearMonopoly).unwrap();
    assert!((made.importer - 0.5).abs() < 1e-12 && (made.consumer - 0.5).abs() < 1e-12);
    let made = burden(&sold, Margin::ConstantMarkup).unwrap();
    assert!((made.consumer - 1.5).abs() < 1e-12 && (made.importer + 0.5).abs() < 1e-12);
    assert_eq!(burden(&sold, Margin::Perfect).unwrap().importer, 0.0);
}

/// The specification's case: 0.54 against the home wage, 0.87 against world value
/// added, 0.99 against foreign wages are one solution in three numeraires.
#[test]
fn s7_6_the_share_in_general_equilibrium_moves_with_the_numeraire() {
    let sellers = [Seller {
        weight: 1.0,
        cost: -0.0013,
        duty: 0.1,
    }];
    let against = |numeraire: f64| buyer_share(&sellers, numeraire).unwrap();
    assert!((against(0.0) - 0.987).abs() < 1e-12);
    assert!(against(0.045) < against(0.01) && against(0.01) < against(0.0));
    let untaxed = [Seller {
        duty: 0.0,
        ..sellers[0]
    }];
    assert!(buyer_share(&untaxed, 0.0).is_err());
}

#[test]
fn what_cannot_be_a_market_is_refused() {
    let code = |market: Market| burden(&market, Margin::Perfect).unwrap_err().code();
    assert_eq!(code(market(1.0, 1.0, 0.0)), "E-TARIFF-NO-SOLUTION");
    assert_eq!(code(market(1.0, 1.0, -1.0)), "E-TARIFF-RATE");
    assert_eq!(code(market(-1.0, 1.0, 0.1)), "E-TARIFF-NEGATIVE");
    let under = Market {
        retail: 99.0,
        ..market(1.0, 1.0, 0.1)
    };
    assert_eq!(code(under), "E-TARIFF-NEGATIVE");
    assert!(burden(&market(1.0, 1.0, 0.1), Margin::Absorbs(1.2)).is_err());
}

proptest! {
    /// Seller, importer and consumer bear the whole duty, under every rule, and
    /// supply meets demand at the prices found.
    #[test]
    fn s7_6_the_three_bear_the_whole_duty(s in 0.05..30.0f64, d in 0.05..6.0f64, t0 in 0.0..0.5f64, t in 0.0..1.0f64, margin in 0.0..1.0f64, rule in 0usize..4) {
        prop_assume!((t - t0).abs() > 1e-3);
        let rule = [Margin::Perfect, Margin::ConstantMarkup, Margin::Absorbs(0.3), Margin::LinearMonopoly][rule];
        let sold = Market { customs: 80.0, retail: 80.0 * (1.0 + t0) * (1.0 + margin), before: t0, after: t, supply: s, demand: d };
        let made = burden(&sold, rule).unwrap();
        prop_assert!((made.seller + made.importer + made.consumer - 1.0).abs() < 1e-9);
        let supplied = (made.after.customs / 80.0).powf(s);
        prop_assert!((supplied - (1.0 + made.quantity)).abs() < 1e-8 * supplied.max(1.0));
    }
}
