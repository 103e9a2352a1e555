//! The sections and chapters of the Harmonized System.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::Lang;
use crate::table::{Row, rows};

pub(crate) const SECTIONS: &str = include_str!("../data/hs_sections.csv");
pub(crate) const CHAPTERS: &str = include_str!("../data/hs_chapters.csv");

/// The numbers of the sections as the nomenclature prints them.
const ROMAN: [&str; 22] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII",
];

/// A section of the Harmonized System: I to XXI, and XXII of China's customs
/// statistics for chapters 98 and 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section {
    number: u8,
    first: u8,
    last: u8,
    en: &'static str,
    zh: &'static str,
}

impl Section {
    /// The section of a number 1–22.
    pub fn new(number: u8) -> Option<Section> {
        Section::all().find(|section| section.number == number)
    }

    /// The section a chapter is in; `None` for chapter 77, which is reserved,
    /// and for a number that is no chapter.
    pub fn of_chapter(chapter: u8) -> Option<Section> {
        Section::all().find(|section| section.chapters().contains(&chapter) && chapter != 77)
    }

    /// All sections in order.
    pub fn all() -> impl Iterator<Item = Section> {
        static ALL: LazyLock<Vec<Section>> =
            LazyLock::new(|| rows(SECTIONS).filter_map(Section::read).collect());
        ALL.iter().copied()
    }

    /// The number 1–22.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The number as the nomenclature prints it: `I` to `XXII`.
    pub fn roman(self) -> &'static str {
        ROMAN
            .get(usize::from(self.number).wrapping_sub(1))
            .unwrap_or(&"")
    }

    /// Its chapters, first to last.
    pub fn chapters(self) -> RangeInclusive<u8> {
        self.first..=self.last
    }

    /// A short title.
    pub fn title(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }

    fn read(row: Row) -> Option<Section> {
        Some(Section {
            number: row.value(0)?,
            first: row.value(1)?,
            last: row.value(2)?,
            en: row.cell(3),
            zh: row.cell(4),
        })
    }
}

/// A short title of a chapter 1–99; `None` for 77 and for no chapter.
pub fn chapter_title(chapter: u8, lang: Lang) -> Option<&'static str> {
    let row = rows(CHAPTERS).find(|row| row.value(0) == Some(chapter))?;
    Some(match lang {
        Lang::En => row.cell(1),
        Lang::Zh => row.cell(2),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::assert_table;

    #[test]
    fn the_sections_partition_the_chapters() {
        assert_table::<u8>(SECTIONS, 5, &[0, 1, 2]);
        assert_eq!(Section::all().count(), 22);
        for chapter in 0..=u8::MAX {
            let sections: Vec<Section> = Section::all()
                .filter(|section| section.chapters().contains(&chapter))
                .collect();
            let expected = usize::from((1..=99).contains(&chapter));
            assert_eq!(sections.len(), expected, "{chapter}");
            let found = Section::of_chapter(chapter);
            assert_eq!(found.is_some(), expected == 1 && chapter != 77);
        }
    }

    #[test]
    fn chapters_are_where_the_nomenclature_has_them() {
        for (chapter, roman) in [
            (1, "I"),
            (15, "III"),
            (27, "V"),
            (63, "XI"),
            (85, "XVI"),
            (87, "XVII"),
            (97, "XXI"),
            (99, "XXII"),
        ] {
            assert_eq!(
                Section::of_chapter(chapter).unwrap().roman(),
                roman,
                "{chapter}"
            );
        }
        assert_eq!(Section::new(9).unwrap().roman(), "IX");
        assert_eq!(Section::new(20).unwrap().roman(), "XX");
        assert_eq!(Section::new(0), None);
        assert_eq!(Section::new(23), None);
    }

    #[test]
    fn every_chapter_has_a_title_in_both_languages() {
        assert_table::<u8>(CHAPTERS, 3, &[0]);
        for chapter in (1..=99).filter(|chapter| *chapter != 77) {
            assert!(!chapter_title(chapter, Lang::En).unwrap().is_empty());
            assert!(!chapter_title(chapter, Lang::Zh).unwrap().is_ascii());
        }
        assert_eq!(chapter_title(77, Lang::En), None);
        for section in Section::all() {
            assert!(!section.title(Lang::En).is_empty() && !section.title(Lang::Zh).is_ascii());
        }
    }
}
