//! Refusals of a text: what stands where, what was expected, what to do.

use triffin_basis::BasisError;

use super::token::{Kind, SIGNS, Wrong};
use super::words;
use crate::near::near;
use crate::place::Place;

/// A refusal whose message begins with the place.
pub(crate) fn refuse(code: &'static str, place: Place, en: &str, zh: &str) -> BasisError {
    if place == Place::default() {
        return BasisError::new(code, en, zh);
    }
    let Place { line, column } = place;
    BasisError::new(
        code,
        format!("line {line}, column {column}: {en}"),
        format!("第 {line} 行第 {column} 列：{zh}"),
    )
}

/// Something other than `expected` stands at `place`.
pub(crate) fn unexpected(found: &Kind<'_>, place: Place, expected: (&str, &str)) -> BasisError {
    if let Kind::Wrong(wrong) = found {
        return wrong_token(wrong, place);
    }
    let (en, zh) = shown(found);
    refuse(
        "E-CYCLE-SYNTAX",
        place,
        &format!("unexpected {en}"),
        &format!("此处不应出现{zh}"),
    )
    .value(en)
    .expected(expected.0, expected.1)
}

/// What a token is called in a message.
fn shown(kind: &Kind<'_>) -> (String, String) {
    let both = |text: String| (text.clone(), text);
    match kind {
        Kind::Number(value) => both(format!("`{value}`")),
        Kind::Name(name) => both(format!("`{}`", shortened(name))),
        Kind::Note(_) => both("`##`".to_owned()),
        Kind::Newline => ("end of line".to_owned(), "行末".to_owned()),
        Kind::End => ("end of text".to_owned(), "文末".to_owned()),
        Kind::Sign(sign) => {
            let written = SIGNS.iter().find(|(_, known)| known == sign);
            both(format!("`{}`", written.map_or("", |(text, _)| text)))
        }
        Kind::Wrong(Wrong::Character(c)) => both(format!("`{c}`")),
        Kind::Wrong(Wrong::Number(text) | Wrong::TooLarge(text)) => {
            both(format!("`{}`", shortened(text)))
        }
    }
}

/// At most forty characters of a text, for a message.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn wrong_token(wrong: &Wrong<'_>, place: Place) -> BasisError {
    match wrong {
        Wrong::Character(c) => wrong_character(*c, place),
        Wrong::Number(text) => {
            let text = shortened(text);
            refuse(
                "E-CYCLE-NUMBER",
                place,
                &format!("`{text}` is neither a number nor a name"),
                &format!("“{text}”既不是数字也不是名称"),
            )
            .value(text)
            .remedy(
                "Write the product as 2 * X; begin a name with a letter",
                "乘积请写作 2 * X；名称须以字母开头",
            )
        }
        Wrong::TooLarge(text) => {
            let text = shortened(text);
            refuse(
                "E-CYCLE-NUMBER",
                place,
                &format!("`{text}` is too large"),
                &format!("“{text}”过大"),
            )
            .value(text)
            .expected("a number below 1.8e308", "小于 1.8e308 的数")
        }
    }
}

/// Characters that stand for a sign elsewhere, and what is written here.
const LOOKALIKES: [(char, &str); 21] = [
    ('−', "-"),
    ('–', "-"),
    ('×', "*"),
    ('·', "*"),
    ('÷', "/"),
    ('≤', "<="),
    ('≥', ">="),
    ('≠', "!="),
    ('（', "("),
    ('）', ")"),
    ('［', "["),
    ('］', "]"),
    ('＝', "="),
    ('，', ","),
    ('；', ";"),
    ('：', ":"),
    ('＋', "+"),
    ('&', "and"),
    ('|', "or"),
    ('!', "not"),
    ('~', "not"),
];

fn wrong_character(c: char, place: Place) -> BasisError {
    let written: String = c.escape_debug().collect();
    let error = refuse(
        "E-CYCLE-CHARACTER",
        place,
        &format!("the character `{written}` has no meaning here"),
        &format!("字符“{written}”在此没有意义"),
    )
    .value(&written);
    match LOOKALIKES.iter().find(|(known, _)| *known == c) {
        Some((_, meant)) => error.remedy(format!("Write `{meant}`"), format!("请写作“{meant}”")),
        None => error.remedy(
            "Names are letters, digits, _ and dots; comments begin with #",
            "名称由字母、数字、_ 与点组成；注释以 # 开头",
        ),
    }
}

/// A parenthesis that nothing closes.
pub(crate) fn unclosed(sign: &str, open: Place, found: &Kind<'_>, place: Place) -> BasisError {
    if let Kind::Wrong(wrong) = found {
        return wrong_token(wrong, place);
    }
    let ((en, zh), close) = (shown(found), closing(sign));
    let Place { line, column } = place;
    refuse(
        "E-CYCLE-SYNTAX",
        open,
        &format!("`{sign}` is not closed before {en} at line {line}, column {column}"),
        &format!("“{sign}”在第 {line} 行第 {column} 列的{zh}之前没有闭合"),
    )
    .value(sign)
    .expected(
        format!("an operator or `{close}`"),
        format!("运算符或“{close}”"),
    )
}

