//! Which figure leads, and the basis it stands on.

use triffin_basis::{Bilingual, Freq, Lang, Period, Window};
use triffin_brief::facts::{Fact, Headline, MissingFact};
use triffin_brief::names::in_sentence;
use triffin_trade::Axis;

use super::reports::{Report, Sides};
use super::{Desk, gap, wording};
use crate::answer::Note;
use crate::balance::Balanced;
use crate::error::{QuestionError, both};

/// What a brief is led by.
#[derive(Debug)]
pub(crate) enum Lead {
    /// The goods balance out of records.
    Goods(Box<Goods>),
    /// The current account as published.
    Account {
        /// Its publisher's dataset.
        dataset: String,
        /// Its period.
        period: Period,
    },
    /// Only what stands beside a balance is there.
    Nothing {
        /// The period asked for, or the latest of any figure.
        period: Period,
    },
}

/// A goods balance out of records.
#[derive(Debug)]
pub(crate) struct Goods {
    /// Everything the dataset says.
    pub(crate) report: Report,
    /// Whether the partner reports and the topic's economy is its mirror.
    pub(crate) mirrored: bool,
    /// The period of the headline.
    pub(crate) period: Period,
    /// The trade of the period, as the reporter counts it, with its basis.
    pub(crate) closing: Balanced,
}

impl Goods {
    /// A finding about the records in the words of the topic's economy: a
    /// mirrored valuation changes sides, any other finding says whose records
    /// it speaks of.
    fn told(&self, note: &Note) -> Bilingual {
        if !self.mirrored {
            return note.text.clone();
        }
        if note.code == "W-VALUATION-MIXED" {
            let (exports, imports) = seen_valuations(&self.report, true);
            return Bilingual::new(
                format!(
                    "mixed valuation: exports {}; imports {}",
                    exports.en, imports.en
                ),
                format!("计价口径不一：出口{}；进口{}", exports.zh, imports.zh),
            );
        }
        both(|lang| {
            let whose = in_sentence(self.report.reporter.name(lang), lang);
            let text = note.text.get(lang);
            match lang {
                Lang::En => format!("in the records of {whose}: {text}"),
                Lang::Zh => format!("{whose}的记录：{text}"),
            }
        })
    }

    /// A row of the reporter as the topic's economy sees it.
    pub(crate) fn seen(&self, sides: Sides) -> Sides {
        if self.mirrored {
            sides.mirrored()
        } else {
            sides
        }
    }
}

impl Lead {
    /// The period of the headline.
    pub(crate) fn period(&self) -> Period {
        match self {
            Lead::Goods(goods) => goods.period,
            Lead::Account { period, .. } | Lead::Nothing { period } => *period,
        }
    }
}

