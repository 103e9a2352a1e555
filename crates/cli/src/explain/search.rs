//! From what a person types to the card that answers it.

use super::{Entry, Term, all, terms};

/// What a search found; both lists empty when nothing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Glossary terms that go by the name.
    pub terms: Vec<&'static Term>,
    /// Systems with that number, title, or term in their title or text.
    pub systems: Vec<&'static Entry>,
}

impl Found {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.systems.is_empty()
    }
}

/// Finds a system by its number or by words of its title in either language,
/// and a term by any of its names. Case does not matter.
pub fn find(query: &str) -> Found {
    let wanted = fold(query);
    if wanted.is_empty() {
        return Found::default();
    }
    if let Some(entry) = all().iter().find(|entry| fold(entry.id) == wanted) {
        return Found {
            terms: Vec::new(),
            systems: vec![entry],
        };
    }
    let terms: Vec<&Term> = terms()
        .iter()
        .filter(|term| term.names().any(|name| fold(name) == wanted))
        .collect();
    let names: Vec<String> = terms
        .iter()
        .flat_map(|term| term.names())
        .map(fold)
        .chain([wanted])
        .collect();
    let systems = all()
        .iter()
        .filter(|entry| names.iter().any(|name| mentions(entry, name)))
        .collect();
    Found { terms, systems }
}

/// Whether a title or the formula of a system names it.
fn mentions(entry: &Entry, name: &str) -> bool {
    [entry.title_en, entry.title_zh, entry.formula]
        .into_iter()
        .any(|text| contains_words(&fold(text), name))
}

/// `cif` in `cif vs fob` but not in `specific`; Chinese has no word breaks.
fn contains_words(text: &str, words: &str) -> bool {
    let latin = |character: char| character.is_ascii_alphanumeric();
    text.match_indices(words).any(|(at, found)| {
        let before = text[..at].chars().next_back().is_some_and(latin) && found.starts_with(latin);
        let after =
            text[at + found.len()..].chars().next().is_some_and(latin) && found.ends_with(latin);
        !before && !after
    })
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Up to five numbers, titles and terms that lie nearest to what was typed.
pub fn suggestions(query: &str) -> Vec<&'static str> {
    let wanted = fold(query);
    let titles = all()
        .iter()
        .flat_map(|entry| [entry.id, entry.title_en, entry.title_zh]);
    let names = terms().iter().flat_map(Term::names);
    let mut near: Vec<(usize, &'static str)> = titles
        .chain(names)
        .map(|name| (distance(&wanted, &fold(name)), name))
        .collect();
    near.sort_unstable();
    near.dedup();
    near.retain(|(steps, name)| *steps < wanted.chars().count().max(name.chars().count()));
    near.into_iter().map(|(_, name)| name).take(5).collect()
}

/// Levenshtein's distance: letters to insert, delete or replace.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(contains_words("check a: cif vs fob", "cif"));
        assert!(!contains_words("specific", "cif"));
        assert!(contains_words("到岸价与离岸价", "到岸价"));
    }

    #[test]
    fn distance_counts_single_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("差额", "差额"), 0);
    }

    #[test]
    fn nothing_typed_finds_nothing() {
        assert!(find("  ").is_empty());
    }
}
