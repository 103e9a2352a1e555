//! How reliable each reporter is, as exporter and as importer (S11.3).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::mirror::flows::Pair;
use crate::mirror::reconcile::Weights;

/// Fewer pairs than this say nothing about their reporters.
pub const LEAST_PAIRS: usize = 10;

/// The least distance a reporter is taken to add: what counts as agreement in
/// [`crate::mirror::distance`]. Without it a reporter that a few flows show in
/// agreement would count for everything.
pub const LEAST_DISTANCE: f64 = crate::mirror::distance::EQUAL;

/// One reporter on one side of trade.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The distance it adds to its mirror ratios, log points.
    pub distance: f64,
    /// Its flows that partners report too.
    pub flows: i64,
    /// The partners that report them.
    pub partners: usize,
}

impl Score {
    /// `exp(−distance)`: the ratio of the smaller to the larger report that the
    /// reporter by itself would leave; 1 is agreement.
    pub fn agreement(&self) -> f64 {
        (-self.distance).exp()
    }
}

/// What the flows of many pairs say about their reporters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// Scores of exporters.
    pub exporters: BTreeMap<String, Score>,
    /// Scores of importers.
    pub importers: BTreeMap<String, Score>,
    /// Half the mean distance: what a reporter nothing is known of is taken at.
    pub half: f64,
    /// Pairs used.
    pub pairs: usize,
    /// Flows used.
    pub flows: i64,
}

impl Reliability {
    /// Distances of the exporter and the importer of a flow.
    pub fn distances(&self, exporter: &str, importer: &str) -> [f64; 2] {
        let of = |scores: &BTreeMap<String, Score>, code: &str| {
            let known = scores.get(code).map(|score| score.distance);
            known.unwrap_or(self.half.max(LEAST_DISTANCE))
        };
        [of(&self.exporters, exporter), of(&self.importers, importer)]
    }

    /// How much each report of a flow counts.
    pub fn weights(&self, exporter: &str, importer: &str) -> Weights {
        let [x, m] = self.distances(exporter, importer);
        Weights::of_distances(x, m)
    }
}

/// `d_ij = e_i + m_j + error`, weighted least squares
///
/// The distance between the two reports of a flow is split into what its
/// exporter adds and what its importer adds, over all pairs at once: a country
/// that disagrees with everybody is told from one that trades with such
/// countries. Each effect is drawn to half the mean distance as by one average
/// pair, which settles what data alone cannot (how much of the common level is
/// the exporters' and how much the importers': half and half, `Σ(e − h) =
/// Σ(m − h)`) and keeps a reporter with a single partner near the mean. The
/// equations are solved exactly; the fixed-point iteration other programs run
/// 25 times leaves that split to its starting point. Effects below 0.05 count
/// as 0.05.
///
/// Inputs: pairs with the sums of their flows' weights and weighted distances.
/// Output: none with fewer than ten pairs.
/// Unit: log points. Sign: larger is less reliable.
///
/// Source: G. Gaulier and S. Zignago, BACI, CEPII WP 2010-23 (weighted variance
/// analysis of the absolute log ratio of mirror flows).
pub fn reliability(pairs: &[Pair]) -> Option<Reliability> {
    let used: Vec<&Pair> = pairs.iter().filter(|pair| pair.weight > 0.0).collect();
    if used.len() < LEAST_PAIRS {
        return None;
    }
    let weight: f64 = used.iter().map(|pair| pair.weight).sum();
    let half = used.iter().map(|pair| pair.moment).sum::<f64>() / weight / 2.0;
    let prior = weight / used.len() as f64;
    let exporters = numbered(used.iter().map(|pair| pair.exporter.as_str()));
    let importers = numbered(used.iter().map(|pair| pair.importer.as_str()));
    let cells: Vec<Cell> = used
        .iter()
        .map(|pair| Cell {
            row: exporters[pair.exporter.as_str()],
            column: importers[pair.importer.as_str()],
            weight: pair.weight,
            excess: pair.moment - 2.0 * half * pair.weight,
        })
        .collect();
    let (e, m) = effects(&cells, exporters.len(), importers.len(), prior)?;
    let scores = |codes: &BTreeMap<&str, usize>, effects: &[f64], of: fn(&Pair) -> &str| {
        let mut scores: BTreeMap<String, Score> = codes
            .iter()
            .map(|(code, at)| {
                let distance = (half + effects[*at]).max(LEAST_DISTANCE);
                let score = Score {
                    distance,
                    flows: 0,
                    partners: 0,
                };
                ((*code).to_owned(), score)
            })
            .collect();
        for pair in &used {
            if let Some(score) = scores.get_mut(of(pair)) {
                score.flows += pair.flows;
                score.partners += 1;
            }
        }
        scores
    };
    Some(Reliability {
        exporters: scores(&exporters, &e, |pair| &pair.exporter),
        importers: scores(&importers, &m, |pair| &pair.importer),
        half,
        pairs: used.len(),
        flows: used.iter().map(|pair| pair.flows).sum(),
    })
}

fn numbered<'a>(codes: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut codes: BTreeMap<&str, usize> = codes.map(|code| (code, 0)).collect();
    for (number, at) in codes.values_mut().enumerate() {
        *at = number;
    }
    codes
}

/// One pair in the table of exporters and importers.
struct Cell {
    row: usize,
    column: usize,
    weight: f64,
    /// `w (d − 2h)`.
    excess: f64,
}

