//! What publishers call the series we ask for: indicator codes to concepts,
//! dataset by dataset (`data/concepts.toml`).
//!
//! A code means what its publisher says it means, so an alias names the
//! datasets it holds for; only our own name of a concept is understood in any.

use serde::Deserialize;
use triffin_basis::{Bilingual, StockFlow};

use crate::error::{QuestionError, broken_starter};

const TABLE: &str = include_str!("../data/concepts.toml");

/// What a series is, by whatever code its publisher files it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Concept {
    /// Our stable name: `current_account`.
    pub(crate) name: String,
    #[serde(deserialize_with = "nature")]
    pub(crate) nature: StockFlow,
    #[serde(default)]
    alias: Vec<Alias>,
}

/// One publisher's code of a concept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Alias {
    datasets: Vec<String>,
    code: String,
    /// The unit, where the file states none.
    pub(crate) unit: Option<String>,
    note: Option<(String, String)>,
    euro: Option<Euro>,
}

/// What an alias does with rates of members of the euro area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Euro {
    /// They stay in the currency the euro replaced.
    Legacy,
}

impl Alias {
    /// What a reader must know that the concept's name does not say.
    pub(crate) fn note(&self) -> Bilingual {
        match &self.note {
            Some((en, zh)) => Bilingual::new(en, zh),
            None => Bilingual::default(),
        }
    }

    /// Whether its rates of euro members are no rates of the euro.
    pub(crate) fn keeps_legacy_currencies(&self) -> bool {
        self.euro == Some(Euro::Legacy)
    }

    fn holds_for(&self, dataset: &str, code: &str) -> bool {
        like(&self.code.to_lowercase(), &code.to_lowercase())
            && self.datasets.iter().any(|name| like(name, dataset))
    }
}

/// The concepts and their aliases.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Concepts {
    concept: Vec<Concept>,
}

impl Concepts {
    /// Reads the table.
    ///
    /// # Errors
    /// `E-STARTER` when it is damaged, which a test rules out.
    pub(crate) fn read() -> Result<Self, QuestionError> {
        toml::from_str(TABLE).map_err(|error| broken_starter("concepts.toml", error))
    }

    /// The concept `dataset` files under `code`, and by which alias; our own
    /// name needs none.
    pub(crate) fn of(&self, dataset: &str, code: &str) -> Option<(&Concept, Option<&Alias>)> {
        let by_alias = self.concept.iter().find_map(|concept| {
            let mut aliases = concept.alias.iter();
            let alias = aliases.find(|alias| alias.holds_for(dataset, code))?;
            Some((concept, Some(alias)))
        });
        by_alias.or_else(|| {
            let own = self.concept.iter().find(|concept| concept.name == code)?;
            Some((own, None))
        })
    }
}

/// Whether a name is `pattern`, which may begin or end with `*` for anything.
fn like(pattern: &str, name: &str) -> bool {
    let middle = pattern.trim_matches('*');
    match (pattern.starts_with('*'), pattern.ends_with('*')) {
        (true, true) => name.contains(middle),
        (true, false) => name.ends_with(middle),
        (false, true) => name.starts_with(middle),
        (false, false) => name == middle,
    }
}

fn nature<'de, D: serde::Deserializer<'de>>(from: D) -> Result<StockFlow, D::Error> {
    let word = String::deserialize(from)?;
    StockFlow::parse(&word)
        .ok_or_else(|| serde::de::Error::custom(format!("nature {word:?} is not known")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn named(dataset: &str, code: &str) -> Option<String> {
        let concepts = Concepts::read().unwrap();
        concepts
            .of(dataset, code)
            .map(|(concept, _)| concept.name.clone())
    }

    #[test]
    fn a_code_means_what_its_publisher_says() {
        for (dataset, code, concept) in [
            ("worldbank-wdi", "BN.CAB.XOKA.CD", "current_account"),
            ("worldbank-wdi", "FI.RES.TOTL.CD", "reserves"),
            ("ewn", "total_assets_excl_gold", "external_assets"),
            ("ewn", "official_iip", "niip_official"),
            ("imf-weo", "ngdpd", "gdp"),
            ("fed-h10", "fx_monthly_average", "exchange_rate"),
            ("fred", "DEXCHUS", "exchange_rate"),
            ("imf-ifs", "BCA_BP6_USD", "current_account"),
            ("starter-ewn", "external_assets", "external_assets"),
            ("series", "current_account", "current_account"),
        ] {
            assert_eq!(
                named(dataset, code).as_deref(),
                Some(concept),
                "{dataset} {code}"
            );
        }
    }

    #[test]
    fn another_publishers_code_of_the_same_letters_is_none() {
        for (dataset, code) in [
            ("series", "BCA"),
            ("trade-stats", "R"),
            ("fed-h10", "NGDPD"),
        ] {
            assert_eq!(named(dataset, code), None, "{dataset} {code}");
        }
    }

    /// No code of one dataset may stand for two concepts.
    #[test]
    fn no_alias_is_ambiguous() {
        let concepts = Concepts::read().unwrap();
        let mut seen = BTreeSet::new();
        for concept in &concepts.concept {
            for alias in &concept.alias {
                for dataset in &alias.datasets {
                    let once = seen.insert((dataset.clone(), alias.code.to_lowercase()));
                    assert!(once, "{dataset} {} is in the table twice", alias.code);
                }
                if let Some(unit) = &alias.unit {
                    triffin_basis::Unit::parse(unit).unwrap();
                }
            }
        }
        assert!(concepts.concept.len() > 15);
    }

    #[test]
    fn the_beginning_the_end_or_the_middle_of_a_name_may_be_open() {
        assert!(
            like("ewn*", "ewn-2022")
                && like("*-ewn", "starter-ewn")
                && like("*weo*", "imf-weo-2019")
        );
        assert!(!like("ewn", "ewn-2022") && !like("ewn*", "starter-ewn"));
    }
}
