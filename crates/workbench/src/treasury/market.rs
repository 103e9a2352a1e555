//! Depth, price impact and the safe-asset screen: S6.5–S6.7.

use std::collections::BTreeMap;

use triffin_cycle::treasury::amounts::{Daily, Flow, Number, Stock};
use triffin_cycle::treasury::depth as market;
use triffin_cycle::treasury::figures::{self, Told};
use triffin_cycle::treasury::impact::{Coefficient, impact as price_impact};
use triffin_cycle::treasury::screen::{Limits, Measures, Screened, Verdict, screen as screened};

use super::asked::Asked;
use super::cells::{basis_points, high, low, money, number, percent, percent_or_null};
use super::given::Given;
use super::input::{Count, Input, Multiple};
use super::pairs::{halves, malformed, pair};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// S6.6: turnover, days to turn over, and an order beside both.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn depth(given: &Given) -> Result<Answer, QuestionError> {
    let formula = "turnover = ADV ÷ stock; days = stock ÷ ADV; order ÷ ADV";
    let mut asked = Asked::new(given, "S6.6", formula);
    let stocks = asked.many::<Stock>("stock", &["tradable-stock", "debt-2024"])?;
    let volume = asked.one::<Daily>("volume", "daily-volume")?.value;
    let order = asked.perhaps::<Flow>("order", Some("china-sales"))?;
    let mut rows = Vec::new();
    for stock in stocks {
        let made = market::depth(&stock.value, &volume, order.as_ref())?;
        let order = made.order.as_ref();
        let turnover = made.turnover.percent()?;
        rows.push(row([
            ("stock_name", stock.name),
            ("stock", money(&stock.value)),
            ("volume", money(&volume.0)),
            ("turnover_pct", number(&turnover)),
            ("low", low(turnover.interval())),
            ("high", high(turnover.interval())),
            ("days", number(&made.days)),
            (
                "order_of_day_pct",
                percent_or_null(order.map(|o| &o.of_day))?,
            ),
            (
                "order_of_stock_pct",
                percent_or_null(order.map(|o| &o.of_stock))?,
            ),
        ]));
    }
    asked.answer(rows)
}

/// S6.7: what sales by a holder do to a yield, as stated and as estimated.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn impact(given: &Given) -> Result<Answer, QuestionError> {
    let formula = "Δy = k·(s ÷ ADV); k = β·21·ADV ÷ F; × D_then ÷ D_now";
    let mut asked = Asked::new(given, "S6.7", formula);
    let sale = asked.one::<Flow>("sale", "china-sales")?.value;
    let months = asked.one::<Count>("months", "months-since-peak")?.value.0;
    let volume = asked.one::<Daily>("volume", "daily-volume")?.value;
    let debt = asked.one::<Stock>("debt", "tradable-stock")?.value;
    let debt_then = asked
        .one::<Stock>("debt_then", "debt-marketable-1990s")?
        .value;
    let flow = asked.one::<Flow>("flow", "impact-flow")?.value;
    let rises = asked.many::<Number>("rise", &["impact-low", "impact-high", "impact-after"])?;
    let mut rows = Vec::new();
    let mut beyond = false;
    for rise in rises {
        let estimate = Coefficient {
            rise: rise.value,
            flow: flow.clone(),
            debt_then: debt_then.clone(),
        };
        let made = price_impact(&sale, months, &volume, &estimate, &debt)?;
        beyond |= made.beyond;
        rows.push(row([
            ("estimate_name", rise.name),
            ("sale", money(&sale)),
            ("monthly_sale", money(&made.monthly)),
            ("of_day_pct", percent(&made.of_day)?),
            ("k_bp", basis_points(&made.k)?),
            ("rise_then_bp", basis_points(&made.unscaled)?),
            ("rise_bp", basis_points(&made.scaled)?),
            ("beyond_estimate", made.beyond.into()),
        ]));
    }
    if beyond {
        asked.note(Note::warning(
            "W-IMPACT-RANGE",
            "the sale of a month, at today's size of the market, exceeds the flow the effect was estimated for: a straight line beyond it is no estimate",
            "按当前市场规模折算，单月减持超过了估计所依据的流量：线性外推不能当作估计",
        ));
    }
    asked.answer(rows)
}

