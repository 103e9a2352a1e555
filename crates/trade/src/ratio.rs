//! Ratios and spreads of two structures on one base (S1.20).

use serde::Serialize;
use triffin_basis::gate::{AlignmentLayer, GateReport, GateStatus, align};
use triffin_basis::kind::{Convertible, Kind, Ratio};
use triffin_basis::{BasisError, Bilingual, Quantity};

use crate::Exact;

/// One part of a side, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<K: Kind> {
    /// What it is.
    pub name: Bilingual,
    /// How much of it.
    pub amount: Quantity<K>,
}

/// A rate with the time to its maturity.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Whose rate.
    pub name: Bilingual,
    /// Months to maturity.
    pub months: u32,
    /// The rate, in per cent.
    pub rate: Quantity<Ratio>,
}

/// One part as it stands in the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// What it is.
    pub name: Bilingual,
    /// How much of it, in the unit and scale of its side.
    pub value: Exact,
}

/// A ratio or spread with the parts it was made of.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The ratio in per cent of the base, or the spread in points.
    pub result: Quantity<Ratio>,
    /// Parts of the numerator, or the first rate.
    pub upper: Vec<Listed>,
    /// Parts of the base, or the second rate.
    pub lower: Vec<Listed>,
    /// How the two sides stand to each other, layer by layer.
    pub gate: GateReport,
}

/// `r = Σ parts of a ÷ Σ parts of b × 100`
///
/// Both sides pass the gate of a subtraction: one currency and valuation, one
/// price basis, one boundary and, unless a stock is set against a flow, one
/// time. `base` names b in the unit of the answer.
///
/// Unit: per cent of b. Sign: that of a over b. Errors with the code of the
/// first attribute that differs (`E-BASIS-…`), with `E-TRADE-RATIO` when a side
/// has no part, and with `E-INTERVAL-ZERO` when b may be zero.
///
/// Source: document 001, second step and third theme.
pub fn ratio<K: Convertible, J: Convertible>(
    upper: &[Part<K>],
    lower: &[Part<J>],
    base: &str,
) -> Result<Compared, BasisError> {
    let (a, b) = (total(upper)?, total(lower)?);
    let applied = a.lineage().clone().joined(b.lineage());
    let gate = align(a.basis(), b.basis(), &applied);
    if let Some(refusal) = refused(&gate, K::STOCK_FLOW == J::STOCK_FLOW) {
        return Err(refusal);
    }
    Ok(Compared {
        result: a.share_of(&b, base)?,
        upper: listed(upper),
        lower: listed(lower),
        gate,
    })
}

/// `s = y_1 − y_2` at one time to maturity
///
/// Unit: percentage points. Sign: positive when the first rate is higher.
/// Errors with `E-TRADE-TENOR` when the times to maturity differ and with the
/// code of the first attribute of the basis that does (`E-BASIS-…`).
///
/// Source: document 001, third theme.
pub fn spread(first: &Rate, second: &Rate) -> Result<Compared, BasisError> {
    if first.months != second.months {
        return Err(tenors(first.months, second.months));
    }
    let applied = first.rate.lineage().clone().joined(second.rate.lineage());
    let one = |rate: &Rate| Listed {
        name: rate.name.clone(),
        value: rate.rate.value().into(),
    };
    Ok(Compared {
        result: first.rate.minus(&second.rate)?,
        upper: vec![one(first)],
        lower: vec![one(second)],
        gate: align(first.rate.basis(), second.rate.basis(), &applied),
    })
}

fn total<K: Convertible>(parts: &[Part<K>]) -> Result<Quantity<K>, BasisError> {
    Quantity::sum(parts.iter().map(|part| &part.amount))?.ok_or_else(|| {
        BasisError::new(
            "E-TRADE-RATIO",
            "a side of the ratio has no part",
            "比率的一边没有组成部分",
        )
        .value(0)
        .expected("at least one amount on each side", "每一边至少一个数额")
    })
}

/// The first reason against a ratio. A stock and a flow have a moment and a
/// stretch of time: their times and kinds differ and may.
fn refused(gate: &GateReport, same_kind: bool) -> Option<BasisError> {
    if same_kind {
        return gate.refusal();
    }
    gate.layers
        .iter()
        .filter(|layer| layer.status == GateStatus::Fail && layer.layer != AlignmentLayer::Timing)
        .flat_map(|layer| &layer.differences)
        .next()
        .map(|difference| difference.refusal())
}

fn listed<K: Kind>(parts: &[Part<K>]) -> Vec<Listed> {
    parts
        .iter()
        .map(|part| Listed {
            name: part.name.clone(),
            value: part.amount.value().into(),
        })
        .collect()
}

