//! Who owes, holds and pays what: the accounts of a model, and the equations
//! and matrices that follow from them.
//!
//! ```text
//! currencies, sectors, instruments, holdings, flows ─► Accounts ─► generated equations (budgets, clearing, worth)
//!                                                          └────► matrices: balance sheet, transactions, revaluation
//! ```
//!
//! The writer of a model declares who may hold and pay what and how he
//! behaves; that every flow has a payer and a receiver, and every claim an
//! issuer and holders, follows and is not written twice.

mod balance_sheet;
mod budget;
mod currency_market;
mod current_account;
mod generate;
mod holders;
mod ladder;
mod links;
mod matrix;
mod opening;
mod rename;
mod revaluation;
mod state;
mod transactions;
mod value;

pub use balance_sheet::balance_sheet;
pub use currency_market::{Order, currency_market};
pub use current_account::{Part, change, current_account, lending_by_sector};
pub use generate::Generated;
pub use holders::{Holder, holders};
pub use ladder::Ladder;
pub use links::{Link, links};
pub use matrix::{Matrix, Row};
pub use opening::{Adjustment, Opening, Origin, OriginShare, Source};
pub use revaluation::revaluation;
pub use state::State;
pub use transactions::transactions;

use triffin_basis::Bilingual;

use crate::expression::Expression;
use crate::model::VariableId;
use crate::place::Place;

/// Every declaration of a model that is written as accounts.
///
/// The numbers in [`SectorId`], [`CurrencyId`] and [`InstrumentId`] are places
/// in these lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// The currencies; the first is the one matrices are shown in.
    pub currencies: Vec<Currency>,
    /// Who holds, owes, pays and receives.
    pub sectors: Vec<Sector>,
    /// What is held and owed.
    pub instruments: Vec<Instrument>,
    /// Who holds which instrument.
    pub holdings: Vec<Holding>,
    /// Who pays whom.
    pub flows: Vec<Flow>,
    /// Alternatives of which one is in force at a time.
    pub closures: Vec<Closure>,
    /// Where opening values are from.
    pub openings: Vec<Opening>,
    /// The publications they cite.
    pub sources: Vec<Source>,
    /// The cells that take up an opening imbalance, with what was stated.
    pub reconciled: Vec<(VariableId, Option<Expression>)>,
}

/// A place in [`Accounts::currencies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CurrencyId(pub usize);

/// A place in [`Accounts::sectors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectorId(pub usize);

/// A place in [`Accounts::instruments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentId(pub usize);

/// A currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Currency {
    /// Its code, for example `CNY`.
    pub name: String,
    /// How many units of it buy one unit of the first currency; `None` for
    /// the first itself. N currencies have N − 1 exchange rates.
    pub rate: Option<VariableId>,
    /// Where it was declared.
    pub place: Place,
}

/// A sector: one column of every matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Sector {
    /// Its name, `ECONOMY.sector` or a bare word.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// The currency it keeps its books in.
    pub currency: CurrencyId,
    /// Receipts less payments, in its currency; generated.
    pub lending: VariableId,
    /// What it owns less what it owes, in its currency; generated.
    pub worth: VariableId,
    /// Where it was declared.
    pub place: Place,
}

/// What an instrument is to those who hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A claim: what holders own, the issuer owes.
    Claim(SectorId),
    /// Owned and traded, owed by nobody: gold. New units are the production
    /// of the source; without one the stock is fixed.
    Commodity {
        /// Who brings new units into being.
        source: Option<SectorId>,
    },
    /// Owned and owed by nobody, acquired by paying its producers: fixed
    /// capital. Its purchase is a flow, so its change is in no budget.
    Produced,
}

/// An instrument: one row of the balance sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Its name.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// Whether and by whom it is owed.
    pub kind: Kind,
    /// The currency it is valued in.
    pub currency: CurrencyId,
    /// Years to maturity as declared; says nothing where absent.
    pub maturity: Option<f64>,
    /// What the issuer pays in a period on one unit held at the end of the last.
    pub pays: Option<Expression>,
    /// The price of a unit; `None` where a unit is a unit of currency.
    pub price: Option<VariableId>,
    /// The ladder it is a share in, for debt that rolls over.
    pub ladder: Option<Ladder>,
    /// How many units there are; generated as the sum of the holdings.
    pub outstanding: VariableId,
    /// Where it was declared.
    pub place: Place,
}

/// That a sector holds an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Who.
    pub holder: SectorId,
    /// What.
    pub instrument: InstrumentId,
    /// How many units at the end of a period.
    pub stock: VariableId,
    /// Where it was declared.
    pub place: Place,
}

/// That a sector pays another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Its name, which is also the variable of its amount.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// Who pays.
    pub payer: SectorId,
    /// Who receives.
    pub receiver: SectorId,
    /// In which currency.
    pub currency: CurrencyId,
    /// How much in a period.
    pub amount: VariableId,
    /// What the receiver gives in return, in another currency.
    pub against: Option<Counterflow>,
    /// Where it was declared.
    pub place: Place,
}

/// The other leg of an exchange of currencies: from the receiver to the payer.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterflow {
    /// The currency given in return.
    pub currency: CurrencyId,
    /// How much of it for one unit of the flow.
    pub rate: Expression,
}

/// Alternatives of which one is in force at a time: a peg or a float.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// The name of the group, for example `CN`; empty where there is but one.
    pub name: String,
    /// The parameter that says which option is in force, 0 for the first;
    /// `None` where there is but one.
    pub regime: Option<VariableId>,
    /// The options in the order written.
    pub options: Vec<ClosureOption>,
}

impl Closure {
    /// The name by which a scenario calls an option.
    pub fn option_name(&self, option: &ClosureOption) -> String {
        match self.name.as_str() {
            "" => option.name.clone(),
            group => format!("{group}.{}", option.name),
        }
    }

    /// The name of the parameter that says which option is in force.
    pub(crate) fn regime_name(&self) -> String {
        match self.name.as_str() {
            "" => "closure".to_owned(),
            group => format!("{group}.closure"),
        }
    }
}

/// One alternative of a [`Closure`].
#[derive(Clone, Debug, PartialEq)]
pub struct ClosureOption {
    /// Its name, for example `float`.
    pub name: String,
    /// The left side of its equation.
    pub left: Expression,
    /// The right side of its equation.
    pub right: Expression,
    /// The variable it leaves to the rest of the model, as declared.
    pub solve: VariableId,
    /// Where it stands.
    pub place: Place,
}
