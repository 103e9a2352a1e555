//! S7.7: from the naive effect of a duty on the balance to what is left of it, term by term.

use triffin_basis::BasisError;

use super::country::{Duty, Elasticities, Trade};
use super::elasticity::response;
use super::naive::{Saving, long_run};
use super::refusal::finite;

/// What stands between the naive effect and the one that lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mechanism {
    /// Other origins sell instead.
    Diversion,
    /// The currency rises.
    Currency,
    /// Imports that must be bought, exports that can be bought elsewhere.
    Elasticities,
    /// The balance is what is saved beyond what is invested.
    Saving,
}

impl Mechanism {
    /// All, in the order in which the waterfall prints them.
    pub const ALL: [Self; 4] = [
        Self::Diversion,
        Self::Currency,
        Self::Elasticities,
        Self::Saving,
    ];

    /// Its name in options and columns.
    pub fn code(self) -> &'static str {
        match self {
            Self::Diversion => "diversion",
            Self::Currency => "currency",
            Self::Elasticities => "elasticities",
            Self::Saving => "saving",
        }
    }

    /// The mechanism of a name.
    ///
    /// # Errors
    /// `E-TARIFF-MECHANISM` for a name of none.
    pub fn named(code: &str) -> Result<Self, BasisError> {
        let found = Self::ALL.into_iter().find(|each| each.code() == code);
        found.ok_or_else(|| {
            BasisError::new(
                "E-TARIFF-MECHANISM",
                format!("there is no mechanism \"{code}\""),
                format!("没有名为“{code}”的机制"),
            )
            .value(code)
            .expected(
                "diversion, currency, elasticities or saving",
                "diversion、currency、elasticities 或 saving",
            )
            .remedy("Take one of these names", "请使用上述名称之一")
        })
    }
}

/// A duty and everything that answers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scene {
    /// Trade of a year before the duty.
    pub trade: Trade,
    /// The duty.
    pub duty: Duty,
    /// The elasticities of the simple logic.
    pub textbook: Elasticities,
    /// The elasticities that are found.
    pub found: Elasticities,
    /// Part of what covered imports lose that other origins sell.
    pub diverted: f64,
    /// θ, rise of the currency as a share of the duty.
    pub offset: f64,
    /// How saving and investment change.
    pub saving: Saving,
}

/// The effect on the balance and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The naive effect.
    pub naive: f64,
    /// What each mechanism that is switched on adds, in the printed order.
    pub terms: Vec<Term>,
    /// Naive effect and terms, added in their order.
    pub total: f64,
}

/// What one mechanism adds to the change of the balance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// What it adds where mechanisms come one after the other.
    pub amount: f64,
    /// What it adds on average over all orders (Shapley value).
    pub shapley: f64,
}

/// ΔB = naive + diversion + currency + elasticities + saving–investment
///
/// Each term is what its mechanism adds to those before it. Diversion leaves a
/// part 1 − δ of the fall of imports, the currency rises by θ·τ·c, the
/// elasticities that are found take the place of the textbook's, and with saving
/// and investment the change is Δ(S − I), whatever came before. Which mechanism
/// comes first moves what it is credited with: the Shapley value is its mean over
/// all orders, and adds up to the same total.
///
/// Inputs: the scene, and the mechanisms that are switched on.
///
/// Unit: that of trade. Sign: an improvement of the balance is positive.
///
/// Errors: `E-TARIFF-NUMBER` or `E-TARIFF-SHARE` for a part of the scene that is none.
///
/// Source: document 000, lines 223–280; Shapley 1953 for the mean over orders.
///
/// ```
/// use triffin_tariff::mechanisms::country::{Duty, Elasticities, Trade};
/// use triffin_tariff::mechanisms::waterfall::{Mechanism, Scene, waterfall};
/// let textbook = Elasticities::new(1.0, 1.0)?;
/// let scene = Scene {
///     trade: Trade::new(3_000.0, 2_000.0)?, duty: Duty::new(0.1, 1.0)?, textbook,
///     found: Elasticities::new(0.2, 2.0)?, diverted: 0.5, offset: 0.5, saving: Default::default(),
/// };
/// let made = waterfall(&scene, &Mechanism::ALL)?;
/// assert!((made.naive - 300.0).abs() < 1e-9 && made.total.abs() < 1e-9);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn waterfall(scene: &Scene, on: &[Mechanism]) -> Result<Waterfall, BasisError> {
    super::refusal::share(("the diverted part", "转移比例"), scene.diverted)?;
    finite(("the offset share", "抵消份额"), scene.offset)?;
    let on: Vec<Mechanism> = Mechanism::ALL
        .into_iter()
        .filter(|each| on.contains(each))
        .collect();
    // One value for each set of mechanisms, the set being a number whose bits
    // say which of `on` are in it.
    let worth = (0..1usize << on.len())
        .map(|set| change(scene, |each| contains(&on, set, each)))
        .collect::<Result<Vec<f64>, BasisError>>()?;
    let value = |set: usize| worth.get(set).copied().unwrap_or_default();
    let naive = value(0);
    let terms: Vec<Term> = on
        .iter()
        .enumerate()
        .map(|(place, mechanism)| Term {
            mechanism: *mechanism,
            amount: value((2 << place) - 1) - value((1 << place) - 1),
            shapley: shapley(on.len(), place, value),
        })
        .collect();
    let total = terms.iter().fold(naive, |sum, term| sum + term.amount);
    Ok(Waterfall {
        naive,
        terms,
        total,
    })
}

