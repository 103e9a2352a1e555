//! A stretch of calendar time a number belongs to.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};

use crate::period_text;
use crate::{BasisError, Freq};

/// The first and last year a period may lie in: no calendar has a year 0. Years
/// are written with four digits, so that text order and time order agree.
const YEARS: (i32, i32) = (1, 9999);
/// Day 0 of Arrow's `Date32`.
const EPOCH: Date = date(1970, 1, 1);

/// A calendar year, quarter, month or day.
///
/// Periods sort by their first day, and the longer of two that start together
/// comes first: 2018 < 2018-Q1 < 2018-01 < 2018-01-01 < 2018-01-02.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    freq: Freq,
    /// Years, quarters or months since year 0, or days since 1970-01-01.
    index: i32,
}

impl Period {
    /// The period a text names: `2018`, `2018-Q3`, `2018-03`, `2018-03-31`.
    ///
    /// Also read: `2018Q3`, `2018M03`, `2018M3`, `201803`, `20180331`,
    /// `2018/03`, `2018年`, `2018年3月`, `2018年第3季度`, `2018年三季度`, `2018年3月31日`.
    ///
    /// # Errors
    /// `E-PERIOD` when the text is none of these or no such day exists.
    pub fn parse(text: &str) -> Result<Period, BasisError> {
        period_text::parse(text)
    }

    /// The calendar year `y`; outside 1–9999 the nearest of the two.
    pub fn year(y: i16) -> Period {
        Period::at(Freq::Year, i32::from(y))
    }

    /// Quarter `q` (1–4) of year `y`.
    ///
    /// # Errors
    /// `E-PERIOD` when `q` is not 1–4 or `y` not 1–9999.
    pub fn quarter(y: i16, q: i8) -> Result<Period, BasisError> {
        within(y, q, 4, || format!("{y}-Q{q}"))?;
        Ok(Period::at(
            Freq::Quarter,
            i32::from(y) * 4 + i32::from(q) - 1,
        ))
    }

    /// Month `m` (1–12) of year `y`.
    ///
    /// # Errors
    /// `E-PERIOD` when `m` is not 1–12 or `y` not 1–9999.
    pub fn month(y: i16, m: i8) -> Result<Period, BasisError> {
        within(y, m, 12, || format!("{y}-{m:02}"))?;
        Ok(Period::at(
            Freq::Month,
            i32::from(y) * 12 + i32::from(m) - 1,
        ))
    }

    /// The day `day`; outside the years 1–9999 the nearest day within.
    pub fn day(day: Date) -> Period {
        Period::at(Freq::Day, days_since_epoch(day))
    }

    /// The period of frequency `freq` that contains `day`.
    pub fn containing(day: Date, freq: Freq) -> Period {
        let (year, month) = (i32::from(day.year()), i32::from(day.month()) - 1);
        match freq {
            Freq::Year => Period::at(freq, year),
            Freq::Quarter => Period::at(freq, year * 4 + month / 3),
            Freq::Month => Period::at(freq, year * 12 + month),
            Freq::Day => Period::day(day),
        }
    }

    /// How long the period is.
    pub fn freq(&self) -> Freq {
        self.freq
    }

    /// The calendar year the period lies in.
    pub fn year_number(&self) -> i16 {
        self.start().year()
    }

    /// The first day of the period.
    pub fn start(&self) -> Date {
        match self.freq {
            Freq::Year => first_of_month(self.index * 12),
            Freq::Quarter => first_of_month(self.index * 3),
            Freq::Month => first_of_month(self.index),
            Freq::Day => day_at(self.index),
        }
    }

    /// The last day of the period, itself part of it.
    pub fn end(&self) -> Date {
        match self.freq {
            Freq::Year => first_of_month(self.index * 12 + 11).last_of_month(),
            Freq::Quarter => first_of_month(self.index * 3 + 2).last_of_month(),
            Freq::Month => self.start().last_of_month(),
            Freq::Day => self.start(),
        }
    }

