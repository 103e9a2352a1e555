//! Identities of the correction.

use proptest::prelude::*;

use super::super::dense;
use super::effects::Effects;
use super::leverage::leverage;
use super::pairs::{Pair, Pairs, Scores};

fn pair<'a>(shares: Vec<f64>, total: f64, times: &'a [u32], rows: &'a [u32]) -> Pair<'a> {
    Pair {
        times,
        rows,
        exporter: 0,
        importer: 0,
        total,
        score: vec![0.0; shares.len()],
        shares,
    }
}

/// ϑ = exp π/Σ exp π.
fn shares(pi: &[f64]) -> Vec<f64> {
    let sum: f64 = pi.iter().map(|pi| pi.exp()).sum();
    pi.iter().map(|pi| pi.exp() / sum).collect()
}

proptest! {
    #[test]
    fn the_third_derivative_is_the_change_of_the_second(
        pi in prop::collection::vec(-1.0..1.0_f64, 4),
        x in prop::collection::vec(-1.0..1.0_f64, 4),
        total in 0.5..9.0_f64,
    ) {
        let places = [0, 1, 2, 3];
        let at = |step: f64| {
            let moved: Vec<f64> = pi.iter().zip(&x).map(|(pi, x)| pi + step * x).collect();
            pair(shares(&moved), total, &places, &places)
        };
        let (before, now, after) = (at(-1e-5), at(0.0), at(1e-5));
        for a in 0..4 {
            for b in 0..4 {
                let slope = (after.curvature(a, b) - before.curvature(a, b)) / 2e-5;
                prop_assert!((now.bent(&x, a, b) + slope).abs() < 1e-7);
            }
        }
    }

    #[test]
    fn the_leverages_of_all_pairs_sum_to_the_parameters(
        mean in prop::collection::vec(0.1..5.0_f64, 4 * 4 * 3),
        x in prop::collection::vec(-1.0..1.0_f64, 4 * 4 * 3),
    ) {
        // Four exporters, four importers, three times. The column is taken as
        // it is: what the effects explain of it is taken off first.
        let (n, t) = (4_u32, 3_u32);
        let pairs = Pairs {
            rows: (0..n * n * t).collect(),
            starts: (0..=n * n).map(|pair| pair * t).collect(),
            times: (0..n * n * t).map(|row| row % t).collect(),
            exporters: (0..n * n).map(|pair| pair / n).collect(),
            importers: (0..n * n).map(|pair| pair % n).collect(),
            sizes: [4, 4, 3],
        };
        let effects = [
            (0..n * n * t).map(|row| (row / t / n) * t + row % t).collect::<Vec<u32>>(),
            (0..n * n * t).map(|row| (row / t % n) * t + row % t).collect(),
            (0..n * n * t).map(|row| row / t).collect(),
        ];
        let left = explained(&effects, &mean, &x);
        let bread = [1.0 / left.iter().zip(&mean).map(|(x, w)| w * x * x).sum::<f64>()];
        let columns = [left];
        let score = vec![0.0; mean.len()];
        let scores = Scores { mean: &mean, score: &score, left: &columns, bread: &bread };
        let effects = Effects::of(&pairs, &scores).unwrap();
        let mut trace = 0.0;
        for pair in pairs.each(&scores) {
            let x = [pair.of(&columns[0])];
            let own = leverage(&pair, &x, &bread, &effects);
            trace += (0..3).map(|at| own[at * 3 + at]).sum::<f64>();
        }
        // One coefficient; 2NT country-time effects, less N and N that the
        // pairs take and T − 1 that the times of the one side share with
        // those of the other.
        let rank = 1 + 2 * 4 * 3 - 2 * 4 - (3 - 1);
        prop_assert!((trace - f64::from(rank)).abs() < 1e-6, "{} is not {}", trace, rank);
    }
}

/// What the effects leave of x.
fn explained(effects: &[Vec<u32>], weights: &[f64], x: &[f64]) -> Vec<f64> {
    use super::super::absorb::{Aim, Layout, Weighted, absorb};
    use super::super::factors::Factor;
    let factors: Vec<Factor> = effects
        .iter()
        .map(|codes| Factor {
            groups: codes.iter().max().map_or(0, |&code| code as usize + 1),
            codes: codes.clone(),
        })
        .collect();
    assert!(Layout::order(&factors).is_none());
    let layout = Layout::of(&factors);
    let mut columns = [x.to_vec()];
    absorb(
        &Weighted::new(&layout, weights),
        &mut columns,
        &[Aim::Left(1e-12)],
    );
    let [left] = columns;
    assert!(dense::dot(&left, weights).abs() < 1e-9);
    left
}
