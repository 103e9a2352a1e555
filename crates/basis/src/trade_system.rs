//! Whose border counts: the general and the special trade system.

use crate::words::words;

words! {
    /// Which border a good must cross to be counted.
    ///
    /// Source: United Nations, International Merchandise Trade Statistics:
    /// Concepts and Definitions 2010, chapter II.
    pub enum TradeSystem {
        /// The economic territory: bonded warehouses and free zones are inside.
        General = "general", "general trade system", "总贸易体系";
        /// The area of free circulation: what stays in bond is not counted.
        Special = "special", "special trade system", "专门贸易体系";
    }
}
