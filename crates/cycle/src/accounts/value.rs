//! What a position is worth, and what it changed by.

use super::{Accounts, CurrencyId, Flow, Holding, Instrument, Kind, SectorId};
use crate::expression::Expression;
use crate::model::VariableId;

impl Accounts {
    /// The currency a sector keeps its books in.
    pub fn currency_of(&self, sector: SectorId) -> CurrencyId {
        self.sectors[sector.0].currency
    }

    /// The instrument of a holding.
    pub fn instrument_of(&self, holding: &Holding) -> &Instrument {
        &self.instruments[holding.instrument.0]
    }

    /// `amount` of one currency in another, at the rates of `lag` periods ago.
    pub(crate) fn converted(
        &self,
        amount: Expression,
        from: CurrencyId,
        to: CurrencyId,
        lag: u32,
    ) -> Expression {
        if from == to {
            return amount;
        }
        let rate = |id: CurrencyId| self.currencies[id.0].rate;
        let into = match rate(to) {
            Some(rate) => amount * Expression::lagged(rate, lag),
            None => amount,
        };
        match rate(from) {
            Some(rate) => into / Expression::lagged(rate, lag),
            None => into,
        }
    }

    /// The holdings of an instrument.
    pub fn holders(&self, instrument: &Instrument) -> impl Iterator<Item = &Holding> {
        let name = instrument.outstanding;
        self.holdings
            .iter()
            .filter(move |holding| self.instrument_of(holding).outstanding == name)
    }

    /// What a sector holds.
    pub fn held_by(&self, sector: SectorId) -> impl Iterator<Item = &Holding> {
        self.holdings
            .iter()
            .filter(move |holding| holding.holder == sector)
    }

    /// What a sector owes.
    pub fn owed_by(&self, sector: SectorId) -> impl Iterator<Item = &Instrument> {
        self.instruments
            .iter()
            .filter(move |known| known.kind == Kind::Claim(sector))
    }
}

impl Instrument {
    /// price × stock, in the currency of the instrument, `lag` periods ago.
    pub(crate) fn value(&self, stock: VariableId, lag: u32) -> Expression {
        self.priced(Expression::lagged(stock, lag), lag)
    }

    /// price × d(stock), what was paid for the units acquired.
    pub(crate) fn purchase(&self, stock: VariableId) -> Expression {
        self.priced(Expression::change(stock), 0)
    }

    /// What the units held at the end of the last period earn in this one;
    /// `None` for an instrument that pays nothing.
    pub(crate) fn income(&self, stock: VariableId) -> Option<Expression> {
        Some(self.pays.clone()? * Expression::lagged(stock, 1))
    }

    fn priced(&self, units: Expression, lag: u32) -> Expression {
        match self.price {
            Some(price) => Expression::lagged(price, lag) * units,
            None => units,
        }
    }

    /// Whether acquiring it takes money out of a budget; fixed capital is
    /// paid for by the flow that buys it.
    pub(crate) fn is_bought(&self) -> bool {
        self.kind != Kind::Produced
    }
}

impl Flow {
    /// The amount of the other leg, in its own currency, from receiver to payer.
    pub(crate) fn returned(&self) -> Option<(Expression, CurrencyId)> {
        let against = self.against.as_ref()?;
        let amount = Expression::variable(self.amount) * against.rate.clone();
        Some((amount, against.currency))
    }
}
