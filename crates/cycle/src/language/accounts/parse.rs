//! Tokens to declarations of accounts.

use triffin_basis::BasisError;

use super::statement::{
    AccountStatement, ClosureText, FlowText, InstrumentClause, InstrumentText, Provenance, Word,
};
use super::{STOCK_FUNCTIONS, refusal};
use crate::language::document::StatementKind;
use crate::language::note::Note;
use crate::language::parser::Parser;
use crate::language::token::{Kind, Sign};
use crate::model::VariableId;
use crate::place::Place;

const NAME: (&str, &str) = ("a name", "名称");
const SECTOR: (&str, &str) = ("the name of a sector", "部门名称");
const CURRENCY: (&str, &str) = ("the code of a currency", "货币代码");
const COLON: (&str, &str) = ("`:`", "“:”");
const EQUALS: (&str, &str) = ("`=`", "“=”");
const ARROW: (&str, &str) = ("`->` and who receives", "“->”与收款部门");
const CLAUSE: (&str, &str) = (
    "issuer, commodity, produced, source, currency, maturity, rate, pays, price or yield",
    "issuer、commodity、produced、source、currency、maturity、rate、pays、price 或 yield",
);
const PROVENANCE: (&str, &str) = (
    "cited KEY, derived or assumed",
    "cited 来源、derived 或 assumed",
);
const SOLVE: (&str, &str) = ("`; solve` and a variable", "“; solve”与变量名");

