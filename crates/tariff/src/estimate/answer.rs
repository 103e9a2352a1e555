//! The numbers of a fit as its answer.

use super::covariance::Covariance;
use super::factors::Factor;
use super::fit::{Collinear, Correction, Dropped, Fit, Groups};
use super::inference;
use super::quality::Quality;
use super::request::Request;
use super::sample::Sample;
use super::term::Product;

/// What an estimator found.
pub(crate) struct Answer {
    pub beta: Vec<f64>,
    pub covariance: Covariance,
    /// Those of the t distribution; none for the normal one.
    pub degrees: Option<f64>,
    pub iterations: usize,
    pub quality: Quality,
    pub predictor: Vec<f64>,
    pub correction: Option<Correction>,
}

/// What else a fit tells of its sample.
pub(crate) struct Setting<'a> {
    pub request: &'a Request,
    pub sample: &'a Sample,
    pub collinear: Vec<Collinear>,
    pub dropped: Dropped,
    pub rows_in: usize,
}

impl Answer {
    /// The fit.
    pub fn into_fit(self, setting: Setting) -> Fit {
        let Setting {
            request, sample, ..
        } = setting;
        let matrix = self.covariance.matrix;
        let terms = inference::table(&sample.names, &self.beta, &matrix, self.degrees);
        let mut dropped = setting.dropped;
        dropped.sort();
        let (rows, linear_predictor) = in_order(&sample.rows, self.predictor);
        Fit {
            terms,
            covariance: matrix,
            collinear: setting.collinear,
            rows_in: setting.rows_in,
            rows_used: rows.len(),
            dropped,
            effects: named(&request.effects, &sample.effects),
            clusters: named(&request.clusters, &sample.clusters),
            estimator: request.estimator,
            vcov: request.vcov(),
            small_sample: request.small_sample.of(request.estimator),
            parameters: self.covariance.parameters,
            covariance_repaired: self.covariance.repaired,
            degrees_of_freedom: self.degrees,
            iterations: self.iterations,
            deviance: self.quality.deviance,
            log_likelihood: self.quality.log_likelihood,
            r2: self.quality.r2,
            correction: self.correction,
            rows,
            linear_predictor,
        }
    }
}

fn named(products: &[Product], factors: &[Factor]) -> Vec<Groups> {
    let pairs = products.iter().zip(factors);
    pairs
        .map(|(product, factor)| Groups {
            name: product.to_string(),
            groups: factor.groups,
        })
        .collect()
}

/// Rows and their values in ascending order of the rows.
fn in_order(rows: &[u32], values: Vec<f64>) -> (Vec<u32>, Vec<f64>) {
    if rows.is_sorted() {
        return (rows.to_vec(), values);
    }
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_unstable_by_key(|&place| rows[place as usize]);
    order
        .iter()
        .map(|&place| (rows[place as usize], values[place as usize]))
        .unzip()
}