    /// The period of frequency `freq` this one lies in; itself when `freq` is
    /// its own, `None` when `freq` is shorter.
    pub fn parent(&self, freq: Freq) -> Option<Period> {
        (freq <= self.freq).then(|| Period::containing(self.start(), freq))
    }

    /// The periods of frequency `freq` that fill this one, in order; empty
    /// when `freq` is longer.
    pub fn parts(&self, freq: Freq) -> Vec<Period> {
        if freq < self.freq {
            return Vec::new();
        }
        let first = Period::containing(self.start(), freq).index;
        let last = Period::containing(self.end(), freq).index;
        (first..=last).map(|index| Period { freq, index }).collect()
    }

    /// The following period of the same length.
    pub fn next(&self) -> Period {
        self.shift(1)
    }

    /// The preceding period of the same length.
    pub fn prev(&self) -> Period {
        self.shift(-1)
    }

    /// The period `n` of its own lengths later (earlier when negative). Stops
    /// at the first and last period of the years 1–9999.
    pub fn shift(&self, n: i32) -> Period {
        Period::at(self.freq, self.index.saturating_add(n))
    }

    /// How many of its own lengths `other` lies later than this period
    /// (negative when earlier); `None` when the lengths differ.
    pub fn steps_to(&self, other: &Period) -> Option<i32> {
        (self.freq == other.freq).then(|| other.index - self.index)
    }

    /// Whether every day of `other` is a day of this period.
    pub fn contains(&self, other: &Period) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// First and last day as days since 1970-01-01: Arrow's `Date32`.
    pub fn days_since_epoch(&self) -> (i32, i32) {
        (days_since_epoch(self.start()), days_since_epoch(self.end()))
    }

    /// The period with this index, held within [`YEARS`].
    fn at(freq: Freq, index: i32) -> Period {
        let (first, last) = match freq {
            Freq::Year => YEARS,
            Freq::Quarter => (YEARS.0 * 4, YEARS.1 * 4 + 3),
            Freq::Month => (YEARS.0 * 12, YEARS.1 * 12 + 11),
            Freq::Day => (
                days_since_epoch(date(1, 1, 1)),
                days_since_epoch(date(9999, 12, 31)),
            ),
        };
        Period {
            freq,
            index: index.clamp(first, last),
        }
    }
}

/// Refuses a year outside [`YEARS`] and a part outside `1..=parts`.
fn within(y: i16, part: i8, parts: i8, shown: impl Fn() -> String) -> Result<(), BasisError> {
    let year_known = (YEARS.0..=YEARS.1).contains(&i32::from(y));
    if year_known && (1..=parts).contains(&part) {
        return Ok(());
    }
    Err(period_text::no_period(&shown()))
}

/// The first day of the month `months` after January of year 0.
fn first_of_month(months: i32) -> Date {
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    // proof: `Period::at` keeps the year within 1–9999 and the remainder is 1–12.
    Date::new(year as i16, month as i8, 1).unwrap_or(EPOCH)
}

/// The day `days` after 1970-01-01.
fn day_at(days: i32) -> Date {
    // proof: `Period::at` keeps the day within four million of 1970, and a
    // span takes seven.
    EPOCH.saturating_add(jiff::Span::new().days(days))
}

