//! What a tariff scenario does to the economy of the page.

use serde::Serialize;
use triffin_basis::Bilingual;

/// A counterfactual, as far as it is about one economy.
#[derive(Clone, Debug, Serialize)]
pub struct Tariff {
    /// The scenario: its title, else its file or name.
    pub scenario: Bilingual,
    /// The name of the economy in the scenario.
    pub region: String,
    /// The result in sentences, in reading order.
    pub said: Vec<Bilingual>,
    /// Who sells to the economy, the largest of the baseline first.
    pub suppliers: Vec<Supplier>,
    /// What happens to the economy.
    pub effects: Vec<Effect>,
    /// What was assumed: model, closure, numeraire, names and values.
    pub assumed: Vec<(Bilingual, Bilingual)>,
    /// The command that prints every digit.
    pub command: String,
}

/// What one supplier sells to the economy, before duty.
#[derive(Clone, Debug, Serialize)]
pub struct Supplier {
    /// Its name in the scenario.
    pub name: String,
    /// Mean change of (1 + τ) on what it sells, in per cent.
    pub duty: f64,
    /// Its share in imports in the baseline, in per cent.
    pub before: f64,
    /// Its share in imports in the counterfactual, in per cent.
    pub after: f64,
    /// The change of what it sells, in per cent; `None` from nothing.
    pub change: Option<f64>,
}

/// One result about the economy.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    /// What it is.
    pub name: Bilingual,
    /// Its level in the baseline, where it has one.
    pub before: Option<f64>,
    /// Its level, or its change where there is none before.
    pub value: f64,
    /// What it counts: per cent of what.
    pub unit: Bilingual,
}
