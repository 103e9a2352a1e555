//! Refusals of the Treasury arithmetic: `E-CYCLE-…`.

use std::fmt;

use triffin_basis::{BasisError, Decimal};

use super::amounts::Named;
use super::number::Number;

/// An amount that must not be below zero.
pub(crate) fn negative(name: Named, value: impl fmt::Display) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-CYCLE-NEGATIVE",
        format!("{en} is {value}, below zero"),
        format!("{zh}为 {value}，小于零"),
    )
    .value(value)
    .expected("zero or more", "零或以上")
    .remedy("Give the amount without a sign", "请给出不带负号的数额")
}

/// A share that must lie between nothing and all.
pub(crate) fn no_share(name: Named, value: impl fmt::Display) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-CYCLE-SHARE",
        format!("{en} is {value}, no share of a whole"),
        format!("{zh}为 {value}，不是整体中的份额"),
    )
    .value(value)
    .expected("0 to 1, or 0 % to 100 %", "0 至 1，或 0% 至 100%")
    .remedy(
        "Write a share with its sign, for example 75%",
        "请带单位书写，例如 75%",
    )
}

/// A rate as a bare number above one: 2 may mean 2 % or 200 %.
pub(crate) fn ambiguous_rate(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-RATE",
        format!("\"{text}\" may mean {text} % or {text} times"),
        format!("“{text}”可能是 {text}%，也可能是 {text} 倍"),
    )
    .value(text)
    .expected(
        "a rate with its sign (2%, 200 bp, 2 pp) or a share of one (0.02)",
        "带单位的比率（2%、200 bp、2 个百分点）或小数（0.02）",
    )
    .remedy(format!("Write {text}%"), format!("请写成 {text}%"))
}

/// A text that is no pure number.
pub(crate) fn no_rate(text: &str, unit: impl fmt::Display) -> BasisError {
    BasisError::new(
        "E-CYCLE-RATE",
        format!("\"{text}\" is an amount in {unit}, not a rate"),
        format!("“{text}”是以 {unit} 计的数额，不是比率"),
    )
    .value(text)
    .expected(
        "a rate such as 2%, 200 bp, 0.02 or 1/3",
        "比率，例如 2%、200 bp、0.02 或 1/3",
    )
    .remedy("Leave the unit out", "请去掉单位")
}

/// A text in which no number can be read.
pub(crate) fn not_mass(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-MASS",
        format!("\"{text}\" is no weight"),
        format!("“{text}”不是重量"),
    )
    .value(text)
    .expected("a weight such as 244 t", "重量，例如 244 t")
    .remedy("Write the unit: t or kg", "请写明单位：t 或 kg")
}

/// A range in which no value lies, or one that leaves the value out.
pub(crate) fn outside(name: Named, value: Decimal, low: Decimal, high: Decimal) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-CYCLE-RANGE",
        format!("{en} is {value}, outside {low} to {high}"),
        format!("{zh}为 {value}，不在 {low} 至 {high} 之内"),
    )
    .value(value)
    .expected(format!("{low} to {high}"), format!("{low} 至 {high}"))
    .remedy(
        "Give the value, or a range that holds it",
        "请改数值，或给出包含它的范围",
    )
}

/// A count that is too large or none.
pub(crate) fn count(name: Named, value: u32, most: u32) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-CYCLE-COUNT",
        format!("{value} {en}"),
        format!("{zh}为 {value}"),
    )
    .value(value)
    .expected(format!("1 to {most}"), format!("1 至 {most}"))
    .remedy("Ask for fewer", "请减少数量")
}

/// A result that does not fit.
pub(crate) fn too_large(name: Named) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-CYCLE-OVERFLOW",
        format!("{en} grows past what can be counted exactly"),
        format!("{zh}超出可精确计算的范围"),
    )
    .value(en)
    .expected("less than 7.9e21 of the unit", "小于 7.9e21")
    .remedy(
        "Ask for fewer rounds or smaller amounts",
        "请减少轮数或数额",
    )
}

/// The number, where it is a share of a whole.
pub(crate) fn share(name: Named, number: &Number) -> Result<(), BasisError> {
    if number.value() < Decimal::ZERO || number.value() > Decimal::ONE {
        return Err(no_share(name, number.value()));
    }
    Ok(())
}
