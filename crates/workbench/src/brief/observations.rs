//! The series about one economy, read once, one publisher a curve.
//!
//! Where several publishers have a series, one is taken whole and never
//! spliced: what the user stored before what the program carries; statistics
//! as published before researchers' estimates (External Wealth of Nations);
//! then by the dataset's name. The choice is printed.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use triffin_basis::number::parse_decimal;
use triffin_basis::{Decimal, Economy, Flag, Freq, Period, Unit};
use triffin_brief::facts::Fact;
use triffin_formats::Kind;
use triffin_trade::columns::Texts;

use crate::error::QuestionError;
use crate::starter;
use crate::workbench::{Scope, Workbench};

/// Smaller answers first: embedded, estimated by researchers, name.
type Rank = (bool, bool, String);

/// One observation in single units.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    pub(crate) value: Option<Decimal>,
    pub(crate) unit: Unit,
    pub(crate) flag: Flag,
    key: String,
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
        let fact = Fact::new(seen.value?, seen.unit.clone(), period);
        Some(fact.flagged(seen.flag).from_source(&seen.key))
    }

    /// The latest figure not after `limit`.
    pub(crate) fn latest(&self, limit: Option<Period>) -> Option<Fact> {
        let periods = self
            .points
            .keys()
            .rev()
            .filter(|p| limit.is_none_or(|limit| **p <= limit));
        periods.copied().find_map(|period| self.at(period))
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

    /// The keys of the vintages it is read from.
    pub(crate) fn keys(&self) -> Vec<String> {
        let keys: BTreeSet<&String> = self.points.values().map(|seen| &seen.key).collect();
        keys.into_iter().cloned().collect()
    }
}

/// Every series about one economy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observations {
    curves: BTreeMap<(String, Freq), BTreeMap<Rank, Curve>>,
}

impl Observations {
    /// Reads them all, in one query.
    pub(crate) fn read(
        bench: &Workbench,
        scope: &Scope,
        economy: Economy,
    ) -> Result<Self, QuestionError> {
        let store = bench.store();
        let catalogue = store.catalogue(&scope.at)?;
        let named = |name: &String| {
            catalogue
                .iter()
                .any(|i| i.kind == Kind::Series && i.dataset == *name)
        };
        let only = scope.source.as_ref().filter(|name| named(name));
        let embedded: BTreeSet<&str> = catalogue
            .iter()
            .filter(|info| info.embedded)
            .map(|info| info.dataset.as_str())
            .collect();
        let names = starter::names_by_code()?;
        let columns = [
            "dataset",
            "vintage",
            "indicator",
            "period",
            "unit",
            "flag",
            "printed",
        ];
        let plan = LogicalPlanBuilder::from(store.series(only.map(String::as_str), &scope.at)?)
            .filter(col("economy").in_list(codes(economy).into_iter().map(lit).collect(), false))?
            .project(columns.map(col).to_vec())?
            .build()?;
        let mut all = Self::default();
        for batch in store.run(plan)? {
            let text = |name| Texts::of(&batch, name);
            let (dataset, vintage, indicator) =
                (text("dataset")?, text("vintage")?, text("indicator")?);
            let (period, unit, flag, printed) = (
                text("period")?,
                text("unit")?,
                text("flag")?,
                text("printed")?,
            );
            for row in 0..batch.num_rows() {
                let period = Period::parse(period.get(row).unwrap_or_default())?;
                let dataset = dataset.owned(row);
                let key = format!("{dataset}/{}", vintage.owned(row));
                let Some(seen) = observation(
                    printed.get(row),
                    unit.get(row).unwrap_or_default(),
                    flag.get(row).unwrap_or_default(),
                    key,
                ) else {
                    continue;
                };
                let indicator = indicator.owned(row);
                let indicator = names.get(&indicator).cloned().unwrap_or(indicator);
                let rank = (
                    embedded.contains(dataset.as_str()),
                    dataset.contains("ewn"),
                    dataset.clone(),
                );
                let of_indicator = all.curves.entry((indicator, period.freq())).or_default();
                let curve = of_indicator.entry(rank).or_insert_with(|| Curve {
                    dataset,
                    points: BTreeMap::new(),
                });
                curve.points.insert(period, seen);
            }
        }
        Ok(all)
    }

    /// The yearly series of the publisher that comes first and has a figure.
    pub(crate) fn curve(&self, indicator: &str) -> Option<&Curve> {
        self.ranked(indicator).next()
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

    /// The first publisher's figure of a period, by precedence.
    pub(crate) fn figure(&self, indicator: &str, period: Period) -> Option<Fact> {
        self.ranked(indicator).find_map(|curve| curve.at(period))
    }
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

/// A published figure in single units; none when its unit cannot be read.
fn observation(printed: Option<&str>, unit: &str, flag: &str, key: String) -> Option<Observation> {
    let (unit, scale) = Unit::parse(unit).ok()?;
    let value = printed.and_then(|text| parse_decimal(text).ok());
    let value =
        value.and_then(|value| value.checked_mul(Decimal::from(10_i128.pow(scale.exponent()))));
    Some(Observation {
        value: value.map(|value| value.normalize()),
        unit,
        flag: Flag::parse(flag).unwrap_or(Flag::Observed),
        key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_in_millions_is_counted_in_single_units() {
        let seen = observation(Some("153205.2609"), "USD mn", "observed", String::new()).unwrap();
        assert_eq!(seen.value, Some(Decimal::from(153_205_260_900_i64)));
        assert_eq!(seen.unit, Unit::parse("USD").unwrap().0);
    }

    #[test]
    fn what_is_not_printed_is_no_figure() {
        let seen = observation(None, "%", "missing", String::new()).unwrap();
        assert_eq!((seen.value, seen.flag), (None, Flag::Missing));
    }
}
