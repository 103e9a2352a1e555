//! Which observations a conversion used, and where the first choice had none.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Freq, Period};
use triffin_store::DatasetInfo;

use super::quotes::{Quotes, SeriesName};
use super::route::Routed;
use crate::answer::{Note, SourceRef};

/// The observations used, gathered as they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Used {
    series: BTreeSet<(SeriesName, Freq)>,
    vintages: BTreeMap<String, BTreeSet<String>>,
    /// By currency: the periods, and the user's own series each took from.
    periods: BTreeMap<String, BTreeMap<Period, BTreeSet<SeriesName>>>,
}

impl Used {
    /// `routed` converted `currency` over `slot`.
    pub(super) fn note(&mut self, currency: &str, slot: Period, routed: &Routed) {
        let periods = self.periods.entry(currency.to_owned()).or_default();
        let of = periods.entry(slot).or_default();
        for (quote, freq) in &routed.of {
            self.series.insert((quote.series.clone(), *freq));
            let vintages = self.vintages.entry(quote.series.dataset.clone());
            vintages.or_default().insert(quote.vintage.clone());
            of.insert(quote.series.clone());
        }
    }

    /// `dataset:indicator (M)` of every series used, and no other.
    pub(super) fn text(&self) -> String {
        let one =
            |(series, freq): &(SeriesName, Freq)| format!("{} ({})", series.label(), freq.letter());
        self.series.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The datasets used, each with the vintages that gave a rate.
    pub(super) fn sources(&self, catalogue: &[DatasetInfo]) -> Vec<SourceRef> {
        let infos = catalogue.iter();
        infos
            .filter_map(|info| {
                let vintages = self.vintages.get(&info.dataset)?;
                let given = info.vintages.iter();
                let released = given
                    .filter(|vintage| vintages.contains(&vintage.vintage))
                    .map(|vintage| vintage.released.clone())
                    .max();
                Some(SourceRef {
                    vintages: vintages.iter().cloned().collect(),
                    released,
                    ..info.into()
                })
            })
            .collect()
    }

    /// A note a currency that the user's own rates, or those that gave most of
    /// its periods, do not cover throughout.
    pub(super) fn gaps(&self, quotes: &Quotes) -> Vec<Note> {
        let currencies = self.periods.iter();
        currencies
            .filter_map(|(currency, periods)| {
                let own = |series: &&&SeriesName| !series.embedded;
                let quoting = quotes.of_currency(currency);
                let preferred = quoting.iter().find(own).copied().cloned()?;
                let lacking: BTreeMap<Period, &BTreeSet<SeriesName>> = periods
                    .iter()
                    .filter(|(_, of)| of.iter().all(|series| series.embedded))
                    .map(|(period, of)| (*period, of))
                    .collect();
                (!lacking.is_empty()).then(|| fallback(currency, &preferred, &lacking))
            })
            .collect()
    }
}

fn fallback(
    currency: &str,
    preferred: &SeriesName,
    lacking: &BTreeMap<Period, &BTreeSet<SeriesName>>,
) -> Note {
    let periods: Vec<String> = lacking.keys().map(ToString::to_string).collect();
    let others: BTreeSet<String> = lacking
        .values()
        .flat_map(|series| series.iter().map(SeriesName::label))
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let first = preferred.label();
    Note::remark(
        "N-RATES-FALLBACK",
        format!(
            "{first} has no rate for {currency} in {} of the periods ({}): taken from {}",
            periods.len(),
            super::some_of(&periods, ", "),
            others.join(", ")
        ),
        format!(
            "{first} 缺少 {currency} 其中 {} 期的汇率（{}）：改用 {}",
            periods.len(),
            super::some_of(&periods, "、"),
            others.join("、")
        ),
    )
}
