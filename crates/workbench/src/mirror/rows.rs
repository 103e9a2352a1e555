//! The rows of a mirror comparison as they are printed.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};
use triffin_basis::{Bilingual, Flag};
use triffin_trade::mirror::balance_gap::balance_gap;
use triffin_trade::mirror::cause::Moves;
use triffin_trade::mirror::gap::Direction;
use triffin_trade::mirror::interval;
use triffin_trade::{Axis, Exact};

use super::{Mirror, MirrorTable, Mirrored};
use crate::answer::{Answer, Note, Row, row};
use crate::balance::amount;
use crate::error::{QuestionError, both};
use crate::value::Value;

/// Total rows keep their order; keys come largest gap first, periods in order.
pub(super) fn order(rows: &mut [Mirrored], axis: Axis) {
    if axis == Axis::Period {
        return;
    }
    let size = |row: &Mirrored| {
        let gap = row.reports.gap().ok().flatten();
        let known = row.reports.exporter.or(row.reports.importer);
        (gap.map(Exact::magnitude), known.map(Exact::magnitude))
    };
    rows.sort_by(|x, y| {
        let by_size = size(y).cmp(&size(x)).then_with(|| x.key.cmp(&y.key));
        x.direction.cmp(&y.direction).then(by_size)
    });
}

/// The answer of `trade mirror`; what the two directions come to as a balance
/// is its total.
pub(super) fn answer(asked: &Mirror, table: MirrorTable) -> Result<Answer, QuestionError> {
    let mut meta = table.meta;
    let total = balance(asked, &table.totals)?;
    meta.notes.extend(balance_note(asked, &table.totals)?);
    let unspecified = table.totals.iter().any(|row| !row.unspecified.is_empty());
    let rows = table
        .rows
        .iter()
        .map(|row| line(asked, row, unspecified))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Answer {
        rows,
        total: Some(total),
        meta,
        ..Answer::default()
    })
}

/// The reports in the order of the two economies: a's, then b's.
fn by_side<T>(direction: Direction, exporter: T, importer: T) -> [T; 2] {
    match direction {
        Direction::AToB => [exporter, importer],
        Direction::BToA => [importer, exporter],
    }
}

fn line(asked: &Mirror, flow: &Mirrored, unspecified: bool) -> Result<Row, QuestionError> {
    let reports = &flow.reports;
    let [exporter, importer] = asked.ends(flow.direction);
    let [a, b] = by_side(flow.direction, reports.exporter, reports.importer);
    let [weight_a, weight_b] =
        by_side(flow.direction, flow.weights.exporter, flow.weights.importer);
    let gap = reports.gap()?;
    let weight = |weight: Exact| amount(gap.map(|_| weight));
    let mut cells = row([
        ("direction", flow.direction.as_str().into()),
        ("exporter", exporter.into()),
        ("importer", importer.into()),
        ("a_reports", amount(a)),
        ("b_reports", amount(b)),
        ("gap", amount(gap)),
        ("gap_pct", reports.gap_pct()?.into()),
        ("ratio", reports.ratio().into()),
        ("explained", gap.map_or(Value::Null, |_| explained(flow))),
        ("unexplained", amount(flow.attribution.unexplained)),
        ("low", amount(flow.bounds.map(|bounds| bounds.low))),
        ("high", amount(flow.bounds.map(|bounds| bounds.high))),
        (
            "estimate",
            amount(flow.estimate.map(|estimate| estimate.value)),
        ),
        ("weight_a", weight(weight_a)),
        ("weight_b", weight(weight_b)),
        ("flag", flag(flow)),
    ]);
    if let Some(key) = &flow.key {
        cells.insert(3, (Cow::Borrowed("key"), Value::text(key)));
    }
    if unspecified {
        let nested = serde_json::to_value(&flow.unspecified).unwrap_or(Json::Null);
        cells.push((Cow::Borrowed("unspecified"), Value::Nested(nested)));
    }
    Ok(cells)
}

/// How the estimate was come by; `missing` where there is none.
fn flag(flow: &Mirrored) -> Value {
    let flag = flow
        .estimate
        .map_or(Flag::Missing, |estimate| estimate.flag);
    flag.as_str().into()
}

/// The causes by name, null where not measured.
fn explained(flow: &Mirrored) -> Value {
    let causes: Map<String, Json> = flow
        .attribution
        .parts
        .iter()
        .map(|part| {
            let amount = part.amount.map_or(Json::Null, |amount| {
                serde_json::to_value(amount).unwrap_or(Json::Null)
            });
            (part.cause.as_str().to_owned(), amount)
        })
        .collect();
    Value::Nested(Json::Object(causes))
}

