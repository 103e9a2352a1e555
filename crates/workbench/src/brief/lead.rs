//! Which figure leads a page: the goods balance out of records, else the
//! current account as published.

use triffin_basis::{Bilingual, Freq, Lang, Period, Window};
use triffin_brief::facts::MissingFact;
use triffin_brief::names::in_sentence;
use triffin_trade::Axis;

use super::presence::Held;
use super::reports::{Report, Sides};
use super::valuations::seen_valuations;
use super::{Desk, gap};
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
    /// The one product the records are about, when they are about one only.
    pub(crate) only_product: Option<String>,
    /// Other datasets that could have led, by precedence.
    pub(crate) others: Vec<String>,
}

impl Goods {
    /// A finding about the records in the words of the topic's economy: a
    /// mirrored valuation changes sides, any other finding says whose records
    /// it speaks of.
    pub(crate) fn told(&self, note: &Note) -> Bilingual {
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
    /// Decides what leads: the first records, by precedence, that have the
    /// period asked for.
    pub(crate) fn lead(&self, missing: &mut Vec<MissingFact>) -> Result<Lead, QuestionError> {
        let candidates = self.candidates();
        let mut first = None;
        for (held, mirrored) in &candidates {
            let report = self.report(held, self.topic.partner.is_none(), None)?;
            match self.period_of(&report)? {
                Some(period) => {
                    return self.goods(report, held, *mirrored, period, &candidates);
                }
                None => first = first.or(Some(report)),
            }
        }
        if self.topic.partner.is_some() {
            return Err(self.no_pair(first.as_ref()));
        }
        missing.push(self.no_records(first.as_ref()));
        Ok(self.account())
    }

    /// The records that could lead, by precedence: the economy's own before its
    /// partner's, and of each those of whole trade before those of a part.
    fn candidates(&self) -> Vec<(&Held, bool)> {
        let own = self.topic.reporter.code();
        let Some(partner) = &self.topic.partner else {
            let whole = self.presence.whole(own);
            return whole.map(|held| (held, false)).collect();
        };
        let reported = self.presence.pair(own, partner.code());
        let mirror = self.presence.pair(partner.code(), own);
        let mut all: Vec<(&Held, bool)> = reported
            .map(|held| (held, false))
            .chain(mirror.map(|held| (held, true)))
            .collect();
        all.sort_by_key(|(held, mirrored)| (!held.is_whole(), *mirrored));
        all
    }

    /// The period a report leads with: the one asked for, when it has it, else
    /// its latest complete year, else its latest year.
    fn period_of(&self, report: &Report) -> Result<Option<Period>, QuestionError> {
        let Some(asked) = self.asked else {
            let last = report.years.keys().next_back().copied();
            return Ok(report.latest().or(last));
        };
        let recorded = match asked.freq() {
            Freq::Day => true,
            _ => report.at(asked)?.is_some(),
        };
        Ok(recorded.then_some(asked))
    }

    fn goods(
        &self,
        report: Report,
        held: &Held,
        mirrored: bool,
        period: Period,
        candidates: &[(&Held, bool)],
    ) -> Result<Lead, QuestionError> {
        let closing = self.trade_in(&report, period)?;
        let mut others: Vec<String> = Vec::new();
        for (other, _) in candidates {
            if other.dataset != report.dataset && !others.contains(&other.dataset) {
                others.push(other.dataset.clone());
            }
        }
        Ok(Lead::Goods(Box::new(Goods {
            report,
            mirrored,
            period,
            closing,
            only_product: held.only_product().map(str::to_owned),
            others,
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
        let asked = self.asked;
        let series = &self.observations;
        let period = asked.or_else(|| series.latest("current_account"));
        let found =
            period.and_then(|period| Some((series.answering("current_account", period)?, period)));
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
        let items = super::external::ITEMS.iter();
        items
            .filter_map(|item| self.observations.latest(item.indicator))
            .max()
    }

    /// The year of `--as-of`, else the first of all years: there is nothing to
    /// take a later one from.
    fn year_asked(&self) -> Period {
        let date = self.scope.at.date;
        Period::year(date.map_or(0, |date| date.year()))
    }

    fn no_records(&self, report: Option<&Report>) -> MissingFact {
        let own = self.topic.reporter.code();
        let span = report.and_then(|report| Some((report, report.span()?)));
        let why = both(|lang| {
            let name = self.topic.name(lang);
            match (lang, &span) {
                (Lang::En, Some((report, (first, last)))) => {
                    format!("{} runs from {first} to {last}", report.dataset)
                }
                (Lang::Zh, Some((report, (first, last)))) => {
                    format!("{} 自 {first} 至 {last}", report.dataset)
                }
                (Lang::En, None) => format!(
                    "the store holds no records {name} reports of its trade with all partners"
                ),
                (Lang::Zh, None) => format!("数据仓里没有{name}自己报告的对全部伙伴的贸易记录"),
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
