//! What the debt costs: S6.12–S6.14 and S6.19.

use triffin_cycle::treasury::amounts::{Flow, Number, Stock};
use triffin_cycle::treasury::interest::burden;
use triffin_cycle::treasury::ladder::Ladder;
use triffin_cycle::treasury::privilege::privilege as saving;
use triffin_cycle::treasury::rollover::rollover as added;
use triffin_cycle::treasury::snowball::{Course, Debtor, Year, course, snowball as path};

use super::asked::{Asked, Named};
use super::cells::{basis_points, high, low, money, number, percent, percent_or_null};
use super::given::Given;
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// S6.12: effective rate by debt and statement of interest, and what it is compared with.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn interest(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.12", "i = I ÷ D");
    let paid = asked.many::<Flow>(
        "interest",
        &[
            "net-interest-text",
            "net-interest-high",
            "net-interest-2024",
        ],
    )?;
    let debts = asked.many::<Stock>("debt", &["debt-2024", "debt-2025-10", "tradable-stock"])?;
    let defence = asked.perhaps::<Flow>("defence", Some("defence-2024"))?;
    let revenue = asked.perhaps::<Flow>("revenue", Some("revenue-2024"))?;
    let mut rows = Vec::new();
    for interest in &paid {
        for debt in &debts {
            let made = burden(
                &interest.value,
                &debt.value,
                defence.as_ref(),
                revenue.as_ref(),
            )?;
            let rate = made.rate.percent()?;
            rows.push(row([
                ("interest_name", interest.name.clone()),
                ("debt_name", debt.name.clone()),
                ("interest", money(&interest.value)),
                ("debt", money(&debt.value)),
                ("rate_pct", number(&rate)),
                ("low", low(rate.interval())),
                ("high", high(rate.interval())),
                ("of_defence_pct", percent_or_null(made.of_defence.as_ref())?),
                ("of_revenue_pct", percent_or_null(made.of_revenue.as_ref())?),
            ]));
        }
    }
    asked.answer(rows)
}

/// S6.13: interest added when maturing debt takes a new rate.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn rollover(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.13", "ΔI = M·Δr");
    let maturing = asked.many::<Stock>(
        "maturing",
        &["maturing-text", "maturing-jec", "maturing-repriced"],
    )?;
    let rise = rise(&mut asked)?;
    let paid = asked.perhaps::<Flow>("interest", Some("net-interest-text"))?;
    let debts = match asked.plain() {
        true => asked.many::<Stock>("debt", &["debt-2024", "tradable-stock"])?,
        false => asked.many::<Stock>("debt", &[])?,
    };
    let mut rows = Vec::new();
    for due in &maturing {
        let extra = added(&due.value, &rise)?;
        let of_interest = paid
            .as_ref()
            .map(|paid| Number::ratio(&extra, paid))
            .transpose()?;
        let shared = |debt: Option<&Named<Stock>>| -> Result<Row, QuestionError> {
            let share = debt
                .map(|debt| Number::ratio(&due.value, &debt.value))
                .transpose()?;
            Ok(row([
                ("maturing_name", due.name.clone()),
                ("maturing", money(&due.value)),
                ("rise_pp", percent(&rise)?),
                ("added_interest", money(&extra)),
                ("low", low(extra.interval())),
                ("high", high(extra.interval())),
                ("of_interest_pct", percent_or_null(of_interest.as_ref())?),
                (
                    "debt_name",
                    debt.map_or(Value::Null, |debt| debt.name.clone()),
                ),
                ("of_debt_pct", percent_or_null(share.as_ref())?),
            ]))
        };
        match debts.is_empty() {
            true => rows.push(shared(None)?),
            false => {
                for debt in &debts {
                    rows.push(shared(Some(debt))?);
                }
            }
        }
    }
    asked.answer(rows)
}

/// The rise as stated, or the new rate less the old one; one point where neither is.
fn rise(asked: &mut Asked<'_>) -> Result<Number, QuestionError> {
    let old = asked.perhaps::<Number>("old_rate", None)?;
    let new = asked.perhaps::<Number>("new_rate", None)?;
    match (old, new) {
        (Some(old), Some(new)) => Ok(new.minus(&old)?),
        (None, None) => Ok(asked.one::<Number>("rise", "rollover-rise")?.value),
        (Some(old), None) => {
            let new = asked.one::<Number>("new_rate", "bill-rate")?.value;
            Ok(new.minus(&old)?)
        }
        (None, Some(new)) => {
            Ok(new.minus(&asked.one::<Number>("old_rate", "average-rate")?.value)?)
        }
    }
}

/// S6.14: the path of a debt whose interest is paid by new debt.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn snowball(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.14", "D_{t+1} = D_t·(1 + i_t) + PD_t");
    let debtor = debtor(&mut asked)?;
    let years = asked.count("years", 30)?;
    let made = path(&debtor, years)?;
    let end = course(&debtor);
    asked.basis().insert("course", end.code().to_owned());
    asked.note(course_note(end));
    let rows = made.iter().map(year_row).collect();
    asked.answer(rows)
}

