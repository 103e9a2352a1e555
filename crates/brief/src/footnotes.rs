//! Sources numbered in the order in which the text first uses them.

use crate::facts::{Fact, SourceFact};

/// The numbering of one document.
#[derive(Debug)]
pub struct Footnotes<'a> {
    sources: &'a [SourceFact],
    used: Vec<String>,
}

impl<'a> Footnotes<'a> {
    /// No number given yet.
    pub fn new(sources: &'a [SourceFact]) -> Self {
        Self {
            sources,
            used: Vec::new(),
        }
    }

    /// The numbers of these facts' sources, ascending, each once.
    pub fn of<'f>(&mut self, facts: impl IntoIterator<Item = &'f Fact>) -> Vec<usize> {
        let keys = facts.into_iter().flat_map(|fact| fact.sources.iter());
        self.of_keys(keys)
    }

    /// The numbers of these source keys, ascending, each once.
    pub fn of_keys<'k>(&mut self, keys: impl IntoIterator<Item = &'k String>) -> Vec<usize> {
        let mut numbers: Vec<usize> = keys.into_iter().map(|key| self.number(key)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Numbers, keys and descriptions of all sources used so far; a key nobody
    /// described has none.
    pub fn used(&self) -> impl Iterator<Item = (usize, &str, Option<&'a SourceFact>)> {
        self.used.iter().enumerate().map(|(i, key)| {
            let source = self.sources.iter().find(|source| source.key == *key);
            (i + 1, key.as_str(), source)
        })
    }

    fn number(&mut self, key: &str) -> usize {
        if let Some(at) = self.used.iter().position(|used| used == key) {
            return at + 1;
        }
        self.used.push(key.to_owned());
        self.used.len()
    }
}

/// `[1, 3]`, or nothing.
pub fn bracketed(numbers: &[usize]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let list: Vec<String> = numbers.iter().map(usize::to_string).collect();
    format!("[{}]", list.join(","))
}
