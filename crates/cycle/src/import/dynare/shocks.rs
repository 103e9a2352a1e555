//! `var G; periods 5:10 12; values 25 (2*a);`: shocks of a `shocks` block.

use triffin_basis::BasisError;

use super::source::Part;
use crate::language::refusal::{refuse, shortened};
use crate::place::Place;

/// What a `shocks` block holds.
#[derive(Default)]
pub(super) struct Outcome {
    /// Each shock as the language writes it.
    pub(super) shocks: Vec<(String, Place)>,
    /// Whether it holds variances too.
    pub(super) stochastic: bool,
    pub(super) errors: Vec<BasisError>,
}

/// Reads the parts between `shocks;` and `end;`.
pub(super) fn read(block: &[Part]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut name = "";
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for part in block {
        let text = part.text.as_str();
        let (word, rest) = match text.find(|c: char| c.is_whitespace() || c == '(') {
            Some(end) => text.split_at(end),
            None => (text, ""),
        };
        match word {
            "var" if rest.contains('=') || rest.contains(',') => outcome.stochastic = true,
            "var" => name = rest.trim(),
            "stderr" | "corr" | "skew" => outcome.stochastic = true,
            "periods" => match rest
                .split([' ', ',', '\t', '\n'])
                .filter(|t| !t.is_empty())
                .map(span)
                .collect()
            {
                Some(read) => spans = read,
                None => outcome.errors.push(no_periods(part)),
            },
            "values" => {
                let values = values(rest);
                if name.is_empty()
                    || spans.is_empty()
                    || (values.len() != spans.len() && values.len() != 1)
                {
                    outcome
                        .errors
                        .push(no_values(part, values.len(), spans.len()));
                    continue;
                }
                for (at, (from, to)) in spans.iter().enumerate() {
                    // One value holds for all spans.
                    let value = values
                        .get(at)
                        .or(values.first())
                        .copied()
                        .unwrap_or_default();
                    let shock = format!("{name} = {value} from {from} to {to}");
                    outcome.shocks.push((shock, part.place));
                }
            }
            _ => outcome.errors.push(no_shock(part)),
        }
    }
    outcome
}

/// `5` or `5:10`.
fn span(text: &str) -> Option<(u32, u32)> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (1 <= from && from <= to).then_some((from, to))
}

/// Values parted by blanks or commas; one in parentheses may hold both.
fn values(text: &str) -> Vec<&str> {
    let mut values = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        let parts = depth == 0 && (c.is_whitespace() || c == ',');
        if parts {
            values.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    values.push(&text[start..]);
    values.retain(|value| !value.is_empty());
    values
}

fn no_periods(part: &Part) -> BasisError {
    let text = shortened(&part.text);
    refuse(
        "E-CYCLE-IMPORT",
        part.place,
        &format!("`{text}` names no periods"),
        &format!("“{text}”没有指明期数"),
    )
    .value(text)
    .expected(
        "periods 5, or periods 5:10 12",
        "periods 5 或 periods 5:10 12",
    )
}

fn no_values(part: &Part, found: usize, spans: usize) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        part.place,
        &format!("{found} values for {spans} spans of periods"),
        &format!("{spans} 段期间对应 {found} 个值"),
    )
    .value(found)
    .expected(
        "var NAME; periods …; values …; one value a span",
        "var 名称; periods …; values …; 每段一个值",
    )
}

fn no_shock(part: &Part) -> BasisError {
    let text = shortened(&part.text);
    refuse(
        "E-CYCLE-IMPORT",
        part.place,
        &format!("`{text}` is no part of a shock"),
        &format!("“{text}”不是冲击的一部分"),
    )
    .value(text)
    .expected(
        "var NAME; periods …; values …",
        "var 名称; periods …; values …",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_values_are_read() {
        assert_eq!(span("5"), Some((5, 5)));
        assert_eq!(span("5:10"), Some((5, 10)));
        assert_eq!(span("10:5"), None);
        assert_eq!(span("0"), None);
        assert_eq!(
            values(" 1, 2\n(3 + a, 4) -5"),
            vec!["1", "2", "(3 + a, 4)", "-5"]
        );
    }
}