fn closing(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// A name that is called and is no function.
pub(crate) fn no_function(name: &str, place: Place) -> BasisError {
    let name = shortened(name);
    let error = refuse(
        "E-CYCLE-FUNCTION",
        place,
        &format!("there is no function `{name}`"),
        &format!("没有函数“{name}”"),
    )
    .value(&name);
    if let Some((_, here)) = words::ELSEWHERE.iter().find(|(known, _)| *known == name) {
        return error.remedy(format!("Write {here}"), format!("请写作 {here}"));
    }
    let known = words::CALLS.map(|(known, _)| known);
    match near(&name, known) {
        Some(near) => error.remedy(
            format!("Did you mean {near}(…)? A product is {name} * (…), a lag {name}[-1]"),
            format!("是否指 {near}(…)？乘积写作 {name} * (…)，滞后写作 {name}[-1]"),
        ),
        None => error.expected(
            format!(
                "one of {}, a product {name} * (…), or a lag {name}[-1]",
                known.join(", ")
            ),
            format!(
                "{} 之一、乘积 {name} * (…) 或滞后 {name}[-1]",
                known.join("、")
            ),
        ),
    }
}

/// A word that begins no declaration.
pub(crate) fn no_declaration(word: &str, known: &[&str], place: Place) -> BasisError {
    let word = shortened(word);
    let error = refuse(
        "E-CYCLE-SYNTAX",
        place,
        &format!("`{word}` begins no declaration"),
        &format!("“{word}”不是声明的开头"),
    )
    .value(&word);
    match near(&word, known.iter().copied()) {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error.expected(
            format!("an equation `NAME = …`, or one of {}", known.join(", ")),
            format!("方程“名称 = …”，或 {} 之一", known.join("、")),
        ),
    }
}

/// A lag that is no whole number of periods.
pub(crate) fn bad_lag(name: &str, place: Place) -> BasisError {
    let name = shortened(name);
    refuse(
        "E-CYCLE-LAG",
        place,
        &format!("the lag of `{name}` is no whole number of periods"),
        &format!("“{name}”的滞后期数不是整数"),
    )
    .value(&name)
    .expected(
        format!("{name}[-1] for the period before"),
        format!("上一期写作 {name}[-1]"),
    )
}

/// A value of the future.
pub(crate) fn lead(name: &str, ahead: f64, place: Place) -> BasisError {
    let name = shortened(name);
    refuse(
        "E-CYCLE-LEAD",
        place,
        &format!("`{name}[+{ahead}]` asks for a value of the future"),
        &format!("“{name}[+{ahead}]”要求未来的值"),
    )
    .value(format!("{name}[+{ahead}]"))
    .expected("values of this period and the past", "本期与过去的值")
    .remedy(
        "Write the expectation as a variable of its own with an equation in past values",
        "请把预期写成由过去值决定的单独变量",
    )
}

/// A lag beyond what any history holds.
pub(crate) fn long_lag(name: &str, lag: f64, most: u32, place: Place) -> BasisError {
    let name = shortened(name);
    refuse(
        "E-CYCLE-LAG",
        place,
        &format!("`{name}` is lagged by {lag} periods"),
        &format!("“{name}”滞后 {lag} 期"),
    )
    .value(lag)
    .expected(format!("at most {most} periods"), format!("至多 {most} 期"))
}

/// Parentheses within parentheses beyond the limit.
pub(crate) fn too_deep(limit: u32, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-NESTING",
        place,
        &format!("parentheses, powers and signs are nested deeper than {limit}"),
        &format!("括号、乘方与正负号的嵌套超过 {limit} 层"),
    )
    .expected(
        format!("at most {limit} levels"),
        format!("至多 {limit} 层"),
    )
    .remedy(
        "Give a part of the expression a name and an equation of its own",
        "请把其中一部分写成有名称的单独方程",
    )
}

/// Differences of differences beyond the limit.
pub(crate) fn too_many_changes(limit: u32, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-NESTING",
        place,
        &format!("d(…) is nested deeper than {limit}, or doubles too large an expression"),
        &format!("d(…) 的嵌套超过 {limit} 层，或所含表达式过大"),
    )
    .expected(
        format!("at most {limit} levels"),
        format!("至多 {limit} 层"),
    )
    .remedy(
        "Give the inner difference a name and an equation of its own",
        "请把内层差分写成有名称的单独方程",
    )
}

/// A comparison of a comparison.
pub(crate) fn chained_comparison(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-SYNTAX",
        place,
        "a comparison cannot be compared again",
        "比较的结果不能再参与比较",
    )
    .expected("a < b and b < c", "a < b and b < c")
}

/// `=` where `==` is meant.
pub(crate) fn single_equals(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-SYNTAX",
        place,
        "`=` stands within an expression",
        "表达式中出现“=”",
    )
    .value("=")
    .remedy(
        "Compare with ==; begin the next equation on a line of its own",
        "比较请用 ==；下一个方程请另起一行",
    )
}

/// A call with too many or too few operands.
pub(crate) fn operands(name: &str, found: usize, expected: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-FUNCTION",
        place,
        &format!("`{name}` has {found} operands"),
        &format!("“{name}”有 {found} 个参数"),
    )
    .value(found)
    .expected(expected, expected)
}

/// A word that the language keeps for itself.
pub(crate) fn reserved(name: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-NAME",
        place,
        &format!("`{name}` is a word of the language and no name of a variable"),
        &format!("“{name}”是语言的保留字，不能作变量名"),
    )
    .value(name)
    .remedy(
        format!("Name the variable {name}_ or otherwise"),
        format!("请改名，例如 {name}_"),
    )
}
