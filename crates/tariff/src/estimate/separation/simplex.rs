//! Separation as a linear programme, for designs that fit a dense matrix.

use super::super::sample::Sample;

/// What counts as zero once columns are in units of their largest value.
const ZERO: f64 = 1e-9;
/// What counts as positive among values that reach to one.
const POSITIVE: f64 = 1e-6;

/// The separated rows.
///
/// max Σ s over s = Zγ in the rows with y = 0, subject to Zγ = 0 in the rows
/// with y > 0 and 0 ≤ s ≤ 1. Rows with s > 0 at the maximum are separated.
/// Combinations that are nowhere negative form a cone: added to enough of the
/// one found, another may take any value in its rows. So they put no bound on
/// it, and the rest is solved without them until nothing is positive.
pub(super) fn separated(sample: &Sample) -> Vec<bool> {
    let (zero, positive) = design(sample);
    let free = null_space(positive);
    let slack = combined(&zero, &free, sample);
    let mut left: Vec<usize> = (0..slack.len()).collect();
    let mut found = vec![false; slack.len()];
    loop {
        let rows = left.iter().map(|&row| slack[row].clone()).collect();
        let value = Programme::new(rows).solve();
        let before = left.len();
        let mut value = value.into_iter();
        left.retain(|&row| {
            found[row] = value.next().is_some_and(|value| value > POSITIVE);
            !found[row]
        });
        if left.len() == before {
            break;
        }
    }
    let mut found = found.into_iter();
    let rows = sample.y.iter();
    rows.map(|&y| y <= 0.0 && found.next().unwrap_or(false))
        .collect()
}

/// The dense rows with y = 0, and those with y > 0.
fn design(sample: &Sample) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let x: Vec<Vec<f64>> = sample.x.iter().map(|x| super::scaled(x)).collect();
    let row = |place: usize| {
        let mut row: Vec<f64> = x.iter().map(|x| x[place]).collect();
        for effect in &sample.effects {
            let own = effect.codes[place] as usize;
            row.extend((0..effect.groups).map(|group| f64::from(u8::from(group == own))));
        }
        row
    };
    let places = 0..sample.len();
    let (zero, positive): (Vec<usize>, Vec<usize>) =
        places.partition(|&place| sample.y[place] <= 0.0);
    (
        zero.into_iter().map(row).collect(),
        positive.into_iter().map(row).collect(),
    )
}

/// A basis of the γ with Aγ = 0, by elimination with the largest pivot.
fn null_space(mut a: Vec<Vec<f64>>) -> Basis {
    let width = a.first().map_or(0, Vec::len);
    let mut pivots: Vec<(usize, usize)> = Vec::new();
    for row in 0..a.len() {
        let taken = |column: usize| pivots.iter().any(|&(_, pivot)| pivot == column);
        let Some((at, column)) = largest(&a, row, |column| !taken(column)) else {
            break;
        };
        a.swap(row, at);
        let own = a[row].clone();
        for (other, values) in a.iter_mut().enumerate() {
            let factor = values[column] / own[column];
            if other == row {
                values.iter_mut().for_each(|value| *value /= own[column]);
            } else if factor != 0.0 {
                values
                    .iter_mut()
                    .zip(&own)
                    .for_each(|(value, own)| *value -= factor * own);
            }
        }
        pivots.push((row, column));
    }
    let is_pivot = |column: &usize| pivots.iter().any(|(_, pivot)| pivot == column);
    let free: Vec<usize> = (0..width).filter(|column| !is_pivot(column)).collect();
    let vectors = free.iter().map(|&column| {
        let mut vector = vec![0.0; width];
        vector[column] = 1.0;
        for &(row, pivot) in &pivots {
            vector[pivot] = -a[row][column];
        }
        vector
    });
    Basis {
        vectors: vectors.collect(),
    }
}

struct Basis {
    vectors: Vec<Vec<f64>>,
}

/// The cell of the largest absolute value from `first` on, above zero.
fn largest(a: &[Vec<f64>], first: usize, free: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let mut best = (ZERO, None);
    for (row, values) in a.iter().enumerate().skip(first) {
        for (column, value) in values.iter().enumerate() {
            if value.abs() > best.0 && free(column) {
                best = (value.abs(), Some((row, column)));
            }
        }
    }
    best.1
}

