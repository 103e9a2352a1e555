//! The exchange rates at hand, as published: what one currency costs in another.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use triffin_basis::{Freq, Period};
use triffin_store::DatasetInfo;
use triffin_trade::Exact;
use triffin_trade::columns::Texts;

use super::named;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// A series of rates, and its place in the printed precedence: what the user
/// put into the store before what the program carries, then by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SeriesName {
    /// Whether the program carries it.
    pub(crate) embedded: bool,
    /// Its dataset.
    pub(crate) dataset: String,
    /// Its indicator.
    pub(crate) indicator: String,
}

impl SeriesName {
    /// `dataset:indicator`, as `--rates` takes it.
    pub(crate) fn label(&self) -> String {
        format!("{}:{}", self.dataset, self.indicator)
    }
}

/// One observation of a rate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quote {
    /// Whose it is.
    pub(crate) series: SeriesName,
    /// The economy it is published for; several publish the euro's.
    pub(crate) economy: String,
    /// The vintage it was read from.
    pub(crate) vintage: String,
    /// Units of the pair's first currency for one of its second.
    pub(crate) rate: Exact,
}

impl Quote {
    fn rank(&self) -> (&SeriesName, &str) {
        (&self.series, &self.economy)
    }
}

/// `(of, per)`: units of the first for one of the second.
type Pair = (String, String);

/// Every rate at hand: the first by precedence a series, pair and period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotes {
    by_pair: BTreeMap<Pair, BTreeMap<Period, Vec<Quote>>>,
    /// The datasets they are from.
    pub(crate) catalogue: Vec<DatasetInfo>,
}

impl Quotes {
    /// The quotes of a pair as published, best first.
    pub(crate) fn at(&self, of: &str, per: &str, period: Period) -> &[Quote] {
        self.by_pair
            .get(&(of.to_owned(), per.to_owned()))
            .and_then(|periods| periods.get(&period))
            .map_or(&[], Vec::as_slice)
    }

    /// The series that quote a currency at all.
    pub(crate) fn of_currency(&self, currency: &str) -> BTreeSet<&SeriesName> {
        self.by_pair
            .iter()
            .filter(|((of, per), _)| of == currency || per == currency)
            .flat_map(|(_, periods)| periods.values().flatten())
            .map(|quote| &quote.series)
            .collect()
    }

    fn add(&mut self, pair: Pair, period: Period, quote: Quote) {
        let slot = self
            .by_pair
            .entry(pair)
            .or_default()
            .entry(period)
            .or_default();
        match slot.iter_mut().find(|other| other.series == quote.series) {
            Some(other) if quote.rank() < other.rank() => *other = quote,
            Some(_) => {}
            None => slot.push(quote),
        }
        slot.sort_by(|a, b| a.rank().cmp(&b.rank()));
    }
}

impl Workbench {
    /// The rates at hand that average a market over their period; `asked` keeps
    /// those of a dataset or of one of its series.
    pub(crate) fn quotes(
        &self,
        scope: &Scope,
        asked: Option<&str>,
    ) -> Result<Quotes, QuestionError> {
        let catalogue = self.store().catalogue(&scope.at)?;
        let embedded: BTreeSet<&str> = catalogue
            .iter()
            .filter(|info| info.embedded)
            .map(|info| info.dataset.as_str())
            .collect();
        let mut known = BTreeSet::new();
        let mut quotes = Quotes::default();
        let names = [
            "dataset",
            "vintage",
            "economy",
            "indicator",
            "period",
            "unit",
            "printed",
        ];
        let plan = LogicalPlanBuilder::from(self.store().series(None, &scope.at)?)
            .filter(col("unit").like(lit("___ per ___")))?
            .filter(col("printed").is_not_null())?
            .project(names.map(col))?
            .build()?;
        for batch in self.store().run(plan)? {
            let columns = names
                .iter()
                .map(|name| Texts::of(&batch, name))
                .collect::<Result<Vec<_>, _>>()?;
            for row in 0..batch.num_rows() {
                let text = |column: usize| columns[column].owned(row);
                let series = SeriesName {
                    embedded: embedded.contains(text(0).as_str()),
                    dataset: text(0),
                    indicator: text(3),
                };
                let Some((pair, rate)) = quoted(&text(5), &text(6)) else {
                    continue;
                };
                let period = Period::parse(&text(4))?;
                if !is_market_average(&series.indicator) || period.freq() == Freq::Day {
                    continue;
                }
                known.insert(series.label());
                if asked.is_some_and(|asked| !named::names(asked, &series)) {
                    continue;
                }
                let (vintage, economy) = (text(1), text(2));
                quotes.add(
                    pair,
                    period,
                    Quote {
                        series,
                        economy,
                        vintage,
                        rate,
                    },
                );
            }
        }
        if let Some(asked) = asked.filter(|_| quotes.by_pair.is_empty()) {
            return Err(named::no_such_rates(asked, &known));
        }
        quotes.catalogue = catalogue;
        Ok(quotes)
    }
}

/// The pair a unit names and the rate printed; none where either is no rate.
fn quoted(unit: &str, printed: &str) -> Option<(Pair, Exact)> {
    let (of, per) = unit.split_once(" per ")?;
    let rate: Exact = printed.parse().ok()?;
    // `LCU` names no currency of its own.
    let plain = rate.signum() > 0 && ![of, per].contains(&"LCU");
    plain.then(|| ((of.to_owned(), per.to_owned()), rate))
}

/// Whether an indicator is a market rate averaged over its period: a
/// purchasing-power factor or an end-of-period rate has the same unit and
/// converts no flow.
fn is_market_average(indicator: &str) -> bool {
    let name = indicator.to_ascii_lowercase();
    !["ppp", "parity", "end_of", "end-of", "eop"]
        .iter()
        .any(|other| name.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parity_or_an_end_of_period_rate_converts_no_flow() {
        for name in ["exchange_rate", "PA.NUS.FCRF", "fx_monthly_average"] {
            assert!(is_market_average(name), "{name}");
        }
        for name in ["ppp_factor", "PA.NUS.PPP", "exchange_rate_end_of_period"] {
            assert!(!is_market_average(name), "{name}");
        }
    }

    #[test]
    fn a_quote_names_its_pair() {
        let pair = |of: &str, per: &str| (of.to_owned(), per.to_owned());
        let rate = |text: &str| text.parse::<Exact>().unwrap();
        assert_eq!(
            quoted("JPY per EUR", "130"),
            Some((pair("JPY", "EUR"), rate("130")))
        );
        assert_eq!(quoted("LCU per USD", "6.6"), None);
        assert_eq!(quoted("CNY per USD", "0"), None);
        assert_eq!(quoted("index", "100"), None);
    }
}
