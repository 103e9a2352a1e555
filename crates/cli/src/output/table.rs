//! An answer as an aligned table, for people.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use triffin_basis::{Decimal, Lang};
use triffin_brief::locale;
use triffin_workbench::{Answer, Row, Value};

use super::words;

/// Draws the rows and their total; below them unit, formula and sources.
pub fn render(answer: &Answer, lang: Lang) -> String {
    let columns = answer.columns();
    if columns.is_empty() {
        return format!("{}\n", locale::t(lang, "table.no_rows", &[]));
    }
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(
        columns
            .iter()
            .map(|name| match *name {
                // Beside its error an estimate is a coefficient, not a figure
                // reconciled from two reports.
                "estimate" if columns.contains(&"std_error") => "coefficient",
                name => name,
            })
            .map(|name| Cell::new(words::heading(name, lang))),
    );
    let total = answer.total.iter().filter(|_| answer.rows.len() > 1);
    let rows: Vec<&Row> = answer.rows.iter().chain(total).collect();
    let places: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| places(rows.iter().map(|row| Answer::cell_near(row, at, column))))
        .collect();
    for row in rows {
        let cells = columns.iter().zip(&places).enumerate();
        table.add_row(cells.map(|(at, (column, places))| {
            cell(column, Answer::cell_near(row, at, column), *places, lang)
        }));
    }
    for (index, column) in columns.iter().enumerate() {
        let numeric = answer
            .rows
            .iter()
            .any(|row| Answer::cell_near(row, index, column).is_number());
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, 2));
            if numeric {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let body: String = table
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    format!("{body}{}", footer(answer, lang))
}

/// Columns of whole numbers that name something instead of counting it.
const NAMES: [&str; 4] = ["year", "line", "source_row", "product_level"];

/// Digits after the point of a column's doubles: six, fewer where its numbers
/// are so large that a double does not hold so many.
fn places<'a>(cells: impl Iterator<Item = &'a Value>) -> usize {
    let largest = cells.fold(0.0_f64, |largest, cell| match cell {
        Value::Float(x) => largest.max(x.abs()),
        _ => largest,
    });
    match largest {
        x if x < 1e6 => PLACES,
        x if x < 1e9 => 2,
        _ => 0,
    }
}

/// Digits after the point that a table shows; the other formats show all.
const PLACES: usize = 6;

fn cell(column: &str, value: &Value, places: usize, lang: Lang) -> Cell {
    Cell::new(match value {
        Value::Null => "–".to_owned(),
        Value::Float(x) => grouped(&rounded(*x, places)),
        Value::Bool(yes) => locale::t(lang, if *yes { "table.yes" } else { "table.no" }, &[]),
        Value::Nested(serde_json::Value::Object(causes)) if column == "explained" => {
            told_causes(causes, lang)
        }
        value if value.is_number() && !NAMES.contains(&column) => {
            grouped(&shortened(&value.plain(lang)))
        }
        value => words::word(column, &value.plain(lang), lang),
    })
}

/// So many decimals; nothing is not less than nothing.
fn rounded(x: f64, places: usize) -> String {
    let text = format!("{x:.places$}");
    match text.strip_prefix('-') {
        Some(zero) if zero.bytes().all(|b| matches!(b, b'0' | b'.')) => zero.to_owned(),
        _ => text,
    }
}

/// A number of any size: one that six decimals would not show has an exponent.
fn exponent(x: f64) -> String {
    match x != 0.0 && !(1e-3..1e9).contains(&x.abs()) {
        true => format!("{x:.2e}"),
        false => rounded(x, PLACES),
    }
}

/// Exact digits, at most seven of them after the point where a quotient has a
/// longer tail: amounts and what halves them have no more.
fn shortened(digits: &str) -> String {
    const TAIL: usize = 7;
    let long = digits
        .split_once('.')
        .is_some_and(|(_, tail)| tail.len() > TAIL);
    match digits.parse::<Decimal>() {
        Ok(exact) if long => exact.round_dp(PLACES as u32).normalize().to_string(),
        _ => digits.to_owned(),
    }
}

/// The causes that were measured, with their amounts.
fn told_causes(causes: &serde_json::Map<String, serde_json::Value>, lang: Lang) -> String {
    let told: Vec<String> = causes
        .iter()
        .filter(|(_, amount)| !amount.is_null())
        .map(|(cause, amount)| {
            let cause = words::word("cause", cause, lang);
            format!("{cause} {}", grouped(&amount.to_string()))
        })
        .collect();
    if told.is_empty() {
        return "–".to_owned();
    }
    told.join("; ")
}

