//! What reserves are made of and what they lose: S6.3, S6.4, S6.10, S6.18.

use std::collections::BTreeMap;

use triffin_basis::Decimal;
use triffin_cycle::treasury::amounts::{Flow, Number, Stock};
use triffin_cycle::treasury::dedollarisation::{Measure, index, normalised};
use triffin_cycle::treasury::erosion::erosion as eroded;
use triffin_cycle::treasury::gold::{Year, crossing, crossing_price, worth};
use triffin_cycle::treasury::recycling::recycling;

use super::asked::Asked;
use super::cells::{digits, high, low, money, number, percent, percent_or_null, perhaps};
use super::given::Given;
use super::input::{Input, Price, Tonnes};
use super::pairs::{halves, malformed, pair, year};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::value::Value;

/// S6.3: how much of a surplus went into reserves and Treasuries.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn recycled(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.3", "ΔR ÷ CA; ΔT ÷ ΔR; ΔT ÷ CA");
    let surplus = asked.one::<Flow>("surplus", "surplus-flow")?.value;
    let reserves = asked.perhaps("reserves_change", Some("china-reserves-change-2024"))?;
    let treasuries = asked.perhaps("treasury_change", None)?;
    let made = recycling(&surplus, reserves.as_ref(), treasuries.as_ref())?;
    if asked.plain() {
        asked.note(Note::remark(
            "N-RECYCLED-TREASURIES",
            "no change of Treasuries is cited for the year of the surplus; china-treasuries-change is of another (--treasury-change NAME takes it all the same)",
            "没有与顺差同年的美债变动数据；china-treasuries-change 属另一时期（仍可用 --treasury-change 名称 采用）",
        ));
    }
    let periods = asked.periods();
    if periods.len() > 1 {
        let listed = periods.into_iter().collect::<Vec<_>>().join(", ");
        asked.note(Note::warning(
            "W-RECYCLED-PERIODS",
            format!("the figures are of several periods ({listed}): shares of one to another show the direction and no more"),
            format!("所用数据分属不同时期（{listed}）：跨期之比只表方向"),
        ));
    }
    asked.note(Note::remark(
        "N-RECYCLED-CUSTODY",
        "a change of holdings holds changes of price, and what another country's custodian keeps is not seen",
        "持有量变动含估值变动，且不含由他国托管机构代持的部分",
    ));
    let rows = vec![row([
        ("surplus", money(&surplus)),
        ("reserves_change", perhaps(reserves.as_ref())),
        ("treasury_change", perhaps(treasuries.as_ref())),
        (
            "reserve_share_pct",
            percent_or_null(made.reserve_share.as_ref())?,
        ),
        (
            "treasury_of_reserves_pct",
            percent_or_null(made.treasury_share_of_reserves.as_ref())?,
        ),
        (
            "treasury_share_pct",
            percent_or_null(made.treasury_share.as_ref())?,
        ),
        ("private", perhaps(made.private.as_ref())),
    ])];
    asked.unit(&surplus.basis().unit);
    asked.answer(rows)
}

/// S6.4: what inflation takes from idle money, as stated and exactly.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn erosion(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.4", "S·π; S·(1 − 1/(1 + π)); (1 + y)/(1 + π) − 1");
    let amounts = asked.many::<Stock>("amount", &["surplus-text", "surplus-safe"])?;
    let inflation = asked.many::<Number>("inflation", &["inflation-low", "inflation-high"])?;
    let yielded = asked.perhaps::<Number>("at_yield", Some("average-rate"))?;
    let mut rows = Vec::new();
    for amount in &amounts {
        for rate in &inflation {
            let made = eroded(&amount.value, &rate.value, yielded.as_ref())?;
            let invested = made.invested.as_ref();
            rows.push(row([
                ("amount_name", amount.name.clone()),
                ("amount", money(&amount.value)),
                ("inflation_pct", percent(&rate.value)?),
                ("loss_stated", money(&made.stated)),
                ("low", low(made.stated.interval())),
                ("high", high(made.stated.interval())),
                ("loss_exact", money(&made.exact)),
                ("yield_pct", percent_or_null(yielded.as_ref())?),
                (
                    "real_return_pct",
                    percent_or_null(invested.map(|i| &i.real_return))?,
                ),
                ("gain", perhaps(invested.map(|i| &i.gain))),
                ("hedged", invested.map(|i| i.hedged).into()),
            ]));
        }
    }
    asked.answer(rows)
}

