//! The alignment report of the records behind the page.

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Economy, Period, Unit, Window};
use triffin_brief::facts::{Alignment, Check, CheckStatus, Fact};
use triffin_trade::checks::CheckRow;

use super::lead::Lead;
use super::partners::PartnerReports;
use super::reports::Report;
use super::{Desk, wording};
use crate::check::Seen;
use crate::error::{QuestionError, both};

/// The section; none without records.
pub(crate) fn section(
    desk: &Desk<'_>,
    lead: &Lead,
    reports: &PartnerReports,
) -> Result<Option<Alignment>, QuestionError> {
    let mut checks = Vec::new();
    if let Lead::Goods(goods) = lead {
        checks.extend(desk.checks(&goods.report, goods.mirrored, goods.period, None)?);
    }
    for one in &reports.each {
        let report = one.own.as_ref().unwrap_or(&one.report);
        checks.extend(desk.checks(report, one.mirrored, one.period, Some(&one.partner))?);
    }
    Ok((!checks.is_empty()).then_some(Alignment { checks }))
}

impl Desk<'_> {
    /// The eight rows for one report, in the words and the signs of the topic's
    /// economy: of a mirrored report the reporter's imports are its exports.
    fn checks(
        &self,
        report: &Report,
        mirrored: bool,
        period: Period,
        of: Option<&Economy>,
    ) -> Result<Vec<Check>, QuestionError> {
        let window = Window::new(period, period)?;
        let question = self.question(report.reporter, report.partner, window, None)?;
        let seen = match mirrored {
            true => Seen::ByPartner,
            false => Seen::ByReporter,
        };
        let found = self
            .bench
            .checked_as(&self.only(&report.dataset), &question, seen)?;
        found
            .rows
            .iter()
            .map(|row| check(row, report, period, of))
            .collect()
    }
}

fn check(
    row: &CheckRow,
    report: &Report,
    period: Period,
    of: Option<&Economy>,
) -> Result<Check, QuestionError> {
    Ok(Check {
        of: of.map(|partner| both(|lang| partner.name(lang).to_owned())),
        name: wording::check(row.check),
        system: row.system.to_owned(),
        status: match row.status {
            GateStatus::Pass => CheckStatus::Pass,
            GateStatus::Adjusted => CheckStatus::Adjusted,
            GateStatus::Fail => CheckStatus::Fail,
            GateStatus::NotCheckable => CheckStatus::NotCheckable,
        },
        amount: amount(row, report, period)?,
        detail: row.detail.clone(),
    })
}

/// What it moves the balance by; nothing where it moves nothing.
fn amount(row: &CheckRow, report: &Report, period: Period) -> Result<Option<Fact>, QuestionError> {
    let Some(moved) = row.amount.filter(|amount| !amount.is_zero()) else {
        return Ok(None);
    };
    let unit = Unit::parse(&report.currency)?.0;
    let fact = Fact::new(moved.to_decimal()?, unit, period).by_words(Bilingual::new(
        format!("{}, effect on B", row.system),
        format!("{}，对 B 的影响", row.system),
    ));
    Ok(Some(report.cited(fact)))
}
