//! The balance with each partner: as the economy itself reports it where it
//! does, else as the partner reports it, with the sign reversed.

mod table;

use std::collections::BTreeSet;

use triffin_basis::{Bilingual, Decimal, Economy, Period, Unit, Window};
use triffin_brief::facts::{Fact, MissingFact, PartnerRow, Partners};
use triffin_trade::Axis;

use super::lead::Lead;
use super::presence::Held;
use super::reports::{Report, Sides};
use super::{Desk, gap};
use crate::error::{QuestionError, both};

/// The currency partners are compared in.
const COMMON: &str = "USD";

/// One partner's trade with the topic's economy, in the common currency.
#[derive(Debug)]
pub(crate) struct PartnerReport {
    /// The partner.
    pub(crate) partner: Economy,
    /// Whether the partner is the one that reports.
    pub(crate) mirrored: bool,
    /// The amounts in the common currency.
    pub(crate) report: Report,
    /// The amounts in the publisher's own currency, when that is another.
    pub(crate) own: Option<Report>,
    /// The one product the records are about, when they are about one only.
    pub(crate) only_product: Option<String>,
    /// The period the partners are compared in.
    pub(crate) period: Period,
}

impl PartnerReport {
    /// A row as the topic's economy sees it.
    pub(crate) fn seen(&self, sides: Sides) -> Sides {
        if self.mirrored {
            sides.mirrored()
        } else {
            sides
        }
    }
}

/// Every partner's trade, and how the rows come to be comparable.
#[derive(Debug, Default)]
pub(crate) struct PartnerReports {
    pub(crate) each: Vec<PartnerReport>,
    pub(crate) table: Option<Partners>,
    /// First and last period any partner reports on.
    pub(crate) span: Option<(Period, Period)>,
}

