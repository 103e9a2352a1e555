//! The series about one economy, read once, one publisher a curve.
//!
//! ```text
//! store ─► read: codes to concepts, units to single units of a named currency
//!            └─► yearly: a year of its months or quarters, where no year is published
//! ```
//!
//! Where several publishers have a series, one answers for a period:
//! statistics as published before researchers' estimates (External Wealth of
//! Nations); of either, what the user stored before what the program carries;
//! years as published before years made of months; then by the dataset's name.
//! Two are never spliced to one curve or subtracted from each other: a curve
//! is the first publisher's with at least half the figures of the fullest, and
//! what a choice leaves out is said ([`alone`]).

mod alone;
mod read;
mod yearly;

pub(crate) use alone::{Alone, changes as untold_changes, curves as undrawn};

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Bilingual, Decimal, Flag, Freq, Period, Unit};
use triffin_brief::facts::Fact;

/// Smaller answers first: estimated by researchers, embedded, made of shorter
/// periods, name.
type Rank = (bool, bool, bool, String);

/// One observation in single units.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    pub(crate) value: Option<Decimal>,
    pub(crate) unit: Unit,
    pub(crate) flag: Flag,
    /// What a reader must know of its basis.
    basis: Bilingual,
    /// How it was made, where its publisher does not print it.
    formula: Option<Bilingual>,
    /// The vintages it is from.
    keys: BTreeSet<String>,
}

/// One publisher's series.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    pub(crate) dataset: String,
    pub(crate) points: BTreeMap<Period, Observation>,
}

impl Curve {
    /// The figure of a period, as published.
    pub(crate) fn at(&self, period: Period) -> Option<Fact> {
        let seen = self.points.get(&period)?;
        let fact = Fact::new(seen.value?, seen.unit.clone(), period)
            .flagged(seen.flag)
            .on(seen.basis.clone());
        let fact = match &seen.formula {
            Some(formula) => fact.by_words(formula.clone()),
            None => fact,
        };
        Some(
            seen.keys
                .iter()
                .fold(fact, |fact, key| fact.from_source(key)),
        )
    }

    /// First and last period with a figure.
    pub(crate) fn span(&self) -> Option<(Period, Period)> {
        let mut known = self
            .points
            .iter()
            .filter(|(_, o)| o.value.is_some())
            .map(|(period, _)| *period);
        let first = known.next()?;
        Some((first, known.next_back().unwrap_or(first)))
    }

    /// The last period with a figure that is no forecast.
    pub(crate) fn latest_recorded(&self) -> Option<Period> {
        let known = |o: &&Observation| o.value.is_some() && o.flag != Flag::Forecast;
        let mut recorded = self.points.iter().filter(|(_, o)| known(o));
        recorded.next_back().map(|(period, _)| *period)
    }

    /// How many periods have a figure that is no forecast.
    pub(crate) fn recorded(&self) -> usize {
        let known = |seen: &&Observation| seen.value.is_some() && seen.flag != Flag::Forecast;
        self.points.values().filter(known).count()
    }

    /// The keys of the vintages `periods` of it are read from.
    pub(crate) fn keys(&self, periods: &[Period]) -> Vec<String> {
        let points = periods.iter().filter_map(|period| self.points.get(period));
        let keys: BTreeSet<&String> = points.flat_map(|seen| &seen.keys).collect();
        keys.into_iter().cloned().collect()
    }
}

/// Every series about one economy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observations {
    curves: BTreeMap<(String, Freq), BTreeMap<Rank, Curve>>,
    /// Datasets that have series of the economy and that `--source` leaves out.
    pub(crate) left_out: BTreeSet<String>,
}

impl Observations {
    /// The yearly series of the publisher that comes first and has a figure.
    pub(crate) fn curve(&self, indicator: &str) -> Option<&Curve> {
        self.ranked(indicator).next()
    }

    /// The yearly series to draw: the first by precedence with at least half
    /// the figures of the fullest, so that one figure of one's own does not
    /// stand for a whole history. One that is recorded to the last year comes
    /// before one that ends in forecasts of years others have recorded.
    pub(crate) fn drawn(&self, indicator: &str) -> Option<&Curve> {
        let fullest = self.ranked(indicator).map(Curve::recorded).max()?;
        let full = || {
            let ranked = self.ranked(indicator);
            ranked.filter(move |curve| 2 * curve.recorded() >= fullest)
        };
        let latest = self.latest(indicator);
        let foretells = |curve: &&Curve| {
            curve.latest_recorded() < latest && curve.span().map(|span| span.1) >= latest
        };
        full()
            .find(|curve| !foretells(curve))
            .or_else(|| full().next())
    }

    /// The last year any publisher recorded.
    pub(crate) fn latest(&self, indicator: &str) -> Option<Period> {
        let ranked = self.ranked(indicator);
        ranked.filter_map(Curve::latest_recorded).max()
    }

    /// The first publisher by precedence with a figure of both periods.
    pub(crate) fn of_both(&self, indicator: &str, periods: [Period; 2]) -> Option<&Curve> {
        let has = |curve: &Curve| periods.iter().all(|period| curve.at(*period).is_some());
        self.ranked(indicator).find(|curve| has(curve))
    }

    /// The yearly series that `dataset` has of an indicator.
    pub(crate) fn of(&self, indicator: &str, dataset: &str) -> Option<&Curve> {
        self.ranked(indicator)
            .find(|curve| curve.dataset == dataset)
    }

    /// The publishers of a yearly series, by precedence.
    pub(crate) fn ranked(&self, indicator: &str) -> impl Iterator<Item = &Curve> {
        let key = (indicator.to_owned(), Freq::Year);
        self.curves
            .get(&key)
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter(|curve| curve.span().is_some())
    }

    /// The series that answers for a period: the first by precedence with a
    /// figure, and a recorded figure before anybody's forecast.
    pub(crate) fn answering(&self, indicator: &str, period: Period) -> Option<&Curve> {
        let known = || {
            self.ranked(indicator)
                .filter(|curve| curve.at(period).is_some())
        };
        let recorded = |curve: &&Curve| {
            let fact = curve.at(period);
            fact.is_some_and(|fact| fact.flag != Flag::Forecast)
        };
        known().find(recorded).or_else(|| known().next())
    }

    /// The figure of a period, of whoever answers for it.
    pub(crate) fn figure(&self, indicator: &str, period: Period) -> Option<Fact> {
        self.answering(indicator, period)?.at(period)
    }

    /// First and last year of any series; none without one.
    pub(crate) fn span(&self) -> Option<(Period, Period)> {
        let yearly = self.curves.iter().filter(|(key, _)| key.1 == Freq::Year);
        let spans: Vec<(Period, Period)> = yearly
            .flat_map(|(_, ranked)| ranked.values())
            .filter_map(Curve::span)
            .collect();
        let first = spans.iter().map(|span| span.0).min()?;
        Some((first, spans.iter().map(|span| span.1).max()?))
    }
}
