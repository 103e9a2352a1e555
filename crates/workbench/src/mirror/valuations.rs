//! What the records of UN Comtrade are valued at, where they do not say it: as
//! their reporters told Comtrade, from the table of its notes.

use std::collections::BTreeMap;

use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col};
use triffin_basis::{Lang, Window};
use triffin_formats::Kind;
use triffin_store::DatasetInfo;
use triffin_trade::mirror::reporting::{Reporting, SYSTEM};
use triffin_trade::{Flow, Survey, valuation};

use super::Mirror;
use super::notes::side_words;
use crate::answer::{Note, SourceRef};
use crate::error::QuestionError;
use crate::records::collects_for_others;
use crate::workbench::{Scope, Workbench};

/// The valuations told beside a dataset, and where they are from.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) reporting: Reporting,
    pub(super) source: SourceRef,
}

impl Workbench {
    /// The valuations that apply to `dataset`; none unless it is Comtrade's and
    /// the table is at hand. A national file is valued as it says itself.
    pub(super) fn told_valuations(
        &self,
        scope: &Scope,
        catalogue: &[DatasetInfo],
        dataset: &str,
        window: &Window,
    ) -> Result<Option<Told>, QuestionError> {
        let table = |info: &&DatasetInfo| info.kind == Kind::Codes && info.dataset == SYSTEM;
        let Some(info) = catalogue.iter().find(table) else {
            return Ok(None);
        };
        if !collects_for_others(dataset) {
            return Ok(None);
        }
        let codes = self.store().view(Kind::Codes, Some(SYSTEM), &scope.at)?;
        let plan = Reporting::plan(codes, window)?;
        let reporting = Reporting::read(&self.store().run(plan)?, window)?;
        Ok((!reporting.is_empty()).then(|| Told {
            reporting,
            source: info.into(),
        }))
    }

    /// What the pair's records without a valuation are taken to be at; none
    /// where each states its own.
    pub(super) fn valuations_used(
        &self,
        asked: &Mirror,
        whole: &LogicalPlan,
        told: &Told,
    ) -> Result<Option<Note>, QuestionError> {
        let mut used = Vec::new();
        for (reporter, partner) in [(&asked.a, &asked.b), (&asked.b, &asked.a)] {
            let selection = asked.selection(reporter, partner)?;
            let unstated = LogicalPlanBuilder::from(whole.clone())
                .filter(col("valuation").is_null())?
                .build()?;
            let plan = Survey::plan(unstated, &selection)?;
            let survey = Survey::read(&self.store().run(plan)?)?;
            for flow in [Flow::Export, Flow::Import] {
                let years = told.reporting.of(reporter, flow);
                let unstated = survey.strata.iter().any(|row| row.flow == flow);
                if unstated && !years.is_empty() {
                    used.push((reporter.as_str(), flow, years));
                }
            }
        }
        Ok((!used.is_empty()).then(|| note(&used)))
    }
}

type Used<'a> = (&'a str, Flow, BTreeMap<i32, &'static str>);

fn note(used: &[Used<'_>]) -> Note {
    let list = |lang: Lang| {
        let each = used.iter().map(|(reporter, flow, years)| {
            let [en, zh] = side_words(*flow);
            match lang {
                Lang::En => format!("{reporter} {en} {}", spans(years, str::to_owned, ", ")),
                Lang::Zh => {
                    let name = |word: &str| valuation::name_zh(word).to_owned();
                    format!("{reporter} {zh} {}", spans(years, name, "、"))
                }
            }
        });
        each.collect::<Vec<_>>().join(match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        })
    };
    Note::remark(
        "N-MIRROR-VALUATION",
        format!(
            "records that state no valuation take what their reporter told Comtrade ({SYSTEM}): {}",
            list(Lang::En)
        ),
        format!(
            "未注明计价的记录按报告方告知 Comtrade 的口径（{SYSTEM}）：{}",
            list(Lang::Zh)
        ),
    )
}

/// `cif 2016–2017, fob 2018`.
fn spans(
    years: &BTreeMap<i32, &'static str>,
    name: impl Fn(&str) -> String,
    joint: &str,
) -> String {
    let mut spans: Vec<(&str, i32, i32)> = Vec::new();
    for (year, word) in years {
        match spans.last_mut() {
            Some((last, _, end)) if last == word && *end + 1 == *year => *end = *year,
            _ => spans.push((word, *year, *year)),
        }
    }
    let words = spans.into_iter().map(|(word, from, to)| match from == to {
        true => format!("{} {from}", name(word)),
        false => format!("{} {from}–{to}", name(word)),
    });
    words.collect::<Vec<_>>().join(joint)
}

#[cfg(test)]
mod tests;
