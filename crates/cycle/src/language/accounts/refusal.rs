//! Refusals of declarations of accounts.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

use super::statement::Word;
use crate::language::refusal::{refuse, shortened};
use crate::place::Place;

/// A sector, currency, instrument or source that nothing declares.
pub(crate) fn unknown<'a>(
    what: (&str, &str),
    word: &Word,
    known: impl Iterator<Item = &'a str>,
) -> BasisError {
    let (name, place) = (shortened(&word.0), word.1);
    let known: Vec<&str> = known.collect();
    let error = refuse(
        "E-CYCLE-ACCOUNT-UNKNOWN",
        place,
        &format!("there is no {} `{name}`", what.0),
        &format!("没有{}“{name}”", what.1),
    )
    .value(&name)
    .expected(shortened(&known.join(", ")), shortened(&known.join("、")));
    match nearest(&word.0, known.iter().copied()).first() {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error.remedy(
            format!("Declare it: {} {name}", what.0),
            format!("请先声明：{} {name}", what.0),
        ),
    }
}

/// A name declared a second time.
pub(crate) fn declared_twice(word: &Word, earlier: Place) -> BasisError {
    let name = shortened(&word.0);
    refuse(
        "E-CYCLE-ACCOUNT-TWICE",
        word.1,
        &format!("`{name}` is already declared at line {}", earlier.line),
        &format!("“{name}”已在第 {} 行声明", earlier.line),
    )
    .value(&name)
    .remedy("Leave one of both out", "请去掉其中一处")
}

/// A currency after the first without a rate, or the first with one.
pub(crate) fn rate_of_currency(word: &Word, first: bool) -> BasisError {
    let name = shortened(&word.0);
    let (en, zh) = if first {
        (
            "is the first currency and has no rate",
            "是首个货币，没有汇率",
        )
    } else {
        (
            "needs its rate to the first currency",
            "须给出对首个货币的汇率",
        )
    };
    refuse(
        "E-CYCLE-ACCOUNT-RATE",
        word.1,
        &format!("`{name}` {en}"),
        &format!("“{name}”{zh}"),
    )
    .value(&name)
    .expected(
        "N currencies with N - 1 rates, each in units for one of the first",
        "N 种货币有 N − 1 个汇率，均为一单位首个货币的价格",
    )
    .remedy(
        format!("Write currency {name} = xr, or leave the rate of the first out"),
        format!("请写 currency {name} = xr，首个货币不写汇率"),
    )
}

/// A holding whose name is no sector and instrument.
pub(crate) fn not_a_holding(word: &Word) -> BasisError {
    let name = shortened(&word.0);
    refuse(
        "E-CYCLE-ACCOUNT-HOLDING",
        word.1,
        &format!("`{name}` is no sector followed by an instrument"),
        &format!("“{name}”不是“部门.工具”"),
    )
    .value(&name)
    .expected(
        "SECTOR.INSTRUMENT, both declared",
        "“部门.工具”，二者均须声明",
    )
    .remedy(
        "Declare the sector and the instrument",
        "请先声明部门与工具",
    )
}

/// A clause that does not go with the others.
pub(crate) fn clause(name: &str, place: Place, en: &str, zh: &str) -> BasisError {
    refuse(
        "E-CYCLE-ACCOUNT-INSTRUMENT",
        place,
        &format!("instrument `{name}` {en}"),
        &format!("工具“{name}”{zh}"),
    )
    .value(name)
    .expected(
        "an issuer, or commodity, or produced; each clause once",
        "issuer、commodity 或 produced 之一；每个从句一次",
    )
}

/// A flow between sectors of different currencies that names none.
pub(crate) fn currency_of_flow(name: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-ACCOUNT-FLOW",
        place,
        &format!("payer and receiver of `{name}` keep books in different currencies"),
        &format!("“{name}”的付款方与收款方记账货币不同"),
    )
    .value(name)
    .remedy(
        "Say which currency is paid: … in USD",
        "请注明支付货币：… in USD",
    )
}

/// A closure in a group of several whose name has no group.
pub(crate) fn closure_solves_nothing(word: &Word, variable: &str) -> BasisError {
    let name = shortened(&word.0);
    refuse(
        "E-CYCLE-ACCOUNT-CLOSURE",
        word.1,
        &format!("closure `{name}` leaves `{variable}` to the model, but no equation holds it"),
        &format!("闭合“{name}”把“{variable}”留给模型，但没有方程含有它"),
    )
    .value(variable)
    .remedy(
        "Name a variable of the model after solve",
        "请在 solve 之后写模型中的变量",
    )
}

/// `buy(X + Y)`: these take one name.
pub(crate) fn not_a_stock(function: &str, stock: &str, place: Place) -> BasisError {
    let stock = shortened(stock);
    refuse(
        "E-CYCLE-ACCOUNT-FUNCTION",
        place,
        &format!("{function}(…) takes the name of a holding or an instrument, not an expression"),
        &format!("{function}(…) 只接受持有或工具的名称，不接受表达式"),
    )
    .value(&stock)
    .expected(
        format!("{function}({stock})"),
        format!("{function}({stock})"),
    )
}
