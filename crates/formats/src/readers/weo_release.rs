//! Which edition of the World Economic Outlook a table is of, and so which of
//! its figures are forecasts.

use std::path::Path;

/// An edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    year: Option<i16>,
    /// 4 or 10; nothing when only the year could be told.
    month: Option<u8>,
}

/// Years the Outlook looks ahead of the year it is published in.
const HORIZON: i16 = 5;

impl Release {
    /// The edition a path names (`weo_apr2019`, `WEOOct2018`), else that whose
    /// horizon is the last year of the figures.
    pub fn of(path: &Path, last: Option<i16>) -> Release {
        let named = path
            .iter()
            .rev()
            .find_map(|part| named(&part.to_string_lossy()));
        match named {
            Some((year, month)) => Release {
                year: Some(year),
                month: Some(month),
            },
            None => Release {
                year: last.map(|year| year - HORIZON),
                month: None,
            },
        }
    }

    /// The first year whose figures are forecasts.
    pub fn forecasts_from(&self) -> Option<i16> {
        self.year
    }

    /// A day by which the edition was out (ISO 8601): the last of its month.
    pub fn latest_day(&self) -> Option<String> {
        let day = match self.month? {
            4 => "04-30",
            _ => "10-31",
        };
        Some(format!("{}-{day}", self.year?))
    }

    /// What was taken for the edition, and why.
    pub fn notes(&self) -> Vec<String> {
        let Some(year) = self.year else {
            return Vec::new();
        };
        vec![match self.month {
            Some(month) => format!(
                "edition {year}-{month:02} by the folder's name: figures from {year} on are forecasts"
            ),
            None => format!(
                "edition not named: taken as {year}, {HORIZON} years before the last figure; figures from \
                 {year} on are flagged as forecasts"
            ),
        }]
    }
}

/// `apr2019`, `October_2018` in a name.
fn named(text: &str) -> Option<(i16, u8)> {
    let lower = text.to_lowercase();
    let months = [("apr", 4), ("april", 4), ("oct", 10), ("october", 10)];
    months.into_iter().find_map(|(word, month)| {
        let at = lower.find(word)? + word.len();
        let rest = lower.get(at..)?.trim_start_matches(['_', '-', ' ', '.']);
        let digits = rest.get(..4)?;
        let year: i16 = digits.parse().ok()?;
        let more = rest
            .get(4..5)
            .is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()));
        (!more && (1980..2200).contains(&year)).then_some((year, month))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_read_from_a_name_or_from_the_horizon() {
        let of = |path: &str, last| Release::of(Path::new(path), last);
        let april = of("macro/weo_apr2019/ddf--x.csv", Some(2024));
        assert_eq!(
            (april.forecasts_from(), april.latest_day().as_deref()),
            (Some(2019), Some("2019-04-30"))
        );
        assert_eq!(
            of("WEO-October 2018.csv", None).latest_day().as_deref(),
            Some("2018-10-31")
        );
        let unnamed = of("x.csv", Some(2024));
        assert_eq!(
            (unnamed.forecasts_from(), unnamed.latest_day()),
            (Some(2019), None)
        );
        assert!(unnamed.notes()[0].contains("edition not named"));
        assert_eq!(of("x.csv", None), Release::default());
        assert_eq!(named("apricot20199"), None);
    }
}
