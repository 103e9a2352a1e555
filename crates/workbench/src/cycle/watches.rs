//! What a run tells beside its numbers: events, and ranges that were left.

use triffin_basis::{Bilingual, Lang};
use triffin_cycle::watch::Seen;
use triffin_cycle::{Model, Path};

use crate::answer::Note;
use crate::error::both;

/// One note an event that happened (`N-CYCLE-EVENT`) and a range that was
/// left (`W-CYCLE-RANGE`), in the order of the model's text.
pub(super) fn told_of(path: &Path) -> Vec<Note> {
    let model = path.model();
    let seen = path.seen().into_iter();
    seen.map(|seen| match seen.watch.bounds {
        None => event(model, &seen),
        Some(bounds) => left(model, &seen, bounds),
    })
    .collect()
}

fn event(model: &Model, seen: &Seen<'_>) -> Note {
    let what = both(|lang| title(model, seen, lang));
    let (first, more) = (seen.first, more(seen));
    Note::remark(
        "N-CYCLE-EVENT",
        format!("period {first}: {}{}", what.en, more.en),
        format!("第 {first} 期：{}{}", what.zh, more.zh),
    )
}

fn left(model: &Model, seen: &Seen<'_>, [low, high]: [f64; 2]) -> Note {
    let what = both(|lang| title(model, seen, lang));
    let (first, more) = (seen.first, more(seen));
    let value = short(seen.value);
    let (low, high) = (short(low), short(high));
    Note::warning(
        "W-CYCLE-RANGE",
        format!(
            "{}: {value}, outside {low} to {high}, where it was estimated; first in period {first}{}",
            what.en, more.en
        ),
        format!(
            "{}：{value}，超出估计所依据的范围 {low} 至 {high}；首见于第 {first} 期{}",
            what.zh, more.zh
        ),
    )
}

/// The title of the variable, its name where it has none.
fn title(model: &Model, seen: &Seen<'_>, lang: Lang) -> String {
    let variable = model.variable(seen.watch.variable);
    match variable.title.get(lang) {
        "" => variable.name.clone(),
        title => title.to_owned(),
    }
}

/// How many other periods it was so.
fn more(seen: &Seen<'_>) -> Bilingual {
    match seen.periods {
        1 => Bilingual::default(),
        periods => Bilingual::new(
            format!(", {periods} periods in all"),
            format!("，共 {periods} 期"),
        ),
    }
}

/// A number with at most six digits.
fn short(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 1.0 => 2,
        _ => 6,
    };
    let text = format!("{value:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}
