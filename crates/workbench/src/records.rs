//! Which dataset answers a question about records.
//!
//! Publishers are never summed. A question that several datasets can answer
//! takes `--source`, or this precedence, which is printed: what the user put
//! into the store before what the program carries; a ledger of records before
//! published tables; the reporter's own authority before a collector of
//! others' figures; then by name. Where several reporters are asked for, the
//! dataset that has most of them comes before those that have fewer.

use std::cmp::Reverse;

use triffin_basis::Timing;
use triffin_formats::Kind;
use triffin_store::DatasetInfo;
use triffin_trade::timing;
use triffin_trade::{Axis, Depth, Levels, Reporters, Selection, Survey};

use crate::answer::{Note, SourceRef};
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// A dataset that answers, and what a reader must know about the choice.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// The dataset's name.
    pub(crate) dataset: String,
    /// What it holds for the selection.
    pub(crate) survey: Survey,
    /// Where it is from.
    pub(crate) source: SourceRef,
    /// Whether it is a publisher's table, which may hold a part of the trade
    /// only, and not a ledger, whose records are all there is.
    pub(crate) published: bool,
    /// The precedence, where it decided.
    pub(crate) notes: Vec<Note>,
}

impl Workbench {
    /// The dataset that answers `selection`.
    pub(crate) fn choose(
        &self,
        scope: &Scope,
        selection: &Selection,
    ) -> Result<Chosen, QuestionError> {
        let catalogue = self.store().catalogue(&scope.at)?;
        if let Some(name) = &scope.source {
            return self.named(scope, selection, &catalogue, name);
        }
        let several = selection.reporters != Reporters::One;
        let mut candidates = Vec::new();
        for info in catalogue.iter().filter(|info| info.kind == Kind::Records) {
            let survey = self.survey(scope, selection, &info.dataset)?;
            tracing::debug!(dataset = %info.dataset, rows = survey.rows(), "surveyed");
            if survey.rows() > 0 {
                let reporters = survey.reporters();
                let rank = (info.embedded, Reverse(reporters), rank(info));
                candidates.push((rank, info, survey));
            }
        }
        candidates.sort_by(|a, b| a.0.cmp(&b.0));
        let others: Vec<&str> = candidates
            .iter()
            .skip(1)
            .map(|(_, info, _)| info.dataset.as_str())
            .collect();
        let first = candidates.first();
        let mut notes = precedence(first.map(|(_, info, _)| info.dataset.as_str()), &others);
        if several && !others.is_empty() {
            let answering = |(_, info, survey): &(_, &DatasetInfo, Survey)| {
                reporters_of(&info.dataset, survey.reporters())
            };
            notes.extend(first.map(answering));
        }
        match candidates.into_iter().next() {
            Some((_, info, survey)) => {
                tracing::info!(dataset = %info.dataset, rows = survey.rows(), "answers");
                Ok(chosen(info, survey, notes))
            }
            None => {
                let held: Vec<&DatasetInfo> = catalogue.iter().collect();
                let undated = self.without_date(scope, selection, &held)?;
                Err(undated.unwrap_or_else(|| self.nothing(selection, &catalogue)))
            }
        }
    }

    /// Why nothing counts by the date asked for: the window holds records that
    /// do not carry it; none when it holds none of these either.
    fn without_date(
        &self,
        scope: &Scope,
        selection: &Selection,
        held: &[&DatasetInfo],
    ) -> Result<Option<QuestionError>, QuestionError> {
        if selection.timing == Timing::Declared || selection.refused_level().is_some() {
            return Ok(None);
        }
        let declared = timing::by_date(selection, Timing::Declared);
        let mut records = 0;
        for info in held.iter().filter(|info| info.kind == Kind::Records) {
            let view = self.store().records(&info.dataset, &scope.at)?;
            let undated = timing::without_date(view, selection.timing)?;
            let plan = Survey::plan(undated, &declared)?;
            records += Survey::read(&self.store().run(plan)?)?.rows();
        }
        Ok((records > 0).then(|| crate::error::undated(selection, records)))
    }

