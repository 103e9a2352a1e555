//! How much of the external account a balance covers.

use crate::words::words;

words! {
    /// The layer a balance stands on; each contains the one before.
    ///
    /// Source: IMF, Balance of Payments and International Investment Position
    /// Manual, 6th edition (2009), chapter 2.
    pub enum Layer {
        /// Goods only.
        Goods = "goods", "goods", "货物";
        /// Goods and services.
        GoodsServices = "goods_services", "goods and services", "货物和服务";
        /// Goods, services, primary and secondary income.
        CurrentAccount = "current_account", "current account", "经常账户";
    }
}
