//! What publishers and their terms are called in Chinese.

use serde::Deserialize;
use triffin_basis::Bilingual;

use crate::error::{QuestionError, broken_starter};
use crate::starter;

const TABLE: &str = include_str!("../data/publishers.toml");

/// The Chinese names of publishers and of licences.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Publishers {
    publisher: Vec<Name>,
    licence: Vec<Name>,
}

#[derive(Clone, Debug, Deserialize)]
struct Name {
    begins: String,
    zh: String,
}

impl Publishers {
    /// Reads the table.
    ///
    /// # Errors
    /// `E-STARTER` when it is damaged, which a test rules out.
    pub(crate) fn read() -> Result<Self, QuestionError> {
        let mut all: Self =
            toml::from_str(TABLE).map_err(|error| broken_starter("publishers.toml", error))?;
        let (publishers, licences) = starter::names()?;
        let name = |(begins, zh)| Name { begins, zh };
        all.publisher.extend(publishers.into_iter().map(name));
        all.licence.extend(licences.into_iter().map(name));
        Ok(all)
    }

    /// A publisher in both languages; one we do not know keeps its own name.
    pub(crate) fn publisher(&self, en: &str) -> Bilingual {
        named(&self.publisher, en)
    }

    /// A licence in both languages.
    pub(crate) fn licence(&self, en: &str) -> Bilingual {
        named(&self.licence, en)
    }
}

/// The Chinese of the longest beginning that fits, and what follows it.
fn named(names: &[Name], en: &str) -> Bilingual {
    let fitting = names.iter().filter(|name| en.starts_with(&name.begins));
    match fitting.max_by_key(|name| name.begins.len()) {
        Some(name) => Bilingual::new(en, format!("{}{}", name.zh, &en[name.begins.len()..])),
        None => Bilingual::same(en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_is_taken_and_the_rest_kept() {
        let names = Publishers::read().unwrap();
        let zh = |en: &str| names.publisher(en).zh;
        assert_eq!(
            zh("World Bank, World Development Indicators"),
            "世界银行，世界发展指标"
        );
        assert_eq!(zh("World Bank, Doing Business"), "世界银行, Doing Business");
        assert_eq!(zh("My own bureau"), "My own bureau");
        assert_eq!(
            names.licence("public domain (US federal work)").zh,
            "公有领域（美国联邦作品）"
        );
    }

    /// Publishers of what the program carries and of the shipped maps.
    #[test]
    fn every_publisher_at_hand_has_a_chinese_name() {
        let names = Publishers::read().unwrap();
        for vintage in starter::vintages().unwrap() {
            let publisher = names.publisher(&vintage.profile.publisher);
            assert_ne!(publisher.en, publisher.zh);
            let licence = names.licence(&vintage.profile.licence.unwrap());
            assert_ne!(licence.en, licence.zh);
        }
    }
}