/// S6.10: gold by weight and price, and its crossing with Treasuries.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn gold(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.10", "t·10⁶ ÷ 31.1034768·p");
    let points = asked.texts("point");
    if !points.is_empty() {
        return crossings(asked, points);
    }
    let weight = asked.one::<Tonnes>("weight", "gold-purchases")?.value.0;
    let prices = asked.many::<Price>("price", &["gold-price-4000", "gold-price-4381"])?;
    let treasuries = asked.perhaps::<Stock>("treasuries", None)?;
    let since = since(asked.texts("since"), asked.plain())?;
    let mut rows = Vec::new();
    for price in &prices {
        let made = worth(&weight, &price.value.0)?;
        let over = treasuries
            .as_ref()
            .map(|held| Number::ratio(&made.value, held))
            .transpose()?;
        let level = treasuries
            .as_ref()
            .map(|held| crossing_price(&weight, held))
            .transpose()?;
        rows.push(row([
            ("price_name", price.name.clone()),
            ("weight_t", number(&weight)),
            ("ounces", number(&made.ounces)),
            ("price", money(&price.value.0)),
            ("value", money(&made.value)),
            ("low", low(made.value.interval())),
            ("high", high(made.value.interval())),
            ("of_treasuries_pct", percent_or_null(over.as_ref())?),
            ("crossing_price", perhaps(level.as_ref())),
        ]));
    }
    for (year, years) in since {
        asked.note(Note::remark(
            "N-GOLD-SINCE",
            format!(
                "{years} years before {year} is {}",
                year.saturating_sub(years)
            ),
            format!(
                "{year} 年之前 {years} 年为 {} 年",
                year.saturating_sub(years)
            ),
        ));
    }
    asked.answer(rows)
}

const SINCE: &str = "YEAR:YEARS";

/// Claims of a first time in so many years; those of document 003 where nothing was typed.
fn since(texts: &[String], plain: bool) -> Result<Vec<(i32, i32)>, QuestionError> {
    if plain {
        return Ok(vec![(2024, 29), (2025, 29)]);
    }
    texts
        .iter()
        .map(|text| {
            let (at, years) = halves("since", text, ':', SINCE)?;
            Ok((year("since", at, SINCE)?, year("since", years, SINCE)?))
        })
        .collect()
}

const POINT: &str = "YEAR=GOLD:TREASURIES";

/// When gold came to exceed Treasuries, from years as typed.
fn crossings(mut asked: Asked<'_>, points: &[String]) -> Result<Answer, QuestionError> {
    let mut series = Vec::new();
    for text in points {
        let (at, values) = pair("point", text, POINT)?;
        let (gold, held) = halves("point", values, ':', POINT)?;
        series.push(Year {
            year: year("point", at, POINT)?,
            gold: Stock::read(gold)?,
            treasuries: Stock::read(held)?,
        });
    }
    let met = crossing(&series)?;
    if met.is_none() {
        asked.note(Note::remark(
            "N-GOLD-NEVER",
            "gold does not come to exceed Treasuries within the years given",
            "所给年份内黄金未曾由低转高超过美债",
        ));
    }
    series.sort_by_key(|point| point.year);
    let mut rows = Vec::new();
    for point in &series {
        let crossed = met.filter(|met| met.year == point.year);
        let previous = crossed.and_then(|met| met.previous);
        rows.push(row([
            ("year", i64::from(point.year).into()),
            ("gold", money(&point.gold)),
            ("treasuries", money(&point.treasuries)),
            (
                "of_treasuries_pct",
                percent(&Number::ratio(&point.gold, &point.treasuries)?)?,
            ),
            ("crosses", crossed.is_some().into()),
            ("previous_year", previous.map(i64::from).into()),
            (
                "years_since",
                previous
                    .map(|year| i64::from(point.year) - i64::from(year))
                    .into(),
            ),
        ]));
    }
    asked.answer(rows)
}

