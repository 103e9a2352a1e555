//! `trade changes` about several reporters: one reading of the records answers
//! for all whose rows count alike.

use std::collections::BTreeMap;

use datafusion::logical_expr::LogicalPlan;
use triffin_trade::changes::{self, ChangeRow, CommonCodes, Comparison, Side};
use triffin_trade::cut::Cut;
use triffin_trade::levels::Depth;
use triffin_trade::{Axis, Levels, Reporters, Selection, Survey, TradeError};

use super::told::{Told, described};
use super::{Compared, Split, by_period, line};
use crate::answer::{Answer, Note, Row};
use crate::error::QuestionError;
use crate::measured::Measured;
use crate::question::{self, Question};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

/// How the changes of several reporters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One row a reporter, its keys added up.
    Reporters,
    /// One row a reporter and key.
    Keys,
}

/// The rows of both windows that count of one reporter.
struct Windows {
    from: Levels,
    to: Levels,
}

impl Windows {
    /// Whether one plan can ask for both reporters.
    fn is_alike(&self, other: &Windows) -> bool {
        self.from.parts.is_alike(&other.from.parts) && self.to.parts.is_alike(&other.to.parts)
    }
}

/// What is asked, over which records.
struct Asked<'a> {
    view: LogicalPlan,
    question: &'a Question,
    compared: &'a Compared<'a>,
    measure: &'a Measured,
}

impl Asked<'_> {
    /// The comparison of `selection`, which counts `windows`, put to `ask`.
    fn comparing<T>(
        &self,
        selection: &Selection,
        windows: &Windows,
        ask: impl FnOnce(&Comparison<'_>) -> T,
    ) -> T {
        let earlier = selection.over(self.compared.from);
        ask(&Comparison {
            from: Side {
                selection: &earlier,
                levels: &windows.from,
            },
            to: Side {
                selection,
                levels: &windows.to,
            },
            axis: self.compared.axis,
            method: self.compared.method,
            measure: self.measure,
            concordance: self.compared.concordance,
            common: None,
        })
    }
}

impl Workbench {
    /// The answer of `trade changes` about several reporters, each by itself:
    /// its rows are those of [`Workbench::changes`] about it alone.
    ///
    /// The selection of `question` names the reporters, see
    /// [`triffin_trade::Selection::of_each`].
    ///
    /// # Errors
    /// As [`Workbench::changed`]; `E-TRADE-EMPTY` when a reporter asked for by
    /// name has no records in one of the windows; `E-BASIS-CURRENCY` when the
    /// reporters are in several currencies and none is asked for.
    pub fn changes_of_each(
        &self,
        scope: &Scope,
        question: &Question,
        compared: &Compared<'_>,
        shown: Rows,
    ) -> Result<Answer, QuestionError> {
        if compared.axis == Axis::Period {
            return Err(by_period());
        }
        let later = &question.selection;
        let chosen = self.choose(scope, later)?;
        let earlier = later.over(compared.from);
        let before = self.survey(scope, &earlier, &chosen.dataset)?;
        let (surveys, lone) = paired(question, compared, before, chosen.survey.clone())?;
        let windows = self.windows(scope, &chosen.dataset, question, compared, &surveys)?;
        let cuts = windows
            .values()
            .flat_map(|w| [&w.from.parts, &w.to.parts, &w.from.total, &w.to.total]);
        let measure = self.measure(scope, question, &cuts.collect::<Vec<_>>())?;
        let asked = Asked {
            view: self.store().records(&chosen.dataset, &scope.at)?,
            question,
            compared,
            measure: &measure,
        };
        let (splits, common) = self.splits(&asked, &windows)?;
        let joined = |side: fn(&Windows) -> &Levels| {
            Cut::joined(windows.values().map(|windows| &side(windows).parts))
        };
        let (from, to) = (
            joined(|windows| &windows.from),
            joined(|windows| &windows.to),
        );
        let all: Vec<ChangeRow> = splits.values().flat_map(all_rows).collect();
        let total = changes::total(&all).map_err(TradeError::from)?;
        let told = Told {
            cuts: [&from, &to],
            common: &common,
            doubtful: splits.values().map(|split| split.doubtful).sum(),
            total: &total,
            reach: &[],
        };
        let meta = question::meta(
            "S1.16",
            "ΔB = quantity + price + entry + exit + residual",
            scope,
            chosen,
        );
        let mut meta = described(meta, question, compared, &measure, &told)?;
        meta.notes.extend(lone_note(&lone));
        let one_sided = one_sided(&splits)?;
        // Where the total lacks a side, that is told already.
        meta.notes
            .extend(total.net().and_then(|_| one_sided_note(&one_sided)));
        let net = total.net().filter(|_| one_sided.is_empty());
        Ok(Answer {
            rows: rows(&splits, shown)?,
            total: Some(line(&total, net)),
            meta,
            ..Answer::default()
        })
    }

