//! Amounts as shares of GDP.

use triffin_basis::{Decimal, Flag, Freq, Unit, Window};
use triffin_brief::facts::Fact;
use triffin_trade::Axis;

use super::Desk;
use super::headline::Goods;
use super::reports::Sides;
use crate::error::QuestionError;

/// Decimals a percentage is carried with.
const PERCENT_DECIMALS: u32 = 8;

impl Desk<'_> {
    /// `100 · amount / GDP` of the same year, GDP from the same publisher where
    /// it has one, else by precedence; none without a GDP in the same currency.
    pub(crate) fn to_gdp(&self, amount: &Fact, dataset: &str) -> Option<Fact> {
        if amount.period.freq() != Freq::Year {
            return None;
        }
        let same = self
            .observations
            .of("gdp", dataset)
            .and_then(|curve| curve.at(amount.period));
        let gdp = same.or_else(|| self.observations.figure("gdp", amount.period))?;
        percent_of(amount, &gdp)
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
        same.flag = balance.flag;
        Ok(
            percent_of(&same, &gdp).map(|fact| match converted.meta.basis.get("rates") {
                Some(rates) => fact.by(format!(
                    "B / GDP, B in {} at rates of {rates}",
                    currency.code()
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
    .by("100 × amount / GDP");
    let keys = amount.sources.iter().chain(&whole.sources);
    Some(keys.fold(fact, |fact, key| fact.from_source(key)))
}
