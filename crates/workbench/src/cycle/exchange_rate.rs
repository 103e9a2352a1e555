//! `cycle exchange-rate`: whose orders moved a currency.

use triffin_basis::{BasisError, Bilingual};
use triffin_cycle::accounts::{CurrencyId, Order, currency_market};

use super::accounts::Solved;
use super::comparison::{AskedChange, Comparison};
use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// Σ over sectors of Δ(flows + income + portfolio) = 0
///
/// One row a sector that trades the currency: what it sold on balance (+) or
/// had to buy (−) in that currency, by flows, income and portfolio, in the
/// run and by how much more than without its shocks. All orders sum to zero
/// in both: the rate is what made them agree.
///
/// # Errors
/// Those of a run; `E-CYCLE-NO-ACCOUNTS`; `E-CYCLE-CURRENCY` where the model
/// has no such currency or it has no rate.
pub fn exchange_rate(asked: &AskedChange) -> Result<Answer, QuestionError> {
    let compared = Comparison::of(asked)?;
    let (currency, name) = currency(&compared.after, asked.accounts.currency.as_deref())?;
    let orders = |of: &Solved| of.seen(None, |state| currency_market(state, currency));
    let (before, after) = (orders(&compared.before)?, orders(&compared.after)?);
    let mut rows: Vec<Row> = Vec::new();
    for (before, after) in before.iter().zip(&after) {
        let trades = |order: &Order| [order.flows, order.income, order.portfolio] != [0.0; 3];
        if trades(before) || trades(after) {
            rows.push(order_row(before, after));
        }
    }
    let rates = [&compared.before, &compared.after].map(|of| of.rate(currency));
    let mut notes = compared.notes();
    if let [Some(before), Some(after)] = rates {
        notes.push(rate_note(&name, before, after));
    }
    Ok(Answer {
        rows,
        meta: Meta {
            unit: Some(name),
            formula: Some("Σ_i (flows_i + income_i + portfolio_i) = 0"),
            notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

fn order_row(before: &Order, after: &Order) -> Row {
    row([
        ("sector", Value::text(&after.sector)),
        ("flows", after.flows.into()),
        ("income", after.income.into()),
        ("portfolio", after.portfolio.into()),
        ("net", after.net().into()),
        ("flows_change", (after.flows - before.flows).into()),
        ("income_change", (after.income - before.income).into()),
        (
            "portfolio_change",
            (after.portfolio - before.portfolio).into(),
        ),
        ("net_change", (after.net() - before.net()).into()),
    ])
}

/// The currency asked for, one with a rate.
fn currency(solved: &Solved, named: Option<&str>) -> Result<(CurrencyId, String), BasisError> {
    let accounts = solved.accounts()?;
    let rated = accounts.currencies.iter().enumerate();
    let mut rated = rated.filter(|(_, known)| known.rate.is_some());
    let found = match named {
        Some(name) => rated.clone().find(|(_, known)| known.name == name),
        None => rated.next(),
    };
    found
        .map(|(place, known)| (CurrencyId(place), known.name.clone()))
        .ok_or_else(|| {
            let names = accounts
                .currencies
                .iter()
                .filter(|known| known.rate.is_some());
            let names: Vec<&str> = names.map(|known| known.name.as_str()).collect();
            no_rate(named.unwrap_or_default(), &names)
        })
}

fn no_rate(name: &str, known: &[&str]) -> BasisError {
    let error = BasisError::new(
        "E-CYCLE-CURRENCY",
        format!("the model has no exchange rate of `{name}`"),
        format!("模型中没有“{name}”的汇率"),
    )
    .value(name);
    match known.is_empty() {
        true => error.expected("a model with several currencies", "含多种货币的模型"),
        false => error.expected(known.join(", "), known.join("、")),
    }
}

fn rate_note(name: &str, before: f64, after: f64) -> Note {
    let change = 100.0 * (after / before - 1.0);
    let way = match change {
        change if change > 0.0 => Bilingual::new("weaker", "贬值"),
        change if change < 0.0 => Bilingual::new("dearer", "升值"),
        _ => Bilingual::new("unchanged", "不变"),
    };
    Note::remark(
        "N-CYCLE-RATE",
        format!(
            "{name}: {before:.6} without, {after:.6} with, {change:+.3} % ({}); units for one of the first currency, up is weaker",
            way.en
        ),
        format!(
            "{name}：无冲击 {before:.6}，有冲击 {after:.6}，{change:+.3}%（{}）；每单位首个货币所值的数量，上升即贬值",
            way.zh
        ),
    )
}
