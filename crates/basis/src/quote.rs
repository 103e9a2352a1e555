//! Which way an exchange rate, or a change in one, is written.

use crate::words::words;

words! {
    /// The quote convention of a rate, an index or a change.
    pub enum Quote {
        /// Units of home currency per unit of foreign: a rise is a depreciation.
        Direct = "direct", "home per foreign: up = depreciation", "直接标价：上升为贬值";
        /// Units of foreign currency per unit of home: a rise is an appreciation.
        Indirect = "indirect", "foreign per home: up = appreciation", "间接标价：上升为升值";
        /// A change in the direct quote: +37 % in the price of the dollar.
        QuoteRise = "quote_rise", "change of the quote", "报价变动";
        /// A change in the currency's own value: −27 % in foreign money.
        ValueChange = "value_change", "change of the currency's value", "币值变动";
    }
}
