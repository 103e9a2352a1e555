//! How far a value may be trusted: its status flag.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// The status of a value. A missing value carries [`Flag::Missing`], never a
/// zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flag {
    /// Reported by the publisher as measured.
    Observed,
    /// Reported by the publisher as its own estimate or imputation.
    Estimated,
    /// Taken from the partner's report of the same flow.
    Mirror,
    /// Published, and announced as subject to revision.
    Provisional,
    /// A projection of a period that had not ended at publication.
    Forecast,
    /// First value after a change of method, territory or currency.
    Break,
    /// Not published, confidential or not applicable.
    Missing,
    /// What a document says, not a fact checked against a source.
    Stated,
}

impl Flag {
    /// Every flag, in declaration order.
    pub const ALL: [Flag; 8] = [
        Flag::Observed,
        Flag::Estimated,
        Flag::Mirror,
        Flag::Provisional,
        Flag::Forecast,
        Flag::Break,
        Flag::Missing,
        Flag::Stated,
    ];

    /// The word stored in a column and printed in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Flag::Observed => "observed",
            Flag::Estimated => "estimated",
            Flag::Mirror => "mirror",
            Flag::Provisional => "provisional",
            Flag::Forecast => "forecast",
            Flag::Break => "break",
            Flag::Missing => "missing",
            Flag::Stated => "stated",
        }
    }

    /// The flag whose [`as_str`](Flag::as_str) this is; `None` for any other
    /// text. Publishers' own marks (`p`, `e`, `..`) belong to their readers.
    pub fn parse(text: &str) -> Option<Flag> {
        Flag::ALL.into_iter().find(|flag| flag.as_str() == text)
    }

    /// The word a reader sees.
    pub fn label(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, flag) => flag.as_str(),
            (Lang::Zh, Flag::Observed) => "实测",
            (Lang::Zh, Flag::Estimated) => "估计",
            (Lang::Zh, Flag::Mirror) => "镜像",
            (Lang::Zh, Flag::Provisional) => "初步",
            (Lang::Zh, Flag::Forecast) => "预测",
            (Lang::Zh, Flag::Break) => "口径中断",
            (Lang::Zh, Flag::Missing) => "缺失",
            (Lang::Zh, Flag::Stated) => "文中所述",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_is_parsed_back_from_its_own_word() {
        for flag in Flag::ALL {
            assert_eq!(Flag::parse(flag.as_str()), Some(flag));
        }
        assert_eq!(Flag::parse("Observed"), None);
        assert_eq!(Flag::parse(""), None);
    }

    #[test]
    fn labels_differ_from_flag_to_flag_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            let labels: std::collections::BTreeSet<_> =
                Flag::ALL.iter().map(|flag| flag.label(lang)).collect();
            assert_eq!(labels.len(), Flag::ALL.len());
        }
    }
}
