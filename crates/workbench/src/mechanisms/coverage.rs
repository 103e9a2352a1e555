//! S7.9 as a question.

use triffin_basis::{Interval, Quantity, kind};
use triffin_cycle::treasury::amounts::{Flow, Number, flow};
use triffin_tariff::mechanisms::coverage::{Base, coverage as formula};

use super::asked::{Asked, pair};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// What stands for the covered value and its bases where nothing is typed.
const COVERED: &str = "3700亿美元";
const BASES: [&str; 2] = ["China's customs=4789亿美元", "US customs=5395亿美元"];
const STATED: &str = "2/3";

/// S7.9: what part of trade duties cover, on every base.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn coverage(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.9", "covered ÷ total");
    let plain = given.is_empty();
    let or = |typed: Vec<String>, default: &[&str]| match typed.is_empty() && plain {
        true => default.iter().map(|text| (*text).to_owned()).collect(),
        false => typed,
    };
    let covered = or(asked.typed("covered"), &[COVERED]);
    let bases = or(asked.typed("base"), &BASES);
    let stated = or(asked.typed("stated"), &[STATED]);
    if plain {
        asked.note(documents());
    }
    let bases = bases
        .iter()
        .map(|text| base(text))
        .collect::<Result<Vec<_>, _>>()?;
    let stated = stated.first().map(|text| share(text)).transpose()?;
    let mut rows = Vec::new();
    for text in &covered {
        let covered: Flow = flow(text)?;
        asked.unit(&covered.basis().unit);
        for (made, base) in formula(&covered, &bases, stated.as_ref())?
            .iter()
            .zip(&bases)
        {
            rows.push(row([
                ("covered", covered.value().into()),
                ("base", made.name.as_str().into()),
                ("total", base.total.value().into()),
                ("coverage_pct", made.percent.round_dp(12).into()),
                (
                    "low",
                    Value::or_null(made.interval.lo().value().map(|x| x.round_dp(12))),
                ),
                (
                    "high",
                    Value::or_null(made.interval.hi().value().map(|x| x.round_dp(12))),
                ),
                ("agrees_with_stated", Value::or_null(made.agrees)),
            ]));
        }
    }
    asked.answer(rows)
}

fn base(text: &str) -> Result<Base, QuestionError> {
    let (name, total) = pair("base", text)?;
    let total: Quantity<kind::Flow> = flow(total)?;
    Ok(Base {
        name: name.to_owned(),
        total,
    })
}

/// A stated share in hundredths; a fraction such as 2/3 is told to one per cent.
fn share(text: &str) -> Result<Interval, QuestionError> {
    let stated = Number::read(text)?.percent()?;
    if !text.contains('/') {
        return Ok(*stated.interval());
    }
    let around = Interval::closed(
        triffin_basis::Decimal::new(-25, 1),
        triffin_basis::Decimal::new(25, 1),
    )?;
    Ok(stated.interval().plus(&around)?)
}

fn documents() -> Note {
    Note::remark(
        "N-DEFAULT",
        "--covered 3700亿美元 --base \"China's customs=4789亿美元\" --base \"US customs=5395亿美元\" --stated 2/3 (document 002, introduction: 370 bn USD, two thirds; the bases are China's exports to the United States, 2222 ÷ 46.4 %, and what US customs count); a fraction is taken to within 2.5 points",
        "--covered 3700亿美元 --base “中国海关=4789亿美元” --base “美国海关=5395亿美元” --stated 2/3（文档002引言：3700亿美元、三分之二；两个总额分别为中国对美出口 2222÷46.4% 与美国海关统计）；分数按±2.5个百分点理解",
    )
}
