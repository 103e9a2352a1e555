//! What a publisher that answers for a period cannot tell beside it, although
//! another could.

use triffin_basis::{Bilingual, Lang, Period};
use triffin_brief::facts::MissingFact;

use super::{Curve, Observations};
use crate::brief::change::year_before;
use crate::brief::gap;
use crate::error::both;

/// An item and the publisher that answers for it without telling all of it.
pub(crate) struct Alone<'a> {
    name: Bilingual,
    /// Who answers.
    dataset: &'a str,
    /// Who could tell more.
    other: &'a str,
}

impl Observations {
    /// The item, where who answers for `period` has not the year before and
    /// another publisher has both.
    pub(crate) fn without_change(
        &self,
        indicator: &str,
        name: Bilingual,
        period: Period,
    ) -> Option<Alone<'_>> {
        let base = year_before(period)?;
        let answers = self.answering(indicator, period)?;
        if answers.at(base).is_some() {
            return None;
        }
        let other = self.of_both(indicator, [base, period])?;
        Some(Alone {
            name,
            dataset: &answers.dataset,
            other: &other.dataset,
        })
    }

    /// The item, where who comes first is not the publisher drawn.
    pub(crate) fn not_drawn(&self, indicator: &str, name: Bilingual) -> Option<Alone<'_>> {
        let first: &Curve = self.curve(indicator)?;
        let drawn = self.drawn(indicator)?;
        (first.dataset != drawn.dataset).then(|| Alone {
            name,
            dataset: &first.dataset,
            other: &drawn.dataset,
        })
    }
}

fn named(all: &[Alone<'_>], lang: Lang, joint: &str) -> String {
    let one = |alone: &Alone<'_>| match lang {
        Lang::En => format!("{} ({})", alone.name.get(lang), alone.dataset),
        Lang::Zh => format!("{}（{}）", alone.name.get(lang), alone.dataset),
    };
    all.iter().map(one).collect::<Vec<_>>().join(joint)
}

fn others(all: &[Alone<'_>]) -> String {
    let mut names: Vec<&str> = all.iter().map(|alone| alone.other).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Changes that are not told, because two publishers are not subtracted.
pub(crate) fn changes(all: &[Alone<'_>]) -> Option<MissingFact> {
    if all.is_empty() {
        return None;
    }
    let others = others(all);
    Some(gap(
        both(|lang| match lang {
            Lang::En => format!("Change since the year before: {}", named(all, lang, ", ")),
            Lang::Zh => format!("较上年变动：{}", named(all, lang, "、")),
        }),
        Bilingual::new(
            format!(
                "the dataset that answers lacks the year before; {others} has both, and two publishers are not subtracted"
            ),
            format!("回答该期的数据集没有上一年；{others} 两年都有，但不同发布方不相减"),
        ),
        Bilingual::new(
            format!("--source {others} shows one publisher throughout, or add the year before"),
            format!("用 --source {others} 只看一家发布方，或补充上一年的数据"),
        ),
    ))
}

/// Curves that are not of the publisher who comes first.
pub(crate) fn curves(all: &[Alone<'_>]) -> Option<MissingFact> {
    if all.is_empty() {
        return None;
    }
    let others = others(all);
    Some(gap(
        both(|lang| match lang {
            Lang::En => format!("Curve of {}", named(all, lang, ", ")),
            Lang::Zh => format!("曲线：{}", named(all, lang, "、")),
        }),
        Bilingual::new(
            format!(
                "it has fewer than half the figures of {others}, which is drawn instead; the two are not spliced"
            ),
            format!("其数字不及 {others} 的一半，因此改画后者；两者不拼接"),
        ),
        Bilingual::new(
            "add the years it lacks, or name it with --source",
            "请补充所缺年份，或用 --source 指定",
        ),
    ))
}
