//! Where a traded good is valued: FOB, CIF, customs value, FAS.

use crate::words::words;

words! {
    /// The point up to which freight and insurance are in a trade value.
    ///
    /// Valuation is a property of the file a value comes from, never of the
    /// country: most publish imports CIF, but some FOB and some both.
    ///
    /// Source: United Nations, International Merchandise Trade Statistics:
    /// Concepts and Definitions 2010, chapter IV.
    pub enum Valuation {
        /// Free on board: at the exporter's border, loaded.
        Fob = "fob", "FOB", "离岸价";
        /// Cost, insurance and freight: at the importer's border.
        Cif = "cif", "CIF", "到岸价";
        /// The value customs assesses, as the United States publishes for
        /// imports: without international freight and insurance.
        Customs = "customs", "customs value", "海关估价";
        /// Free alongside ship, as the United States publishes for exports:
        /// FOB before loading.
        Fas = "fas", "FAS", "船边交货价";
        /// Several valuations in one total.
        Mixed = "mixed", "mixed valuation", "混合计价";
    }
}

impl Valuation {
    /// True when international freight and insurance are in the value, false
    /// when they are not, `None` when the parts differ.
    pub fn carries_freight(self) -> Option<bool> {
        match self {
            Valuation::Cif => Some(true),
            Valuation::Fob | Valuation::Customs | Valuation::Fas => Some(false),
            Valuation::Mixed => None,
        }
    }
}
