//! Sums a publisher's line states about itself, such as a balance beside
//! exports and imports.

use crate::FormatError;
use crate::csv::Row;
use crate::decimal::{Digits, NumberStyle};
use crate::header::Header;
use crate::mapping::{Mapping, wrong};

struct SumCheck {
    name: String,
    stated: usize,
    plus: Vec<usize>,
    minus: Vec<usize>,
    tolerance: i128,
    seen: u64,
    broken: Vec<u64>,
}

/// The checks of a mapping, and the lines that break them.
pub struct SumChecks {
    checks: Vec<SumCheck>,
    numbers: NumberStyle,
}

impl SumChecks {
    /// The checks a mapping declares over this header.
    ///
    /// # Errors
    /// `E-FORMAT-HEADER` for a column that is not there, `E-FORMAT-MAP` for a
    /// tolerance that is no number.
    pub fn new(mapping: &Mapping, header: &Header, delimiter: u8) -> Result<Self, FormatError> {
        let places = |names: &[String]| -> Result<Vec<usize>, FormatError> {
            names.iter().map(|n| header.need(n)).collect()
        };
        let check = |check: &crate::mapping::Check| {
            let tolerance = Digits::parse(&check.tolerance, NumberStyle::PLAIN)
                .and_then(|d| d.amount())
                .map_err(|_| {
                    wrong(
                        format!("tolerance `{}` is no number", check.tolerance),
                        format!("tolerance“{}”不是数字", check.tolerance),
                    )
                })?;
            Ok(SumCheck {
                name: check.column.clone(),
                stated: header.need(&check.column)?,
                plus: places(&check.plus)?,
                minus: places(&check.minus)?,
                tolerance,
                seen: 0,
                broken: Vec::new(),
            })
        };
        Ok(Self {
            checks: mapping
                .check
                .iter()
                .map(check)
                .collect::<Result<_, FormatError>>()?,
            numbers: mapping.numbers(delimiter),
        })
    }

    /// Whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Checks a line; one with a figure missing is passed over.
    pub fn see(&mut self, row: &Row<'_>) {
        let numbers = self.numbers;
        let read = |at: &usize| Digits::parse(row.get(*at)?, numbers).ok()?.amount().ok();
        let sum = |places: &[usize]| {
            places
                .iter()
                .map(read)
                .try_fold(0i128, |sum, amount| sum.checked_add(amount?))
        };
        for check in &mut self.checks {
            let parts = (read(&check.stated), sum(&check.plus), sum(&check.minus));
            let (Some(stated), Some(plus), Some(minus)) = parts else {
                continue;
            };
            check.seen += 1;
            // Amounts are below 10^28, so these differences cannot overflow.
            if (plus - minus - stated).abs() > check.tolerance {
                check.broken.push(row.line);
            }
        }
    }

    /// What the checks found.
    pub fn notes(&self) -> Vec<String> {
        self.checks
            .iter()
            .filter(|c| !c.broken.is_empty())
            .map(note)
            .collect()
    }
}

fn note(check: &SumCheck) -> String {
    let lines: Vec<String> = check.broken.iter().take(10).map(u64::to_string).collect();
    format!(
        "`{}` differs from its parts on {} of {} lines: line {}",
        check.name,
        check.broken.len(),
        check.seen,
        lines.join(", ")
    )
}
