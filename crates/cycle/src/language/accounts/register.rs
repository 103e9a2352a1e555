//! What the declarations name: each currency, sector and instrument once.

use std::collections::HashMap;

use triffin_basis::{BasisError, Bilingual};

use super::instrument::read_instrument;
use super::refusal;
use super::statement::{AccountStatement, ClosureText, FlowText, Word};
use crate::accounts::{
    Accounts, Closure, ClosureOption, Counterflow, Currency, CurrencyId, Flow, Holding,
    InstrumentId, Sector, SectorId,
};
use crate::errors::Errors;
use crate::language::document::Symbols;
use crate::language::note::Note;
use crate::model::VariableId;
use crate::place::Place;

/// Names found so far, and the accounts they make.
pub(super) struct Register {
    pub(super) symbols: Symbols,
    pub(super) accounts: Accounts,
    currencies: HashMap<String, CurrencyId>,
    sectors: HashMap<String, SectorId>,
    instruments: HashMap<String, InstrumentId>,
    holdings: HashMap<VariableId, Place>,
    pub(super) errors: Errors,
}

impl Register {
    /// The accounts of the declarations, in whatever order they stand.
    pub(super) fn of(symbols: Symbols, declarations: &[(&AccountStatement, &Note)]) -> Self {
        let mut register = Self {
            symbols,
            accounts: Accounts::default(),
            currencies: HashMap::new(),
            sectors: HashMap::new(),
            instruments: HashMap::new(),
            holdings: HashMap::new(),
            errors: Errors::new(),
        };
        // Each kind of declaration refers only to the kinds before it.
        for step in [
            Self::currency,
            Self::sector,
            Self::instrument,
            Self::dealing,
        ] {
            for (declaration, note) in declarations {
                if let Err(error) = step(&mut register, declaration, note) {
                    register.errors.push(error);
                }
            }
            register.ensure_currency();
        }
        register
    }

    /// A model with sectors and without currencies has one without a name.
    fn ensure_currency(&mut self) {
        if self.accounts.currencies.is_empty() {
            let name = "money".to_owned();
            self.accounts.currencies.push(Currency {
                name,
                rate: None,
                place: Place::default(),
            });
        }
    }

    fn currency(&mut self, declaration: &AccountStatement, _: &Note) -> Result<(), BasisError> {
        let AccountStatement::Currency { name, rate } = declaration else {
            return Ok(());
        };
        if let Some(CurrencyId(earlier)) = self.currencies.get(&name.0) {
            let earlier = self.accounts.currencies[*earlier].place;
            return Err(refusal::declared_twice(name, earlier));
        }
        let id = CurrencyId(self.accounts.currencies.len());
        self.currencies.insert(name.0.clone(), id);
        let first = id.0 == 0;
        let currency = Currency {
            name: name.0.clone(),
            rate: *rate,
            place: name.1,
        };
        self.accounts.currencies.push(currency);
        if first == rate.is_some() {
            return Err(refusal::rate_of_currency(name, first));
        }
        Ok(())
    }

    fn sector(&mut self, declaration: &AccountStatement, note: &Note) -> Result<(), BasisError> {
        let AccountStatement::Sector { name, currency } = declaration else {
            return Ok(());
        };
        let currency = match currency {
            Some(word) => self.find_currency(word)?,
            None => CurrencyId(0),
        };
        if let Some(SectorId(earlier)) = self.sectors.get(&name.0) {
            let earlier = self.accounts.sectors[*earlier].place;
            return Err(refusal::declared_twice(name, earlier));
        }
        let id = SectorId(self.accounts.sectors.len());
        self.sectors.insert(name.0.clone(), id);
        let lending = self.symbols.intern(&format!("{}.lending", name.0), name.1);
        let worth = self.symbols.intern(&format!("{}.worth", name.0), name.1);
        self.accounts.sectors.push(Sector {
            name: name.0.clone(),
            title: titled(note, &name.0),
            currency,
            lending,
            worth,
            place: name.1,
        });
        Ok(())
    }

    fn instrument(
        &mut self,
        declaration: &AccountStatement,
        note: &Note,
    ) -> Result<(), BasisError> {
        let AccountStatement::Instrument(text) = declaration else {
            return Ok(());
        };
        if let Some(InstrumentId(earlier)) = self.instruments.get(&text.name.0) {
            let earlier = self.accounts.instruments[*earlier].place;
            return Err(refusal::declared_twice(&text.name, earlier));
        }
        let instrument = read_instrument(self, text, titled(note, &text.name.0))?;
        let id = InstrumentId(self.accounts.instruments.len());
        self.instruments.insert(text.name.0.clone(), id);
        self.accounts.instruments.push(instrument);
        Ok(())
    }