    /// The rows that count of each reporter.
    fn windows(
        &self,
        scope: &Scope,
        dataset: &str,
        question: &Question,
        compared: &Compared<'_>,
        surveys: &BTreeMap<String, [Survey; 2]>,
    ) -> Result<BTreeMap<String, Windows>, QuestionError> {
        let mut windows = BTreeMap::new();
        for (reporter, [before, after]) in surveys {
            let later = question.selection.of(reporter);
            let counted = |survey: &Survey, selection: &Selection| {
                let finest = (compared.axis, Depth::Leaves);
                self.levels(scope, dataset, survey, selection, finest)
            };
            let from = counted(before, &later.over(compared.from))?;
            let to = counted(after, &later)?;
            windows.insert(reporter.clone(), Windows { from, to });
        }
        Ok(windows)
    }

    /// The change of each reporter, and the codes the first of them with
    /// shorter ones is compared at.
    fn splits(
        &self,
        asked: &Asked<'_>,
        windows: &BTreeMap<String, Windows>,
    ) -> Result<(BTreeMap<String, Split>, CommonCodes), QuestionError> {
        let (mut splits, mut common) = (BTreeMap::new(), CommonCodes::default());
        for group in grouped(asked, windows) {
            let Some(first) = group.first().and_then(|reporter| windows.get(*reporter)) else {
                continue;
            };
            let question = &asked.question.selection;
            let everyone = question.reporters == Reporters::All && group.len() == windows.len();
            let names = group
                .iter()
                .map(|reporter| (*reporter).to_owned())
                .collect();
            let selection = match everyone {
                true => question.of_all(),
                false => question.of_each(names),
            };
            let (mut sides, codes) = asked.comparing(&selection, first, |comparison| {
                self.sides_of_each(&asked.view, comparison)
            })?;
            if common.first().is_none() {
                common = codes;
            }
            for reporter in group {
                let sides = sides.remove(reporter).unwrap_or_default();
                let selection = asked.question.selection.of(reporter);
                let split = asked.comparing(&selection, &windows[reporter], |comparison| {
                    self.split_of(&asked.view, comparison, sides)
                })?;
                splits.insert(reporter.to_owned(), split);
            }
        }
        Ok((splits, common))
    }
}

/// Reporters that one plan can ask for. One with codes of several lengths, or
/// through a concordance, is asked for alone: what is comparable is its own.
fn grouped<'a>(asked: &Asked<'_>, windows: &'a BTreeMap<String, Windows>) -> Vec<Vec<&'a str>> {
    let mut groups: Vec<(bool, &Windows, Vec<&str>)> = Vec::new();
    for (reporter, here) in windows {
        let selection = asked.question.selection.of(reporter);
        let nested = asked.comparing(&selection, here, CommonCodes::needed);
        let alone = nested || asked.compared.concordance.is_some();
        let with = groups
            .iter_mut()
            .find(|(closed, there, _)| !alone && !*closed && there.is_alike(here));
        match with {
            Some((_, _, group)) => group.push(reporter),
            None => groups.push((alone, here, vec![reporter])),
        }
    }
    groups.into_iter().map(|(_, _, group)| group).collect()
}

/// What each reporter has in both windows, and those that have records in one
/// of them only.
type Paired = (BTreeMap<String, [Survey; 2]>, Vec<String>);

