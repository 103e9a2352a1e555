//! Which parts of a window have an observation.

use std::collections::BTreeSet;

use crate::{Freq, Period, Window};

/// Whether a window is filled. A sum over a partial window is a sum of what is
/// there, and says so.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Coverage {
    /// Every expected period is present.
    Complete,
    /// Some are not.
    Partial {
        /// How many of the expected periods are present.
        present: usize,
        /// How many were expected.
        expected: usize,
        /// The absent ones, in order.
        missing: Vec<Period>,
    },
}

impl Coverage {
    /// The coverage of `window` by observations `present` when one is expected
    /// every `freq`.
    ///
    /// A present period longer than `freq` covers all its parts; one that is
    /// shorter, or outside the window, covers none.
    pub fn of(window: &Window, freq: Freq, present: impl IntoIterator<Item = Period>) -> Coverage {
        let covered: BTreeSet<Period> = present
            .into_iter()
            .flat_map(|period| period.parts(freq))
            .collect();
        let expected = window.periods(freq);
        let missing: Vec<Period> = expected
            .iter()
            .filter(|period| !covered.contains(period))
            .copied()
            .collect();
        if missing.is_empty() && !expected.is_empty() {
            return Coverage::Complete;
        }
        Coverage::Partial {
            present: expected.len() - missing.len(),
            expected: expected.len(),
            missing,
        }
    }

    /// Whether every expected period is present.
    pub fn is_complete(&self) -> bool {
        *self == Coverage::Complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str) -> Window {
        Window::parse(text).unwrap()
    }

    #[test]
    fn twelve_months_complete_a_year_and_eleven_do_not() {
        let year = window("2018");
        let months = Period::year(2018).parts(Freq::Month);
        assert_eq!(
            Coverage::of(&year, Freq::Month, months.iter().copied()),
            Coverage::Complete
        );
        let without_june = months
            .iter()
            .copied()
            .filter(|month| month.start().month() != 6);
        assert_eq!(
            Coverage::of(&year, Freq::Month, without_june),
            Coverage::Partial {
                present: 11,
                expected: 12,
                missing: vec![Period::month(2018, 6).unwrap()],
            }
        );
    }

    #[test]
    fn a_longer_period_covers_its_parts_and_a_shorter_one_nothing() {
        let span = window("2018-01..2018-03");
        let quarter = Period::quarter(2018, 1).unwrap();
        assert!(Coverage::of(&span, Freq::Month, [quarter]).is_complete());
        let days = Period::month(2018, 1).unwrap().parts(Freq::Day);
        let by_days = Coverage::of(&span, Freq::Month, days);
        assert!(matches!(
            by_days,
            Coverage::Partial {
                present: 0,
                expected: 3,
                ..
            }
        ));
    }

    #[test]
    fn a_window_without_a_whole_period_is_never_complete() {
        let may = window("2018-05");
        let by_year = Coverage::of(&may, Freq::Year, [Period::year(2018)]);
        assert!(matches!(
            by_year,
            Coverage::Partial {
                present: 0,
                expected: 0,
                ..
            }
        ));
    }

    #[test]
    fn observations_outside_the_window_do_not_count() {
        let outside = Coverage::of(&window("2018"), Freq::Year, [Period::year(2017)]);
        assert!(!outside.is_complete());
    }
}
