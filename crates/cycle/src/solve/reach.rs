//! How small an unknown may be before its size stops to matter.
//!
//! An unknown near zero has no size of its own to measure a step by: the
//! expected depreciation of a pegged rate, the revenue of a tariff that is
//! not levied. Measured beside itself its rounding would be a whole step and
//! no step would ever come nearer. What it does to the other equations gives
//! it a size: a change that moves none of them by a thousandth of their terms.

use crate::compile::Entry;

/// The share of another equation's terms below which an unknown is small.
const SMALL: f64 = 1e-3;
/// How far sizes are passed on along unknowns that are all near zero.
const SWEEPS: usize = 3;

/// The least size of each unknown and the least scale of each residual.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    /// In the unit of the unknown; 0 where nothing else holds it.
    pub(crate) unknown: Vec<f64>,
    /// In the unit of the residual; its terms where they are larger.
    pub(crate) residual: Vec<f64>,
}

impl Reach {
    /// s_i = SMALL · min over j ≠ i of t_j / |J_ji|, t_j = max(terms_j, s_j |J_jj|)
    pub(crate) fn measure(
        &mut self,
        entries: &[Entry],
        value: impl Fn(&Entry) -> f64,
        terms: &[f64],
    ) {
        let places = || {
            let sized = entries.iter().map(|entry| (entry, value(entry).abs()));
            sized
                .filter(|(_, size)| *size > 0.0)
                .map(|(entry, size)| (entry.row as usize, entry.column as usize, size))
        };
        self.residual.clear();
        self.residual.extend_from_slice(terms);
        for _ in 0..SWEEPS {
            self.unknown.clear();
            self.unknown.resize(terms.len(), f64::INFINITY);
            for (row, column, size) in places().filter(|(row, column, _)| row != column) {
                let least = &mut self.unknown[column];
                *least = least.min(SMALL * self.residual[row] / size);
            }
            for least in self.unknown.iter_mut().filter(|least| !least.is_finite()) {
                *least = 0.0;
            }
            for (row, column, size) in places().filter(|(row, column, _)| row == column) {
                self.residual[row] = terms[row].max(self.unknown[column] * size);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(entries: &[(u32, u32, f64)], terms: &[f64]) -> Reach {
        let listed: Vec<Entry> = (0u32..)
            .zip(entries)
            .map(|(register, (row, column, _))| Entry {
                row: *row,
                column: *column,
                register,
            })
            .collect();
        let mut reach = Reach::default();
        reach.measure(&listed, |entry| entries[entry.register as usize].2, terms);
        reach
    }

    /// x0 ≈ 0 moves an equation of size 100 by 5 a unit.
    #[test]
    fn an_unknown_near_zero_takes_its_size_from_what_it_moves() {
        let found = reach(&[(0, 0, 1.0), (1, 0, -5.0), (1, 1, 1.0)], &[1e-30, 100.0]);
        assert_eq!(found.unknown, [1e-3 * 100.0 / 5.0, 0.0]);
        assert_eq!(found.residual, [0.02, 100.0]);
    }

    /// x0 moves x1 alone, itself near zero, which moves x2.
    #[test]
    fn sizes_are_passed_on_along_unknowns_near_zero() {
        let chain = [
            (0, 0, 1.0),
            (1, 0, 1.0),
            (1, 1, 1.0),
            (2, 1, 1.0),
            (2, 2, 1.0),
        ];
        let found = reach(&chain, &[0.0, 0.0, 1000.0]);
        assert_eq!(found.unknown[1], 1.0);
        assert_eq!(found.unknown[0], 1e-3);
    }
}
