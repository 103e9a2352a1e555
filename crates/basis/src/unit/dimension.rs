//! Quantity units of one dimension: kilograms and tonnes, pieces and dozens.

use super::{Unit, physical};
use crate::scale::Scale;

/// What a quantity unit is in the common unit of its dimension.
///
/// One of the unit is `digits / 10^decimals` of `common`, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonUnit {
    /// The common unit of the dimension: `kg`, `item`, `l`, `kWh`, or the unit
    /// itself where no other is of its dimension.
    pub common: &'static str,
    /// The digits of the factor.
    pub digits: i128,
    /// How many of them stand behind the point, at most [`CommonUnit::DECIMALS`].
    pub decimals: u8,
}

/// Symbol, common unit, digits of the factor, digits behind the point.
///
/// Source: BIPM, The International System of Units, 9th edition, 2019, tables
/// 5 to 8; carat of 200 mg: 4th General Conference on Weights and Measures,
/// 1907; barrel of 42 US gallons of 231 cubic inches: NIST Handbook 44,
/// appendix C; pairs and dozens: WCO recommended units of quantity (2u, 12u).
const FACTORS: [(&str, &str, i128, u8); 14] = [
    ("kg", "kg", 1, 0),
    ("mg", "kg", 1, 6),
    ("g", "kg", 1, 3),
    ("carat", "kg", 2, 4),
    ("t", "kg", 1_000, 0),
    ("kt", "kg", 1_000_000, 0),
    ("Mt", "kg", 1_000_000_000, 0),
    ("item", "item", 1, 0),
    ("pair", "item", 2, 0),
    ("dozen", "item", 12, 0),
    ("l", "l", 1, 0),
    ("m3", "l", 1_000, 0),
    ("barrel", "l", 158_987_294_928, 9),
    ("MWh", "kWh", 1_000, 0),
];

impl CommonUnit {
    /// The most digits behind the point of a factor.
    pub const DECIMALS: u8 = 9;

    /// The common unit of a quantity unit as publishers write it: `t`,
    /// `Pcs`, `1000 kg`, `万吨`; none when it is no known quantity unit.
    ///
    /// Unit: one of the unit in `common`. The factor is exact.
    ///
    /// Source: see the units above; Scale for thousands and 万.
    ///
    /// ```
    /// use triffin_basis::CommonUnit;
    /// let tonne = CommonUnit::parse("t").unwrap();
    /// assert_eq!((tonne.common, tonne.digits, tonne.decimals), ("kg", 1_000, 0));
    /// assert_eq!(CommonUnit::parse("pcs"), CommonUnit::parse("u"));
    /// ```
    pub fn parse(text: &str) -> Option<CommonUnit> {
        let (unit, scale) = Unit::parse(text.trim()).ok()?;
        let symbol = match &unit {
            Unit::Count => "item",
            Unit::Physical(symbol) => symbol.as_str(),
            _ => return None,
        };
        Some(Self::of(physical::symbol(symbol)?, scale))
    }

    fn of(symbol: &'static str, scale: Scale) -> Self {
        let row = FACTORS.iter().find(|row| row.0 == symbol);
        let (common, digits, decimals) = row.map_or((symbol, 1, 0), |row| (row.1, row.2, row.3));
        Self {
            common,
            digits: digits * 10i128.pow(scale.exponent()),
            decimals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The factor as digits of 10⁻⁹ of the common unit.
    fn nano(text: &str) -> (&'static str, i128) {
        let unit = CommonUnit::parse(text).unwrap_or_else(|| panic!("{text}"));
        let shift = u32::from(CommonUnit::DECIMALS - unit.decimals);
        (unit.common, unit.digits * 10i128.pow(shift))
    }

    #[test]
    fn names_of_one_dimension_meet() {
        const ONE: i128 = 1_000_000_000;
        for (text, common, factor) in [
            ("kg", "kg", ONE),
            ("KG", "kg", ONE),
            ("t", "kg", 1_000 * ONE),
            ("1000 kg", "kg", 1_000 * ONE),
            ("万吨", "kg", 10_000_000 * ONE),
            ("g", "kg", ONE / 1_000),
            ("carats", "kg", ONE / 5_000),
            ("Mt", "kg", 1_000_000_000 * ONE),
            ("million tonnes", "kg", 1_000_000_000 * ONE),
            ("pcs", "item", ONE),
            ("Pcs", "item", ONE),
            ("PCS", "item", ONE),
            ("unit", "item", ONE),
            ("u", "item", ONE),
            ("件", "item", ONE),
            ("个", "item", ONE),
            ("pair", "item", 2 * ONE),
            ("dozen", "item", 12 * ONE),
            ("1000 pcs", "item", 1_000 * ONE),
            ("thousand pieces", "item", 1_000 * ONE),
            ("m3", "l", 1_000 * ONE),
            ("bbl", "l", 158_987_294_928),
            ("MWh", "kWh", 1_000 * ONE),
            ("kWh", "kWh", ONE),
            ("m2", "m2", ONE),
        ] {
            assert_eq!(nano(text), (common, factor), "{text}");
        }
        for none in ["USD", "%", "", "widgets", "kg per m2"] {
            assert_eq!(CommonUnit::parse(none), None, "{none}");
        }
    }

    #[test]
    fn every_factor_is_of_a_known_unit_and_fits_its_decimals() {
        for (symbol, common, digits, decimals) in FACTORS {
            assert_eq!(physical::symbol(symbol), Some(symbol));
            assert_eq!(physical::symbol(common), Some(common));
            assert!(digits > 0 && decimals <= CommonUnit::DECIMALS);
        }
    }
}
