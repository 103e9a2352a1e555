//! The statements of a `.mod` file, with their places, comments left out.

use triffin_basis::BasisError;

use crate::language::refusal::refuse;
use crate::place::Place;

/// What stands before a `;`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) text: String,
    /// Where its first character stands.
    pub(super) place: Place,
}

/// The parts of a file between semicolons, empty ones left out.
pub(super) fn parts(text: &str) -> Result<Vec<Part>, BasisError> {
    let plain = without_comments(text);
    let mut parts = Vec::new();
    let (mut held, mut begun) = (String::new(), None);
    let mut quoted = false;
    let mut place = Place::new(1, 1);
    for c in plain.chars() {
        quoted = (quoted != (c == '\'')) && c != '\n';
        if c == '@' && !quoted && held.trim().is_empty() {
            return Err(macro_language(place));
        }
        if c == ';' && !quoted {
            keep(&mut parts, &mut held, &mut begun);
        } else {
            if !c.is_whitespace() && begun.is_none() {
                begun = Some(place);
            }
            if begun.is_some() {
                held.push(c);
            }
        }
        place = after(place, c);
    }
    keep(&mut parts, &mut held, &mut begun);
    Ok(parts)
}

fn keep(parts: &mut Vec<Part>, held: &mut String, begun: &mut Option<Place>) {
    let text = std::mem::take(held);
    if let Some(place) = begun.take() {
        parts.push(Part {
            text: text.trim_end().to_owned(),
            place,
        });
    }
}

fn after(place: Place, c: char) -> Place {
    match c {
        '\n' => Place::new(place.line.saturating_add(1), 1),
        _ => Place::new(place.line, place.column.saturating_add(1)),
    }
}

/// How a comment that has begun ends.
#[derive(Clone, Copy, PartialEq)]
enum Comment {
    None,
    ToLineEnd,
    ToStarSlash,
}

/// The text with each character of a comment replaced by a blank, so that
/// every other character keeps its line and column.
fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut comment = Comment::None;
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        match (comment, c, next) {
            (Comment::None, '\'', _) => quoted = !quoted,
            (Comment::None, '/', Some('/')) | (Comment::None, '%', _) if !quoted => {
                comment = Comment::ToLineEnd;
            }
            (Comment::None, '/', Some('*')) if !quoted => comment = Comment::ToStarSlash,
            (Comment::ToStarSlash, '*', Some('/')) => {
                characters.next();
                plain.push_str("  ");
                comment = Comment::None;
                continue;
            }
            (_, '\n', _) => quoted = false,
            _ => {}
        }
        if c == '\n' && comment == Comment::ToLineEnd {
            comment = Comment::None;
        }
        plain.push(if comment == Comment::None || c == '\n' {
            c
        } else {
            ' '
        });
    }
    plain
}

fn macro_language(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "the file uses Dynare's macro language",
        "文件使用了 Dynare 宏语言",
    )
    .value("@#")
    .remedy(
        "Expand it first: dynare FILE.mod savemacro, and import the file that it writes",
        "请先展开：dynare FILE.mod savemacro，再导入其写出的文件",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_and_places_kept() {
        let text = "var a; // one; two\n/* x;\ny */ b = 1; % rest\nlong_name='a; b // c';";
        let parts = parts(text).unwrap();
        let found: Vec<_> = parts
            .iter()
            .map(|part| (part.text.as_str(), part.place.line, part.place.column))
            .collect();
        assert_eq!(
            found,
            vec![
                ("var a", 1, 1),
                ("b = 1", 3, 6),
                ("long_name='a; b // c'", 4, 1)
            ]
        );
    }
}
