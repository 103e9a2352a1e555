//! The tables behind [`Economy`](crate::Economy), read once.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::EconomyKind;
use crate::name_key::name_key;
use crate::table::rows;

pub(crate) const ECONOMIES: &str = include_str!("../data/economies.csv");
pub(crate) const FORMER: &str = include_str!("../data/former_economies.csv");
pub(crate) const GROUPS: &str = include_str!("../data/groups.csv");
pub(crate) const SPECIAL: &str = include_str!("../data/special_areas.csv");
pub(crate) const NUMERIC: &str = include_str!("../data/numeric_codes.csv");
pub(crate) const COMTRADE: &str = include_str!("../data/comtrade_numeric.csv");

/// What is known of one area.
pub(crate) struct Entry {
    pub(crate) code: &'static str,
    pub(crate) alpha2: Option<&'static str>,
    pub(crate) numeric: Option<u16>,
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) kind: EconomyKind,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) successors: Vec<&'static str>,
    pub(crate) composition: Option<&'static str>,
    pub(crate) names: Vec<&'static str>,
}

impl Entry {
    fn new(code: &'static str, kind: EconomyKind, en: &'static str, zh: &'static str) -> Entry {
        Entry {
            code,
            alpha2: None,
            numeric: None,
            en,
            zh,
            kind,
            from: None,
            until: None,
            successors: Vec::new(),
            composition: None,
            names: Vec::new(),
        }
    }

    /// Every text that stands for this area.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'static str> {
        [self.code, self.en, self.zh]
            .into_iter()
            .chain(self.alpha2)
            .chain(self.names.iter().copied())
    }
}

/// All areas and how to find them.
pub(crate) struct Registry {
    entries: Vec<Entry>,
    /// Codes in upper case and names under their key.
    by_key: BTreeMap<String, usize>,
    by_number: HashMap<u16, usize>,
}

/// The one registry.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::load);
    &REGISTRY
}

impl Registry {
    fn load() -> Registry {
        let mut entries = economies();
        entries.extend(former());
        entries.extend(groups());
        entries.extend(special());
        let mut by_key = BTreeMap::new();
        let mut by_number = HashMap::new();
        for (position, entry) in entries.iter().enumerate() {
            for key in entry.texts().flat_map(keys) {
                by_key.entry(key).or_insert(position);
            }
            if let Some(number) = entry.numeric {
                by_number.entry(number).or_insert(position);
            }
        }
        for row in rows(NUMERIC) {
            if let (Some(number), Some(position)) = (row.value(0), by_key.get(row.cell(1))) {
                by_number.entry(number).or_insert(*position);
            }
        }
        Registry {
            entries,
            by_key,
            by_number,
        }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every key a code or name is found under, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    pub(crate) fn find_key(&self, key: &str) -> Option<&Entry> {
        self.by_key
            .get(key)
            .map(|position| &self.entries[*position])
    }

    /// The entry a number stands for in UN Comtrade, where it means another
    /// area there than in ISO 3166-1.
    pub(crate) fn find_in_comtrade(&self, text: &str) -> Option<&Entry> {
        let code = rows(COMTRADE).find(|row| row.cell(0) == text)?.cell(1);
        self.find_key(code)
    }

    /// The entry a number, a code or a name stands for, in this order.
    pub(crate) fn find(&self, text: &str) -> Option<&Entry> {
        let number = text
            .parse()
            .ok()
            .and_then(|number: u16| self.by_number.get(&number));
        if let Some(position) = number {
            return self.entries.get(*position);
        }
        self.find_key(&text.to_uppercase())
            .or_else(|| self.find_key(&name_key(text)))
    }
}

/// The keys of a text: itself when it is a code, its name key in any case.
pub(crate) fn keys(text: &'static str) -> impl Iterator<Item = String> {
    let code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_code = !text.is_empty() && text.len() <= 9 && text.chars().all(code);
    let code = is_code.then(|| text.to_owned());
    let name = Some(name_key(text)).filter(|name| !is_code && !name.is_empty());
    code.into_iter().chain(name)
}

fn economies() -> Vec<Entry> {
    let read = rows(ECONOMIES).map(|row| {
        let code = row.cell(0);
        let iso = rust_iso3166::from_alpha3(code);
        let mut entry = Entry::new(code, EconomyKind::Economy, row.cell(1), row.cell(2));
        entry.alpha2 = iso.map(|iso| iso.alpha2);
        entry.numeric = iso.map(|iso| iso.numeric);
        entry.names = row.list(3).chain(iso.map(|iso| iso.name)).collect();
        entry
    });
    read.collect()
}

fn former() -> Vec<Entry> {
    let read = rows(FORMER).map(|row| {
        let mut entry = Entry::new(
            row.cell(0),
            EconomyKind::Historical,
            row.cell(3),
            row.cell(4),
        );
        entry.alpha2 = Some(row.cell(1)).filter(|alpha2| !alpha2.is_empty());
        entry.numeric = row.value(2);
        entry.from = row.value(5);
        entry.until = row.value(6);
        entry.successors = row.list(7).collect();
        entry.names = row.list(8).collect();
        entry
    });
    read.collect()
}

fn groups() -> Vec<Entry> {
    let read = rows(GROUPS).map(|row| {
        let code = row.cell(0);
        let kind = if code == "WLD" {
            EconomyKind::World
        } else {
            EconomyKind::Group
        };
        let mut entry = Entry::new(code, kind, row.cell(1), row.cell(2));
        entry.composition = Some(row.cell(3)).filter(|composition| !composition.is_empty());
        entry.names = row.list(4).collect();
        entry
    });
    read.collect()
}

fn special() -> Vec<Entry> {
    let read = rows(SPECIAL).map(|row| {
        let mut entry = Entry::new(row.cell(0), EconomyKind::Special, row.cell(2), row.cell(3));
        entry.numeric = row.value(1);
        entry.names = row.list(4).collect();
        entry
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::assert_table;

    #[test]
    fn every_cell_reads() {
        assert_table::<String>(ECONOMIES, 4, &[]);
        assert_table::<Date>(FORMER, 9, &[5, 6]);
        assert_table::<u16>(FORMER, 9, &[2]);
        assert_table::<String>(GROUPS, 5, &[]);
        assert_table::<u16>(SPECIAL, 5, &[1]);
        assert_table::<u16>(NUMERIC, 2, &[0]);
        assert_table::<u16>(COMTRADE, 2, &[0]);
    }

    #[test]
    fn no_text_stands_for_two_areas() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for entry in registry().entries() {
            for key in entry.texts().flat_map(keys) {
                let first = *seen.entry(key.clone()).or_insert(entry.code);
                assert_eq!(first, entry.code, "{key}");
            }
        }
    }

    #[test]
    fn no_number_stands_for_two_areas() {
        let mut seen: HashMap<u16, &str> = HashMap::new();
        for entry in registry().entries() {
            if let Some(number) = entry.numeric {
                assert_eq!(seen.insert(number, entry.code), None, "{number}");
            }
        }
        for row in rows(NUMERIC) {
            let number = row.value(0).unwrap();
            assert_eq!(seen.insert(number, row.cell(1)), None, "{number}");
            assert!(
                registry().find_key(row.cell(1)).is_some(),
                "{}",
                row.cell(1)
            );
        }
    }
}