const MEASURE: &str = "NAME@PERIOD=VALUE";
const RANGE: &str = "NAME=LOW..HIGH";

/// S6.18: measures of the way from the dollar, normalised, and their mean by period.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn dedollarisation(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.18", "z = (x − a)/(b − a); (1/n)·Σ z");
    let mut points: Vec<(String, String, Number)> = Vec::new();
    for text in asked.texts("measure") {
        let (key, value) = pair("measure", text, MEASURE)?;
        let (name, period) = halves("measure", key, '@', MEASURE)?;
        points.push((name.to_owned(), period.to_owned(), Number::read(value)?));
    }
    let mut towards: Vec<&str> = asked.texts("towards").iter().map(String::as_str).collect();
    let ranges = ranges(asked.texts("range"))?;
    if asked.plain() {
        points = cited_panel(&mut asked)?;
        towards = vec!["dollar_share"];
    }
    let mut rows = Vec::new();
    let mut panel: BTreeMap<String, Vec<Measure>> = BTreeMap::new();
    for (name, period, value) in points {
        let (bottom, top) = *ranges
            .get(name.as_str())
            .unwrap_or(&(Decimal::ZERO, Decimal::ONE));
        let measure = Measure {
            value,
            low: bottom,
            high: top,
            away: !towards.contains(&name.as_str()),
        };
        rows.push(row([
            ("period", period.as_str().into()),
            ("measure", name.as_str().into()),
            ("value", number(&value)),
            ("from", digits(bottom)),
            ("to", digits(top)),
            ("normalised", number(&normalised(&measure)?)),
            ("index", Value::Null),
        ]));
        panel.entry(period).or_default().push(measure);
    }
    let counts: Vec<usize> = panel.values().map(Vec::len).collect();
    for (period, measures) in panel {
        let measures: Vec<Option<Measure>> = measures.into_iter().map(Some).collect();
        let mean = index(&measures)?;
        rows.push(row([
            ("period", period.into()),
            ("measure", "index".into()),
            ("index", Value::or_null(mean.as_ref().map(number))),
        ]));
    }
    if counts.windows(2).any(|two| two[0] != two[1]) {
        asked.note(Note::warning(
            "W-PANEL-UNEVEN",
            "the periods do not hold the same measures: their indices do not compare",
            "各期指标不全相同，指数不可比",
        ));
    }
    asked.answer(rows)
}

/// The shares of reserves that COFER reports.
fn cited_panel(asked: &mut Asked<'_>) -> Result<Vec<(String, String, Number)>, QuestionError> {
    let cited = [
        ("dollar_share", "2024-Q4", "dollar-share-2024"),
        ("renminbi_share", "2024-Q4", "renminbi-share-2024"),
        ("dollar_share", "2025-Q4", "dollar-share-2025"),
        ("renminbi_share", "2025-Q4", "renminbi-share-2025"),
    ];
    cited
        .into_iter()
        .map(|(name, period, figure)| {
            let value = asked.cited::<Number>(figure)?.value;
            Ok((name.to_owned(), period.to_owned(), value))
        })
        .collect()
}

fn ranges(texts: &[String]) -> Result<BTreeMap<&str, (Decimal, Decimal)>, QuestionError> {
    texts
        .iter()
        .map(|text| {
            let (name, ends) = pair("range", text, RANGE)?;
            let (bottom, top) = ends
                .split_once("..")
                .ok_or_else(|| malformed("range", text, RANGE))?;
            let read = |end| Number::read_multiple(end).map(|number| number.value());
            Ok((name, (read(bottom)?, read(top)?)))
        })
        .collect()
}