fn tenors(first: u32, second: u32) -> BasisError {
    BasisError::new(
        "E-TRADE-TENOR",
        format!("rates of {first} and of {second} months have no spread"),
        format!("{first} 个月与 {second} 个月的利率之间没有利差可言"),
    )
    .between("months to maturity", first, second)
    .expected("two rates of one maturity", "同一期限的两个利率")
    .remedy("Take both rates at one maturity", "请取同一期限的两个利率")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use triffin_basis::kind::{Flow, Stock};
    use triffin_basis::{Basis, Decimal, StockFlow, Unit, Valuation, Window};

    fn basis(unit: &str) -> Basis {
        Basis::of(Unit::parse(unit).unwrap().0)
    }

    fn part<K: Kind>(name: &str, value: i64, basis: Basis) -> Part<K> {
        Part {
            name: Bilingual::same(name),
            amount: Quantity::new(value.into(), basis).unwrap(),
        }
    }

    fn usd<K: Kind>(name: &str, value: i64) -> Part<K> {
        part(name, value, basis("USD"))
    }

    fn rate(name: &str, months: u32, value: i64, unit: &str) -> Rate {
        Rate {
            name: Bilingual::same(name),
            months,
            rate: Quantity::new(Decimal::new(value, 1), basis(unit)).unwrap(),
        }
    }

    /// S1.20: numerator and base are listed part by part.
    #[test]
    fn s1_20_a_ratio_lists_the_parts_of_both_sides() {
        let upper: [Part<Flow>; 2] = [usd("crude", 30), usd("gas", 20)];
        let lower: [Part<Flow>; 2] = [usd("energy", 80), usd("ore", 120)];
        let compared = ratio(&upper, &lower, "imports").unwrap();
        assert_eq!(compared.result.value(), Decimal::from(25));
        assert_eq!(compared.result.basis().unit.to_string(), "% of imports");
        assert_eq!((compared.upper.len(), compared.lower.len()), (2, 2));
        assert_eq!(compared.upper[1].value, Exact::whole(20));
        assert!(compared.gate.passes());
    }

    /// S1.20: the same gate as S1.7.
    #[test]
    fn s1_20_sides_on_two_bases_have_no_ratio() {
        let valued = |valuation| Basis {
            valuation: Some(valuation),
            ..basis("USD")
        };
        let fob: [Part<Flow>; 1] = [part("x", 1, valued(Valuation::Fob))];
        let cif: [Part<Flow>; 1] = [part("m", 1, valued(Valuation::Cif))];
        let code = |refusal: Result<Compared, BasisError>| refusal.unwrap_err().code();
        assert_eq!(code(ratio(&fob, &cif, "m")), "E-BASIS-VALUATION");
        let yuan: [Part<Flow>; 1] = [part("y", 1, basis("CNY"))];
        let dollar: [Part<Flow>; 1] = [usd("d", 1)];
        assert_eq!(code(ratio(&yuan, &dollar, "d")), "E-BASIS-CURRENCY");
        let mixed = [yuan[0].clone(), dollar[0].clone()];
        assert_eq!(code(ratio(&mixed, &dollar, "d")), "E-BASIS-CURRENCY");
        assert_eq!(
            code(ratio::<Flow, Flow>(&[], &dollar, "d")),
            "E-TRADE-RATIO"
        );
        assert!(ratio(&dollar, &[usd::<Flow>("zero", 0)], "zero").is_err());
    }

    /// Months of imports in reserves: a moment over a year.
    #[test]
    fn a_stock_may_be_set_against_a_flow_of_another_time() {
        let over = |window: &str, kind| Basis {
            period: Window::parse(window).ok(),
            stock_flow: Some(kind),
            ..basis("USD")
        };
        let stocks: [Part<Stock>; 1] = [part("reserves", 50, over("2018-12", StockFlow::Stock))];
        let imports: [Part<Flow>; 1] = [part("imports", 200, over("2018", StockFlow::Flow))];
        let earlier: [Part<Flow>; 1] = [part("imports", 200, over("2017", StockFlow::Flow))];
        let months = ratio(&stocks, &imports, "imports").unwrap();
        assert_eq!(months.result.value(), Decimal::from(25));
        let refusal = ratio(&imports, &earlier, "imports").unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-PERIOD");
    }

    /// S1.20: spread = y1 − y2 at the same tenor.
    #[test]
    fn s1_20_a_spread_is_at_one_maturity() {
        let compared = spread(&rate("US", 120, 45, "%"), &rate("CN", 120, 18, "%")).unwrap();
        assert_eq!(compared.result.value(), Decimal::new(27, 1));
        assert_eq!(compared.result.basis().unit, Unit::PercentagePoint);
        let tenors = spread(&rate("US", 120, 45, "%"), &rate("CN", 24, 18, "%"));
        assert_eq!(tenors.unwrap_err().code(), "E-TRADE-TENOR");
        let units = spread(&rate("US", 12, 45, "%"), &rate("CN", 12, 18, "% of GDP"));
        assert_eq!(units.unwrap_err().code(), "E-BASIS-UNIT");
    }

    proptest! {
        #[test]
        fn splitting_a_side_changes_no_ratio(
            values in proptest::collection::vec(1i64..1_000_000, 1..8), base in 1i64..1_000_000,
        ) {
            let split: Vec<Part<Flow>> = values.iter().map(|v| usd("part", *v)).collect();
            let whole: [Part<Flow>; 1] = [usd("whole", values.iter().sum())];
            let lower: [Part<Flow>; 1] = [usd("base", base)];
            let of = |upper: &[Part<Flow>]| ratio(upper, &lower, "base").unwrap().result.value();
            prop_assert_eq!(of(&split), of(&whole));
        }

        #[test]
        fn a_spread_reversed_has_the_other_sign(a in -100i64..400, b in -100i64..400) {
            let (first, second) = (rate("a", 60, a, "%"), rate("b", 60, b, "%"));
            let there = spread(&first, &second).unwrap().result.value();
            prop_assert_eq!(spread(&second, &first).unwrap().result.value(), -there);
        }
    }
}
