//! How far off a report is that was converted at one average of its period.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Bilingual, Freq, Period};
use triffin_trade::mirror::cause::{Cause, Part};
use triffin_trade::mirror::conversion::{self, Off};
use triffin_trade::mirror::gap::Reports;
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow};

use super::Mirror;
use super::causes::Look;
use super::read::Read;
use super::side::Side;
use crate::error::QuestionError;
use crate::workbench::Workbench;

/// What conversion did to either end of a direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Converted {
    exporter: ByPeriod,
    importer: ByPeriod,
    /// Currencies and months, for the words.
    told: Vec<String>,
}

/// Amounts and how far off they are, by period of the report.
type ByPeriod = BTreeMap<Period, (Exact, Off)>;

/// One share for amounts of several periods, weighted by them; of one period
/// where `only` names it.
fn of(all: &ByPeriod, only: Option<Period>) -> Result<Option<Off>, BasisError> {
    if let Some(only) = only {
        return Ok(all.get(&only).map(|(_, off)| *off));
    }
    let amounts = all.values().map(|(amount, _)| *amount);
    let total = amounts.clone().try_fold(Exact::ZERO, Exact::plus)?;
    let mean = |share: fn(&Off) -> Option<Exact>| -> Result<Option<Exact>, BasisError> {
        let mut sum = Exact::ZERO;
        for (amount, off) in all.values() {
            let Some(share) = share(off) else {
                return Ok(None);
            };
            sum = sum.plus(amount.times(share, 6)?)?;
        }
        sum.over(total, 12)
    };
    let bounds = mean(|off| Some(off.low))?.zip(mean(|off| Some(off.high))?);
    let Some((low, high)) = bounds else {
        return Ok(None);
    };
    let at = mean(|off| off.at)?;
    Ok(Some(Off { at, low, high }))
}

impl Converted {
    /// Conversion as a cause: of the total, or of a key that is a period.
    pub(super) fn part(
        &self,
        reports: &Reports,
        only: Option<Period>,
        asked: &Mirror,
    ) -> Result<Part, BasisError> {
        let (x, m) = (of(&self.exporter, only)?, of(&self.importer, only)?);
        if x.is_none() && m.is_none() {
            return Ok(Part::unmeasured(Cause::Valuation, unknown(asked)));
        }
        let list = self.told.join(", ");
        let why = Bilingual::new(
            format!("one average of a period against those of its months: {list}"),
            format!("期间平均汇率与其各月平均汇率之差：{list}"),
        );
        conversion::part(reports, x, m, why)
    }
}

/// Why conversion cannot be told from the two reports.
fn unknown(asked: &Mirror) -> Bilingual {
    match &asked.basis.currency {
        Some(currency) => Bilingual::new(
            format!(
                "no report was converted to {currency} at the average of a period longer than those the rates have; the rates of the days of record are not in the data"
            ),
            format!("没有报告以长于汇率期间的平均汇率折算为 {currency}；数据中没有记录日汇率"),
        ),
        None => Bilingual::new(
            "both sides are in one currency as published; the rates their publishers converted at are not in the data",
            "双方公布时已为同一币种；发布方折算所用汇率不在数据中",
        ),
    }
}

impl Workbench {
    /// What conversion did to the two ends of a direction.
    pub(super) fn converted(&self, look: &Look<'_>) -> Result<Converted, QuestionError> {
        let mut converted = Converted::default();
        if look.asked.basis.currency.is_none() {
            return Ok(converted);
        }
        let x = self.by_period(look, look.exporter)?;
        let m = self.by_period(look, look.importer)?;
        let mut months = x.reported(Flow::Export).by_period;
        months.retain(|period, _| period.freq() == Freq::Month);
        if months.is_empty() {
            months = m.reported(Flow::Import).by_period;
            months.retain(|period, _| period.freq() == Freq::Month);
        }
        let told = &mut converted.told;
        converted.exporter = self.off(look, &x, Flow::Export, &months, told)?;
        converted.importer = self.off(look, &m, Flow::Import, &months, told)?;
        Ok(converted)
    }

    fn by_period(&self, look: &Look<'_>, side: &Side) -> Result<Read, QuestionError> {
        self.read(
            look.scope,
            side,
            &look.asked.at(Target::AsReported),
            Axis::Period,
        )
    }

    /// How far off a side is in each of its periods; nothing where it is in
    /// several currencies, was not converted, or its months have no rates.
    fn off(
        &self,
        look: &Look<'_>,
        read: &Read,
        flow: Flow,
        months: &BTreeMap<Period, Exact>,
        told: &mut Vec<String>,
    ) -> Result<ByPeriod, QuestionError> {
        let mut all = ByPeriod::new();
        let Some((currency, rates)) = read.converted_from(flow) else {
            return Ok(all);
        };
        for (period, amount) in read.reported(flow).by_period {
            let Some(rate) = rates.rate(&currency, period) else {
                return Ok(ByPeriod::new());
            };
            let of_months = self.monthly_rates(
                look.scope,
                &look.asked.basis,
                &currency,
                &rates.target,
                period,
            )?;
            let Some(off) = conversion::off(rate, &of_months, months)? else {
                return Ok(ByPeriod::new());
            };
            told.push(format!("{currency} {period} {rate}, {}", span(&of_months)));
            all.insert(period, (amount, off));
        }
        Ok(all)
    }
}

/// The lowest and highest rate of the months.
fn span(rates: &BTreeMap<Period, Exact>) -> String {
    let ends = rates.values().min().zip(rates.values().max());
    ends.map_or_else(String::new, |(low, high)| format!("{low} – {high}"))
}