impl Parser<'_> {
    /// A declaration of accounts whose first word is the current token.
    pub(in crate::language) fn account(&mut self, above: Note) -> Result<(), BasisError> {
        let (word, place) = self.name(NAME)?;
        match word {
            "currency" => self.listed_accounts(above, Self::currency),
            "sector" => self.sectors(above),
            "hold" => self.listed_accounts(above, Self::holding),
            "reconcile" => self.listed_accounts(above, Self::reconciled),
            "open" => self.opened(above),
            "instrument" => self.one_account(place, above, Self::instrument),
            "flow" => self.one_account(place, above, Self::flow),
            "closure" => self.one_account(place, above, Self::closure),
            _ => self.one_account(place, above, Self::source),
        }
    }

    fn one_account(
        &mut self,
        place: Place,
        above: Note,
        read: fn(&mut Self) -> Result<AccountStatement, BasisError>,
    ) -> Result<(), BasisError> {
        let account = read(self)?;
        self.finish(StatementKind::Account(Box::new(account)), place, above)
    }

    /// One or more declarations parted by commas; a note belongs to the last.
    fn listed_accounts(
        &mut self,
        above: Note,
        read: fn(&mut Self) -> Result<AccountStatement, BasisError>,
    ) -> Result<(), BasisError> {
        loop {
            self.skip_lines();
            let place = self.current.place;
            let account = read(self)?;
            let kind = StatementKind::Account(Box::new(account));
            if !self.accept(Sign::Comma) {
                return self.finish(kind, place, above);
            }
            let note = self.note_after();
            self.push_statement(kind, place, note);
        }
    }

    fn word(&mut self, expected: (&str, &str)) -> Result<Word, BasisError> {
        let (name, place) = self.name(expected)?;
        Ok((name.to_owned(), place))
    }

    fn variable_word(&mut self) -> Result<(Word, VariableId), BasisError> {
        let (name, place) = self.name(NAME)?;
        let symbol = self.symbol(name, place)?;
        Ok(((name.to_owned(), place), symbol))
    }

    fn currency(&mut self) -> Result<AccountStatement, BasisError> {
        let name = self.word(CURRENCY)?;
        let rate = match self.accept(Sign::Equals) {
            true => Some(self.variable_word()?.1),
            false => None,
        };
        Ok(AccountStatement::Currency { name, rate })
    }

    /// `sector A, B in CNY`: the currency is that of all.
    fn sectors(&mut self, above: Note) -> Result<(), BasisError> {
        let mut named = Vec::new();
        loop {
            self.skip_lines();
            let name = self.word(SECTOR)?;
            let more = self.current.kind == Kind::Sign(Sign::Comma);
            if more {
                self.advance();
            }
            let note = if more {
                self.note_after()
            } else {
                Note::default()
            };
            named.push((name, note));
            if !more {
                break;
            }
        }
        let currency = match self.accept_word("in") {
            true => Some(self.word(CURRENCY)?),
            false => None,
        };
        let last = named.pop();
        for (name, note) in named {
            let place = name.1;
            let account = AccountStatement::Sector {
                name,
                currency: currency.clone(),
            };
            self.push_statement(StatementKind::Account(Box::new(account)), place, note);
        }
        let Some((name, _)) = last else {
            return Err(self.unexpected(SECTOR));
        };
        let place = name.1;
        let account = AccountStatement::Sector { name, currency };
        self.finish(StatementKind::Account(Box::new(account)), place, above)
    }

    fn instrument(&mut self) -> Result<AccountStatement, BasisError> {
        let (name, symbol) = self.variable_word()?;
        self.expect(Sign::Colon, COLON)?;
        let mut clauses = Vec::new();
        loop {
            self.skip_lines();
            let place = self.current.place;
            clauses.push((self.clause()?, place));
            if !self.accept(Sign::Comma) {
                break;
            }
        }
        Ok(AccountStatement::Instrument(InstrumentText {
            name,
            symbol,
            clauses,
        }))
    }

    fn clause(&mut self) -> Result<InstrumentClause, BasisError> {
        let Kind::Name(word) = self.current.kind else {
            return Err(self.unexpected(CLAUSE));
        };
        let known = CLAUSE
            .0
            .split([' ', ','])
            .any(|known| known == word && word != "or");
        if !known {
            return Err(self.unexpected(CLAUSE));
        }
        self.advance();
        Ok(match word {
            "issuer" => InstrumentClause::Issuer(self.word(SECTOR)?),
            "commodity" => InstrumentClause::Commodity,
            "produced" => InstrumentClause::Produced,
            "source" => InstrumentClause::Source(self.word(SECTOR)?),
            "currency" => InstrumentClause::Currency(self.word(CURRENCY)?),
            "maturity" => InstrumentClause::Maturity(self.years()?),
            "rate" => InstrumentClause::Rate(self.variable_word()?.1),
            "pays" => InstrumentClause::Pays(self.expression()?),
            "price" => InstrumentClause::Price(self.variable_word()?.1),
            _ => InstrumentClause::Yield(self.variable_word()?.1),
        })
    }

    fn years(&mut self) -> Result<f64, BasisError> {
        match self.current.kind {
            Kind::Number(years) if years >= 1.0 => {
                self.advance();
                Ok(years)
            }
            _ => Err(self.unexpected(("years, 1 or more", "年数，不小于 1"))),
        }
    }

    fn flow(&mut self) -> Result<AccountStatement, BasisError> {
        let (name, symbol) = self.variable_word()?;
        self.expect(Sign::Colon, COLON)?;
        let payer = self.word(SECTOR)?;
        self.expect(Sign::Arrow, ARROW)?;
        let receiver = self.word(SECTOR)?;
        let amount = match self.accept(Sign::Equals) {
            true => Some(self.expression()?),
            false => None,
        };
        let currency = match self.accept_word("in") {
            true => Some(self.word(CURRENCY)?),
            false => None,
        };
        let against = match self.accept_word("against") {
            true => Some(self.counterflow()?),
            false => None,
        };
        Ok(AccountStatement::Flow(FlowText {
            name,
            symbol,
            payer,
            receiver,
            amount,
            currency,
            against,
        }))
    }

    fn counterflow(&mut self) -> Result<(Word, crate::expression::Expression), BasisError> {
        let currency = self.word(CURRENCY)?;
        if !self.accept_word("at") {
            return Err(self.unexpected(("`at` and a rate", "“at”与汇率")));
        }
        Ok((currency, self.expression()?))
    }

    fn holding(&mut self) -> Result<AccountStatement, BasisError> {
        let (name, symbol) = self.variable_word()?;
        let value = match self.accept(Sign::Equals) {
            true => Some(self.expression()?),
            false => None,
        };
        Ok(AccountStatement::Hold {
            name,
            symbol,
            value,
        })
    }

    fn reconciled(&mut self) -> Result<AccountStatement, BasisError> {
        let (name, symbol) = self.variable_word()?;
        Ok(AccountStatement::Reconcile { name, symbol })
    }

    /// `open X = value cited KEY`: an opening value and where it is from.
    fn opened(&mut self, above: Note) -> Result<(), BasisError> {
        let (name, symbol) = self.variable_word()?;
        self.expect(Sign::Equals, EQUALS)?;
        let value = self.expression()?;
        let provenance = self.provenance()?;
        let kind = StatementKind::Opening {
            symbol,
            back: 0,
            value,
        };
        self.push_statement(kind, name.1, Note::default());
        let account = AccountStatement::Open { symbol, provenance };
        self.finish(StatementKind::Account(Box::new(account)), name.1, above)
    }

    fn provenance(&mut self) -> Result<Provenance, BasisError> {
        if self.accept_word("cited") {
            return Ok(Provenance::Cited(self.word(NAME)?));
        }
        if self.accept_word("derived") {
            return Ok(Provenance::Derived);
        }
        if self.accept_word("assumed") {
            return Ok(Provenance::Assumed);
        }
        Err(self.unexpected(PROVENANCE))
    }

    fn source(&mut self) -> Result<AccountStatement, BasisError> {
        Ok(AccountStatement::Source {
            key: self.word(NAME)?,
        })
    }

    fn closure(&mut self) -> Result<AccountStatement, BasisError> {
        let name = self.word(NAME)?;
        self.expect(Sign::Colon, COLON)?;
        let left = self.expression()?;
        self.expect(Sign::Equals, EQUALS)?;
        let right = self.expression()?;
        self.expect(Sign::Semicolon, SOLVE)?;
        if !self.accept_word("solve") {
            return Err(self.unexpected(SOLVE));
        }
        let (_, solve) = self.variable_word()?;
        Ok(AccountStatement::Closure(ClosureText {
            name,
            left,
            right,
            solve,
        }))
    }

    /// `buy(X)` and its like, whose name and `(` are the current tokens: the
    /// variable they stand for, where a name follows.
    pub(in crate::language) fn stock_function(
        &mut self,
        name: &str,
    ) -> Result<Option<VariableId>, BasisError> {
        let Some((_, suffix)) = STOCK_FUNCTIONS.iter().find(|(known, _)| *known == name) else {
            return Ok(None);
        };
        let Kind::Name(stock) = self.next.kind else {
            return Ok(None);
        };
        let open = self.current.place;
        self.advance();
        let place = self.current.place;
        self.advance();
        if self.current.kind != Kind::Sign(Sign::CloseParen) {
            return Err(refusal::not_a_stock(name, stock, place));
        }
        self.close(open, Sign::CloseParen)?;
        Ok(Some(
            self.symbols.intern(&format!("{stock}.{suffix}"), place),
        ))
    }
}
