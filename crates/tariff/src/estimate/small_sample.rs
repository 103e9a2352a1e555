//! Which corrections for small samples standard errors get.

use std::str::FromStr;

use triffin_basis::BasisError;

use super::request::Estimator;

/// Whose habits to follow; errors are comparable only under one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// Those of the R package fixest.
    #[default]
    Fixest,
    /// Those of Stata's `reghdfe` for least squares and `ppmlhdfe` for PPML.
    Stata,
    /// No correction at all.
    None,
    /// One's own.
    Own(SmallSample),
}

/// Which groups of effects count as parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectsCounted {
    /// None of them.
    None,
    /// Those of effects whose groups do not each lie within one cluster.
    NonNested,
    /// All of them.
    All,
}

/// The factor for the number of clusters, G/(G − 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterFactor {
    /// No factor.
    None,
    /// That of the smallest number of clusters, for every way.
    Smallest,
    /// Each way its own.
    Each,
}

/// c = (n − 1)/(n − k) · G/(G − 1), with conventions for k and G.
///
/// Rows are clusters of their own where errors are not clustered. k counts
/// the coefficients and, with effects, one and every group less one of each
/// effect that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallSample {
    /// Whether there is the first factor, for what the coefficients take.
    pub rows: bool,
    /// What k counts beside the coefficients.
    pub effects: EffectsCounted,
    /// The second factor.
    pub clusters: ClusterFactor,
}

impl Convention {
    /// What it means for `estimator`.
    ///
    /// Fixest corrects PPML as least squares; Stata's maximum-likelihood
    /// commands correct for the number of clusters alone.
    pub fn of(self, estimator: Estimator) -> SmallSample {
        let both = SmallSample {
            rows: true,
            effects: EffectsCounted::NonNested,
            clusters: ClusterFactor::Smallest,
        };
        match (self, estimator) {
            (Self::Own(own), _) => own,
            (Self::Fixest, _) | (Self::Stata, Estimator::Ols) => both,
            (Self::Stata, Estimator::Ppml) => SmallSample {
                rows: false,
                ..both
            },
            (Self::None, _) => SmallSample {
                rows: false,
                effects: EffectsCounted::None,
                clusters: ClusterFactor::None,
            },
        }
    }

    /// The name a user writes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fixest => "fixest",
            Self::Stata => "stata",
            Self::None => "none",
            Self::Own(_) => "own",
        }
    }
}

impl FromStr for Convention {
    type Err = BasisError;

    fn from_str(text: &str) -> Result<Self, BasisError> {
        match text {
            "fixest" => Ok(Self::Fixest),
            "stata" => Ok(Self::Stata),
            "none" => Ok(Self::None),
            _ => Err(BasisError::new(
                "E-GRAVITY-CONVENTION",
                format!("no small-sample convention {text}"),
                format!("没有小样本惯例 {text}"),
            )
            .value(text)
            .expected("fixest, stata or none", "fixest、stata 或 none")),
        }
    }
}
