//! Which date puts a record into a period.

use crate::words::words;

words! {
    /// The date by which a trade record is counted.
    pub enum Timing {
        /// The day of the customs declaration.
        Declared = "declared", "by customs declaration", "按报关日期";
        /// The day of shipment or of change of ownership.
        Shipped = "shipped", "by shipment", "按装运日期";
        /// The day of payment.
        Settled = "settled", "by settlement", "按结算日期";
    }
}
