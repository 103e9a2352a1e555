//! Every phrase a user sees, in both languages, from `locales/*.toml`.
//!
//! A phrase has a dotted key (`brief.headline.both`) and a text with named
//! places in braces. The two files hold the same keys and the same places; a
//! test keeps them so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::{Table, Value};
use triffin_basis::{Bilingual, Lang};

static EN: LazyLock<Phrases> = LazyLock::new(|| read(include_str!("../../../locales/en.toml")));
static ZH: LazyLock<Phrases> = LazyLock::new(|| read(include_str!("../../../locales/zh.toml")));

/// Phrases by key.
pub type Phrases = BTreeMap<String, String>;

/// All phrases of a language.
pub fn phrases(lang: Lang) -> &'static Phrases {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

/// The phrase of `key` in `lang` with its places filled by `args`.
///
/// A key that is not in the file comes back as itself, so that the fault is
/// seen and nothing breaks; a place without an argument stays as written.
pub fn t(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    match phrases(lang).get(key) {
        Some(phrase) => fill(phrase, args),
        None => key.to_owned(),
    }
}

/// The phrase of `key` in both languages; `args` are the same in both.
pub fn both(key: &str, args: &[(&str, &str)]) -> Bilingual {
    Bilingual::new(t(Lang::En, key, args), t(Lang::Zh, key, args))
}

/// The names in braces of a phrase, in order.
pub fn places(phrase: &str) -> Vec<&str> {
    phrase
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

/// Fills in one pass, so that an argument's own braces are not places.
fn fill(phrase: &str, args: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(phrase.len() + 32);
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        match args.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => text.push_str(value),
            None => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Reads a file of phrases; a file that is not TOML has none, and the parity
/// test fails before anyone sees it.
fn read(text: &str) -> Phrases {
    let mut phrases = Phrases::new();
    if let Ok(table) = text.parse::<Table>() {
        flatten("", &table, &mut phrases);
    }
    phrases
}

fn flatten(prefix: &str, table: &Table, phrases: &mut Phrases) {
    for (key, value) in table {
        let key = match prefix {
            "" => key.clone(),
            _ => format!("{prefix}.{key}"),
        };
        match value {
            Value::String(text) => {
                phrases.insert(key, text.clone());
            }
            Value::Table(inner) => flatten(&key, inner, phrases),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys() {
        let en: Vec<_> = EN.keys().collect();
        let zh: Vec<_> = ZH.keys().collect();
        assert_eq!(en, zh);
        assert!(!en.is_empty(), "the phrase files were not read");
    }

    #[test]
    fn both_languages_have_the_same_places() {
        for (key, phrase) in EN.iter() {
            let mut en = places(phrase);
            let mut zh = places(&ZH[key]);
            en.sort_unstable();
            zh.sort_unstable();
            assert_eq!(en, zh, "{key}");
        }
    }

    #[test]
    fn no_phrase_is_empty() {
        for lang in [Lang::En, Lang::Zh] {
            for (key, phrase) in phrases(lang) {
                assert!(!phrase.trim().is_empty(), "{key}");
            }
        }
    }

    #[test]
    fn an_argument_with_braces_is_not_a_place() {
        let text = fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]);
        assert_eq!(text, "{b} and x");
    }

    #[test]
    fn an_unknown_place_and_an_open_brace_stay() {
        assert_eq!(fill("{a} {", &[]), "{a} {");
    }
}
