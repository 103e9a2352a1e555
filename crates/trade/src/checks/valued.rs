//! Whether values are at one valuation (S1.4, S1.11): what is stated, what a
//! conversion leaves, and who carries freight and insurance.

use std::collections::BTreeSet;

use triffin_basis::Bilingual;

use super::layers::{NOT_STATED, list, list_zh, valuation_zh, values};
use super::{Cell, Context};
use crate::Flow;

/// How the valuations of both sides agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Valued {
    /// All are stated, and all carry freight and insurance or none does.
    Alike,
    /// Some are not stated, and what is stated does not contradict itself.
    Unknown,
    /// Some carry freight and insurance and others do not, between the sides
    /// or within one; a file's own `mixed` does not say which.
    Apart,
}

/// How the valuations of `cells` agree.
pub(super) fn valued(cells: &[Cell]) -> Valued {
    let seen = values(cells, None, |cell| &cell.valuation);
    let any = |words: &[&str]| words.iter().any(|word| seen.contains(word));
    let apart = any(&["mixed"]) || any(&["cif"]) && any(&["fob", "fas", "customs"]);
    match (apart, any(&[NOT_STATED])) {
        (true, _) => Valued::Apart,
        (false, true) => Valued::Unknown,
        (false, false) => Valued::Alike,
    }
}

/// The cells as the conversion asked for leaves them: those it converts are at
/// its valuation, customs value, FAS, mixed and unstated ones stay.
pub(super) fn converted(cells: &[Cell], context: &Context<'_>) -> Vec<Cell> {
    let target = context.measure.valuation.as_ref().map(|(target, _)| target);
    let Some((target, from)) = target.and_then(|target| Some((target, target.converts()?))) else {
        return cells.to_vec();
    };
    let moved = |cell: &Cell| match cell.valuation.as_deref() == Some(from) {
        true => Some(target.as_str().to_owned()),
        false => cell.valuation.clone(),
    };
    cells
        .iter()
        .map(|cell| Cell {
            valuation: moved(cell),
            ..cell.clone()
        })
        .collect()
}

/// The sides that carry freight and insurance, with the valuations that do:
/// the imports of a reporter, the exports of whoever looks at it from the
/// mirror. Customs value and FAS carry none and are not named.
pub(super) fn carriers(cells: &[Cell]) -> Bilingual {
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    let sides = [
        (Flow::Export, "exports", "出口"),
        (Flow::Import, "imports", "进口"),
    ];
    for (flow, name, name_zh) in sides {
        let mut side: BTreeSet<&str> = values(cells, Some(flow), |cell| &cell.valuation);
        side.retain(|valuation| ["cif", "mixed"].contains(valuation));
        if !side.is_empty() {
            en.push(format!("{name} ({})", list(&side)));
            zh.push(format!("{name_zh}（{}）", list_zh(&side, valuation_zh)));
        }
    }
    Bilingual::new(en.join(" and "), zh.join("与"))
}

/// Whether some value is recorded at `valuation`.
pub(super) fn some_at(cells: &[Cell], valuation: &str) -> bool {
    cells
        .iter()
        .any(|cell| cell.valuation.as_deref() == Some(valuation))
}
