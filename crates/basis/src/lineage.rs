//! What was done to a number, in order.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::lang::{Bilingual, Lang};

/// One operation: its stable name, what it did, with whose figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Stable name: `convert-currency`, `cif-to-fob`, `deflate`, `subtract` …
    pub name: String,
    /// What it did, with the values used, in both languages.
    pub detail: Bilingual,
    /// Where the rate, margin or index is from; `None` for plain arithmetic.
    pub source: Option<String>,
}

impl Step {
    /// A step of plain arithmetic.
    pub fn new(name: &str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            detail: Bilingual::new(en, zh),
            source: None,
        }
    }

    /// Adds where the figure used is from.
    #[must_use]
    pub fn from_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// The steps behind a number, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lineage(Vec<Step>);

impl Lineage {
    /// No step yet: a number as its source printed it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a step at the end.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// This lineage with a step at the end.
    #[must_use]
    pub fn with(mut self, step: Step) -> Self {
        self.push(step);
        self
    }

    /// This lineage followed by the steps of `other` that it does not hold.
    #[must_use]
    pub fn joined(mut self, other: &Lineage) -> Self {
        for step in &other.0 {
            if !self.0.contains(step) {
                self.0.push(step.clone());
            }
        }
        self
    }

    /// The steps, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// True when a step of this name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|step| step.name == name)
    }

    /// One line a step, in `lang`, with sources.
    pub fn describe(&self, lang: Lang) -> Vec<String> {
        self.0
            .iter()
            .map(|step| match (&step.source, lang) {
                (None, _) => step.detail.get(lang).to_owned(),
                (Some(source), Lang::En) => format!("{} (source: {source})", step.detail.en),
                (Some(source), Lang::Zh) => format!("{}（来源：{source}）", step.detail.zh),
            })
            .collect()
    }
}

/// A decimal as it is written in a step: no trailing zeros.
pub(crate) fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_their_order_and_their_source() {
        let lineage = Lineage::new()
            .with(Step::new("cif-to-fob", "divided by 1.06", "除以 1.06").from_source("IMF 2017"))
            .with(Step::new("subtract", "exports − imports", "出口减进口"));
        assert_eq!(
            lineage.describe(Lang::Zh),
            ["除以 1.06（来源：IMF 2017）", "出口减进口"]
        );
        assert!(lineage.has("cif-to-fob"));
        assert!(!lineage.has("deflate"));
    }

    #[test]
    fn joining_keeps_a_shared_step_once() {
        let shared = Lineage::new().with(Step::new("deflate", "÷ 1.02", "÷ 1.02"));
        let joined = shared.clone().joined(&shared);
        assert_eq!(joined.steps().len(), 1);
    }
}
