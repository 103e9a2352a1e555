//! The store's rows as observations: codes to concepts, printed figures to
//! single units of a named currency.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use triffin_basis::number::parse_decimal;
use triffin_basis::{Bilingual, Currency, Decimal, Economy, Flag, Period, Tender, Unit};
use triffin_formats::Kind;
use triffin_trade::columns::Texts;

use super::{Curve, Observation, Observations, Rank};
use crate::concepts::{Alias, Concepts};
use crate::error::QuestionError;
use crate::local_currency;
use crate::workbench::{Scope, Workbench};

/// A row of the series table.
struct Line<'a> {
    dataset: &'a str,
    vintage: &'a str,
    indicator: &'a str,
    period: Period,
    unit: &'a str,
    flag: &'a str,
    printed: Option<&'a str>,
}

impl Observations {
    /// Reads every series of `economy`, in one query; `--source` keeps one
    /// dataset and names the others.
    pub(crate) fn read(
        bench: &Workbench,
        scope: &Scope,
        economy: Economy,
    ) -> Result<Self, QuestionError> {
        let store = bench.store();
        let embedded: BTreeSet<String> = store
            .catalogue(&scope.at)?
            .into_iter()
            .filter(|info| info.embedded && info.kind == Kind::Series)
            .map(|info| info.dataset)
            .collect();
        let mut reading = Reading {
            economy,
            concepts: Concepts::read()?,
            embedded,
            source: scope.source.clone(),
            all: Self::default(),
        };
        let names = [
            "dataset",
            "vintage",
            "indicator",
            "period",
            "unit",
            "flag",
            "printed",
        ];
        let codes = codes(economy).into_iter().map(lit).collect();
        let plan = LogicalPlanBuilder::from(store.series(None, &scope.at)?)
            .filter(col("economy").in_list(codes, false))?
            // A weight or a bilateral rate is no figure of the economy alone.
            .filter(col("counterpart").is_null())?
            .project(names.map(col).to_vec())?
            .build()?;
        for batch in store.run(plan)? {
            let columns = names.map(|name| Texts::of(&batch, name));
            let [dataset, vintage, indicator, period, unit, flag, printed] = columns;
            let (dataset, vintage, indicator) = (dataset?, vintage?, indicator?);
            let (period, unit, flag, printed) = (period?, unit?, flag?, printed?);
            for row in 0..batch.num_rows() {
                reading.take(&Line {
                    dataset: dataset.get(row).unwrap_or_default(),
                    vintage: vintage.get(row).unwrap_or_default(),
                    indicator: indicator.get(row).unwrap_or_default(),
                    period: Period::parse(period.get(row).unwrap_or_default())?,
                    unit: unit.get(row).unwrap_or_default(),
                    flag: flag.get(row).unwrap_or_default(),
                    printed: printed.get(row),
                });
            }
        }
        let concepts = reading.concepts;
        let mut all = reading.all;
        all.add_years(&concepts)?;
        Ok(all)
    }
}

/// What has been read so far, and by what it is read.
struct Reading {
    economy: Economy,
    concepts: Concepts,
    embedded: BTreeSet<String>,
    source: Option<String>,
    all: Observations,
}

impl Reading {
    /// Takes a row of a concept we know, from a dataset that is asked.
    fn take(&mut self, line: &Line<'_>) {
        let Some((concept, alias)) = self.concepts.of(line.dataset, line.indicator) else {
            return;
        };
        if self
            .source
            .as_ref()
            .is_some_and(|only| only != line.dataset)
        {
            self.all.left_out.insert(line.dataset.to_owned());
            return;
        }
        let Some(seen) = observation(line, alias, self.economy) else {
            return;
        };
        let key = (concept.name.clone(), line.period.freq());
        let rank = rank(line.dataset, self.embedded.contains(line.dataset), false);
        let ranked = self.all.curves.entry(key).or_default();
        let curve = ranked.entry(rank).or_insert_with(|| Curve {
            dataset: line.dataset.to_owned(),
            points: BTreeMap::new(),
        });
        curve.points.insert(line.period, seen);
    }
}

/// Where a dataset stands among those that have a series.
pub(super) fn rank(dataset: &str, embedded: bool, derived: bool) -> Rank {
    (
        dataset.contains("ewn"),
        embedded,
        derived,
        dataset.to_owned(),
    )
}