fn paired(
    question: &Question,
    compared: &Compared<'_>,
    before: Survey,
    after: Survey,
) -> Result<Paired, QuestionError> {
    let (mut before, mut after) = (before.by_reporter(), after.by_reporter());
    let (mut both, mut lone) = (BTreeMap::new(), Vec::new());
    let asked: Vec<String> = match &question.selection.reporters {
        Reporters::Each(reporters) => reporters.clone(),
        Reporters::One => vec![question.selection.reporter.clone()],
        Reporters::All => before.keys().chain(after.keys()).cloned().collect(),
    };
    for reporter in asked {
        if both.contains_key(&reporter) || lone.contains(&reporter) {
            continue;
        }
        let surveys = [before.remove(&reporter), after.remove(&reporter)];
        match surveys {
            [Some(first), Some(second)] => {
                both.insert(reporter, [first, second]);
            }
            _ if question.selection.reporters == Reporters::All => lone.push(reporter),
            [first, _] => {
                // The window it has no records in is the one to complain of.
                let later = question.selection.of(&reporter);
                let empty = match first {
                    None => later.over(compared.from),
                    Some(_) => later,
                };
                let axis = (compared.axis, Depth::Leaves);
                Levels::resolve(&Survey::default(), &empty, axis.0, axis.1)?;
            }
        }
    }
    if both.is_empty() {
        let earlier = question.selection.over(compared.from);
        Levels::resolve(&Survey::default(), &earlier, compared.axis, Depth::Leaves)?;
    }
    Ok((both, lone))
}

fn lone_note(reporters: &[String]) -> Option<Note> {
    let first = reporters.first()?;
    let count = reporters.len();
    Some(Note::warning(
        "W-REPORTERS-ONE-WINDOW",
        format!(
            "{count} reporters have records in one of the two windows only and are left out, the first is {first}"
        ),
        format!("{count} 个报告方只在其中一个时间窗有记录，未列入，第一个是 {first}"),
    ))
}

/// Every row of a reporter: they sum to the change of its balance.
fn all_rows(split: &Split) -> Vec<ChangeRow> {
    split
        .rows
        .iter()
        .chain(&split.unallocated)
        .cloned()
        .collect()
}

fn rows(splits: &BTreeMap<String, Split>, shown: Rows) -> Result<Vec<Row>, QuestionError> {
    if shown == Rows::Keys {
        let mut rows = Vec::new();
        for (reporter, split) in splits {
            let net = whole(split)?.net();
            rows.extend(all_rows(split).iter().map(|row| {
                let cell = ("reporter".into(), Value::text(reporter.as_str()));
                std::iter::once(cell).chain(line(row, net)).collect()
            }));
        }
        return Ok(rows);
    }
    let mut totals = splits
        .iter()
        .map(|(reporter, split)| {
            let mut total = whole(split)?;
            total.key = reporter.clone();
            Ok(total)
        })
        .collect::<Result<Vec<_>, QuestionError>>()?;
    totals.sort_by(|a, b| {
        let size = |row: &ChangeRow| row.d_balance.magnitude();
        size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
    });
    Ok(totals.iter().map(|row| line(row, row.net())).collect())
}

/// The change of a reporter's whole trade.
fn whole(split: &Split) -> Result<ChangeRow, QuestionError> {
    Ok(changes::total(&all_rows(split)).map_err(TradeError::from)?)
}

/// The reporters of which the data have one side only.
fn one_sided(splits: &BTreeMap<String, Split>) -> Result<Vec<&str>, QuestionError> {
    let mut reporters = Vec::new();
    for (reporter, split) in splits {
        if whole(split)?.net().is_none() {
            reporters.push(reporter.as_str());
        }
    }
    Ok(reporters)
}

fn one_sided_note(reporters: &[&str]) -> Option<Note> {
    let first = reporters.first()?;
    let count = reporters.len();
    Some(Note::warning(
        "W-CHANGES-ONE-SIDED",
        format!(
            "the data have one side only of {count} reporters, the first is {first}: the change of their balance, and of the sum, is not known"
        ),
        format!(
            "{count} 个报告方只有进口或出口一侧的数据，第一个是 {first}：其差额及合计差额的变化无从得知"
        ),
    ))
}
