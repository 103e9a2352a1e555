//! The text of a scenario as a tree whose every value knows its line.

use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};
use triffin_basis::BasisError;

/// Deepest nesting that is read; a scenario needs three.
const DEEPEST: usize = 32;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Line of the text, 1-based.
    pub line: usize,
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Table),
    /// A date: nothing in a scenario is one.
    Other,
}

/// The entries of a table, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub line: usize,
    pub entries: Vec<Entry>,
}

/// One `key = value`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub key: String,
    /// Line of the key.
    pub line: usize,
    pub node: Node,
}

/// Reads a TOML text.
///
/// # Errors
/// `E-TARIFF-SCENARIO-TOML` with the line where the text is no TOML.
pub(super) fn read(text: &str) -> Result<Table, BasisError> {
    let lines = Lines::of(text);
    let root = DeTable::parse(text).map_err(|error| {
        let line = lines.at(error.span().map_or(0, |span| span.start));
        no_toml(line, error.message())
    })?;
    table(root.get_ref(), 1, &lines, 0)
}

/// Where each line begins.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(ends.map(|(at, _)| at + 1).collect())
    }

    fn at(&self, place: usize) -> usize {
        1 + self.0.partition_point(|start| *start <= place)
    }
}

fn table(
    found: &DeTable<'_>,
    line: usize,
    lines: &Lines,
    depth: usize,
) -> Result<Table, BasisError> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let line = lines.at(key.span().start);
        Ok(Entry {
            key: key.get_ref().clone().into_owned(),
            line,
            node: node(value, line, lines, depth + 1)?,
        })
    };
    let entries = found.iter().map(entry).collect::<Result<_, BasisError>>()?;
    Ok(Table { line, entries })
}

/// A value; a table header has no place of its own and takes that of its key.
fn node(
    found: &Spanned<DeValue<'_>>,
    key_line: usize,
    lines: &Lines,
    depth: usize,
) -> Result<Node, BasisError> {
    let span = found.span();
    let line = match span.is_empty() {
        true => key_line,
        false => lines.at(span.start),
    };
    if depth > DEEPEST {
        return Err(no_toml(line, "nested too deeply"));
    }
    let kind = match found.get_ref() {
        DeValue::String(text) => Kind::Text(text.clone().into_owned()),
        DeValue::Integer(whole) => Kind::Number(integer(whole, line)?),
        DeValue::Float(float) => Kind::Number(number(&float.as_str().replace('_', ""), line)?),
        DeValue::Boolean(flag) => Kind::Flag(*flag),
        DeValue::Datetime(_) => Kind::Other,
        DeValue::Array(items) => Kind::List(list(items, line, lines, depth)?),
        DeValue::Table(inner) => Kind::Table(table(inner, line, lines, depth)?),
    };
    Ok(Node { line, kind })
}

fn list(
    items: &DeArray<'_>,
    line: usize,
    lines: &Lines,
    depth: usize,
) -> Result<Vec<Node>, BasisError> {
    let each = items.iter();
    each.map(|item| node(item, line, lines, depth + 1))
        .collect()
}

fn integer(whole: &DeInteger<'_>, line: usize) -> Result<f64, BasisError> {
    let digits = whole.as_str().replace('_', "");
    match whole.radix() {
        10 => number(&digits, line),
        radix => i64::from_str_radix(&digits, radix)
            .map(|whole| whole as f64)
            .map_err(|_| no_toml(line, "a whole number that is too large")),
    }
}

fn number(digits: &str, line: usize) -> Result<f64, BasisError> {
    digits
        .parse()
        .map_err(|_| no_toml(line, "a number that cannot be read"))
}

fn no_toml(line: usize, why: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-SCENARIO-TOML",
        format!("line {line} is no TOML: {why}"),
        format!("第 {line} 行不是 TOML：{why}"),
    )
    .value(line)
    .expected(
        "key = value lines under [section] headers, texts in quotes",
        "[section] 标题下的 key = value 行，文本须加引号",
    )
    .remedy(
        "See docs/reference/tariff-scenario.md for whole examples",
        "完整示例见 docs/reference/tariff-scenario.zh-CN.md",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_line() {
        let tree = read("a = 1\n\n[b]\nc = \"x\"\n[[d]]\ne = [1.5, 0x10]\n").unwrap();
        let entry = |key: &str| tree.entries.iter().find(|entry| entry.key == key).unwrap();
        assert_eq!(entry("a").node.kind, Kind::Number(1.0));
        assert_eq!((entry("b").line, entry("d").line), (3, 5));
        let Kind::Table(inner) = &entry("b").node.kind else {
            panic!("no table")
        };
        assert_eq!(inner.entries[0].node.line, 4);
        let Kind::List(tables) = &entry("d").node.kind else {
            panic!("no list")
        };
        let Kind::Table(first) = &tables[0].kind else {
            panic!("no table")
        };
        let Kind::List(items) = &first.entries[0].node.kind else {
            panic!("no list")
        };
        assert_eq!(items[1].kind, Kind::Number(16.0));
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        let refused = read("a = 1\nb 2\n").unwrap_err();
        assert_eq!(
            (refused.code(), refused.left()),
            ("E-TARIFF-SCENARIO-TOML", Some("2"))
        );
    }
}