/// The effects, less half the mean, of rows and columns: the minimum of
/// `Σ w (d − e − m)² + k Σ (e − h)² + k Σ (m − h)²`.
///
/// The rows are eliminated first, because their equations are diagonal; what is
/// left is one symmetric positive definite system in the columns.
fn effects(
    cells: &[Cell],
    rows: usize,
    columns: usize,
    prior: f64,
) -> Option<(Vec<f64>, Vec<f64>)> {
    let mut diagonal = vec![prior; rows];
    let mut of_rows = vec![0.0; rows];
    let mut of_columns = vec![0.0; columns];
    let mut system = vec![vec![0.0; columns]; columns];
    for (at, row) in system.iter_mut().enumerate() {
        row[at] = prior;
    }
    let mut by_row: Vec<Vec<&Cell>> = vec![Vec::new(); rows];
    for cell in cells {
        diagonal[cell.row] += cell.weight;
        of_rows[cell.row] += cell.excess;
        of_columns[cell.column] += cell.excess;
        system[cell.column][cell.column] += cell.weight;
        by_row[cell.row].push(cell);
    }
    for (row, cells) in by_row.iter().enumerate() {
        for left in cells {
            let factor = left.weight / diagonal[row];
            of_columns[left.column] -= factor * of_rows[row];
            for right in cells {
                system[left.column][right.column] -= factor * right.weight;
            }
        }
    }
    let column_effects = super::cholesky::solve(system, of_columns)?;
    for cell in cells {
        of_rows[cell.row] -= cell.weight * column_effects[cell.column];
    }
    let row_effects = of_rows
        .iter()
        .zip(&diagonal)
        .map(|(right, diagonal)| right / diagonal)
        .collect();
    Some((row_effects, column_effects))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(side: char, n: usize) -> String {
        format!("{side}{n:02}")
    }

    fn pair(exporter: usize, importer: usize, weight: f64, distance: f64) -> Pair {
        Pair {
            exporter: code('x', exporter),
            importer: code('m', importer),
            flows: 1,
            weight,
            moment: weight * distance,
        }
    }

    /// A second derivation of the same minimum: one effect at a time, until
    /// nothing moves.
    fn one_at_a_time(pairs: &[Pair]) -> (BTreeMap<String, f64>, BTreeMap<String, f64>) {
        let weight: f64 = pairs.iter().map(|pair| pair.weight).sum();
        let half = pairs.iter().map(|pair| pair.moment).sum::<f64>() / weight / 2.0;
        let prior = weight / pairs.len() as f64;
        let start = |codes: Vec<String>| codes.into_iter().map(|c| (c, half)).collect();
        let mut e: BTreeMap<String, f64> =
            start(pairs.iter().map(|p| p.exporter.clone()).collect());
        let mut m: BTreeMap<String, f64> =
            start(pairs.iter().map(|p| p.importer.clone()).collect());
        for _ in 0..5_000 {
            for (code, effect) in &mut e {
                let own = pairs.iter().filter(|pair| pair.exporter == *code);
                let (mut top, mut bottom) = (prior * half, prior);
                for pair in own {
                    top += pair.moment - pair.weight * m[&pair.importer];
                    bottom += pair.weight;
                }
                *effect = top / bottom;
            }
            for (code, effect) in &mut m {
                let own = pairs.iter().filter(|pair| pair.importer == *code);
                let (mut top, mut bottom) = (prior * half, prior);
                for pair in own {
                    top += pair.moment - pair.weight * e[&pair.exporter];
                    bottom += pair.weight;
                }
                *effect = top / bottom;
            }
        }
        (e, m)
    }

    #[test]
    fn a_reporter_who_disagrees_with_everybody_is_told_from_its_partners() {
        let off = |exporter: usize| if exporter == 0 { 0.8 } else { 0.1 };
        let mut pairs = Vec::new();
        for exporter in 0..6 {
            for importer in 0..6 {
                pairs.push(pair(exporter, importer, 15.0, off(exporter) + 0.1));
            }
        }
        let told = reliability(&pairs).unwrap();
        assert!(told.exporters["x00"].distance > 3.0 * told.exporters["x01"].distance);
        let importers: Vec<f64> = told
            .importers
            .values()
            .map(|score| score.distance)
            .collect();
        assert!(importers.iter().all(|d| (d - importers[0]).abs() < 1e-9));
        let weights = told.weights("x00", "m01");
        assert!(weights.exporter < weights.importer);
        assert_eq!(told.exporters["x00"].partners, 6);
        assert_eq!(
            told.weights("nobody", "m01"),
            Weights::of_distances(told.half, importers[1])
        );
    }

    #[test]
    fn a_few_pairs_say_nothing() {
        let pairs: Vec<Pair> = (0..9).map(|n| pair(n, n, 10.0, 0.2)).collect();
        assert_eq!(reliability(&pairs), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_exact_solution_is_where_the_iteration_ends(distances in prop::collection::vec((0.2f64..2.0, 7.0f64..25.0), 20)) {
            let pairs: Vec<Pair> = distances
                .iter()
                .enumerate()
                .map(|(n, (distance, weight))| pair(n % 4, n / 4, *weight, *distance))
                .collect();
            let told = reliability(&pairs).unwrap();
            let (e, m) = one_at_a_time(&pairs);
            for (code, effect) in &e {
                let shown = told.exporters[code].distance;
                prop_assert!((shown - effect.max(LEAST_DISTANCE)).abs() < 1e-6, "{code}: {shown} {effect}");
            }
            for (code, effect) in &m {
                let shown = told.importers[code].distance;
                prop_assert!((shown - effect.max(LEAST_DISTANCE)).abs() < 1e-6, "{code}: {shown} {effect}");
            }
            // The common level is split evenly between the two sides.
            let excess = |effects: &BTreeMap<String, f64>| effects.values().map(|e| e - told.half).sum::<f64>();
            prop_assert!((excess(&e) - excess(&m)).abs() < 1e-6);
        }
    }
}
