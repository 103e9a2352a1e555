//! Amounts as shares of GDP.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Bilingual, Decimal, Flag, Freq, Period, Unit, Window};
use triffin_brief::facts::{Fact, Facts};
use triffin_trade::Axis;

use super::Desk;
use super::lead::Goods;
use super::reports::{Sides, rate_keys};
use crate::error::QuestionError;

/// Decimals a percentage is carried with.
const PERCENT_DECIMALS: u32 = 8;

impl Desk<'_> {
    /// `100 · amount / GDP` of the same year; none without a GDP in the same
    /// currency.
    ///
    /// Every ratio of a year has one denominator: the GDP that comes first by
    /// precedence, whoever publishes the amount. The page names it.
    pub(crate) fn to_gdp(&self, amount: &Fact) -> Option<Fact> {
        if amount.period.freq() != Freq::Year {
            return None;
        }
        percent_of(amount, &self.observations.figure("gdp", amount.period)?)
    }

    /// Which GDP the shares of the page are taken of; none without a share.
    pub(crate) fn denominator(&self, facts: &Facts) -> Option<Bilingual> {
        let headline = facts.headline.iter().filter_map(|one| one.to_gdp.as_ref());
        let rows = facts.external.iter().flat_map(|external| &external.rows);
        let ratios = headline.chain(rows.filter_map(|row| row.to_gdp.as_ref()));
        let years: BTreeSet<Period> = ratios.map(|ratio| ratio.period).collect();
        let mut by_dataset: BTreeMap<String, Vec<Period>> = BTreeMap::new();
        for year in years {
            if let Some(curve) = self.observations.answering("gdp", year) {
                let of = by_dataset.entry(curve.dataset.clone()).or_default();
                of.push(year);
            }
        }
        let named = |comma: &str| -> String {
            let each = by_dataset.iter().map(|(dataset, years)| {
                let years: Vec<String> = years.iter().map(Period::to_string).collect();
                format!("{dataset} ({})", years.join(", "))
            });
            each.collect::<Vec<_>>().join(comma)
        };
        (!by_dataset.is_empty()).then(|| {
            Bilingual::new(
                format!("Shares of GDP are of the GDP of {}.", named(", ")),
                format!("GDP占比所用的GDP：{}。", named("、")),
            )
        })
    }

    /// The goods balance to GDP, converted into GDP's currency where they differ.
    pub(crate) fn trade_to_gdp(
        &self,
        goods: &Goods,
        balance: &Fact,
    ) -> Result<Option<Fact>, QuestionError> {
        let Some(gdp) = self.observations.figure("gdp", goods.period) else {
            return Ok(None);
        };
        if gdp.unit == balance.unit {
            return Ok(percent_of(balance, &gdp));
        }
        let Some(currency) = gdp.unit.currency() else {
            return Ok(None);
        };
        let report = &goods.report;
        let window = Window::new(goods.period, goods.period)?;
        let question = self.question(
            report.reporter,
            report.partner,
            window,
            Some(currency.code()),
        )?;
        let Ok(converted) =
            self.bench
                .balanced(&self.only(&report.dataset), &question, Axis::Total)
        else {
            return Ok(None);
        };
        let total = &converted.table.total;
        let sides = goods.seen(Sides {
            exports: total.exports,
            imports: total.imports,
        });
        let Some(value) = sides.balance()? else {
            return Ok(None);
        };
        let mut same = Fact::new(value.to_decimal()?, Unit::Money(currency), goods.period);
        same.sources.clone_from(&balance.sources);
        let rates = rate_keys(&converted.meta, &report.dataset);
        same = rates.iter().fold(same, |fact, key| fact.from_source(key));
        same.flag = balance.flag;
        Ok(
            percent_of(&same, &gdp).map(|fact| match converted.meta.basis.get("rates") {
                Some(rates) => fact.by_words(Bilingual::new(
                    format!("B / GDP, B in {} at rates of {rates}", currency.code()),
                    format!("B / GDP，B 按 {rates} 的汇率换算为 {}", currency.code()),
                )),
                None => fact,
            }),
        )
    }
}

/// `100 · amount / whole`, with the sources of both and the weaker flag.
pub(crate) fn percent_of(amount: &Fact, whole: &Fact) -> Option<Fact> {
    if amount.unit != whole.unit || amount.period != whole.period {
        return None;
    }
    let share = amount
        .value?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(whole.value?)?;
    let unit = Unit::PercentOf("GDP".to_owned());
    let fact = Fact::new(
        share.round_dp(PERCENT_DECIMALS).normalize(),
        unit,
        amount.period,
    )
    .flagged(if amount.flag == Flag::Observed {
        whole.flag
    } else {
        amount.flag
    })
    .by_words(Bilingual::new("100 × amount / GDP", "100 × 金额 / GDP"));
    let keys = amount.sources.iter().chain(&whole.sources);
    Some(keys.fold(fact, |fact, key| fact.from_source(key)))
}
