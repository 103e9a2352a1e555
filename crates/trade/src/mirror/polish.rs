//! An additive fit of a table by medians.

use std::collections::BTreeMap;

use super::median::{Middle, middle};

/// One cell of a table with gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// What is in it.
    pub value: f64,
}

/// A table as `common + row + column + rest`.
#[derive(Clone, Debug, PartialEq)]
pub struct Polished {
    /// The middle of the table.
    pub common: Middle,
    /// What a row adds, with the interval of its own cells.
    pub rows: BTreeMap<usize, Middle>,
    /// What a column adds, likewise.
    pub columns: BTreeMap<usize, Middle>,
}

/// Rounds after which the fit stops: it settles in a few.
const ROUNDS: usize = 10;

/// Rounds that move no effect by more than this are the last, log points.
const SETTLED: f64 = 1e-7;

/// `y_ij = μ + a_i + b_j + rest`, each the median of what the others leave
///
/// Tukey's median polish of a table with gaps: rows and columns in turn give
/// up the median of what is left in them, and the median of either's effects
/// goes to μ. Linear in the cells but for sorting. None of an empty table.
///
/// Unit: that of the cells.
///
/// Source: J. W. Tukey, Exploratory Data Analysis (1977), chapter 11.
pub fn polish(cells: &[Cell]) -> Option<Polished> {
    let mut values: Vec<f64> = cells.iter().map(|cell| cell.value).collect();
    let common = middle(&mut values)?;
    let mut rest: Vec<Cell> = cells.to_vec();
    for cell in &mut rest {
        cell.value -= common.value;
    }
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..ROUNDS {
        let moved = sweep(&mut rest, &mut rows, |cell| cell.row).max(sweep(
            &mut rest,
            &mut columns,
            |cell| cell.column,
        ));
        if moved < SETTLED {
            break;
        }
    }
    let lift = centre(&mut rows) + centre(&mut columns);
    Some(Polished {
        common: Middle {
            value: common.value + lift,
            ..common
        },
        rows,
        columns,
    })
}

/// Takes the median of the effects out of them, so that a line of no effect is
/// the usual one.
fn centre(effects: &mut BTreeMap<usize, Middle>) -> f64 {
    let mut values: Vec<f64> = effects.values().map(|effect| effect.value).collect();
    let Some(centre) = middle(&mut values) else {
        return 0.0;
    };
    for effect in effects.values_mut() {
        effect.value -= centre.value;
    }
    centre.value
}

/// Takes the median of every line out of its cells; the largest taken.
fn sweep(rest: &mut [Cell], effects: &mut BTreeMap<usize, Middle>, of: fn(&Cell) -> usize) -> f64 {
    let mut lines: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for cell in rest.iter() {
        lines.entry(of(cell)).or_default().push(cell.value);
    }
    let taken: BTreeMap<usize, Middle> = lines
        .into_iter()
        .filter_map(|(line, mut values)| Some((line, middle(&mut values)?)))
        .collect();
    for cell in rest {
        cell.value -= taken[&of(cell)].value;
    }
    let mut most: f64 = 0.0;
    for (line, middle) in taken {
        most = most.max(middle.value.abs());
        let before = effects.get(&line).map_or(0.0, |effect| effect.value);
        let value = before + middle.value;
        effects.insert(line, Middle { value, ..middle });
    }
    most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A table of sums with one gross error, which medians leave in the rest.
    #[test]
    fn one_gross_error_moves_no_effect() {
        let mut cells = Vec::new();
        for row in 0..5 {
            for column in 0..5 {
                let value = 7.0 + f64::from(row as i32 - 2) + 10.0 * f64::from(column as i32 - 2);
                cells.push(Cell { row, column, value });
            }
        }
        cells[7].value += 1e6;
        let told = polish(&cells).unwrap();
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-6, "{told:?}");
        near(told.common.value, 7.0);
        near(told.rows[&4].value, 2.0);
        near(told.columns[&0].value, -20.0);
        assert_eq!(told.rows[&1].n, 5);
        assert_eq!(polish(&[]), None);
    }

    proptest! {
        /// Effects that no error hides are found again, up to the level that
        /// rows and columns may share, which their sums do not show.
        #[test]
        fn a_table_of_sums_is_taken_apart(a in prop::collection::vec(-0.2f64..0.2, 7), b in prop::collection::vec(-0.2f64..0.2, 7)) {
            let mut cells = Vec::new();
            for (row, x) in a.iter().enumerate() {
                for (column, y) in b.iter().enumerate() {
                    cells.push(Cell { row, column, value: x + y });
                }
            }
            let told = polish(&cells).unwrap();
            for cell in &cells {
                let sum = told.common.value + told.rows[&cell.row].value + told.columns[&cell.column].value;
                prop_assert!((sum - cell.value).abs() < 1e-6, "{sum} {}", cell.value);
            }
        }
    }
}
