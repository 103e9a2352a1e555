//! Periods of a window that no record is of.

use triffin_basis::{Bilingual, Coverage, Freq, Period};
use triffin_trade::coverage::coverage;
use triffin_trade::cut::Cut;
use triffin_trade::{Flow, Selection};

use crate::answer::Note;

/// Windows that are not fully covered, side by side. Days are no table to be
/// filled: trade need not happen on each.
pub(crate) fn notes(selection: &Selection, cut: &Cut) -> Vec<Note> {
    let by_day = |flow| {
        let mut side = cut.strata().iter().filter(|row| row.flow == flow);
        side.any(|row| row.freq() == Freq::Day)
    };
    let mut notes = Vec::new();
    for (flow, side_en, side_zh) in [
        (Flow::Export, "exports", "出口"),
        (Flow::Import, "imports", "进口"),
    ] {
        let Some(Coverage::Partial {
            present,
            expected,
            missing,
        }) = coverage(cut, flow, &selection.window).filter(|_| !by_day(flow))
        else {
            continue;
        };
        let list = shortened(&missing);
        notes.push(Note::warning(
            "W-WINDOW-PARTIAL",
            format!(
                "{side_en} cover {present} of {expected} periods of {}; missing: {}",
                selection.window, list.en
            ),
            format!(
                "{side_zh}只覆盖 {} 的 {expected} 期中的 {present} 期；缺：{}",
                selection.window, list.zh
            ),
        ));
    }
    notes
}

/// Every period that is missing, runs of neighbours as first–last.
fn runs(missing: &[Period]) -> Vec<String> {
    let mut runs: Vec<(Period, Period)> = Vec::new();
    for period in missing {
        match runs.last_mut() {
            Some((_, last)) if last.next() == *period => *last = *period,
            _ => runs.push((*period, *period)),
        }
    }
    let told = |(first, last): (Period, Period)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    runs.into_iter().map(told).collect()
}

/// The first runs, and how many periods the others hold.
pub(crate) fn shortened(missing: &[Period]) -> Bilingual {
    const SHOWN: usize = 6;
    let all = runs(missing);
    let shown = &all[..all.len().min(SHOWN)];
    let (en, zh) = (shown.join(", "), shown.join("、"));
    match all.len() - shown.len() {
        0 => Bilingual::new(en, zh),
        more => Bilingual::new(
            format!("{en} and {more} more gaps"),
            format!("{zh}，另有 {more} 处缺口"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_run_by_run() {
        let months = |texts: &[&str]| -> Vec<Period> {
            texts
                .iter()
                .map(|text| Period::parse(text).unwrap())
                .collect()
        };
        let list = shortened(&months(&[
            "2018-01", "2018-02", "2018-03", "2018-07", "2018-12",
        ]));
        assert_eq!(list.en, "2018-01–2018-03, 2018-07, 2018-12");
        let gaps: Vec<Period> = (0..20).map(|n| Period::year(1990 + 2 * n)).collect();
        assert!(shortened(&gaps).en.ends_with("and 14 more gaps"));
    }
}
