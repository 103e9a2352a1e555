//! Exchange rates for a conversion, from the series at hand.
//!
//! A series whose unit is `X per Y` prices one currency in another. A pair is
//! taken directly, inverted, or crossed through the US dollar; the table says
//! which series it came from. Rates are averages of the year, or of the month
//! where every record and every rate is monthly.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use triffin_basis::{Freq, Period};
use triffin_trade::columns::Texts;
use triffin_trade::currency::{RateKind, RateTable};
use triffin_trade::cut::Cut;
use triffin_trade::{Exact, Flow};

use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

const VEHICLE: &str = "USD";
/// Decimals a rate is carried with.
const DECIMALS: u8 = 18;

/// `(currency, period)` to units of that currency for one US dollar.
type PerDollar = BTreeMap<(String, Period), Exact>;

impl Workbench {
    /// The rates that bring the records of `cut` into `target`.
    pub(crate) fn rates(
        &self,
        scope: &Scope,
        cuts: &[&Cut],
        target: &str,
    ) -> Result<RateTable, QuestionError> {
        let mut needed = BTreeSet::new();
        for cut in cuts {
            for flow in [Flow::Export, Flow::Import] {
                needed.extend(cut.currencies(flow).into_iter().flatten());
            }
        }
        needed.remove(target);
        let monthly = cuts
            .iter()
            .flat_map(|cut| cut.periods())
            .all(|p| matches!(p.freq(), Freq::Month | Freq::Day));
        let freqs: &[Freq] = if monthly {
            &[Freq::Month, Freq::Year]
        } else {
            &[Freq::Year]
        };
        let mut refusal = None;
        for freq in freqs {
            let table = self.table(scope, &needed, target, *freq)?;
            match cuts.iter().try_for_each(|cut| table.covers(cut)) {
                Ok(()) => return Ok(table),
                Err(error) => refusal = Some(error),
            }
        }
        match refusal {
            Some(error) => Err(error.into()),
            None => self.table(scope, &needed, target, Freq::Year),
        }
    }

    fn table(
        &self,
        scope: &Scope,
        needed: &BTreeSet<String>,
        target: &str,
        freq: Freq,
    ) -> Result<RateTable, QuestionError> {
        let (per_dollar, sources) = self.per_dollar(scope, freq)?;
        let source = sources.into_iter().collect::<Vec<_>>().join(", ");
        let mut table = RateTable::new(target, RateKind::Average, freq, source);
        let periods: BTreeSet<Period> = per_dollar.keys().map(|(_, period)| *period).collect();
        for period in periods {
            let quote = |currency: &str| match currency {
                VEHICLE => Some(Exact::whole(1)),
                _ => per_dollar.get(&(currency.to_owned(), period)).copied(),
            };
            let Some(target_quote) = quote(target) else {
                continue;
            };
            for currency in needed {
                let Some(own) = quote(currency) else { continue };
                if let Some(rate) = target_quote.over(own, DECIMALS)? {
                    table.add(currency, period, rate)?;
                }
            }
        }
        Ok(table)
    }

    /// Every rate against the dollar at one frequency; where two datasets have
    /// one, the first by [`rank`] is taken.
    fn per_dollar(
        &self,
        scope: &Scope,
        freq: Freq,
    ) -> Result<(PerDollar, BTreeSet<String>), QuestionError> {
        let view = self.store().series(None, &scope.at)?;
        let plan = LogicalPlanBuilder::from(view)
            .filter(col("freq").eq(lit(freq.letter().to_string())))?
            .filter(col("unit").like(lit("___ per ___")))?
            .filter(col("printed").is_not_null())?
            .project(
                ["dataset", "indicator", "period", "unit", "printed"]
                    .map(col)
                    .to_vec(),
            )?
            .build()?;
        let embedded: BTreeSet<String> = self
            .store()
            .catalogue(&scope.at)?
            .into_iter()
            .filter(|info| info.embedded)
            .map(|info| info.dataset)
            .collect();
        let mut best: BTreeMap<(String, Period), ((bool, String), Exact)> = BTreeMap::new();
        for batch in self.store().run(plan)? {
            let [dataset, indicator, period, unit, printed] =
                ["dataset", "indicator", "period", "unit", "printed"]
                    .map(|name| Texts::of(&batch, name));
            let (dataset, indicator, period, unit, printed) =
                (dataset?, indicator?, period?, unit?, printed?);
            for row in 0..batch.num_rows() {
                let Some((currency, rate)) = against_dollar(
                    unit.get(row).unwrap_or_default(),
                    printed.get(row).unwrap_or_default(),
                )?
                else {
                    continue;
                };
                if !is_market_average(indicator.get(row).unwrap_or_default()) {
                    continue;
                }
                let period = Period::parse(period.get(row).unwrap_or_default())?;
                let dataset = dataset.owned(row);
                let rank = (
                    embedded.contains(&dataset),
                    format!("{dataset} {}", indicator.owned(row)),
                );
                let slot = best
                    .entry((currency, period))
                    .or_insert_with(|| (rank.clone(), rate));
                if rank < slot.0 {
                    *slot = (rank, rate);
                }
            }
        }
        let sources = best
            .values()
            .map(|((_, source), _)| source.clone())
            .collect();
        Ok((
            best.into_iter()
                .map(|(key, (_, rate))| (key, rate))
                .collect(),
            sources,
        ))
    }
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

/// Units of a currency for one dollar, from a quote in either direction.
fn against_dollar(unit: &str, printed: &str) -> Result<Option<(String, Exact)>, QuestionError> {
    let Some((of, per)) = unit.split_once(" per ") else {
        return Ok(None);
    };
    let Ok(rate) = printed.parse::<Exact>() else {
        return Ok(None);
    };
    // `LCU` names no currency of its own.
    if rate.signum() <= 0 || [of, per].contains(&"LCU") {
        return Ok(None);
    }
    Ok(match (of, per) {
        (VEHICLE, currency) => Exact::whole(1)
            .over(rate, DECIMALS)?
            .map(|rate| (currency.to_owned(), rate)),
        (currency, VEHICLE) => Some((currency.to_owned(), rate)),
        _ => None,
    })
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
    fn both_directions_of_a_quote_give_units_for_one_dollar() {
        assert_eq!(
            against_dollar("CNY per USD", "6.5").unwrap(),
            Some(("CNY".into(), "6.5".parse().unwrap()))
        );
        assert_eq!(
            against_dollar("USD per EUR", "1.25").unwrap(),
            Some(("EUR".into(), "0.8".parse().unwrap()))
        );
        assert_eq!(against_dollar("JPY per EUR", "130").unwrap(), None);
        assert_eq!(against_dollar("LCU per USD", "6.6").unwrap(), None);
    }
}
