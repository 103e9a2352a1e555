//! S6.5: which assets can hold reserves: depth, liquidity, safety.

use serde::Deserialize;
use triffin_basis::{BasisError, Decimal};

use super::amounts::{Daily, Flow, Number, Stock};

/// What a criterion says of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It passes.
    Pass,
    /// It passes with a doubt.
    Lowered,
    /// It fails.
    Fail,
}

impl Verdict {
    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Lowered => "lowered",
            Verdict::Fail => "fail",
        }
    }

    /// A whole point, half a point, none.
    fn points(self) -> Decimal {
        match self {
            Verdict::Pass => Decimal::ONE,
            Verdict::Lowered => Decimal::new(5, 1),
            Verdict::Fail => Decimal::ZERO,
        }
    }
}

/// What is known of an asset in numbers; none where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// Size of the market.
    pub size: Option<Stock>,
    /// Volume of a day.
    pub volume: Option<Daily>,
    /// Fall of the price when the order is filled, a share of one.
    pub impact: Option<Number>,
    /// Probability of default in a year, a share of one.
    pub default: Option<Number>,
    /// Whether it may be used as a tool of policy against its holder.
    pub political: Option<bool>,
}

/// Where the lines are drawn: dated parameters, printed with the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Depth passes where the order is at most this share of the market.
    pub of_size: Number,
    /// Liquidity passes where the order is at most this share of a day's volume …
    pub of_day: Number,
    /// … and moves the price by at most this.
    pub impact: Number,
    /// Safety passes where default is at most this likely in a year.
    pub default: Number,
}

/// An asset against the three criteria; none where nothing is known or told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screened {
    /// Room for a large order.
    pub depth: Option<Verdict>,
    /// Sold at once without moving the price.
    pub liquidity: Option<Verdict>,
    /// Paid back, and to everybody.
    pub safety: Option<Verdict>,
}

impl Screened {
    /// Mean of the points over the criteria with a verdict; none without one.
    pub fn score(&self) -> Option<Decimal> {
        let known: Vec<Verdict> = [self.depth, self.liquidity, self.safety]
            .into_iter()
            .flatten()
            .collect();
        let count = u32::try_from(known.len()).ok().filter(|count| *count > 0)?;
        let points: Decimal = known.iter().map(|verdict| verdict.points()).sum();
        points.checked_div(count.into())
    }

    /// Whether it passes all three without a doubt; none where one is open.
    pub fn passes_all(&self) -> Option<bool> {
        let verdicts = [self.depth, self.liquidity, self.safety];
        if verdicts.iter().flatten().any(|v| *v != Verdict::Pass) {
            return Some(false);
        }
        verdicts.iter().all(Option::is_some).then_some(true)
    }
}

/// depth: order ≤ a·size; liquidity: order ≤ b·ADV and impact ≤ c; safety: default ≤ d and no tool of policy
///
/// What is measured decides; where nothing is measured, what a text tells
/// stands (`told`); where neither says anything the criterion is open. An
/// asset that may be turned against its holder has its safety lowered, not
/// denied. The score is the mean of pass 1, lowered ½, fail 0 over the criteria
/// that have a verdict.
///
/// Unit: verdicts; the score 0 to 1.
///
/// Errors: `E-BASIS-CURRENCY` where size, volume and order are in different currencies.
///
/// Source: document 003, the third reason and the part on why all choose Treasuries (lines 39–52), and line 63 for the doubt.
pub fn screen(
    measures: &Measures,
    told: Screened,
    order: &Flow,
    limits: &Limits,
) -> Result<Screened, BasisError> {
    let size = within(order, measures.size.as_ref(), &limits.of_size)?;
    let volume = measures.volume.as_ref().map(|volume| &volume.0);
    let of_day = within(order, volume, &limits.of_day)?;
    let impact = measures
        .impact
        .map(|impact| impact.value() <= limits.impact.value());
    let default = measures
        .default
        .map(|p| p.value() <= limits.default.value());
    let verdict = |pass: bool| if pass { Verdict::Pass } else { Verdict::Fail };
    let liquid = both(of_day, impact).map(verdict);
    Ok(Screened {
        depth: size.map(verdict).or(told.depth),
        liquidity: liquid.or(told.liquidity),
        safety: safety(default.map(verdict).or(told.safety), measures.political),
    })
}

fn within<K: triffin_basis::Convertible>(
    order: &Flow,
    market: Option<&triffin_basis::Quantity<K>>,
    most: &Number,
) -> Result<Option<bool>, BasisError> {
    market
        .map(|market| Ok(Number::ratio(order, market)?.value() <= most.value()))
        .transpose()
}

/// Both where both are known, else the one that is.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a && b),
        (one, other) => one.or(other),
    }
}

fn safety(base: Option<Verdict>, political: Option<bool>) -> Option<Verdict> {
    match (base, political) {
        (Some(Verdict::Pass), Some(true)) => Some(Verdict::Lowered),
        (base, _) => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{daily, flow, stock};
    use crate::treasury::figures;
    use proptest::prelude::*;

    fn limits() -> Limits {
        Limits {
            of_size: Number::read("5%").unwrap(),
            of_day: Number::one(),
            impact: Number::read("1%").unwrap(),
            default: Number::read("0.1%").unwrap(),
        }
    }

    /// 003: of what the text compares only Treasuries pass all; since 2022 with a doubt.
    #[test]
    fn s6_5_only_treasuries_pass_all_and_since_2022_with_a_doubt() {
        let order = flow("500 bn USD").unwrap();
        for told in figures::screened() {
            let before =
                screen(&Measures::default(), told.verdicts(2021), &order, &limits()).unwrap();
            let since =
                screen(&Measures::default(), told.verdicts(2025), &order, &limits()).unwrap();
            match told.asset.as_str() {
                "treasuries" => {
                    assert_eq!(before.passes_all(), Some(true));
                    assert_eq!(since.safety, Some(Verdict::Lowered));
                    assert!(since.score() < before.score());
                }
                _ => assert_eq!(before.passes_all(), Some(false), "{}", told.asset),
            }
        }
    }

    #[test]
    fn a_measure_overrides_what_a_text_tells() {
        let thin = Measures {
            size: Some(stock("1 tn USD").unwrap()),
            volume: Some(daily("10 bn USD").unwrap()),
            ..Measures::default()
        };
        let told = Screened {
            depth: Some(Verdict::Pass),
            liquidity: Some(Verdict::Pass),
            safety: None,
        };
        let made = screen(&thin, told, &flow("500 bn USD").unwrap(), &limits()).unwrap();
        assert_eq!(
            (made.depth, made.liquidity),
            (Some(Verdict::Fail), Some(Verdict::Fail))
        );
        assert_eq!((made.safety, made.score()), (None, Some(Decimal::ZERO)));
        assert_eq!(Screened::default().score(), None);
    }

    proptest! {
        #[test]
        fn a_larger_order_never_passes_where_a_smaller_one_fails(size in 1i64..1_000, a in 1i64..500, more in 0i64..500) {
            let market = Measures {
                size: Some(stock(&format!("{size} bn USD")).unwrap()),
                ..Measures::default()
            };
            let passes = |order: i64| {
                let order = flow(&format!("{order} bn USD")).unwrap();
                screen(&market, Screened::default(), &order, &limits()).unwrap().depth == Some(Verdict::Pass)
            };
            prop_assert!(passes(a) || !passes(a + more));
        }
    }
}
