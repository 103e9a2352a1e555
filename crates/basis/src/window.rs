//! The stretch of time a question is asked about.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::{BasisError, Freq, Period};

/// Consecutive periods of one length, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The first period.
    pub from: Period,
    /// The last period, itself part of the window.
    pub to: Period,
}

impl Window {
    /// The window from `from` to `to`.
    ///
    /// # Errors
    /// `E-PERIOD-WINDOW` when the two have different lengths or `to` comes
    /// before `from`.
    pub fn new(from: Period, to: Period) -> Result<Window, BasisError> {
        if from.freq() == to.freq() && from <= to {
            return Ok(Window { from, to });
        }
        let text = format!("{from}..{to}");
        let refusal = BasisError::new(
            "E-PERIOD-WINDOW",
            format!("no window \"{text}\""),
            format!("没有时间窗“{text}”"),
        );
        Err(refusal.value(text).expected(
            "two periods of one length, the earlier first, such as 2015..2018",
            "两个同长度的时期，先前后后，例如 2015..2018",
        ))
    }

    /// The window a text names: `2018`, `2015..2018`, `2018-01..2018-06`.
    ///
    /// # Errors
    /// `E-PERIOD` when an end is no period, `E-PERIOD-WINDOW` when the ends
    /// make no window.
    pub fn parse(text: &str) -> Result<Window, BasisError> {
        match text.split_once("..") {
            None => Period::parse(text).map(Window::from),
            Some((from, to)) => Window::new(Period::parse(from)?, Period::parse(to)?),
        }
    }

    /// The length of its periods.
    pub fn freq(&self) -> Freq {
        self.from.freq()
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.from.start()
    }

    /// The last day, itself part of the window.
    pub fn end(&self) -> Date {
        self.to.end()
    }

    /// Its periods in order.
    pub fn iter(&self) -> impl Iterator<Item = Period> + use<> {
        let (from, to) = (self.from, self.to);
        let steps = from.steps_to(&to).unwrap_or(0);
        (0..=steps).map(move |n| from.shift(n))
    }

    /// The periods of frequency `freq` that lie wholly in the window, in order.
    pub fn periods(&self, freq: Freq) -> Vec<Period> {
        let first = Period::containing(self.start(), freq);
        let last = Period::containing(self.end(), freq);
        let steps = first.steps_to(&last).unwrap_or(0);
        (0..=steps)
            .map(|n| first.shift(n))
            .filter(|period| self.contains(period))
            .collect()
    }

    /// Whether every day of `period` is a day of the window.
    pub fn contains(&self, period: &Period) -> bool {
        self.start() <= period.start() && period.end() <= self.end()
    }

    /// First and last day as days since 1970-01-01: Arrow's `Date32`.
    pub fn days_since_epoch(&self) -> (i32, i32) {
        (self.from.days_since_epoch().0, self.to.days_since_epoch().1)
    }
}

impl From<Period> for Window {
    fn from(period: Period) -> Self {
        Window {
            from: period,
            to: period,
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            return write!(f, "{}", self.from);
        }
        write!(f, "{}..{}", self.from, self.to)
    }
}

impl FromStr for Window {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Window::parse(text)
    }
}

impl serde::Serialize for Window {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Window {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Window::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_one_period_or_two_ends() {
        for (text, count) in [
            ("2018", 1),
            ("2015..2018", 4),
            ("2018-01..2018-06", 6),
            ("2017-Q4..2018-Q1", 2),
            ("2018-02-27..2018-03-02", 4),
        ] {
            let window = Window::parse(text).unwrap();
            assert_eq!(window.to_string(), text);
            assert_eq!(window.iter().count(), count);
        }
    }

    #[test]
    fn reversed_ends_and_mixed_lengths_are_refused() {
        for text in ["2018..2015", "2018..2019-06", "2018-Q1..2018-02"] {
            let refusal = Window::parse(text).unwrap_err();
            assert_eq!(refusal.code(), "E-PERIOD-WINDOW");
        }
        assert_eq!(Window::parse("2018..").unwrap_err().code(), "E-PERIOD");
    }

    #[test]
    fn only_periods_wholly_inside_are_listed() {
        let half = Window::parse("2018-02..2018-07").unwrap();
        assert!(half.periods(Freq::Year).is_empty());
        let quarters = half.periods(Freq::Quarter);
        assert_eq!(quarters, vec![Period::quarter(2018, 2).unwrap()]);
        assert_eq!(half.periods(Freq::Day).len(), 28 + 31 + 30 + 31 + 30 + 31);
    }
}
