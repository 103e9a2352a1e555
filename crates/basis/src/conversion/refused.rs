//! Conversions that do not exist, refused with the reason.

use crate::attribute::Attribute;
use crate::error::BasisError;
use crate::gross_net::GrossNet;
use crate::stock_flow::StockFlow;

/// The refusal to turn a stock into a flow or a flow into a stock.
///
/// A stock of 1 tn says nothing of what was bought in a year; only the change
/// between two stocks is a flow ([`crate::Quantity::change_since`]).
///
/// # Errors
/// `E-BASIS-STOCKFLOW` whenever the two differ.
///
/// Source: System of National Accounts 2008, chapter 3, on stocks and flows.
pub fn stock_flow(from: StockFlow, to: StockFlow) -> Result<(), BasisError> {
    if from == to {
        return Ok(());
    }
    Err(Attribute::StockFlow.differs(from.as_str(), to.as_str()))
}

/// The refusal to turn gross into net or net into gross.
///
/// Net follows from both gross sides ([`crate::Quantity::minus`]), never from
/// one.
///
/// # Errors
/// `E-BASIS-GROSSNET` whenever the two differ.
///
/// Source: System of National Accounts 2008, chapter 3, on gross and net
/// recording.
pub fn gross_net(from: GrossNet, to: GrossNet) -> Result<(), BasisError> {
    if from == to {
        return Ok(());
    }
    Err(Attribute::GrossNet.differs(from.as_str(), to.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn neither_follows_from_the_other() {
        let refusal = stock_flow(StockFlow::Stock, StockFlow::Flow).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-STOCKFLOW");
        assert!(refusal.advice(Lang::En).contains("change of the stock"));
        let refusal = gross_net(GrossNet::Gross, GrossNet::Net).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-GROSSNET");
        assert!(gross_net(GrossNet::Net, GrossNet::Net).is_ok());
    }
}
