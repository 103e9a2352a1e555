//! Refusals of the mechanisms: `E-TARIFF-…`.

use std::fmt;

use triffin_basis::BasisError;

/// A name in English and in Chinese, for messages.
pub type Named<'a> = (&'a str, &'a str);

/// A number that is none.
fn no_number(name: Named, value: f64) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-TARIFF-NUMBER",
        format!("{en} is {value}, no finite number"),
        format!("{zh}为 {value}，不是有限的数"),
    )
    .value(value)
    .expected("a finite number", "有限的数")
    .remedy("Give the number, or leave it out", "请给出数值，或不填")
}

/// A number below its floor.
fn too_low(name: Named, value: f64, expected: Named) -> BasisError {
    let (en, zh) = name;
    BasisError::new(
        "E-TARIFF-NEGATIVE",
        format!("{en} is {value}"),
        format!("{zh}为 {value}"),
    )
    .value(value)
    .expected(expected.0, expected.1)
    .remedy(
        "Give the amount or the elasticity without its sign",
        "请给出不带负号的数额或弹性",
    )
}

/// A finite number.
///
/// # Errors
/// `E-TARIFF-NUMBER` for an infinity or what is no number.
pub fn finite(name: Named, value: f64) -> Result<f64, BasisError> {
    match value.is_finite() {
        true => Ok(value),
        false => Err(no_number(name, value)),
    }
}

/// A finite number of zero or more.
///
/// # Errors
/// `E-TARIFF-NUMBER`, or `E-TARIFF-NEGATIVE` below zero.
pub fn at_least_zero(name: Named, value: f64) -> Result<f64, BasisError> {
    match finite(name, value)? < 0.0 {
        true => Err(too_low(name, value, ("zero or more", "零或以上"))),
        false => Ok(value),
    }
}

/// A finite number above zero.
///
/// # Errors
/// `E-TARIFF-NUMBER`, or `E-TARIFF-NEGATIVE` at zero and below.
pub fn positive(name: Named, value: f64) -> Result<f64, BasisError> {
    match finite(name, value)? <= 0.0 {
        true => Err(too_low(name, value, ("more than zero", "大于零"))),
        false => Ok(value),
    }
}

/// An elasticity of supply: zero or more, and endless where the price is given.
///
/// # Errors
/// `E-TARIFF-NUMBER` for what is no number, `E-TARIFF-NEGATIVE` below zero.
pub fn supply(name: Named, value: f64) -> Result<f64, BasisError> {
    match value == f64::INFINITY {
        true => Ok(value),
        false => at_least_zero(name, value),
    }
}

/// A share of a whole.
///
/// # Errors
/// `E-TARIFF-NUMBER`, or `E-TARIFF-SHARE` outside 0 to 1.
pub fn share(name: Named, value: f64) -> Result<f64, BasisError> {
    if (0.0..=1.0).contains(&finite(name, value)?) {
        return Ok(value);
    }
    let (en, zh) = name;
    Err(BasisError::new(
        "E-TARIFF-SHARE",
        format!("{en} is {value}, no share of a whole"),
        format!("{zh}为 {value}，不是整体中的份额"),
    )
    .value(value)
    .expected("0 to 1, or 0 % to 100 %", "0 至 1，或 0% 至 100%")
    .remedy(
        "Write a share with its sign, for example 75%",
        "请带单位书写，例如 75%",
    ))
}

/// A duty as a share of the customs value, above −100 %.
///
/// # Errors
/// `E-TARIFF-NUMBER`, or `E-TARIFF-RATE` at −1 and below, where a buyer would
/// be paid the whole price.
pub fn duty(name: Named, value: f64) -> Result<f64, BasisError> {
    if finite(name, value)? > -1.0 {
        return Ok(value);
    }
    let (en, zh) = name;
    Err(BasisError::new(
        "E-TARIFF-RATE",
        format!("{en} is {value}: a duty of −100 % and below leaves no price"),
        format!("{zh}为 {value}：税率不高于 −100% 时价格不复存在"),
    )
    .value(value)
    .expected(
        "more than -1 (a subsidy is negative)",
        "大于 -1（补贴为负）",
    )
    .remedy("Write the rate as 25% or 0.25", "请写成 25% 或 0.25"))
}

/// An input that is empty, or lists of unlike lengths.
pub(crate) fn shape(en: String, zh: String, value: impl fmt::Display) -> BasisError {
    BasisError::new("E-TARIFF-SHAPE", en, zh)
        .value(value)
        .expected(
            "one value for each, and at least one",
            "逐一对应，且至少一个",
        )
        .remedy("Complete the list", "请补全列表")
}

/// A problem without a solution, and what would give it one.
pub(crate) fn unsolved(what: Named, value: impl fmt::Display, remedy: Named) -> BasisError {
    BasisError::new("E-TARIFF-NO-SOLUTION", what.0, what.1)
        .value(value)
        .expected("prices at which supply meets demand", "使供求相等的价格")
        .remedy(remedy.0, remedy.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_refuses_what_lies_beyond_and_keeps_what_lies_on_it() {
        let name = ("x", "某数");
        let code = |made: Result<f64, BasisError>| made.err().map(|error| error.code());
        assert_eq!(code(finite(name, f64::NAN)), Some("E-TARIFF-NUMBER"));
        assert_eq!(code(at_least_zero(name, -1e-9)), Some("E-TARIFF-NEGATIVE"));
        assert_eq!(code(at_least_zero(name, 0.0)), None);
        assert_eq!(code(positive(name, 0.0)), Some("E-TARIFF-NEGATIVE"));
        assert_eq!(code(supply(name, f64::INFINITY)), None);
        assert_eq!(code(supply(name, f64::NAN)), Some("E-TARIFF-NUMBER"));
        assert_eq!(code(share(name, 1.0)), None);
        assert_eq!(code(share(name, 1.01)), Some("E-TARIFF-SHARE"));
        assert_eq!(code(duty(name, -1.0)), Some("E-TARIFF-RATE"));
        assert_eq!(code(duty(name, -0.2)), None);
    }
}
