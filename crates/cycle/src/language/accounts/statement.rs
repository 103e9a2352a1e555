//! The declarations of accounts before their names are resolved.

use crate::expression::Expression;
use crate::model::VariableId;
use crate::place::Place;

/// A name with where it stands.
pub type Word = (String, Place);

/// One declaration.
#[derive(Clone, Debug)]
pub enum AccountStatement {
    /// `currency CNY = xr`.
    Currency {
        /// Its name.
        name: Word,
        /// How many units of it buy one of the first currency.
        rate: Option<VariableId>,
    },
    /// `sector US.gov in USD`.
    Sector {
        /// Its name.
        name: Word,
        /// The currency of its books; the first where none is named.
        currency: Option<Word>,
    },
    /// `instrument bill: issuer US.gov, …`.
    Instrument(InstrumentText),
    /// `flow exports: US.hh -> CN.firm = …`.
    Flow(FlowText),
    /// `hold CN.cb.bill = …`.
    Hold {
        /// Holder and instrument.
        name: Word,
        /// The stock.
        symbol: VariableId,
        /// What it is; `None` where other equations determine it.
        value: Option<Expression>,
    },
    /// `closure CN.peg: xr = 7.1; solve reserves`.
    Closure(ClosureText),
    /// `open X = … cited KEY`: where an opening value is from.
    Open {
        /// The variable.
        symbol: VariableId,
        /// Where its value is from.
        provenance: Provenance,
    },
    /// `source KEY`, with its note.
    Source {
        /// The key by which openings cite it.
        key: Word,
    },
    /// `reconcile HOLDING`: the cell that takes up an opening imbalance.
    Reconcile {
        /// The holding.
        name: Word,
        /// Its stock.
        symbol: VariableId,
    },
}

/// Where an opening value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// A publication, by its key.
    Cited(Word),
    /// Computed from cited values.
    Derived,
    /// The writer's assumption.
    Assumed,
}

/// `instrument NAME: clause, clause, …`.
#[derive(Clone, Debug)]
pub struct InstrumentText {
    /// Its name.
    pub name: Word,
    /// How many there are.
    pub symbol: VariableId,
    /// Its clauses, with where each begins.
    pub clauses: Vec<(InstrumentClause, Place)>,
}

/// A clause of an instrument.
#[derive(Clone, Debug)]
pub enum InstrumentClause {
    /// `issuer SECTOR`.
    Issuer(Word),
    /// `commodity`.
    Commodity,
    /// `produced`.
    Produced,
    /// `source SECTOR`.
    Source(Word),
    /// `currency CODE`.
    Currency(Word),
    /// `maturity YEARS`.
    Maturity(f64),
    /// `rate r`: pays r[−1] on a unit held at the end of the last period.
    Rate(VariableId),
    /// `pays expression`, on a unit held at the end of the last period.
    Pays(Expression),
    /// `price p`.
    Price(VariableId),
    /// `yield y`: a ladder of the declared maturity.
    Yield(VariableId),
}

/// `flow NAME: PAYER -> RECEIVER = amount in CURRENCY against CURRENCY at rate`.
#[derive(Clone, Debug)]
pub struct FlowText {
    /// Its name.
    pub name: Word,
    /// The variable of its amount.
    pub symbol: VariableId,
    /// Who pays.
    pub payer: Word,
    /// Who receives.
    pub receiver: Word,
    /// How much; `None` where other equations determine it.
    pub amount: Option<Expression>,
    /// The currency; that of the payer where both keep books in the same.
    pub currency: Option<Word>,
    /// The currency given in return and its price.
    pub against: Option<(Word, Expression)>,
}

/// `closure GROUP.OPTION: left = right; solve X`.
#[derive(Clone, Debug)]
pub struct ClosureText {
    /// Group and option.
    pub name: Word,
    /// The left side.
    pub left: Expression,
    /// The right side.
    pub right: Expression,
    /// The variable left to the rest of the model.
    pub solve: VariableId,
}