/// Days from 1970-01-01 to `day`, negative before.
fn days_since_epoch(day: Date) -> i32 {
    // proof: within jiff's years −9999 to 9999 the distance is under four million.
    day.duration_since(EPOCH).as_hours() as i32 / 24
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        self.start()
            .cmp(&other.start())
            .then(self.freq.cmp(&other.freq))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start();
        let text = match self.freq {
            Freq::Year => format!("{:04}", start.year()),
            Freq::Quarter => format!("{:04}-Q{}", start.year(), (start.month() + 2) / 3),
            Freq::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Freq::Day => format!(
                "{:04}-{:02}-{:02}",
                start.year(),
                start.month(),
                start.day()
            ),
        };
        f.pad(&text)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Period {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Period::parse(text)
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Period::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_period() -> impl Strategy<Value = Period> {
        let day = (0i16..=9999, 1i8..=12, 1i8..=28);
        (day, 0usize..4)
            .prop_map(|((y, m, d), freq)| Period::containing(date(y, m, d), Freq::ALL[freq]))
    }

    #[test]
    fn leap_days_and_quarter_ends_are_right() {
        let february = Period::month(2000, 2).unwrap();
        assert_eq!(february.end(), date(2000, 2, 29));
        assert_eq!(Period::month(1900, 2).unwrap().end(), date(1900, 2, 28));
        let third = Period::quarter(2018, 3).unwrap();
        assert_eq!(
            (third.start(), third.end()),
            (date(2018, 7, 1), date(2018, 9, 30))
        );
        assert_eq!(Period::year(2016).parts(Freq::Day).len(), 366);
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(Period::day(date(1970, 1, 2)).days_since_epoch(), (1, 1));
        assert_eq!(Period::day(date(1969, 12, 31)).days_since_epoch(), (-1, -1));
        // 2018-01-01 is Unix time 1514764800 = 17532 × 86400.
        assert_eq!(Period::year(2018).days_since_epoch(), (17532, 17896));
    }

    #[test]
    fn longer_periods_sort_before_the_parts_they_start_with() {
        let sorted = [
            "2018",
            "2018-Q1",
            "2018-01",
            "2018-01-01",
            "2018-01-02",
            "2018-02",
            "2018-Q2",
        ];
        let periods: Vec<Period> = sorted.iter().map(|text| text.parse().unwrap()).collect();
        assert!(periods.is_sorted());
    }

    #[test]
    fn a_period_has_no_parent_shorter_than_itself() {
        assert_eq!(Period::year(2018).parent(Freq::Month), None);
        assert!(Period::month(2018, 1).unwrap().parts(Freq::Year).is_empty());
    }

    #[test]
    fn the_calendar_stops_at_its_ends() {
        assert_eq!(Period::year(9999).next(), Period::year(9999));
        assert_eq!(Period::year(-5), Period::year(1));
        assert!(Period::parse("0000").is_err() && Period::parse("0000-01").is_err());
        assert_eq!(Period::day(date(1, 1, 1)).prev().start(), date(1, 1, 1));
        assert!(Period::month(10000, 1).is_err());
        assert!(Period::quarter(2018, 0).is_err());
    }

    proptest! {
        #[test]
        fn printing_and_reading_are_inverse(period in any_period()) {
            prop_assert_eq!(Period::parse(&period.to_string()).unwrap(), period);
        }

        #[test]
        fn parts_fill_the_period_without_gap_or_overlap(period in any_period(), freq in 0usize..4) {
            let parts = period.parts(Freq::ALL[freq]);
            prop_assert_eq!(parts.is_empty(), Freq::ALL[freq] < period.freq());
            for pair in parts.windows(2) {
                prop_assert_eq!(pair[0].end().tomorrow().unwrap(), pair[1].start());
            }
            for part in &parts {
                prop_assert_eq!(part.parent(period.freq()), Some(period));
            }
            if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                prop_assert_eq!((first.start(), last.end()), (period.start(), period.end()));
            }
        }

        #[test]
        fn shifts_form_a_group(period in any_period(), a in -300i32..300, b in -300i32..300) {
            // The calendar stops at its ends; the group is that of the inside.
            prop_assume!((1000..9000).contains(&period.year_number()));
            prop_assert_eq!(period.shift(0), period);
            prop_assert_eq!(period.shift(a).shift(-a), period);
            prop_assert_eq!(period.shift(a).shift(b), period.shift(a + b));
            prop_assert_eq!(period.steps_to(&period.shift(a)), Some(a));
        }

        #[test]
        fn order_agrees_with_the_dates(a in any_period(), b in any_period()) {
            if a.start() < b.start() {
                prop_assert!(a < b);
            }
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
        }
    }
}
