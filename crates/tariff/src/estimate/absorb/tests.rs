//! Absorption against a dense projection, and its own identities.

use proptest::prelude::*;

use super::super::factors::Factor;
use super::*;

fn factor(codes: &[u32]) -> Factor {
    let groups = codes.iter().max().map_or(0, |&code| code as usize + 1);
    let codes = codes.to_vec();
    let places: Vec<u32> = (0..codes.len() as u32).collect();
    Factor { codes, groups }.keep(&places)
}

/// What is left of `column`, by Gram–Schmidt on the zero–one columns.
fn dense(effects: &[Factor], weights: &[f64], column: &[f64]) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| -> f64 {
        a.iter()
            .zip(b)
            .zip(weights)
            .map(|((a, b), w)| a * b * w)
            .sum()
    };
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let take_off = |basis: &[Vec<f64>], column: &mut Vec<f64>| {
        for _ in 0..2 {
            for each in basis {
                let part = dot(each, column);
                column
                    .iter_mut()
                    .zip(each)
                    .for_each(|(x, b)| *x -= part * b);
            }
        }
    };
    for effect in effects {
        for group in 0..effect.groups {
            let is = |&code: &u32| f64::from(u8::from(code as usize == group));
            let mut zero_one: Vec<f64> = effect.codes.iter().map(is).collect();
            take_off(&basis, &mut zero_one);
            let norm = dot(&zero_one, &zero_one).sqrt();
            if norm > 1e-9 {
                zero_one.iter_mut().for_each(|x| *x /= norm);
                basis.push(zero_one);
            }
        }
    }
    let mut left = column.to_vec();
    take_off(&basis, &mut left);
    left
}

fn sorted(effects: &mut [Factor], weights: &mut Vec<f64>, columns: &mut [Vec<f64>]) {
    let Some(order) = Layout::order(effects) else {
        return;
    };
    let by = |values: &[f64]| order.iter().map(|&row| values[row as usize]).collect();
    *weights = by(weights);
    for column in columns {
        *column = by(column);
    }
    for effect in effects {
        *effect = effect.keep(&order);
    }
}

fn codes(rows: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..5_u32, rows)
}

fn design() -> impl Strategy<Value = (Vec<Vec<u32>>, Vec<f64>, Vec<Vec<f64>>)> {
    (2..40_usize, 1..5_usize, 1..6_usize).prop_flat_map(|(rows, effects, columns)| {
        (
            prop::collection::vec(codes(rows), effects),
            prop::collection::vec(0.01..10.0_f64, rows),
            prop::collection::vec(prop::collection::vec(-5.0..5.0_f64, rows), columns),
        )
    })
}

proptest! {
    #[test]
    fn what_is_left_is_the_residual_of_the_dense_projection(
        (effects, mut weights, mut columns) in design()
    ) {
        let mut effects: Vec<Factor> = effects.iter().map(|codes| factor(codes)).collect();
        sorted(&mut effects, &mut weights, &mut columns);
        let expected: Vec<Vec<f64>> =
            columns.iter().map(|column| dense(&effects, &weights, column)).collect();
        let layout = Layout::of(&effects);
        let weighted = Weighted::new(&layout, &weights);
        let aims = vec![Aim::Left(1e-12); columns.len()];
        absorb(&weighted, &mut columns, &aims);
        for (column, expected) in columns.iter().zip(&expected) {
            for (x, e) in column.iter().zip(expected) {
                prop_assert!((x - e).abs() < 1e-7, "{x} is not {e}");
            }
        }
    }

    #[test]
    fn a_column_is_the_same_bits_beside_others_and_alone(
        (effects, mut weights, mut columns) in design()
    ) {
        let mut effects: Vec<Factor> = effects.iter().map(|codes| factor(codes)).collect();
        sorted(&mut effects, &mut weights, &mut columns);
        let layout = Layout::of(&effects);
        let weighted = Weighted::new(&layout, &weights);
        let mut alone = columns.clone();
        for column in alone.chunks_mut(1) {
            absorb(&weighted, column, &[Aim::Left(1e-10)]);
        }
        let aims = vec![Aim::Left(1e-10); columns.len()];
        absorb(&weighted, &mut columns, &aims);
        prop_assert_eq!(alone, columns);
    }
}
