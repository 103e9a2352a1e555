//! Questions about numbers as texts print them: what they say, what they grow
//! at, whether they may be set against one another.

use triffin_basis::conversion::{
    Conventions, Margin, MarginBase, QuoteChange, ValueChange, refused,
};
use triffin_basis::kind::Flow;
use triffin_basis::{
    Amount, Basis, BasisError, Bilingual, Bound, Decimal, GrossNet, Hedge, Quantity, StockFlow,
    parse_amount, parse_decimal, slip,
};
use triffin_trade::growth;
use triffin_trade::ratio::{self, Part};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::{self, QuestionError};
use crate::value::Value;

/// A figure to convert, in the convention it is stated in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// The quote rose by this share: 0.12 is +12 %.
    QuoteRise(String),
    /// The currency's value changed by this share: −0.107 is a loss of 10.7 %.
    ValueChange(String),
    /// Freight and insurance as a share of FOB.
    MarginOnFob(String),
    /// Freight and insurance as a share of CIF.
    MarginOnCif(String),
    /// A stock, asked as a flow: refused.
    StockAsFlow(String),
    /// A gross figure, asked net: refused.
    GrossAsNet(String),
}

/// What printed amounts say: exact value, unit and the interval their digits
/// allow; amounts that look like one figure at two scales are named.
///
/// # Errors
/// When a text holds no amount or an ambiguous one.
pub fn parse(texts: &[String]) -> Result<Answer, QuestionError> {
    let amounts = texts
        .iter()
        .map(|text| parse_amount(text))
        .collect::<Result<Vec<_>, _>>()?;
    let rows = texts
        .iter()
        .zip(&amounts)
        .map(|(text, amount)| amount_row(text, amount))
        .collect();
    let mut notes = Vec::new();
    for (i, a) in amounts.iter().enumerate() {
        for (j, b) in amounts.iter().enumerate().skip(i + 1) {
            notes.extend(compare((&texts[i], a), (&texts[j], b))?);
        }
    }
    let mut meta = meta("S11.8", "printed digits ± half their last place");
    meta.notes = notes;
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

fn meta(system: &'static str, formula: &'static str) -> Meta {
    Meta {
        system,
        formula: Some(formula),
        ..Meta::default()
    }
}

fn amount_row(text: &str, amount: &Amount) -> Row {
    row([
        ("text", text.into()),
        // A range states no single figure.
        ("value", figure(amount).map_or(Value::Null, Into::into)),
        ("unit", Value::text(amount.unit.to_string())),
        ("scale", power_of_ten(amount.scale.exponent())),
        (
            "hedge",
            Value::Both(error::both(|lang| amount.hedge.label(lang).to_owned())),
        ),
        ("low", bound(amount.interval.lo())),
        ("low_included", amount.interval.lo().is_closed().into()),
        ("high", bound(amount.interval.hi())),
        ("high_included", amount.interval.hi().is_closed().into()),
    ])
}

/// The one figure an amount states; none for a range.
fn figure(amount: &Amount) -> Option<Decimal> {
    (amount.hedge != Hedge::Between).then_some(amount.value)
}

/// An amount that must be one figure.
fn one_figure(text: &str) -> Result<Amount, QuestionError> {
    let amount = parse_amount(text)?;
    match figure(&amount) {
        Some(_) => Ok(amount),
        None => Err(BasisError::new(
            "E-AMOUNT-RANGE",
            format!("\"{text}\" is a range"),
            format!("“{text}”是区间"),
        )
        .value(text)
        .expected("one figure", "单一数值")
        .remedy("Ask once for each end of the range", "请分别以区间两端提问")
        .into()),
    }
}

/// The factor of a scale: 1, 10000, 100000000 …
fn power_of_ten(exponent: u32) -> Value {
    Value::Digits(format!("1{}", "0".repeat(exponent as usize)))
}

fn bound(bound: Bound) -> Value {
    Value::or_null(bound.value())
}

/// Two amounts of one unit: equal, one inside the other, or a suspected slip.
fn compare(a: (&String, &Amount), b: (&String, &Amount)) -> Result<Option<Note>, QuestionError> {
    let ((a_text, a), (b_text, b)) = (a, b);
    let ranges = figure(a).is_none() || figure(b).is_none();
    if ranges || a.unit != b.unit || a.value.is_zero() || b.value.is_zero() {
        return Ok(None);
    }
    if a.value == b.value {
        return Ok(Some(Note::remark(
            "N-EQUAL",
            format!("{a_text} and {b_text} are the same value"),
            format!("{a_text} 与 {b_text} 是同一数值"),
        )));
    }
    Ok(slip::suspect(a.value, b.value)?.map(|slip| {
        let message = slip.message();
        Note::warning(
            "W-SCALE-SLIP",
            format!("{a_text} beside {b_text}: {}", message.en),
            format!("{a_text} 与 {b_text}：{}", message.zh),
        )
    }))
}

/// A figure in its other convention, or the refusal where there is none.
///
/// # Errors
/// `E-BASIS-STOCKFLOW` and `E-BASIS-GROSSNET` always, as neither follows from
/// the other; when the share is none.
pub fn convert(stated: &Stated) -> Result<Answer, QuestionError> {
    match stated {
        Stated::QuoteRise(text) => conventions(&QuoteChange::new(share(text)?)?.conventions()?),
        Stated::ValueChange(text) => conventions(&ValueChange::new(share(text)?)?.conventions()?),
        Stated::MarginOnFob(text) => margin(Margin::new(share(text)?, MarginBase::Fob, "stated")?),
        Stated::MarginOnCif(text) => margin(Margin::new(share(text)?, MarginBase::Cif, "stated")?),
        Stated::StockAsFlow(text) => {
            parse_amount(text)?;
            refused::stock_flow(StockFlow::Stock, StockFlow::Flow)?;
            Ok(Answer::default())
        }
        Stated::GrossAsNet(text) => {
            parse_amount(text)?;
            refused::gross_net(GrossNet::Gross, GrossNet::Net)?;
            Ok(Answer::default())
        }
    }
}

/// A share as typed: `0.12` or `12%`.
fn share(text: &str) -> Result<Decimal, QuestionError> {
    match text.trim().strip_suffix(['%', '％']) {
        Some(percent) => Ok(parse_decimal(percent)? / Decimal::ONE_HUNDRED),
        None => Ok(parse_decimal(text)?),
    }
}

fn conventions(all: &Conventions) -> Result<Answer, QuestionError> {
    let rows = vec![row([
        ("quote_rise", all.quote_rise.into()),
        ("value_change", all.value_change.into()),
        ("value_loss", all.value_loss.into()),
        ("log_value_change", all.log_value_change.into()),
    ])];
    let mut meta = meta("S11.12", "v = 1/(1 + q) − 1; q = 1/(1 + v) − 1");
    meta.unit = Some("share of one".to_owned());
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

fn margin(margin: Margin) -> Result<Answer, QuestionError> {
    let rows = vec![row([
        ("margin_on_fob", margin.phi().into()),
        ("margin_on_cif", margin.tau().into()),
        ("cif_per_fob", (Decimal::ONE + margin.phi()).into()),
    ])];
    let mut meta = meta("S1.11", "CIF = FOB (1 + φ) = FOB / (1 − τ); φ = τ/(1 − τ)");
    meta.unit = Some("share of one".to_owned());
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

/// Growth between two stated amounts, and beside another statement of the end.
///
/// # Errors
/// `E-TRADE-GROWTH` when the sign changes or the base is about zero;
/// `E-BASIS-…` when the two are in different units.
pub fn growth(
    start: &str,
    end: &str,
    periods: u32,
    beside: Option<&str>,
) -> Result<Answer, QuestionError> {
    let (first, last) = (one_figure(start)?, one_figure(end)?);
    same_unit(&first, &last)?;
    let grown = growth::growth(first.value, last.value, periods)?;
    let line = |text: &str, compound: f64, multiple: f64| {
        row([
            ("start", start.into()),
            ("end", text.into()),
            ("periods", i64::from(periods).into()),
            ("growth", compound.into()),
            ("multiple", multiple.into()),
        ])
    };
    let mut rows = vec![line(end, grown.compound, grown.multiple)];
    let caution = growth::scale_warning(first.value.into(), last.value.into(), f64::from(periods))?;
    let mut meta = meta("S1.19", "g = (B_n / B_0)^(1/n) − 1");
    meta.unit = Some("share a period".to_owned());
    meta.notes.extend(caution.map(|text| Note {
        code: "W-GROWTH-SCALE",
        text,
        finding: false,
    }));
    if let Some(beside) = beside {
        let other = one_figure(beside)?;
        same_unit(&first, &other)?;
        let alternative = grown.with_end(other.value)?;
        rows.push(line(
            beside,
            alternative.compound,
            growth::multiple(first.value.into(), other.value.into())?,
        ));
        meta.notes.extend(alternative.slip.map(|slip| Note {
            code: "W-SCALE-SLIP",
            text: slip.message(),
            finding: true,
        }));
    }
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

fn same_unit(a: &Amount, b: &Amount) -> Result<(), QuestionError> {
    Ok(Basis::of(a.unit.clone()).require_same(&Basis::of(b.unit.clone()))?)
}

/// `a ÷ b` in per cent, or `a − b`, where the two share a basis.
///
/// # Errors
/// `E-BASIS-…` naming the attribute that differs.
pub fn ratio(numerator: &str, denominator: &str, spread: bool) -> Result<Answer, QuestionError> {
    let (a, b) = (flow(numerator)?, flow(denominator)?);
    let (value, low, high, unit, formula) = if spread {
        let difference = a.minus(&b)?;
        (
            difference.value(),
            difference.interval().lo(),
            difference.interval().hi(),
            difference.basis().unit.to_string(),
            "a − b",
        )
    } else {
        let part = |amount: Quantity<Flow>, name: &str| Part {
            name: Bilingual::same(name),
            amount,
        };
        let compared = ratio::ratio(&[part(a, numerator)], &[part(b, denominator)], denominator)?;
        let result = compared.result;
        (
            result.value(),
            result.interval().lo(),
            result.interval().hi(),
            "%".to_owned(),
            "Σ parts of a ÷ Σ parts of b × 100",
        )
    };
    let mut meta = meta("S1.20", formula);
    meta.unit = Some(unit);
    let rows = vec![row([
        ("numerator", numerator.into()),
        ("denominator", denominator.into()),
        ("result", value.into()),
        ("low", bound(low)),
        ("high", bound(high)),
    ])];
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

fn flow(text: &str) -> Result<Quantity<Flow>, QuestionError> {
    let amount = one_figure(text)?;
    Ok(Quantity::printed(&amount, Basis::of(amount.unit.clone()))?)
}

/// Ranks named amounts, largest first, once they share one stated basis.
///
/// # Errors
/// `E-BASIS-CURRENCY` when a row states no currency or two differ.
pub fn rank(rows: &[(String, String)]) -> Result<Answer, QuestionError> {
    let quantities = rows
        .iter()
        .map(|(_, text)| flow(text))
        .collect::<Result<Vec<_>, _>>()?;
    let order = Quantity::rank(&quantities)?;
    let rows = order.iter().enumerate().map(|(place, index)| {
        row([
            ("rank", (place + 1).into()),
            ("key", rows[*index].0.as_str().into()),
            ("value", quantities[*index].value().into()),
            (
                "unit",
                Value::text(quantities[*index].basis().unit.to_string()),
            ),
        ])
    });
    Ok(Answer {
        rows: rows.collect(),
        meta: meta("S11.5", "typed quantities: rank only on one basis"),
        ..Answer::default()
    })
}
