//! Dates and periods as publishers print them.

use std::collections::HashMap;

use jiff::civil::Date;
use triffin_basis::Period;

use crate::FormatError;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// One way a publisher prints a date: `%Y`, `%y` is not known, `%m`, `%d`,
/// `%B` (month name, whole or its first three letters), `%q` (quarter), and
/// literal characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    MonthName,
    Quarter,
    Literal(char),
}

impl Pattern {
    /// Reads a pattern such as `%B %Y`.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` for a letter that is not known or a pattern without year.
    pub fn parse(text: &str) -> Result<Pattern, FormatError> {
        let mut parts = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            parts.push(match (c, c == '%') {
                (_, false) => Part::Literal(c),
                _ => match chars.next() {
                    Some('Y') => Part::Year,
                    Some('m') => Part::Month,
                    Some('d') => Part::Day,
                    Some('B' | 'b') => Part::MonthName,
                    Some('q') => Part::Quarter,
                    Some('%') => Part::Literal('%'),
                    _ => return Err(bad_pattern(text)),
                },
            });
        }
        if !parts.contains(&Part::Year) {
            return Err(bad_pattern(text));
        }
        Ok(Pattern { parts })
    }

    /// The period `text` names under this pattern.
    pub fn read(&self, text: &str) -> Option<Period> {
        let (mut year, mut month, mut day, mut quarter) = (None, None, None, None);
        let mut rest = text.trim();
        for part in &self.parts {
            rest = match part {
                Part::Year => number(rest, 4, &mut year)?,
                Part::Month => number(rest, 2, &mut month)?,
                Part::Day => number(rest, 2, &mut day)?,
                Part::Quarter => number(rest, 1, &mut quarter)?,
                Part::MonthName => month_name(rest, &mut month)?,
                Part::Literal(c) => rest.strip_prefix(*c)?,
            };
        }
        if !rest.is_empty() {
            return None;
        }
        // No calendar has a year 0.
        let year = year.filter(|year| *year > 0)?;
        let small = |n: i16| i8::try_from(n).ok();
        match (month, day, quarter) {
            (Some(m), Some(d), _) => Date::new(year, small(m)?, small(d)?).ok().map(Period::day),
            (Some(m), None, _) => Period::month(year, small(m)?).ok(),
            (None, None, Some(q)) => Period::quarter(year, small(q)?).ok(),
            (None, None, None) => Some(Period::year(year)),
            (None, Some(_), _) => None,
        }
    }
}

fn bad_pattern(text: &str) -> FormatError {
    FormatError::new(
        "E-FORMAT-MAP",
        format!("date pattern `{text}` is not known"),
        "%Y with any of %m, %d, %B, %q and literal characters, such as `%B %Y`",
        "Correct `date` in the mapping.",
    )
    .zh(
        format!("日期格式“{text}”无法识别"),
        "%Y，可加 %m、%d、%B、%q 和普通字符，例如 `%B %Y`",
        "请改正映射中的 `date`。",
    )
}

/// Reads up to `most` digits; a year needs all four.
fn number<'a>(text: &'a str, most: usize, into: &mut Option<i16>) -> Option<&'a str> {
    let digits = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if digits == 0 || (most == 4 && digits < 4) {
        return None;
    }
    *into = Some(text[..digits].parse().ok()?);
    Some(&text[digits..])
}

fn month_name<'a>(text: &'a str, into: &mut Option<i16>) -> Option<&'a str> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = text[..letters].to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == name || (name.len() >= 3 && name.len() <= 4 && month.starts_with(&name))
    })?;
    *into = i16::try_from(at + 1).ok();
    Some(&text[letters..])
}

/// Reads dates in declared patterns, else as ISO 8601 and its usual variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    patterns: Vec<Pattern>,
    seen: HashMap<String, Option<Period>>,
}

/// Different dates remembered: a file repeats each on many lines.
const REMEMBERED: usize = 8192;

impl Dates {
    /// Reads `patterns` in their order.
    ///
    /// # Errors
    /// `E-FORMAT-MAP` for a pattern that is not known.
    pub fn new(patterns: &[String]) -> Result<Dates, FormatError> {
        let patterns = patterns
            .iter()
            .map(|p| Pattern::parse(p))
            .collect::<Result<_, _>>()?;
        Ok(Dates {
            patterns,
            seen: HashMap::new(),
        })
    }