/// The codes an economy's series are filed under: the euro area of changing
/// composition is `EA` with most publishers.
fn codes(economy: Economy) -> Vec<&'static str> {
    let code = economy.code();
    if code.starts_with("EA") && code != "EA" {
        vec![code, "EA"]
    } else {
        vec![code]
    }
}

/// A published figure in single units; none when its unit cannot be read, or
/// when it is a rate of a currency the euro replaced.
fn observation(line: &Line<'_>, alias: Option<&Alias>, economy: Economy) -> Option<Observation> {
    let stated = Unit::parse(line.unit).ok()?;
    let (unit, scale) = match (stated, alias.and_then(|alias| alias.unit.as_deref())) {
        ((Unit::Unstated, _), Some(known)) => Unit::parse(known).ok()?,
        (stated, _) => stated,
    };
    let legacy = alias.is_some_and(Alias::keeps_legacy_currencies);
    if legacy && local_currency::is_euro_member(economy, line.period) {
        return None;
    }
    let value = line.printed.and_then(|text| parse_decimal(text).ok());
    let value =
        value.and_then(|value| value.checked_mul(Decimal::from(10_i128.pow(scale.exponent()))));
    let seen = Observation {
        value: value.map(|value| value.normalize()),
        unit: local_currency::named(unit, economy, line.period),
        flag: Flag::parse(line.flag).unwrap_or(Flag::Observed),
        basis: alias.map(Alias::note).unwrap_or_default(),
        formula: None,
        keys: BTreeSet::from([format!("{}/{}", line.dataset, line.vintage)]),
    };
    per_dollar(seen)
}

/// A rate against the dollar as local currency for one dollar, whichever way
/// round it is published; none for the dollar against itself.
fn per_dollar(seen: Observation) -> Option<Observation> {
    let dollar = Currency::find("USD").map(Tender::Of);
    let Unit::Rate { of, per } = seen.unit else {
        return Some(seen);
    };
    if of == per {
        return None;
    }
    if Some(of) != dollar {
        return Some(seen);
    }
    let inverse = |value| Decimal::ONE.checked_div(value);
    Some(Observation {
        value: seen.value.and_then(inverse).map(|value| value.normalize()),
        unit: Unit::Rate { of: per, per: of },
        formula: Some(Bilingual::new("1 / rate as published", "1 / 公布的汇率")),
        ..seen
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(economy: &str, unit: &str, printed: Option<&str>) -> Observation {
        let line = Line {
            dataset: "d",
            vintage: "v",
            indicator: "i",
            period: Period::year(2018),
            unit,
            flag: if printed.is_some() {
                "observed"
            } else {
                "missing"
            },
            printed,
        };
        observation(&line, None, Economy::parse(economy).unwrap()).unwrap()
    }

    /// H.10 quotes the euro in dollars; the page reads every rate one way.
    #[test]
    fn a_rate_in_dollars_is_turned_over_and_says_so() {
        let seen = seen("EA", "USD per EUR", Some("1.25"));
        assert_eq!(seen.value, Some("0.8".parse().unwrap()));
        assert_eq!(seen.unit.to_string(), "EUR per USD");
        assert!(seen.formula.is_some());
    }

    #[test]
    fn a_figure_in_millions_is_counted_in_single_units() {
        let seen = seen("CHN", "USD mn", Some("153205.2609"));
        assert_eq!(seen.value, Some(Decimal::from(153_205_260_900_i64)));
        assert_eq!(seen.unit, Unit::parse("USD").unwrap().0);
    }

    #[test]
    fn what_is_not_printed_is_no_figure() {
        let seen = seen("CHN", "%", None);
        assert_eq!((seen.value, seen.flag), (None, Flag::Missing));
    }

    /// The World Bank prints rates in "LCU per US$" for every economy.
    #[test]
    fn a_local_currency_is_the_economys_own() {
        for (economy, unit) in [("CHN", "CNY per USD"), ("DEU", "EUR per USD")] {
            let seen = seen(economy, "LCU per USD", Some("6.6"));
            assert_eq!(seen.unit.to_string(), unit);
        }
    }
}