/// S6.5: assets against depth, liquidity and safety, as told and as measured.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn screen(given: &Given) -> Result<Answer, QuestionError> {
    let formula = "order ≤ a·size; order ≤ b·ADV; impact ≤ c; default ≤ d";
    let mut asked = Asked::new(given, "S6.5", formula);
    let order = asked.one::<Flow>("order", "china-sales")?.value;
    let year = i32::try_from(asked.count("year", 2025)?).unwrap_or(i32::MAX);
    let limits = Limits {
        of_size: asked.one::<Number>("max_of_size", "screen-of-size")?.value,
        of_day: asked
            .one::<Multiple>("max_of_day", "screen-of-day")?
            .value
            .0,
        impact: asked.one::<Number>("max_impact", "screen-impact")?.value,
        default: asked.one::<Number>("max_default", "screen-default")?.value,
    };
    let measures = measured(asked.texts("measure"))?;
    asked.note(Note::remark(
        "N-SCREEN-LIMITS",
        "the limits are parameters of this screen, not of the document: it draws no lines; --max-… sets others",
        "界限是本筛选的参数，文档并未划线；可用 --max-… 另设",
    ));
    let nothing = Measures::default();
    let mut rows = Vec::new();
    for told in figures::screened() {
        let known = measures.get(told.asset.as_str()).unwrap_or(&nothing);
        let made = screened(known, told.verdicts(year), &order, &limits)?;
        rows.push(screen_row(Some(told), &told.asset, made));
    }
    for (asset, known) in &measures {
        if figures::screened().iter().all(|told| told.asset != *asset) {
            let made = screened(known, Screened::default(), &order, &limits)?;
            rows.push(screen_row(None, asset, made));
        }
    }
    asked.answer(rows)
}

fn screen_row(known: Option<&Told>, asset: &str, made: Screened) -> Row {
    let verdict = |verdict: Option<Verdict>| Value::or_null(verdict.map(Verdict::code));
    row([
        ("asset", asset.into()),
        (
            "asset_name",
            known.map_or(asset.into(), |known| Value::Both(known.title())),
        ),
        ("depth", verdict(made.depth)),
        ("liquidity", verdict(made.liquidity)),
        ("safety", verdict(made.safety)),
        (
            "score",
            Value::or_null(made.score().map(super::cells::digits)),
        ),
        ("passes_all", made.passes_all().into()),
        (
            "told_in_lines",
            Value::or_null(known.map(|known| known.lines.as_str())),
        ),
    ])
}

const MEASURE: &str = "ASSET:size|volume|impact|default|political=VALUE";

/// Measures by asset: `gold:volume=227 bn USD`.
fn measured(texts: &[String]) -> Result<BTreeMap<&str, Measures>, QuestionError> {
    let mut measures: BTreeMap<&str, Measures> = BTreeMap::new();
    for text in texts {
        let (key, value) = pair("measure", text, MEASURE)?;
        let (asset, name) = halves("measure", key, ':', MEASURE)?;
        let known = measures.entry(asset).or_default();
        match name {
            "size" => known.size = Some(Stock::read(value)?),
            "volume" => known.volume = Some(Daily::read(value)?),
            "impact" => known.impact = Some(Number::read(value)?),
            "default" => known.default = Some(Number::read(value)?),
            "political" => known.political = Some(yes_or_no(text, value)?),
            _ => return Err(malformed("measure", text, MEASURE)),
        }
    }
    Ok(measures)
}

fn yes_or_no(text: &str, value: &str) -> Result<bool, QuestionError> {
    match value {
        "yes" | "true" | "1" | "是" => Ok(true),
        "no" | "false" | "0" | "否" => Ok(false),
        _ => Err(malformed("measure", text, "ASSET:political=yes|no")),
    }
}
