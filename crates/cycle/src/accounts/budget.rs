//! The budget of a sector: what it receives less what it pays is what it
//! acquires less what it comes to owe.

use super::{Accounts, Instrument, Kind, SectorId};
use crate::expression::Expression;

impl Accounts {
    /// lending = receipts − payments, in the currency of the sector
    ///
    /// Receipts are the flows it receives, what its holdings pay and the
    /// commodities it brings into being; payments the flows it pays and what
    /// its liabilities pay. All at the exchange rates of the period.
    pub(crate) fn lending(&self, sector: SectorId) -> Expression {
        let mut sum = Signed::default();
        self.add_flows(sector, &mut sum);
        self.add_income(sector, &mut sum);
        for instrument in &self.instruments {
            if instrument.kind
                == (Kind::Commodity {
                    source: Some(sector),
                })
            {
                let produced = instrument.purchase(instrument.outstanding);
                sum.add(self.own(produced, instrument, sector));
            }
        }
        sum.total
    }

    /// Acquisitions − incurrences, which equal [`Accounts::lending`]: the side
    /// of the budget that stands below the line.
    pub(crate) fn acquisitions(&self, sector: SectorId) -> Expression {
        let mut sum = Signed::default();
        for holding in self.held_by(sector) {
            let instrument = self.instrument_of(holding);
            if instrument.is_bought() {
                sum.add(self.own(instrument.purchase(holding.stock), instrument, sector));
            }
        }
        for instrument in self.owed_by(sector) {
            let issued = instrument.purchase(instrument.outstanding);
            sum.subtract(self.own(issued, instrument, sector));
        }
        sum.total
    }

    /// worth = what it owns − what it owes, in the currency of the sector
    pub(crate) fn worth(&self, sector: SectorId) -> Expression {
        let mut sum = Signed::default();
        for holding in self.held_by(sector) {
            let instrument = self.instrument_of(holding);
            sum.add(self.own(instrument.value(holding.stock, 0), instrument, sector));
        }
        for instrument in self.owed_by(sector) {
            let owed = instrument.value(instrument.outstanding, 0);
            sum.subtract(self.own(owed, instrument, sector));
        }
        sum.total
    }

    fn add_flows(&self, sector: SectorId, sum: &mut Signed) {
        let home = self.currency_of(sector);
        for flow in &self.flows {
            if flow.payer == flow.receiver {
                continue;
            }
            let amount = || self.converted(flow.amount.into(), flow.currency, home, 0);
            let returned = || {
                let (amount, currency) = flow.returned()?;
                Some(self.converted(amount, currency, home, 0))
            };
            if flow.payer == sector {
                sum.subtract(amount());
                returned().into_iter().for_each(|leg| sum.add(leg));
            }
            if flow.receiver == sector {
                sum.add(amount());
                returned().into_iter().for_each(|leg| sum.subtract(leg));
            }
        }
    }

    fn add_income(&self, sector: SectorId, sum: &mut Signed) {
        for holding in self.held_by(sector) {
            let instrument = self.instrument_of(holding);
            if let Some(income) = instrument.income(holding.stock) {
                sum.add(self.own(income, instrument, sector));
            }
        }
        for instrument in self.owed_by(sector) {
            if let Some(paid) = instrument.income(instrument.outstanding) {
                sum.subtract(self.own(paid, instrument, sector));
            }
        }
    }

    /// `amount` in the currency of `instrument`, in that of `sector`.
    fn own(&self, amount: Expression, instrument: &Instrument, sector: SectorId) -> Expression {
        self.converted(amount, instrument.currency, self.currency_of(sector), 0)
    }
}

/// A sum that grows by terms of either sign; nothing at all is 0.
struct Signed {
    total: Expression,
    empty: bool,
}

impl Default for Signed {
    fn default() -> Self {
        Self {
            total: Expression::from(0.0),
            empty: true,
        }
    }
}

impl Signed {
    fn add(&mut self, term: Expression) {
        self.put(term, |total, term| total + term, |term| term);
    }

    fn subtract(&mut self, term: Expression) {
        self.put(term, |total, term| total - term, |term| -term);
    }

    fn put(
        &mut self,
        term: Expression,
        join: fn(Expression, Expression) -> Expression,
        first: fn(Expression) -> Expression,
    ) {
        let total = std::mem::take(&mut self.total);
        self.total = if self.empty {
            first(term)
        } else {
            join(total, term)
        };
        self.empty = false;
    }
}