    /// The period `text` names; `None` when it names none. Without patterns:
    /// `2018`, `2018-Q3`, `2018Q3`, `2018-03`, `2018M03`, `201803`,
    /// `2018-03-31`, `20180331`, `2018/3/31`, `2018.03`, `2018年3月31日`, and a
    /// time of day after a day is dropped.
    pub fn read(&mut self, text: &str) -> Option<Period> {
        if let Some(period) = self.seen.get(text) {
            return *period;
        }
        if self.seen.len() >= REMEMBERED {
            self.seen.clear();
        }
        let period = self.parse(text);
        self.seen.insert(text.to_owned(), period);
        period
    }

    fn parse(&self, text: &str) -> Option<Period> {
        let text = text.trim();
        if !self.patterns.is_empty() {
            return self.patterns.iter().find_map(|pattern| pattern.read(text));
        }
        let day = match text.get(10..11) {
            Some("T" | " ") => text.get(..10).unwrap_or(text),
            _ => text,
        };
        Period::parse(day).ok().or_else(|| variant(day))
    }
}

/// The year of a text that a program has printed as a double: `2007.0`.
pub fn whole_year(text: &str) -> Option<Period> {
    let text = text.trim();
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let year = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let year = year.then(|| digits.parse().ok()).flatten();
    year.filter(|year| *year > 0).map(Period::year)
}

fn variant(text: &str) -> Option<Period> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let pattern = match text.len() {
        8 if digits => "%Y%m%d",
        6 if digits => "%Y%m",
        _ if text.contains('年') => {
            let plain = text.replace(['年', '月'], "-").replace('日', "");
            return lenient(plain.trim_end_matches('-'));
        }
        _ => return lenient(&text.replace(['/', '.'], "-")),
    };
    Pattern::parse(pattern).ok()?.read(text)
}

fn lenient(text: &str) -> Option<Period> {
    ["%Y-%m-%d", "%Y-%m", "%Y"]
        .iter()
        .find_map(|pattern| Pattern::parse(pattern).ok()?.read(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(patterns: &[&str], text: &str) -> Option<String> {
        let patterns: Vec<String> = patterns.iter().map(|&p| p.to_owned()).collect();
        Dates::new(&patterns)
            .unwrap()
            .read(text)
            .map(|p| p.to_string())
    }

    #[test]
    fn publishers_month_styles_are_read() {
        let march = Some("2001-03".to_owned());
        assert_eq!(read(&["%B %Y"], "March 2001"), march);
        assert_eq!(read(&["%b-%Y"], "Mar-2001"), march);
        assert_eq!(read(&["%Y/%m"], "2001/03"), march);
        assert_eq!(read(&["%Y.%m"], "2001.03"), march);
        assert_eq!(read(&["%Y%m"], "200103"), march);
        assert_eq!(read(&["%Y-Q%q"], "2001-Q2"), Some("2001-Q2".to_owned()));
        assert_eq!(
            read(&["%d/%m/%Y"], "31/03/2001"),
            Some("2001-03-31".to_owned())
        );
    }

    #[test]
    fn undeclared_dates_are_year_first() {
        for text in [
            "2018-03-05",
            "20180305",
            "2018/3/5",
            "2018年3月5日",
            "2018-03-05T00:00:00",
        ] {
            assert_eq!(read(&[], text), Some("2018-03-05".to_owned()), "{text}");
        }
        for text in ["2018-03", "201803", "2018M03", "2018年3月", "2018.03"] {
            assert_eq!(read(&[], text), Some("2018-03".to_owned()), "{text}");
        }
        assert_eq!(read(&[], "05/03/2018"), None);
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in [
            "2018-02-30",
            "2018-13",
            "20180230",
            "2018-00-10",
            "",
            "abc",
            "١٢٣٤",
        ] {
            assert_eq!(read(&[], text), None, "{text}");
        }
        assert_eq!(read(&["%B %Y"], "Ma 2001"), None);
        assert_eq!(read(&["%B %Y"], "March 2001x"), None);
    }

    #[test]
    fn a_pattern_needs_a_year_and_known_letters() {
        assert!(Pattern::parse("%m").is_err());
        assert!(Pattern::parse("%Y %J").is_err());
    }
}
