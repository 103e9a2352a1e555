//! A table of the scenario, its keys known and its values of a kind.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

use super::tree::{Kind, Node, Table};

/// Longest key or name that is compared with the known ones.
const LONGEST: usize = 120;

/// A section whose every key is one of those known.
#[derive(Clone, Debug)]
pub(super) struct Section<'a> {
    /// How it is called in errors: `[closure]`, `[[shock]] 2`.
    name: String,
    table: &'a Table,
}

impl<'a> Section<'a> {
    /// The section of this name.
    ///
    /// # Errors
    /// `E-TARIFF-SCENARIO-KEY` with the line of the first key not among `known`.
    pub fn of(name: &str, table: &'a Table, known: &[&str]) -> Result<Self, BasisError> {
        let stray = table
            .entries
            .iter()
            .find(|entry| !known.contains(&entry.key.as_str()));
        match stray {
            Some(entry) => Err(unknown_key(name, &entry.key, entry.line, known)),
            None => Ok(Self {
                name: name.to_owned(),
                table,
            }),
        }
    }

    /// The section beneath a key; none where the key is not there.
    pub fn beneath(&self, key: &str, known: &[&str]) -> Result<Option<Section<'a>>, BasisError> {
        self.table(key)?
            .map(|table| Section::of(&format!("[{key}]"), table, known))
            .transpose()
    }

    /// The table beneath a key whose own keys are names.
    pub fn table(&self, key: &str) -> Result<Option<&'a Table>, BasisError> {
        match self.get(key) {
            None => Ok(None),
            Some(Node {
                kind: Kind::Table(table),
                ..
            }) => Ok(Some(table)),
            Some(node) => Err(self.kind(key, node, "a section", "小节")),
        }
    }

    /// The tables of `[[key]]`.
    pub fn tables(&self, key: &str) -> Result<Vec<&'a Table>, BasisError> {
        let Some(node) = self.get(key) else {
            return Ok(Vec::new());
        };
        let Kind::List(items) = &node.kind else {
            return Err(self.kind(key, node, "sections [[…]]", "[[…]] 小节"));
        };
        let tables = items.iter().map(|item| match &item.kind {
            Kind::Table(table) => Ok(table),
            _ => Err(self.kind(key, item, "sections [[…]]", "[[…]] 小节")),
        });
        tables.collect()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        let entries = self.table.entries.iter();
        entries
            .filter(|entry| entry.key == key)
            .map(|entry| &entry.node)
            .next()
    }

    /// Line the section begins on.
    pub fn line(&self) -> usize {
        self.table.line
    }

    /// How it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Result<Option<String>, BasisError> {
        match self.get(key) {
            None => Ok(None),
            Some(Node {
                kind: Kind::Text(text),
                ..
            }) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Some(node) => Err(self.kind(key, node, "a text in quotes", "加引号的文本")),
        }
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Result<Option<f64>, BasisError> {
        match self.get(key) {
            None => Ok(None),
            Some(node) => self.number_of(key, node).map(Some),
        }
    }

    /// The number of a key, which must be as `fits` says.
    pub fn number_where(
        &self,
        key: &str,
        fits: impl Fn(f64) -> bool,
        en: &str,
        zh: &str,
    ) -> Result<Option<f64>, BasisError> {
        let Some(number) = self.number(key)? else {
            return Ok(None);
        };
        match (fits(number), self.get(key)) {
            (false, Some(node)) => Err(self.kind(key, node, en, zh)),
            _ => Ok(Some(number)),
        }
    }

    /// A count of at least one.
    pub fn count(&self, key: &str) -> Result<Option<u32>, BasisError> {
        let whole = |number: f64| number.fract() == 0.0 && (1.0..=1e9).contains(&number);
        let found = self.number_where(key, whole, "a whole number from 1", "不小于 1 的整数")?;
        Ok(found.map(|number| number as u32))
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Result<Option<bool>, BasisError> {
        match self.get(key) {
            None => Ok(None),
            Some(Node {
                kind: Kind::Flag(flag),
                ..
            }) => Ok(Some(*flag)),
            Some(node) => Err(self.kind(key, node, "true or false", "true 或 false")),
        }
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, BasisError> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let plain = text.replace('_', "-").to_lowercase();
        if let Some((_, known)) = words.iter().find(|(word, _)| *word == plain) {
            return Ok(Some(*known));
        }
        let line = self.get(key).map_or(self.line(), |node| node.line);
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Err(self.unknown_word(key, &text, line, &known))
    }

    /// A name, or a list of names.
    pub fn names(&self, key: &str) -> Result<Option<Vec<String>>, BasisError> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let wrong =
            |node: &Node| self.kind(key, node, "a name or a list of names", "名称或名称列表");
        let named = |node: &Node| match &node.kind {
            Kind::Text(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(wrong(node)),
        };
        match &node.kind {
            Kind::List(items) if !items.is_empty() => {
                items.iter().map(named).collect::<Result<_, _>>().map(Some)
            }
            _ => Ok(Some(vec![named(node)?])),
        }
    }

    /// One number for all, or one a name.
    pub fn number_by_name(&self, key: &str) -> Result<Option<ByName>, BasisError> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let Kind::Table(table) = &node.kind else {
            return Ok(Some(ByName::All(self.number_of(key, node)?)));
        };
        let entries = table.entries.iter();
        let each = entries.map(|entry| {
            let number = self.number_of(&format!("{key}.{}", entry.key), &entry.node)?;
            Ok((entry.key.clone(), number))
        });
        Ok(Some(ByName::Each(each.collect::<Result<_, BasisError>>()?)))
    }

    /// A finite number, or a percentage in quotes: `"25%"` is 0.25.
    fn number_of(&self, key: &str, node: &Node) -> Result<f64, BasisError> {
        let number = match &node.kind {
            Kind::Number(number) => Some(*number),
            Kind::Text(text) => percentage(text),
            _ => None,
        };
        number.filter(|number| number.is_finite()).ok_or_else(|| {
            self.kind(
                key,
                node,
                "a number such as 0.25 or \"25%\"",
                "0.25 或 \"25%\" 这样的数",
            )
        })
    }

    /// The refusal of a value that is not of its kind.
    pub fn kind(&self, key: &str, node: &Node, en: &str, zh: &str) -> BasisError {
        let found = found(node);
        BasisError::new(
            "E-TARIFF-SCENARIO-VALUE",
            format!("line {}: {key} in {} is {found}", node.line, self.name),
            format!("第 {} 行：{} 中的 {key} 为 {found}", node.line, self.name),
        )
        .value(found)
        .expected(en, zh)
        .remedy(
            "See docs/reference/tariff-scenario.md",
            "见 docs/reference/tariff-scenario.zh-CN.md",
        )
    }

    /// The refusal of a key that has to be there.
    pub fn missing(&self, key: &str, en: &str, zh: &str) -> BasisError {
        BasisError::new(
            "E-TARIFF-SCENARIO-MISSING",
            format!("line {}: {} has no {key}", self.line(), self.name),
            format!("第 {} 行：{} 缺少 {key}", self.line(), self.name),
        )
        .value(key)
        .expected(en, zh)
        .remedy(
            "See docs/reference/tariff-scenario.md",
            "见 docs/reference/tariff-scenario.zh-CN.md",
        )
    }

    fn unknown_word(&self, key: &str, text: &str, line: usize, known: &[&str]) -> BasisError {
        let list = known.join(", ");
        let (hint, hint_zh) = meant(text, known);
        BasisError::new(
            "E-TARIFF-SCENARIO-WORD",
            format!("line {line}: {key} in {} is \"{text}\"", self.name),
            format!("第 {line} 行：{} 中的 {key} 为“{text}”", self.name),
        )
        .value(text)
        .expected(format!("one of {list}"), format!("以下之一：{list}"))
        .remedy(hint, hint_zh)
    }
}

