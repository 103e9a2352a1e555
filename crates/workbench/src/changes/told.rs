//! What an answer about changes tells beside its rows.

use triffin_basis::Window;
use triffin_trade::changes::{ChangeRow, CommonCodes};
use triffin_trade::cut::Cut;

use super::{Compared, partly};
use crate::answer::{Meta, Note};
use crate::error::QuestionError;
use crate::measured::Measured;
use crate::question::{self, Question};

/// The rows of both windows, and what was found on the way.
pub(super) struct Told<'a> {
    /// The rows of the first and of the second window.
    pub(super) cuts: [&'a Cut; 2],
    pub(super) common: &'a CommonCodes,
    pub(super) doubtful: usize,
    pub(super) total: &'a ChangeRow,
    /// What the windows cover, told where they differ.
    pub(super) reach: &'a [Note],
}

/// The basis of both windows in words, and what a reader must know.
pub(super) fn described(
    mut meta: Meta,
    question: &Question,
    compared: &Compared<'_>,
    measure: &Measured,
    told: &Told<'_>,
) -> Result<Meta, QuestionError> {
    let [from, to] = told.cuts;
    meta.unit = question::unit(&question.basis, to);
    question::describe(&mut meta, question, compared.axis, to, measure)?;
    meta.basis.insert("from", compared.from.to_string());
    let method = compared.method.as_str().to_owned();
    meta.basis.insert("method", method);
    let mut before = Meta::default();
    let earlier = Question {
        selection: question.selection.over(compared.from),
        ..question.clone()
    };
    question::describe(&mut before, &earlier, compared.axis, from, measure)?;
    for note in before.notes.into_iter().chain(told.reach.to_vec()) {
        if !meta.notes.contains(&note) {
            meta.notes.push(note);
        }
    }
    let later = question.selection.window;
    meta.notes.extend(unequal_note(compared.from, later));
    meta.notes.extend(told.common.first().map(common_note));
    meta.notes.extend(partly::note(told.doubtful));
    meta.notes.extend(one_sided_note(told.total));
    meta.notes.extend(residual_note(told.total));
    Ok(meta)
}

fn common_note((codes, first, at): (usize, &str, &str)) -> Note {
    Note::remark(
        "N-COMMON-LEVEL",
        format!(
            "{codes} codes are compared at the shorter ones the other window has, the first is {first} at {at}"
        ),
        format!("{codes} 个编码按另一时间窗所有的较短编码比较，第一个是 {first}（按 {at}）"),
    )
}

/// A month beside a year: the change is mostly that of the calendar. February
/// and March are like periods, and so are a common and a leap year.
fn unequal_note(from: Window, to: Window) -> Option<Note> {
    const LIKE: i32 = 3;
    let days =
        |window: Window| window.to.days_since_epoch().1 - window.from.days_since_epoch().0 + 1;
    ((days(from) - days(to)).abs() > LIKE).then(|| {
        Note::warning(
            "W-WINDOW-LENGTH",
            format!("{from} and {to} differ in length: the change is not that of like periods"),
            format!("{from} 与 {to} 的长度不同：变化不是同类时期之间的变化"),
        )
    })
}

/// Where the data have no exports, or no imports, the balance is not known and
/// what is told of it is the other side's share alone.
fn one_sided_note(total: &ChangeRow) -> Option<Note> {
    let (absent, present) = match (total.d_exports, total.d_imports) {
        (None, Some(_)) => (("exports", "出口"), ("imports", "进口")),
        (Some(_), None) => (("imports", "进口"), ("exports", "出口")),
        _ => return None,
    };
    Some(Note::warning(
        "W-CHANGES-ONE-SIDED",
        format!(
            "the data have no {} in either period: the change of the balance is not known; the effects are those of {} alone",
            absent.0, present.0
        ),
        format!(
            "两期数据均无{}：差额的变化无从得知，所列各项只是{}一侧的影响",
            absent.1, present.1
        ),
    ))
}

fn residual_note(total: &ChangeRow) -> Option<Note> {
    (total.residual.signum() != 0).then(|| {
        Note::remark(
            "N-RESIDUAL",
            format!(
                "{} of the change has no comparable quantity, or is the method's cross term",
                total.residual
            ),
            format!(
                "变化中有 {} 没有可比数量，或属于方法的交叉项",
                total.residual
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use triffin_trade::Exact;

    fn total(d_exports: Option<Exact>, d_imports: Option<Exact>) -> ChangeRow {
        ChangeRow {
            key: "total".to_owned(),
            d_exports,
            d_imports,
            d_balance: Exact::ZERO,
            quantity: Exact::ZERO,
            price: Exact::ZERO,
            entry: Exact::ZERO,
            exit: Exact::ZERO,
            residual: Exact::ZERO,
        }
    }

    #[test]
    fn a_side_without_data_is_told_and_a_change_of_nothing_is_not() {
        let some = Some(Exact::ZERO);
        assert!(one_sided_note(&total(some, some)).is_none());
        for (exports, imports, absent) in [(None, some, "no exports"), (some, None, "no imports")] {
            let note = one_sided_note(&total(exports, imports)).unwrap();
            assert_eq!(note.code, "W-CHANGES-ONE-SIDED");
            assert!(note.text.en.contains(absent), "{note:?}");
        }
    }
}
