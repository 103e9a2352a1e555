//! A table without boxes.

use unicode_width::UnicodeWidthStr;

use crate::document::{Cell, Head, Table, Tone};
use crate::footnotes::bracketed;
use crate::terminal::{Page, styled};
use crate::wrap;

/// Space between columns.
const GAP: usize = 2;
/// Columns of words are cut or wrapped to no less than this.
const NARROWEST: usize = 8;

/// The table's lines: heads, rows, what the letters mean. Its caption stands
/// beside the section's title.
pub fn lines(table: &Table, page: Page) -> Vec<String> {
    let widths = widths(table, page);
    let mut out = Vec::new();
    if table.rows.iter().any(|row| !row.quiet) {
        let heads: Vec<Cell> = table.head.iter().map(|h| Cell::text(&h.text)).collect();
        out.extend(row(&heads, &[], &table.head, &widths, page, "2"));
    }
    for one in table.rows.iter().filter(|row| !row.quiet) {
        let style = if one.total { "1" } else { "" };
        out.extend(row(
            &one.cells,
            &one.notes,
            &table.head,
            &widths,
            page,
            style,
        ));
    }
    out.extend(quiet(table, page));
    out.extend(
        table
            .legend
            .iter()
            .map(|text| styled(&format!("  {text}"), "2", page)),
    );
    out
}

/// The rows in which nothing was found, run together: `pass: Currency · Timing`.
fn quiet(table: &Table, page: Page) -> Vec<String> {
    let mut groups: Vec<(&Cell, Vec<&str>)> = Vec::new();
    for row in table.rows.iter().filter(|row| row.quiet) {
        let [name, status, ..] = row.cells.as_slice() else {
            continue;
        };
        match groups.iter_mut().find(|(cell, _)| cell.text == status.text) {
            Some((_, names)) => names.push(&name.text),
            None => groups.push((status, vec![&name.text])),
        }
    }
    groups
        .iter()
        .flat_map(|(status, names)| quiet_group(status, &names.join(" · "), page))
        .collect()
}

fn quiet_group(status: &Cell, names: &str, page: Page) -> Vec<String> {
    let indent = 4 + status.text.width();
    let room = page.width.saturating_sub(indent);
    wrap::lines(names, |line| line.width() <= room)
        .into_iter()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("  {}  {line}", toned(&status.text, status, "", page)),
            _ => format!("{}{line}", " ".repeat(indent)),
        })
        .collect()
}

/// What a cell prints: its text and the letter of its flag, in brackets so
/// that a mirrored figure is not read as millions. In a column with letters
/// every number keeps the room of one, so that digits stay in line.
fn printed(cell: &Cell, marked: bool) -> String {
    match cell.mark {
        Some(mark) => format!("{} ({mark})", cell.text),
        None if marked => format!("{}    ", cell.text),
        None => cell.text.clone(),
    }
}

fn is_marked(table: &Table, column: usize) -> bool {
    table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(column))
        .any(|cell| cell.mark.is_some())
}

/// A column's room: its widest text, how far it may give way, and whether it
/// prints letters.
#[derive(Clone, Copy, Debug)]
struct Room {
    width: usize,
    least: usize,
    marked: bool,
}

/// The room of each column; when the page is too narrow the widest column gives
/// way: words are wrapped, and so is the head of a column of numbers.
fn widths(table: &Table, page: Page) -> Vec<Room> {
    let mut rooms: Vec<Room> = table
        .head
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let marked = is_marked(table, at);
            let rows = table.rows.iter().filter(|row| !row.quiet);
            let cells = rows.filter_map(|row| row.cells.get(at));
            let widest = cells.map(|cell| printed(cell, marked).width()).max();
            let widest = widest.unwrap_or(0);
            Room {
                width: widest.max(head.text.width()),
                least: if head.numeric { widest } else { NARROWEST },
                marked,
            }
        })
        .collect();
    let notes = table.rows.iter().map(|row| bracketed(&row.notes).width());
    let notes = notes.max().unwrap_or(0);
    let used: usize = rooms.iter().map(|room| room.width + GAP).sum();
    let mut over = (used + GAP + notes).saturating_sub(page.width);
    while over > 0 {
        let giving = rooms.iter_mut().filter(|room| room.width > room.least);
        let Some(room) = giving.max_by_key(|room| room.width) else {
            break;
        };
        room.width -= 1;
        over -= 1;
    }
    rooms
}

/// One row as one or more lines: words that have no room continue below.
fn row(
    cells: &[Cell],
    notes: &[usize],
    head: &[Head],
    rooms: &[Room],
    page: Page,
    style: &str,
) -> Vec<String> {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(rooms)
        .map(|(cell, room)| {
            let text = printed(cell, room.marked);
            match text.width() <= room.width {
                true => vec![text],
                false => wrap::lines(&text, |line| line.width() <= room.width),
            }
        })
        .collect();
    let high = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = Vec::with_capacity(high);
    for line in 0..high {
        let mut text = String::from("  ");
        for (at, parts) in wrapped.iter().enumerate() {
            let part = parts.get(line).map_or("", String::as_str);
            let pad = " ".repeat(rooms[at].width.saturating_sub(part.width()));
            let shown = toned(part, &cells[at], style, page);
            match head.get(at).is_some_and(|head| head.numeric) {
                true => text.push_str(&format!("{pad}{shown}")),
                false => text.push_str(&format!("{shown}{pad}")),
            }
            text.push_str(&" ".repeat(GAP));
        }
        if line == 0 {
            text.push_str(&bracketed(notes));
        }
        out.push(text.trim_end().to_owned());
    }
    out
}

/// A cell's text in the colour of its tone.
fn toned(text: &str, cell: &Cell, style: &str, page: Page) -> String {
    let code = match cell.tone {
        Tone::Plain => style,
        Tone::Negative | Tone::Fail => "31",
        Tone::Pass => "32",
        Tone::Adjusted => "33",
        Tone::Missing => "2",
    };
    match code.is_empty() {
        true => text.to_owned(),
        false => styled(text, code, page),
    }
}