    fn named(
        &self,
        scope: &Scope,
        selection: &Selection,
        catalogue: &[DatasetInfo],
        name: &str,
    ) -> Result<Chosen, QuestionError> {
        let survey = self.survey(scope, selection, name)?;
        let info = catalogue.iter().find(|info| info.dataset == name);
        match info {
            Some(info) if survey.rows() > 0 => Ok(chosen(info, survey, Vec::new())),
            Some(info) => match self.without_date(scope, selection, &[info])? {
                Some(undated) => Err(undated),
                None => Ok(chosen(info, survey, Vec::new())),
            },
            None => Err(self.nothing(selection, catalogue)),
        }
    }

    pub(crate) fn survey(
        &self,
        scope: &Scope,
        selection: &Selection,
        dataset: &str,
    ) -> Result<Survey, QuestionError> {
        let view = self.store().records(dataset, &scope.at)?;
        Ok(Survey::read(
            &self.store().run(Survey::plan(view, selection)?)?,
        )?)
    }

    /// The rows that count for `axis`, decided on the records of `dataset`.
    pub(crate) fn levels(
        &self,
        scope: &Scope,
        dataset: &str,
        survey: &Survey,
        selection: &Selection,
        (axis, depth): (Axis, Depth),
    ) -> Result<Levels, QuestionError> {
        let levels = Levels::resolve(survey, selection, axis, depth)?;
        self.settled(scope, dataset, selection, levels)
    }

    /// `levels` with every row's part decided.
    pub(crate) fn settled(
        &self,
        scope: &Scope,
        dataset: &str,
        selection: &Selection,
        levels: Levels,
    ) -> Result<Levels, QuestionError> {
        let view = self.store().records(dataset, &scope.at)?;
        levels.settled(&view, selection, |plan| Ok(self.store().run(plan)?))
    }

    fn nothing(&self, selection: &Selection, catalogue: &[DatasetInfo]) -> QuestionError {
        let known: Vec<&str> = catalogue
            .iter()
            .filter(|info| info.kind == Kind::Records)
            .map(|info| info.dataset.as_str())
            .collect();
        crate::error::no_records(selection, &known)
    }
}

/// Smaller answers first.
pub(crate) fn rank(info: &DatasetInfo) -> (bool, u8, String) {
    let role = match info.dataset.as_str() {
        "records" => 0,
        name if collects_for_others(name) => 2,
        _ => 1,
    };
    (info.embedded, role, info.dataset.clone())
}

/// Whether a dataset is Comtrade's, which holds what others report to it.
pub(crate) fn collects_for_others(dataset: &str) -> bool {
    dataset.starts_with("un-comtrade") || dataset.starts_with("comtrade")
}

fn chosen(info: &DatasetInfo, survey: Survey, notes: Vec<Note>) -> Chosen {
    Chosen {
        dataset: info.dataset.clone(),
        survey,
        source: info.into(),
        published: info.vintages.iter().any(|vintage| vintage.replaces),
        notes,
    }
}

impl From<&DatasetInfo> for SourceRef {
    /// A dataset with the vintages of it that count.
    fn from(info: &DatasetInfo) -> Self {
        let counts = info.vintages.iter().filter(|v| v.standing != "superseded");
        Self {
            dataset: info.dataset.clone(),
            publisher: info.publisher.clone(),
            vintages: counts.map(|v| v.vintage.clone()).collect(),
            released: Some(info.released.clone()),
            licence: info.licence.clone(),
        }
    }
}

/// Whose reporters are asked, where several datasets have some.
fn reporters_of(dataset: &str, reporters: usize) -> Note {
    Note::remark(
        "N-SOURCE-REPORTERS",
        format!("reporters asked: the {reporters} of {dataset}, and none that another dataset has"),
        format!("所问报告方：{dataset} 中的 {reporters} 个，不含其他数据集的报告方"),
    )
}

pub(crate) fn precedence(first: Option<&str>, others: &[&str]) -> Vec<Note> {
    let Some(first) = first.filter(|_| !others.is_empty()) else {
        return Vec::new();
    };
    let rest = others.join(", ");
    vec![Note::remark(
        "N-SOURCE-PRECEDENCE",
        format!(
            "answered from {first}; {rest} could answer too (--source NAME asks another; publishers are never summed)"
        ),
        format!("以 {first} 回答；{rest} 也可回答（用 --source NAME 另选；不同发布方从不相加）"),
    )]
}
