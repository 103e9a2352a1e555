//! Which corrections for small samples standard errors get.

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
/// The two programs most used differ in what k counts and in whether the
/// first factor is there at all; errors are comparable only under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallSample {
    /// Whether the factor (n − 1)/(n − k) of clustered and n/(n − k) of
    /// other errors is applied; without it, heteroskedastic errors get
    /// n/(n − 1).
    pub rows: bool,
    /// What k counts beside the coefficients.
    pub effects: EffectsCounted,
    /// Whether an effect's groups past the first are counted less those that
    /// the first already spans, pair by pair, instead of less one.
    pub exact: bool,
    /// The factor for the number of clusters.
    pub clusters: ClusterFactor,
}

impl SmallSample {
    /// As the R package fixest does unless told otherwise: k counts the
    /// groups of effects that are not nested in the clusters, less one an
    /// effect after the first.
    pub const FIXEST: Self = Self {
        rows: true,
        effects: EffectsCounted::NonNested,
        exact: false,
        clusters: ClusterFactor::Smallest,
    };
    /// As Stata's commands do: `reghdfe` for least squares, `ppmlhdfe` for
    /// PPML, where only the number of clusters counts.
    pub const STATA: Self = Self {
        rows: false,
        effects: EffectsCounted::NonNested,
        exact: true,
        clusters: ClusterFactor::Smallest,
    };
    /// No correction.
    pub const NONE: Self = Self {
        rows: false,
        effects: EffectsCounted::None,
        exact: false,
        clusters: ClusterFactor::None,
    };
}