impl Desk<'_> {
    /// What is known by partner; nothing for a pair.
    pub(crate) fn partner_reports(
        &self,
        lead: &Lead,
        missing: &mut Vec<MissingFact>,
    ) -> Result<PartnerReports, QuestionError> {
        if self.topic.partner.is_some() {
            return Ok(PartnerReports::default());
        }
        if let Lead::Goods(goods) = lead {
            let table = self.own_partners(&goods.report, goods.period)?;
            return Ok(PartnerReports {
                table,
                ..PartnerReports::default()
            });
        }
        let mut found = Vec::new();
        for held in self.presence.bilateral(self.topic.reporter.code()) {
            match self.partner_report(held) {
                Ok(read) => found.push(read),
                Err(error) => missing.push(refused(held, &error)),
            }
        }
        let span = span(&found);
        let Some(period) = self.common_period(&found, lead) else {
            missing.extend(self.no_period(span));
            return Ok(PartnerReports {
                span,
                ..PartnerReports::default()
            });
        };
        found.retain(|one| one.report.covers(period));
        found.iter_mut().for_each(|one| one.period = period);
        Ok(PartnerReports {
            table: Some(table::of(&found, period)?),
            each: found,
            span,
        })
    }

    /// The period asked for where somebody covers it, else the latest year that
    /// the most partners cover and that is not after the headline's.
    fn common_period(&self, found: &[PartnerReport], lead: &Lead) -> Option<Period> {
        if let Some(asked) = self.asked {
            return found
                .iter()
                .any(|one| one.report.covers(asked))
                .then_some(asked);
        }
        let limit = match lead {
            Lead::Account { period, .. } => Some(*period),
            _ => None,
        };
        let years = found
            .iter()
            .flat_map(|one| one.report.complete.iter().copied());
        let years: BTreeSet<Period> = years
            .filter(|year| limit.is_none_or(|limit| *year <= limit))
            .collect();
        let covered = |year: &Period| found.iter().filter(|one| one.report.covers(*year)).count();
        years.into_iter().max_by_key(|year| (covered(year), *year))
    }

    /// Partners report, but not on the period asked for.
    fn no_period(&self, span: Option<(Period, Period)>) -> Option<MissingFact> {
        let asked = self.asked?;
        let (first, last) = span?;
        Some(gap(
            Bilingual::new(
                format!("Balance by partner, {asked}"),
                format!("{asked} 各伙伴差额"),
            ),
            Bilingual::new(
                format!("the records by partner run from {first} to {last}"),
                format!("按伙伴的记录自 {first} 至 {last}"),
            ),
            Bilingual::new(
                "triffin data add a file that covers it",
                "用 triffin data add 添加覆盖该期的文件",
            ),
        ))
    }

    fn partner_report(&self, held: &Held) -> Result<PartnerReport, QuestionError> {
        let mirrored = held.reporter != self.topic.reporter.code();
        let own = self.report(held, false, None)?;
        let partner = Economy::parse(if mirrored {
            &held.reporter
        } else {
            &held.partner
        })?;
        // With one dataset asked alone its own currency stays: a rate would be
        // another publisher's figure.
        let alone = self.scope.source.is_some();
        let (report, own) = match alone || own.currency == COMMON {
            true => (own, None),
            false => (self.report(held, false, Some(COMMON))?, Some(own)),
        };
        Ok(PartnerReport {
            partner,
            mirrored,
            report,
            own,
            only_product: held.only_product().map(str::to_owned),
            period: Period::year(0),
        })
    }

    /// The partners the economy's own records name.
    fn own_partners(
        &self,
        report: &Report,
        period: Period,
    ) -> Result<Option<Partners>, QuestionError> {
        let window = Window::new(period, period)?;
        let question = self.question(report.reporter, None, window, None)?;
        let read = self
            .bench
            .balanced(&self.only(&report.dataset), &question, Axis::Partner)?;
        if read.table.parts.is_empty() {
            return Ok(None);
        }
        let name = |key: &str| match Economy::find(key) {
            Some(economy) => both(|lang| economy.name(lang).to_owned()),
            None => Bilingual::same(key),
        };
        let row = |row: &triffin_trade::balance::BalanceRow,
                   name: Bilingual|
         -> Result<PartnerRow, QuestionError> {
            let share = row.share_of_total.and_then(|share| {
                let percent = Decimal::from_f64_retain(share * 100.0)?
                    .round_dp(8)
                    .normalize();
                let fact = Fact::new(percent, Unit::Percent, period).by("100 × B_j / B");
                Some(report.cited(fact))
            });
            Ok(PartnerRow {
                name,
                exports: report.fact(row.exports, period)?,
                imports: report.fact(row.imports, period)?,
                balance: report.fact(row.balance, period)?.by("B = X − M"),
                share,
            })
        };
        let parts = read.table.parts.iter();
        let rows = parts
            .map(|part| row(part, name(&part.key)))
            .collect::<Result<Vec<_>, _>>()?;
        let rest = read.table.unallocated.as_ref();
        let rest = rest
            .map(|rest| {
                row(
                    rest,
                    Bilingual::new("Not allocated to a partner", "未分到伙伴"),
                )
            })
            .transpose()?;
        let total = Some(row(
            &read.table.total,
            Bilingual::new("All partners", "全部伙伴"),
        )?);
        Ok(Some(Partners {
            rows,
            rest,
            total,
            notes: Vec::new(),
        }))
    }
}

/// The partners table of what was found.
pub(crate) fn section(reports: &PartnerReports) -> Option<Partners> {
    reports.table.clone()
}

fn span(found: &[PartnerReport]) -> Option<(Period, Period)> {
    let spans = || found.iter().filter_map(|one| one.report.span());
    let first = spans().map(|span| span.0).min()?;
    Some((first, spans().map(|span| span.1).max()?))
}

fn refused(held: &Held, error: &QuestionError) -> MissingFact {
    gap(
        Bilingual::new(
            format!(
                "Trade as {} reports it with {}",
                held.reporter, held.partner
            ),
            format!("{} 报告的与 {} 的贸易", held.reporter, held.partner),
        ),
        both(|lang| format!("{}: {}", error.code, error.message.get(lang))),
        error.help.clone(),
    )
}
