//! Vintages: which release of a figure was known when.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::interval::Interval;

/// One release of a figure by its publisher.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vintage {
    /// The publisher's date of release.
    pub released: Date,
    /// The name of the release: an ingest id, "February 2026", a table number.
    pub name: String,
}

impl Serialize for Vintage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            released: String,
            name: &'a str,
        }
        Row {
            released: self.released.to_string(),
            name: &self.name,
        }
        .serialize(serializer)
    }
}

/// A figure as one release gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamped {
    /// The value, at scale one.
    #[serde(serialize_with = "crate::number::json")]
    pub value: Decimal,
    /// What its printed digits allow.
    pub interval: Interval,
    /// Who published it.
    pub source: String,
    /// In which release.
    pub vintage: Vintage,
}

/// What was known on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsOf<'a> {
    /// The latest release not after the date; `None` when there was none yet.
    pub chosen: Option<&'a Stamped>,
    /// Earlier releases it replaces, newest first.
    pub superseded: Vec<&'a Stamped>,
    /// Releases after the date, which nobody could have known, oldest first.
    pub later: Vec<&'a Stamped>,
    /// Figures of the chosen release date that cannot be the same number as
    /// the chosen one.
    pub conflicts: Vec<&'a Stamped>,
}

/// chosen = the figure of max{released ≤ date}
///
/// Sorts the releases of one figure by an as-of date. Of several on the chosen
/// day the one whose release name sorts last is taken, and those whose rounding
/// intervals do not meet it are reported as conflicts.
///
/// Unit: that of the figures, all in one.
///
/// Source: D. Croushore and T. Stark, A real-time data set for macroeconomists
/// (2001), for reading data as of a date.
pub fn as_of(figures: &[Stamped], date: Date) -> AsOf<'_> {
    let mut known: Vec<&Stamped> = Vec::new();
    let mut later: Vec<&Stamped> = Vec::new();
    for figure in figures {
        if figure.vintage.released <= date {
            known.push(figure);
        } else {
            later.push(figure);
        }
    }
    known.sort_by(|a, b| b.vintage.cmp(&a.vintage));
    later.sort_by(|a, b| a.vintage.cmp(&b.vintage));
    let chosen = known.first().copied();
    let mut superseded = Vec::new();
    let mut conflicts = Vec::new();
    if let Some(chosen) = chosen {
        for figure in known.into_iter().skip(1) {
            if figure.vintage.released < chosen.vintage.released {
                superseded.push(figure);
            } else if !figure.interval.overlaps(&chosen.interval) {
                conflicts.push(figure);
            }
        }
    }
    AsOf {
        chosen,
        superseded,
        later,
        conflicts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hedge::Hedge;
    use crate::number::parse_printed;
    use crate::scale::Scale;
    use jiff::civil::date;

    fn debt(text: &str, released: Date, source: &str) -> Stamped {
        let printed = parse_printed(text).unwrap();
        Stamped {
            value: printed.value * Decimal::from(1_000_000_000_000i64),
            interval: Interval::from_printed(printed, Scale::Trillion, Hedge::Exact).unwrap(),
            source: source.to_owned(),
            vintage: Vintage {
                released,
                name: released.to_string(),
            },
        }
    }

    /// S11.10: 003 has 37 and 38 万亿 of federal debt; both were true, at
    /// different dates.
    #[test]
    fn thirty_seven_and_thirty_eight_are_two_vintages() {
        let figures = [
            debt("37", date(2025, 8, 12), "US Treasury"),
            debt("38", date(2025, 10, 22), "US Treasury"),
            debt("36", date(2024, 11, 21), "US Treasury"),
        ];
        let september = as_of(&figures, date(2025, 9, 1));
        assert_eq!(september.chosen, Some(&figures[0]));
        assert_eq!(september.superseded, [&figures[2]]);
        assert_eq!(september.later, [&figures[1]]);
        assert!(september.conflicts.is_empty());
        assert_eq!(
            as_of(&figures, date(2025, 12, 31)).chosen,
            Some(&figures[1])
        );
        assert_eq!(as_of(&figures, date(2020, 1, 1)).chosen, None);
    }

    #[test]
    fn two_values_of_one_day_conflict_only_beyond_their_digits() {
        let day = date(2025, 10, 22);
        let figures = [
            debt("38", day, "headline"),
            debt("38.02", day, "table"),
            debt("37", day, "another page"),
        ];
        let known = as_of(&figures, day);
        assert_eq!(known.chosen, Some(&figures[0]));
        assert_eq!(known.conflicts, [&figures[2]]);
    }
}
