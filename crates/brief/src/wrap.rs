//! Breaking text into lines, English at spaces and Chinese between characters.

use unicode_width::UnicodeWidthChar;

/// Characters that may not begin a line.
const NOT_FIRST: &str = "，。、；：！？）》」』】％%,.;:)!?]";

/// Lines of `text` that `fits` accepts; a word that fits nowhere has a line of
/// its own.
pub fn lines(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let longer = format!("{line}{piece}");
        if line.is_empty() || fits(longer.trim_end()) {
            line = longer;
        } else {
            lines.push(line.trim_end().to_owned());
            line = piece.trim_start().to_owned();
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The pieces between which a line may break, each with its trailing space.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let wide = c.width() == Some(2);
        let stays = NOT_FIRST.contains(c) || c == ' ';
        match pieces.last_mut() {
            Some(last) if stays || (open && !wide) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = !wide && c != ' ';
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn english_breaks_at_spaces() {
        let found = lines("exports came to 120.3 bn", |line| line.width() <= 10);
        assert_eq!(found, ["exports", "came to", "120.3 bn"]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_stop() {
        let found = lines("对中国出口，进口。", |line| line.width() <= 10);
        assert_eq!(found, ["对中国出", "口，进口。"]);
    }

    #[test]
    fn numbers_stay_whole_in_chinese() {
        let found = lines("差额为-4,182亿美元", |line| line.width() <= 12);
        assert_eq!(found, ["差额为", "-4,182亿美元"]);
    }
}
