//! Areas, currencies and units as publishers write them, to the texts we keep.

use std::collections::BTreeMap;
use std::collections::HashMap;

use triffin_basis::{Currency, Economy, EconomyKind, Lang, Unit};

/// An area of the world, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// ISO 3166 alpha-3, `WLD`, a group code, or the publisher's own code.
    pub code: String,
    /// `economy`, `world`, `group` or `special`.
    pub level: &'static str,
    /// Whether the code is one of ours; a publisher's own code is kept as is.
    pub known: bool,
}

/// Resolves areas, each spelling once, and counts those that are not known.
#[derive(Debug)]
pub struct Areas {
    find: fn(&str) -> Option<Economy>,
    seen: HashMap<String, Area>,
    unknown: BTreeMap<String, u64>,
}

impl Default for Areas {
    fn default() -> Self {
        Self {
            find: Economy::find,
            seen: HashMap::new(),
            unknown: BTreeMap::new(),
        }
    }
}

impl Areas {
    /// Areas under the numbers of UN Comtrade.
    pub fn of_comtrade() -> Self {
        Self {
            find: Economy::find_in_comtrade,
            ..Self::default()
        }
    }

    /// The area of a code or name in English or Chinese.
    pub fn resolve(&mut self, text: &str) -> &Area {
        if !self.seen.contains_key(text) {
            self.seen
                .insert(text.to_owned(), area(text, (self.find)(text)));
        }
        let area = &self.seen[text];
        if !area.known {
            *self.unknown.entry(area.code.clone()).or_default() += 1;
        }
        area
    }

    /// Takes over the rows another resolver counted.
    pub fn absorb(&mut self, other: Areas) {
        for (code, rows) in other.unknown {
            *self.unknown.entry(code).or_default() += rows;
        }
    }

    /// The areas that are not known, with the rows that name them.
    pub fn own(&self) -> BTreeMap<String, u64> {
        self.unknown.clone()
    }

    /// The same in words.
    pub fn notes(&self) -> Vec<String> {
        if self.unknown.is_empty() {
            return Vec::new();
        }
        let listed: Vec<String> = self
            .unknown
            .iter()
            .take(20)
            .map(|(code, rows)| format!("{code} ({rows})"))
            .collect();
        let listed = listed.join(", ");
        vec![match self.unknown.len() {
            1 => format!("an area code is the publisher's own and kept as it is: {listed}"),
            many => {
                format!("{many} area codes are the publisher's own and kept as they are: {listed}")
            }
        }]
    }
}

/// The area of a code or name that was `found`, or the publisher's own.
pub(crate) fn area(text: &str, found: Option<Economy>) -> Area {
    match found {
        Some(economy) => Area {
            code: economy.code().to_owned(),
            level: match economy.kind() {
                EconomyKind::Economy | EconomyKind::Historical => "economy",
                EconomyKind::World => "world",
                EconomyKind::Group => "group",
                EconomyKind::Special => "special",
            },
            known: true,
        },
        None => Area {
            code: text.to_owned(),
            level: "special",
            known: false,
        },
    }
}

/// Texts resolved once each; a text that cannot be resolved is `None`.
#[derive(Debug)]
pub struct Resolved {
    resolve: fn(&str) -> Option<String>,
    seen: HashMap<String, Option<String>>,
}

impl Resolved {
    /// ISO 4217 codes of currencies.
    pub fn currencies() -> Self {
        Self::by(|text| Currency::find(text).map(|c| c.code().to_owned()))
    }

    /// Canonical texts of units, with their scale.
    pub fn units() -> Self {
        Self::by(unit)
    }

    fn by(resolve: fn(&str) -> Option<String>) -> Self {
        Self {
            resolve,
            seen: HashMap::new(),
        }
    }

    /// What `text` stands for.
    pub fn get(&mut self, text: &str) -> Option<&str> {
        if !self.seen.contains_key(text) {
            let found = (self.resolve)(text);
            self.seen.insert(text.to_owned(), found);
        }
        self.seen[text].as_deref()
    }
}

/// The canonical text of a unit and its scale, `mn USD`; `None` when the text
/// names none.
pub fn unit(text: &str) -> Option<String> {
    let parsed = Unit::parse(text).ok().filter(|_| !text.trim().is_empty())?;
    let canonical = parsed.0.with_scale(parsed.1, Lang::En);
    // What is stored must be read back as the same unit.
    let same = Unit::parse(&canonical).ok()? == parsed;
    Some(if same {
        canonical
    } else {
        text.trim().to_owned()
    })
}

/// The unit of a series whose publisher states none.
pub fn unstated_unit() -> String {
    Unit::Unstated.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_stored_in_one_form() {
        for text in ["USD mn", "百万美元", "US$ (million)"] {
            assert_eq!(unit(text), unit("mn USD"), "{text}");
        }
        for text in [
            "mn USD",
            "% of GDP",
            "LCU per USD",
            "index (2010=100)",
            "USD per AUD",
            "ratio",
        ] {
            assert_eq!(unit(text).as_deref(), Some(text));
        }
        assert_eq!((unit(""), unit("gibberish")), (None, None));
        assert_eq!(unit(&unstated_unit()), Some(unstated_unit()));
    }

    #[test]
    fn areas_take_every_spelling() {
        let mut areas = Areas::default();
        for text in ["CHN", "156", "China", "中国", "China,P.R.: Mainland"] {
            assert_eq!(areas.resolve(text).code, "CHN", "{text}");
        }
        for text in ["W00", "0", "World", "世界", "WLD"] {
            assert_eq!(areas.resolve(text).level, "world", "{text}");
        }
        assert!(areas.notes().is_empty());
        assert_eq!(areas.resolve("Atlantis").level, "special");
        assert!(areas.notes()[0].contains("Atlantis (1)"));
    }
}
