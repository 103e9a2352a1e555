//! A scale of dates.

use jiff::civil::Date;
use triffin_basis::Period;

/// Days from the first to the last point.
#[derive(Clone, Copy, Debug)]
pub struct TimeAxis {
    first: i32,
    last: i32,
    from: Date,
    to: Date,
}

impl TimeAxis {
    /// A scale from the first to the last of `periods`; none when empty.
    pub fn covering(periods: impl Iterator<Item = Period> + Clone) -> Option<Self> {
        let from = periods.clone().min()?;
        let to = periods.max()?;
        Some(Self {
            first: middle(from),
            last: middle(to),
            from: from.start(),
            to: to.end(),
        })
    }

    /// Where the middle of a period lies: 0 at the first, 1 at the last.
    pub fn position(&self, period: Period) -> f64 {
        self.at(middle(period))
    }

    /// Ticks, at most `room` of them: years, or months of a short span.
    pub fn ticks(&self, room: usize) -> Vec<(f64, String)> {
        let years = i32::from(self.to.year()) - i32::from(self.from.year()) + 1;
        let periods: Vec<Period> = match years {
            ..=2 => months(self.from, self.to),
            _ => (self.from.year()..=self.to.year())
                .map(Period::year)
                .collect(),
        };
        let steps: &[usize] = match years {
            ..=2 => &[1, 2, 3, 6, 12],
            _ => &[1, 2, 5, 10, 20, 50],
        };
        let every = steps
            .iter()
            .copied()
            .find(|every| periods.len() / every < room.max(1))
            .unwrap_or(100);
        let round = |period: &&Period| match years {
            ..=2 => (i32::from(period.start().month()) - 1) % every as i32 == 0,
            _ => i32::from(period.start().year()) % every as i32 == 0,
        };
        periods
            .iter()
            .filter(round)
            .map(|period| (self.position(*period), period.to_string()))
            .filter(|(at, _)| (-0.001..=1.001).contains(at))
            .collect()
    }

    fn at(&self, day: i32) -> f64 {
        if self.last == self.first {
            return 0.5;
        }
        f64::from(day - self.first) / f64::from(self.last - self.first)
    }
}

fn middle(period: Period) -> i32 {
    let (start, end) = period.days_since_epoch();
    start + (end - start) / 2
}

fn months(from: Date, to: Date) -> Vec<Period> {
    let first = Period::month(from.year(), from.month()).ok();
    std::iter::successors(first, |month| Some(month.next()))
        .take_while(|month| month.start() <= to)
        .take(36)
        .collect()
}
