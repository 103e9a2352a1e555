//! From a table and a request to a fit.

use statrs::function::gamma::ln_gamma;
use triffin_basis::BasisError;

use super::absorb::Layout;
use super::collinear;
use super::covariance::{self, Covariance, Parts};
use super::faults;
use super::fit::{Collinear, Dropped, Fit, Groups, Reason};
use super::frame::Frame;
use super::inference;
use super::ols;
use super::ppml::{self, Outcome, Rules};
use super::request::{Estimator, Request};
use super::sample::{self, Sample};
use super::separation;
use super::sieve::{Sieve, sieve};

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
    let mut run = Run {
        request,
        sample,
        dropped,
        rows_in: frame.rows(),
    };
    match request.estimator {
        Estimator::Ppml => run.ppml(),
        Estimator::Ols => run.ols(),
    }
}

struct Run<'a> {
    request: &'a Request,
    sample: Sample,
    dropped: Dropped,
    rows_in: usize,
}

/// The sample in the order of its layout, with the regressors that count.
struct Design {
    layout: Layout,
    left: Vec<Vec<f64>>,
    collinear: Vec<Collinear>,
}

impl Run<'_> {
    fn ppml(&mut self) -> Result<Fit, BasisError> {
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
                    return Ok(self.ppml_fit(&design, solution));
                }
                Outcome::Suspect => {
                    rules.cleared = true;
                    self.leave_out_separated(&design.layout);
                }
            }
        }
    }

    fn ols(&mut self) -> Result<Fit, BasisError> {
        self.sift(false)?;
        let mut design = self.design()?;
        let left = std::mem::take(&mut design.left);
        let weights = self.weights();
        let solution = ols::solve(&self.sample, &design.layout, left, &weights)?;
        Ok(self.ols_fit(&design, solution, &weights))
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
        if kept.is_empty() {
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

    fn ppml_fit(&mut self, design: &Design, solution: ppml::Solution) -> Fit {
        let weights = self.sample.weights.as_deref();
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let rows = self.sample.y.iter().zip(&solution.mu).enumerate();
        let scores: Vec<f64> = rows.map(|(row, (y, mu))| weight(row) * (y - mu)).collect();
        let parts = Parts {
            left: &solution.left,
            scores: &scores,
            bread: &solution.bread,
            variance: 1.0,
            effects: &self.sample.effects,
            clusters: &self.sample.clusters,
        };
        let rules = self.request.small_sample.of(Estimator::Ppml);
        let covariance = covariance::of(&parts, self.request.vcov(), rules);
        let quality = self.poisson_quality(&solution);
        let numbers = Numbers {
            beta: &solution.beta,
            covariance,
            degrees: None,
            iterations: solution.iterations,
            quality,
            predictor: &solution.eta,
        };
        self.fit(design, numbers)
    }

    fn poisson_quality(&self, solution: &ppml::Solution) -> Quality {
        let weights = self.sample.weights.as_deref();
        let (mut deviance, mut likelihood, mut constant) = (0.0, 0.0, 0.0);
        let (mut total, mut of_weights) = (0.0, 0.0);
        for (row, &y) in self.sample.y.iter().enumerate() {
            let weight = weights.map_or(1.0, |weights| weights[row]);
            let (eta, mu) = (solution.eta[row], solution.mu[row]);
            let saturated = if y > 0.0 { y * (y.ln() - eta) } else { 0.0 };
            deviance += 2.0 * weight * (saturated - (y - mu));
            let factorial = ln_gamma(y + 1.0);
            likelihood += weight * (y * eta - mu - factorial);
            constant -= weight * factorial;
            total += weight * y;
            of_weights += weight;
        }
        let null = total * (total / of_weights).ln() - total + constant;
        Quality {
            deviance,
            likelihood,
            r2: 1.0 - likelihood / null,
        }
    }

    fn ols_fit(&mut self, design: &Design, solution: ols::Solution, weights: &[f64]) -> Fit {
        let pairs = solution.residuals.iter().zip(weights);
        let scores: Vec<f64> = pairs.clone().map(|(e, w)| e * w).collect();
        let squares: f64 = pairs.map(|(e, w)| w * e * e).sum();
        let rules = self.request.small_sample.of(Estimator::Ols);
        let mut parts = Parts {
            left: &solution.left,
            scores: &scores,
            bread: &solution.bread,
            variance: 1.0,
            effects: &self.sample.effects,
            clusters: &self.sample.clusters,
        };
        let mut covariance = covariance::of(&parts, self.request.vcov(), rules);
        let left = scores.len().saturating_sub(covariance.parameters).max(1) as f64;
        if self.request.vcov() == super::request::Vcov::Iid {
            parts.variance = squares / left;
            covariance = covariance::of(&parts, self.request.vcov(), rules);
        }
        let fitted = self
            .sample
            .y
            .iter()
            .zip(&solution.residuals)
            .map(|(y, e)| y - e);
        let predictor: Vec<f64> = fitted.collect();
        let degrees = Some(covariance.degrees).filter(|&degrees| degrees > 0.0);
        let numbers = Numbers {
            beta: &solution.beta,
            covariance,
            degrees,
            iterations: 1,
            quality: self.gaussian_quality(squares, weights),
            predictor: &predictor,
        };
        self.fit(design, numbers)
    }

    fn gaussian_quality(&self, squares: f64, weights: &[f64]) -> Quality {
        let n = weights.len() as f64;
        let of_weights: f64 = weights.iter().sum();
        let pairs = self.sample.y.iter().zip(weights);
        let mean = pairs.clone().map(|(y, w)| y * w).sum::<f64>() / of_weights;
        let total: f64 = pairs.map(|(y, w)| w * (y - mean) * (y - mean)).sum();
        let logs: f64 = weights.iter().map(|w| w.ln()).sum();
        let turn = std::f64::consts::TAU;
        Quality {
            deviance: squares,
            likelihood: 0.5 * (logs - n * ((turn * squares / n).ln() + 1.0)),
            r2: 1.0 - squares / total,
        }
    }

    fn fit(&mut self, design: &Design, numbers: Numbers) -> Fit {
        let names = &self.sample.names;
        let Covariance {
            matrix,
            repaired,
            parameters,
            ..
        } = numbers.covariance;
        let terms = inference::table(names, numbers.beta, &matrix, numbers.degrees);
        let mut dropped = std::mem::take(&mut self.dropped);
        dropped.sort();
        let (rows, linear_predictor) = in_order(&self.sample.rows, numbers.predictor);
        Fit {
            terms,
            covariance: matrix,
            collinear: design.collinear.clone(),
            rows_in: self.rows_in,
            rows_used: rows.len(),
            dropped,
            effects: named(&self.request.effects, &self.sample.effects),
            clusters: named(&self.request.clusters, &self.sample.clusters),
            estimator: self.request.estimator,
            vcov: self.request.vcov(),
            small_sample: self.request.small_sample.of(self.request.estimator),
            parameters,
            covariance_repaired: repaired,
            degrees_of_freedom: numbers.degrees,
            iterations: numbers.iterations,
            deviance: numbers.quality.deviance,
            log_likelihood: numbers.quality.likelihood,
            r2: numbers.quality.r2,
            correction: None,
            rows,
            linear_predictor,
        }
    }
}

struct Numbers<'a> {
    beta: &'a [f64],
    covariance: Covariance,
    degrees: Option<f64>,
    iterations: usize,
    quality: Quality,
    predictor: &'a [f64],
}

struct Quality {
    deviance: f64,
    likelihood: f64,
    r2: f64,
}

fn named(products: &[super::Product], factors: &[super::factors::Factor]) -> Vec<Groups> {
    let pairs = products.iter().zip(factors);
    pairs
        .map(|(product, factor)| Groups {
            name: product.to_string(),
            groups: factor.groups,
        })
        .collect()
}

/// Rows and their values in ascending order of the rows.
fn in_order(rows: &[u32], values: &[f64]) -> (Vec<u32>, Vec<f64>) {
    if rows.is_sorted() {
        return (rows.to_vec(), values.to_vec());
    }
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_unstable_by_key(|&place| rows[place as usize]);
    order
        .iter()
        .map(|&place| (rows[place as usize], values[place as usize]))
        .unzip()
}
