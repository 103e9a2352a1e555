//! The classification a commodity code belongs to.

use std::fmt;

/// A revision of the Harmonized System.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HsRevision {
    /// HS 1988/1992, Comtrade's `H0`.
    Hs1992,
    /// HS 1996, `H1`.
    Hs1996,
    /// HS 2002, `H2`.
    Hs2002,
    /// HS 2007, `H3`.
    Hs2007,
    /// HS 2012, `H4`.
    Hs2012,
    /// HS 2017, `H5`.
    Hs2017,
    /// HS 2022, `H6`.
    Hs2022,
}

impl HsRevision {
    /// Every revision, oldest first.
    pub const ALL: [HsRevision; 7] = [
        HsRevision::Hs1992,
        HsRevision::Hs1996,
        HsRevision::Hs2002,
        HsRevision::Hs2007,
        HsRevision::Hs2012,
        HsRevision::Hs2017,
        HsRevision::Hs2022,
    ];

    /// The year the revision is named for.
    pub fn year(self) -> i16 {
        match self {
            HsRevision::Hs1992 => 1992,
            HsRevision::Hs1996 => 1996,
            HsRevision::Hs2002 => 2002,
            HsRevision::Hs2007 => 2007,
            HsRevision::Hs2012 => 2012,
            HsRevision::Hs2017 => 2017,
            HsRevision::Hs2022 => 2022,
        }
    }

    /// Comtrade's code, `H0` to `H6`.
    pub fn comtrade(self) -> &'static str {
        match self {
            HsRevision::Hs1992 => "H0",
            HsRevision::Hs1996 => "H1",
            HsRevision::Hs2002 => "H2",
            HsRevision::Hs2007 => "H3",
            HsRevision::Hs2012 => "H4",
            HsRevision::Hs2017 => "H5",
            HsRevision::Hs2022 => "H6",
        }
    }

    /// The revision of a year, written with two or four digits: `2012`, `12`.
    fn of_year(text: &str) -> Option<HsRevision> {
        let number: i16 = text.parse().ok()?;
        let named = |revision: &HsRevision| match text.len() {
            2 => revision.year() % 100 == number,
            _ => revision.year() == number,
        };
        HsRevision::ALL.into_iter().find(named)
    }
}

/// A commodity classification. Codes of two classifications, or of two
/// revisions of one, are never the same code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProductSystem {
    /// Harmonized System of one revision; `None` as each record was reported.
    Hs(Option<HsRevision>),
    /// Standard International Trade Classification, revision 1–4.
    Sitc(u8),
    /// Broad Economic Categories, revision 4.
    Bec4,
    /// No classification: all products together.
    Total,
    /// A publisher's own classification, by its own name.
    Other(String),
}

impl ProductSystem {
    /// The classification a text names: `HS`, `H4`, `HS2012`, `HS 12`, `S3`,
    /// `SITC4`, `SITC Rev. 4`, `B4`, `BEC4`, `TOTAL`; any other name is
    /// [`Other`](ProductSystem::Other).
    pub fn parse(text: &str) -> ProductSystem {
        let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let plain = plain.to_ascii_uppercase().replace("REV", "");
        named(&plain).unwrap_or_else(|| ProductSystem::Other(text.trim().to_owned()))
    }
}

/// The classification of a name in capitals without blanks and dots.
fn named(plain: &str) -> Option<ProductSystem> {
    match plain {
        "HS" | "H" | "HSASREPORTED" => return Some(ProductSystem::Hs(None)),
        "BEC" | "BEC4" | "B4" => return Some(ProductSystem::Bec4),
        "TOTAL" => return Some(ProductSystem::Total),
        _ => {}
    }
    let revision = HsRevision::ALL
        .into_iter()
        .find(|revision| revision.comtrade() == plain);
    let by_year = || plain.strip_prefix("HS").and_then(HsRevision::of_year);
    if let Some(revision) = revision.or_else(by_year) {
        return Some(ProductSystem::Hs(Some(revision)));
    }
    let sitc = plain
        .strip_prefix("SITC")
        .or_else(|| plain.strip_prefix('S'))?;
    let revision: u8 = sitc.parse().ok()?;
    (1..=4)
        .contains(&revision)
        .then_some(ProductSystem::Sitc(revision))
}

impl fmt::Display for ProductSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProductSystem::Hs(None) => f.pad("HS"),
            ProductSystem::Hs(Some(revision)) => f.pad(&format!("HS{}", revision.year())),
            ProductSystem::Sitc(revision) => f.pad(&format!("SITC{revision}")),
            ProductSystem::Bec4 => f.pad("BEC4"),
            ProductSystem::Total => f.pad("TOTAL"),
            ProductSystem::Other(name) => f.pad(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_is_read() {
        for (text, canonical) in [
            ("HS", "HS"),
            ("H4", "HS2012"),
            ("h6", "HS2022"),
            ("HS2012", "HS2012"),
            ("HS 2012", "HS2012"),
            ("HS12", "HS2012"),
            ("HS-92", "HS1992"),
            ("HS02", "HS2002"),
            ("S4", "SITC4"),
            ("SITC Rev. 4", "SITC4"),
            ("SITC Rev.3", "SITC3"),
            ("sitc rev.1", "SITC1"),
            ("SITC2", "SITC2"),
            ("BEC", "BEC4"),
            ("BEC Rev. 4", "BEC4"),
            ("TOTAL", "TOTAL"),
            ("NACE", "NACE"),
            ("other", "other"),
            ("SITC", "SITC"),
            ("S9", "S9"),
            ("HS2013", "HS2013"),
            ("B5", "B5"),
        ] {
            assert_eq!(ProductSystem::parse(text).to_string(), canonical, "{text}");
        }
        for unknown in ["NACE", "S9", "HS2013", "B5", "SITC", ""] {
            assert!(
                matches!(ProductSystem::parse(unknown), ProductSystem::Other(_)),
                "{unknown}"
            );
        }
    }

    #[test]
    fn printing_and_reading_are_inverse() {
        let revisions = HsRevision::ALL
            .into_iter()
            .map(|revision| ProductSystem::Hs(Some(revision)));
        let others = [
            ProductSystem::Hs(None),
            ProductSystem::Bec4,
            ProductSystem::Total,
        ];
        for system in revisions
            .chain((1..=4).map(ProductSystem::Sitc))
            .chain(others)
        {
            assert_eq!(ProductSystem::parse(&system.to_string()), system);
        }
    }
}
