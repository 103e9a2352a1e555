//! The price relative of two periods by four formulas.

use serde::Serialize;

use crate::decompose::Pair;

/// How the prices of many items become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Formula {
    /// Quantities of the first period.
    Laspeyres,
    /// Quantities of the second period.
    Paasche,
    /// Geometric mean of both.
    #[default]
    Fisher,
    /// Price relatives weighted with the mean value shares of both periods.
    Tornqvist,
}

impl Formula {
    /// The four formulas.
    pub const ALL: [Formula; 4] = [
        Formula::Laspeyres,
        Formula::Paasche,
        Formula::Fisher,
        Formula::Tornqvist,
    ];

    /// The word after `--formula`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Formula::Laspeyres => "laspeyres",
            Formula::Paasche => "paasche",
            Formula::Fisher => "fisher",
            Formula::Tornqvist => "tornqvist",
        }
    }

    /// Reads the word after `--formula`.
    pub fn parse(text: &str) -> Option<Formula> {
        Self::ALL
            .into_iter()
            .find(|formula| formula.as_str() == text)
    }
}

/// `L = Σ p1 q0 / Σ p0 q0`, `P = Σ p1 q1 / Σ p0 q1`, `F = √(L·P)`,
/// `T = exp Σ ½(s0 + s1) ln(p1/p0)` with `p = v/q`, `s = v/Σv`.
///
/// `items`: value and quantity of each item in both periods, all values in one
/// currency, the two quantities of an item in one unit. Items of which a value
/// or quantity is not positive are left out; none is given when no item is
/// left. The logarithms and quotients are doubles, accurate to about 15 digits.
///
/// Unit: none; the price level of the second period, the first being 1.
/// Sign: above 1 when prices rose.
///
/// Source: ILO, IMF and others, Export and Import Price Index Manual, 2009,
/// chapter 16; W. E. Diewert, "Exact and superlative index numbers", Journal of
/// Econometrics 4(2), 1976.
///
/// ```
/// use triffin_trade::{Exact, decompose::Pair, unit_value_index::{Formula, relative}};
/// let [v0, q0, v1, q1] = [100, 10, 130, 10].map(Exact::whole);
/// let oil = Pair { v0, q0, v1, q1 };
/// assert_eq!(relative(Formula::Laspeyres, &[oil]), Some(1.3));
/// ```
pub fn relative(formula: Formula, items: &[Pair]) -> Option<f64> {
    let items: Vec<Prices> = items.iter().filter_map(Prices::of).collect();
    if items.is_empty() {
        return None;
    }
    let relative = match formula {
        Formula::Laspeyres => laspeyres(&items),
        Formula::Paasche => paasche(&items),
        Formula::Fisher => (laspeyres(&items) * paasche(&items)).sqrt(),
        Formula::Tornqvist => tornqvist(&items),
    };
    relative.is_finite().then_some(relative)
}

/// The values of an item in both periods and its price relative.
struct Prices {
    v0: f64,
    v1: f64,
    relative: f64,
}

impl Prices {
    fn of(pair: &Pair) -> Option<Self> {
        let all = [pair.v0, pair.q0, pair.v1, pair.q1];
        if all.iter().any(|amount| amount.signum() <= 0) {
            return None;
        }
        let [v0, q0, v1, q1] = all.map(crate::Exact::to_f64);
        let relative = (v1 / q1) / (v0 / q0);
        Some(Self { v0, v1, relative })
    }
}

/// `Σ p1 q0 / Σ p0 q0`, with `p1 q0 = v0 · p1/p0`.
fn laspeyres(items: &[Prices]) -> f64 {
    let then: f64 = items.iter().map(|item| item.v0).sum();
    let now: f64 = items.iter().map(|item| item.v0 * item.relative).sum();
    now / then
}

/// `Σ p1 q1 / Σ p0 q1`, with `p0 q1 = v1 · p0/p1`.
fn paasche(items: &[Prices]) -> f64 {
    let now: f64 = items.iter().map(|item| item.v1).sum();
    let then: f64 = items.iter().map(|item| item.v1 / item.relative).sum();
    now / then
}

