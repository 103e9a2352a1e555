//! Where a computed number is from and how firm it is.

use crate::basis::Basis;
use crate::flag::Flag;

impl Basis {
    /// This basis with the provenance of both: sources joined, the release
    /// only when it is one, the weaker flag.
    #[must_use]
    pub(crate) fn merged(&self, other: &Basis) -> Basis {
        Basis {
            source: join_sources(self.source.as_deref(), other.source.as_deref()),
            vintage: self
                .vintage
                .clone()
                .filter(|vintage| other.vintage.as_ref() == Some(vintage)),
            flag: weaker(self.flag, other.flag),
            ..self.clone()
        }
    }
}

/// The less firm of two flags: a result is no firmer than its weakest part.
///
/// From firm to soft: observed, break, provisional, mirror, estimated,
/// forecast, stated, missing.
pub fn weaker(a: Flag, b: Flag) -> Flag {
    if softness(a) >= softness(b) { a } else { b }
}

fn softness(flag: Flag) -> u8 {
    match flag {
        Flag::Observed => 0,
        Flag::Break => 1,
        Flag::Provisional => 2,
        Flag::Mirror => 3,
        Flag::Estimated => 4,
        Flag::Forecast => 5,
        Flag::Stated => 6,
        Flag::Missing => 7,
    }
}

fn join_sources(left: Option<&str>, right: Option<&str>) -> Option<String> {
    match (left, right) {
        (Some(a), Some(b)) if a.split(" + ").any(|part| part == b) => Some(a.to_owned()),
        (Some(a), Some(b)) => Some(format!("{a} + {b}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Unit;

    fn usd() -> Basis {
        Basis::of(Unit::parse("USD").unwrap().0)
    }

    #[test]
    fn the_weaker_flag_wins_whatever_the_order() {
        for a in Flag::ALL {
            for b in Flag::ALL {
                assert_eq!(weaker(a, b), weaker(b, a));
            }
            assert_eq!(weaker(a, Flag::Observed), a);
            assert_eq!(weaker(a, Flag::Missing), Flag::Missing);
        }
    }

    #[test]
    fn provenance_travels_and_never_forbids() {
        let left = Basis {
            source: Some("Census".to_owned()),
            flag: Flag::Provisional,
            ..usd()
        };
        let right = Basis {
            source: Some("GACC".to_owned()),
            flag: Flag::Estimated,
            ..usd()
        };
        assert!(left.require_same(&right).is_ok());
        let merged = left.merged(&right);
        assert_eq!(merged.source.as_deref(), Some("Census + GACC"));
        assert_eq!(merged.flag, Flag::Estimated);
        assert_eq!(
            merged.merged(&right).source.as_deref(),
            Some("Census + GACC")
        );
    }
}
