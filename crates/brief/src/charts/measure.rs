//! How wide a text will be.
//!
//! The picture is drawn without its fonts, so the widths are those of a common
//! sans serif (Helvetica's metrics, a little generous), and one em for a
//! Chinese character. Counting bytes or characters would leave Chinese labels
//! three times too much room or none.

use unicode_width::UnicodeWidthChar;

/// The width of `text` at a font size, in pixels.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Breaks `text` into lines no wider than `room`: at spaces, and between
/// Chinese characters.
pub fn lines(text: &str, size: f64, room: f64) -> Vec<String> {
    crate::wrap::lines(text, |line| width(line, size) <= room)
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.28,
        ' ' | 'f' | 't' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        'A'..='Z' => 0.7,
        '0'..='9' | 'a'..='z' => 0.57,
        _ if c.width() == Some(2) => 1.0,
        _ if c.width() == Some(0) => 0.0,
        _ => 0.62,
    }
}
