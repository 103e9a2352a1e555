//! How often a file's dates come, where each period is dated by its first day.

use triffin_basis::Freq;

use crate::FormatError;
use crate::bytes::Input;
use crate::csv::{Lines, Row};
use crate::encoding::Text;
use crate::when::Dates;

/// The days a file names.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateSurvey {
    rows: u64,
    within_month: bool,
    within_quarter: bool,
    within_year: bool,
}

impl DateSurvey {
    /// Reads a file once through for the days in a column.
    ///
    /// # Errors
    /// Those of the bytes and of framing.
    pub fn of(input: &Input, delimiter: u8, column: usize) -> Result<DateSurvey, FormatError> {
        let mut survey = DateSurvey::default();
        let mut dates = Dates::default();
        each_row(input, delimiter, &mut |row| {
            if let Some(period) = row.get(column).and_then(|text| dates.read(text)) {
                let day = period.start();
                survey.rows += 1;
                survey.within_month |= day.day() != 1;
                survey.within_quarter |= day.month() % 3 != 1;
                survey.within_year |= day.month() != 1;
            }
        })?;
        Ok(survey)
    }

    /// The longest period whose first days these are; `None` where fewer than
    /// two days are too little to tell.
    pub fn freq(&self) -> Option<Freq> {
        Some(match self {
            _ if self.within_month => Freq::Day,
            _ if self.rows < 2 => return None,
            _ if self.within_quarter => Freq::Month,
            _ if self.within_year => Freq::Quarter,
            _ => Freq::Year,
        })
    }
}

/// Calls `take` for each line of a file after the first.
///
/// # Errors
/// Those of the bytes and of framing.
pub fn each_row(
    input: &Input,
    delimiter: u8,
    take: &mut dyn FnMut(&Row<'_>),
) -> Result<(), FormatError> {
    let mut lines = Lines::new(Text::new(input.open()?, None), delimiter);
    lines.next_row()?;
    while let Some(row) = lines.next_row()? {
        take(&row);
    }
    Ok(())
}