impl Desk<'_> {
    /// Decides what leads.
    pub(crate) fn lead(&self, missing: &mut Vec<MissingFact>) -> Result<Lead, QuestionError> {
        let own = self.topic.reporter.code();
        let held = match &self.topic.partner {
            None => self.presence.whole(own).map(|held| (held, false)),
            Some(partner) => {
                let mirror = || {
                    self.presence
                        .pair(partner.code(), own)
                        .map(|held| (held, true))
                };
                self.presence
                    .pair(own, partner.code())
                    .map(|held| (held, false))
                    .or_else(mirror)
            }
        };
        if let Some((held, mirrored)) = held {
            let report = self.report(held, self.topic.partner.is_none(), None)?;
            return self.goods(report, mirrored);
        }
        if self.topic.partner.is_some() {
            return Err(self.no_pair(None));
        }
        missing.push(self.no_records());
        Ok(self.account())
    }

    fn goods(&self, report: Report, mirrored: bool) -> Result<Lead, QuestionError> {
        let last = report.years.keys().next_back().copied();
        let found = self.asked.or_else(|| report.latest()).or(last);
        let recorded = |period: &Period| match period.freq() {
            Freq::Year | Freq::Month => report.at(*period).is_some(),
            _ => true,
        };
        let Some(period) = found.filter(recorded) else {
            return Err(self.no_pair(Some(&report)));
        };
        let closing = self.trade_in(&report, period)?;
        Ok(Lead::Goods(Box::new(Goods {
            report,
            mirrored,
            period,
            closing,
        })))
    }

    /// The trade of one period, with its basis and warnings.
    pub(crate) fn trade_in(
        &self,
        report: &Report,
        period: Period,
    ) -> Result<Balanced, QuestionError> {
        let window = Window::new(period, period)?;
        let question = self.question(report.reporter, report.partner, window, None)?;
        self.bench
            .balanced(&self.only(&report.dataset), &question, Axis::Total)
    }

    fn account(&self) -> Lead {
        let ranked = || self.observations.ranked("current_account");
        let asked = self.asked;
        let at = |period: Period| ranked().find(|curve| curve.at(period).is_some());
        let found = match asked {
            Some(period) => at(period).map(|curve| (curve, period)),
            None => ranked()
                .next()
                .and_then(|curve| Some((curve, curve.latest_recorded()?))),
        };
        match found {
            Some((curve, period)) => Lead::Account {
                dataset: curve.dataset.clone(),
                period,
            },
            None => Lead::Nothing {
                period: asked
                    .or_else(|| self.latest())
                    .unwrap_or_else(|| self.year_asked()),
            },
        }
    }

    /// The latest year of any figure of the other half.
    fn latest(&self) -> Option<Period> {
        let curves = super::external::ITEMS
            .iter()
            .filter_map(|item| self.observations.curve(item.indicator));
        curves
            .filter_map(super::observations::Curve::latest_recorded)
            .max()
    }

    /// The year of `--as-of`, else the first of all years: there is nothing to
    /// take a later one from.
    fn year_asked(&self) -> Period {
        let date = self.scope.at.date;
        Period::year(date.map_or(0, |date| date.year()))
    }

    /// Nobody has records of the pair, or `report` has none in the period.
    fn no_pair(&self, report: Option<&Report>) -> QuestionError {
        let code = self.topic.code();
        let span = report.and_then(Report::span);
        let asked = self.asked.map(|period| period.to_string());
        let message = match (report, asked, span) {
            (Some(report), Some(asked), Some((first, last))) => Bilingual::new(
                format!(
                    "no trade record of {code} in {asked}; {} runs from {first} to {last}",
                    report.dataset
                ),
                format!(
                    "{code} 在 {asked} 没有贸易记录；{} 自 {first} 至 {last}",
                    report.dataset
                ),
            ),
            _ => Bilingual::new(
                format!("no trade record of {code}, from either side"),
                format!("双方都没有 {code} 的贸易记录"),
            ),
        };
        QuestionError::unavailable(
            "E-BRIEF-EMPTY",
            message,
            Bilingual::new(
                "expected records of the pair; add a customs file with triffin data add, or see triffin data ls",
                "需要这一对经济体的贸易记录；可用 triffin data add 添加海关文件，或用 triffin data ls 查看",
            ),
        )
    }

    fn no_records(&self) -> MissingFact {
        let own = self.topic.reporter.code();
        let why = both(|lang| {
            let name = self.topic.name(lang);
            match lang {
                Lang::En => format!(
                    "the store holds no records {name} reports of its trade with all partners"
                ),
                Lang::Zh => format!("数据仓里没有{name}自己报告的对全部伙伴的贸易记录"),
            }
        });
        gap(
            Bilingual::new(
                "Goods balance from its own customs records",
                "据本国海关记录的货物差额",
            ),
            why,
            Bilingual::new(
                format!("triffin data add a customs or UN Comtrade file with reporter {own}"),
                format!("用 triffin data add 添加报告方为 {own} 的海关文件或 UN Comtrade 文件"),
            ),
        )
    }
}

impl Lead {
    /// The headline with its basis; what a reader must know goes to `warnings`.
    pub(crate) fn headline(
        &self,
        desk: &Desk<'_>,
        warnings: &mut Vec<Bilingual>,
    ) -> Result<Option<Headline>, QuestionError> {
        match self {
            Lead::Goods(goods) => {
                let notes = goods.closing.meta.notes.iter();
                warnings.extend(
                    notes
                        .filter(|note| note.finding)
                        .map(|note| goods.told(note)),
                );
                Ok(Some(of_goods(desk, goods)?))
            }
            Lead::Account { dataset, period } => Ok(of_account(desk, dataset, *period)),
            Lead::Nothing { .. } => Ok(None),
        }
    }
}

fn of_goods(desk: &Desk<'_>, goods: &Goods) -> Result<Headline, QuestionError> {
    let Goods {
        report,
        mirrored,
        period,
        closing,
    } = goods;
    let total = &closing.table.total;
    let sides = goods.seen(Sides {
        exports: total.exports,
        imports: total.imports,
    });
    let (exports_at, imports_at) = seen_valuations(report, *mirrored);
    let mark = |fact: Fact| {
        if *mirrored && fact.value.is_some() {
            fact.flagged(triffin_basis::Flag::Mirror)
        } else {
            fact
        }
    };
    let balance = report.fact(sides.balance()?, *period)?.by(if *mirrored {
        "B = −(X* − M*)"
    } else {
        "B = X − M"
    });
    let balance = mark(balance).on(wording::joined(&exports_at, (" − ", "−"), &imports_at));
    Ok(Headline {
        exports: Some(mark(report.fact(sides.exports, *period)?).on(exports_at)),
        imports: Some(mark(report.fact(sides.imports, *period)?).on(imports_at)),
        to_gdp: desk.trade_to_gdp(goods, &balance)?,
        balance,
        layer: Bilingual::new("goods", "货物"),
        basis: goods_basis(desk, goods),
    })
}

