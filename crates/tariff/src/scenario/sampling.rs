//! `[draws]`: how the uncertainty of the elasticities is carried through.

use triffin_basis::BasisError;

use super::section::Section;
use super::tree::Kind;

/// Draws of the elasticities.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// How many.
    pub n: u32,
    /// The seed; the stream of a draw is its own.
    pub seed: u64,
    /// Percentiles told, 0 to 100.
    pub percentiles: Vec<f64>,
    /// A square table of covariances of θ by sector, where they are not independent.
    pub covariance: Option<String>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            n: 1000,
            seed: 1,
            percentiles: vec![5.0, 50.0, 95.0],
            covariance: None,
        }
    }
}

const KEYS: [&str; 4] = ["n", "seed", "percentiles", "covariance"];

impl Sampling {
    pub(super) fn of(root: &Section<'_>) -> Result<Option<Self>, BasisError> {
        let Some(section) = root.beneath("draws", &KEYS)? else {
            return Ok(None);
        };
        let usual = Self::default();
        let whole = |seed: f64| seed.fract() == 0.0 && (0.0..=9e15).contains(&seed);
        let seed = section.number_where("seed", whole, "a whole number", "整数")?;
        Ok(Some(Self {
            n: section.count("n")?.unwrap_or(usual.n),
            seed: seed.map_or(usual.seed, |seed| seed as u64),
            percentiles: percentiles(&section)?.unwrap_or(usual.percentiles),
            covariance: section.text("covariance")?,
        }))
    }
}

fn percentiles(section: &Section<'_>) -> Result<Option<Vec<f64>>, BasisError> {
    let Some(node) = section.get("percentiles") else {
        return Ok(None);
    };
    let wrong = || {
        section.kind(
            "percentiles",
            node,
            "numbers from 0 to 100",
            "0 到 100 的数",
        )
    };
    let Kind::List(items) = &node.kind else {
        return Err(wrong());
    };
    let each = items.iter().map(|item| match item.kind {
        Kind::Number(number) if (0.0..=100.0).contains(&number) => Ok(number),
        _ => Err(wrong()),
    });
    each.collect::<Result<Vec<_>, _>>().map(Some)
}
