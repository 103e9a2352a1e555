//! Lines and columns of what a reader without places found.

use crate::place::Place;

/// Finds texts one after another and knows on which line each stands.
pub(super) struct Locator<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'a> Locator<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// Moves to the next occurrence of `needle` and gives its place; where
    /// there is none, stays and gives the present place.
    pub(super) fn seek(&mut self, needle: &str) -> Place {
        if let Some(ahead) = self.text[self.at..].find(needle) {
            let found = self.at + ahead;
            for (offset, _) in self.text[self.at..found].match_indices('\n') {
                self.line += 1;
                self.line_start = self.at + offset + 1;
            }
            self.at = found;
        }
        let column = self.text[self.line_start..self.at].chars().count() + 1;
        Place::new(self.line, u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// Moves past what was found.
    pub(super) fn pass(&mut self, needle: &str) {
        if self.text[self.at..].starts_with(needle) {
            self.at += needle.len();
        }
    }

    /// Moves back to the start of the text.
    pub(super) fn restart(&mut self) {
        *self = Self::new(self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let mut locator = Locator::new("一 a\n  bb a");
        assert_eq!(locator.seek("a"), Place::new(1, 3));
        locator.pass("a");
        assert_eq!(locator.seek("a"), Place::new(2, 6));
        assert_eq!(locator.seek("nowhere"), Place::new(2, 6));
    }
}
