//! Refusals of a page about which the store has nothing, with what it has.

use triffin_basis::{Bilingual, Period};

use super::Desk;
use super::partners::PartnerReports;
use super::reports::Report;
use crate::error::QuestionError;

impl Desk<'_> {
    /// Nothing is there for the period or the date asked for.
    pub(crate) fn nothing(&self, reports: &PartnerReports) -> QuestionError {
        let code = self.topic.code();
        let (mut en, mut zh) = (String::new(), String::new());
        if let Some(asked) = self.asked {
            en.push_str(&format!(" in {asked}"));
            zh.push_str(&format!("在 {asked} "));
        }
        if let Some(date) = &self.scope.at.date {
            en.push_str(&format!(", as known on {date}"));
            zh.push_str(&format!("（按 {date} 所知）"));
        }
        if let Some(source) = &self.scope.source {
            en.push_str(&format!(", from {source} alone"));
            zh.push_str(&format!("（只问 {source}）"));
        }
        let there = self.there(reports);
        QuestionError::unavailable(
            "E-BRIEF-EMPTY",
            Bilingual::new(
                format!("nothing in the store is about {code}{en}{}", there.en),
                format!("数据仓里没有关于 {code} {zh}的数据{}", there.zh),
            ),
            Bilingual::new(
                "expected trade records or series of this economy; ask another --period, add a file with triffin data add, or see triffin data ls",
                "需要该经济体的贸易记录或序列；可改用其他 --period，用 triffin data add 添加文件，或用 triffin data ls 查看",
            ),
        )
    }

    /// `; series run from 1990 to 2024, records by partner from 2001-01 to
    /// 2019-12`: the periods the store does have, and the datasets left out.
    fn there(&self, reports: &PartnerReports) -> Bilingual {
        let mut there = Bilingual::default();
        let mut add = |name: (&str, &str), span: Option<(Period, Period)>| {
            if let Some((first, last)) = span {
                there
                    .en
                    .push_str(&format!("; {} run from {first} to {last}", name.0));
                there
                    .zh
                    .push_str(&format!("；{}自 {first} 至 {last}", name.1));
            }
        };
        add(("series", "序列"), self.observations.span());
        add(("records by partner", "按伙伴的记录"), reports.span);
        let left_out = self.left_out();
        if !left_out.is_empty() {
            let names = left_out.join(", ");
            there.en.push_str(&format!("; --source leaves out {names}"));
            there.zh.push_str(&format!("；--source 未用 {names}"));
        }
        there
    }

    /// Nobody has records of the pair, or `report` has none in the period.
    pub(crate) fn no_pair(&self, report: Option<&Report>) -> QuestionError {
        let code = self.topic.code();
        let span = report.and_then(Report::span);
        let asked = self.asked.map(|period| period.to_string());
        let mut message = match (report, asked, span) {
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
        let left_out: Vec<&str> = self.presence.left_out.iter().map(String::as_str).collect();
        if let (Some(source), false) = (&self.scope.source, left_out.is_empty()) {
            let names = left_out.join(", ");
            message
                .en
                .push_str(&format!(" in {source} alone; --source leaves out {names}"));
            message
                .zh
                .push_str(&format!("（只问 {source}；--source 未用 {names}）"));
        }
        QuestionError::unavailable(
            "E-BRIEF-EMPTY",
            message,
            Bilingual::new(
                "expected records of the pair; add a customs file with triffin data add, or see triffin data ls",
                "需要这一对经济体的贸易记录；可用 triffin data add 添加海关文件，或用 triffin data ls 查看",
            ),
        )
    }
}
