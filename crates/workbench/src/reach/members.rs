//! A group asked for as a partner: its own row, or which of its members.

use std::collections::{BTreeMap, BTreeSet};

use triffin_basis::{Bilingual, Economy, Freq, Period};
use triffin_trade::told::Partners;
use triffin_trade::{Flow, Selection};

use super::{MEMBERS, side};
use crate::answer::Note;

/// The partners asked for that are groups of known members.
pub(super) fn groups(selection: &Selection) -> Vec<Economy> {
    let named = selection.partners.iter();
    named
        .filter_map(|code| Economy::find(code))
        .filter(|group| {
            let on = selection.window.end();
            group.members(on).is_some_and(|all| !all.is_empty())
        })
        .collect()
}

/// What a side holds of a group in a year.
enum Held {
    Own,
    Members {
        there: Vec<String>,
        missing: Vec<String>,
    },
}

/// Years and sides in which members of `group` are missing, with what the
/// others hold; none when no member is.
pub(super) fn note(group: &Economy, partners: &Partners) -> Option<Note> {
    let mut years: BTreeMap<(Flow, Period), (Period, BTreeSet<&str>)> = BTreeMap::new();
    for ((flow, partner), periods) in partners {
        for period in periods {
            let year = period.parent(Freq::Year).unwrap_or(*period);
            let slot = years
                .entry((*flow, year))
                .or_insert((*period, BTreeSet::new()));
            slot.0 = slot.0.max(*period);
            slot.1.insert(partner);
        }
    }
    let held = years
        .into_iter()
        .filter_map(|(slot, (last, there))| Some((slot, held(group, last, &there)?)));
    let held: Vec<_> = held.collect();
    let partial =
        |held: &Held| matches!(held, Held::Members { missing, .. } if !missing.is_empty());
    if !held.iter().any(|(_, held)| partial(held)) {
        return None;
    }
    let own = held.iter().any(|(_, held)| matches!(held, Held::Own));
    let lines: Vec<Bilingual> = held.iter().map(|(slot, held)| line(*slot, held)).collect();
    let join =
        |of: fn(&Bilingual) -> &str, sep: &str| lines.iter().map(of).collect::<Vec<_>>().join(sep);
    let (en, zh) = match own {
        true => (
            "the group's own row is set against some of its members: this is no balance with the group",
            "以该组自身的合计对其部分成员：这不是与该组的差额",
        ),
        false => (
            "the sums are of the members at hand, not of the group",
            "合计只含现有成员，并非整个组",
        ),
    };
    let code = group.code();
    Some(Note::warning(
        MEMBERS,
        format!("{code}: {}: {en}", join(|line| &line.en, "; ")),
        format!("{code}：{}：{zh}", join(|line| &line.zh, "；")),
    ))
}

fn held(group: &Economy, last: Period, there: &BTreeSet<&str>) -> Option<Held> {
    if there.contains(group.code()) {
        return Some(Held::Own);
    }
    let members = group.members(last.end())?;
    let codes = members.iter().map(|member| member.code().to_owned());
    let (here, missing) = codes.partition(|code| there.contains(code.as_str()));
    Some(Held::Members {
        there: here,
        missing,
    })
}

fn line((flow, year): (Flow, Period), held: &Held) -> Bilingual {
    let (en, zh) = side(flow);
    match held {
        Held::Own => Bilingual::new(
            format!("{en} {year} are the group's own row"),
            format!("{zh} {year} 为该组自身一行"),
        ),
        Held::Members { there, missing } => {
            let (n, all) = (there.len(), there.len() + missing.len());
            let lacking = match missing.len() {
                0 => Bilingual::new("", ""),
                _ => Bilingual::new(
                    format!("; missing: {}", list(missing, ", ", "more")),
                    format!("；缺：{}", list(missing, "、", "个")),
                ),
            };
            Bilingual::new(
                format!(
                    "{en} {year} hold {n} of {all} members: {}{}",
                    list(there, ", ", "more"),
                    lacking.en
                ),
                format!(
                    "{zh} {year} 含 {all} 个成员中的 {n} 个：{}{}",
                    list(there, "、", "个"),
                    lacking.zh
                ),
            )
        }
    }
}

/// The first codes, and how many there are besides.
fn list(codes: &[String], joint: &str, more: &str) -> String {
    const SHOWN: usize = 8;
    let shown = codes[..codes.len().min(SHOWN)].join(joint);
    match codes.len().saturating_sub(SHOWN) {
        0 => shown,
        rest => format!("{shown}{joint}+{rest} {more}"),
    }
}
