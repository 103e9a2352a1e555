//! What the draws gave.

use triffin_basis::BasisError;

/// The outputs of every draw that was solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Indices of the draws solved, ascending.
    draws: Vec<u32>,
    /// Values of each output, in the order of `draws`.
    values: Vec<Vec<f64>>,
    /// Indices of the draws rejected.
    rejected: Vec<u32>,
    failed: Vec<Failed>,
}

/// A draw that could not be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Its index.
    pub draw: u32,
    /// Why.
    pub reason: BasisError,
}

type Done = (u32, Option<Result<Vec<f64>, BasisError>>);

impl Sample {
    pub(super) fn gather(outputs: usize, done: Vec<Done>) -> Self {
        let mut sample = Self {
            draws: Vec::with_capacity(done.len()),
            values: vec![Vec::with_capacity(done.len()); outputs],
            rejected: Vec::new(),
            failed: Vec::new(),
        };
        for (draw, result) in done {
            match result {
                None => sample.rejected.push(draw),
                Some(Err(reason)) => sample.failed.push(Failed { draw, reason }),
                Some(Ok(numbers)) => {
                    sample.draws.push(draw);
                    for (values, number) in sample.values.iter_mut().zip(numbers) {
                        values.push(number);
                    }
                }
            }
        }
        sample
    }

    /// Indices of the draws solved.
    pub fn draws(&self) -> &[u32] {
        &self.draws
    }

    /// How many draws meant an elasticity of zero or below.
    pub fn rejected(&self) -> usize {
        self.rejected.len()
    }

    /// The draws that could not be solved.
    pub fn failed(&self) -> &[Failed] {
        &self.failed
    }

    /// The values of one output in every draw solved; none where there is no
    /// such output.
    pub fn values(&self, output: usize) -> &[f64] {
        self.values.get(output).map_or(&[], Vec::as_slice)
    }

    /// Σx / n; `None` without draws.
    pub fn mean(&self, output: usize) -> Option<f64> {
        let values = self.values(output);
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }

    /// √(Σ(x − mean)² / (n − 1)); `None` with fewer than two draws.
    pub fn standard_deviation(&self, output: usize) -> Option<f64> {
        let (values, mean) = (self.values(output), self.mean(output)?);
        let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
    }

    /// The value below which `percent` of the draws lie, between order
    /// statistics at (n − 1) p; `None` without draws or outside 0 to 100.
    ///
    /// Source: Hyndman and Fan 1996, Sample quantiles in statistical
    /// packages, definition 7.
    pub fn percentile(&self, output: usize, percent: f64) -> Option<f64> {
        let mut values = self.values(output).to_vec();
        if values.is_empty() || !(0.0..=100.0).contains(&percent) {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        let at = (values.len() - 1) as f64 * percent / 100.0;
        let low = *values.get(at.floor() as usize)?;
        let high = *values.get(at.ceil() as usize)?;
        Some(low + at.fract() * (high - low))
    }
}
