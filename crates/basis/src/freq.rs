//! How often a series is observed: year, quarter, month or day.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// The length of a period, longest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Freq {
    /// A calendar year, letter `A`.
    Year,
    /// A calendar quarter, letter `Q`.
    Quarter,
    /// A calendar month, letter `M`.
    Month,
    /// A day, letter `D`.
    Day,
}

impl Freq {
    /// Every frequency, longest period first.
    pub const ALL: [Freq; 4] = [Freq::Year, Freq::Quarter, Freq::Month, Freq::Day];

    /// The letter of the SDMX code list `CL_FREQ`: `A`, `Q`, `M` or `D`.
    pub fn letter(self) -> char {
        match self {
            Freq::Year => 'A',
            Freq::Quarter => 'Q',
            Freq::Month => 'M',
            Freq::Day => 'D',
        }
    }

    /// The frequency of a letter, in either case; `None` for any other.
    pub fn from_letter(letter: char) -> Option<Freq> {
        let upper = letter.to_ascii_uppercase();
        Freq::ALL.into_iter().find(|freq| freq.letter() == upper)
    }

    /// The word a reader sees.
    pub fn label(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, Freq::Year) => "year",
            (Lang::En, Freq::Quarter) => "quarter",
            (Lang::En, Freq::Month) => "month",
            (Lang::En, Freq::Day) => "day",
            (Lang::Zh, Freq::Year) => "年",
            (Lang::Zh, Freq::Quarter) => "季度",
            (Lang::Zh, Freq::Month) => "月",
            (Lang::Zh, Freq::Day) => "日",
        }
    }
}

impl fmt::Display for Freq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label(Lang::En))
    }
}
