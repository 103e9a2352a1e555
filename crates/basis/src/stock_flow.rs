//! What sort of magnitude a number is: a flow, a stock, a ratio …

use crate::words::words;

words! {
    /// What adding two such numbers would mean.
    pub enum StockFlow {
        /// Over a period: exports of a year. Periods add up.
        Flow = "flow", "flow", "流量";
        /// At a moment: reserves at year end. Moments do not add up.
        Stock = "stock", "stock", "存量";
        /// One number over another: a share, a rate of growth.
        Ratio = "ratio", "ratio", "比率";
        /// Relative to a base period: a price or effective-rate index.
        Index = "index", "index", "指数";
        /// Of one unit: an exchange rate, a unit value.
        Price = "price", "price", "价格";
    }
}
