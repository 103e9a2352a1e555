use super::*;
use proptest::prelude::*;

const KEPT: Taste = Taste {
    sigma: 4.0,
    eta: 0.0,
    total: Total::Units,
};
const USE: Taste = Taste {
    total: Total::Index,
    ..KEPT
};

fn given(sales: f64, after: f64) -> Origin {
    Origin::at_given_price(sales, 0.0, after)
}

/// 000, lines 227–241: the share of the taxed falls, the total stays, the price rises.
#[test]
fn s7_2_the_taxed_origin_loses_what_the_others_sell() {
    let made = source(
        &[given(60.0, 0.52), given(25.0, 0.0), given(15.0, 0.0)],
        KEPT,
    )
    .unwrap();
    let [taxed, second, third] = made.origins[..] else {
        panic!("three origins")
    };
    assert!(taxed.share_after < 0.25 && second.share_after > 0.4 && third.share_after > 0.2);
    assert_eq!(made.quantity, 1.0);
    assert!(made.price > 1.0 && made.price < 1.52);
    assert!((made.diversion.diverted.unwrap() - 1.0).abs() < 1e-12);
    // At the prices of before, a basket of the same use cannot cost less than the one chosen then.
    let same_use = source(&[given(60.0, 0.52), given(40.0, 0.0)], USE).unwrap();
    assert!(same_use.diversion.diverted.unwrap() > 1.0);
}

/// Closed form: P̂ = (Σ π κ^(1−σ))^(1/(1−σ)), π' by hand.
#[test]
fn s7_2_with_given_prices_the_index_is_the_closed_form() {
    let made = source(&[given(60.0, 0.52), given(40.0, 0.0)], USE).unwrap();
    let index = (0.6 * 1.52f64.powi(-3) + 0.4).powf(-1.0 / 3.0);
    assert!((made.price - index).abs() < 1e-14);
    let value = 0.6 * (1.52 / index).powi(-3) / 1.52;
    let rest = 0.4 * index.powi(3);
    assert!((made.origins[0].share_after - value / (value + rest)).abs() < 1e-14);
    // By units: shares in proportion to κ^(−σ), and the total as before.
    let units = source(&[given(60.0, 0.52), given(40.0, 0.0)], KEPT).unwrap();
    let taxed = 0.6 * 1.52f64.powi(-4);
    assert!((units.origins[0].share_after - taxed / (taxed + 0.4)).abs() < 1e-14);
    assert!((units.price - index).abs() < 1e-14);
}

#[test]
fn s7_2_a_full_origin_asks_more_until_buyers_ask_no_more() {
    let full = Origin {
        capacity: Some(1.1),
        ..given(40.0, 0.0)
    };
    let taste = Taste { eta: 0.8, ..KEPT };
    let made = source(&[given(60.0, 0.52), full], taste).unwrap();
    assert!(made.origins[1].full && made.origins[1].price > 1.0);
    assert!((made.origins[1].quantity - 1.1).abs() < 1e-12);
    let all = Origin {
        capacity: Some(0.9),
        ..given(100.0, 0.0)
    };
    for taste in [KEPT, USE] {
        let code = source(&[all], taste).unwrap_err().code();
        assert_eq!(code, "E-TARIFF-NO-SOLUTION");
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let code = |origins: &[Origin], taste| source(origins, taste).unwrap_err().code();
    assert_eq!(code(&[], KEPT), "E-TARIFF-SHAPE");
    assert_eq!(code(&[given(0.0, 0.1)], KEPT), "E-TARIFF-SHAPE");
    assert_eq!(code(&[given(-1.0, 0.1)], KEPT), "E-TARIFF-NEGATIVE");
    assert_eq!(code(&[given(1.0, -1.0)], KEPT), "E-TARIFF-RATE");
    let flat = Taste { sigma: 1.0, ..KEPT };
    assert_eq!(code(&[given(1.0, 0.1)], flat), "E-TARIFF-NEGATIVE");
    assert_eq!(
        diverted(&[1.0], &[1.0, 2.0], &[true]).unwrap_err().code(),
        "E-TARIFF-SHAPE"
    );
}

fn origin() -> impl Strategy<Value = Origin> {
    let supply = prop_oneof![Just(f64::INFINITY), 0.2..20.0f64];
    let capacity = prop_oneof![Just(None), (0.5..3.0f64).prop_map(Some)];
    (1.0..100.0f64, 0.0..0.3f64, 0.0..0.8f64, supply, capacity).prop_map(
        |(sales, before, after, supply, capacity)| Origin {
            sales,
            before,
            after,
            supply,
            capacity,
        },
    )
}

proptest! {
    /// At the prices found every origin offers what is asked, no more than it can,
    /// and what the total counts is what its price allows: by use, spending is
    /// index times total, P̂·Q̂ = Σ π_i·(price × quantity)_i.
    #[test]
    fn s7_2_supply_meets_demand_and_spending_adds_up(origins in prop::collection::vec(origin(), 1..6), sigma in 1.2..12.0f64, eta in 0.1..3.0f64, by_use: bool) {
        let made = source(&origins, Taste { sigma, eta, total: if by_use { Total::Index } else { Total::Units } }).unwrap();
        let paid: f64 = origins.iter().map(|o| o.sales * (1.0 + o.before)).sum();
        let mut spent = 0.0;
        for (origin, sold) in origins.iter().zip(&made.origins) {
            spent += origin.sales * (1.0 + origin.before) / paid * sold.duty_paid * sold.quantity;
            if !sold.full && origin.supply.is_finite() {
                prop_assert!((sold.price.powf(origin.supply) / sold.quantity - 1.0).abs() < 1e-9);
            }
            prop_assert!(origin.capacity.is_none_or(|most| sold.quantity <= most * (1.0 + 1e-9)));
        }
        let sales: f64 = origins.iter().map(|o| o.sales).sum();
        let units: f64 = origins.iter().zip(&made.origins).map(|(o, sold)| o.sales / sales * sold.quantity).sum();
        let counted = if by_use { spent / made.price } else { units };
        prop_assert!((counted / made.quantity - 1.0).abs() < 1e-9);
        prop_assert!((made.origins.iter().map(|sold| sold.share_after).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    /// No change of duties changes nothing.
    #[test]
    fn s7_2_without_a_change_nothing_moves(sales in prop::collection::vec(1.0..100.0f64, 1..6), t in 0.0..0.5f64, eps in 0.1..9.0f64) {
        let origins: Vec<Origin> = sales.iter().map(|sales| Origin { sales: *sales, before: t, after: t, supply: eps, capacity: Some(1.0) }).collect();
        let made = source(&origins, Taste { sigma: 3.0, eta: 0.5, total: Total::Units }).unwrap();
        prop_assert!((made.price - 1.0).abs() < 1e-12);
        prop_assert!(made.origins.iter().all(|sold| (sold.quantity - 1.0).abs() < 1e-10));
        prop_assert_eq!(made.diversion.diverted, None.filter(|_: &f64| made.diversion.target < 0.0));
    }
}
