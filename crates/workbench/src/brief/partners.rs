//! The balance with each partner: as the economy itself reports it where it
//! does, else as the partner reports it, with the sign reversed.

use std::collections::BTreeSet;

use triffin_basis::{Bilingual, Economy, Flag, Lang, Period};
use triffin_brief::facts::{Fact, MissingFact, PartnerRow, Partners};
use triffin_trade::Axis;

use super::headline::{Lead, seen_valuations};
use super::presence::Held;
use super::reports::{Report, Sides};
use super::{Desk, gap, wording};
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
    /// The year the partners are compared in.
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
                each: Vec::new(),
                table,
            });
        }
        let mut found = Vec::new();
        for held in self.presence.bilateral(self.topic.reporter.code()) {
            match self.partner_report(held) {
                Ok(read) => found.push(read),
                Err(error) => missing.push(refused(held, &error)),
            }
        }
        let Some(period) = self.common_period(&found, lead) else {
            missing.extend(self.no_period(&found));
            return Ok(PartnerReports::default());
        };
        found.retain(|one| one.report.covers(period));
        found.iter_mut().for_each(|one| one.period = period);
        let table = Some(table(&found, period)?);
        Ok(PartnerReports { each: found, table })
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
    fn no_period(&self, found: &[PartnerReport]) -> Option<MissingFact> {
        let asked = self.asked?;
        let first = found
            .iter()
            .filter_map(|one| one.report.span())
            .map(|span| span.0)
            .min()?;
        let last = found
            .iter()
            .filter_map(|one| one.report.span())
            .map(|span| span.1)
            .max()?;
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
        let (report, own) = match own.currency == COMMON {
            true => (own, None),
            false => (self.report(held, false, Some(COMMON))?, Some(own)),
        };
        Ok(PartnerReport {
            partner,
            mirrored,
            report,
            own,
            period: Period::year(0),
        })
    }

    /// The partners the economy's own records name.
    fn own_partners(
        &self,
        report: &Report,
        period: Period,
    ) -> Result<Option<Partners>, QuestionError> {
        let window = triffin_basis::Window::new(period, period)?;
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
                let percent = triffin_basis::Decimal::from_f64_retain(share * 100.0)?
                    .round_dp(8)
                    .normalize();
                let fact =
                    Fact::new(percent, triffin_basis::Unit::Percent, period).by("100 × B_j / B");
                Some(
                    report
                        .keys
                        .iter()
                        .fold(fact, |fact, key| fact.from_source(key)),
                )
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

fn table(found: &[PartnerReport], period: Period) -> Result<Partners, QuestionError> {
    let mut rows = found
        .iter()
        .map(|one| row(one, period))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.balance.value.map(|value| value.abs())));
    Ok(Partners {
        rows,
        rest: None,
        total: None,
        notes: notes(found),
    })
}

fn row(one: &PartnerReport, period: Period) -> Result<PartnerRow, QuestionError> {
    let sides = one.seen(one.report.at(period).unwrap_or_default());
    let (exports_at, imports_at) = seen_valuations(&one.report, one.mirrored);
    let fact = |amount, side: &str, at: &Bilingual| -> Result<Fact, QuestionError> {
        let fact = one.report.fact(amount, period)?.on(basis(one, period, at)?);
        let fact = fact.by(formula(one, side));
        let mirror = one.mirrored && fact.value.is_some();
        Ok(if mirror {
            fact.flagged(Flag::Mirror)
        } else {
            fact
        })
    };
    let at = wording::joined(&exports_at, (" − ", "−"), &imports_at);
    Ok(PartnerRow {
        name: both(|lang| one.partner.name(lang).to_owned()),
        exports: fact(sides.exports, "X", &exports_at)?,
        imports: fact(sides.imports, "M", &imports_at)?,
        balance: fact(sides.balance()?, "B", &at)?,
        share: None,
    })
}

/// `X = M*`: what stands on the other side of the mirror, and its conversion.
fn formula(one: &PartnerReport, side: &str) -> String {
    let reporter = one.report.reporter.code();
    let seen = match (one.mirrored, side) {
        (true, "X") => format!("X = M({reporter})"),
        (true, "M") => format!("M = X({reporter})"),
        (true, _) => format!("B = −B({reporter})"),
        (false, "B") => "B = X − M".to_owned(),
        (false, side) => side.to_owned(),
    };
    match (&one.own, &one.report.rates) {
        (Some(own), Some(rates)) => {
            format!("{seen}, Σ {} × rate of each month ({rates})", own.currency)
        }
        _ => seen,
    }
}

/// The valuation, whose report it is, and the amount in the publisher's currency.
fn basis(one: &PartnerReport, period: Period, at: &Bilingual) -> Result<Bilingual, QuestionError> {
    let reporter = &one.report.reporter;
    let mut text = both(|lang| match lang {
        Lang::En => format!("{}, reported by {}", at.en, reporter.name(lang)),
        Lang::Zh => format!("{}，{}报告", at.zh, reporter.name(lang)),
    });
    if let Some(own) = &one.own {
        let sides = one.seen(own.at(period).unwrap_or_default());
        if let Some(balance) = sides.balance()? {
            let currency = &own.currency;
            text.en
                .push_str(&format!("; in {currency} the balance is {balance}"));
            text.zh
                .push_str(&format!("；按{currency}计差额为 {balance}"));
        }
    }
    Ok(text)
}

/// Who reports, at which valuation, and what was converted.
fn notes(found: &[PartnerReport]) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    if found.iter().any(|one| one.mirrored) {
        notes.push(Bilingual::new(
            "Reported by the partners (mirror): their imports are exports here, and the sign of their balance is reversed.",
            "由伙伴方报告（镜像）：其进口即此处出口，其差额符号相反。",
        ));
    }
    let said = |one: &PartnerReport| {
        let (exports, imports) = seen_valuations(&one.report, one.mirrored);
        let converted = match &one.own {
            Some(own) => (
                format!(", {} converted", own.currency),
                format!("，由{}换算", own.currency),
            ),
            None => Default::default(),
        };
        both(|lang| match lang {
            Lang::En => format!(
                "{}: exports {}, imports {}{}",
                one.partner.name(lang),
                exports.en,
                imports.en,
                converted.0
            ),
            Lang::Zh => format!(
                "{}：出口{}，进口{}{}",
                one.partner.name(lang),
                exports.zh,
                imports.zh,
                converted.1
            ),
        })
    };
    let each: Vec<Bilingual> = found.iter().map(said).collect();
    notes.push(both(|lang| {
        let list: Vec<&str> = each.iter().map(|text| text.get(lang)).collect();
        match lang {
            Lang::En => format!("Valuation by partner. {}.", list.join("; ")),
            Lang::Zh => format!("各伙伴计价：{}。", list.join("；")),
        }
    }));
    notes
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
