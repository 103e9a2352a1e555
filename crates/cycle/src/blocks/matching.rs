//! Which equation determines which variable.

/// For every row (equation) the columns (variables) it could determine, as
/// one flat list.
///
/// ```
/// use triffin_cycle::blocks::Incidence;
/// let incidence = Incidence::new(2, [vec![0, 1], vec![0]]);
/// assert_eq!(incidence.row(0), [0, 1]);
/// assert_eq!((incidence.rows(), incidence.columns()), (2, 2));
/// ```
#[derive(Clone, Debug)]
pub struct Incidence {
    starts: Vec<usize>,
    columns: Vec<usize>,
    width: usize,
}

impl Incidence {
    /// The incidence of these rows over `width` columns.
    pub fn new(width: usize, rows: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let (mut starts, mut columns) = (vec![0], Vec::new());
        for row in rows {
            columns.extend(row);
            starts.push(columns.len());
        }
        Self {
            starts,
            columns,
            width,
        }
    }

    /// The columns of one row.
    pub fn row(&self, row: usize) -> &[usize] {
        &self.columns[self.starts[row]..self.starts[row + 1]]
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.width
    }
}

/// A set of pairs of a row and a column, no row and no column twice, that no
/// larger set exceeds.
///
/// Source: Kuhn 1955, The Hungarian method for the assignment problem
/// (augmenting paths; what a failed search reached is not searched again).
#[derive(Clone, Debug)]
pub struct Matching {
    /// The column of each row.
    pub column_of: Vec<Option<usize>>,
    /// The row of each column.
    pub row_of: Vec<Option<usize>>,
}

impl Matching {
    /// A maximum matching that keeps the pairs of `wished` (row, column)
    /// where it can, the earlier ones first.
    ///
    /// Rows that stay alone are, where possible, the last ones.
    pub fn maximum(
        incidence: &Incidence,
        wished: impl IntoIterator<Item = (usize, usize)>,
    ) -> Self {
        let mut matching = Self {
            column_of: vec![None; incidence.rows()],
            row_of: vec![None; incidence.columns()],
        };
        for (row, column) in wished {
            if matching.column_of[row].is_none() && matching.row_of[column].is_none() {
                matching.pair(row, column);
            }
        }
        let mut search = Search::new(incidence);
        for row in 0..incidence.rows() {
            if matching.column_of[row].is_none() {
                search.augment(row, &mut matching);
            }
        }
        matching
    }

    /// The rows without a column.
    pub fn lone_rows(&self) -> impl Iterator<Item = usize> + '_ {
        lone(&self.column_of)
    }

    /// The columns without a row.
    pub fn lone_columns(&self) -> impl Iterator<Item = usize> + '_ {
        lone(&self.row_of)
    }

    fn pair(&mut self, row: usize, column: usize) {
        self.column_of[row] = Some(column);
        self.row_of[column] = Some(row);
    }
}

fn lone(partners: &[Option<usize>]) -> impl Iterator<Item = usize> + '_ {
    let at = |(place, partner): (usize, &Option<usize>)| partner.is_none().then_some(place);
    partners.iter().enumerate().filter_map(at)
}

/// Marks a column behind which no free one is left.
const DEAD: usize = usize::MAX;

/// A depth-first search for augmenting paths that keeps its own stack.
struct Search<'a> {
    incidence: &'a Incidence,
    /// The search that last reached each column.
    seen: Vec<usize>,
    stamp: usize,
    /// The columns this search reached.
    reached: Vec<usize>,
    /// The rows on the path and the next edge each will try.
    path: Vec<(usize, usize)>,
}

impl<'a> Search<'a> {
    fn new(incidence: &'a Incidence) -> Self {
        Self {
            incidence,
            seen: vec![0; incidence.columns()],
            stamp: 0,
            reached: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Gives `start` a column if an augmenting path leads to a free one.
    fn augment(&mut self, start: usize, matching: &mut Matching) -> bool {
        self.stamp += 1;
        self.reached.clear();
        self.path.clear();
        self.path.push((start, 0));
        while let Some((row, next)) = self.path.last_mut() {
            let Some(&column) = self.incidence.row(*row).get(*next) else {
                self.path.pop();
                continue;
            };
            *next += 1;
            if self.seen[column] == self.stamp || self.seen[column] == DEAD {
                continue;
            }
            self.seen[column] = self.stamp;
            self.reached.push(column);
            match matching.row_of[column] {
                Some(holder) => self.path.push((holder, 0)),
                None => {
                    self.shift(matching);
                    return true;
                }
            }
        }
        // No later search finds a free column behind these either (Kuhn's
        // Hungarian tree), so that no edge is walked by two failed searches.
        for &column in &self.reached {
            self.seen[column] = DEAD;
        }
        false
    }

    /// Pairs every row of the path with the column its edge leads to.
    fn shift(&self, matching: &mut Matching) {
        for &(row, next) in &self.path {
            matching.pair(row, self.incidence.row(row)[next - 1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_is_augmented_through_rows_that_hold_the_column() {
        // Both rows want column 0; only the first has another.
        let incidence = Incidence::new(2, [vec![0, 1], vec![0]]);
        let matching = Matching::maximum(&incidence, [(0, 0)]);
        assert_eq!(matching.column_of, [Some(1), Some(0)]);
        assert_eq!(matching.lone_rows().count(), 0);
    }

    #[test]
    fn the_last_of_three_rows_for_two_columns_stays_alone() {
        let incidence = Incidence::new(2, [vec![0], vec![1], vec![0, 1]]);
        let matching = Matching::maximum(&incidence, []);
        assert_eq!(matching.lone_rows().collect::<Vec<_>>(), [2]);
    }

    /// The size of a maximum matching by trying every subset of pairs.
    fn brute(incidence: &Incidence, row: usize, taken: &mut Vec<bool>) -> usize {
        if row == incidence.rows() {
            return 0;
        }
        let mut best = brute(incidence, row + 1, taken);
        for &column in incidence.row(row) {
            if !std::mem::replace(&mut taken[column], true) {
                best = best.max(1 + brute(incidence, row + 1, taken));
                taken[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_matching_is_larger(rows in prop::collection::vec(prop::collection::vec(0..5_usize, 0..4), 0..6)) {
            let incidence = Incidence::new(5, rows);
            let matching = Matching::maximum(&incidence, []);
            let pairs = matching.column_of.iter().flatten().count();
            prop_assert_eq!(pairs, brute(&incidence, 0, &mut vec![false; 5]));
            for (row, column) in matching.column_of.iter().enumerate() {
                if let Some(column) = column {
                    prop_assert!(incidence.row(row).contains(column));
                    prop_assert_eq!(matching.row_of[*column], Some(row));
                }
            }
        }
    }
}