    /// Holdings, flows and closures.
    fn dealing(&mut self, declaration: &AccountStatement, note: &Note) -> Result<(), BasisError> {
        match declaration {
            AccountStatement::Hold { name, symbol, .. } => self.holding(name, *symbol),
            AccountStatement::Flow(text) => self.flow(text, note),
            AccountStatement::Closure(text) => {
                self.closure(text);
                Ok(())
            }
            AccountStatement::Reconcile { name, .. } => self.split(name).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn holding(&mut self, name: &Word, symbol: VariableId) -> Result<(), BasisError> {
        let (holder, instrument) = self.split(name)?;
        if let Some(earlier) = self.holdings.insert(symbol, name.1) {
            return Err(refusal::declared_twice(name, earlier));
        }
        let place = name.1;
        self.accounts.holdings.push(Holding {
            holder,
            instrument,
            stock: symbol,
            place,
        });
        Ok(())
    }

    /// Sector and instrument of `SECTOR.INSTRUMENT`, either with dots of its own.
    fn split(&self, name: &Word) -> Result<(SectorId, InstrumentId), BasisError> {
        let dots = name
            .0
            .rmatch_indices('.')
            .map(|(dot, _)| name.0.split_at(dot));
        let mut parts = dots.filter_map(|(sector, rest)| {
            let sector = self.sectors.get(sector)?;
            let instrument = self.instruments.get(&rest[1..])?;
            Some((*sector, *instrument))
        });
        parts.next().ok_or_else(|| refusal::not_a_holding(name))
    }

    fn flow(&mut self, text: &FlowText, note: &Note) -> Result<(), BasisError> {
        let payer = self.find_sector(&text.payer)?;
        let receiver = self.find_sector(&text.receiver)?;
        let home = self.accounts.currency_of(payer);
        let currency = match &text.currency {
            Some(word) => self.find_currency(word)?,
            None if home == self.accounts.currency_of(receiver) => home,
            None => return Err(refusal::currency_of_flow(&text.name.0, text.name.1)),
        };
        let against = match &text.against {
            Some((word, rate)) => Some(Counterflow {
                currency: self.find_currency(word)?,
                rate: rate.clone(),
            }),
            None => None,
        };
        self.accounts.flows.push(Flow {
            name: text.name.0.clone(),
            title: titled(note, &text.name.0),
            payer,
            receiver,
            currency,
            amount: text.symbol,
            against,
            place: text.name.1,
        });
        Ok(())
    }

    fn closure(&mut self, text: &ClosureText) {
        let (group, option) = text.name.0.rsplit_once('.').unwrap_or(("", &text.name.0));
        let option = ClosureOption {
            name: option.to_owned(),
            left: text.left.clone(),
            right: text.right.clone(),
            solve: text.solve,
            place: text.name.1,
        };
        let closures = &mut self.accounts.closures;
        let Some(known) = closures.iter_mut().find(|known| known.name == group) else {
            let name = group.to_owned();
            closures.push(Closure {
                name,
                regime: None,
                options: vec![option],
            });
            return;
        };
        known.options.push(option);
        if known.regime.is_none() {
            let name = known.regime_name();
            known.regime = Some(self.symbols.intern(&name, text.name.1));
        }
    }

    pub(super) fn find_currency(&self, word: &Word) -> Result<CurrencyId, BasisError> {
        let known = self
            .accounts
            .currencies
            .iter()
            .map(|known| known.name.as_str());
        let found = self.currencies.get(&word.0).copied();
        found.ok_or_else(|| refusal::unknown(("currency", "货币"), word, known))
    }

    pub(super) fn find_sector(&self, word: &Word) -> Result<SectorId, BasisError> {
        let known = self
            .accounts
            .sectors
            .iter()
            .map(|known| known.name.as_str());
        let found = self.sectors.get(&word.0).copied();
        found.ok_or_else(|| refusal::unknown(("sector", "部门"), word, known))
    }
}

/// The title of a note, or the name where it has none.
pub(super) fn titled(note: &Note, name: &str) -> Bilingual {
    if note.title.is_empty() {
        Bilingual::same(name)
    } else {
        note.title.clone()
    }
}
