//! Exchange rates for a conversion, from the series at hand.
//!
//! A series whose unit is `X per Y` prices one currency in another. A pair is
//! taken directly, inverted, or crossed through the US dollar ([`route`]).
//! Precedence is that of datasets: what the user put into the store before
//! what the program carries, even where it is an average of the year and the
//! other of the month; period by period, so that a gap is filled and named.
//! `--rates` asks one dataset or series only.

mod named;
mod quotes;
mod route;
mod used;

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Freq, Period, Timing, Window};
use triffin_trade::Exact;
use triffin_trade::currency::{RateKind, RateTable};
use triffin_trade::cut::Cut;

use crate::answer::{Note, SourceRef};
use crate::error::QuestionError;
use crate::question::{OnBasis, Question};
use crate::workbench::{Scope, Workbench};
use quotes::Quotes;
use route::Routed;
use used::Used;

/// Rates into one currency, where they are from, and what to know about them.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    /// The rates, by currency and period of the records.
    pub(crate) table: RateTable,
    /// The datasets and vintages they were read from.
    pub(crate) sources: Vec<SourceRef>,
    /// Where a rate preferred has no observation.
    pub(crate) notes: Vec<Note>,
}

/// A currency and the period its records count in.
type Need = (String, Period);

impl Workbench {
    /// The rates that bring the records of `cuts` into `target`.
    ///
    /// # Errors
    /// `E-RATES-NAME` when the question names rates that are not at hand,
    /// `E-TRADE-RATE-MISSING` when a currency has none for a period.
    pub(crate) fn rates(
        &self,
        scope: &Scope,
        (basis, timing): (&OnBasis, Timing),
        cuts: &[&Cut],
        target: &str,
    ) -> Result<Rates, QuestionError> {
        let needed = needs(cuts, target);
        let quotes = self.quotes(scope, basis.rates.as_deref())?;
        let rates = resolve(&quotes, &needed, target, |slot| slot)?;
        for cut in cuts {
            rates.table.covers(cut)?;
        }
        with_other_dates(rates, &quotes, &needed, target, timing)
    }

    /// The averages of the months of a longer period; empty where a month has
    /// none of its own.
    ///
    /// # Errors
    /// As [`Workbench::rates`].
    pub(crate) fn monthly_rates(
        &self,
        scope: &Scope,
        basis: &OnBasis,
        currency: &str,
        target: &str,
        period: Period,
    ) -> Result<BTreeMap<Period, Exact>, QuestionError> {
        let mut rates = BTreeMap::new();
        if period.freq() >= Freq::Month {
            return Ok(rates);
        }
        let quotes = self.quotes(scope, basis.rates.as_deref())?;
        for month in period.parts(Freq::Month) {
            let routed = route::rate(&quotes, currency, target, month)?;
            let own = |routed: &Routed| routed.of.iter().all(|(_, freq)| *freq == Freq::Month);
            let Some(routed) = routed.filter(own) else {
                return Ok(BTreeMap::new());
            };
            rates.insert(month, routed.rate);
        }
        Ok(rates)
    }

    /// The rates of another window for the records of `cuts`: each period takes
    /// the rate of the one `earlier` gives for it.
    ///
    /// # Errors
    /// As [`Workbench::rates`].
    pub(crate) fn rates_of_before(
        &self,
        scope: &Scope,
        question: &Question,
        cuts: &[&Cut],
        target: &str,
        earlier: impl Fn(Period) -> Period,
    ) -> Result<Rates, QuestionError> {
        let needed = needs(cuts, target);
        let quotes = self.quotes(scope, question.basis.rates.as_deref())?;
        let rates = resolve(&quotes, &needed, target, earlier)?;
        for cut in cuts {
            rates.table.covers(cut)?;
        }
        Ok(rates)
    }
}

/// The period of `from` that lies where `slot` lies in `to`: March for March, a
/// year for a year.
pub(crate) fn like_period(slot: Period, to: Window, from: Window) -> Period {
    let first = |window: Window| Period::containing(window.from.start(), slot.freq());
    let back = first(to).steps_to(&first(from)).unwrap_or_default();
    slot.shift(back)
}

/// The currencies and periods to convert.
fn needs(cuts: &[&Cut], target: &str) -> BTreeSet<Need> {
    let strata = cuts.iter().flat_map(|cut| cut.strata());
    strata
        .filter(|row| row.values > 0)
        .filter_map(|row| Some((row.currency.clone()?, slot(row.period))))
        .filter(|(currency, _)| currency != target)
        .collect()
}

/// The period whose average converts a record.
fn slot(period: Period) -> Period {
    match period.freq() {
        Freq::Day => Period::containing(period.start(), Freq::Month),
        _ => period,
    }
}

/// The table of what is needed, its sources, and where the first choice had
/// nothing. `at` says the period whose rate a record's period takes.
fn resolve(
    quotes: &Quotes,
    needed: &BTreeSet<Need>,
    target: &str,
    at: impl Fn(Period) -> Period,
) -> Result<Rates, QuestionError> {
    let mut used = Used::default();
    let mut found = BTreeMap::new();
    for (currency, slot) in needed {
        if let Some(routed) = route::rate(quotes, currency, target, at(*slot))? {
            used.note(currency, at(*slot), &routed);
            found.insert((currency.clone(), *slot), routed.rate);
        }
    }
    let mut table = RateTable::new(target, RateKind::Average, used.text());
    for ((currency, slot), rate) in found {
        table.add(&currency, slot, rate)?;
    }
    Ok(Rates {
        table,
        sources: used.sources(&quotes.catalogue),
        notes: used.gaps(quotes),
    })
}

/// Records counted by another date than their own may fall into another month:
/// the months around them are added where there is a rate. A value that finds
/// none stops the plan.
fn with_other_dates(
    mut rates: Rates,
    quotes: &Quotes,
    needed: &BTreeSet<Need>,
    target: &str,
    timing: Timing,
) -> Result<Rates, QuestionError> {
    const AROUND: i32 = 24;
    if timing == Timing::Declared {
        return Ok(rates);
    }
    let mut near = BTreeSet::new();
    for (currency, slot) in needed {
        for months in -AROUND..=AROUND {
            near.insert((currency, slot.shift(months)));
        }
    }
    for (currency, slot) in near {
        let there = rates.table.rate(currency, slot).is_some();
        if let (false, Some(routed)) = (there, route::rate(quotes, currency, target, slot)?) {
            rates.table.add(currency, slot, routed.rate)?;
        }
    }
    Ok(rates)
}

/// The first few of a list and how many more there are.
fn some_of(texts: &[String], joint: &str) -> String {
    const SHOWN: usize = 6;
    let shown = texts.iter().take(SHOWN).map(String::as_str);
    let mut list = shown.collect::<Vec<_>>().join(joint);
    if texts.len() > SHOWN {
        list.push_str(&format!("{joint}… (+{})", texts.len() - SHOWN));
    }
    list
}