/// a's balance as a reports it, and as b's reports imply it.
fn balances(totals: &[Mirrored; 2]) -> Result<[Option<Exact>; 2], QuestionError> {
    let [out, back] = totals.each_ref().map(|flow| flow.reports);
    let net = |more: Option<Exact>, less: Option<Exact>| {
        more.zip(less)
            .map(|(more, less)| more.minus(less))
            .transpose()
    };
    Ok([
        net(out.exporter, back.importer)?,
        net(out.importer, back.exporter)?,
    ])
}

/// The balance of a with b: as each side reports it, the gap between the two,
/// the interval that holds both and the reconciled figure.
fn balance(asked: &Mirror, totals: &[Mirrored; 2]) -> Result<Row, QuestionError> {
    let [own, implied] = balances(totals)?;
    let gap = own
        .zip(implied)
        .map(|(own, implied)| balance_gap(own, implied))
        .transpose()?;
    let [out, back] = totals;
    let bounds = interval::balance(out.bounds, back.bounds)?;
    let estimate = match (out.estimate, back.estimate) {
        (Some(out), Some(back)) => Some((out.value.minus(back.value)?, out.flag, back.flag)),
        _ => None,
    };
    let flag = estimate.map_or(Flag::Missing, |(_, out, back)| {
        if [out, back].contains(&Flag::Mirror) {
            Flag::Mirror
        } else {
            out.max(back)
        }
    });
    let per_cent = |share: Option<f64>| Value::or_null(share.map(|share| 100.0 * share));
    Ok(row([
        ("direction", "balance".into()),
        ("exporter", asked.a.as_str().into()),
        ("importer", asked.b.as_str().into()),
        ("a_reports", amount(own)),
        ("b_reports", amount(implied)),
        ("gap", amount(gap.map(|gap| gap.gap))),
        ("gap_pct", per_cent(gap.and_then(|gap| gap.of_own))),
        (
            "gap_pct_of_partner",
            per_cent(gap.and_then(|gap| gap.of_partner)),
        ),
        ("low", amount(bounds.map(|bounds| bounds.low))),
        ("high", amount(bounds.map(|bounds| bounds.high))),
        ("estimate", amount(estimate.map(|(value, ..)| value))),
        ("flag", flag.as_str().into()),
    ]))
}

/// The balance in words, with the sign either side gives it.
fn balance_note(asked: &Mirror, totals: &[Mirrored; 2]) -> Result<Option<Note>, QuestionError> {
    let [Some(own), Some(implied)] = balances(totals)? else {
        return Ok(None);
    };
    let (a, b) = (&asked.a, &asked.b);
    let theirs = implied.negated();
    let gap = balance_gap(own, implied)?.gap;
    let turned = own.signum() * implied.signum() < 0;
    let (turn, turn_zh) = if turned {
        (
            "; the two do not even agree on its sign",
            "；双方连正负号都不一致",
        )
    } else {
        ("", "")
    };
    Ok(Some(Note::remark(
        "N-MIRROR-BALANCE",
        format!(
            "{a} reports a balance of {own} with {b}, {b} one of {theirs} with {a}: a gap of {gap}{turn}"
        ),
        format!(
            "{a} 报告与 {b} 的差额为 {own}，{b} 报告与 {a} 的差额为 {theirs}：相差 {gap}{turn_zh}"
        ),
    )))
}

/// The answer of `trade mirror --causes`.
pub(super) fn causes(asked: &Mirror, table: MirrorTable) -> Result<Answer, QuestionError> {
    let mut meta = table.meta;
    meta.system = "S11.2";
    let mut rows = Vec::new();
    for flow in &table.rows {
        let [exporter, importer] = asked.ends(flow.direction);
        let of = |cause: Value, amounts: [Option<Exact>; 3], sign: [Value; 2], why: Value| {
            let [moves, rule] = sign;
            let mut cells = row([
                ("direction", flow.direction.as_str().into()),
                ("exporter", exporter.into()),
                ("importer", importer.into()),
                ("cause", cause),
                ("amount", amount(amounts[0])),
                ("low", amount(amounts[1])),
                ("high", amount(amounts[2])),
                ("moves", moves),
                ("why", why),
                ("sign_rule", rule),
            ]);
            if let Some(key) = &flow.key {
                cells.insert(3, (Cow::Borrowed("key"), Value::text(key)));
            }
            cells
        };
        for part in &flow.attribution.parts {
            let cause = part.cause;
            let moves = match cause.moves() {
                Moves::Raises => "raises",
                Moves::Lowers => "lowers",
                Moves::Either => "either",
            };
            let rule = both(|lang| cause.rule(lang).to_owned());
            rows.push(of(
                cause.as_str().into(),
                [part.amount, part.low, part.high],
                [moves.into(), Value::Both(rule)],
                Value::Both(part.why.clone()),
            ));
        }
        let rest = flow.attribution.unexplained;
        rows.push(of(
            "unexplained".into(),
            [rest, None, None],
            [Value::Null, Value::Null],
            Value::Both(Bilingual::new(
                "the gap less every measured cause",
                "差异减去各项已计量的原因",
            )),
        ));
    }
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}
