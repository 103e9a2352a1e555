//! A term as columns of numbers: one, or one a level.

use triffin_basis::BasisError;

use super::faults;
use super::frame::{Column, Frame};
use super::term::{Part, Term};

/// More columns than this belong among the effects.
const MOST: usize = 2_000;

/// The columns `term` stands for on `rows`, each with its name.
pub(crate) fn columns(
    frame: &Frame,
    term: &Term,
    rows: &[u32],
) -> Result<Vec<(String, Vec<f64>)>, BasisError> {
    let mut product: Vec<(String, Vec<f64>)> = Vec::new();
    for part in term.parts() {
        let columns = of_part(frame, part, rows)?;
        product = match product.is_empty() {
            true => columns,
            false => multiplied(&product, &columns),
        };
        if product.len() > MOST {
            return Err(faults::too_many_levels(term, product.len()));
        }
    }
    Ok(product)
}

fn multiplied(
    ones: &[(String, Vec<f64>)],
    others: &[(String, Vec<f64>)],
) -> Vec<(String, Vec<f64>)> {
    let pairs = ones
        .iter()
        .flat_map(|one| others.iter().map(move |other| (one, other)));
    pairs
        .map(|((name, column), (other_name, other))| {
            let values = column.iter().zip(other).map(|(a, b)| a * b).collect();
            (format!("{name}:{other_name}"), values)
        })
        .collect()
}

fn of_part(
    frame: &Frame,
    part: &Part,
    rows: &[u32],
) -> Result<Vec<(String, Vec<f64>)>, BasisError> {
    match part {
        Part::Column(name) => {
            let numbers = faults::numbers(frame, name)?;
            let values = rows
                .iter()
                .map(|&row| numbers.get(row as usize).unwrap_or(f64::NAN));
            Ok(vec![(part.to_string(), values.collect())])
        }
        Part::Log(name) => {
            let numbers = faults::numbers(frame, name)?;
            let values = rows
                .iter()
                .map(|&row| numbers.get(row as usize).unwrap_or(f64::NAN).ln());
            Ok(vec![(part.to_string(), values.collect())])
        }
        Part::Levels { column, reference } => of_levels(frame, column, reference.as_deref(), rows),
    }
}

/// One zero–one column a level that `rows` have, in ascending order.
fn of_levels(
    frame: &Frame,
    name: &str,
    reference: Option<&str>,
    rows: &[u32],
) -> Result<Vec<(String, Vec<f64>)>, BasisError> {
    let column = frame.column(name)?;
    let labels = in_order(column, rows);
    if labels.len() > MOST {
        return Err(faults::too_many_levels(name, labels.len()));
    }
    if let Some(reference) = reference
        && !labels.iter().any(|(label, _)| label == reference)
    {
        return Err(faults::no_level(name, reference, &labels));
    }
    let kept = labels
        .into_iter()
        .filter(|(label, _)| Some(label.as_str()) != reference);
    Ok(kept
        .map(|(label, key)| {
            let values = rows
                .iter()
                .map(|&row| f64::from(u8::from(key_of(column, row) == key)));
            (format!("{name}={label}"), values.collect())
        })
        .collect())
}

/// The levels that `rows` have, each with what tells it apart.
fn in_order(column: &Column, rows: &[u32]) -> Vec<(String, u64)> {
    let mut keys: Vec<u64> = Vec::new();
    let mut last = None;
    for &row in rows {
        let key = key_of(column, row);
        if last != Some(key) && keys.len() <= 4 * MOST {
            keys.push(key);
        }
        if keys.len() > 2 * MOST {
            keys.sort_unstable();
            keys.dedup();
        }
        last = Some(key);
    }
    keys.sort_unstable();
    keys.dedup();
    let mut levels: Vec<(String, u64)> = match column {
        Column::Labels(labels) => keys
            .into_iter()
            .filter_map(|key| Some((labels.levels().get(key as usize)?.clone(), key)))
            .collect(),
        Column::Numbers(_) => {
            let mut values: Vec<f64> = keys.into_iter().map(f64::from_bits).collect();
            values.sort_by(f64::total_cmp);
            let named = values.into_iter();
            return named
                .map(|value| (value.to_string(), value.to_bits()))
                .collect();
        }
    };
    levels.sort();
    levels
}

fn key_of(column: &Column, row: u32) -> u64 {
    match column {
        Column::Labels(labels) => labels
            .codes()
            .get(row as usize)
            .map_or(u64::MAX, |&code| code.into()),
        Column::Numbers(numbers) => (numbers.get(row as usize).unwrap_or(f64::NAN) + 0.0).to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::{Labels, Numbers};
    use super::*;

    fn frame() -> Frame {
        let mut frame = Frame::new();
        frame
            .push("year", Numbers::new(vec![1990.0, 1986.0, 1990.0]))
            .unwrap();
        frame
            .push("intl", Numbers::new(vec![1.0, 1.0, 0.0]))
            .unwrap();
        let regions = [Some("b"), Some("a"), Some("b")];
        frame.push("region", Labels::from_texts(regions)).unwrap();
        frame
    }

    fn names(term: &str) -> Vec<String> {
        let columns = columns(&frame(), &term.parse().unwrap(), &[0, 1, 2]).unwrap();
        columns.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_level_is_a_column() {
        assert_eq!(names("i(year)"), ["year=1986", "year=1990"]);
        assert_eq!(names("i(year,1986):intl"), ["year=1990:intl"]);
        assert_eq!(names("i(region)"), ["region=a", "region=b"]);
        let term = "i(year,1986):intl".parse().unwrap();
        let columns = columns(&frame(), &term, &[0, 1, 2]).unwrap();
        assert_eq!(columns[0].1, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn the_reference_must_be_a_level_and_labels_are_no_numbers() {
        let rows = [0, 1, 2];
        let absent = columns(&frame(), &"i(year,1987)".parse().unwrap(), &rows).unwrap_err();
        assert_eq!(absent.code(), "E-GRAVITY-LEVEL");
        let labels = columns(&frame(), &"region".parse().unwrap(), &rows).unwrap_err();
        assert_eq!(labels.code(), "E-GRAVITY-NUMBERS");
    }
}
