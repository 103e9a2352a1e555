//! Areas and currencies as publishers write them, to the codes we keep.

use std::collections::BTreeMap;
use std::collections::HashMap;

use triffin_basis::{Economy, EconomyKind};

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
#[derive(Debug, Default)]
pub struct Areas {
    seen: HashMap<String, Area>,
    unknown: BTreeMap<String, u64>,
}

impl Areas {
    /// The area of a code or name in English or Chinese.
    pub fn resolve(&mut self, text: &str) -> &Area {
        if !self.seen.contains_key(text) {
            self.seen.insert(text.to_owned(), area(text));
        }
        let area = &self.seen[text];
        if !area.known {
            *self.unknown.entry(area.code.clone()).or_default() += 1;
        }
        area
    }

    /// The areas that are not known, with the rows that name them.
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
        vec![format!(
            "{} area codes are the publisher's own and kept as they are: {}",
            self.unknown.len(),
            listed.join(", ")
        )]
    }
}

fn area(text: &str) -> Area {
    match Economy::parse(text) {
        Ok(economy) => Area {
            code: economy.code().to_owned(),
            level: match economy.kind() {
                EconomyKind::Economy | EconomyKind::Historical => "economy",
                EconomyKind::World => "world",
                EconomyKind::Group => "group",
                EconomyKind::Special => "special",
            },
            known: true,
        },
        Err(_) => Area {
            code: text.to_owned(),
            level: "special",
            known: false,
        },
    }
}

/// The ISO 4217 code of a currency as written; `None` when not known.
pub fn currency(text: &str) -> Option<String> {
    let upper = text.trim().to_ascii_uppercase();
    let shaped = upper.len() == 3 && upper.bytes().all(|b| b.is_ascii_uppercase());
    shaped.then_some(upper)
}

/// The canonical text of a unit as written; `None` when not known.
pub fn unit(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The unit of a series whose publisher states none.
pub const UNSTATED_UNIT: &str = "unstated";
