//! Status flags as letters beside a number.

use triffin_basis::{Decimal, Flag, Lang};

use crate::document::{Cell, Tone};
use crate::facts::Fact;
use crate::locale::t;
use crate::numerals::Column;

/// Every flag that carries a letter, in alphabetical order of the letters.
const MARKED: [Flag; 6] = [
    Flag::Break,
    Flag::Estimated,
    Flag::Forecast,
    Flag::Mirror,
    Flag::Provisional,
    Flag::Stated,
];

/// The letter of a flag; none for an observed or a missing value.
pub fn letter(flag: Flag) -> Option<char> {
    match flag {
        Flag::Observed | Flag::Missing => None,
        Flag::Estimated => Some('e'),
        Flag::Mirror => Some('m'),
        Flag::Provisional => Some('p'),
        Flag::Forecast => Some('f'),
        Flag::Break => Some('b'),
        Flag::Stated => Some('s'),
    }
}

/// A fact as a cell of a column.
pub fn cell(column: &Column<'_>, fact: &Fact) -> Cell {
    toned(fact, column.fact(fact))
}

/// The same with a plus sign before a gain.
pub fn signed_cell(column: &Column<'_>, fact: &Fact) -> Cell {
    let text = match fact.value {
        Some(value) => column.signed(value),
        None => column.fact(fact),
    };
    toned(fact, text)
}

/// A fact's text as a cell with its letter and tone.
pub fn toned(fact: &Fact, text: String) -> Cell {
    let tone = match fact.value {
        None => Tone::Missing,
        // What is printed as zero is not red for the digits that are not printed.
        Some(value) if value < Decimal::ZERO && text.contains(|c| matches!(c, '1'..='9')) => {
            Tone::Negative
        }
        Some(_) => Tone::Plain,
    };
    Cell {
        text,
        mark: letter(fact.flag),
        tone,
    }
}

/// What the letters of these cells mean: `e estimated · p provisional`.
pub fn legend<'a>(cells: impl IntoIterator<Item = &'a Cell>, lang: Lang) -> Option<String> {
    let used: Vec<char> = cells.into_iter().filter_map(|cell| cell.mark).collect();
    let parts: Vec<String> = MARKED
        .into_iter()
        .filter_map(|flag| letter(flag).map(|mark| (mark, flag)))
        .filter(|(mark, _)| used.contains(mark))
        .map(|(mark, flag)| format!("{mark} {}", flag.label(lang)))
        .collect();
    if parts.is_empty() {
        return None;
    }
    Some(t(lang, "brief.legend", &[("marks", &parts.join(" · "))]))
}