/// Groups the digits before the point by threes.
fn grouped(digits: &str) -> String {
    let (sign, rest) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + whole.len() / 3);
    out.push_str(sign);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A fact about the answer on one line; none where it is empty, or a matrix,
/// which stands in JSON.
fn fact(name: &str, value: &Value, lang: Lang) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Nested(serde_json::Value::Array(rows)) if rows.iter().all(|row| row.is_array()) => {
            return None;
        }
        Value::Nested(serde_json::Value::Object(parts)) if parts.is_empty() => return None,
        Value::Float(x) => exponent(*x),
        Value::Nested(serde_json::Value::Object(parts)) => parts
            .iter()
            .map(|(part, value)| format!("{} {}", words::heading(part, lang), short(value)))
            .collect::<Vec<_>>()
            .join(&locale::t(lang, "table.joint", &[])),
        value => words::word(name, &value.plain(lang), lang),
    })
}

/// A part of a fact: text without quotes, a fraction as the table prints it.
fn short(value: &serde_json::Value) -> String {
    match (value.as_str(), value.as_f64()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(0.0)) => "0".to_owned(),
        (None, Some(x)) if x.fract() != 0.0 => {
            let text = exponent(x);
            match text.contains('e') {
                true => text,
                false => text.trim_end_matches('0').to_owned(),
            }
        }
        _ => value.to_string(),
    }
}

fn footer(answer: &Answer, lang: Lang) -> String {
    let meta = &answer.meta;
    let mut lines = Vec::new();
    let label = |key: &str| locale::t(lang, key, &[]);
    let mut line = |name: &str, text: &str| {
        lines.push(locale::t(lang, "table.line", &[("name", name), ("text", text)]) + "\n");
    };
    if let Some(unit) = &meta.unit {
        line(&label("table.unit"), &words::word("unit", unit, lang));
    }
    if !meta.basis.is_empty() {
        let basis: Vec<String> = meta
            .basis
            .iter()
            .map(|(name, value)| {
                let value = words::word(name, value, lang);
                format!("{}={value}", words::attribute(name, lang))
            })
            .collect();
        line(
            &label("table.basis"),
            &basis.join(&locale::t(lang, "table.joint", &[])),
        );
    }
    if let Some(formula) = meta.formula {
        line(&label("table.formula"), &words::formula(formula, lang));
    }
    for (name, value) in &meta.facts {
        if let Some(text) = fact(name, value, lang) {
            line(&words::heading(name, lang), &text);
        }
    }
    for source in &meta.sources {
        let mut parts = vec![format!("{} ({})", source.publisher, source.dataset)];
        parts.extend(source.released.clone());
        parts.extend((!source.vintages.is_empty()).then(|| source.vintages.join(" ")));
        line(&label("table.source"), &parts.join(", "));
    }
    if lines.is_empty() {
        String::new()
    } else {
        format!("\n{}", lines.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_and_none_is_lost() {
        assert_eq!(grouped("120280100000"), "120,280,100,000");
        assert_eq!(grouped("-1234.5678"), "-1,234.5678");
        assert_eq!(grouped("999"), "999");
    }

    #[test]
    fn a_residual_is_told_by_its_size() {
        assert_eq!(exponent(3.2e-14), "3.20e-14");
        assert_eq!(exponent(-0.25), "-0.250000");
        assert_eq!(exponent(0.0), "0.000000");
    }

    #[test]
    fn a_share_of_nothing_has_no_sign() {
        assert_eq!(rounded(-1e-9, PLACES), "0.000000");
        assert_eq!(rounded(-0.25, PLACES), "-0.250000");
        assert_eq!(rounded(-0.25, 0), "0");
    }

    #[test]
    fn large_doubles_have_no_digits_they_do_not_hold() {
        let of = |x: &[f64]| {
            let cells: Vec<Value> = x.iter().map(|x| Value::Float(*x)).collect();
            places(cells.iter())
        };
        assert_eq!(
            [of(&[1.0, -106.5]), of(&[]), of(&[2e6]), of(&[0.0, -3e13])],
            [6, 6, 2, 0]
        );
    }

    #[test]
    fn a_tail_of_a_quotient_is_cut_and_an_amount_is_not() {
        assert_eq!(shortened("31379128650.98090898957"), "31379128650.980909");
        assert_eq!(shortened("0.1234567"), "0.1234567");
        assert_eq!(
            shortened("-12345678901234567890123456789"),
            "-12345678901234567890123456789"
        );
    }
}
