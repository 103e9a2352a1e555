//! What moved the balance since the period before.

use triffin_basis::{Bilingual, Decimal, Flag, Freq, Period, Window};
use triffin_brief::facts::{Change, ChangeRow, Effects, Fact};
use triffin_trade::Axis;
use triffin_trade::changes as trade;
use triffin_trade::decompose::Method;

use super::Desk;
use super::lead::{Goods, Lead};
use super::reports::{Report, Sides};
use crate::changes::Compared;
use crate::error::QuestionError;

/// The parts of a current account: name, credits, debits (none: published net).
const PARTS: [(&str, &str, &str, Option<&str>); 4] = [
    ("Goods", "货物", "goods_exports", Some("goods_imports")),
    (
        "Services",
        "服务",
        "services_exports",
        Some("services_imports"),
    ),
    ("Primary income", "初次收入", "primary_income", None),
    ("Secondary income", "二次收入", "secondary_income", None),
];

/// Contributions, the effects of quantity and price, and what the rows are.
type Causes = (Vec<ChangeRow>, Option<Effects>, Bilingual);

/// The section; none without a period before.
pub(crate) fn section(desk: &Desk<'_>, lead: &Lead) -> Result<Option<Change>, QuestionError> {
    match lead {
        Lead::Goods(goods) => desk.goods_change(goods),
        Lead::Account { dataset, period } => Ok(desk.account_change(dataset, *period)),
        Lead::Nothing { .. } => Ok(None),
    }
}

/// The same part of the year before.
pub(crate) fn year_before(period: Period) -> Option<Period> {
    Some(match period.freq() {
        Freq::Year => period.shift(-1),
        Freq::Quarter => period.shift(-4),
        Freq::Month => period.shift(-12),
        Freq::Day => return None,
    })
}

impl Desk<'_> {
    fn goods_change(&self, goods: &Goods) -> Result<Option<Change>, QuestionError> {
        let Some(base) = year_before(goods.period) else {
            return Ok(None);
        };
        let report = &goods.report;
        let Ok(before) = self.trade_in(report, base) else {
            return Ok(None);
        };
        let sides = |total: &triffin_trade::balance::BalanceRow| {
            goods.seen(Sides {
                exports: total.exports,
                imports: total.imports,
            })
        };
        let (first, last) = (
            sides(&before.table.total),
            sides(&goods.closing.table.total),
        );
        let (Some(opening), Some(closing)) = (first.balance()?, last.balance()?) else {
            return Ok(None);
        };
        let mark = |fact: Fact| {
            if goods.mirrored {
                fact.flagged(Flag::Mirror)
            } else {
                fact
            }
        };
        let fact = |amount, period| report.fact(Some(amount), period).map(mark);
        let moved = fact(closing.minus(opening)?, goods.period)?;
        let (rows, effects, by) = match self.by_product(goods, base, &moved)? {
            Some(found) => found,
            None => (
                by_side(report, goods, first, last)?,
                None,
                Bilingual::new("side", "进出口"),
            ),
        };
        Ok(Some(Change {
            opening: fact(opening, base)?.by("B = X − M"),
            closing: fact(closing, goods.period)?.by("B = X − M"),
            delta: moved.by(format!("ΔB = B({}) − B({base})", goods.period)),
            by,
            rows: rows
                .into_iter()
                .map(|row| ChangeRow {
                    delta: mark(row.delta),
                    ..row
                })
                .collect(),
            effects,
        }))
    }

    /// Contributions by product, where products are recorded; with quantities
    /// also the effects of quantity and price. None where they do not compare.
    fn by_product(
        &self,
        goods: &Goods,
        base: Period,
        moved: &Fact,
    ) -> Result<Option<Causes>, QuestionError> {
        let report = &goods.report;
        if !report.products || goods.mirrored {
            return Ok(None);
        }
        let window = Window::new(goods.period, goods.period)?;
        let question = self.question(report.reporter, report.partner, window, None)?;
        let compared = Compared {
            from: Window::new(base, base)?,
            axis: Axis::Product,
            method: Method::Bennet,
            concordance: None,
        };
        let Ok(changed) = self
            .bench
            .changed(&self.only(&report.dataset), &question, &compared)
        else {
            return Ok(None);
        };
        let fact = |amount| report.fact(Some(amount), goods.period);
        let row = |row: &trade::ChangeRow| -> Result<ChangeRow, QuestionError> {
            Ok(ChangeRow {
                name: product(&row.key),
                delta: fact(row.d_balance)?.by("ΔB_i = ΔX_i − ΔM_i"),
            })
        };
        let mut rows = changed
            .rows
            .iter()
            .map(row)
            .collect::<Result<Vec<_>, _>>()?;
        let total = &changed.total;
        let left = rest(&rows, moved);
        let split = !total.quantity.is_zero() || !total.price.is_zero();
        let effect = |amount| {
            let identity = Bilingual::new(
                "ΔB = quantity + price + entry + exit + residual",
                "ΔB = 数量 + 价格 + 进入 + 退出 + 余项",
            );
            fact(amount).map(|fact| fact.by_words(identity))
        };
        let effects = Effects {
            method: "Bennet".to_owned(),
            quantity: effect(total.quantity)?,
            price: effect(total.price)?,
            entry: effect(total.entry)?,
            exit: effect(total.exit)?,
            residual: with_rest(effect(total.residual)?, left.as_ref()),
        };
        rows.extend(left);
        Ok(Some((
            rows,
            split.then_some(effects),
            Bilingual::new("product", "商品"),
        )))
    }

    /// The change of the current account and of its parts, all by one publisher:
    /// the one that leads, else the first that has both years.
    fn account_change(&self, dataset: &str, period: Period) -> Option<Change> {
        let base = year_before(period)?;
        let series = &self.observations;
        let leads = series.of("current_account", dataset);
        let curve = leads
            .filter(|curve| curve.at(base).is_some())
            .or_else(|| series.of_both("current_account", [base, period]))?;
        let dataset = &curve.dataset;
        let (opening, closing) = (curve.at(base)?, curve.at(period)?);
        let delta = difference(&opening, &closing)?.by(format!("ΔCA = CA({period}) − CA({base})"));
        let mut rows = Vec::new();
        for (en, zh, credit, debit) in PARTS {
            let part = |at| self.part(dataset, credit, debit, at);
            if let (Some(first), Some(last)) = (part(base), part(period)) {
                let delta = difference(&first, &last)?.by("Δ = x_t − x_{t−1}");
                rows.push(ChangeRow {
                    name: Bilingual::new(en, zh),
                    delta,
                });
            }
        }
        rows.extend(rest(&rows, &delta));
        Some(Change {
            opening,
            closing,
            delta,
            by: Bilingual::new("part", "构成"),
            rows,
            effects: None,
        })
    }

    /// A part, net.
    pub(crate) fn part(
        &self,
        dataset: &str,
        credit: &str,
        debit: Option<&str>,
        period: Period,
    ) -> Option<Fact> {
        let credit = self.observations.of(credit, dataset)?.at(period)?;
        let Some(debit) = debit else {
            return Some(credit);
        };
        let debit = self.observations.of(debit, dataset)?.at(period)?;
        Some(difference(&debit, &credit)?.by_words(Bilingual::new(
            "net = credits − debits",
            "净额 = 贷方 − 借方",
        )))
    }
}

