use super::*;
use crate::mechanisms::partial::demand::{Alternative, Linear, Logit};
use proptest::prelude::*;

fn lone(own: f64) -> Rivals {
    let demand = Linear::calibrated(&[100.0], &[50.0], &[-own]).unwrap();
    Rivals::new(vec![0], vec![0], vec![100.0], Demand::Linear(demand)).unwrap()
}

/// Textbook: Lerner (p − c)/p = 1/ε, and on a straight line half a rise of cost is passed on.
#[test]
fn a_monopolist_on_a_straight_line_passes_on_half() {
    let rivals = lone(2.5);
    let cost = rivals.costs().unwrap()[0];
    assert!((cost - 60.0).abs() < 1e-10);
    assert!((rivals.prices(&[cost + 10.0]).unwrap()[0] - 105.0).abs() < 1e-9);
    assert_eq!(
        lone(0.9).costs().unwrap_err().code(),
        "E-TARIFF-NO-SOLUTION"
    );
}

/// Closed form of a symmetric duopoly with q_i = a − b·p_i + d·p_j: p = (a + b·c)/(2b − d).
#[test]
fn two_on_straight_lines_reach_the_closed_form() {
    let demand = Linear::calibrated(&[10.0, 10.0], &[20.0, 20.0], &[-2.0, 1.0, 1.0, -2.0]).unwrap();
    let rivals = Rivals::new(
        vec![0, 1],
        vec![0, 1],
        vec![10.0, 10.0],
        Demand::Linear(demand),
    )
    .unwrap();
    let (b, d, a) = (4.0, 2.0, 40.0);
    let prices = rivals.prices(&[7.0, 7.0]).unwrap();
    for price in prices {
        assert!((price - (a + b * 7.0) / (2.0 * b - d)).abs() < 1e-9);
    }
}

fn washers(tie: bool) -> Rivals {
    let each = |takes: [f64; 4], buyers: f64| Alternative {
        takes: takes.to_vec(),
        buyers,
    };
    let alternatives = [
        each([1.0, 1.0, 0.0, 0.0], 30.0),
        each([1.0, 0.0, 0.0, 0.0], 10.0),
        each([0.0, 0.0, 1.0, 1.0], 40.0),
        each([0.0, 0.0, 1.0, 0.0], 20.0),
    ];
    let prices = vec![700.0, 700.0, 650.0, 650.0];
    let demand = Logit::calibrated(&prices, &alternatives, 0.2, 3.0).unwrap();
    let group = if tie {
        vec![0, 0, 1, 1]
    } else {
        vec![0, 1, 2, 3]
    };
    Rivals::new(vec![0, 0, 1, 1], group, prices, Demand::Logit(demand)).unwrap()
}

#[test]
fn costs_and_prices_are_inverse() {
    for tie in [false, true] {
        let rivals = washers(tie);
        let prices = rivals.prices(&rivals.costs().unwrap()).unwrap();
        for (found, seen) in prices.iter().zip([700.0, 700.0, 650.0, 650.0]) {
            assert!((found - seen).abs() < 1e-7, "{found}");
        }
    }
}

/// Flaaen, Hortaçsu and Tintelnot 2020: priced as a pair, the untaxed dryer rises
/// as the washer does, and the rival who pays no duty raises its prices too.
#[test]
fn priced_as_a_pair_the_untaxed_rises_with_the_taxed() {
    let rivals = washers(true);
    let mut costs = rivals.costs().unwrap();
    costs[0] += 60.0;
    let prices = rivals.prices(&costs).unwrap();
    assert!((prices[0] - prices[1]).abs() < 1e-9 && prices[0] > 705.0);
    assert!(prices[2] > 650.0);
    let apart = washers(false);
    let mut costs = apart.costs().unwrap();
    costs[0] += 60.0;
    let prices = apart.prices(&costs).unwrap();
    assert!(prices[0] - 700.0 > 20.0 && prices[1] < 701.0);
}

#[test]
fn a_group_of_two_firms_is_refused() {
    let demand = Linear::calibrated(&[1.0, 1.0], &[1.0, 1.0], &[-2.0, 0.0, 0.0, -2.0]).unwrap();
    let made = Rivals::new(
        vec![0, 1],
        vec![0, 0],
        vec![1.0, 1.0],
        Demand::Linear(demand),
    );
    assert_eq!(made.unwrap_err().code(), "E-TARIFF-SHAPE");
}

/// Price leadership: who matches moves by the per cent of who leads, and all must not match.
#[test]
fn who_matches_moves_with_who_leads() {
    let rivals = washers(true).matching(&[false, false, true, true]).unwrap();
    let mut costs = rivals.costs().unwrap();
    costs[0] += 60.0;
    let prices = rivals.prices(&costs).unwrap();
    assert!((prices[2] / 650.0 - prices[0] / 700.0).abs() < 1e-9);
    assert!(prices[0] > washers(true).prices(&costs).unwrap()[0]);
    assert!(washers(true).matching(&[true; 4]).is_err());
    assert!(washers(true).matching(&[true; 3]).is_err());
}

proptest! {
    /// No firm gains by any price of its own near the one found.
    #[test]
    fn no_firm_gains_by_another_price(rise in prop::collection::vec(0.0..150.0f64, 4), by in -0.15..0.15f64, group in 0usize..2, tie: bool) {
        let rivals = washers(tie);
        let costs: Vec<f64> = rivals.costs().unwrap().iter().zip(&rise).map(|(c, r)| c + r).collect();
        let prices = rivals.prices(&costs).unwrap();
        let profit = |prices: &[f64]| -> f64 {
            let q = rivals.demand.quantities(prices);
            (0..4).filter(|j| rivals.owner[*j] == group).map(|j| q[j] * (prices[j] - costs[j])).sum()
        };
        let mut other = prices.clone();
        for j in (0..4).filter(|j| rivals.owner[*j] == group) {
            other[j] *= 1.0 + by;
        }
        prop_assert!(profit(&other) <= profit(&prices) * (1.0 + 1e-12));
    }
}
