//! What had to be supposed or left out to read a file, and what it lacks.

use triffin_basis::BasisError;

use crate::language::refusal::{refuse, shortened};
use crate::place::Place;

pub(super) fn no_equation(text: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-IMPORT",
        place,
        "this is no equation",
        "此处不是方程",
    )
    .value(text)
    .expected("`left = right`", "“左 = 右”")
}

pub(super) fn no_name(name: &str, place: Place) -> BasisError {
    let name = shortened(name);
    refuse(
        "E-CYCLE-NAME",
        place,
        &format!("`{name}` is no name"),
        &format!("“{name}”不是名称"),
    )
    .value(&name)
    .expected("letters, digits and _", "字母、数字与 _")
}

pub(super) fn unused(name: &str, place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        &format!("`{name}` has an opening and is in no equation; it is left out"),
        &format!("“{name}”有期初值但不在任何方程中；已略去"),
    )
    .value(name)
}

pub(super) fn promoted(name: &str, place: Place) -> BasisError {
    refuse(
        "W-CYCLE-IMPORT",
        place,
        &format!("`{name}` is given a value and determined by an equation; the value is taken as its opening"),
        &format!("“{name}”既给定了数值又由方程决定；该数值作为期初值"),
    )
    .value(name)
}

pub(super) fn history_supposed(names: &str) -> BasisError {
    BasisError::new(
        "W-CYCLE-IMPORT",
        format!("lags reach behind the stated past; before what is stated, these are supposed to have been constant: {names}"),
        format!("滞后超出所给的过去值；假定此前保持不变：{names}"),
    )
    .value(names)
}
