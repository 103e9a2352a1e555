//! What an outcome is worth to a region.

use super::local::{Local, Place};
use super::system::{Point, System};

/// Worth of the counterfactual as a factor of the baseline: 1.01 is +1 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welfare {
    /// Î/P̂: goods that income buys.
    pub real_income: f64,
    /// ŵ/P̂.
    pub real_wage: f64,
    /// Utility of goods less the cost of working,
    /// (E'/P̂ − c Y'/P̂) / (E − c Y/ω̂), c = κ/(1 + κ), where ω̂ is the
    /// change of take-home pay a unit of wage: the household's first-order
    /// condition makes c times its take-home pay the cost of its work.
    /// The same as `real_income` where labour supply is fixed.
    pub utility: f64,
    /// As the paper prints it, (E'/P̂ − c Y'/(ω̂ P̂)) / (E − c Y/ω̂): without
    /// the relief in the cost of working of the counterfactual. The same as
    /// `utility` where revenue is lump-sum or labour supply fixed.
    ///
    /// Source: Ignatenko, Lashkaripour, Macedoni and Simonovska 2025,
    /// replication package, `main_baseline.m`.
    pub printed: f64,
}

impl Welfare {
    /// Worth to every region.
    pub(in crate::equilibrium) fn of(system: &System, point: &Point) -> Vec<Self> {
        let pairs = system.places.iter().zip(&point.locals);
        pairs
            .map(|(place, local)| Self::one(place, local))
            .collect()
    }

    fn one(place: &Place, local: &Local) -> Self {
        let price = local.price.exp();
        let goods = local.spending / price;
        let take_home = local.value_added / price;
        let cost = place.kappa / (1.0 + place.kappa);
        let unrelieved = (-local.relief).exp();
        let before = place.spending - cost * place.value_added * unrelieved;
        Self {
            real_income: goods / place.spending,
            real_wage: (local.wage - local.price).exp(),
            utility: (goods - cost * take_home) / before,
            printed: (goods - cost * take_home * unrelieved) / before,
        }
    }
}
