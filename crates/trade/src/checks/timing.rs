//! The fourth layer: the date both sides count by (S1.6).

use triffin_basis::gate::GateStatus;
use triffin_basis::{BasisError, Bilingual, Lang, Timing};

use super::{Cell, CheckRow, Context, not_checkable, one_sided_only};
use crate::Exact;
use crate::timing::{Effect, Shift};

/// Both sides count by one date. By another date than the declared one the
/// amount is what that choice moves the balance by; by the declared one it is
/// the largest of what another would, the first of equals. None where no record
/// carries another date.
pub(super) fn timing(cells: &[Cell], context: &Context<'_>) -> Result<CheckRow, BasisError> {
    if one_sided_only(cells) {
        return Ok(not_checkable("timing", "S1.6", cells));
    }
    let known: Vec<&Shift> = context.shifts.iter().filter(|shift| shift.known).collect();
    let amount = match context.summable(cells) {
        true => moved(context.selection.timing, &known)?,
        false => None,
    };
    let declared = context.selection.timing == Timing::Declared;
    Ok(CheckRow {
        check: "timing",
        system: "S1.6",
        status: if declared {
            GateStatus::Pass
        } else {
            GateStatus::Adjusted
        },
        amount,
        detail: detail(context.selection.timing, &known, context.summable(cells)),
    })
}

/// `B(date chosen) − B(declared)`, or by the declared date what the choice that
/// moves the balance most would make of it.
fn moved(basis: Timing, known: &[&Shift]) -> Result<Option<Exact>, BasisError> {
    if basis != Timing::Declared {
        let declared = known.iter().find(|shift| shift.timing == Timing::Declared);
        return declared.map(|shift| shift.from_declared()).transpose();
    }
    let mut largest: Option<Exact> = None;
    for shift in known {
        let moves = shift.shift;
        if largest.is_none_or(|so_far| moves.magnitude() > so_far.magnitude()) {
            largest = Some(moves);
        }
    }
    Ok(largest)
}

fn detail(basis: Timing, known: &[&Shift], summable: bool) -> Bilingual {
    let mut text = Bilingual::new(
        format!("both sides by date {basis}"),
        format!("两侧均{}", basis.label(Lang::Zh)),
    );
    for shift in known {
        let other = shift.timing;
        let (en, zh) = (
            told(shift, Lang::En, summable),
            told(shift, Lang::Zh, summable),
        );
        text.en.push_str(&format!("; by date {other}: {en}"));
        text.zh
            .push_str(&format!("；{}：{zh}", other.label(Lang::Zh)));
    }
    text
}

/// Into the window, out of it, and what cannot be placed.
fn told(shift: &Shift, lang: Lang, summable: bool) -> String {
    let parts = [
        (shift.into, "into the window", "移入"),
        (shift.out_of, "out of it", "移出"),
        (shift.undated, "undated", "未注明日期"),
    ];
    let one = |(effect, en, zh): (Effect, &str, &str)| {
        let (records, amount) = (effect.records, effect.amount);
        let word = if records == 1 { "record" } else { "records" };
        match (lang, summable) {
            (Lang::En, true) => format!("{en} {amount} ({records} {word})"),
            (Lang::Zh, true) => format!("{zh} {amount}（{records} 条）"),
            (Lang::En, false) => format!("{en} {records} {word}"),
            (Lang::Zh, false) => format!("{zh} {records} 条"),
        }
    };
    let moved = parts.into_iter().filter(|part| part.0.records > 0);
    let told: Vec<String> = moved.map(one).collect();
    match (told.is_empty(), lang) {
        (true, Lang::En) => "the same records".to_owned(),
        (true, Lang::Zh) => "记录相同".to_owned(),
        (false, Lang::En) => told.join(", "),
        (false, Lang::Zh) => told.join("，"),
    }
}
