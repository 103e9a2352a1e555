//! How much the coefficients would differ from sample to sample.

use super::dense;
use super::factors::Factor;
use super::request::Vcov;
use super::small_sample::{ClusterFactor, EffectsCounted, SmallSample};
use super::symmetric::Eigen;

/// What a covariance is made of.
pub(crate) struct Parts<'a> {
    /// What the effects leave of the regressors.
    pub left: &'a [Vec<f64>],
    /// Weight times residual of each row.
    pub scores: &'a [f64],
    /// (X'WX)⁻¹.
    pub bread: &'a [f64],
    pub effects: &'a [Factor],
    pub clusters: &'a [Factor],
}

/// A covariance, and what its corrections counted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Covariance {
    pub matrix: Vec<f64>,
    /// Whether negative eigenvalues were set to zero.
    pub repaired: bool,
    /// n − k, or the smallest number of clusters less one.
    pub degrees: f64,
    /// How many parameters the corrections counted.
    pub parameters: usize,
}

/// V = c · (X'WX)⁻¹ M (X'WX)⁻¹
///
/// Where errors are iid, V = c (X'WX)⁻¹ for rows of variance one. M is Σ s s' over rows, or over clusters with s summed within them; for
/// several ways of clustering, the sum over every set of ways with the sign
/// of its size (Cameron, Gelbach and Miller 2011, eq. 2.13), and eigenvalues
/// below zero set to zero.
pub(crate) fn of(parts: &Parts, vcov: Vcov, rules: SmallSample) -> Covariance {
    let (n, k) = (parts.scores.len(), parts.left.len());
    let parameters = k + counted(parts, rules.effects);
    let rows = of_rows(n, parameters, rules);
    let degrees = match vcov {
        Vcov::Cluster => smallest(parts.clusters).saturating_sub(1),
        _ => n.saturating_sub(parameters),
    };
    let (matrix, repaired) = match vcov {
        Vcov::Iid => (parts.bread.iter().map(|v| v * rows).collect(), false),
        Vcov::Hc1 => {
            let squares: Vec<f64> = parts.scores.iter().map(|s| s * s).collect();
            let meat = dense::gram(parts.left, &squares);
            let own = factor(n, rules.clusters != ClusterFactor::None);
            (sandwich(&meat, parts.bread, k, rows * own), false)
        }
        Vcov::Cluster => clustered(parts, rules, rows),
    };
    Covariance {
        matrix,
        repaired,
        degrees: degrees as f64,
        parameters,
    }
}

/// The covariance with a meat of one's own, for clusters of one way.
pub(crate) fn with_meat(parts: &Parts, meat: &[f64], rules: SmallSample) -> Vec<f64> {
    let (n, k) = (parts.scores.len(), parts.left.len());
    let parameters = k + counted(parts, rules.effects);
    let own = factor(
        smallest(parts.clusters),
        rules.clusters != ClusterFactor::None,
    );
    sandwich(meat, parts.bread, k, of_rows(n, parameters, rules) * own)
}

/// (n − 1)/(n − k)
fn of_rows(n: usize, parameters: usize, rules: SmallSample) -> f64 {
    match rules.rows && n > parameters {
        true => (n as f64 - 1.0) / (n - parameters) as f64,
        false => 1.0,
    }
}

/// Σ over effects that count of their groups less one, and one.
fn counted(parts: &Parts, which: EffectsCounted) -> usize {
    if parts.effects.is_empty() || which == EffectsCounted::None {
        return 0;
    }
    let nested = |effect: &Factor| parts.clusters.iter().any(|way| effect.nested_in(way));
    let counts = parts
        .effects
        .iter()
        .filter(|effect| which == EffectsCounted::All || !nested(effect));
    1 + counts.map(|effect| effect.groups - 1).sum::<usize>()
}

fn smallest(clusters: &[Factor]) -> usize {
    clusters.iter().map(|way| way.groups).min().unwrap_or(0)
}

/// G/(G − 1).
fn factor(groups: usize, applies: bool) -> f64 {
    match applies && groups > 1 {
        true => groups as f64 / (groups as f64 - 1.0),
        false => 1.0,
    }
}

fn clustered(parts: &Parts, rules: SmallSample, rows: f64) -> (Vec<f64>, bool) {
    let k = parts.left.len();
    let mut meat = vec![0.0; k * k];
    for set in 1..1_usize << parts.clusters.len() {
        let ways = parts.clusters.iter().enumerate();
        let mut members = ways
            .filter(|(way, _)| set >> way & 1 == 1)
            .map(|(_, way)| way);
        let Some(first) = members.next() else {
            continue;
        };
        let joint = members.fold(first.clone(), |joint, way| joint.crossed(way));
        let groups = match rules.clusters {
            ClusterFactor::Smallest => smallest(parts.clusters),
            _ => joint.groups,
        };
        let sign = if set.count_ones() % 2 == 1 { 1.0 } else { -1.0 };
        let scale = sign * factor(groups, rules.clusters != ClusterFactor::None);
        for (sum, part) in meat.iter_mut().zip(within(parts, &joint)) {
            *sum += scale * part;
        }
    }
    let matrix = sandwich(&meat, parts.bread, k, rows);
    match parts.clusters.len() {
        1 => (matrix, false),
        _ => positive(matrix, k),
    }
}

/// Σ over clusters of (Σ s)(Σ s)'.
fn within(parts: &Parts, clusters: &Factor) -> Vec<f64> {
    let mut sums: Vec<Vec<f64>> = vec![vec![0.0; clusters.groups]; parts.left.len()];
    for (sums, column) in sums.iter_mut().zip(parts.left) {
        let rows = column.iter().zip(parts.scores).zip(&clusters.codes);
        for ((x, score), &code) in rows {
            sums[code as usize] += x * score;
        }
    }
    dense::gram(&sums, &vec![1.0; clusters.groups])
}

fn sandwich(meat: &[f64], bread: &[f64], k: usize, scale: f64) -> Vec<f64> {
    let mut matrix = dense::product(&dense::product(bread, meat, k), bread, k);
    matrix.iter_mut().for_each(|value| *value *= scale);
    matrix
}

fn positive(matrix: Vec<f64>, k: usize) -> (Vec<f64>, bool) {
    let eigen = Eigen::of(&matrix, k);
    let largest = eigen
        .values
        .iter()
        .fold(0.0_f64, |most, &value| most.max(value));
    match eigen.values.iter().any(|&value| value < -1e-12 * largest) {
        true => (eigen.map(|value| value.max(0.0)), true),
        false => (matrix, false),
    }
}
