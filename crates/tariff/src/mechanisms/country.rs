//! The country that levies a duty: its trade, the duty and its elasticities.

use triffin_basis::BasisError;

use super::refusal::{self, at_least_zero, positive};

/// What a country buys and sells in a year, in one unit of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// Imports before the duty, at customs value.
    pub imports: f64,
    /// Exports before the duty.
    pub exports: f64,
}

/// A rise of a duty and the part of imports it falls on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duty {
    /// Rise of the rate, as a share of the customs value.
    pub rise: f64,
    /// Part of imports it falls on.
    pub coverage: f64,
}

impl Duty {
    /// Checks a rise and its coverage.
    ///
    /// # Errors
    /// `E-TARIFF-RATE` for a rise of −100 % and below, `E-TARIFF-SHARE` for a
    /// coverage outside 0 to 1.
    pub fn new(rise: f64, coverage: f64) -> Result<Self, BasisError> {
        Ok(Self {
            rise: refusal::duty(("the rise of the duty", "税率升幅"), rise)?,
            coverage: refusal::share(("the coverage", "覆盖率"), coverage)?,
        })
    }

    /// τ·c, the rise over all imports.
    pub fn average(&self) -> f64 {
        self.rise * self.coverage
    }
}

/// How far quantities answer to prices, both without their sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elasticities {
    /// ε_m: fall of import quantity for a price at home higher by one.
    pub import: f64,
    /// ε_x: fall of export quantity for a price abroad higher by one.
    pub export: f64,
}

impl Trade {
    /// Checks imports and exports.
    ///
    /// # Errors
    /// `E-TARIFF-NEGATIVE` for imports of zero or below, or exports below zero.
    pub fn new(imports: f64, exports: f64) -> Result<Self, BasisError> {
        Ok(Self {
            imports: positive(("imports", "进口"), imports)?,
            exports: at_least_zero(("exports", "出口"), exports)?,
        })
    }

    /// X − M; a deficit is negative.
    pub fn balance(&self) -> f64 {
        self.exports - self.imports
    }
}

impl Elasticities {
    /// Checks both elasticities.
    ///
    /// # Errors
    /// `E-TARIFF-NEGATIVE` below zero, `E-TARIFF-NUMBER` where one is no number.
    pub fn new(import: f64, export: f64) -> Result<Self, BasisError> {
        Ok(Self {
            import: at_least_zero(("the import demand elasticity", "进口需求弹性"), import)?,
            export: at_least_zero(("the export demand elasticity", "出口需求弹性"), export)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Trade::new(0.0, 1.0).is_err());
        assert!(Trade::new(1.0, -1.0).is_err());
        assert!(Duty::new(-1.0, 0.5).is_err());
        assert!(Duty::new(0.1, 1.5).is_err());
        assert!(Elasticities::new(-0.2, 2.0).is_err());
        assert_eq!(Trade::new(3.0, 1.0).unwrap().balance(), -2.0);
    }
}
