//! The fourth layer: the date both sides count by (S1.6).

use triffin_basis::gate::GateStatus;
use triffin_basis::{Bilingual, Lang, Timing};

use super::{Cell, CheckRow, Context, not_checkable, one_sided_only};
use crate::timing::{Effect, Shift};

/// Both sides count by one date; the amount is the largest of what another
/// date would move the balance by. None where no record carries another date.
pub(super) fn timing(cells: &[Cell], context: &Context<'_>) -> CheckRow {
    if one_sided_only(cells) {
        return not_checkable("timing", "S1.6", cells);
    }
    let known: Vec<&Shift> = context.shifts.iter().filter(|shift| shift.known).collect();
    let largest = known.iter().max_by_key(|shift| shift.shift.magnitude());
    let amount = largest
        .filter(|_| context.summable(cells))
        .map(|shift| shift.shift);
    let declared = context.selection.timing == Timing::Declared;
    CheckRow {
        check: "timing",
        system: "S1.6",
        status: if declared {
            GateStatus::Pass
        } else {
            GateStatus::Adjusted
        },
        amount,
        detail: detail(context.selection.timing, &known, context.summable(cells)),
    }
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
