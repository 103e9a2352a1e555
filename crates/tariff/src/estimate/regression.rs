//! From a table and a request to a fit.

use triffin_basis::BasisError;

use super::absorb::Layout;
use super::answer::{Answer, Setting};
use super::collinear;
use super::covariance::{self, Parts};
use super::faults;
use super::fit::{Collinear, Correction, Dropped, Fit, Reason};
use super::frame::Frame;
use super::ols;
use super::ppml::{self, Outcome, Rules};
use super::quality;
use super::request::{Estimator, Request, Vcov};
use super::sample::{self, Sample};
use super::separation;
use super::sieve::{Sieve, sieve};
use super::small_sample::SmallSample;
use super::three_way::{self, Pairs, Scores};

/// β and V(β) of E\[y\] = exp(xβ + effects) or xβ + effects
///
/// Rows with a missing cell, a logarithm without a value or no weight are
/// set aside first; then, until nothing is found, rows that an effect alone
/// decides and rows that are separated (Correia, Guimarães and Zylkin 2019);
/// then regressors that the others and the effects span. Every row set aside
/// and every regressor left out is in the answer.
///
/// # Errors
///
/// `E-GRAVITY-…` with the column, row or group at fault: no usable row,
/// negative or infinite numbers, every row separated, no regressor left, no
/// convergence.
///
/// # Source
///
/// Santos Silva and Tenreyro 2006, “The Log of Gravity”; Correia, Guimarães
/// and Zylkin 2020, “Fast Poisson estimation with high-dimensional fixed
/// effects”.
///
/// ```
/// use triffin_tariff::estimate::{Frame, Labels, Numbers, Request, estimate};
/// let mut frame = Frame::new();
/// frame.push("trade", Numbers::new(vec![1.0, 2.0, 3.0, 6.0]))?;
/// frame.push("rta", Numbers::new(vec![0.0, 1.0, 0.0, 1.0]))?;
/// frame.push("pair", Labels::from_texts([Some("a"), Some("a"), Some("b"), Some("b")]))?;
/// let fit = estimate(&frame, &Request::parse("trade ~ rta | pair")?)?;
/// // Trade doubles with the agreement in both pairs.
/// assert!((fit.terms[0].estimate - 2.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn estimate(frame: &Frame, request: &Request) -> Result<Fit, BasisError> {
    let mut dropped = Dropped::default();
    let sample = sample::of(frame, request, &mut dropped)?;
    let run = Run {
        frame,
        request,
        sample,
        dropped,
    };
    match request.estimator {
        Estimator::Ppml => run.ppml(),
        Estimator::Ols => run.ols(),
    }
}

struct Run<'a> {
    frame: &'a Frame,
    request: &'a Request,
    sample: Sample,
    dropped: Dropped,
}

/// The sample in the order of its layout, with the regressors that count.
struct Design {
    layout: Layout,
    left: Vec<Vec<f64>>,
    collinear: Vec<Collinear>,
}

