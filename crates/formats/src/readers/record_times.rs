//! When a trade record happened.

use jiff::civil::Date;
use triffin_basis::{Freq, Period};

use crate::csv::Row;
use crate::layout::Problem;
use crate::plan::Plan;
use crate::record_fields::{RECORD_FIELDS, at};
use crate::when::Dates;

/// The four times of a record.
pub struct Times {
    /// The period the record belongs to.
    pub period: Period,
    /// Day of declaration, since 1970.
    pub declared: Option<i32>,
    /// Day of shipment, since 1970.
    pub shipped: Option<i32>,
    /// Day of settlement, since 1970.
    pub settled: Option<i32>,
}

/// Reads the times of records; none may be later than today.
pub struct TimeReader {
    dates: Dates,
    today: Date,
}

impl TimeReader {
    /// Reads dates as `dates` does, up to `today`.
    pub fn new(dates: Dates, today: Date) -> Self {
        Self { dates, today }
    }

    /// One of the times of a record; nothing where the cell is empty.
    pub fn time(
        &mut self,
        plan: &Plan,
        row: &Row<'_>,
        field: usize,
    ) -> Result<Option<Period>, Problem> {
        plan.filled(row, field)
            .map(|text| self.stated(field, text))
            .transpose()
    }

    /// What the cell of a time says.
    pub fn stated(&mut self, field: usize, text: &str) -> Result<Period, Problem> {
        let (name, reason) = match field {
            at::PERIOD => ("period", "bad_period"),
            _ => (RECORD_FIELDS[field].name, "bad_date"),
        };
        let period = self.dates.read(text).ok_or_else(|| {
            Problem::cell(reason, name, text, "a date that exists, such as 2018-03-31")
        })?;
        if period.start() > self.today {
            let expected = format!("no later than today, {}", self.today);
            return Err(Problem::cell("future_date", name, text, &expected));
        }
        Ok(period)
    }

    /// The times of a record: the period is the stated one, else that of the
    /// declaration, the shipment, the settlement.
    pub fn read(&mut self, plan: &Plan, row: &Row<'_>) -> Result<Times, Problem> {
        let stated = self.time(plan, row, at::PERIOD)?;
        let declared = self.time(plan, row, at::DECLARED)?;
        let shipped = self.time(plan, row, at::SHIPPED)?;
        let settled = self.time(plan, row, at::SETTLED)?;
        let period = stated.or(declared).or(shipped).or(settled).ok_or_else(|| {
            Problem::cell(
                "missing_period",
                "period",
                "",
                "a period, or the day of declaration",
            )
        })?;
        Ok(Times {
            period,
            declared: day(declared),
            shipped: day(shipped),
            settled: day(settled),
        })
    }
}

/// Days since 1970 where the period is a day: a month is no date.
fn day(period: Option<Period>) -> Option<i32> {
    period
        .filter(|p| p.freq() == Freq::Day)
        .map(|p| p.days_since_epoch().0)
}
