//! How values become comparable amounts, and where the rates that do it are from.

use std::ops::Deref;

use triffin_basis::Timing;
use triffin_trade::cut::Cut;
use triffin_trade::measure::Measure;

use crate::answer::{Meta, Note, SourceRef};
use crate::error::QuestionError;
use crate::question::{OnBasis, Question};
use crate::rates::Rates;
use crate::workbench::{Scope, Workbench};

/// How values become amounts, and where the rates that do it are from.
///
/// A [`Measure`] for plans; the sources and notes go into the answer's meta.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    measure: Measure,
    /// Datasets and vintages of the rates used.
    pub(crate) sources: Vec<SourceRef>,
    /// What a reader must know about the rates.
    pub(crate) notes: Vec<Note>,
}

impl Deref for Measured {
    type Target = Measure;

    fn deref(&self) -> &Measure {
        &self.measure
    }
}

impl Measured {
    /// Values as they are: no rates.
    pub(crate) fn plain(measure: Measure) -> Self {
        Self {
            measure,
            sources: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// `measure` with rates.
    pub(crate) fn with(measure: Measure, rates: Rates) -> Self {
        Self {
            measure: measure.in_currency(rates.table),
            sources: rates.sources,
            notes: rates.notes,
        }
    }
}

impl Workbench {
    /// How values become comparable amounts, for the rows of `cuts`.
    pub(crate) fn measure(
        &self,
        scope: &Scope,
        question: &Question,
        cuts: &[&Cut],
    ) -> Result<Measured, QuestionError> {
        self.measure_on(scope, &question.basis, question.selection.timing, cuts)
    }

    /// The same on a basis, for rows counted by a date.
    pub(crate) fn measure_on(
        &self,
        scope: &Scope,
        basis: &OnBasis,
        timing: Timing,
        cuts: &[&Cut],
    ) -> Result<Measured, QuestionError> {
        let measure = Measure::as_reported().at(basis.valuation, basis.margin()?);
        match &basis.currency {
            None => {
                measure.admits(cuts)?;
                Ok(Measured::plain(measure))
            }
            Some(target) => {
                let target = triffin_basis::Currency::parse(target)?;
                let rates = self.rates(scope, (basis, timing), cuts, target.code())?;
                Ok(Measured::with(measure, rates))
            }
        }
    }
}

impl Workbench {
    /// As [`Workbench::measure`], but records in several or unstated currencies
    /// without a conversion are left as they are: whoever adds them up must ask
    /// [`Measure::admits`] first.
    pub(crate) fn measure_or_not(
        &self,
        scope: &Scope,
        question: &Question,
        cuts: &[&Cut],
    ) -> Result<Measured, QuestionError> {
        if question.basis.currency.is_some() {
            return self.measure(scope, question, cuts);
        }
        let (valuation, margin) = (question.basis.valuation, question.basis.margin()?);
        Ok(Measured::plain(
            Measure::as_reported().at(valuation, margin),
        ))
    }
}

/// The rates of a conversion, added to those already named: the series used,
/// their datasets and vintages, and what to know about them.
pub(crate) fn describe_rates(meta: &mut Meta, measure: &Measured) {
    if let Some(rates) = measure
        .rates
        .as_ref()
        .filter(|rates| !rates.source.is_empty())
    {
        let told = meta.basis.entry("rates").or_default();
        for series in rates.source.split(", ") {
            if !told.split(", ").any(|other| other == series) {
                let joint = if told.is_empty() { "" } else { ", " };
                told.push_str(&format!("{joint}{series}"));
            }
        }
    }
    for source in &measure.sources {
        if !meta.sources.contains(source) {
            meta.sources.push(source.clone());
        }
    }
    for note in &measure.notes {
        if !meta.notes.contains(note) {
            meta.notes.push(note.clone());
        }
    }
}
