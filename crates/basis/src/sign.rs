//! What a plus means.

use crate::words::words;

words! {
    /// The sign convention of a balance or a transaction.
    ///
    /// Source: IMF, Balance of Payments and International Investment Position
    /// Manual, 6th edition (2009), chapters 3 and 8, for the two conventions of
    /// the financial account.
    pub enum Sign {
        /// A surplus is positive: exports − imports.
        SurplusPositive = "surplus_positive", "surplus positive", "顺差为正";
        /// A deficit is positive: imports − exports.
        DeficitPositive = "deficit_positive", "deficit positive", "逆差为正";
        /// Sixth edition: net acquisition of assets is positive, so that
        /// CA + KA + E&O = FA.
        Bpm6 = "bpm6", "net acquisition of assets positive (BPM6)", "净获得资产为正（BPM6）";
        /// Fifth edition: inflows are positive, so that CA + KA + FA + E&O = 0.
        Bpm5 = "bpm5", "inflow positive (BPM5)", "流入为正（BPM5）";
    }
}
