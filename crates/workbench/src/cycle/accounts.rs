//! A model solved up to a period, with its accounts.

use triffin_basis::{BasisError, Bilingual};
use triffin_cycle::accounts::{Accounts, CurrencyId, Part, State};
use triffin_cycle::{Model, Path};

use super::asked::Asked;
use super::matrices::no_accounts;
use super::watches::told_of;
use crate::answer::{Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A path and what its run told.
pub(super) struct Solved {
    path: Path,
    /// Of reading the model and of the run.
    pub(super) notes: Vec<Note>,
}

impl Solved {
    /// Solves a run whose last period is looked at.
    pub(super) fn of(asked: &Asked) -> Result<Self, QuestionError> {
        let prepared = asked.prepare()?;
        let path = prepared.program.run(&prepared.run)?;
        let mut notes = prepared.notes;
        notes.extend(told_of(&path));
        Ok(Self { path, notes })
    }

    pub(super) fn model(&self) -> &Model {
        self.path.model()
    }

    /// The last period.
    pub(super) fn period(&self) -> u32 {
        self.path.periods()
    }

    pub(super) fn accounts(&self) -> Result<&Accounts, BasisError> {
        let accounts = self.model().accounts.as_deref();
        accounts.ok_or_else(|| no_accounts(&self.model().name))
    }

    /// Computes something of the last period, with amounts in a currency of
    /// the model, its first where none is named.
    pub(super) fn seen<T>(
        &self,
        currency: Option<&str>,
        see: impl FnOnce(&State<'_>) -> Result<T, BasisError>,
    ) -> Result<T, BasisError> {
        let value = |id, period| self.path.value(id, period).unwrap_or(f64::NAN);
        let state = State::new(self.accounts()?, self.period(), &value);
        match currency {
            Some(currency) => see(&state.shown_in(currency)?),
            None => see(&state),
        }
    }

    /// The exchange rate of a currency, units for one of the first.
    pub(super) fn rate(&self, currency: CurrencyId) -> Option<f64> {
        let known = self
            .model()
            .accounts
            .as_deref()?
            .currencies
            .get(currency.0)?;
        self.path.value(known.rate?, self.period())
    }
}

/// The currency shown: the one named, else the first of the model.
pub(super) fn shown(accounts: &Accounts, named: Option<&str>) -> String {
    let first = accounts.currencies.first().map(|known| known.name.as_str());
    named.or(first).unwrap_or_default().to_owned()
}

/// A row that tells a part before and after, and by how much it changed.
pub(super) fn moved(side: &Bilingual, before: f64, after: &Part) -> Row {
    row([
        ("side", Value::Both(side.clone())),
        ("row", Value::text(&after.name)),
        ("title", Value::Both(after.title.clone())),
        ("before", before.into()),
        ("after", after.value.into()),
        ("change", (after.value - before).into()),
    ])
}