/// Z times the basis: a row for each y = 0. Where nothing is positive the
/// whole space is free.
fn combined(zero: &[Vec<f64>], free: &Basis, sample: &Sample) -> Vec<Vec<f64>> {
    if sample.y.iter().all(|&y| y <= 0.0) {
        return zero.to_vec();
    }
    let of = |row: &Vec<f64>| {
        let products = free.vectors.iter().map(|vector| {
            let sum: f64 = row.iter().zip(vector).map(|(a, b)| a * b).sum();
            if sum.abs() < ZERO { 0.0 } else { sum }
        });
        products.collect()
    };
    zero.iter().map(of).collect()
}

/// max Σ s, s = T s_N, 0 ≤ s ≤ 1, by the simplex method with Bland's rule.
struct Programme {
    /// The rows in terms of the nonbasic ones.
    table: Vec<Vec<f64>>,
    /// Which row each column stands for.
    nonbasic: Vec<usize>,
    value: Vec<f64>,
}

impl Programme {
    /// Picks independent rows of `slack` as the first nonbasic ones.
    fn new(mut slack: Vec<Vec<f64>>) -> Self {
        let rows = slack.len();
        let mut nonbasic: Vec<usize> = Vec::new();
        let mut columns: Vec<usize> = Vec::new();
        while let Some((row, column)) = {
            let taken = |at: &usize| nonbasic.contains(at);
            let candidates = (0..rows).filter(|at| !taken(at));
            pivot(&slack, candidates, &columns)
        } {
            turn(&mut slack, row, column);
            nonbasic.push(row);
            columns.push(column);
        }
        let table = slack
            .iter()
            .map(|row| columns.iter().map(|&column| row[column]).collect())
            .collect();
        Self {
            table,
            nonbasic,
            value: vec![0.0; rows],
        }
    }

    fn solve(mut self) -> Vec<f64> {
        // Bland's rule ends; the bound only guards against rounding.
        for _ in 0..50 * (self.value.len() + 10) {
            let Some((column, up)) = self.entering() else {
                break;
            };
            self.advance(column, up);
        }
        self.value
    }

    fn is_nonbasic(&self, row: usize) -> bool {
        self.nonbasic.contains(&row)
    }

    /// The nonbasic row of the lowest number whose change raises the sum.
    fn entering(&self) -> Option<(usize, bool)> {
        let gains = (0..self.nonbasic.len()).filter_map(|column| {
            let gain: f64 = self.table.iter().map(|row| row[column]).sum();
            let up = self.value[self.nonbasic[column]] < 0.5;
            let raises = if up { gain > ZERO } else { gain < -ZERO };
            raises.then_some((column, up))
        });
        gains.min_by_key(|&(column, _)| self.nonbasic[column])
    }

    /// Moves the entering row until it or a basic one meets a bound.
    fn advance(&mut self, column: usize, up: bool) {
        let sign = if up { 1.0 } else { -1.0 };
        let own = self.nonbasic[column];
        let mut far = 1.0;
        let mut leaving = None;
        for row in 0..self.value.len() {
            let rate = sign * self.table[row][column];
            if self.is_nonbasic(row) || rate.abs() <= ZERO {
                continue;
            }
            let room = if rate > 0.0 {
                1.0 - self.value[row]
            } else {
                self.value[row]
            };
            let reach = (room / rate.abs()).max(0.0);
            if reach < far - 1e-12 {
                (far, leaving) = (reach, Some(row));
            }
        }
        for row in 0..self.value.len() {
            if !self.is_nonbasic(row) {
                self.value[row] += sign * self.table[row][column] * far;
            }
        }
        self.value[own] = if leaving.is_some() {
            self.value[own] + sign * far
        } else {
            f64::from(u8::from(up))
        };
        if let Some(row) = leaving {
            self.value[row] = self.value[row].round();
            turn(&mut self.table, row, column);
            self.nonbasic[column] = row;
        }
    }
}

/// The largest cell among the candidate rows and the columns not yet taken.
fn pivot(
    slack: &[Vec<f64>],
    candidates: impl Iterator<Item = usize>,
    taken: &[usize],
) -> Option<(usize, usize)> {
    let mut best = (ZERO, None);
    for row in candidates {
        for (column, value) in slack[row].iter().enumerate() {
            if value.abs() > best.0 && !taken.contains(&column) {
                best = (value.abs(), Some((row, column)));
            }
        }
    }
    best.1
}

/// Changes coordinates so that `row` becomes the unit of `column`.
fn turn(table: &mut [Vec<f64>], row: usize, column: usize) {
    let own = table[row].clone();
    for values in table.iter_mut() {
        let unit = values[column] / own[column];
        for (at, value) in values.iter_mut().enumerate() {
            *value = match at == column {
                true => unit,
                false => *value - unit * own[at],
            };
            if value.abs() < 1e-12 {
                *value = 0.0;
            }
        }
    }
}