impl Run<'_> {
    fn ppml(mut self) -> Result<Fit, BasisError> {
        let most = self.request.max_iterations;
        let mut rules = Rules {
            tolerance: self.request.tolerance,
            most,
            cleared: self.sample.y.iter().all(|&y| y > 0.0),
        };
        loop {
            self.sift(true)?;
            let mut design = self.design()?;
            if !rules.cleared && separation::is_small(&self.sample) {
                rules.cleared = true;
                if self.leave_out_separated(&design.layout) {
                    continue;
                }
            }
            let left = std::mem::take(&mut design.left);
            match ppml::solve(&self.sample, &design.layout, left, rules)? {
                Outcome::Converged(solution) => {
                    let answer = self.ppml_answer(solution)?;
                    return Ok(self.finish(answer, design.collinear));
                }
                Outcome::Suspect => {
                    rules.cleared = true;
                    self.leave_out_separated(&design.layout);
                }
            }
        }
    }

    fn ols(mut self) -> Result<Fit, BasisError> {
        if let Some(panel) = &self.request.three_way {
            return Err(faults::not_three_way(panel));
        }
        self.sift(false)?;
        let mut design = self.design()?;
        let left = std::mem::take(&mut design.left);
        let weights = self.weights();
        let solution = ols::solve(&self.sample, &design.layout, left, &weights)?;
        let answer = self.ols_answer(solution, &weights);
        Ok(self.finish(answer, design.collinear))
    }

    fn weights(&self) -> Vec<f64> {
        match &self.sample.weights {
            Some(weights) => weights.clone(),
            None => vec![1.0; self.sample.len()],
        }
    }

    /// Sets aside what the effects alone decide.
    fn sift(&mut self, zeros: bool) -> Result<(), BasisError> {
        let what = Sieve {
            zeros,
            singletons: !self.request.keep_singletons,
        };
        if zeros && self.sample.y.iter().all(|&y| y <= 0.0) {
            return Err(faults::no_trade(self.sample.len()));
        }
        let out = sieve(&self.sample.y, &self.sample.effects, what);
        self.leave_out(&out);
        match self.sample.len() {
            0 => Err(faults::nothing_left(&self.dropped)),
            _ => Ok(()),
        }
    }

    /// Sets aside what is separated, and whether there was any.
    fn leave_out_separated(&mut self, layout: &Layout) -> bool {
        let found = separation::separated(&self.sample, layout);
        let reasons = found.iter().map(|found| found.then_some(Reason::Separated));
        self.leave_out(&reasons.collect::<Vec<_>>());
        found.contains(&true)
    }

    fn leave_out(&mut self, out: &[Option<Reason>]) {
        if out.iter().all(Option::is_none) {
            return;
        }
        let mut places = Vec::with_capacity(out.len());
        for (place, (reason, &row)) in (0..).zip(out.iter().zip(&self.sample.rows)) {
            match reason {
                None => places.push(place),
                Some(reason) => self.dropped.push(row, *reason),
            }
        }
        self.sample.keep(&places);
    }

    fn design(&mut self) -> Result<Design, BasisError> {
        if let Some(order) = Layout::order(&self.sample.effects) {
            self.sample.keep(&order);
        }
        let layout = Layout::of(&self.sample.effects);
        let mut left = self.sample.x.clone();
        let weights = self.weights();
        let (kept, collinear) =
            collinear::sort_out(&mut left, &self.sample.names, &layout, &weights);
        // Effects alone are a regression too, where no regressor was asked for.
        if kept.is_empty() && (!self.sample.names.is_empty() || self.request.three_way.is_some()) {
            return Err(faults::no_regressor(&collinear));
        }
        let left = kept
            .iter()
            .map(|&at| std::mem::take(&mut left[at]))
            .collect();
        self.sample.x = kept
            .iter()
            .map(|&at| std::mem::take(&mut self.sample.x[at]))
            .collect();
        self.sample.names = kept
            .iter()
            .map(|&at| self.sample.names[at].clone())
            .collect();
        Ok(Design {
            layout,
            left,
            collinear,
        })
    }

    fn ppml_answer(&self, solution: ppml::Solution) -> Result<Answer, BasisError> {
        let weights = self.sample.weights.as_deref();
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let rows = self.sample.y.iter().zip(&solution.mu).enumerate();
        let scores: Vec<f64> = rows.map(|(row, (y, mu))| weight(row) * (y - mu)).collect();
        let parts = self.parts(&solution.left, &scores, &solution.bread);
        let rules = self.request.small_sample.of(Estimator::Ppml);
        let mut answer = Answer {
            covariance: covariance::of(&parts, self.request.vcov(), rules),
            quality: quality::poisson(&self.sample.y, &solution.eta, &solution.mu, weights),
            beta: solution.beta,
            degrees: None,
            iterations: solution.iterations,
            predictor: solution.eta,
            correction: None,
        };
        if let Some(panel) = &self.request.three_way {
            let pairs = Pairs::of(self.frame, panel, &self.sample)?;
            let means = solution.mu.iter().enumerate();
            let mean: Vec<f64> = means.map(|(row, mu)| weight(row) * mu).collect();
            correct(&mut answer, &pairs, &parts, &mean, rules);
        }
        Ok(answer)
    }

    fn ols_answer(&self, solution: ols::Solution, weights: &[f64]) -> Answer {
        let y = &self.sample.y;
        let pairs = solution.residuals.iter().zip(weights);
        let scores: Vec<f64> = pairs.map(|(e, w)| e * w).collect();
        let rules = self.request.small_sample.of(Estimator::Ols);
        let quality = quality::gaussian(y, &solution.residuals, weights);
        let parts = self.parts(&solution.left, &scores, &solution.bread);
        let mut found = covariance::of(&parts, self.request.vcov(), rules);
        if self.request.vcov() == Vcov::Iid {
            let n = scores.len() as f64;
            let variance = quality.deviance / if rules.rows { n - 1.0 } else { n };
            found.matrix.iter_mut().for_each(|value| *value *= variance);
        }
        let fitted = y.iter().zip(&solution.residuals).map(|(y, e)| y - e);
        Answer {
            predictor: fitted.collect(),
            degrees: Some(found.degrees).filter(|&degrees| degrees > 0.0),
            covariance: found,
            quality,
            beta: solution.beta,
            iterations: 1,
            correction: None,
        }
    }

    fn parts<'b>(&'b self, left: &'b [Vec<f64>], scores: &'b [f64], bread: &'b [f64]) -> Parts<'b> {
        Parts {
            left,
            scores,
            bread,
            effects: &self.sample.effects,
            clusters: &self.sample.clusters,
        }
    }

    fn finish(self, answer: Answer, collinear: Vec<Collinear>) -> Fit {
        answer.into_fit(Setting {
            request: self.request,
            sample: &self.sample,
            collinear,
            dropped: self.dropped,
            rows_in: self.frame.rows(),
        })
    }
}

/// Takes the incidental-parameter bias off the coefficients and, where they
/// are clustered by pair, off the errors.
fn correct(answer: &mut Answer, pairs: &Pairs, parts: &Parts, mean: &[f64], rules: SmallSample) {
    let scores = Scores {
        mean,
        score: parts.scores,
        left: parts.left,
        bread: parts.bread,
    };
    let bias = three_way::bias(pairs, &scores);
    let k = bias.len();
    let diagonal = (0..k).map(|at| answer.covariance.matrix[at * k + at]);
    let mut correction = Correction {
        uncorrected: answer.beta.clone(),
        uncorrected_errors: diagonal.map(|v| v.max(0.0).sqrt()).collect(),
        bias,
        errors_corrected: false,
    };
    for (beta, bias) in answer.beta.iter_mut().zip(&correction.bias) {
        *beta -= bias;
    }
    if let [way] = parts.clusters
        && pairs.is_pair(way)
        && let Some(meat) = three_way::meat(pairs, &scores)
    {
        answer.covariance.matrix = covariance::with_meat(parts, &meat, rules);
        correction.errors_corrected = true;
    }
    answer.correction = Some(correction);
}