fn contains(on: &[Mechanism], set: usize, each: Mechanism) -> bool {
    on.iter()
        .position(|known| *known == each)
        .is_some_and(|place| set & (1 << place) != 0)
}

/// The change of the balance with the mechanisms that are on.
fn change(scene: &Scene, on: impl Fn(Mechanism) -> bool) -> Result<f64, BasisError> {
    if on(Mechanism::Saving) {
        return long_run(&scene.saving);
    }
    let elasticities = match on(Mechanism::Elasticities) {
        true => &scene.found,
        false => &scene.textbook,
    };
    let kept = match on(Mechanism::Diversion) {
        true => 1.0 - scene.diverted,
        false => 1.0,
    };
    let rise = match on(Mechanism::Currency) {
        true => scene.offset * scene.duty.average(),
        false => 0.0,
    };
    let faced = scene.duty.average() * kept - rise;
    let made = response(&scene.trade, elasticities, faced, rise)?;
    // Imports are also paid with fewer units of a currency that rises.
    Ok(made.balance + rise * scene.trade.imports)
}

/// Σ_S |S|!(n − |S| − 1)!/n! · [v(S ∪ {i}) − v(S)]
fn shapley(n: usize, place: usize, value: impl Fn(usize) -> f64) -> f64 {
    let bit = 1usize << place;
    let factorial = |k: u32| (1..=k).map(f64::from).product::<f64>();
    (0..1usize << n)
        .filter(|set| set & bit == 0)
        .map(|set| {
            let size = set.count_ones();
            // proof: the set leaves out one of n places, so that size < n, and n ≤ 4.
            let others = (n as u32).saturating_sub(size + 1);
            let weight = factorial(size) * factorial(others) / factorial(n as u32);
            weight * (value(set | bit) - value(set))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::naive::naive;
    use crate::mechanisms::offset::offset;
    use proptest::prelude::*;

    fn scene() -> Scene {
        Scene {
            trade: Trade::new(3_000.0, 2_400.0).unwrap(),
            duty: Duty::new(0.25, 0.4).unwrap(),
            textbook: Elasticities::new(1.0, 1.25).unwrap(),
            found: Elasticities::new(0.2, 2.0).unwrap(),
            diverted: 0.6,
            offset: 0.4,
            saving: Saving::default(),
        }
    }

    #[test]
    fn s7_7_terms_add_up_in_their_order_and_saving_has_the_last_word() {
        let made = waterfall(&scene(), &Mechanism::ALL).unwrap();
        let names: Vec<&str> = made
            .terms
            .iter()
            .map(|term| term.mechanism.code())
            .collect();
        assert_eq!(names, ["diversion", "currency", "elasticities", "saving"]);
        let added = made
            .terms
            .iter()
            .fold(made.naive, |sum, term| sum + term.amount);
        assert_eq!(added, made.total);
        assert!(made.total.abs() < 1e-9);
        let kept = Saving {
            taxes: 30.0,
            ..Saving::default()
        };
        let made = waterfall(
            &Scene {
                saving: kept,
                ..scene()
            },
            &Mechanism::ALL,
        )
        .unwrap();
        assert!((made.total - 30.0).abs() < 1e-9);
    }

    /// Each mechanism alone is the formula of its own file.
    #[test]
    fn s7_7_a_single_mechanism_is_its_own_formula() {
        let scene = scene();
        let alone = |each| waterfall(&scene, &[each]).unwrap();
        let none = waterfall(&scene, &[]).unwrap();
        let plain = naive(3_000.0, &scene.duty, 1.0).unwrap();
        assert!((none.total - plain).abs() < 1e-9 && none.terms.is_empty());
        assert!((alone(Mechanism::Diversion).total - 0.4 * plain).abs() < 1e-9);
        let currency = offset(&scene.trade, &scene.duty, &scene.textbook, 0.4).unwrap();
        assert!((alone(Mechanism::Currency).total - currency.balance).abs() < 1e-9);
        assert!((alone(Mechanism::Elasticities).total - 0.2 * plain).abs() < 1e-9);
    }

    #[test]
    fn a_name_of_no_mechanism_is_refused() {
        assert_eq!(Mechanism::named("saving").unwrap(), Mechanism::Saving);
        assert_eq!(
            Mechanism::named("fx").unwrap_err().code(),
            "E-TARIFF-MECHANISM"
        );
        let wrong = Scene {
            diverted: 1.2,
            ..scene()
        };
        assert!(waterfall(&wrong, &[]).is_err());
    }

    proptest! {
        /// Switching mechanisms on or off in any way, both splits add up, and a
        /// mechanism that does nothing is worth nothing.
        #[test]
        fn s7_7_both_splits_add_up_to_the_total(on in prop::sample::subsequence(Mechanism::ALL.to_vec(), 0..=4), div in 0.0..1.0f64, theta in 0.0..1.0f64, s in -99.0..99.0f64) {
            let scene = Scene { diverted: div, offset: theta, saving: Saving { taxes: s, ..Saving::default() }, ..scene() };
            let made = waterfall(&scene, &on).unwrap();
            let shapley: f64 = made.terms.iter().map(|term| term.shapley).sum();
            prop_assert!((made.naive + shapley - made.total).abs() < 1e-9);
            prop_assert_eq!(made.terms.len(), on.len());
            let idle = waterfall(&Scene { diverted: 0.0, ..scene }, &on).unwrap();
            let diversion = idle.terms.iter().find(|term| term.mechanism == Mechanism::Diversion);
            prop_assert!(diversion.is_none_or(|term| term.amount.abs() < 1e-9 && term.shapley.abs() < 1e-9));
        }
    }
}
