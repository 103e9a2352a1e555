//! An answer as comma-separated values (RFC 4180): every digit, nothing for null.

use std::io::{self, Write};

use triffin_basis::Lang;
use triffin_workbench::Answer;

use super::Doubles;

/// Writes header and rows.
pub fn write(out: &mut dyn Write, answer: &Answer, lang: Lang, doubles: Doubles) -> io::Result<()> {
    let columns = answer.columns();
    if columns.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", columns.join(","))?;
    for row in &answer.rows {
        let line: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let cell = Answer::cell_near(row, place, column);
                quote(&doubles.cell(cell, lang))
            })
            .collect();
        writeln!(out, "{}", line.join(","))?;
    }
    Ok(())
}

fn quote(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn cells_with_a_delimiter_or_a_quote_are_quoted() {
        assert_eq!(quote("a,b"), "\"a,b\"");
        assert_eq!(quote("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(quote("plain"), "plain");
    }
}
