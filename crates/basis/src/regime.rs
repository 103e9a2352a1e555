//! Under which customs regime a good moves, and which regimes a total covers.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::lang::Lang;
use crate::words::words;

words! {
    /// The customs regime of a trade record. The regimes are a partition:
    /// every record is in exactly one.
    pub enum Regime {
        /// Bought outright: 一般贸易.
        General = "general", "general trade", "一般贸易";
        /// Imported to be worked on and exported again: 加工贸易.
        Processing = "processing", "processing trade", "加工贸易";
        /// Into or out of a bonded zone: 保税.
        Bonded = "bonded", "bonded trade", "保税贸易";
        /// Passed on without being worked on: 转口.
        Reexport = "reexport", "re-exports", "转口贸易";
        /// Parcels sold across the border: 跨境电商.
        Ecommerce = "ecommerce", "cross-border e-commerce", "跨境电商";
        /// Any other regime.
        Other = "other", "other regimes", "其他贸易方式";
    }
}

/// The set of regimes a total covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Regimes(u8);

impl Regimes {
    /// Every regime.
    pub fn all() -> Self {
        Self::of(Regime::ALL)
    }

    /// The regimes named.
    pub fn of(regimes: &[Regime]) -> Self {
        Self(regimes.iter().fold(0, |set, regime| set | bit(*regime)))
    }

    /// This set without one regime.
    #[must_use]
    pub fn without(self, regime: Regime) -> Self {
        Self(self.0 & !bit(regime))
    }

    /// True when the set covers `regime`.
    pub fn contains(self, regime: Regime) -> bool {
        self.0 & bit(regime) != 0
    }

    /// The regimes covered, in declaration order.
    pub fn iter(self) -> impl Iterator<Item = Regime> {
        Regime::ALL
            .iter()
            .copied()
            .filter(move |regime| self.contains(*regime))
    }

    /// The regimes that only one of the two covers.
    #[must_use]
    pub fn one_sided(self, other: Regimes) -> Regimes {
        Self(self.0 ^ other.0)
    }

    /// The words a reader sees.
    pub fn label(self, lang: Lang) -> String {
        if self == Self::all() {
            return match lang {
                Lang::En => "all regimes".to_owned(),
                Lang::Zh => "全部贸易方式".to_owned(),
            };
        }
        let words: Vec<&str> = self.iter().map(|regime| regime.label(lang)).collect();
        words.join(" + ")
    }
}

impl fmt::Display for Regimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::all() {
            return f.write_str("all");
        }
        let words: Vec<&str> = self.iter().map(Regime::as_str).collect();
        f.write_str(&words.join("+"))
    }
}

impl Serialize for Regimes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn bit(regime: Regime) -> u8 {
    1 << regime as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_names_what_it_covers() {
        let set = Regimes::of(&[Regime::Processing, Regime::General]);
        assert_eq!(set.to_string(), "general+processing");
        assert_eq!(Regimes::all().to_string(), "all");
        assert_eq!(set.label(Lang::Zh), "一般贸易 + 加工贸易");
    }

    #[test]
    fn what_one_side_alone_covers_is_found() {
        let with = Regimes::all();
        let without = with.without(Regime::Ecommerce);
        assert_eq!(with.one_sided(without).to_string(), "ecommerce");
        assert!(!without.contains(Regime::Ecommerce));
    }
}