/// Valuations of exports and imports as the topic's economy sees them.
pub(crate) fn seen_valuations(report: &Report, mirrored: bool) -> (Bilingual, Bilingual) {
    let (exports, imports) = (&report.valuations.0, &report.valuations.1);
    let (exports, imports) = if mirrored {
        (imports, exports)
    } else {
        (exports, imports)
    };
    (wording::valuation(exports), wording::valuation(imports))
}

fn goods_basis(desk: &Desk<'_>, goods: &Goods) -> Vec<(Bilingual, Bilingual)> {
    let report = &goods.report;
    let named = |economy: &triffin_basis::Economy| both(|lang| economy.name(lang).to_owned());
    let mut rows = vec![
        (
            Bilingual::new("Reported by", "报告方"),
            named(&report.reporter),
        ),
        (
            Bilingual::new("Currency", "货币"),
            Bilingual::new(
                format!("{}, current prices", report.currency),
                format!("{}，现价", report.currency),
            ),
        ),
        (
            Bilingual::new("Trade system", "贸易制"),
            wording::trade_system(&desk.presence.systems(&report.dataset)),
        ),
        (
            Bilingual::new("Timing", "时点"),
            Bilingual::new("by date declared", "按申报日期"),
        ),
        (
            Bilingual::new("CIF margin", "CIF加成"),
            margin_words(report),
        ),
    ];
    let precedence = goods
        .closing
        .meta
        .notes
        .iter()
        .find(|note| note.code == "N-SOURCE-PRECEDENCE");
    rows.extend(precedence.map(|note| {
        (
            Bilingual::new("Source chosen", "来源选择"),
            note.text.clone(),
        )
    }));
    rows
}

/// Whether a freight margin has anything to do here, and what was done.
fn margin_words(report: &Report) -> Bilingual {
    let freight = |words: &[String]| words.iter().any(|word| word == "cif" || word == "mixed");
    match (freight(&report.valuations.0), freight(&report.valuations.1)) {
        (false, false) => Bilingual::new(
            "none applies: neither side carries international freight",
            "不适用：两侧都不含国际运费",
        ),
        _ => Bilingual::new(
            "none applied: values are as reported",
            "未作换算：按原报告值",
        ),
    }
}

fn of_account(desk: &Desk<'_>, dataset: &str, period: Period) -> Option<Headline> {
    let curve = desk.observations.of("current_account", dataset)?;
    let basis = Bilingual::new(
        "balance of payments, net of all credits and debits",
        "国际收支口径，贷方减借方净额",
    );
    let balance = curve.at(period)?.on(basis);
    Some(Headline {
        exports: None,
        imports: None,
        to_gdp: desk.to_gdp(&balance, dataset),
        layer: Bilingual::new("current account", "经常账户"),
        basis: account_basis(desk, dataset, &balance),
        balance,
    })
}

fn account_basis(desk: &Desk<'_>, dataset: &str, balance: &Fact) -> Vec<(Bilingual, Bilingual)> {
    let unit = &balance.unit;
    vec![
        (
            Bilingual::new("Layer", "口径层"),
            Bilingual::new(
                "goods, services, primary and secondary income",
                "货物、服务、初次收入、二次收入",
            ),
        ),
        (
            Bilingual::new("Currency", "货币"),
            Bilingual::new(format!("{unit}, current prices"), format!("{unit}，现价")),
        ),
        (
            Bilingual::new("Source chosen", "来源选择"),
            precedence(desk, dataset),
        ),
    ]
}

/// Who publishes the current account, and who was passed over by which rule.
fn precedence(desk: &Desk<'_>, dataset: &str) -> Bilingual {
    let ranked = desk.observations.ranked("current_account");
    let others = ranked.filter(|curve| curve.dataset != dataset);
    let others: Vec<String> = others
        .filter_map(|curve| {
            Some(format!(
                "{} ({}–{})",
                curve.dataset,
                curve.span()?.0,
                curve.span()?.1
            ))
        })
        .collect();
    if others.is_empty() {
        return Bilingual::new(
            format!("{dataset}, the only publisher here"),
            format!("{dataset}，此处唯一的发布方"),
        );
    }
    Bilingual::new(
        format!(
            "{dataset}; also in {}: files you stored come first, then published statistics, then researchers' estimates; publishers are never summed",
            others.join(", ")
        ),
        format!(
            "{dataset}；另见 {}：先取自行存入的文件，再取公布的统计，后取研究者估算；不同发布方从不相加",
            others.join("、")
        ),
    )
}
