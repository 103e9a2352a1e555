//! Small symmetric systems, solved exactly.

/// The `x` with `A x = b`, by `A = L Lᵀ`; none when `A` is not positive
/// definite.
///
/// Inputs: `a` square and symmetric, only its lower half is read; `b` as long.
pub(super) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for column in 0..n {
        for row in column..n {
            let (upper, lower) = a.split_at_mut(row);
            let known = if row == column {
                lower[0][..column].iter().map(|l| l * l).sum::<f64>()
            } else {
                dot(&upper[column][..column], &lower[0][..column])
            };
            let rest = lower[0][column] - known;
            lower[0][column] = if row == column {
                (rest > 0.0).then(|| rest.sqrt())?
            } else {
                rest / upper[column][column]
            };
        }
    }
    for row in 0..n {
        b[row] = (b[row] - dot(&a[row][..row], &b[..row])) / a[row][row];
    }
    for row in (0..n).rev() {
        let below: f64 = (row + 1..n).map(|k| a[k][row] * b[k]).sum();
        b[row] = (b[row] - below) / a[row][row];
    }
    b.iter().all(|x| x.is_finite()).then_some(b)
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_system_without_a_minimum_has_no_solution() {
        let flat = vec![vec![1.0, 1.0], vec![1.0, 1.0]];
        assert_eq!(solve(flat, vec![1.0, 2.0]), None);
        assert_eq!(solve(vec![vec![4.0]], vec![2.0]), Some(vec![0.5]));
    }

    proptest! {
        #[test]
        fn the_solution_solves(of in prop::collection::vec(-1.0f64..1.0, 16), x in prop::collection::vec(-9.0f64..9.0, 4)) {
            // Gᵀ G + I is symmetric and positive definite for any G.
            let g = |row: usize, column: usize| of[4 * row + column];
            let mut a = vec![vec![0.0; 4]; 4];
            for (i, row) in a.iter_mut().enumerate() {
                for (j, cell) in row.iter_mut().enumerate() {
                    *cell = (0..4).map(|k| g(k, i) * g(k, j)).sum::<f64>() + f64::from(u8::from(i == j));
                }
            }
            let b: Vec<f64> = a.iter().map(|row| dot(row, &x)).collect();
            let found = solve(a, b).unwrap();
            for (found, x) in found.iter().zip(&x) {
                prop_assert!((found - x).abs() < 1e-9);
            }
        }
    }
}
