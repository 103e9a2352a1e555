//! The rows a regression can use, with its terms evaluated on them.

use triffin_basis::BasisError;

use super::factors::{self, Factor};
use super::faults;
use super::fit::{Dropped, Reason};
use super::frame::{Column, Frame, Numbers};
use super::levels;
use super::request::{Estimator, Request, Vcov};
use super::term::{Part, Term};

/// The columns of a regression, of one length, without a missing cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// The place of each row in the table.
    pub rows: Vec<u32>,
    pub y: Vec<f64>,
    pub x: Vec<Vec<f64>>,
    /// The names of the columns of `x`.
    pub names: Vec<String>,
    pub weights: Option<Vec<f64>>,
    pub offset: Option<Vec<f64>>,
    pub effects: Vec<Factor>,
    pub clusters: Vec<Factor>,
}

/// Evaluates the terms of `request` on the rows that have them, and notes
/// the others in `dropped`.
pub(crate) fn of(
    frame: &Frame,
    request: &Request,
    dropped: &mut Dropped,
) -> Result<Sample, BasisError> {
    if frame.rows() == 0 {
        return Err(faults::no_rows(0));
    }
    if frame.rows() >= u32::MAX as usize {
        return Err(faults::too_many_rows(frame.rows()));
    }
    let rows = usable(frame, request, dropped)?;
    if rows.is_empty() {
        return Err(faults::no_rows(frame.rows()));
    }
    evaluate(frame, request, rows)
}

fn evaluate(frame: &Frame, request: &Request, rows: Vec<u32>) -> Result<Sample, BasisError> {
    let mut sample = Sample {
        y: single(frame, &request.y, &rows)?,
        ..Sample::default()
    };
    if request.estimator == Estimator::Ppml {
        refuse_negative(&request.y.to_string(), &sample.y, &rows)?;
    }
    if request.effects.is_empty() {
        sample.names.push("(constant)".to_owned());
        sample.x.push(vec![1.0; rows.len()]);
    }
    for term in &request.x {
        for (name, column) in levels::columns(frame, term, &rows)? {
            sample.names.push(name);
            sample.x.push(column);
        }
    }
    if let Some(name) = &request.weights {
        let weights = single(frame, &Term::column(name), &rows)?;
        refuse_negative(name, &weights, &rows)?;
        sample.weights = Some(weights);
    }
    if let Some(offset) = &request.offset {
        sample.offset = Some(single(frame, offset, &rows)?);
    }
    for effect in &request.effects {
        sample.effects.push(factors::of(frame, effect, &rows)?);
    }
    if request.vcov() == Vcov::Cluster {
        if request.clusters.is_empty() {
            return Err(faults::no_clusters());
        }
        for cluster in &request.clusters {
            sample.clusters.push(factors::of(frame, cluster, &rows)?);
        }
    }
    sample.rows = rows;
    Ok(sample)
}

/// A term that stands for one column.
fn single(frame: &Frame, term: &Term, rows: &[u32]) -> Result<Vec<f64>, BasisError> {
    let mut columns = levels::columns(frame, term, rows)?;
    match (columns.pop(), columns.is_empty()) {
        (Some((_, column)), true) => Ok(column),
        _ => Err(faults::not_one_column(term)),
    }
}

fn refuse_negative(name: &str, values: &[f64], rows: &[u32]) -> Result<(), BasisError> {
    let found = values.iter().zip(rows).find(|(value, _)| **value < 0.0);
    match found {
        None => Ok(()),
        Some((&value, &row)) => Err(faults::negative(name, row, value)),
    }
}

/// The rows without a reason to be left out, ascending.
fn usable(frame: &Frame, request: &Request, dropped: &mut Dropped) -> Result<Vec<u32>, BasisError> {
    let mut reasons: Vec<Option<Reason>> = vec![None; frame.rows()];
    for name in request.columns() {
        let column = frame.column(name)?;
        for (row, reason) in reasons.iter_mut().enumerate() {
            if column.is_missing(row) {
                *reason = Some(Reason::Missing);
            }
        }
    }
    // Every cell of the columns is looked at, of rows left out too: a number
    // that is not one is a fault of the table.
    for name in request.columns() {
        if let Column::Numbers(numbers) = frame.column(name)? {
            refuse_infinite(name, numbers)?;
        }
    }
    for name in logged(request) {
        let numbers = faults::numbers(frame, name)?;
        leave_out(&mut reasons, numbers, Reason::Undefined, |value| {
            value <= 0.0
        });
    }
    if let Some(name) = &request.weights {
        let numbers = faults::numbers(frame, name)?;
        leave_out(&mut reasons, numbers, Reason::ZeroWeight, |value| {
            value == 0.0
        });
    }
    let mut rows = Vec::with_capacity(frame.rows());
    for (row, reason) in (0..).zip(reasons) {
        match reason {
            None => rows.push(row),
            Some(reason) => dropped.push(row, reason),
        }
    }
    rows.shrink_to_fit();
    Ok(rows)
}

fn refuse_infinite(name: &str, numbers: &Numbers) -> Result<(), BasisError> {
    let found = (0..numbers.len()).find_map(|row| {
        let value = numbers.get(row).filter(|value| !value.is_finite())?;
        Some((row as u32, value))
    });
    found.map_or(Ok(()), |(row, value)| {
        Err(faults::not_finite(name, row, value))
    })
}

fn leave_out(
    reasons: &mut [Option<Reason>],
    numbers: &Numbers,
    why: Reason,
    applies: impl Fn(f64) -> bool,
) {
    for (row, reason) in reasons.iter_mut().enumerate() {
        if reason.is_none() && numbers.get(row).is_some_and(&applies) {
            *reason = Some(why);
        }
    }
}

/// The columns whose logarithm is taken.
fn logged(request: &Request) -> impl Iterator<Item = &str> {
    let terms = std::iter::once(&request.y)
        .chain(&request.x)
        .chain(&request.offset);
    terms.flat_map(Term::parts).filter_map(|part| match part {
        Part::Log(name) => Some(name.as_str()),
        _ => None,
    })
}

impl Sample {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Keeps the rows at `places`, ascending.
    pub fn keep(&mut self, places: &[u32]) {
        let take = |values: &mut Vec<f64>| *values = taken(values, places);
        self.rows = taken(&self.rows, places);
        take(&mut self.y);
        self.x.iter_mut().for_each(take);
        self.weights.iter_mut().for_each(take);
        self.offset.iter_mut().for_each(take);
        for factor in self.effects.iter_mut().chain(&mut self.clusters) {
            *factor = factor.keep(places);
        }
    }
}

fn taken<T: Copy>(values: &[T], places: &[u32]) -> Vec<T> {
    places
        .iter()
        .filter_map(|&place| values.get(place as usize).copied())
        .collect()
}
