//! `trade gap`: two stated reports of one balance.

use triffin_basis::kind::Flow;
use triffin_basis::{Amount, Basis, Quantity, parse_amount};
use triffin_trade::Exact;
use triffin_trade::mirror::balance_gap::{balance_gap, turns};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::balance::amount;
use crate::error::QuestionError;
use crate::value::Value;

/// A balance as two sides state it, in their words: `["3610亿美元", "2950亿美元"]`.
pub type Stated<'a> = [&'a str; 2];

/// The gap between the surplus an economy states and the deficit its partner
/// states, over either, and whether it has turned since an earlier period.
///
/// # Errors
/// When a text holds no amount, or `E-BASIS-…` where the units differ.
pub fn gap(now: Stated<'_>, before: Option<Stated<'_>>) -> Result<Answer, QuestionError> {
    let mut meta = Meta {
        system: "S11.1",
        formula: Some("gap = partner's deficit − own surplus"),
        ..Meta::default()
    };
    let mut rows = Vec::new();
    let mut gaps = Vec::new();
    for stated in before.into_iter().chain([now]) {
        let [own, partner] = stated;
        let (own, partner) = (parse_amount(own)?, parse_amount(partner)?);
        let unit = own.unit.to_string();
        if meta.unit.as_ref().is_some_and(|other| *other != unit) {
            same_unit(
                &parse_amount(now[0])?,
                &parse_amount(before.unwrap_or(now)[0])?,
            )?;
        }
        meta.unit = Some(unit);
        let (line, gap) = line(stated, &own, &partner)?;
        gaps.push((format!("{} / {}", stated[0], stated[1]), gap));
        rows.push(line);
    }
    meta.notes = turns(&gaps)
        .into_iter()
        .map(|(from, to)| {
            Note::remark(
                "N-MIRROR-TURN",
                format!("the gap changes its sign between {from} and {to}: causes that explain one sign do not explain the other"),
                format!("差异在 {from} 与 {to} 之间变号：能解释一种符号的原因不能解释另一种"),
            )
        })
        .collect();
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

fn same_unit(a: &Amount, b: &Amount) -> Result<(), QuestionError> {
    Ok(Basis::of(a.unit.clone()).require_same(&Basis::of(b.unit.clone()))?)
}

fn line(texts: Stated<'_>, own: &Amount, partner: &Amount) -> Result<(Row, Exact), QuestionError> {
    let flow = |amount: &Amount| -> Result<Quantity<Flow>, QuestionError> {
        Ok(Quantity::printed(amount, Basis::of(amount.unit.clone()))?)
    };
    // The difference of what was printed: its interval is what rounding allows.
    let printed = flow(partner)?.minus(&flow(own)?)?;
    let apart = balance_gap(own.value.into(), partner.value.into())?;
    let per_cent = |share: Option<f64>| Value::or_null(share.map(|share| 100.0 * share));
    let cells = row([
        ("own_surplus", texts[0].into()),
        ("partner_deficit", texts[1].into()),
        ("gap", amount(Some(apart.gap))),
        ("gap_pct", per_cent(apart.of_own)),
        ("gap_pct_of_partner", per_cent(apart.of_partner)),
        ("low", Value::or_null(printed.interval().lo().value())),
        ("high", Value::or_null(printed.interval().hi().value())),
    ]);
    Ok((cells, apart.gap))
}

#[cfg(test)]
mod tests {
    use triffin_basis::Lang;

    use super::*;

    /// 000 and 002: 2018 and 2024, in 亿美元.
    #[test]
    fn the_two_statements_of_2024_are_660_apart_and_the_sign_has_turned() {
        let asked = gap(
            ["3610亿美元", "2950亿美元"],
            Some(["3230亿美元", "4190亿美元"]),
        )
        .unwrap();
        let told = |row: usize, name| Answer::cell(&asked.rows[row], name).plain(Lang::En);
        assert_eq!(told(0, "gap"), "96000000000");
        assert_eq!(told(1, "gap"), "-66000000000");
        assert_eq!(&told(1, "gap_pct")[..5], "-18.2");
        assert_eq!(&told(1, "gap_pct_of_partner")[..5], "-22.3");
        assert_eq!(
            (told(1, "low"), told(1, "high")),
            ("-66100000000".into(), "-65900000000".into())
        );
        assert_eq!(asked.meta.notes[0].code, "N-MIRROR-TURN");
    }

    #[test]
    fn two_currencies_have_no_gap() {
        let refused = gap(["3610亿美元", "2950亿元人民币"], None).unwrap_err();
        assert!(refused.code.starts_with("E-BASIS-"), "{refused}");
        let later = gap(["3610亿美元", "2950亿美元"], Some(["3亿日元", "2亿日元"])).unwrap_err();
        assert!(later.code.starts_with("E-BASIS-"), "{later}");
        assert!(gap(["nothing", "2950亿美元"], None).is_err());
    }
}
