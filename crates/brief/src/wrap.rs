//! Breaking text into lines, English at spaces and Chinese between characters.

use unicode_width::UnicodeWidthChar;

/// Characters that may not begin a line.
const NOT_FIRST: &str = "，。、；：！？）》」』】％%,.;:)!?]";

/// Characters of scales, currencies and dates that stay with their number.
const UNIT: &str = "十百千万亿美元日欧英镑韩人民币年月个分点项";

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
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let wide = c.width() == Some(2);
        let stays =
            |last: &str| NOT_FIRST.contains(c) || c == ' ' || (UNIT.contains(c) && is_amount(last));
        match pieces.last_mut() {
            Some(last) if stays(last) || (open && !wide) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = !wide && c != ' ';
    }
    pieces
}

/// Whether a piece is a number, with or without the beginning of its unit and
/// with the stop that follows.
pub fn is_amount(piece: &str) -> bool {
    let mut rest = piece.trim_start_matches(['-', '−', '+']).chars();
    rest.next().is_some_and(|c| c.is_ascii_digit())
        && rest.all(|c| c.is_ascii_digit() || UNIT.contains(c) || NOT_FIRST.contains(c))
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
