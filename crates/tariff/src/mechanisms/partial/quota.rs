//! A tariff quota: one rate up to a quantity, a higher one beyond.

use triffin_basis::BasisError;

use crate::mechanisms::refusal::{self, duty, positive};

/// A quantity that pays the lower rate, and the two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    /// Quantity that may enter at the lower rate.
    pub units: f64,
    /// Rate within the quota, as a share of the customs value.
    pub within: f64,
    /// Rate beyond it; not below the one within.
    pub above: f64,
}

/// Which of the two rates the last unit pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// The quota is not filled: the lower rate.
    Within,
    /// Imports are the quota: a right to import is worth a premium between the rates.
    Filled,
    /// Imports exceed the quota: the higher rate.
    Above,
}

impl Regime {
    /// Its name in columns.
    pub fn code(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Filled => "filled",
            Self::Above => "above",
        }
    }
}

/// Where imports settle under a quota.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled {
    /// Which rate the last unit pays.
    pub regime: Regime,
    /// What the last unit costs beyond its customs value: a rate, or a rate and a premium.
    pub marginal: f64,
    /// Quantity imported.
    pub imports: f64,
    /// Duty collected over customs value, on average.
    pub average: f64,
}

impl Quota {
    /// Checks a quota.
    ///
    /// # Errors
    /// `E-TARIFF-NEGATIVE` for a quota of zero or below, `E-TARIFF-RATE` for
    /// rates of −100 % or a rate beyond the quota under the one within.
    pub fn checked(self) -> Result<Self, BasisError> {
        positive(("the quota", "配额"), self.units)?;
        duty(("the rate within the quota", "配额内税率"), self.within)?;
        duty(("the rate beyond the quota", "配额外税率"), self.above)?;
        if self.above >= self.within {
            return Ok(self);
        }
        Err(BasisError::new(
            "E-TARIFF-RATE",
            format!(
                "the rate beyond the quota, {}, is under the one within, {}",
                self.above, self.within
            ),
            format!("配额外税率 {} 低于配额内税率 {}", self.above, self.within),
        )
        .value(self.above)
        .expected(
            format!("{} or more", self.within),
            format!("不低于 {}", self.within),
        )
        .remedy("Exchange the two rates", "请对调两个税率"))
    }

    /// The rate at which importers buy what the quota leaves them: within < t <
    /// above only where imports are exactly the quota
    ///
    /// Inputs: imports as a function of what the last unit pays, falling in it.
    ///
    /// # Errors
    /// Those of the function.
    pub fn settle(
        &self,
        mut imports_at: impl FnMut(f64) -> Result<f64, BasisError>,
    ) -> Result<Settled, BasisError> {
        let least = imports_at(self.within)?;
        if least <= self.units {
            return Ok(self.settled(Regime::Within, self.within, least));
        }
        let most = imports_at(self.above)?;
        if most >= self.units {
            return Ok(self.settled(Regime::Above, self.above, most));
        }
        let (mut low, mut high) = (self.within, self.above);
        let mut imports = most;
        // Forty halvings bring the premium within 1e-12 of the span of the rates.
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            imports = imports_at(middle)?;
            match imports > self.units {
                true => low = middle,
                false => high = middle,
            }
        }
        Ok(self.settled(Regime::Filled, 0.5 * (low + high), imports))
    }

    fn settled(&self, regime: Regime, marginal: f64, imports: f64) -> Settled {
        let over = (imports - self.units).max(0.0);
        let average = match regime {
            Regime::Above => (self.units * self.within + over * self.above) / imports,
            Regime::Within | Regime::Filled => self.within,
        };
        Settled {
            regime,
            marginal,
            imports,
            average,
        }
    }
}

/// The premium on a right to import within the quota, over customs value.
///
/// # Errors
/// `E-TARIFF-NUMBER` for a rate that is no number.
pub fn premium(quota: &Quota, settled: &Settled) -> Result<f64, BasisError> {
    refusal::finite(("the premium", "配额溢价"), settled.marginal - quota.within)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: Quota = Quota {
        units: 1_200.0,
        within: 0.2,
        above: 0.5,
    };

    fn settled(level: f64) -> Settled {
        QUOTA.settle(|t| Ok(level * (1.0 - t))).unwrap()
    }

    #[test]
    fn the_last_unit_pays_the_rate_of_its_regime() {
        let within = settled(1_400.0);
        assert_eq!((within.regime, within.marginal), (Regime::Within, 0.2));
        let above = settled(3_000.0);
        assert_eq!((above.regime, above.marginal), (Regime::Above, 0.5));
        assert!((above.average - (1_200.0 * 0.2 + 300.0 * 0.5) / 1_500.0).abs() < 1e-12);
        let filled = settled(2_000.0);
        assert_eq!(filled.regime, Regime::Filled);
        assert!((filled.marginal - 0.4).abs() < 1e-9 && (filled.imports - 1_200.0).abs() < 1e-6);
        assert!((premium(&QUOTA, &filled).unwrap() - 0.2).abs() < 1e-9);
    }

    #[test]
    fn rates_the_wrong_way_round_are_refused() {
        let wrong = Quota {
            within: 0.6,
            ..QUOTA
        };
        assert_eq!(wrong.checked().unwrap_err().code(), "E-TARIFF-RATE");
        assert!(
            Quota {
                units: 0.0,
                ..QUOTA
            }
            .checked()
            .is_err()
        );
    }
}
