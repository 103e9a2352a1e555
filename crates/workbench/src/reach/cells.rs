//! Partners whose window is not filled, on a side that others fill.

use std::collections::BTreeSet;

use triffin_basis::{Bilingual, Coverage, Freq, Period, Window};
use triffin_trade::Flow;
use triffin_trade::coverage::coverage;
use triffin_trade::cut::Cut;
use triffin_trade::told::Partners;

use super::side;
use crate::answer::Note;
use crate::gaps::shortened;

const SIDES: [Flow; 2] = [Flow::Export, Flow::Import];

/// Whether a side counts rows of several frequencies: a year of one partner
/// then hides the months another lacks.
pub(super) fn differ(cut: &Cut) -> bool {
    SIDES.into_iter().any(|flow| mixed(cut, flow))
}

fn mixed(cut: &Cut, flow: Flow) -> bool {
    let rows = cut.strata().iter().filter(|row| row.flow == flow);
    let kinds: BTreeSet<Freq> = rows.map(|row| row.freq()).collect();
    kinds.len() > 1 && !kinds.contains(&Freq::Day)
}

/// The partners of such a side that lack periods of `window`.
pub(super) fn notes(window: &Window, cut: &Cut, partners: &Partners) -> Vec<Note> {
    let sides = SIDES.into_iter().filter(|flow| {
        let whole = coverage(cut, *flow, window);
        mixed(cut, *flow) && whole.is_some_and(|whole| whole.is_complete())
    });
    sides
        .filter_map(|flow| note(flow, window, partners))
        .collect()
}

fn note(flow: Flow, window: &Window, partners: &Partners) -> Option<Note> {
    const SHOWN: usize = 6;
    let own = partners.iter().filter(|((of, _), _)| *of == flow);
    let lines: Vec<Bilingual> = own
        .filter_map(|((_, partner), periods)| line(partner, periods, window))
        .collect();
    let more = lines.len().saturating_sub(SHOWN);
    let shown = &lines[..lines.len() - more];
    let join =
        |of: fn(&Bilingual) -> &str, sep: &str| shown.iter().map(of).collect::<Vec<_>>().join(sep);
    let (en, zh) = match more {
        0 => (String::new(), String::new()),
        more => (
            format!("; and {more} more partners"),
            format!("；另有 {more} 个伙伴"),
        ),
    };
    let (side_en, side_zh) = side(flow);
    (!lines.is_empty()).then(|| {
        Note::warning(
            "W-WINDOW-PARTIAL",
            format!("{side_en} with {}{en}", join(|line| &line.en, "; ")),
            format!("{side_zh}：{}{zh}", join(|line| &line.zh, "；")),
        )
    })
}

fn line(partner: &str, periods: &BTreeSet<Period>, window: &Window) -> Option<Bilingual> {
    let finest = periods.iter().map(Period::freq).max()?.max(window.freq());
    let Coverage::Partial {
        present,
        expected,
        missing,
    } = Coverage::of(window, finest, periods.iter().copied())
    else {
        return None;
    };
    let list = shortened(&missing);
    Some(Bilingual::new(
        format!(
            "{partner} cover {present} of {expected} periods of {window}; missing: {}",
            list.en
        ),
        format!(
            "{partner} 只覆盖 {window} 的 {expected} 期中的 {present} 期；缺：{}",
            list.zh
        ),
    ))
}
