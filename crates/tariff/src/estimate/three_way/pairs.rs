//! A panel pair by pair.

use triffin_basis::BasisError;

use super::super::factors::{self, Factor};
use super::super::faults;
use super::super::frame::Frame;
use super::super::request::ThreeWay;
use super::super::sample::Sample;
use super::super::term::Product;

/// The rows of each exporter and importer, in the order of times.
pub(crate) struct Pairs {
    /// Rows of the sample, pair after pair.
    pub rows: Vec<u32>,
    /// Where each pair starts; one more at the end.
    pub starts: Vec<u32>,
    /// The time of each row in `rows`.
    pub times: Vec<u32>,
    pub exporters: Vec<u32>,
    pub importers: Vec<u32>,
    /// How many exporters, importers and times there are.
    pub sizes: [usize; 3],
}

/// What the fit says of each row of the sample.
pub(crate) struct Scores<'a> {
    /// Weight times mean.
    pub mean: &'a [f64],
    /// Weight times y less mean.
    pub score: &'a [f64],
    /// What the effects leave of the regressors.
    pub left: &'a [Vec<f64>],
    /// (Σ x̃'Hx̃)⁻¹.
    pub bread: &'a [f64],
}

/// One pair: its times, exporter and importer, and the scores of its rows.
pub(crate) struct Pair<'a> {
    pub times: &'a [u32],
    pub rows: &'a [u32],
    pub exporter: usize,
    pub importer: usize,
    /// Its trade, as fitted.
    pub total: f64,
    /// The share of each row in it, ϑ.
    pub shares: Vec<f64>,
    pub score: Vec<f64>,
}

impl Pairs {
    /// The pairs of the sample.
    ///
    /// Errors: effects other than exporter and time, importer and time, and
    /// pair; two rows for one pair and time; one exporter or importer only.
    pub fn of(frame: &Frame, panel: &ThreeWay, sample: &Sample) -> Result<Self, BasisError> {
        let by = |name: &str| factors::of(frame, &Product::of(&[name]), &sample.rows);
        let exporter = by(&panel.exporter)?;
        let importer = by(&panel.importer)?;
        let time = by(&panel.time)?;
        let pair = exporter.crossed(&importer);
        let needed = [
            exporter.crossed(&time),
            importer.crossed(&time),
            pair.clone(),
        ];
        let same = |one: &Factor, other: &Factor| one.nested_in(other) && other.nested_in(one);
        let has = |needed: &Factor| sample.effects.iter().any(|effect| same(effect, needed));
        if sample.effects.len() != 3 || !needed.iter().all(has) {
            return Err(faults::not_three_way(panel));
        }
        if exporter.groups < 2 || importer.groups < 2 {
            return Err(faults::not_three_way(panel));
        }
        let mut rows: Vec<u32> = (0..sample.len() as u32).collect();
        rows.sort_unstable_by_key(|&row| (pair.codes[row as usize], time.codes[row as usize]));
        let of = |factor: &Factor, row: u32| factor.codes[row as usize];
        let mut pairs = Self {
            starts: Vec::new(),
            times: rows.iter().map(|&row| of(&time, row)).collect(),
            exporters: Vec::new(),
            importers: Vec::new(),
            sizes: [exporter.groups, importer.groups, time.groups],
            rows,
        };
        let mut last = None;
        for (place, &row) in (0..).zip(&pairs.rows) {
            let own = (of(&pair, row), of(&time, row));
            if last == Some(own) {
                return Err(faults::twice(panel, sample.rows[row as usize]));
            }
            if last.map(|(pair, _)| pair) != Some(own.0) {
                pairs.starts.push(place);
                pairs.exporters.push(of(&exporter, row));
                pairs.importers.push(of(&importer, row));
            }
            last = Some(own);
        }
        pairs.starts.push(pairs.rows.len() as u32);
        Ok(pairs)
    }

    /// The groups of `way` are the pairs.
    pub fn is_pair(&self, way: &Factor) -> bool {
        let mut own = Factor {
            codes: vec![0; self.rows.len()],
            groups: self.exporters.len(),
        };
        for (pair, bounds) in (0..).zip(self.starts.windows(2)) {
            for &row in &self.rows[bounds[0] as usize..bounds[1] as usize] {
                own.codes[row as usize] = pair;
            }
        }
        own.nested_in(way) && way.nested_in(&own)
    }

    /// Each pair with its scores.
    pub fn each<'a>(&'a self, scores: &'a Scores) -> impl Iterator<Item = Pair<'a>> {
        self.starts
            .windows(2)
            .enumerate()
            .map(move |(pair, bounds)| {
                let bounds = bounds[0] as usize..bounds[1] as usize;
                let rows = &self.rows[bounds.clone()];
                let of = |values: &[f64]| rows.iter().map(|&row| values[row as usize]).collect();
                let mut shares: Vec<f64> = of(scores.mean);
                let total: f64 = shares.iter().sum();
                shares.iter_mut().for_each(|share| *share /= total);
                Pair {
                    times: &self.times[bounds],
                    rows,
                    exporter: self.exporters[pair] as usize,
                    importer: self.importers[pair] as usize,
                    total,
                    shares,
                    score: of(scores.score),
                }
            })
    }
}

impl Pair<'_> {
    /// The values of a column in the rows of the pair.
    pub fn of(&self, column: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|&row| column[row as usize]).collect()
    }

    /// H = Σ_t μ (diag ϑ − ϑϑ'), the curvature of the pair's likelihood with
    /// its effect concentrated out.
    pub fn curvature(&self, a: usize, b: usize) -> f64 {
        let diagonal = if a == b { self.shares[a] } else { 0.0 };
        self.total * (diagonal - self.shares[a] * self.shares[b])
    }

    /// H x.
    pub fn curved(&self, x: &[f64]) -> Vec<f64> {
        let mean: f64 = self.shares.iter().zip(x).map(|(share, x)| share * x).sum();
        let cells = self.shares.iter().zip(x);
        cells
            .map(|(share, x)| self.total * share * (x - mean))
            .collect()
    }

    /// G x, the change of −H along x.
    pub fn bent(&self, x: &[f64], a: usize, b: usize) -> f64 {
        let mean: f64 = self.shares.iter().zip(x).map(|(share, x)| share * x).sum();
        let (of_a, of_b) = (self.shares[a], self.shares[b]);
        let diagonal = if a == b { of_a * (x[a] - mean) } else { 0.0 };
        -self.total * (diagonal - of_a * of_b * (x[a] + x[b] - 2.0 * mean))
    }
}
