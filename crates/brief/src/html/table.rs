//! Tables of the page.

use crate::charts::escape;
use crate::document::{Cell, Row, Table, Tone};

/// A table to be read.
pub fn visible(table: &Table) -> String {
    format!("<div class=\"scroll\">\n{}</div>\n", plain(table))
}

/// A table behind a line that opens it; a keyboard reaches it.
pub fn folded(table: &Table) -> String {
    format!(
        "<details class=\"evidence\">\n<summary>{}</summary>\n<div class=\"scroll\">\n{}</div>\n</details>\n",
        escape(&table.caption),
        plain(table)
    )
}

/// The table itself.
pub fn plain(table: &Table) -> String {
    let noted = table.rows.iter().any(|row| !row.notes.is_empty());
    let mut out = format!(
        "<table>\n<caption>{}</caption>\n<thead>\n<tr>",
        escape(&table.caption)
    );
    for head in &table.head {
        let class = if head.numeric { " class=\"n\"" } else { "" };
        out.push_str(&format!(
            "<th scope=\"col\"{class}>{}</th>",
            escape(&head.text)
        ));
    }
    if noted {
        out.push_str("<td></td>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str(&self::row(row, table, noted));
    }
    out.push_str("</tbody>\n</table>\n");
    if let Some(legend) = &table.legend {
        out.push_str(&format!("<p class=\"legend\">{}</p>\n", escape(legend)));
    }
    out
}

fn row(row: &Row, table: &Table, noted: bool) -> String {
    let mut out = String::from(if row.total {
        "<tr class=\"total\">"
    } else {
        "<tr>"
    });
    for (at, cell) in row.cells.iter().enumerate() {
        let numeric = table.head.get(at).is_some_and(|head| head.numeric);
        let text = cell_text(cell);
        if at == 0 {
            out.push_str(&format!("<th scope=\"row\">{text}</th>"));
        } else {
            out.push_str(&format!("<td{}>{text}</td>", classes(cell, numeric)));
        }
    }
    if noted {
        out.push_str(&format!("<td class=\"f\">{}</td>", notes(&row.notes)));
    }
    out.push_str("</tr>\n");
    out
}

fn cell_text(cell: &Cell) -> String {
    let text = escape(&cell.text);
    match cell.mark {
        Some(mark) => format!("{text}<sup>{mark}</sup>"),
        None => text,
    }
}

fn classes(cell: &Cell, numeric: bool) -> String {
    let tone = match cell.tone {
        Tone::Plain => "",
        Tone::Negative => "neg",
        Tone::Missing => "missing",
        Tone::Pass => "pass",
        Tone::Adjusted => "adjusted",
        Tone::Fail => "fail",
    };
    let names: Vec<&str> = [if numeric { "n" } else { "" }, tone]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" class=\"{}\"", names.join(" ")),
    }
}

/// Footnote numbers as links to the sources.
pub fn notes(numbers: &[usize]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let links: Vec<String> = numbers
        .iter()
        .map(|number| format!("<a href=\"#note{number}\">{number}</a>"))
        .collect();
    format!("<sup class=\"ref\">{}</sup>", links.join(","))
}