fn tornqvist(items: &[Prices]) -> f64 {
    let total0: f64 = items.iter().map(|item| item.v0).sum();
    let total1: f64 = items.iter().map(|item| item.v1).sum();
    items
        .iter()
        .map(|item| (item.v0 / total0 + item.v1 / total1) / 2.0 * item.relative.ln())
        .sum::<f64>()
        .exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exact;
    use proptest::prelude::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-9 * left.abs().max(right.abs())
    }

    fn of(formula: Formula, items: &[Pair]) -> f64 {
        relative(formula, items).unwrap()
    }

    /// Prices and quantities such that values are whole: p0, q0, p1, q1.
    fn item(of: (i64, i64, i64, i64)) -> Pair {
        let (p0, q0, p1, q1) = of;
        let [v0, q0, v1, q1] = [p0 * q0, q0, p1 * q1, q1].map(|n| Exact::whole(n.into()));
        Pair { v0, q0, v1, q1 }
    }

    fn items() -> impl Strategy<Value = Vec<Pair>> {
        let one = (1i64..10_000, 1i64..10_000, 1i64..10_000, 1i64..10_000);
        proptest::collection::vec(one.prop_map(item), 1..20)
    }

    /// p 1, 2 → 2, 2 and q 4, 3 → 2, 5: Σp1q0 = 14 over 10, Σp1q1 = 14 over 12.
    #[test]
    fn worked_by_hand() {
        let two = [item((1, 4, 2, 2)), item((2, 3, 2, 5))];
        assert!(close(of(Formula::Laspeyres, &two), 1.4));
        assert!(close(of(Formula::Paasche, &two), 14.0 / 12.0));
        let share = (4.0 / 10.0 + 4.0 / 14.0) / 2.0;
        assert!(close(of(Formula::Tornqvist, &two), 2f64.powf(share)));
    }

    #[test]
    fn an_item_without_quantity_or_value_is_not_compared() {
        let kept = item((1, 4, 2, 2));
        for index in 0..4 {
            let mut amounts = [5, 5, 5, 5].map(Exact::whole);
            amounts[index] = Exact::ZERO;
            let [v0, q0, v1, q1] = amounts;
            let dropped = Pair { v0, q0, v1, q1 };
            assert_eq!(relative(Formula::Fisher, &[dropped]), None);
            assert!(close(of(Formula::Fisher, &[kept, dropped]), 2.0));
        }
        assert_eq!(relative(Formula::Paasche, &[]), None);
    }

    #[test]
    fn every_formula_has_a_word() {
        for formula in Formula::ALL {
            assert_eq!(Formula::parse(formula.as_str()), Some(formula));
        }
        assert_eq!(Formula::parse("jevons"), None);
    }

    proptest! {
        #[test]
        fn fisher_squared_is_laspeyres_times_paasche(items in items()) {
            let square = of(Formula::Fisher, &items).powi(2);
            let product = of(Formula::Laspeyres, &items) * of(Formula::Paasche, &items);
            prop_assert!(close(square, product));
        }

        #[test]
        fn all_prices_times_the_same_factor_give_that_factor(
            quantities in proptest::collection::vec((1i64..10_000, 1i64..10_000, 1i64..10_000), 1..20),
            factor in 1i64..50,
        ) {
            let items: Vec<Pair> = quantities.into_iter()
                .map(|(p0, q0, q1)| item((p0, q0, p0 * factor, q1)))
                .collect();
            for formula in Formula::ALL {
                prop_assert!(close(of(formula, &items), factor as f64));
            }
        }

        #[test]
        fn time_reversal_inverts(items in items()) {
            let reversed: Vec<Pair> = items.iter().map(|pair| pair.reversed()).collect();
            for (there, back) in [
                (Formula::Fisher, Formula::Fisher),
                (Formula::Tornqvist, Formula::Tornqvist),
                // Each of the other two is the other's reversal.
                (Formula::Laspeyres, Formula::Paasche),
            ] {
                prop_assert!(close(of(there, &items) * of(back, &reversed), 1.0));
            }
        }

        #[test]
        fn lies_between_the_smallest_and_largest_price_relative(items in items()) {
            let relatives: Vec<f64> = items.iter().map(|pair| {
                let [v0, q0, v1, q1] = [pair.v0, pair.q0, pair.v1, pair.q1].map(Exact::to_f64);
                v1 * q0 / (v0 * q1)
            }).collect();
            let lowest = relatives.iter().copied().fold(f64::MAX, f64::min);
            let highest = relatives.iter().copied().fold(0.0, f64::max);
            for formula in Formula::ALL {
                let index = of(formula, &items);
                prop_assert!(index >= lowest * (1.0 - 1e-9) && index <= highest * (1.0 + 1e-9));
            }
        }
    }
}
