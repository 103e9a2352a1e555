//! Whether the other side has been deducted.

use crate::words::words;

words! {
    /// Gross or net. Neither follows from the other without the other side.
    pub enum GrossNet {
        /// One side alone.
        Gross = "gross", "gross", "总额";
        /// After deducting the other side.
        Net = "net", "net", "净额";
    }
}
