//! The tables behind [`Currency`](crate::Currency), read once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::name_key::name_key;
use crate::table::rows;

pub(crate) const PRESENT: &str = include_str!("../data/currencies.csv");
pub(crate) const FORMER: &str = include_str!("../data/former_currencies.csv");
pub(crate) const AMBIGUOUS: &str = include_str!("../data/currency_ambiguous.csv");

/// What is known of one currency.
pub(crate) struct Entry {
    pub(crate) code: &'static str,
    pub(crate) en: Cow<'static, str>,
    pub(crate) zh: &'static str,
    pub(crate) minor: Option<u8>,
    /// Whether ISO 4217 lists the code today.
    pub(crate) listed: bool,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) names: Vec<&'static str>,
}

impl Entry {
    /// Every text that stands for this currency.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [self.code, &self.en, self.zh]
            .into_iter()
            .chain(self.names.iter().copied())
    }
}

/// All currencies and how to find them.
pub(crate) struct Registry {
    entries: Vec<Entry>,
    by_key: BTreeMap<String, usize>,
}

/// The one registry.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::load);
    &REGISTRY
}

impl Registry {
    fn load() -> Registry {
        let entries: Vec<Entry> = present().chain(former()).collect();
        let mut by_key = BTreeMap::new();
        for (position, entry) in entries.iter().enumerate() {
            for key in entry.texts().flat_map(keys) {
                by_key.entry(key).or_insert(position);
            }
        }
        Registry { entries, by_key }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every key a code, sign or name is found under, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    pub(crate) fn find_key(&self, key: &str) -> Option<&Entry> {
        self.by_key
            .get(key)
            .map(|position| &self.entries[*position])
    }

    /// The currency a code, sign or name stands for.
    pub(crate) fn find(&self, text: &str) -> Option<&Entry> {
        let exact = self.find_key(&text.to_uppercase());
        exact.or_else(|| has_no_sign(text).then(|| self.find_key(&name_key(text)))?)
    }
}

/// The keys of a text: itself in upper case, and its name key unless that
/// would lose a currency sign (`US$` is not `us`).
pub(crate) fn keys(text: &str) -> impl Iterator<Item = String> + use<> {
    let name = has_no_sign(text).then(|| name_key(text));
    let exact = Some(text.to_uppercase());
    exact.into_iter().chain(name).filter(|key| !key.is_empty())
}

fn has_no_sign(text: &str) -> bool {
    const MARKS: &str = "().,-–—:' ";
    text.chars()
        .all(|c| c.is_alphanumeric() || MARKS.contains(c) || "（）—－".contains(c))
}

fn present() -> impl Iterator<Item = Entry> {
    rows(PRESENT).map(|row| {
        let code = row.cell(0);
        let iso = iso_currency::Currency::from_code(code);
        Entry {
            code,
            en: english(row.cell(2), iso),
            zh: row.cell(1),
            minor: iso
                .and_then(|iso| iso.exponent())
                .and_then(|n| u8::try_from(n).ok()),
            listed: iso.is_some(),
            from: None,
            until: None,
            names: row.list(3).collect(),
        }
    })
}

/// The English name: the table's own, else the one `iso_currency` has.
fn english(own: &'static str, iso: Option<iso_currency::Currency>) -> Cow<'static, str> {
    match iso {
        Some(iso) if own.is_empty() => Cow::Owned(iso.name().to_owned()),
        _ => Cow::Borrowed(own),
    }
}

fn former() -> impl Iterator<Item = Entry> {
    rows(FORMER).map(|row| Entry {
        code: row.cell(0),
        en: Cow::Borrowed(row.cell(1)),
        zh: row.cell(2),
        minor: row.value(3),
        listed: false,
        from: row.value(4),
        until: row.value(5),
        names: row.list(6).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::assert_table;

    #[test]
    fn every_cell_reads() {
        assert_table::<String>(PRESENT, 4, &[]);
        assert_table::<Date>(FORMER, 7, &[4, 5]);
        assert_table::<u8>(FORMER, 7, &[3]);
        assert_table::<String>(AMBIGUOUS, 2, &[]);
    }

    #[test]
    fn no_text_stands_for_two_currencies() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for entry in registry().entries() {
            for key in entry.texts().flat_map(keys) {
                let first = *seen.entry(key.clone()).or_insert(entry.code);
                let renamed = matches!((first, entry.code), ("SLE", "SLL") | ("VED", "VES"));
                assert!(
                    first == entry.code || renamed,
                    "{key}: {first}, {}",
                    entry.code
                );
            }
        }
    }

    #[test]
    fn no_ambiguous_text_is_also_the_name_of_one_currency() {
        for row in rows(AMBIGUOUS) {
            assert!(registry().find(row.cell(0)).is_none(), "{}", row.cell(0));
            assert!(row.list(1).count() > 1);
            assert!(row.list(1).all(|code| registry().find(code).is_some()));
        }
    }
}
