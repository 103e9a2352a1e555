//! What is to be estimated, and how.

use triffin_basis::BasisError;

use super::formula;
use super::small_sample::Convention;
use super::term::{Product, Term};

/// How the coefficients are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Estimator {
    /// Poisson pseudo-maximum likelihood: E\[y\] = exp(xβ + effects).
    #[default]
    Ppml,
    /// Ordinary least squares: E\[y\] = xβ + effects.
    Ols,
}

/// Which deviations the standard errors allow for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vcov {
    /// The model's own variance is taken to be right.
    Iid,
    /// Any variance, independent from row to row.
    Hc1,
    /// Any variance, and any correlation within the clusters of the request.
    Cluster,
}

/// The columns that make a panel of exporters, importers and times, for the
/// correction of the bias their effects leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreeWay {
    /// The column of exporters.
    pub exporter: String,
    /// The column of importers.
    pub importer: String,
    /// The column of times.
    pub time: String,
}

/// A regression: y on x with effects.
///
/// ```
/// use triffin_tariff::estimate::Request;
/// let request = Request::parse("trade ~ rta + log(dist) | exporter^year + importer^year")?
///     .cluster("exporter^importer")?;
/// assert_eq!(request.x.len(), 2);
/// assert_eq!(request.effects[1].to_string(), "importer^year");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What is explained.
    pub y: Term,
    /// What explains it.
    pub x: Vec<Term>,
    /// The products of columns each of whose groups has an effect; without
    /// any there is a constant.
    pub effects: Vec<Product>,
    /// The products of columns within whose groups errors may correlate.
    pub clusters: Vec<Product>,
    /// The kind of standard errors; none given, clustered where there are
    /// clusters and heteroskedastic otherwise.
    pub vcov: Option<Vcov>,
    /// A column of weights ≥ 0.
    pub weights: Option<String>,
    /// A term added to the linear predictor with a coefficient of one.
    pub offset: Option<Term>,
    /// PPML or OLS.
    pub estimator: Estimator,
    /// Which corrections for small samples the errors get.
    pub small_sample: Convention,
    /// The relative tolerance of the coefficients.
    pub tolerance: f64,
    /// After how many Newton steps to give up.
    pub max_iterations: usize,
    /// Whether rows alone in a group of an effect stay in the sample. They
    /// change no coefficient, but the count of clusters and rows.
    pub keep_singletons: bool,
    /// Whether to correct the incidental-parameter bias of a three-way
    /// panel.
    pub three_way: Option<ThreeWay>,
}

impl Request {
    /// PPML of `y` on `x` without effects, to 1e-10.
    pub fn new(y: Term, x: Vec<Term>) -> Self {
        Self {
            y,
            x,
            effects: Vec::new(),
            clusters: Vec::new(),
            vcov: None,
            weights: None,
            offset: None,
            estimator: Estimator::Ppml,
            small_sample: Convention::Fixest,
            tolerance: 1e-10,
            max_iterations: 200,
            keep_singletons: false,
            three_way: None,
        }
    }

    /// The request of a formula `y ~ a + b | e1^t + e2^t`.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-FORMULA` and `E-GRAVITY-TERM` with what cannot be read.
    pub fn parse(text: &str) -> Result<Self, BasisError> {
        formula::parse(text)
    }

    /// Adds an effect.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-TERM` where the product cannot be read.
    pub fn effect(mut self, product: &str) -> Result<Self, BasisError> {
        self.effects.push(product.parse()?);
        Ok(self)
    }

    /// Adds a way of clustering.
    ///
    /// # Errors
    ///
    /// `E-GRAVITY-TERM` where the product cannot be read.
    pub fn cluster(mut self, product: &str) -> Result<Self, BasisError> {
        self.clusters.push(product.parse()?);
        Ok(self)
    }

    /// The kind of errors asked for, or what the clusters imply.
    pub fn vcov(&self) -> Vcov {
        self.vcov.unwrap_or(match self.clusters.is_empty() {
            true => Vcov::Hc1,
            false => Vcov::Cluster,
        })
    }

    /// Every column the regression reads, each once, in the order of its
    /// first use.
    pub fn columns(&self) -> Vec<&str> {
        let terms = std::iter::once(&self.y).chain(&self.x).chain(&self.offset);
        let products = self.effects.iter().chain(&self.clusters);
        let three_way = self.three_way.iter().flat_map(|panel| {
            [
                panel.exporter.as_str(),
                panel.importer.as_str(),
                panel.time.as_str(),
            ]
        });
        let named = terms
            .flat_map(Term::columns)
            .chain(products.flat_map(Product::columns))
            .chain(self.weights.as_deref())
            .chain(three_way);
        let mut columns: Vec<&str> = Vec::new();
        for name in named {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_named_once() {
        let mut request = Request::parse("y ~ a + a:b + log(c) | e^t + i^t").unwrap();
        request.weights = Some("w".into());
        request.offset = Some("log(pop)".parse().unwrap());
        assert_eq!(
            request.columns(),
            ["y", "a", "b", "c", "pop", "e", "t", "i", "w"]
        );
    }

    #[test]
    fn errors_follow_the_clusters_unless_named() {
        let request = Request::parse("y ~ a").unwrap();
        assert_eq!(request.vcov(), Vcov::Hc1);
        assert_eq!(request.cluster("e").unwrap().vcov(), Vcov::Cluster);
    }
}