/// One number for everything, or one for each name.
#[derive(Clone, Debug, PartialEq)]
pub enum ByName {
    /// The same for all.
    All(f64),
    /// Each by its name, in the order of the names.
    Each(Vec<(String, f64)>),
}

/// `25%` as 0.25.
fn percentage(text: &str) -> Option<f64> {
    let digits = text.trim().strip_suffix('%')?;
    Some(digits.trim().parse::<f64>().ok()? / 100.0)
}

/// A value as an error shows it.
fn found(node: &Node) -> String {
    match &node.kind {
        Kind::Text(text) => {
            let shown: String = text.chars().take(LONGEST).collect();
            format!("\"{shown}\"")
        }
        Kind::Number(number) => number.to_string(),
        Kind::Flag(flag) => flag.to_string(),
        Kind::List(items) => format!("[{}]", items.len()),
        Kind::Table(_) => "{…}".to_owned(),
        Kind::Other => "date".to_owned(),
    }
}

/// `Did you mean …?` in both languages; empty where nothing is near.
pub(crate) fn meant(text: &str, known: &[&str]) -> (String, String) {
    if text.len() > LONGEST {
        return (String::new(), String::new());
    }
    match nearest(text, known.iter().copied()).first() {
        Some(near) => (
            format!("Did you mean {near}?"),
            format!("您是否想写 {near}？"),
        ),
        None => (String::new(), String::new()),
    }
}

fn unknown_key(section: &str, key: &str, line: usize, known: &[&str]) -> BasisError {
    let list = known.join(", ");
    let (hint, hint_zh) = meant(key, known);
    BasisError::new(
        "E-TARIFF-SCENARIO-KEY",
        format!("line {line}: {section} has no key \"{key}\""),
        format!("第 {line} 行：{section} 没有“{key}”这个键"),
    )
    .value(key)
    .expected(format!("one of {list}"), format!("以下之一：{list}"))
    .remedy(hint, hint_zh)
}
