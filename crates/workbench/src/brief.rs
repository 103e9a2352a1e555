//! `brief`: the facts of a one-page answer about an economy or a pair.
//!
//! ```text
//! series ─► observations ─┐
//!                         ├─► headline, partners, change, alignment, external, curves, missing ─► Facts
//! records ─► reports ─────┘                                                              └─► sources
//! ```
//!
//! Nothing is computed here that another question would not answer the same
//! way: sums, balances and checks are those of `trade`. What is decided here is
//! which figure leads: the goods balance an economy's own records give, else
//! its current account as published, with the goods balance its partners report.

mod alignment;
mod change;
mod curves;
mod empty;
mod external;
mod headline;
mod lead;
mod missing;
mod observations;
mod partners;
mod precedence;
mod presence;
mod ratio;
mod recycling;
mod reports;
mod sources;
mod tariff;
#[cfg(test)]
mod tests;
mod topic;
mod valuations;
mod wording;

pub use tariff::tariff;
pub use topic::Topic;

use triffin_basis::{Bilingual, Period};
use triffin_brief::facts::{External, Facts, MissingFact};

use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};
use observations::Observations;
use presence::Presence;

/// What a brief is made with: the question and what was read for it once.
pub(crate) struct Desk<'a> {
    bench: &'a Workbench,
    scope: &'a Scope,
    topic: &'a Topic,
    /// The period asked for; none takes the latest complete one.
    asked: Option<Period>,
    observations: Observations,
    presence: Presence,
}

impl Workbench {
    /// The facts of a brief about `topic`, in `period` or in the latest
    /// complete year there is.
    ///
    /// # Errors
    /// `E-BRIEF-EMPTY` when neither records nor series say anything about the
    /// topic; otherwise as [`Workbench::balanced`].
    pub fn brief(
        &self,
        scope: &Scope,
        topic: &Topic,
        period: Option<Period>,
    ) -> Result<Facts, QuestionError> {
        self.known_source(scope)?;
        let desk = Desk {
            bench: self,
            scope,
            topic,
            asked: period,
            observations: Observations::read(self, scope, topic.reporter)?,
            presence: Presence::read(self, scope, topic)?,
        };
        desk.facts()
    }
}

impl Desk<'_> {
    fn facts(&self) -> Result<Facts, QuestionError> {
        let mut missing = Vec::new();
        let lead = self.lead(&mut missing)?;
        let mut facts = Facts::about(self.topic.subject(), lead.period());
        facts.as_of = self.scope.at.date.map(|date| date.to_string());
        let reports = self.partner_reports(&lead, &mut missing)?;
        facts.partners = partners::section(&reports);
        facts.change = change::section(self, &lead)?;
        facts.alignment = alignment::section(self, &lead, &reports)?;
        facts.series = curves::section(self, &lead, &reports)?;
        let rows = external::rows(self, &lead);
        facts.external = (!rows.is_empty()).then_some(External { rows });
        let recycled = recycling::section(self)?;
        facts.headline = lead.headline(self, &mut facts.warnings)?;
        facts.notes.extend(self.position_gap(&facts));
        facts.notes.extend(self.denominator(&facts));
        facts.notes.extend(self.precedence(&facts, &lead));
        missing.extend(missing::list(self, &lead, &facts));
        facts.missing = missing;
        if facts.headline.is_none() && facts.external.is_none() && facts.partners.is_none() {
            return Err(self.nothing(&reports));
        }
        let cited = recycled.map(|told| {
            facts.recycling = Some(told.section);
            told.sources
        });
        facts.sources = sources::of(&facts, &self.bench.store().catalogue(&self.scope.at)?)?;
        facts.sources.extend(cited.into_iter().flatten());
        Ok(facts)
    }
}

/// A missing thing, why it is missing and what would bring it.
fn gap(what: Bilingual, why: Bilingual, remedy: Bilingual) -> MissingFact {
    MissingFact {
        what,
        why,
        remedy: Some(remedy),
    }
}