/// What the parts leave of the change, when there are parts and they do.
fn rest(rows: &[ChangeRow], delta: &Fact) -> Option<ChangeRow> {
    if rows.is_empty() {
        return None;
    }
    let parts = rows
        .iter()
        .try_fold(Decimal::ZERO, |sum, row| sum.checked_add(row.delta.value?))?;
    let left = delta.value?.checked_sub(parts)?;
    let mut rest = delta
        .clone()
        .by_words(Bilingual::new("Δ − Σ parts", "Δ − Σ 构成"));
    rest.value = Some(left);
    let name = Bilingual::new("Not in a part", "未归入构成");
    (!left.is_zero()).then_some(ChangeRow { name, delta: rest })
}

/// A product's code, or what a total without products is called.
fn product(key: &str) -> Bilingual {
    match key {
        "TOTAL" => Bilingual::new("Not by product", "未分商品"),
        code => Bilingual::same(code),
    }
}

/// A residual that also carries what no product accounts for.
fn with_rest(mut residual: Fact, rest: Option<&ChangeRow>) -> Fact {
    if let Some(rest) = rest {
        residual.value = residual
            .value
            .zip(rest.delta.value)
            .and_then(|(a, b)| a.checked_add(b));
    }
    residual
}

fn by_side(
    report: &Report,
    goods: &Goods,
    first: Sides,
    last: Sides,
) -> Result<Vec<ChangeRow>, QuestionError> {
    let mut rows = Vec::new();
    if let (Some(before), Some(after)) = (first.exports, last.exports) {
        let delta = report
            .fact(Some(after.minus(before)?), goods.period)?
            .by("ΔX");
        rows.push(ChangeRow {
            name: Bilingual::new("Exports", "出口"),
            delta,
        });
    }
    if let (Some(before), Some(after)) = (first.imports, last.imports) {
        let delta = report
            .fact(Some(before.minus(after)?), goods.period)?
            .by("−ΔM");
        rows.push(ChangeRow {
            name: Bilingual::new(
                "Imports (a rise lowers the balance)",
                "进口（增加使差额下降）",
            ),
            delta,
        });
    }
    Ok(rows)
}

/// `last − first` in the later period, with the sources of both and the weaker flag.
pub(crate) fn difference(first: &Fact, last: &Fact) -> Option<Fact> {
    if first.unit != last.unit {
        return None;
    }
    let value = last.value?.checked_sub(first.value?)?;
    let flag = if last.flag == Flag::Observed {
        first.flag
    } else {
        last.flag
    };
    let fact = Fact::new(value.normalize(), last.unit.clone(), last.period).flagged(flag);
    let keys = last.sources.iter().chain(&first.sources);
    Some(keys.fold(fact, |fact, key| fact.from_source(key)))
}