fn debtor(asked: &mut Asked<'_>) -> Result<Debtor, QuestionError> {
    let debt = asked.one::<Stock>("debt", "debt-public-2024")?.value;
    let output = asked.perhaps::<Flow>("gdp", Some("gdp-us-2024"))?;
    let primary = asked.one::<Flow>("primary", "primary-deficit-2024")?.value;
    // A deficit in another currency than the debt must not pass as a number.
    Number::ratio(&primary, &debt)?;
    if let Some(output) = &output {
        Number::ratio(&debt, output)?;
    }
    let rate = |asked: &mut Asked<'_>, option, default| -> Result<f64, QuestionError> {
        Ok(asked.one::<Number>(option, default)?.value.to_f64())
    };
    Ok(Debtor {
        rate: rate(asked, "rate", "average-rate")?,
        new_rate: rate(asked, "new_rate", "bill-rate")?,
        growth: rate(asked, "growth", "growth-us")?,
        ladder: ladder(asked)?,
        debt: Number::exact(debt.value()).to_f64(),
        output: output.map(|output| Number::exact(output.value()).to_f64()),
        primary: Number::exact(primary.value()).to_f64(),
    })
}

/// Shares by year as typed, else a first-year share and an average maturity.
fn ladder(asked: &mut Asked<'_>) -> Result<Ladder, QuestionError> {
    let shares = asked.many::<Number>("ladder", &[])?;
    if !shares.is_empty() {
        let shares: Vec<Number> = shares.iter().map(|share| share.value).collect();
        return Ok(Ladder::of(&shares)?);
    }
    let first = asked.one::<Number>("maturing", "maturing-share")?.value;
    let months = asked.one::<super::input::Count>("average_months", "average-months")?;
    Ok(Ladder::from_average(&first, months.value.0.into())?)
}

fn year_row(year: &Year) -> Row {
    let percent = |x: f64| Value::Float(100.0 * x);
    let money = |x: f64| Value::Float((100.0 * x).round() / 100.0);
    row([
        ("year", i64::from(year.year).into()),
        ("debt", money(year.debt)),
        ("interest", money(year.interest)),
        ("rate_pct", percent(year.rate)),
        ("primary_deficit", money(year.primary)),
        ("refinanced", money(year.refinanced)),
        ("ratio_pct", Value::or_null(year.ratio.map(percent))),
        (
            "stabilising_surplus_pct",
            Value::or_null(year.stabilising.map(percent)),
        ),
        ("above_growth_pp", percent(year.above_growth)),
    ])
}

fn course_note(end: Course) -> Note {
    match end {
        Course::Explosive => Note::warning(
            "W-SNOWBALL-EXPLOSIVE",
            "explosive: new debt costs more than output grows and no primary surplus covers the difference, so that the ratio rises without end",
            "爆炸性：新债成本高于产出增长，且没有基本盈余弥补，债务率将无限上升",
        ),
        Course::Stable => Note::remark(
            "N-SNOWBALL-STABLE",
            "stable: the ratio stays where it is",
            "稳定：债务率保持不变",
        ),
        Course::Settling => Note::remark(
            "N-SNOWBALL-SETTLES",
            "settling: new debt costs no more than output grows, so that the ratio ends at a level of its own",
            "趋稳：新债成本不高于产出增长，债务率收敛于某一水平",
        ),
        Course::Vanishing => Note::remark(
            "N-SNOWBALL-VANISHES",
            "vanishing: the primary surplus pays the debt down",
            "消减：基本盈余使债务逐步清偿",
        ),
    }
}

/// S6.19: what a lower rate saves, in the first year and once all debt carries it.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn privilege(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.19", "(i* − i)·D; (i* − i)·m·D");
    let debts = asked.many::<Stock>("debt", &["tradable-stock"])?;
    let spreads = spreads(&mut asked)?;
    let refinanced = asked.one::<Number>("refinanced", "maturing-share")?.value;
    let mut rows = Vec::new();
    for debt in &debts {
        for spread in &spreads {
            let made = saving(&debt.value, &spread.value, &refinanced)?;
            rows.push(row([
                ("spread_name", spread.name.clone()),
                ("debt_name", debt.name.clone()),
                ("debt", money(&debt.value)),
                ("spread_bp", basis_points(&made.spread)?),
                ("saving_first_year", money(&made.short)),
                ("saving_long_run", money(&made.long)),
                ("low", low(made.long.interval())),
                ("high", high(made.long.interval())),
            ]));
        }
    }
    asked.note(Note::remark(
        "N-PRIVILEGE-SIGN",
        "in the short run foreign buyers press the long rate down and the saving is positive; in the long run document 000 has depreciation, inflation and tightening, which turn the spread's sign (lines 141–145)",
        "短期外资买盘压低长端利率，节省为正；长期按000文档（第141—145行）出现贬值、通胀与被迫收紧，利差变号",
    ));
    asked.answer(rows)
}

/// Spreads as stated, or the counterfactual rate less the rate paid.
fn spreads(asked: &mut Asked<'_>) -> Result<Vec<Named<Number>>, QuestionError> {
    let other = asked.perhaps::<Number>("counterfactual", None)?;
    let Some(other) = other else {
        let defaults = [
            "spread-flows",
            "spread-premium-before",
            "spread-premium-after",
        ];
        return asked.many("spread", &defaults);
    };
    let rate = asked.one::<Number>("rate", "average-rate")?;
    Ok(vec![Named {
        name: super::cells::told(
            "counterfactual rate less the rate paid",
            "反事实利率减实际利率",
        ),
        value: other.minus(&rate.value)?,
    }])
}
