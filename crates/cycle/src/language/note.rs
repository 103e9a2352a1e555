//! `## Disposable income | 可支配收入 [bn USD]`: what a name means.

use triffin_basis::Bilingual;

/// What a note says: English, 中文 and a unit, each perhaps missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The words, the same in both languages where no `|` parts them.
    pub title: Bilingual,
    /// What stands in brackets at the end.
    pub unit: Option<String>,
}

impl Note {
    /// Reads what follows `##`.
    ///
    /// ```
    /// use triffin_cycle::language::note::Note;
    /// let note = Note::parse("Tax rate | 税率 [ratio]");
    /// assert_eq!((note.title.en.as_str(), note.title.zh.as_str()), ("Tax rate", "税率"));
    /// assert_eq!(note.unit.as_deref(), Some("ratio"));
    /// ```
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let (words, unit) = match text
            .strip_suffix(']')
            .and_then(|text| text.rsplit_once('['))
        {
            Some((words, unit)) => (words.trim(), unit.trim()),
            None => (text, ""),
        };
        let title = match words.split_once('|') {
            Some((en, zh)) => Bilingual::new(en.trim(), zh.trim()),
            None => Bilingual::same(words),
        };
        Self {
            title,
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
        }
    }

    /// This note, and what `other` says where this one is silent.
    #[must_use]
    pub fn or(self, other: Note) -> Note {
        Note {
            title: if self.title.is_empty() {
                other.title
            } else {
                self.title
            },
            unit: self.unit.or(other.unit),
        }
    }

    /// The text that reads as this note; empty where it says nothing.
    pub fn text(&self) -> String {
        let mut text = if self.title.en == self.title.zh && !self.title.en.contains('|') {
            self.title.en.clone()
        } else {
            format!("{} | {}", self.title.en, self.title.zh)
        };
        match &self.unit {
            Some(unit) => text.push_str(&format!(" [{unit}]")),
            // Otherwise the last words would be read as a unit.
            None if text.trim_end().ends_with(']') => text.push_str(" []"),
            None => {}
        }
        text.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_back_from_its_text() {
        for text in [
            "Tax rate | 税率 [ratio]",
            "Wealth",
            "Wealth [bn USD]",
            "| 财富",
            "",
            "Rate [see note] []",
            "[CNY/USD]",
        ] {
            let note = Note::parse(text);
            assert_eq!(Note::parse(&note.text()), note, "{text}");
        }
        assert_eq!(Note::parse("Rate [see note] []").unit, None);
        assert_eq!(
            Note::parse("Rate [see note] []").title.en,
            "Rate [see note]"
        );
    }
}
