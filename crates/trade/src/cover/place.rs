//! Where a row stands on each axis.

use triffin_basis::Period;

/// Where a row stands: the axes along which publishers add rows up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place<'a> {
    /// The period as recorded.
    pub period: Period,
    /// The partner's code.
    pub partner: &'a str,
    /// `economy`, `world`, `group` or `special`.
    pub partner_level: &'a str,
    /// The commodity classification.
    pub product_system: &'a str,
    /// Digits of the commodity code, 0 for all products.
    pub product_level: i64,
    /// The commodity code.
    pub product: &'a str,
    /// Second partner, customs procedure and transport; none is their total.
    pub detail: [Option<&'a str>; 3],
    /// Whether it is a part of a row that states the same, as re-exports are
    /// of exports.
    pub part: bool,
}

impl<'a> Place<'a> {
    /// The beginning of the code that has `level` digits.
    pub(super) fn prefix(&self, level: i64) -> &'a str {
        let digits = usize::try_from(level).unwrap_or(0);
        let end = self.product.char_indices().nth(digits);
        end.map_or(self.product, |(at, _)| &self.product[..at])
    }
}
