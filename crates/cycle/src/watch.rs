//! What a run tells: events that happened, ranges that were left.
//!
//! A model names both in its text. An event is a turn of the model, such as a
//! parity given up; a range is where a coefficient was estimated, so that
//! what lies outside is drawn out and not measured.

use crate::model::Watch;
use crate::solve::Path;

/// An event that happened, or a range that was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen<'m> {
    /// Which one.
    pub watch: &'m Watch,
    /// The first period in which it was so.
    pub first: u32,
    /// How many periods it was so.
    pub periods: u32,
    /// The value farthest from 0, or from the range.
    pub value: f64,
}

impl Path {
    /// What happened in the periods solved, in the order of the model's text.
    ///
    /// The opening state is given and tells nothing.
    ///
    /// ```
    /// use triffin_cycle::{Program, Run, language};
    /// let text = "stock = stock[-1] - 3\ninit stock = 10\nrange low = stock from 2 to 99";
    /// let model = language::parse(text).unwrap();
    /// let path = Program::compile(&model)?.run(&Run::new(4))?;
    /// let seen = path.seen();
    /// assert_eq!((seen[0].first, seen[0].periods, seen[0].value), (3, 2, -2.0));
    /// # Ok::<(), triffin_basis::BasisError>(())
    /// ```
    pub fn seen(&self) -> Vec<Seen<'_>> {
        let watches = self.model().watches.iter();
        watches.filter_map(|watch| self.seen_of(watch)).collect()
    }

    fn seen_of<'m>(&self, watch: &'m Watch) -> Option<Seen<'m>> {
        let mut found: Option<Seen<'m>> = None;
        for period in 1..=self.periods() {
            let Some(value) = self.value(watch.variable, period) else {
                continue;
            };
            if outside(watch, value) == 0.0 {
                continue;
            }
            let seen = found.get_or_insert(Seen {
                watch,
                first: period,
                periods: 0,
                value,
            });
            seen.periods += 1;
            if outside(watch, value) > outside(watch, seen.value) {
                seen.value = value;
            }
        }
        found
    }
}

/// How far a value is outside of a range, or from 0 for an event.
fn outside(watch: &Watch, value: f64) -> f64 {
    match watch.bounds {
        None => value.abs(),
        Some([low, high]) => (low - value).max(value - high).max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Program, Run, language};

    fn seen(text: &str, periods: u32) -> Vec<(String, u32, u32, f64)> {
        let model = language::parse(text).unwrap();
        let path = Program::compile(&model).unwrap().run(&Run::new(periods));
        let path = path.unwrap();
        let told = path.seen().into_iter().map(|seen| {
            let name = model.variable(seen.watch.variable).name.clone();
            (name, seen.first, seen.periods, seen.value)
        });
        told.collect()
    }

    #[test]
    fn an_event_is_told_with_its_first_period_and_a_range_with_its_farthest_value() {
        let text = "exog low = -1\nX = X[-1] + 1\ninit X = 0\n\
                    event late = X >= 3 ## It is late | 已晚\nrange small = X^2 from low to 2*2";
        assert_eq!(
            seen(text, 5),
            [
                ("late".to_owned(), 3, 3, 1.0),
                ("small".to_owned(), 3, 3, 25.0)
            ]
        );
        assert_eq!(seen(text, 2), []);
    }

    #[test]
    fn watches_are_printed_as_they_are_read() {
        let text = "X = 2\nevent big = X > 1\nrange narrow = X from -1 to 1";
        let model = language::parse(text).unwrap();
        let again = language::parse(&language::print(&model)).unwrap();
        assert_eq!(again.watches.len(), 2);
        assert_eq!(again.watches[1].bounds, Some([-1.0, 1.0]));
        assert_eq!(language::print(&again), language::print(&model));
    }

    #[test]
    fn a_range_without_values_and_one_without_bounds_are_refused() {
        for (text, code) in [
            ("X = 1\nrange r = X from 2 to 1", "E-CYCLE-RANGE"),
            ("X = 1\nrange r = X", "E-CYCLE-SYNTAX"),
            ("X = 1\nrange r = X from 1", "E-CYCLE-SYNTAX"),
            ("X = 1\nrange r = X from 1 to X", "E-CYCLE-OPENING"),
            ("X = 1\nevent X = 2 > 1", "E-CYCLE-"),
        ] {
            match language::parse(text) {
                Err(errors) => {
                    let code_found = errors.first().unwrap().code();
                    assert!(code_found.starts_with(code), "{text}: {code_found}");
                }
                // An equation too many is the checker's to refuse.
                Ok(model) => assert!(Program::compile(&model).is_err(), "{text}"),
            }
        }
    }
}
